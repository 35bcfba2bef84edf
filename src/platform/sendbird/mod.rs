//! Sendbird, sendbird.com: users, channels and messages, as bodies of requests. Source: `formats/sendbird.md`.
//!
//! [`tables`] says what a row may hold, [`rules`] what crosses its fields, rows and requests, [`answer`] what Sendbird
//! would say; [`exports`] are shapes that come out of it.

mod answer;
mod exports;
pub(crate) mod read;
mod rules;
mod tables;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod types;
pub(crate) mod write;

use super::api::migration::Migration;
use super::api::request::{Request, Verdict};
use super::api::{ApiRoom, Asks, Container, Facts, Form, Kind, Root, Route, Rows, Vendor, percent_decoded, segments};
use super::room::Room;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, Ids, Later, Map};
use crate::options::{CheckOptions, Resource};
use crate::table::draft::Draft;
use crate::table::walk::Manner;

/// Kinds of rows, in the order of [`FACTS`].
const USER: usize = 0;
const CHANNEL: usize = 1;
const MESSAGE: usize = 2;
const INVITE: usize = 3;
const USER_UPDATE: usize = 4;
const METADATA: usize = 5;

/// Forms of bodies, in the order of [`FACTS`].
mod form {
    pub(super) const USERS: usize = 0;
    /// A channel of either type, in a document by itself.
    pub(super) const CHANNELS: usize = 1;
    pub(super) const MESSAGES: usize = 2;
    pub(super) const GROUP: usize = 3;
    pub(super) const OPEN: usize = 4;
    pub(super) const INVITE: usize = 5;
    pub(super) const USER_UPDATE: usize = 6;
    pub(super) const METADATA: usize = 7;
}

/// Kinds of ids. Channels are noted as [`GROUP`] or [`OPEN`], where that is known.
const USERS: usize = 0;
const CHANNELS: usize = 1;
/// Group channels that the input creates: their members are known.
const GROUPS: usize = 2;
/// Pairs of a channel and a user.
const MEMBERS: usize = 3;
const DEDUP_IDS: usize = 4;
const ID_KINDS: usize = 5;

const GROUP: u32 = 1;
const OPEN: u32 = 2;

/// The longest message by default, in characters: 3.4.
const LONGEST: u64 = 5_000;

const fn one(kind: usize, method: &'static str, path: &'static str) -> Root {
    Root::One(Rows {
        kind,
        container: Container::List,
        asks: Asks { method, path, most: 0, basis: Basis::Inferred, batch: 0 },
    })
}

static FACTS: Facts = Facts {
    counted: &[
        ("user", "users"),
        ("channel", "channels"),
        ("message", "messages"),
        ("invite", "invites"),
        ("update", "updates"),
    ],
    kinds: &[
        Kind { name: "user", counted: 0, table: &tables::USER },
        Kind { name: "channel", counted: 1, table: &tables::CHANNEL },
        Kind { name: "message", counted: 2, table: &tables::MESSAGE },
        Kind { name: "invite", counted: 3, table: &tables::INVITE },
        Kind { name: "update", counted: 4, table: &tables::USER_UPDATE },
        Kind { name: "update", counted: 4, table: &tables::METADATA },
    ],
    forms: &[
        Form {
            resource: Some(Resource::Users),
            words: "an object, one user a call",
            root: one(USER, "POST", "/v3/users"),
        },
        Form {
            resource: Some(Resource::Channels),
            words: "an object, one channel a call",
            root: one(CHANNEL, "POST", "/v3/group_channels"),
        },
        Form {
            resource: Some(Resource::Messages),
            words: "an object with a list of messages",
            root: Root::Members {
                envelope: 0,
                rows: &[(
                    "messages",
                    Rows {
                        kind: MESSAGE,
                        container: Container::List,
                        asks: Asks {
                            method: "POST",
                            path: "/v3/migration/{channel}",
                            most: 100,
                            basis: Basis::Documented,
                            batch: 0,
                        },
                    },
                )],
            },
        },
        Form { resource: None, words: "an object", root: one(CHANNEL, "POST", "/v3/group_channels") },
        Form { resource: None, words: "an object", root: one(CHANNEL, "POST", "/v3/open_channels") },
        Form { resource: None, words: "an object", root: one(INVITE, "POST", "/v3/group_channels/{channel}/invite") },
        Form { resource: None, words: "an object", root: one(USER_UPDATE, "PUT", "/v3/users/{key}") },
        Form {
            resource: None,
            words: "an object",
            root: one(METADATA, "POST", "/v3/group_channels/{channel}/metadata"),
        },
    ],
    envelopes: &[&tables::BODY],
    exports: &exports::EXPORTS,
    route,
    wrong_container: (Severity::Error, Basis::Inferred),
    takes_files: false,
};

fn route(method: &str, path: &str) -> Option<Route> {
    let parts = segments(path);
    let to = |form: usize| Some(Route { form: Some(form), ..Route::default() });
    let channel =
        |form: usize, url: &str| Some(Route { form: Some(form), channel: Some(percent_decoded(url)), id: None });
    let user = |form: usize, id: &str| Some(Route { form: Some(form), channel: None, id: Some(percent_decoded(id)) });
    match (method, parts.as_slice()) {
        ("POST", ["v3", "users"]) => to(form::USERS),
        ("POST", ["v3", "group_channels"]) => to(form::GROUP),
        ("POST", ["v3", "open_channels"]) => to(form::OPEN),
        ("POST", ["v3", "migration", url]) => channel(form::MESSAGES, url),
        ("POST", ["v3", "group_channels", url, "invite"]) => channel(form::INVITE, url),
        ("POST" | "PUT", ["v3", "group_channels" | "open_channels", url, "metadata"]) => channel(form::METADATA, url),
        ("POST" | "PUT", ["v3", "users", id, "metadata"]) => user(form::METADATA, id),
        ("PUT", ["v3", "users", id]) => user(form::USER_UPDATE, id),
        // Other calls about what was created: freezing a channel, hiding it, sending to it.
        (_, ["v3", "users", _, _, ..] | ["v3", "group_channels" | "open_channels", _, ..]) => Some(Route::default()),
        _ => None,
    }
}

/// What the folder says in data.
pub(crate) fn facts() -> &'static Facts {
    &FACTS
}

/// Sendbird's room.
pub(crate) fn room(options: &CheckOptions) -> Box<dyn Room> {
    let manner = Manner {
        platform: "Sendbird",
        dialect: 0,
        null_is_absent: false,
        folds_keys: false,
        reserved: Basis::Documented,
        custom_limit: u64::MAX,
    };
    let mut ids = Ids::new(options.seed, ID_KINDS);
    let existing = options.profile.existing.clone().unwrap_or_default();
    for (kind, listed) in [(USERS, existing.users), (CHANNELS, existing.channels), (DEDUP_IDS, existing.messages)] {
        if let Some(listed) = listed {
            let keys: Vec<_> = listed.iter().map(|id| ids.one(id.as_bytes())).collect();
            ids.close(kind, keys.into_iter());
        }
    }
    let given = options.profile.max_message_length;
    let sendbird = Sendbird {
        longest: given.unwrap_or(LONGEST),
        longest_is_given: given.is_some(),
        channel: None,
        batches: rules::Batches::default(),
        deactivated: None,
    };
    Box::new(ApiRoom::new(options, Box::new(sendbird), manner, ids))
}

/// The channel that the request at hand is about.
fn channel_of(migration: &Migration) -> Option<Fingerprint> {
    migration.request.channel.as_deref().map(|channel| migration.ids.one(channel.as_bytes()))
}

/// What is to be known of the rows and requests that went before.
#[derive(Debug)]
struct Sendbird {
    /// The longest message, in characters, and whether the profile says so.
    longest: u64,
    longest_is_given: bool,
    /// The channel that the request at hand is about.
    channel: Option<Fingerprint>,
    batches: rules::Batches,
    /// Users whom requests deactivated (or activated again) so far, if there are any.
    deactivated: Option<Map<bool>>,
}

impl Vendor for Sendbird {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn begin_request(&mut self, migration: &mut Migration) {
        rules::begin(self, migration);
    }

    fn row(&mut self, migration: &mut Migration, bytes: &[u8]) {
        match migration.kind {
            MESSAGE => rules::message(self, migration, bytes),
            USER => rules::user(migration, bytes),
            CHANNEL => rules::channel(migration, bytes),
            INVITE => rules::invite(self, migration, bytes),
            USER_UPDATE => rules::update(self, migration, bytes),
            _ => {}
        }
    }

    fn salvage(&mut self, migration: &mut Migration, bytes: &[u8]) {
        match migration.kind {
            USER => rules::salvage_user(migration, bytes),
            CHANNEL => rules::salvage_channel(migration, bytes),
            _ => {}
        }
    }

    fn member(&mut self, migration: &mut Migration, key: &[u8], bytes: &[u8], at: usize) {
        rules::flag(self, migration, key, bytes, at);
    }

    fn end_request(&mut self, migration: &mut Migration) {
        rules::end(migration);
    }

    fn breaks(&self, _later: Later, note: u32) -> bool {
        note & OPEN != 0
    }

    fn rank(&self, draft: &Draft) -> u32 {
        answer::rank(draft)
    }

    fn answer(&self, request: &Request) -> Verdict {
        answer::answer(request)
    }
}
