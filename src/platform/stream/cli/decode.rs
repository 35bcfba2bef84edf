//! One JSON value into a record, as Go's `encoding/json` does it.
//!
//! Keys match in any case, and what stands last wins. A value of the wrong type is passed over and remembered (the
//! first of them is the error in the end), while a time that does not parse ends the reading at once. The text has
//! passed the syntax scanner before; on any other, the values that come out mean nothing, but out they come.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::go_syntax::is_space;
use crate::json::go_time::{self, GoTime};
use crate::json::text::unescape;

use super::items::Attachment;

/// An object that is read into fields.
pub(super) trait Record {
    /// What Go calls it, without its package.
    fn name(&self) -> &'static str;
    /// Where the value of this key goes; the key is in lower case. `None` for a key without a field.
    fn slot(&mut self, key: &str) -> Option<Slot<'_>>;
}

/// Where a value goes, and so which values fit.
pub(super) enum Slot<'a> {
    Text(&'a mut String),
    /// A text that no rule reads.
    OtherText,
    Flag,
    Integer,
    Time(&'a mut GoTime),
    OptionalTime(&'a mut Option<GoTime>),
    /// A time that no rule reads.
    OtherTime,
    Texts(&'a mut Cells<String>),
    Record(&'a mut dyn Record),
    Attachments(&'a mut Cells<Option<Attachment>>),
    /// An object of any content, of which only keys are kept, if that.
    Extra(Option<&'a mut Vec<String>>),
    /// The place of the value, unread.
    Raw(&'a mut Option<Range<usize>>),
}

/// A list that is read into, perhaps several times. As in Go, cells beyond the end keep their values, and are found
/// again when a later duplicate of the key grows the list and leaves them as they are.
#[derive(Debug)]
pub(super) struct Cells<T> {
    cells: Vec<T>,
    length: usize,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Cells { cells: Vec::new(), length: 0 }
    }
}

impl<T: Default> Cells<T> {
    pub(super) fn items(&self) -> &[T] {
        self.cells.get(..self.length).unwrap_or_default()
    }

    pub(super) fn items_mut(&mut self) -> &mut [T] {
        self.cells.get_mut(..self.length).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn cell(&mut self, number: usize) -> Option<&mut T> {
        if number >= self.cells.len() {
            self.cells.push(T::default());
        }
        self.cells.get_mut(number)
    }

    fn end(&mut self, length: usize) {
        if length == 0 {
            self.cells.clear();
        }
        self.length = length;
    }
}

/// A value of the wrong type.
#[derive(Debug)]
pub(super) struct Clash {
    /// What stands there: `string`, `number 1e3`…
    pub value: String,
    /// The type it should have had, in Go's words.
    pub go_type: String,
    /// Go's offset: after the opening bracket or the whole scalar, from the start of what is read.
    pub offset: usize,
    /// The record it stands in; empty for the outermost value.
    pub record: &'static str,
    /// The path to it.
    pub field: String,
}

impl Clash {
    fn text(&self) -> String {
        let Clash { value, go_type, record, field, .. } = self;
        if record.is_empty() {
            format!("json: cannot unmarshal {value} into Go value of type {go_type}")
        } else {
            format!("json: cannot unmarshal {value} into Go struct field {record}.{field} of type {go_type}")
        }
    }
}

/// Why a value could not be read.
#[derive(Debug)]
pub(super) enum Failure {
    Clash(Clash),
    /// Go's sentence about a time.
    Time(String),
}

impl Failure {
    /// Go's sentence.
    pub(super) fn into_text(self) -> String {
        match self {
            Failure::Clash(clash) => clash.text(),
            Failure::Time(text) => text,
        }
    }
}

/// Reads a value into a record.
pub(super) fn decode(data: &[u8], record: &mut dyn Record) -> Result<(), Failure> {
    let mut reader = Reader { data, at: 0, clash: None, record: "", path: Vec::new() };
    reader.space();
    reader.record(record).map_err(Failure::Time)?;
    reader.clash.map_or(Ok(()), |clash| Err(Failure::Clash(clash)))
}

/// Calls `each` for every key of an object, exactly as it reads; does nothing for other values.
pub(super) fn keys(data: &[u8], mut each: impl FnMut(&str)) {
    let mut reader = Reader { data, at: 0, clash: None, record: "", path: Vec::new() };
    reader.space();
    if reader.open(b'{') {
        while let Some(key) = reader.key() {
            each(&key);
            reader.skip();
        }
    }
}

/// The first number in a value that is too large for a `float64`.
pub(super) fn first_overflow(data: &[u8]) -> Option<&str> {
    let mut reader = Reader { data, at: 0, clash: None, record: "", path: Vec::new() };
    while let Some(byte) = reader.peek() {
        if byte == b'-' || byte.is_ascii_digit() {
            let number = std::str::from_utf8(reader.skip()).unwrap_or_default();
            // Only these can be so large, and few numbers are like that.
            let suspect = number.len() > 308 || number.contains(['e', 'E']);
            if suspect && number.parse::<f64>().is_ok_and(f64::is_infinite) {
                return Some(number);
            }
        } else if byte == b'"' {
            reader.skip();
        } else {
            reader.at += 1;
        }
    }
    None
}

/// Go's sentence about a number that is too large, outside any record.
pub(super) fn overflow_text(number: &str) -> String {
    format!("json: cannot unmarshal number {number} into Go value of type float64")
}

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    clash: Option<Clash>,
    /// The innermost record being read, and the keys that led to where we are.
    record: &'static str,
    path: Vec<String>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn open(&mut self, bracket: u8) -> bool {
        let open = self.peek() == Some(bracket);
        self.at += usize::from(open);
        open
    }

    /// Goes to the next value of an object and returns its key; `None` at the object's end.
    fn key(&mut self) -> Option<Cow<'a, str>> {
        self.space();
        if self.open(b',') {
            self.space();
        }
        if self.peek() != Some(b'"') {
            self.at += 1;
            return None;
        }
        let key = text(self.skip());
        self.space();
        self.at += 1;
        self.space();
        Some(key)
    }

    /// Goes to the next value of an array; `false` at the array's end.
    fn element(&mut self) -> bool {
        self.space();
        if self.open(b',') {
            self.space();
        }
        let end = matches!(self.peek(), None | Some(b']'));
        self.at += usize::from(end);
        !end
    }

    /// Passes over a value and returns its bytes.
    fn skip(&mut self) -> &'a [u8] {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => self.skip_string(),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ if depth == 0 => {
                    while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
                        self.at += 1;
                    }
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        self.data.get(start..self.at).unwrap_or_default()
    }

    /// Passes over what is left of a string.
    fn skip_string(&mut self) {
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => return,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }

    fn record(&mut self, record: &mut dyn Record) -> Result<(), String> {
        match self.peek() {
            Some(b'{') => self.fields(record),
            Some(b'n') => {
                self.skip();
                Ok(())
            }
            _ => {
                self.mismatch(&format!("validator.{}", record.name()));
                Ok(())
            }
        }
    }

    fn fields(&mut self, record: &mut dyn Record) -> Result<(), String> {
        let outer = self.record;
        let name = record.name();
        self.at += 1;
        while let Some(key) = self.key() {
            let key = lower_case(&key);
            let Some(slot) = key.as_ref().and_then(|key| record.slot(key)) else {
                self.skip();
                continue;
            };
            // The one field without a name of its own in JSON is called what it is called in Go.
            let key = key.as_deref().map_or("", |key| if key == "custom" { "Custom" } else { key });
            self.path.push(key.to_owned());
            self.record = name;
            let result = self.store(slot);
            self.path.pop();
            self.record = outer;
            result?;
        }
        Ok(())
    }

    fn store(&mut self, slot: Slot<'_>) -> Result<(), String> {
        let null = self.peek() == Some(b'n');
        match slot {
            Slot::Text(target) => self.text(Some(target)),
            Slot::OtherText => self.text(None),
            Slot::Flag => match self.peek() {
                Some(b't' | b'f' | b'n') => drop(self.skip()),
                _ => self.mismatch("bool"),
            },
            Slot::Integer => self.integer(),
            Slot::Time(target) => {
                if let Some(time) = self.time()? {
                    *target = time;
                }
            }
            Slot::OptionalTime(target) => *target = self.time()?,
            Slot::OtherTime => drop(self.time()?),
            Slot::Texts(cells) if null => self.null(cells),
            Slot::Texts(cells) => self.texts(cells),
            Slot::Record(record) => self.record(record)?,
            Slot::Attachments(cells) if null => self.null(cells),
            Slot::Attachments(cells) => self.attachments(cells)?,
            Slot::Extra(keys) => self.extra(keys),
            Slot::Raw(place) => {
                let start = self.at;
                self.skip();
                *place = Some(start..self.at);
            }
        }
        Ok(())
    }

    fn text(&mut self, target: Option<&mut String>) {
        match (self.peek(), target) {
            (Some(b'"'), Some(target)) => *target = text(self.skip()).into_owned(),
            (Some(b'"' | b'n'), _) => drop(self.skip()),
            _ => self.mismatch("string"),
        }
    }

    fn integer(&mut self) {
        match self.peek() {
            Some(b'n') => drop(self.skip()),
            Some(b'-' | b'0'..=b'9') => {
                let number = std::str::from_utf8(self.skip()).unwrap_or_default();
                if number.parse::<i64>().is_err() {
                    self.remember(format!("number {number}"), "int", self.at);
                }
            }
            _ => self.mismatch("int"),
        }
    }

    /// A time, or `None` for null.
    fn time(&mut self) -> Result<Option<GoTime>, String> {
        match self.skip() {
            [b'n', ..] => Ok(None),
            [b'"', raw @ .., b'"'] => go_time::parse(raw).map(Some),
            _ => Err("Time.UnmarshalJSON: input is not a JSON string".to_owned()),
        }
    }

    fn null<T: Default>(&mut self, cells: &mut Cells<T>) {
        self.skip();
        cells.end(0);
    }

    fn texts(&mut self, cells: &mut Cells<String>) {
        if self.peek() != Some(b'[') {
            return self.mismatch("[]string");
        }
        self.at += 1;
        let mut count = 0;
        while self.element() {
            self.text(cells.cell(count));
            count += 1;
        }
        cells.end(count);
    }

    fn attachments(&mut self, cells: &mut Cells<Option<Attachment>>) -> Result<(), String> {
        if self.peek() != Some(b'[') {
            self.mismatch("[]*validator.attachmentItem");
            return Ok(());
        }
        self.at += 1;
        let mut count = 0;
        while self.element() {
            let null = self.peek() == Some(b'n');
            match cells.cell(count) {
                Some(cell) if !null => self.record(cell.get_or_insert_default())?,
                Some(cell) => {
                    *cell = None;
                    self.skip();
                }
                None => drop(self.skip()),
            }
            count += 1;
        }
        cells.end(count);
        Ok(())
    }

    fn extra(&mut self, mut kept: Option<&mut Vec<String>>) {
        match self.peek() {
            Some(b'n') => {
                self.skip();
                if let Some(kept) = kept {
                    kept.clear();
                }
            }
            Some(b'{') => {
                let start = self.at;
                self.at += 1;
                while let Some(key) = self.key() {
                    if let Some(kept) = kept.as_deref_mut() {
                        kept.push(key.into_owned());
                    }
                    self.skip();
                }
                if let Some(number) = first_overflow(self.data.get(start..self.at).unwrap_or_default()) {
                    self.remember(format!("number {number}"), "float64", self.at);
                }
            }
            _ => self.mismatch("validator.extraFields"),
        }
    }

    /// Passes over a value of the wrong type.
    fn mismatch(&mut self, go_type: &str) {
        let start = self.at;
        let raw = self.skip();
        let (value, offset) = match raw.first() {
            Some(b'{') => ("object", start + 1),
            Some(b'[') => ("array", start + 1),
            Some(b'"') => ("string", self.at),
            Some(b't' | b'f') => ("bool", self.at),
            _ => ("number", self.at),
        };
        self.remember(value.to_owned(), go_type, offset);
    }

    fn remember(&mut self, value: String, go_type: &str, offset: usize) {
        if self.clash.is_none() {
            let field = self.path.join(".");
            self.clash = Some(Clash { value, go_type: go_type.to_owned(), offset, record: self.record, field });
        }
    }
}

/// What a JSON string says; whatever is not UTF-8 becomes U+FFFD byte by byte.
fn text(raw: &[u8]) -> Cow<'_, str> {
    let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    match unescape(inside) {
        Cow::Borrowed(bytes) if let Ok(text) = std::str::from_utf8(bytes) => Cow::Borrowed(text),
        bytes => {
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
            }
            Cow::Owned(text)
        }
    }
}

/// A key in lower case, or `None` if it cannot equal a field's name. Two characters beyond ASCII have ASCII letters in
/// their families: the long s and the Kelvin sign.
fn lower_case(key: &str) -> Option<Cow<'_, str>> {
    if key.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Some(Cow::Borrowed(key));
    }
    let lower = |character: char| match character {
        'ſ' => Some('s'),
        '\u{212a}' => Some('k'),
        _ => character.is_ascii().then(|| character.to_ascii_lowercase()),
    };
    key.chars().map(lower).collect::<Option<String>>().map(Cow::Owned)
}
