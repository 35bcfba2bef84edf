//! Channels: 2.8 to 2.10.

use super::super::read::{ADDED, ROLES, data};
use super::members::Roster;
use super::values::{is_hosted, own, own_flag, own_text, short};
use super::{CHANNELS, LATER, SendbirdWriter, ids, messages};
use crate::convert::park::Object;
use crate::convert::tree::Json;
use crate::convert::writer::{Output, Room};
use crate::history::{Field, Record};

/// Writes a channel, who is in it, and its messages.
pub(super) fn room(writer: &mut SendbirdWriter, mut room: Room, out: &mut Output<'_>) {
    let at = room.channel.at;
    let id = room.channel.take_text(Field::Id).unwrap_or_default();
    let url = out.ids.channel(&id, at);
    let public = own_flag(&mut room.channel, "is_public");
    let kind = room.channel.text(Field::ChannelKind).unwrap_or_default().to_owned();
    let open = kind == "open" && !public;
    // What a group of a fixed set of people is cannot be said without giving up the URL: it is parked.
    if kind != "direct" {
        room.channel.take(Field::ChannelKind);
    }
    let mut roster = Roster::of(&mut room, open, out);
    let mut body = Object::new();
    body.text("channel_url", &url);
    fields(&mut room.channel, &mut body);
    let mut invites = Vec::new();
    if open {
        if own_flag(&mut room.channel, "is_dynamic_partitioned") {
            body.flag("is_dynamic_partitioned", true);
        }
    } else {
        invites = roster.name_members(&mut body);
        // Distinct channels ignore the URL; without strict, users with a fault are left out in silence.
        body.flag("is_distinct", false);
        body.flag("strict", true);
        group_fields(&mut room.channel, public, &mut body, out);
    }
    roster.name_operators(&mut body);
    // It keeps no messages: where there are some, the flag is parked instead.
    if room.messages.is_empty() && own_flag(&mut room.channel, "is_ephemeral") {
        body.flag("is_ephemeral", true);
    }
    let metadata = own(&mut room.channel, "metadata", &is_metadata);
    let frozen = room.channel.take_flag(Field::Frozen) == Some(true);
    let image = room.channel.text(Field::Image).is_some_and(is_hosted);
    ids::refer(&mut room.channel, out);
    custom(room.channel, &roster, &mut body, out);
    let calls = if open { "/v3/open_channels" } else { "/v3/group_channels" };
    out.request(CHANNELS, "POST", calls, &body.end());
    let of = |what: &str| [calls, "/", &url, what].concat();
    for invite in invites {
        out.request(CHANNELS, "POST", &of("/invite"), &invite);
    }
    if let Some(metadata) = metadata {
        let mut body = Object::new();
        body.json("metadata", &metadata);
        out.request(CHANNELS, "POST", &of("/metadata"), &body.end());
    }
    if frozen {
        out.request(LATER, "PUT", &of("/freeze"), "{\"freeze\":true}");
    }
    writer.members = writer.members.max(roster.count());
    writer.hosted |= image;
    for reaction in &room.reactions {
        let reason = "a migrated message has a new id, which Sendbird does not tell; reactions need it";
        out.lose_record("reaction", reaction.at, reason);
    }
    messages::messages(writer, &url, room.messages, out);
}

/// The fields of both kinds of channels.
fn fields(channel: &mut Record, body: &mut Object) {
    if let Some(name) = short(channel, Field::Name, 191) {
        body.text("name", &name);
    }
    if let Some(image) = short(channel, Field::Image, 2048) {
        body.text("cover_url", &image);
    }
    let custom_type = short(channel, Field::CustomType, 128);
    // A team is parked as well: it could not be told from a type that the app gave.
    let team = || channel.text(Field::Team).filter(|team| super::values::length(team) <= 128);
    let free = channel.get(Field::CustomType).is_none();
    if let Some(custom_type) = custom_type.as_deref().or_else(|| team().filter(|_| free)) {
        body.text("custom_type", custom_type);
    }
}

fn group_fields(channel: &mut Record, public: bool, body: &mut Object, out: &mut Output<'_>) {
    if public {
        body.flag("is_public", true);
    }
    for key in ["is_super", "block_sdk_user_channel_join"] {
        if own_flag(channel, key) {
            body.flag(key, true);
        }
    }
    if let Some(inviter) = own_text(channel, "inviter_id", &|id| !id.is_empty()) {
        body.text("inviter_id", &out.ids.user(&inviter, channel.at));
    }
    match channel.take_text(Field::Password) {
        Some(code) if public => body.text("access_code", &code),
        Some(code) => channel.set_text(Field::Password, code),
        None => {}
    }
}

/// The channel's `data`: everything else.
fn custom(mut channel: Record, roster: &Roster, body: &mut Object, out: &mut Output<'_>) {
    if channel.take(Field::Password).is_some() {
        let reason = "only public group channels have a code, and in custom data every member could read it";
        out.lose(&channel, Field::Password.name(), reason);
    }
    let mut entries = out.settle(channel, &|name| matches!(name, ROLES | ADDED), &|_, _, _| true);
    entries.extend(roster.parked(out));
    if let Some(text) = data::write(&entries) {
        body.text("data", &text);
    }
}

/// Whether channel metadata is as the call takes it: 2.10.
fn is_metadata(json: Json<'_>) -> bool {
    let short = |text: &str, most| super::values::length(text) <= most;
    json.is_object()
        && json.entries().count() <= 5
        && json.entries().all(|(key, value)| {
            !key.contains(',') && short(key, 128) && value.text().is_some_and(|text| short(&text, 190))
        })
}
