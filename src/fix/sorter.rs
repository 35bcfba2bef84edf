//! Brings the items of a Stream file into the order of their types.

use crate::json::lexer::{Lexer, PADDING};
use crate::json::text;
use crate::options::Limits;
use crate::platform::stream::Kind;
use crate::table::look::members;
use crate::table::slots::Span;

/// Sorts the lines of a JSON Lines document by the types of their items; lines of one type keep their order, and one whose
/// type is not known stays behind the line before it.
///
/// It holds one line. What is sorted is taken away in pieces, by type, and put together type by type by who drives it.
#[derive(Debug)]
pub struct Sorter {
    /// The line at hand, as far as it is there.
    line: Vec<u8>,
    /// The type of the line before it, or of the line at hand while it is too long to be held.
    section: u32,
    /// Whether the line at hand is too long, and its beginning was given away.
    long: bool,
    /// How the last line ended.
    line_end: &'static [u8],
    most: usize,
    /// Whether a line stands behind one of a later type.
    moves: bool,
    /// The latest type so far.
    latest: u32,
    /// Pieces, each behind its type and its length.
    sorted: Vec<u8>,
}

/// How much may stand on a line beside its item.
const ASIDE: usize = 64 << 10;

impl Sorter {
    /// How many sections there are: one for each type.
    pub const SECTIONS: usize = Kind::ALL.len();

    /// Starts a document.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Sorter {
            line: Vec::new(),
            section: 0,
            long: false,
            line_end: b"\n",
            most: usize::try_from(limits.item_bytes).unwrap_or(usize::MAX).saturating_add(ASIDE),
            moves: false,
            latest: 0,
            sorted: Vec::new(),
        }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            let ends = piece.ends_with(b"\n");
            if self.line.len() - usize::from(ends) > self.most {
                // Its item is larger than what is read.
                self.long = true;
                self.give();
            }
            if ends {
                self.end_line();
            }
        }
    }

    /// Ends the document. A last line without an end gets one: another line may come behind it.
    pub fn finish(&mut self) {
        if !self.line.is_empty() || self.long {
            self.line.extend_from_slice(self.line_end);
            self.end_line();
        }
    }

    /// Whether any line found another place. Several items on one line stay as they are.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.moves
    }

    /// Bytes that wait to be taken.
    #[must_use]
    pub fn sorted_bytes(&self) -> usize {
        self.sorted.len()
    }

    /// Takes what is sorted so far: of each piece its section and its length, 32 bits each with the low end first, and its
    /// bytes. The sections, in ascending order, are the document.
    pub fn sorted(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.sorted)
    }

    fn end_line(&mut self) {
        if self.line.ends_with(b"\n") {
            self.line_end = if self.line.ends_with(b"\r\n") { b"\r\n" } else { b"\n" };
        }
        if !std::mem::take(&mut self.long)
            && let Some(kind) = kind(&mut self.line)
        {
            self.section = kind as u32;
        }
        self.give();
    }

    /// Gives the line at hand away.
    fn give(&mut self) {
        self.moves |= self.section < self.latest;
        self.latest = self.latest.max(self.section);
        let length = u32::try_from(self.line.len()).unwrap_or(u32::MAX);
        self.sorted.extend_from_slice(&self.section.to_le_bytes());
        self.sorted.extend_from_slice(&length.to_le_bytes());
        self.sorted.append(&mut self.line);
    }
}

/// The type of the item on a line; of several, the last.
fn kind(line: &mut Vec<u8>) -> Option<Kind> {
    let length = line.len();
    line.resize(length + PADDING, 0);
    let mut start = Lexer::new(line, 0, u32::MAX);
    start.next();
    let inside = |span: Span| text::unescape(line.get(span.start as usize..span.end as usize).unwrap_or_default());
    let mut kind = None;
    for member in members(line, Span::new(start.pos, length, false)) {
        if member.first == b'"' && *inside(member.key) == *b"type" {
            kind = Kind::of_item(&inside(member.value));
        }
    }
    line.truncate(length);
    kind
}

#[cfg(test)]
mod tests {
    use super::Sorter;
    use crate::options::Limits;

    /// The document sorted, pushed in pieces of a size.
    fn sorted(text: &str, size: usize, item_bytes: u64) -> String {
        let mut sorter = Sorter::new(Limits { item_bytes, ..Limits::default() });
        for piece in text.as_bytes().chunks(size) {
            sorter.push(piece);
        }
        sorter.finish();
        let mut sections = vec![Vec::new(); Sorter::SECTIONS];
        let mut rest = sorter.sorted();
        while !rest.is_empty() {
            let number = |at: usize| u32::from_le_bytes(rest[at..at + 4].try_into().unwrap()) as usize;
            let (section, length) = (number(0), number(4));
            sections[section].extend_from_slice(&rest[8..8 + length]);
            rest.drain(..8 + length);
        }
        String::from_utf8(sections.concat()).unwrap()
    }

    #[test]
    fn lines_are_sorted_by_type_and_keep_their_order_otherwise() {
        let text = r#"
{"type":"message","data":{"type":"user","id":1}}

{"data":{"id":2},"type":"user"}
{"type":"nobody knows"}
{"type":"channel_member"}
{"type":"user","data":{"id":3}}"#;
        let expected = r#"
{"data":{"id":2},"type":"user"}
{"type":"nobody knows"}
{"type":"user","data":{"id":3}}
{"type":"channel_member"}
{"type":"message","data":{"type":"user","id":1}}

"#;
        for size in [1, 7, 1_000] {
            assert_eq!(sorted(text, size, 1_000), expected);
            let dos = |text: &str| text.replace('\n', "\r\n");
            assert_eq!(sorted(&dos(text), size, 1_000), dos(expected));
        }
    }

    #[test]
    fn a_line_that_is_too_long_stays_behind_the_one_before() {
        let long = ["{\"type\":\"user\",\"x\":\"", &"x".repeat(70_000), "\"}\n"].concat();
        let text = ["{\"type\":\"channel\"}\n", &long, "{\"type\":\"user\"}\n"].concat();
        for size in [100, 7_001, 200_000] {
            assert_eq!(sorted(&text, size, 50), ["{\"type\":\"user\"}\n{\"type\":\"channel\"}\n", &long].concat());
        }
    }
}
