//! Users. Source: `formats/cometchat.md` 2.1, 8 (2, 41 to 52).

use super::{disorder, keys, time};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::value;
use crate::platform::cometchat::tables::{ALPHA_DASH, USER};
use crate::platform::cometchat::{CometChat, ROLES, USERS};

/// The role that every app has.
const DEFAULT_ROLE: &str = "default";

impl CometChat {
    pub(in crate::platform::cometchat) fn user(&mut self, migration: &mut Migration, bytes: &[u8]) {
        const UID: usize = USER.field("uid");
        const CREATED_AT: usize = USER.field("createdAt");
        const LAST_ACTIVE_AT: usize = USER.field("lastActiveAt");
        keys::key_is_id(migration, bytes, UID, true);
        keys::define(migration, bytes, USERS, UID, Basis::Inferred);
        self.role(migration, bytes);
        let (created, active) = (time(migration, CREATED_AT), time(migration, LAST_ACTIVE_AT));
        time(migration, const { USER.field("deactivatedAt") });
        if created > active && active.is_some() {
            disorder(migration, LAST_ACTIVE_AT, "createdAt");
        }
        super::groups::large_metadata(migration, bytes, const { USER.field("metadata") });
    }

    /// A role has to be there before the users who have it.
    fn role(&mut self, migration: &mut Migration, bytes: &[u8]) {
        const ROLE: usize = USER.field("role");
        let Some(span) = migration.text(ROLE) else { return };
        let role = value(bytes, span);
        // One that no app can have was told by the walk.
        if role.eq_ignore_ascii_case(DEFAULT_ROLE.as_bytes()) || !ALPHA_DASH.allows(&role) {
            return;
        }
        match &self.roles {
            Some(roles) if roles.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(&role)) => {}
            Some(_) => role_is_unknown(migration, &role),
            None => {
                // Told once of each role: it is one thing that is missing, however many users want it.
                let key = migration.ids.one(&role.to_ascii_lowercase());
                if !migration.ids.is_defined(ROLES, key) {
                    migration.ids.define(ROLES, key, 0);
                    role_may_be_unknown(migration, &role);
                }
            }
        }
    }
}

#[cold]
fn role_is_unknown(migration: &mut Migration, role: &[u8]) {
    const ROLE: usize = USER.field("role");
    let words = ["is ", &super::quoted(role), ", which is none of profile.roles"].concat();
    let draft = migration.about(Code::CometChatUnknownRole, Severity::Error, Basis::Observed, ROLE, &words);
    migration.say(draft.help("create the role before the import, or leave it out: the user gets \"default\" then"));
}

#[cold]
fn role_may_be_unknown(migration: &mut Migration, role: &[u8]) {
    const ROLE: usize = USER.field("role");
    let role = text::quoted(&String::from_utf8_lossy(role));
    let words = ["is ", &role, ", which an app has only if it was created there"].concat();
    let draft = migration.about(Code::CometChatUnknownRole, Severity::Warning, Basis::Documented, ROLE, &words);
    migration.say(draft.help("create the role before the import, and list the app's roles in profile.roles"));
}
