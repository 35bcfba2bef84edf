//! Where everything that is learnt of items goes, in the first reading and in the second.

use crate::codes::Code;
use crate::collect::Collector;
use crate::finding::{Basis, Severity};
use crate::frame::{Items, Places, Problem, Role};
use crate::json::lexer::Lexer;
use crate::mend::Mend;
use crate::options::{CheckOptions, Platform};
use crate::order;
use crate::platform::room::{Room, Source};
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::timeline::Timeline;

/// Blank lines that are longer are not taken away: so far back a mend may reach behind what was read.
pub(crate) const LOOK_BACK: usize = 1_024;

/// Where everything that is learnt of items goes.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) second: bool,
    pub(super) collector: Collector,
    pub(super) platform: Option<Platform>,
    /// The platform's room, once it is known which.
    pub(super) room: Option<Box<dyn Room>>,
    pub(super) items: u64,
    pub(super) timeline: Timeline,
    /// A finding about the item that is accepted next.
    pub(super) pending: Option<Box<Draft>>,
    /// What can be done about the problem that is told next.
    pub(super) mend: Option<Mend>,
    pub(super) depth: u32,
    pub(super) item_bytes: u64,
}

impl Ledger {
    pub(super) fn new(options: &CheckOptions) -> Ledger {
        Ledger {
            second: false,
            collector: Collector::new(options.max_findings, options.days),
            platform: options.platform,
            room: None,
            items: 0,
            timeline: Timeline::default(),
            pending: None,
            mend: None,
            depth: options.limits.depth,
            item_bytes: options.limits.item_bytes,
        }
    }

    /// A document of the room's platform begins.
    pub(super) fn start_source(&mut self, source: &Source) {
        if let Some(room) = &mut self.room {
            room.start_source(source);
        }
    }

    /// A document ends.
    pub(super) fn end_source(&mut self, index: u32) {
        if let Some(room) = &mut self.room {
            room.end_source();
        }
        self.take_loose(&Places::new(index, 0), b"");
    }

    /// An error of no item in particular.
    pub(super) fn answer_malformed(&mut self, draft: &Draft) {
        if let Some(room) = self.room.as_mut().filter(|_| !self.second) {
            room.answer_problem(draft, Some(&draft.cause.value));
        }
    }

    /// Remembers where something was defined, if a duplicate of it asks for that.
    #[inline(never)]
    fn first_places(&mut self, places: &Places, bytes: &[u8]) {
        let Some(room) = &self.room else { return };
        for (twin, at) in room.definitions() {
            if self.collector.awaits(*twin) {
                self.collector.first_defined(*twin, places.peek(bytes, *at));
            }
        }
    }

    #[cold]
    fn doubt(room: &mut dyn Room, bytes: &[u8], start: usize, end: usize) {
        let text = bytes.get(start..end).unwrap_or_default();
        let Err(error) = std::str::from_utf8(text) else { return };
        let at = start + error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or(0);
        let message = format!("the byte {byte:02X} is no UTF-8");
        let draft = Draft::new(Code::InvalidUtf8, Severity::Error, Basis::Observed, at, message)
            .help("save the file as UTF-8; readers put U+FFFD in the place of such bytes, or refuse the item");
        room.drafts().push(draft);
    }

    /// Adds what the first reading found in an item; whether there is an error in it.
    #[inline(never)]
    fn take_drafts(&mut self, places: &mut Places, bytes: &[u8]) -> bool {
        let Some(room) = &mut self.room else { return false };
        let mut drafts = std::mem::take(room.drafts());
        if let Some(mut pending) = self.pending.take() {
            // An item over several lines is one thing, unless it is a request.
            pending.day = room.days().first().copied().filter(|_| room.kind().is_some());
            drafts.insert(0, pending);
        }
        let error = drafts.iter().any(|draft| draft.severity == Severity::Error);
        if !self.second {
            if let Some(first) = drafts.iter().find(|draft| draft.severity == Severity::Error) {
                room.answer_item(first, bytes);
            }
            let kind = room.item_name();
            sort_by_place(&mut drafts);
            for draft in drafts.drain(..) {
                let position = places.advance(bytes, draft.at);
                self.collector.add(draft, kind, position);
            }
        }
        drafts.clear();
        *room.drafts() = drafts;
        error
    }

    /// Adds what the second reading found in an item.
    #[inline(never)]
    fn take_late(&mut self, places: &mut Places, bytes: &[u8], error: bool) {
        let Some(room) = &mut self.room else { return };
        let mut late = std::mem::take(room.late());
        if let Some(first) = late.iter().find(|draft| draft.severity == Severity::Error)
            && !error
        {
            room.answer_item(first, bytes);
            if let Some(kind) = room.kind() {
                room.tally().fail(kind);
            }
        }
        let kind = room.item_name();
        sort_by_place(&mut late);
        for draft in late.drain(..) {
            let position = places.advance(bytes, draft.at);
            self.collector.add_late(draft, kind, position);
        }
        *room.late() = late;
    }

    /// Adds what this reading found in an item, and beside it.
    #[inline(never)]
    fn take_findings(&mut self, places: &mut Places, bytes: &[u8]) {
        let Some(room) = &mut self.room else { return };
        let clean = self.pending.is_none() && room.drafts().is_empty();
        let late = self.second && !room.late().is_empty();
        if !clean || late {
            let error = !clean && self.take_drafts(places, bytes);
            if late {
                self.take_late(places, bytes, error);
            } else if let Some(room) = &mut self.room
                && let Some(kind) = room.kind().filter(|_| !error && !self.second)
            {
                room.tally().pass(kind);
            }
        }
        self.take_loose(places, bytes);
    }

    /// Adds what belongs to no item.
    fn take_loose(&mut self, places: &Places, bytes: &[u8]) {
        let Some(room) = &mut self.room else { return };
        for loose in room.loose().map(std::mem::take).unwrap_or_default() {
            if loose.late != self.second {
                // The other reading has it.
                continue;
            }
            let mut draft = loose.draft;
            if loose.position.is_some() {
                // A mend speaks of a window that is gone.
                draft.mend = None;
            }
            let position = loose.position.unwrap_or_else(|| places.peek(bytes, draft.at));
            if loose.late {
                self.collector.add_late(draft, None, position);
            } else {
                self.collector.add(draft, None, position);
            }
        }
    }
}

/// File order; what stands in one place keeps its order.
#[inline(never)]
fn sort_by_place(drafts: &mut [Box<Draft>]) {
    order::sort_by_key(drafts, |draft| draft.at as u128);
}

impl Items for Ledger {
    fn parse(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool {
        let Some(room) = &mut self.room else { return lexer.value() };
        let whole = room.parse(lexer, key);
        if whole && lexer.lone_surrogate != usize::MAX {
            let message = "an escape of half a surrogate pair stands alone; it becomes U+FFFD".to_owned();
            let at = lexer.lone_surrogate;
            let draft = Draft::new(Code::LoneSurrogate, Severity::Warning, Basis::Observed, at, message)
                .help("texts were cut in the middle of a character: cut them between characters");
            room.drafts().push(draft);
        }
        whole
    }

    fn accept(&mut self, places: &mut Places, bytes: &[u8], start: usize, end: usize, doubtful: bool) {
        let Some(room) = &mut self.room else { return };
        if doubtful {
            Ledger::doubt(room.as_mut(), bytes, start, end);
        }
        let silent = room.accept(bytes, start, self.second, self.pending.is_some(), &mut self.timeline);
        if self.second {
            self.first_places(places, bytes);
        } else {
            self.items += 1;
        }
        if !silent {
            self.take_findings(places, bytes);
        }
        places.item += 1;
    }

    fn reject(&mut self, places: &mut Places, bytes: &[u8], start: usize, at: usize, problem: Problem) {
        let Some(room) = &mut self.room else { return };
        if problem == Problem::TooLarge {
            // How much of it was there to be read depends on the chunks: nothing of it counts.
            room.pass_over();
        } else {
            room.salvage(bytes);
        }
        self.pending = None;
        let draft = problem.describe(at, self.depth, self.item_bytes).mend(self.mend.take());
        if !self.second || room.answers_anew() {
            let words = (!draft.cause.value.is_empty()).then_some(draft.cause.value.as_str());
            room.answer_problem(&draft, words);
        }
        if self.second {
            self.first_places(places, bytes);
        } else {
            self.items += 1;
            if let Some(kind) = room.kind() {
                room.tally().see(kind);
            }
            // What was found before the fault is as true as ever; what is missing behind it cannot be told.
            let known = matches!(problem, Problem::Malformed(_));
            let mut drafts = std::mem::take(room.drafts());
            if !known {
                drafts.clear();
            }
            drafts.retain(|found| found.at < at);
            for found in &mut drafts {
                // What is behind the fault may speak against it.
                found.mend = None;
            }
            drafts.push(draft);
            sort_by_place(&mut drafts);
            let kind = room.item_name();
            places.advance(bytes, start);
            for draft in drafts {
                let position = places.advance(bytes, draft.at);
                self.collector.add(draft, kind, position);
            }
        }
        places.item += 1;
    }

    fn note(&mut self, places: &mut Places, bytes: &[u8], at: usize, problem: Problem) {
        let mut draft = problem.describe(at, self.depth, self.item_bytes).mend(self.mend.take());
        if matches!(problem, Problem::OverLines(_)) {
            self.pending = Some(draft);
            return;
        }
        if let Some(room) = self.room.as_mut().filter(|_| draft.severity == Severity::Error) {
            let words = (!draft.cause.value.is_empty()).then_some(draft.cause.value.as_str());
            // Answers that are put together in the second reading want it there as well.
            if !self.second || room.answers_anew() {
                room.answer_problem(&draft, words);
            }
        }
        if self.second {
            return;
        }
        let mut position = places.advance(bytes, at);
        if problem == Problem::BlankLine {
            // The blanks are what is wrong, from the beginning of their line.
            let blanks = position.column - 1;
            position.byte -= blanks;
            position.column = 1;
            if let Some(blanks) = usize::try_from(blanks).ok().filter(|blanks| *blanks <= LOOK_BACK) {
                draft.at = draft.at.wrapping_sub(blanks);
                draft.mend = Some(Mend::one("remove the blank line", draft.at, at + 1, ""));
            }
        }
        self.collector.add(draft, None, position);
    }

    fn mend(&mut self, mend: Mend) {
        self.mend = Some(mend);
    }

    fn role(&mut self, places: &mut Places, bytes: &[u8], key: Option<Span>, at: usize) -> Role {
        let Some(room) = &mut self.room else { return Role::Member };
        let role = room.role(places, bytes, key, at);
        self.take_loose(places, bytes);
        role
    }

    fn member(&mut self, places: &mut Places, bytes: &[u8], key: Option<Span>, start: usize, _end: usize) {
        let Some(room) = &mut self.room else { return };
        room.member(&mut Lexer::new(bytes, start, self.depth), key);
        self.take_loose(places, bytes);
    }

    fn leave(&mut self, places: &mut Places, bytes: &[u8], _at: usize, _closed: bool) {
        let Some(room) = &mut self.room else { return };
        room.leave();
        self.take_loose(places, bytes);
    }
}
