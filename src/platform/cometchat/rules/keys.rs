//! Rows' keys: each has to be the id of its row. Source: `formats/cometchat.md` 1.1, 3, 8 (1 to 5, 39 to 41).

use super::{Id, key, note_of_case, quoted};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, IdKind};
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{raw, value};

/// What a row is known by: its id, or its key where it has none.
pub(super) fn row_id<'a>(migration: &Migration, bytes: &'a [u8], field: usize) -> Option<Id<'a>> {
    match migration.text(field) {
        Some(span) => Some((value(bytes, span), migration.place(field))),
        None => Some((migration.key_text(bytes)?, migration.key_at())),
    }
}

/// Holds a row's key against its id.
pub(super) fn key_is_id(migration: &mut Migration, bytes: &[u8], field: usize, folds: bool) {
    let (Some(key), Some(id)) = (migration.key, migration.text(field)) else { return };
    if raw(bytes, key) != raw(bytes, id) {
        key_is_another(migration, field, &value(bytes, key), &value(bytes, id), folds);
    }
}

/// The key is another text than the id, as far as escapes and case do not make the difference. `folds`: whether
/// CometChat makes such ids lower case.
#[cold]
pub(super) fn key_is_another(migration: &mut Migration, field: usize, key: &[u8], id: &[u8], folds: bool) {
    if key == id {
        return;
    }
    let (kind, name) = (migration.kind_name(), migration.name(field));
    let only_case = folds && key.eq_ignore_ascii_case(id);
    let (key, id, at) = (quoted(key), quoted(id), migration.key_at());
    let (severity, words, help) = if only_case {
        (
            Severity::Warning,
            " but for case; CometChat makes ids lower case, and may compare them before that",
            String::new(),
        )
    } else {
        (Severity::Error, "; CometChat wants the two to be the same", ["write ", &id, " as the key"].concat())
    };
    let help = if only_case { "write both in lower case" } else { &help };
    let message = ["the ", kind, "'s key ", &key, " differs from its ", name, " ", &id, words].concat();
    let mut draft = migration.about_row(Code::CometChatKeyMismatch, severity, Basis::Documented, message).help(help);
    draft.at = at;
    name.clone_into(&mut draft.cause.field);
    migration.say(draft);
}

/// Defines what a row is, and says if it was defined before.
pub(super) fn define(
    migration: &mut Migration,
    bytes: &[u8],
    kind: IdKind,
    field: usize,
    basis: Basis,
) -> Option<Fingerprint> {
    let (id, at) = row_id(migration, bytes, field)?;
    let key = key(&migration.ids, kind, &id);
    let note = note_of_case(&migration.ids, kind, key, &id);
    if !migration.define(kind, key, note, at) {
        let collides = migration.ids.note(kind, key) != Some(note);
        defined_before(migration, field, &id, collides, basis);
    } else if migration.ids.exists(kind, key) {
        exists(migration, field, &id, at);
    }
    Some(key)
}

#[cold]
fn defined_before(migration: &mut Migration, field: usize, id: &[u8], collides: bool, basis: Basis) {
    let kind = migration.kind_name();
    let shown = String::from_utf8_lossy(id).into_owned();
    let (basis, words) = if collides {
        (
            Basis::Documented,
            " is there already in another case; CometChat makes ids lower case, so that the two are one",
        )
    } else {
        (basis, " is defined twice")
    };
    let message = ["the ", kind, " ", &quoted(id), words].concat();
    migration.duplicate(Severity::Error, basis, field, &shown, message);
}

/// Sent again, a row is refused as one that is there, or overwrites it: either way it is there.
#[cold]
fn exists(migration: &mut Migration, field: usize, id: &[u8], at: usize) {
    let (kind, name) = (migration.kind_name(), migration.name(field));
    let message = ["the app has the ", kind, " ", &quoted(id), " already"].concat();
    let mut draft = migration
        .about_row(Code::DuplicateId, Severity::Info, Basis::Documented, message)
        .path(migration.walker.path_of(Some(name)))
        .help("count it as imported if CometChat answers that it exists already");
    draft.at = at;
    migration.say(draft);
}
