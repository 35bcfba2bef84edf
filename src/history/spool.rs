//! Records as text, on their way through a spool: written by the same program that reads them, and never kept.
//!
//! All bytes below 0x80 but for the texts themselves, so that a whole bucket is valid UTF-8 and the texts of its records
//! can share it.

use std::sync::Arc;

use super::field::Field;
use super::record::{Kind, Record, Value};
use super::text::Text;
use super::time::Time;
use crate::finding::Position;

/// Appends a record.
pub(crate) fn write(record: &Record, out: &mut Vec<u8>) {
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
                bytes(text, out);
            }
            Value::Time(time) => {
                out.push(1);
                // The sign goes last, so that small numbers are short.
                count((time.seconds << 1 ^ time.seconds >> 63).cast_unsigned(), out);
                count(u64::from(time.nanos), out);
            }
            Value::Flag(flag) => out.extend_from_slice(&[2, u8::from(*flag)]),
            Value::Texts(list) => {
                out.push(3);
                count(list.len() as u64, out);
                for text in list {
                    bytes(text, out);
                }
            }
            Value::Json(json) => {
                out.push(4);
                bytes(json, out);
            }
            Value::Parts(parts) => {
                out.push(5);
                count(parts.len() as u64, out);
                for part in parts {
                    // Parts have no parts, so this goes no deeper.
                    write(part, out);
                }
            }
        }
    }
    for list in [&record.custom, &record.extra] {
        count(list.len() as u64, out);
        for (name, json) in list {
            bytes(name, out);
            bytes(json, out);
        }
    }
}

/// Six bits a byte, the low ones first; one more says that there are more.
#[inline(always)]
fn count(number: u64, out: &mut Vec<u8>) {
    match u8::try_from(number) {
        Ok(byte) if byte < 0x40 => out.push(byte),
        _ => large_count(number, out),
    }
}

#[inline(never)]
fn large_count(mut number: u64, out: &mut Vec<u8>) {
    let mut bytes = [0; 11];
    let mut length = 0;
    for byte in &mut bytes {
        length += 1;
        *byte = (number & 0x3f) as u8;
        number >>= 6;
        if number == 0 {
            break;
        }
        *byte |= 0x40;
    }
    out.extend_from_slice(bytes.get(..length).unwrap_or_default());
}

fn bytes(text: &str, out: &mut Vec<u8>) {
    count(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

/// Reads the records of buckets.
#[derive(Debug)]
pub(crate) struct Reader {
    of: Arc<String>,
    /// Where the next byte stands.
    at: usize,
}

impl Reader {
    pub(crate) fn new(bytes: Vec<u8>) -> Reader {
        // What is written here is valid.
        let text =
            String::from_utf8(bytes).unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned());
        Reader { of: Arc::new(text), at: 0 }
    }

    #[inline(always)]
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.of.as_bytes().get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn count(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(6) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x3f) << shift;
            if byte < 0x40 {
                return Some(number);
            }
        }
        None
    }

    #[inline(never)]
    fn text(&mut self) -> Option<Text> {
        let length = usize::try_from(self.count()?).ok()?;
        let (start, end) = (self.at, self.at.checked_add(length)?);
        self.of.get(start..end)?;
        self.at = end;
        Some(Text::part(&self.of, start, end))
    }

    #[inline(never)]
    fn pairs(&mut self) -> Option<Vec<(Text, Text)>> {
        let count = self.count()?;
        let mut pairs = Vec::with_capacity(room(count));
        for _ in 0..count {
            pairs.push((self.text()?, self.text()?));
        }
        Some(pairs)
    }

    fn body(&mut self, parts: bool) -> Option<Record> {
        let kind = *Kind::ALL.get(usize::from(self.byte()?))?;
        let partial = self.byte()? == 1;
        let source = u32::try_from(self.count()?).ok()?;
        let at =
            Position { source, byte: self.count()?, line: self.count()?, column: self.count()?, item: self.count()? };
        let count = self.count()?;
        let mut record = Record { kind, partial, at, fields: Vec::with_capacity(room(count)), ..Record::default() };
        for _ in 0..count {
            let field = *Field::ALL.get(usize::from(self.byte()?))?;
            let value = match self.byte()? {
                0 => Value::Text(self.text()?),
                1 => {
                    let seconds = self.count()?;
                    let seconds = (seconds >> 1).cast_signed() ^ -(seconds & 1).cast_signed();
                    Value::Time(Time { seconds, nanos: u32::try_from(self.count()?).ok()? })
                }
                2 => Value::Flag(self.byte()? == 1),
                3 => {
                    let count = self.count()?;
                    let mut texts = Vec::with_capacity(room(count));
                    for _ in 0..count {
                        texts.push(self.text()?);
                    }
                    Value::Texts(texts)
                }
                4 => Value::Json(self.text()?),
                5 if parts => {
                    let count = self.count()?;
                    let mut parts = Vec::with_capacity(room(count));
                    for _ in 0..count {
                        parts.push(self.body(false)?);
                    }
                    Value::Parts(parts)
                }
                _ => return None,
            };
            record.fields.push((field, value));
        }
        record.custom = self.pairs()?;
        record.extra = self.pairs()?;
        Some(record)
    }
}

/// For how many to make room at once.
fn room(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX).min(64)
}

impl Iterator for Reader {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
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
        record.set_texts(Field::Mentions, vec!["ann".into(), String::new().into()]);
        record.set(Field::Score, Value::Json("{\"a\":1}".into()));
        record.set(Field::Attachments, Value::Parts(vec![part]));
        record.custom.push(("x".into(), "null".into()));
        record.extra.push(("y".into(), "[1]".into()));
        record.partial = true;
        let mut out = Vec::new();
        write(&record, &mut out);
        write(&Record::new(Kind::User, crate::Position::default()), &mut out);
        let read: Vec<Record> = Reader::new(out.clone()).collect();
        assert_eq!(read.len(), 2);
        assert_eq!(read.first(), Some(&record));
        // Cut anywhere, it ends.
        for end in 0..out.len() {
            let _ = Reader::new(out.get(..end).unwrap().to_vec()).count();
        }
    }
}
