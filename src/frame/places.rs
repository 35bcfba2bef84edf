//! Where things are: lines and columns, counted once, and forwards but for the neighbourhood of broken items.

use crate::finding::Position;
use crate::partial::{Pack, Unpack};

/// Turns places in the window into positions in the document.
#[derive(Debug)]
pub(crate) struct Places {
    source: u32,
    /// Where the window begins in the document.
    base: u64,
    /// Number of the item that is being looked at.
    pub(crate) item: u64,
    /// Up to where lines were counted, in the window.
    counted: usize,
    /// 1-based number of the line that `counted` is in, and where that line begins in the document.
    line: u64,
    line_start: u64,
    /// Where the line begins that the window begins in.
    base_line_start: u64,
}

impl Places {
    pub(crate) fn new(source: u32, skipped: usize) -> Places {
        Places { source, base: skipped as u64, item: 0, counted: 0, line: 1, line_start: 0, base_line_start: 0 }
    }

    /// The position of a place in the window, from which the next one is counted on.
    pub(crate) fn advance(&mut self, bytes: &[u8], at: usize) -> Position {
        let (line, line_start) = self.count(bytes, at);
        (self.line, self.line_start) = (line, line_start);
        self.counted = at;
        self.make(at, line, line_start)
    }

    /// Whether all lines were counted that end before this place of the window.
    #[inline(always)]
    pub(crate) fn counted_to(&self, at: usize) -> bool {
        self.counted >= at
    }

    /// A line ends at `at`, and no other line end is between there and what was counted.
    #[inline(always)]
    pub(crate) fn end_line(&mut self, at: usize) {
        self.line += 1;
        self.counted = at + 1;
        self.line_start = self.base + self.counted as u64;
    }

    /// The position of a place in the window.
    pub(crate) fn peek(&self, bytes: &[u8], at: usize) -> Position {
        let (line, line_start) = self.count(bytes, at);
        self.make(at, line, line_start)
    }

    /// Where the window begins in the document.
    pub(crate) fn base(&self) -> u64 {
        self.base
    }

    /// The position of the document's first byte.
    pub(crate) fn origin(source: u32) -> Position {
        Position { source, byte: 0, line: 1, column: 1, item: 0 }
    }

    fn make(&self, at: usize, line: u64, line_start: u64) -> Position {
        let byte = self.base + at as u64;
        Position { source: self.source, byte, line, column: byte.saturating_sub(line_start) + 1, item: self.item }
    }

    fn count(&self, bytes: &[u8], at: usize) -> (u64, u64) {
        if at < self.counted {
            return self.count_back(bytes, at);
        }
        let fresh = bytes.get(self.counted..at).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', fresh).count() as u64;
        let line_start = match memchr::memrchr(b'\n', fresh) {
            Some(last) => self.base + (self.counted + last) as u64 + 1,
            None => self.line_start,
        };
        (self.line + lines, line_start)
    }

    /// Behind a broken item the next one may begin before the place where it broke.
    #[cold]
    fn count_back(&self, bytes: &[u8], at: usize) -> (u64, u64) {
        let taken = bytes.get(at..self.counted).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', taken).count() as u64;
        let line_start = match memchr::memrchr(b'\n', bytes.get(..at).unwrap_or_default()) {
            Some(last) => self.base + last as u64 + 1,
            None => self.base_line_start,
        };
        (self.line - lines, line_start)
    }

    /// The window's first `count` bytes go.
    pub(crate) fn discard(&mut self, bytes: &[u8], count: usize) {
        self.advance(bytes, count);
        self.base += count as u64;
        self.base_line_start = self.line_start;
        self.counted = 0;
    }

    /// Whether the window begins where a line begins.
    pub(crate) fn at_line_start(&self) -> bool {
        self.base == self.base_line_start
    }

    /// What positions have to be counted on from that were counted from where the window begins. Its line has one less:
    /// lines are counted from 1.
    pub(crate) fn here(&self) -> Position {
        Position { source: self.source, byte: self.base, line: self.line - 1, column: 1, item: self.item }
    }

    /// Adds how far it has come.
    pub(crate) fn pack(&self, pack: &mut Pack) {
        for number in [self.base, self.base_line_start, self.line, self.item] {
            pack.number(number);
        }
    }

    /// Goes on behind what was packed.
    pub(crate) fn absorb(&mut self, unpack: &mut Unpack) -> Option<()> {
        let here = self.here();
        self.base = here.byte.checked_add(unpack.number()?)?;
        self.base_line_start = here.byte.checked_add(unpack.number()?)?;
        self.line_start = self.base_line_start;
        self.line = here.line.checked_add(unpack.number()?)?;
        self.item = here.item.checked_add(unpack.number()?)?;
        self.counted = 0;
        Some(())
    }

    /// How many lines end in a part of the window.
    pub(crate) fn lines_in(bytes: &[u8], start: usize, end: usize) -> u64 {
        memchr::memchr_iter(b'\n', bytes.get(start..end).unwrap_or_default()).count() as u64
    }
}
