//! Values that a target has no place for, kept in its custom data and found there again.
//!
//! The key is `source_<field>`. Entries whose names the target reserves, and what only the source's platform knows, go
//! into two objects: `source_custom` and `source_extra`. Source: `formats/mapping.md`.

use super::tree::{Json, Tree};
use crate::history::{Field, Record, Shape, Text, Time, Value};
use crate::json::{go_text, simd};

/// What the keys of parked values begin with.
pub(crate) const PREFIX: &str = "source_";
/// Where entries of custom data are parked whose names the target reserves.
pub(crate) const CUSTOM: &str = "source_custom";
/// Where values of the source's platform are parked.
pub(crate) const EXTRA: &str = "source_extra";

/// A field's value as JSON: times as RFC 3339.
#[inline(never)]
pub(crate) fn to_json(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Text(text) => push_text(&mut out, text),
        Value::Time(time) => push_text(&mut out, &time.rfc3339()),
        Value::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Texts(texts) => {
            for (at, text) in texts.iter().enumerate() {
                out.push(if at == 0 { '[' } else { ',' });
                push_text(&mut out, text);
            }
            out.push_str(if texts.is_empty() { "[]" } else { "]" });
        }
        Value::Json(json) => out.push_str(json),
        Value::Parts(parts) => {
            for (at, part) in parts.iter().enumerate() {
                out.push(if at == 0 { '[' } else { ',' });
                let mut object = Object::new();
                for (field, value) in &part.fields {
                    object.json(field.name(), &to_json(value));
                }
                object.entries(CUSTOM, &part.custom);
                object.entries(EXTRA, &part.extra);
                out.push_str(&object.end());
            }
            out.push_str(if parts.is_empty() { "[]" } else { "]" });
        }
    }
    out
}

/// The opposite of [`to_json`]. Platforms whose custom data is text only give JSON inside of a string.
pub(crate) fn from_json(shape: Shape, json: Json<'_>) -> Option<Value> {
    if let Some(inside) = json.text().filter(|_| !matches!(shape, Shape::Text | Shape::Time)) {
        let mut tree = Tree::default();
        let json = tree.parse(inside.as_bytes()).ok()?;
        return from_plain(shape, json);
    }
    from_plain(shape, json)
}

fn from_plain(shape: Shape, json: Json<'_>) -> Option<Value> {
    Some(match shape {
        Shape::Text => Value::Text(json.text()?),
        Shape::Time => Value::Time(Time::parse(&json.text()?)?),
        Shape::Flag => Value::Flag(json.flag()?),
        Shape::Texts if json.is_array() => Value::Texts(json.texts()),
        Shape::Json => Value::Json(json.compact()),
        Shape::Parts if json.is_array() => Value::Parts(
            json.elements()
                .map(|element| {
                    let mut part = Record { kind: crate::history::Kind::Attachment, ..Record::default() };
                    for (name, value) in element.entries() {
                        match (name, Field::named(name)) {
                            (CUSTOM, _) => pairs(&mut part.custom, value),
                            (EXTRA, _) => pairs(&mut part.extra, value),
                            (_, Some(field)) => {
                                if let Some(value) = from_plain(field.shape(), value) {
                                    part.set(field, value);
                                }
                            }
                            _ => {}
                        }
                    }
                    part
                })
                .collect(),
        ),
        _ => return None,
    })
}

fn pairs(list: &mut Vec<(Text, Text)>, json: Json<'_>) {
    list.extend(json.entries().map(|(_, value)| (value.name(), value.compact())));
}

/// Puts an entry of custom data into a record: to the field that it was parked from, if it was.
#[inline(never)]
pub(crate) fn unpark(record: &mut Record, name: Text, json: Json<'_>) {
    let list = match &*name {
        CUSTOM => Some(&mut record.custom),
        EXTRA => Some(&mut record.extra),
        _ => None,
    };
    if let Some(list) = list {
        if json.is_object() {
            pairs(list, json);
            return;
        }
        let mut tree = Tree::default();
        if let Some(inside) = json.text()
            && let Ok(object) = tree.parse(inside.as_bytes())
            && object.is_object()
        {
            pairs(list, object);
            return;
        }
    } else if let Some(field) = name.strip_prefix(PREFIX).and_then(Field::named)
        && let Some(value) = from_json(field.shape(), json)
    {
        record.set(field, value);
        return;
    }
    record.custom.push((name, json.compact()));
}

/// Appends a JSON string, with no more escapes than JSON asks for.
#[inline(never)]
pub(crate) fn push_text(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    let bytes = text.as_bytes();
    let mut copied = 0;
    while let Some(at) = next_special(bytes, copied) {
        out.push_str(text.get(copied..at).unwrap_or_default());
        let byte = bytes.get(at).copied().unwrap_or_default();
        let escape = escape_of(byte);
        out.push_str(escape);
        if escape == "\\u" {
            go_text::push_number(out, byte.into(), 16, 4);
        }
        copied = at + 1;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out.push('"');
}

/// Where the next byte stands that a JSON string has to escape.
#[inline(always)]
fn next_special(bytes: &[u8], mut at: usize) -> Option<usize> {
    while at + simd::WIDTH <= bytes.len() {
        let stops = simd::string_stops(bytes, at);
        if stops != 0 {
            return Some(at + stops.trailing_zeros() as usize);
        }
        at += simd::WIDTH;
    }
    // What is left is seen together with bytes that were seen already, if there are as many.
    if let Some(start) = bytes.len().checked_sub(simd::WIDTH) {
        let stops = simd::string_stops(bytes, start).checked_shr(u32::try_from(at - start).ok()?)?;
        return (stops != 0).then(|| at + stops.trailing_zeros() as usize);
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| *byte < 0x20 || *byte == b'"' || *byte == b'\\').map(|next| at + next)
}

/// How a byte is written that a JSON string cannot have as it is; `\\u` if by its number.
fn escape_of(byte: u8) -> &'static str {
    match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        _ => "\\u",
    }
}

/// A JSON object in the making.
#[derive(Debug)]
pub(crate) struct Object {
    text: String,
}

impl Object {
    #[inline(never)]
    pub(crate) fn new() -> Object {
        // Most have a few members: growing from nothing costs more than what is left over.
        let mut text = String::with_capacity(192);
        text.push('{');
        Object { text }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.len() == 1
    }

    /// Begins a member: what follows has to be its value.
    #[inline(never)]
    fn key(&mut self, key: &str) {
        if !self.is_empty() {
            self.text.push(',');
        }
        push_text(&mut self.text, key);
        self.text.push(':');
    }

    /// Appends a member whose value is JSON.
    #[inline(never)]
    pub(crate) fn json(&mut self, key: &str, json: &str) {
        self.key(key);
        self.text.push_str(json);
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        push_text(&mut self.text, text);
    }

    #[inline(never)]
    pub(crate) fn number(&mut self, key: &str, number: i64) {
        self.key(key);
        if number < 0 {
            self.text.push('-');
        }
        go_text::push_number(&mut self.text, number.unsigned_abs(), 10, 1);
    }

    #[inline(never)]
    pub(crate) fn flag(&mut self, key: &str, flag: bool) {
        self.json(key, if flag { "true" } else { "false" });
    }

    pub(crate) fn texts<T: AsRef<str>>(&mut self, key: &str, texts: impl IntoIterator<Item = T>) {
        self.key(key);
        for (at, text) in texts.into_iter().enumerate() {
            self.text.push(if at == 0 { '[' } else { ',' });
            push_text(&mut self.text, text.as_ref());
        }
        self.end_list();
    }

    /// Appends a list of JSON values.
    pub(crate) fn list<T: AsRef<str>>(&mut self, key: &str, values: impl IntoIterator<Item = T>) {
        self.key(key);
        for (at, value) in values.into_iter().enumerate() {
            self.text.push(if at == 0 { '[' } else { ',' });
            self.text.push_str(value.as_ref());
        }
        self.end_list();
    }

    /// Closes a list, which may have had no element.
    #[inline(never)]
    fn end_list(&mut self) {
        // Behind the key's colon stands nothing yet.
        self.text.push_str(if self.text.ends_with(':') { "[]" } else { "]" });
    }

    /// Appends an object of these entries, unless there are none.
    #[inline(never)]
    pub(crate) fn entries(&mut self, key: &str, entries: &[(Text, Text)]) {
        if entries.is_empty() {
            return;
        }
        let mut object = Object::new();
        for (name, json) in entries {
            object.json(name, json);
        }
        self.json(key, &object.end());
    }

    /// The object's bytes so far, with the closing brace.
    pub(crate) fn length(&self) -> usize {
        self.text.len() + 1
    }

    #[inline(never)]
    pub(crate) fn end(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::{from_json, to_json, unpark};
    use crate::convert::tree::Tree;
    use crate::finding::Position;
    use crate::history::{Field, Kind, Record, Time, Value};

    #[test]
    fn what_was_parked_comes_back() {
        let mut part = Record::new(Kind::Attachment, Position::default());
        part.set_text(Field::Url, "https://example.com/\"a\"");
        part.custom.push(("k".into(), "[1]".into()));
        let values = [
            (Field::Text, Value::Text("a\"\\\n\u{1}é".into())),
            (Field::SentAt, Value::Time(Time::from_millis(1_700_000_000_123))),
            (Field::Silent, Value::Flag(true)),
            (Field::Tags, Value::Texts(vec![])),
            (Field::Tags, Value::Texts(vec!["a".into(), "b".into()])),
            (Field::Score, Value::Json("{\"a\":[1,2]}".into())),
            (Field::Attachments, Value::Parts(vec![part])),
        ];
        let mut tree = Tree::default();
        for (field, value) in values {
            let json = to_json(&value);
            assert_eq!(from_json(field.shape(), tree.parse(json.as_bytes()).unwrap()), Some(value.clone()));
            // As the value of a custom entry, and where custom data is text only.
            let text = if json.starts_with('"') { json.clone() } else { to_json(&Value::Text(json.clone().into())) };
            for written in [&json, &text] {
                let mut record = Record::default();
                unpark(&mut record, format!("source_{}", field.name()).into(), tree.parse(written.as_bytes()).unwrap());
                assert_eq!(record.get(field), Some(&value), "{written}");
            }
        }
    }

    #[test]
    fn what_was_not_parked_stays_custom() {
        let mut tree = Tree::default();
        let mut record = Record::default();
        unpark(&mut record, "source_created_at".into(), tree.parse(b"\"yesterday\"").unwrap());
        unpark(&mut record, "source_of_truth".into(), tree.parse(b"1").unwrap());
        assert_eq!(record.custom.len(), 2);
        unpark(&mut record, "source_custom".into(), tree.parse(br#""{\"id\":7}""#).unwrap());
        assert_eq!(record.custom.last(), Some(&("id".into(), "7".into())));
    }
}
