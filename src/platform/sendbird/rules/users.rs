//! Users, and what is changed of them afterwards: 2.7.

use super::{advise, advise_missing, exists};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::platform::api::migration::Migration;
use crate::platform::sendbird::tables::{USER, USER_UPDATE};
use crate::platform::sendbird::{Sendbird, USERS};

const USER_ID: usize = USER.field("user_id");

pub(crate) fn user(migration: &mut Migration, bytes: &[u8]) {
    if let Some(user) = migration.define_field(bytes, USERS, USER_ID, Basis::Inferred)
        && migration.ids.exists(USERS, user)
    {
        let help = "leave the request out, or make it PUT /v3/users/{user_id}";
        exists(migration, bytes, USER_ID, Basis::Inferred, ("users", "who is in the app already", help));
    }
    if !migration.walker.row_drafts().is_empty() {
        lacking(migration);
    }
}

/// Of two fields it is better known that they have to be there than of others: edge case 73.
#[cold]
fn lacking(migration: &mut Migration) {
    for draft in migration.walker.row_drafts_mut() {
        if draft.code != Code::MissingField {
            continue;
        }
        match draft.cause.field.as_str() {
            "nickname" => draft.basis = Basis::Observed,
            "profile_url" => draft.basis = Basis::Documented,
            _ => {}
        }
    }
    advise_missing(migration, "profile_url", "give it a value; an empty string will do");
}

/// Indexes what could be read of a broken row.
pub(crate) fn salvage_user(migration: &mut Migration, bytes: &[u8]) {
    if let Some(span) = migration.text(USER_ID) {
        let user = migration.fingerprint(bytes, span);
        migration.define(USERS, user, 0, migration.place(USER_ID));
    }
}

const IS_ACTIVE: usize = USER_UPDATE.field("is_active");
const LEAVE_ALL: usize = USER_UPDATE.field("leave_all_when_deactivated");
const LAST_SEEN_AT: usize = USER_UPDATE.field("last_seen_at");

pub(crate) fn update(sendbird: &mut Sendbird, migration: &mut Migration, bytes: &[u8]) {
    migration.future(LAST_SEEN_AT, Severity::Warning);
    if !migration.walker.row_drafts().is_empty() {
        advise(migration, Code::TooMany, "preferred_languages", "keep the four that the user prefers");
    }
    let Some(active) = migration.get(IS_ACTIVE).map(|_| migration.is_true(bytes, IS_ACTIVE)) else { return };
    if let Some(id) = &migration.request.id {
        let user = migration.ids.one(id.as_bytes());
        let users = sendbird.deactivated.get_or_insert_with(crate::index::Map::new);
        match users.get_mut(user) {
            Some(deactivated) => *deactivated = !active,
            None => users.add(user, !active),
        }
    }
    // False is the only value that keeps the memberships; one of the wrong type was reported.
    let keeps = migration.has(LEAVE_ALL) && !migration.is_true(bytes, LEAVE_ALL);
    if !active && !keeps {
        let words =
            "is false, which makes the user leave all group channels unless leave_all_when_deactivated is false";
        let code = Code::SendbirdLeavesChannels;
        let draft = migration.about(code, Severity::Warning, Basis::Documented, IS_ACTIVE, words);
        migration.say(draft.help("add \"leave_all_when_deactivated\": false to keep the memberships"));
    }
}
