//! CometChat, cometchat.com: users, groups, members and messages, as bodies of requests of its Data Import API. Source:
//! `formats/cometchat.md`.
//!
//! [`tables`] says what a row may hold, [`forms`] how bodies are laid out and what its exports look like, [`rules`] what
//! crosses fields and rows, [`ids`] what CometChat makes of an id, [`answer`] what it would say.

mod answer;
mod forms;
mod ids;
pub(crate) mod read;
mod rules;
mod tables;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod types;
pub(crate) mod write;

use super::api::migration::Migration;
use super::api::request::{Request, Verdict};
use super::api::{ApiRoom, Facts, Vendor};
use super::room::Room;
use crate::finding::Basis;
use crate::index::{Ids, Later};
use crate::options::CheckOptions;
use crate::table::draft::Draft;
use crate::table::walk::Manner;
use rules::retention::Wall;

/// Kinds of rows, in the order in which they are to be sent.
const USER: usize = 0;
const GROUP: usize = 1;
const MEMBER: usize = 2;
const MESSAGE: usize = 3;

/// Kinds of ids. Users and groups are known by their ids in lower case.
const USERS: usize = 0;
const GROUPS: usize = 1;
/// Members by group and user. The note is the second in which they joined, or 0, or [`BANNED`].
const MEMBERS: usize = 2;
const MESSAGES: usize = 3;
/// Groups whose creation is known; the note is its second.
const CREATED: usize = 4;
/// Groups of which members are in the input.
const PEOPLED: usize = 5;
/// Roles that were named.
const ROLES: usize = 6;
const ID_KINDS: usize = 7;

/// The note of a member who is banned.
const BANNED: u32 = u32::MAX;

/// What the folder says in data.
pub(crate) fn facts() -> &'static Facts {
    &forms::FACTS
}

/// CometChat's room.
pub(crate) fn room(options: &CheckOptions) -> Box<dyn Room> {
    let manner = Manner {
        platform: "CometChat",
        dialect: 0,
        null_is_absent: false,
        folds_keys: false,
        reserved: Basis::Documented,
        custom_limit: u64::MAX,
    };
    let mut ids = Ids::new(options.seed, ID_KINDS);
    let existing = options.profile.existing.clone().unwrap_or_default();
    for (kind, listed) in [(USERS, existing.users), (GROUPS, existing.channels), (MESSAGES, existing.messages)] {
        let Some(listed) = listed else { continue };
        let keys: Vec<_> = listed.iter().map(|id| rules::key(&ids, kind, id.as_bytes())).collect();
        ids.close(kind, keys.into_iter());
    }
    let roles = options.profile.roles.as_ref();
    let roles = roles.map(|roles| roles.iter().map(|role| role.to_ascii_lowercase()).collect());
    let vendor = CometChat { wall: Wall::new(options), roles, order: rules::Order::default() };
    Box::new(ApiRoom::new(options, Box::new(vendor), manner, ids))
}

/// CometChat's rules, and what they remember from one row to the next.
#[derive(Debug)]
struct CometChat {
    /// How far back messages may have been sent.
    wall: Option<Wall>,
    /// The roles that the app has, in lower case.
    roles: Option<Vec<String>>,
    order: rules::Order,
}

impl Vendor for CometChat {
    fn facts(&self) -> &'static Facts {
        &forms::FACTS
    }

    fn begin_request(&mut self, migration: &mut Migration) {
        self.order.begin_request(migration);
    }

    fn row(&mut self, migration: &mut Migration, bytes: &[u8]) {
        match migration.kind {
            USER => self.user(migration, bytes),
            GROUP => rules::groups::group(migration, bytes),
            MEMBER => rules::members::member(migration, bytes),
            _ => self.message(migration, bytes),
        }
        if !migration.walker.row_drafts().is_empty() {
            rules::refine::refine(migration, bytes);
        }
    }

    fn salvage(&mut self, migration: &mut Migration, bytes: &[u8]) {
        rules::salvage(migration, bytes);
    }

    fn end_request(&mut self, migration: &mut Migration) {
        rules::end_request(migration);
    }

    fn breaks(&self, later: Later, note: u32) -> bool {
        rules::breaks(later, note)
    }

    fn rank(&self, draft: &Draft) -> u32 {
        answer::rank(draft)
    }

    fn answer(&self, request: &Request) -> Verdict {
        answer::answer(request, self.wall.as_ref().map(|wall| wall.months))
    }

    fn imported(&self, request: &Request) -> Vec<String> {
        answer::imported(request)
    }
}
