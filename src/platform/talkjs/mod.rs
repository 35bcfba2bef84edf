//! TalkJS, talkjs.com: users, conversations, participants and messages, as bodies of requests. Source:
//! `formats/talkjs.md`; the sections named in this folder are that page's.
//!
//! [`facts`] says which bodies there are and which path leads to which, [`tables`] what a row may hold, [`rules`] what
//! crosses its fields and what crosses rows, [`answer`] what TalkJS would say.

mod answer;
mod facts;
mod one_on_one;
pub(crate) mod read;
mod rules;
mod tables;
#[cfg(test)]
mod tests;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod types;
pub(crate) mod write;

use super::api::migration::Migration;
use super::api::request::{Request, Verdict};
use super::api::{ApiRoom, Facts, Vendor};
use super::room::Room;
use crate::finding::Basis;
use crate::index::{Fingerprint, Ids, Later};
use crate::options::CheckOptions;
use crate::table::walk::Manner;
use rules::lately::Lately;
use rules::order::Order;

/// Kinds of rows, in the order of the facts.
const USER: usize = 0;
const CONVERSATION: usize = 1;
const PARTICIPANT: usize = 2;
const PARTICIPANT_CHANGE: usize = 3;
const MESSAGE: usize = 4;
const SENT_MESSAGE: usize = 5;

/// Kinds of ids. Users and conversations are noted with the number of the request that makes them.
mod id {
    use crate::index::IdKind;

    pub(super) const USERS: IdKind = 0;
    pub(super) const CONVERSATIONS: IdKind = 1;
    /// Pairs of a conversation and a user.
    pub(super) const PARTICIPANTS: IdKind = 2;
    /// Conversations of which it is known who takes part.
    pub(super) const ROSTERS: IdKind = 3;
    /// What makes two messages look the same.
    pub(super) const MESSAGES: IdKind = 4;
    pub(super) const COUNT: usize = 5;
}

/// What the folder says in data.
pub(crate) fn facts() -> &'static Facts {
    &facts::FACTS
}

/// TalkJS's room.
pub(crate) fn room(options: &CheckOptions) -> Box<dyn Room> {
    let manner = Manner {
        platform: "TalkJS",
        dialect: 0,
        null_is_absent: false,
        folds_keys: false,
        reserved: Basis::Documented,
        custom_limit: u64::MAX,
    };
    let mut ids = Ids::new(options.seed, id::COUNT);
    for kind in [id::PARTICIPANTS, id::ROSTERS, id::MESSAGES] {
        ids.without_notes(kind);
    }
    let existing = options.profile.existing.clone().unwrap_or_default();
    for (kind, listed) in [(id::USERS, existing.users), (id::CONVERSATIONS, existing.channels)] {
        if let Some(listed) = listed {
            let keys: Vec<_> = listed.iter().map(|id| ids.one(id.as_bytes())).collect();
            ids.close(kind, keys.into_iter());
        }
    }
    Box::new(ApiRoom::new(options, Box::new(TalkJs::default()), manner, ids))
}

/// What the rules remember from row to row.
#[derive(Debug, Default)]
struct TalkJs {
    order: Order,
    /// The conversation that the request at hand is about, where its path or the caller names one.
    conversation: Option<Fingerprint>,
    /// Whether it is known already who takes part in it.
    rostered: bool,
    /// Who has read the message at hand.
    readers: Vec<Fingerprint>,
    /// Some of those who were looked for lately: a conversation is a few people, each named again and again.
    lately: Lately,
}

impl Vendor for TalkJs {
    fn facts(&self) -> &'static Facts {
        &facts::FACTS
    }

    fn begin_request(&mut self, migration: &mut Migration) {
        self.order.begin_request(migration);
        let channel = migration.request.channel.as_deref();
        self.conversation = channel.map(|channel| migration.ids.one(channel.as_bytes()));
        self.rostered = self.conversation.is_some_and(|channel| migration.ids.is_defined(id::ROSTERS, channel));
        self.about_conversation(migration);
        rules::paths::begin_request(migration);
    }

    fn row(&mut self, migration: &mut Migration, bytes: &[u8]) {
        match migration.kind {
            USER => self.user(migration, bytes),
            CONVERSATION => self.conversation(migration, bytes),
            PARTICIPANT | PARTICIPANT_CHANGE => self.participant(migration, bytes),
            MESSAGE => self.message(migration, bytes),
            _ => self.sent_message(migration, bytes),
        }
        if !migration.walker.row_drafts().is_empty() {
            rules::advice::advise(migration, bytes);
        }
    }

    fn salvage(&mut self, migration: &mut Migration, bytes: &[u8]) {
        match migration.kind {
            USER => self.salvage_user(migration, bytes),
            CONVERSATION => self.salvage_conversation(migration, bytes),
            _ => {}
        }
    }

    fn end_request(&mut self, migration: &mut Migration) {
        rules::paths::end_request(migration);
    }

    fn breaks(&self, later: Later, note: u32) -> bool {
        note >= later.value
    }

    fn answer(&self, request: &Request) -> Verdict {
        answer::answer(request)
    }
}
