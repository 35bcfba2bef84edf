//! Back to the next item behind a broken one.
//!
//! Two signs end the search, whichever comes first: the brackets of the broken item close behind its fault, or something
//! stands there that can only be an item's beginning (its envelope, with a type that exists). The second sign works even
//! where a missing quote has turned strings inside out, since an envelope inside a string would have its quotes escaped.

/// What the search came to, as places in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An item begins here.
    Item(usize),
    /// The broken item ended here.
    End(usize),
    /// The input ended.
    Nothing,
}

/// The search. Bytes are looked at once, however the input is cut.
#[derive(Debug)]
pub(super) struct Resync {
    /// Where to go on, in the window.
    at: usize,
    /// Where the broken item begins, and where it broke.
    start: usize,
    broken_at: usize,
    /// Brackets that are open: `}` or `]` each.
    open: Vec<u8>,
    in_string: bool,
    escaped: bool,
}

/// The longest text that is looked at to recognise an envelope.
const ENVELOPE: usize = 256;
/// Deeper brackets are not followed; the other sign still works.
const DEEPEST: usize = 1 << 16;

impl Resync {
    pub(super) fn new(start: usize, broken_at: usize) -> Resync {
        Resync { at: start, start, broken_at, open: Vec::new(), in_string: false, escaped: false }
    }

    /// What has to stay in the window.
    pub(super) fn keep(&self) -> usize {
        self.at
    }

    pub(super) fn moved_by(&mut self, count: usize) {
        self.at -= count;
        // Once gone, the broken item's own first byte cannot be mistaken for the next one's.
        self.start = self.start.checked_sub(count).unwrap_or(usize::MAX);
        self.broken_at = self.broken_at.saturating_sub(count);
    }

    /// Looks on; `None` if more bytes are needed.
    pub(super) fn feed(&mut self, bytes: &[u8], length: usize) -> Option<Found> {
        while self.at < length {
            let byte = bytes.get(self.at).copied().unwrap_or(0);
            if byte == b'{' && self.at != self.start {
                let text = bytes.get(self.at..length).unwrap_or_default();
                match looks_like_item(text) {
                    Guess::Yes => return Some(Found::Item(self.at)),
                    Guess::Unknown => return None,
                    Guess::No => {}
                }
            }
            if let Some(end) = self.bracket(byte) {
                return Some(Found::End(end));
            }
            self.at += 1;
        }
        None
    }

    /// Follows strings and brackets; gives the place behind the item if it closes here.
    fn bracket(&mut self, byte: u8) -> Option<usize> {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return None;
        }
        let behind = self.at >= self.broken_at;
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' if self.open.len() < DEEPEST => self.open.push(if byte == b'{' { b'}' } else { b']' }),
            b'}' | b']' => {
                match self.open.last() {
                    Some(close) if *close == byte => {
                        self.open.pop();
                        if self.open.is_empty() && behind {
                            return Some(self.at + 1);
                        }
                    }
                    // The item is not closed, but what is around it is.
                    Some(_) if self.open.len() == 1 && byte == b']' && behind => return Some(self.at),
                    // Nothing is open: a closing brace is part of the fault, a bracket is the array's.
                    None if behind => return Some(self.at + usize::from(byte == b'}')),
                    _ => {}
                }
            }
            b',' if self.open.is_empty() && behind => return Some(self.at),
            _ => {}
        }
        None
    }
}

/// Whether a text begins with an item's envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    Yes,
    No,
    /// It could, but ends too early to tell.
    Unknown,
}

/// Types of items, as they stand behind `"type":`.
const TYPES: &[&str] = &[
    "user",
    "device",
    "future_channel_ban",
    "channel",
    "member",
    "channel_member",
    "message",
    "reaction",
    "poll",
    "poll_vote",
];

pub(super) fn looks_like_item(text: &[u8]) -> Guess {
    let mut reader = Reader { text: text.get(..text.len().min(ENVELOPE)).unwrap_or_default(), at: 0 };
    let guess = reader.envelope();
    // At the bound of what is looked at, "perhaps" is a no.
    if guess == Guess::Unknown && text.len() >= ENVELOPE { Guess::No } else { guess }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn envelope(&mut self) -> Guess {
        match self.token(b"{") {
            Guess::Yes => {}
            other => return other,
        }
        for key in ["item", "data"] {
            let at = self.at;
            match self.token(format!("\"{key}\"").as_bytes()) {
                Guess::Yes => {
                    return match self.token(b":") {
                        Guess::Yes => self.token(b"{"),
                        other => other,
                    };
                }
                Guess::Unknown => return Guess::Unknown,
                Guess::No => self.at = at,
            }
        }
        for token in [&b"\"type\""[..], b":"] {
            match self.token(token) {
                Guess::Yes => {}
                other => return other,
            }
        }
        let mut unknown = false;
        for name in TYPES {
            let at = self.at;
            match self.token(format!("\"{name}\"").as_bytes()) {
                Guess::Yes => return Guess::Yes,
                Guess::Unknown => unknown = true,
                Guess::No => {}
            }
            self.at = at;
        }
        if unknown { Guess::Unknown } else { Guess::No }
    }

    fn token(&mut self, token: &[u8]) -> Guess {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.starts_with(token) {
            self.at += token.len();
            Guess::Yes
        } else if token.starts_with(rest) {
            Guess::Unknown
        } else {
            Guess::No
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Guess, looks_like_item};

    #[test]
    fn an_envelope_is_told_from_other_objects() {
        for (text, guess) in [
            (r#"{"type":"user","data":{}}"#, Guess::Yes),
            ("{ \"type\" : \"poll_vote\"", Guess::Yes),
            (r#"{"item":{"id""#, Guess::Yes),
            (r#"{"type":"image","url":"#, Guess::No),
            (r#"{"type":"use"#, Guess::Unknown),
            (r#"{"ty"#, Guess::Unknown),
            ("", Guess::Unknown),
            (r#"{"data":"x"}"#, Guess::No),
            (r#"{\"type\":\"user\""#, Guess::No),
            ("  ]", Guess::No),
        ] {
            assert_eq!(looks_like_item(text.as_bytes()), guess, "{text}");
        }
    }
}
