//! The rules of the second pass: whether what an item refers to is there.
//!
//! Items that broke a rule of the first pass come by here as well.

use crate::json::go_text::{list, push_number};

use super::index::{ChannelId, Index, channel_id};
use super::items::{Kind, Record};
use super::{App, First};

/// Looks for what an item refers to in vain first.
pub(super) fn check(item: &Record, index: &mut Index, app: &App, error: &mut First) {
    let user = item.text("user_id");
    match item.shape.kind {
        Kind::User => check_user(item, index, app, error),
        Kind::Channel => check_channel(item, index, app, error),
        Kind::Member => check_member(item, index, error),
        Kind::Message => check_message(item, index, app, error),
        Kind::Reaction => {
            let message = item.text("message_id");
            error.unless(index.has(Kind::Message, &[message]), "message_id %q doesn't exist", &[message]);
            error.unless(index.has(Kind::User, &[user]), "user %q doesn't exist", &[user]);
        }
        Kind::Device | Kind::Other => {
            let found = user.is_empty() || index.has(Kind::User, &[user]);
            error.unless(found, "device.user_id %q doesn't exist", &[user]);
        }
    }
}

fn check_user(user: &Record, index: &Index, app: &App, error: &mut First) {
    let (id, role) = (user.text("id"), user.text("role"));
    error.unless(app.has_role(role), "user.role %q doesn't exist (user %q)", &[role, id]);
    for muted in user.list("channel_mutes") {
        let mut parts = muted.split(':');
        let (Some(channel_type), Some(channel), None) = (parts.next(), parts.next(), parts.next()) else {
            error.unless(false, "channel %q should have the following format \"type:id\"", &[muted]);
            return;
        };
        let found = index.has(Kind::Channel, &[channel_type, channel]);
        error.unless(found, "muted channel %q by user %q doesn't exist", &[muted, id]);
    }
    for muted in user.list("user_mutes") {
        error.unless(index.has(Kind::User, &[muted]), "muted user %q by user %q doesn't exist", &[muted, id]);
    }
}

fn check_channel(channel: &Record, index: &Index, app: &App, error: &mut First) {
    let (kind, created_by, id) = (channel.text("type"), channel.text("created_by"), channel.text("id"));
    let members = if id.is_empty() { list(channel.list("member_ids")) } else { String::new() };
    let known = app.has_channel_type(kind);
    error.unless(known, "channel.type %q doesn't exist (channel \"%v:%v%s\")", &[kind, kind, id, &members]);
    let template = "channel.created_by %q doesn't exist (channel \"%v:%v%s\")";
    error.unless(index.has(Kind::User, &[created_by]), template, &[created_by, kind, id, &members]);
}

/// The channel that a member or a message names.
fn channel_exists(item: &Record, index: &Index, error: &mut First) -> ChannelId {
    let channel_type = item.text("channel_type");
    let channel = channel_id(item, "channel_id", "channel_member_ids");
    let found = index.has(Kind::Channel, &[channel_type, &channel.id]);
    if channel.made {
        let template = "distinct channel with type %q and members:%s doesn't exist";
        error.unless(found, template, &[channel_type, &list(&channel.members)]);
    } else {
        error.unless(found, "channel \"%v:%v\" doesn't exist", &[channel_type, &channel.id]);
    }
    channel
}

fn check_member(member: &Record, index: &mut Index, error: &mut First) {
    let (channel_type, user) = (member.text("channel_type"), member.text("user_id"));
    let ChannelId { id: channel, members, .. } = channel_exists(member, index, error);
    error.unless(index.has(Kind::User, &[user]), "user %q doesn't exist", &[user]);
    index.same_team(user, channel_type, &channel, error);
    // Only a member item without an error counts.
    if members.is_empty() || error.0.is_some() {
        return;
    }
    let template = match index.member_found(channel_type, &channel, user) {
        Some(true) => return,
        // The field is called `channel_member_ids`, but not in this sentence.
        Some(false) => "user %q specified as channel member but not present in channel_members_ids: %s",
        None => "user %q specified as a distinct channel member, but no distinct channel declared with members: %s",
    };
    error.unless(false, template, &[user, &list(&members)]);
}

fn check_message(message: &Record, index: &Index, app: &App, error: &mut First) {
    let (id, parent, user) = (message.text("id"), message.text("parent_id"), message.text("user"));
    if !parent.is_empty() {
        error.unless(!index.is_reply(parent), "only one level thread is supported", &[]);
        error.unless(index.has(Kind::Message, &[parent]), "message parent_id %q doesn't exist", &[parent]);
    }
    channel_exists(message, index, error);
    error.unless(index.has(Kind::User, &[user]), "user %q doesn't exist (message_id %v)", &[user, id]);
    for mentioned in message.list("mentioned_users_ids") {
        let found = index.has(Kind::User, &[mentioned]);
        error.unless(found, "mentioned user %q doesn't exist (message_id %q)", &[mentioned, id]);
    }
    let longest = app.message_length(message.text("channel_type"));
    if message.text("text").chars().count() as u64 > longest {
        let mut limit = String::new();
        push_number(&mut limit, longest, 10, 1);
        error.unless(false, "message.text max length exceeded (%s)", &[&limit]);
    }
}
