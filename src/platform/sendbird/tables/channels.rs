//! Channels and invites: 2.8 to 2.10.

use super::{ADDRESS, CUSTOM_TYPE, EXPECTED, FREE, OTHERS, at_most, bits, field, limit, longest};
use crate::table::Value::{Any, Bool, Map, Text, Texts};
use crate::table::{self, Charset, Field, LimitRule, Table};

const URL_CHARACTERS: Charset = Charset { extra: b"-", words: "letters, digits, _ and -" };

/// The most users, or operators, that one call takes.
const MOST_USERS: u32 = 100;

const USER_IDS: Field = at_most(MOST_USERS, field("user_ids", Texts(FREE)));

/// Strings in older descriptions, objects with a `user_id` in newer ones: [`super::super::rules`] takes both.
const USERS: Field = field("users", Any);

const INVITER_ID: Field = field("inviter_id", Text(FREE));
const INVITATION_STATUS: Field = field("invitation_status", Map(&INVITATIONS));
const HIDDEN_STATUS: Field = field("hidden_status", Map(&HIDINGS));

static INVITATIONS: table::Map = table::Map {
    value: &[limit(LimitRule::OneOf(&["joined", "invited_by_friend", "invited_by_non_friend"]))],
    key: FREE,
    null: EXPECTED,
    other: EXPECTED,
};
static HIDINGS: table::Map = table::Map {
    value: &[limit(LimitRule::OneOf(&["unhidden", "hidden_allow_auto_unhide", "hidden_prevent_auto_unhide"]))],
    key: FREE,
    null: EXPECTED,
    other: EXPECTED,
};

/// The body of `POST /v3/group_channels` and of `POST /v3/open_channels`; which of them has which field, [`GROUP_ONLY`]
/// and [`OPEN_ONLY`] say.
pub(crate) static CHANNEL: Table = Table {
    kind: "channel",
    fields: &[
        field(
            "channel_url",
            Text(&[limit(LimitRule::MinCharacters(4)), longest(100), limit(LimitRule::Charset(URL_CHARACTERS))]),
        ),
        field("name", Text(&[longest(191)])),
        USER_IDS,
        USERS,
        field("cover_url", Text(ADDRESS)),
        field("custom_type", Text(CUSTOM_TYPE)),
        field("data", Text(FREE)),
        field("is_distinct", Bool),
        field("is_public", Bool),
        field("is_super", Bool),
        field("is_ephemeral", Bool),
        field("access_code", Text(FREE)),
        INVITER_ID,
        field("strict", Bool),
        INVITATION_STATUS,
        HIDDEN_STATUS,
        at_most(MOST_USERS, field("operator_ids", Texts(FREE))),
        field("block_sdk_user_channel_join", Bool),
        field("is_dynamic_partitioned", Bool),
    ],
    others: OTHERS,
    hints: &[
        ("id", "channel_url"),
        ("url", "channel_url"),
        ("channelUrl", "channel_url"),
        ("members", "users"),
        ("member_ids", "user_ids"),
        ("memberIds", "user_ids"),
        ("userIds", "user_ids"),
        ("invitedUserIds", "user_ids"),
        ("operators", "operator_ids"),
        ("operatorIds", "operator_ids"),
        ("operatorUserIds", "operator_ids"),
        ("inviter", "inviter_id"),
        ("coverUrl", "cover_url"),
        ("image", "cover_url"),
        ("channel_name", "name"),
        ("title", "name"),
        ("customType", "custom_type"),
        ("isDistinct", "is_distinct"),
        ("isPublic", "is_public"),
        ("isSuper", "is_super"),
        ("isEphemeral", "is_ephemeral"),
        ("isStrict", "strict"),
        ("is_strict", "strict"),
        ("accessCode", "access_code"),
        ("hidden_state", "hidden_status"),
    ],
    lost: &[
        ("cover_file", "multipart requests alone carry files; cover_url takes the address of a picture"),
        ("created_at", "Sendbird takes the time of the call"),
        ("created_by", "there is no field for it; inviter_id names who invited the members"),
        ("freeze", "PUT /v3/{channel_type}/{channel_url}/freeze does that, after the messages"),
        ("metadata", "POST /v3/{channel_type}/{channel_url}/metadata sets it"),
        ("messages", "POST /v3/migration/{channel_url} takes them"),
        ("last_message", "POST /v3/migration/{channel_url} takes the messages"),
        ("read_receipt", "there is no field for it"),
        ("channel_type", "the path of the request says which type it is"),
        ("member_count", COUNTED),
        ("joined_member_count", COUNTED),
        ("participant_count", COUNTED),
        ("unread_message_count", COUNTED),
        ("max_length_message", "it is a setting of the application"),
    ],
    ..Table::EMPTY
};

const COUNTED: &str = "Sendbird counts by itself";

/// Fields that open channels do not have, one bit each.
pub(crate) const GROUP_ONLY: u64 = bits(
    &CHANNEL,
    &[
        "user_ids",
        "users",
        "is_distinct",
        "is_public",
        "is_super",
        "access_code",
        "inviter_id",
        "strict",
        "invitation_status",
        "hidden_status",
        "block_sdk_user_channel_join",
    ],
);

/// Fields that group channels do not have.
pub(crate) const OPEN_ONLY: u64 = bits(&CHANNEL, &["is_dynamic_partitioned"]);

/// The body of `POST /v3/group_channels/{channel_url}/invite`.
pub(crate) static INVITE: Table = Table {
    kind: "invite",
    fields: &[USER_IDS, USERS, INVITER_ID, INVITATION_STATUS, HIDDEN_STATUS],
    others: OTHERS,
    hints: &[
        ("members", "users"),
        ("member_ids", "user_ids"),
        ("userIds", "user_ids"),
        ("user_id", "user_ids"),
        ("inviter", "inviter_id"),
    ],
    ..Table::EMPTY
};
