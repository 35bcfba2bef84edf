//! Messages: section 2.4, and what the API says of them.

use super::state::State;
use super::take::{customs, flag, is_unset, left, own, text, texts, texts_in, time};
use super::{OWN, attachments, reactions, users};
use crate::convert::park::to_json;
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Value};

/// Takes a message, and the reactions that an export shows with it.
pub(super) fn message(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let api = state.export || json.get("user").is_some_and(Json::is_object) || json.get("latest_reactions").is_some();
    let mut message = Record::new(Kind::Message, at);
    let mut rest = Vec::new();
    let mut kind = String::new();
    for (key, value) in json.entries().filter(|(key, value)| !value.is_null() || !is_field(key)) {
        match key {
            "channel_type" | "channel_id" | "channel_member_ids" | "latest_reactions" | "own_reactions" => {}
            "cid" | "channel_cid" if api => {}
            "id" => text(&mut message, Field::Id, key, value),
            "user" | "pinned_by" if key == "user" || value.is_object() => {
                let field = if key == "user" { Field::Sender } else { Field::PinnedBy };
                match users::named(state, value, state.place(at, value), records) {
                    Some(id) => message.set_text(field, id),
                    None => own(&mut message, key, value),
                }
            }
            "text" => text(&mut message, Field::Text, key, value),
            "type" => match value.text() {
                Some(word) => kind = word.into(),
                None => own(&mut message, key, value),
            },
            "created_at" => time(&mut message, Field::SentAt, key, value),
            "updated_at" => time(&mut message, Field::UpdatedAt, key, value),
            "deleted_at" => time(&mut message, Field::DeletedAt, key, value),
            "parent_id" => text(&mut message, Field::ReplyTo, key, value),
            "show_in_channel" => flag(&mut message, Field::ShowInChannel, key, value),
            "quoted_message_id" => text(&mut message, Field::Quoted, key, value),
            "mentioned_users_ids" => texts(&mut message, Field::Mentions, key, value),
            "mentioned_users" if value.elements().any(Json::is_object) => {
                for user in value.elements() {
                    users::named(state, user, state.place(at, user), records);
                }
                texts_in(&mut message, Field::Mentions, key, value, |user| user.get("id")?.text_or_number());
            }
            "pinned_at" => time(&mut message, Field::PinnedAt, key, value),
            "pinned_by_id" => text(&mut message, Field::PinnedBy, key, value),
            "pin_expires" => time(&mut message, Field::PinExpires, key, value),
            "silent" if value.flag().is_some() => flag(&mut message, Field::Silent, key, value),
            "attachments" => attachments::attachments(&mut message, value, state, records),
            "mentioned_roles" | "mentioned_channel" | "mentioned_here" | "restricted_visibility" => {
                own(&mut message, key, value);
            }
            "html" if !api => own(&mut message, key, value),
            "tmp_id" | "app_pk" | "pk" | "reactions_count" | "reply_count" => {
                left(records, Kind::Message, key, value, at);
            }
            key if api => of_api(&mut message, key, value, &mut rest, records),
            "command" | "quoted_message" | "pinned_by" => own(&mut message, key, value),
            _ => rest.push(value),
        }
    }
    set_type(&mut message, &kind);
    if message.flag(Field::System) && message.text(Field::Sender) == Some(&state.system_user) {
        // Nobody in particular speaks it.
        message.take(Field::Sender);
    }
    if message.time(Field::UpdatedAt) == message.time(Field::SentAt) {
        message.take(Field::UpdatedAt);
    }
    customs(&mut message, &rest);
    let channel = state.channel_of(json);
    let Some(channel) = channel else {
        // The intake says what is missing.
        records.push(message);
        return;
    };
    let number = state.refer(&channel, at, records);
    message.set_text(Field::Channel, channel.cid);
    let id = message.shared(Field::Id).unwrap_or_default();
    records.push(message);
    if !id.is_empty() {
        state.met(&id, number, records);
        reactions::shown(state, json, &id, at, records);
    }
}

/// What a message's type says.
fn set_type(message: &mut Record, kind: &str) {
    match kind {
        "" | "regular" => {}
        "deleted" => message.set_flag(Field::Deleted, true),
        "reply" if message.text(Field::ReplyTo).is_some() => {}
        "system" => message.set_flag(Field::System, true),
        other => message.extra.push(([OWN, "type"].concat().into(), to_json(&Value::Text(other.into())).into())),
    }
}

/// What no import has.
fn of_api<'a>(message: &mut Record, key: &str, value: Json<'a>, rest: &mut Vec<Json<'a>>, records: &mut Records<'_>) {
    match key {
        "message_text_updated_at" => time(message, Field::EditedAt, key, value),
        "pinned" => {}
        "user_id" => {
            if message.text(Field::Sender).is_none() {
                text(message, Field::Sender, key, value);
            }
        }
        "quoted_message" => {
            if message.text(Field::Quoted).is_none()
                && let Some(id) = value.get("id").and_then(Json::text_or_number)
            {
                message.set_text(Field::Quoted, id);
            }
        }
        "html"
        | "reaction_counts"
        | "reaction_scores"
        | "reaction_groups"
        | "deleted_reply_count"
        | "thread_participants"
        | "channel"
        | "member" => left(records, Kind::Message, key, value, message.at),
        "shadowed"
        | "i18n"
        | "command"
        | "args"
        | "mml"
        | "moderation"
        | "moderation_details"
        | "poll"
        | "shared_location"
        | "image_labels"
        | "before_message_send_failed"
        | "deleted_for_me"
        | "draft"
        | "reminder" => own(message, key, value),
        _ if key == "mentioned_users" && is_unset(value) => {}
        _ => rest.push(value),
    }
}

fn is_field(key: &str) -> bool {
    let table = &super::super::tables::MESSAGE;
    table.fields.iter().any(|field| field.names.contains(&key))
        || table.reserved.contains(&key)
        || matches!(key, "cid" | "silent")
}
