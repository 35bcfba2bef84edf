//! Conversations and who takes part in them (sections 2.3 and 2.4).

use super::super::tables::{CONVERSATION, PARTICIPANT};
use super::super::{TalkJs, id};
use super::ids::{self, unknown_in_request};
use super::order::too_early;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, pair};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::percent_encoded;
use crate::platform::api::rules::{raw, shown, value};
use crate::table::look::members;
use crate::table::slots::Span;

const ID: usize = CONVERSATION.field("id");
const PARTICIPANTS: usize = CONVERSATION.field("participants");

/// Most participants of a conversation, by plan: the page's section 5.
const ON_BASIC: u64 = 100;
const ON_GROWTH: u64 = 300;

impl TalkJs {
    pub(in super::super) fn conversation(&mut self, migration: &mut Migration, bytes: &[u8]) {
        if migration.key.is_none() && migration.request.id.is_none() {
            name_request(migration, bytes);
        }
        self.make(migration, bytes, id::CONVERSATIONS, ID);
        let Some(id) = ids::of_row(migration, bytes, ID) else { return };
        let conversation = migration.ids.one(&id);
        self.participants(migration, bytes, conversation);
        // With a fault in it, nobody knows who is meant to be in the list.
        if !migration.was_reported(PARTICIPANTS) || lists_keys(migration, bytes) {
            note(migration, id::ROSTERS, conversation);
        }
    }

    fn participants(&mut self, migration: &mut Migration, bytes: &[u8], conversation: Fingerprint) {
        for index in 0..migration.walker.slots.list(PARTICIPANTS).len() {
            let Some(span) = migration.walker.slots.list(PARTICIPANTS).get(index).copied() else { return };
            self.participant_of(migration, bytes, conversation, span, Some(index));
        }
        let mut count = migration.walker.slots.list(PARTICIPANTS).len() as u64;
        if lists_keys(migration, bytes) {
            let place = migration.place(PARTICIPANTS);
            // Up to the end of the input: the look ends with the object.
            for member in members(bytes, Span::new(place, bytes.len(), false)) {
                self.participant_of(migration, bytes, conversation, member.key, None);
                count += 1;
            }
        }
        if count > migration.profile.participant_limit.unwrap_or(ON_BASIC) {
            many(migration, count);
        }
    }

    /// A user who takes part; `index` is the place in the list.
    fn participant_of(
        &mut self,
        migration: &mut Migration,
        bytes: &[u8],
        conversation: Fingerprint,
        user: Span,
        index: Option<usize>,
    ) {
        let key = migration.fingerprint(bytes, user);
        note(migration, id::PARTICIPANTS, pair(conversation, key));
        let unknown = migration.ids.refer(id::USERS, key);
        let late = self.order.comes_later(migration, id::USERS, key);
        if !unknown && !late {
            return;
        }
        let field = match index {
            Some(index) => ["participants[", &index.to_string(), "]"].concat(),
            None => "participants".to_owned(),
        };
        if unknown {
            migration.unknown(bytes, id::USERS, "user", &field, user, Basis::Documented);
        } else {
            let mut draft = too_early(migration, id::USERS, &shown(bytes, user)).path(migration.path(&field));
            draft.at = (user.start as usize).saturating_sub(1);
            migration.say_late(draft);
        }
    }

    /// What a request says about one participant, who is named by its path.
    pub(in super::super) fn participant(&mut self, migration: &mut Migration, bytes: &[u8]) {
        let (channel, user) = (migration.request.channel.clone(), migration.request.id.clone());
        if let (Some(channel), Some(user)) = (channel, user) {
            let (conversation, key) = (migration.ids.one(channel.as_bytes()), migration.ids.one(user.as_bytes()));
            note(migration, id::PARTICIPANTS, pair(conversation, key));
            for (kind, what, key, name) in
                [(id::CONVERSATIONS, "conversation", conversation, &channel), (id::USERS, "user", key, &user)]
            {
                if migration.ids.refer(kind, key) {
                    let verdict = (Severity::Warning, Basis::Documented);
                    let draft = unknown_in_request(migration, kind, what, name, verdict);
                    migration.say_late(draft);
                } else if self.order.comes_later(migration, kind, key) {
                    let draft = too_early(migration, kind, name);
                    migration.say_late(draft);
                }
            }
        }
        notify(migration, bytes);
    }

    /// A conversation whose object is broken is a conversation all the same; who takes part in it cannot be told.
    pub(in super::super) fn salvage_conversation(&mut self, migration: &mut Migration, bytes: &[u8]) {
        if let Some(id) = ids::of_row(migration, bytes, ID) {
            let key = migration.ids.one(&id);
            migration.define(id::CONVERSATIONS, key, self.order.number(), migration.key_at());
        }
    }
}

/// Notes something that may be said more than once.
fn note(migration: &mut Migration, kind: usize, key: Fingerprint) {
    if !migration.ids.is_defined(kind, key) {
        migration.ids.define(kind, key, 0);
    }
}

/// Whether the participants are an object, as in what comes out of TalkJS: then its keys are meant.
fn lists_keys(migration: &Migration, bytes: &[u8]) -> bool {
    migration.is_wrong(PARTICIPANTS) && bytes.get(migration.place(PARTICIPANTS)) == Some(&b'{')
}

/// In a list of conversations each names its own request.
fn name_request(migration: &mut Migration, bytes: &[u8]) {
    let id = migration.text(ID).map(|span| percent_encoded(&value(bytes, span)));
    let id = id.as_deref().unwrap_or("{conversationId}");
    migration.request.path = ["/v1/{appId}/conversations/", id].concat();
}

/// Section 5: what the plan allows is a warning at most.
#[cold]
fn many(migration: &mut Migration, count: u64) {
    let (limit, words) = match migration.profile.participant_limit {
        Some(limit) => (limit, "the profile allows "),
        None if count > ON_GROWTH => (ON_GROWTH, "TalkJS's largest plan with a fixed number allows "),
        None => (ON_BASIC, "TalkJS's smallest plan allows "),
    };
    let words = ["has ", &count.to_string(), " participants; ", words, &limit.to_string()].concat();
    let draft = migration.about(Code::TooMany, Severity::Warning, Basis::Documented, PARTICIPANTS, &words);
    migration.say(draft.help("check what the app's plan allows, and say so with profile.participantLimit"));
}

/// Section 8, row 22.
fn notify(migration: &mut Migration, bytes: &[u8]) {
    const NOTIFY: usize = PARTICIPANT.field("notify");
    let is_null = migration.walker.slots.is_null(NOTIFY);
    let span = migration.get(NOTIFY);
    let good = match span {
        Some(span) => {
            let quoted = bytes.get(migration.place(NOTIFY)) == Some(&b'"');
            if quoted {
                *value(bytes, span) == *b"MentionsOnly"
            } else {
                matches!(raw(bytes, span), b"true" | b"false")
            }
        }
        None => !is_null,
    };
    if good {
        return;
    }
    let found = match span {
        Some(span) => shown(bytes, span),
        None => "null".to_owned(),
    };
    let quotes = span.is_some() && bytes.get(migration.place(NOTIFY)) == Some(&b'"');
    let words = [
        "is ",
        &if quotes { text::quoted(&found) } else { found.clone() },
        "; TalkJS takes true, false and \"MentionsOnly\"",
    ]
    .concat();
    let draft = migration.about(Code::InvalidValue, Severity::Error, Basis::Documented, NOTIFY, &words);
    let help = if quotes && found.eq_ignore_ascii_case("mentionsonly") {
        "write it as \"MentionsOnly\""
    } else {
        "use one of these values, true and false without quotes"
    };
    migration.say(draft.help(help));
}
