//! The elements of the top-level array, split and counted as Go's streaming decoder does it.

use crate::json::go_syntax::{Outcome, Scanner, is_space};
use crate::json::go_text::{push_json, push_number, sprintf};

use super::decode::{Clash, overflow_text};
use super::{Checks, printed};

/// What is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the first byte that is not white space.
    Start,
    /// In a value that is not an array.
    Scalar,
    /// Before the first element.
    First,
    /// In an element, or in the white space between its comma and it. Its offset is that of the comma, if it has one.
    Element(u64),
    /// After an element.
    Next,
    End,
}

/// Takes the input in pieces and hands on one element at a time.
#[derive(Debug)]
pub(super) struct Elements {
    scanner: Scanner,
    place: Place,
    /// Bytes of the input so far.
    position: u64,
    /// Bytes that went through the scanner; Go's count.
    scanned: u64,
    /// What earlier pieces held of the value that is being read.
    kept: Vec<u8>,
    /// The error that takes the place of all errors of its pass, as it is printed.
    error: Option<String>,
}

impl Elements {
    pub(super) fn new() -> Self {
        Elements {
            scanner: Scanner::new(),
            place: Place::Start,
            position: 0,
            scanned: 0,
            kept: Vec::new(),
            error: None,
        }
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8], checks: &mut Checks) {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            let position = self.position + (bytes.len() - rest.len()) as u64;
            match self.place {
                Place::End => break,
                Place::Scalar | Place::Element(_) => {
                    rest = self.scan(rest, checks);
                    continue;
                }
                Place::Start | Place::First | Place::Next if is_space(byte) => {}
                Place::Start => match byte {
                    b'[' => self.place = Place::First,
                    b'{' => self.refuse("invalid format"),
                    // A scalar; or no value at all, which the scanner says in the same words.
                    _ => {
                        self.place = Place::Scalar;
                        continue;
                    }
                },
                Place::First | Place::Next if matches!(byte, b']' | b'}') => self.place = Place::End,
                Place::First => {
                    self.place = Place::Element(position);
                    continue;
                }
                Place::Next if byte == b',' => self.place = Place::Element(position),
                // «expected comma after array element»: the one syntax error that has its true place.
                Place::Next => self.end(printed_syntax(position)),
            }
            rest = after;
        }
        self.position += bytes.len() as u64;
    }

    /// Ends the input; returns the error that takes the place of all errors of its pass, if there is one.
    pub(super) fn finish(&mut self, checks: &mut Checks) -> Option<String> {
        match self.place {
            Place::Start => self.refuse("EOF"),
            // Between two elements the input may stop.
            Place::First | Place::Next | Place::End => {}
            Place::Scalar | Place::Element(_) if self.scanner.end().is_ok() => self.value_ended(&[], checks),
            Place::Scalar => self.refuse("unexpected EOF"),
            // Nothing of that error was printable.
            Place::Element(_) => self.end("{}".to_owned()),
        }
        self.error.take()
    }

    fn end(&mut self, error: String) {
        self.place = Place::End;
        self.error = Some(error);
    }

    /// Refuses what is no array.
    fn refuse(&mut self, sentence: &str) {
        self.end(printed(&sprintf("parse error: %s", &[sentence])));
    }

    /// Goes on with the value that is being read; returns what is left of the bytes.
    fn scan<'a>(&mut self, bytes: &'a [u8], checks: &mut Checks) -> &'a [u8] {
        let (read, outcome) = self.scanner.feed(bytes);
        self.scanned += read as u64;
        let (part, rest) = bytes.split_at_checked(read).unwrap_or((bytes, &[]));
        match outcome {
            Outcome::Unfinished => self.kept.extend_from_slice(part),
            Outcome::Closed | Outcome::EndedBefore => self.value_ended(part, checks),
            Outcome::Refused(fault) => {
                if self.place == Place::Scalar {
                    self.refuse(&fault.message());
                } else {
                    self.end(printed_syntax(self.scanned));
                }
            }
        }
        rest
    }

    /// Hands on a complete value, of which `part` is the end.
    fn value_ended(&mut self, part: &[u8], checks: &mut Checks) {
        let mut kept = std::mem::take(&mut self.kept);
        let value = if kept.is_empty() {
            part
        } else {
            kept.extend_from_slice(part);
            &kept
        };
        self.scanner.reset();
        match self.place {
            Place::Element(offset) => {
                self.place = Place::Next;
                if let Some(clash) = checks.element(value, offset) {
                    self.end(printed_clash(&clash));
                }
            }
            _ => match overflow_text(value) {
                Some(sentence) => self.refuse(&sentence),
                None => self.refuse("invalid format"),
            },
        }
        // The memory serves the next value.
        kept.clear();
        self.kept = kept;
    }
}

/// Malformed JSON; its sentence was lost when it was printed. The number is Go's count of bytes up to it: of those in
/// elements and of white space before them, without the brackets and commas of the array and the white space before
/// commas.
fn printed_syntax(offset: u64) -> String {
    let mut text = String::from("{\n      \"Offset\": ");
    push_number(&mut text, offset, 10, 1);
    text.push_str("\n    }");
    text
}

/// An element that is no envelope.
fn printed_clash(clash: &Clash) -> String {
    let mut text = String::from("{\n      \"Value\": ");
    push_json(&mut text, &clash.value);
    text.push_str(",\n      \"Type\": {},\n      \"Offset\": ");
    push_number(&mut text, clash.offset as u64, 10, 1);
    for (name, value) in [("Struct", clash.record), ("Field", &clash.field)] {
        text.push_str(&sprintf(",\n      \"%s\": ", &[name]));
        push_json(&mut text, value);
    }
    text.push_str("\n    }");
    text
}
