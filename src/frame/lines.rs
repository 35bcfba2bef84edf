//! One item a line.
//!
//! White space inside an item may hold line ends, so that an object printed over several lines is read as what it was
//! meant to be, and reported once. What is broken inside its first line is a broken line, and the next line is a new start.

use super::mend::join;
use super::resync::{Guess, looks_like_item};
use super::{Framer, Items, Places, Problem, Shape, Step};
use crate::json::go_syntax;
use crate::json::lexer::{Lexer, Stop};

/// Where in its line the framer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// At its beginning.
    Start,
    /// Behind an item.
    Behind,
    /// On the way to its end; nothing more is looked at.
    Skip,
}

impl Framer {
    pub(super) fn line(&mut self, lexer: &mut Lexer, items: &mut impl Items, state: State) -> Step {
        let bytes = lexer.bytes();
        if state == State::Skip {
            return self.skip_line(bytes);
        }
        let mut at = self.pos;
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r')) {
            at += 1;
        }
        if at >= self.length {
            // White space at the very end, without a line end, is no line.
            self.pos = self.length;
            return Step::Wait;
        }
        let byte = bytes.get(at).copied().unwrap_or(0);
        if byte == b'\n' {
            if state == State::Start {
                items.note(&mut self.places, bytes, at, Problem::BlankLine);
            } else if std::mem::take(&mut self.straight) {
                self.places.end_line(at);
            }
            return self.go_on(at + 1, State::Start);
        }
        if state == State::Behind {
            return self.more_on_the_line(bytes, items, at, byte);
        }
        if self.shape == Shape::Requests {
            return self.request(lexer, items, at);
        }
        lexer.start_at(at);
        if !items.parse(lexer, None) {
            return self.broken(lexer, items, at);
        }
        let (end, newline) = (lexer.pos, lexer.newline);
        if end - at > self.item_bytes {
            return self.pass_over(bytes, items, at);
        }
        if newline {
            // Whole all the same, if the window holds so much: where an item begins on the next line, this one was cut.
            if let Some(line_end) = cut_before_item(bytes, at, end) {
                return self.cut_short(lexer, items, at, line_end);
            }
            self.over_lines(bytes, items, at, end);
        }
        // Lines that are passed one by one need not be counted again.
        self.straight = !newline && self.places.counted_to(self.pos);
        items.accept(&mut self.places, bytes, at, end, !self.utf8);
        self.go_on(end, State::Behind)
    }

    /// Something behind an item. Another item is read all the same, anything else is skipped.
    #[cold]
    #[inline(never)]
    fn more_on_the_line(&mut self, bytes: &[u8], items: &mut impl Items, at: usize, byte: u8) -> Step {
        self.straight = false;
        if !self.tell_line_mend(bytes, items, at) {
            return self.wait_for_item(at);
        }
        let words = go_syntax::Fault { byte, context: "after top-level value" }.message();
        items.note(&mut self.places, bytes, at, Problem::Malformed(words));
        self.go_on(at, if byte == b'{' { State::Start } else { State::Skip })
    }

    /// An item that is printed over several lines.
    #[inline(never)]
    pub(super) fn over_lines(&mut self, bytes: &[u8], items: &mut impl Items, start: usize, end: usize) {
        let lines = Places::lines_in(bytes, start, end) + 1;
        if let Some(mend) = join(bytes, start, end, lines) {
            items.mend(mend);
        }
        items.note(&mut self.places, bytes, start, Problem::OverLines(lines));
    }

    pub(super) fn go_on(&mut self, pos: usize, state: State) -> Step {
        self.pos = pos;
        // The other states own something, which would be looked for, and dropped, twice for every item.
        if let super::State::Lines(now) = &mut self.state {
            *now = state;
        } else {
            self.state = super::State::Lines(state);
        }
        Step::On
    }

    fn skip_line(&mut self, bytes: &[u8]) -> Step {
        let rest = bytes.get(self.pos..self.length).unwrap_or_default();
        if let Some(length) = memchr::memchr(b'\n', rest) {
            return self.go_on(self.pos + length + 1, State::Start);
        }
        self.pos = self.length;
        Step::Wait
    }

    #[cold]
    #[inline(never)]
    fn broken(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize) -> Step {
        let bytes = lexer.bytes();
        let (stop, at) = lexer.stopped();
        let window = bytes.get(start..self.length).unwrap_or_default();
        let line_end = memchr::memchr(b'\n', window).map(|length| start + length);
        let Some(line_end) = line_end.filter(|line_end| *line_end < at || stop == Stop::Incomplete) else {
            if stop == Stop::Incomplete {
                return self.unfinished(bytes, items, start);
            }
            // Inside its line, or at its end: a string stops there, too.
            let end = if bytes.get(at) == Some(&b'\n') { at } else { at + 1 };
            let (at, problem) = self.problem(lexer, start, |_| words(bytes.get(start..end).unwrap_or_default()));
            if problem == Problem::TooLarge {
                return self.pass_over(bytes, items, start);
            }
            if !self.tell_mend(bytes, items, start, at, &problem) {
                return self.wait_for_item(start);
            }
            items.reject(&mut self.places, bytes, start, at, problem);
            return self.go_on(at, State::Skip);
        };
        // The line is a beginning only. Cut short, or printed over several lines? The next line tells.
        if line_end - start > self.item_bytes {
            return self.pass_over(bytes, items, start);
        }
        match looks_like_item(bytes.get(line_end + 1..self.length).unwrap_or_default()) {
            Guess::Unknown if !self.ended => self.wait_for_item(start),
            Guess::Yes => self.cut_short(lexer, items, start, line_end),
            Guess::No | Guess::Unknown if stop == Stop::Incomplete => self.unfinished(bytes, items, start),
            Guess::No | Guess::Unknown => {
                let text = bytes.get(start..=at).unwrap_or_default();
                let (at, problem) = self.problem(lexer, start, |_| words(text));
                if problem == Problem::TooLarge {
                    return self.pass_over(bytes, items, start);
                }
                if !self.tell_mend(bytes, items, start, at, &problem) {
                    return self.wait_for_item(start);
                }
                items.reject(&mut self.places, bytes, start, at, problem);
                self.start_resync(start, at)
            }
        }
    }

    /// A line that is the beginning of an item only: nothing behind it counts, however much of that is there already.
    #[cold]
    #[inline(never)]
    fn cut_short(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize, line_end: usize) -> Step {
        let bytes = lexer.bytes();
        lexer.start_at(start);
        lexer.one_line = true;
        items.parse(lexer, None);
        let text = bytes.get(start..line_end).unwrap_or_default();
        items.reject(&mut self.places, bytes, start, line_end, Problem::Malformed(words(text)));
        self.go_on(line_end, State::Skip)
    }

    /// The item runs over the end of the window.
    fn unfinished(&mut self, bytes: &[u8], items: &mut impl Items, start: usize) -> Step {
        if self.length - start > self.item_bytes {
            return self.pass_over(bytes, items, start);
        }
        if !self.ended {
            return self.wait_for_item(start);
        }
        let text = bytes.get(start..self.length).unwrap_or_default();
        items.reject(&mut self.places, bytes, start, self.length, Problem::Malformed(words(text)));
        self.start_resync(start, self.length)
    }
}

/// Where the first line of `start..end` ends, if what stands on the next one looks like an item.
#[cold]
#[inline(never)]
fn cut_before_item(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let line_end = start + memchr::memchr(b'\n', bytes.get(start..end)?)?;
    (looks_like_item(bytes.get(line_end + 1..end)?) == Guess::Yes).then_some(line_end)
}

fn words(text: &[u8]) -> String {
    go_syntax::first_error(text).map_or_else(|| "malformed JSON".to_owned(), |error| error.message)
}
