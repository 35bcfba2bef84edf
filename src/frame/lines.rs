//! One item a line.
//!
//! White space inside an item may hold line ends, so that an object printed over several lines is read as what it was
//! meant to be, and reported once. What is broken inside its first line is a broken line, and the next line is a new start.

use super::resync::{Guess, looks_like_item};
use super::{Framer, Items, Places, Problem, Step};
use crate::json::go_syntax;
use crate::json::lexer::{Lexer, Stop};

/// Where in its line the framer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// At its beginning.
    Start,
    /// Behind an item.
    Behind,
}

impl Framer {
    pub(super) fn line(&mut self, lexer: &mut Lexer, items: &mut impl Items, state: State) -> Step {
        let bytes = lexer.bytes();
        let start = self.pos;
        let at = skip_blanks(bytes, start);
        if at >= self.length {
            // White space at the very end, without a line end, is no line.
            if self.ended {
                self.pos = self.length;
            }
            return Step::Wait;
        }
        if bytes.get(at) == Some(&b'\n') {
            if state == State::Start {
                items.note(&mut self.places, bytes, start, Problem::BlankLine);
            }
            return self.go_on(at + 1, State::Start);
        }
        lexer.start_at(at);
        if items.parse(lexer) {
            return self.whole(lexer, items, at);
        }
        self.broken(lexer, items, at)
    }

    fn go_on(&mut self, pos: usize, state: State) -> Step {
        self.pos = pos;
        self.state = super::State::Lines(state);
        Step::On
    }

    /// The item is read; what is left of its line?
    fn whole(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize) -> Step {
        let (bytes, end, newline) = (lexer.bytes(), lexer.pos, lexer.newline);
        let at = skip_blanks(bytes, end);
        let rest = bytes.get(at..self.length).unwrap_or_default();
        let line_end = memchr::memchr(b'\n', rest).map_or(self.length, |length| at + length);
        // Told too early, what follows on the line would be told again with the next bytes.
        if line_end == self.length && !self.ended && self.length - start <= self.item_bytes {
            return self.wait_for_item(start);
        }
        if end - start > self.item_bytes {
            items.reject(&mut self.places, bytes, start, start, Problem::TooLarge);
        } else {
            if newline {
                let lines = Places::lines_in(bytes, start, end) + 1;
                items.note(&mut self.places, bytes, start, Problem::OverLines(lines));
            }
            items.accept(&mut self.places, bytes, start, end, !self.utf8);
        }
        let Some(byte) = rest.first().copied().filter(|byte| *byte != b'\n') else {
            return self.go_on((at + 1).min(self.length), State::Start);
        };
        let words = go_syntax::Fault { byte, context: "after top-level value" }.message();
        items.note(&mut self.places, bytes, at, Problem::Malformed(words));
        // Another item on the same line is read all the same, anything else is skipped.
        if byte == b'{' {
            self.go_on(at, State::Behind)
        } else {
            self.go_on((line_end + 1).min(self.length), State::Start)
        }
    }

    fn broken(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize) -> Step {
        let bytes = lexer.bytes();
        let (stop, at) = lexer.stopped();
        let window = bytes.get(start..self.length).unwrap_or_default();
        let line = memchr::memchr(b'\n', window);
        let too_large = |framer: &Framer| framer.length - start > framer.item_bytes;
        let Some(line) = line else {
            if !self.ended && !too_large(self) {
                return self.wait_for_item(start);
            }
            let (at, problem) = if too_large(self) {
                (start, Problem::TooLarge)
            } else {
                self.problem(lexer, start, |_| words(window))
            };
            items.reject(&mut self.places, bytes, start, at, problem);
            self.start_resync(start, if self.ended { self.length } else { start });
            return Step::On;
        };
        let line_end = start + line;
        if at <= line_end && stop != Stop::Incomplete {
            let text = bytes.get(start..line_end).unwrap_or_default();
            let (at, problem) = self.problem(lexer, start, |_| words(text));
            items.reject(&mut self.places, bytes, start, at, problem);
            return self.go_on(line_end + 1, State::Start);
        }
        // The line is a beginning only. Cut short, or printed over several lines? The next line tells.
        match looks_like_item(bytes.get(line_end + 1..self.length).unwrap_or_default()) {
            Guess::Unknown if !self.ended && !too_large(self) => self.wait_for_item(start),
            Guess::Yes => {
                let text = bytes.get(start..line_end).unwrap_or_default();
                items.reject(&mut self.places, bytes, start, line_end, Problem::Malformed(words(text)));
                self.go_on(line_end + 1, State::Start)
            }
            Guess::No | Guess::Unknown => {
                if stop == Stop::Incomplete && !self.ended && !too_large(self) {
                    return self.wait_for_item(start);
                }
                let (at, problem) = if stop == Stop::Incomplete && too_large(self) {
                    (start, Problem::TooLarge)
                } else {
                    let end = if stop == Stop::Incomplete { self.length } else { at + 1 };
                    self.problem(lexer, start, |_| words(bytes.get(start..end).unwrap_or_default()))
                };
                items.reject(&mut self.places, bytes, start, at, problem);
                self.start_resync(start, at);
                Step::On
            }
        }
    }
}

fn words(text: &[u8]) -> String {
    go_syntax::first_error(text).map_or_else(|| "malformed JSON".to_owned(), |error| error.message)
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r')) {
        at += 1;
    }
    at
}
