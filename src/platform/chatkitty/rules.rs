//! What crosses fields, rows and files. Source: `formats/chatkitty.md` 3 and 8.

use super::ids::{CHANNELS, IDEMPOTENCY_KEYS, MEMBER_SETS, MEMBERS, USERS};
use super::tables::{CHANNEL, MEMBER, MESSAGE, USER};
use super::{MESSAGE as MESSAGE_KIND, USER as USER_KIND};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::text;
use crate::order;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{raw, shown, value};
use crate::redact;
use crate::table::draft::Draft;

/// The most members of a DIRECT channel.
const DIRECT_MEMBERS: usize = 10;

/// What was seen in one file.
#[derive(Debug, Default)]
pub(super) struct Seen {
    rows: u64,
    /// Rows without an idempotency key.
    without_key: u64,
    /// Whether it was said that the file mixes the dialects.
    mixed: bool,
}

impl Seen {
    /// What every row has in common.
    pub(super) fn row(&mut self, migration: &mut Migration, bytes: &[u8]) {
        self.rows += 1;
        let field = match migration.kind {
            USER_KIND => const { USER.field("idempotencyKey") },
            MESSAGE_KIND => const { MESSAGE.field("idempotencyKey") },
            super::CHANNEL => const { CHANNEL.field("idempotencyKey") },
            _ => const { MEMBER.field("idempotencyKey") },
        };
        if !migration.has(field) {
            self.without_key += 1;
        }
        idempotency_key(migration, bytes, field);
        if let Some(at) = migration.walker.other_spelling.filter(|_| !self.mixed) {
            self.mixed = true;
            mixed_dialects(migration, at);
        }
    }

    /// The file ends: what is said once of all of it.
    pub(super) fn end(&self, migration: &mut Migration) {
        if self.rows == 0 {
            return;
        }
        if migration.request.kind == MESSAGE_KIND {
            let message =
                "ChatKitty gives imported messages the time of the import; their own times cannot be imported";
            let draft = Draft::new(Code::ChatkittyNoTimes, Severity::Info, Basis::Documented, 0, message.to_owned())
                .help(
                    "sort them by time, oldest first, and keep the time in \"properties\", such as originalCreatedAt",
                );
            migration.say_of_request(draft);
        }
        if self.without_key > 0 {
            let (without, rows) = (self.without_key.to_string(), self.rows.to_string());
            let message = [&without, " of ", &rows, " items have no idempotency key"].concat();
            let draft = Draft::new(Code::ChatkittyNoIdempotencyKey, Severity::Info, Basis::Documented, 0, message)
                .help("give each item one, such as its id in the system it comes from: a file that is sent again is then recognised");
            migration.say_of_request(draft);
        }
    }
}

/// 1.3: one dialect a file.
#[cold]
fn mixed_dialects(migration: &mut Migration, at: usize) {
    let (own, other) = match migration.walker.manner.dialect {
        0 => ("camelCase", "snake_case"),
        _ => ("snake_case", "camelCase"),
    };
    let message = ["the file spells names in ", own, ", and one here in ", other].concat();
    let draft = Draft::new(Code::ChatkittyMixedDialects, Severity::Warning, Basis::Inferred, at, message)
        .path(migration.walker.path_of(None))
        .help("spell all names alike: camelCase for /v1/imports, snake_case for /imports");
    migration.say(draft);
}

/// Edge case 37: the second thing with the same key may be skipped.
fn idempotency_key(migration: &mut Migration, bytes: &[u8], field: usize) {
    let Some(span) = migration.text(field) else { return };
    // Each file is a request of its own.
    let file = migration.ids.one(&migration.source.to_le_bytes());
    let key = migration.ids.within(file, &value(bytes, span));
    if !migration.define(IDEMPOTENCY_KEYS, key, 0, migration.place(field)) {
        let id = shown(bytes, span);
        let message = ["the idempotency key ", &text::quoted(&id), " is there twice; the second item may be skipped"];
        migration.duplicate(Severity::Warning, Basis::Inferred, field, &id, message.concat());
    }
}

/// 2.1
pub(super) fn user(migration: &mut Migration, bytes: &[u8]) {
    const PROPERTIES: usize = USER.field("properties");
    const GUEST: usize = USER.field("guest");
    migration.define_field(bytes, USERS, const { USER.field("name") }, Basis::Documented);
    if !migration.has(PROPERTIES) {
        migration.explain(Code::MissingField, PROPERTIES, "add \"properties\": {}");
    }
    if !migration.has(GUEST) {
        let help = "add \"isGuest\": false, or true for users of guest sessions (the specification calls it \"guest\")";
        migration.explain(Code::MissingField, GUEST, help);
    }
}

/// 2.2
pub(super) fn channel(migration: &mut Migration, bytes: &[u8]) {
    const TYPE: usize = CHANNEL.field("type");
    const NAME: usize = CHANNEL.field("name");
    const MEMBERS_FIELD: usize = CHANNEL.field("members");
    const CREATOR: usize = CHANNEL.field("creator");
    migration.define_field(bytes, CHANNELS, NAME, Basis::Documented);
    let direct = migration.is_text(bytes, TYPE, b"DIRECT");
    if direct {
        direct_channel(migration, bytes);
    } else if !migration.has(NAME) && migration.text(TYPE).is_some() {
        let words = "is missing: the channel gets a random name, by which it cannot be found later";
        let mut draft = migration.about(Code::MissingField, Severity::Warning, Basis::Documented, NAME, words);
        draft.at = migration.row_at();
        migration.say(draft.help("add \"name\", such as the channel's id in the system it comes from"));
    }
    if migration.is_text(bytes, TYPE, b"OPEN") {
        migration.explain(Code::InvalidValue, TYPE, "OPEN channels were removed in 2021: use PUBLIC");
    }
    if !migration.has(MEMBERS_FIELD) {
        let help = "add \"members\": [], or the names of the users; the documentation requires it, though its own example leaves it out";
        migration.explain(Code::MissingField, MEMBERS_FIELD, help);
    } else if migration.walker.row_drafts().iter().any(|draft| draft.code == Code::WrongType) {
        let help = "list names of users as plain strings; objects belong to the call that creates one channel";
        migration.explain(Code::WrongType, MEMBERS_FIELD, help);
    }
    repeated_members(migration, bytes);
    migration.refer_list(bytes, USERS, "user", MEMBERS_FIELD, Basis::Inferred);
    migration.refer_field(bytes, USERS, "user", CREATOR, Basis::Inferred);
}

/// The members of a DIRECT channel, its creator among them.
fn everyone<'a>(migration: &Migration, bytes: &'a [u8]) -> Vec<std::borrow::Cow<'a, [u8]>> {
    const MEMBERS_FIELD: usize = CHANNEL.field("members");
    const CREATOR: usize = CHANNEL.field("creator");
    let listed = migration.walker.slots.list(MEMBERS_FIELD).iter().copied();
    listed.chain(migration.text(CREATOR)).map(|span| value(bytes, span)).collect()
}

/// 3: at most ten members, one channel a set of members, no name; no members can be added later.
#[inline(never)]
fn direct_channel(migration: &mut Migration, bytes: &[u8]) {
    const MEMBERS_FIELD: usize = CHANNEL.field("members");
    for field in [const { CHANNEL.field("name") }, const { CHANNEL.field("displayName") }] {
        if migration.has(field) {
            let words = "is not imported: DIRECT channels have no name";
            let draft = migration.about(Code::NotImported, Severity::Warning, Basis::Documented, field, words);
            migration.say(draft.help("remove it, or keep it in \"properties\""));
        }
    }
    // Of members that could not be read nothing can be said.
    if migration.get(MEMBERS_FIELD).is_none() {
        return;
    }
    let everyone = everyone(migration, bytes);
    let mut set: Vec<&[u8]> = everyone.iter().map(|member| &**member).collect();
    order::sort_bytes(&mut set);
    set.dedup();
    if set.len() > DIRECT_MEMBERS {
        let count = set.len().to_string();
        let words = ["has ", &count, " members with the creator; ChatKitty allows 10 in a DIRECT channel"].concat();
        let draft = migration.about(Code::TooMany, Severity::Error, Basis::Documented, MEMBERS_FIELD, &words);
        migration.say(draft.help("make it a PRIVATE channel"));
    } else if set.len() < 2 {
        let severity = if set.is_empty() { Severity::Error } else { Severity::Warning };
        let words = if set.is_empty() { "is empty; a DIRECT channel needs users" } else { "has one user only" };
        let draft = migration.about(Code::TooFew, severity, Basis::Inferred, MEMBERS_FIELD, words);
        migration.say(draft.help("list the users who talk to each other"));
    }
    if set.is_empty() {
        return;
    }
    let key = set.iter().fold(1, |outer, member| migration.ids.within(outer, member));
    if !migration.define(MEMBER_SETS, key, 0, migration.place(MEMBERS_FIELD)) {
        let names: Vec<String> = set.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let id = names.join(", ");
        let message = ["a second DIRECT channel of the same members ", &text::quoted(&id), "; there can be but one"];
        migration.duplicate(Severity::Error, Basis::Documented, MEMBERS_FIELD, &id, message.concat());
    }
}

/// Whether the server minds a member that is listed twice is not known.
fn repeated_members(migration: &mut Migration, bytes: &[u8]) {
    const MEMBERS_FIELD: usize = CHANNEL.field("members");
    let list = migration.walker.slots.list(MEMBERS_FIELD);
    if list.len() < 2 {
        return;
    }
    let keys = order::ascending(&mut list.iter().map(|span| migration.fingerprint(bytes, *span)));
    if keys.windows(2).any(|pair| matches!(pair, [(one, _), (two, _)] if one == two)) {
        let words = "names a user twice";
        let draft = migration.about(Code::RepeatedValue, Severity::Warning, Basis::Inferred, MEMBERS_FIELD, words);
        migration.say(draft.help("list each user once"));
    }
}

/// 2.3: the channel is in the path, one file a channel.
pub(super) fn member(migration: &mut Migration, bytes: &[u8]) {
    const USERNAME: usize = MEMBER.field("username");
    let Some(span) = migration.text(USERNAME) else { return };
    let channel = match &migration.channel {
        Some(channel) => migration.ids.one(channel.as_bytes()),
        None => migration.ids.one(&migration.source.to_le_bytes()),
    };
    let key = migration.ids.within(channel, &value(bytes, span));
    if !migration.define(MEMBERS, key, 0, migration.place(USERNAME)) {
        let id = shown(bytes, span);
        let message = ["the user ", &text::quoted(&id), " is a member of this channel twice"].concat();
        migration.duplicate(Severity::Warning, Basis::Inferred, USERNAME, &id, message);
    }
    migration.refer_field(bytes, USERS, "user", USERNAME, Basis::Inferred);
}

/// 2.4
pub(super) fn message(migration: &mut Migration, bytes: &[u8]) {
    const TYPE: usize = MESSAGE.field("type");
    const USER_FIELD: usize = MESSAGE.field("user");
    if migration.is_text(bytes, TYPE, b"TEXT") {
        migration.need(USER_FIELD, Basis::Documented, "; a TEXT message needs its sender");
    } else if migration.is_text(bytes, TYPE, b"SYSTEM_TEXT") {
        if migration.has(USER_FIELD) {
            let words = "is not imported: a SYSTEM_TEXT message has no sender";
            let draft = migration.about(Code::NotImported, Severity::Warning, Basis::Documented, USER_FIELD, words);
            migration.say(draft.help("remove it, or make the message TEXT"));
        }
    } else if migration.text(TYPE).is_some_and(|span| matches!(raw(bytes, span), b"FILE" | b"SYSTEM_FILE")) {
        let help = "files cannot be imported: send them one by one by the normal API, or write a text with the URL";
        migration.explain(Code::InvalidValue, TYPE, help);
    }
    if !migration.has(const { MESSAGE.field("channelId") }) {
        let help = "add \"channelId\", the number that ChatKitty gave the channel; the documentation requires it, though its examples leave it out";
        migration.explain(Code::MissingField, const { MESSAGE.field("channelId") }, help);
    }
    channel_id(migration, bytes);
    migration.refer_field(bytes, USERS, "user", USER_FIELD, Basis::Inferred);
}

/// Edge cases 29 and 31: a positive whole number, and no string.
fn channel_id(migration: &mut Migration, bytes: &[u8]) {
    const CHANNEL_ID: usize = MESSAGE.field("channelId");
    if let Some(span) = migration.get(CHANNEL_ID) {
        let digits = raw(bytes, span);
        if digits.first() == Some(&b'-') || digits.iter().all(|digit| *digit == b'0') {
            let words = ["is ", &redact::value(&shown(bytes, span)), "; ChatKitty's ids are positive"].concat();
            let draft = migration.about(Code::InvalidValue, Severity::Error, Basis::Inferred, CHANNEL_ID, &words);
            migration.say(
                draft.help("give the id of a channel that exists already: import channels, then look up their ids"),
            );
        }
    } else if let Some(at) = migration.walker.slots.place(CHANNEL_ID)
        && bytes.get(at) == Some(&b'"')
    {
        let digits = bytes.get(at + 1..).unwrap_or_default();
        let digits = digits.split(|byte| *byte == b'"').next().unwrap_or_default();
        let number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
        let help = if number {
            "write it without quotes"
        } else {
            "give the number that ChatKitty gave the channel, not its name: import channels, then look up their ids"
        };
        migration.explain(Code::WrongType, CHANNEL_ID, help);
    }
}

/// Indexes what a broken row defines.
pub(super) fn salvage(migration: &mut Migration, bytes: &[u8]) {
    let (kind, field) = match migration.kind {
        USER_KIND => (USERS, const { USER.field("name") }),
        super::CHANNEL => (CHANNELS, const { CHANNEL.field("name") }),
        _ => return,
    };
    if let Some(span) = migration.text(field) {
        let key = migration.fingerprint(bytes, span);
        migration.define(kind, key, 0, migration.place(field));
    }
}
