//! Writes a history as Stream imports it. Source: `formats/stream.md` 2, 3 and 7, `formats/mapping.md`.
//!
//! Always in today's form, JSON Lines: the older array is not known to be taken any more.

mod attachments;
mod channels;
mod draft;
mod members;
mod messages;
mod others;
mod reactions;
#[cfg(test)]
mod tests;
mod threads;
mod users;

use super::MAX_FILE;
use crate::convert::ids::{IdKind, IdRule};
use crate::convert::made_id::{Case, made_id};
use crate::convert::options::ConvertOptions;
use crate::convert::texts::{TextMap, TextSet};
use crate::convert::writer::{FileSpec, Output, Room, Style, Writer};
use crate::finding::Position;
use crate::history::{Record, Text};
use crate::index::{Hasher, Set};
use draft::Draft;

/// The parts of the file, in the order that Stream demands.
mod section {
    pub(super) const USERS: usize = 0;
    pub(super) const DEVICES: usize = 1;
    pub(super) const BANS: usize = 2;
    pub(super) const CHANNELS: usize = 3;
    pub(super) const MEMBERS: usize = 4;
    pub(super) const MESSAGES: usize = 5;
    pub(super) const REACTIONS: usize = 6;
    pub(super) const POLLS: usize = 7;
    pub(super) const POLL_VOTES: usize = 8;
}

const FILES: &[FileSpec] = &[FileSpec {
    name: "import.jsonl",
    style: Style::Lines,
    sections: &[
        section::USERS,
        section::DEVICES,
        section::BANS,
        section::CHANNELS,
        section::MEMBERS,
        section::MESSAGES,
        section::REACTIONS,
        section::POLLS,
        section::POLL_VOTES,
    ],
    most_bytes: Some(MAX_FILE),
    complete: true,
}];

/// The longest ids, in bytes.
const LONGEST_ID: usize = 255;
const LONGEST_CHANNEL_ID: usize = 64;

/// Channel types and roles that every app has.
const TYPES: [&str; 5] = ["messaging", "livestream", "team", "gaming", "commerce"];
const ROLES: [&str; 4] = ["user", "admin", "guest", "anonymous"];

/// The writer.
#[derive(Debug)]
struct StreamWriter {
    /// What groups become.
    channel_type: String,
    /// Whether the user who speaks for the system is there, and where it was first needed.
    has_system: bool,
    needs_system: Option<Position>,
    /// Users, by their new ids, who are in teams: they may only be in channels of these.
    teams: TextMap<Vec<Text>>,
    /// Users who muted channels: what those are called is known when all channels are.
    muting: Vec<Record>,
    hasher: Hasher,
    /// What was written, by new ids.
    messages: Set,
    distinct: Set,
    devices: Set,
    /// What the app has to have before the import.
    roles: TextSet,
    types: TextSet,
    /// Whether there are files that Stream is to fetch.
    files: bool,
}

/// A writer for this platform.
pub(crate) fn writer(options: &ConvertOptions) -> Box<dyn Writer> {
    let named = Some(options.channel_type.as_str()).filter(|name| channels::is_name(name));
    Box::new(StreamWriter {
        channel_type: named.unwrap_or("messaging").to_owned(),
        has_system: false,
        needs_system: None,
        teams: TextMap::default(),
        muting: Vec::new(),
        hasher: Hasher::new(0),
        messages: Set::new(),
        distinct: Set::new(),
        devices: Set::new(),
        roles: TextSet::default(),
        types: TextSet::default(),
        files: false,
    })
}

impl Writer for StreamWriter {
    fn id_rule(&self) -> IdRule {
        rule
    }

    fn files(&self) -> &'static [FileSpec] {
        FILES
    }

    fn user(&mut self, user: Record, out: &mut Output<'_>) {
        self.add_user(user, out);
    }

    fn room(&mut self, room: Room, out: &mut Output<'_>) {
        self.channel(room, out);
    }

    fn other(&mut self, record: Record, out: &mut Output<'_>) {
        self.add_other(record, out);
    }

    fn finish(&mut self, out: &mut Output<'_>) {
        for user in std::mem::take(&mut self.muting) {
            self.write_user(user, out);
        }
        if let Some(at) = self.needs_system.filter(|_| !self.has_system) {
            let mut draft = Draft::new(out);
            draft.object.text("id", &out.ids.user(&out.options.system_user, at));
            draft.write(section::USERS, "user", out);
        }
    }

    fn next_steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        if !self.types.is_empty() {
            steps.push(
                ["Create those of these channel types in the app that it lacks: ", &self.types.joined(), "."].concat(),
            );
        }
        if !self.roles.is_empty() {
            steps.push(["Create those of these roles in the app that it lacks: ", &self.roles.joined(), "."].concat());
        }
        if self.files {
            let words = "Keep the files of attachments where they are until the import is done: Stream has to reach them, \
                         without a login, and an import fails with the first one that it cannot fetch.";
            steps.push(words.to_owned());
        }
        let words = "Upload import.jsonl, or import-001.jsonl and so on one after the other, with Stream's command line, \
                     in upsert mode: `getstream import chat`, or `stream-cli chat upload-import`.";
        steps.push(words.to_owned());
        steps
    }
}

impl StreamWriter {
    /// The user who speaks for the system, as a new id.
    fn system(&mut self, out: &mut Output<'_>, at: Position) -> String {
        let first = self.needs_system.map_or(at, |known| known.min(at));
        self.needs_system = Some(first);
        out.ids.user(&out.options.system_user, at).into()
    }
}

/// What ids become: CometChat's published rule with Stream's alphabets and limits. A channel's id is its `cid`.
fn rule(kind: IdKind, id: &str) -> Option<String> {
    match kind {
        IdKind::User => made_id(id, Case::Kept, |c| c.is_ascii_alphanumeric() || "@_-".contains(c), LONGEST_ID),
        // Any characters, but counted in bytes.
        IdKind::Message if id.len() <= LONGEST_ID => None,
        IdKind::Message => made_id(id, Case::Kept, |c| c.is_ascii(), LONGEST_ID),
        IdKind::Channel if channels::parts(id).is_some() => None,
        IdKind::Channel => Some(["messaging:", &channels::plain(id)].concat()),
    }
}
