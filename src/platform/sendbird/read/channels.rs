//! Channels: 1.4, 2.8 to 2.10, 6.2, 6.4.

use super::members::Members;
use super::{ADDED, FOLLOWS, OF_CALL, OWN, ROLES, State, data, is_unset, left, moment, own, users};
use crate::convert::park;
use crate::convert::reader::{self, Records};
use crate::convert::texts::TextSet;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text};

/// What is known of a channel before its first field.
#[derive(Clone, Debug, Default)]
pub(super) struct Call {
    /// An open channel; otherwise its fields tell.
    pub(super) open: bool,
    /// The bulk format: distinct, unless it says no.
    pub(super) bulk: bool,
    /// A change of the channel of this URL, an open one or not: what is not said stays.
    pub(super) url: Option<Text>,
}

/// A channel with its members.
pub(super) fn channel(state: &mut State, json: Json<'_>, at: Position, call: &Call, records: &mut Records<'_>) {
    let mut channel = Record::new(Kind::Channel, at);
    if !json.is_object() {
        records.unreadable(Kind::Channel, at, "it is no object");
        return;
    }
    let url = call.url.clone().or_else(|| json.get("channel_url")?.text_or_number()).filter(|url| !url.is_empty());
    let Some(url) = url else {
        records.unreadable(Kind::Channel, at, "it has no channel_url");
        return;
    };
    channel.set_text(Field::Id, &*url);
    channel.partial = call.url.is_some();
    set_kind(&mut channel, json, call);
    let mut members = Members::new(at);
    let mut parked = Parked::default();
    for (key, value) in json.entries() {
        if !members.field(key, value, records) {
            field(&mut channel, key, value, &mut parked, records);
        }
    }
    // A team that was given as the type as well.
    if channel.text(Field::Team).is_some() && channel.text(Field::Team) == channel.text(Field::CustomType) {
        channel.take(Field::CustomType);
    }
    for (user, role) in &parked.roles {
        members.set_role(user, role);
    }
    if let Some(role) = parked.common {
        state.roles.insert(&url, role.into());
    }
    for user in &parked.added {
        state.added.add(&url, TextSet::default());
        if let Some(users) = state.added.get_mut(&url) {
            users.insert(user);
        }
    }
    records.push(channel);
    members.push(state, &url, records);
}

/// What stands in `data` about members.
#[derive(Debug, Default)]
struct Parked {
    /// Users and their roles.
    roles: Vec<(Text, Text)>,
    /// The role of everybody else.
    common: Option<Text>,
    added: Vec<Text>,
}

fn set_kind(channel: &mut Record, json: Json<'_>, call: &Call) {
    let flag = |key: &str| json.get(key).and_then(Json::flag);
    let named = |name: &str| json.get("channel_type").and_then(Json::text).is_some_and(|kind| kind == name);
    let telling = ["is_dynamic_partitioned", "participant_count"];
    let open = call.open
        || named("open")
        || !named("group") && telling.into_iter().any(|key| json.get(key).is_some())
        || flag("is_public") == Some(true);
    let kind = match flag("is_distinct") {
        _ if open => "open",
        Some(true) => "direct",
        None if call.bulk => "direct",
        _ => "group",
    };
    // A change says nothing of what it does not change.
    if call.url.is_none() || open {
        channel.set_text(Field::ChannelKind, kind);
    }
}

fn field(channel: &mut Record, key: &str, value: Json<'_>, parked: &mut Parked, records: &mut Records<'_>) {
    let at = channel.at;
    match key {
        // Said already, told by other files, or said again by whatever writes the call.
        "channel_url" | "channel_type" | "is_distinct" | "last_message" | "channel" | "strict" => {}
        "name" => reader::text(channel, Field::Name, value),
        "cover_url" => reader::text(channel, Field::Image, value),
        "custom_type" => reader::text(channel, Field::CustomType, value),
        "data" => data::read(channel, value, &mut |_, name, json| take_parked(parked, name, json)),
        "created_at" => {
            if let Some(time) = moment(value) {
                channel.set_time(Field::CreatedAt, time);
            }
        }
        "created_by" => {
            if let Some(id) = person(value, at, records) {
                channel.set_text(Field::CreatedBy, id);
            }
        }
        "inviter" => {
            if let Some(id) = person(value, at, records) {
                let mut quoted = String::new();
                park::push_text(&mut quoted, &id);
                channel.extra.push(([OWN, "inviter_id"].concat().into(), quoted.into()));
            }
        }
        "freeze" => {
            if value.flag() == Some(true) {
                channel.set_flag(Field::Frozen, true);
            }
        }
        "access_code" => reader::text(channel, Field::Password, value),
        "max_length_message" => {
            left(records, Kind::Channel, key, value, at, "it is a setting of the application");
        }
        _ if follows(key) => left(records, Kind::Channel, key, value, at, FOLLOWS),
        _ => own(channel, key, value),
    }
}

/// Counts, and what a channel is to the one who asks.
fn follows(key: &str) -> bool {
    key.starts_with("unread_")
        || key.ends_with("member_count")
        || matches!(
            key,
            "participant_count"
                | "has_bot"
                | "has_ai_bot"
                | "my_role"
                | "member_state"
                | "hidden_state"
                | "invited_at"
                | "joined_ts"
                | "ts_message_offset"
                | "count_preference"
                | "is_access_code_required"
        )
}

/// A user, or the id of one.
fn person(json: Json<'_>, at: Position, records: &mut Records<'_>) -> Option<Text> {
    if json.is_object() {
        users::inside(json, at, &super::members::is_of_member, records);
    }
    json.text_or_number().or_else(|| json.get("user_id")?.text_or_number()).filter(|id| !id.is_empty())
}

fn take_parked(parked: &mut Parked, name: &str, json: Json<'_>) -> bool {
    match name {
        ROLES if json.is_object() => {
            for (role, users) in json.entries() {
                if users.flag() == Some(true) {
                    parked.common = Some(role.into());
                }
                parked.roles.extend(users.texts().into_iter().map(|user| (user, role.into())));
            }
        }
        ADDED if json.is_array() => parked.added = json.texts(),
        _ => return false,
    }
    true
}

/// Users who are invited to a channel.
pub(super) fn invite(state: &State, url: &str, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let mut members = Members::new(at);
    for (key, value) in json.entries() {
        if !members.field(key, value, records) && !is_unset(value) {
            let why = if key == "inviter_id" { OF_CALL } else { "invites have no such field" };
            records.left(Kind::Member, key, at, why);
        }
    }
    members.push(state, url, records);
}
