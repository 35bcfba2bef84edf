//! Bytes to items, for chunks of any size.
//!
//! A [`Framer`] keeps a window of the input: the rest of the last chunk and the new one. Items are parsed where they
//! stand; one that runs over the end of the window waits for more bytes and is parsed again from its start. So nothing
//! that is told about an item can depend on where the chunks were cut.

mod array;
mod body;
mod lines;
mod mend;
mod places;
mod requests;
mod resync;
mod skip;
#[cfg(test)]
mod tests;

use crate::json::lexer::{Lexer, PADDING, Stop};
use crate::json::span::Span;
use crate::mend::Mend;
use crate::options::Limits;
use crate::partial::{Pack, Unpack};
use body::{Around, Level};
pub(crate) use places::Places;
use resync::Resync;
use skip::Skip;

/// How items are laid out in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One a line.
    Lines,
    /// The elements of one array.
    Array,
    /// Parts of one JSON value; who takes them says which, as values begin.
    Body,
    /// One request a line, whose parts have effects as they are parsed.
    Requests,
}

/// What a value of a body is, told when its first byte is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// An item by itself.
    Item,
    /// An array or an object whose elements or values are items.
    Items,
    /// An array or an object whose elements or values are asked about one by one.
    Members,
    /// Something beside the items: scanned, and given to [`Items::member`].
    Member,
}

/// Something that is wrong between items, or with an item as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// No JSON; the parser's words.
    Malformed(String),
    /// A comment.
    Comment,
    /// A comma before a closing bracket.
    TrailingComma,
    /// A key without double quotes, as it stands there.
    BareKey(String),
    /// Nested deeper than the limit, by this byte.
    TooDeep(u8),
    /// Larger than the limit.
    TooLarge,
    /// An item spread over this many lines.
    OverLines(u64),
    /// A line of white space.
    BlankLine,
    /// The document ends too early: these closing brackets are missing.
    Truncated(String),
    /// Something behind the array, which is not looked at.
    Trailing,
    /// Something behind a body, which is read all the same if it is another one.
    Further,
    /// The document is no array.
    NotAnArray,
}

/// Who takes the items.
///
/// Everything is told in the order of the document. Places are places in the window.
pub(crate) trait Items {
    /// Parses the item at the lexer's cursor. `false` if it could not be read to its end; the lexer knows why.
    ///
    /// `key` is the item's raw key where items are the values of an object; it stands in the window until the item is
    /// accepted or rejected. Where the window was too short the same item is parsed again, so that this may change
    /// nothing but scratch state. Not so for requests: each is parsed once.
    fn parse(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool;
    /// The item that was just parsed stands, whole, at `start..end`.
    ///
    /// `doubtful`: not all of the input so far was UTF-8.
    fn accept(&mut self, places: &mut Places, bytes: &[u8], start: usize, end: usize, doubtful: bool);
    /// The item that was just parsed is not whole: it begins at `start`, and `problem` is at `at`.
    ///
    /// A request that is [too large](Problem::TooLarge) was not parsed.
    fn reject(&mut self, places: &mut Places, bytes: &[u8], start: usize, at: usize, problem: Problem);
    /// Something outside the items, or a problem of the item that is accepted next.
    fn note(&mut self, places: &mut Places, bytes: &[u8], at: usize, problem: Problem);
    /// What can be done about the problem that is told next.
    fn mend(&mut self, _mend: Mend) {}
    /// Body: what the value is that begins at `at`; asked once a value.
    ///
    /// `key` is its raw key if it is an object's member; there is none for the document itself and for an array's
    /// elements. A role that does not fit the value is [`Role::Member`].
    fn role(&mut self, _places: &mut Places, _bytes: &[u8], _key: Option<Span>, _at: usize) -> Role {
        Role::Item
    }
    /// Body: a value beside the items stands, whole, at `start..end`.
    fn member(&mut self, _places: &mut Places, _bytes: &[u8], _key: Option<Span>, _start: usize, _end: usize) {}
    /// Body: what was [`Role::Items`] or [`Role::Members`] ends with the bracket at `at`, or before `at` where its own
    /// bracket is missing (not `closed`).
    fn leave(&mut self, _places: &mut Places, _bytes: &[u8], _at: usize, _closed: bool) {}
}

/// Bytes that are somewhere, and can be copied to where they are parsed.
pub(crate) trait Chunk {
    /// How many there are.
    fn length(&self) -> usize;
    /// Copies as many as `to` has room for, from the one at `from` on.
    fn copy(&self, from: usize, to: &mut [u8]);
}

impl Chunk for &[u8] {
    fn length(&self) -> usize {
        self.len()
    }

    fn copy(&self, from: usize, to: &mut [u8]) {
        if let Some(bytes) = self.get(from..from + to.len()) {
            to.copy_from_slice(bytes);
        }
    }
}

/// Whether a text begins with the envelope of an item.
pub(crate) fn begins_item(text: &[u8]) -> bool {
    resync::looks_like_item(text) == resync::Guess::Yes
}

/// What one step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The next one.
    On,
    /// More bytes are needed.
    Wait,
}

#[derive(Debug)]
enum State {
    Array(array::State),
    Lines(lines::State),
    Body(body::State),
    /// On the way to the next item behind a broken one.
    Resync(Resync),
    /// The same, whatever the items are.
    Skip(Skip),
}

/// Cuts one document into items.
#[derive(Debug)]
pub(crate) struct Framer {
    shape: Shape,
    state: State,
    /// The levels of a body.
    around: Around,
    /// The window, behind it the padding that the lexer wants, and behind that room for what comes.
    bytes: Vec<u8>,
    /// Where the window ends.
    length: usize,
    /// What has been dealt with.
    pos: usize,
    /// Not to be tried again before the window has this length.
    retry: usize,
    /// Parsing begins when so much is there.
    gather: usize,
    /// Up to where the window is known to be UTF-8, or not.
    validated: usize,
    /// Whether all bytes so far were UTF-8.
    utf8: bool,
    item_bytes: usize,
    depth: u32,
    /// Where things are.
    pub(crate) places: Places,
    /// Whether the line at hand, up to behind its item, is known to be one.
    straight: bool,
    /// Whether the document has ended.
    ended: bool,
}

/// Parsing begins when so much is there: small windows would parse too many items twice.
pub(crate) const GATHER: usize = 256 << 10;
/// The most that is taken in one go.
const PIECE: usize = 1 << 20;

impl Framer {
    /// A framer for a document whose items are laid out so. `skipped` bytes of it (a byte order mark) are passed over.
    pub(crate) fn new(shape: Shape, source: u32, skipped: usize, gather: usize, limits: Limits) -> Framer {
        Framer {
            shape,
            state: match shape {
                Shape::Lines | Shape::Requests => State::Lines(lines::State::Start),
                Shape::Array => State::Array(array::State::Start),
                Shape::Body => State::Body(body::State::At(body::Place::First)),
            },
            around: Around::default(),
            bytes: Vec::new(),
            length: 0,
            pos: 0,
            retry: 0,
            gather,
            validated: 0,
            utf8: true,
            item_bytes: usize::try_from(limits.item_bytes).unwrap_or(usize::MAX),
            depth: limits.depth,
            places: Places::new(source, skipped),
            straight: false,
            ended: false,
        }
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, chunk: &dyn Chunk, items: &mut impl Items) {
        let step = self.gather.clamp(1, PIECE);
        for from in (0..chunk.length()).step_by(step) {
            let end = self.length + step.min(chunk.length() - from);
            if self.bytes.len() < end + PADDING {
                self.bytes.resize(end + PADDING, 0);
            }
            if let Some(room) = self.bytes.get_mut(self.length..end) {
                chunk.copy(from, room);
            }
            self.length = end;
            self.pad();
            if self.length - self.pos >= self.gather && self.length >= self.retry {
                self.run(items);
            }
        }
    }

    /// Ends the document.
    pub(crate) fn finish(&mut self, items: &mut impl Items) {
        self.ended = true;
        self.pad();
        self.run(items);
    }

    /// What stands behind the window is left from before: it is made to stop every scan.
    fn pad(&mut self) {
        if self.bytes.len() < self.length + PADDING {
            self.bytes.resize(self.length + PADDING, 0);
        }
        if let Some(padding) = self.bytes.get_mut(self.length..self.length + PADDING) {
            padding.fill(0);
        }
    }

    /// Deals with all that is there. Whether that ends just before a line, so that whoever begins there finds what this
    /// one would find.
    pub(crate) fn comes_to_a_line(&mut self, items: &mut impl Items) -> bool {
        self.run(items);
        let at_start = matches!(self.state, State::Lines(lines::State::Start));
        at_start && self.length == 0 && self.places.at_line_start()
    }

    /// Adds how far it has come.
    pub(crate) fn pack(&self, pack: &mut Pack) {
        self.places.pack(pack);
        pack.flag(self.utf8);
    }

    /// Goes on behind what was packed, from the beginning of a line.
    pub(crate) fn absorb(&mut self, unpack: &mut Unpack) -> Option<()> {
        self.places.absorb(unpack)?;
        self.utf8 &= unpack.flag()?;
        Some(())
    }

    fn run(&mut self, items: &mut impl Items) {
        self.validate();
        let bytes = std::mem::take(&mut self.bytes);
        let window = bytes.get(..self.length + PADDING).unwrap_or_default();
        let mut lexer = Lexer::new(window, self.pos, self.depth);
        self.retry = 0;
        while self.step(&mut lexer, items) == Step::On {}
        self.bytes = bytes;
        self.discard();
    }

    /// One item, or one thing between items. Small, and called anew for each: that is how engines find hot code.
    #[inline(never)]
    fn step(&mut self, lexer: &mut Lexer, items: &mut impl Items) -> Step {
        match self.state {
            State::Lines(state) => self.line(lexer, items, state),
            State::Array(state) => self.element(lexer, items, state),
            State::Body(state) => self.part(lexer, items, state),
            State::Skip(_) => self.skip(lexer.bytes(), items),
            State::Resync(_) => self.resync(lexer.bytes()),
        }
    }

    fn validate(&mut self) {
        if !self.utf8 {
            return;
        }
        let mut end = self.length;
        if !self.ended {
            // A character that is cut at the end of the window is looked at when the rest of it is there.
            let tail = self.bytes.get(self.validated..end).unwrap_or_default();
            let lead = tail.iter().rev().take(4).position(|byte| byte & 0xc0 != 0x80);
            if let Some(back) = lead {
                let byte = tail.get(tail.len() - 1 - back).copied().unwrap_or(0);
                let wanted = match byte {
                    0xc0..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xff => 4,
                    _ => 1,
                };
                if back + 1 < wanted {
                    end -= back + 1;
                }
            }
        }
        let fresh = self.bytes.get(self.validated..end).unwrap_or_default();
        self.utf8 = simdutf8::basic::from_utf8(fresh).is_ok();
        self.validated = end;
    }

    fn discard(&mut self) {
        let pos = self.pos.min(self.length);
        self.places.discard(&self.bytes, pos);
        self.bytes.copy_within(pos..self.length, 0);
        self.length -= pos;
        self.pos = 0;
        self.validated = self.validated.saturating_sub(pos);
        self.retry = self.retry.saturating_sub(pos);
        self.pad();
    }

    /// An item runs over the end of the window: wait until there is twice as much of it.
    fn wait_for_item(&mut self, start: usize) -> Step {
        self.pos = start;
        self.retry = start + 2 * (self.length - start);
        Step::Wait
    }

    /// What to call a failure of the lexer, and whether it lies beyond what an item may be long.
    fn problem(&self, lexer: &Lexer, start: usize, words: impl FnOnce(usize) -> String) -> (usize, Problem) {
        let (stop, at) = lexer.stopped();
        if at - start > self.item_bytes {
            return (start, Problem::TooLarge);
        }
        match stop {
            Stop::Depth => (at, Problem::TooDeep(lexer.bytes().get(at).copied().unwrap_or(0))),
            Stop::Syntax | Stop::Incomplete => (at, Problem::Malformed(words(at))),
        }
    }

    fn start_resync(&mut self, start: usize, broken_at: usize) -> Step {
        self.pos = start;
        self.state = State::Resync(Resync::new(start, broken_at));
        Step::On
    }

    /// An item that is larger than the limit. Its end is searched for in the same way whether all of it is there or not.
    #[cold]
    #[inline(never)]
    fn pass_over(&mut self, bytes: &[u8], items: &mut impl Items, start: usize) -> Step {
        items.reject(&mut self.places, bytes, start, start, Problem::TooLarge);
        let reach = bytes.get(start..=start + self.item_bytes).unwrap_or_default();
        if self.shape == Shape::Lines && memchr::memchr(b'\n', reach).is_none() {
            // Its first line alone is too long.
            return self.go_on(start, lines::State::Skip);
        }
        self.start_resync(start, start)
    }

    #[cold]
    #[inline(never)]
    fn resync(&mut self, bytes: &[u8]) -> Step {
        let State::Resync(resync) = &mut self.state else { return Step::On };
        let found = resync.feed(bytes, self.length);
        let next = match found {
            Some(found) => found,
            None if self.ended => resync::Found::Nothing,
            None => {
                // What was searched is not needed again, but for an item that may just have begun.
                let keep = resync.keep();
                resync.moved_by(keep);
                self.pos = keep;
                return Step::Wait;
            }
        };
        let (pos, item) = match next {
            resync::Found::Item(pos) => (pos, true),
            resync::Found::End(pos) => (pos, false),
            resync::Found::Nothing => (self.length, false),
        };
        self.pos = pos;
        self.state = match self.shape {
            Shape::Array if next == resync::Found::Nothing => State::Array(array::State::Ended),
            Shape::Array if item => State::Array(array::State::Next),
            Shape::Array => State::Array(array::State::Comma),
            _ => State::Lines(if item { lines::State::Start } else { lines::State::Behind }),
        };
        Step::On
    }

    fn start_skip(&mut self, start: usize, broken_at: usize) -> Step {
        self.pos = start;
        self.state = State::Skip(Skip::new(start, broken_at));
        Step::On
    }

    #[cold]
    #[inline(never)]
    fn skip(&mut self, bytes: &[u8], items: &mut impl Items) -> Step {
        let State::Skip(skip) = &mut self.state else { return Step::On };
        let found = skip.feed(bytes.get(..self.length).unwrap_or_default(), self.ended, &self.around.levels);
        if found.is_none() && !self.ended {
            let keep = skip.keep();
            skip.moved_by(keep);
            self.pos = keep;
            return Step::Wait;
        }
        if self.shape == Shape::Requests { self.request_skipped(found) } else { self.part_skipped(bytes, items, found) }
    }
}
