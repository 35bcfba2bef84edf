//! JSON syntax as Go's `encoding/json` sees it: what it accepts, and how it words what it refuses.
//!
//! Stream's server and its former validator are Go programs, so people know malformed JSON by these sentences. The
//! [`Scanner`] takes bytes in pieces of any size and keeps only what is needed to tell what may come next: one state and
//! one byte per open array or object.

use super::go_text::{push_escaped, sprintf};

/// Deepest nesting that Go accepts.
const MAX_DEPTH: usize = 10_000;

/// What Go says about a text that is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Go's sentence.
    pub message: String,
    /// 0-based offset of the byte that does not fit; the length of the text if its end came too early.
    pub offset: usize,
}

/// The first thing that keeps `bytes` from being one JSON value with optional white space around it.
pub(crate) fn first_error(bytes: &[u8]) -> Option<SyntaxError> {
    let mut scanner = Scanner::new();
    let (read, outcome) = scanner.feed(bytes);
    match outcome {
        Outcome::Refused(fault) => Some(SyntaxError { message: fault.message(), offset: read.saturating_sub(1) }),
        Outcome::Unfinished => scanner.end().err().map(|message| SyntaxError { message, offset: bytes.len() }),
        Outcome::Closed | Outcome::EndedBefore => {
            let rest = bytes.get(read..).unwrap_or_default();
            let extra = rest.iter().position(|&byte| !is_space(byte))?;
            let byte = rest.get(extra).copied()?;
            let fault = Fault { byte, context: "after top-level value" };
            Some(SyntaxError { message: fault.message(), offset: read + extra })
        }
    }
}

/// White space as JSON has it.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// A byte that cannot stand where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The byte.
    pub byte: u8,
    /// Where it stands, in Go's words.
    pub context: &'static str,
}

impl Fault {
    /// Go's sentence.
    pub(crate) fn message(self) -> String {
        sprintf("invalid character %s %s", &[&quoted_byte(self.byte), self.context])
    }
}

/// A byte as Go quotes it in these sentences: taken for a Latin-1 character, in single quotes.
fn quoted_byte(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".to_owned(),
        b'"' => r#"'"'"#.to_owned(),
        _ => {
            let mut text = String::from("'");
            push_escaped(&mut text, char::from(byte));
            text.push('\'');
            text
        }
    }
}

/// What came of feeding bytes to a [`Scanner`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All bytes fit; the value may go on.
    Unfinished,
    /// The last byte taken closed the value, an array or object.
    Closed,
    /// The value, a number, string or word, ended before the first byte not taken.
    EndedBefore,
    /// The last byte taken does not fit.
    Refused(Fault),
}

/// What may come next. White space is allowed in the first four, and after a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Value,
    ValueOrClose,
    Key,
    KeyOrClose,
    InString,
    Escape,
    /// In `\uXXXX`: before its first digit, its second…
    Hex1,
    Hex2,
    Hex3,
    Hex4,
    Minus,
    /// After a leading zero: no further digit.
    Zero,
    Integer,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
    /// In `true`, `false` or `null`, before this letter.
    True2,
    True3,
    True4,
    False2,
    False3,
    False4,
    False5,
    Null2,
    Null3,
    Null4,
    AfterValue,
}

/// Which bytes lead where.
type Moves = &'static [(&'static str, State)];

const DIGITS: &str = "0123456789";
const HEX_DIGITS: &str = "0123456789abcdefABCDEF";
const VALUE: Moves = &[
    ("\"", State::InString),
    ("-", State::Minus),
    ("0", State::Zero),
    ("123456789", State::Integer),
    ("t", State::True2),
    ("f", State::False2),
    ("n", State::Null2),
];
/// Where a byte stands that begins no value.
pub(crate) const VALUE_WANTED: &str = "looking for beginning of value";
/// Where a byte stands that begins no key.
pub(crate) const KEY_WANTED: &str = "looking for beginning of object key string";
const HEX_WANTED: &str = "in \\u hexadecimal character escape";

/// For each state, which bytes lead where, and where any other byte stands in Go's words. The words are empty where the
/// value may end. Brackets, braces and white space are not here.
static ROWS: [(Moves, &str); 29] = [
    (VALUE, VALUE_WANTED),
    (VALUE, VALUE_WANTED),
    (&[("\"", State::InString)], KEY_WANTED),
    (&[("\"", State::InString)], KEY_WANTED),
    (&[("\"", State::AfterValue), ("\\", State::Escape)], "in string literal"),
    (&[("bfnrt\\/\"", State::InString), ("u", State::Hex1)], "in string escape code"),
    (&[(HEX_DIGITS, State::Hex2)], HEX_WANTED),
    (&[(HEX_DIGITS, State::Hex3)], HEX_WANTED),
    (&[(HEX_DIGITS, State::Hex4)], HEX_WANTED),
    (&[(HEX_DIGITS, State::InString)], HEX_WANTED),
    (&[("0", State::Zero), (DIGITS, State::Integer)], "in numeric literal"),
    (&[(".", State::Point), ("eE", State::Exponent)], ""),
    (&[(DIGITS, State::Integer), (".", State::Point), ("eE", State::Exponent)], ""),
    (&[(DIGITS, State::Fraction)], "after decimal point in numeric literal"),
    (&[(DIGITS, State::Fraction), ("eE", State::Exponent)], ""),
    (&[("+-", State::ExponentSign), (DIGITS, State::ExponentDigits)], "in exponent of numeric literal"),
    (&[(DIGITS, State::ExponentDigits)], "in exponent of numeric literal"),
    (&[(DIGITS, State::ExponentDigits)], ""),
    (&[("r", State::True3)], "in literal true (expecting 'r')"),
    (&[("u", State::True4)], "in literal true (expecting 'u')"),
    (&[("e", State::AfterValue)], "in literal true (expecting 'e')"),
    (&[("a", State::False3)], "in literal false (expecting 'a')"),
    (&[("l", State::False4)], "in literal false (expecting 'l')"),
    (&[("s", State::False5)], "in literal false (expecting 's')"),
    (&[("e", State::AfterValue)], "in literal false (expecting 'e')"),
    (&[("u", State::Null3)], "in literal null (expecting 'u')"),
    (&[("l", State::Null4)], "in literal null (expecting 'l')"),
    (&[("l", State::AfterValue)], "in literal null (expecting 'l')"),
    (&[], ""),
];

/// An open array or object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Array,
    /// An object whose member's key is being read.
    Key,
    /// An object whose member's value is being read.
    Member,
}

/// Scans one JSON value that arrives in pieces.
#[derive(Clone, Debug)]
pub(crate) struct Scanner {
    state: State,
    open: Vec<Open>,
}

impl Scanner {
    /// A scanner before a value.
    pub(crate) fn new() -> Self {
        Scanner { state: State::Value, open: Vec::new() }
    }

    /// Forgets everything; the next byte is the first of a new value.
    pub(crate) fn reset(&mut self) {
        self.state = State::Value;
        self.open.clear();
    }

    /// Takes bytes until the value ends, one does not fit, or there are no more; also tells how many it took.
    ///
    /// After anything but [`Outcome::Unfinished`] the scanner has to be [`reset`](Self::reset).
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> (usize, Outcome) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if self.state == State::InString {
                // Most bytes of a file stand in strings and change nothing.
                let rest = bytes.get(at..).unwrap_or_default();
                let plain = rest.iter().position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\');
                let Some(plain) = plain else {
                    return (bytes.len(), Outcome::Unfinished);
                };
                if plain > 0 {
                    at += plain;
                    continue;
                }
            }
            match self.step(byte) {
                Outcome::Unfinished => at += 1,
                Outcome::EndedBefore => return (at, Outcome::EndedBefore),
                outcome => return (at + 1, outcome),
            }
        }
        (at, Outcome::Unfinished)
    }

    /// Ends the text; it may end where a number, string or word is complete.
    ///
    /// # Errors
    /// Go's sentence. Go tries a space first, so that a text that stops inside a word or number is blamed on a space
    /// that is not there.
    pub(crate) fn end(&mut self) -> Result<(), String> {
        match self.step(b' ') {
            Outcome::EndedBefore => Ok(()),
            Outcome::Refused(fault) => Err(fault.message()),
            Outcome::Unfinished | Outcome::Closed => Err("unexpected end of JSON input".to_owned()),
        }
    }

    /// Whether the next byte stands between tokens.
    pub(crate) fn is_between(&self) -> bool {
        let open = [State::Value, State::ValueOrClose, State::Key, State::KeyOrClose, State::AfterValue];
        open.contains(&self.state)
    }

    /// Whether nothing but a key, or the end of the object, may come next.
    pub(crate) fn wants_key(&self) -> bool {
        matches!(self.state, State::Key | State::KeyOrClose)
    }

    /// Takes the comma back that was fed last, white space apart. Whether it was one, and this bracket may close then.
    pub(crate) fn take_comma_back(&mut self, close: u8) -> bool {
        match (self.state, self.open.last_mut(), close) {
            (State::Key, Some(open), b'}') => *open = Open::Member,
            (State::Value, Some(Open::Array), b']') => {}
            _ => return false,
        }
        self.state = State::AfterValue;
        true
    }

    fn step(&mut self, byte: u8) -> Outcome {
        match (self.state, byte) {
            (State::Value | State::ValueOrClose | State::Key | State::KeyOrClose, _) if is_space(byte) => {
                return Outcome::Unfinished;
            }
            (State::ValueOrClose, b']') | (State::KeyOrClose, b'}') => return self.close(),
            (State::Value | State::ValueOrClose, b'{') => {
                return self.enter(byte, Open::Key, State::KeyOrClose);
            }
            (State::Value | State::ValueOrClose, b'[') => {
                return self.enter(byte, Open::Array, State::ValueOrClose);
            }
            _ => {}
        }
        let (moves, refusal) = ROWS.get(self.state as usize).copied().unwrap_or_default();
        for (bytes, state) in moves {
            if bytes.bytes().any(|other| other == byte) {
                return self.go(*state);
            }
        }
        match refusal {
            "" => self.after_value(byte),
            _ if self.state == State::InString && byte >= b' ' => Outcome::Unfinished,
            _ => refused(byte, refusal),
        }
    }

    fn go(&mut self, state: State) -> Outcome {
        self.state = state;
        Outcome::Unfinished
    }

    fn enter(&mut self, byte: u8, open: Open, state: State) -> Outcome {
        self.open.push(open);
        if self.open.len() > MAX_DEPTH { refused(byte, "exceeded max depth") } else { self.go(state) }
    }

    fn after_value(&mut self, byte: u8) -> Outcome {
        let Some(open) = self.open.last_mut() else {
            return Outcome::EndedBefore;
        };
        self.state = State::AfterValue;
        if is_space(byte) {
            return Outcome::Unfinished;
        }
        match (*open, byte) {
            (Open::Key, b':') => {
                *open = Open::Member;
                self.go(State::Value)
            }
            (Open::Key, _) => refused(byte, "after object key"),
            (Open::Member, b',') => {
                *open = Open::Key;
                self.go(State::Key)
            }
            (Open::Member, b'}') | (Open::Array, b']') => self.close(),
            (Open::Member, _) => refused(byte, "after object key:value pair"),
            (Open::Array, b',') => self.go(State::Value),
            (Open::Array, _) => refused(byte, "after array element"),
        }
    }

    fn close(&mut self) -> Outcome {
        self.open.pop();
        self.state = State::AfterValue;
        if self.open.is_empty() { Outcome::Closed } else { Outcome::Unfinished }
    }
}

fn refused(byte: u8, context: &'static str) -> Outcome {
    Outcome::Refused(Fault { byte, context })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Scanner, SyntaxError, first_error};

    #[test]
    fn sentences_and_places() {
        let table: [(&[u8], &str, usize); 30] = [
            (b"", "unexpected end of JSON input", 0),
            (b" \t\r\n", "unexpected end of JSON input", 4),
            (br#"{"a":"#, "unexpected end of JSON input", 5),
            (br#""abc"#, "unexpected end of JSON input", 4),
            (b",", "invalid character ',' looking for beginning of value", 0),
            (b"\xEF\xBB\xBF{}", "invalid character '\u{ef}' looking for beginning of value", 0),
            (b"\x80", r"invalid character '\u0080' looking for beginning of value", 0),
            (b"\x00", r"invalid character '\x00' looking for beginning of value", 0),
            (b"'", r"invalid character '\'' looking for beginning of value", 0),
            (b"\\", r"invalid character '\\' looking for beginning of value", 0),
            (b"[1,]", "invalid character ']' looking for beginning of value", 3),
            (b"{,", "invalid character ',' looking for beginning of object key string", 1),
            (br#"{"a":1,}"#, "invalid character '}' looking for beginning of object key string", 7),
            (br#"{"a" 1}"#, "invalid character '1' after object key", 5),
            (br#"{"a":1 "b":2}"#, "invalid character '\"' after object key:value pair", 7),
            (b"[1 2]", "invalid character '2' after array element", 3),
            (b"[1}", "invalid character '}' after array element", 2),
            (b"{} x", "invalid character 'x' after top-level value", 3),
            (b"1x", "invalid character 'x' after top-level value", 1),
            (b"\"a\tb\"", r"invalid character '\t' in string literal", 2),
            (br#""\x""#, "invalid character 'x' in string escape code", 2),
            (br#""\u12g4""#, r"invalid character 'g' in \u hexadecimal character escape", 5),
            (b"-x", "invalid character 'x' in numeric literal", 1),
            (b"[01]", "invalid character '1' after array element", 2),
            (b"1.e", "invalid character 'e' after decimal point in numeric literal", 2),
            (b"1e+]", "invalid character ']' in exponent of numeric literal", 3),
            (b"trux", "invalid character 'x' in literal true (expecting 'e')", 3),
            (b"fa1se", "invalid character '1' in literal false (expecting 'l')", 2),
            (b"NaN", "invalid character 'N' looking for beginning of value", 0),
            (b"nul", "invalid character ' ' in literal null (expecting 'l')", 3),
        ];
        for (bytes, message, offset) in table {
            let expected = SyntaxError { message: message.to_owned(), offset };
            assert_eq!(first_error(bytes), Some(expected), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn values_that_are_fine() {
        for text in
            [r#" {"a":[1,-0.5e+3,{"b":null}],"":""} "#, "0", "-0", "1E9", r#""\u00e9\\ \"é""#, "true ", "[]", "{ }"]
        {
            assert_eq!(first_error(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn depth_ends_at_ten_thousand() {
        let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
        assert_eq!(first_error(&nested(10_000)), None);
        let error = first_error(&nested(10_001)).map(|error| (error.message, error.offset));
        assert_eq!(error, Some(("invalid character '[' exceeded max depth".to_owned(), 10_000)));
    }

    #[test]
    fn a_value_ends_where_go_says() {
        for (text, read, outcome) in [
            (&b"{}x"[..], 2, Outcome::Closed),
            (b"[[]]]", 4, Outcome::Closed),
            (b"12,", 2, Outcome::EndedBefore),
            (b"\"a\" ", 3, Outcome::EndedBefore),
            (b"nullx", 4, Outcome::EndedBefore),
            (b"12", 2, Outcome::Unfinished),
        ] {
            assert_eq!(Scanner::new().feed(text), (read, outcome), "{}", text.escape_ascii());
        }
    }
}
