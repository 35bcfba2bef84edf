//! Users, what can be changed of them afterwards, and metadata: 2.7, 2.10.

use super::{ADDRESS, FREE, METADATA_ITEMS, MOST_METADATA, OTHERS, USER_ID, WHOLE, at_most, field, longest, needed};
use crate::finding::Basis::Documented;
use crate::finding::Severity::Warning;
use crate::table::Value::{Bool, Epoch, Map, Text, Texts};
use crate::table::{self, Limit, Table, Unit};

const NICKNAME: &[Limit] = &[longest(80)];

/// The body of `POST /v3/users`.
pub(crate) static USER: Table = Table {
    kind: "user",
    fields: &[
        needed("user_id", Text(USER_ID)),
        needed("nickname", Text(NICKNAME)),
        needed("profile_url", Text(ADDRESS)),
        field("issue_access_token", Bool),
        field("discovery_keys", Texts(FREE)),
        at_most(MOST_METADATA, field("metadata", Map(&METADATA_ITEMS))),
    ],
    others: OTHERS,
    hints: &[
        ("id", "user_id"),
        ("userId", "user_id"),
        ("uid", "user_id"),
        ("name", "nickname"),
        ("nickName", "nickname"),
        ("profileUrl", "profile_url"),
        ("plainProfileUrl", "profile_url"),
        ("avatar", "profile_url"),
        ("avatar_url", "profile_url"),
        ("image", "profile_url"),
        ("photoUrl", "profile_url"),
        ("access_token", "issue_access_token"),
        ("metaData", "metadata"),
        ("meta_data", "metadata"),
        ("custom_data", "metadata"),
    ],
    lost: &[
        PICTURE,
        ("created_at", "Sendbird takes the time of the call"),
        ("is_active", AFTERWARDS),
        ("last_seen_at", AFTERWARDS),
        ("preferred_languages", AFTERWARDS),
        ("leave_all_when_deactivated", AFTERWARDS),
        ("session_tokens", "they are secrets of the old application, and worth nothing in another one"),
        ("has_ever_logged_in", OWN),
        ("is_online", OWN),
        ("is_created", OWN),
        ("unread_channel_count", OWN),
        ("unread_message_count", OWN),
        ("role", "users have none; a channel names its operators in operator_ids"),
        ("phone_number", "there is no field for it; metadata takes texts"),
        ("locale", "there is no field for it; metadata takes texts"),
        ("email", "there is no field for it; metadata takes texts"),
    ],
    ..Table::EMPTY
};

const PICTURE: (&str, &str) =
    ("profile_file", "multipart requests alone carry files; profile_url takes the address of a picture");
const AFTERWARDS: &str = "PUT /v3/users/{user_id} sets it afterwards";
const OWN: &str = "Sendbird keeps it by itself";

static SEEN: table::Epoch =
    table::Epoch { unit: Unit::Milliseconds, number: WHOLE, wrong_unit: Some((Warning, Documented)) };

/// The body of `PUT /v3/users/{user_id}`.
pub(crate) static USER_UPDATE: Table = Table {
    kind: "user",
    fields: &[
        field("nickname", Text(NICKNAME)),
        field("profile_url", Text(ADDRESS)),
        field("issue_access_token", Bool),
        field("discovery_keys", Texts(FREE)),
        field("is_active", Bool),
        field("leave_all_when_deactivated", Bool),
        field("last_seen_at", Epoch(&SEEN)),
        at_most(4, field("preferred_languages", Texts(FREE))),
    ],
    others: OTHERS,
    hints: &[("name", "nickname"), ("isActive", "is_active"), ("active", "is_active"), ("profileUrl", "profile_url")],
    lost: &[
        PICTURE,
        ("user_id", "the path of the request says which user it is"),
        ("created_at", "Sendbird keeps the time of the call that created the user"),
        ("metadata", "POST /v3/users/{user_id}/metadata sets it"),
    ],
    ..Table::EMPTY
};

/// The body of calls that set metadata of a user or a channel.
pub(crate) static METADATA: Table = Table {
    kind: "body",
    fields: &[at_most(MOST_METADATA, needed("metadata", Map(&METADATA_ITEMS))), field("upsert", Bool)],
    others: OTHERS,
    hints: &[("metaData", "metadata"), ("meta_data", "metadata")],
    ..Table::EMPTY
};
