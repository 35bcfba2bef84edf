//! The rules of the second pass: whether what an item refers to is there.
//!
//! Items that broke a rule of the first pass come by here as well.

use crate::json::go_text::{list, quoted};

use super::App;
use super::decode::Cells;
use super::index::{Index, channel_id};
use super::items::{Channel, Item, Member, Message, User};

/// What an item refers to in vain first.
pub(super) fn check(item: &mut Item, index: &mut Index, app: &App) -> Result<(), String> {
    match item {
        Item::User(user) => check_user(user, index, app),
        Item::Channel(channel) => check_channel(channel, index, app),
        Item::Member(member) => check_member(member, index),
        Item::Message(message) => check_message(message, index, app),
        Item::Reaction(reaction) => {
            if !index.has_message(&reaction.message_id) {
                return Err(format!("message_id {} doesn't exist", quoted(&reaction.message_id)));
            }
            user_exists(&reaction.user_id, index)
        }
        Item::Device(device) => {
            if !device.user_id.is_empty() && !index.has_user(&device.user_id) {
                return Err(format!("device.user_id {} doesn't exist", quoted(&device.user_id)));
            }
            Ok(())
        }
    }
}

fn user_exists(id: &str, index: &Index) -> Result<(), String> {
    if index.has_user(id) { Ok(()) } else { Err(format!("user {} doesn't exist", quoted(id))) }
}

fn check_user(user: &User, index: &Index, app: &App) -> Result<(), String> {
    let id = quoted(&user.id);
    if !app.has_role(&user.role) {
        return Err(format!("user.role {} doesn't exist (user {id})", quoted(&user.role)));
    }
    for muted in user.muted_channels.items() {
        let parts = muted.split_once(':').filter(|(_, channel)| !channel.contains(':'));
        let Some((channel_type, channel)) = parts else {
            return Err(format!("channel {} should have the following format \"type:id\"", quoted(muted)));
        };
        if !index.has_channel(channel_type, channel) {
            return Err(format!("muted channel {} by user {id} doesn't exist", quoted(muted)));
        }
    }
    for muted in user.muted_users.items() {
        if !index.has_user(muted) {
            return Err(format!("muted user {} by user {id} doesn't exist", quoted(muted)));
        }
    }
    Ok(())
}

fn check_channel(channel: &Channel, index: &Index, app: &App) -> Result<(), String> {
    let (field, value) = if !app.has_channel_type(&channel.kind) {
        ("type", &channel.kind)
    } else if !index.has_user(&channel.created_by) {
        ("created_by", &channel.created_by)
    } else {
        return Ok(());
    };
    let id = if channel.id.is_empty() { list(channel.member_ids.items()) } else { channel.id.clone() };
    Err(format!("channel.{field} {} doesn't exist (channel \"{}:{id}\")", quoted(value), channel.kind))
}

/// The channel that a member or a message names.
fn channel_exists(channel_type: &str, id: &str, members: &mut Cells<String>, index: &Index) -> Result<String, String> {
    let (found, made) = channel_id(id, members);
    if index.has_channel(channel_type, &found) {
        return Ok(found);
    }
    Err(if made {
        let members = list(members.items());
        format!("distinct channel with type {} and members:{members} doesn't exist", quoted(channel_type))
    } else {
        format!("channel \"{channel_type}:{id}\" doesn't exist")
    })
}

fn check_member(member: &mut Member, index: &mut Index) -> Result<(), String> {
    let Member { channel_type, channel_id, channel_member_ids: members, user_id } = member;
    let channel = channel_exists(channel_type, channel_id, members, index)?;
    user_exists(user_id, index)?;
    index.same_team(user_id, channel_type, &channel)?;
    if members.is_empty() {
        return Ok(());
    }
    let (user, members) = (quoted(user_id), list(members.items()));
    match index.member_found(channel_type, &channel, user_id) {
        Some(true) => Ok(()),
        // The field is called `channel_member_ids`, but not in this sentence.
        Some(false) => {
            Err(format!("user {user} specified as channel member but not present in channel_members_ids: {members}"))
        }
        None => Err(format!(
            "user {user} specified as a distinct channel member, \
             but no distinct channel declared with members: {members}"
        )),
    }
}

fn check_message(message: &mut Message, index: &Index, app: &App) -> Result<(), String> {
    let parent = &message.parent_id;
    if !parent.is_empty() {
        if index.is_reply(parent) {
            return Err("only one level thread is supported".to_owned());
        }
        if !index.has_message(parent) {
            return Err(format!("message parent_id {} doesn't exist", quoted(parent)));
        }
    }
    channel_exists(&message.channel_type, &message.channel_id, &mut message.channel_member_ids, index)?;
    if !index.has_user(&message.user) {
        return Err(format!("user {} doesn't exist (message_id {})", quoted(&message.user), message.id));
    }
    for mentioned in message.mentioned_users_ids.items() {
        if !index.has_user(mentioned) {
            let (user, id) = (quoted(mentioned), quoted(&message.id));
            return Err(format!("mentioned user {user} doesn't exist (message_id {id})"));
        }
    }
    let longest = app.message_length(&message.channel_type);
    if message.text.chars().count() as u64 > longest {
        return Err(format!("message.text max length exceeded ({longest})"));
    }
    Ok(())
}
