//! Users, conversations, participants and messages, as they are imported and as they come out.

use super::super::one_on_one;
use super::PREFIX;
use crate::convert::fill::Fill;
use crate::convert::reader::{self, Given, Records};
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Value};

/// What is known of the rows of a document.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The conversation that the caller gave.
    pub(super) channel: Option<Text>,
    /// Who speaks for the system in what we have written ourselves.
    pub(super) system_user: String,
}

const OWN: &str = "TalkJS works it out or sets it itself";

/// A row of this kind, or the word that it is none.
fn begin(kind: Kind, json: Json<'_>, at: Position, records: &mut Records<'_>) -> Option<Fill> {
    if json.is_object() {
        return Some(Fill::new(kind, at, PREFIX));
    }
    records.unreadable(kind, at, "it is no object");
    None
}

/// Custom data (section 2.7). A null removes a key: there is nothing to remove. It is taken last: what was parked there
/// goes before what TalkJS could hold of it.
fn custom(fill: &mut Fill, row: Json<'_>, records: &mut Records<'_>) {
    let Some(json) = row.value("custom") else { return };
    if !json.is_object() {
        fill.extra("custom", json);
    }
    for (name, value) in json.entries() {
        if value.is_null() {
            records.left(fill.record.kind, name, fill.record.at, "null says that there is nothing");
        } else {
            reader::custom(&mut fill.record, name, value);
        }
    }
}

/// The id of a row: what its key or its path says goes before its own field.
fn own_id(fill: &mut Fill, json: Json<'_>, records: &mut Records<'_>) {
    match (fill.record.text(Field::Id), json.text_or_number()) {
        (None, _) => fill.text(Field::Id, "id", json),
        (Some(known), Some(own)) if known == own => {}
        _ => {
            let why = "it stands under another id, which counts";
            records.left(fill.record.kind, "id", fill.record.at, why);
        }
    }
}

/// Sections 2.1 and 6.
pub(super) fn user(json: Json<'_>, id: Option<&str>, at: Position, records: &mut Records<'_>) {
    let Some(mut fill) = begin(Kind::User, json, at, records) else { return };
    if let Some(id) = id {
        fill.record.set_text(Field::Id, id);
    }
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            "id" => own_id(&mut fill, value, records),
            "name" => fill.text(Field::Name, key, value),
            "email" => fill.texts(Field::Emails, key, value),
            "phone" => fill.texts(Field::Phones, key, value),
            "photoUrl" => fill.text(Field::Image, key, value),
            // What roles were called at first.
            "role" | "configuration" => fill.text(Field::Role, key, value),
            "locale" => fill.text(Field::Language, key, value),
            "custom" => {}
            "createdAt" => fill.time(Field::CreatedAt, key, value),
            "presence" => records.left(Kind::User, key, at, OWN),
            _ => fill.extra(key, value),
        }
    }
    custom(&mut fill, json, records);
    records.push(fill.record);
}

/// Section 2.4, and the values of a conversation's `participants` in section 6.
pub(super) fn participant(
    json: Json<'_>,
    channel: &str,
    user: &str,
    at: Position,
    records: &mut Records<'_>,
) -> Record {
    let mut fill = Fill::new(Kind::Member, at, PREFIX);
    fill.record.set_text(Field::Channel, channel);
    fill.record.set_text(Field::User, user);
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            "access" => fill.text(Field::Access, key, value),
            "notify" => reader::json(&mut fill.record, Field::Notify, value),
            "isUnread" => records.left(Kind::Member, key, at, OWN),
            _ => fill.extra(key, value),
        }
    }
    fill.record
}

/// Who takes part, and what is said of them: by their ids, or in a list.
fn people(json: Json<'_>) -> Vec<(Option<Text>, Json<'_>)> {
    let mut people = Vec::new();
    for (_, value) in json.entries() {
        people.push((Some(value.name()), value));
    }
    for value in json.elements() {
        people.push((value.text_or_number().or_else(|| value.get("id")?.text_or_number()), value));
    }
    people
}

impl Rows {
    /// Sections 2.3 and 6.
    pub(super) fn conversation(&self, json: Json<'_>, id: Option<&str>, at: Position, records: &mut Records<'_>) {
        let Some(mut fill) = begin(Kind::Channel, json, at, records) else { return };
        if let Some(id) = id {
            fill.record.set_text(Field::Id, id);
        }
        fill.record.set_text(Field::ChannelKind, "group");
        let (mut participants, mut messages) = (None, None);
        for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
            match key {
                "id" => own_id(&mut fill, value, records),
                "subject" => fill.text(Field::Name, key, value),
                "photoUrl" => fill.text(Field::Image, key, value),
                "custom" => {}
                "createdAt" => fill.time(Field::CreatedAt, key, value),
                "participants" if value.is_object() || value.is_array() => participants = Some(value),
                "messages" if value.is_array() => messages = Some(value),
                "topicId" | "everyoneReadUntil" => records.left(Kind::Channel, key, at, OWN),
                "lastMessage" => records.left(Kind::Channel, key, at, "it is one of the conversation's messages"),
                _ => fill.extra(key, value),
            }
        }
        let channel = fill.record.text(Field::Id).unwrap_or_default().to_owned();
        let people: Vec<(Option<Text>, Json<'_>)> = participants.map(people).unwrap_or_default();
        // What it is, its id may tell, or what was parked, which goes before.
        let kind = one_on_one::kind(&channel, &mut people.iter().filter_map(|(user, _)| user.as_deref()));
        fill.record.set_text(Field::ChannelKind, kind);
        custom(&mut fill, json, records);
        records.push(fill.record);
        for (user, value) in people {
            match user {
                Some(user) => {
                    let member = participant(value, &channel, &user, at, records);
                    records.push(member);
                }
                None => records.unreadable(Kind::Member, at, "a participant is no id"),
            }
        }
        self.messages(messages, &channel, at, records);
    }

    fn messages(&self, list: Option<Json<'_>>, channel: &str, at: Position, records: &mut Records<'_>) {
        for message in list.into_iter().flat_map(Json::elements) {
            self.message(message, Some(channel), at, records);
        }
    }

    /// Sections 2.5, 2.6 and 6. `channel` is the conversation that it stands under.
    pub(super) fn message(&self, json: Json<'_>, channel: Option<&str>, at: Position, records: &mut Records<'_>) {
        let Some(mut fill) = begin(Kind::Message, json, at, records) else { return };
        if let Some(channel) = channel {
            fill.record.set_text(Field::Channel, channel);
        }
        for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
            match key {
                "text" => fill.text(Field::Text, key, value),
                "sender" if value.is_object() => sender(&mut fill, value, records),
                "sender" | "senderId" => fill.text(Field::Sender, key, value),
                "timestamp" | "createdAt" => fill.time(Field::SentAt, key, value),
                "readBy" => fill.texts(Field::ReadBy, key, value),
                "type" => match value.text().as_deref() {
                    Some("UserMessage") => {}
                    Some("SystemMessage") => fill.record.set_flag(Field::System, true),
                    _ => fill.extra(key, value),
                },
                "id" | "idempotencyKey" => fill.text(Field::Id, key, value),
                "conversationId" => match channel {
                    Some(known) if value.text_or_number().as_deref() != Some(known) => {
                        records.left(Kind::Message, key, at, "the request's path names another one, which counts");
                    }
                    _ => fill.text(Field::Channel, key, value),
                },
                "editedAt" => fill.time(Field::EditedAt, key, value),
                // TalkJS shows the message that is answered above the answer: it has no threads.
                "referencedMessageId" => fill.text(Field::Quoted, key, value),
                "attachment" if value.is_object() => {
                    let part = attachment(value, at);
                    fill.record.set(Field::Attachments, Value::Parts(vec![part]));
                }
                "origin" => records.left(Kind::Message, key, at, OWN),
                "custom" => {}
                _ => fill.extra(key, value),
            }
        }
        custom(&mut fill, json, records);
        let mut message = fill.record;
        if message.text(Field::Text) == Some("") {
            message.take(Field::Text);
        }
        if message.flag(Field::System) && message.text(Field::Sender) == Some(self.system_user.as_str()) {
            message.take(Field::Sender);
        }
        if message.text(Field::Channel).is_none()
            && let Some(channel) = &self.channel
        {
            message.set_text(Field::Channel, channel.as_str());
        }
        if message.text(Field::Channel).is_some() {
            records.push(message);
        } else {
            records.unreadable(Kind::Message, at, "nothing says which conversation it belongs to (--channel does)");
        }
    }
}

/// A sender as newer answers have it: the user.
fn sender(fill: &mut Fill, json: Json<'_>, records: &mut Records<'_>) {
    let Some(id) = json.get("id").and_then(Json::text_or_number) else {
        return fill.extra("sender", json);
    };
    let mut in_passing = |given| {
        (records.sink)(match given {
            Given::Record(user) => Given::Record(Record { partial: true, ..user }),
            other => other,
        });
    };
    user(json, None, fill.record.at, &mut Records { sink: &mut in_passing });
    fill.record.set_text(Field::Sender, id);
}

/// A file as the API gives it.
fn attachment(json: Json<'_>, at: Position) -> Record {
    let mut fill = Fill::new(Kind::Attachment, at, PREFIX);
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            "url" => fill.text(Field::Url, key, value),
            "size" => reader::json(&mut fill.record, Field::Size, value),
            "name" | "filename" => fill.text(Field::Name, key, value),
            _ => fill.extra(key, value),
        }
    }
    fill.record
}
