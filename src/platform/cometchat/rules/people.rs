//! Whom a row refers to, and what is told of them beside it. Source: `formats/cometchat.md` 3, 8 (33 to 36, 60, 62).

use super::{key, quoted, same_id};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, IdKind};
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::value;
use crate::platform::cometchat::{GROUPS, USERS};
use crate::table::slots::Span;

/// An id of a row, and the object that may tell of the one it names.
#[derive(Clone, Copy)]
pub(super) struct Reference {
    /// The slot of the id, and its path inside the row.
    pub(super) id: usize,
    pub(super) name: &'static str,
    /// What it names.
    pub(super) kind: IdKind,
    /// The object with details; where it keeps its own id, and that one's path inside the row.
    pub(super) details: Option<Details>,
}

#[derive(Clone, Copy)]
pub(super) struct Details {
    pub(super) object: usize,
    pub(super) id: usize,
    pub(super) name: &'static str,
}

impl Reference {
    pub(super) fn what(self) -> &'static str {
        what(self.kind)
    }
}

/// What a kind of ids names.
pub(super) fn what(kind: IdKind) -> &'static str {
    if kind == GROUPS { "group" } else { "user" }
}

/// Notes a reference. Gives what it names, and whether that has to be found elsewhere; says if nothing defines it.
pub(super) fn refer(migration: &mut Migration, bytes: &[u8], reference: Reference) -> Option<Fingerprint> {
    let target = look_up(migration, bytes, reference)?;
    if target.elsewhere && migration.ids.refer(reference.kind, target.key) {
        unknown(migration, bytes, reference, target.span);
    }
    Some(target.key)
}

/// What a reference names.
pub(super) struct Target {
    pub(super) key: Fingerprint,
    pub(super) span: Span,
    /// Whether the row does not tell of it itself.
    pub(super) elsewhere: bool,
}

/// Reads a reference, and what the row itself tells of its target.
pub(super) fn look_up(migration: &mut Migration, bytes: &[u8], reference: Reference) -> Option<Target> {
    let told = reference.details.filter(|details| migration.has(details.object));
    if let Some(details) = told {
        detail(migration, bytes, reference, details);
    }
    let span = migration.text(reference.id)?;
    let key = key(&migration.ids, reference.kind, &value(bytes, span));
    Some(Target { key, span, elsewhere: told.is_none() })
}

/// Someone comes along with the row.
fn detail(migration: &mut Migration, bytes: &[u8], reference: Reference, details: Details) {
    let Some(inner) = migration.text(details.id) else { return };
    let id = value(bytes, inner);
    let key = key(&migration.ids, reference.kind, &id);
    migration.ids.imply(reference.kind, key);
    if let Some(outer) = migration.text(reference.id) {
        let outer = value(bytes, outer);
        if !same_id(&id, &outer) {
            another(migration, reference, details, &id, &outer);
        }
    }
}

#[cold]
fn another(migration: &mut Migration, reference: Reference, details: Details, inner: &[u8], outer: &[u8]) {
    let words = ["is ", &quoted(inner), ", and ", reference.name, " is ", &quoted(outer)].concat();
    let facts = (Code::ConflictingFields, Severity::Error, Basis::Inferred);
    let at = migration.place(details.id);
    let draft = super::inside(migration, facts, details.name, ("details", details.name), at, &words);
    migration.say(draft.help("tell of the one that the row names, or name the one that is told of"));
}

/// Nothing defines what a row refers to.
#[cold]
pub(super) fn unknown(migration: &mut Migration, bytes: &[u8], reference: Reference, span: Span) {
    let Reference { kind, name, .. } = reference;
    migration.unknown(bytes, kind, reference.what(), name, span, Basis::Inferred);
    let Some(draft) = migration.late.last_mut() else { return };
    reference.what().clone_into(&mut draft.cause.owner);
    if let Some(details) = reference.details {
        let object = details.name.split('.').next().unwrap_or_default();
        let listed = if kind == USERS { "users" } else { "channels" };
        let help = [
            "add the ",
            reference.what(),
            " to the input, or tell of it in ",
            object,
            "; or, if the app has it, list the app's in profile.existing.",
            listed,
        ];
        draft.help = Some(help.concat());
    }
}
