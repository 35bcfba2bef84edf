//! Messages. Source: `formats/cometchat.md` 2.4, 5, 8, `formats/mapping.md`.

use super::attachments;
use super::leftover::{Written, quoted_length};
use super::pairs::Pair;
use super::rows::{Said, rows};
use super::{CometChatWriter, seconds};
use crate::convert::park::Object;
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text};
use crate::platform::cometchat::read::tokens::{self, Person};

/// More mentions are not looked for.
const MOST_MENTIONS: usize = 100;
/// What a row may tell of those who are mentioned, in bytes: all of it may have 65,536 characters.
const DETAILS: usize = 16_384;

const NOT_OF_THE_TWO: &str = "a conversation of two has no place for what neither of them says";
const TOO_OLD: &str = "it was sent before the months that the app keeps (profile.retentionMonths, or --since)";
const NO_TIME: &str = "CometChat takes times from 2001 to 2286";

/// Where messages go.
#[derive(Debug)]
pub(super) struct Place {
    guid: Text,
    pair: Option<Pair>,
    /// Of a conversation of two: the id that it had.
    pub(super) channel: Option<Text>,
    /// Whether there was room for that in every message.
    pub(super) channel_fits: bool,
    /// What is parked of it with the first message that has room.
    pub(super) room: Option<Text>,
}

impl Place {
    pub(super) fn group(guid: Text) -> Place {
        Place { guid, pair: None, channel: None, channel_fits: true, room: None }
    }

    pub(super) fn two(pair: Pair) -> Place {
        Place { pair: Some(pair), ..Place::group(Text::default()) }
    }
}

/// Who says it to whom.
#[derive(Debug)]
struct Address {
    sender: Text,
    receiver_type: &'static str,
    receiver: Text,
}

/// What all rows of a message have.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) muid: Text,
    address: Address,
    sent: i64,
    delivered: Option<i64>,
    read: Option<i64>,
}

impl Frame {
    /// Begins a row.
    pub(super) fn row(&self, muid: &str, (category, kind): (&str, &str), data: &str) -> Object {
        let mut row = Object::new();
        row.text("muid", muid);
        row.text("sender", &self.address.sender);
        row.text("receiverType", self.address.receiver_type);
        row.text("receiver", &self.address.receiver);
        row.text("category", category);
        row.text("type", kind);
        row.json("data", data);
        row.number("sentAt", self.sent);
        for (key, time) in [("deliveredAt", self.delivered), ("readAt", self.read)] {
            if let Some(time) = time {
                row.number(key, time);
            }
        }
        row
    }
}

impl CometChatWriter {
    /// Writes a message; whether it could be. `derived`: its `ReadAt` is what is known of a member.
    pub(super) fn message(&mut self, place: &mut Place, message: Record, derived: bool, out: &mut Output<'_>) -> bool {
        let mut message = message;
        let at = message.at;
        let mut written = Written::default();
        message.take(Field::Channel);
        let Some(id) = message.take_text(Field::Id) else { return false };
        if self.since.is_some() && message.time(Field::SentAt) < self.since {
            out.lose_record("message", at, TOO_OLD);
            return false;
        }
        let Some(sent) = seconds(&mut message, Field::SentAt, &mut written.exact) else {
            out.lose_record("message", at, NO_TIME);
            return false;
        };
        let Some(address) = self.address(place, &mut message, out) else {
            out.lose_record("message", at, NOT_OF_THE_TWO);
            return false;
        };
        let muid = out.ids.message(&id, at);
        let delivered = seconds(&mut message, Field::DeliveredAt, &mut written.exact);
        let mut exact = Vec::new();
        let read = seconds(&mut message, Field::ReadAt, &mut exact);
        if derived {
            written.filled_in.push(Field::ReadAt);
        } else {
            written.exact.extend(exact);
        }
        let frame = Frame { muid, address, sent, delivered, read };
        let (text, named) = self.text(&mut message, out);
        let files = attachments::files(message.take_parts(Field::Attachments), out);
        let said = Said { text, named, files };
        let Some(rows) = rows(place, message, &frame, &said, written, out) else { return false };
        self.messages.add_together(rows, sent, out);
        true
    }

    fn address(&mut self, place: &Place, message: &mut Record, out: &mut Output<'_>) -> Option<Address> {
        let at = message.at;
        let sender = message.shared(Field::Sender);
        if let Some(pair) = &place.pair {
            let sender = sender?;
            let receiver = out.ids.user(pair.other(&sender)?, at);
            if !message.flag(Field::System) {
                message.take(Field::Sender);
            }
            return Some(Address { sender: out.ids.user(&sender, at), receiver_type: "user", receiver });
        }
        let sender = if let Some(sender) = sender.filter(|_| !message.flag(Field::System)) {
            message.take(Field::Sender);
            out.ids.user(&sender, at)
        } else {
            message.set_flag(Field::System, true);
            self.system_user(at, out)
        };
        Some(Address { sender, receiver_type: "group", receiver: place.guid.clone() })
    }

    /// The text, with tokens for mentions where it can be read back; and whom it names in them.
    fn text(&self, message: &mut Record, out: &mut Output<'_>) -> (Option<Text>, Vec<Person>) {
        let Some(text) = message.shared(Field::Text).filter(|text| !text.is_empty()) else {
            return (None, Vec::new());
        };
        let mentions = message.texts(Field::Mentions).to_vec();
        if mentions.is_empty() && !tokens::has_token(&text) {
            message.take(Field::Text);
            return (Some(text), Vec::new());
        }
        let at = message.at;
        let uids: Vec<Text> = mentions.iter().map(|id| out.ids.user(id, at)).collect();
        let people = mentions.iter().zip(&uids).take(MOST_MENTIONS).map(|(id, uid)| {
            let name = self.names.get(id).or_else(|| (id != uid && id.chars().count() <= 100).then_some(id.as_str()));
            Person { uid: uid.as_str().to_owned(), name: name.map(str::to_owned) }
        });
        let people: Vec<Person> = people.collect();
        let by_id = people.iter().map(|person| Person { uid: person.uid.clone(), name: None }).collect();
        for people in [people, by_id] {
            if tokens::has_token(&text) {
                break;
            }
            let tokens = tokens::tokens(&text, &people);
            let named =
                |person: &&Person| person.name.is_some() && tokens.contains(&["<@uid:", &person.uid, ">"].concat());
            let named: Vec<Person> = people.iter().filter(named).cloned().collect();
            let length = named.iter().map(|one| quoted_length(one.name.as_deref().unwrap_or_default()));
            let length = length.sum::<usize>() + named.iter().map(|one| 2 * one.uid.len() + 24).sum::<usize>();
            let (back, told) = tokens::plain(&tokens, &named);
            if back == text && length <= DETAILS {
                message.take(Field::Text);
                if told == uids {
                    message.take(Field::Mentions);
                }
                return (Some(tokens.into()), named);
            }
        }
        let (back, told) = tokens::plain(&text, &[]);
        if back == text {
            message.take(Field::Text);
            if told == uids {
                message.take(Field::Mentions);
            }
        }
        if told != uids {
            // Even where there are none: what looks like mentions is none.
            message.set_texts(Field::Mentions, mentions);
        }
        (Some(text), Vec::new())
    }
}
