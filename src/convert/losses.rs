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
    /// Which one came behind it the last time.
    then: usize,
}

/// The losses of a conversion.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    list: Vec<Loss>,
    /// The one that came last: what is lost of one record is lost of the next, in the same order.
    last: usize,
}

impl Losses {
    /// Counts a loss.
    #[inline(never)]
    pub(crate) fn add(&mut self, kind: &'static str, field: &str, treatment: Treatment, reason: &str, at: Position) {
        let same = |loss: &Loss| {
            loss.treatment == treatment && loss.field == field && loss.kind == kind && loss.reason == reason
        };
        let last = self.list.get(self.last).map_or(0, |loss| loss.then);
        let index = if self.list.get(last).is_some_and(same) {
            last
        } else {
            self.list.iter().position(same).unwrap_or(self.list.len())
        };
        if index == self.list.len() {
            let (field, reason) = (field.to_owned(), reason.to_owned());
            self.list.push(Loss { kind, field, treatment, reason, count: 0, first: Vec::new(), then: 0 });
        }
        if let Some(before) = self.list.get_mut(self.last) {
            before.then = index;
        }
        self.last = index;
        if let Some(loss) = self.list.get_mut(index) {
            loss.count += 1;
            if loss.first.len() == FIRST && loss.first.last().is_some_and(|last| *last <= at) {
                return;
            }
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
