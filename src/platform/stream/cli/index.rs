//! The ids of the items that passed their field rules.

use crate::index::{Fingerprint, Hasher, Set};
use crate::json::go_text::{list, quoted_list, set, sprintf};
use crate::platform::stream::references::distinct_id;
use crate::redact;

use super::First;
use super::items::{ITEMS, Kind, Record};

/// How an item names a channel.
pub(super) struct ChannelId {
    /// The id it gives, or the one that is made of the members.
    pub id: String,
    pub made: bool,
    /// The members it gives; sorted, if the id is made of them.
    pub members: Vec<String>,
}

/// Reads these fields of an item.
pub(super) fn channel_id(item: &Record, id_field: &str, members_field: &str) -> ChannelId {
    let (id, members) = (item.text(id_field), item.list(members_field));
    if !id.is_empty() {
        return ChannelId { id: id.to_owned(), made: false, members: members.to_vec() };
    }
    let members = sorted(members, false);
    let sorted: Vec<&[u8]> = members.iter().map(String::as_bytes).collect();
    let id = String::from_utf8_lossy(&distinct_id(&sorted)).into_owned();
    ChannelId { id, made: true, members }
}

/// Sorts few texts, and drops all but one of equal ones if asked to.
fn sorted(texts: &[String], once: bool) -> Vec<String> {
    let mut sorted: Vec<String> = Vec::new();
    for text in texts {
        let place = sorted.partition_point(|other| other < text);
        if !once || sorted.get(place) != Some(text) {
            sorted.insert(place, text.clone());
        }
    }
    sorted
}

/// What is kept of a user with teams, or of a channel with a team or members.
#[derive(Debug, Default)]
struct Notes {
    /// The teams of a user; the team of a channel, if it has one.
    teams: Vec<String>,
    /// Of a distinct channel.
    members: Vec<String>,
    /// Members without a member item so far.
    missing: Vec<String>,
}

/// What the first pass notes and the second looks up.
#[derive(Debug)]
pub(super) struct Index {
    hasher: Hasher,
    /// Beside users and channels stands the number of their notes, counted from 1; beside replies stands 1.
    ids: Set,
    notes: Vec<Notes>,
    counts: [u64; ITEMS.len()],
}

impl Index {
    pub(super) fn new() -> Self {
        Index { hasher: Hasher::new(0), ids: Set::with_notes(), notes: Vec::new(), counts: [0; ITEMS.len()] }
    }

    /// Stands for a compound id. As in the original, the parts are joined by commas, so `a,b` and `c` are `a` and `b,c`.
    fn key(&self, kind: Kind, parts: &[&str]) -> Fingerprint {
        let mut key = vec![kind as u8];
        for part in parts {
            key.extend_from_slice(part.as_bytes());
            key.push(b',');
        }
        self.hasher.one(&key)
    }

    fn get(&self, kind: Kind, parts: &[&str]) -> Option<u32> {
        self.ids.get(self.key(kind, parts))
    }

    pub(super) fn has(&self, kind: Kind, parts: &[&str]) -> bool {
        self.get(kind, parts).is_some()
    }

    pub(super) fn is_reply(&self, id: &str) -> bool {
        self.get(Kind::Message, &[id]) == Some(1)
    }

    /// Adds an item, or says that it is there already.
    pub(super) fn add(&mut self, item: &Record, error: &mut First) {
        let kind = item.shape.kind;
        let (id, user, text) = (item.text("id"), item.text("user_id"), item.text("type"));
        match kind {
            Kind::User => {
                let notes = Notes { teams: sorted(item.list("teams"), true), ..Notes::default() };
                error.unless(self.insert_with(kind, &[id], notes), "duplicate user found %q", &[id]);
            }
            Kind::Channel => {
                let ChannelId { id, made, members } = channel_id(item, "id", "member_ids");
                let name = if made { list(&members) } else { redact::value(&id).into_owned() };
                let team = item.text("team");
                let teams = if team.is_empty() { Vec::new() } else { vec![team.to_owned()] };
                let missing = sorted(&members, true);
                let new = self.insert_with(kind, &[text, &id], Notes { teams, members, missing });
                error.unless(new, "duplicate channel '%v:%s'", &[text, &name]);
            }
            Kind::Member => {
                let ChannelId { id, made, members } = channel_id(item, "channel_id", "channel_member_ids");
                let channel_type = item.text("channel_type");
                let new = self.insert(kind, &[channel_type, &id, user], 0);
                let (template, name) = if made {
                    ("duplicate member %q (channel with type %q and members:%s)", list(&members))
                } else {
                    ("duplicate member %q (channel \"%v:%s\")", redact::value(&id).into_owned())
                };
                error.unless(new, template, &[user, channel_type, &name]);
            }
            Kind::Message => {
                let reply = u32::from(!item.text("parent_id").is_empty());
                error.unless(self.insert(kind, &[id], reply), "duplicate message %q", &[id]);
            }
            Kind::Reaction => {
                let parts = [item.text("message_id"), text, user];
                let new = self.insert(kind, &parts, 0);
                error.unless(new, "duplicate reaction message:%v:type:%v:user:%v", &parts);
            }
            Kind::Device | Kind::Other => {
                error.unless(self.insert(kind, &[id], 0), "duplicate device id:%v", &[id]);
            }
        }
    }

    /// Adds an id; `false` if it is there already.
    fn insert(&mut self, kind: Kind, parts: &[&str], note: u32) -> bool {
        let new = self.ids.insert(self.key(kind, parts), note);
        if let Some(count) = self.counts.get_mut(kind as usize) {
            *count += u64::from(new);
        }
        new
    }

    fn insert_with(&mut self, kind: Kind, parts: &[&str], notes: Notes) -> bool {
        let empty = notes.teams.is_empty() && notes.members.is_empty();
        let number = if empty { 0 } else { self.notes.len() + 1 };
        let new = self.insert(kind, parts, u32::try_from(number).unwrap_or(0));
        if new && !empty {
            self.notes.push(notes);
        }
        new
    }

    /// The place of the notes of a user or channel.
    fn place(&self, kind: Kind, parts: &[&str]) -> usize {
        // Counted from 1, so that 0 wraps to a place where there is nothing.
        self.get(kind, parts).map_or(usize::MAX, |number| (number as usize).wrapping_sub(1))
    }

    /// The teams of a user or channel.
    fn teams(&self, kind: Kind, parts: &[&str]) -> &[String] {
        self.notes.get(self.place(kind, parts)).map(|notes| notes.teams.as_slice()).unwrap_or_default()
    }

    /// Whether teams let this user be a member of this channel.
    pub(super) fn same_team(&self, user: &str, channel_type: &str, channel: &str, error: &mut First) {
        let teams = self.teams(Kind::User, &[user]);
        let team = self.teams(Kind::Channel, &[channel_type, channel]);
        let none = teams.is_empty() && team.is_empty();
        // A channel without a team has the team "", which a user may have too.
        let team = team.first().map_or("", String::as_str);
        if !none && teams.iter().all(|other| other != team) {
            let template = "user %q with teams %s cannot be a member of channel %v:%v with team %q";
            error.unless(false, template, &[user, &set(teams), channel_type, channel, team]);
        }
    }

    /// Notes the member item of a distinct channel: whether the user was missing, or `None` if there is no such channel.
    pub(super) fn member_found(&mut self, channel_type: &str, channel: &str, user: &str) -> Option<bool> {
        let place = self.place(Kind::Channel, &[channel_type, channel]);
        let notes = self.notes.get_mut(place).filter(|notes| !notes.members.is_empty())?;
        let missing = notes.missing.len();
        notes.missing.retain(|other| other != user);
        Some(notes.missing.len() < missing)
    }

    /// The errors of the last pass.
    pub(super) fn missing_members(&self) -> Vec<String> {
        let mut errors = Vec::new();
        for Notes { members, missing, .. } in &self.notes {
            if !missing.is_empty() {
                let members = quoted_list(members);
                let missing = quoted_list(missing);
                errors.push(sprintf(
                    "validation error: distinct channel: %s is missing members: %s. \
                     Please include all members as separate member entries",
                    &[&members, &missing],
                ));
            }
        }
        errors
    }

    /// How many of each kind.
    pub(super) fn counts(&self) -> &[u64] {
        &self.counts
    }
}
