//! What rows of every kind need: a record in the making, with the place it is from.

use super::OWN;
use crate::convert::park::{self, Object};
use crate::convert::reader::{self, Records};
use crate::convert::texts::TextSet;
use crate::convert::tree::{Json, Tree};
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Time};

/// Why a value was left.
pub(super) const WRONG: &str = "it is not of the kind that CometChat documents";
const NO_TIME: &str = "it is no time in seconds, of ten digits";
/// Of what lists have beside a row's own data.
pub(super) const MADE_THERE: &str = "CometChat makes it itself";

/// The seconds that CometChat takes.
pub(in crate::platform::cometchat) const TEN_DIGITS: std::ops::Range<i64> = 1_000_000_000..10_000_000_000;

/// Fields that CometChat asks for, and that a writer had to fill in: it says so with a `null` where the source's value
/// would be parked.
pub(in crate::platform::cometchat) const FILLED_IN: [Field; 4] =
    [Field::Name, Field::CreatedAt, Field::CustomType, Field::ReadAt];

/// A record that is being read.
pub(super) struct Row<'r, 'k> {
    pub(super) record: Record,
    pub(super) records: &'r mut Records<'k>,
}

impl<'r, 'k> Row<'r, 'k> {
    pub(super) fn new(kind: Kind, at: Position, partial: bool, records: &'r mut Records<'k>) -> Row<'r, 'k> {
        let mut record = Record::new(kind, at);
        record.partial = partial;
        Row { record, records }
    }

    /// Counts a value that cannot be kept.
    pub(super) fn left(&mut self, name: &str, why: &'static str) {
        self.records.left(self.record.kind, name, self.record.at, why);
    }

    /// A text; an empty one is none.
    pub(super) fn text(&mut self, field: Field, name: &str, json: Json<'_>) {
        match json.text_or_number() {
            Some(text) if !text.is_empty() => self.record.set_text(field, text),
            Some(_) => {}
            None => self.left(name, WRONG),
        }
    }

    /// An id of a user or a group: CometChat knows them in lower case.
    pub(super) fn id(&mut self, field: Field, name: &str, json: Json<'_>) {
        match json.text_or_number() {
            Some(text) if !text.is_empty() => self.record.set_text(field, text.to_ascii_lowercase()),
            Some(_) => {}
            None => self.left(name, WRONG),
        }
    }

    /// Seconds, also in quotes.
    pub(super) fn time(&mut self, field: Field, name: &str, json: Json<'_>) {
        match json.integer() {
            Some(seconds) if TEN_DIGITS.contains(&seconds) => self.record.set_time(field, Time::from_seconds(seconds)),
            // What was never set.
            Some(0) => {}
            None if json.text().is_some_and(|text| text.is_empty()) => {}
            _ => self.left(name, NO_TIME),
        }
    }

    /// A boolean; PHP reads some texts and numbers as one.
    pub(super) fn flag(&mut self, field: Field, name: &str, json: Json<'_>) {
        let word = json.text_or_number();
        match (json.flag(), word.as_deref()) {
            (Some(flag), _) => self.record.set_flag(field, flag),
            (None, Some("true" | "1")) => self.record.set_flag(field, true),
            (None, Some("false" | "0")) => self.record.set_flag(field, false),
            (None, Some("")) => {}
            _ => self.left(name, WRONG),
        }
    }

    pub(super) fn tags(&mut self, json: Json<'_>) {
        if !json.is_array() {
            return self.left("tags", WRONG);
        }
        let tags = json.texts();
        if tags.len() < json.elements().count() {
            self.left("tags", WRONG);
        }
        if !tags.is_empty() {
            self.record.set_texts(Field::Tags, tags);
        }
    }

    /// What only CometChat knows.
    pub(super) fn extra(&mut self, name: &str, json: Json<'_>) {
        self.record.extra.push(([OWN, name].concat().into(), json.compact()));
    }

    /// The entries of an object of custom data, unless `take` takes them. Also one that is JSON in a string, as single
    /// calls take it; an empty list is what PHP makes of an empty object.
    pub(super) fn custom(
        &mut self,
        name: &str,
        json: Json<'_>,
        take: &mut dyn FnMut(&mut Record, &str, Json<'_>) -> bool,
    ) {
        let mut tree = Tree::default();
        let text = json.text();
        let object = match &text {
            Some(text) => tree.parse(text.as_bytes()).ok(),
            None => Some(json),
        };
        match object.filter(|object| object.is_object()) {
            Some(object) => {
                for (name, value) in object.entries() {
                    if !take(&mut self.record, name, value) {
                        self.entry(name, value);
                    }
                }
            }
            None if json.is_array() && json.elements().next().is_none() => {}
            None if text.is_some_and(|text| text.is_empty()) => {}
            None => self.left(name, WRONG),
        }
    }

    /// An entry of custom data: the app's own, or parked by a writer.
    fn entry(&mut self, name: &str, json: Json<'_>) {
        let field = name.strip_prefix(park::PREFIX).and_then(Field::named);
        match field.filter(|field| json.is_null() && FILLED_IN.contains(field)) {
            Some(field) => drop(self.record.take(field)),
            None => reader::custom(&mut self.record, name, json),
        }
    }

    /// Hands the record over.
    pub(super) fn push(self) {
        self.records.push(finished(self.record));
    }
}

/// A record as it is handed over: where a name stood twice, the last value goes, as everywhere.
pub(super) fn finished(mut record: Record) -> Record {
    for list in [&mut record.custom, &mut record.extra] {
        if list.len() < 2 {
            continue;
        }
        let mut seen = TextSet::default();
        let mut last: Vec<bool> = list.iter().rev().map(|(name, _)| seen.insert(name)).collect();
        list.retain(|_| last.pop().unwrap_or(true));
    }
    record
}

/// The object of these entries, as JSON.
pub(super) fn object(entries: &[(Text, Text)]) -> String {
    let mut object = Object::new();
    for (name, json) in entries {
        object.json(name, json);
    }
    object.end()
}
