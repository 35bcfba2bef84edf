//! Members, and up to when they have read: section 2.3, and what the API says of them.

use super::state::State;
use super::take::{customs, flag, left, own, text, time};
use super::users;
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Value};

/// The role of those whom an older field calls moderators.
const MODERATOR: &str = "channel_moderator";

/// Takes a member.
pub(super) fn member(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let api = state.export || json.get("user").is_some_and(Json::is_object);
    let mut member = Record::new(Kind::Member, at);
    if let Some(user) = user_of(state, json, at, records) {
        member.set_text(Field::User, user);
    }
    let mut rest = Vec::new();
    let mut moderates = false;
    for (key, value) in json.entries().filter(|(key, value)| !value.is_null() || !is_field(key)) {
        match key {
            "channel_type" | "channel_id" | "channel_member_ids" | "cid" | "channel_cid" | "user_id" | "user" => {}
            "channel_role" => text(&mut member, Field::Role, key, value),
            "is_moderator" => moderates |= value.flag() == Some(true),
            "created_at" => time(&mut member, Field::JoinedAt, key, value),
            "last_read" => time(&mut member, Field::LastReadAt, key, value),
            "invited" => flag(&mut member, Field::Invited, key, value),
            "invite_accepted_at" | "invited_accepted_at" => time(&mut member, Field::InviteAcceptedAt, key, value),
            "invite_rejected_at" | "invited_rejected_at" => time(&mut member, Field::InviteRejectedAt, key, value),
            "hide_channel" => flag(&mut member, Field::Hidden, key, value),
            "archived_at" => time(&mut member, Field::ArchivedAt, key, value),
            "hide_messages_before" => own(&mut member, key, value),
            key if api => of_api(&mut member, key, value, &mut rest, records),
            _ => rest.push(value),
        }
    }
    if moderates && member.text(Field::Role).is_none() {
        member.set_text(Field::Role, MODERATOR);
    }
    customs(&mut member, &rest);
    place(state, member, json, records);
}

/// What no import has.
fn of_api<'a>(member: &mut Record, key: &str, value: Json<'a>, rest: &mut Vec<Json<'a>>, records: &mut Records<'_>) {
    match key {
        "banned" => flag(member, Field::Banned, key, value),
        "notifications_muted" => {
            if value.flag() == Some(true) {
                member.set(Field::Notify, Value::Json("false".into()));
            }
        }
        "updated_at" => {
            time(member, Field::UpdatedAt, key, value);
            if member.time(Field::UpdatedAt) == member.time(Field::JoinedAt) {
                member.take(Field::UpdatedAt);
            }
        }
        // The role in the channel says it better.
        "role" | "status" => left(records, Kind::Member, key, value, member.at),
        "shadow_banned" | "ban_expires" | "pinned_at" | "deleted_at" | "deleted_messages" => own(member, key, value),
        _ => rest.push(value),
    }
}

/// Takes what an export says of how far somebody has read.
pub(super) fn read(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let mut member = Record::new(Kind::Member, at);
    member.partial = true;
    if let Some(user) = user_of(state, json, at, records) {
        member.set_text(Field::User, user);
    }
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            "channel_type" | "channel_id" | "channel_member_ids" | "cid" | "channel_cid" | "user_id" | "user" => {}
            "last_read" | "last_read_at" => time(&mut member, Field::LastReadAt, key, value),
            _ => left(records, Kind::Member, key, value, at),
        }
    }
    place(state, member, json, records);
}

fn user_of(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) -> Option<Text> {
    let inner = json.value("user").and_then(|user| users::named(state, user, state.place(at, user), records));
    let id = json.get("user_id").and_then(Json::text_or_number).filter(|id| !id.is_empty());
    id.or(inner)
}

/// Puts a member into the channel that it names, or the one that is still to come.
fn place(state: &mut State, mut member: Record, json: Json<'_>, records: &mut Records<'_>) {
    let names_one = ["cid", "channel_cid", "channel", "channel_id", "channel_member_ids"]
        .iter()
        .any(|key| json.value(key).is_some());
    if !names_one && state.holds() {
        state.hold(member);
        return;
    }
    if let Some(channel) = state.channel_of(json) {
        let number = state.refer(&channel, member.at, records);
        let banned = member.text(Field::User).is_some_and(|user| state.is_banned(number, user));
        if banned {
            member.set_flag(Field::Banned, true);
        }
        member.set_text(Field::Channel, channel.cid);
    }
    hand_over(state, member, records);
}

/// Hands a member over. Of those who are no members it does not matter what they have read.
pub(super) fn hand_over(state: &mut State, member: Record, records: &mut Records<'_>) {
    let text = |field| member.text(field).unwrap_or_default();
    let (cid, user) = (text(Field::Channel), text(Field::User));
    if !member.partial {
        state.add_member(cid, user);
    } else if !state.is_member(cid, user) {
        records.left(Kind::Member, "last_read_at", member.at, "who has read that is no member");
        return;
    }
    records.push(member);
}

fn is_field(key: &str) -> bool {
    super::super::tables::MEMBER.fields.iter().any(|field| field.names.contains(&key)) || key == "user"
}
