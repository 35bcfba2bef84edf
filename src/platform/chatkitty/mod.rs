//! ChatKitty, chatkitty.com: users, channels, members and messages, one file of each. Source: `formats/chatkitty.md`.
//!
//! [`tables`] says what a row may hold, [`rules`] what crosses its fields and what crosses rows, [`answer`] what ChatKitty
//! would say.

mod answer;
pub(crate) mod read;
mod rules;
mod tables;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod types;
pub(crate) mod write;

use super::api::migration::Migration;
use super::api::request::{Request, Verdict};
use super::api::{ApiRoom, Asks, Container, Export, Facts, Form, Kind, Root, Rows, Vendor};
use super::room::Room;
use crate::finding::{Basis, Severity};
use crate::index::Ids;
use crate::options::{CheckOptions, Resource};
use crate::table::walk::Manner;
use rules::Seen;

/// Kinds of rows, in the order of [`FACTS`]; forms have the same.
const USER: usize = 0;
const CHANNEL: usize = 1;
const MEMBER: usize = 2;
const MESSAGE: usize = 3;

/// Kinds of ids.
mod ids {
    /// Users, by their name.
    pub(super) const USERS: usize = 0;
    /// Channels, by their name.
    pub(super) const CHANNELS: usize = 1;
    /// DIRECT channels, by the set of their members.
    pub(super) const MEMBER_SETS: usize = 2;
    /// Members of a channel, by document.
    pub(super) const MEMBERS: usize = 3;
    /// Idempotency keys, by resource.
    pub(super) const IDEMPOTENCY_KEYS: usize = 4;
    pub(super) const COUNT: usize = 5;
}

/// A file of such rows, of any length.
const fn file(kind: usize, path: &'static str) -> Root {
    let asks = Asks { method: "POST", path, most: 0, basis: Basis::Documented, batch: 0 };
    Root::Rows(Rows { kind, container: Container::List, asks })
}

static FACTS: Facts = Facts {
    counted: &[("user", "users"), ("channel", "channels"), ("member", "members"), ("message", "messages")],
    kinds: &[
        Kind { name: "user", counted: 0, table: &tables::USER },
        Kind { name: "channel", counted: 1, table: &tables::CHANNEL },
        Kind { name: "member", counted: 2, table: &tables::MEMBER },
        Kind { name: "message", counted: 3, table: &tables::MESSAGE },
    ],
    forms: &[
        Form { resource: Some(Resource::Users), words: "a JSON array of users", root: file(USER, "/v1/imports/users") },
        Form {
            resource: Some(Resource::Channels),
            words: "a JSON array of channels",
            root: file(CHANNEL, "/v1/imports/channels"),
        },
        Form {
            resource: Some(Resource::Members),
            words: "a JSON array of members",
            root: file(MEMBER, "/v1/imports/channels/{channel}/members"),
        },
        Form {
            resource: Some(Resource::Messages),
            words: "a JSON array of messages",
            root: file(MESSAGE, "/v1/imports/messages"),
        },
    ],
    envelopes: &[],
    exports: EXPORTS,
    route: |_, _| None,
    wrong_container: (Severity::Error, Basis::Documented),
    takes_files: true,
};

/// Pages of lists (`formats/chatkitty.md` 6), and the resources in them.
const EXPORTS: &[Export] = &[
    page(Resource::Users, &[(1, "_embedded"), (2, "users")]),
    page(Resource::Channels, &[(1, "_embedded"), (2, "channels")]),
    page(Resource::Members, &[(1, "_embedded"), (2, "memberships")]),
    page(Resource::Messages, &[(1, "_embedded"), (2, "messages")]),
    Export {
        resource: None,
        root: b'{',
        keys: &[(1, "_links"), (1, "page")],
        element: 0,
        words: "a page of a list, as ChatKitty's API answers",
    },
    resources(Resource::Messages, &[(2, "id"), (2, "createdTime"), (2, "channelId")]),
    resources(Resource::Messages, &[(2, "id"), (2, "created_time"), (2, "channel_id")]),
    resources(Resource::Users, &[(2, "_links"), (2, "presence")]),
    resources(Resource::Channels, &[(2, "_links"), (2, "createdTime"), (2, "type")]),
    resources(Resource::Channels, &[(2, "_links"), (2, "created_time"), (2, "type")]),
];

const fn page(resource: Resource, keys: &'static [(usize, &'static str)]) -> Export {
    Export {
        resource: Some(resource),
        root: b'{',
        keys,
        element: 0,
        words: "a page of a list, as ChatKitty's API answers",
    }
}

const fn resources(resource: Resource, keys: &'static [(usize, &'static str)]) -> Export {
    Export {
        resource: Some(resource),
        root: b'[',
        keys,
        element: b'{',
        words: "a list of what ChatKitty's API answers",
    }
}

/// What the folder says in data.
pub(crate) fn facts() -> &'static Facts {
    &FACTS
}

/// ChatKitty's room.
pub(crate) fn room(options: &CheckOptions) -> Box<dyn Room> {
    let manner = Manner {
        platform: "ChatKitty",
        dialect: 0,
        null_is_absent: false,
        folds_keys: false,
        reserved: Basis::Documented,
        custom_limit: u64::MAX,
    };
    let mut index = Ids::new(options.seed, ids::COUNT);
    let existing = options.profile.existing.clone().unwrap_or_default();
    for (kind, listed) in [(ids::USERS, existing.users), (ids::CHANNELS, existing.channels)] {
        if let Some(listed) = listed {
            let keys: Vec<_> = listed.iter().map(|id| index.one(id.as_bytes())).collect();
            index.close(kind, keys.into_iter());
        }
    }
    let vendor = ChatKitty { now: options.now.clone(), snake: false, seen: Seen::default() };
    Box::new(ApiRoom::new(options, Box::new(vendor), manner, index))
}

/// The state of the platform's rules.
#[derive(Debug)]
struct ChatKitty {
    /// The time of the check, for the answer.
    now: Option<String>,
    /// Whether the file at hand is in the snake dialect.
    snake: bool,
    /// What was seen in the file at hand.
    seen: Seen,
}

impl Vendor for ChatKitty {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn begin_request(&mut self, migration: &mut Migration) {
        self.seen = Seen::default();
        self.snake = migration.walker.manner.dialect == 1;
    }

    fn row(&mut self, migration: &mut Migration, bytes: &[u8]) {
        self.seen.row(migration, bytes);
        match migration.kind {
            USER => rules::user(migration, bytes),
            CHANNEL => rules::channel(migration, bytes),
            MEMBER => rules::member(migration, bytes),
            _ => rules::message(migration, bytes),
        }
    }

    fn salvage(&mut self, migration: &mut Migration, bytes: &[u8]) {
        rules::salvage(migration, bytes);
    }

    fn end_request(&mut self, migration: &mut Migration) {
        self.seen.end(migration);
    }

    fn answer(&self, request: &Request) -> Verdict {
        answer::answer(request, self.now.as_deref(), self.snake)
    }
}
