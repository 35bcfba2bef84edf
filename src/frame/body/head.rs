//! What stands before a value of an object: its key, a colon, and whatever else people put there.

use super::super::{Framer, Problem, skip};
use crate::json::go_syntax::{self, Fault, KEY_WANTED, VALUE_WANTED};
use crate::json::lexer::Lexer;
use crate::json::skim::{Cursor, Token};
use crate::json::span::Span;

/// A value's beginning.
pub(super) struct Head {
    /// Its raw key.
    pub(super) key: Option<Span>,
    /// Where it begins; where to go on if there is none.
    pub(super) value: Result<usize, usize>,
    /// Whether its key is not closed, so that nobody knows what is inside quotes behind it.
    pub(super) open: bool,
    /// What is wrong before it, in order.
    pub(super) faults: Vec<(usize, Problem)>,
}

impl Framer {
    /// Reads up to the first byte of a value; its key, if it has one, begins at `from`. `None` if more bytes are needed.
    pub(super) fn head(&self, lexer: &mut Lexer, from: usize) -> Option<Head> {
        let bytes = lexer.bytes();
        let object = self.around.levels.last().is_some_and(|level| level.close == b'}');
        let first = bytes.get(from).copied().unwrap_or(0);
        if !object || matches!(first, b'{' | b'[') {
            return Some(Head { key: None, value: Ok(from), open: false, faults: Vec::new() });
        }
        lexer.start_at(from);
        if lexer.expect(b'"') && lexer.string() {
            let key = Span::new(from + 1, lexer.pos - 1, lexer.escaped);
            if lexer.expect(b':') {
                let byte = lexer.next();
                if lexer.pos < self.length && !matches!(byte, b'/' | b',' | b'}' | b']') {
                    return Some(Head { key: Some(key), value: Ok(lexer.pos), open: false, faults: Vec::new() });
                }
            }
        }
        self.odd_head(self.window(bytes), from)
    }

    /// The same for a head that something is wrong with, or that is not there as a whole.
    #[cold]
    fn odd_head(&self, bytes: &[u8], from: usize) -> Option<Head> {
        let head = |key, value, faults| Some(Head { key, value, open: false, faults });
        let first = bytes.get(from).copied().unwrap_or(0);
        let mut faults = Vec::new();
        let mut cursor = Cursor::new(from);
        let (key, closed) = match cursor.token(bytes, self.ended)? {
            Token::Text { inside, closed } => (inside, closed),
            Token::Word(word) => (word, true),
            // Nothing else is taken for a key's beginning.
            _ => return head(None, Err(cursor.at), faults),
        };
        if !closed && cursor.at < bytes.len() {
            let context = if first == b'"' { "in string literal" } else { KEY_WANTED };
            let (at, byte) = if first == b'"' { (cursor.at, b'\n') } else { (from, first) };
            faults.push((at, Problem::Malformed(Fault { byte, context }.message())));
            return Some(Head { key: None, value: Err(cursor.at), open: true, faults });
        }
        let mut at = skip::significant(bytes, cursor.at, self.ended, |at| faults.push((at, Problem::Comment)))?;
        if at == bytes.len() {
            return head(None, Err(at), faults);
        }
        let colon = bytes.get(at) == Some(&b':');
        if first == b'"' {
            if let Some(error) = go_syntax::first_error(bytes.get(from..cursor.at).unwrap_or_default()) {
                faults.insert(0, (from + error.offset, Problem::Malformed(error.message)));
            }
        } else if colon || first == b'\'' {
            let raw = bytes.get(key.start as usize..key.end as usize).unwrap_or_default();
            faults.insert(0, (from, Problem::BareKey(String::from_utf8_lossy(raw).into_owned())));
        } else {
            // No key at all.
            let words = Fault { byte: first, context: KEY_WANTED }.message();
            faults.insert(0, (from, Problem::Malformed(words)));
            return head(None, Err(at), faults);
        }
        let context = if colon {
            at = skip::significant(bytes, at + 1, self.ended, |at| faults.push((at, Problem::Comment)))?;
            VALUE_WANTED
        } else {
            "after object key"
        };
        let Some(byte) = bytes.get(at).copied() else {
            return head(Some(key), Err(at), faults);
        };
        let separator = matches!(byte, b',' | b'}' | b']');
        if colon && !separator {
            return head(Some(key), Ok(at), faults);
        }
        faults.push((at, Problem::Malformed(Fault { byte, context }.message())));
        // Behind a missing colon only what is a value for sure is taken for one.
        let value = if matches!(byte, b'"' | b'{' | b'[' | b'0'..=b'9' | b'-') { Ok(at) } else { Err(at) };
        head(Some(key), value, faults)
    }
}
