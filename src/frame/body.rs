//! One JSON value whose parts are the items, and what stands around them.
//!
//! The levels around an item are followed by hand, so that what is wrong between items costs no item: it is noted once,
//! and reading goes on. An item itself is parsed where it stands, as in the other shapes.

mod head;

use super::skip::{self, Found};
use super::{Framer, Items, Problem, Role, Step};
use crate::json::go_syntax::{self, Fault, KEY_WANTED, VALUE_WANTED};
use crate::json::lexer::{Lexer, Stop};
use crate::json::span::Span;
use crate::json::tidy::Comment;
use crate::mend::Mend;

/// Deeper levels are no levels, but members.
const DEEPEST: usize = 8;

/// An array or an object around the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// The bracket that closes it.
    pub(super) close: u8,
    /// Whether all values in it are items.
    items: bool,
}

/// What is around the framer.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Arrays and objects, from the outside.
    pub(super) levels: Vec<Level>,
    /// Whether it was noted that something follows the document's value.
    further: bool,
}

/// Between which things the framer is, outside all levels or in the innermost one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At the beginning.
    First,
    /// Behind a comma.
    Next,
    /// Behind a value.
    Behind,
    /// Behind something wrong that was told: whatever makes sense here is fine.
    Loose,
}

/// What the framer is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Something between values, or the beginning of one.
    At(Place),
    /// A value, or its key, whose role is known and whose end is not there yet.
    Value(Role),
    /// The inside of a comment, to the end of its line or of its `block`.
    Comment { block: bool, then: Place },
    /// Nothing more is looked at.
    Ended,
}

impl Framer {
    #[inline(never)]
    pub(super) fn part(&mut self, lexer: &mut Lexer, items: &mut impl Items, state: State) -> Step {
        match state {
            State::At(place) => self.between(lexer, items, place),
            State::Value(role) => {
                let from = self.pos;
                match self.head(lexer, from) {
                    Some(head) => match head.value {
                        Ok(value) => self.value(lexer, items, from, head.key, value, role),
                        Err(at) => self.at(at, Place::Loose),
                    },
                    None => Step::Wait,
                }
            }
            State::Comment { block, then } => self.comment(lexer.bytes(), block, then),
            State::Ended => {
                self.pos = self.length;
                Step::Wait
            }
        }
    }

    /// Goes on there.
    fn at(&mut self, pos: usize, place: Place) -> Step {
        self.pos = pos;
        self.state = super::State::Body(State::At(place));
        Step::On
    }

    /// The window without its padding.
    fn window<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(..self.length).unwrap_or_default()
    }

    fn between(&mut self, lexer: &mut Lexer, items: &mut impl Items, place: Place) -> Step {
        let bytes = lexer.bytes();
        lexer.start_at(self.pos);
        let byte = lexer.next();
        let at = lexer.pos;
        if at >= self.length {
            return self.out_of_body(bytes, items);
        }
        if byte == b'/' {
            match self.window(bytes).get(at + 1) {
                None if !self.ended => {
                    self.pos = at;
                    return Step::Wait;
                }
                Some(next @ (b'/' | b'*')) => {
                    let comment = self.comment_end(bytes, items, at);
                    if comment == Comment::Wait {
                        return self.wait_for_item(at);
                    }
                    items.note(&mut self.places, bytes, at, Problem::Comment);
                    if let Comment::Ends(end) = comment {
                        return self.at(end, place);
                    }
                    self.pos = at + 2;
                    self.state = super::State::Body(State::Comment { block: *next == b'*', then: place });
                    return Step::On;
                }
                _ => {}
            }
        }
        let Some(level) = self.around.levels.last().copied() else {
            return self.outside(lexer, items, at, byte, place);
        };
        match byte {
            b',' => self.comma(bytes, items, at, place),
            b'}' | b']' => self.close(bytes, items, at, byte, place),
            b':' | b'/' => self.garbage(bytes, items, at, byte, place),
            b'"' | b'{' | b'[' if place == Place::Behind => {
                self.refuse(bytes, items, at, byte, place);
                self.at(at, Place::Loose)
            }
            b'{' | b'[' if level.close == b'}' => {
                // A value without a key.
                self.refuse(bytes, items, at, byte, place);
                self.begin(lexer, items, at, None, at)
            }
            b'"' | b'{' | b'[' => self.start(lexer, items, at),
            _ if matches!(place, Place::Behind | Place::Loose) => self.garbage(bytes, items, at, byte, place),
            _ => self.start(lexer, items, at),
        }
    }

    /// Outside all levels.
    fn outside(&mut self, lexer: &mut Lexer, items: &mut impl Items, at: usize, byte: u8, place: Place) -> Step {
        let bytes = lexer.bytes();
        match (place, byte) {
            (Place::First, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
            | (Place::Loose, b'{' | b'[') => self.begin(lexer, items, at, None, at),
            (Place::First, _) => {
                self.refuse(bytes, items, at, byte, place);
                self.at(at + 1, Place::Loose)
            }
            (Place::Behind, b':') => {
                // Members without the braces around them: nothing that follows is a document.
                let words = Fault { byte, context: "after top-level value" }.message();
                items.note(&mut self.places, bytes, at, Problem::Malformed(words));
                self.end_body(bytes, items);
                Step::Wait
            }
            (Place::Next | Place::Behind, _) => {
                items.note(&mut self.places, bytes, at, Problem::Further);
                self.around.further = true;
                self.at(at, Place::Loose)
            }
            (Place::Loose, _) => {
                let rest = self.window(bytes).get(at + 1..).unwrap_or_default();
                let next = rest.iter().position(|byte| matches!(byte, b'{' | b'[' | b'/'));
                self.at(next.map_or(self.length, |next| at + 1 + next), Place::Loose)
            }
        }
    }

    /// Notes a byte that cannot stand here, unless something wrong was told just before it.
    fn refuse(&mut self, bytes: &[u8], items: &mut impl Items, at: usize, byte: u8, place: Place) {
        let object = self.around.levels.last().is_some_and(|level| level.close == b'}');
        let context = match place {
            Place::Loose => return,
            Place::First | Place::Next => {
                if object {
                    KEY_WANTED
                } else {
                    VALUE_WANTED
                }
            }
            Place::Behind => {
                if object {
                    "after object key:value pair"
                } else {
                    "after array element"
                }
            }
        };
        items.note(&mut self.places, bytes, at, Problem::Malformed(Fault { byte, context }.message()));
    }

    /// Passes over what makes no sense, up to something that may.
    fn garbage(&mut self, bytes: &[u8], items: &mut impl Items, at: usize, byte: u8, place: Place) -> Step {
        self.refuse(bytes, items, at, byte, place);
        let rest = self.window(bytes).get(at + 1..).unwrap_or_default();
        let next = rest.iter().position(|byte| matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b'"' | b'/'));
        self.at(next.map_or(self.length, |next| at + 1 + next), Place::Loose)
    }

    fn comma(&mut self, bytes: &[u8], items: &mut impl Items, at: usize, place: Place) -> Step {
        if matches!(place, Place::First | Place::Next) {
            self.refuse(bytes, items, at, b',', place);
            return self.at(at + 1, Place::Loose);
        }
        let window = self.window(bytes);
        let next = skip::significant(window, at + 1, self.ended, |_| {});
        if next.is_none() && self.length - at <= self.item_bytes {
            return self.wait_for_item(at);
        }
        // What is farther away than an item is long is not waited for.
        let next = next.filter(|next| next - at <= self.item_bytes);
        if matches!(next.and_then(|next| window.get(next)), Some(b'}' | b']')) {
            items.mend(Mend::one("remove the trailing commas", at, at + 1, ""));
            items.note(&mut self.places, bytes, at, Problem::TrailingComma);
            return self.at(at + 1, Place::First);
        }
        self.at(at + 1, Place::Next)
    }

    fn close(&mut self, bytes: &[u8], items: &mut impl Items, at: usize, byte: u8, place: Place) -> Step {
        let own = self.around.levels.last().is_some_and(|level| level.close == byte);
        if !own || place == Place::Loose {
            // Whether it is the bracket that is wrong, what follows tells.
            let Some(closes) = skip::closes(self.window(bytes), at, self.ended, &self.around.levels) else {
                self.pos = at;
                return Step::Wait;
            };
            if !closes {
                self.refuse(bytes, items, at, byte, place);
                return self.at(at + 1, Place::Loose);
            }
        }
        if !own || place == Place::Next {
            self.refuse(bytes, items, at, byte, place);
        }
        while self.around.levels.last().is_some_and(|level| level.close != byte) {
            self.leave(bytes, items, at, false);
        }
        self.leave(bytes, items, at, true);
        self.at(at + 1, self.behind())
    }

    /// The innermost level ends.
    fn leave(&mut self, bytes: &[u8], items: &mut impl Items, at: usize, closed: bool) {
        self.around.levels.pop();
        items.leave(&mut self.places, bytes, at, closed);
    }

    /// Where the framer is behind a value.
    fn behind(&self) -> Place {
        if self.around.levels.is_empty() && self.around.further { Place::Loose } else { Place::Behind }
    }

    /// A value begins here, or its key.
    fn start(&mut self, lexer: &mut Lexer, items: &mut impl Items, from: usize) -> Step {
        let bytes = lexer.bytes();
        let head = self.head(lexer, from);
        let reach = head.as_ref().map_or(self.length - 1, |head| head.value.unwrap_or_else(|at| at));
        // Without a head one more byte may have to be seen to tell a comment.
        if reach - from > self.item_bytes.saturating_add(usize::from(head.is_none())) {
            items.note(&mut self.places, bytes, from, Problem::TooLarge);
            return self.start_skip(from, from);
        }
        let Some(head) = head else { return self.wait_for_item(from) };
        for (at, problem) in head.faults {
            self.tell_head_mend(bytes, items, at, &problem);
            items.note(&mut self.places, bytes, at, problem);
        }
        match head.value {
            Ok(value) => self.begin(lexer, items, from, head.key, value),
            Err(at) if head.open => self.start_skip(from, at),
            Err(at) => self.at(at, Place::Loose),
        }
    }

    /// A value begins at `value`; what belongs to it begins at `from`.
    fn begin(
        &mut self,
        lexer: &mut Lexer,
        items: &mut impl Items,
        from: usize,
        key: Option<Span>,
        value: usize,
    ) -> Step {
        let bytes = lexer.bytes();
        let role = match self.around.levels.last() {
            Some(level) if level.items => Role::Item,
            _ => items.role(&mut self.places, bytes, key, value),
        };
        if !matches!(role, Role::Items | Role::Members) {
            return self.value(lexer, items, from, key, value, role);
        }
        let close = match bytes.get(value) {
            Some(b'{') => b'}',
            Some(b'[') => b']',
            _ => return self.value(lexer, items, from, key, value, Role::Member),
        };
        if self.around.levels.len() == DEEPEST {
            return self.value(lexer, items, from, key, value, Role::Member);
        }
        self.around.levels.push(Level { close, items: role == Role::Items });
        self.at(value + 1, Place::First)
    }

    /// An item or a member.
    fn value(
        &mut self,
        lexer: &mut Lexer,
        items: &mut impl Items,
        from: usize,
        key: Option<Span>,
        start: usize,
        role: Role,
    ) -> Step {
        let bytes = lexer.bytes();
        let item = role == Role::Item;
        lexer.start_at(start);
        let mut whole = if item { items.parse(lexer, key) } else { lexer.value() };
        let (stop, mut at) = lexer.stopped();
        let mut end = lexer.pos;
        if !whole && stop == Stop::Incomplete {
            if self.length - start <= self.item_bytes && !self.ended {
                self.state = super::State::Body(State::Value(role));
                return self.wait_for_item(from);
            }
            at = self.length;
            // A number may end with the input.
            if !item && go_syntax::first_error(self.window(bytes).get(start..).unwrap_or_default()).is_none() {
                (whole, end) = (true, self.length);
            }
        }
        let reach = if whole { end } else { at };
        let problem = if reach - start > self.item_bytes {
            at = start;
            Problem::TooLarge
        } else if whole && item {
            items.accept(&mut self.places, bytes, start, end, !self.utf8);
            return self.at(end, self.behind());
        } else if whole {
            items.member(&mut self.places, bytes, key, start, end);
            return self.at(end, self.behind());
        } else {
            self.problem(lexer, start, |_| {
                // Up to and with the byte that is wrong.
                let text = self.window(bytes).get(start..self.length.min(at + 1)).unwrap_or_default();
                go_syntax::first_error(text)
                    .map_or_else(|| "unexpected end of JSON input".to_owned(), |error| error.message)
            })
            .1
        };
        if !self.tell_mend(bytes, items, start, at, &problem) {
            self.state = super::State::Body(State::Value(role));
            return self.wait_for_item(from);
        }
        if item {
            items.reject(&mut self.places, bytes, start, at, problem);
        } else {
            items.note(&mut self.places, bytes, at, problem);
        }
        self.start_skip(start, at)
    }

    fn comment(&mut self, bytes: &[u8], block: bool, then: Place) -> Step {
        let rest = self.window(bytes).get(self.pos..).unwrap_or_default();
        let end = if block {
            let end = memchr::memchr_iter(b'*', rest).find(|at| rest.get(at + 1) == Some(&b'/'));
            end.map(|at| at + 2)
        } else {
            memchr::memchr(b'\n', rest)
        };
        if let Some(end) = end {
            return self.at(self.pos + end, then);
        }
        if self.ended {
            return self.at(self.length, then);
        }
        // The first half of its end may be here.
        self.pos = self.length - usize::from(block && rest.last() == Some(&b'*'));
        Step::Wait
    }

    fn out_of_body(&mut self, bytes: &[u8], items: &mut impl Items) -> Step {
        self.pos = self.length;
        if self.ended {
            if !self.around.levels.is_empty() {
                let missing = self.around.levels.iter().rev().map(|level| char::from(level.close)).collect();
                items.note(&mut self.places, bytes, self.length, Problem::Truncated(missing));
            }
            self.end_body(bytes, items);
        }
        Step::Wait
    }

    fn end_body(&mut self, bytes: &[u8], items: &mut impl Items) {
        self.pos = self.length;
        while !self.around.levels.is_empty() {
            self.leave(bytes, items, self.length, false);
        }
        self.state = super::State::Body(State::Ended);
    }

    /// The search for the end of something broken came to an end.
    pub(super) fn part_skipped(&mut self, bytes: &[u8], items: &mut impl Items, found: Option<Found>) -> Step {
        match found {
            Some(Found::Item(at) | Found::End(at)) => self.at(at, Place::Loose),
            None => {
                self.end_body(bytes, items);
                Step::Wait
            }
        }
    }
}
