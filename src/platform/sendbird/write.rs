//! Writes a history as requests to Sendbird. Source: `formats/sendbird.md` 1, 2, 5 and 7, `formats/mapping.md`.
//!
//! Users first, then channels with their invites, then messages, a hundred a call; last what would stand in the way of
//! those: deactivated users, frozen channels.

mod batch;
mod channels;
mod ids;
mod members;
mod messages;
mod users;
mod values;

#[cfg(test)]
mod tests;

use crate::convert::ids::IdRule;
use crate::convert::options::ConvertOptions;
use crate::convert::writer::{FileSpec, Output, Room, Style, Writer};
use crate::history::Record;

const USERS: usize = 0;
const CHANNELS: usize = 1;
const MESSAGES: usize = 2;
/// What is changed afterwards.
const LATER: usize = 3;

/// The calls that the migration endpoint takes a second: one of those that are limited more than others. 1.1.
const CALLS_A_SECOND: f64 = 5.0;

/// The longest message that applications take by default, in characters: 3.4.
const LONGEST: usize = 5_000;
/// The most members that a channel has by default: 2.8.
const MOST_MEMBERS: usize = 100;

/// A writer for this platform.
pub(crate) fn writer(_options: &ConvertOptions) -> Box<dyn Writer> {
    Box::new(SendbirdWriter::default())
}

/// The writer: what was met that somebody has to do something about.
#[derive(Debug, Default)]
struct SendbirdWriter {
    /// The longest text, in characters.
    longest: usize,
    /// The most members of a group channel.
    members: usize,
    /// Files or pictures that Sendbird holds.
    hosted: bool,
}

impl Writer for SendbirdWriter {
    fn id_rule(&self) -> IdRule {
        ids::rule
    }

    fn files(&self) -> &'static [FileSpec] {
        &[FileSpec {
            name: "requests.jsonl",
            style: Style::Lines,
            sections: &[USERS, CHANNELS, MESSAGES, LATER],
            most_bytes: None,
            complete: true,
        }]
    }

    fn user(&mut self, user: Record, out: &mut Output<'_>) {
        self.hosted |= users::user(user, out);
    }

    fn room(&mut self, room: Room, out: &mut Output<'_>) {
        channels::room(self, room, out);
    }

    fn finish(&mut self, _out: &mut Output<'_>) {}

    fn next_steps(&self) -> Vec<String> {
        let mut steps = vec![
            "Ask Sendbird's support to turn on message migration for the application: it is off by default.".to_owned(),
            "Turn on \"Chat history\" in the dashboard (Settings > Chat > Channels > Group channels): without it, members \
             do not see what was sent before they joined."
                .to_owned(),
            "Look at the application's message retention: 4,380 hours (6 months) at most, unless Sendbird agreed to more; \
             what is older may vanish."
                .to_owned(),
        ];
        if self.longest > LONGEST {
            let length = self.longest.to_string();
            let words = [
                "Raise max_message_length: the longest text has ",
                &length,
                " characters, and applications take 5000 by default.",
            ];
            steps.push(words.concat());
        }
        if self.members > MOST_MEMBERS {
            let count = self.members.to_string();
            let words = [
                "Ask Sendbird to allow larger group channels, or create the large ones with is_super: the largest has ",
                &count,
                " members, and 100 are allowed by default.",
            ];
            steps.push(words.concat());
        }
        if self.hosted {
            steps.push(
                "Copy the files whose addresses are Sendbird's own: they are gone when the old application is closed."
                    .to_owned(),
            );
        }
        steps.push(
            "Send the lines of requests.jsonl in their order to https://api-{application_id}.sendbird.com, with the header \
             Api-Token. Success is an empty answer; 400202 says that a thing is there already; after 429 wait as long as \
             X-RateLimit-RetryAfter says."
                .to_owned(),
        );
        steps
    }

    fn requests_a_second(&self) -> Option<f64> {
        Some(CALLS_A_SECOND)
    }
}
