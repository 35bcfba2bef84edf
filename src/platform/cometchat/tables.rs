//! What a row may hold. Source of every row: `formats/cometchat.md` 2.1 to 2.4; of the limits also 5.

mod around;

pub(super) use around::ENVELOPES;

use crate::finding::Basis::{self, Documented, Inferred, Observed};
use crate::finding::Severity::{self, Error, Info, Warning};
use crate::table::Value::{Any, Bool, Epoch, Json, Keyed, Object, Objects, Text, Texts};
use crate::table::{self, Capture, Charset, Field, Limit, LimitRule, Null, Number, Others, Table, Unit, Use, Value};

/// A field that may be left out. What `null` does is not known.
const fn field(name: &'static str, value: Value) -> Field {
    Field { null: Null::Odd, ..Field::new(name, value) }
}

const fn needed(name: &'static str, value: Value) -> Field {
    Field { uses: [Use::Required; 2], ..field(name, value) }
}

/// An id: one that stands there as a number is read as its digits.
const fn id(field: Field) -> Field {
    Field { number: Some((Warning, Inferred)), ..field }
}

const fn limit(rule: LimitRule, severity: Severity, basis: Basis) -> Limit {
    Limit { rule, verdicts: [Some((severity, basis)); 2] }
}

const FREE: &[Limit] = &[];
const FILLED: Limit = limit(LimitRule::NotBlank, Error, Observed);
const MAX_100: Limit = limit(LimitRule::MaxCharacters(100), Error, Documented);
pub(super) const ALPHA_DASH: Charset = Charset { extra: b"-", words: "letters, digits, _ and -" };

/// An id that refers to something.
const ID: &[Limit] = &[FILLED, MAX_100, limit(LimitRule::Charset(ALPHA_DASH), Error, Documented)];
/// The id of what is defined here. That is where its case is told; those who refer to it follow.
const NEW_ID: &[Limit] = &[
    FILLED,
    MAX_100,
    limit(LimitRule::Charset(ALPHA_DASH), Error, Documented),
    limit(LimitRule::LowerCase, Warning, Documented),
];
/// An emoji is said to count twice.
const NAME: &[Limit] = &[FILLED, MAX_100, limit(LimitRule::MaxUnits(100), Warning, Inferred)];
const URL: &[Limit] = &[
    limit(LimitRule::NotEmpty, Warning, Inferred),
    limit(LimitRule::MaxCharacters(3_000), Error, Documented),
    limit(LimitRule::Url, Error, Observed),
];
const TAG: &[Limit] = &[FILLED, MAX_100];

/// Seconds of ten digits, as a number or in quotes. How many digits there are, rules look at.
static SECONDS: table::Epoch = table::Epoch {
    unit: Unit::Seconds,
    number: Number {
        fraction: Some((Error, Inferred)),
        negative: Some((Error, Inferred)),
        zero: Some((Error, Documented)),
        quoted: None,
        words: Some((Error, Documented)),
    },
    wrong_unit: Some((Error, Documented)),
};

/// 5 KB. An empty object may come out of CometChat as a list, and a string was seen to be taken.
static METADATA: table::Json = table::Json {
    most: 5_120,
    larger: Some((Warning, Documented)),
    list: Some((Info, Inferred)),
    text: Some((Warning, Observed)),
};

/// The metadata of a message counts as part of its data.
static MESSAGE_METADATA: table::Json =
    table::Json { most: 0, larger: None, list: Some((Error, Documented)), text: Some((Error, Documented)) };

/// Rules look at what it is, where it is needed.
static CUSTOM_DATA: table::Json = table::Json { most: 0, larger: None, list: None, text: None };

/// Official examples have sizes such as `"350.2"`.
static SIZE: Number = Number {
    fraction: None,
    negative: Some((Warning, Inferred)),
    zero: None,
    quoted: None,
    words: Some((Warning, Documented)),
};

/// What becomes of keys that are none of these is not known.
const OTHERS: [Others; 2] = [Others::Unknown(Warning, Inferred); 2];

const fn tags() -> Field {
    Field { most: [25; 2], ..field("tags", Texts(TAG)) }
}

/// The fields of a user: as a row, and as what is told of one beside a row that refers to it.
static USER_FIELDS: [Field; 10] = [
    id(needed("uid", Text(NEW_ID))),
    needed("name", Text(NAME)),
    field("avatar", Text(URL)),
    field("link", Text(URL)),
    field("role", Text(&[MAX_100, limit(LimitRule::Charset(ALPHA_DASH), Error, Documented)])),
    field("createdAt", Epoch(&SECONDS)),
    field("lastActiveAt", Epoch(&SECONDS)),
    field("metadata", Json(&METADATA)),
    tags(),
    field("deactivatedAt", Epoch(&SECONDS)),
];

const USER_HINTS: &[(&str, &str)] = &[
    ("id", "uid"),
    ("userId", "uid"),
    ("user_id", "uid"),
    ("nickname", "name"),
    ("displayName", "name"),
    ("avatarUrl", "avatar"),
    ("avatarURL", "avatar"),
    ("profile_url", "avatar"),
    ("photoUrl", "avatar"),
    ("image", "avatar"),
    ("profileLink", "link"),
    ("roles", "role"),
    ("created_at", "createdAt"),
    ("created", "createdAt"),
    ("lasActiveAt", "lastActiveAt"),
    ("lastActive", "lastActiveAt"),
    ("last_active", "lastActiveAt"),
    ("last_active_at", "lastActiveAt"),
    ("last_seen_at", "lastActiveAt"),
    ("metad2ata", "metadata"),
    ("custom", "metadata"),
    ("customData", "metadata"),
    ("custodata", "metadata"),
    ("deactivated_at", "deactivatedAt"),
    ("deletedAt", "deactivatedAt"),
];

const IN_METADATA: &str = "keep it in metadata";
const IN_PRIVATE: &str = "keep it in metadata, under \"@private\"";
const MADE_THERE: &str = "CometChat makes it itself";

const USER_LOST: &[(&str, &str)] = &[
    ("status", MADE_THERE),
    ("statusMessage", IN_METADATA),
    ("email", IN_PRIVATE),
    ("phone", IN_PRIVATE),
    ("contactNumber", IN_PRIVATE),
    ("withAuthToken", "make auth tokens with calls of their own, after the import"),
    ("authToken", "make auth tokens with calls of their own, after the import"),
    ("updatedAt", MADE_THERE),
    ("conversationId", MADE_THERE),
    ("hasBlockedMe", "block users with calls of their own, after the import"),
    ("blockedByMe", "block users with calls of their own, after the import"),
];

const fn user(kind: &'static str) -> Table {
    Table { kind, fields: &USER_FIELDS, others: OTHERS, hints: USER_HINTS, lost: USER_LOST, ..Table::EMPTY }
}

pub(crate) static USER: Table = user("user");
static GROUP_OWNER_DETAILS: Table = user("groupOwnerDetails");
static USER_DETAILS: Table = user("userDetails");
static SENDER_USER_DETAILS: Table = user("senderUserDetails");
static RECEIVER_USER_DETAILS: Table = user("receiverUserDetails");
static RECEIVER_GROUP_OWNER_DETAILS: Table = user("receiverGroupOwnerDetails");
static MENTIONED_USER_DETAILS: Table = user("mentionedUserDetails");

/// Details of a user that are kept from this slot on: the uid.
const fn user_details(table: &'static Table, slot: usize) -> Value {
    Object(table, Capture { base: slot, count: 1 })
}

const GUID: Field = id(needed("guid", Text(NEW_ID)));
const OWNER: Field = id(field("owner", Text(ID)));
const CREATED_AT: Field = field("createdAt", Epoch(&SECONDS));
const GROUP_NAME: Field = needed("name", Text(NAME));
const GROUP_TYPE: Field =
    needed("type", Text(&[limit(LimitRule::OneOf(&["public", "private", "password"]), Error, Documented)]));
/// Rules say where it is missing.
const PASSWORD: Field = Field { null: Null::Absent, ..field("password", Text(&[MAX_100])) };
const ICON: Field = field("icon", Text(URL));
const GROUP_METADATA: Field = field("metadata", Json(&METADATA));

const GROUP_HINTS: &[(&str, &str)] = &[
    ("id", "guid"),
    ("groupId", "guid"),
    ("group_id", "guid"),
    ("channel_url", "guid"),
    ("groupType", "type"),
    ("cover_url", "icon"),
    ("image", "icon"),
    ("avatar", "icon"),
    ("created_by", "owner"),
    ("createdBy", "owner"),
    ("ownerId", "owner"),
    ("created_at", "createdAt"),
    ("created", "createdAt"),
    ("metad2ata", "metadata"),
    ("custom", "metadata"),
    ("customData", "metadata"),
];

const GROUP_LOST: &[(&str, &str)] = &[
    ("description", IN_METADATA),
    ("members", "members are imported by a call of their own, under \"members\""),
    ("membersCount", MADE_THERE),
    ("hasJoined", MADE_THERE),
    ("conversationId", MADE_THERE),
    ("updatedAt", MADE_THERE),
    ("scope", "it belongs to a member"),
    ("joinedAt", "it belongs to a member"),
];

/// The first slots behind those of a row's own fields.
const DETAILS: usize = 32;

/// Where a group's row keeps the uid of `groupOwnerDetails`.
pub(crate) const GROUP_OWNER_DETAILS_UID: usize = DETAILS;

pub(crate) static GROUP: Table = Table {
    kind: "group",
    fields: &[
        GUID,
        GROUP_NAME,
        GROUP_TYPE,
        PASSWORD,
        ICON,
        OWNER,
        CREATED_AT,
        GROUP_METADATA,
        tags(),
        field("groupOwnerDetails", user_details(&GROUP_OWNER_DETAILS, GROUP_OWNER_DETAILS_UID)),
    ],
    others: OTHERS,
    hints: GROUP_HINTS,
    lost: GROUP_LOST,
    ..Table::EMPTY
};

/// What is kept of details of a group comes first.
static GROUP_DETAILS_FIELDS: [Field; 9] =
    [GUID, OWNER, CREATED_AT, GROUP_NAME, GROUP_TYPE, PASSWORD, ICON, GROUP_METADATA, tags()];

const fn group_details(kind: &'static str) -> Table {
    Table { kind, fields: &GROUP_DETAILS_FIELDS, others: OTHERS, hints: GROUP_HINTS, lost: GROUP_LOST, ..Table::EMPTY }
}

static GROUP_DETAILS: Table = group_details("groupDetails");
static RECEIVER_GROUP_DETAILS: Table = group_details("receiverGroupDetails");

/// Where a member's row keeps what is told of the group and the user.
pub(crate) const GROUP_DETAILS_GUID: usize = DETAILS;
pub(crate) const GROUP_DETAILS_OWNER: usize = DETAILS + 1;
pub(crate) const GROUP_DETAILS_CREATED_AT: usize = DETAILS + 2;
pub(crate) const USER_DETAILS_UID: usize = DETAILS + 3;

pub(crate) static MEMBER: Table = Table {
    kind: "member",
    fields: &[
        // Its parts are held against guid and uid.
        needed("memberId", Text(&[FILLED])),
        id(needed("guid", Text(ID))),
        id(needed("uid", Text(ID))),
        field("scope", Text(&[limit(LimitRule::OneOf(&["admin", "moderator", "participant"]), Error, Inferred)])),
        field("isBanned", Bool),
        field("joinedAt", Epoch(&SECONDS)),
        field("groupDetails", Object(&GROUP_DETAILS, Capture { base: GROUP_DETAILS_GUID, count: 3 })),
        field("userDetails", user_details(&USER_DETAILS, USER_DETAILS_UID)),
    ],
    others: OTHERS,
    hints: &[
        ("id", "memberId"),
        ("member_id", "memberId"),
        ("groupId", "guid"),
        ("group_id", "guid"),
        ("channel_url", "guid"),
        ("userId", "uid"),
        ("user_id", "uid"),
        ("role", "scope"),
        ("memberScope", "scope"),
        ("banned", "isBanned"),
        ("is_banned", "isBanned"),
        ("joined_at", "joinedAt"),
        ("createdAt", "joinedAt"),
        ("created_at", "joinedAt"),
        ("userDetail", "userDetails"),
        ("groupDetail", "groupDetails"),
    ],
    lost: &[
        ("name", "it belongs to the user, or into userDetails"),
        ("avatar", "it belongs to the user, or into userDetails"),
        ("status", MADE_THERE),
        ("isMuted", "the import has no place for it"),
        ("lastReadAt", "the import has no place for what each member has read"),
    ],
    ..Table::EMPTY
};

/// Where a message's row keeps the parts of its data, and what is told of the people in it.
pub(crate) const DATA_TEXT: usize = DETAILS;
pub(crate) const DATA_ATTACHMENTS: usize = DETAILS + 1;
pub(crate) const DATA_CUSTOM_DATA: usize = DETAILS + 2;
pub(crate) const DATA_METADATA: usize = DETAILS + 3;
pub(crate) const SENDER_DETAILS_UID: usize = DETAILS + 4;
pub(crate) const RECEIVER_DETAILS_UID: usize = DETAILS + 5;
pub(crate) const RECEIVER_DETAILS_GUID: usize = DETAILS + 6;
pub(crate) const RECEIVER_DETAILS_OWNER: usize = DETAILS + 7;
pub(crate) const OWNER_DETAILS_UID: usize = DETAILS + 8;

pub(crate) static MESSAGE: Table = Table {
    kind: "message",
    fields: &[
        // Neither its length nor its characters are documented.
        id(needed("muid", Text(&[FILLED]))),
        // In the oldest example only; CometChat gives its own.
        field("id", Any),
        id(needed("sender", Text(ID))),
        needed("receiverType", Text(&[limit(LimitRule::OneOf(&["user", "group"]), Error, Documented)])),
        id(needed("receiver", Text(ID))),
        // Rules say what is assumed of these two where they are not there.
        Field {
            null: Null::Absent,
            ..field("category", Text(&[limit(LimitRule::OneOf(&["message", "custom"]), Error, Documented)]))
        },
        Field { null: Null::Absent, ..field("type", Text(&[FILLED])) },
        Field { null: Null::Absent, ..field("data", Object(&DATA, Capture { base: DATA_TEXT, count: 4 })) },
        needed("sentAt", Epoch(&SECONDS)),
        field("deliveredAt", Epoch(&SECONDS)),
        field("readAt", Epoch(&SECONDS)),
        tags(),
        field("senderUserDetails", user_details(&SENDER_USER_DETAILS, SENDER_DETAILS_UID)),
        field("receiverUserDetails", user_details(&RECEIVER_USER_DETAILS, RECEIVER_DETAILS_UID)),
        field(
            "receiverGroupDetails",
            Object(&RECEIVER_GROUP_DETAILS, Capture { base: RECEIVER_DETAILS_GUID, count: 2 }),
        ),
        field("receiverGroupOwnerDetails", user_details(&RECEIVER_GROUP_OWNER_DETAILS, OWNER_DETAILS_UID)),
        field("mentionedUserDetails", Keyed(&MENTIONED_USER_DETAILS)),
    ],
    others: OTHERS,
    hints: &[
        ("messageId", "muid"),
        ("message_id", "muid"),
        ("uuid", "muid"),
        ("senderId", "sender"),
        ("senderUid", "sender"),
        ("from", "sender"),
        ("receiverId", "receiver"),
        ("receiverUid", "receiver"),
        ("receiverID", "receiver"),
        ("to", "receiver"),
        ("receiver_type", "receiverType"),
        ("messageType", "type"),
        ("sent_at", "sentAt"),
        ("createdAt", "sentAt"),
        ("created_at", "sentAt"),
        ("timestamp", "sentAt"),
        ("delivered_at", "deliveredAt"),
        ("read_at", "readAt"),
        ("senderDetails", "senderUserDetails"),
        ("receiverDetails", "receiverUserDetails"),
        ("groupDetails", "receiverGroupDetails"),
        ("groupOwnerDetails", "receiverGroupOwnerDetails"),
        ("mentionedUsers", "mentionedUserDetails"),
        ("mentionedUsersDetails", "mentionedUserDetails"),
    ],
    lost: &[
        ("text", IN_DATA),
        ("attachments", IN_DATA),
        ("attachment", IN_DATA),
        ("customData", IN_DATA),
        ("metadata", IN_DATA),
        ("parentId", "the message goes out of its thread and stands alone"),
        ("parentMessageId", "the message goes out of its thread and stands alone"),
        ("replyCount", "there are no threads in an import"),
        ("unreadRepliesCount", "there are no threads in an import"),
        ("quotedMessage", "an import has no quotes"),
        ("quotedMessageId", "an import has no quotes"),
        ("reactions", "an import has no reactions"),
        ("editedAt", "the message counts as never edited"),
        ("editedBy", "the message counts as never edited"),
        ("deletedAt", "the message is there again; leave deleted ones out"),
        ("deletedBy", "the message is there again; leave deleted ones out"),
        ("pinnedAt", "an import has no pins"),
        ("receipts", "an import has one deliveredAt and one readAt a message"),
        ("readBy", "an import has one readAt a message"),
        ("conversationId", MADE_THERE),
        ("updatedAt", MADE_THERE),
        ("resource", MADE_THERE),
    ],
    ..Table::EMPTY
};

const IN_DATA: &str = "it belongs in data";

/// Other keys are kept as they are.
pub(crate) static DATA: Table = Table {
    kind: "message.data",
    fields: &[
        Field { null: Null::Absent, ..field("text", Text(FREE)) },
        Field { null: Null::Absent, ..field("attachments", Objects(&ATTACHMENT)) },
        Field { null: Null::Absent, ..field("customData", Json(&CUSTOM_DATA)) },
        field("metadata", Json(&MESSAGE_METADATA)),
    ],
    others: [Others::Free; 2],
    hints: &[
        ("metad2ata", "metadata"),
        ("meta_data", "metadata"),
        ("custodata", "customData"),
        ("custom_data", "customData"),
        ("custom", "customData"),
        ("attachment", "attachments"),
        ("message", "text"),
        ("body", "text"),
    ],
    lost: &[
        ("entities", MADE_THERE),
        ("reactions", "an import has no reactions"),
        ("moderation", MADE_THERE),
        ("resource", MADE_THERE),
    ],
    ..Table::EMPTY
};

static ATTACHMENT: Table = Table {
    kind: "attachment",
    fields: &[
        needed("url", Text(&[FILLED, limit(LimitRule::Url, Error, Documented)])),
        needed("name", Text(&[FILLED])),
        needed("mimeType", Text(&[FILLED, limit(LimitRule::MediaType, Warning, Inferred)])),
        needed("extension", Text(&[FILLED])),
        field("size", Value::Number(&SIZE)),
    ],
    others: OTHERS,
    hints: &[
        ("fileUrl", "url"),
        ("file_url", "url"),
        ("asset_url", "url"),
        ("image_url", "url"),
        ("fileName", "name"),
        ("file_name", "name"),
        ("title", "name"),
        ("mime_type", "mimeType"),
        ("fileMimeType", "mimeType"),
        ("fileExtension", "extension"),
        ("ext", "extension"),
        ("fileSize", "size"),
        ("file_size", "size"),
    ],
    ..Table::EMPTY
};
