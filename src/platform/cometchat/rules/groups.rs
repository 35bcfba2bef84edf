//! Groups. Source: `formats/cometchat.md` 2.2, 8 (50, 58 to 61).

use super::people::{Details, Reference, refer};
use super::{keys, note, time};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::platform::api::migration::Migration;
use crate::platform::cometchat::tables::{GROUP, GROUP_OWNER_DETAILS_UID};
use crate::platform::cometchat::{CREATED, GROUPS, USERS};
use crate::table::look::compact_size;

const OWNER: Reference = Reference {
    id: GROUP.field("owner"),
    name: "owner",
    kind: USERS,
    details: Some(Details {
        object: GROUP.field("groupOwnerDetails"),
        id: GROUP_OWNER_DETAILS_UID,
        name: "groupOwnerDetails.uid",
    }),
};

pub(in crate::platform::cometchat) fn group(migration: &mut Migration, bytes: &[u8]) {
    const GUID: usize = GROUP.field("guid");
    keys::key_is_id(migration, bytes, GUID, true);
    let key = keys::define(migration, bytes, GROUPS, GUID, Basis::Inferred);
    let created = time(migration, const { GROUP.field("createdAt") });
    if let (Some(key), Some(created)) = (key, created)
        && !migration.ids.is_defined(CREATED, key)
    {
        migration.ids.define(CREATED, key, note(created));
    }
    password(migration, bytes);
    refer(migration, bytes, OWNER);
    large_metadata(migration, bytes, const { GROUP.field("metadata") });
}

fn password(migration: &mut Migration, bytes: &[u8]) {
    const TYPE: usize = GROUP.field("type");
    const PASSWORD: usize = GROUP.field("password");
    if migration.is_text(bytes, TYPE, b"password") {
        migration.need(PASSWORD, Basis::Documented, ", and the group's type is \"password\"");
        if migration.get(PASSWORD).is_some_and(crate::table::slots::Span::is_empty) {
            let words = "is empty, and the group's type is \"password\"";
            let draft = migration.about(Code::MissingField, Severity::Error, Basis::Documented, PASSWORD, words);
            migration.say(draft.help("give it a value"));
        }
    } else if migration.text(PASSWORD).is_some()
        && (migration.is_text(bytes, TYPE, b"public") || migration.is_text(bytes, TYPE, b"private"))
    {
        let words = "is given, and the group's type is not \"password\"";
        let draft = migration.about(Code::ConflictingFields, Severity::Info, Basis::Documented, PASSWORD, words);
        migration.say(draft.help("leave it out, or make the type \"password\""));
    }
}

/// Older pages allow less metadata than today's.
pub(super) fn large_metadata(migration: &mut Migration, bytes: &[u8], field: usize) {
    const OLDER: usize = 1_600;
    const TODAY: usize = 5_120;
    let Some(span) = migration.get(field).filter(|span| span.end - span.start > 1_600) else { return };
    let size = compact_size(bytes, span);
    if size.characters > OLDER && size.bytes <= TODAY {
        let count = size.characters.to_string();
        let words = ["is ", &count, " characters long as compact JSON; CometChat's older pages allow 1600"].concat();
        let draft = migration.about(Code::CustomDataTooLarge, Severity::Info, Basis::Documented, field, &words);
        migration.say(draft.help("nothing to do if the app takes the 5 KB of today's pages"));
    }
}
