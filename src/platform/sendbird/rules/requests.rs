//! What concerns a request as a whole: 1.1, 2.1.

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{IdKind, Later};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::sendbird::{CHANNELS, OPEN, Sendbird, USERS, channel_of, form};
use crate::table::draft::Draft;

/// A request begins: its path names a channel or a user that has to be there.
pub(crate) fn begin(sendbird: &mut Sendbird, migration: &mut Migration) {
    sendbird.channel = channel_of(migration);
    if migration.request.form == Some(form::MESSAGES) {
        sendbird.batches.begin(migration);
    }
    let into = matches!(migration.request.form, Some(form::MESSAGES | form::INVITE | form::METADATA));
    if let Some(channel) = sendbird.channel.filter(|_| into)
        && migration.ids.refer(CHANNELS, channel)
    {
        let url = migration.request.channel.clone().unwrap_or_default();
        unknown(migration, CHANNELS, "channel", &url);
    }
    if let Some(id) = &migration.request.id {
        let user = migration.ids.one(id.as_bytes());
        if migration.ids.refer(USERS, user) {
            let id = id.clone();
            unknown(migration, USERS, "user", &id);
        }
    }
}

/// The path names something that the input does not define. Edge case 18.
#[cold]
fn unknown(migration: &mut Migration, kind: IdKind, what: &str, id: &str) {
    let severity = if migration.ids.closed(kind) { Severity::Error } else { Severity::Warning };
    let message = ["the request goes to the ", what, " ", &text::quoted(id), ", which is not in the input"].concat();
    let help = [
        "create the ",
        what,
        " first: Sendbird creates none by itself; or, if the app has it, list the app's ",
        what,
        "s in profile.existing",
    ];
    let draft = Draft::new(Code::UnknownReference, severity, Basis::Inferred, 0, message)
        .path(if migration.in_line { "path".to_owned() } else { String::new() })
        .help(&help.concat())
        .cause("request", what, id, 0);
    migration.say_late_of_request(draft);
}

/// A member of a migration's body: `update_read_ts` and `rewind_read_ts` are of group channels only. Edge case 58.
pub(crate) fn flag(sendbird: &Sendbird, migration: &mut Migration, key: &[u8], bytes: &[u8], at: usize) {
    let name = match key {
        b"update_read_ts" => "update_read_ts",
        b"rewind_read_ts" => "rewind_read_ts",
        _ => return,
    };
    let (Some(b't'), Some(key)) = (bytes.get(at), sendbird.channel) else { return };
    let note = migration.ids.compare(Later { kind: CHANNELS, key, value: 0 });
    if note.is_some_and(|note| note & OPEN != 0) {
        for_groups_only(migration, name, at);
    }
}

#[cold]
fn for_groups_only(migration: &mut Migration, name: &'static str, at: usize) {
    let message = ["body.", name, " is true, and the channel is an open one; it is for group channels only"].concat();
    let draft = Draft::new(Code::ConflictingFields, Severity::Error, Basis::Inferred, at, message)
        .path(if migration.in_line { ["body.", name].concat() } else { name.to_owned() })
        .help("remove it: open channels have no members whose read times could change")
        .cause("body", name, "true", 0);
    migration.say_late_of_body(draft);
}

/// A request ends. Edge case 6.
pub(crate) fn end(migration: &mut Migration) {
    let request = &migration.request;
    if request.form == Some(form::MESSAGES) && request.rows == 0 && !request.is_faulty() {
        let message = "the request has no message".to_owned();
        let draft = Draft::new(Code::NoItems, Severity::Error, Basis::Inferred, 0, message)
            .path(if migration.in_line { "body.messages".to_owned() } else { "messages".to_owned() })
            .help("leave the request out: Sendbird is expected to refuse an empty list")
            .cause("body", "messages", "", 0);
        migration.say_of_request(draft);
    }
}
