//! Values into fields, as they are; what fits none stays under its own name.

use super::OWN;
use crate::convert::reader::{self, Records};
use crate::convert::texts::TextMap;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text};

/// Why values are not carried on.
pub(super) const FOLLOWS: &str = "it follows from the rest, or the platform keeps it by itself";

/// Go's zero time, which stands for none.
const NO_TIME: i64 = -62_135_596_800;

/// Whether a value says no more than that nothing was set.
pub(super) fn is_unset(json: Json<'_>) -> bool {
    matches!(json.raw(), "null" | "\"\"" | "[]" | "{}" | "false" | "0")
}

/// Keeps what only Stream knows.
pub(super) fn own(record: &mut Record, key: &str, json: Json<'_>) {
    if !is_unset(json) {
        let name = [OWN, key].concat();
        // A key that stands twice says what it says last.
        record.extra.retain(|(known, _)| *known != name);
        record.extra.push((name.into(), json.compact()));
    }
}

/// Counts what is not carried on.
pub(super) fn left(records: &mut Records<'_>, kind: Kind, key: &str, json: Json<'_>, at: Position) {
    if !is_unset(json) {
        records.left(kind, key, at, FOLLOWS);
    }
}

pub(super) fn text(record: &mut Record, field: Field, key: &str, json: Json<'_>) {
    match json.text_or_number() {
        Some(text) if !text.is_empty() => record.set_text(field, text),
        Some(_) => {}
        None => own(record, key, json),
    }
}

pub(super) fn time(record: &mut Record, field: Field, key: &str, json: Json<'_>) {
    match json.time() {
        Some(time) if time.seconds == NO_TIME => {}
        Some(time) => record.set_time(field, time),
        // Units are not guessed.
        None => own(record, key, json),
    }
}

/// Sets a flag that is up: one that is down says what nothing would say.
pub(super) fn flag(record: &mut Record, field: Field, key: &str, json: Json<'_>) {
    match json.flag() {
        Some(true) => record.set_flag(field, true),
        Some(false) => {}
        None => own(record, key, json),
    }
}

pub(super) fn texts(record: &mut Record, field: Field, key: &str, json: Json<'_>) {
    let texts = json.texts();
    if !texts.is_empty() && texts.len() == json.elements().count() {
        record.set_texts(field, texts);
    } else {
        own(record, key, json);
    }
}

/// The same for a list of objects that stand for texts.
pub(super) fn texts_in<'a>(
    record: &mut Record,
    field: Field,
    key: &str,
    json: Json<'a>,
    inside: impl Fn(Json<'a>) -> Option<Text>,
) {
    let texts: Vec<Text> = json.elements().filter_map(inside).collect();
    if !texts.is_empty() && texts.len() == json.elements().count() {
        record.set_texts(field, texts);
    } else {
        own(record, key, json);
    }
}

/// Takes the app's own data: values of an object. It comes last, because a parked value goes before what was made of it.
pub(super) fn customs(record: &mut Record, rest: &[Json<'_>]) {
    let mut last = TextMap::default();
    if rest.len() > FEW {
        for (at, json) in rest.iter().enumerate() {
            last.insert(&json.name(), at);
        }
    }
    for (at, json) in rest.iter().enumerate() {
        let name = json.name();
        // Of a key that stands twice, the last one.
        let goes = if rest.len() > FEW {
            last.get(&name) == Some(&at)
        } else {
            rest.iter().skip(at + 1).all(|other| !other.is_called(&name))
        };
        if goes {
            reader::custom(record, name, *json);
        }
    }
}

/// So many keys are looked through for each; more are numbered.
const FEW: usize = 16;
