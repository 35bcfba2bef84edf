//! Users (section 2.1).

use super::super::tables::USER;
use super::super::{TalkJs, id};
use super::ids;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{raw, shown, value};
use crate::table::look::{Member, members};

const ID: usize = USER.field("id");
const PUSH_TOKENS: usize = USER.field("pushTokens");

impl TalkJs {
    pub(in super::super) fn user(&mut self, migration: &mut Migration, bytes: &[u8]) {
        if !migration.walker.row_drafts().is_empty() {
            self.update(migration, bytes);
        }
        self.make(migration, bytes, id::USERS, ID);
        if migration.has(PUSH_TOKENS) {
            push_tokens(migration, bytes);
        }
    }

    /// Of a user that is there already any part may be sent.
    #[cold]
    fn update(&self, migration: &mut Migration, bytes: &[u8]) {
        let Some(id) = ids::of_row(migration, bytes, ID) else { return };
        let key = migration.ids.one(&id);
        let made = migration.ids.note(id::USERS, key).is_some_and(|note| note < self.order.number());
        if (made || migration.ids.exists(id::USERS, key)) && !migration.has(const { USER.field("name") }) {
            migration.walker.take_back(Code::MissingField, "user", "name");
        }
    }

    /// A user whose object is broken is a user all the same.
    pub(in super::super) fn salvage_user(&mut self, migration: &mut Migration, bytes: &[u8]) {
        if let Some(id) = ids::of_row(migration, bytes, ID) {
            let key = migration.ids.one(&id);
            migration.define(id::USERS, key, self.order.number(), migration.key_at());
        }
    }
}

/// Devices: a key names the provider and the token, the value registers or unregisters it.
#[inline(never)]
fn push_tokens(migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.get(PUSH_TOKENS) else { return };
    for member in members(bytes, span) {
        let key = value(bytes, member.key);
        let of_provider = |provider: &[u8]| key.strip_prefix(provider).is_some_and(|token| !token.is_empty());
        if !of_provider(b"fcm:") && !of_provider(b"apns:") {
            let quoted = text::quoted(&shown(bytes, member.key));
            let words = ["has the key ", &quoted, "; TalkJS takes \"fcm:\" or \"apns:\" and a token"].concat();
            about_token(
                migration,
                bytes,
                &member,
                Code::InvalidValue,
                &words,
                "write the provider, a colon and the token",
            );
        }
        if raw(bytes, member.value) != b"true" && member.first != b'n' {
            let words = "has a value that is neither true (registers the device) nor null (unregisters it)";
            about_token(migration, bytes, &member, Code::WrongType, words, "write true, without quotes");
        }
    }
}

#[cold]
fn about_token(migration: &mut Migration, bytes: &[u8], member: &Member, code: Code, words: &str, help: &str) {
    let mut draft = migration.about(code, Severity::Error, Basis::Documented, PUSH_TOKENS, words).help(help);
    draft.at = if code == Code::WrongType { member.place() } else { (member.key.start as usize).saturating_sub(1) };
    draft.path.push_str(&["[", &text::quoted(&shown(bytes, member.key)), "]"].concat());
    migration.say(draft);
}
