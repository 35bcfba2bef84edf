//! Channels and their members (sections 2.2, 2.3 and 6).

use super::numbers::Numbers;
use super::users::{OWN, other, properties};
use super::{PREFIX, referred};
use crate::convert::fill::Fill;
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text};
use crate::order;

pub(super) fn channel(json: Json<'_>, at: Position, numbers: &mut Numbers, records: &mut Records<'_>) {
    let mut fill = Fill::new(Kind::Channel, at, PREFIX);
    let kind = json.value("type").and_then(Json::text);
    let is_direct = kind.as_deref() == Some("DIRECT");
    let number = json.value("id").filter(|id| !id.is_string()).and_then(Json::text_or_number);
    let mut people = Vec::new();
    for member in json.value("members").into_iter().flat_map(Json::elements) {
        match referred(member, at, records) {
            Some(name) => people.push(name),
            None => records.unreadable(Kind::Member, at, "a member has no name"),
        }
    }
    let creator = json.value("creator").and_then(|creator| referred(creator, at, records));
    let known = number.as_deref().and_then(|number| numbers.get(number)).map(Text::from);
    let id = known.or_else(|| name(json, is_direct)).or_else(|| number.clone()).unwrap_or_else(|| {
        let mut set = order::texts(people.iter().chain(&creator).map(|name| name.as_str().to_owned()).collect());
        set.dedup();
        match (is_direct, set.is_empty()) {
            // There is but one of these people.
            (true, false) => ["direct-", &set.join("-")].concat().into(),
            // ChatKitty would give it a name that nobody knows.
            _ => ["channel-", &at.source.to_string(), "-", &at.item.to_string()].concat().into(),
        }
    });
    fill.record.set_text(Field::Id, id);
    fill.record.set_text(
        Field::ChannelKind,
        match kind.as_deref() {
            Some("DIRECT") => "direct",
            Some("PUBLIC") => "open",
            _ => "group",
        },
    );
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            "type" => {
                if !matches!(kind.as_deref(), Some("DIRECT" | "PUBLIC" | "PRIVATE")) {
                    fill.extra(key, value);
                }
            }
            "name" if value.text().as_deref() == fill.record.text(Field::Id) => {}
            "displayName" | "display_name" => fill.text(Field::Name, key, value),
            "creator" if creator.is_some() => {}
            "members" if value.is_array() => {}
            "properties" => {}
            "createdTime" | "created_time" => fill.time(Field::CreatedAt, key, value),
            "lastReceivedMessage" | "last_received_message" => {
                records.left(Kind::Channel, key, at, "it is one of the channel's messages");
            }
            "unread" | "unreadMessagesCount" | "unread_messages_count" => records.left(Kind::Channel, key, at, OWN),
            _ => other(&mut fill, key, value, records),
        }
    }
    if let Some(creator) = &creator {
        fill.record.set_text(Field::CreatedBy, creator.as_str());
        // A set of people has its creator among them.
        if is_direct && !people.contains(creator) {
            people.push(creator.clone());
        }
    }
    properties(&mut fill, json);
    // They may say what it was called elsewhere.
    let id = fill.record.text(Field::Id).unwrap_or_default().to_owned();
    if let Some(number) = number {
        numbers.learn(&number, &id);
    }
    records.push(fill.record);
    for name in people {
        let mut member = Record::new(Kind::Member, at);
        member.set_text(Field::Channel, id.as_str());
        member.set_text(Field::User, name);
        records.push(member);
    }
}

/// What a channel is called by: a DIRECT channel has no name, so that its idempotency key has to do.
fn name(json: Json<'_>, is_direct: bool) -> Option<Text> {
    let text = |key| json.value(key).and_then(Json::text).filter(|text| !text.is_empty());
    let key = || text("idempotencyKey").or_else(|| text("idempotency_key")).or_else(|| text("id"));
    if is_direct { key().or_else(|| text("name")) } else { text("name").or_else(key) }
}

/// A member of the channel that the caller gave: by number, as ChatKitty's path has it, or by name.
pub(super) fn member(
    json: Json<'_>,
    at: Position,
    channel: Option<&str>,
    numbers: &Numbers,
    records: &mut Records<'_>,
) {
    let Some(channel) = channel else {
        return records.unreadable(Kind::Member, at, "nothing says which channel it is a member of (--channel does)");
    };
    let mut fill = Fill::new(Kind::Member, at, PREFIX);
    fill.record.set_text(Field::Channel, numbers.get(channel).unwrap_or(channel));
    let user = json.value("user").filter(|user| user.is_object());
    let is_user = user.is_none() && !json.value("username").is_some_and(Json::is_string);
    if is_user || user.is_some() {
        // As lists give them: the users themselves, or with them.
        if let Some(name) = referred(user.unwrap_or(json), at, records) {
            fill.record.set_text(Field::User, name);
        }
    }
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null() && !is_user) {
        match key {
            "user" if user.is_some() => {}
            "username" => fill.text(Field::User, key, value),
            _ => other(&mut fill, key, value, records),
        }
    }
    records.push(fill.record);
}
