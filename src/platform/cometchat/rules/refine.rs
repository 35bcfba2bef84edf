//! What the walk found, said better: rows with findings come through here. Source: `formats/cometchat.md` 7, 8 (30, 40,
//! 42, 56 to 58).

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::platform::api::migration::Migration;
use crate::platform::cometchat::ids::to_comet_chat_id;
use crate::redact;
use crate::table::draft::Draft;

#[cold]
pub(in crate::platform::cometchat) fn refine(migration: &mut Migration, bytes: &[u8]) {
    for draft in migration.walker.row_drafts_mut() {
        if is_placeholder(bytes.get(draft.at..).unwrap_or_default()) {
            draft.help = Some("this is a placeholder of the documentation: write the real value".to_owned());
            continue;
        }
        match (draft.code, draft.cause.field.as_str()) {
            // PHP keeps the last one and says nothing.
            (Code::DuplicateKey, _) => (draft.severity, draft.basis) = (Severity::Error, Basis::Inferred),
            (Code::InvalidCharacters | Code::TooLong, "uid" | "guid" | "sender" | "receiver" | "owner" | "role") => {
                offer_id(draft);
            }
            (Code::MissingField, "avatar" | "link" | "icon") => draft.help = Some("leave it out".to_owned()),
            (Code::InvalidValue, "category") => category(draft),
            (Code::InvalidValue, "scope") => scope(draft),
            (Code::InvalidValue, "type") if draft.cause.value == "protected" => {
                draft.help = Some("write \"password\": \"protected\" is the name of the client libraries".to_owned());
            }
            (Code::WrongType, "isBanned") => banned(draft, bytes.get(draft.at..).unwrap_or_default()),
            _ => {}
        }
    }
}

/// Whether a value begins a text such as `"<SENDER UID>"`.
fn is_placeholder(text: &[u8]) -> bool {
    let inside = text.strip_prefix(b"\"<").and_then(|rest| rest.split(|byte| *byte == b'"').next());
    inside.is_some_and(|inside| inside.ends_with(b">") && !inside.starts_with(b"@"))
}

fn offer_id(draft: &mut Draft) {
    let id = to_comet_chat_id(&draft.cause.value);
    let help = [
        "use ",
        &redact::value(&id),
        " here and in all references: that is what CometChat's own migration skills make of it",
    ];
    draft.help = Some(help.concat());
}

fn category(draft: &mut Draft) {
    if matches!(draft.cause.value.as_str(), "action" | "call") {
        draft.help = Some("leave the message out, or make it a text: only the platform writes these".to_owned());
    }
}

/// What other platforms call a scope.
fn scope(draft: &mut Draft) {
    let lower = draft.cause.value.to_ascii_lowercase();
    let meant = match lower.as_str() {
        "admin" | "moderator" | "participant" => {
            draft.severity = Severity::Warning;
            lower.as_str()
        }
        "owner" | "operator" | "creator" => "admin",
        "mod" | "channel_moderator" => "moderator",
        "member" | "user" | "guest" | "channel_member" => "participant",
        _ => return,
    };
    draft.help = Some(["write \"", meant, "\""].concat());
}

/// What reads as a boolean to PHP, though not always as the one that is meant; `text` begins with it.
fn banned(draft: &mut Draft, text: &[u8]) {
    let end = text.iter().position(|byte| matches!(byte, b',' | b'}') || byte.is_ascii_whitespace());
    let help = match text.get(..end.unwrap_or(text.len())).unwrap_or_default() {
        b"\"true\"" | b"\"1\"" | b"1" => "write true, without quotes",
        b"\"false\"" => "write false, without quotes: a text that is not empty may be taken for true",
        b"\"0\"" | b"0" => "write false, without quotes",
        _ => return,
    };
    (draft.severity, draft.basis) = (Severity::Warning, Basis::Inferred);
    draft.help = Some(help.to_owned());
}
