//! Stream's room: what the check asks of it.

use std::borrow::Cow;

use super::{Kind, MAX_FILE, Stream};
use crate::index::Fingerprint;
use crate::json::lexer::Lexer;
use crate::options::Dialect;
use crate::partial::{Pack, Unpack};
use crate::platform::room::{Room, Source, Tally};
use crate::report::Answer;
use crate::table::draft::Draft;
use crate::table::slots::Span;

/// The kinds in the order of [`Kind`].
const KINDS: [(&str, &str); Kind::ALL.len()] = {
    let mut names = [("", ""); Kind::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = (Kind::ALL[at].name(), Kind::ALL[at].plural());
        at += 1;
    }
    names
};

impl Room for Stream {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &KINDS
    }

    fn largest_file(&self) -> Option<u64> {
        Some(MAX_FILE)
    }

    fn start_source(&mut self, source: &Source) {
        Stream::start_source(self, source.dialect.unwrap_or(Dialect::Jsonl));
    }

    fn parse(&mut self, lexer: &mut Lexer, _key: Option<Span>) -> bool {
        Stream::parse(self, lexer)
    }

    fn settle(&mut self, bytes: &[u8], start: usize) {
        Stream::settle(self, bytes, start);
        self.day = self.message_day();
        for draft in self.walker.drafts.iter_mut().chain(&mut self.late) {
            draft.day = self.day;
        }
    }

    fn salvage(&mut self, bytes: &[u8]) {
        Stream::salvage(self, bytes);
    }

    fn pass_over(&mut self) {
        Stream::pass_over(self);
    }

    fn drafts(&mut self) -> &mut Vec<Box<Draft>> {
        &mut self.walker.drafts
    }

    fn late(&mut self) -> &mut Vec<Box<Draft>> {
        &mut self.late
    }

    fn definitions(&self) -> &[(Fingerprint, usize)] {
        self.definition.as_slice()
    }

    fn days(&self) -> &[i32] {
        self.day.as_slice()
    }

    fn kind(&self) -> Option<usize> {
        self.kind.map(|kind| kind as usize)
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }

    fn end_first(&mut self) -> bool {
        self.references.end_first()
    }

    fn answer_item(&mut self, first: &Draft, bytes: &[u8]) {
        let echo = self.echo(bytes).map(|(kind, echo)| (kind, Cow::Owned(echo)));
        self.dashboard.add(first, None, echo, self.cap);
    }

    fn answer_problem(&mut self, draft: &Draft, words: Option<&str>) {
        self.dashboard.add(draft, words, None, self.cap);
    }

    fn pack(&mut self, pack: &mut Pack) -> bool {
        if self.array() {
            return false;
        }
        for kind in [self.first, self.previous] {
            pack.number(kind.map_or(0, |kind| kind as u64 + 1));
        }
        self.references.pack(pack);
        self.tally.pack(pack);
        self.dashboard.pack(pack);
        true
    }

    fn fits(&mut self, mut unpack: Unpack) -> bool {
        let (Some(first), Some(_)) = (unpack.index(), unpack.index()) else { return false };
        // Were it otherwise, the first item would have been told to stand in the wrong place.
        let in_order = kind_at(first).is_none_or(|first| self.previous.is_none_or(|previous| previous <= first));
        !self.array() && in_order && self.references.is_apart_from(&mut unpack) == Some(true)
    }

    fn absorb(&mut self, unpack: &mut Unpack) -> Option<()> {
        let (first, previous) = (kind_at(unpack.index()?), kind_at(unpack.index()?));
        self.first = self.first.or(first);
        self.previous = previous.or(self.previous);
        self.references.absorb(unpack)?;
        self.tally.absorb(unpack)?;
        self.dashboard.absorb(unpack, self.cap)
    }

    fn answer(&mut self) -> Option<Answer> {
        let tally = &self.tally;
        Some(self.dashboard.finish(|kind| tally.total.get(kind as usize).copied().unwrap_or(0)))
    }
}

/// The kind of this number, counted from 1.
fn kind_at(number: usize) -> Option<Kind> {
    Kind::ALL.get(number.checked_sub(1)?).copied()
}
