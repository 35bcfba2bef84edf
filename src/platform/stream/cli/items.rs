//! The records of an import file, with the fields that the validator knew.

use std::ops::Range;

use crate::json::go_text::sprintf;
use crate::json::go_time::GoTime;

use super::decode::{Cells, decode, note_keys, overflow_text};

/// What a field holds, and so which values fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    /// A text that no rule reads.
    OtherText,
    Flag,
    Integer,
    /// A time that null leaves as it is. No record has two of which a rule reads.
    Time,
    /// A time that null takes away.
    OptionalTime,
    /// A time that no rule reads.
    OtherTime,
    Texts,
    PushNotification,
    Attachments,
    /// An object of any content.
    Extra,
    /// A value that is not read yet.
    Raw,
}

/// The kinds of items, in the order of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Channel,
    Device,
    Member,
    Message,
    Reaction,
    User,
    /// What is no item.
    Other,
}

/// What the validator knew of a record.
#[derive(Debug)]
pub(super) struct Shape {
    pub kind: Kind,
    /// What an item's `type` and the validator's sentences call it.
    pub word: &'static str,
    /// What Go calls it, without its package.
    pub name: &'static str,
    /// The names of its fields, by type. Where a name stands among those of its type is where the value is kept.
    fields: &'static [(Type, &'static [&'static str])],
    /// Keys that it must not have.
    pub reserved: &'static [&'static str],
}

impl Shape {
    /// Type, number and name of the field with this name.
    pub(super) fn field(&self, name: &str) -> Option<(Type, usize, &'static str)> {
        for (kind, names) in self.fields {
            for (number, known) in names.iter().enumerate() {
                if *known == name {
                    return Some((*kind, number, known));
                }
            }
        }
        None
    }
}

static ENVELOPE: Shape = Shape {
    kind: Kind::Other,
    word: "",
    name: "rawItem",
    fields: &[(Type::Text, &["type"]), (Type::Raw, &["item"])],
    reserved: &[],
};

pub(super) static PUSH_NOTIFICATION: Shape = Shape {
    kind: Kind::Other,
    word: "",
    name: "pushNotification",
    fields: &[(Type::Flag, &["disabled"]), (Type::OtherTime, &["disabled_until"])],
    reserved: &[],
};

pub(super) static ATTACHMENT: Shape = Shape {
    kind: Kind::Other,
    word: "attachment",
    name: "attachmentItem",
    fields: &[
        (Type::Text, &["type"]),
        (
            Type::OtherText,
            &[
                "fallback",
                "color",
                "pretext",
                "author_name",
                "author_link",
                "author_icon",
                "title",
                "title_link",
                "text",
                "image_url",
                "thumb_url",
                "footer",
                "footer_icon",
                "asset_url",
                "og_scrape_url",
            ],
        ),
        (Type::Integer, &["original_width", "original_height", "size"]),
        (Type::Flag, &["migrate_resources"]),
        (Type::Extra, &["custom"]),
    ],
    // In the object named `custom`.
    reserved: &["actions", "fields"],
};

/// The items, in the order of their kinds.
pub(super) static ITEMS: [Shape; 6] = [
    Shape {
        kind: Kind::Channel,
        word: "channel",
        name: "channelItem",
        fields: &[
            (Type::Text, &["id", "type", "created_by", "team"]),
            (Type::Texts, &["member_ids"]),
            (Type::Flag, &["frozen"]),
            (Type::OtherTime, &["created_at", "updated_at"]),
            (Type::Extra, &["custom"]),
        ],
        reserved: &["last_message_at", "cid", "created_by_pk", "members", "config", "app_pk", "pk"],
    },
    Shape {
        kind: Kind::Device,
        word: "device",
        name: "deviceItem",
        fields: &[
            (Type::Text, &["id", "user_id", "push_provider_type"]),
            (Type::Time, &["created_at"]),
            (Type::Flag, &["disabled"]),
            (Type::OtherText, &["disabled_reason", "push_provider_name"]),
        ],
        reserved: &[],
    },
    Shape {
        kind: Kind::Member,
        word: "member",
        name: "memberItem",
        fields: &[
            (Type::Text, &["channel_type", "channel_id", "user_id"]),
            (Type::Texts, &["channel_member_ids"]),
            (Type::Flag, &["is_moderator", "invited", "hide_channel"]),
            (
                Type::OtherTime,
                &["last_read", "created_at", "invite_accepted_at", "invite_rejected_at", "hide_messages_before"],
            ),
        ],
        reserved: &[],
    },
    Shape {
        kind: Kind::Message,
        word: "message",
        name: "messageItem",
        fields: &[
            (Type::Text, &["id", "parent_id", "channel_type", "channel_id", "text", "user", "type", "pinned_by_id"]),
            (Type::Texts, &["channel_member_ids", "mentioned_users_ids"]),
            (Type::OtherText, &["html", "quoted_message_id"]),
            (Type::Attachments, &["attachments"]),
            (Type::Flag, &["show_in_channel"]),
            (Type::OtherTime, &["created_at", "updated_at"]),
            (Type::Time, &["deleted_at"]),
            (Type::OptionalTime, &["pinned_at", "pin_expires"]),
            (Type::Extra, &["custom"]),
        ],
        reserved: &[
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
        ],
    },
    Shape {
        kind: Kind::Reaction,
        word: "reaction",
        name: "reactionItem",
        fields: &[
            (Type::Text, &["message_id", "type", "user_id"]),
            (Type::Time, &["created_at"]),
            (Type::Extra, &["custom"]),
        ],
        reserved: &["app_pk", "pk", "user", "user_pk"],
    },
    Shape {
        kind: Kind::User,
        word: "user",
        name: "userItem",
        fields: &[
            (Type::Text, &["id", "role"]),
            (Type::Texts, &["teams", "channel_mutes", "user_mutes"]),
            (Type::Flag, &["invisible"]),
            (Type::OtherTime, &["created_at", "updated_at", "deleted_at", "deactivated_at"]),
            (Type::OtherText, &["language"]),
            (Type::PushNotification, &["push_notifications"]),
            (Type::Extra, &["custom"]),
        ],
        reserved: &["app_pk", "online", "pk", "user_pk", "last_active"],
    },
];

/// A record that was read, of any shape: one for all keeps the code small.
#[derive(Debug)]
pub(super) struct Record {
    pub shape: &'static Shape,
    pub texts: [String; 8],
    pub lists: [Cells<String>; 3],
    pub time: GoTime,
    pub optional_times: [Option<GoTime>; 2],
    pub attachments: Cells<Record>,
    /// Where the value stands that is not read yet.
    pub raw: Range<usize>,
    /// The first of the reserved keys that is there.
    pub found: usize,
}

impl Record {
    pub(super) fn new(shape: &'static Shape) -> Self {
        Record {
            shape,
            texts: Default::default(),
            lists: Default::default(),
            time: GoTime::UNSET,
            optional_times: [None; 2],
            attachments: Cells::default(),
            raw: 0..0,
            found: usize::MAX,
        }
    }

    /// An element of the array.
    pub(super) fn envelope() -> Self {
        Record::new(&ENVELOPE)
    }

    /// Reads an item of this kind; the bytes are empty if the element has none.
    ///
    /// The validator read every item twice, the second time into a map in which all numbers were `float64`.
    ///
    /// # Errors
    /// Go's sentence, or the validator's about the kind.
    pub(super) fn item(kind: &str, raw: &[u8]) -> Result<Self, String> {
        let Some(shape) = ITEMS.iter().find(|shape| shape.word == kind) else {
            return Err(sprintf("invalid item type %q", &[kind]));
        };
        if raw.is_empty() {
            return Err("unexpected end of JSON input".to_owned());
        }
        let mut item = Record::new(shape);
        item.set("role", "user");
        if shape.kind == Kind::Message {
            item.set("type", "regular");
        }
        if let Some(clash) = decode(raw, &mut item) {
            return Err(clash.sentence);
        }
        if let Some(sentence) = overflow_text(raw) {
            return Err(sentence);
        }
        item.found = usize::MAX;
        note_keys(raw, &mut item);
        Ok(item)
    }

    fn set(&mut self, field: &str, text: &str) {
        if let Some((Type::Text, number, _)) = self.shape.field(field)
            && let Some(place) = self.texts.get_mut(number)
        {
            text.clone_into(place);
        }
    }

    /// The text in this field.
    pub(super) fn text(&self, field: &str) -> &str {
        match self.shape.field(field) {
            Some((Type::Text, number, _)) => self.texts.get(number).map_or("", String::as_str),
            _ => "",
        }
    }

    /// The texts in this field.
    pub(super) fn list(&self, field: &str) -> &[String] {
        match self.shape.field(field) {
            Some((Type::Texts, number, _)) => self.lists.get(number).map(Cells::items).unwrap_or_default(),
            _ => &[],
        }
    }
}
