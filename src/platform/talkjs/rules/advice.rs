//! What to do about what the walk found: it knows types and names, this knows what people mean by them.

use crate::codes::Code;
use crate::finding::Severity;
use crate::json::lexer::Lexer;
use crate::platform::api::migration::Migration;
use crate::redact;
use crate::table::draft::Draft;
use crate::table::{Table, Use, Value};

/// Longer values are not repeated in an advice.
const SHOWN: usize = 60;

/// Goes through the findings of the row at hand.
#[cold]
pub(in super::super) fn advise(migration: &mut Migration, bytes: &[u8]) {
    let Some(table) = migration.walker.table(migration.kind) else { return };
    if table.kind == "message" && migration.walker.slots.present == 0 && wraps_messages(migration) {
        for field in table.fields {
            migration.walker.take_back(Code::MissingField, table.kind, field.name(0));
        }
    }
    for draft in migration.walker.row_drafts_mut() {
        if draft.code == Code::NotImported {
            not_imported(draft, bytes);
        } else if let Some(help) = help(draft, table, bytes) {
            draft.help = Some(help);
        }
    }
}

/// Whether the row is no message but an object around messages. That is then the one thing to say of it, and an error.
fn wraps_messages(migration: &mut Migration) -> bool {
    let wraps = |draft: &&mut Box<Draft>| draft.code == Code::UnknownField && draft.cause.field == "messages";
    let wrapper = migration.walker.row_drafts_mut().iter_mut().find(wraps);
    wrapper.map(|draft| draft.severity = Severity::Error).is_some()
}

fn help(draft: &Draft, table: &Table, bytes: &[u8]) -> Option<String> {
    let words = match (draft.code, table.kind, draft.cause.field.as_str(), draft.cause.value.as_str()) {
        (Code::MissingField, "message", "readBy", _) if draft.help.as_deref() == Some("add \"readBy\"") => {
            "add \"readBy\": [], or the ids of those who have read it"
        }
        (Code::WrongType, "message", "readBy", "null") => "write [] if nobody has read it",
        (Code::WrongType, "message", "sender", "an object") => "give the id of the sender alone",
        (Code::WrongType, "conversation", "participants", "an object") => {
            "that is how TalkJS gives them out: make a list of the keys, and send what is not the default of access and \
             notify by PUT …/participants/{userId}"
        }
        (Code::InvalidValue, "message", "type", "SystemMessage") => {
            "system messages cannot be imported: leave it out, or give it a sender and the type \"UserMessage\""
        }
        (Code::UnknownField, "message", "messages", _) => "give the list that stands there alone, without a name",
        (Code::InvalidCharacters, "user", "locale", _) => "language tags have a hyphen, as in en-US",
        (Code::WrongType, _, "custom", "a string") => "write the object itself, not its JSON as a string",
        (Code::WrongType, _, field, found) => return help_with_type(draft, table, field, found, bytes),
        _ => return None,
    };
    Some(words.to_owned())
}

/// Of values of the wrong type some can be mended by how they are written.
fn help_with_type(draft: &Draft, table: &Table, name: &str, found: &str, bytes: &[u8]) -> Option<String> {
    let field = table.fields.iter().find(|field| field.is_named(name))?;
    let raw = String::from_utf8_lossy(value(bytes, draft.at)).into_owned();
    if found == "null" && field.uses(0) == Use::Required {
        return Some("give it a value".to_owned());
    }
    if raw.len() > SHOWN {
        return None;
    }
    let raw = redact::value(&raw);
    let whole = !draft.path.ends_with(']');
    match (&field.value, found) {
        (Value::Texts(_), "a string") if whole => Some(["put it into a list: [", &raw, "]"].concat()),
        (Value::Texts(_), "a number") if whole => Some(["put it into a list, in quotes: [\"", &raw, "\"]"].concat()),
        (Value::Text(_) | Value::Texts(_), "a number") => Some(["put it in quotes: \"", &raw, "\""].concat()),
        (Value::Map(_), "an object" | "a list") if draft.path.len() > name.len() => {
            Some("write its JSON text as a string".to_owned())
        }
        (Value::Map(_), "a number" | "a boolean") if draft.path.len() > name.len() => {
            Some(["put it in quotes: \"", &raw, "\""].concat())
        }
        _ => None,
    }
}

/// A file that is attached is lost, which is more than a key that nobody reads (section 8, row 26).
fn not_imported(draft: &mut Draft, bytes: &[u8]) {
    let file = draft.cause.field.starts_with("attachment") && !matches!(member_value(bytes, draft.at), b"null" | b"[]");
    let help = if file {
        draft.severity = Severity::Error;
        "import the message with an attachmentToken instead; without it the file is lost"
    } else {
        "remove it"
    };
    draft.help = Some(help.to_owned());
}

/// The text of the value that begins at `at`.
fn value(bytes: &[u8], at: usize) -> &[u8] {
    let mut lexer = Lexer::new(bytes, at, u32::MAX);
    lexer.value();
    bytes.get(at..lexer.pos).unwrap_or_default()
}

/// The text of the value behind the key that begins at `at`.
fn member_value(bytes: &[u8], at: usize) -> &[u8] {
    let mut lexer = Lexer::new(bytes, at, u32::MAX);
    if !lexer.value() || !lexer.expect(b':') {
        return b"";
    }
    lexer.next();
    value(bytes, lexer.pos)
}
