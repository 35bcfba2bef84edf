//! What can be done about what is wrong between items, or with an item as a whole.
//!
//! A mend is told with its problem, so that all of what it changes has to be in the window by then; what is farther away
//! than an item is long is not waited for.

use super::{Framer, Items, Problem};
use crate::json::go_syntax::is_space;
use crate::json::tidy::{self, Comment, Tidied};
use crate::mend::{Mend, Splice};

/// An item over more lines than these is not joined: each line is a change to make.
const MOST_LINES: u64 = 1_000;

impl Framer {
    /// The window as far as an item at `start` may reach, and whether nothing follows it.
    fn reach<'a>(&self, bytes: &'a [u8], start: usize) -> (&'a [u8], bool) {
        let end = self.length.min(start.saturating_add(self.item_bytes));
        (bytes.get(..end).unwrap_or_default(), self.ended && end == self.length)
    }

    /// Whether to wait for the rest of an item at `start` that could not be looked at to its end.
    fn waits(&self, start: usize) -> bool {
        !self.ended && self.length - start <= self.item_bytes
    }

    /// Tells what can be done about the fault at `at` in the value, or whatever stands in its place, that begins at
    /// `start`. `false`: more bytes are needed to say so.
    #[cold]
    #[inline(never)]
    pub(super) fn tell_mend(
        &self,
        bytes: &[u8],
        items: &mut impl Items,
        start: usize,
        at: usize,
        problem: &Problem,
    ) -> bool {
        let tidies = bytes.get(at).is_some_and(|byte| at < self.length && tidy::may_tidy(*byte));
        if !tidies || !matches!(problem, Problem::Malformed(_)) {
            return true;
        }
        if at == start && bytes.get(at) == Some(&b'/') {
            // A comment before the value, whatever that is.
            return self.comment_end(bytes, items, at) != Comment::Wait;
        }
        let (window, ended) = self.reach(bytes, start);
        match tidy::tidy(window, start, ended) {
            Tidied::Wait if self.waits(start) => return false,
            Tidied::Wait | Tidied::Done(None) => {}
            Tidied::Done(Some(mend)) => items.mend(mend),
        }
        true
    }

    /// Looks for a comment that begins at `at`, and tells that it can be taken away. One that is too long is none.
    pub(super) fn comment_end(&self, bytes: &[u8], items: &mut impl Items, at: usize) -> Comment {
        let (window, ended) = self.reach(bytes, at);
        match tidy::comment(window, at, ended) {
            Comment::Wait if self.waits(at) => Comment::Wait,
            Comment::Wait | Comment::None => Comment::None,
            Comment::Ends(end) => {
                items.mend(Mend::one("remove the comments", at, end, ""));
                Comment::Ends(end)
            }
        }
    }

    /// Tells what can be done about a fault between a key and its value, all of which is in the window.
    #[cold]
    pub(super) fn tell_head_mend(&self, bytes: &[u8], items: &mut impl Items, at: usize, problem: &Problem) {
        match problem {
            Problem::Comment => {
                self.comment_end(bytes, items, at);
            }
            Problem::BareKey(name) if !name.contains(['"', '\\']) => {
                let single = usize::from(bytes.get(at) == Some(&b'\''));
                let end = at + single + name.len();
                let splices = vec![Splice::new(at, at + single, "\""), Splice::new(end, end + single, "\"")];
                items.mend(Mend::new("put names and texts in double quotes", splices));
            }
            _ => {}
        }
    }

    /// The same of what stands behind an item on its line. `false`: more bytes are needed to say so.
    pub(super) fn tell_line_mend(&self, bytes: &[u8], items: &mut impl Items, at: usize) -> bool {
        match bytes.get(at) {
            Some(b'/') => self.comment_end(bytes, items, at) != Comment::Wait,
            Some(b',') => {
                let (window, ended) = self.reach(bytes, at);
                let rest = window.get(at + 1..).unwrap_or_default();
                match rest.iter().find(|byte| **byte == b'\n' || !is_space(**byte)) {
                    None if !ended && self.waits(at) => return false,
                    None if !ended => {}
                    None | Some(b'\n') => items.mend(Mend::one("remove the commas between lines", at, at + 1, "")),
                    Some(_) => {}
                }
                true
            }
            _ => true,
        }
    }
}

/// Takes out of a whole item what makes it several lines: line ends, and the blanks around them.
pub(super) fn join(bytes: &[u8], start: usize, end: usize, lines: u64) -> Option<Mend> {
    if lines > MOST_LINES {
        return None;
    }
    let mut splices = Vec::new();
    let mut at = start;
    while let Some(length) = memchr::memchr(b'\n', bytes.get(at..end)?) {
        let line_end = at + length;
        // No string of JSON holds a line end.
        let before = bytes.get(at..line_end)?.iter().rposition(|byte| !is_space(*byte));
        let behind = bytes.get(line_end..end)?.iter().position(|byte| !is_space(*byte))?;
        splices.push(Splice::new(before.map_or(at, |last| at + last + 1), line_end + behind, ""));
        at = line_end + behind;
    }
    Some(Mend::new("write the item on one line", splices))
}
