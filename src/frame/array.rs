//! One array: `[`, items with commas between them, `]`, and nothing more.

use super::{Framer, Items, Problem, Step};
use crate::json::go_syntax;
use crate::json::lexer::{Lexer, Stop};
use crate::json::tidy::Comment;
use crate::mend::Mend;

/// Where in the array the framer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Before its bracket.
    Start,
    /// Behind its bracket.
    First,
    /// Behind a comma.
    Next,
    /// Behind an item.
    Comma,
    /// Behind the end.
    After,
    /// Nothing more is looked at.
    Ended,
}

impl Framer {
    pub(super) fn element(&mut self, lexer: &mut Lexer, items: &mut impl Items, state: State) -> Step {
        lexer.start_at(self.pos);
        let byte = lexer.next();
        let at = lexer.pos;
        if at >= self.length {
            return self.out_of_bytes(lexer.bytes(), items, state);
        }
        let to = |framer: &mut Framer, pos: usize, state: State| {
            framer.pos = pos;
            framer.state = super::State::Array(state);
            Step::On
        };
        match (state, byte) {
            (State::Start, b'[') => to(self, at + 1, State::First),
            (State::First | State::Comma, b']') => to(self, at + 1, State::After),
            (State::Comma, b',') => {
                // A comma that nothing follows is looked at with the bracket behind it.
                let next = self.behind_comma(lexer, at);
                match next {
                    None => self.wait_for_item(at),
                    Some(bracket) if bracket < self.length && lexer.byte() == b']' => {
                        items.mend(Mend::one("remove the trailing commas", at, at + 1, ""));
                        self.nothing(lexer, items, bracket);
                        to(self, bracket + 1, State::After)
                    }
                    Some(_) => to(self, at + 1, State::Next),
                }
            }
            (State::First | State::Next, b',' | b']') => {
                self.nothing(lexer, items, at);
                to(self, at + 1, if byte == b',' { State::Next } else { State::After })
            }
            (State::Comma, _) => {
                let text = self.words_at(lexer.bytes(), at);
                if byte == b'/' && self.comment_end(lexer.bytes(), items, at) == Comment::Wait {
                    return self.wait_for_item(at);
                }
                items.note(&mut self.places, lexer.bytes(), at, Problem::Malformed(text));
                if byte == b'{' {
                    return to(self, at, State::Next);
                }
                self.start_resync(at, at)
            }
            (State::After, _) => {
                items.note(&mut self.places, lexer.bytes(), at, Problem::Trailing);
                to(self, self.length, State::Ended)
            }
            (State::Start, _) => {
                items.note(&mut self.places, lexer.bytes(), at, Problem::NotAnArray);
                to(self, self.length, State::Ended)
            }
            (State::Ended, _) => to(self, self.length, State::Ended),
            (State::First | State::Next, _) => self.item(lexer, items, at),
        }
    }

    fn item(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize) -> Step {
        lexer.start_at(start);
        let bytes = lexer.bytes();
        if items.parse(lexer, None) {
            let end = lexer.pos;
            if end - start > self.item_bytes {
                return self.pass_over(bytes, items, start);
            }
            items.accept(&mut self.places, bytes, start, end, !self.utf8);
            self.pos = end;
            self.state = super::State::Array(State::Comma);
            return Step::On;
        }
        self.broken_element(lexer, items, start)
    }

    #[cold]
    #[inline(never)]
    fn broken_element(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize) -> Step {
        let bytes = lexer.bytes();
        let (stop, at) = lexer.stopped();
        if stop == Stop::Incomplete && self.length - start > self.item_bytes {
            return self.pass_over(bytes, items, start);
        }
        if stop == Stop::Incomplete && !self.ended {
            return self.wait_for_item(start);
        }
        let (at, problem) = self.problem(lexer, start, |_| {
            // Up to and with the byte that is wrong: what follows the item is none of its business.
            let end = if stop == Stop::Incomplete { self.length } else { at + 1 };
            let text = bytes.get(start..end).unwrap_or_default();
            go_syntax::first_error(text).map_or_else(|| "malformed JSON".to_owned(), |error| error.message)
        });
        if problem == Problem::TooLarge {
            return self.pass_over(bytes, items, start);
        }
        if !self.tell_mend(bytes, items, start, at, &problem) {
            return self.wait_for_item(start);
        }
        items.reject(&mut self.places, bytes, start, at, problem);
        self.start_resync(start, at)
    }

    /// The place of what follows the comma at `at`, with the cursor there; the end of the window if that is too far away.
    /// `None` if more bytes are needed.
    fn behind_comma(&self, lexer: &mut Lexer, at: usize) -> Option<usize> {
        lexer.start_at(at + 1);
        lexer.next();
        let near = lexer.pos.saturating_sub(at) <= self.item_bytes;
        if lexer.pos < self.length {
            return Some(if near { lexer.pos } else { self.length });
        }
        (self.ended || !near).then_some(self.length)
    }

    /// Notes a comma or a bracket that stands where an item should.
    fn nothing(&mut self, lexer: &Lexer, items: &mut impl Items, at: usize) {
        let byte = lexer.byte();
        let text = go_syntax::Fault { byte, context: "looking for beginning of value" }.message();
        items.note(&mut self.places, lexer.bytes(), at, Problem::Malformed(text));
    }

    fn out_of_bytes(&mut self, bytes: &[u8], items: &mut impl Items, state: State) -> Step {
        self.pos = self.length;
        if self.ended {
            if matches!(state, State::First | State::Next | State::Comma) {
                items.note(&mut self.places, bytes, self.length, Problem::Truncated("]".to_owned()));
            }
            self.state = super::State::Array(State::Ended);
        }
        Step::Wait
    }

    /// What the parser says of a byte that stands where a comma or the end of the array should be.
    fn words_at(&self, bytes: &[u8], at: usize) -> String {
        let text = [b"[0", bytes.get(at..self.length.min(at + 8)).unwrap_or_default()].concat();
        go_syntax::first_error(&text).map_or_else(|| "malformed JSON".to_owned(), |error| error.message)
    }
}
