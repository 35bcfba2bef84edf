//! Writes a history as ChatKitty imports it. Source: `formats/chatkitty.md` 2 and 7, `formats/mapping.md`.
//!
//! Three files; and one of messages that wait for the numbers that ChatKitty gives their channels.

mod channels;
mod messages;
#[cfg(test)]
mod tests;
mod users;

use crate::convert::ids::IdRule;
use crate::convert::options::ConvertOptions;
use crate::convert::park::Object;
use crate::convert::rest::{no_limit, own_extras, take_extra};
use crate::convert::texts::TextMap;
use crate::convert::writer::{FileSpec, Output, Room, Style, Writer};
use crate::history::{Field, Record, Text};
use crate::index::{Hasher, Set};
use crate::options::Dialect;
use crate::table::Table;

mod section {
    pub(super) const USERS: usize = 0;
    pub(super) const CHANNELS: usize = 1;
    pub(super) const MESSAGES: usize = 2;
    pub(super) const PENDING: usize = 3;
}

const fn file(name: &'static str, style: Style, sections: &'static [usize], complete: bool) -> FileSpec {
    FileSpec { name, style, sections, most_bytes: None, complete }
}

const FILES: &[FileSpec] = &[
    file("users.json", Style::Array, &[section::USERS], true),
    file("channels.json", Style::Array, &[section::CHANNELS], true),
    file("messages.json", Style::Array, &[section::MESSAGES], true),
    file("messages.pending.jsonl", Style::Lines, &[section::PENDING], false),
];

/// The writer.
#[derive(Debug)]
struct ChatKittyWriter {
    snake: bool,
    /// Numbers of channels, by name.
    numbers: TextMap<i64>,
    /// The sets of people that have a DIRECT channel.
    sets: Set,
    hasher: Hasher,
    /// Whether there are messages at all, and such as wait.
    has_messages: bool,
    has_pending: bool,
}

/// A writer for this platform.
pub(crate) fn writer(options: &ConvertOptions) -> Box<dyn Writer> {
    let positive = |number: &String| number.parse().ok().filter(|number| *number > 0);
    let mut numbers = TextMap::default();
    for (name, number) in &options.channel_ids {
        if let Some(number) = positive(number) {
            numbers.insert(name, number);
        }
    }
    Box::new(ChatKittyWriter {
        snake: options.dialect == Some(Dialect::Snake),
        numbers,
        sets: Set::new(),
        // Not keyed by a seed: the output must not depend on one.
        hasher: Hasher::new(0),
        has_messages: false,
        has_pending: false,
    })
}

impl Writer for ChatKittyWriter {
    fn id_rule(&self) -> IdRule {
        // Names may be anything, as far as is known.
        |_, _| None
    }

    fn files(&self) -> &'static [FileSpec] {
        FILES
    }

    fn user(&mut self, user: Record, out: &mut Output<'_>) {
        self.write_user(user, out);
    }

    fn room(&mut self, room: Room, out: &mut Output<'_>) {
        self.channel(room, out);
    }

    fn finish(&mut self, _out: &mut Output<'_>) {}

    fn next_steps(&self) -> Vec<String> {
        let root = if self.snake { "/imports" } else { "/v1/imports" };
        let jobs = if self.snake { "/jobs" } else { "/v1/jobs" };
        let list = if self.snake { "/channels" } else { "/v1/channels" };
        let mut steps = vec![
            ["Upload users.json to POST ", root, "/users, and wait until its job (GET ", jobs, "/{id}) is FINISHED."]
                .concat(),
            ["Upload channels.json, with the members in it, to POST ", root, "/channels, and wait for that job, too."]
                .concat(),
        ];
        if self.has_pending {
            steps.push(
                [
                    "List the channels (GET ",
                    list,
                    ", all pages), and write a JSON object of each one's name and its id, which is a number; for a \
                     DIRECT channel, which has no name, the idempotencyKey that channels.json gives it, which is \
                     source_id in its properties. Convert again with --channel-ids and that file: the messages of \
                     messages.pending.jsonl go to messages.json then.",
                ]
                .concat(),
            );
        }
        if self.has_messages {
            steps.push(["Upload messages.json to POST ", root, "/messages."].concat());
            steps.push(
                "ChatKitty gives all imported messages the time of the import: show their own from source_sent_at in \
                 their properties."
                    .to_owned(),
            );
        }
        steps.push(
            if self.snake {
                "If the import of users fails, spell \"guest\" as \"isGuest\": ChatKitty's specification and its \
                 examples differ."
            } else {
                "If the import of users fails, spell \"isGuest\" as \"guest\": ChatKitty's examples and its \
                 specification differ."
            }
            .to_owned(),
        );
        steps
    }
}

impl ChatKittyWriter {
    /// A name in the dialect of the output.
    fn spelt(&self, camel: &'static str, snake: &'static str) -> &'static str {
        if self.snake { snake } else { camel }
    }

    /// What tells an item that is sent again: its own key, or the id.
    fn idempotency_key(&self, body: &mut Object, record: &mut Record, id: Option<&str>) {
        let name = self.spelt("idempotencyKey", "idempotency_key");
        match (take_extra(record, "chatkitty:idempotencyKey"), id) {
            (Some(own), _) if own.starts_with('"') => body.json(name, &own),
            (Some(own), _) => body.text(name, &own),
            (None, Some(id)) => body.text(name, id),
            (None, None) => {}
        }
    }
}

/// What is left of a record, as custom data: any JSON. Behind ChatKitty's own values that are no fields and yet stood in
/// an import: they are written back where they stood.
fn properties(mut record: Record, body: &mut Object, table: &Table, is_required: bool, out: &mut Output<'_>) {
    let unknown = own_extras(&mut record, super::read::PREFIX, |key| {
        let is_field = table.fields.iter().any(|field| field.names.contains(&key) || field.aliases.contains(&key));
        !is_field && !table.lost.iter().any(|(lost, _)| *lost == key)
    });
    for (key, json) in unknown {
        body.json(&key, &json);
    }
    let kept = out.settle(record, &|_| false, &no_limit);
    if kept.is_empty() && is_required {
        body.json("properties", "{}");
    }
    body.entries("properties", &kept);
}

/// Takes a text that says something.
fn take_filled(record: &mut Record, field: Field) -> Option<Text> {
    record.take_text(field).filter(|text| !text.is_empty())
}
