//! What crosses items: ids defined and referred to, teams, threads, the members of distinct channels.
//!
//! In the first reading everything is indexed, and what cannot be told yet is kept open. If the end leaves something
//! open, or shows it wrong, the input is read again: then the index is complete, and each item can be held against it.

mod carry;

use sha2::{Digest, Sha512_256};

use crate::index::{Batch, Fingerprint, Hasher, Map, Set};
use crate::json::text;
use crate::options::CheckOptions;
use crate::order;

/// What an item may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    User,
    Channel,
    Message,
}

impl Target {
    pub(crate) const ALL: [Target; 3] = [Target::User, Target::Channel, Target::Message];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Target::User => "user",
            Target::Channel => "channel",
            Target::Message => "message",
        }
    }
}

/// What an item may define.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defines {
    User,
    Channel,
    Message,
    Member,
    Reaction,
    Device,
}

/// A message's note: whether it is a reply, and 31 bits of its channel.
const REPLY: u32 = 1 << 31;
/// A member's note: defined by its channel's member ids.
const BY_MEMBERS: u32 = 1;

/// Channel types that are remembered.
const TYPES: usize = 16;

/// Length of a distinct channel's id.
const DISTINCT_ID: usize = 52;

/// The index of an import.
#[derive(Debug)]
pub(crate) struct References {
    hasher: Hasher,
    defined: [Set; 6],
    /// Targets that are yet to be looked up.
    waiting: [Batch; 3],
    /// Targets that were referred to before they were defined, if ever.
    open: [Set; 3],
    /// Ids that the app has already; `None` where the caller did not say.
    existing: [Option<Set>; 3],
    /// In the second reading: targets that nothing defines.
    unresolved: Option<[Set; 3]>,
    /// Definitions that were met more than once, and in the second reading those that were met so far.
    repeated: Set,
    met: Set,
    /// Replies whose parent was not there yet, with their own note.
    open_replies: Vec<(Fingerprint, u32)>,
    /// Members whose user or channel was not there yet.
    open_members: Vec<(Fingerprint, Fingerprint)>,
    teams_of_users: Map<Vec<String>>,
    team_of_channels: Map<String>,
    /// Members that distinct channels ask for.
    expected: Set,
    /// Distinct channels by their type and the list of their members as it is written: to sort and hash them is slow.
    distinct: Map<Fingerprint>,
    /// The channel types met so far, while they are few.
    types: Vec<(Vec<u8>, Fingerprint)>,
    /// Whether something is wrong that only a second reading can put into words.
    late: bool,
}

/// What is wrong with a reply's parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thread {
    Fine,
    Nested,
    Elsewhere,
}

impl References {
    pub(crate) fn new(options: &CheckOptions) -> References {
        let hasher = Hasher::new(options.seed);
        let existing = options.profile.existing.clone().unwrap_or_default();
        let set = |ids: Option<Vec<String>>, fingerprint: &dyn Fn(&str) -> Fingerprint| {
            ids.map(|ids| {
                let mut set = Set::new();
                for id in ids {
                    set.insert(fingerprint(&id), 0);
                }
                set
            })
        };
        let plain = |id: &str| hasher.one(id.as_bytes());
        let channel = |cid: &str| {
            let (channel_type, id) = cid.split_once(':').unwrap_or(("", cid));
            hasher.within(hasher.one(channel_type.as_bytes()), id.as_bytes())
        };
        let existing = [set(existing.users, &plain), set(existing.channels, &channel), set(existing.messages, &plain)];
        References {
            hasher,
            // Messages note threads, members how they were named; in the order of `Defines`.
            defined: std::array::from_fn(|what| {
                let noted = what == Defines::Message as usize || what == Defines::Member as usize;
                if noted { Set::with_notes() } else { Set::new() }
            }),
            waiting: std::array::from_fn(|_| Batch::new()),
            open: std::array::from_fn(|_| Set::new()),
            existing,
            unresolved: None,
            repeated: Set::new(),
            met: Set::new(),
            open_replies: Vec::new(),
            open_members: Vec::new(),
            teams_of_users: Map::new(),
            team_of_channels: Map::new(),
            expected: Set::new(),
            distinct: Map::new(),
            types: Vec::new(),
            late: false,
        }
    }

    /// Whether this is the second reading.
    pub(crate) fn second(&self) -> bool {
        self.unresolved.is_some()
    }

    /// Whether the caller listed all ids of this kind that the app has.
    pub(crate) fn closed(&self, target: Target) -> bool {
        self.existing.get(target as usize).is_some_and(Option::is_some)
    }

    pub(crate) fn id(&self, id: &[u8]) -> Fingerprint {
        self.hasher.one(id)
    }

    #[inline(always)]
    pub(crate) fn channel(&mut self, channel_type: &[u8], id: &[u8]) -> Fingerprint {
        let channel_type = self.channel_type(channel_type);
        self.hasher.within(channel_type, id)
    }

    /// Channel types are few, and repeat from item to item.
    #[inline(always)]
    fn channel_type(&mut self, name: &[u8]) -> Fingerprint {
        for (known, key) in &self.types {
            if text::same(known, name) {
                return *key;
            }
        }
        self.new_type(name)
    }

    #[inline(never)]
    fn new_type(&mut self, name: &[u8]) -> Fingerprint {
        let key = self.hasher.one(name);
        if self.types.len() < TYPES {
            self.types.push((name.to_vec(), key));
        }
        key
    }

    /// Where a distinct channel is remembered: its type, and the text of the list of its members with their number.
    pub(crate) fn distinct_key(&mut self, channel_type: &[u8], list: &[u8], count: usize) -> Fingerprint {
        let channel_type = self.channel_type(channel_type);
        self.hasher.within(channel_type ^ count as u128, list)
    }

    /// The distinct channel that is remembered there.
    pub(crate) fn known_distinct(&self, key: Fingerprint) -> Option<Fingerprint> {
        self.distinct.get(key).copied()
    }

    /// The fingerprint of a distinct channel: the same as if its generated id had been given.
    pub(crate) fn distinct_channel(
        &mut self,
        key: Fingerprint,
        channel_type: &[u8],
        members: &mut [&[u8]],
    ) -> Fingerprint {
        order::sort_bytes(members);
        let channel = self.channel(channel_type, &distinct_id(members));
        self.distinct.add(key, channel);
        channel
    }

    /// Notes a definition. `false` if the same was defined before.
    pub(crate) fn define(&mut self, what: Defines, key: Fingerprint, note: u32) -> bool {
        if self.second() {
            let twin = twin(what, key);
            return !self.repeated.contains(twin) || self.met.insert(twin, 0);
        }
        let Some(set) = self.defined.get_mut(what as usize) else { return true };
        if set.insert(key, note) {
            return true;
        }
        self.repeated.insert(twin(what, key), 0);
        self.late = true;
        false
    }

    /// Whether something was defined so far; in the second reading, at all.
    pub(crate) fn is_defined(&self, what: Defines, key: Fingerprint) -> bool {
        self.defined(what).is_some_and(|set| set.contains(key))
    }

    fn defined(&self, what: Defines) -> Option<&Set> {
        self.defined.get(what as usize)
    }

    /// Notes a reference. In the second reading: whether nothing defines its target.
    #[inline(never)]
    pub(crate) fn refer(&mut self, target: Target, key: Fingerprint) -> bool {
        let index = target as usize;
        if let Some(unresolved) = &self.unresolved {
            return unresolved.get(index).is_some_and(|set| set.contains(key));
        }
        if self.waiting.get_mut(index).is_some_and(|batch| batch.add(key)) {
            self.look_up(index);
        }
        false
    }

    /// Looks up the targets that wait.
    fn look_up(&mut self, index: usize) {
        if let (Some(batch), Some(defined), Some(open)) =
            (self.waiting.get_mut(index), self.defined.get(index), self.open.get_mut(index))
        {
            batch.look_up(defined, open);
        }
    }

    /// The note of a message in this channel.
    #[expect(clippy::cast_possible_truncation, reason = "31 bits of the channel are what is kept")]
    pub(crate) fn message_note(channel: Option<Fingerprint>, reply: bool) -> u32 {
        (channel.unwrap_or_default() as u32) >> 1 | if reply { REPLY } else { 0 }
    }

    /// Holds a reply against its parent.
    pub(crate) fn reply(&mut self, parent: Fingerprint, note: u32) -> Thread {
        if let Some(parent) = self.defined(Defines::Message).and_then(|messages| messages.get(parent)) {
            let thread = thread(parent, note);
            self.late |= thread != Thread::Fine;
            return thread;
        }
        if !self.second() {
            self.open_replies.push((parent, note));
        }
        Thread::Fine
    }

    pub(crate) fn teams_of_user(&mut self, user: Fingerprint, teams: Vec<String>) {
        self.teams_of_users.add(user, teams);
    }

    pub(crate) fn team_of_channel(&mut self, channel: Fingerprint, team: String) {
        self.team_of_channels.add(channel, team);
    }

    /// A member of a channel; by its member ids, or by its id.
    pub(crate) fn member(&mut self, user: Fingerprint, channel: Fingerprint, key: Fingerprint, by_members: bool) {
        if self.second() {
            return;
        }
        if by_members && let Some(members) = self.defined.get_mut(Defines::Member as usize) {
            members.mark(key, BY_MEMBERS);
        }
        let known = |what: Defines, key| self.defined(what).is_some_and(|set| set.contains(key));
        if known(Defines::User, user) && known(Defines::Channel, channel) {
            self.late |= self.teams(user, channel).is_some();
        } else {
            self.open_members.push((user, channel));
        }
    }

    /// The teams of a user and of a channel that do not go together; `None` if they do.
    pub(crate) fn teams(&self, user: Fingerprint, channel: Fingerprint) -> Option<(&[String], &str)> {
        let (teams, team) = (self.teams_of_users.get(user), self.team_of_channels.get(channel));
        let listed = |team: &str| teams.is_some_and(|teams| teams.iter().any(|one| one == team));
        match (teams, team) {
            (None, None) => None,
            (_, team) => {
                let team = team.map_or("", String::as_str);
                (!listed(team)).then(|| (teams.map_or(&[][..], Vec::as_slice), team))
            }
        }
    }

    /// A distinct channel asks for a member. In the second reading: whether that member is missing.
    pub(crate) fn expect_member(&mut self, key: Fingerprint) -> bool {
        if self.second() {
            return !self.has_member(key);
        }
        self.expected.insert(key, 0);
        false
    }

    fn has_member(&self, key: Fingerprint) -> bool {
        self.defined(Defines::Member).and_then(|members| members.get(key)).is_some_and(|note| note & BY_MEMBERS != 0)
    }

    /// Ends the first reading. Whether a second one is needed.
    pub(crate) fn end_first(&mut self) -> bool {
        let mut unresolved: [Set; 3] = std::array::from_fn(|_| Set::new());
        for target in Target::ALL {
            let index = target as usize;
            self.look_up(index);
            let (Some(open), Some(set)) = (self.open.get(index), unresolved.get_mut(index)) else { continue };
            for key in open.keys() {
                let known = self.defined.get(index).is_some_and(|set| set.contains(key))
                    || self.existing.get(index).and_then(Option::as_ref).is_some_and(|set| set.contains(key));
                if !known {
                    set.insert(key, 0);
                    self.late = true;
                }
            }
        }
        let replies = std::mem::take(&mut self.open_replies);
        self.late |= replies.iter().any(|(parent, note)| {
            let parent = self.defined(Defines::Message).and_then(|messages| messages.get(*parent));
            parent.is_some_and(|parent| thread(parent, *note) != Thread::Fine)
        });
        let members = std::mem::take(&mut self.open_members);
        self.late |= members.iter().any(|(user, channel)| self.teams(*user, *channel).is_some());
        self.late |= self.expected.keys().any(|key| !self.has_member(key));
        self.open = std::array::from_fn(|_| Set::new());
        self.expected = Set::new();
        self.unresolved = Some(unresolved);
        self.late
    }
}

/// Tells definitions of different kinds apart that have the same fingerprint.
pub(crate) fn twin(what: Defines, key: Fingerprint) -> Fingerprint {
    key ^ (what as u128 + 1) << 64
}

fn thread(parent: u32, reply: u32) -> Thread {
    // A channel that could not be read is 0, and no reason for a finding of its own.
    let known = parent & !REPLY != 0 && reply & !REPLY != 0;
    if parent & REPLY != 0 {
        Thread::Nested
    } else if known && (parent ^ reply) & !REPLY != 0 {
        Thread::Elsewhere
    } else {
        Thread::Fine
    }
}

/// The id that Stream generates for a distinct channel: its members' ids, sorted bytewise and joined with commas, as
/// SHA-512/256 in unpadded base64url behind `!members-`. Source: `formats/stream.md` 3.2.
pub(in crate::platform::stream) fn distinct_id(sorted: &[&[u8]]) -> [u8; DISTINCT_ID] {
    let mut hasher = Sha512_256::new();
    for (index, member) in sorted.iter().enumerate() {
        hasher.update(if index > 0 { &b","[..] } else { b"" });
        hasher.update(member);
    }
    let mut id = [0; DISTINCT_ID];
    let (head, tail) = id.split_at_mut(9);
    head.copy_from_slice(b"!members-");
    // 32 bytes are 43 digits, which is just what is left.
    for (digits, bytes) in tail.chunks_mut(4).zip(hasher.finalize().chunks(3)) {
        let mut bits = [0; 4];
        for (to, from) in bits.iter_mut().zip(bytes) {
            *to = *from;
        }
        let mut bits = u32::from_be_bytes(bits);
        for digit in digits {
            *digit = DIGITS.get((bits >> 26) as usize).copied().unwrap_or_default();
            bits <<= 6;
        }
    }
    id
}

/// Base64's digits in its form for URLs.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[cfg(test)]
mod tests {
    use super::distinct_id;

    #[test]
    fn distinct_ids_are_those_that_stream_generates() {
        for (members, id) in [
            (&["userA", "userB"][..], "!members-GEmMw0HIFRcUqmdF6YrTz4JG2yKm__Qos0PbljEAp1M"),
            (&["Cody", "Zachery"], "!members-_fyCsJ3J7Mc51W36qIE6HlC8zrpvIAq_DIJSkongGUY"),
            (
                &["c1c9b454-2bcc-402d-8bb0-2f3706ce1680", "spring-voice-7"],
                "!members-0LOcD0mZtTan60zHobLmELjdndXsonnBVNzZnB5mTt0",
            ),
        ] {
            let members: Vec<&[u8]> = members.iter().map(|member| member.as_bytes()).collect();
            assert_eq!(std::str::from_utf8(&distinct_id(&members)), Ok(id));
        }
    }
}
