//! Records as bytes, on their way through a spool: written by the same program that reads them, and never kept.
//!
//! A record is its length and that of its head (4 bytes each), a head that says what there is and how long the texts are,
//! and then all texts one behind the other: so they are known to be texts by one look.

use super::field::Field;
use super::record::{Kind, Record, Value};
use super::time::Time;
use crate::finding::Position;

/// Appends a record.
pub(crate) fn write(record: &Record, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(&[0; 8]);
    let mut texts = Vec::with_capacity(256);
    body(record, out, &mut texts);
    let head = out.len() - start - 8;
    out.append(&mut texts);
    let whole = out.len() - start - 8;
    for (at, length) in [(start, whole), (start + 4, head)] {
        if let Some(place) = out.get_mut(at..at + 4) {
            place.copy_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        }
    }
}

fn body(record: &Record, out: &mut Vec<u8>, texts: &mut Vec<u8>) {
    out.push(record.kind as u8);
    out.push(u8::from(record.partial));
    let Position { source, byte, line, column, item } = record.at;
    for number in [u64::from(source), byte, line, column, item] {
        count(number, out);
    }
    count(record.fields.len() as u64, out);
    for (field, value) in &record.fields {
        out.push(*field as u8);
        match value {
            Value::Text(text) => {
                out.push(0);
                bytes(text, out, texts);
            }
            Value::Time(time) => {
                out.push(1);
                out.extend_from_slice(&time.seconds.to_le_bytes());
                out.extend_from_slice(&time.nanos.to_le_bytes());
            }
            Value::Flag(flag) => out.extend_from_slice(&[2, u8::from(*flag)]),
            Value::Texts(list) => {
                out.push(3);
                count(list.len() as u64, out);
                for text in list {
                    bytes(text, out, texts);
                }
            }
            Value::Json(json) => {
                out.push(4);
                bytes(json, out, texts);
            }
            Value::Parts(parts) => {
                out.push(5);
                count(parts.len() as u64, out);
                for part in parts {
                    // Parts have no parts, so this goes no deeper.
                    body(part, out, texts);
                }
            }
        }
    }
    for list in [&record.custom, &record.extra] {
        count(list.len() as u64, out);
        for (name, json) in list {
            bytes(name, out, texts);
            bytes(json, out, texts);
        }
    }
}

fn count(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push((number & 0x7f) as u8);
}

fn bytes(text: &str, out: &mut Vec<u8>, texts: &mut Vec<u8>) {
    count(text.len() as u64, out);
    texts.extend_from_slice(text.as_bytes());
}

/// Reads the records of a bucket.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    /// The records that are still to be read.
    records: &'a [u8],
    /// What is left of the head of the one that is being read, and of its texts.
    rest: &'a [u8],
    texts: &'a str,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { records: bytes, rest: &[], texts: "" }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn count(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.count()?).ok()?;
        let (text, rest) = self.texts.split_at_checked(length)?;
        self.texts = rest;
        Some(text.to_owned())
    }

    fn pairs(&mut self) -> Option<Vec<(String, String)>> {
        (0..self.count()?).map(|_| Some((self.text()?, self.text()?))).collect()
    }

    fn body(&mut self, parts: bool) -> Option<Record> {
        let kind = *Kind::ALL.get(usize::from(self.byte()?))?;
        let partial = self.byte()? == 1;
        let source = u32::try_from(self.count()?).ok()?;
        let at =
            Position { source, byte: self.count()?, line: self.count()?, column: self.count()?, item: self.count()? };
        let mut record = Record { partial, ..Record::new(kind, at) };
        let fields = self.count()?;
        record.fields.reserve(usize::try_from(fields).ok()?.min(64));
        for _ in 0..fields {
            let field = *Field::ALL.get(usize::from(self.byte()?))?;
            let value = match self.byte()? {
                0 => Value::Text(self.text()?),
                1 => Value::Time(Time {
                    seconds: i64::from_le_bytes(self.take(8)?.try_into().ok()?),
                    nanos: u32::from_le_bytes(self.take(4)?.try_into().ok()?),
                }),
                2 => Value::Flag(self.byte()? == 1),
                3 => Value::Texts((0..self.count()?).map(|_| self.text()).collect::<Option<_>>()?),
                4 => Value::Json(self.text()?),
                5 if parts => Value::Parts((0..self.count()?).map(|_| self.body(false)).collect::<Option<_>>()?),
                _ => return None,
            };
            record.fields.push((field, value));
        }
        record.custom = self.pairs()?;
        record.extra = self.pairs()?;
        Some(record)
    }
}

impl Iterator for Reader<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let (lengths, rest) = self.records.split_at_checked(8)?;
        let length = |bytes: Option<&[u8]>| Some(u32::from_le_bytes(bytes?.try_into().ok()?) as usize);
        let (record, rest) = rest.split_at_checked(length(lengths.get(..4))?)?;
        self.records = rest;
        let (head, texts) = record.split_at_checked(length(lengths.get(4..))?)?;
        (self.rest, self.texts) = (head, simdutf8::basic::from_utf8(texts).ok()?);
        self.body(true)
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, write};
    use crate::history::{Field, Kind, Record, Time, Value};

    #[test]
    fn what_is_written_is_read() {
        let mut part = Record::new(Kind::Attachment, crate::Position::default());
        part.set_text(Field::Url, "https://example.com/ä.png");
        let mut record =
            Record::new(Kind::Message, crate::Position { source: 3, byte: 1 << 40, line: 9, column: 300, item: 127 });
        record.set_text(Field::Text, "hi \u{1f600}");
        record.set_time(Field::SentAt, Time { seconds: -5, nanos: 7 });
        record.set_flag(Field::Silent, true);
        record.set_texts(Field::Mentions, vec!["ann".into(), String::new()]);
        record.set(Field::Score, Value::Json("{\"a\":1}".into()));
        record.set(Field::Attachments, Value::Parts(vec![part]));
        record.custom.push(("x".into(), "null".into()));
        record.extra.push(("y".into(), "[1]".into()));
        record.partial = true;
        let mut out = Vec::new();
        write(&record, &mut out);
        write(&Record::new(Kind::User, crate::Position::default()), &mut out);
        let read: Vec<Record> = Reader::new(&out).collect();
        assert_eq!(read.len(), 2);
        assert_eq!(read.first(), Some(&record));
        // Cut anywhere, it ends.
        for end in 0..out.len() {
            let _ = Reader::new(out.get(..end).unwrap()).count();
        }
    }
}
