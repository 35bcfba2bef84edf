//! The body of a migration request, and its messages: 2.1 to 2.6.

use super::{CUSTOM_TYPE, FREE, ODD, OTHERS, USER_ID, WHOLE, bits, field, limit, needed, odd};
use crate::finding::Basis::Documented;
use crate::finding::Severity::Warning;
use crate::table::Value::{Any, Bool, Epoch, Number, Objects, Text, Texts};
use crate::table::{self, LimitRule, Table, Unit};

/// 2.1. That `update_read_ts` is listed as required contradicts its default; it is taken as optional.
pub(crate) static BODY: Table = Table {
    kind: "body",
    fields: &[needed("messages", Objects(&MESSAGE)), field("update_read_ts", Bool), field("rewind_read_ts", Bool)],
    others: OTHERS,
    hints: &[("message", "messages"), ("updateReadTs", "update_read_ts"), ("rewindReadTs", "rewind_read_ts")],
    lost: &[
        ("sorted_metaarray", "it belongs inside each message"),
        ("channel_url", IN_PATH),
        ("target_channel_url", IN_PATH),
        ("channel_type", IN_PATH),
        ("channel", IN_PATH),
    ],
    ..Table::EMPTY
};

const IN_PATH: &str = "the path of the request says which channel it is";

/// Milliseconds: 3.3, edge cases 31 to 38.
static SENT: table::Epoch = table::Epoch {
    unit: Unit::Milliseconds,
    number: table::Number { zero: ODD, ..WHOLE },
    wrong_unit: Some((Warning, Documented)),
};
static SIZE: table::Number = WHOLE;

/// 2.2 to 2.4, all types in one: which of them has which field, [`TYPES`] says.
pub(crate) static MESSAGE: Table = Table {
    kind: "message",
    fields: &[
        needed("message_type", Text(&[limit(LimitRule::OneOf(&["MESG", "FILE", "ADMM"]))])),
        field("user_id", Text(USER_ID)),
        field("message", Text(FREE)),
        field("url", Text(&[limit(LimitRule::NotEmpty), odd(LimitRule::Url)])),
        needed("timestamp", Epoch(&SENT)),
        field("custom_type", Text(CUSTOM_TYPE)),
        field("mentioned_user_ids", Texts(FREE)),
        field("data", Text(FREE)),
        field("custom_field", Text(FREE)),
        field("dedup_id", Text(&[odd(LimitRule::NotEmpty)])),
        field("sorted_metaarray", Objects(&METAARRAY)),
        field("file_name", Text(FREE)),
        field("file_size", Number(&SIZE)),
        field("file_type", Text(FREE)),
        field("thumbnails", Any),
        field("require_auth", Bool),
        field("is_silent", Bool),
    ],
    others: OTHERS,
    hints: &[
        // The bulk format over SFTP and S3, and Sendbird's exports.
        ("type", "message_type"),
        ("ts", "timestamp"),
        ("created_at", "timestamp"),
        ("user", "user_id"),
        ("sender", "user_id"),
        ("file", "url"),
        ("mentioned_users", "mentioned_user_ids"),
        ("silent", "is_silent"),
        ("metaarray", "sorted_metaarray"),
        // Sendbird's SDKs.
        ("messageType", "message_type"),
        ("userId", "user_id"),
        ("createdAt", "timestamp"),
        ("plainUrl", "url"),
        ("fileUrl", "url"),
        ("fileName", "file_name"),
        ("fileSize", "file_size"),
        ("mimeType", "file_type"),
        ("customType", "custom_type"),
        ("mentionedUsers", "mentioned_user_ids"),
        ("mentionedUserIds", "mentioned_user_ids"),
        ("metaArray", "sorted_metaarray"),
        ("metaArrays", "sorted_metaarray"),
        ("isSilent", "is_silent"),
        ("requireAuth", "require_auth"),
        // Other platforms, and slips.
        ("sender_id", "user_id"),
        ("senderId", "user_id"),
        ("text", "message"),
        ("body", "message"),
        ("content", "message"),
        ("sentAt", "timestamp"),
        ("sent_at", "timestamp"),
        ("file_url", "url"),
        ("name", "file_name"),
        ("size", "file_size"),
        ("mime_type", "file_type"),
        ("id", "dedup_id"),
        ("dedupId", "dedup_id"),
        ("dedupe_id", "dedup_id"),
    ],
    lost: &[
        ("message_id", NEW_ID),
        ("messageId", NEW_ID),
        ("parent_message_id", THREADS),
        ("parentMessageId", THREADS),
        ("parent_id", THREADS),
        ("thread_info", THREADS),
        ("reactions", "they can be added afterwards only, under the new message ids"),
        ("updated_at", "a migrated message counts as never edited"),
        ("updatedAt", "a migrated message counts as never edited"),
        ("is_removed", "a message that was removed is there again; leave such messages out"),
        ("mention_type", "those of mentioned_user_ids are mentioned, one by one"),
        ("mentionType", "those of mentioned_user_ids are mentioned, one by one"),
        ("translations", "there is no field for them"),
        ("poll", "there is no field for it"),
        ("og_tag", "there is no field for it"),
        ("extended_message_payload", "there is no field for it"),
        ("message_survival_seconds", "there is no field for it"),
        ("req_id", "it belonged to the call that sent the message"),
        ("files", ONE_FILE),
        ("attachments", ONE_FILE),
        ("channel_url", IN_PATH),
        ("channel_type", IN_PATH),
        ("update_read_ts", BESIDE),
        ("rewind_read_ts", BESIDE),
        ("send_push", "there is no field for it"),
    ],
    ..Table::EMPTY
};

const NEW_ID: &str = "Sendbird gives each message a new id; keep the old one as dedup_id";
const THREADS: &str = "threads can be rebuilt afterwards only, under the new message ids";
const ONE_FILE: &str = "a message has one file; make a FILE message of each";
const BESIDE: &str = "it stands beside \"messages\", not in one of them";

/// 2.6. How many keys and values an application takes is not published.
pub(crate) static METAARRAY: Table = Table {
    kind: "metaarray",
    fields: &[needed("key", Text(&[limit(LimitRule::NotEmpty)])), needed("value", Texts(FREE))],
    others: OTHERS,
    hints: &[("values", "value"), ("name", "key")],
    ..Table::EMPTY
};

/// A type of message.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) name: &'static str,
    /// The fields that it needs, one bit each. Those that all types need are the table's.
    pub(crate) needed: u64,
    /// The fields that it has.
    pub(crate) taken: u64,
}

/// 2.5: which field on which type.
pub(crate) static TYPES: [Type; 3] = [
    Type {
        name: "MESG",
        needed: bits(&MESSAGE, &["user_id", "message"]),
        taken: COMMON | bits(&MESSAGE, &["user_id", "message", "data"]),
    },
    Type {
        name: "FILE",
        needed: bits(&MESSAGE, &["user_id", "url"]),
        taken: COMMON
            | bits(
                &MESSAGE,
                &[
                    "user_id",
                    "url",
                    "file_name",
                    "file_size",
                    "file_type",
                    "thumbnails",
                    "require_auth",
                    "custom_field",
                ],
            ),
    },
    Type {
        name: "ADMM",
        needed: bits(&MESSAGE, &["message"]),
        taken: COMMON | bits(&MESSAGE, &["message", "data", "is_silent"]),
    },
];

const COMMON: u64 =
    bits(&MESSAGE, &["message_type", "timestamp", "custom_type", "mentioned_user_ids", "dedup_id", "sorted_metaarray"]);
