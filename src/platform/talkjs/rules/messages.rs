//! Imported messages (sections 2.5 and 3).

use super::super::facts::Body;
use super::super::tables::MESSAGE;
use super::super::{TalkJs, id};
use super::ids::unknown_in_request;
use super::order::too_early;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, pair};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::request::Trouble;
use crate::platform::api::rules::{raw, shown};
use crate::table::slots::Span;

const TEXT: usize = MESSAGE.field("text");
const SENDER: usize = MESSAGE.field("sender");
const TIMESTAMP: usize = MESSAGE.field("timestamp");
const READ_BY: usize = MESSAGE.field("readBy");
const TOKEN: usize = MESSAGE.field("attachmentToken");

/// What somebody is to the conversation of the message that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// All that is known of them is as it should be.
    Fine,
    /// The input says who takes part in the conversation, and they do not.
    Stranger,
    /// Nobody knows them.
    Unknown,
}

impl TalkJs {
    pub(in super::super) fn message(&mut self, migration: &mut Migration, bytes: &[u8]) {
        if migration.get(TEXT).is_some_and(Span::is_empty) && !migration.has(TOKEN) {
            empty(migration);
        }
        migration.future(TIMESTAMP, Severity::Warning);
        migration.sent(TIMESTAMP);
        let sender = migration.text(SENDER).map(|span| (migration.fingerprint(bytes, span), span));
        if let Some((key, span)) = sender {
            let standing = self.standing(migration, key);
            if standing != Standing::Fine {
                self.bad_sender(migration, bytes, SENDER, span, standing);
            }
            self.twice(migration, bytes, key);
        }
        self.read_by(migration, bytes, sender.map(|(key, _)| key));
    }

    /// Looks for the conversation that the messages of a request belong to, which begins (section 9, 7).
    pub(in super::super) fn about_conversation(&mut self, migration: &mut Migration) {
        let Some(conversation) = self.conversation.filter(|_| Body::of(&migration.request) == Body::Several) else {
            return;
        };
        let unknown = migration.ids.refer(id::CONVERSATIONS, conversation);
        let late = !unknown && self.order.comes_later(migration, id::CONVERSATIONS, conversation);
        if !unknown && !late {
            return;
        }
        let name = migration.request.channel.clone().unwrap_or_default();
        let draft = if unknown {
            let verdict = (Severity::Error, Basis::Inferred);
            unknown_in_request(migration, id::CONVERSATIONS, "conversation", &name, verdict)
        } else {
            too_early(migration, id::CONVERSATIONS, &name)
        };
        // A document that is cut into requests is one cause, though each of them fails.
        if migration.in_line || self.order.is_first_of(migration.source) {
            migration.say_late_of_request(draft);
        } else {
            migration.request.troubles.push(Trouble::of(&draft));
        }
    }

    /// What somebody is to the conversation at hand; other than fine only in the second reading.
    pub(super) fn standing(&mut self, migration: &mut Migration, user: Fingerprint) -> Standing {
        let whom = self.conversation.map_or(user, |conversation| pair(conversation, user));
        if !migration.second() && self.lately.knows(whom) {
            return Standing::Fine;
        }
        if let Some(conversation) = self.conversation {
            let roster = (id::ROSTERS, conversation);
            if migration.ids.refer_if(id::PARTICIPANTS, whom, roster) {
                return Standing::Stranger;
            }
            // Who takes part was looked for among the users there.
            if self.rostered {
                return Standing::Fine;
            }
        }
        if migration.ids.refer(id::USERS, user) { Standing::Unknown } else { Standing::Fine }
    }

    /// Section 8, row 7.
    #[cold]
    pub(super) fn bad_sender(
        &self,
        migration: &mut Migration,
        bytes: &[u8],
        field: usize,
        span: Span,
        standing: Standing,
    ) {
        if standing == Standing::Unknown {
            return migration.unknown(bytes, id::USERS, "user", "sender", span, Basis::Documented);
        }
        // Of a conversation that is there already others may take part: what is sent for it adds to them.
        let exists = self.conversation.is_some_and(|key| migration.ids.exists(id::CONVERSATIONS, key));
        let severity = if exists { Severity::Warning } else { Severity::Error };
        let sender = text::quoted(&shown(bytes, span));
        let words = ["is ", &sender, ", who is no participant of the conversation"].concat();
        let draft = migration.about(Code::UnknownReference, severity, Basis::Documented, field, &words);
        migration.say_late(draft.help("add them to the participants of the conversation, or leave the message out"));
    }

    /// Section 8, row 13.
    fn read_by(&mut self, migration: &mut Migration, bytes: &[u8], sender: Option<Fingerprint>) {
        let mut readers = std::mem::take(&mut self.readers);
        readers.clear();
        // A bit for each reader: most lists have nobody twice, and show it without a search.
        let mut seen = [0_u64; 16];
        for index in 0..migration.walker.slots.list(READ_BY).len() {
            let Some(span) = migration.walker.slots.list(READ_BY).get(index).copied() else { break };
            let key = migration.fingerprint(bytes, span);
            let slot = seen.get_mut((key >> 6) as usize % 16);
            let known = slot.is_some_and(|slot| {
                let bit = 1 << (key % 64);
                let known = *slot & bit != 0;
                *slot |= bit;
                known
            });
            if known && readers.contains(&key) {
                odd_reader(migration, bytes, index, span, Reader::Repeated);
                continue;
            }
            readers.push(key);
            if sender == Some(key) {
                odd_reader(migration, bytes, index, span, Reader::Sender);
                continue;
            }
            let standing = self.standing(migration, key);
            if standing != Standing::Fine {
                odd_reader(migration, bytes, index, span, Reader::Standing(standing));
            }
        }
        self.readers = readers;
    }

    /// Section 3, 3: duplicates are not removed. Texts are compared as they are written: who writes one twice writes it
    /// alike.
    fn twice(&self, migration: &mut Migration, bytes: &[u8], sender: Fingerprint) {
        let (Some(words), Some(time)) = (migration.get(TEXT), migration.number(TIMESTAMP)) else { return };
        // Messages of documents that do not say which conversation they belong to are told apart by the document.
        let conversation = self.conversation.unwrap_or_else(|| Fingerprint::from(migration.source));
        let mut key = migration.ids.within(pair(conversation, sender), raw(bytes, words));
        if let Some(token) = migration.text(TOKEN) {
            key = migration.ids.within(key, raw(bytes, token));
        }
        let key = pair(key, Fingerprint::from(time.cast_unsigned()));
        if !migration.define(id::MESSAGES, key, 0, migration.row_at()) {
            shown_twice(migration);
        }
    }
}

#[cold]
fn shown_twice(migration: &mut Migration) {
    let message =
        "the message stands twice in the conversation, with the same sender, text and time; TalkJS shows both";
    let code = Code::TalkJsDuplicateMessage;
    let draft = migration.second_definition(code, Severity::Warning, Basis::Documented, message.to_owned());
    if let Some(draft) = draft {
        migration.say(draft.help("remove one of them, unless it was really sent twice at that very time"));
    }
}

/// Section 8, row 28.
#[cold]
fn empty(migration: &mut Migration) {
    let words = "is empty, and there is no attachment";
    let draft = migration.about(Code::MissingField, Severity::Warning, Basis::Inferred, TEXT, words);
    migration.say(draft.help("leave the message out; what TalkJS makes of it is not public"));
}

/// What is odd about one who has read a message.
#[derive(Clone, Copy)]
enum Reader {
    Repeated,
    Sender,
    Standing(Standing),
}

#[cold]
fn odd_reader(migration: &mut Migration, bytes: &[u8], index: usize, span: Span, reader: Reader) {
    let field = ["readBy[", &index.to_string(), "]"].concat();
    if let Reader::Standing(Standing::Unknown) = reader {
        return migration.unknown(bytes, id::USERS, "user", &field, span, Basis::Inferred);
    }
    let (code, words, help) = match reader {
        Reader::Repeated => (Code::RepeatedValue, "a second time", "remove it: each reader stands there once"),
        Reader::Sender => (
            Code::TalkJsSenderInReadBy,
            "who sent the message",
            "remove it: in all examples of the documentation the others alone are readers",
        ),
        Reader::Standing(_) => (
            Code::UnknownReference,
            "who is no participant of the conversation",
            "add them to the participants of the conversation, or remove them here",
        ),
    };
    let words = ["names ", &text::quoted(&shown(bytes, span)), ", ", words].concat();
    let mut draft = migration.about(code, Severity::Warning, Basis::Inferred, READ_BY, &words).help(help);
    draft.at = (span.start as usize).saturating_sub(1);
    draft.path = migration.path(&field);
    if matches!(reader, Reader::Standing(_)) {
        migration.say_late(draft);
    } else {
        migration.say(draft);
    }
}
