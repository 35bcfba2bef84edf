//! Mentions: `<@uid:bob>` in a text, and what is told of those who are mentioned.
//! Source: `formats/cometchat.md` 2.4, 8 (65, 66).

use crate::redact;
use std::borrow::Cow;

use super::{key, quoted, same_id};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{raw, value};
use crate::platform::cometchat::USERS;
use crate::platform::cometchat::tables::{DATA_TEXT, MESSAGE};
use crate::table::draft::push_key;
use crate::table::look::{Member, members};

const DETAILS: usize = MESSAGE.field("mentionedUserDetails");
const BEFORE: &[u8] = b"<@uid:";

pub(super) fn mentions(migration: &mut Migration, bytes: &[u8]) {
    let details = migration.get(DETAILS).is_some();
    let mention = migration.get(DATA_TEXT).is_some_and(|span| {
        let text = raw(bytes, span);
        // A `<` may stand there as an escape.
        memchr::memchr(b'<', text).is_some()
            || span.escaped
                && memchr::memchr_iter(b'\\', text)
                    .any(|at| text.get(at + 1..).is_some_and(|rest| rest.starts_with(b"u003")))
    });
    if details || mention {
        look(migration, bytes);
    }
}

/// The uids that a text mentions.
fn mentioned(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memchr_iter(b'<', text).filter_map(|at| {
        let rest = text.get(at..)?.strip_prefix(BEFORE)?;
        rest.split(|byte| *byte == b'>').next().filter(|uid| !uid.is_empty() && uid.len() < rest.len())
    })
}

#[inline(never)]
fn look(migration: &mut Migration, bytes: &[u8]) {
    let text = migration.get(DATA_TEXT).map_or(Cow::Borrowed(&[][..]), |span| value(bytes, span));
    let mut told: Vec<Cow<[u8]>> = Vec::new();
    if let Some(span) = migration.get(DETAILS) {
        for member in members(bytes, span).filter(|member| member.first == b'{') {
            let uid = value(bytes, member.key);
            detail(migration, bytes, &member, &uid, &text);
            told.push(uid);
        }
    }
    for uid in mentioned(&text) {
        let key = key(&migration.ids, USERS, uid);
        if !told.iter().any(|told| same_id(told, uid)) && migration.ids.refer(USERS, key) {
            let words = ["mentions the user ", &quoted(uid), ", who is not in the input"].concat();
            let facts = (Code::UnknownReference, Severity::Warning, Basis::Inferred);
            let at = migration.place(DATA_TEXT);
            let draft = super::inside(migration, facts, "data.text", ("message.data", "text"), at, &words);
            migration.say_late(draft.help("add the user, or tell of them in mentionedUserDetails"));
        }
    }
}

/// One of those who are told of: under their own uid, and mentioned.
fn detail(migration: &mut Migration, bytes: &[u8], member: &Member, uid: &[u8], text: &[u8]) {
    migration.ids.imply(USERS, key(&migration.ids, USERS, uid));
    let inner = members(bytes, member.value).find(|inner| raw(bytes, inner.key) == b"uid" && inner.first == b'"');
    let mut path = "mentionedUserDetails".to_owned();
    let shown = String::from_utf8_lossy(uid);
    let shown = redact::value(&shown);
    push_key(&mut path, &shown);
    if let Some(inner) = inner.filter(|inner| !same_id(&value(bytes, inner.value), uid)) {
        let words = ["is ", &quoted(&value(bytes, inner.value)), ", and stands under ", &quoted(uid)].concat();
        let facts = (Code::CometChatKeyMismatch, Severity::Error, Basis::Documented);
        let name = [&path, ".uid"].concat();
        let draft = super::inside(migration, facts, &name, ("details", &name), inner.place(), &words);
        migration.say(draft.help("use the uid as the key"));
    }
    if !mentioned(text).any(|mentioned| same_id(mentioned, uid)) {
        let facts = (Code::ConflictingFields, Severity::Warning, Basis::Inferred);
        let at = (member.key.start as usize).saturating_sub(1);
        let words = ["tells of a user whom the text does not mention as <@uid:", &shown, ">"];
        let draft = super::inside(migration, facts, &path, ("details", &path), at, &words.concat());
        migration.say(draft.help("mention the user in data.text, or leave the details out"));
    }
}
