//! A second look into a list or an object that was walked over already. For rules, and for what is rare.

use super::slots::Span;
use crate::json::lexer::Lexer;
use crate::json::text;

/// An element of a list, or a member of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// The raw inside of the key; empty in a list.
    pub(crate) key: Span,
    /// The raw inside of a string, or the text of another value.
    pub(crate) value: Span,
    /// The first byte of the value, which tells its type.
    pub(crate) first: u8,
}

impl Member {
    /// Where the value begins, the quote of a string included.
    pub(crate) fn place(&self) -> usize {
        let start = self.value.start as usize;
        if self.first == b'"' { start - 1 } else { start }
    }
}

/// The cursor of a second look.
struct Look<'a> {
    lexer: Lexer<'a>,
    close: u8,
}

/// The members of the object whose text `span` is; none of anything else.
pub(crate) fn members(bytes: &[u8], span: Span) -> impl Iterator<Item = Member> {
    Look::new(bytes, span, b'{', b'}')
}

/// The elements of the list whose text `span` is; none of anything else.
pub(crate) fn elements(bytes: &[u8], span: Span) -> impl Iterator<Item = Member> {
    Look::new(bytes, span, b'[', b']')
}

/// How large a value is without the white space between its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) bytes: usize,
    /// Code points, escapes counted as they are written.
    pub(crate) characters: usize,
}

/// Measures the value whose text `span` is.
pub(crate) fn compact_size(bytes: &[u8], span: Span) -> Size {
    let (start, end) = (span.start as usize, span.end as usize);
    let mut lexer = Lexer::new(bytes, start, u32::MAX);
    lexer.value();
    let raw = bytes.get(start..end).unwrap_or_default();
    Size {
        bytes: raw.len().saturating_sub(lexer.blanks),
        characters: text::code_points(raw).saturating_sub(lexer.blanks),
    }
}

impl Look<'_> {
    fn new(bytes: &[u8], span: Span, open: u8, close: u8) -> Look<'_> {
        let mut lexer = Lexer::new(bytes, span.start as usize, u32::MAX);
        let opens = lexer.byte() == open;
        lexer.pos += 1;
        let close = if opens && lexer.next() != close { close } else { 0 };
        Look { lexer, close }
    }

    /// Scans a value and gives it.
    fn value(&mut self) -> Option<(Span, u8)> {
        let lexer = &mut self.lexer;
        let first = lexer.next();
        let start = lexer.pos;
        if !lexer.value() {
            return None;
        }
        let span = match first {
            b'"' => Span::new(start + 1, lexer.pos - 1, lexer.escaped),
            _ => Span::new(start, lexer.pos, false),
        };
        Some((span, first))
    }

    fn member(&mut self) -> Option<Member> {
        let mut key = Span::default();
        if self.close == b'}' {
            key = self.value()?.0;
            if !self.lexer.expect(b':') {
                return None;
            }
        }
        let (value, first) = self.value()?;
        let more = self.lexer.next() == b',';
        self.lexer.pos += 1;
        if !more {
            self.close = 0;
        }
        Some(Member { key, value, first })
    }
}

impl Iterator for Look<'_> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        if self.close == 0 {
            None
        } else {
            self.member().or_else(|| {
                self.close = 0;
                None
            })
        }
    }
}
