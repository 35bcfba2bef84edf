//! What a row may hold. Source of every row: `formats/chatkitty.md` 2.1 to 2.5; the first name of each pair is the camel
//! dialect's, the second the snake dialect's (1.3).

use crate::finding::Basis::{Documented, Inferred};
use crate::finding::Severity::{Error, Warning};
use crate::table::Value::{Bool, Integer, Object, Text, Texts};
use crate::table::{Capture, Field, Json, Limit, LimitRule, Null, Others, Table, Use, Value, Verdict};

const DOCUMENTED: Verdict = Some((Error, Documented));
const FREE: &[Limit] = &[];

/// Whether the server minds other keys is not known.
const OTHERS: [Others; 2] = [Others::Unknown(Warning, Inferred); 2];

const fn limit(rule: LimitRule, verdict: Verdict) -> Limit {
    Limit { rule, verdicts: [verdict; 2] }
}

/// A field of the same name in both dialects.
const fn field(name: &'static str, value: Value) -> Field {
    Field { null: Null::Odd, ..Field::new(name, value) }
}

/// A field that each dialect spells in its own way.
const fn spelt(camel: &'static str, snake: &'static str, value: Value) -> Field {
    Field { names: [camel, snake], ..field(camel, value) }
}

const fn needed(field: Field) -> Field {
    Field { uses: [Use::Required; 2], ..field }
}

/// Free JSON: an object, of any size and with any values.
static PROPERTIES_RULE: Json = Json { most: 0, larger: None, list: DOCUMENTED, text: DOCUMENTED };
const PROPERTIES: Field =
    Field { null: Null::Wrong, empty: Some("{}"), ..Field::new("properties", Value::Json(&PROPERTIES_RULE)) };

const IDEMPOTENCY_KEY: Field = spelt("idempotencyKey", "idempotency_key", Text(FREE));

/// Version 1.15 of the API called the idempotency key so.
const LEGACY_ID: (&str, &str) = ("id", "idempotencyKey");

/// An id that has to be there and to say something.
const NAME: &[Limit] = &[limit(LimitRule::NotEmpty, DOCUMENTED)];
const SHOWN: &[Limit] = &[limit(LimitRule::NotEmpty, Some((Warning, Inferred)))];

const OWN_TIME: &str = "things get the time of the import; keep their own in \"properties\"";

pub(super) static USER: Table = Table {
    kind: "user",
    fields: &[
        needed(field("name", Text(NAME))),
        needed(spelt("displayName", "display_name", Text(SHOWN))),
        needed(Field { aliases: &["isGuest", "is_guest"], ..field("guest", Bool) }),
        needed(PROPERTIES),
        spelt("displayPicture", "display_picture", Object(&FILE, Capture::NONE)),
        IDEMPOTENCY_KEY,
    ],
    others: OTHERS,
    hints: &[
        LEGACY_ID,
        ("username", "name"),
        ("user_id", "name"),
        ("userId", "name"),
        ("uid", "name"),
        ("nickname", "displayName"),
        ("custom", "properties"),
        ("metadata", "properties"),
        ("data", "properties"),
        ("displayPictureUrl", "displayPicture"),
        ("display_picture_url", "displayPicture"),
        ("profile_url", "displayPicture"),
        ("photoUrl", "displayPicture"),
        ("avatar", "displayPicture"),
        ("image", "displayPicture"),
    ],
    lost: &[
        ("type", "an import makes persons only"),
        ("presence", "it is the server's"),
        ("callStatus", "it is the server's"),
        ("call_status", "it is the server's"),
        ("createdTime", OWN_TIME),
        ("created_time", OWN_TIME),
        ("createdAt", OWN_TIME),
        ("created_at", OWN_TIME),
        ("_links", "it is part of what the API answers"),
    ],
    ..Table::EMPTY
};

/// "External file properties": all four, or none.
pub(super) static FILE: Table = Table {
    kind: "file",
    fields: &[
        needed(field("url", Text(NAME))),
        needed(field("name", Text(NAME))),
        needed(spelt("contentType", "content_type", Text(NAME))),
        needed(field("size", Integer)),
        IDEMPOTENCY_KEY,
    ],
    others: OTHERS,
    hints: &[LEGACY_ID, ("mimeType", "contentType"), ("mime_type", "contentType"), ("type", "contentType")],
    ..Table::EMPTY
};

pub(super) static CHANNEL: Table = Table {
    kind: "channel",
    fields: &[
        needed(field("type", Text(&[limit(LimitRule::OneOf(&["DIRECT", "PUBLIC", "PRIVATE"]), DOCUMENTED)]))),
        Field { empty: Some("[]"), ..needed(field("members", Texts(NAME))) },
        field("creator", Text(FREE)),
        field("name", Text(FREE)),
        spelt("displayName", "display_name", Text(FREE)),
        PROPERTIES,
        IDEMPOTENCY_KEY,
    ],
    others: OTHERS,
    hints: &[
        LEGACY_ID,
        ("channel_url", "name"),
        ("channelId", "name"),
        ("subject", "displayName"),
        ("participants", "members"),
        ("user_ids", "members"),
        ("memberIds", "members"),
        ("member_ids", "members"),
        ("created_by", "creator"),
        ("createdBy", "creator"),
        ("owner", "creator"),
        ("custom", "properties"),
        ("metadata", "properties"),
        ("data", "properties"),
    ],
    lost: &[
        ("createdTime", OWN_TIME),
        ("created_time", OWN_TIME),
        ("createdAt", OWN_TIME),
        ("created_at", OWN_TIME),
        ("moderators", "an import has no place for them"),
        ("lastReceivedMessage", "it is the server's"),
        ("last_received_message", "it is the server's"),
        ("_links", "it is part of what the API answers"),
    ],
    ..Table::EMPTY
};

pub(super) static MEMBER: Table = Table {
    kind: "member",
    fields: &[needed(field("username", Text(NAME))), IDEMPOTENCY_KEY],
    others: OTHERS,
    hints: &[
        LEGACY_ID,
        ("name", "username"),
        ("user", "username"),
        ("user_id", "username"),
        ("userId", "username"),
        ("member", "username"),
    ],
    ..Table::EMPTY
};

const LOST_TIME: &str =
    "messages get the time of the import; keep their own in \"properties\", such as originalCreatedAt";
const LOST_MARK: &str = "an import has no place for it";

pub(super) static MESSAGE: Table = Table {
    kind: "message",
    fields: &[
        needed(field("type", Text(&[limit(LimitRule::OneOf(&["TEXT", "SYSTEM_TEXT"]), DOCUMENTED)]))),
        needed(spelt("channelId", "channel_id", Integer)),
        needed(field("body", Text(SHOWN))),
        field("user", Text(NAME)),
        spelt("groupTag", "group_tag", Text(FREE)),
        PROPERTIES,
        IDEMPOTENCY_KEY,
    ],
    others: OTHERS,
    hints: &[
        LEGACY_ID,
        ("text", "body"),
        ("message", "body"),
        ("content", "body"),
        ("sender", "user"),
        ("senderId", "user"),
        ("user_id", "user"),
        ("userId", "user"),
        ("username", "user"),
        ("author", "user"),
        ("channel", "channelId"),
        ("channel_url", "channelId"),
        ("conversationId", "channelId"),
        ("custom", "properties"),
        ("metadata", "properties"),
        ("data", "properties"),
    ],
    lost: &[
        ("createdTime", LOST_TIME),
        ("created_time", LOST_TIME),
        ("createdAt", LOST_TIME),
        ("created_at", LOST_TIME),
        ("timestamp", LOST_TIME),
        ("sentAt", LOST_TIME),
        ("sent_at", LOST_TIME),
        ("lastEditedTime", LOST_TIME),
        ("last_edited_time", LOST_TIME),
        ("reactions", LOST_MARK),
        ("mentions", LOST_MARK),
        ("links", LOST_MARK),
        ("parent", LOST_MARK),
        ("parentId", LOST_MARK),
        ("parent_id", LOST_MARK),
        ("file", "files are sent one by one by the normal API"),
        ("attachments", "files are sent one by one by the normal API"),
        ("readBy", LOST_MARK),
        ("nestedLevel", "it is the server's"),
        ("nested_level", "it is the server's"),
        ("repliesCount", "it is the server's"),
        ("replies_count", "it is the server's"),
        ("_links", "it is part of what the API answers"),
    ],
    ..Table::EMPTY
};
