//! The records of an import file, with the fields that the validator knew.

use std::ops::Range;

use crate::json::go_text::quoted;
use crate::json::go_time::GoTime;

use super::decode::{Cells, Failure, Record, Slot, decode, first_overflow, keys, overflow_text};

/// An element of the array.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    pub kind: String,
    /// Where the item stands in the element.
    pub item: Option<Range<usize>>,
}

impl Record for Envelope {
    fn name(&self) -> &'static str {
        "rawItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "type" => Slot::Text(&mut self.kind),
            "item" => Slot::Raw(&mut self.item),
            _ => return None,
        })
    }
}

/// An item that was read.
#[derive(Debug)]
pub(super) enum Item {
    User(User),
    Channel(Channel),
    Member(Member),
    Message(Box<Message>),
    Reaction(Reaction),
    Device(Device),
}

impl Item {
    /// Reads an item of this kind; the bytes are empty if the element has none.
    ///
    /// # Errors
    /// Go's sentence, or the validator's about the kind.
    pub(super) fn read(kind: &str, raw: &[u8]) -> Result<Item, String> {
        Ok(match kind {
            "user" => {
                let mut user = User { role: "user".to_owned(), ..User::default() };
                user.reserved = read(raw, &mut user, &["app_pk", "online", "pk", "user_pk", "last_active"])?;
                Item::User(user)
            }
            "channel" => {
                let reserved = ["last_message_at", "cid", "created_by_pk", "members", "config", "app_pk", "pk"];
                let mut channel = Channel::default();
                channel.reserved = read(raw, &mut channel, &reserved)?;
                Item::Channel(channel)
            }
            "member" => {
                let mut member = Member::default();
                read(raw, &mut member, &[])?;
                Item::Member(member)
            }
            "message" => {
                let reserved = [
                    "tmp_id",
                    "app_pk",
                    "latest_reactions",
                    "own_reactions",
                    "reactions_count",
                    "reply_count",
                    "command",
                    "pk",
                    "quoted_message",
                    "pinned_by",
                ];
                let mut message = Box::new(Message { kind: "regular".to_owned(), ..Message::default() });
                message.reserved = read(raw, &mut *message, &reserved)?;
                Item::Message(message)
            }
            "reaction" => {
                let mut reaction = Reaction::default();
                reaction.reserved = read(raw, &mut reaction, &["app_pk", "pk", "user", "user_pk"])?;
                Item::Reaction(reaction)
            }
            "device" => {
                let mut device = Device::default();
                read(raw, &mut device, &[])?;
                Item::Device(device)
            }
            _ => return Err(format!("invalid item type {}", quoted(kind))),
        })
    }
}

/// Reads an item and says which of these keys it has, if any: the first of the list.
///
/// The validator read every item twice, the second time into a map in which all numbers were `float64`.
fn read(raw: &[u8], record: &mut dyn Record, reserved: &[&'static str]) -> Result<Option<&'static str>, String> {
    if raw.is_empty() {
        return Err("unexpected end of JSON input".to_owned());
    }
    decode(raw, record).map_err(Failure::into_text)?;
    if let Some(number) = first_overflow(raw) {
        return Err(overflow_text(number));
    }
    let mut first = reserved.len();
    keys(raw, |key| {
        // Found late in the list, a key cannot be the answer any more.
        if let Some(place) = reserved.iter().take(first).position(|name| *name == key) {
            first = place;
        }
    });
    Ok(reserved.get(first).copied())
}

#[derive(Debug, Default)]
pub(super) struct User {
    pub id: String,
    pub role: String,
    pub teams: Cells<String>,
    pub muted_channels: Cells<String>,
    pub muted_users: Cells<String>,
    pub push_notifications: PushNotification,
    pub reserved: Option<&'static str>,
}

impl Record for User {
    fn name(&self) -> &'static str {
        "userItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "id" => Slot::Text(&mut self.id),
            "role" => Slot::Text(&mut self.role),
            "invisible" => Slot::Flag,
            "created_at" | "updated_at" | "deleted_at" | "deactivated_at" => Slot::OtherTime,
            "language" => Slot::OtherText,
            "teams" => Slot::Texts(&mut self.teams),
            "channel_mutes" => Slot::Texts(&mut self.muted_channels),
            "user_mutes" => Slot::Texts(&mut self.muted_users),
            "push_notifications" => Slot::Record(&mut self.push_notifications),
            "custom" => Slot::Extra(None),
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct PushNotification;

impl Record for PushNotification {
    fn name(&self) -> &'static str {
        "pushNotification"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "disabled" => Slot::Flag,
            "disabled_until" => Slot::OtherTime,
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Channel {
    pub id: String,
    pub member_ids: Cells<String>,
    pub kind: String,
    pub created_by: String,
    pub team: String,
    pub reserved: Option<&'static str>,
}

impl Record for Channel {
    fn name(&self) -> &'static str {
        "channelItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "id" => Slot::Text(&mut self.id),
            "member_ids" => Slot::Texts(&mut self.member_ids),
            "type" => Slot::Text(&mut self.kind),
            "created_by" => Slot::Text(&mut self.created_by),
            "frozen" => Slot::Flag,
            "created_at" | "updated_at" => Slot::OtherTime,
            "team" => Slot::Text(&mut self.team),
            "custom" => Slot::Extra(None),
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Member {
    pub channel_type: String,
    pub channel_id: String,
    pub channel_member_ids: Cells<String>,
    pub user_id: String,
}

impl Record for Member {
    fn name(&self) -> &'static str {
        "memberItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "channel_type" => Slot::Text(&mut self.channel_type),
            "channel_id" => Slot::Text(&mut self.channel_id),
            "channel_member_ids" => Slot::Texts(&mut self.channel_member_ids),
            "user_id" => Slot::Text(&mut self.user_id),
            "is_moderator" | "invited" | "hide_channel" => Slot::Flag,
            "last_read" | "created_at" | "invite_accepted_at" | "invite_rejected_at" | "hide_messages_before" => {
                Slot::OtherTime
            }
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Message {
    pub id: String,
    pub parent_id: String,
    pub channel_type: String,
    pub channel_id: String,
    pub channel_member_ids: Cells<String>,
    pub text: String,
    pub attachments: Cells<Option<Attachment>>,
    pub user: String,
    pub kind: String,
    pub deleted_at: GoTime,
    pub mentioned_users_ids: Cells<String>,
    pub pinned_at: Option<GoTime>,
    pub pinned_by_id: String,
    pub pin_expires: Option<GoTime>,
    pub reserved: Option<&'static str>,
}

impl Record for Message {
    fn name(&self) -> &'static str {
        "messageItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "id" => Slot::Text(&mut self.id),
            "parent_id" => Slot::Text(&mut self.parent_id),
            "channel_type" => Slot::Text(&mut self.channel_type),
            "channel_id" => Slot::Text(&mut self.channel_id),
            "channel_member_ids" => Slot::Texts(&mut self.channel_member_ids),
            "text" => Slot::Text(&mut self.text),
            "html" | "quoted_message_id" => Slot::OtherText,
            "attachments" => Slot::Attachments(&mut self.attachments),
            "user" => Slot::Text(&mut self.user),
            "type" => Slot::Text(&mut self.kind),
            "show_in_channel" => Slot::Flag,
            "created_at" | "updated_at" => Slot::OtherTime,
            "deleted_at" => Slot::Time(&mut self.deleted_at),
            "mentioned_users_ids" => Slot::Texts(&mut self.mentioned_users_ids),
            "pinned_at" => Slot::OptionalTime(&mut self.pinned_at),
            "pinned_by_id" => Slot::Text(&mut self.pinned_by_id),
            "pin_expires" => Slot::OptionalTime(&mut self.pin_expires),
            "custom" => Slot::Extra(None),
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Attachment {
    pub kind: String,
    /// Keys of the object named `custom`; of its further keys an attachment keeps none.
    pub custom: Vec<String>,
}

impl Record for Attachment {
    fn name(&self) -> &'static str {
        "attachmentItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "type" => Slot::Text(&mut self.kind),
            "fallback" | "color" | "pretext" | "author_name" | "author_link" | "author_icon" | "title"
            | "title_link" | "text" | "image_url" | "thumb_url" | "footer" | "footer_icon" | "asset_url"
            | "og_scrape_url" => Slot::OtherText,
            "original_width" | "original_height" | "size" => Slot::Integer,
            "migrate_resources" => Slot::Flag,
            "custom" => Slot::Extra(Some(&mut self.custom)),
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Reaction {
    pub message_id: String,
    pub kind: String,
    pub user_id: String,
    pub created_at: GoTime,
    pub reserved: Option<&'static str>,
}

impl Record for Reaction {
    fn name(&self) -> &'static str {
        "reactionItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "message_id" => Slot::Text(&mut self.message_id),
            "type" => Slot::Text(&mut self.kind),
            "user_id" => Slot::Text(&mut self.user_id),
            "created_at" => Slot::Time(&mut self.created_at),
            "custom" => Slot::Extra(None),
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Device {
    pub id: String,
    pub user_id: String,
    pub created_at: GoTime,
    pub push_provider_type: String,
}

impl Record for Device {
    fn name(&self) -> &'static str {
        "deviceItem"
    }

    fn slot(&mut self, key: &str) -> Option<Slot<'_>> {
        Some(match key {
            "id" => Slot::Text(&mut self.id),
            "user_id" => Slot::Text(&mut self.user_id),
            "created_at" => Slot::Time(&mut self.created_at),
            "disabled" => Slot::Flag,
            "disabled_reason" | "push_provider_name" => Slot::OtherText,
            "push_provider_type" => Slot::Text(&mut self.push_provider_type),
            _ => return None,
        })
    }
}
