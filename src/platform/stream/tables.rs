//! What a Stream import item may hold. Source of every row: `formats/stream.md` 2.1 to 2.8; the first column of each pair
//! is today's dialect (JSON Lines), the second the array.

use crate::finding::Basis::{Documented, Inferred};
use crate::finding::Severity::{Error, Warning};
use crate::table::Use::{Loose, Optional, Required, Unused};
use crate::table::Value::{Bool, Custom, Integer, Map, Object, Objects, Text, Texts, Time};
use crate::table::{self, Capture, Charset, Field, Limit, LimitRule, Others, Table, Use, Value, Verdict};

const DOCUMENTED: Verdict = Some((Error, Documented));

const fn field(name: &'static str, value: Value, uses: [Use; 2]) -> Field {
    Field { uses, ..Field::new(name, value) }
}

const fn limit(rule: LimitRule, jsonl: Verdict, array: Verdict) -> Limit {
    Limit { rule, verdicts: [jsonl, array] }
}

const NOT_EMPTY: Limit = limit(LimitRule::NotEmpty, DOCUMENTED, DOCUMENTED);
const MAX_255: Limit = limit(LimitRule::MaxBytes(255), DOCUMENTED, DOCUMENTED);
const FREE: &[Limit] = &[];
const FILLED: &[Limit] = &[NOT_EMPTY];

const USER_ID: Charset = Charset { extra: b"@-", words: "letters, digits, @, _ and -" };
const CHANNEL_ID: Charset = Charset { extra: b"-", words: "letters, digits, _ and -" };
const CHANNEL_ID_LIGHT: Charset = Charset { extra: b"!-", words: "letters, digits, !, _ and -" };
const REACTION_TYPE: Charset = Charset { extra: b"-+:.", words: "letters, digits, _, -, +, : and ." };

/// Today's schema closes the object.
const CLOSED_TODAY: [Others; 2] = [Others::Unknown(Error, Documented), Others::Custom];

/// The values have to be strings; nothing is said of the keys.
static TEXTS_BY_NAME: table::Map = table::Map { key: FREE, value: FREE, null: DOCUMENTED, other: DOCUMENTED };

const BOTH: [Use; 2] = [Optional, Optional];
const NEEDED: [Use; 2] = [Required, Required];
const JSONL_ONLY: [Use; 2] = [Optional, Unused];
const ARRAY_ONLY: [Use; 2] = [Unused, Optional];

/// Custom data under the name of the Go field that keeps it: the array's decoder wants an object there.
const CUSTOM: Field = field("custom", Custom, ARRAY_ONLY);

pub(crate) static USER: Table = Table {
    kind: "user",
    fields: &[
        field("id", Text(&[NOT_EMPTY, MAX_255, limit(LimitRule::Charset(USER_ID), DOCUMENTED, DOCUMENTED)]), NEEDED),
        field("role", Text(FREE), BOTH),
        field("invisible", Bool, BOTH),
        field("created_at", Time, BOTH),
        field("updated_at", Time, ARRAY_ONLY),
        field("deleted_at", Time, BOTH),
        field("deactivated_at", Time, BOTH),
        field("language", Text(FREE), BOTH),
        field("teams", Texts(FREE), BOTH),
        field("teams_role", Map(&TEXTS_BY_NAME), JSONL_ONLY),
        field("channel_mutes", Texts(FREE), BOTH),
        field("user_mutes", Texts(FREE), BOTH),
        field("blocked_user_ids", Texts(FREE), JSONL_ONLY),
        field("push_notifications", Object(&PUSH_NOTIFICATIONS, Capture::NONE), ARRAY_ONLY),
        field("push_preferences", Object(&PUSH_PREFERENCES, Capture::NONE), JSONL_ONLY),
        field("privacy_settings", Object(&PRIVACY_SETTINGS, Capture::NONE), JSONL_ONLY),
        CUSTOM,
    ],
    reserved: &["app_pk", "online", "pk", "user_pk", "last_active"],
    hints: &[
        ("user_id", "id"),
        ("userId", "id"),
        ("createdAt", "created_at"),
        ("updatedAt", "updated_at"),
        ("deletedAt", "deleted_at"),
        ("created", "created_at"),
        ("team", "teams"),
        ("user_role", "role"),
        ("blocked_users", "blocked_user_ids"),
        ("muted_users", "user_mutes"),
        ("muted_channels", "channel_mutes"),
    ],
    ..Table::EMPTY
};

pub(crate) static PUSH_NOTIFICATIONS: Table = Table {
    kind: "push_notifications",
    fields: &[field("disabled", Bool, BOTH), field("disabled_until", Time, BOTH)],
    ..Table::EMPTY
};

pub(crate) static PUSH_PREFERENCES: Table = Table {
    kind: "push_preferences",
    fields: &[
        field("chat_level", Text(&[limit(LimitRule::OneOf(&["all", "none", "mentions"]), DOCUMENTED, None)]), BOTH),
        field("disabled_until", Time, BOTH),
    ],
    others: CLOSED_TODAY,
    ..Table::EMPTY
};

pub(crate) static PRIVACY_SETTINGS: Table = Table {
    kind: "privacy_settings",
    fields: &[
        field("typing_indicators", Object(&PRIVACY_SETTING, Capture::NONE), BOTH),
        field("read_receipts", Object(&PRIVACY_SETTING, Capture::NONE), BOTH),
        field("delivery_receipts", Object(&PRIVACY_SETTING, Capture::NONE), BOTH),
    ],
    others: CLOSED_TODAY,
    ..Table::EMPTY
};

pub(crate) static PRIVACY_SETTING: Table =
    Table { kind: "privacy_setting", fields: &[field("enabled", Bool, NEEDED)], others: CLOSED_TODAY, ..Table::EMPTY };

const CHANNEL_ID_LIMITS: &[Limit] = &[
    limit(LimitRule::MaxBytes(64), DOCUMENTED, DOCUMENTED),
    limit(LimitRule::Charset(CHANNEL_ID), DOCUMENTED, DOCUMENTED),
];
const CHANNEL_ID_LIMITS_LIGHT: &[Limit] = &[
    limit(LimitRule::MaxBytes(64), DOCUMENTED, DOCUMENTED),
    limit(LimitRule::Charset(CHANNEL_ID_LIGHT), DOCUMENTED, DOCUMENTED),
];

const CHANNEL_TYPE_LIMITS: &[Limit] = &[
    NOT_EMPTY,
    limit(LimitRule::MaxBytes(64), DOCUMENTED, None),
    limit(LimitRule::Charset(CHANNEL_ID), DOCUMENTED, None),
];

const fn channel_fields(id: &'static [Limit]) -> [Field; 12] {
    [
        field("id", Text(id), BOTH),
        field("member_ids", Texts(FREE), BOTH),
        field("type", Text(CHANNEL_TYPE_LIMITS), NEEDED),
        field("created_by", Text(FILLED), NEEDED),
        field("frozen", Bool, BOTH),
        field("disabled", Bool, [Optional, Loose]),
        field("created_at", Time, BOTH),
        field("updated_at", Time, ARRAY_ONLY),
        field("truncated_at", Time, JSONL_ONLY),
        field("team", Text(FREE), BOTH),
        field("banned_users", Texts(FREE), JSONL_ONLY),
        CUSTOM,
    ]
}

static CHANNEL_FIELDS: [Field; 12] = channel_fields(CHANNEL_ID_LIMITS);
static CHANNEL_FIELDS_LIGHT: [Field; 12] = channel_fields(CHANNEL_ID_LIMITS_LIGHT);

const fn channel(fields: &'static [Field]) -> Table {
    Table {
        kind: "channel",
        fields,
        reserved: &["last_message_at", "cid", "created_by_pk", "members", "config", "app_pk", "pk"],
        either: &["id", "member_ids"],
        hints: &[
            ("channel_id", "id"),
            ("channel_type", "type"),
            ("channel_member_ids", "member_ids"),
            ("created_by_id", "created_by"),
            ("createdBy", "created_by"),
            ("createdAt", "created_at"),
            ("updatedAt", "updated_at"),
            ("teams", "team"),
            ("memberIds", "member_ids"),
        ],
        ..Table::EMPTY
    }
}

pub(crate) static CHANNEL: Table = channel(&CHANNEL_FIELDS);
/// With `!` in ids, as `profile.allowExclamationInChannelIds` asks.
pub(crate) static CHANNEL_LIGHT: Table = channel(&CHANNEL_FIELDS_LIGHT);

pub(crate) static MEMBER: Table = Table {
    kind: "member",
    fields: &[
        field("channel_type", Text(FILLED), NEEDED),
        field("channel_id", Text(FREE), BOTH),
        field("channel_member_ids", Texts(FREE), BOTH),
        field("user_id", Text(FILLED), NEEDED),
        field("channel_role", Text(FREE), [Optional, Loose]),
        field("is_moderator", Bool, ARRAY_ONLY),
        field("created_at", Time, BOTH),
        field("last_read", Time, BOTH),
        field("invited", Bool, BOTH),
        field("invite_accepted_at", Time, BOTH),
        field("invite_rejected_at", Time, BOTH),
        field("hide_channel", Bool, BOTH),
        field("hide_messages_before", Time, BOTH),
        field("archived_at", Time, JSONL_ONLY),
    ],
    either: &["channel_id", "channel_member_ids"],
    hints: &[
        ("invited_accepted_at", "invite_accepted_at"),
        ("invited_rejected_at", "invite_rejected_at"),
        ("member_ids", "channel_member_ids"),
        ("user", "user_id"),
        ("userId", "user_id"),
        ("role", "channel_role"),
        ("last_read_at", "last_read"),
        ("createdAt", "created_at"),
        ("joined_at", "created_at"),
    ],
    ..Table::EMPTY
};

pub(crate) static MESSAGE: Table = Table {
    kind: "message",
    fields: &[
        field(
            "id",
            Text(&[
                limit(LimitRule::NotEmpty, DOCUMENTED, None),
                limit(LimitRule::MaxBytes(255), Some((Error, Inferred)), DOCUMENTED),
            ]),
            [Required, Optional],
        ),
        field("channel_type", Text(FILLED), NEEDED),
        field("channel_id", Text(FREE), BOTH),
        field("channel_member_ids", Texts(FREE), BOTH),
        field("user", Text(FILLED), NEEDED),
        field("text", Text(FREE), BOTH),
        field("html", Text(FREE), BOTH),
        field(
            "type",
            Text(&[
                limit(LimitRule::OneOf(&["", "regular", "deleted", "system", "reply"]), DOCUMENTED, None),
                limit(LimitRule::OneOf(&["regular", "deleted", "system", "reply"]), None, DOCUMENTED),
            ]),
            BOTH,
        ),
        Field { most: [30, 0], ..field("attachments", Objects(&ATTACHMENT), BOTH) },
        field("parent_id", Text(FREE), BOTH),
        field("show_in_channel", Bool, BOTH),
        field("created_at", Time, BOTH),
        field("updated_at", Time, ARRAY_ONLY),
        field("deleted_at", Time, BOTH),
        field("mentioned_users_ids", Texts(FREE), BOTH),
        field("mentioned_roles", Texts(FREE), JSONL_ONLY),
        field("mentioned_channel", Bool, JSONL_ONLY),
        field("mentioned_here", Bool, JSONL_ONLY),
        field("restricted_visibility", Texts(FREE), JSONL_ONLY),
        field("quoted_message_id", Text(FREE), BOTH),
        field("pinned_at", Time, BOTH),
        field("pinned_by_id", Text(FREE), BOTH),
        field("pin_expires", Time, BOTH),
        CUSTOM,
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
    either: &["channel_id", "channel_member_ids"],
    hints: &[
        ("user_id", "user"),
        ("userId", "user"),
        ("sender", "user"),
        ("member_ids", "channel_member_ids"),
        ("message_id", "id"),
        ("mentioned_users", "mentioned_users_ids"),
        ("mentioned_user_ids", "mentioned_users_ids"),
        ("createdAt", "created_at"),
        ("updatedAt", "updated_at"),
        ("timestamp", "created_at"),
        ("message", "text"),
        ("parent_message_id", "parent_id"),
        ("parentId", "parent_id"),
        ("pinned_until", "pin_expires"),
    ],
    ..Table::EMPTY
};

/// A text field that only the array's decoder gives a type.
const fn array_text(name: &'static str) -> Field {
    field(name, Text(FREE), ARRAY_ONLY)
}

const HTTPS: &[Limit] = &[limit(LimitRule::Prefix("https://"), DOCUMENTED, None)];

pub(crate) static ATTACHMENT: Table = Table {
    kind: "attachment",
    fields: &[
        field("type", Text(&[limit(LimitRule::NotEmpty, None, DOCUMENTED)]), [Optional, Required]),
        field("asset_url", Text(HTTPS), BOTH),
        field("image_url", Text(HTTPS), BOTH),
        field("thumb_url", Text(HTTPS), BOTH),
        field("migrate_resources", Bool, BOTH),
        array_text("fallback"),
        array_text("color"),
        array_text("pretext"),
        array_text("author_name"),
        array_text("author_link"),
        array_text("author_icon"),
        array_text("title"),
        array_text("title_link"),
        array_text("text"),
        array_text("footer"),
        array_text("footer_icon"),
        array_text("og_scrape_url"),
        field("original_width", Integer, ARRAY_ONLY),
        field("original_height", Integer, ARRAY_ONLY),
        field("size", Integer, ARRAY_ONLY),
        field("custom", Object(&ATTACHMENT_CUSTOM, Capture::NONE), ARRAY_ONLY),
    ],
    ..Table::EMPTY
};

/// The array's reader looks for these names here, and not in the attachment itself.
pub(crate) static ATTACHMENT_CUSTOM: Table =
    Table { kind: "attachment", fields: &[], reserved: &["actions", "fields"], ..Table::EMPTY };

pub(crate) static REACTION: Table = Table {
    kind: "reaction",
    fields: &[
        field("message_id", Text(FILLED), NEEDED),
        field(
            "type",
            Text(&[
                NOT_EMPTY,
                limit(LimitRule::MaxBytes(30), Some((Warning, Inferred)), DOCUMENTED),
                limit(LimitRule::Charset(REACTION_TYPE), Some((Warning, Inferred)), DOCUMENTED),
            ]),
            NEEDED,
        ),
        field("user_id", Text(FILLED), NEEDED),
        field("created_at", Time, NEEDED),
    ],
    reserved: &["app_pk", "pk", "user", "user_pk"],
    hints: &[("userId", "user_id"), ("messageId", "message_id"), ("createdAt", "created_at")],
    ..Table::EMPTY
};

pub(crate) static DEVICE: Table = Table {
    kind: "device",
    fields: &[
        field("id", Text(&[NOT_EMPTY, MAX_255]), NEEDED),
        field("user_id", Text(&[NOT_EMPTY, MAX_255]), NEEDED),
        field(
            "push_provider_type",
            Text(&[
                NOT_EMPTY,
                limit(LimitRule::OneOf(&["firebase", "huawei", "apn", "xiaomi"]), DOCUMENTED, DOCUMENTED),
            ]),
            NEEDED,
        ),
        field("push_provider_name", Text(FREE), BOTH),
        field("created_at", Time, [Optional, Required]),
        field("disabled", Bool, ARRAY_ONLY),
        field("disabled_reason", Text(FREE), ARRAY_ONLY),
    ],
    others: CLOSED_TODAY,
    hints: &[("push_provider", "push_provider_type"), ("createdAt", "created_at")],
    ..Table::EMPTY
};

pub(crate) static FUTURE_CHANNEL_BAN: Table = Table {
    kind: "future_channel_ban",
    fields: &[
        field("target_id", Text(FILLED), NEEDED),
        field("created_by", Text(FILLED), NEEDED),
        field("reason", Text(FREE), BOTH),
        field("shadow", Bool, BOTH),
        field("created_at", Time, BOTH),
    ],
    others: CLOSED_TODAY,
    ..Table::EMPTY
};
