//! What a row may hold. The source of each table is a section of `formats/talkjs.md`.

use crate::finding::Basis::{Documented, Inferred};
use crate::finding::Severity::{Error, Warning};
use crate::table::Value::{Any, Epoch, Json, Map, Text, Texts};
use crate::table::{self, Field, Limit, LimitRule, Null, Number, Others, Table, Unit, Use, Verdict};

/// The platform refuses it, as its documentation says.
const REFUSED: Verdict = Some((Error, Documented));
/// In all likelihood it was not meant.
const DOUBTFUL: Verdict = Some((Warning, Inferred));

/// Whether keys that nobody knows are refused is not known (section 9, 5).
const OTHERS: [Others; 2] = [Others::Unknown(Warning, Inferred); 2];

const fn needed(name: &'static str, value: table::Value) -> Field {
    Field { uses: [Use::Required; 2], ..Field::new(name, value) }
}

const fn optional(name: &'static str, value: table::Value) -> Field {
    Field::new(name, value)
}

/// Null clears it.
const fn nullable(name: &'static str, value: table::Value) -> Field {
    Field { null: Null::Absent, ..Field::new(name, value) }
}

/// Optional in a call that makes something new: nobody knows what a null does there.
const fn odd_if_null(name: &'static str, value: table::Value) -> Field {
    Field { null: Null::Odd, ..Field::new(name, value) }
}

const fn limit(rule: LimitRule, verdict: Verdict) -> Limit {
    Limit { rule, verdicts: [verdict; 2] }
}

const FREE: &[Limit] = &[];
const FILLED: &[Limit] = &[limit(LimitRule::NotEmpty, DOUBTFUL)];
const URL: &[Limit] = &[limit(LimitRule::Url, DOUBTFUL)];
/// An IETF language tag has no underscore; what some systems call a locale has one.
const LANGUAGE: &[Limit] = &[limit(LimitRule::Without(b"_"), DOUBTFUL)];
/// Who is no user cannot be a participant.
const USER_ID: &[Limit] = &[limit(LimitRule::NotEmpty, Some((Error, Inferred)))];

/// Section 2.7: strings only. In users and conversations a null removes the key.
static CUSTOM: table::Map = table::Map { key: FREE, value: FREE, null: None, other: REFUSED };
/// In a message, which is made anew, a null makes no sense.
static CUSTOM_OF_MESSAGE: table::Map =
    table::Map { key: FREE, value: FREE, null: Some((Error, Inferred)), other: REFUSED };

/// Any object: rules look at its members.
static OBJECT: table::Json = table::Json { most: 0, larger: None, list: REFUSED, text: REFUSED };

/// Section 2.5, and 8, rows 9 to 11.
static SENT: table::Epoch = table::Epoch {
    unit: Unit::Milliseconds,
    number: Number {
        fraction: Some((Error, Inferred)),
        negative: Some((Error, Inferred)),
        zero: DOUBTFUL,
        quoted: REFUSED,
        words: REFUSED,
    },
    wrong_unit: Some((Warning, Documented)),
};

/// Section 2.1.
pub(crate) static USER: Table = Table {
    kind: "user",
    fields: &[
        optional("id", Text(FREE)),
        needed("name", Text(FILLED)),
        nullable("email", Texts(FREE)),
        nullable("phone", Texts(FREE)),
        nullable("welcomeMessage", Text(FREE)),
        nullable("photoUrl", Text(URL)),
        nullable("role", Text(FREE)),
        nullable("locale", Text(LANGUAGE)),
        nullable("custom", Map(&CUSTOM)),
        nullable("pushTokens", Json(&OBJECT)),
        nullable("availabilityText", Text(FREE)),
    ],
    others: OTHERS,
    hints: &[
        ("uid", "id"),
        ("userId", "id"),
        ("user_id", "id"),
        ("displayName", "name"),
        ("display_name", "name"),
        ("fullName", "name"),
        ("nickname", "name"),
        ("username", "name"),
        ("emails", "email"),
        ("emailAddress", "email"),
        ("phones", "phone"),
        ("phoneNumber", "phone"),
        ("avatar", "photoUrl"),
        ("avatarUrl", "photoUrl"),
        ("image", "photoUrl"),
        ("displayPicture", "photoUrl"),
        ("profile_url", "photoUrl"),
        ("configuration", "role"),
        ("language", "locale"),
        ("customData", "custom"),
        ("data", "custom"),
        ("metadata", "custom"),
        ("properties", "custom"),
        ("devices", "pushTokens"),
    ],
    lost: &[
        ("createdAt", "TalkJS sets the time at which it creates the user"),
        ("headerPhotoUrl", "only older answers of the API have it"),
        ("presence", "it is what TalkJS sees of the user now"),
    ],
    ..Table::EMPTY
};

/// Section 2.3.
pub(crate) static CONVERSATION: Table = Table {
    kind: "conversation",
    fields: &[
        optional("id", Text(FREE)),
        optional("participants", Texts(FREE)),
        nullable("subject", Text(FREE)),
        nullable("welcomeMessages", Texts(FREE)),
        nullable("custom", Map(&CUSTOM)),
        nullable("photoUrl", Text(URL)),
    ],
    others: OTHERS,
    hints: &[
        ("channel_url", "id"),
        ("conversationId", "id"),
        ("guid", "id"),
        ("members", "participants"),
        ("participantIds", "participants"),
        ("user_ids", "participants"),
        ("users", "participants"),
        ("displayName", "subject"),
        ("name", "subject"),
        ("title", "subject"),
        ("topic", "subject"),
        ("welcomeMessage", "welcomeMessages"),
        ("customData", "custom"),
        ("data", "custom"),
        ("metadata", "custom"),
        ("properties", "custom"),
        ("avatar", "photoUrl"),
        ("cover_url", "photoUrl"),
        ("icon", "photoUrl"),
        ("image", "photoUrl"),
    ],
    lost: &[
        ("createdAt", "TalkJS sets the time at which it creates the conversation"),
        ("everyoneReadUntil", "TalkJS works it out"),
        ("lastMessage", "TalkJS works it out from the messages"),
        ("messages", "messages are imported by requests of their own"),
        ("topicId", "only answers of the API have it"),
    ],
    telling: &["participants"],
    ..Table::EMPTY
};

const fn participant(access: &'static [Limit]) -> [Field; 2] {
    [optional("access", Text(access)), optional("notify", Any)]
}

static PARTICIPANT_FIELDS: [Field; 2] = participant(&[limit(LimitRule::OneOf(&["ReadWrite", "Read"]), REFUSED)]);
static CHANGE_FIELDS: [Field; 2] = participant(&[limit(LimitRule::OneOf(&["ReadWrite", "Read", "None"]), REFUSED)]);

const fn participant_table(fields: &'static [Field]) -> Table {
    Table {
        kind: "participant",
        fields,
        others: OTHERS,
        hints: &[
            ("permission", "access"),
            ("permissions", "access"),
            ("role", "access"),
            ("notifications", "notify"),
            ("push", "notify"),
        ],
        lost: &[
            ("isUnread", "only answers of the API have it"),
            ("joinedAt", "TalkJS sets it; who joins sees the whole history all the same"),
        ],
        ..Table::EMPTY
    }
}

/// Section 2.4: a PUT, which sets everything.
pub(crate) static PARTICIPANT: Table = participant_table(&PARTICIPANT_FIELDS);

/// Section 2.4: a PATCH, which changes what is given, and can take the access away.
pub(crate) static PARTICIPANT_CHANGE: Table = participant_table(&CHANGE_FIELDS);

/// What neither of the two kinds of messages can be given, and what people call its fields elsewhere.
const SENDER_HINTS: [(&str, &str); 18] = [
    ("author", "sender"),
    ("from", "sender"),
    ("senderId", "sender"),
    ("sender_id", "sender"),
    ("user", "sender"),
    ("userId", "sender"),
    ("user_id", "sender"),
    ("body", "text"),
    ("content", "text"),
    ("message", "text"),
    ("plaintext", "text"),
    ("attachment_token", "attachmentToken"),
    ("fileToken", "attachmentToken"),
    ("token", "attachmentToken"),
    ("customData", "custom"),
    ("data", "custom"),
    ("metadata", "custom"),
    ("properties", "custom"),
];

/// The hints of messages, and those of times and readers, which only imported messages have.
const fn with_times() -> [(&'static str, &'static str); 28] {
    let mut all = [("", ""); 28];
    let mut at = 0;
    while at < SENDER_HINTS.len() {
        all[at] = SENDER_HINTS[at];
        at += 1;
    }
    let times = [
        ("createdAt", "timestamp"),
        ("created_at", "timestamp"),
        ("date", "timestamp"),
        ("sentAt", "timestamp"),
        ("sent_at", "timestamp"),
        ("time", "timestamp"),
        ("ts", "timestamp"),
        ("readers", "readBy"),
        ("read_by", "readBy"),
        ("seenBy", "readBy"),
    ];
    let mut next = 0;
    while next < times.len() {
        all[at + next] = times[next];
        next += 1;
    }
    all
}

static IMPORT_HINTS: [(&str, &str); 28] = with_times();
static SEND_HINTS: [(&str, &str); 18] = SENDER_HINTS;

const UPLOAD_FIRST: &str = "upload the file first, and give its token as attachmentToken";
const OF_ANSWERS: &str = "only answers of the API have it";

/// Section 2.5.
pub(crate) static MESSAGE: Table = Table {
    kind: "message",
    fields: &[
        needed("text", Text(FREE)),
        needed("sender", Text(USER_ID)),
        needed("timestamp", Epoch(&SENT)),
        Field { empty: Some("[]"), ..needed("readBy", Texts(FREE)) },
        needed("type", Text(&[limit(LimitRule::OneOf(&["UserMessage"]), REFUSED)])),
        odd_if_null("attachmentToken", Text(FILLED)),
        odd_if_null("custom", Map(&CUSTOM_OF_MESSAGE)),
    ],
    others: OTHERS,
    hints: &IMPORT_HINTS,
    lost: &[
        ("attachment", UPLOAD_FIRST),
        ("attachments", UPLOAD_FIRST),
        ("conversationId", "the path of the request names the conversation"),
        ("editedAt", "an imported message is one that was never edited"),
        ("id", "TalkJS makes the ids of messages"),
        ("idempotencyKey", "only sending knows it; what is imported twice is shown twice"),
        ("location", "only sending from an SDK knows it"),
        ("origin", "TalkJS sets it to \"import\""),
        ("reactions", "add them to the imported message afterwards, by its new id"),
        ("referencedMessageId", "TalkJS makes the ids of messages, so that replies cannot name theirs"),
    ],
    ..Table::EMPTY
};

/// Section 2.6: a message that is sent now.
pub(crate) static SENT_MESSAGE: Table = Table {
    kind: "message",
    fields: &[
        optional("text", Text(FREE)),
        optional("sender", Text(USER_ID)),
        needed("type", Text(&[limit(LimitRule::OneOf(&["UserMessage", "SystemMessage"]), REFUSED)])),
        optional("referencedMessageId", Text(FREE)),
        odd_if_null("attachmentToken", Text(FILLED)),
        odd_if_null("custom", Map(&CUSTOM_OF_MESSAGE)),
        optional("idempotencyKey", Text(FREE)),
    ],
    others: OTHERS,
    hints: &SEND_HINTS,
    lost: &[
        ("attachment", UPLOAD_FIRST),
        ("conversationId", "the path of the request names the conversation"),
        ("createdAt", "a message that is sent has the time of sending; import it to keep its own"),
        ("id", "TalkJS makes the ids of messages"),
        ("origin", OF_ANSWERS),
        ("readBy", "a message that is sent was read by nobody; import it to say who read it"),
        ("timestamp", "a message that is sent has the time of sending; import it to keep its own"),
    ],
    ..Table::EMPTY
};
