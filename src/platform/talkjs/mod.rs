//! TalkJS, talkjs.com: users, conversations and messages, as bodies of requests. Source: `formats/talkjs.md`.
//!
//! [`tables`] says what a row may hold, [`rules`] what crosses its fields and what crosses rows, [`answer`] what TalkJS
//! would say.

mod answer;
mod rules;
mod tables;

use super::api::migration::Migration;
use super::api::request::{Request, Verdict};
use super::api::{ApiRoom, Asks, Container, Export, Facts, Form, Kind, Root, Route, Rows, Vendor, percent_decoded};
use super::room::Room;
use crate::finding::{Basis, Severity};
use crate::index::Ids;
use crate::options::{CheckOptions, Resource};
use crate::table::walk::Manner;

/// Kinds of rows, in the order of [`FACTS`].
const USER: usize = 0;
const CONVERSATION: usize = 1;
const MESSAGE: usize = 2;

/// Kinds of ids.
const USERS: usize = 0;
const CONVERSATIONS: usize = 1;
const PARTICIPANTS: usize = 2;
const ID_KINDS: usize = 3;

const USERS_IN_BULK: Rows = Rows {
    kind: USER,
    container: Container::Map,
    asks: Asks { method: "PUT", path: "/v1/{appId}/users", most: 100, basis: Basis::Documented, batch: 0 },
};
const CONVERSATIONS_BY_ID: Rows = Rows {
    kind: CONVERSATION,
    container: Container::Either,
    asks: Asks { method: "PUT", path: "/v1/{appId}/conversations/{key}", most: 1, basis: Basis::Documented, batch: 1 },
};
const IMPORTED_MESSAGES: Rows = Rows {
    kind: MESSAGE,
    container: Container::List,
    asks: Asks {
        method: "POST",
        path: "/v1/{appId}/import/conversations/{channel}/messages",
        most: 10,
        basis: Basis::Documented,
        batch: 10,
    },
};

static FACTS: Facts = Facts {
    counted: &[("user", "users"), ("conversation", "conversations"), ("message", "messages")],
    kinds: &[
        Kind { name: "user", counted: 0, table: &tables::USER },
        Kind { name: "conversation", counted: 1, table: &tables::CONVERSATION },
        Kind { name: "message", counted: 2, table: &tables::MESSAGE },
    ],
    forms: &[
        Form { resource: Some(Resource::Users), words: "an object of users by id", root: Root::Rows(USERS_IN_BULK) },
        Form {
            resource: Some(Resource::Conversations),
            words: "an object of conversations by id",
            root: Root::Rows(CONVERSATIONS_BY_ID),
        },
        Form { resource: Some(Resource::Messages), words: "a list of messages", root: Root::Rows(IMPORTED_MESSAGES) },
    ],
    envelopes: &[],
    exports: &[Export {
        resource: Some(Resource::Messages),
        root: b'[',
        keys: &[],
        element: b'[',
        words: "a list of lists, as TalkJS's export script writes messages",
    }],
    route,
    wrong_container: (Severity::Error, Basis::Documented),
    takes_files: false,
};

fn route(method: &str, path: &str) -> Option<Route> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (method, parts.as_slice()) {
        ("PUT", ["v1", _, "users"]) => Some(Route { form: Some(USER), ..Route::default() }),
        ("POST", ["v1", _, "import", "conversations", channel, "messages"]) => {
            Some(Route { form: Some(MESSAGE), channel: Some(percent_decoded(channel)), id: None })
        }
        _ => None,
    }
}

/// What the folder says in data.
pub(crate) fn facts() -> &'static Facts {
    &FACTS
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
    let mut ids = Ids::new(options.seed, ID_KINDS);
    let existing = options.profile.existing.clone().unwrap_or_default();
    for (kind, listed) in [(USERS, existing.users), (CONVERSATIONS, existing.channels)] {
        if let Some(listed) = listed {
            let keys: Vec<_> = listed.iter().map(|id| ids.one(id.as_bytes())).collect();
            ids.close(kind, keys.into_iter());
        }
    }
    Box::new(ApiRoom::new(options, Box::new(TalkJs), manner, ids))
}

#[derive(Debug)]
struct TalkJs;

impl Vendor for TalkJs {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn row(&mut self, migration: &mut Migration, bytes: &[u8]) {
        match migration.kind {
            USER => rules::user(migration, bytes),
            CONVERSATION => rules::conversation(migration, bytes),
            _ => rules::message(migration, bytes),
        }
    }

    fn answer(&self, request: &Request) -> Verdict {
        answer::answer(request)
    }
}
