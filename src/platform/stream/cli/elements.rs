//! The elements of the top-level array, split and counted as Go's streaming decoder does it.

use crate::json::go_syntax::{Outcome, Scanner, is_space};

use super::decode::{Clash, first_overflow, overflow_text};

/// How the reading of the array ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// At its `]`, at a `}` in its place, or where the input stopped between two elements.
    Clean,
    /// Before its first element, with this sentence.
    Refused(String),
    /// At malformed JSON. The number is Go's count of bytes up to it: of those in elements and of white space before
    /// them, without the brackets and commas of the array and the white space before commas.
    Syntax(u64),
    /// At an element that the handler could not take.
    Clash(Clash),
    /// Inside an element.
    Cut,
}

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

/// What becomes of an element, given with its offset.
pub(super) type Handler<'a> = dyn FnMut(&[u8], u64) -> Result<(), Clash> + 'a;

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
    ending: Option<Ending>,
}

impl Elements {
    pub(super) fn new() -> Self {
        Elements {
            scanner: Scanner::new(),
            place: Place::Start,
            position: 0,
            scanned: 0,
            kept: Vec::new(),
            ending: None,
        }
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8], handler: &mut Handler<'_>) {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            let position = self.position + (bytes.len() - rest.len()) as u64;
            match self.place {
                Place::End => break,
                Place::Scalar | Place::Element(_) => {
                    rest = self.scan(rest, handler);
                    continue;
                }
                Place::Start | Place::First | Place::Next if is_space(byte) => {}
                Place::Start => match byte {
                    b'[' => self.place = Place::First,
                    b'{' => self.end(invalid_format()),
                    // A scalar; or no value at all, which the scanner says in the same words.
                    _ => {
                        self.place = Place::Scalar;
                        continue;
                    }
                },
                Place::First | Place::Next if matches!(byte, b']' | b'}') => self.end(Ending::Clean),
                Place::First => {
                    self.place = Place::Element(position);
                    continue;
                }
                Place::Next if byte == b',' => self.place = Place::Element(position),
                // «expected comma after array element»: the one syntax error that has its true place.
                Place::Next => self.end(Ending::Syntax(position)),
            }
            rest = after;
        }
        self.position += bytes.len() as u64;
    }

    /// Ends the input.
    pub(super) fn finish(&mut self, handler: &mut Handler<'_>) -> Ending {
        if let Some(ending) = self.ending.take() {
            return ending;
        }
        match self.place {
            Place::Start => Ending::Refused("EOF".to_owned()),
            Place::First | Place::Next | Place::End => Ending::Clean,
            Place::Scalar | Place::Element(_) if self.scanner.end().is_ok() => {
                self.value_ended(&[], handler);
                self.ending.take().unwrap_or(Ending::Clean)
            }
            Place::Scalar => Ending::Refused("unexpected EOF".to_owned()),
            Place::Element(_) => Ending::Cut,
        }
    }

    fn end(&mut self, ending: Ending) {
        self.place = Place::End;
        self.ending = Some(ending);
    }

    /// Goes on with the value that is being read; returns what is left of the bytes.
    fn scan<'a>(&mut self, bytes: &'a [u8], handler: &mut Handler<'_>) -> &'a [u8] {
        let (read, outcome) = self.scanner.feed(bytes);
        self.scanned += read as u64;
        let (part, rest) = bytes.split_at_checked(read).unwrap_or((bytes, &[]));
        match outcome {
            Outcome::Unfinished => self.kept.extend_from_slice(part),
            Outcome::Closed | Outcome::EndedBefore => self.value_ended(part, handler),
            Outcome::Refused(fault) => {
                let scalar = self.place == Place::Scalar;
                let refused = || Ending::Refused(fault.message());
                self.end(if scalar { refused() } else { Ending::Syntax(self.scanned) });
            }
        }
        rest
    }

    /// Hands on a complete value, of which `part` is the end.
    fn value_ended(&mut self, part: &[u8], handler: &mut Handler<'_>) {
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
                if let Err(clash) = handler(value, offset) {
                    self.end(Ending::Clash(clash));
                }
            }
            _ => match first_overflow(value) {
                Some(number) => self.end(Ending::Refused(overflow_text(number))),
                None => self.end(invalid_format()),
            },
        }
        // The memory serves the next value.
        kept.clear();
        self.kept = kept;
    }
}

fn invalid_format() -> Ending {
    Ending::Refused("invalid format".to_owned())
}
