//! What an item is, and what an export's line may hold.

use super::state::State;
use super::take::is_unset;
use super::{channels, members, messages, others, reactions, users};
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::Kind;

/// What stands at a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// What it looks like.
    #[default]
    Any,
    User,
    Channel,
    Member,
    /// Up to when somebody has read a channel.
    Read,
    Message,
    Reaction,
}

/// The types of import items, and what they are; the rest of them only Stream knows.
fn of_type(name: &str) -> Option<Part> {
    Some(match name {
        "user" => Part::User,
        "channel" => Part::Channel,
        "member" | "channel_member" => Part::Member,
        "read" => Part::Read,
        "message" => Part::Message,
        "reaction" => Part::Reaction,
        _ => return None,
    })
}

/// Types that are kept for Stream's own writer.
const OTHER_TYPES: [&str; 4] = ["device", "future_channel_ban", "poll", "poll_vote"];

pub(super) fn part(state: &mut State, part: Part, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    if !json.is_object() {
        // Exports have the keys of parts that they have not.
        if !json.is_null() || part == Part::Any {
            records.unreadable(kind(part), at, "it is no object");
        }
        return;
    }
    match part {
        Part::Any => any(state, json, at, records),
        Part::User => users::user(state, json, at, records),
        Part::Channel => channels::channel(state, json, at, records),
        Part::Member => members::member(state, json, at, records),
        Part::Read => members::read(state, json, at, records),
        Part::Message => messages::message(state, json, at, records),
        Part::Reaction => reactions::reaction(state, json, at, records),
    }
}

fn kind(part: Part) -> Kind {
    match part {
        Part::Any => Kind::Other,
        Part::User => Kind::User,
        Part::Channel => Kind::Channel,
        Part::Member | Part::Read => Kind::Member,
        Part::Message => Kind::Message,
        Part::Reaction => Kind::Reaction,
    }
}

fn any(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let typed = json.get("type").and_then(Json::text);
    let payload = |key: &str| json.get(key).filter(|value| value.is_object() || json.entries().count() == 2);
    if let Some(name) = &typed
        && let Some((key, data)) =
            ["data", "item", name.as_str()].into_iter().find_map(|key| Some((key, payload(key)?)))
    {
        let place = state.place(at, data);
        match of_type(name) {
            Some(one) if data.is_null() => records.unreadable(kind(one), at, "it is null"),
            Some(one) => part(state, one, data, place, records),
            None if OTHER_TYPES.contains(&name.as_str()) && data.is_object() => {
                others::other(name, data, place, records);
            }
            None => records.unreadable(Kind::Other, at, ["its type is ", &crate::json::text::quoted(name)].concat()),
        }
        for (other, value) in json.entries() {
            if !matches!(other, "type") && other != key && !is_unset(value) {
                records.left(Kind::Other, other, at, "it stands beside the payload, where nothing is looked for");
            }
        }
        return;
    }
    if let Some(name) = typed.filter(|name| of_type(name).is_some() || OTHER_TYPES.contains(&name.as_str()))
        && json.entries().count() == 1
    {
        records.unreadable(Kind::Other, at, ["this ", &name, " has no payload"].concat());
        return;
    }
    let lists = ["messages", "members", "reads", "read", "reactions", "users"];
    let has_list = lists.iter().any(|list| json.get(list).is_some_and(Json::is_array));
    let one = looks_like(json);
    if one != Part::Any && (!has_list || one != Part::User && json.get("channel").is_none()) {
        part(state, one, json, at, records);
        return;
    }
    let mut found = false;
    // The channel first: what follows is in it.
    for (key, one) in [
        ("channel", Part::Channel),
        ("user", Part::User),
        ("users", Part::User),
        ("member", Part::Member),
        ("members", Part::Member),
        ("reads", Part::Read),
        ("read", Part::Read),
        ("message", Part::Message),
        ("messages", Part::Message),
        ("reaction", Part::Reaction),
        ("reactions", Part::Reaction),
    ] {
        let Some(value) = json.get(key) else { continue };
        if value.is_object() {
            found = true;
            part(state, one, value, state.place(at, value), records);
        } else if value.is_array() {
            found = true;
            for element in value.elements() {
                part(state, one, element, state.place(at, element), records);
            }
        }
    }
    if !found {
        records.unreadable(Kind::Other, at, "it is neither a user nor a channel nor a message");
        return;
    }
    for (key, value) in json.entries() {
        let known = of_type(key).is_some() || lists.contains(&key);
        if !known || !(value.is_object() || value.is_array()) {
            beside(key, value, state.place(at, value), records);
        }
    }
}

/// What an object is that says no type, by its fields.
fn looks_like(json: Json<'_>) -> Part {
    let has = |key: &str| json.get(key).is_some();
    let any = |keys: &[&str]| keys.iter().any(|key| has(key));
    let named_channel = any(&["cid", "channel_cid", "channel_id", "channel_type", "channel_member_ids"]);
    if has("message_id") && any(&["user_id", "user"]) {
        Part::Reaction
    } else if any(&["latest_reactions", "reply_count", "html", "mentioned_users"])
        || named_channel && any(&["text", "attachments", "parent_id"])
    {
        Part::Message
    } else if any(&["last_read"]) && !any(&["channel_role", "invited", "is_moderator", "notifications_muted"]) {
        Part::Read
    } else if any(&["user_id", "user"])
        && any(&["channel_role", "invited", "is_moderator", "notifications_muted", "channel_type", "channel_id"])
    {
        Part::Member
    } else if has("type") && has("id") && any(&["cid", "created_by", "config", "member_count", "last_message_at"]) {
        Part::Channel
    } else if has("id") && !has("type") && !any(&["channel", "messages"]) {
        Part::User
    } else {
        Part::Any
    }
}

/// What stands beside the parts of an export: counts, and links to pages.
pub(super) fn beside(key: &str, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    if !matches!(key, "duration" | "next" | "prev" | "offset" | "limit") && !is_unset(json) {
        records.left(Kind::Other, key, at, "it stands beside what an export is made of");
    }
}
