//! The records of some buckets, put together: users merged, channels with what is in them.

use super::losses::{Losses, Treatment};
use super::writer::Room;
use crate::history::{Field, Kind, Record, Time, spool};
use crate::index::{Hasher, Map};
use crate::order;

/// What a group of buckets holds.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) users: Vec<Record>,
    pub(crate) rooms: Vec<Room>,
    pub(crate) others: Vec<Record>,
}

/// Puts the records of a group together.
pub(crate) fn gather(bytes: &[u8], losses: &mut Losses) -> Group {
    let mut records: Vec<Record> = spool::Reader::new(bytes).collect();
    // Whatever bucket they come from, the order is the input's.
    order::sort_by_key(&mut records, |record| record.at.order());
    let hasher = Hasher::new(0);
    let mut users = Merge::new();
    let mut rooms: Vec<Collected> = Vec::new();
    let mut numbers: Map<usize> = Map::new();
    let mut group = Group::default();
    for record in records {
        let id = match record.kind {
            Kind::User => {
                let print = hasher.one(record.text(Field::Id).unwrap_or_default().as_bytes());
                users.add(print, record, losses);
                continue;
            }
            Kind::Other | Kind::Attachment => {
                group.others.push(record);
                continue;
            }
            Kind::Channel => Field::Id,
            Kind::Member | Kind::Message | Kind::Reaction => Field::Channel,
        };
        let print = hasher.one(record.text(id).unwrap_or_default().as_bytes());
        let number = numbers.get(print).copied().unwrap_or_else(|| {
            numbers.add(print, rooms.len());
            rooms.push(Collected::new());
            rooms.len() - 1
        });
        if let Some(room) = rooms.get_mut(number) {
            room.add(record, &hasher, losses);
        }
    }
    group.users = users.list;
    for user in group.users.iter().filter(|user| user.partial && user.fields.len() == 1) {
        let reason = "it is only referred to; it is made with its id as its name";
        losses.add("user", "", Treatment::Changed, reason, user.at);
    }
    group.rooms = rooms.into_iter().filter_map(|room| room.finish(losses)).collect();
    group
}

/// Records of the same thing, made one.
struct Merge {
    list: Vec<Record>,
    numbers: Map<usize>,
}

impl Merge {
    fn new() -> Merge {
        Merge { list: Vec::new(), numbers: Map::new() }
    }

    fn add(&mut self, print: u128, mut record: Record, losses: &mut Losses) {
        let known = self.numbers.get(print).and_then(|number| self.list.get_mut(*number));
        let Some(known) = known else {
            self.numbers.add(print, self.list.len());
            self.list.push(record);
            return;
        };
        if !known.partial && !record.partial {
            let reason = "it is given several times; what the first one says goes";
            losses.add(record.kind.name(), "", Treatment::Changed, reason, record.at);
        }
        if known.partial && !record.partial {
            // A whole record goes before what was met in passing.
            std::mem::swap(known, &mut record);
        }
        known.fill_from(record);
    }
}

/// A channel that is being put together.
struct Collected {
    channel: Option<Record>,
    members: Merge,
    messages: Merge,
    reactions: Vec<Record>,
}

impl Collected {
    fn new() -> Collected {
        Collected { channel: None, members: Merge::new(), messages: Merge::new(), reactions: Vec::new() }
    }

    fn add(&mut self, record: Record, hasher: &Hasher, losses: &mut Losses) {
        match record.kind {
            Kind::Channel => match &mut self.channel {
                None => self.channel = Some(record),
                Some(known) => {
                    let mut record = record;
                    if !known.partial && !record.partial {
                        let reason = "it is given several times; what the first one says goes";
                        losses.add("channel", "", Treatment::Changed, reason, record.at);
                    }
                    if known.partial && !record.partial {
                        std::mem::swap(known, &mut record);
                    }
                    known.fill_from(record);
                }
            },
            Kind::Member => {
                let print = hasher.one(record.text(Field::User).unwrap_or_default().as_bytes());
                self.members.add(print, record, losses);
            }
            Kind::Message => {
                let print = hasher.one(record.text(Field::Id).unwrap_or_default().as_bytes());
                self.messages.add(print, record, losses);
            }
            _ => self.reactions.push(record),
        }
    }

    fn finish(self, losses: &mut Losses) -> Option<Room> {
        let (mut messages, members, reactions) = (self.messages.list, self.members.list, self.reactions);
        let channel = self.channel.or_else(|| {
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
