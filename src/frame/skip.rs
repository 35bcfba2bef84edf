//! Past a broken item of any platform, by its brackets and strings alone.
//!
//! The item ends where its brackets close behind the fault, at a comma or a closing bracket of what is around it, or
//! where the next item begins. Where brackets do not match, a short look ahead tells which of them is one too many.

use super::Level;
use crate::json::skim::{Cursor, Token};

/// What came of it, as places in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An item begins here.
    Item(usize),
    /// The broken item ended here.
    End(usize),
}

/// What stood before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// Nothing of the item.
    Nothing,
    /// A bracket or a comma, behind which a key may stand.
    Separator,
    /// What stands where a key may stand, whole.
    Key,
    Colon,
    Other,
}

/// The search. Bytes are looked at once, however the input is cut, but for what is looked ahead at.
#[derive(Debug)]
pub(super) struct Skip {
    cursor: Cursor,
    /// Where the fault is.
    broken_at: usize,
    last: Last,
    /// Brackets that are open: `}` or `]` each, and how many of each kind.
    open: Vec<u8>,
    braces: usize,
    brackets: usize,
    /// Open brackets beyond those that are followed, of whatever kind.
    deeper: u64,
}

/// How far is looked ahead.
const AHEAD: usize = 512;
/// Deeper brackets are counted only.
const DEEPEST: usize = 1 << 16;

impl Skip {
    pub(super) fn new(start: usize, broken_at: usize) -> Skip {
        Skip {
            cursor: Cursor::new(start),
            broken_at,
            last: Last::Nothing,
            open: Vec::new(),
            braces: 0,
            brackets: 0,
            deeper: 0,
        }
    }

    /// What has to stay in the window.
    pub(super) fn keep(&self) -> usize {
        self.cursor.at
    }

    pub(super) fn moved_by(&mut self, count: usize) {
        self.cursor.moved_by(count);
        self.broken_at = self.broken_at.saturating_sub(count);
    }

    /// Looks on, inside these levels; `None` where the bytes end.
    pub(super) fn feed(&mut self, bytes: &[u8], ended: bool, around: &[Level]) -> Option<Found> {
        loop {
            let quote = self.cursor.first(bytes) == Some(b'"');
            if quote && self.cursor.at >= self.broken_at && self.last != Last::Colon {
                match ends_text(bytes, self.cursor.at, ended) {
                    // A quote is missing before: what looks like the beginning of a text is the end of one.
                    Some(true) => {
                        self.cursor.at += 1;
                        continue;
                    }
                    Some(false) => {}
                    None => return None,
                }
            }
            let before = self.cursor;
            let token = self.cursor.token(bytes, ended)?;
            let (start, behind) = (self.cursor.start, self.cursor.at > self.broken_at);
            match token {
                Token::Comment => continue,
                Token::Open(byte) => {
                    if behind && self.is_next_item(byte, around) {
                        return Some(Found::Item(start));
                    }
                    self.push(byte);
                }
                Token::Close(byte) if self.deeper > 0 || self.is_open(byte) => {
                    if self.pop(byte) && behind {
                        return Some(Found::End(self.cursor.at));
                    }
                }
                Token::Close(byte) if behind => {
                    let own = self.open.is_empty() && around.last().is_some_and(|level| level.close == byte);
                    let closes = if own { Some(true) } else { closes(bytes, start, ended, around) };
                    let Some(closes) = closes else {
                        self.cursor = before;
                        return None;
                    };
                    if closes {
                        return Some(Found::End(start));
                    }
                    // It is one too many, or of the wrong kind; in the first case the right one is passed over next.
                    let innermost = self.open.last().copied();
                    if innermost.is_some_and(|close| self.pop(close)) {
                        return Some(Found::End(self.cursor.at));
                    }
                }
                Token::Comma if behind && self.open.is_empty() => return Some(Found::End(start)),
                Token::Close(_) | Token::Comma | Token::Colon | Token::Text { .. } | Token::Word(_) => {}
            }
            self.last = match token {
                Token::Open(_) | Token::Comma => Last::Separator,
                Token::Colon => Last::Colon,
                Token::Text { closed: true, .. } if self.last == Last::Separator => Last::Key,
                _ => Last::Other,
            };
        }
    }

    /// Whether a bracket that opens here can only be another item's: where a key should stand in the item itself, or
    /// behind an item without brackets. Where items have keys, one without is none.
    fn is_next_item(&self, byte: u8, around: &[Level]) -> bool {
        if around.last().is_some_and(|level| level.close == b'}') {
            return false;
        }
        match self.last {
            Last::Nothing | Last::Colon => false,
            // Outside all, it is what was meant as the document.
            _ if self.open.is_empty() => byte == b'{' || around.is_empty(),
            Last::Key => false,
            _ => byte == b'{' && self.open.len() == 1 && self.braces == 1,
        }
    }

    fn push(&mut self, byte: u8) {
        if self.open.len() == DEEPEST {
            self.deeper += 1;
        } else if byte == b'{' {
            self.open.push(b'}');
            self.braces += 1;
        } else {
            self.open.push(b']');
            self.brackets += 1;
        }
    }

    fn is_open(&self, byte: u8) -> bool {
        if byte == b'}' { self.braces > 0 } else { self.brackets > 0 }
    }

    /// Closes a bracket and those inside it that are still open. Whether the item is closed by that.
    fn pop(&mut self, byte: u8) -> bool {
        if self.deeper > 0 {
            self.deeper -= 1;
            return false;
        }
        while let Some(close) = self.open.pop() {
            if close == b'}' {
                self.braces -= 1;
            } else {
                self.brackets -= 1;
            }
            if close == byte {
                break;
            }
        }
        self.open.is_empty()
    }
}

/// The place of the next byte that is neither blank nor in a comment; the end of the bytes if they have `ended` before
/// one. `None` if more bytes are needed to tell. Comments are told of by their places.
pub(super) fn significant(bytes: &[u8], at: usize, ended: bool, mut comment: impl FnMut(usize)) -> Option<usize> {
    let mut cursor = Cursor::new(at);
    loop {
        let Some(byte) = cursor.first(bytes) else {
            return ended.then_some(bytes.len());
        };
        let at = cursor.at;
        if byte != b'/' {
            return Some(at);
        }
        match bytes.get(at + 1) {
            Some(b'/' | b'*') => cursor.token(bytes, ended)?,
            None if !ended => return None,
            _ => return Some(at),
        };
        comment(at);
    }
}

/// Whether the closing bracket at `at` closes one of these levels: what follows must make sense outside then. Asked where
/// something is wrong with brackets. `None` if more bytes are needed to tell.
pub(super) fn closes(bytes: &[u8], at: usize, ended: bool, around: &[Level]) -> Option<bool> {
    let reach = at + AHEAD;
    let in_reach = bytes.get(..reach).unwrap_or(bytes);
    let ended = ended && in_reach.len() == bytes.len();
    let (mut at, mut depth, mut comma) = (at, around.len(), false);
    loop {
        let outer = depth.checked_sub(1).and_then(|depth| around.get(depth)).map(|level| level.close);
        match in_reach.get(at) {
            // The end of the input fits.
            None => return Some(true),
            Some(byte @ (b'}' | b']')) => {
                let levels = around.get(..depth).unwrap_or_default();
                match levels.iter().rposition(|level| level.close == *byte) {
                    Some(level) => depth = level,
                    None => return Some(false),
                }
                comma = false;
            }
            Some(b',') if outer.is_none() || comma => return Some(false),
            Some(b',') => comma = true,
            Some(b'{' | b'[') => return Some(if comma { outer == Some(b']') } else { outer.is_none() }),
            Some(b':') => return Some(false),
            Some(_) => return Some(outer.is_none() || (comma && outer == Some(b'}'))),
        }
        match significant(in_reach, at + 1, ended, |_| {}) {
            Some(next) => at = next,
            // Too far away to be waited for.
            None if in_reach.len() == reach => return Some(true),
            None => return None,
        }
    }
}

/// Whether the quote at `at` ends a text: what stands between it and the next one ends like an item, as in `"},{"` or
/// `":1}]},"`. `None` if more bytes are needed to tell.
fn ends_text(bytes: &[u8], at: usize, ended: bool) -> Option<bool> {
    let reach = at + AHEAD;
    let (mut closed, mut comma) = (false, false);
    for at in at + 1..reach {
        match bytes.get(at) {
            None => return ended.then_some(closed && !comma),
            Some(b' ' | b'\t' | b'\r' | b'\n') => {}
            Some(b'}' | b']') => (closed, comma) = (true, false),
            Some(b',') if closed => comma = true,
            Some(b'{') if comma => {}
            Some(b'"') => return Some(comma),
            Some(b'\\') => return Some(false),
            Some(_) => (closed, comma) = (false, false),
        }
    }
    Some(false)
}
