//! What is remembered from one item to the next, and from one document to the next.

use super::super::references::distinct_id;
use crate::convert::options::ConvertOptions;
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text};
use crate::index::{Fingerprint, Hasher, Map, Set, pair};
use crate::order;

/// What the ids of distinct channels begin with.
pub(in crate::platform::stream) const DISTINCT: &str = "!members-";

#[derive(Debug)]
pub(super) struct State {
    /// Whether the document is an export: its keys are those of the API then.
    pub(super) export: bool,
    /// Whether items are lines: places inside of them can be told then.
    lines: bool,
    pub(super) system_user: String,
    /// The channel of what names none: the one that an export is at, or the one that the caller gave.
    current: Option<Text>,
    /// Members, and what they have read, that stood before their channel; whether that is the document's way.
    held: Vec<Record>,
    channel_last: bool,
    /// Who is a member of which channel of the export.
    members: Set,
    hasher: Hasher,
    /// Channels that were told, by numbers.
    cids: Vec<Text>,
    numbers: Set,
    /// Which channel each message is in: reactions do not say so.
    messages: Set,
    /// The ids of distinct channels, by type and members: each is asked for with every message.
    distinct: Map<Text>,
    users: Set,
    /// Channels, by their numbers, and who is banned from them.
    banned: Set,
    /// Reactions whose messages were not met yet.
    waiting: Map<Vec<Record>>,
}

impl Default for State {
    fn default() -> State {
        State {
            export: false,
            lines: false,
            system_user: String::new(),
            current: None,
            held: Vec::new(),
            channel_last: false,
            members: Set::new(),
            hasher: Hasher::new(0),
            cids: Vec::new(),
            numbers: Set::with_notes(),
            messages: Set::with_notes(),
            distinct: Map::new(),
            users: Set::new(),
            banned: Set::new(),
            waiting: Map::new(),
        }
    }
}

impl State {
    pub(super) fn start(&mut self, channel: Option<&str>, options: &ConvertOptions, export: bool, lines: bool) {
        self.export = export;
        self.lines = lines;
        self.system_user.clone_from(&options.system_user);
        self.current = channel.map(Text::from);
        self.channel_last = false;
        self.members = Set::new();
    }

    /// What is still held at a document's end because no channel came: what it is, and where.
    pub(super) fn unplaced(&mut self) -> Vec<(Kind, Position)> {
        self.held.drain(..).map(|record| (record.kind, record.at)).collect()
    }

    /// The reactions whose messages were not met, by their places.
    pub(super) fn end(&mut self) -> Vec<Position> {
        let waiting = std::mem::replace(&mut self.waiting, Map::new());
        let mut places: Vec<Position> =
            waiting.into_values().into_iter().flatten().map(|reaction| reaction.at).collect();
        order::sort_by_key(&mut places, Position::order);
        places
    }

    /// The place of a value inside of an item.
    pub(super) fn place(&self, at: Position, json: Json<'_>) -> Position {
        let start = if self.lines { json.start() as u64 } else { 0 };
        Position { byte: at.byte + start, column: at.column + start, ..at }
    }

    /// Whether a user of this id is met for the first time.
    pub(super) fn first_met(&mut self, user: &str) -> bool {
        self.users.insert(self.hasher.one(user.as_bytes()), 0)
    }

    /// The channel that an item names; the one at hand if it names none.
    pub(super) fn channel_of(&mut self, json: Json<'_>) -> Option<Named> {
        if let Some(channel) = self.named(json, "channel_type", "channel_id", "channel_member_ids") {
            return Some(channel);
        }
        let text = |key: &str| json.get(key).and_then(Json::text).filter(|cid| cid.contains(':'));
        let cid = text("cid").or_else(|| text("channel_cid"));
        if let Some(cid) = cid {
            return Some(Named { cid, members: Vec::new() });
        }
        let inner = json.get("channel").and_then(|inner| self.named(inner, "type", "id", "member_ids"));
        inner.or_else(|| Some(Named { cid: self.current.clone()?, members: Vec::new() }))
    }

    /// The channel that an object names by its type and its id or members.
    pub(super) fn named(&mut self, json: Json<'_>, type_key: &str, id_key: &str, members_key: &str) -> Option<Named> {
        let text = |key: &str| json.get(key).and_then(Json::text_or_number).filter(|text| !text.is_empty());
        let channel_type = text(type_key)?;
        if let Some(id) = text(id_key) {
            return Some(Named { cid: [&channel_type, ":", &id].concat().into(), members: Vec::new() });
        }
        let members = json.get(members_key).map(Json::texts).filter(|members| !members.is_empty())?;
        let print = members.iter().fold(self.hasher.one(channel_type.as_bytes()), |outer, member| {
            self.hasher.within(outer, member.as_bytes())
        });
        let known = self.distinct.get(print).cloned();
        let cid = known.unwrap_or_else(|| {
            let cid = Text::from(distinct_cid(&channel_type, &members));
            self.distinct.add(print, cid.clone());
            cid
        });
        Some(Named { cid, members })
    }

    /// The channel's number; tells of the channel if nothing was told of it before.
    pub(super) fn refer(&mut self, channel: &Named, at: Position, records: &mut Records<'_>) -> u32 {
        let (number, fresh) = self.number(&channel.cid);
        if fresh {
            let mut record = begin(&channel.cid, at);
            record.partial = true;
            records.push(record);
            channel.push_members(at, records);
        }
        number
    }

    /// The channel's number, and whether it is new.
    pub(super) fn number(&mut self, cid: &str) -> (u32, bool) {
        let print = self.hasher.one(cid.as_bytes());
        if let Some(number) = self.numbers.get(print) {
            return (number, false);
        }
        let number = u32::try_from(self.cids.len()).unwrap_or(u32::MAX);
        self.numbers.insert(print, number);
        self.cids.push(cid.into());
        (number, true)
    }

    /// A channel of an export begins: gives the members that stood before it.
    pub(super) fn enter(&mut self, cid: &str) -> Vec<Record> {
        self.channel_last |= !self.held.is_empty();
        self.current = Some(cid.into());
        std::mem::take(&mut self.held)
    }

    /// Whether members that name no channel are those of a channel that is still to come.
    pub(super) fn holds(&self) -> bool {
        self.current.is_none() || self.channel_last
    }

    pub(super) fn hold(&mut self, member: Record) {
        self.held.push(member.alone());
    }

    /// A member of an export's channel.
    pub(super) fn add_member(&mut self, cid: &str, user: &str) {
        if self.current.is_some() || self.export {
            self.members.insert(self.member(cid, user), 0);
        }
    }

    /// Whether somebody is a member of an export's channel.
    pub(super) fn is_member(&self, cid: &str, user: &str) -> bool {
        self.members.contains(self.member(cid, user))
    }

    fn member(&self, cid: &str, user: &str) -> Fingerprint {
        pair(self.hasher.one(cid.as_bytes()), self.hasher.one(user.as_bytes()))
    }

    pub(super) fn ban(&mut self, channel: u32, user: &str) {
        self.banned.insert(self.hasher.within(Fingerprint::from(channel), user.as_bytes()), 0);
    }

    pub(super) fn is_banned(&self, channel: u32, user: &str) -> bool {
        self.banned.contains(self.hasher.within(Fingerprint::from(channel), user.as_bytes()))
    }

    /// A message is met: which channel it is in is remembered, and reactions that waited for it go.
    pub(super) fn met(&mut self, message: &str, channel: u32, records: &mut Records<'_>) {
        let print = self.hasher.one(message.as_bytes());
        self.messages.insert(print, channel);
        let Some(waiting) = self.waiting.get_mut(print).map(std::mem::take) else { return };
        let Some(cid) = self.cids.get(channel as usize) else { return };
        for mut reaction in waiting {
            reaction.set_text(Field::Channel, cid.as_str());
            records.push(reaction);
        }
    }

    /// Hands over a reaction, as soon as the channel of its message is known.
    pub(super) fn react(&mut self, mut reaction: Record, records: &mut Records<'_>) {
        let print = self.hasher.one(reaction.text(Field::Message).unwrap_or_default().as_bytes());
        match self.messages.get(print).and_then(|number| self.cids.get(number as usize)) {
            Some(cid) => {
                reaction.set_text(Field::Channel, cid.as_str());
                records.push(reaction);
            }
            None => match self.waiting.get_mut(print) {
                Some(waiting) => waiting.push(reaction.alone()),
                None => self.waiting.add(print, vec![reaction.alone()]),
            },
        }
    }
}

/// A channel as an item names it.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) cid: Text,
    /// Of a distinct one that is named by its members.
    pub(super) members: Vec<Text>,
}

impl Named {
    /// Those whom a distinct channel is named by are its members.
    pub(super) fn push_members(&self, at: Position, records: &mut Records<'_>) {
        for user in &self.members {
            let mut member = Record::new(Kind::Member, at);
            member.set_text(Field::Channel, self.cid.as_str());
            member.set_text(Field::User, user.as_str());
            member.partial = true;
            records.push(member);
        }
    }
}

/// The id that Stream makes for a channel of these members, behind its type.
pub(in crate::platform::stream) fn distinct_cid<T: AsRef<str>>(channel_type: &str, members: &[T]) -> String {
    let mut sorted: Vec<&[u8]> = members.iter().map(|member| member.as_ref().as_bytes()).collect();
    order::sort_bytes(&mut sorted);
    let id = distinct_id(&sorted);
    [channel_type, ":", std::str::from_utf8(&id).unwrap_or_default()].concat()
}

/// A channel's record with what its id tells.
pub(super) fn begin(cid: &str, at: Position) -> Record {
    let (channel_type, id) = cid.split_once(':').unwrap_or(("", cid));
    let mut record = Record::new(Kind::Channel, at);
    record.set_text(Field::Id, cid);
    record.set_text(Field::ChannelKind, kind(channel_type, id));
    if !channel_type.is_empty() {
        record.set_text(Field::ChannelType, channel_type);
    }
    record
}

/// What kind of channel it is: `livestream` is the type that anyone may read and write in.
pub(in crate::platform::stream) fn kind(channel_type: &str, id: &str) -> &'static str {
    if id.starts_with(DISTINCT) {
        "direct"
    } else if channel_type == "livestream" {
        "open"
    } else {
        "group"
    }
}
