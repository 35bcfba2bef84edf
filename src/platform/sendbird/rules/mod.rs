//! What crosses fields, rows and requests. Source: `formats/sendbird.md` 2, 3 and 8.

mod channels;
mod dedup;
mod messages;
mod requests;
mod users;

pub(super) use channels::{channel, invite, salvage_channel};
pub(super) use dedup::Batches;
pub(super) use messages::message;
pub(super) use requests::{begin, end, flag};
pub(super) use users::{salvage_user, update, user};

use super::USERS;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{shown, value};
use crate::table::draft::Draft;
use crate::table::slots::Span;

/// A field that the row needs because of what it is. A key in another case does not stand for it, and neither does null.
#[cold]
fn required(migration: &mut Migration, field: usize, why: &str) {
    let (kind, name) = (migration.kind_name(), migration.name(field));
    let mut drafts = migration.walker.row_drafts_mut().iter_mut();
    let of_key = |draft: &&mut Box<Draft>| draft.code == Code::KeyCase && draft.cause.kind == kind;
    match drafts.find(|draft| of_key(draft) && draft.cause.field == name) {
        Some(draft) => draft.severity = Severity::Error,
        None => migration.need(field, Basis::Inferred, why),
    }
}

/// Better help for what was found in a field, as only this platform knows it.
#[cold]
fn advise(migration: &mut Migration, code: Code, field: &str, help: &str) {
    for draft in migration.walker.row_drafts_mut() {
        if draft.code == code && draft.cause.field == field {
            draft.help = Some(help.to_owned());
        }
    }
}

/// The same of a field that is missing, unless it stands there under another name: then that is said already.
#[cold]
fn advise_missing(migration: &mut Migration, field: &str, help: &str) {
    for draft in migration.walker.row_drafts_mut() {
        let renamed = draft.help.as_deref().is_some_and(|help| text::contains(help, "stands there instead"));
        if draft.code == Code::MissingField && draft.cause.field == field && !renamed {
            draft.help = Some(help.to_owned());
        }
    }
}

/// Whether the row names a field by another name.
fn is_hinted(migration: &Migration, field: &str) -> bool {
    let drafts = migration.walker.row_drafts();
    drafts.iter().any(|draft| draft.code == Code::WrongName && draft.cause.field == field)
}

/// A custom type that is short enough in characters alone: nobody says how Sendbird counts. Edge case 44.
fn custom_type(migration: &mut Migration, bytes: &[u8], field: usize) {
    const MOST: usize = 128;
    if let Some(span) = migration.get(field).filter(|span| (span.end - span.start) as usize > MOST) {
        counted_otherwise(migration, bytes, field, span, MOST);
    }
}

#[cold]
fn counted_otherwise(migration: &mut Migration, bytes: &[u8], field: usize, span: Span, most: usize) {
    let value = value(bytes, span);
    let characters = text::code_points(&value);
    if characters > most || value.len() <= most {
        return;
    }
    let words = [
        "is ",
        &characters.to_string(),
        " characters, but ",
        &value.len().to_string(),
        " bytes long; Sendbird allows ",
        &most.to_string(),
        " and does not say how it counts",
    ];
    let draft = migration.about(Code::TooLong, Severity::Warning, Basis::Inferred, field, &words.concat());
    migration.say(draft.help("shorten it to be sure"));
}

/// How bad it is that a user is unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// It fails.
    Fails,
    /// It is accepted. What happens to it, these words say, and how sure we are of that; they go on from "which is not in
    /// the input; ".
    Passes(&'static str, Basis),
}

/// Refers to a user who is named at `span`, as the value of `field`.
fn refer_to_user(migration: &mut Migration, bytes: &[u8], span: Span, field: &dyn Fn() -> String, unknown: Unknown) {
    if span.is_empty() {
        return;
    }
    let key = migration.fingerprint(bytes, span);
    if migration.ids.refer(USERS, key) {
        unknown_user(migration, bytes, span, &field(), unknown);
    }
}

#[cold]
fn unknown_user(migration: &mut Migration, bytes: &[u8], span: Span, field: &str, unknown: Unknown) {
    migration.unknown(bytes, USERS, "user", field, span, Basis::Documented);
    if let (Unknown::Passes(words, basis), Some(draft)) = (unknown, migration.late.last_mut()) {
        draft.severity = Severity::Warning;
        draft.basis = basis;
        draft.message.push_str("; ");
        draft.message.push_str(words);
    }
}

/// Refers to the users that a list of strings names.
fn refer_to_users(migration: &mut Migration, bytes: &[u8], field: usize, unknown: Unknown) {
    if !migration.has(field) {
        return;
    }
    for index in 0..migration.walker.slots.list(field).len() {
        let Some(span) = migration.walker.slots.list(field).get(index).copied() else { return };
        let name = migration.name(field);
        refer_to_user(migration, bytes, span, &|| element(name, index), unknown);
    }
}

/// An element of a list, as paths name it.
fn element(field: &str, index: usize) -> String {
    [field, "[", &index.to_string(), "]"].concat()
}

/// The finding that what a field identifies is in the app already.
#[cold]
fn exists(
    migration: &mut Migration,
    bytes: &[u8],
    field: usize,
    basis: Basis,
    (kind, words, help): (&str, &str, &str),
) {
    let Some(span) = migration.text(field) else { return };
    let id = shown(bytes, span);
    let words = ["is ", &text::quoted(&id), ", ", words, " (profile.existing.", kind, ")"].concat();
    let mut draft = migration.about(Code::DuplicateId, Severity::Error, basis, field, &words);
    draft.cause.value = id;
    migration.say(draft.help(help));
}
