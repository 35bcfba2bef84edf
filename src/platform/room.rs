//! What the check asks of a platform, whichever it is: one room of the house.

use std::fmt;

use crate::finding::Position;
use crate::frame::{Places, Role};
use crate::index::Fingerprint;
use crate::json::lexer::Lexer;
use crate::options::{Dialect, Resource};
use crate::partial::{Pack, Unpack};
use crate::report::Answer;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::timeline::Timeline;

/// The most kinds of things that a platform counts.
pub(crate) const MOST_KINDS: usize = 16;

/// What is known of a document when its items begin.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Its index among the documents.
    pub(crate) index: u32,
    pub(crate) resource: Resource,
    pub(crate) dialect: Option<Dialect>,
    /// The channel it belongs to, where the caller said so.
    pub(crate) channel: Option<String>,
}

/// Things seen and things without an error, by kind.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) total: [u64; MOST_KINDS],
    pub(crate) valid: [u64; MOST_KINDS],
}

impl Tally {
    /// Counts a thing.
    pub(crate) fn see(&mut self, kind: usize) {
        if let Some(count) = self.total.get_mut(kind) {
            *count += 1;
        }
    }

    /// Counts a thing without an error.
    pub(crate) fn pass(&mut self, kind: usize) {
        if let Some(count) = self.valid.get_mut(kind) {
            *count += 1;
        }
    }

    /// Adds both counts.
    pub(crate) fn pack(&self, pack: &mut Pack) {
        for count in self.total.iter().chain(&self.valid) {
            pack.number(*count);
        }
    }

    /// Counts what was packed, too.
    pub(crate) fn absorb(&mut self, unpack: &mut Unpack) -> Option<()> {
        for count in self.total.iter_mut().chain(&mut self.valid) {
            *count = count.checked_add(unpack.number()?)?;
        }
        Some(())
    }

    /// Takes back what [`Tally::pass`] counted.
    pub(crate) fn fail(&mut self, kind: usize) {
        if let Some(count) = self.valid.get_mut(kind) {
            *count = count.saturating_sub(1);
        }
    }
}

/// A finding that belongs to no item: about a body, or about a request as a whole.
#[derive(Debug)]
pub(crate) struct Loose {
    pub(crate) draft: Box<Draft>,
    /// Where it is, if that is no longer in the window.
    pub(crate) position: Option<Position>,
    /// Whether only the end of the input could decide it.
    pub(crate) late: bool,
}

/// One platform's checks.
///
/// In the first reading a room indexes and judges; [`Room::end_first`] says whether a second one is needed, in which the
/// index is complete and what only it can tell is put into [`Room::late`].
pub(crate) trait Room {
    /// The kinds that reports count, in their order: the name of one, and of many.
    fn kinds(&self) -> &'static [(&'static str, &'static str)];

    /// The largest file that the platform takes, in bytes.
    fn largest_file(&self) -> Option<u64> {
        None
    }

    /// A document begins.
    fn start_source(&mut self, source: &Source);

    /// A document ends.
    fn end_source(&mut self) {}

    /// Parses the item at the cursor; `key` is its raw key where items are the values of an object. `false` if it is not
    /// whole; the lexer knows why.
    fn parse(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool;

    /// The item that was parsed stands whole, from `start` on: applies the rules to it.
    fn settle(&mut self, bytes: &[u8], start: usize);

    /// Settles the item that was parsed, and counts it in the first reading. Whether nothing is to be told of it: then it
    /// is counted as one without an error, too. `pending`: something is to be told of it in any case.
    ///
    /// One call for each item: a room's small answers are inlined here, behind `dyn` they cannot be.
    fn accept(&mut self, bytes: &[u8], start: usize, second: bool, pending: bool, timeline: &mut Timeline) -> bool {
        self.settle(bytes, start);
        let kind = self.kind().filter(|_| !second);
        if let Some(kind) = kind {
            self.tally().see(kind);
        }
        if !second {
            for day in self.days() {
                timeline.add(*day);
            }
        }
        let clean = !pending && self.drafts().is_empty() && (!second || self.late().is_empty());
        if let Some(kind) = kind.filter(|_| clean) {
            self.tally().pass(kind);
        }
        clean && self.loose().is_none_or(|loose| loose.is_empty())
    }

    /// The item that was parsed is broken: indexes what could be read of it.
    fn salvage(&mut self, bytes: &[u8]);

    /// Forgets what was read of the item.
    fn pass_over(&mut self);

    /// What a value of a body is that begins at `at`.
    fn role(&mut self, _places: &Places, _bytes: &[u8], _key: Option<Span>, _at: usize) -> Role {
        Role::Item
    }

    /// A value of a body beside its items.
    fn member(&mut self, _lexer: &mut Lexer, _key: Option<Span>) {}

    /// A container of a body ends.
    fn leave(&mut self) {}

    /// The findings of the item at hand.
    fn drafts(&mut self) -> &mut Vec<Box<Draft>>;

    /// Findings of the item at hand that only the end of the input could decide.
    fn late(&mut self) -> &mut Vec<Box<Draft>>;

    /// Findings that belong to no item.
    fn loose(&mut self) -> Option<&mut Vec<Loose>> {
        None
    }

    /// What the item at hand defines, and where.
    fn definitions(&self) -> &[(Fingerprint, usize)];

    /// The days on which the messages of the item at hand were sent, counted from 1970-01-01.
    fn days(&self) -> &[i32];

    /// The item's kind, where an item is one thing; rooms with several things an item count them themselves.
    fn kind(&self) -> Option<usize>;

    /// What the item at hand is called in findings.
    fn item_name(&self) -> Option<&'static str> {
        self.kinds().get(self.kind()?).map(|(one, _)| *one)
    }

    /// Where things are counted.
    fn tally(&mut self) -> &mut Tally;

    /// Ends the first reading. Whether a second one is needed.
    fn end_first(&mut self) -> bool;

    /// The answer gets the first error of the item at hand.
    fn answer_item(&mut self, _first: &Draft, _bytes: &[u8]) {}

    /// The answer gets something that is wrong with an item as a whole, or between items; `words` are the parser's.
    fn answer_problem(&mut self, _draft: &Draft, _words: Option<&str>) {}

    /// Whether the answer is put together anew in the second reading.
    fn answers_anew(&self) -> bool {
        false
    }

    /// Adds what the first reading learnt of the items so far, for [`Room::absorb`]. `false` if this room cannot.
    fn pack(&mut self, _pack: &mut Pack) -> bool {
        false
    }

    /// Whether what was packed is what this room would have learnt of the same items, read behind its own.
    fn fits(&mut self, _unpack: Unpack) -> bool {
        false
    }

    /// Goes on from what was packed, which [fits](Room::fits). `None` if it is no such thing.
    fn absorb(&mut self, _unpack: &mut Unpack) -> Option<()> {
        None
    }

    /// What the platform would answer to all of it.
    fn answer(&mut self) -> Option<Answer>;
}

/// Says no more than that it is one: a trait that asked for `Debug` would bring the code that prints every type of every
/// room into the wasm.
impl fmt::Debug for dyn Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room")
    }
}
