//! The records of some buckets, put together: users merged, channels with what is in them.

use super::losses::{Losses, Treatment};
use super::writer::Room;
use crate::history::{Field, Kind, Record, Time, spool};
use crate::index::{Hasher, Set};
use crate::order;

/// What a group of buckets holds.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) users: Vec<Record>,
    pub(crate) rooms: Vec<Room>,
    pub(crate) others: Vec<Record>,
}

/// Puts the records of a group together.
pub(crate) fn gather(bytes: Vec<u8>, losses: &mut Losses) -> Group {
    let mut records: Vec<Record> = spool::Reader::new(bytes).collect();
    // Whatever bucket they come from, the order is the input's.
    order::sort_by_key(&mut records, |record| record.at.order());
    let hasher = Hasher::new(0);
    let mut known = Set::with_notes();
    let mut users: Vec<Record> = Vec::new();
    let mut rooms: Vec<Collected> = Vec::new();
    let mut group = Group::default();
    for record in records {
        let id = match record.kind {
            Kind::User => {
                let print = hasher.within(USER, record.text(Field::Id).unwrap_or_default().as_bytes());
                merge(&mut known, print, &mut users, record, losses);
                continue;
            }
            Kind::Other | Kind::Attachment => {
                group.others.push(record);
                continue;
            }
            Kind::Channel => Field::Id,
            Kind::Member | Kind::Message | Kind::Reaction => Field::Channel,
        };
        let print = hasher.within(ROOM, record.text(id).unwrap_or_default().as_bytes());
        let number = known.get(print).map_or(rooms.len(), |number| number as usize);
        if number == rooms.len() {
            known.insert(print, u32::try_from(number).unwrap_or(u32::MAX));
            rooms.push(Collected::default());
        }
        let Some(room) = rooms.get_mut(number) else { continue };
        // What is in a room is known by the room, by its kind, and by its id.
        let within = (number as u128 + 1) << 8 | record.kind as u128;
        match record.kind {
            Kind::Channel => room.channel(record, losses),
            Kind::Member => {
                let print = hasher.within(within, record.text(Field::User).unwrap_or_default().as_bytes());
                merge(&mut known, print, &mut room.members, record, losses);
            }
            Kind::Message => {
                let print = hasher.within(within, record.text(Field::Id).unwrap_or_default().as_bytes());
                merge(&mut known, print, &mut room.messages, record, losses);
            }
            _ => room.reactions.push(record),
        }
    }
    group.users = users;
    for user in group.users.iter().filter(|user| user.partial && user.fields.len() == 1) {
        let reason = "it is only referred to; it is made with its id as its name";
        losses.add("user", "", Treatment::Changed, reason, user.at);
    }
    group.rooms = rooms.into_iter().filter_map(|room| room.finish(losses)).collect();
    group
}

/// Users and rooms stand by themselves.
const USER: u128 = 0;
const ROOM: u128 = 1;

/// Adds a record to a list, or makes it one with that of the same thing. `known` has the places in the list.
fn merge(known: &mut Set, print: u128, list: &mut Vec<Record>, mut record: Record, losses: &mut Losses) {
    if known.insert(print, u32::try_from(list.len()).unwrap_or(u32::MAX)) {
        list.push(record);
        return;
    }
    let Some(first) = known.get(print).and_then(|place| list.get_mut(place as usize)) else { return };
    tell_twice(first, &record, losses);
    if first.partial && !record.partial {
        // A whole record goes before what was met in passing.
        std::mem::swap(first, &mut record);
    }
    first.fill_from(record);
}

fn tell_twice(first: &Record, other: &Record, losses: &mut Losses) {
    if !first.partial && !other.partial {
        let reason = "it is given several times; what the first one says goes";
        losses.add(other.kind.name(), "", Treatment::Changed, reason, other.at);
    }
}

/// A channel that is being put together.
#[derive(Default)]
struct Collected {
    channel: Option<Record>,
    members: Vec<Record>,
    messages: Vec<Record>,
    reactions: Vec<Record>,
}

impl Collected {
    fn channel(&mut self, mut record: Record, losses: &mut Losses) {
        let Some(first) = &mut self.channel else {
            self.channel = Some(record);
            return;
        };
        tell_twice(first, &record, losses);
        if first.partial && !record.partial {
            std::mem::swap(first, &mut record);
        }
        first.fill_from(record);
    }

    fn finish(self, losses: &mut Losses) -> Option<Room> {
        let Collected { channel, members, mut messages, reactions } = self;
        let channel = channel.or_else(|| {
            let first = members.iter().chain(&messages).chain(&reactions).min_by_key(|record| record.at)?;
            let mut channel = Record::new(Kind::Channel, first.at);
            channel.set_text(Field::Id, first.text(Field::Channel)?);
            channel.set_text(Field::ChannelKind, "group");
            channel.partial = true;
            let reason = "it is only referred to; a group is made for what is in it";
            losses.add("channel", "", Treatment::Changed, reason, first.at);
            Some(channel)
        })?;
        // Stable: equal times keep the order of the input.
        order::sort_by_key(&mut messages, |message| message.time(Field::SentAt).map_or(0, Time::order));
        Some(Room { channel, members, messages, reactions })
    }
}
