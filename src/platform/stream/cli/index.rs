//! The ids of the items that passed their field rules.

use std::collections::{BTreeSet, HashMap, HashSet};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha512, Sha512_256};

use crate::json::go_text::{list, quoted, quoted_list, set};

use super::decode::Cells;
use super::items::Item;

/// Stands for a compound id. As in the original, the parts are joined by commas, so `a,b` and `c` are `a` and `b,c`.
type Fingerprint = u128;

fn fingerprint(parts: &[&str]) -> Fingerprint {
    let mut hash = Sha512::new();
    for part in parts {
        hash.update(part);
        hash.update(",");
    }
    hash.finalize().first_chunk().copied().map_or(0, u128::from_be_bytes)
}

/// The id that a channel has: its own, or one made of its members, who get sorted for that; and whether it is made so.
pub(super) fn channel_id(id: &str, members: &mut Cells<String>) -> (String, bool) {
    if !id.is_empty() {
        return (id.to_owned(), false);
    }
    members.items_mut().sort_unstable();
    let hash = Sha512_256::digest(members.items().join(","));
    (format!("!members-{}", BASE64_URL_SAFE_NO_PAD.encode(hash)), true)
}

#[derive(Debug)]
struct DistinctChannel {
    members: Vec<String>,
    /// Those without a member item so far.
    missing: BTreeSet<String>,
}

/// What the first pass notes and the second looks up.
#[derive(Debug, Default)]
pub(super) struct Index {
    users: HashSet<Fingerprint>,
    user_teams: HashMap<Fingerprint, BTreeSet<String>>,
    channels: HashSet<Fingerprint>,
    channel_teams: HashMap<Fingerprint, String>,
    distinct: Vec<DistinctChannel>,
    /// Numbers of distinct channels.
    distinct_numbers: HashMap<Fingerprint, usize>,
    members: HashSet<Fingerprint>,
    messages: HashSet<Fingerprint>,
    replies: HashSet<Fingerprint>,
    reactions: HashSet<Fingerprint>,
    devices: HashSet<Fingerprint>,
}

impl Index {
    /// Adds an item.
    ///
    /// # Errors
    /// Says that it is there already.
    pub(super) fn add(&mut self, item: &mut Item) -> Result<(), String> {
        match item {
            Item::User(user) => self.add_user(&user.id, user.teams.items()),
            Item::Channel(channel) => {
                let (id, made) = channel_id(&channel.id, &mut channel.member_ids);
                let key = fingerprint(&[&channel.kind, &id]);
                if !self.channels.insert(key) {
                    let id = if made { list(channel.member_ids.items()) } else { id };
                    return Err(format!("duplicate channel '{}:{id}'", channel.kind));
                }
                if !channel.team.is_empty() {
                    self.channel_teams.insert(key, channel.team.clone());
                }
                let members = channel.member_ids.items().to_vec();
                if !members.is_empty() {
                    self.distinct_numbers.insert(key, self.distinct.len());
                    let missing = members.iter().cloned().collect();
                    self.distinct.push(DistinctChannel { members, missing });
                }
                Ok(())
            }
            Item::Member(member) => {
                let (id, made) = channel_id(&member.channel_id, &mut member.channel_member_ids);
                let (channel_type, user) = (&member.channel_type, &member.user_id);
                if self.members.insert(fingerprint(&[channel_type, &id, user])) {
                    return Ok(());
                }
                let channel = if made {
                    let members = list(member.channel_member_ids.items());
                    format!("channel with type {} and members:{members}", quoted(channel_type))
                } else {
                    format!("channel \"{channel_type}:{id}\"")
                };
                Err(format!("duplicate member {} ({channel})", quoted(user)))
            }
            Item::Message(message) => {
                let key = fingerprint(&[&message.id]);
                if !self.messages.insert(key) {
                    return Err(format!("duplicate message {}", quoted(&message.id)));
                }
                if !message.parent_id.is_empty() {
                    self.replies.insert(key);
                }
                Ok(())
            }
            Item::Reaction(reaction) => {
                let (message, kind, user) = (&reaction.message_id, &reaction.kind, &reaction.user_id);
                if self.reactions.insert(fingerprint(&[message, kind, user])) {
                    return Ok(());
                }
                Err(format!("duplicate reaction message:{message}:type:{kind}:user:{user}"))
            }
            Item::Device(device) => {
                if self.devices.insert(fingerprint(&[&device.id])) {
                    return Ok(());
                }
                Err(format!("duplicate device id:{}", device.id))
            }
        }
    }

    fn add_user(&mut self, id: &str, teams: &[String]) -> Result<(), String> {
        let key = fingerprint(&[id]);
        if !self.users.insert(key) {
            return Err(format!("duplicate user found {}", quoted(id)));
        }
        if !teams.is_empty() {
            self.user_teams.insert(key, teams.iter().cloned().collect());
        }
        Ok(())
    }

    pub(super) fn has_user(&self, id: &str) -> bool {
        self.users.contains(&fingerprint(&[id]))
    }

    pub(super) fn has_channel(&self, channel_type: &str, id: &str) -> bool {
        self.channels.contains(&fingerprint(&[channel_type, id]))
    }

    pub(super) fn has_message(&self, id: &str) -> bool {
        self.messages.contains(&fingerprint(&[id]))
    }

    pub(super) fn is_reply(&self, id: &str) -> bool {
        self.replies.contains(&fingerprint(&[id]))
    }

    /// Whether teams let this user be a member of this channel.
    ///
    /// # Errors
    /// Says that they do not.
    pub(super) fn same_team(&self, user: &str, channel_type: &str, channel: &str) -> Result<(), String> {
        let teams = self.user_teams.get(&fingerprint(&[user]));
        let team = self.channel_teams.get(&fingerprint(&[channel_type, channel]));
        if teams.is_none() && team.is_none() {
            return Ok(());
        }
        // A channel without a team has the team "", which a user may have too.
        let team = team.map_or("", String::as_str);
        if teams.is_some_and(|teams| teams.contains(team)) {
            return Ok(());
        }
        let (user, team) = (quoted(user), quoted(team));
        let teams = set(teams.into_iter().flatten().map(String::as_str));
        Err(format!(
            "user {user} with teams {teams} cannot be a member of channel {channel_type}:{channel} with team {team}"
        ))
    }

    /// Notes the member item of a distinct channel: whether the user was missing, or `None` if there is no such channel.
    pub(super) fn member_found(&mut self, channel_type: &str, channel: &str, user: &str) -> Option<bool> {
        let number = *self.distinct_numbers.get(&fingerprint(&[channel_type, channel]))?;
        Some(self.distinct.get_mut(number)?.missing.remove(user))
    }

    /// The errors of the last pass.
    pub(super) fn missing_members(&self) -> impl Iterator<Item = String> {
        self.distinct.iter().filter(|channel| !channel.missing.is_empty()).map(|channel| {
            let members = quoted_list(channel.members.iter().map(String::as_str));
            let missing = quoted_list(channel.missing.iter().map(String::as_str));
            format!(
                "validation error: distinct channel: {members} is missing members: {missing}. \
                 Please include all members as separate member entries"
            )
        })
    }

    /// How many of each kind, by name.
    pub(super) fn stats(&self) -> [(&'static str, usize); 6] {
        [
            ("channels", self.channels.len()),
            ("devices", self.devices.len()),
            ("members", self.members.len()),
            ("messages", self.messages.len()),
            ("reactions", self.reactions.len()),
            ("users", self.users.len()),
        ]
    }
}
