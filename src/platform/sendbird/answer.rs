//! What Sendbird would answer: 4 of `formats/sendbird.md`.
//!
//! No answer of the migration call is public. The codes are those whose documented meaning fits; the sentences follow those
//! that were seen of other calls, so that every answer is marked as predicted.

use super::{FACTS, tables};
use crate::codes::Code;
use crate::json::go_text;
use crate::platform::api::request::{Request, Trouble, Verdict};
use crate::table::draft::Draft;
use crate::table::{Table, Value};

/// The first error in the server's order, as an answer.
pub(super) fn answer(request: &Request) -> Verdict {
    let first = request.troubles.iter().min_by_key(|trouble| stage(trouble));
    let row = || request.faults.first().and_then(|fault| fault.troubles.first());
    let (code, message) = match (&request.malformed, first) {
        (Some(_), _) => malformed(),
        (None, Some(trouble)) => told(trouble),
        (None, None) => row().map_or_else(malformed, told),
    };
    let mut text = ["{\"error\":true,\"code\":", &code.to_string(), ",\"message\":"].concat();
    go_text::push_json(&mut text, &message);
    text.push('}');
    Verdict { status: 400, predicted: true, text }
}

/// In which order errors of a request as a whole are told, all of them before those of its rows: 4.5.
fn stage(trouble: &Trouble) -> u32 {
    match (trouble.code, trouble.cause.kind, trouble.cause.field.as_str()) {
        (Code::WrongType, "body", "") => 1,
        (Code::UnknownReference, ..) => 2,
        (_, "body", "messages") => 3,
        (Code::TooMany, "request", _) => 4,
        (Code::WrongType, "body", _) => 5,
        (Code::ConflictingFields, "body", _) => 6,
        // No JSON.
        (_, "", _) => 0,
        _ => 7,
    }
}

/// In which order errors of a row are told: 4.5.
pub(super) fn rank(draft: &Draft) -> u32 {
    let cause = &draft.cause;
    match draft.code {
        Code::WrongType if cause.field.is_empty() => 0,
        _ if cause.kind == "message" && cause.field == "message_type" => 1,
        _ if cause.kind == "metaarray" || cause.field == "sorted_metaarray" => 6,
        Code::MissingField | Code::KeyCase | Code::WrongName => 2,
        Code::BadTimestamp | Code::InvalidValue if cause.value == "negative" => 4,
        Code::WrongType | Code::BadTimestamp => 3,
        Code::UnknownReference => 7,
        Code::DuplicateId => 8,
        _ => 5,
    }
}

fn malformed() -> (u32, String) {
    (400_403, "Invalid JSON request body.".to_owned())
}

/// An error in the platform's words: 4.2 to 4.4.
fn told(trouble: &Trouble) -> (u32, String) {
    let cause = &trouble.cause;
    let field = match (cause.kind, cause.field.as_str()) {
        ("request", _) => "messages",
        (kind, "") => kind,
        (_, field) => field,
    };
    match trouble.code {
        Code::MissingField | Code::KeyCase | Code::WrongName => (400_105, sentence(field, "must be required.")),
        Code::BadTimestamp | Code::InvalidValue if cause.value == "negative" => {
            (400_106, sentence(field, "must be a positive number."))
        }
        Code::WrongType | Code::BadTimestamp => {
            let (code, words) = wanted(trouble);
            (code, sentence(field, words))
        }
        Code::TooLong if field == "user_id" => (400_305, longer(field, cause.limit)),
        Code::TooLong => (400_110, longer(field, cause.limit)),
        Code::TooShort => {
            (400_110, invalid(&[field, ". It takes at least ", &cause.limit.to_string(), " characters."].concat()))
        }
        Code::TooMany => {
            let most = if cause.limit == 0 { 100 } else { cause.limit };
            (400_203, invalid(&[field, ". It takes at most ", &most.to_string(), " items."].concat()))
        }
        Code::InvalidCharacters if field == "channel_url" => {
            (400_111, invalid("channel_url. It takes only alphabets, numbers, hyphen and underscore."))
        }
        Code::InvalidCharacters => (400_151, invalid(field)),
        Code::ConflictingFields if cause.kind == "channel" => {
            let other = cause.value.as_str();
            let words = "is_distinct. If you want this value to be set \"true\", ";
            (400_111, invalid(&[words, other, " must not be true."].concat()))
        }
        Code::UnknownReference => unknown(trouble),
        Code::DuplicateId => (400_202, sentence(field, "violates unique constraint.")),
        Code::InvalidValue | Code::NoItems | Code::ConflictingFields => (400_111, invalid(field)),
        // What is left is wrong with the JSON itself.
        _ => malformed(),
    }
}

fn sentence(field: &str, words: &str) -> String {
    ["\"", field, "\" ", words].concat()
}

fn invalid(words: &str) -> String {
    ["Invalid value: \"", words, "\"."].concat()
}

fn longer(field: &str, most: u64) -> String {
    invalid(&[field, ". It takes at most ", &most.to_string(), " characters."].concat())
}

/// A channel that leaves nobody out says that the list is wrong; all else says who is missing.
fn unknown(trouble: &Trouble) -> (u32, String) {
    let (kind, field) = (trouble.cause.kind, trouble.cause.field.as_str());
    if kind == "channel" {
        return (400_111, invalid(field.split('[').next().unwrap_or_default()));
    }
    let what = if field == "channel" { "Channel" } else { "User" };
    (400_201, sentence(what, "not found."))
}

/// The code for a value of the wrong type, and what should stand there.
fn wanted(trouble: &Trouble) -> (u32, &'static str) {
    const STRING: (u32, &str) = (400_100, "must be a string.");
    let cause = &trouble.cause;
    // What is wrong inside a list or a map has a path that goes on behind the field.
    let inside = !cause.field.is_empty() && !trouble.path.ends_with(&cause.field);
    match field_value(cause.kind, &cause.field) {
        Some(Value::Texts(_) | Value::Map(_) | Value::Any) if inside => STRING,
        Some(Value::Text(_)) => STRING,
        Some(Value::Texts(_) | Value::Objects(_) | Value::Any) => (400_102, "must be a list."),
        Some(Value::Bool) => (400_104, "must be a boolean."),
        Some(Value::Epoch(_) | Value::Number(_) | Value::Integer) => (400_101, "must be a number."),
        _ => (400_103, "must be a JSON."),
    }
}

/// What a field's value has to be.
fn field_value(kind: &str, field: &str) -> Option<&'static Value> {
    let tables = FACTS.kinds.iter().map(|kind| kind.table).chain(FACTS.envelopes.iter().copied());
    let nested: [&'static Table; 1] = [&tables::METAARRAY];
    tables
        .chain(nested)
        .filter(|table| table.kind == kind)
        .flat_map(|table| table.fields)
        .find(|known| known.name(0) == field)
        .map(|known| &known.value)
}
