//! Reads CometChat's documents into the history. Source: `formats/cometchat.md` 2, 6 and 7, `formats/mapping.md`.
//!
//! [`people`] reads users, groups and members, [`messages`] messages and [`content`] what they say; [`rows`] has what they
//! all need. [`held`] keeps what only later rows complete, [`tokens`] knows how CometChat writes mentions.

pub(super) mod content;
pub(super) mod held;
mod messages;
pub(super) mod people;
pub(super) mod rows;
#[cfg(test)]
mod tests;
pub(super) mod tokens;

use super::{GROUP, MEMBER, MESSAGE, USER, forms};
use crate::convert::options::ConvertOptions;
use crate::convert::reader::{Cut, Document, Item, Reader, Records, Step};
use crate::convert::tree::{Json, Tree};
use crate::finding::Position;
use crate::history::{Kind, Text};
use crate::options::Resource;
use crate::platform::api::without_host;
use crate::report::Form;

/// What the keys of values that only CometChat knows begin with.
pub(super) const OWN: &str = "cometchat:";

/// The parts of a body, in the order of the kinds: maps by id, and lists, which CometChat refuses but anybody can read.
const BODY: &[&[Step]] = &[
    &[Step::Key("users"), Step::Every],
    &[Step::Key("groups"), Step::Every],
    &[Step::Key("members"), Step::Every],
    &[Step::Key("messages"), Step::Every],
    &[Step::Key("users"), Step::Each],
    &[Step::Key("groups"), Step::Each],
    &[Step::Key("members"), Step::Each],
    &[Step::Key("messages"), Step::Each],
];
const PARTS: [&str; 4] = ["users", "groups", "members", "messages"];

/// Pages of the REST API, and what the import answers.
const PAGE: &[&[Step]] = &[&[Step::Key("data"), Step::Each], &[Step::Key("data"), Step::Every]];
const LIST: &[&[Step]] = &[&[Step::Each]];

/// How the document is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Layout {
    #[default]
    Body,
    Requests,
    /// Rows of the REST API: in a page, in a list, or one a line.
    Rows,
}

/// The reader.
#[derive(Debug, Default)]
struct CometChatReader {
    layout: Layout,
    resource: Option<Resource>,
    /// The group that members belong to who name none: the path of the REST API has it, their rows have not.
    group: Option<Text>,
    held: held::Held,
}

/// A reader of this platform's documents.
pub(crate) fn reader() -> Box<dyn Reader> {
    Box::new(CometChatReader::default())
}

impl Reader for CometChatReader {
    fn document(&mut self, document: &Document<'_>, _options: &ConvertOptions) -> Cut {
        self.resource = document.detection.resource;
        self.group = document.channel.map(str::to_ascii_lowercase).map(Into::into);
        if self.resource == Some(Resource::Requests) {
            self.layout = Layout::Requests;
            return Cut::Lines;
        }
        if document.detection.form == Form::Import {
            self.layout = Layout::Body;
            return Cut::Paths(BODY);
        }
        self.layout = Layout::Rows;
        let head = document.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document.head).trim_ascii_start();
        match head.first() {
            Some(b'[') => Cut::Paths(LIST),
            _ if begins_with_row(head) => Cut::Lines,
            _ => Cut::Paths(PAGE),
        }
    }

    fn item(&mut self, item: Item<'_>, records: &mut Records<'_>) {
        let Item { path, key, json, at } = item;
        match (self.layout, path) {
            (Layout::Requests, _) => self.request(json, at, records),
            (Layout::Body, Some(path)) => {
                let key = (path < PARTS.len()).then_some(key);
                self.row(path % PARTS.len(), key, json, at, records);
            }
            (Layout::Rows, Some(_)) => self.listed(json, at, records),
            (Layout::Rows, None) if matches!(key, "meta" | "cursor") => {}
            (_, None) => records.left(Kind::Other, key, at, "CometChat has no use for it beside the rows"),
        }
    }

    fn end_document(&mut self, records: &mut Records<'_>) {
        self.held.end_document(records);
    }
}

/// Whether the first line is a row by itself: JSON Lines.
fn begins_with_row(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut tree = Tree::default();
    tree.parse(line).is_ok_and(|row| ["uid", "guid", "receiverType"].iter().any(|key| row.get(key).is_some()))
}

/// The place of a value inside of an item that is one line.
fn inside(at: Position, json: Json<'_>) -> Position {
    let start = json.start() as u64;
    Position { byte: at.byte + start, column: at.column + start, ..at }
}

impl CometChatReader {
    /// A line of a requests file.
    fn request(&mut self, request: Json<'_>, at: Position, records: &mut Records<'_>) {
        let text = |key| request.value(key).and_then(Json::text).unwrap_or_default();
        let (method, path) = (text("method"), text("path"));
        let route = (forms::FACTS.route)(&method, without_host(&path));
        if route.and_then(|route| route.form).is_none() {
            let call = [method.as_str(), " ", path.as_str()].concat();
            return records.left(Kind::Other, call, at, "it is no call of the import");
        }
        for (name, part) in request.get("body").into_iter().flat_map(Json::entries) {
            let Some(kind) = PARTS.iter().position(|part| *part == name) else {
                records.left(Kind::Other, name, inside(at, part), "CometChat has no use for it beside the rows");
                continue;
            };
            for (key, row) in part.entries() {
                self.row(kind, Some(key), row, inside(at, row), records);
            }
            for row in part.elements() {
                self.row(kind, None, row, inside(at, row), records);
            }
            if !part.is_object() && !part.is_array() {
                records.left(Kind::Other, name, inside(at, part), rows::WRONG);
            }
        }
    }

    /// A row of an import.
    fn row(&mut self, kind: usize, key: Option<&str>, row: Json<'_>, at: Position, records: &mut Records<'_>) {
        if !row.is_object() {
            let kind = [Kind::User, Kind::Channel, Kind::Member, Kind::Message].get(kind).copied();
            return records.unreadable(kind.unwrap_or(Kind::Other), at, "it is no object");
        }
        match kind {
            USER => drop(people::user(row, key, at, false, records)),
            GROUP => drop(people::group(row, key, at, false, records)),
            MEMBER => people::member(row, at, records),
            _ => messages::message(&mut self.held, row, key, at, false, records),
        }
    }

    /// A row of the REST API, or one of the import's answers: what it has says what it is.
    fn listed(&mut self, row: Json<'_>, at: Position, records: &mut Records<'_>) {
        let mut row = row;
        if row.get("success").is_some() {
            // Newer answers have the row in "data", older ones in the "data" of that.
            for _ in 0..2 {
                row = row.get("data").filter(|inner| inner.is_object() && row.get("uid").is_none()).unwrap_or(row);
                if ["uid", "guid", "muid"].iter().any(|key| row.get(key).is_some()) {
                    break;
                }
            }
        }
        let has = |key: &str| row.value(key).is_some();
        let kind = if has("muid") || has("receiverType") || has("conversationId") && has("sender") {
            MESSAGE
        } else if has("uid") && (has("guid") || has("scope") || self.resource == Some(Resource::Members)) {
            MEMBER
        } else if has("guid") {
            GROUP
        } else if has("uid") {
            USER
        } else {
            return records.unreadable(Kind::Other, at, "it is no user, group, member or message");
        };
        match kind {
            MESSAGE => messages::message(&mut self.held, row, None, at, true, records),
            MEMBER => people::listed_member(row, self.group.as_deref(), at, records),
            kind => self.row(kind, None, row, at, records),
        }
    }
}
