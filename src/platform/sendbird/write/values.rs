//! Values of a record that Sendbird has a place for, if they fit.

use super::super::read::OWN;
use crate::convert::losses::Treatment;
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::{NO_PLACE, Output};
use crate::history::{Field, Record, Text};
use crate::json::text::code_points;

/// How many characters a text has.
pub(super) fn length(text: &str) -> usize {
    code_points(text.as_bytes())
}

/// Takes a text that has at most so many characters. A longer one stays, to be parked.
pub(super) fn short(record: &mut Record, field: Field, most: usize) -> Option<Text> {
    // No text has more characters than bytes.
    record.text(field).filter(|text| text.len() <= most || length(text) <= most)?;
    record.take_text(field)
}

/// Takes a value that only Sendbird knows, if it is as it should be.
pub(super) fn own(record: &mut Record, key: &str, is: &dyn Fn(Json<'_>) -> bool) -> Option<Text> {
    let named = |name: &str| name.strip_prefix(OWN).is_some_and(|name| name == key);
    let at = record.extra.iter().position(|(name, json)| named(name) && reads(json, is))?;
    Some(record.extra.remove(at).1)
}

fn reads(json: &str, is: &dyn Fn(Json<'_>) -> bool) -> bool {
    Tree::default().parse(json.as_bytes()).is_ok_and(is)
}

/// Takes a flag of Sendbird's own that is set.
pub(super) fn own_flag(record: &mut Record, key: &str) -> bool {
    own(record, key, &|json| json.flag() == Some(true)).is_some()
}

/// Takes a text of Sendbird's own.
pub(super) fn own_text(record: &mut Record, key: &str, is: &dyn Fn(&str) -> bool) -> Option<Text> {
    own(record, key, &|json| json.text().is_some_and(|text| is(&text)))
        .map(|json| crate::convert::writer::as_text(&json))
        .map(Into::into)
}

pub(super) fn is_texts(json: Json<'_>) -> bool {
    json.is_array() && json.elements().all(Json::is_string)
}

/// Whether an address is one of Sendbird's hosts, whose files end with the old application.
pub(super) fn is_hosted(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host == "sendbird.com" || host.ends_with(".sendbird.com")
}

/// Counts what is kept elsewhere, if anything is.
pub(super) fn park(out: &mut Output<'_>, record: &Record, field: &str) {
    let treatment = if out.options.park { Treatment::Parked } else { Treatment::Lost };
    out.losses.add(record.kind.name(), field, treatment, NO_PLACE, record.at);
}
