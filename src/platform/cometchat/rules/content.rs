//! What a message says: its category and type, and the parts of its data that those ask for.
//! Source: `formats/cometchat.md` 2.4, 8 (19 to 31, 64).

use super::{attachments, inside};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::{Lexer, PADDING};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{raw, value};
use crate::platform::cometchat::tables::{DATA_ATTACHMENTS, DATA_CUSTOM_DATA, DATA_METADATA, DATA_TEXT, MESSAGE};
use crate::table::look::{Size, compact_size, elements, members};
use crate::table::slots::Span;

const CATEGORY: usize = MESSAGE.field("category");
const TYPE: usize = MESSAGE.field("type");
const DATA: usize = MESSAGE.field("data");

/// What a message is, as far as its content is held against that.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Text,
    Media,
    Custom,
    /// Nothing that is known, which was said.
    Unknown,
}

pub(super) fn content(migration: &mut Migration, bytes: &[u8]) {
    let content = kind_of(migration, bytes);
    // Of data that is no object nothing else can be told.
    if !migration.is_wrong(DATA) {
        match content {
            Content::Text => text(migration, bytes),
            Content::Media => media(migration, bytes),
            Content::Custom => custom(migration, bytes),
            Content::Unknown => {}
        }
        metadata(migration, bytes);
        attachments::attachments(migration, bytes);
    } else if migration.walker.slots.place(DATA).is_some_and(|at| bytes.get(at) == Some(&b'"')) {
        data_in_quotes(migration, bytes);
    }
    sizes(migration, bytes);
}

/// What category and type say. Where one is not there, what the platform assumes of single messages is assumed.
fn kind_of(migration: &mut Migration, bytes: &[u8]) -> Content {
    let custom = match migration.get(CATEGORY) {
        Some(span) => match &*value(bytes, span) {
            b"message" => false,
            b"custom" => true,
            _ => return Content::Unknown,
        },
        None if migration.has(CATEGORY) => return Content::Unknown,
        None => {
            assumed(migration, CATEGORY, "message");
            false
        }
    };
    let Some(span) = migration.get(TYPE) else {
        if migration.has(TYPE) {
            return Content::Unknown;
        }
        assumed(migration, TYPE, "text");
        return if custom { Content::Custom } else { Content::Text };
    };
    match &*value(bytes, span) {
        _ if custom => Content::Custom,
        b"text" => Content::Text,
        b"image" | b"file" | b"audio" | b"video" => Content::Media,
        other => {
            if !span.is_empty() {
                unknown_type(migration, other);
            }
            Content::Unknown
        }
    }
}

#[cold]
fn assumed(migration: &mut Migration, field: usize, default: &str) {
    let words = ["is missing; of single messages CometChat documents \"", default, "\" as the default"].concat();
    let mut draft = migration.about(Code::MissingField, Severity::Warning, Basis::Inferred, field, &words);
    draft.at = migration.row_at();
    let help = ["add \"", migration.name(field), "\": \"", default, "\""].concat();
    migration.say(draft.help(&help));
}

#[cold]
fn unknown_type(migration: &mut Migration, found: &[u8]) {
    const TYPES: [&str; 5] = ["text", "image", "file", "audio", "video"];
    let found = String::from_utf8_lossy(found).into_owned();
    let words = ["is ", &text::quoted(&found), "; of the category \"message\" CometChat takes ", &TYPES.join(", ")];
    let mut draft = migration.about(Code::InvalidValue, Severity::Error, Basis::Documented, TYPE, &words.concat());
    let help = match TYPES.iter().find(|known| known.eq_ignore_ascii_case(&found)) {
        Some(same) => ["write it as \"", same, "\""].concat(),
        None => "use one of these; or the category \"custom\", whose types are free, with data.customData".to_owned(),
    };
    draft.cause.value = found;
    migration.say(draft.help(&help));
}

/// A part of the data that is missing, empty or not what it should be; `part` is its name.
fn say(
    migration: &mut Migration,
    facts: (Code, Severity, Basis),
    (slot, part): (usize, &str),
    words: &str,
    help: &str,
) {
    let at = migration.walker.slots.place(slot).or_else(|| migration.walker.slots.place(DATA));
    let at = at.unwrap_or_else(|| migration.row_at());
    let draft = inside(migration, facts, &["data.", part].concat(), ("message.data", part), at, words);
    migration.say(draft.help(help));
}

fn text(migration: &mut Migration, bytes: &[u8]) {
    match migration.get(DATA_TEXT) {
        // Most texts begin with what is none of the blanks.
        Some(span) if bytes.get(span.start as usize).is_some_and(u8::is_ascii_alphanumeric) => {}
        Some(span) => blank_text(migration, bytes, span),
        None if migration.is_wrong(DATA_TEXT) => {}
        None => no_text(migration, "is missing"),
    }
    if has_attachments(migration, bytes) {
        let facts = (Code::CometChatTextWithAttachments, Severity::Info, Basis::Inferred);
        let words = "is not shown by CometChat's user interface kits, since the message's type is \"text\"";
        let help = "make the type image, file, audio or video, if it is about the attachment";
        say(migration, facts, (DATA_ATTACHMENTS, "attachments"), words, help);
    }
}

#[inline(never)]
fn blank_text(migration: &mut Migration, bytes: &[u8], span: Span) {
    if span.is_empty() {
        no_text(migration, "is empty");
    } else if !begins_with_ink(raw(bytes, span)) && is_blank(bytes, span) {
        no_text(migration, "is blank");
    }
}

/// Whether a raw text plainly begins with what is no white space: most texts do, and the rest of them is not looked at.
fn begins_with_ink(raw: &[u8]) -> bool {
    // As much as one character takes, be it an escaped pair of surrogates.
    const LONGEST: usize = 12;
    if raw.first().is_some_and(|byte| byte.is_ascii_graphic() && *byte != b'\\') {
        return true;
    }
    let head = text::unescape(raw.get(..LONGEST).unwrap_or(raw));
    let first = head.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
    first.is_some_and(|first| !first.is_whitespace())
}

#[cold]
fn is_blank(bytes: &[u8], span: Span) -> bool {
    String::from_utf8_lossy(&value(bytes, span)).trim().is_empty()
}

#[cold]
fn no_text(migration: &mut Migration, words: &str) {
    // The likely reason: one finding for one cause.
    let beside = |draft: &crate::table::draft::Draft| {
        draft.code == Code::NotImported && draft.cause.kind == "message" && draft.cause.field == "text"
    };
    let drafts = &mut migration.walker.drafts;
    let misplaced = drafts.iter().rposition(|draft| beside(draft) && draft.at >= migration.object.unwrap_or_default());
    let help = if let Some(misplaced) = misplaced {
        drafts.remove(misplaced);
        "move \"text\" into \"data\""
    } else {
        "give it a text, or leave it out: it makes the whole request fail, after the others are imported"
    };
    let facts = (Code::MissingField, Severity::Error, Basis::Documented);
    say(migration, facts, (DATA_TEXT, "text"), words, help);
}

fn has_attachments(migration: &Migration, bytes: &[u8]) -> bool {
    migration.get(DATA_ATTACHMENTS).is_some_and(|span| elements(bytes, span).next().is_some())
}

fn media(migration: &mut Migration, bytes: &[u8]) {
    if migration.is_wrong(DATA_ATTACHMENTS) || has_attachments(migration, bytes) {
        return;
    }
    let facts = (Code::MissingField, Severity::Error, Basis::Inferred);
    let words = if migration.has(DATA_ATTACHMENTS) { "is empty" } else { "is missing" };
    let words = [words, "; images, files, audios and videos have their file there"].concat();
    let help = "add the file, with url, name, mimeType and extension; or make the type \"text\"";
    say(migration, facts, (DATA_ATTACHMENTS, "attachments"), &words, help);
}

fn custom(migration: &mut Migration, bytes: &[u8]) {
    if migration.is_wrong(DATA_CUSTOM_DATA) {
        return;
    }
    let missing = (Code::MissingField, Severity::Error, Basis::Documented);
    let wrong = (Code::WrongType, Severity::Error, Basis::Documented);
    let quoted = (Code::WrongType, Severity::Warning, Basis::Inferred);
    let Some(span) = migration.get(DATA_CUSTOM_DATA) else {
        let help = "add it: an object with what the message holds";
        return say(migration, missing, (DATA_CUSTOM_DATA, "customData"), CUSTOM_MISSING, help);
    };
    let (facts, words, help) = match migration.walker.slots.place(DATA_CUSTOM_DATA).and_then(|at| bytes.get(at)) {
        Some(b'"') if is_object_in_quotes(bytes, span) => {
            (quoted, "is JSON in a string; CometChat wants an object", UNQUOTE)
        }
        Some(b'"') => (wrong, "is a string; CometChat wants an object", "write an object"),
        Some(b'[') => (wrong, "is a list; CometChat wants an object", "put the list into an object, under a name"),
        _ if members(bytes, span).next().is_none() => (missing, "is empty", "put something in it"),
        _ => return,
    };
    say(migration, facts, (DATA_CUSTOM_DATA, "customData"), words, help);
}

const CUSTOM_MISSING: &str = "is missing, and the message's category is \"custom\"";
const UNQUOTE: &str = "write the object itself, not its JSON as a string";

/// Whether a string's text is the JSON of an object.
#[cold]
fn is_object_in_quotes(bytes: &[u8], span: Span) -> bool {
    let mut json = value(bytes, span).into_owned();
    let end = json.len();
    json.resize(end + PADDING, 0);
    let mut lexer = Lexer::new(&json, 0, u32::MAX);
    lexer.next() == b'{' && lexer.value() && json.get(lexer.pos..end).is_some_and(|rest| rest.trim_ascii().is_empty())
}

/// Single messages were seen to take their data so.
#[cold]
fn data_in_quotes(migration: &mut Migration, bytes: &[u8]) {
    let Some(at) = migration.walker.slots.place(DATA) else { return };
    let mut lexer = Lexer::new(bytes, at + 1, u32::MAX);
    if !lexer.string() || !is_object_in_quotes(bytes, Span::new(at + 1, lexer.pos - 1, lexer.escaped)) {
        return;
    }
    for draft in migration.walker.row_drafts_mut() {
        if draft.code == Code::WrongType && draft.at == at {
            (draft.severity, draft.basis) = (Severity::Warning, Basis::Inferred);
            draft.help = Some(UNQUOTE.to_owned());
        }
    }
}

/// An empty list is what an empty object may have become on its way through PHP.
fn metadata(migration: &mut Migration, bytes: &[u8]) {
    let place = migration.walker.slots.place(DATA_METADATA).filter(|at| bytes.get(*at) == Some(&b'['));
    let Some(at) = place else { return };
    if Lexer::new(bytes, at + 1, u32::MAX).next() == b']' {
        for draft in migration.walker.row_drafts_mut() {
            if draft.code == Code::WrongType && draft.at == at {
                (draft.severity, draft.basis) = (Severity::Info, Basis::Inferred);
            }
        }
    }
}

/// 10 KB of data and 65,536 characters in all. Whether bytes or characters are meant is not said: what breaks only one
/// of the two is a warning.
fn sizes(migration: &mut Migration, bytes: &[u8]) {
    const DATA_LIMIT: usize = 10_240;
    const LIMIT: usize = 65_536;
    let row = migration.row_at();
    let data = migration.get(DATA).filter(|span| (span.end - span.start) as usize > DATA_LIMIT);
    let large = data.map(|span| compact_size(bytes, span)).filter(|size| size.bytes > DATA_LIMIT);
    if let Some(size) = large {
        too_large(migration, size, DATA_LIMIT, true);
    } else if migration.end.saturating_sub(row) > LIMIT {
        let size = compact_size(bytes, Span::new(row, migration.end, false));
        if size.characters > LIMIT {
            too_large(migration, size, LIMIT, false);
        }
    }
}

#[cold]
fn too_large(migration: &mut Migration, size: Size, limit: usize, data: bool) {
    let over = size.characters > limit;
    let severity = if over { Severity::Error } else { Severity::Warning };
    let (bytes, characters, limit_words) = (size.bytes.to_string(), size.characters.to_string(), limit.to_string());
    let what = if data { "message.data" } else { "the message" };
    let doubt = if over { "" } else { ", and does not say of which" };
    let message = [
        what,
        " is ",
        &bytes,
        " bytes (",
        &characters,
        " characters) long as compact JSON; CometChat allows ",
        &limit_words,
        doubt,
    ];
    let mut draft = migration.about_row(Code::CustomDataTooLarge, severity, Basis::Documented, message.concat());
    if data {
        draft.at = migration.place(DATA);
        draft.path = migration.walker.path_of(Some("data"));
        "data".clone_into(&mut draft.cause.field);
    }
    draft.cause.limit = limit as u64;
    migration.say(draft.help("shorten it, or keep large data in a store of your own, and an id of it here"));
}
