//! What the walk over an item leaves for the rules: where each field's value stands.

use super::{Capture, MAX_FIELDS};
pub(crate) use crate::json::span::Span;

/// The values of one item, by field index.
#[derive(Debug)]
pub(crate) struct Slots {
    spans: [Span; MAX_FIELDS],
    days: [i32; MAX_FIELDS],
    /// Whole numbers, and times as the numbers that they are.
    numbers: [i64; MAX_FIELDS],
    /// How each field was spelt, where that was not as in the dialect.
    spellings: [u8; MAX_FIELDS],
    /// Where each value begins: its quote, bracket or first byte.
    places: [u32; MAX_FIELDS],
    /// Fields with a value that is not null, whatever its type.
    pub(crate) present: u64,
    /// Fields with a value of their type.
    pub(crate) good: u64,
    /// Fields that are null.
    nulls: u64,
    /// Times that count as none: Go's zero time, and what no calendar has.
    pub(crate) zero_times: u64,
    /// Fields with a number in `numbers`.
    counted: u64,
    /// Fields with a number in `spellings`.
    spelt: u64,
    elements: Vec<Span>,
}

impl Slots {
    pub(crate) fn new() -> Slots {
        Slots {
            spans: [Span::default(); MAX_FIELDS],
            days: [0; MAX_FIELDS],
            numbers: [0; MAX_FIELDS],
            spellings: [0; MAX_FIELDS],
            places: [0; MAX_FIELDS],
            present: 0,
            good: 0,
            nulls: 0,
            zero_times: 0,
            counted: 0,
            spelt: 0,
            elements: Vec::new(),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.present = 0;
        self.good = 0;
        self.nulls = 0;
        self.zero_times = 0;
        self.counted = 0;
        self.spelt = 0;
        self.elements.clear();
    }

    /// Forgets what was kept of an object, before it is met again.
    pub(crate) fn forget(&mut self, capture: Capture) {
        for slot in capture.base..capture.base + capture.count {
            let others = !(1_u64 << slot);
            self.present &= others;
            self.good &= others;
            self.nulls &= others;
            self.zero_times &= others;
            self.spelt &= others;
        }
    }

    /// Whether the field has a value that is not null, of whatever type.
    pub(crate) fn has(&self, field: usize) -> bool {
        self.present >> field & 1 == 1
    }

    /// Whether the field is there, and null.
    pub(crate) fn is_null(&self, field: usize) -> bool {
        self.nulls >> field & 1 == 1
    }

    /// The value, if it is of the field's type.
    #[inline]
    pub(crate) fn get(&self, field: usize) -> Option<Span> {
        if self.good >> field & 1 == 1 { self.spans.get(field).copied() } else { None }
    }

    /// The value of a text that is there and not empty.
    #[inline]
    pub(crate) fn text(&self, field: usize) -> Option<Span> {
        self.get(field).filter(|span| !span.is_empty())
    }

    /// Where the value stands, whatever its type.
    pub(crate) fn place(&self, field: usize) -> Option<usize> {
        if self.has(field) { self.places.get(field).map(|place| *place as usize) } else { None }
    }

    /// The elements of a list of strings; none if it is absent or no such list.
    pub(crate) fn list(&self, field: usize) -> &[Span] {
        let Some(span) = self.get(field) else { return &[] };
        self.elements.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The day of a time, counted from 1970-01-01.
    pub(crate) fn day(&self, field: usize) -> Option<i32> {
        if self.good >> field & 1 == 1 && self.zero_times >> field & 1 == 0 {
            self.days.get(field).copied()
        } else {
            None
        }
    }

    /// The value of a number or of a time that is one, as it is written: in the time's own unit, without a fraction.
    pub(crate) fn number(&self, field: usize) -> Option<i64> {
        if (self.good & self.counted) >> field & 1 == 1 { self.numbers.get(field).copied() } else { None }
    }

    /// How the field was spelt: 0 as in the dialect, 1 as in the other one, 2 and more as an alias.
    pub(crate) fn spelling(&self, field: usize) -> usize {
        if self.spelt >> field & 1 == 1 { self.spellings.get(field).copied().map_or(0, usize::from) } else { 0 }
    }

    /// Keeps a value; in no slot, nothing.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a window is far smaller than 4 GiB")]
    pub(crate) fn set(&mut self, field: usize, span: Span, place: usize, good: bool) {
        let (Some(slot), Some(start)) = (self.spans.get_mut(field), self.places.get_mut(field)) else { return };
        *slot = span;
        *start = place as u32;
        let bit = 1_u64 << field;
        self.present |= bit;
        self.zero_times &= !bit;
        if good {
            self.good |= bit;
        } else {
            self.good &= !bit;
        }
    }

    pub(crate) fn set_null(&mut self, field: usize) {
        if field >= MAX_FIELDS {
            return;
        }
        self.present &= !(1_u64 << field);
        self.good &= !(1_u64 << field);
        self.nulls |= 1_u64 << field;
    }

    pub(crate) fn set_day(&mut self, field: usize, day: i32, zero: bool) {
        let Some(slot) = self.days.get_mut(field) else { return };
        *slot = day;
        if zero {
            self.zero_times |= 1_u64 << field;
        }
    }

    /// Keeps the number that a value is; `None` if it has none.
    pub(crate) fn set_number(&mut self, field: usize, number: Option<i64>) {
        let Some(slot) = self.numbers.get_mut(field) else { return };
        *slot = number.unwrap_or(0);
        let bit = 1_u64 << field;
        self.counted = if number.is_some() { self.counted | bit } else { self.counted & !bit };
    }

    pub(crate) fn set_spelling(&mut self, field: usize, spelling: u8) {
        let Some(slot) = self.spellings.get_mut(field) else { return };
        *slot = spelling;
        self.spelt |= 1_u64 << field;
    }

    pub(crate) fn elements(&self) -> usize {
        self.elements.len()
    }

    pub(crate) fn push_element(&mut self, span: Span) {
        self.elements.push(span);
    }
}
