//! The report in the making: counts of everything, details of the first findings of each code.

use crate::codes::{ALL, COUNT, Code};
use crate::finding::{Finding, Position, Related};
use crate::index::{Fingerprint, Map};
use crate::mend::Mend;
use crate::order;
use crate::partial::{Pack, Unpack, pack_finding, unpack_finding};
use crate::redact;
use crate::report::Counters;
use crate::table::draft::Draft;
use crate::timeline::date;

/// Findings, counted and kept under the cap.
#[derive(Debug)]
pub(crate) struct Collector {
    counts: [u64; COUNT],
    cap: u64,
    /// Whether findings say on which day their message was sent.
    days: bool,
    inline: Vec<Finding>,
    late: Vec<Finding>,
    /// Kept findings about things defined twice, which wait for the place of the first definition.
    awaiting: Map<Vec<usize>>,
    /// Those that were not handed out one by one.
    fresh: Fresh,
    /// Whether any finding is an error.
    pub(crate) errors: bool,
    /// All mends since they were taken last, for who makes them; nobody does in a check.
    pub(crate) mends: Option<Vec<Mendable>>,
}

/// What can be mended, and where.
#[derive(Debug)]
pub(crate) struct Mendable {
    pub(crate) code: Code,
    pub(crate) position: Position,
    /// Where the window began in the document.
    pub(crate) base: u64,
    pub(crate) mend: Mend,
}

/// Findings that are to be handed out.
#[derive(Debug, Default)]
struct Fresh {
    /// Complete ones, by their index among those that were decided where they stand.
    inline: Vec<usize>,
    /// How many of those that only the end could decide were handed out.
    late: usize,
    /// Whether anybody asks for them.
    asked: bool,
    /// What is left when the check ends.
    rest: Vec<Finding>,
}

impl Collector {
    pub(crate) fn new(cap: u64, days: bool) -> Collector {
        Collector {
            counts: [0; COUNT],
            cap,
            days,
            inline: Vec::new(),
            late: Vec::new(),
            awaiting: Map::new(),
            fresh: Fresh::default(),
            errors: false,
            mends: None,
        }
    }

    /// Adds a finding that could be decided where it stands.
    pub(crate) fn add(&mut self, draft: Box<Draft>, kind: Option<&'static str>, position: Position) {
        let twin = draft.twin;
        if let Some(finding) = self.count(draft, kind, position) {
            self.keep(finding, twin);
        }
    }

    /// Keeps a finding; about a thing defined twice, it waits for the place of the first definition.
    fn keep(&mut self, finding: Finding, twin: Option<Fingerprint>) {
        let index = self.inline.len();
        self.inline.push(finding);
        if let Some(twin) = twin {
            match self.awaiting.get_mut(twin) {
                Some(indices) => indices.push(index),
                None => self.awaiting.add(twin, vec![index]),
            }
        } else {
            self.fresh.inline.push(index);
        }
    }

    /// Adds a finding that only the end of the input could decide.
    pub(crate) fn add_late(&mut self, draft: Box<Draft>, kind: Option<&'static str>, position: Position) {
        if let Some(finding) = self.count(draft, kind, position) {
            self.late.push(finding);
        }
    }

    fn count(&mut self, draft: Box<Draft>, kind: Option<&'static str>, position: Position) -> Option<Finding> {
        self.errors |= draft.severity == crate::finding::Severity::Error;
        let count = self.counts.get_mut(draft.code as usize)?;
        *count += 1;
        let base = position.byte.wrapping_sub(draft.at as u64);
        if let (Some(mends), Some(mend)) = (&mut self.mends, &draft.mend) {
            mends.push(Mendable { code: draft.code, position, base, mend: mend.clone() });
        }
        (self.cap == 0 || *count <= self.cap).then(|| Finding {
            code: draft.code,
            severity: draft.severity,
            basis: draft.basis,
            message: draft.message,
            kind: draft.item.or(kind),
            path: draft.path,
            position,
            related: Vec::new(),
            day: draft.day.filter(|_| self.days).map(|day| date(day.into())),
            help: draft.help,
            // What is to be written there is what the input says, or close to it.
            fix: draft.mend.filter(|_| !redact::is_on()).map(|mend| mend.fix(base)),
        })
    }

    /// Adds what the first reading found so far, to go on from elsewhere.
    pub(crate) fn pack(&self, pack: &mut Pack) {
        pack.flag(self.errors);
        pack.number(COUNT as u64);
        for count in self.counts {
            pack.number(count);
        }
        let mut twins = vec![None; self.inline.len()];
        for (twin, indices) in self.awaiting.iter() {
            for index in indices {
                if let Some(slot) = twins.get_mut(*index) {
                    *slot = Some(twin);
                }
            }
        }
        pack.number(self.inline.len() as u64);
        for (finding, twin) in self.inline.iter().zip(twins) {
            pack_finding(pack, finding);
            pack.flag(twin.is_some());
            if let Some(twin) = twin {
                pack.key(twin);
            }
        }
    }

    /// Goes on from what another check found in a document that began at `origin`. What is over the cap is left out, as
    /// if it had been found here.
    pub(crate) fn absorb(
        &mut self,
        unpack: &mut Unpack,
        origin: Position,
        kinds: &[(&'static str, &'static str)],
    ) -> Option<()> {
        self.errors |= unpack.flag()?;
        let mut more = [0; COUNT];
        if unpack.index()? != COUNT {
            return None;
        }
        for count in &mut more {
            *count = unpack.number()?;
        }
        let before = self.counts;
        for _ in 0..unpack.number()? {
            let finding = unpack_finding(unpack, origin, kinds)?;
            let twin = if unpack.flag()? { Some(unpack.key()?) } else { None };
            let count = self.counts.get_mut(finding.code as usize)?;
            *count += 1;
            if self.cap == 0 || *count <= self.cap {
                self.keep(finding, twin);
            }
        }
        for ((count, before), more) in self.counts.iter_mut().zip(before).zip(more) {
            *count = before.checked_add(more)?;
        }
        Some(())
    }

    /// Whether someone waits for the place of this definition.
    pub(crate) fn awaits(&self, twin: Fingerprint) -> bool {
        self.awaiting.get(twin).is_some_and(|indices| !indices.is_empty())
    }

    /// The place where something was defined first.
    pub(crate) fn first_defined(&mut self, twin: Fingerprint, position: Position) {
        for index in self.awaiting.get_mut(twin).map(std::mem::take).unwrap_or_default() {
            if let Some(finding) = self.inline.get_mut(index) {
                finding.related.push(Related { message: "first defined here".to_owned(), position });
                self.fresh.inline.push(index);
            }
        }
    }

    /// All findings that were counted.
    pub(crate) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(crate) fn counters(&self) -> Counters {
        let named = ALL.into_iter().map(Code::slug).zip(self.counts);
        Counters(named.filter(|(_, count)| *count > 0).collect())
    }

    /// Kept findings that are complete and were not handed out before.
    pub(crate) fn hand_out(&mut self) -> Vec<Finding> {
        let fresh = &mut self.fresh;
        fresh.asked = true;
        let mut findings = std::mem::take(&mut fresh.rest);
        let complete = std::mem::take(&mut fresh.inline);
        findings.extend(complete.into_iter().filter_map(|index| self.inline.get(index).cloned()));
        findings.extend(self.late.get(fresh.late..).unwrap_or_default().iter().cloned());
        fresh.late = self.late.len();
        findings
    }

    /// The kept findings in order, and how many were not kept.
    pub(crate) fn take(&mut self) -> (Vec<Finding>, u64) {
        self.keep_rest();
        let mut findings = std::mem::take(&mut self.inline);
        // Behind a broken item the next one may begin before the place where it broke.
        order::sort_by_key(&mut findings, |finding| {
            u128::from(finding.position.source) << 64 | u128::from(finding.position.byte)
        });
        findings.append(&mut self.late);
        let dropped = self.total() - findings.len() as u64;
        (findings, dropped)
    }

    /// Keeps what is still to be handed out; whoever waits for the place of a first definition waits in vain.
    fn keep_rest(&mut self) {
        if !self.fresh.asked {
            return;
        }
        for mut waiting in std::mem::replace(&mut self.awaiting, Map::new()).into_values() {
            self.fresh.inline.append(&mut waiting);
        }
        order::sort_by_key(&mut self.fresh.inline, |index| *index as u128);
        let rest = self.hand_out();
        self.fresh.rest = rest;
        self.fresh.late = 0;
    }
}
