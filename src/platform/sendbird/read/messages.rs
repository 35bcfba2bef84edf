//! Messages: 2.2 to 2.6 as they are imported, 1.4 in bulk, 6.2 and 6.4 as they come out.

use super::{ATTACHMENT, FOLLOWS, OF_CALL, State, data, files, is_unset, left, moment, own, users};
use crate::convert::park;
use crate::convert::reader::{self, Records};
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Shape, Text, Time, Value};

/// A message that files may belong to, and how many of them were met.
#[derive(Debug)]
pub(super) struct Held {
    message: Record,
    files: usize,
}

/// A message of the document's channel, or of the one that it names.
pub(super) fn message(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    message_of(state, None, json, at, records);
}

/// A message of this channel.
pub(super) fn message_of(
    state: &mut State,
    channel: Option<&str>,
    json: Json<'_>,
    at: Position,
    records: &mut Records<'_>,
) {
    if !json.is_object() {
        records.unreadable(Kind::Message, at, "it is no object");
        return;
    }
    let named = || json.get("channel_url").and_then(Json::text).filter(|url| !url.is_empty());
    let Some(channel) = channel.map(Text::from).or_else(named).or_else(|| state.channel.clone()) else {
        records.unreadable(Kind::Message, at, "it is not known of which channel: name it");
        return;
    };
    let mut message = Record::new(Kind::Message, at);
    message.set_text(Field::Channel, &*channel);
    let mut part = Record::new(Kind::Attachment, at);
    let mut others = Vec::new();
    for (key, value) in json.entries() {
        if !files::field(&mut part, key, value) {
            field(state, &mut message, key, value, &mut part, &mut others, records);
        }
    }
    let mut parts = files::together(&mut message, part, others);
    if !parts.is_empty() {
        // What no file of Sendbird can be was kept beside those that can.
        parts.extend(message.take_parts(Field::Attachments));
        message.set(Field::Attachments, Value::Parts(parts));
    }
    open_channel(state, &channel, json, at, records);
    hold(state, message, records);
    if let Some(list) = json.value("reactions") {
        reactions(json, list, &channel, at, records);
    }
}

fn field(
    state: &mut State,
    message: &mut Record,
    key: &str,
    value: Json<'_>,
    part: &mut Record,
    parts: &mut Vec<Record>,
    records: &mut Records<'_>,
) {
    let at = message.at;
    match key {
        // What came out has the id of a message that may have a dedup_id as well.
        "message_id" => reader::text(message, Field::Id, value),
        "dedup_id" if message.get(Field::Id).is_none() => reader::text(message, Field::Id, value),
        "user_id" => reader::text(message, Field::Sender, value),
        "user" => {
            if let Some(id) = person(state, value, at, records) {
                message.set_text(Field::Sender, id);
            }
        }
        "message_type" | "type" => match value.text().as_deref() {
            Some("ADMM") => message.set_flag(Field::System, true),
            Some("MESG" | "FILE") => {}
            _ => own(message, key, value),
        },
        "message" => reader::text(message, Field::Text, value),
        "timestamp" => match value.integer() {
            Some(millis) => message.set_time(Field::SentAt, Time::from_millis(millis)),
            None => own(message, key, value),
        },
        "created_at" | "ts" => match moment(value) {
            Some(time) => message.set_time(Field::SentAt, time),
            None => own(message, key, value),
        },
        "updated_at" => {
            if let Some(time) = moment(value) {
                message.set_time(Field::EditedAt, time);
            }
        }
        "custom_type" => reader::text(message, Field::CustomType, value),
        "data" | "custom_field" => data::read(message, value, &mut |_, name, json| of_part(part, name, json)),
        "mentioned_user_ids" => set_texts(message, Field::Mentions, value.texts()),
        "mentioned_users" => {
            let users = value.elements().filter_map(|user| person(state, user, at, records)).collect();
            set_texts(message, Field::Mentions, users);
        }
        "mention_type" if value.text().as_deref() == Some("users") => {}
        "sorted_metaarray" => metaarray(message, value),
        "is_silent" | "silent" => {
            if value.flag() == Some(true) {
                message.set_flag(Field::Silent, true);
            }
        }
        "is_removed" => {
            if value.flag() == Some(true) {
                message.set_flag(Field::Deleted, true);
            }
        }
        "parent_message_id" if !is_unset(value) => reader::text(message, Field::ReplyTo, value),
        "is_reply_to_channel" if value.flag() == Some(true) => message.set_flag(Field::ShowInChannel, true),
        "file" => parts.extend(files::file(value, at)),
        "files" => parts.extend(value.elements().filter_map(|file| files::file(file, at))),
        // Said already, or said again.
        "channel_url" | "channel_type" | "reactions" => {}
        "thread_info" | "parent_message_info" | "is_op_msg" | "og_tag" => {
            left(records, Kind::Message, key, value, at, FOLLOWS);
        }
        "req_id" | "message_events" | "send_push" | "push_message_template" => {
            left(records, Kind::Message, key, value, at, OF_CALL);
        }
        _ => own(message, key, value),
    }
}

fn set_texts(message: &mut Record, field: Field, texts: Vec<Text>) {
    if !texts.is_empty() {
        message.set_texts(field, texts);
    }
}

/// What the source knew of a file, out of `custom_field`.
fn of_part(part: &mut Record, name: &str, json: Json<'_>) -> bool {
    if name != ATTACHMENT {
        return false;
    }
    let Some(Value::Parts(parts)) = park::from_json(Shape::Parts, json) else { return false };
    for known in parts {
        // It says what the fields of the message cannot: what it says goes before.
        for (field, value) in known.fields {
            part.set(field, value);
        }
        part.custom.extend(known.custom);
        part.extra.extend(known.extra);
    }
    true
}

/// A user object, which is told as a user the first time.
fn person(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) -> Option<Text> {
    let id = json.text_or_number().or_else(|| json.get("user_id")?.text_or_number()).filter(|id| !id.is_empty())?;
    if json.is_object() && state.people.insert(&id) {
        users::inside(json, at, &super::members::is_of_member, records);
    }
    Some(id)
}

/// Tags, and whatever else apps keep there: that stays one entry of custom data, which is written back to its place.
fn metaarray(message: &mut Record, json: Json<'_>) {
    let mut rest = Vec::new();
    for element in json.elements() {
        let (key, value) = (element.get("key").and_then(Json::text), element.get("value"));
        let texts = value.filter(|value| value.elements().all(Json::is_string)).map(Json::texts).unwrap_or_default();
        match (key.as_deref(), texts.as_slice()) {
            (Some("tags"), [_, ..]) if message.get(Field::Tags).is_none() => message.set_texts(Field::Tags, texts),
            (Some("group_tag"), [one]) if message.get(Field::GroupTag).is_none() => {
                message.set_text(Field::GroupTag, one);
            }
            _ => rest.push(element.compact()),
        }
    }
    if !json.is_array() && !json.is_null() {
        message.custom.push(("sorted_metaarray".into(), json.compact()));
    } else if !rest.is_empty() {
        message.custom.push(("sorted_metaarray".into(), ["[", &rest.join(","), "]"].concat().into()));
    }
}

/// Reactions: users by key.
fn reactions(message: Json<'_>, list: Json<'_>, channel: &str, at: Position, records: &mut Records<'_>) {
    let id = message.get("message_id").or_else(|| message.get("dedup_id")).and_then(Json::text_or_number);
    for reaction in list.elements() {
        let (Some(key), Some(id)) = (reaction.get("key").and_then(Json::text), &id) else {
            records.unreadable(Kind::Reaction, at, "it has no key, or its message no id");
            continue;
        };
        for user in reaction.get("user_ids").map(Json::texts).unwrap_or_default() {
            let mut record = Record::new(Kind::Reaction, at);
            record.set_text(Field::Channel, channel);
            record.set_text(Field::Message, &**id);
            record.set_text(Field::User, user);
            record.set_text(Field::Type, &*key);
            if let Some(time) = reaction.get("updated_at").and_then(moment) {
                record.set_time(Field::UpdatedAt, time);
            }
            records.push(record);
        }
    }
}

/// A channel that nothing but its messages tells of is a group, unless they say that it is open.
fn open_channel(state: &mut State, url: &str, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let open = json.get("channel_type").and_then(Json::text).is_some_and(|kind| kind == "open");
    if open && state.rooms.insert(url) {
        let mut channel = Record::new(Kind::Channel, at);
        channel.partial = true;
        channel.set_text(Field::Id, url);
        channel.set_text(Field::ChannelKind, "open");
        records.push(channel);
    }
}

/// Keeps a message until it is known whether the next one is a file of it.
fn hold(state: &mut State, mut message: Record, records: &mut Records<'_>) {
    if let Some(held) = &mut state.held
        && belongs(&message, held)
    {
        held.files += 1;
        let mut parts = held.message.take_parts(Field::Attachments);
        parts.extend(message.take_parts(Field::Attachments));
        held.message.set(Field::Attachments, Value::Parts(parts));
        return;
    }
    release(state, records);
    state.held = Some(Held { message, files: 0 });
}

/// Whether a message is no more than the next file of the one before: what has several files is written as several
/// messages, whose ids go on from the first one's.
fn belongs(file: &Record, held: &Held) -> bool {
    let same = |field: Field| held.message.get(field) == file.get(field);
    let next = (held.files + 1).to_string();
    let base = file.text(Field::Id).and_then(|id| id.strip_suffix(&*next)).and_then(|id| id.strip_suffix('-'));
    base.is_some()
        && base == held.message.text(Field::Id)
        && same(Field::Channel)
        && same(Field::Sender)
        && same(Field::SentAt)
        && !file.flag(Field::System)
        && file.custom.is_empty()
        && file.extra.is_empty()
        && file.fields.iter().all(|(field, _)| {
            matches!(field, Field::Id | Field::Channel | Field::Sender | Field::SentAt | Field::Attachments)
        })
        && matches!(file.get(Field::Attachments), Some(Value::Parts(parts)) if parts.len() == 1)
}

/// Hands over the message that was held.
pub(super) fn release(state: &mut State, records: &mut Records<'_>) {
    if let Some(held) = state.held.take() {
        records.push(held.message);
    }
}
