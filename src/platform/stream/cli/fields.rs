//! The rules of the first pass: what an item has to be, seen by itself.

use crate::json::go_text::quoted;

use super::App;
use super::decode::Cells;
use super::items::{Attachment, Channel, Device, Item, Member, Message, Reaction, User};

/// What is wrong with an item first.
pub(super) fn check(item: &Item, app: &App) -> Result<(), String> {
    match item {
        Item::User(user) => check_user(user),
        Item::Channel(channel) => check_channel(channel, app),
        Item::Member(member) => check_member(member),
        Item::Message(message) => check_message(message),
        Item::Reaction(reaction) => check_reaction(reaction),
        Item::Device(device) => check_device(device),
    }
}

fn required(value: &str, field: &str) -> Result<(), String> {
    if value.is_empty() { Err(format!("{field} required")) } else { Ok(()) }
}

fn at_most(bytes: usize, value: &str, field: &str) -> Result<(), String> {
    if value.len() > bytes { Err(format!("{field} max length exceeded ({bytes})")) } else { Ok(()) }
}

fn is_word(text: &str, also: &[u8]) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || also.contains(&byte))
}

fn not_reserved(found: Option<&str>, kind: &str) -> Result<(), String> {
    found.map_or(Ok(()), |field| Err(format!("{kind}.{field} is a reserved field")))
}

/// A channel is named by its id or by its members.
fn one_of(id: &str, members: &Cells<String>, id_field: &str, members_field: &str) -> Result<(), String> {
    if id.is_empty() == members.is_empty() {
        return Err(format!("either {id_field} or {members_field} required"));
    }
    Ok(())
}

fn check_user(user: &User) -> Result<(), String> {
    required(&user.id, "user.id")?;
    at_most(255, &user.id, "user.id")?;
    if !is_word(&user.id, b"@") {
        return Err(r#"user.id invalid ("^[@\w-]*$" allowed)"#.to_owned());
    }
    not_reserved(user.reserved, "user")
}

fn check_channel(channel: &Channel, app: &App) -> Result<(), String> {
    one_of(&channel.id, &channel.member_ids, "channel.id", "channel.member_ids")?;
    at_most(64, &channel.id, "channel.id")?;
    let (also, pattern): (&[u8], _) = if app.exclamation_mark { (b"!", r"^[\w!-]*$") } else { (b"", r"^[\w-]*$") };
    if !is_word(&channel.id, also) {
        return Err(format!("channel.id {} invalid (\"{pattern}\" allowed)", quoted(&channel.id)));
    }
    required(&channel.kind, "channel.type")?;
    required(&channel.created_by, "channel.created_by")?;
    not_reserved(channel.reserved, "channel")
}

fn check_member(member: &Member) -> Result<(), String> {
    required(&member.channel_type, "member.channel_type")?;
    one_of(&member.channel_id, &member.channel_member_ids, "member.channel_id", "member.channel_member_ids")?;
    required(&member.user_id, "member.user_id")
}

fn check_message(message: &Message) -> Result<(), String> {
    at_most(255, &message.id, "message.id")?;
    required(&message.channel_type, "message.channel_type")?;
    one_of(&message.channel_id, &message.channel_member_ids, "message.channel_id", "message.channel_member_ids")?;
    required(&message.user, "message.user")?;
    if !matches!(message.kind.as_str(), "regular" | "deleted" | "system" | "reply") {
        return Err(r#"message.type invalid ("regular", "deleted", "system" and "reply" allowed)"#.to_owned());
    }
    match (message.kind == "deleted", message.deleted_at.is_zero()) {
        (true, true) => return Err("message.type \"deleted\" while message.deleted_at is null".to_owned()),
        (false, false) => {
            let (time, kind) = (message.deleted_at.rfc3339(), &message.kind);
            return Err(format!("message.deleted_at \"{time}\" while message.type is \"{kind}\""));
        }
        _ => {}
    }
    check_pin(message)?;
    message.attachments.items().iter().try_for_each(|attachment| check_attachment(attachment.as_ref()))?;
    not_reserved(message.reserved, "message")
}

fn check_pin(message: &Message) -> Result<(), String> {
    match (message.pinned_at, message.pinned_by_id.as_str()) {
        (None, by) if !by.is_empty() => Err(format!("message.pinned_by_id {} while pinned_at is null", quoted(by))),
        (Some(at), "") => Err(format!("message.pinned_at \"{}\" while pinned_by_id is null", at.text())),
        (None, _) => message.pin_expires.map_or(Ok(()), |at| {
            Err(format!("message.pin_expires \"{}\" while pinned_at/pinned_by_id is null", at.text()))
        }),
        (Some(_), _) => Ok(()),
    }
}

fn check_attachment(attachment: Option<&Attachment>) -> Result<(), String> {
    let Some(attachment) = attachment else { return required("", "attachment.type") };
    required(&attachment.kind, "attachment.type")?;
    let reserved = ["actions", "fields"].into_iter().find(|name| attachment.custom.iter().any(|key| key == name));
    not_reserved(reserved, "attachment")
}

fn check_reaction(reaction: &Reaction) -> Result<(), String> {
    required(&reaction.message_id, "reaction.message_id")?;
    required(&reaction.kind, "reaction.type")?;
    at_most(30, &reaction.kind, "reaction.type")?;
    if !is_word(&reaction.kind, b"+:.") {
        return Err(r#"reaction.type invalid ("^[\w-+:.]*$" allowed)"#.to_owned());
    }
    required(&reaction.user_id, "reaction.user_id")?;
    if reaction.created_at.is_zero() {
        return required("", "reaction.created_at");
    }
    not_reserved(reaction.reserved, "reaction")
}

fn check_device(device: &Device) -> Result<(), String> {
    required(&device.id, "device.id")?;
    at_most(255, &device.id, "device.id")?;
    required(&device.user_id, "device.user_id")?;
    at_most(255, &device.user_id, "device.user_id")?;
    if device.created_at.is_zero() {
        return required("", "device.created_at");
    }
    required(&device.push_provider_type, "device.push_provider_type")?;
    if !matches!(device.push_provider_type.as_str(), "firebase" | "huawei" | "apn" | "xiaomi") {
        let text = "device.push_provider_type invalid, available options are: firebase,huawei,apn,xiaomi";
        return Err(text.to_owned());
    }
    Ok(())
}
