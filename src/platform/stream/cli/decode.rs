//! One JSON value into a record, as Go's `encoding/json` does it.
//!
//! Keys match in any case, and what stands last wins. A value of the wrong type is passed over and remembered (the
//! first of them is the error in the end), while a time that does not parse ends the reading at once. The text has
//! passed the syntax scanner before; on any other, the values that come out mean nothing, but out they come.

use crate::json::go_syntax::is_space;
use crate::json::go_text::sprintf;
use crate::json::go_time::{self, GoTime};
use crate::json::text::unescape;

use super::items::{ATTACHMENT, PUSH_NOTIFICATION, Record, Type};
use super::numbers::{is_integer, number_text, overflows};

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

impl<T> Cells<T> {
    pub(super) fn items(&self) -> &[T] {
        self.cells.get(..self.length).unwrap_or_default()
    }

    /// The cell of this number, which is made with `new` if it is the first that is not there.
    fn cell(&mut self, number: usize, new: impl Fn() -> T) -> Option<&mut T> {
        if number >= self.cells.len() {
            self.cells.push(new());
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

/// Why a value could not be read: most often because it is of the wrong type.
#[derive(Debug, Default)]
pub(super) struct Clash {
    /// Go's sentence.
    pub sentence: String,
    /// What stands there: `string`, `number 1e3`…
    pub value: String,
    /// Go's offset: after the opening bracket or the whole scalar, from the start of what is read.
    pub offset: usize,
    /// The record it stands in; empty for the outermost value.
    pub record: &'static str,
    /// The path to it.
    pub field: String,
}

/// Reads a value into a record.
pub(super) fn decode(data: &[u8], record: &mut Record) -> Option<Clash> {
    let mut reader = Reader::new(data);
    reader.space();
    reader.record(record);
    reader.clash
}

/// Notes which keys of an object its record must not have; does nothing for other values.
pub(super) fn note_keys(data: &[u8], record: &mut Record) {
    let mut reader = Reader::new(data);
    reader.space();
    reader.note_keys(record);
}

/// The first number in a value that is too large for a `float64`, described.
fn first_overflow(data: &[u8]) -> Option<String> {
    let mut reader = Reader::new(data);
    while let Some(byte) = reader.peek() {
        if byte == b'-' || byte.is_ascii_digit() {
            let number = reader.skip();
            if overflows(number) {
                return Some(number_text(number));
            }
        } else if byte == b'"' {
            reader.skip();
        } else {
            reader.at += 1;
        }
    }
    None
}

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    clash: Option<Clash>,
    /// The innermost record being read, and the fields that led to where we are.
    record: &'static str,
    path: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    fn new(data: &'a [u8]) -> Self {
        Reader { data, at: 0, clash: None, record: "", path: Vec::new() }
    }

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
    fn key(&mut self) -> Option<String> {
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

    fn record(&mut self, record: &mut Record) {
        match self.peek() {
            Some(b'{') => self.fields(record),
            Some(b'n') => drop(self.skip()),
            _ => self.mismatch(&sprintf("validator.%s", &[record.shape.name])),
        }
    }

    fn fields(&mut self, record: &mut Record) {
        let outer = self.record;
        self.at += 1;
        while let Some(key) = self.key() {
            let Some((kind, number, name)) = record.shape.field(&folded(&key)) else {
                self.skip();
                continue;
            };
            // The one field without a name of its own in JSON is called what it is called in Go.
            self.path.push(if name == "custom" { "Custom" } else { name });
            self.record = record.shape.name;
            self.store(record, kind, number);
            self.path.pop();
            self.record = outer;
        }
    }

    /// Stores a value in the field of this type and number, or passes over one that no rule reads.
    fn store(&mut self, record: &mut Record, kind: Type, number: usize) {
        match kind {
            Type::Text => self.text(record.texts.get_mut(number)),
            Type::OtherText => self.text(None),
            Type::Flag => match self.peek() {
                Some(b't' | b'f' | b'n') => drop(self.skip()),
                _ => self.mismatch("bool"),
            },
            Type::Integer => self.integer(),
            Type::Time => {
                if let Some(time) = self.time() {
                    record.time = time;
                }
            }
            Type::OptionalTime => {
                let time = self.time();
                if let Some(place) = record.optional_times.get_mut(number) {
                    *place = time;
                }
            }
            Type::OtherTime => drop(self.time()),
            Type::Texts => {
                if let Some(cells) = record.lists.get_mut(number) {
                    self.texts(cells);
                }
            }
            Type::PushNotification => self.record(&mut Record::new(&PUSH_NOTIFICATION)),
            Type::Attachments => self.attachments(&mut record.attachments),
            Type::Extra => self.extra(record),
            Type::Raw => {
                let start = self.at;
                self.skip();
                record.raw = start..self.at;
            }
        }
    }

    fn text(&mut self, target: Option<&mut String>) {
        match (self.peek(), target) {
            (Some(b'"'), Some(target)) => *target = text(self.skip()),
            (Some(b'"' | b'n'), _) => drop(self.skip()),
            _ => self.mismatch("string"),
        }
    }

    fn integer(&mut self) {
        match self.peek() {
            Some(b'n') => drop(self.skip()),
            Some(b'-' | b'0'..=b'9') => {
                let number = self.skip();
                if !is_integer(number) {
                    self.remember(&number_text(number), "int", self.at);
                }
            }
            _ => self.mismatch("int"),
        }
    }

    /// A time, or `None` for null. One that does not parse is the error whatever came before, and the end.
    fn time(&mut self) -> Option<GoTime> {
        let time = match self.skip() {
            [b'n', ..] => return None,
            [b'"', raw @ .., b'"'] => go_time::parse(raw),
            _ => Err("Time.UnmarshalJSON: input is not a JSON string".to_owned()),
        };
        match time {
            Ok(time) => Some(time),
            Err(sentence) => {
                self.clash = Some(Clash { sentence, ..Clash::default() });
                self.at = self.data.len();
                None
            }
        }
    }

    /// Begins a list; `false` if there is none.
    fn list(&mut self, go_type: &str) -> bool {
        let list = self.open(b'[');
        if !list {
            self.mismatch(go_type);
        }
        list
    }

    fn texts(&mut self, cells: &mut Cells<String>) {
        let mut count = 0;
        if self.peek() == Some(b'n') {
            self.skip();
        } else if self.list("[]string") {
            while self.element() {
                self.text(cells.cell(count, String::new));
                count += 1;
            }
        } else {
            return;
        }
        cells.end(count);
    }

    fn attachments(&mut self, cells: &mut Cells<Record>) {
        let mut count = 0;
        if self.peek() == Some(b'n') {
            self.skip();
        } else if self.list("[]*validator.attachmentItem") {
            while self.element() {
                let null = self.peek() == Some(b'n');
                if let Some(cell) = cells.cell(count, || Record::new(&ATTACHMENT)) {
                    if null {
                        *cell = Record::new(&ATTACHMENT);
                    }
                    self.record(cell);
                }
                count += 1;
            }
        } else {
            return;
        }
        cells.end(count);
    }

    /// An object of any content, of which only an attachment keeps something: which reserved keys it has.
    fn extra(&mut self, record: &mut Record) {
        match self.peek() {
            Some(b'n') => {
                self.skip();
                record.found = usize::MAX;
            }
            Some(b'{') => {
                let start = self.at;
                self.note_keys(record);
                if let Some(number) = first_overflow(self.data.get(start..self.at).unwrap_or_default()) {
                    self.remember(&number, "float64", self.at);
                }
            }
            _ => self.mismatch("validator.extraFields"),
        }
    }

    fn note_keys(&mut self, record: &mut Record) {
        if self.open(b'{') {
            while let Some(key) = self.key() {
                if let Some(place) = record.shape.reserved.iter().position(|name| *name == key) {
                    record.found = record.found.min(place);
                }
                self.skip();
            }
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
        self.remember(value, go_type, offset);
    }

    fn remember(&mut self, value: &str, go_type: &str, offset: usize) {
        if self.clash.is_some() {
            return;
        }
        let mut field = String::new();
        for name in &self.path {
            field.push_str(if field.is_empty() { "" } else { "." });
            field.push_str(name);
        }
        let record = self.record;
        let place =
            if record.is_empty() { "value".to_owned() } else { sprintf("struct field %s.%s", &[record, &field]) };
        let sentence = sprintf(CANNOT_UNMARSHAL, &[value, &place, go_type]);
        self.clash = Some(Clash { sentence, value: value.to_owned(), offset, record, field });
    }
}

/// Go's sentence about a value of the wrong type: the value, the place, the type.
const CANNOT_UNMARSHAL: &str = "json: cannot unmarshal %s into Go %s of type %s";

/// The sentence about the first number, outside any record, that is too large for a `float64`.
pub(super) fn overflow_text(data: &[u8]) -> Option<String> {
    first_overflow(data).map(|number| sprintf(CANNOT_UNMARSHAL, &[&number, "value", "float64"]))
}

/// What a JSON string says; whatever is not UTF-8 becomes U+FFFD byte by byte.
fn text(raw: &[u8]) -> String {
    let mut text = String::new();
    for chunk in unescape(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()).utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

/// A key as field names are compared. Two characters beyond ASCII have ASCII letters in their families: the long s and
/// the Kelvin sign.
fn folded(key: &str) -> String {
    let mut folded = String::with_capacity(key.len());
    for character in key.chars() {
        folded.push(match character {
            'ſ' => 's',
            '\u{212a}' => 'k',
            _ => character.to_ascii_lowercase(),
        });
    }
    folded
}
