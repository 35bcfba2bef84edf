//! One request a line, parsed once: what its parts are checked for has effects on the way.
//!
//! So all of a request has to be in the window, and where it ends has to be clear, before it is parsed. Nearly always it is
//! its line; one that was printed over several lines is recognised by reading ahead.

use super::lines::State;
use super::skip::Found;
use super::{Framer, Items, Problem, Step};
use crate::json::go_syntax;
use crate::json::lexer::{Lexer, Stop};
use crate::json::tidy::{Tidied, may_tidy, tidy};

impl Framer {
    /// A request, or something else, begins at `start`.
    pub(super) fn request(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize) -> Step {
        let bytes = lexer.bytes();
        let window = bytes.get(..self.length).unwrap_or_default();
        let rest = window.get(start..).unwrap_or_default();
        let whole_window = self.ended || rest.len() > self.item_bytes;
        let line_end = match memchr::memchr(b'\n', rest) {
            Some(length) => start + length,
            None if whole_window => self.length,
            None => return self.wait_for_item(start),
        };
        if line_end - start > self.item_bytes {
            items.reject(&mut self.places, bytes, start, start, Problem::TooLarge);
            return self.go_on(start, State::Skip);
        }
        let reach = self.length.min(start.saturating_add(self.item_bytes).saturating_add(1));
        let next = window.get(line_end..reach).unwrap_or_default().iter().find(|byte| !go_syntax::is_space(**byte));
        if next.is_none() && !whole_window {
            return self.wait_for_item(start);
        }
        // No whole line goes on with a brace on the next one.
        let alone = next == Some(&b'{') || (next.is_none() && self.ended && rest.len() <= self.item_bytes);
        let line = window.get(start..line_end).unwrap_or_default();
        if alone && line.trim_ascii_end().last() == Some(&b'}') {
            return self.one_line(lexer, items, start, line_end);
        }
        lexer.start_at(start);
        let whole = lexer.value();
        let (stop, stopped) = lexer.stopped();
        let end = if whole { lexer.pos } else { stopped };
        if end <= line_end {
            return self.one_line(lexer, items, start, line_end);
        }
        if !whole && stop == Stop::Incomplete && !whole_window {
            return self.wait_for_item(start);
        }
        if alone && !(whole && end - start <= self.item_bytes) {
            // A line that was cut short.
            return self.one_line(lexer, items, start, line_end);
        }
        if end - start > self.item_bytes {
            items.reject(&mut self.places, bytes, start, start, Problem::TooLarge);
            return self.start_skip(start, start);
        }
        if !whole {
            let (at, problem) = self.problem(lexer, start, |_| String::new());
            if !self.tell_mend(bytes, items, start, at, &problem) {
                return self.wait_for_item(start);
            }
        }
        self.several_lines(lexer, items, start)
    }

    /// A request that is all of its line, or should be.
    fn one_line(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize, line_end: usize) -> Step {
        let bytes = lexer.bytes();
        lexer.start_at(start);
        lexer.one_line = true;
        if items.parse(lexer, None) {
            let end = lexer.pos;
            items.accept(&mut self.places, bytes, start, end, !self.utf8);
            return self.go_on(end, State::Behind);
        }
        let (_, stopped) = lexer.stopped();
        if let Some(Tidied::Done(Some(mend))) = bytes
            .get(stopped)
            .filter(|byte| stopped < line_end && may_tidy(**byte))
            .and_then(|_| Some(tidy(bytes.get(..line_end)?, start, true)))
        {
            items.mend(mend);
        }
        let at = self.refuse_request(lexer, items, start, line_end);
        self.go_on(at, State::Skip)
    }

    /// A request that was printed over several lines.
    fn several_lines(&mut self, lexer: &mut Lexer, items: &mut impl Items, start: usize) -> Step {
        let bytes = lexer.bytes();
        lexer.start_at(start);
        if items.parse(lexer, None) {
            let end = lexer.pos;
            self.over_lines(bytes, items, start, end);
            items.accept(&mut self.places, bytes, start, end, !self.utf8);
            return self.go_on(end, State::Behind);
        }
        let at = self.refuse_request(lexer, items, start, self.length);
        self.start_skip(start, at)
    }

    /// Rejects the request that was just parsed and that ends, at most, at `end`; the place of what is wrong.
    fn refuse_request(&mut self, lexer: &Lexer, items: &mut impl Items, start: usize, end: usize) -> usize {
        let bytes = lexer.bytes();
        let (_, problem) = self.problem(lexer, start, |at| {
            let text = bytes.get(start..end.min(at + 1)).unwrap_or_default();
            go_syntax::first_error(text)
                .map_or_else(|| "unexpected end of JSON input".to_owned(), |error| error.message)
        });
        let at = lexer.stopped().1.min(end);
        items.reject(&mut self.places, bytes, start, at, problem);
        at
    }

    /// The search for the end of a broken request came to an end.
    pub(super) fn request_skipped(&mut self, found: Option<Found>) -> Step {
        match found {
            Some(Found::Item(at)) => self.go_on(at, State::Start),
            Some(Found::End(at)) => self.go_on(at, State::Behind),
            None => self.go_on(self.length, State::Behind),
        }
    }
}
