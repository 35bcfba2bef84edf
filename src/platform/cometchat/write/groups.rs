//! Groups, their members, and what is said in them. Source: `formats/cometchat.md` 2.2, 2.3, 3, `formats/mapping.md`.

use super::leftover::{self, Written};
use super::messages::Place;
use super::people::{name, tags, url};
use super::{CometChatWriter, seconds};
use crate::convert::park::Object;
use crate::convert::writer::{Output, Room};
use crate::history::{Field, Record, Text, Time};
use crate::platform::cometchat::read::people::DEFAULT_SCOPE;
use crate::platform::cometchat::read::rows::TEN_DIGITS;
use crate::platform::cometchat::tables::{GROUP, MEMBER};
use crate::table::LimitRule;

const NO_METADATA: &str = "CometChat has no field for it, and no metadata of members";

/// What a group's members are held against.
struct Group<'a> {
    guid: &'a str,
    created: Option<i64>,
    banned: &'a [Text],
}

impl CometChatWriter {
    /// Writes a group with all that is in it.
    pub(super) fn group(&mut self, room: Room, out: &mut Output<'_>) {
        let Room { mut channel, members, messages, .. } = room;
        let at = channel.at;
        let Some(id) = channel.take_text(Field::Id) else { return };
        let guid = out.ids.channel(&id, at);
        let mut written = Written::default();
        let mut row = Object::new();
        row.text("guid", &guid);
        row.text("name", &name(&mut channel, (&id, &guid), &mut written, true, out));
        kind(&mut channel, &mut row, out);
        url(&mut channel, &mut row, "icon");
        if let Some(owner) = channel.take_text(Field::CreatedBy) {
            row.text("owner", &out.ids.user(&owner, at));
        }
        let mut created = seconds(&mut channel, Field::CreatedAt, &mut written.exact);
        if created.is_none() {
            created = earliest(&members, &messages);
            if created.is_some() && channel.get(Field::CreatedAt).is_none() {
                written.filled_in.push(Field::CreatedAt);
                out.change(&channel, "created_at", "the source has none; it is the earliest time in the group");
            }
        }
        if let Some(created) = created {
            row.number("createdAt", created);
        }
        let team: Vec<Text> = channel.shared(Field::Team).into_iter().collect();
        let tags = tags(&mut channel, &team);
        if !tags.is_empty() {
            row.texts("tags", tags);
        }
        let banned = channel.texts(Field::BannedUsers).to_vec();
        let others = leftover::in_place(&mut channel, &GROUP, "");
        row.entries("metadata", &leftover::settle(channel, &written, leftover::METADATA, out));
        for (key, json) in others {
            row.json(&key, &json);
        }
        self.groups.add(&guid, &row.end(), out);
        let group = Group { guid: &guid, created, banned: &banned };
        for member in members {
            self.member(&group, member, out);
        }
        let mut place = Place::group(guid);
        for message in messages {
            self.message(&mut place, message, false, out);
        }
    }

    fn member(&mut self, group: &Group<'_>, member: Record, out: &mut Output<'_>) {
        let mut member = member;
        let at = member.at;
        member.take(Field::Channel);
        let Some(user) = member.take_text(Field::User) else { return };
        let uid = out.ids.user(&user, at);
        let key = [group.guid, "_member_", &uid].concat();
        let mut row = Object::new();
        row.text("memberId", &key);
        row.text("guid", group.guid);
        row.text("uid", &uid);
        row.text("scope", scope(&mut member, out));
        let banned = member.take_flag(Field::Banned) == Some(true) || group.banned.contains(&user);
        if banned {
            row.flag("isBanned", true);
        }
        if let Some(joined) = joined(&mut member, group.created, out) {
            row.number("joinedAt", joined);
        }
        let others = leftover::in_place(&mut member, &MEMBER, "");
        leftover::lose_all(&member, NO_METADATA, out);
        for (key, json) in others {
            row.json(&key, &json);
        }
        self.members.add(&key, &row.end(), out);
    }
}

/// Public, private, or with a password; the latter only where the password is known.
fn kind(channel: &mut Record, row: &mut Object, out: &mut Output<'_>) {
    if channel.text(Field::ChannelType) == Some("password") {
        let fits = |text: &&str| !text.is_empty() && LimitRule::MaxCharacters(100).keeps(text.as_bytes());
        if let Some(password) = channel.text(Field::Password).filter(fits) {
            row.text("type", "password");
            row.text("password", password);
            for field in [Field::ChannelType, Field::Password] {
                channel.take(field);
            }
            if channel.text(Field::ChannelKind) == Some("group") {
                channel.take(Field::ChannelKind);
            }
            return;
        }
        out.change(channel, "channel_type", "its password is not known, so it becomes a private group");
    }
    let (kind, again) = match channel.text(Field::ChannelKind) {
        Some("open") => ("public", true),
        // Of another number than two.
        Some("direct") => ("private", false),
        _ => ("private", true),
    };
    row.text("type", kind);
    if again {
        channel.take(Field::ChannelKind);
    }
}

/// The earliest time in a group.
fn earliest(members: &[Record], messages: &[Record]) -> Option<i64> {
    let joined = members.iter().filter_map(|member| member.time(Field::JoinedAt));
    let sent = messages.iter().filter_map(|message| message.time(Field::SentAt));
    joined.chain(sent).map(|time| time.seconds).filter(|time| TEN_DIGITS.contains(time)).min()
}

/// A member's scope. Nothing can be parked with a member: words of other platforms are counted as changed.
fn scope(member: &mut Record, out: &mut Output<'_>) -> &'static str {
    let Some(role) = member.take_text(Field::Role) else { return DEFAULT_SCOPE };
    let scope = match role.to_ascii_lowercase().as_str() {
        "admin" | "channel_admin" | "owner" | "operator" | "creator" => "admin",
        "moderator" | "channel_moderator" | "mod" => "moderator",
        _ => DEFAULT_SCOPE,
    };
    if scope != role {
        out.change(member, "role", "CometChat has the scopes admin, moderator and participant");
    }
    scope
}

/// When a member joined: neither before the group was made nor in the future.
fn joined(member: &mut Record, created: Option<i64>, out: &mut Output<'_>) -> Option<i64> {
    let mut exact = Vec::new();
    let joined = seconds(member, Field::JoinedAt, &mut exact)?;
    let now = out.options.now.as_deref().and_then(Time::parse);
    if now.is_some_and(|now| joined > now.seconds) {
        out.lose(member, "joined_at", "it lies in the future");
        return None;
    }
    if let Some(created) = created.filter(|created| joined < *created) {
        out.change(member, "joined_at", "it lay before the group was created, and CometChat refuses that");
        return now.is_none_or(|now| created <= now.seconds).then_some(created);
    }
    if !exact.is_empty() {
        out.change(member, "joined_at", "CometChat takes whole seconds");
    }
    Some(joined)
}
