//! Users: section 2.1, and what the API says of them.

use super::others;
use super::state::State;
use super::take::{customs, is_unset, left, own, text, texts, texts_in, time};
use crate::convert::reader::{self, Records};
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text};

/// Takes a user.
pub(super) fn user(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let record = read(json, at, state.export || is_of_api(json), records);
    state.first_met(record.text(Field::Id).unwrap_or_default());
    records.push(record);
}

/// Takes whoever is named by an id or by a whole user, and gives the id.
pub(super) fn named(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) -> Option<Text> {
    if !json.is_object() {
        return json.text_or_number().filter(|id| !id.is_empty());
    }
    let id = json.get("id").and_then(Json::text_or_number).filter(|id| !id.is_empty())?;
    // The same user stands in each of their messages; the first time tells it all.
    if state.first_met(&id) {
        let mut record = read(json, at, true, records);
        record.partial = true;
        records.push(record);
    }
    Some(id)
}

/// Whether it is a user as the API shows one, and not as an import has it.
fn is_of_api(json: Json<'_>) -> bool {
    json.get("online").is_some() || json.get("last_active").is_some() && json.get("updated_at").is_some()
}

fn read(json: Json<'_>, at: Position, api: bool, records: &mut Records<'_>) -> Record {
    let mut record = Record::new(Kind::User, at);
    let user = &mut record;
    let mut rest = Vec::new();
    for (key, value) in json.entries().filter(|(key, value)| !value.is_null() || !is_field(key)) {
        match key {
            "id" => text(user, Field::Id, key, value),
            "name" if value.is_string() => text(user, Field::Name, key, value),
            "image" if value.is_string() => text(user, Field::Image, key, value),
            "role" => text(user, Field::Role, key, value),
            "created_at" => time(user, Field::CreatedAt, key, value),
            "updated_at" => time(user, Field::UpdatedAt, key, value),
            "deleted_at" => time(user, Field::DeletedAt, key, value),
            "deactivated_at" => time(user, Field::DeactivatedAt, key, value),
            "last_active" => time(user, Field::LastActiveAt, key, value),
            "language" => text(user, Field::Language, key, value),
            "teams" => texts(user, Field::Teams, key, value),
            "teams_role" if value.is_object() && !is_unset(value) => reader::json(user, Field::TeamsRole, value),
            "user_mutes" => texts(user, Field::MutedUsers, key, value),
            "blocked_user_ids" => texts(user, Field::BlockedUsers, key, value),
            "channel_mutes" if value.elements().any(Json::is_object) => {
                texts_in(user, Field::MutedChannels, key, value, |mute| mute.get("channel")?.get("cid")?.text());
            }
            "channel_mutes" => texts(user, Field::MutedChannels, key, value),
            "teams_role" | "invisible" | "push_notifications" | "push_preferences" | "privacy_settings" => {
                own(user, key, value);
            }
            "online" | "app_pk" | "pk" | "user_pk" => left(records, Kind::User, key, value, at),
            key if api => of_api(user, key, value, &mut rest, at, records),
            _ => rest.push(value),
        }
    }
    customs(user, &rest);
    record
}

/// What no import has.
fn of_api<'a>(
    user: &mut Record,
    key: &str,
    value: Json<'a>,
    rest: &mut Vec<Json<'a>>,
    at: Position,
    records: &mut Records<'_>,
) {
    match key {
        "mutes" => texts_in(user, Field::MutedUsers, key, value, |mute| mute.get("target")?.get("id")?.text()),
        "devices" if value.is_array() => {
            for device in value.elements() {
                others::other("device", device, at, records);
            }
        }
        "banned" | "shadow_banned" | "ban_expires" | "revoke_tokens_issued_before" => own(user, key, value),
        "last_engaged_at"
        | "total_unread_count"
        | "unread_count"
        | "unread_channels"
        | "unread_threads"
        | "unread_thread_messages"
        | "avg_response_time"
        | "invites" => left(records, Kind::User, key, value, at),
        _ => rest.push(value),
    }
}

/// Keys whose `null` says nothing; in the app's own data it may say something.
fn is_field(key: &str) -> bool {
    super::super::tables::USER.fields.iter().any(|field| field.names.contains(&key))
        || matches!(key, "name" | "image" | "last_active" | "online")
}
