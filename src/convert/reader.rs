//! What reads a platform's documents into records.

use std::borrow::Cow;

use super::options::ConvertOptions;
use super::tree::Json;
use crate::detect::Detection;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Value};

/// A step of a path into a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value of this key of an object.
    Key(&'static str),
    /// Every element of an array.
    Each,
    /// Every value of an object.
    Every,
}

/// How a document is cut into items. What is on the way to an item is never held; an item is held whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// JSON Lines: every line is an item.
    Lines,
    /// The values at these paths, tried in order; an item's `path` is the number of the first that fits. What stands
    /// beside the paths is handed over as an item of no path, so that it can be counted: `path` is `None` then.
    Paths(&'static [&'static [Step]]),
}

/// A value out of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'a> {
    /// Which of the paths it stands at; 0 for lines.
    pub(crate) path: Option<usize>,
    /// The innermost key above it: the name of a map's value.
    pub(crate) key: &'a str,
    pub(crate) json: Json<'a>,
    pub(crate) at: Position,
}

/// What a document is, as the reader is told before its first item.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// What was detected, with what the caller said already put in.
    pub(crate) detection: &'a Detection,
    /// The first bytes, up to 64 KiB.
    pub(crate) head: &'a [u8],
    /// The channel that the caller gave.
    pub(crate) channel: Option<&'a str>,
}

/// Reads documents of one platform, imports and exports.
pub(crate) trait Reader {
    /// The next document begins: how it is to be cut.
    fn document(&mut self, document: &Document<'_>, options: &ConvertOptions) -> Cut;

    /// Takes an item.
    fn item(&mut self, item: Item<'_>, records: &mut Records<'_>);

    /// The document ended.
    fn end_document(&mut self, _records: &mut Records<'_>) {}
}

/// What a reader hands over.
pub(crate) struct Records<'a> {
    pub(crate) sink: &'a mut dyn FnMut(Given),
}

/// One thing that a reader hands over.
#[derive(Debug)]
pub(crate) enum Given {
    Record(Record),
    /// An item or a part of one that cannot be read: what it was to be, where, and why.
    Unreadable {
        kind: Kind,
        at: Position,
        why: String,
    },
    /// A value that the history has no place for on purpose (a secret, a count that follows from the rest).
    Left {
        kind: Kind,
        field: String,
        at: Position,
        why: &'static str,
    },
}

impl Records<'_> {
    #[inline(never)]
    pub(crate) fn push(&mut self, record: Record) {
        (self.sink)(Given::Record(record));
    }

    pub(crate) fn unreadable<'t>(&mut self, kind: Kind, at: Position, why: impl Into<Cow<'t, str>>) {
        self.give_unreadable(kind, at, why.into());
    }

    pub(crate) fn left<'t>(&mut self, kind: Kind, field: impl Into<Cow<'t, str>>, at: Position, why: &'static str) {
        self.give_left(kind, field.into(), at, why);
    }

    #[inline(never)]
    fn give_unreadable(&mut self, kind: Kind, at: Position, why: Cow<'_, str>) {
        (self.sink)(Given::Unreadable { kind, at, why: why.into_owned() });
    }

    #[inline(never)]
    fn give_left(&mut self, kind: Kind, field: Cow<'_, str>, at: Position, why: &'static str) {
        (self.sink)(Given::Left { kind, field: field.into_owned(), at, why });
    }
}

/// Takes an entry of custom data. One that was parked by a writer goes back to the field that it came from.
pub(crate) fn custom(record: &mut Record, name: impl Into<Text>, json: Json<'_>) {
    super::park::unpark(record, name.into(), json);
}

/// Sets a text that is there; an empty one is none.
#[inline(never)]
pub(crate) fn text(record: &mut Record, field: Field, json: Json<'_>) {
    if let Some(text) = json.text_or_number().filter(|text| !text.is_empty()) {
        record.set_text(field, text);
    }
}

/// Sets any JSON.
#[inline(never)]
pub(crate) fn json(record: &mut Record, field: Field, json: Json<'_>) {
    record.set(field, Value::Json(json.compact()));
}
