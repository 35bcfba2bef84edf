//! Writes a history as TalkJS imports it. Source: `formats/talkjs.md` 2 and 7, `formats/mapping.md`.
//!
//! All in one file of requests: [`users`], then [`conversations`] and what their participants may do, then
//! [`messages`].

mod conversations;
mod messages;
#[cfg(test)]
mod tests;
mod users;

use crate::convert::ids::IdRule;
use crate::convert::options::ConvertOptions;
use crate::convert::park::Object;
use crate::convert::rest::{no_limit, own_extras};
use crate::convert::texts::TextMap;
use crate::convert::writer::{FileSpec, Output, Room, Style, Writer};
use crate::history::{Record, Text};
use crate::table::Table;

/// The parts of the file, in sending order: what a request needs stands before it.
mod section {
    pub(super) const USERS: usize = 0;
    pub(super) const CONVERSATIONS: usize = 1;
    pub(super) const PARTICIPANTS: usize = 2;
    pub(super) const MESSAGES: usize = 3;
    /// Those who may see nothing new are participants until their messages are in.
    pub(super) const GOODBYES: usize = 4;
}

const FILES: &[FileSpec] = &[FileSpec {
    name: "requests.jsonl",
    style: Style::Lines,
    sections: &[section::USERS, section::CONVERSATIONS, section::PARTICIPANTS, section::MESSAGES, section::GOODBYES],
    most_bytes: None,
    complete: true,
}];

/// The writer.
#[derive(Debug, Default)]
struct TalkJsWriter {
    /// Tokens of files that have been uploaded, by URL.
    tokens: TextMap<String>,
    users: users::Bulk,
    /// Whether somebody became a participant only because of a message.
    joined: bool,
    /// Whether there are files to upload.
    uploads: bool,
}

/// A writer for this platform.
pub(crate) fn writer(options: &ConvertOptions) -> Box<dyn Writer> {
    let mut tokens = TextMap::default();
    for (url, token) in options.uploads.iter().filter(|(_, token)| !token.is_empty()) {
        tokens.insert(url, token.clone());
    }
    Box::new(TalkJsWriter { tokens, ..TalkJsWriter::default() })
}

impl Writer for TalkJsWriter {
    fn id_rule(&self) -> IdRule {
        // Paths take any id, percent-encoded.
        |_, _| None
    }

    fn files(&self) -> &'static [FileSpec] {
        FILES
    }

    fn user(&mut self, user: Record, out: &mut Output<'_>) {
        self.users.add(user, out);
    }

    fn room(&mut self, room: Room, out: &mut Output<'_>) {
        self.conversation(room, out);
    }

    fn finish(&mut self, out: &mut Output<'_>) {
        self.users.finish(out);
        self.uploads = !out.uploads.is_empty();
    }

    fn next_steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        if self.uploads {
            steps.push(
                "Upload the files that uploads.json lists to TalkJS, write their tokens into it, and convert again \
                 with --uploads uploads.json, soon before you send: tokens may stop working.",
            );
        }
        steps.push(
            "Send the requests of requests.jsonl to https://api.talkjs.com in their order, with your app's id in place \
             of {appId}: to the test environment first, whose data can be reset.",
        );
        steps.push("Do not send messages a second time once TalkJS has taken them: it shows twice what is sent twice.");
        if self.joined {
            steps.push(
                "Senders who are no members of their channel were made participants, because TalkJS asks for that. \
                 Remove those who are not to see what comes: PATCH the participant with {\"access\":\"None\"}.",
            );
        }
        steps.into_iter().map(str::to_owned).collect()
    }

    fn requests_a_second(&self) -> Option<f64> {
        // What TalkJS's own script keeps to: section 5.
        Some(4.0)
    }
}

/// What is left of a record, as custom data: strings only (section 2.7).
fn custom(record: Record, out: &mut Output<'_>) -> Option<Text> {
    for (name, json) in &record.custom {
        if !json.starts_with('"') {
            out.change(&record, name, "TalkJS takes strings only; it is JSON inside a string now");
        }
    }
    let kept = out.settle(record, &|_| false, &no_limit);
    if kept.is_empty() {
        return None;
    }
    let mut object = Object::new();
    for (name, json) in &kept {
        if json.starts_with('"') {
            object.json(name, json);
        } else {
            object.text(name, json);
        }
    }
    Some(object.end().into())
}

/// Takes TalkJS's own values that are no fields and yet stood in an import: they are written back where they stood.
fn unknown_to_us(record: &mut Record, table: &Table) -> Vec<(Text, Text)> {
    own_extras(record, super::read::PREFIX, |key| {
        let is_field = table.fields.iter().any(|field| field.names.contains(&key));
        !is_field && !table.lost.iter().any(|(lost, _)| *lost == key)
    })
}

/// Takes one of TalkJS's own fields that no other platform has, if its value is what TalkJS takes.
fn own_field(record: &mut Record, key: &str, is_good: impl Fn(&str) -> bool) -> Option<Text> {
    let mut fields = own_extras(record, super::read::PREFIX, |name| name == key);
    let (_, json) = fields.pop()?;
    if is_good(&json) {
        return Some(json);
    }
    record.extra.push(([super::read::PREFIX, key].concat().into(), json));
    None
}

fn is_text(json: &str) -> bool {
    json.starts_with('"')
}
