//! Channels: section 2.2, and what the API says of them.

use super::state::{Named, State, begin};
use super::take::{customs, flag, left, own, text, texts, time};
use super::{members, users};
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind};

/// Takes a channel.
pub(super) fn channel(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let cid = json.get("cid").and_then(Json::text).filter(|cid| cid.contains(':'));
    let by_cid = cid.map(|cid| Named { cid, members: Vec::new() });
    let Some(channel) = by_cid.or_else(|| state.named(json, "type", "id", "member_ids")) else {
        records.unreadable(Kind::Channel, at, "it has no type, or neither id nor member_ids");
        return;
    };
    let api = state.export || json.get("cid").is_some() || json.get("created_by").is_some_and(Json::is_object);
    let (number, _) = state.number(&channel.cid);
    let mut record = begin(&channel.cid, at);
    let mut rest = Vec::new();
    let mut inner = None;
    for (key, value) in json.entries().filter(|(key, value)| !value.is_null() || !is_field(key)) {
        match key {
            "id" | "type" | "cid" | "member_ids" => {}
            "name" if value.is_string() => text(&mut record, Field::Name, key, value),
            "image" if value.is_string() => text(&mut record, Field::Image, key, value),
            "created_by" => {
                let place = state.place(at, value);
                match users::named(state, value, place, records) {
                    // Whoever makes what nobody is known to have made.
                    Some(id) if id == state.system_user => {}
                    Some(id) => record.set_text(Field::CreatedBy, id),
                    None => own(&mut record, key, value),
                }
            }
            "frozen" => flag(&mut record, Field::Frozen, key, value),
            "disabled" => flag(&mut record, Field::Disabled, key, value),
            "team" => text(&mut record, Field::Team, key, value),
            "created_at" => time(&mut record, Field::CreatedAt, key, value),
            "updated_at" => time(&mut record, Field::UpdatedAt, key, value),
            "banned_users" => {
                texts(&mut record, Field::BannedUsers, key, value);
                for user in record.texts(Field::BannedUsers) {
                    state.ban(number, user);
                }
            }
            "truncated_at" => own(&mut record, key, value),
            "members" if value.elements().any(Json::is_object) => inner = Some(value),
            "last_message_at" | "created_by_pk" | "members" | "config" | "app_pk" | "pk" => {
                left(records, Kind::Channel, key, value, at);
            }
            "deleted_at" if api => time(&mut record, Field::DeletedAt, key, value),
            "member_count" | "message_count" | "own_capabilities" if api => {
                left(records, Kind::Channel, key, value, at);
            }
            "truncated_by"
            | "hidden"
            | "muted"
            | "blocked"
            | "cooldown"
            | "auto_translation_enabled"
            | "auto_translation_language"
            | "config_overrides"
            | "filter_tags"
            | "invites"
            | "hide_messages_before"
            | "mute_expires_at"
                if api =>
            {
                own(&mut record, key, value);
            }
            _ => rest.push(value),
        }
    }
    customs(&mut record, &rest);
    records.push(record);
    channel.push_members(at, records);
    // An import's items name their channels.
    let held = if api { state.enter(&channel.cid) } else { Vec::new() };
    for mut held in held {
        held.set_text(Field::Channel, channel.cid.as_str());
        members::hand_over(state, held, records);
    }
    for member in inner.into_iter().flat_map(Json::elements) {
        if member.is_object() {
            members::member(state, member, state.place(at, member), records);
        }
    }
}

fn is_field(key: &str) -> bool {
    super::super::tables::CHANNEL.fields.iter().any(|field| field.names.contains(&key))
        || matches!(key, "name" | "image")
}
