//! Reads TalkJS's documents, imports and exports, into the history. Source: `formats/talkjs.md` 2, 6 and 7,
//! `formats/mapping.md`.
//!
//! [`rows`] knows users, conversations, participants and messages, in the shapes of the import and of what the API and
//! the export script give; [`requests`] takes the lines of a requests file apart.

mod requests;
mod rows;
#[cfg(test)]
mod tests;

use crate::convert::options::ConvertOptions;
use crate::convert::reader::{Cut, Document, Item, Reader, Records, Step};
use crate::convert::tree::Json;
use crate::history::{Kind, Text};
use crate::options::Resource;
use rows::Rows;

/// What the names of TalkJS's own values begin with in the history.
pub(super) const PREFIX: &str = "talkjs:";

/// The reader.
#[derive(Debug, Default)]
struct TalkJsReader {
    /// What the document at hand holds; `None` if each of its rows has to tell.
    resource: Option<Resource>,
    /// Whether it may be a map, whose keys are ids.
    by_id: bool,
    rows: Rows,
}

/// A reader of this platform's documents.
pub(crate) fn reader() -> Box<dyn Reader> {
    Box::new(TalkJsReader::default())
}

/// Rows by their ids, or in a list.
const ROWS: Cut = Cut::Paths(&[&[Step::Every], &[Step::Each]]);
/// A page of what the API lists.
const PAGE: Cut = Cut::Paths(&[&[Step::Key("data"), Step::Each]]);
/// The export script's messages: a list for each conversation.
const LISTS: Cut = Cut::Paths(&[&[Step::Each, Step::Each]]);

impl Reader for TalkJsReader {
    fn document(&mut self, document: &Document<'_>, options: &ConvertOptions) -> Cut {
        self.resource = document.detection.resource;
        self.rows.channel = document.channel.map(Text::from);
        self.rows.system_user.clone_from(&options.system_user);
        if self.resource == Some(Resource::Requests) {
            return Cut::Lines;
        }
        let beginning = beginning(document.head);
        self.by_id = false;
        match beginning.as_slice() {
            b"{\"data\":[" => PAGE,
            [b'[', b'[', ..] => LISTS,
            _ => {
                self.by_id = beginning.first() == Some(&b'{');
                ROWS
            }
        }
    }

    fn item(&mut self, item: Item<'_>, records: &mut Records<'_>) {
        if item.path.is_none() {
            // Beside the rows of a page, or a row among lists of rows.
            if item.json.is_object() {
                self.row(item, None, records);
            } else if !item.json.is_null() {
                records.left(Kind::Other, item.key, item.at, "it stands beside the list");
            }
            return;
        }
        match self.resource {
            Some(Resource::Requests) => self.rows.line(item.json, item.at, records),
            _ if item.json.is_array() => {
                for row in item.json.elements() {
                    self.row(Item { json: row, ..item }, None, records);
                }
            }
            _ => self.row(item, self.by_id.then_some(item.key), records),
        }
    }
}

impl TalkJsReader {
    fn row(&self, item: Item<'_>, id: Option<&str>, records: &mut Records<'_>) {
        let Item { json, at, .. } = item;
        match self.resource.unwrap_or_else(|| seems(json)) {
            Resource::Messages => self.rows.message(json, None, at, records),
            Resource::Conversations => self.rows.conversation(json, id, at, records),
            _ => rows::user(json, id, at, records),
        }
    }
}

/// What a row is, by its fields.
fn seems(json: Json<'_>) -> Resource {
    let has = |keys: &[&str]| keys.iter().any(|key| json.get(key).is_some());
    if has(&["sender", "senderId", "timestamp", "conversationId"]) {
        Resource::Messages
    } else if has(&["participants", "subject", "welcomeMessages", "lastMessage"]) {
        Resource::Conversations
    } else {
        Resource::Users
    }
}

/// The first bytes that are no white space, as many as tell a page and lists of lists.
fn beginning(head: &[u8]) -> Vec<u8> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(9).collect()
}
