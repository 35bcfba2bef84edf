//! Writes a history as CometChat imports it. Source: `formats/cometchat.md` 2, 3, 5 and 7, `formats/mapping.md`.
//!
//! [`people`] writes users, [`groups`] groups and their members, [`pairs`] conversations of two, [`messages`] and [`rows`]
//! what is said in either; [`files`] and [`attachments`] know about files, [`leftover`] about what goes into metadata, [`batch`] about
//! requests.

mod attachments;
mod batch;
pub(super) mod files;
mod groups;
mod leftover;
mod messages;
mod names;
mod pairs;
mod people;
mod retention;
mod rows;
#[cfg(test)]
pub(super) mod tests;

use super::ids::changed;
use super::read::rows::TEN_DIGITS;
use crate::convert::ids::{IdKind, IdRule};
use crate::convert::options::ConvertOptions;
use crate::convert::texts::TextSet;
use crate::convert::writer::{FileSpec, Output, Room, Style, Writer};
use crate::history::{Field, Kind, Record, Text, Time};
use batch::Batch;
use names::Names;

/// Requests a second: 60 a minute, for all calls of the import together as far as anybody knows.
const REQUESTS_A_SECOND: f64 = 1.0;

const FILES: &[FileSpec] = &[FileSpec {
    name: "requests.jsonl",
    style: Style::Lines,
    sections: &[0, 1, 2, 3],
    most_bytes: None,
    complete: true,
}];

/// The writer.
#[derive(Debug)]
struct CometChatWriter {
    users: Batch,
    groups: Batch,
    members: Batch,
    messages: Batch,
    names: Names,
    /// Whether the user who speaks for the system is written.
    system_user: bool,
    /// The roles that the app has, if that is known; in lower case.
    roles: Option<Vec<String>>,
    /// Roles that have to be there before the import.
    new_roles: TextSet,
    /// Users who were deactivated, some of them by name.
    deactivated: u64,
    deactivated_first: Vec<Text>,
    /// Older messages are refused.
    since: Option<Time>,
}

/// A writer for this platform.
pub(crate) fn writer(options: &ConvertOptions) -> Box<dyn Writer> {
    let roles = options.profile.roles.as_ref();
    Box::new(CometChatWriter {
        users: Batch::new(0, "users"),
        groups: Batch::new(1, "groups"),
        members: Batch::new(2, "members"),
        messages: Batch::new(3, "messages"),
        names: Names::new(),
        system_user: false,
        roles: roles.map(|roles| roles.iter().map(|role| role.to_ascii_lowercase()).collect()),
        new_roles: TextSet::default(),
        deactivated: 0,
        deactivated_first: Vec::new(),
        since: retention::since(options),
    })
}

/// What ids become. Of a message's nothing is documented; one that is blank or longer than anybody's becomes another.
fn new_id(kind: IdKind, id: &str) -> Option<String> {
    const LONGEST_MUID: usize = 255;
    if kind == IdKind::Message && id.len() <= LONGEST_MUID && !id.trim().is_empty() {
        return None;
    }
    changed(id)
}

impl Writer for CometChatWriter {
    fn id_rule(&self) -> IdRule {
        new_id
    }

    fn files(&self) -> &'static [FileSpec] {
        FILES
    }

    fn user(&mut self, user: Record, out: &mut Output<'_>) {
        self.one_user(user, out);
    }

    fn room(&mut self, room: Room, out: &mut Output<'_>) {
        for reaction in &room.reactions {
            out.lose_record(Kind::Reaction.name(), reaction.at, "CometChat's import has no reactions");
        }
        match pairs::pair(&room) {
            Some(pair) => self.pair(room, pair, out),
            None => self.group(room, out),
        }
    }

    fn finish(&mut self, out: &mut Output<'_>) {
        for batch in [&mut self.users, &mut self.groups, &mut self.members, &mut self.messages] {
            batch.flush(out);
        }
    }

    fn next_steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        if !self.new_roles.is_empty() {
            steps.push(["Before the import: create these roles in the app: ", &self.new_roles.joined()].concat());
        }
        if self.deactivated > 0 {
            let more = self.deactivated - self.deactivated_first.len() as u64;
            let more = if more > 0 { [" and ", &more.to_string(), " more"].concat() } else { String::new() };
            let users = self.deactivated_first.join(", ");
            let step = [
                "After the import: deactivate the users who were deactivated before (a deactivated user takes no \
                 messages, so they are imported as active ones): ",
                &users,
                &more,
            ];
            steps.push(step.concat());
        }
        steps
    }

    fn requests_a_second(&self) -> Option<f64> {
        Some(REQUESTS_A_SECOND)
    }
}

/// Takes a time that CometChat can hold, in whole seconds. What is more exact is told to `exact`.
fn seconds(record: &mut Record, field: Field, exact: &mut Vec<(Field, Time)>) -> Option<i64> {
    let time = record.time(field).filter(|time| TEN_DIGITS.contains(&time.seconds))?;
    record.take(field);
    if time.nanos != 0 {
        exact.push((field, time));
    }
    Some(time.seconds)
}
