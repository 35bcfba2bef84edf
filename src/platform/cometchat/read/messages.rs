//! Messages: who wrote what to whom, and when. Source: `formats/cometchat.md` 2.4, 6.

use super::content::{self, Class, Told};
use super::held::{Held, Message, direct_id, numbered_id};
use super::people;
use super::rows::{MADE_THERE, Row, WRONG};
use super::tokens::Person;
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Time};

/// Reads a message of an import, or of a list of the REST API.
pub(super) fn message(
    held: &mut Held,
    row: Json<'_>,
    key: Option<&str>,
    at: Position,
    listed: bool,
    records: &mut Records<'_>,
) {
    let text = |name: &str| row.value(name).and_then(Json::text_or_number).filter(|text| !text.is_empty());
    let category = text("category").unwrap_or_default();
    if !matches!(category.as_str(), "" | "message" | "custom") {
        return of_the_platform(&category, row, at, records);
    }
    if let Some(receiver) = row.value("receiverUserDetails") {
        people::details(receiver, row.value("receiver"), at, records);
    }
    if let Some(sender) = row.value("senderUserDetails") {
        people::details(sender, row.value("sender"), at, records);
    }
    if let Some(owner) = row.value("receiverGroupOwnerDetails") {
        people::details(owner, None, at, records);
    }
    if let Some(group) = row.value("receiverGroupDetails") {
        if group.is_object() {
            people::group(group, text("receiver").as_deref(), at, true, records);
        } else {
            records.left(Kind::Channel, "receiverGroupDetails", at, WRONG);
        }
    }
    let named = mentioned(row, at, records);
    let class = Class { custom: category == "custom", kind: &text("type").unwrap_or_default() };
    let number = text("id").filter(|_| listed);
    let muid =
        text("muid").or_else(|| number.as_deref().map(|id| numbered_id(id).into())).or_else(|| key.map(Into::into));
    let mut message = Message { muid: muid.unwrap_or_default().into(), ..Message::default() };
    let mut read = Row::new(Kind::Message, at, false, records);
    if !message.muid.is_empty() {
        read.record.set_text(Field::Id, message.muid.clone());
    }
    let mut data = None;
    for (name, json) in row.entries().filter(|(_, json)| !json.is_null()) {
        match name {
            "data" => data = Some(json),
            // It is what the message is known by.
            "id" if listed && row.value("muid").is_none() => {}
            "parentId" | "parentMessageId" if listed => {
                message.answers = json.text_or_number().filter(|id| !id.is_empty() && id != "0");
            }
            _ => field(&mut read, name, json),
        }
    }
    if class.custom || !matches!(class.kind, "" | "text" | "image" | "file" | "audio" | "video") {
        read.record.set_text(Field::CustomType, class.kind);
        if class.kind.is_empty() {
            read.record.take(Field::CustomType);
        }
    }
    let read_at = read.record.time(Field::ReadAt);
    let told = data.map_or_else(Told::default, |data| content::data(&mut read, data, class, &named, &mut message));
    let record = std::mem::take(&mut read.record);
    let part_of = told.part_of.clone();
    let Some(record) = addressed(held, row, (record, read_at), told, records) else { return };
    if let (Some(number), Some(id)) = (number, record.text(Field::Id))
        && *id != numbered_id(&number)
    {
        held.number(&number, id.to_owned());
    }
    message.record = record;
    let Some(part_of) = part_of else { return held.message(message, records) };
    let muid = std::mem::replace(&mut message.muid, part_of.into());
    if let Some(alone) = held.part(message) {
        // The message that it was a part of is not in front of it: it stays a message.
        held.message(Message { muid, ..alone }, records);
    }
}

/// Whose conversation it is: gives the record with its channel. `read`: when the row says it was read.
fn addressed(
    held: &mut Held,
    row: Json<'_>,
    (record, read): (Record, Option<Time>),
    told: Told,
    records: &mut Records<'_>,
) -> Option<Record> {
    let at = record.at;
    let id = |name: &str| row.value(name).and_then(Json::text_or_number).filter(|id| !id.is_empty());
    let lower = |name: &str| id(name).map(|id| id.to_ascii_lowercase());
    let conversation = id("conversationId").unwrap_or_default();
    let group = match id("receiverType") {
        Some(kind) => kind.eq_ignore_ascii_case("group"),
        None => conversation.starts_with("group_"),
    };
    let receiver = lower("receiver").or_else(|| conversation.strip_prefix("group_").map(str::to_ascii_lowercase));
    let mut record = record;
    let Some(receiver) = receiver else {
        records.unreadable(Kind::Message, at, "it has no receiver");
        return None;
    };
    if group {
        record.set_text(Field::Channel, receiver);
        return Some(record);
    }
    let Some(sender) = lower("sender") else {
        records.unreadable(Kind::Message, at, "it has no sender");
        return None;
    };
    let channel = told.channel.filter(|id| !id.is_empty()).unwrap_or_else(|| direct_id(&sender, &receiver).into());
    // What was parked is more exact.
    held.direct(&channel, (&sender, &receiver), record.time(Field::ReadAt).or(read), told.room, at);
    record.set_text(Field::Channel, channel);
    Some(record)
}

fn field(message: &mut Row<'_, '_>, name: &str, json: Json<'_>) {
    match name {
        "muid"
        | "category"
        | "type"
        | "receiver"
        | "senderUserDetails"
        | "receiverUserDetails"
        | "receiverGroupDetails"
        | "receiverGroupOwnerDetails"
        | "mentionedUserDetails" => {}
        "receiverType" => {
            let known = json.text().is_some_and(|kind| matches!(kind.to_ascii_lowercase().as_str(), "user" | "group"));
            if !known {
                message.left(name, WRONG);
            }
        }
        "sender" => message.id(Field::Sender, name, json),
        "sentAt" => message.time(Field::SentAt, name, json),
        "deliveredAt" => message.time(Field::DeliveredAt, name, json),
        "readAt" => message.time(Field::ReadAt, name, json),
        "editedAt" => message.time(Field::EditedAt, name, json),
        "deletedAt" => {
            message.time(Field::DeletedAt, name, json);
            if message.record.get(Field::DeletedAt).is_some() {
                message.record.set_flag(Field::Deleted, true);
            }
        }
        "tags" => message.tags(json),
        // In an import nothing has a number: it names a message by its id, if it names one.
        "parentId" | "parentMessageId" => message.text(Field::ReplyTo, name, json),
        "quotedMessageId" => message.text(Field::Quoted, name, json),
        "id" | "conversationId" | "updatedAt" | "resource" => message.left(name, MADE_THERE),
        "replyCount" | "unreadRepliesCount" => message.left(name, "it follows from the replies"),
        "receipts" => message.left(name, "it follows from deliveredAt and readAt"),
        _ => message.extra(name, json),
    }
}

/// Users who are told of because the text mentions them.
fn mentioned(row: Json<'_>, at: Position, records: &mut Records<'_>) -> Vec<Person> {
    let mut people = Vec::new();
    let Some(told) = row.value("mentionedUserDetails") else { return people };
    for (uid, user) in told.entries() {
        if user.is_object() {
            let name = user.value("name").and_then(Json::text).filter(|name| !name.is_empty());
            let uid = people::user(user, Some(uid), at, true, records);
            people.extend(uid.map(|uid| Person { uid: uid.into(), name: name.map(Into::into) }));
        } else {
            records.left(Kind::User, "mentionedUserDetails", at, WRONG);
        }
    }
    if !told.is_object() && told.elements().next().is_some() {
        records.left(Kind::User, "mentionedUserDetails", at, WRONG);
    }
    people
}

/// What the platform wrote itself: who joined, who called. No import takes it.
fn of_the_platform(category: &str, row: Json<'_>, at: Position, records: &mut Records<'_>) {
    let mut record = Record::new(Kind::Other, at);
    record.set_text(Field::Type, category);
    record.extra.extend(row.entries().map(|(name, json)| ([super::OWN, name].concat().into(), json.compact())));
    records.push(record);
}
