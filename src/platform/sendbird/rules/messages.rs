//! Messages of a migration request: 2.2 to 2.6, 3.4.

use super::{Unknown, advise, advise_missing, custom_type, element, is_hinted, refer_to_users, required};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Set, pair};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{raw, shown, value};
use crate::platform::sendbird::tables::{MESSAGE, TYPES, Type};
use crate::platform::sendbird::{GROUPS, MEMBERS, Sendbird, USERS};
use crate::table::draft::Draft;
use crate::table::look::{elements, members};
use crate::table::slots::Span;
use crate::table::walk::found;

const MESSAGE_TYPE: usize = MESSAGE.field("message_type");
const USER_ID: usize = MESSAGE.field("user_id");
const TEXT: usize = MESSAGE.field("message");
const URL: usize = MESSAGE.field("url");
const TIMESTAMP: usize = MESSAGE.field("timestamp");
const CUSTOM_TYPE: usize = MESSAGE.field("custom_type");
const MENTIONS: usize = MESSAGE.field("mentioned_user_ids");
const DATA: usize = MESSAGE.field("data");
const CUSTOM_FIELD: usize = MESSAGE.field("custom_field");
const METAARRAY: usize = MESSAGE.field("sorted_metaarray");
const THUMBNAILS: usize = MESSAGE.field("thumbnails");
const REQUIRE_AUTH: usize = MESSAGE.field("require_auth");

/// Only so many of the users that a message mentions are notified.
const MOST_NOTIFIED: usize = 10;

const NOT_MENTIONED: Unknown = Unknown::Passes("what becomes of such a mention is not documented", Basis::Inferred);

/// So many thumbnails a file has elsewhere in the API.
const MOST_THUMBNAILS: usize = 3;

pub(crate) fn message(sendbird: &Sendbird, migration: &mut Migration, bytes: &[u8]) {
    let known = type_of(migration, bytes);
    let present = migration.walker.slots.present;
    // A key in another case does not stand for a field.
    let given = present & !migration.walker.variants;
    let needed = match known {
        Some(known) => {
            if present & !known.taken != 0 {
                foreign_fields(migration, known, present & !known.taken);
            }
            known.needed
        }
        None => needed_by_looks(migration, present),
    };
    if needed & !given != 0 || !migration.walker.row_drafts().is_empty() {
        settle(migration, known, needed & !given);
    }
    let has = |field: usize| present >> field & 1 == 1;
    if has(TEXT) && known.is_none_or(|known| known.taken >> TEXT & 1 == 1) {
        length(sendbird, migration, bytes);
    }
    if has(CUSTOM_TYPE) {
        custom_type(migration, bytes, CUSTOM_TYPE);
    }
    if has(MENTIONS) {
        mentions(migration, bytes);
    }
    if has(METAARRAY) {
        metaarray(migration, bytes);
    }
    if has(THUMBNAILS) {
        thumbnails(migration, bytes);
    }
    if has(REQUIRE_AUTH) {
        require_auth(migration, bytes);
    }
    if known.is_none_or(|known| known.taken >> USER_ID & 1 == 1) {
        sender(sendbird, migration, bytes);
    }
    super::dedup::dedup_id(&sendbird.batches, migration, bytes);
    migration.future(TIMESTAMP, Severity::Warning);
    migration.sent(TIMESTAMP);
}

/// The row's type, if it is one.
fn type_of(migration: &Migration, bytes: &[u8]) -> Option<&'static Type> {
    let span = migration.get(MESSAGE_TYPE)?;
    let text = value(bytes, span);
    TYPES.iter().find(|known| known.name.as_bytes() == &*text)
}

/// What a message of no known type lacks, whatever it was meant to be: what it looks like is taken for its type.
#[cold]
fn needed_by_looks(migration: &Migration, present: u64) -> u64 {
    let [mesg, file, _] = &TYPES;
    let of_files = file.taken & !mesg.taken & present != 0;
    // Exports have an empty "file" in every message, and an empty text in those that have a file.
    if of_files || is_hinted(migration, "url") && migration.text(TEXT).is_none() {
        file.needed
    } else if present >> USER_ID & 1 == 1 || is_hinted(migration, "user_id") {
        mesg.needed
    } else {
        1 << TEXT
    }
}

/// Fields that the row's type does not have: edge cases 21 to 25, 61.
#[cold]
fn foreign_fields(migration: &mut Migration, known: &Type, foreign: u64) {
    for field in (0..MESSAGE.fields.len()).filter(|field| foreign >> field & 1 == 1) {
        let counterpart = match field {
            DATA => CUSTOM_FIELD,
            CUSTOM_FIELD => DATA,
            _ => field,
        };
        let instead = known.taken >> counterpart & 1 == 1;
        let words = if field == USER_ID {
            "is no field of ADMM messages, which have no sender; it is lost".to_owned()
        } else if instead {
            ["is no field of ", known.name, " messages; theirs is \"", migration.name(counterpart), "\""].concat()
        } else {
            ["is no field of ", known.name, " messages; it is lost"].concat()
        };
        let help = match field {
            USER_ID => "remove it, or make the message a MESG if somebody said it".to_owned(),
            _ if instead => ["rename it to \"", migration.name(counterpart), "\""].concat(),
            _ => "remove it, or check message_type".to_owned(),
        };
        let draft =
            migration.about(Code::SendbirdFieldOfAnotherType, Severity::Warning, Basis::Inferred, field, &words);
        migration.say(draft.help(&help));
    }
}

/// What the row lacks, and better help for what was found in it.
#[cold]
fn settle(migration: &mut Migration, known: Option<&Type>, missing: u64) {
    for field in [USER_ID, TEXT, URL].into_iter().filter(|field| missing >> field & 1 == 1) {
        let nested = nested_in(migration, field);
        let why = match known {
            Some(known) => ["; ", known.name, " messages need it"].concat(),
            None => String::new(),
        };
        required(migration, field, &why);
        if let Some(help) = nested {
            advise(migration, Code::MissingField, migration.name(field), help);
        }
    }
    let help = "write MESG, FILE or ADMM: what the documentation calls the default value has to stand there";
    advise_missing(migration, "message_type", help);
    let help = "write the whole address, such as \"https://example.com/a.png\"; the file has to be served from there";
    advise(migration, Code::InvalidUrl, "url", help);
    let help = "write it as a string, as JSON.stringify() makes it of an object";
    for field in [DATA, CUSTOM_FIELD] {
        if migration.is_wrong(field) {
            advise(migration, Code::WrongType, migration.name(field), help);
        }
    }
}

/// What to do about a field whose value stands inside an object under another name.
fn nested_in(migration: &Migration, field: usize) -> Option<&'static str> {
    let (user, file) = (
        "\"user\" holds the sender in exports and answers; write its user_id as \"user_id\"",
        "\"file\" holds the file in exports and answers; write its url, name, size and type as \"url\", \
         \"file_name\", \"file_size\" and \"file_type\"",
    );
    let named = |key: &str| {
        let drafts = migration.walker.row_drafts();
        drafts.iter().any(|draft| draft.code == Code::WrongName && draft.cause.value == key)
    };
    match field {
        USER_ID if named("user") => Some(user),
        URL if named("file") => Some(file),
        _ => None,
    }
}

/// Edge cases 27 and 29.
fn length(sendbird: &Sendbird, migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.get(TEXT) else { return };
    if span.is_empty() {
        let words = "is empty; Sendbird may refuse that";
        let draft = migration.about(Code::MissingField, Severity::Warning, Basis::Inferred, TEXT, words);
        migration.say(draft.help("give it a text, or leave the message out"));
    } else if u64::from(span.end - span.start) > sendbird.longest {
        long_text(sendbird, migration, bytes, span);
    }
}

#[cold]
fn long_text(sendbird: &Sendbird, migration: &mut Migration, bytes: &[u8], span: Span) {
    let characters = text::code_points(&value(bytes, span)) as u64;
    if characters <= sendbird.longest {
        return;
    }
    // Whether a migration is held to the setting is not known. Who names the setting wants to hear of it.
    let (severity, whose, default) = if sendbird.longest_is_given {
        (Severity::Error, "the application allows ", "")
    } else {
        (Severity::Warning, "applications allow ", " by default")
    };
    let most = sendbird.longest.to_string();
    let words = ["is ", &characters.to_string(), " characters long; ", whose, &most, default].concat();
    let mut draft = migration.about(Code::TooLong, severity, Basis::Inferred, TEXT, &words);
    draft.cause.limit = sendbird.longest;
    migration.say(
        draft.help("shorten it, or raise max_message_length in the application and profile.maxMessageLength here"),
    );
}

/// Edge cases 46 and 47.
fn mentions(migration: &mut Migration, bytes: &[u8]) {
    let count = migration.walker.slots.list(MENTIONS).len();
    if count > MOST_NOTIFIED {
        let words = ["has ", &count.to_string(), " elements; Sendbird notifies ten users of a message"].concat();
        let draft = migration.about(Code::TooMany, Severity::Warning, Basis::Documented, MENTIONS, &words);
        migration.say(draft.help("leave it if nobody has to be notified of old messages"));
    }
    refer_to_users(migration, bytes, MENTIONS, NOT_MENTIONED);
}

/// Keys that stand twice: edge case 52.
fn metaarray(migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.get(METAARRAY) else { return };
    let mut seen: Option<Set> = None;
    for (index, element) in elements(bytes, span).enumerate() {
        let key = members(bytes, element.value).find(|member| raw(bytes, member.key) == b"key" && member.first == b'"');
        let Some(key) = key else { continue };
        let print = migration.fingerprint(bytes, key.value);
        if !seen.get_or_insert_with(Set::new).insert(print, 0) {
            let path = [&super::element("sorted_metaarray", index), ".key"].concat();
            let message = ["message.", &path, " is ", &text::quoted(&shown(bytes, key.value)), " once more"].concat();
            let draft = Draft::new(Code::RepeatedValue, Severity::Warning, Basis::Inferred, key.place(), message)
                .path(migration.path(&path))
                .help("put all values of a key into one list")
                .cause("metaarray", "key", "", 0);
            migration.say(draft);
        }
    }
}

/// Strings and objects may stand side by side: edge case 65.
fn thumbnails(migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.get(THUMBNAILS) else { return };
    let at = migration.place(THUMBNAILS);
    let first = bytes.get(at).copied().unwrap_or(0);
    if first != b'[' {
        let words = ["is ", found(first), "; Sendbird wants a list of strings or objects"].concat();
        let mut draft = migration.about(Code::WrongType, Severity::Error, Basis::Inferred, THUMBNAILS, &words);
        found(first).clone_into(&mut draft.cause.value);
        migration.say(draft.help("put the URLs into a list"));
        return;
    }
    let mut count = 0;
    for (index, item) in elements(bytes, span).enumerate() {
        count = index + 1;
        if !matches!(item.first, b'"' | b'{') {
            let words =
                ["an element of message.thumbnails is ", found(item.first), "; Sendbird wants strings or objects"];
            let path = migration.path(&element("thumbnails", index));
            let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Inferred, item.place(), words.concat())
                .path(path)
                .cause("message", "thumbnails", found(item.first), 0);
            migration.say(draft);
        }
    }
    if count > MOST_THUMBNAILS {
        let words = ["has ", &count.to_string(), " elements; elsewhere Sendbird takes three thumbnails of a file"];
        let draft = migration.about(Code::TooMany, Severity::Warning, Basis::Inferred, THUMBNAILS, &words.concat());
        migration.say(draft.help("leave the others out to be sure"));
    }
}

/// Edge case 66.
fn require_auth(migration: &mut Migration, bytes: &[u8]) {
    if !migration.is_true(bytes, REQUIRE_AUTH) {
        return;
    }
    let Some(url) = migration.text(URL) else { return };
    let url = value(bytes, url);
    if !is_sendbirds(&url) {
        let words = "is true, and the file is not one that Sendbird holds; it has no effect";
        let code = Code::ConflictingFields;
        let draft = migration.about(code, Severity::Warning, Basis::Documented, REQUIRE_AUTH, words);
        migration.say(draft.help("protect the file where it is held, or remove the field"));
    }
}

/// Whether Sendbird holds the file of a URL.
fn is_sendbirds(url: &[u8]) -> bool {
    let url = String::from_utf8_lossy(url);
    let rest = text::parted(&url, "://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host == "sendbird.com" || host.ends_with(".sendbird.com")
}

/// The sender has to be a user, and better a member: edge cases 14 to 17.
fn sender(sendbird: &Sendbird, migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.text(USER_ID) else { return };
    let user = migration.fingerprint(bytes, span);
    if migration.ids.refer(USERS, user) {
        migration.unknown(bytes, USERS, "user", "user_id", span, Basis::Documented);
        return;
    }
    if sendbird.deactivated.as_ref().is_some_and(|map| map.get(user) == Some(&true)) {
        deactivated(migration, bytes, span);
    }
    if let Some(channel) = sendbird.channel
        && migration.ids.refer_if(MEMBERS, pair(channel, user), (GROUPS, channel))
    {
        no_member(migration, bytes, span);
    }
}

#[cold]
fn deactivated(migration: &mut Migration, bytes: &[u8], span: Span) {
    let words = ["is ", &text::quoted(&shown(bytes, span)), ", whom an earlier request deactivates"].concat();
    let code = Code::SendbirdDeactivatedSender;
    let draft = migration.about(code, Severity::Warning, Basis::Inferred, USER_ID, &words);
    migration.say(draft.help("deactivate users after their messages have been migrated"));
}

#[cold]
fn no_member(migration: &mut Migration, bytes: &[u8], span: Span) {
    let words = [
        "is ",
        &text::quoted(&shown(bytes, span)),
        ", who is no member of the channel; Sendbird may refuse or skip the message",
    ];
    let code = Code::UnknownReference;
    let draft = migration.about(code, Severity::Warning, Basis::Inferred, USER_ID, &words.concat());
    migration.say_late(draft.help("make every sender a member before: with user_ids at creation, or with an invite"));
}
