//! A record in the making: values are taken in the shape that they have, and what fits no field stays as it was.

use super::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Time};

/// Fills a record. What cannot be used goes to its `extra`, under the platform's prefix.
#[derive(Debug)]
pub(crate) struct Fill {
    pub(crate) record: Record,
    prefix: &'static str,
}

impl Fill {
    /// Begins a record; the prefix is the platform's, with a colon behind it.
    pub(crate) fn new(kind: Kind, at: Position, prefix: &'static str) -> Fill {
        Fill { record: Record::new(kind, at), prefix }
    }

    /// Keeps what only the platform knows. Emptiness is nothing.
    #[inline(never)]
    pub(crate) fn extra(&mut self, key: &str, json: Json<'_>) {
        let value = json.compact();
        if !matches!(value.as_str(), "null" | "\"\"" | "[]" | "{}") {
            let name = [self.prefix, key].concat();
            // A key that stands twice says what it says last.
            self.record.extra.retain(|(known, _)| *known != name);
            self.record.extra.push((name.into(), value));
        }
    }

    /// Sets a text or a number; an empty text is none.
    #[inline(never)]
    pub(crate) fn text(&mut self, field: Field, key: &str, json: Json<'_>) {
        match json.text_or_number() {
            Some(text) if !text.is_empty() => self.record.set_text(field, text),
            Some(_) => {}
            None => self.extra(key, json),
        }
    }

    /// Sets a list of texts, or a text that stands alone.
    #[inline(never)]
    pub(crate) fn texts(&mut self, field: Field, key: &str, json: Json<'_>) {
        let texts = match json.text_or_number() {
            Some(text) => vec![text],
            None => json.texts(),
        };
        let whole = json.elements().count() <= texts.len();
        if whole && !texts.is_empty() && texts != [""] {
            self.record.set_texts(field, texts);
        } else {
            self.extra(key, json);
        }
    }

    /// Sets a time: milliseconds, or RFC 3339.
    #[inline(never)]
    pub(crate) fn time(&mut self, field: Field, key: &str, json: Json<'_>) {
        match json.time().or_else(|| json.integer().map(Time::from_millis)) {
            Some(time) => self.record.set_time(field, time),
            None => self.extra(key, json),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fill;
    use crate::convert::tree::Tree;
    use crate::finding::Position;
    use crate::history::{Field, Kind, Time};

    #[test]
    fn what_fits_no_field_stays() {
        let mut tree = Tree::default();
        let mut fill = Fill::new(Kind::User, Position::default(), "p:");
        for json in ["\"Ann\"", "7", "\"\"", "null", "[1]"] {
            fill.text(Field::Name, "name", tree.parse(json.as_bytes()).unwrap());
        }
        for json in ["\"a\"", "[\"b\",3]", "[]", "\"\"", "[\"c\",{}]", "{\"d\":1}"] {
            fill.texts(Field::Emails, "email", tree.parse(json.as_bytes()).unwrap());
        }
        for json in ["1500", "\"1970-01-01T00:00:02Z\"", "\"soon\""] {
            fill.time(Field::CreatedAt, "at", tree.parse(json.as_bytes()).unwrap());
        }
        let record = fill.record;
        assert_eq!(record.text(Field::Name), Some("7"));
        assert_eq!(record.texts(Field::Emails), ["b", "3"]);
        assert_eq!(record.time(Field::CreatedAt), Some(Time::from_seconds(2)));
        let extra: Vec<_> = record.extra.iter().map(|(key, json)| (key.as_str(), json.as_str())).collect();
        assert_eq!(extra, [("p:name", "[1]"), ("p:email", "{\"d\":1}"), ("p:at", "\"soon\"")]);
    }
}
