//! A pull parser over one window of bytes: it moves a cursor, allocates nothing and builds nothing.
//!
//! The window ends in at least [`PADDING`] zero bytes. No JSON token holds a zero byte, so every scan stops there by
//! itself, and "is there more?" is asked on the failing path only. Methods return `bool` (or a byte) and leave the place
//! of a failure in the lexer: small returns are what keeps the compiled code small and fast.

use super::simd;

/// Zero bytes that have to follow the window.
pub(crate) const PADDING: usize = 64;

/// Why a scan stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The window ended; with more bytes it may go on.
    Incomplete,
    /// This is no JSON.
    Syntax,
    /// Nested deeper than the limit.
    Depth,
}

/// What stands behind a member or an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum More {
    /// A comma.
    Next,
    /// The closing bracket.
    Last,
    /// Neither; the lexer knows where.
    Broken,
}

/// A cursor over a window.
#[derive(Debug)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    end: usize,
    /// Where the next byte stands.
    pub(crate) pos: usize,
    /// Objects and arrays that are open around the cursor.
    pub(crate) depth: u32,
    depth_limit: u32,
    /// White space between tokens, in bytes, since the caller last set it to 0.
    pub(crate) blanks: usize,
    /// Whether a line ended between tokens.
    pub(crate) newline: bool,
    /// Whether a line end between tokens stops every scan.
    pub(crate) one_line: bool,
    /// Whether the last string has an escape in it.
    pub(crate) escaped: bool,
    /// Where the first escape of half a surrogate pair stood; `usize::MAX` if there was none.
    pub(crate) lone_surrogate: usize,
    stop: Stop,
    stop_at: usize,
    /// Which of the open brackets inside a skipped value are objects: one bit each, 64 a word.
    brackets: Vec<u64>,
}

impl<'a> Lexer<'a> {
    /// A lexer at `pos` of `bytes`, whose last [`PADDING`] bytes are zero.
    pub(crate) fn new(bytes: &'a [u8], pos: usize, depth_limit: u32) -> Self {
        Lexer {
            bytes,
            end: bytes.len().saturating_sub(PADDING),
            pos,
            depth: 0,
            depth_limit,
            blanks: 0,
            newline: false,
            one_line: false,
            escaped: false,
            lone_surrogate: usize::MAX,
            stop: Stop::Syntax,
            stop_at: 0,
            brackets: Vec::new(),
        }
    }

    /// Moves to another place of the same window.
    #[inline]
    pub(crate) fn start_at(&mut self, pos: usize) {
        self.pos = pos;
        self.depth = 0;
        self.newline = false;
        self.one_line = false;
        self.lone_surrogate = usize::MAX;
    }

    /// The window, padding included.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The bytes `start..end` of the window.
    #[inline(always)]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    #[inline(always)]
    fn at(&self, pos: usize) -> u8 {
        self.bytes.get(pos).copied().unwrap_or(0)
    }

    /// The byte at the cursor; 0 at the end of the window.
    #[inline(always)]
    pub(crate) fn byte(&self) -> u8 {
        self.at(self.pos)
    }

    /// Why the last scan failed, and where.
    pub(crate) fn stopped(&self) -> (Stop, usize) {
        (self.stop, self.stop_at)
    }

    /// Notes a failure at `pos`.
    #[cold]
    pub(crate) fn fail_at(&mut self, pos: usize) -> bool {
        self.stop = if pos >= self.end { Stop::Incomplete } else { Stop::Syntax };
        self.stop_at = pos;
        false
    }

    /// Goes one bracket deeper.
    #[inline(always)]
    pub(crate) fn open(&mut self) -> bool {
        self.depth += 1;
        if self.depth > self.depth_limit { self.too_deep() } else { true }
    }

    #[cold]
    fn too_deep(&mut self) -> bool {
        self.stop = Stop::Depth;
        self.stop_at = self.pos;
        false
    }

    /// Skips white space and gives the byte after it; 0 at the end of the window, or of [the line](Self::one_line).
    #[inline(always)]
    pub(crate) fn next(&mut self) -> u8 {
        let byte = self.byte();
        if byte > b' ' { byte } else { self.next_after_blanks() }
    }

    #[inline(never)]
    fn next_after_blanks(&mut self) -> u8 {
        let start = self.pos;
        loop {
            match self.byte() {
                b'\n' if !self.one_line => self.newline = true,
                b' ' | b'\t' | b'\r' => {}
                other => {
                    self.blanks += self.pos - start;
                    return if other == b'\n' { 0 } else { other };
                }
            }
            self.pos += 1;
        }
    }

    /// Steps over `wanted`, after white space.
    #[inline(always)]
    pub(crate) fn expect(&mut self, wanted: u8) -> bool {
        if self.byte() == wanted {
            self.pos += 1;
            return true;
        }
        self.expect_after_blanks(wanted)
    }

    #[inline(never)]
    fn expect_after_blanks(&mut self, wanted: u8) -> bool {
        if self.next() == wanted {
            self.pos += 1;
            true
        } else {
            self.fail_at(self.pos)
        }
    }

    /// Steps over the comma behind a member or an element, or over the bracket that closes it all, after white space.
    #[inline(always)]
    pub(crate) fn more(&mut self, close: u8) -> More {
        let byte = self.next();
        if byte != b',' && byte != close {
            self.fail_at(self.pos);
            return More::Broken;
        }
        self.pos += 1;
        if byte == b',' { More::Next } else { More::Last }
    }

    /// Scans a string; the cursor stands behind its opening quote and ends behind the closing one.
    #[inline(never)]
    pub(crate) fn string(&mut self) -> bool {
        self.escaped = false;
        let (bytes, mut pos) = (self.bytes, self.pos);
        loop {
            let stops = simd::string_stops(bytes, pos);
            if stops == 0 {
                pos += simd::WIDTH;
                continue;
            }
            pos += stops.trailing_zeros() as usize;
            if bytes.get(pos) == Some(&b'"') {
                self.pos = pos + 1;
                return true;
            }
            self.pos = pos;
            if !self.special() {
                return false;
            }
            pos = self.pos;
        }
    }

    /// Steps over an escape; all else that stops a string and does not end it is a failure.
    #[inline(never)]
    fn special(&mut self) -> bool {
        if self.byte() != b'\\' {
            return self.fail_at(self.pos);
        }
        self.escaped = true;
        self.escape()
    }

    /// Steps over one escape (a surrogate pair counts as one); the cursor stands at its backslash.
    #[inline(never)]
    fn escape(&mut self) -> bool {
        let start = self.pos;
        match self.at(start + 1) {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.pos = start + 2;
                true
            }
            b'u' => {
                let Some(unit) = self.hex(start + 2) else { return false };
                self.pos = start + 6;
                if unit & 0xf800 != 0xd800 {
                    return true;
                }
                // A high half pairs with a low half that follows at once; all else is half a character.
                if unit < 0xdc00 && self.at(start + 6) == b'\\' && self.at(start + 7) == b'u' {
                    let Some(low) = self.hex(start + 8) else { return false };
                    if low & 0xfc00 == 0xdc00 {
                        self.pos = start + 12;
                        return true;
                    }
                }
                self.lone_surrogate = self.lone_surrogate.min(start);
                true
            }
            _ => self.fail_at(start + 1),
        }
    }

    fn hex(&mut self, start: usize) -> Option<u32> {
        let mut unit = 0;
        for pos in start..start + 4 {
            let Some(digit) = char::from(self.at(pos)).to_digit(16) else {
                self.fail_at(pos);
                return None;
            };
            unit = unit << 4 | digit;
        }
        Some(unit)
    }

    /// Scans a number; the cursor stands at its first byte.
    #[inline]
    pub(crate) fn number(&mut self) -> bool {
        if self.byte() == b'-' {
            self.pos += 1;
        }
        match self.byte() {
            b'0' => self.pos += 1,
            b'1'..=b'9' => self.digits(),
            _ => return self.fail_at(self.pos),
        }
        if self.byte() == b'.' {
            self.pos += 1;
            if !self.byte().is_ascii_digit() {
                return self.fail_at(self.pos);
            }
            self.digits();
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.pos += 1;
            if matches!(self.byte(), b'+' | b'-') {
                self.pos += 1;
            }
            if !self.byte().is_ascii_digit() {
                return self.fail_at(self.pos);
            }
            self.digits();
        }
        // A number that touches the end of the window may go on behind it.
        if self.pos >= self.end { self.fail_at(self.pos) } else { true }
    }

    #[inline]
    fn digits(&mut self) {
        while self.byte().is_ascii_digit() {
            self.pos += 1;
        }
    }

    /// Scans `true`, `false` or `null`; the cursor stands at its first byte.
    #[inline]
    pub(crate) fn literal(&mut self) -> bool {
        let word: &[u8] = match self.byte() {
            b't' => b"true",
            b'f' => b"false",
            _ => b"null",
        };
        if self.slice(self.pos, self.pos + word.len()) == word {
            self.pos += word.len();
            return true;
        }
        self.broken_literal(word)
    }

    #[cold]
    fn broken_literal(&mut self, word: &[u8]) -> bool {
        let same = word.iter().enumerate().take_while(|(at, byte)| self.at(self.pos + at) == **byte).count();
        self.fail_at(self.pos + same)
    }

    /// Scans a number or a literal, whatever stands at the cursor.
    #[inline]
    fn scalar(&mut self) -> bool {
        match self.byte() {
            b'-' | b'0'..=b'9' => self.number(),
            b't' | b'f' | b'n' => self.literal(),
            _ => self.fail_at(self.pos),
        }
    }

    /// Scans one value of any kind, after white space, and ends behind it.
    pub(crate) fn value(&mut self) -> bool {
        match self.next() {
            b'"' => {
                self.pos += 1;
                self.string()
            }
            b'{' | b'[' => self.container(),
            _ => self.scalar(),
        }
    }

    /// Scans an object or an array without recursion.
    #[inline(never)]
    fn container(&mut self) -> bool {
        let base = self.depth;
        loop {
            // A value begins here.
            let byte = self.next();
            match byte {
                b'{' | b'[' => {
                    if !self.open() {
                        return false;
                    }
                    self.push(base, byte == b'{');
                    self.pos += 1;
                    let close = if byte == b'{' { b'}' } else { b']' };
                    if self.next() == close {
                        self.pos += 1;
                        self.depth -= 1;
                    } else {
                        if byte == b'{' && !self.key() {
                            return false;
                        }
                        continue;
                    }
                }
                b'"' => {
                    self.pos += 1;
                    if !self.string() {
                        return false;
                    }
                }
                _ => {
                    if !self.scalar() {
                        return false;
                    }
                }
            }
            // A value ended here: close brackets as long as they close.
            loop {
                if self.depth == base {
                    return true;
                }
                let object = self.is_object(base);
                let close = if object { b'}' } else { b']' };
                let byte = self.next();
                if byte == b',' {
                    self.pos += 1;
                    if object && !self.key() {
                        return false;
                    }
                    break;
                }
                if byte != close {
                    return self.fail_at(self.pos);
                }
                self.pos += 1;
                self.depth -= 1;
            }
        }
    }

    fn key(&mut self) -> bool {
        self.expect(b'"') && self.string() && self.expect(b':')
    }

    fn push(&mut self, base: u32, object: bool) {
        let index = (self.depth - base - 1) as usize;
        let (word, bit) = (index / 64, 1_u64 << (index % 64));
        if let Some(word) = self.brackets.get_mut(word) {
            *word = if object { *word | bit } else { *word & !bit };
        } else {
            self.brackets.push(u64::from(object));
        }
    }

    fn is_object(&self, base: u32) -> bool {
        let index = (self.depth - base - 1) as usize;
        self.brackets.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }
}
