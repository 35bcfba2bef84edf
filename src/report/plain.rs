//! Reports as plain data, on their way to JSON or JavaScript.
//!
//! A derived serialiser is code of its own for every type; here one serves all of them, which keeps the wasm small.

#[cfg(any(target_arch = "wasm32", test))]
use crate::json::go_text;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A value, as far as reports have any.
pub(crate) enum Plain<'a> {
    Null,
    Bool(bool),
    Count(u64),
    Text(&'a str),
    List(&'a dyn List),
    Object(&'a dyn Object),
}

/// What has named fields, in a fixed order.
pub(crate) trait Object {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)>;
}

/// What has elements.
pub(crate) trait List {
    fn length(&self) -> usize;
    fn element(&self, index: usize) -> Option<Plain<'_>>;
}

impl<T: Object> List for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }

    fn element(&self, index: usize) -> Option<Plain<'_>> {
        self.get(index).map(|object| Plain::Object(object))
    }
}

impl<'a> From<Option<&'a str>> for Plain<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Plain::Null, Plain::Text)
    }
}

#[cfg(any(target_arch = "wasm32", test))]
impl Plain<'_> {
    /// Appends it as JSON: JavaScript's own parser makes objects of that faster, and with less code, than calls do.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Plain::Null => out.push_str("null"),
            Plain::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Plain::Count(count) => go_text::push_number(out, *count, 10, 1),
            Plain::Text(text) => go_text::push_json(out, text),
            Plain::List(list) => {
                let mut mark = "[";
                let mut index = 0;
                while let Some(element) = list.element(index) {
                    out.push_str(mark);
                    element.write(out);
                    mark = ",";
                    index += 1;
                }
                out.push_str(if index == 0 { "[]" } else { "]" });
            }
            Plain::Object(object) => {
                let fields = object.fields();
                let mut mark = "{\"";
                for (name, value) in &fields {
                    for text in [mark, name, "\":"] {
                        out.push_str(text);
                    }
                    value.write(out);
                    mark = ",\"";
                }
                out.push_str(if fields.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Plain::Null => serializer.serialize_none(),
            Plain::Bool(value) => serializer.serialize_bool(*value),
            Plain::Count(count) => serializer.serialize_u64(*count),
            Plain::Text(text) => serializer.serialize_str(text),
            Plain::List(list) => {
                let mut elements = serializer.serialize_seq(Some(list.length()))?;
                let mut index = 0;
                while let Some(element) = list.element(index) {
                    elements.serialize_element(&element)?;
                    index += 1;
                }
                elements.end()
            }
            Plain::Object(object) => {
                let fields = object.fields();
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in &fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// `Serialize` for types with fields, and for those that are written as their name.
macro_rules! serialize {
    (fields: $($object:ty),*; names: $($named:ty),*) => {
        $(impl serde::Serialize for $object {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::report::plain::Plain::Object(self).serialize(serializer)
            }
        })*
        $(impl serde::Serialize for $named {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        })*
    };
}

pub(crate) use serialize;

#[cfg(test)]
mod tests {
    use super::Plain;
    use crate::{CheckOptions, check};

    #[test]
    fn what_is_written_is_what_is_serialised() {
        let lines =
            "{\"type\":\"user\",\"data\":{\"id\":\"<é\\n\\u2028>\",\"created_at\":\"2024-01-01T00:00:00Z\"}}\n\n";
        for input in [lines, "", "[", "{\"type\":\"user\",\"data\":{\"id\":\"ann\"}}"] {
            let report = check(input.as_bytes(), CheckOptions::default());
            let mut written = String::new();
            Plain::Object(&report).write(&mut written);
            let written: serde_json::Value = serde_json::from_str(&written).unwrap();
            // As text, for the order of the keys.
            assert_eq!(written.to_string(), serde_json::to_string(&report).unwrap());
        }
    }
}
