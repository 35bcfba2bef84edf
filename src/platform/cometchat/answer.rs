//! What CometChat would say. Source: `formats/cometchat.md` 4.
//!
//! No answer of the import itself is public: the envelope is documented, the error object was seen at the calls for single
//! users, groups and messages, and the sentences in `details` are those of the framework behind them. Codes are dependable,
//! sentences are hints.

use crate::codes::Code;
use crate::json::go_text::push_json;
use crate::json::text;
use crate::platform::api::request::{Fault, Request, Trouble, Verdict};
use crate::redact;
use crate::table::draft::{Cause, Draft, push_key};

use super::rules::MOST_ROWS;
use super::{GROUP, MEMBER, USER, forms};

const BAD_REQUEST: &str = "ERR_BAD_REQUEST";
const EXCEPTION: &str = "ERR_EXCEPTION";
const EMPTY_TEXT: &str = "ERR_EMPTY_MESSAGE_TEXT";
const UID_NOT_FOUND: &str = "ERR_UID_NOT_FOUND";
const GUID_NOT_FOUND: &str = "ERR_GUID_NOT_FOUND";
const UID_EXISTS: &str = "ERR_UID_ALREADY_EXISTS";
const GUID_EXISTS: &str = "ERR_GUID_ALREADY_EXISTS";
const JOINED: &str = "ERR_ALREADY_JOINED";
const MUID_EXISTS: &str = "ERR_IMPORT_MUID_ALREADY_EXISTS";
const INVALID_JOINED_AT: &str = "ERR_IMPORT_INVALID_JOINEDAT";

/// CometChat's code for an error of a row.
fn code_of(code: Code, cause: &Cause) -> &'static str {
    match (code, cause.kind, cause.field.as_str()) {
        (Code::DuplicateId, "user", _) => UID_EXISTS,
        (Code::DuplicateId, "group", _) => GUID_EXISTS,
        (Code::DuplicateId, "member", _) => JOINED,
        (Code::DuplicateId, ..) => MUID_EXISTS,
        (Code::UnknownReference, ..) if cause.owner == "group" => GUID_NOT_FOUND,
        (Code::UnknownReference, ..) => UID_NOT_FOUND,
        (Code::CometChatRetention, ..) => EXCEPTION,
        (Code::CometChatJoinedTooEarly | Code::FutureTimestamp, "member", _) => INVALID_JOINED_AT,
        (Code::MissingField, "message.data", "text") => EMPTY_TEXT,
        (Code::MissingField, "message.data", "attachments") => "ERR_EMPTY_MESSAGE_FILE",
        (Code::MissingField, "message.data", "customData") => "ERR_EMPTY_CUSTOM_DATA",
        (Code::MissingField, "group", "password") => "ERR_EMPTY_GROUP_PASS",
        (Code::MissingField, "message", "type") => "ERR_EMPTY_MESSAGE_TYPE",
        (Code::InvalidValue, "message", "type") => "ERR_INVALID_MESSAGE_TYPE",
        (Code::InvalidValue, "message", "category") => "ERR_INVALID_MESSAGE_CATEGORY",
        (Code::WrongType, "message.data", "text") => "ERR_INVALID_MESSAGE_TEXT",
        (Code::WrongType, "message.data", "attachments") => "ERR_INVALID_MEDIA_MESSAGE",
        (Code::WrongType, "message.data", "customData") => "ERR_INVALID_CUSTOM_DATA",
        (Code::WrongType, "message.data", "metadata") => "ERR_INVALID_METADATA",
        (Code::CustomDataTooLarge, ..) | (Code::WrongType, "message", "data") => "ERR_INVALID_MESSAGE_DATA",
        _ => BAD_REQUEST,
    }
}

/// Seen at single messages: the shape first, then whether those exist who are named, then what the message says. That an
/// old message is looked at last is a guess.
pub(super) fn rank(draft: &Draft) -> u32 {
    match code_of(draft.code, &draft.cause) {
        BAD_REQUEST => 0,
        UID_NOT_FOUND | GUID_NOT_FOUND | UID_EXISTS | GUID_EXISTS | JOINED | MUID_EXISTS => 1,
        EXCEPTION => 3,
        _ => 2,
    }
}

/// What CometChat sees of a row's errors: of a key that is there twice PHP keeps the last one and says nothing.
fn seen(fault: &Fault) -> impl Iterator<Item = &Trouble> {
    fault.troubles.iter().filter(|trouble| trouble.code != Code::DuplicateKey)
}

/// Whether a row's first error makes the whole request fail, after the good rows were imported.
fn aborts(fault: &Fault) -> Option<&Trouble> {
    let first = seen(fault).next()?;
    matches!(code_of(first.code, &first.cause), EXCEPTION | EMPTY_TEXT).then_some(first)
}

/// The rows' name in a body, and the name of one.
fn names(request: &Request) -> (&'static str, &'static str) {
    let (one, many) = forms::FACTS.counted.get(request.kind).copied().unwrap_or_default();
    (many, one)
}

/// Whether the request is refused before any row of it is looked at; the error object.
fn refused(request: &Request) -> Option<String> {
    let (many, one) = names(request);
    let troubles = || request.troubles.iter().filter(|trouble| trouble.code != Code::DuplicateKey);
    let mut of_body = troubles().filter(|trouble| trouble.cause.kind == "body");
    // A row that is no object.
    let bare = |fault: &Fault| {
        fault.troubles.iter().any(|trouble| trouble.code == Code::WrongType && trouble.cause.field.is_empty())
    };
    if request.malformed.is_some() {
        return Some(error(&failed(), "", BAD_REQUEST));
    }
    if of_body.next().is_some() || request.faults.iter().any(bare) {
        let code = match request.kind {
            USER => "ERR_IMPORT_INVALID_USER_FORMAT",
            GROUP => "ERR_IMPORT_INVALID_GROUP_FORMAT",
            MEMBER => "ERR_IMPORT_INVALID_MEMBER_FORMAT",
            _ => "ERR_IMPORT_INVALID_MESSAGE_FORMAT",
        };
        let message = ["The value for ", many, " property should be an array of ", one, " objects."].concat();
        return Some(error(&[message.clone(), message], "", code));
    }
    if request.rows > MOST_ROWS {
        let sentence = ["The ", many, " must not have more than 50 items."].concat();
        return Some(error(&failed(), &details(&[(many.to_owned(), vec![sentence])]), BAD_REQUEST));
    }
    troubles().next().map(|_| error(&failed(), "", BAD_REQUEST))
}

/// The row that makes the request fail, if one does.
fn aborting(request: &Request) -> Option<&Trouble> {
    request.faults.iter().find_map(aborts)
}

/// The keys of the good rows of a request that fails because of others.
pub(super) fn imported(request: &Request) -> Vec<String> {
    if aborting(request).is_none() || refused(request).is_some() {
        return Vec::new();
    }
    let good = (0..request.rows).filter(|row| row_error(request, *row).is_none() && !is_overwritten(request, *row));
    good.filter_map(|row| request.key(row)).map(text::decode).collect()
}

/// What CometChat would answer; `months` is how far back messages may have been sent.
pub(super) fn answer(request: &Request, months: Option<u32>) -> Verdict {
    let whole = |status, error: &str| Verdict { status, predicted: true, text: ["{\"error\":", error, "}"].concat() };
    if let Some(error) = refused(request) {
        return whole(400, &error);
    }
    if let Some(trouble) = aborting(request) {
        let code = code_of(trouble.code, &trouble.cause);
        let message = if code == EXCEPTION {
            let months = months.unwrap_or_default().to_string();
            ["Messages older than ", &months, " months cannot be imported"].concat()
        } else {
            "Message text should be non-empty string.".to_owned()
        };
        return whole(500, &error(&[message.clone(), message], "", code));
    }
    let mut out = String::from("{\"data\":{");
    for row in (0..request.rows).filter(|row| !is_overwritten(request, *row)) {
        let Some(key) = request.key(row) else { continue };
        if !out.ends_with('{') {
            out.push(',');
        }
        if redact::is_on() {
            push_json(&mut out, &redact::value(&text::decode(key)));
        } else {
            // As it stands in the request, so that its escapes are right.
            out.extend(["\"", &String::from_utf8_lossy(key), "\""]);
        }
        out.push_str(":{\"success\":");
        match row_error(request, row) {
            Some(error) => out.extend(["false,\"error\":", &error, "}"]),
            None => out.push_str("true}"),
        }
    }
    out.push_str("}}");
    Verdict { status: 200, predicted: true, text: out }
}

/// Of two rows with the same key PHP keeps the last one.
fn is_overwritten(request: &Request, row: u64) -> bool {
    let key = request.key(row);
    key.is_some() && (row + 1..request.rows).any(|later| request.key(later) == key)
}

/// What CometChat says of a row.
fn row_error(request: &Request, row: u64) -> Option<String> {
    let fault = request.fault(row)?;
    let key = request.key(row);
    let alone = !(0..row).any(|earlier| request.key(earlier) == key);
    // What stood under the same key is gone, and no duplicate.
    let troubles = || seen(fault).filter(|trouble| alone || trouble.code != Code::DuplicateId);
    let first = troubles().next()?;
    let code = code_of(first.code, &first.cause);
    if code != BAD_REQUEST {
        return Some(error(&words(code, first), "", code));
    }
    let prefix = prefix(request, key.unwrap_or_default());
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for trouble in troubles().filter(|trouble| code_of(trouble.code, &trouble.cause) == BAD_REQUEST) {
        let attribute = attribute(trouble, &prefix);
        let sentence = sentence(trouble, &attribute);
        match told.iter_mut().find(|(known, _)| *known == attribute) {
            Some((_, sentences)) => sentences.push(sentence),
            None => told.push((attribute, vec![sentence])),
        }
    }
    Some(error(&failed(), &details(&told), code))
}

/// Where a row stands in a line of a requests file.
fn prefix(request: &Request, key: &[u8]) -> String {
    let mut prefix = String::from("body");
    push_key(&mut prefix, names(request).0);
    push_key(&mut prefix, &redact::value(&text::decode(key)));
    prefix
}

/// An error object. `details` is there or empty.
fn error([message, for_developers]: &[String; 2], details: &str, code: &str) -> String {
    let mut out = String::from("{\"message\":");
    push_json(&mut out, message);
    out.push_str(",\"devMessage\":");
    push_json(&mut out, for_developers);
    out.extend([",\"source\":\"chat-api\"", details, ",\"code\":\"", code, "\"}"]);
    out
}

fn details(told: &[(String, Vec<String>)]) -> String {
    let mut out = String::from(",\"details\":{");
    for (index, (attribute, sentences)) in told.iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        push_json(&mut out, attribute);
        out.push_str(":[");
        for (index, sentence) in sentences.iter().enumerate() {
            out.push_str(if index > 0 { "," } else { "" });
            push_json(&mut out, sentence);
        }
        out.push(']');
    }
    out.push('}');
    out
}

fn failed() -> [String; 2] {
    let words = "Failed to validate the data sent with the request.";
    [words.to_owned(), words.to_owned()]
}

/// The sentences for a code; our own where CometChat's are not public.
fn words(code: &str, trouble: &Trouble) -> [String; 2] {
    let cause = &trouble.cause;
    let id = folded(&cause.value);
    let message = match code {
        UID_NOT_FOUND => {
            let both = |so: &str| {
                let end = [so, "please make sure you have created a user with UID ", &id, "."].concat();
                ["The UID ", &id, " does not exist, ", &end].concat()
            };
            return [both(""), both("so ")];
        }
        GUID_NOT_FOUND => {
            let end = " does not exist. Please use correct guid or use create group API.";
            ["The group with guid ", &id, end].concat()
        }
        UID_EXISTS => {
            let end = " already exists. Please use another uid or try after permanently deleting the user.";
            ["The uid ", &id, end].concat()
        }
        GUID_EXISTS => {
            let end = " already exists. Please use another guid or try after permanently deleting the group.";
            ["The guid ", &id, end].concat()
        }
        JOINED => {
            let guid = folded(&cause.owner);
            ["The user with uid ", &id, " has already joined the group with guid ", &guid, "."].concat()
        }
        MUID_EXISTS => {
            "The message muid is expected to be unique. The muid will be a unique Identifier of the message.".to_owned()
        }
        INVALID_JOINED_AT => {
            "The value for joinedAt should be greater than createdAt and less than the current timestamp.".to_owned()
        }
        _ => trouble.message.clone(),
    };
    [message.clone(), message]
}

/// An id in lower case, as CometChat shows it; a pseudonym is that of the id as it is.
fn folded(id: &str) -> String {
    if redact::is_on() { redact::value(id).into_owned() } else { id.to_ascii_lowercase() }
}

/// The attribute that an error is about, as the framework names it: `tags.0` for the first of the tags.
fn attribute(trouble: &Trouble, prefix: &str) -> String {
    let inner = trouble.path.strip_prefix(prefix).unwrap_or(&trouble.path);
    let mut out = String::new();
    for character in inner.trim_start_matches('.').chars() {
        match character {
            '[' => out.push('.'),
            ']' | '"' => {}
            other => out.push(other),
        }
    }
    // The field that stands there under another key, or that the row's key is held against.
    if out.is_empty() || trouble.code == Code::KeyCase {
        out.truncate(out.rfind('.').map_or(0, |dot| dot + 1));
        out.push_str(&trouble.cause.field);
    }
    out
}

/// The framework's sentence about an attribute.
fn sentence(trouble: &Trouble, attribute: &str) -> String {
    let name = spelt(attribute);
    let limit = trouble.cause.limit.to_string();
    let (start, end): (&str, &[&str]) = match trouble.code {
        Code::MissingField | Code::KeyCase => ("The ", &[" field is required."]),
        Code::TooLong => ("The ", &[" must not be greater than ", &limit, " characters."]),
        Code::TooMany => ("The ", &[" must not have more than ", &limit, " items."]),
        Code::InvalidCharacters => ("The ", &[" must only contain letters, numbers, dashes and underscores."]),
        Code::InvalidUrl => ("The ", &[" must be a valid URL."]),
        Code::InvalidValue | Code::CometChatKeyMismatch | Code::ConflictingFields | Code::CometChatUnknownRole => {
            ("The selected ", &[" is invalid."])
        }
        Code::WrongTimeUnit => ("The ", &[" must be 10 digits."]),
        Code::BadTimestamp if trouble.cause.value.is_empty() => ("The ", &[" must be 10 digits."]),
        Code::BadTimestamp => ("The ", &[" must be an integer."]),
        Code::WrongType => match attribute.rsplit('.').next().unwrap_or_default() {
            "isBanned" => ("The ", &[" field must be true or false."]),
            field if field.ends_with("At") => ("The ", &[" must be an integer."]),
            "tags" | "metadata" => ("The ", &[" must be an array."]),
            field if field.ends_with("Details") => ("The ", &[" must be an array."]),
            _ => ("The ", &[" must be a string."]),
        },
        _ => return trouble.message.clone(),
    };
    [start, &name, &end.concat()].concat()
}

/// An attribute in words: `createdAt` is "created at".
fn spelt(attribute: &str) -> String {
    let mut out = String::new();
    for character in attribute.chars() {
        if character.is_ascii_uppercase() {
            out.push(' ');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}
