//! What later rows complete: messages that were taken apart, conversations of two, replies in lists.

use super::rows::finished;
use crate::convert::reader::Records;
use crate::convert::texts::TextMap;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Time, Value};

/// What a reader remembers from one row to the next.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The message before, whose other attachments may follow.
    message: Option<Message>,
    directs: TextMap<Direct>,
    /// Replies of lists, with the number of the message that they answer: it may stand behind them, and may be known
    /// by another id than its number.
    replies: Vec<(Message, String)>,
    /// The ids of numbered messages that have one of their own.
    numbered: TextMap<String>,
}

/// A message that has been read.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) record: Record,
    /// Its id in CometChat; of a part, that of the message whose attachment it has.
    pub(super) muid: String,
    /// Its attachments were parked as they were: its parts tell nothing new.
    pub(super) complete: bool,
    /// Of lists: the number of the message that it answers.
    pub(super) answers: Option<Text>,
}

/// A conversation of two, which exists through its messages only.
#[derive(Debug)]
struct Direct {
    at: Position,
    /// The two, or the one who writes to themselves, and when they last read.
    people: Vec<(String, Option<Time>)>,
    /// What a writer parked of the conversation and its members.
    parked: Vec<Record>,
    /// Something is to be told at the end of the document.
    news: bool,
    told: bool,
}

impl Held {
    /// A message was read; it stays until the next one shows that it is complete.
    pub(super) fn message(&mut self, message: Message, records: &mut Records<'_>) {
        self.release(records);
        self.message = Some(message);
    }

    /// Another attachment of the message before; gives the part back if it is none of that one's.
    pub(super) fn part(&mut self, part: Message) -> Option<Message> {
        let Some(whole) = self.message.as_mut().filter(|whole| whole.muid == part.muid) else { return Some(part) };
        if !whole.complete {
            let mut part = part;
            let mut parts = whole.record.take_parts(Field::Attachments);
            parts.extend(part.record.take_parts(Field::Attachments));
            whole.record.set(Field::Attachments, Value::Parts(parts));
        }
        None
    }

    /// A message of a list has a number beside its id.
    pub(super) fn number(&mut self, number: &str, id: String) {
        self.numbered.insert(number, id);
    }

    fn release(&mut self, records: &mut Records<'_>) {
        let Some(mut message) = self.message.take() else { return };
        match message.answers.take() {
            Some(number) => {
                message.record = message.record.alone();
                self.replies.push((message, number.into()));
            }
            None => records.push(finished(message.record)),
        }
    }

    /// A message of a conversation of two. `read`: when the receiver read it. `parked`: what a writer kept of the
    /// conversation and its members.
    pub(super) fn direct(
        &mut self,
        id: &str,
        (sender, receiver): (&str, &str),
        read: Option<Time>,
        parked: Vec<Record>,
        at: Position,
    ) {
        self.directs.add(id, Direct { at, people: Vec::new(), parked: Vec::new(), news: true, told: false });
        let Some(direct) = self.directs.get_mut(id) else { return };
        for (uid, read) in [(sender, None), (receiver, read)] {
            match direct.people.iter_mut().find(|(one, _)| one == uid) {
                Some((_, last)) if read <= *last => {}
                Some((_, last)) => (*last, direct.news) = (read, true),
                None => {
                    direct.people.push((uid.to_owned(), read));
                    direct.news = true;
                }
            }
        }
        direct.news |= !parked.is_empty();
        direct.parked.extend(parked.into_iter().map(Record::alone));
    }

    pub(super) fn end_document(&mut self, records: &mut Records<'_>) {
        self.release(records);
        for (mut message, number) in std::mem::take(&mut self.replies) {
            let id = self.numbered.get(&number).cloned().unwrap_or_else(|| numbered_id(&number));
            if message.record.get(Field::ReplyTo).is_none() {
                message.record.set_text(Field::ReplyTo, id);
            }
            records.push(finished(message.record));
        }
        self.directs.each(&mut |id, direct| {
            if std::mem::take(&mut direct.news) {
                tell(id, direct, records);
                direct.told = true;
            }
        });
    }
}

/// Hands over a conversation and its members.
fn tell(id: &str, direct: &mut Direct, records: &mut Records<'_>) {
    let mut parked = std::mem::take(&mut direct.parked);
    let mut complete = |mut record: Record, user: Option<&str>| {
        let at = parked.iter().position(|other| other.text(Field::User) == user);
        if let Some(at) = at {
            // What was parked is more exact than what follows from messages.
            let mut told = parked.remove(at);
            told.kind = record.kind;
            told.at = record.at;
            told.fill_from(std::mem::take(&mut record));
            record = told;
        }
        record.partial = direct.told;
        records.push(finished(record));
    };
    let mut channel = Record::new(Kind::Channel, direct.at);
    channel.set_text(Field::Id, id);
    channel.set_text(Field::ChannelKind, "direct");
    complete(channel, None);
    for (uid, read) in &direct.people {
        let mut member = Record::new(Kind::Member, direct.at);
        member.set_text(Field::Channel, id);
        member.set_text(Field::User, uid.clone());
        if let Some(read) = read {
            member.set_time(Field::LastReadAt, *read);
        }
        complete(member, Some(uid));
    }
}

/// The id of a conversation of two.
pub(in crate::platform::cometchat) fn direct_id(one: &str, two: &str) -> String {
    let (first, second) = if one <= two { (one, two) } else { (two, one) };
    ["direct-", first, "-", second].concat()
}

/// The id of a message that has nothing but the number that CometChat gave it.
pub(super) fn numbered_id(number: &str) -> String {
    ["cc-", number].concat()
}
