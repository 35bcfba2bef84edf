//! Members. Source: `formats/cometchat.md` 2.3, 8 (3 to 5, 53 to 57, 62, 63).

use super::people::{Details, Reference, look_up, refer, unknown};
use super::{hold, key, keys, note, quoted, time};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, Later, pair};
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{shown, value};
use crate::platform::cometchat::tables::{
    GROUP_DETAILS_CREATED_AT, GROUP_DETAILS_GUID, GROUP_DETAILS_OWNER, MEMBER, USER_DETAILS_UID,
};
use crate::platform::cometchat::{BANNED, CREATED, GROUPS, MEMBERS, PEOPLED, USERS};

const MEMBER_ID: usize = MEMBER.field("memberId");
const GUID: usize = MEMBER.field("guid");
const UID: usize = MEMBER.field("uid");
const JOINED_AT: usize = MEMBER.field("joinedAt");
const IS_BANNED: usize = MEMBER.field("isBanned");

/// What stands between the two ids of a member's id.
const BETWEEN: &[u8] = b"_member_";

const THE_GROUP: Reference = Reference {
    id: GUID,
    name: "guid",
    kind: GROUPS,
    details: Some(Details { object: MEMBER.field("groupDetails"), id: GROUP_DETAILS_GUID, name: "groupDetails.guid" }),
};
const THE_USER: Reference = Reference {
    id: UID,
    name: "uid",
    kind: USERS,
    details: Some(Details { object: MEMBER.field("userDetails"), id: USER_DETAILS_UID, name: "userDetails.uid" }),
};
const THE_OWNER: Reference =
    Reference { id: GROUP_DETAILS_OWNER, name: "groupDetails.owner", kind: USERS, details: None };

pub(in crate::platform::cometchat) fn member(migration: &mut Migration, bytes: &[u8]) {
    ids_agree(migration, bytes);
    let joined = time(migration, JOINED_AT);
    let banned = migration.is_true(bytes, IS_BANNED);
    let group = look_up(migration, bytes, THE_GROUP);
    let user = look_up(migration, bytes, THE_USER);
    if let (Some(group), Some(user)) = (&group, &user) {
        let note = if banned { BANNED } else { joined.map_or(0, note) };
        define(migration, bytes, group.key, user.key, note);
    }
    for (reference, target) in [(THE_GROUP, &group), (THE_USER, &user)] {
        if let Some(target) = target.as_ref().filter(|target| target.elsewhere)
            && migration.ids.refer(reference.kind, target.key)
        {
            unknown(migration, bytes, reference, target.span);
        }
    }
    refer(migration, bytes, THE_OWNER);
    if let Some(joined) = joined {
        joined_in_time(migration, joined, group.map(|group| group.key));
    }
    if banned && migration.is_text(bytes, const { MEMBER.field("scope") }, b"admin") {
        let words = "is true of an admin";
        let draft = migration.about(Code::ConflictingFields, Severity::Warning, Basis::Inferred, IS_BANNED, words);
        migration.say(draft.help("check which of the two is meant"));
    }
}

/// Members are defined by their group and user; that a group has any is noted, too.
fn define(migration: &mut Migration, bytes: &[u8], group: Fingerprint, user: Fingerprint, note: u32) {
    if !migration.ids.is_defined(PEOPLED, group) {
        migration.ids.define(PEOPLED, group, 0);
    }
    if migration.define(MEMBERS, pair(group, user), note, migration.place(UID)) {
        return;
    }
    let (Some(guid), Some(uid)) = (migration.text(GUID), migration.text(UID)) else { return };
    let (guid, uid) = (shown(bytes, guid), shown(bytes, uid));
    let message =
        ["the user ", &quoted(uid.as_bytes()), " is a member of the group ", &quoted(guid.as_bytes()), " twice"];
    migration.duplicate(Severity::Error, Basis::Documented, UID, &uid, message.concat());
    if let Some(draft) = migration.walker.drafts.last_mut() {
        draft.cause.owner = guid;
    }
}

/// A broken row: the member is one all the same.
pub(super) fn salvage(migration: &mut Migration, bytes: &[u8]) {
    let (Some(guid), Some(uid)) = (migration.text(GUID), migration.text(UID)) else { return };
    let group = key(&migration.ids, GROUPS, &value(bytes, guid));
    let user = key(&migration.ids, USERS, &value(bytes, uid));
    for (kind, key) in [(PEOPLED, group), (MEMBERS, pair(group, user))] {
        if migration.second() || !migration.ids.is_defined(kind, key) {
            migration.define(kind, key, 0, migration.place(UID));
        }
    }
}

/// Whether a text is made of a group's and a user's id. It is never split: an id may have `_member_` in it.
fn is_made_of(text: &[u8], guid: &[u8], uid: &[u8], same: fn(&[u8], &[u8]) -> bool) -> bool {
    let parts = text.split_at_checked(guid.len()).and_then(|(group, rest)| Some((group, rest.strip_prefix(BETWEEN)?)));
    parts.is_some_and(|(group, user)| same(group, guid) && same(user, uid))
}

/// The row's key and its memberId have to be made of guid and uid.
fn ids_agree(migration: &mut Migration, bytes: &[u8]) {
    let (guid, uid) = (migration.text(GUID), migration.text(UID));
    let (Some(guid), Some(uid)) = (guid, uid) else {
        return keys::key_is_id(migration, bytes, MEMBER_ID, true);
    };
    let (guid, uid) = (value(bytes, guid), value(bytes, uid));
    let id = migration.text(MEMBER_ID).map(|id| value(bytes, id));
    let row_key = migration.key_text(bytes);
    let fits = |text: &[u8]| is_made_of(text, &guid, &uid, |one, two| one == two);
    let (key_fits, id_fits) = (row_key.as_deref().is_none_or(fits), id.as_deref().is_none_or(fits));
    if key_fits && id_fits {
        return;
    }
    // One wrong text in two places is one fault.
    let twice = !key_fits && id.is_some() && row_key == id;
    let wanted = [&guid, BETWEEN, &uid].concat();
    for (text, fits, what) in [(&row_key, key_fits, "key"), (&id, id_fits || twice, "memberId")] {
        if let Some(text) = text.as_ref().filter(|_| !fits) {
            let case = is_made_of(text, &guid, &uid, super::same_id);
            id_is_another(migration, what, text, &wanted, case);
        }
    }
}

#[cold]
fn id_is_another(migration: &mut Migration, what: &'static str, text: &[u8], wanted: &[u8], only_case: bool) {
    let wanted = quoted(wanted);
    let (severity, words) = if only_case {
        (Severity::Warning, " differs in case from ")
    } else {
        (Severity::Error, " is made of other ids than the row's guid and uid, which make ")
    };
    let help = if only_case { "write all of them in lower case".to_owned() } else { ["write ", &wanted].concat() };
    let message = ["the member's ", what, " ", &quoted(text), words, &wanted].concat();
    let mut draft = migration.about_row(Code::CometChatKeyMismatch, severity, Basis::Documented, message).help(&help);
    if what == "key" {
        draft.at = migration.key_at();
    } else {
        draft.at = migration.place(MEMBER_ID);
        draft.path = migration.walker.path_of(Some(what));
    }
    "memberId".clone_into(&mut draft.cause.field);
    migration.say(draft);
}

/// Nobody joins before the group was created, or after today.
fn joined_in_time(migration: &mut Migration, joined: i64, group: Option<Fingerprint>) {
    if migration.now.is_some_and(|now| joined > now) {
        let words = "lies in the future";
        let draft = migration.about(Code::FutureTimestamp, Severity::Error, Basis::Documented, JOINED_AT, words);
        return migration.say(draft.help("check the unit and the zone that the time was made from"));
    }
    if let Some(created) = time_of_details(migration) {
        if joined < created {
            let draft = joined_too_early(migration);
            migration.say(draft);
        }
    } else if let Some(key) = group {
        let created = migration.ids.note(CREATED, key);
        if hold(migration, Later { kind: CREATED, key, value: note(joined) }, created).is_some() {
            let draft = joined_too_early(migration);
            migration.say_late(draft);
        }
    }
}

/// When the group was created, as the row itself tells.
fn time_of_details(migration: &Migration) -> Option<i64> {
    migration.number(GROUP_DETAILS_CREATED_AT)
}

#[cold]
fn joined_too_early(migration: &Migration) -> Box<crate::table::draft::Draft> {
    let words = "lies before the group's createdAt";
    migration
        .about(Code::CometChatJoinedTooEarly, Severity::Error, Basis::Documented, JOINED_AT, words)
        .help("give the group the earlier time, or the member the later one")
}
