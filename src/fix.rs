//! Makes the mends of a check while reading: copies documents through, with their edits.
//!
//! The way is that of a check, chunk → frame → item → rules, so that what is mended is what a check says can be. What was
//! read stays here until nothing in it can be found any more; memory grows with the largest item, not with the document.

mod sorter;

use crate::check::{Checker, LOOK_BACK, SourceOptions};
use crate::codes::Code;
use crate::collect::Mendable;
use crate::finding::{Edit, Position};
use crate::options::CheckOptions;
use crate::report::plain::{Object, Plain, serialize};
pub use sorter::Sorter;

/// One kind of mend, and how often it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The findings that it was made for.
    pub code: Code,
    /// What was done.
    pub title: String,
    /// How often.
    pub count: u64,
    /// Where, for the first times.
    pub first: Vec<Position>,
}

/// So many places are kept of each kind.
const PLACES: usize = 5;

/// Mends documents that are pushed in pieces of any size.
///
/// One pass makes the mends that can be seen in it: what stands behind a fault may need another one. Repeat it over its
/// own output until it [makes none](Fixer::applied).
///
/// ```
/// use chat_preflight::{CheckOptions, Fixer};
///
/// let mut fixer = Fixer::new(CheckOptions::default());
/// fixer.push(br#"{"type":"user","item":{"id":"ann"}}"#);
/// fixer.end_source();
/// assert_eq!(fixer.output(), br#"{"type":"user","data":{"id":"ann"}}"#);
/// assert_eq!(fixer.applied()[0].title, "rename the key to \"data\"");
/// ```
#[derive(Debug)]
pub struct Fixer {
    checker: Checker,
    /// What was pushed and not given out yet.
    held: Vec<u8>,
    /// Where that begins in the document.
    base: u64,
    output: Vec<u8>,
    /// Edits in what is held, in order.
    edits: Vec<Edit>,
    applied: Vec<Applied>,
    /// What only a rewrite of the whole document can mend: its findings in the document at hand.
    reorder: Option<Applied>,
}

impl Fixer {
    /// Starts a pass.
    #[must_use]
    pub fn new(options: CheckOptions) -> Self {
        let mut checker = Checker::new(CheckOptions { max_findings: 1, ..options });
        checker.collect_mends();
        Fixer {
            checker,
            held: Vec::new(),
            base: 0,
            output: Vec::new(),
            edits: Vec::new(),
            applied: Vec::new(),
            reorder: None,
        }
    }

    /// For tests: see [`Checker::gather`].
    #[doc(hidden)]
    #[must_use]
    pub fn gather(mut self, bytes: usize) -> Self {
        self.checker = self.checker.gather(bytes);
        self
    }

    /// Starts the next document, and ends the one before.
    pub fn source(&mut self, options: SourceOptions) {
        self.end_source();
        self.reorder = None;
        self.checker.source(options);
    }

    /// Takes the next bytes of the document.
    pub fn push(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
        self.checker.push(bytes);
        let settled = self.checker.settled().saturating_sub(LOOK_BACK as u64);
        self.give_out(settled);
    }

    /// Ends the document: all of it is in the [`output`](Fixer::output) then.
    pub fn end_source(&mut self) {
        self.checker.end_document();
        self.give_out(u64::MAX);
        self.base = 0;
    }

    /// How many bytes of output wait to be taken.
    #[must_use]
    pub fn output_bytes(&self) -> usize {
        self.output.len()
    }

    /// Takes the output so far.
    pub fn output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    /// What was done so far, in the order of the first places.
    #[must_use]
    pub fn applied(&self) -> &[Applied] {
        &self.applied
    }

    /// Whether the items of the last document have to be [sorted](Sorter).
    #[must_use]
    pub fn wants_order(&self) -> bool {
        self.reorder.is_some()
    }

    /// Counts that as done.
    pub fn count_order(&mut self) {
        self.applied.extend(self.reorder.take());
    }

    /// Items seen so far.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.checker.items()
    }

    /// Takes the mends that are known now, and gives out what stands before a place of the document.
    fn give_out(&mut self, settled: u64) {
        for mendable in self.checker.take_mends() {
            self.take(&mendable);
        }
        let end = settled.min(self.base + self.held.len() as u64);
        let length = usize::try_from(end.saturating_sub(self.base)).unwrap_or(0);
        let done = self.edits.partition_point(|edit| edit.end <= end);
        let mut at = 0;
        for edit in self.edits.drain(..done) {
            let start = usize::try_from(edit.start - self.base).unwrap_or(usize::MAX);
            self.output.extend_from_slice(self.held.get(at..start).unwrap_or_default());
            self.output.extend_from_slice(edit.text.as_bytes());
            at = usize::try_from(edit.end - self.base).unwrap_or(usize::MAX);
        }
        // Not into the middle of an edit.
        let next = self.edits.first().map_or(u64::MAX, |edit| edit.start);
        let length = length.min(usize::try_from(next.saturating_sub(self.base)).unwrap_or(usize::MAX));
        self.output.extend_from_slice(self.held.get(at..length).unwrap_or_default());
        self.held.drain(..length);
        self.base += length as u64;
    }

    /// Notes a mend, unless it changes what another one changes: then the next pass has it.
    fn take(&mut self, mendable: &Mendable) {
        let Mendable { code, position, base, mend } = mendable;
        if mend.whole == Some("reorder") {
            note(&mut self.reorder, *code, &mend.title, *position);
            return;
        }
        let edits = mend.edits(*base);
        let end = self.base + self.held.len() as u64;
        let inside = edits.first().is_some_and(|first| first.start >= self.base)
            && edits.last().is_some_and(|last| last.end <= end);
        if !inside || edits.iter().any(|edit| self.is_taken(edit)) {
            return;
        }
        for edit in edits {
            let place = self.edits.partition_point(|other| other.start < edit.start);
            self.edits.insert(place, edit);
        }
        let known = self.applied.iter().position(|applied| applied.code == *code && applied.title == mend.title);
        let mut applied = known.map(|known| self.applied.remove(known));
        note(&mut applied, *code, &mend.title, *position);
        if let Some(applied) = applied {
            self.applied.insert(known.unwrap_or(self.applied.len()), applied);
        }
    }

    /// Whether an edit touches one that will be made.
    fn is_taken(&self, edit: &Edit) -> bool {
        let place = self.edits.partition_point(|other| other.start < edit.start);
        let before = place.checked_sub(1).and_then(|before| self.edits.get(before));
        before.is_some_and(|other| other.end > edit.start)
            || self.edits.get(place).is_some_and(|other| other.start < edit.end || other.start == edit.start)
    }
}

/// Counts a mend.
fn note(applied: &mut Option<Applied>, code: Code, title: &str, position: Position) {
    let applied = applied.get_or_insert_with(|| Applied { code, title: title.to_owned(), count: 0, first: Vec::new() });
    applied.count += 1;
    if applied.first.len() < PLACES {
        applied.first.push(position);
    }
}

impl Object for Applied {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("code", Plain::Text(self.code.slug())),
            ("title", Plain::Text(&self.title)),
            ("count", Plain::Count(self.count)),
            ("first", Plain::List(&self.first)),
        ]
    }
}

serialize!(fields: Applied; names: );
