//! What crosses fields and rows. Source: `formats/talkjs.md` 3 and 8.

use super::tables::{CONVERSATION, MESSAGE, USER};
use super::{CONVERSATIONS, PARTICIPANTS, USERS};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::pair;
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::shown;

pub(super) fn user(migration: &mut Migration, bytes: &[u8]) {
    const _: usize = USER.field("id");
    let Some(id) = migration.key_text(bytes) else { return };
    let key = migration.ids.one(&id);
    if !migration.define(USERS, key, 0, migration.key_at()) {
        let id = String::from_utf8_lossy(&id).into_owned();
        let message = ["the user ", &text::quoted(&id), " is defined twice"].concat();
        migration.duplicate(Severity::Error, Basis::Inferred, USER.field("id"), &id, message);
    }
}

pub(super) fn conversation(migration: &mut Migration, bytes: &[u8]) {
    const MEMBERS: usize = CONVERSATION.field("participants");
    let Some(id) = migration.key_text(bytes) else { return };
    let channel = migration.ids.one(&id);
    migration.define(CONVERSATIONS, channel, 0, migration.key_at());
    for index in 0..migration.walker.slots.list(MEMBERS).len() {
        let Some(span) = migration.walker.slots.list(MEMBERS).get(index).copied() else { return };
        let user = migration.fingerprint(bytes, span);
        migration.define(PARTICIPANTS, pair(channel, user), 0, span.start as usize);
    }
    migration.refer_list(bytes, USERS, "user", MEMBERS, Basis::Documented);
}

pub(super) fn message(migration: &mut Migration, bytes: &[u8]) {
    const SENDER: usize = MESSAGE.field("sender");
    let channel = migration.request.channel.as_deref().map(|channel| migration.ids.one(channel.as_bytes()));
    if let (Some(channel), Some(span)) = (channel, migration.text(SENDER)) {
        let user = migration.fingerprint(bytes, span);
        if migration.ids.refer_if(PARTICIPANTS, pair(channel, user), (CONVERSATIONS, channel)) {
            let words =
                ["is ", &text::quoted(&shown(bytes, span)), ", who is no participant of the conversation"].concat();
            let draft = migration.about(Code::UnknownReference, Severity::Error, Basis::Documented, SENDER, &words);
            migration.say_late(draft);
        }
    }
}
