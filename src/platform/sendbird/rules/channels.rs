//! Channels, their members, and invites: 2.8 to 2.10.

use super::{Unknown, advise, custom_type, element, exists, is_hinted, refer_to_user, refer_to_users, required};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, pair};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{shown, value};
use crate::platform::sendbird::tables::{CHANNEL, GROUP_ONLY, INVITE, OPEN_ONLY};
use crate::platform::sendbird::{CHANNELS, GROUP, GROUPS, MEMBERS, OPEN, Sendbird, form};
use crate::table::draft::Draft;
use crate::table::look::{elements, members};
use crate::table::slots::Span;
use crate::table::walk::found;

const CHANNEL_URL: usize = CHANNEL.field("channel_url");
const CUSTOM_TYPE: usize = CHANNEL.field("custom_type");
const USER_IDS: usize = CHANNEL.field("user_ids");
const USER_OBJECTS: usize = CHANNEL.field("users");
const IS_DISTINCT: usize = CHANNEL.field("is_distinct");
const IS_PUBLIC: usize = CHANNEL.field("is_public");
const IS_SUPER: usize = CHANNEL.field("is_super");
const IS_EPHEMERAL: usize = CHANNEL.field("is_ephemeral");
const ACCESS_CODE: usize = CHANNEL.field("access_code");
const STRICT: usize = CHANNEL.field("strict");
const OPERATOR_IDS: usize = CHANNEL.field("operator_ids");

/// What becomes of a user whom nobody knows: edge cases 78 and 79.
const LEFT_OUT: Unknown =
    Unknown::Passes("without \"strict\": true Sendbird leaves unknown users out and says nothing", Basis::Documented);

const NO_OPERATOR: Unknown = Unknown::Passes("what becomes of such an operator is not documented", Basis::Inferred);
const NOT_INVITED: Unknown = Unknown::Passes("what becomes of such an invite is not documented", Basis::Inferred);

pub(crate) fn channel(migration: &mut Migration, bytes: &[u8]) {
    let present = migration.walker.slots.present;
    let note = kind_of(migration, present);
    let channel = define(migration, bytes, note);
    if channel.is_some_and(|channel| migration.ids.exists(CHANNELS, channel)) {
        let words = ("channels", "which is in the app already", "leave the request out, or choose another URL");
        exists(migration, bytes, CHANNEL_URL, Basis::Inferred, words);
    }
    custom_type(migration, bytes, CUSTOM_TYPE);
    ephemeral(migration, bytes);
    if note == OPEN {
        if present & GROUP_ONLY != 0 {
            foreign_fields(migration, "open", present & GROUP_ONLY);
        }
        refer_to_users(migration, bytes, OPERATOR_IDS, NO_OPERATOR);
    } else {
        if present & OPEN_ONLY != 0 {
            foreign_fields(migration, "group", present & OPEN_ONLY);
        }
        let strict = migration.is_true(bytes, STRICT);
        let unknown = if strict { Unknown::Fails } else { LEFT_OUT };
        join(migration, bytes, &LISTS, channel, unknown, note == GROUP);
        group(migration, bytes);
        if let Some(channel) = channel.filter(|_| migration.has(OPERATOR_IDS)) {
            operators(migration, bytes, channel);
        }
    }
}

/// Which kind of channel the row makes: the call says so; a document by itself may tell by its fields.
fn kind_of(migration: &Migration, present: u64) -> u32 {
    match migration.request.form {
        Some(form::GROUP) => GROUP,
        Some(form::OPEN) => OPEN,
        Some(form::CHANNELS) if present & GROUP_ONLY != 0 => GROUP,
        Some(form::CHANNELS) if present & OPEN_ONLY != 0 => OPEN,
        _ => 0,
    }
}

fn define(migration: &mut Migration, bytes: &[u8], note: u32) -> Option<Fingerprint> {
    let span = migration.text(CHANNEL_URL)?;
    let channel = migration.fingerprint(bytes, span);
    if note == GROUP && !migration.ids.is_defined(GROUPS, channel) {
        migration.ids.define(GROUPS, channel, 0);
    }
    if !migration.define(CHANNELS, channel, note, migration.place(CHANNEL_URL)) {
        let url = shown(bytes, span);
        let message = ["the channel ", &text::quoted(&url), " is created twice"].concat();
        migration.duplicate(Severity::Error, Basis::Inferred, CHANNEL_URL, &url, message);
    }
    Some(channel)
}

/// Indexes what could be read of a broken row.
pub(crate) fn salvage_channel(migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.text(CHANNEL_URL) else { return };
    let channel = migration.fingerprint(bytes, span);
    // Not as a group, whose members would have to be known.
    migration.define(CHANNELS, channel, 0, migration.place(CHANNEL_URL));
}

#[cold]
fn foreign_fields(migration: &mut Migration, own: &str, foreign: u64) {
    for field in (0..CHANNEL.fields.len()).filter(|field| foreign >> field & 1 == 1) {
        let words = ["is no field of ", own, " channels"].concat();
        let code = Code::SendbirdFieldOfAnotherType;
        let draft = migration.about(code, Severity::Warning, Basis::Inferred, field, &words);
        migration.say(draft.help("remove it, or create the channel with the other call"));
    }
}

/// An ephemeral channel keeps no messages: 3.4.
fn ephemeral(migration: &mut Migration, bytes: &[u8]) {
    if migration.is_true(bytes, IS_EPHEMERAL) {
        let words = "is true; such a channel keeps no messages, and none that are migrated into it";
        let code = Code::ConflictingFields;
        let draft = migration.about(code, Severity::Warning, Basis::Inferred, IS_EPHEMERAL, words);
        migration.say(draft.help("remove it where messages are to be migrated"));
    }
}

/// What group channels do not take together: edge case 76, 2.8.
fn group(migration: &mut Migration, bytes: &[u8]) {
    if migration.is_true(bytes, IS_DISTINCT) {
        for other in [IS_PUBLIC, IS_SUPER] {
            if !migration.is_true(bytes, other) {
                continue;
            }
            let words = ["and ", migration.name(other), " are both true; Sendbird takes one of them"].concat();
            let code = Code::ConflictingFields;
            let mut draft = migration.about(code, Severity::Error, Basis::Documented, IS_DISTINCT, &words);
            migration.name(other).clone_into(&mut draft.cause.value);
            migration.say(draft.help("remove is_distinct if the channel is to have its own channel_url"));
        }
        if migration.has(CHANNEL_URL) {
            let words = "is true; if the same users have a distinct channel already, Sendbird gives that one and \
                         ignores channel_url";
            let code = Code::ConflictingFields;
            let draft = migration.about(code, Severity::Warning, Basis::Documented, IS_DISTINCT, words);
            migration.say(draft.help("write false, so that each channel of the old system becomes one of its own"));
        }
    }
    if migration.has(ACCESS_CODE) && !migration.is_true(bytes, IS_PUBLIC) {
        let words = "is of use in public channels only, and is_public is not true";
        let code = Code::ConflictingFields;
        let draft = migration.about(code, Severity::Warning, Basis::Documented, ACCESS_CODE, words);
        migration.say(draft.help("remove it, or make the channel public"));
    }
}

/// Operators have to be members as well: 2.8.
fn operators(migration: &mut Migration, bytes: &[u8], channel: Fingerprint) {
    if migration.walker.slots.list(OPERATOR_IDS).len() > MOST_USERS {
        advise(migration, Code::TooMany, "operator_ids", "name a hundred operators at most");
    }
    for index in 0..migration.walker.slots.list(OPERATOR_IDS).len() {
        let Some(span) = migration.walker.slots.list(OPERATOR_IDS).get(index).copied() else { return };
        if !migration.ids.is_defined(MEMBERS, pair(channel, migration.fingerprint(bytes, span))) {
            no_member(migration, bytes, index, span);
        }
    }
}

#[cold]
fn no_member(migration: &mut Migration, bytes: &[u8], index: usize, span: Span) {
    let name = element(migration.name(OPERATOR_IDS), index);
    let message = ["channel.", &name, " is ", &text::quoted(&shown(bytes, span)), ", who is not among user_ids"];
    let at = (span.start as usize).saturating_sub(1);
    let draft = Draft::new(Code::UnknownReference, Severity::Warning, Basis::Documented, at, message.concat())
        .path(migration.path(&name))
        .help("add the user to user_ids as well")
        .cause("channel", &name, "", 0);
    migration.say(draft);
}

const LISTS: Lists = Lists {
    user_ids: USER_IDS,
    users: USER_OBJECTS,
    others: "name a hundred of them here, and the others in POST /v3/group_channels/{channel_url}/invite",
};
const INVITE_LISTS: Lists = Lists {
    user_ids: INVITE.field("user_ids"),
    users: INVITE.field("users"),
    others: "invite them a hundred at a time, in several requests",
};

pub(crate) fn invite(sendbird: &Sendbird, migration: &mut Migration, bytes: &[u8]) {
    join(migration, bytes, &INVITE_LISTS, sendbird.channel, NOT_INVITED, true);
}

/// The two lists of users of a row: [`CHANNEL`]'s or [`INVITE`]'s.
struct Lists {
    user_ids: usize,
    users: usize,
    /// What to do with more users than one call takes.
    others: &'static str,
}

/// The users of a row become members of the channel.
fn join(
    migration: &mut Migration,
    bytes: &[u8],
    lists: &Lists,
    channel: Option<Fingerprint>,
    unknown: Unknown,
    needed: bool,
) {
    let both = (migration.has(lists.user_ids), migration.has(lists.users));
    match both {
        (true, true) => {
            let words = "stands beside user_ids; Sendbird takes one of them";
            let code = Code::ConflictingFields;
            let draft = migration.about(code, Severity::Warning, Basis::Inferred, lists.users, words);
            migration.say(draft.help("put all users into user_ids"));
        }
        (false, false) if needed => {
            let field = if is_hinted(migration, "users") { lists.users } else { lists.user_ids };
            required(migration, field, "");
        }
        _ => {}
    }
    if both.0 {
        if migration.walker.slots.list(lists.user_ids).len() > MOST_USERS {
            advise(migration, Code::TooMany, "user_ids", lists.others);
        }
        for index in 0..migration.walker.slots.list(lists.user_ids).len() {
            let Some(span) = migration.walker.slots.list(lists.user_ids).get(index).copied() else { break };
            add_member(migration, bytes, channel, span);
        }
        refer_to_users(migration, bytes, lists.user_ids, unknown);
    }
    if both.1 {
        user_objects(migration, bytes, lists, channel, unknown);
    }
}

const MOST_USERS: usize = 100;

fn add_member(migration: &mut Migration, bytes: &[u8], channel: Option<Fingerprint>, span: Span) {
    let Some(channel) = channel else { return };
    let member = pair(channel, migration.fingerprint(bytes, span));
    // Whoever is invited twice is a member once.
    if !migration.ids.is_defined(MEMBERS, member) {
        migration.ids.define(MEMBERS, member, 0);
    }
}

/// `users`: objects with a `user_id`, or ids alone.
fn user_objects(
    migration: &mut Migration,
    bytes: &[u8],
    lists: &Lists,
    channel: Option<Fingerprint>,
    unknown: Unknown,
) {
    let field = lists.users;
    let Some(span) = migration.get(field) else { return };
    let first = bytes.get(migration.place(field)).copied().unwrap_or(0);
    if first != b'[' {
        let words = ["is ", found(first), "; Sendbird wants a list of users"].concat();
        let mut draft = migration.about(Code::WrongType, Severity::Error, Basis::Inferred, field, &words);
        found(first).clone_into(&mut draft.cause.value);
        migration.say(draft.help("list the users' ids in user_ids"));
        return;
    }
    let mut count = 0;
    for (index, user) in elements(bytes, span).enumerate() {
        count = index + 1;
        let id = match user.first {
            b'"' => Some(user),
            _ => members(bytes, user.value).find(|member| *value(bytes, member.key) == *b"user_id"),
        };
        let Some(id) = id.filter(|id| id.first == b'"') else {
            no_user(migration, &element("users", index), user.place(), user.first);
            continue;
        };
        add_member(migration, bytes, channel, id.value);
        let inner = if user.first == b'"' { "" } else { ".user_id" };
        let name = || [&element("users", index), inner].concat();
        refer_to_user(migration, bytes, id.value, &name, unknown);
    }
    if count > MOST_USERS {
        let words = ["has ", &count.to_string(), " elements; Sendbird allows 100"].concat();
        let mut draft = migration.about(Code::TooMany, Severity::Error, Basis::Inferred, field, &words);
        draft.cause.limit = MOST_USERS as u64;
        migration.say(draft.help(lists.others));
    }
}

#[cold]
fn no_user(migration: &mut Migration, name: &str, at: usize, first: u8) {
    let kind = migration.kind_name();
    let words = match first {
        b'{' => [kind, ".", name, " has no user_id that is a string"].concat(),
        _ => [kind, ".", name, " is ", found(first), "; Sendbird wants an object with a user_id"].concat(),
    };
    let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Inferred, at, words)
        .path(migration.path(name))
        .help("list the users' ids in user_ids")
        .cause(kind, "users", found(first), 0);
    migration.say(draft);
}
