//! Ids: which one a row has, what may stand in it, who refers to it.

use crate::redact;
use std::borrow::Cow;

use super::super::{TalkJs, id};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, IdKind};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::percent_encoded;
use crate::platform::api::rules::value;
use crate::table::draft::Draft;

/// The id of the user or the conversation at hand: its key, what the path names, or its own field.
pub(super) fn of_row<'a>(migration: &Migration, bytes: &'a [u8], field: usize) -> Option<Cow<'a, [u8]>> {
    if let Some(key) = migration.key_text(bytes) {
        return Some(key);
    }
    if let Some(named) = &migration.request.id {
        return Some(Cow::Owned(named.clone().into_bytes()));
    }
    migration.text(field).map(|span| value(bytes, span))
}

/// Whether an id can stand in a path as it is (section 8, row 32). Some other characters would have to be encoded as
/// well; these are those that lead elsewhere, or that clients differ on.
fn is_plain(id: &[u8]) -> bool {
    !id.is_empty() && id.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'/' | b'?' | b'#' | b'%'))
}

impl TalkJs {
    /// Notes that the row makes a user or a conversation, and what is wrong with its id and with that field.
    pub(super) fn make(&mut self, migration: &mut Migration, bytes: &[u8], kind: IdKind, field: usize) {
        let Some(id) = of_row(migration, bytes, field) else {
            // A list of them is no body, but a document may be one; there each has to say who it is.
            migration.need(field, Basis::Documented, ", and nothing else names it");
            return;
        };
        let key = migration.ids.one(&id);
        if !is_plain(&id) {
            odd_id(migration, &id);
        }
        if let Some(span) = migration.text(field)
            && *value(bytes, span) != *id
        {
            two_ids(migration, &id, &value(bytes, span), field);
        }
        if !migration.define(kind, key, self.order.number(), migration.key_at()) {
            self.made_twice(migration, kind, key, &id);
        }
    }

    /// In one body a key that stands twice is one that parsers drop; in two requests the second one adds to the first.
    #[cold]
    fn made_twice(&self, migration: &mut Migration, kind: IdKind, key: Fingerprint, id: &[u8]) {
        let dropped = migration.key.is_some()
            && !migration.in_batch
            && migration.ids.note(kind, key).is_some_and(|note| self.is_at_hand(migration, note));
        let (severity, basis, words, help) = if dropped {
            (
                Severity::Error,
                Basis::Inferred,
                " stands twice; parsers keep the last one only, without a word",
                "remove one of them, or give it an id of its own",
            )
        } else {
            (
                Severity::Warning,
                Basis::Documented,
                " is made twice; the second request changes what the first one made",
                "remove one of them, or give it an id of its own; if the second one is meant to add to it, leave it",
            )
        };
        let kind_name = migration.kind_name();
        let id = String::from_utf8_lossy(id).into_owned();
        let message = ["the ", kind_name, " ", &text::quoted(&id), words].concat();
        if let Some(draft) = migration.second_definition(Code::DuplicateId, severity, basis, message) {
            migration.say(draft.help(help).cause(kind_name, "", &id, 0));
        }
    }

    /// Whether that request has its rows from the container that the row at hand stands in: a document of conversations
    /// is one object, though each of them is a request.
    fn is_at_hand(&self, migration: &Migration, note: u32) -> bool {
        if migration.in_line { note == self.order.number() } else { self.order.is_of_source(note, migration.source) }
    }
}

#[cold]
fn odd_id(migration: &mut Migration, id: &[u8]) {
    let kind = migration.kind_name();
    let encoded = percent_encoded(id);
    // Who wrote the path of a request has seen to it.
    if migration.request.id.is_some() && migration.request.path.contains(&encoded) && !id.is_empty() {
        return;
    }
    let at = migration.key_at();
    let shown = String::from_utf8_lossy(id).into_owned();
    let (code, message, help) = if id.is_empty() {
        let message = ["the id of the ", kind, " is empty; no path can name it"].concat();
        (Code::MissingField, message, "give it an id".to_owned())
    } else {
        let message = ["the id ", &text::quoted(&shown), " of the ", kind, " cannot stand in a path as it is"].concat();
        let help = [
            "write it as ",
            &redact::value(&encoded),
            " in paths, or choose a plain id; and change all references to it alike",
        ];
        (Code::TalkJsIdNeedsEncoding, message, help.concat())
    };
    let draft = Draft::new(code, Severity::Warning, Basis::Inferred, at, message)
        .path(migration.walker.path_of(None))
        .help(&help)
        .cause(kind, "", &shown, 0);
    migration.say(draft);
}

#[cold]
fn two_ids(migration: &mut Migration, id: &[u8], own: &[u8], field: usize) {
    let quoted = |id: &[u8]| text::quoted(&String::from_utf8_lossy(id));
    let words = ["is ", &quoted(own), ", and it stands under the id ", &quoted(id)].concat();
    let draft = migration.about(Code::ConflictingFields, Severity::Warning, Basis::Inferred, field, &words);
    migration.say(draft.help("remove it: what the body or the path calls it counts"));
}

/// The finding that what a request is about is unknown.
#[cold]
pub(super) fn unknown_in_request(
    migration: &Migration,
    kind: IdKind,
    what: &'static str,
    id: &str,
    (severity, basis): (Severity, Basis),
) -> Box<Draft> {
    let severity = if migration.ids.closed(kind) { Severity::Error } else { severity };
    let message = ["the request is about the ", what, " ", &text::quoted(id), ", which is not in the input"].concat();
    let help =
        ["add the ", what, "; or, if the app has it, list the app's ", profile_name(kind), " in profile.existing"];
    Draft::new(Code::UnknownReference, severity, basis, migration.request.at, message)
        .path(request_path(migration).to_owned())
        .help(&help.concat())
        .cause(what, "", id, 0)
}

/// What the profile calls a kind of ids.
fn profile_name(kind: IdKind) -> &'static str {
    if kind == id::USERS { "users" } else { "channels" }
}

/// The path to what names the conversation or the user that a request is about.
pub(super) fn request_path(migration: &Migration) -> &'static str {
    if migration.in_line { "path" } else { "" }
}
