//! Reads Stream's documents, imports and exports, into the history. Source: `formats/stream.md` 2, 6 and 7, `formats/mapping.md`.
//!
//! Imports name users and channels by their ids, exports hold whole users where they are met, and name channels by `cid`.
//! One function reads a user, a channel, a message, wherever it comes from; [`parts`] finds out what an item is.

mod attachments;
mod channels;
pub(in crate::platform::stream) mod emoji;
mod members;
mod messages;
mod others;
mod parts;
mod reactions;
mod state;
mod take;
#[cfg(test)]
mod tests;
mod users;

use crate::convert::options::ConvertOptions;
use crate::convert::reader::{Cut, Document, Item, Reader, Records, Step};
use crate::convert::tree::Tree;
use crate::history::Kind;
use crate::json::outline::outline;
use crate::options::Dialect;
use crate::report::Form;
pub(in crate::platform::stream) use attachments::{URL_KEY, url_keys};
use parts::Part;
use state::State;
pub(in crate::platform::stream) use state::{DISTINCT, distinct_cid, kind};

/// What the keys of values that only Stream knows begin with.
pub(in crate::platform::stream) const OWN: &str = "stream:";

/// A reader of this platform's documents.
pub(crate) fn reader() -> Box<dyn Reader> {
    Box::new(StreamReader::default())
}

#[derive(Debug, Default)]
struct StreamReader {
    /// What is at each of the document's paths.
    parts: &'static [Part],
    state: State,
}

type Paths = (&'static [&'static [Step]], &'static [Part]);

const fn key(key: &'static str) -> Step {
    Step::Key(key)
}

const WHOLE: Paths = (&[&[]], &[Part::Any]);
const ELEMENTS: Paths = (&[&[Step::Each]], &[Part::Any]);
/// What the API's queries for channels and users give, where a channel stands by itself.
const LISTS: Paths = (
    &[&[key("channels"), Step::Each], &[key("users"), Step::Each], &[key("members"), Step::Each]],
    &[Part::Any, Part::User, Part::Member],
);

/// The parts of a channel or of a user, as exports hold them; on the way there, the steps that are given.
macro_rules! export {
    ($($step:expr),*) => {
        (
            &[
                &[$($step,)* key("channel")],
                &[$($step,)* key("messages"), Step::Each],
                &[$($step,)* key("members"), Step::Each],
                &[$($step,)* key("reads"), Step::Each],
                &[$($step,)* key("read"), Step::Each],
                &[$($step,)* key("user")],
                &[$($step,)* key("reactions"), Step::Each],
                &[$($step,)* key("users"), Step::Each],
            ],
            &[
                Part::Channel,
                Part::Message,
                Part::Member,
                Part::Read,
                Part::Read,
                Part::User,
                Part::Reaction,
                Part::User,
            ],
        )
    };
}

const ONE_CHANNEL: Paths = export!();
const CHANNELS: Paths = export!(key("channels"), Step::Each);
const CHANNELS_IN_LIST: Paths = export!(Step::Each);

impl Reader for StreamReader {
    fn document(&mut self, document: &Document<'_>, options: &ConvertOptions) -> Cut {
        let export = document.detection.form == Form::Export;
        let dialect = document.detection.dialect.filter(|_| !export);
        let (lines, (paths, parts)) = match dialect {
            Some(Dialect::Array) => (false, ELEMENTS),
            Some(_) => (true, ELEMENTS),
            None => layout(document.head),
        };
        self.parts = if lines { &[Part::Any] } else { parts };
        self.state.start(document.channel, options, export, lines);
        if lines { Cut::Lines } else { Cut::Paths(paths) }
    }

    fn item(&mut self, item: Item<'_>, records: &mut Records<'_>) {
        let Some(part) = item.path.map(|path| self.parts.get(path).copied().unwrap_or_default()) else {
            parts::beside(item.key, item.json, item.at, records);
            return;
        };
        parts::part(&mut self.state, part, item.json, item.at, records);
    }

    fn end_document(&mut self, records: &mut Records<'_>) {
        for (kind, at) in self.state.unplaced() {
            records.unreadable(kind, at, "its channel is not told");
        }
        for at in self.state.end() {
            records.unreadable(Kind::Reaction, at, "its message is not in the input");
        }
    }
}

/// How an export is cut, by its beginning; whether into lines.
fn layout(head: &[u8]) -> (bool, Paths) {
    if several_lines(head) {
        return (true, ELEMENTS);
    }
    let outline = outline(head);
    let has = |depth: usize, key: &str| outline.levels.get(depth).is_some_and(|level| level.value(key).is_some());
    let is_whole = |depth: usize| has(depth, "messages") || has(depth, "channel") && has(depth, "members");
    let paths = match outline.first {
        b'[' if is_whole(1) => CHANNELS_IN_LIST,
        b'[' => ELEMENTS,
        _ if has(0, "type") && (has(0, "data") || has(0, "item")) => WHOLE,
        _ if has(0, "channels") && (is_whole(2) || has(2, "channel")) => CHANNELS,
        _ if has(0, "channels") => LISTS,
        _ if ["messages", "channel", "members", "user", "users"].into_iter().any(|key| has(0, key)) => ONE_CHANNEL,
        _ => WHOLE,
    };
    (false, paths)
}

/// Whether there is a whole value on the first line and something behind it.
fn several_lines(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let Some(end) = memchr::memchr(b'\n', text) else { return false };
    let (line, rest) = text.split_at_checked(end).unwrap_or_default();
    let mut tree = Tree::default();
    !rest.trim_ascii().is_empty() && tree.parse(line).is_ok()
}
