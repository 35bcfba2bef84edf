//! Conversations of two: CometChat has no group for them, they exist through their messages.
//! Source: `formats/mapping.md`.

use super::CometChatWriter;
use super::leftover;
use super::messages::Place;
use crate::convert::losses::Treatment;
use crate::convert::park::to_json;
use crate::convert::writer::{Output, Room};
use crate::history::{Field, Record, Text, Value};
use crate::platform::cometchat::read::held::direct_id;

/// The two; the same one twice, of who writes to themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair(pub(super) Text, pub(super) Text);

impl Pair {
    /// The other of the two.
    pub(super) fn other(&self, id: &str) -> Option<&str> {
        match id {
            id if id == self.0 => Some(&self.1),
            id if id == self.1 => Some(&self.0),
            _ => None,
        }
    }
}

/// Whether a room is a conversation of two. One that others write in as well becomes a group: nothing is lost then.
pub(super) fn pair(room: &Room) -> Option<Pair> {
    if room.channel.text(Field::ChannelKind) != Some("direct") {
        return None;
    }
    let uid = |member: &Record| member.shared(Field::User);
    let pair = match room.members.as_slice() {
        [one, two] => Pair(uid(one)?, uid(two)?),
        [one] => {
            let uid = uid(one)?;
            // Only CometChat has conversations with oneself.
            (room.channel.text(Field::Id)? == direct_id(&uid, &uid)).then(|| Pair(uid.clone(), uid))?
        }
        _ => return None,
    };
    let speakers = room.messages.iter().filter(|message| !message.flag(Field::System));
    let strangers = speakers.filter_map(|message| message.text(Field::Sender)).any(|id| pair.other(id).is_none());
    (!strangers).then_some(pair)
}

const PARKED: &str = "a conversation of two is no group on CometChat; it is kept with a message";
const LOST: &str = "a conversation of two is no group on CometChat, and exists only through its messages";

/// What is parked of a room, and what that is called.
struct Kept {
    /// JSON, `[channel, member, member]`.
    json: String,
    channel: (Record, Vec<Text>),
    members: Vec<(Record, Vec<Text>)>,
}

impl CometChatWriter {
    /// Writes a conversation of two.
    pub(super) fn pair(&mut self, room: Room, pair: Pair, out: &mut Output<'_>) {
        let Room { mut channel, members, mut messages, .. } = room;
        let at = channel.at;
        let read = read(&members, &pair, &mut messages, out.options.park);
        let (one, two) = (out.ids.user(&pair.0, at), out.ids.user(&pair.1, at));
        let id = channel.take_text(Field::Id).unwrap_or_default();
        channel.take(Field::ChannelKind);
        let renamed = id != direct_id(&one, &two);
        let kept = kept(channel, members, &read, out);
        let mut place = Place::two(pair);
        if out.options.park {
            place.channel = renamed.then_some(id);
            place.room = kept.as_ref().map(|kept| kept.json.clone()).map(Into::into);
        }
        let parks_room = place.room.is_some();
        let mut count = 0;
        for (index, message) in messages.into_iter().enumerate() {
            count += u32::from(self.message(&mut place, message, read.derived.contains(&index), out));
        }
        let named = count > 0 && place.channel_fits;
        if count == 0 {
            out.lose_record("channel", at, "CometChat has no conversation of two without a message");
        } else if renamed {
            let (treatment, reason) = match (out.options.park, named) {
                (true, true) => (Treatment::Parked, PARKED),
                _ => (Treatment::Lost, LOST),
            };
            out.losses.add("channel", "id", treatment, reason, at);
        }
        let parked = parks_room && place.room.is_none();
        let fate = if parked { (Treatment::Parked, PARKED) } else { (Treatment::Lost, LOST) };
        if let Some(kept) = kept {
            for (record, names) in std::iter::once(kept.channel).chain(kept.members) {
                leftover::count(record.kind.name(), &names, fate, record.at, out);
            }
        }
    }
}

/// What becomes of the times up to which the two have read.
#[derive(Default)]
struct Read {
    /// Messages that were not read one by one where they come from.
    derived: Vec<usize>,
    /// Who needs no more than what messages tell.
    told: Vec<Text>,
}

/// Writes up to when each of the two has read as the `readAt` of the last message that they read by then.
fn read(members: &[Record], pair: &Pair, messages: &mut [Record], park: bool) -> Read {
    let mut read = Read::default();
    for member in members {
        let (Some(uid), Some(last)) = (member.text(Field::User), member.time(Field::LastReadAt)) else { continue };
        let to_them = |message: &Record| {
            message.text(Field::Sender).is_some_and(|sender| pair.other(sender) == Some(uid) && !pair.is_one(sender))
        };
        let latest = messages.iter().filter(|message| to_them(message)).filter_map(|one| one.time(Field::ReadAt)).max();
        if latest == Some(last) {
            read.told.push(uid.into());
        }
        if latest >= Some(last) {
            continue;
        }
        let before = |message: &Record| to_them(message) && message.time(Field::SentAt) <= Some(last);
        let Some(index) = messages.iter().rposition(before) else { continue };
        if let Some(message) = messages.get_mut(index).filter(|message| message.get(Field::ReadAt).is_none()) {
            message.set_time(Field::ReadAt, last);
            if park {
                read.derived.push(index);
            } else {
                read.told.push(uid.into());
            }
        }
    }
    read
}

impl Pair {
    /// Whether this is one who writes to themselves.
    fn is_one(&self, id: &str) -> bool {
        self.0 == self.1 && self.0 == id
    }
}

/// What the conversation and its members have beside what messages say.
fn kept(channel: Record, members: Vec<Record>, read: &Read, out: &mut Output<'_>) -> Option<Kept> {
    let mut channel = channel;
    let channel_names = leftover::names(&channel);
    leftover::references(&mut channel, out);
    let mut parts = Vec::new();
    if !channel_names.is_empty() {
        parts.push(channel.clone());
    }
    let mut told = Vec::new();
    for mut member in members {
        member.take(Field::Channel);
        if member.text(Field::User).is_some_and(|uid| read.told.iter().any(|one| one == uid)) {
            member.take(Field::LastReadAt);
        }
        let user = member.take(Field::User);
        let names = leftover::names(&member);
        if names.is_empty() {
            continue;
        }
        if let Some(Value::Text(user)) = user {
            member.set_text(Field::User, out.ids.user(&user, member.at));
        }
        parts.push(member.clone());
        told.push((member, names));
    }
    if parts.is_empty() {
        return None;
    }
    Some(Kept { json: to_json(&Value::Parts(parts)), channel: (channel, channel_names), members: told })
}
