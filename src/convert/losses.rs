//! `losses.json`: everything that did not go over as it was.

use super::texts::TextSet;
use crate::finding::Position;
use crate::history::Kind;
use crate::order;
use crate::report::plain::{List, Object, Plain};

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Treatment {
    /// It is not in the output.
    Lost,
    /// It is in the target's custom data, and comes back from there.
    Parked,
    /// It is in the output in another form.
    Changed,
}

impl Treatment {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Treatment::Lost => "lost",
            Treatment::Parked => "parked",
            Treatment::Changed => "changed",
        }
    }
}

/// How many places of one loss are told.
const FIRST: usize = 5;

/// All values of one field that had the same fate for the same reason.
#[derive(Clone, Debug)]
pub(crate) struct Loss {
    pub(crate) kind: &'static str,
    /// The history's name of the field, or the key of custom data; empty for whole records.
    pub(crate) field: String,
    pub(crate) treatment: Treatment,
    pub(crate) reason: String,
    pub(crate) count: u64,
    pub(crate) first: Vec<Position>,
}

/// The losses of a conversion.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    list: Vec<Loss>,
    /// Where the search for the next one begins: what is lost of one record is lost of the next.
    next: usize,
}

impl Losses {
    /// Counts a loss.
    #[inline(never)]
    pub(crate) fn add(&mut self, kind: &'static str, field: &str, treatment: Treatment, reason: &str, at: Position) {
        let same = |loss: &Loss| {
            loss.treatment == treatment && loss.kind == kind && loss.field == field && loss.reason == reason
        };
        let count = self.list.len();
        let found =
            (0..count).map(|step| (self.next + step) % count).find(|index| self.list.get(*index).is_some_and(same));
        let index = found.unwrap_or(count);
        if found.is_none() {
            let reason = reason.to_owned();
            self.list.push(Loss { kind, field: field.to_owned(), treatment, reason, count: 0, first: Vec::new() });
        }
        self.next = index + 1;
        if let Some(loss) = self.list.get_mut(index) {
            loss.count += 1;
            // Buckets come in an order of their own; the first places are those of the input.
            let place = loss.first.partition_point(|known| *known <= at);
            if place < FIRST {
                loss.first.truncate(FIRST - 1);
                loss.first.insert(place, at);
            }
        }
    }

    /// What was counted, in the order of kinds, fields and treatments.
    pub(crate) fn into_list(mut self) -> Vec<Loss> {
        let mut texts = TextSet::default();
        for loss in &self.list {
            texts.insert(&loss.field);
            texts.insert(&loss.reason);
        }
        let mut ranks = vec![0; texts.len()];
        for (rank, (_, number)) in texts.sorted().into_iter().enumerate() {
            if let Some(place) = ranks.get_mut(number) {
                *place = rank;
            }
        }
        let rank = |text: &str| texts.get(text).and_then(|number| ranks.get(number)).map_or(0, |rank| *rank as u128);
        order::sort_by_key(&mut self.list, |loss| {
            let kind = Kind::ALL.iter().position(|kind| kind.name() == loss.kind).map_or(0, |at| at as u128 + 1);
            (kind << 72) | ((loss.treatment as u128) << 64) | (rank(&loss.field) << 32) | rank(&loss.reason)
        });
        self.list
    }
}

impl Object for Loss {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("kind", Plain::Text(self.kind)),
            ("field", Plain::Text(&self.field)),
            ("treatment", Plain::Text(self.treatment.name())),
            ("reason", Plain::Text(&self.reason)),
            ("count", Plain::Count(self.count)),
            ("first", Plain::List(&self.first as &dyn List)),
        ]
    }
}
