//! Messages that are sent rather than imported (section 2.6): as of now, and people are notified.

use super::super::TalkJs;
use super::super::tables::SENT_MESSAGE;
use super::messages::Standing;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::platform::api::migration::Migration;

const TEXT: usize = SENT_MESSAGE.field("text");
const SENDER: usize = SENT_MESSAGE.field("sender");
const TYPE: usize = SENT_MESSAGE.field("type");
const TOKEN: usize = SENT_MESSAGE.field("attachmentToken");

impl TalkJs {
    pub(in super::super) fn sent_message(&mut self, migration: &mut Migration, bytes: &[u8]) {
        if !migration.has(TOKEN) {
            migration.need(TEXT, Basis::Documented, ", and there is no attachment");
        }
        if let Some(span) = migration.text(SENDER) {
            let key = migration.fingerprint(bytes, span);
            let standing = self.standing(migration, key);
            if standing != Standing::Fine {
                self.bad_sender(migration, bytes, SENDER, span, standing);
            }
        }
        if migration.is_text(bytes, TYPE, b"SystemMessage") && migration.has(SENDER) {
            let words = "is given, and the type is \"SystemMessage\"; nobody sends those";
            let draft = migration.about(Code::ConflictingFields, Severity::Error, Basis::Documented, SENDER, words);
            migration.say(draft.help("remove the sender, or set the type to \"UserMessage\""));
        }
        if migration.is_text(bytes, TYPE, b"UserMessage") && !migration.has(SENDER) {
            unsent(migration);
        }
    }
}

/// Nothing is published about a user's message without a user.
#[cold]
fn unsent(migration: &mut Migration) {
    let words = "is missing, and the type is \"UserMessage\"";
    let draft = migration.about(Code::MissingField, Severity::Warning, Basis::Inferred, SENDER, words);
    migration.say(draft.help("add \"sender\", or set the type to \"SystemMessage\""));
}
