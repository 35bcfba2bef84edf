//! Stream's room: what the check asks of it.

use std::borrow::Cow;

use super::{Kind, MAX_FILE, Stream};
use crate::index::Fingerprint;
use crate::json::lexer::Lexer;
use crate::options::Dialect;
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

    fn answer(&mut self) -> Option<Answer> {
        let tally = &self.tally;
        Some(self.dashboard.finish(|kind| tally.total.get(kind as usize).copied().unwrap_or(0)))
    }
}
