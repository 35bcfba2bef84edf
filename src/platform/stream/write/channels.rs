//! Channels: section 2.2. Which channel a room becomes, and by what the items in it name it.

use std::borrow::Cow;

use super::draft::{Draft, is_time, users};
use super::{LONGEST_CHANNEL_ID, StreamWriter, TYPES, section};
use crate::convert::ids::IdKind;
use crate::convert::made_id::{Case, made_id};
use crate::convert::texts::TextSet;
use crate::convert::writer::{Output, Room};
use crate::history::{Field, Record, Text};
use crate::platform::stream::LONGEST_TEXT;
use crate::platform::stream::read::{DISTINCT, distinct_cid, kind};
use crate::platform::stream::tables::CHANNEL;

/// By what a channel is named.
#[derive(Debug)]
pub(super) enum Name {
    Id(String),
    /// New ids: Stream makes an id of them.
    Members(Vec<Text>),
}

/// The channel that a room becomes.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) channel_type: String,
    pub(super) name: Name,
    /// Whether it was Stream's, so that its words are Stream's own.
    pub(super) own: bool,
    /// The longest text of a message, in code points.
    pub(super) longest: u64,
}

impl Target {
    pub(super) fn cid(&self) -> String {
        match &self.name {
            Name::Id(id) => [&self.channel_type, ":", id].concat(),
            Name::Members(members) => distinct_cid(&self.channel_type, members),
        }
    }

    /// Names the channel in an item of something that is in it.
    pub(super) fn name(&self, draft: &mut Draft) {
        draft.object.text("channel_type", &self.channel_type);
        match &self.name {
            Name::Id(id) => draft.object.text("channel_id", id),
            Name::Members(members) => draft.object.texts("channel_member_ids", members),
        }
    }
}

/// A member on its way.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) source: Text,
    pub(super) id: Text,
    pub(super) record: Record,
}

impl StreamWriter {
    pub(super) fn channel(&mut self, room: Room, out: &mut Output<'_>) {
        let Room { mut channel, members, messages, reactions } = room;
        let Some(source) = channel.take_text(Field::Id) else { return };
        let (people, all) = self.people(members, &channel, out);
        let target = self.target(&source, &channel, &people, all, out);
        out.ids.settle(IdKind::Channel, &source, &target.cid(), channel.at);
        if !TYPES.contains(&target.channel_type.as_str()) {
            self.types.insert(&target.channel_type);
        }
        let mut messages = messages;
        let people = super::members::with_reads(people, &mut messages, out);
        self.write_channel(channel, &target, &people, out);
        for person in people {
            super::members::write(person, &target, out);
        }
        let written = self.messages(messages, &target, out);
        super::reactions::write(reactions, &written, out);
    }

    /// Those who can be members, and whether that is all of them.
    fn people(&self, members: Vec<Record>, channel: &Record, out: &mut Output<'_>) -> (Vec<Person>, bool) {
        let mut people = Vec::new();
        let mut known = TextSet::default();
        let count = members.len();
        for mut record in members {
            let Some(source) = record.take_text(Field::User) else { continue };
            record.take(Field::Channel);
            let id = out.ids.user(&source, record.at);
            if !self.may_be_in(&id, channel.text(Field::Team)) {
                let reason = "the channel's team is none of the user's, and Stream takes no such members";
                out.lose_record("member", record.at, reason);
            } else if known.insert(&id) {
                people.push(Person { source, id, record });
            } else {
                out.lose_record("member", record.at, "somebody whose id has become the same is a member already");
            }
        }
        let all = people.len() == count;
        (people, all)
    }

    /// Whether a user's teams go with a channel's: section 3.1.
    fn may_be_in(&self, user: &str, team: Option<&str>) -> bool {
        match (self.teams.get(user), team) {
            (None, None) => true,
            (teams, team) => teams.is_some_and(|teams| teams.iter().any(|one| one == team.unwrap_or_default())),
        }
    }

    fn target(&mut self, source: &str, channel: &Record, people: &[Person], all: bool, out: &Output<'_>) -> Target {
        let was = channel
            .text(Field::ChannelType)
            .is_some_and(|name| source.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')) && is_name(name));
        let known = out.ids.known(IdKind::Channel, source).map(str::to_owned);
        let cid = known.or_else(|| was.then(|| source.to_owned()));
        let typed = cid.as_deref().and_then(|cid| cid.split_once(':')).filter(|(name, _)| is_name(name));
        let ids: Vec<Text> = people.iter().map(|person| person.id.clone()).collect();
        let (channel_type, name) = if let Some((channel_type, id)) = typed {
            let allows = out.options.profile.allow_exclamation_in_channel_ids;
            let is_theirs = || {
                let sources: Vec<&str> = people.iter().map(|person| person.source.as_str()).collect();
                let cid = [channel_type, ":", id].concat();
                distinct_cid(channel_type, &ids) == cid || distinct_cid(channel_type, &sources) == cid
            };
            let distinct = id.starts_with(DISTINCT) && all && !ids.is_empty() && is_theirs();
            let name = if distinct && self.is_new(&distinct_cid(channel_type, &ids)) {
                Name::Members(ids)
            } else if allows && parts(&[channel_type, ":", id].concat()).is_some() {
                Name::Id(id.to_owned())
            } else {
                Name::Id(plain(id).into_owned())
            };
            (channel_type.to_owned(), name)
        } else {
            let channel_type = self.type_of(channel, out);
            let direct = channel.text(Field::ChannelKind) == Some("direct") && all && ids.len() > 1;
            // Of two such channels with the same members Stream would make one.
            let distinct = direct && self.is_new(&distinct_cid(&channel_type, &ids));
            let name = if distinct { Name::Members(ids) } else { Name::Id(plain(source).into_owned()) };
            (channel_type, name)
        };
        let limits = out.options.profile.channel_types.iter().flatten();
        let own_limit = limits.filter(|(name, _)| *name == channel_type).find_map(|(_, own)| own.max_message_length);
        Target { channel_type, name, own: was, longest: own_limit.unwrap_or(LONGEST_TEXT) }
    }

    /// Notes a distinct channel; whether it is the first one of these members.
    fn is_new(&mut self, cid: &str) -> bool {
        self.distinct.insert(self.hasher.one(cid.as_bytes()), 0)
    }

    /// The type that a channel of another platform becomes.
    fn type_of(&self, channel: &Record, out: &Output<'_>) -> String {
        let types = out.options.profile.channel_types.as_ref();
        let has = |name: &str| types.is_none_or(|types| types.iter().any(|(known, _)| known == name));
        let open = channel.text(Field::ChannelKind) == Some("open");
        if open && has("livestream") { "livestream".to_owned() } else { self.channel_type.clone() }
    }

    fn write_channel(&mut self, mut channel: Record, target: &Target, people: &[Person], out: &mut Output<'_>) {
        let at = channel.at;
        let mut draft = Draft::new(out);
        draft.object.text("type", &target.channel_type);
        match &target.name {
            Name::Id(id) => draft.object.text("id", id),
            Name::Members(members) => draft.object.texts("member_ids", members),
        }
        let maker = if let Some(user) = channel.take_text(Field::CreatedBy).filter(|user| !user.is_empty()) {
            out.ids.user(&user, at)
        } else {
            out.change(&channel, "created_by", "Stream requires somebody: it is the system user");
            self.system(out, at).into()
        };
        draft.object.text("created_by", &maker);
        draft.custom("name", &mut channel, Field::Name);
        draft.custom("image", &mut channel, Field::Image);
        draft.time("created_at", &mut channel, Field::CreatedAt);
        draft.flag("frozen", &mut channel, Field::Frozen);
        draft.flag("disabled", &mut channel, Field::Disabled);
        draft.text("team", &mut channel, Field::Team);
        draft.own("truncated_at", &mut channel, is_time);
        let mut banned = users(&channel.take_texts(Field::BannedUsers), at, out);
        for person in people.iter().filter(|person| person.record.flag(Field::Banned)) {
            if !banned.contains(&person.id) {
                banned.push(person.id.clone());
            }
        }
        if !banned.is_empty() {
            draft.object.texts("banned_users", &banned);
        }
        if channel.text(Field::ChannelType) == Some(&target.channel_type) {
            channel.take(Field::ChannelType);
        }
        if channel.take(Field::Password).is_some() {
            out.lose(&channel, "password", "all who see the channel could read it in its custom data");
        }
        let cid = target.cid();
        let read_again = kind(&target.channel_type, cid.split_once(':').map_or("", |(_, id)| id));
        if channel.text(Field::ChannelKind) == Some(read_again) {
            channel.take(Field::ChannelKind);
        }
        draft.rest(channel, &CHANNEL, is_field, out);
        draft.write(section::CHANNELS, "channel", out);
    }
}

/// Names that the reader takes for fields.
fn is_field(name: &str, json: &str) -> bool {
    match name {
        "name" | "image" => json.starts_with('"'),
        "updated_at" => true,
        _ => false,
    }
}

fn may_stand(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// Whether a channel's type or id may be this.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_CHANNEL_ID && name.chars().all(may_stand)
}

/// The parts of a `cid`, if it is one: of a distinct channel, too.
pub(super) fn parts(cid: &str) -> Option<(&str, &str)> {
    let (channel_type, id) = cid.split_once(':')?;
    let own = id.strip_prefix('!').unwrap_or(id);
    (is_name(channel_type) && is_name(own) && id.len() <= LONGEST_CHANNEL_ID).then_some((channel_type, id))
}

/// A channel's id with nothing in it that Stream does not take.
pub(super) fn plain(id: &str) -> Cow<'_, str> {
    match made_id(id, Case::Kept, may_stand, LONGEST_CHANNEL_ID) {
        Some(changed) => Cow::Owned(changed),
        None if id.is_empty() => Cow::Borrowed("_"),
        None => Cow::Borrowed(id),
    }
}
