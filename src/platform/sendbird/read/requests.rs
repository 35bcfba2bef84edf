//! Lines of a requests file: what a call makes, its path tells.

use super::channels::{self, Call};
use super::members::Members;
use super::{OF_CALL, OWN, State, is_unset, messages, users};
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record};
use crate::platform::api::{percent_decoded, without_host};

pub(super) fn request(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let text = |key: &str| json.get(key).and_then(Json::text).unwrap_or_default();
    let (method, path) = (text("method"), text("path"));
    let Some(body) = json.get("body").filter(|body| body.is_object()) else {
        records.unreadable(Kind::Other, at, "the request has no body that is an object");
        return;
    };
    let place = state.place(at, body);
    let parts: Vec<String> = without_host(&path).trim_matches('/').split('/').map(percent_decoded).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match (&*method, parts.as_slice()) {
        ("POST", ["v3", "users"]) => users::user(body, place, records),
        ("PUT", ["v3", "users", id]) => users::update(id, body, place, records),
        ("POST" | "PUT", ["v3", "users", id, "metadata"]) => {
            let mut user = Record::new(Kind::User, place);
            user.partial = true;
            user.set_text(Field::Id, *id);
            if let Some(metadata) = body.get("metadata") {
                users::metadata(&mut user, metadata);
            }
            records.push(user);
        }
        ("POST", ["v3", "migration", url]) => batch(state, url, body, place, records),
        ("POST", ["v3", kind @ ("group_channels" | "open_channels")]) => {
            let call = Call { open: *kind == "open_channels", ..Call::default() };
            channels::channel(state, body, place, &call, records);
        }
        ("POST", ["v3", "group_channels", url, "invite"]) => channels::invite(state, url, body, place, records),
        ("POST" | "PUT", ["v3", "group_channels" | "open_channels", url, "metadata"]) => {
            let mut channel = part_of(url, place);
            if let Some(metadata) = body.get("metadata").filter(|metadata| !is_unset(*metadata)) {
                channel.extra.push(([OWN, "metadata"].concat().into(), metadata.compact()));
            }
            records.push(channel);
        }
        ("PUT", ["v3", "group_channels", url, "hide"]) => hide(state, url, body, place, records),
        ("POST", ["v3", "group_channels" | "open_channels", url, "messages"]) => {
            messages::message_of(state, Some(url), body, place, records);
        }
        (
            "PUT",
            ["v3", kind @ ("group_channels" | "open_channels"), url]
            | ["v3", kind @ ("group_channels" | "open_channels"), url, "freeze"],
        ) => {
            let call = Call { open: *kind == "open_channels", url: Some((*url).into()), ..Call::default() };
            channels::channel(state, body, place, &call, records);
        }
        _ => records.unreadable(Kind::Other, at, ["nothing is known of ", &method, " ", &path].concat()),
    }
}

fn part_of(url: &str, at: Position) -> Record {
    let mut channel = Record::new(Kind::Channel, at);
    channel.partial = true;
    channel.set_text(Field::Id, url);
    channel
}

/// A migration request.
fn batch(state: &mut State, url: &str, body: Json<'_>, at: Position, records: &mut Records<'_>) {
    for (key, value) in body.entries() {
        if key != "messages" {
            super::left(records, Kind::Other, key, value, at, OF_CALL);
        } else if !value.is_array() {
            records.unreadable(Kind::Message, at, "\"messages\" is no list");
        }
        for message in value.elements().filter(|_| key == "messages") {
            // A line is the body's beginning and what is in it.
            let start = (message.start() - body.start()) as u64;
            let place =
                if state.lines { Position { byte: at.byte + start, column: at.column + start, ..at } } else { at };
            messages::message_of(state, Some(url), message, place, records);
        }
    }
}

fn hide(state: &State, url: &str, body: Json<'_>, at: Position, records: &mut Records<'_>) {
    let Some(user) = body.get("user_id").and_then(Json::text_or_number) else {
        records.unreadable(Kind::Member, at, "it names no user_id");
        return;
    };
    let mut members = Members::new(at);
    if let Some(member) = members.of(&user) {
        member.set_flag(Field::Hidden, true);
        if body.get("allow_auto_unhide").and_then(Json::flag) == Some(false) {
            let word = "\"hidden_prevent_auto_unhide\"".to_owned();
            member.extra.push(([OWN, "hidden_status"].concat().into(), word.into()));
        }
    }
    members.push(state, url, records);
}
