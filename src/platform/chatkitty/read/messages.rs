//! Messages (sections 2.4 and 6).

use super::numbers::Numbers;
use super::users::{OWN, other, properties};
use super::{PREFIX, referred};
use crate::convert::fill::Fill;
use crate::convert::reader::{self, Records};
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Time, Value};

/// Where people keep the time of a message whose time cannot be imported.
const ORIGINAL_TIME: &str = "originalCreatedAt";

pub(super) fn message(
    json: Json<'_>,
    at: Position,
    channel: Option<&str>,
    numbers: &Numbers,
    records: &mut Records<'_>,
) {
    let Some(channel) = channel_of(json, at, channel, numbers, records) else { return };
    let mut fill = Fill::new(Kind::Message, at, PREFIX);
    fill.record.set_text(Field::Channel, channel);
    let id = ["idempotencyKey", "idempotency_key", "id"].into_iter().find_map(|key| json.value(key));
    if let Some(id) = id {
        fill.text(Field::Id, "id", id);
    }
    let id = fill.record.shared(Field::Id);
    let mut reactions = None;
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            "id" | "idempotencyKey" | "idempotency_key" if value.text_or_number() == id => {}
            "type" => match value.text().as_deref() {
                Some("TEXT" | "FILE") => {}
                Some("SYSTEM_TEXT" | "SYSTEM_FILE") => fill.record.set_flag(Field::System, true),
                _ => fill.extra(key, value),
            },
            "user" => match referred(value, at, records) {
                Some(name) => fill.record.set_text(Field::Sender, name),
                None => fill.extra(key, value),
            },
            "body" => fill.text(Field::Text, key, value),
            "groupTag" | "group_tag" => fill.text(Field::GroupTag, key, value),
            "channelId" | "channel_id" | "properties" => {}
            "createdTime" | "created_time" => fill.time(Field::SentAt, key, value),
            "lastEditedTime" | "last_edited_time" => fill.time(Field::EditedAt, key, value),
            "file" if value.is_object() => {
                let part = file(value, at);
                fill.record.set(Field::Attachments, Value::Parts(vec![part]));
            }
            "reactions" if value.is_array() => reactions = Some(value),
            "links" => records.left(Kind::Message, key, at, "they stand in the text"),
            "nestedLevel" | "nested_level" | "repliesCount" | "replies_count" | "reportCount" | "report_count" => {
                records.left(Kind::Message, key, at, OWN);
            }
            _ => other(&mut fill, key, value, records),
        }
    }
    let kept = json.value("properties");
    if let Some(time) = kept.and_then(|kept| original(kept.value(ORIGINAL_TIME)?)) {
        if fill.record.time(Field::SentAt).is_some() {
            records.left(Kind::Message, "createdTime", at, "it is the time of an import; the message's own is kept");
        }
        fill.record.set_time(Field::SentAt, time);
    }
    properties(&mut fill, json);
    let mut message = fill.record;
    if message.text(Field::Text) == Some("") {
        message.take(Field::Text);
    }
    let id = message.shared(Field::Id);
    let channel = message.shared(Field::Channel);
    records.push(message);
    for reaction in reactions.into_iter().flat_map(Json::elements) {
        react(reaction, id.as_deref(), channel.as_deref(), at, records);
    }
}

/// The channel of a message: by the number that it has, or the one that the caller gave.
fn channel_of(
    json: Json<'_>,
    at: Position,
    channel: Option<&str>,
    numbers: &Numbers,
    records: &mut Records<'_>,
) -> Option<Text> {
    let named = json.value("channelId").or_else(|| json.value("channel_id"));
    // As it is written: it may be too large for most numbers.
    let number = named.and_then(Json::text_or_number).filter(|number| !number.is_empty());
    let Some(number) = number else {
        let channel = channel.map(|channel| numbers.get(channel).unwrap_or(channel).to_owned());
        if channel.is_none() {
            records.unreadable(Kind::Message, at, "it does not say which channel it belongs to (--channel does)");
        }
        return channel.map(Into::into);
    };
    let is_name = !number.bytes().all(|byte| byte.is_ascii_digit());
    let id = numbers.id(&number).or(if is_name { Some(number.as_str()) } else { None });
    if id.is_none() {
        let why = ["nobody knows the name of the channel with the number ", &number, " (--channel-ids says it)"];
        records.unreadable(Kind::Message, at, why.concat());
    }
    id.map(Text::from)
}

fn original(json: Json<'_>) -> Option<Time> {
    match json.text() {
        Some(text) => Time::parse(&text),
        None => json.integer().map(Time::from_any_unit),
    }
}

/// A file as the API gives it: its resource, or what is needed to make one.
fn file(json: Json<'_>, at: Position) -> Record {
    let mut fill = Fill::new(Kind::Attachment, at, PREFIX);
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            "url" => fill.text(Field::Url, key, value),
            "name" => fill.text(Field::Name, key, value),
            "contentType" | "content_type" => {
                fill.text(Field::MediaType, key, value);
                let kind = value.text().unwrap_or_default();
                let kind = kind.split('/').next().filter(|kind| matches!(*kind, "image" | "video" | "audio"));
                fill.record.set_text(Field::Type, kind.unwrap_or("file"));
            }
            "size" => reader::json(&mut fill.record, Field::Size, value),
            _ => fill.extra(key, value),
        }
    }
    fill.record
}

/// An emoji, and those who reacted with it.
fn react(json: Json<'_>, message: Option<&str>, channel: Option<&str>, at: Position, records: &mut Records<'_>) {
    let emoji = json.value("emoji");
    let character = emoji.and_then(|emoji| emoji.value("character").unwrap_or(emoji).text());
    let alias = emoji.and_then(|emoji| emoji.value("aliases")?.elements().next()?.text());
    let (Some(message), Some(channel), Some(character)) = (message, channel, character) else {
        return records.unreadable(Kind::Reaction, at, "it has no emoji, or its message has no id");
    };
    for user in json.value("users").into_iter().flat_map(Json::elements) {
        let Some(name) = referred(user, at, records) else {
            records.unreadable(Kind::Reaction, at, "it does not say whose it is");
            continue;
        };
        let mut reaction = Record::new(Kind::Reaction, at);
        reaction.set_text(Field::Channel, channel);
        reaction.set_text(Field::Message, message);
        reaction.set_text(Field::User, name);
        reaction.set_text(Field::Type, character.as_str());
        if let Some(alias) = &alias {
            reaction.set_text(Field::Name, alias.as_str());
        }
        records.push(reaction);
    }
}
