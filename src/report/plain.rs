//! Reports as plain data, on their way to JSON or JavaScript.
//!
//! A derived serialiser is code of its own for every type; here one serves all of them, which keeps the wasm small.

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

impl List for Vec<String> {
    fn length(&self) -> usize {
        self.len()
    }

    fn element(&self, index: usize) -> Option<Plain<'_>> {
        self.get(index).map(|text| Plain::Text(text))
    }
}

impl<'a> From<Option<&'a str>> for Plain<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Plain::Null, Plain::Text)
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
