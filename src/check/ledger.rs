//! Where everything that is learnt of items goes, in the first reading and in the second.

use std::borrow::Cow;

use crate::codes::Code;
use crate::collect::Collector;
use crate::finding::{Basis, Severity};
use crate::frame::{Items, Places, Problem};
use crate::json::lexer::Lexer;
use crate::options::{CheckOptions, Platform};
use crate::order;
use crate::platform::stream::answer::Dashboard;
use crate::platform::stream::{Kind, Stream};
use crate::table::draft::Draft;
use crate::timeline::Timeline;

/// Where everything that is learnt of items goes.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) second: bool,
    pub(super) collector: Collector,
    pub(super) stream: Box<Stream>,
    pub(super) platform: Option<Platform>,
    pub(super) items: u64,
    pub(super) total: [u64; Kind::ALL.len()],
    pub(super) valid: [u64; Kind::ALL.len()],
    pub(super) timeline: Timeline,
    pub(super) dashboard: Dashboard,
    pub(super) cap: u64,
    /// A finding about the item that is accepted next.
    pub(super) pending: Option<Box<Draft>>,
    pub(super) depth: u32,
    pub(super) item_bytes: u64,
}

impl Ledger {
    pub(super) fn new(options: &CheckOptions) -> Ledger {
        Ledger {
            second: false,
            collector: Collector::new(options.max_findings),
            stream: Box::new(Stream::new(options)),
            platform: options.platform,
            items: 0,
            total: Default::default(),
            valid: Default::default(),
            timeline: Timeline::default(),
            dashboard: Dashboard::default(),
            cap: options.max_findings,
            pending: None,
            depth: options.limits.depth,
            item_bytes: options.limits.item_bytes,
        }
    }

    pub(super) fn tally(counts: &mut [u64], kind: Option<Kind>, change: impl Fn(u64) -> u64) {
        if let Some(count) = kind.and_then(|kind| counts.get_mut(kind as usize)) {
            *count = change(*count);
        }
    }

    /// An error of no item in particular.
    pub(super) fn answer_malformed(&mut self, draft: &Draft) {
        if !self.second {
            self.dashboard.add(draft, Some(&draft.cause.value), None, self.cap);
        }
    }

    fn answer_item(&mut self, draft: &Draft, bytes: &[u8]) {
        let echo = self.stream.echo(bytes).map(|(kind, echo)| (kind, Cow::Owned(echo)));
        self.dashboard.add(draft, None, echo, self.cap);
    }

    /// Remembers where something was defined, if a duplicate of it asks for that.
    #[inline(never)]
    fn first_place(&mut self, places: &Places, bytes: &[u8]) {
        if let Some((twin, at)) = self.stream.definition
            && self.collector.awaits(twin)
        {
            self.collector.first_defined(twin, places.peek(bytes, at));
        }
    }

    #[cold]
    fn doubt(&mut self, bytes: &[u8], start: usize, end: usize) {
        let text = bytes.get(start..end).unwrap_or_default();
        let Err(error) = std::str::from_utf8(text) else { return };
        let at = start + error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or(0);
        let message = format!("the byte {byte:02X} is no UTF-8");
        let draft = Draft::new(Code::InvalidUtf8, Severity::Error, Basis::Observed, at, message)
            .help("save the file as UTF-8; readers put U+FFFD in the place of such bytes, or refuse the item");
        self.stream.walker.drafts.push(draft);
    }

    /// Adds what the first reading found in an item; whether there is an error in it.
    #[inline(never)]
    fn take_drafts(&mut self, places: &mut Places, bytes: &[u8]) -> bool {
        let mut drafts = std::mem::take(&mut self.stream.walker.drafts);
        if let Some(pending) = self.pending.take() {
            drafts.insert(0, pending);
        }
        let error = drafts.iter().any(|draft| draft.severity == Severity::Error);
        if !self.second {
            if let Some(first) = drafts.iter().find(|draft| draft.severity == Severity::Error) {
                self.answer_item(first, bytes);
            }
            let kind = self.stream.kind.map(Kind::name);
            sort_by_place(&mut drafts);
            for draft in drafts.drain(..) {
                let position = places.advance(bytes, draft.at);
                self.collector.add(draft, kind, position);
            }
        }
        drafts.clear();
        self.stream.walker.drafts = drafts;
        error
    }

    /// Adds what the second reading found in an item.
    #[inline(never)]
    fn take_late(&mut self, places: &mut Places, bytes: &[u8], error: bool) {
        let mut late = std::mem::take(&mut self.stream.late);
        let kind = self.stream.kind;
        if let Some(first) = late.iter().find(|draft| draft.severity == Severity::Error)
            && !error
        {
            self.answer_item(first, bytes);
            Self::tally(&mut self.valid, kind, |count| count.saturating_sub(1));
        }
        sort_by_place(&mut late);
        for draft in late.drain(..) {
            let position = places.advance(bytes, draft.at);
            self.collector.add_late(draft, kind.map(Kind::name), position);
        }
        self.stream.late = late;
    }
}

/// File order; what stands in one place keeps its order.
#[inline(never)]
fn sort_by_place(drafts: &mut Vec<Box<Draft>>) {
    order::sort_by_key(drafts, |draft| draft.at as u128);
}

impl Items for Ledger {
    fn parse(&mut self, lexer: &mut Lexer) -> bool {
        let whole = self.stream.parse(lexer);
        if whole && lexer.lone_surrogate != usize::MAX {
            let message = "an escape of half a surrogate pair stands alone; it becomes U+FFFD".to_owned();
            let at = lexer.lone_surrogate;
            let draft = Draft::new(Code::LoneSurrogate, Severity::Warning, Basis::Observed, at, message)
                .help("texts were cut in the middle of a character: cut them between characters");
            self.stream.walker.drafts.push(draft);
        }
        whole
    }

    fn accept(&mut self, places: &mut Places, bytes: &[u8], start: usize, end: usize, doubtful: bool) {
        if doubtful {
            self.doubt(bytes, start, end);
        }
        self.stream.settle(bytes, start);
        let kind = self.stream.kind;
        if self.second {
            self.first_place(places, bytes);
        } else {
            self.items += 1;
            Self::tally(&mut self.total, kind, |count| count + 1);
            if let Some(day) = self.stream.message_day() {
                self.timeline.add(day);
            }
        }
        let clean = self.stream.walker.drafts.is_empty() && self.pending.is_none();
        let error = !clean && self.take_drafts(places, bytes);
        if self.second {
            if !self.stream.late.is_empty() {
                self.take_late(places, bytes, error);
            }
        } else if !error {
            Self::tally(&mut self.valid, kind, |count| count + 1);
        }
        places.item += 1;
    }

    fn reject(&mut self, places: &mut Places, bytes: &[u8], start: usize, at: usize, problem: Problem) {
        if problem == Problem::TooLarge {
            // How much of it was there to be read depends on the chunks: nothing of it counts.
            self.stream.pass_over();
        } else {
            self.stream.salvage(bytes);
        }
        self.pending = None;
        if self.second {
            self.first_place(places, bytes);
        } else {
            self.items += 1;
            Self::tally(&mut self.total, self.stream.kind, |count| count + 1);
            let draft = problem.describe(at, self.depth, self.item_bytes);
            // What was found before the fault is as true as ever; what is missing behind it cannot be told.
            let known = matches!(problem, Problem::Malformed(_));
            let mut drafts = std::mem::take(&mut self.stream.walker.drafts);
            if !known {
                drafts.clear();
            }
            if draft.cause.value.is_empty() {
                self.dashboard.add(&draft, None, None, self.cap);
            } else {
                self.answer_malformed(&draft);
            }
            drafts.retain(|found| found.at < at);
            drafts.push(draft);
            sort_by_place(&mut drafts);
            let kind = self.stream.kind.map(Kind::name);
            places.advance(bytes, start);
            for draft in drafts {
                let position = places.advance(bytes, draft.at);
                self.collector.add(draft, kind, position);
            }
        }
        places.item += 1;
    }

    fn note(&mut self, places: &mut Places, bytes: &[u8], at: usize, problem: Problem) {
        let draft = problem.describe(at, self.depth, self.item_bytes);
        if matches!(problem, Problem::OverLines(_)) {
            self.pending = Some(draft);
            return;
        }
        if self.second {
            return;
        }
        if draft.severity == Severity::Error {
            if draft.cause.value.is_empty() {
                self.dashboard.add(&draft, None, None, self.cap);
            } else {
                self.answer_malformed(&draft);
            }
        }
        let mut position = places.advance(bytes, at);
        if problem == Problem::BlankLine {
            // The blanks are what is wrong, from the beginning of their line.
            position.byte -= position.column - 1;
            position.column = 1;
        }
        self.collector.add(draft, None, position);
    }
}
