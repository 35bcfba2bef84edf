//! Reads Sendbird's documents, imports and exports, into the history. Source: `formats/sendbird.md` 1.4, 2, 6 and 7,
//! `formats/mapping.md`.
//!
//! Names of fields tell imports and exports apart well enough (`timestamp`, `ts`, `created_at`; `user_id`, `user`), so one
//! function reads a user, a channel, a message, wherever it comes from. Values that a platform gives to what was never set
//! (`""`, `false`, `-1`) are no values.

mod channels;
pub(super) mod data;
mod files;
mod members;
mod messages;
mod requests;
mod users;

pub(super) use files::type_of as files_type;
pub(super) use members::{HIDING, INVITATION};

#[cfg(test)]
pub(super) mod tests;

use crate::convert::options::ConvertOptions;
use crate::convert::reader::{Cut, Document, Item, Reader, Records, Step};
use crate::convert::texts::{TextMap, TextSet};
use crate::convert::tree::{Json, Tree};
use crate::finding::Position;
use crate::history::{Kind, Record, Text};
use crate::json::outline::outline;
use crate::options::Resource;

/// What the keys of values that only Sendbird knows begin with.
pub(super) const OWN: &str = "sendbird:";
/// In a channel's `data`: users by the role that they had where they came from.
pub(super) const ROLES: &str = "source_roles";
/// In a channel's `data`: users who were made members because they wrote.
pub(super) const ADDED: &str = "source_added";
/// In a message's `custom_field`: what the source knew of its file.
pub(super) const ATTACHMENT: &str = "source_attachment";
/// The metadata of a user that holds what was parked.
pub(super) const PARKED: &str = "source";

/// Why a value is not carried on.
const SECRET: &str = "it is a secret of the old application";
const FOLLOWS: &str = "it follows from the rest, or the platform keeps it by itself";
const OF_CALL: &str = "it is about the call, not about what it made";

/// A reader of this platform's documents.
pub(crate) fn reader() -> Box<dyn Reader> {
    Box::new(SendbirdReader::default())
}

/// What an item is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Hint {
    /// What it looks like.
    #[default]
    Any,
    Request,
    User,
    /// A channel; an open one if it is known to be.
    Channel(bool),
    Message,
    Member,
}

#[derive(Debug, Default)]
struct SendbirdReader {
    /// What is at each of the document's paths.
    hints: &'static [Hint],
    state: State,
}

/// What is remembered from one item to the next.
#[derive(Debug, Default)]
struct State {
    /// Whether items are lines: places inside of them can be told then.
    lines: bool,
    /// The channel of messages that name none.
    channel: Option<Text>,
    /// Users that were met as senders: they are told once.
    people: TextSet,
    /// Open channels that were met in messages: the same.
    rooms: TextSet,
    /// Channels and users who are members only because they wrote.
    added: TextMap<TextSet>,
    /// The role of a channel's members who have no other one, by channel.
    roles: TextMap<String>,
    /// The message before, which files may belong to.
    held: Option<messages::Held>,
}

impl State {
    /// The place of a value inside of an item.
    fn place(&self, at: Position, json: Json<'_>) -> Position {
        let start = if self.lines { json.start() as u64 } else { 0 };
        Position { byte: at.byte + start, column: at.column + start, ..at }
    }
}

const fn list(key: &'static str) -> [Step; 2] {
    [Step::Key(key), Step::Each]
}

const WHOLE: &[&[Step]] = &[&[]];

/// Files of the data export and pages of the API: 6.2, 6.4. How a file of deactivated users names its list is not known.
const USERS: (&[&[Step]], &[Hint]) = (
    &[&list("users"), &list("active_users"), &list("inactive_users"), &list("deactivated_users")],
    &[Hint::User, Hint::User, Hint::User, Hint::User],
);
const CHANNELS: (&[&[Step]], &[Hint]) = (
    &[&list("group_channels"), &list("open_channels"), &list("channels")],
    &[Hint::Channel(false), Hint::Channel(true), Hint::Channel(false)],
);
const MESSAGES: (&[&[Step]], &[Hint]) =
    (&[&list("messages"), &[Step::Key("channel")]], &[Hint::Message, Hint::Channel(false)]);
const MEMBERS: (&[&[Step]], &[Hint]) = (&[&list("members"), &list("participants")], &[Hint::Member, Hint::Member]);

impl Reader for SendbirdReader {
    fn document(&mut self, document: &Document<'_>, _options: &ConvertOptions) -> Cut {
        self.state.channel = document.channel.map(Text::from);
        let resource = document.detection.resource;
        self.state.lines = resource == Some(Resource::Requests) || several_lines(document.head);
        if self.state.lines {
            self.hints = hint(resource);
            return Cut::Lines;
        }
        let outline = outline(document.head);
        if outline.first == b'[' {
            self.hints = hint(resource);
            return Cut::Paths(&[&[Step::Each]]);
        }
        let top = outline.levels.first();
        let has = |key: &str| top.is_some_and(|level| level.value(key).is_some());
        // A channel by itself has lists of users, too.
        let of_channel = has("channel_url") || resource == Some(Resource::Channels);
        let (paths, hints) = if has("messages") {
            MESSAGES
        } else if has("group_channels") || has("open_channels") || has("channels") {
            CHANNELS
        } else if !of_channel && ["users", "active_users", "inactive_users", "deactivated_users"].into_iter().any(has) {
            USERS
        } else if !of_channel && (has("members") || has("participants")) {
            MEMBERS
        } else if has("channel") && resource == Some(Resource::Messages) {
            MESSAGES
        } else {
            (WHOLE, hint(resource))
        };
        self.hints = hints;
        Cut::Paths(paths)
    }

    fn item(&mut self, item: Item<'_>, records: &mut Records<'_>) {
        let Some(path) = item.path else {
            beside(item, records);
            return;
        };
        let hint = self.hints.get(path).copied().unwrap_or_default();
        take(&mut self.state, item.json, item.at, hint, records);
    }

    fn end_document(&mut self, records: &mut Records<'_>) {
        messages::release(&mut self.state, records);
    }
}

/// What a value is taken for that is a line, an element or all of a document.
fn hint(resource: Option<Resource>) -> &'static [Hint] {
    match resource {
        Some(Resource::Requests) => &[Hint::Request],
        Some(Resource::Users) => &[Hint::User],
        Some(Resource::Channels) => &[Hint::Channel(false)],
        Some(Resource::Messages) => &[Hint::Message],
        _ => &[Hint::Any],
    }
}

/// Whether there is a whole object on the first line and something behind it: one item a line.
fn several_lines(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let Some(end) = memchr::memchr(b'\n', text) else { return false };
    let (line, rest) = text.split_at_checked(end).unwrap_or_default();
    let mut tree = Tree::default();
    line.first() == Some(&b'{') && !rest.trim_ascii().is_empty() && tree.parse(line).is_ok()
}

/// What stands beside the lists: links to pages, and flags of the call.
fn beside(item: Item<'_>, records: &mut Records<'_>) {
    if matches!(item.key, "next" | "prev" | "ts" | "has_next" | "has_prev") || is_unset(item.json) {
        return;
    }
    let why = if matches!(item.key, "update_read_ts" | "rewind_read_ts") { OF_CALL } else { UNKNOWN_BESIDE };
    records.left(Kind::Other, item.key, item.at, why);
}

const UNKNOWN_BESIDE: &str = "it is not known what it says";

/// Takes an item apart that may hold several things.
fn take(state: &mut State, json: Json<'_>, at: Position, hint: Hint, records: &mut Records<'_>) {
    if json.is_array() {
        for element in json.elements() {
            if element.is_array() {
                records.unreadable(Kind::Other, state.place(at, element), "it is a list in a list");
            } else {
                take_object(state, element, state.place(at, element), hint, records);
            }
        }
        return;
    }
    take_object(state, json, at, hint, records);
}

fn take_object(state: &mut State, json: Json<'_>, at: Position, hint: Hint, records: &mut Records<'_>) {
    let hint =
        if hint == Hint::Request || !has_list(json, hint) { hint } else { return contents(state, json, at, records) };
    match if hint == Hint::Any { looks_like(json) } else { hint } {
        Hint::Request => requests::request(state, json, at, records),
        Hint::User => users::user(json, at, records),
        Hint::Channel(open) => {
            channels::channel(state, json, at, &channels::Call { open, ..channels::Call::default() }, records);
        }
        Hint::Message => messages::message(state, json, at, records),
        Hint::Member => members::listed(state, json, at, records),
        Hint::Any if json.is_object() => {
            records.unreadable(Kind::Other, at, "it is neither a user nor a channel nor a message");
        }
        Hint::Any => records.unreadable(Kind::Other, at, "it is no object"),
    }
}

/// Whether an object holds lists of things rather than being one. Channels hold lists of users.
fn has_list(json: Json<'_>, hint: Hint) -> bool {
    let list = |key: &str| json.get(key).is_some_and(Json::is_array);
    let of_channel = matches!(hint, Hint::Channel(_)) || json.get("channel_url").is_some();
    let lists = ["messages", "group_channels", "open_channels", "channels"];
    lists.into_iter().any(list) || !of_channel && ["users", "active_users"].into_iter().any(list)
}

/// A page, a body or a channel with its messages, held whole: one on a line, or of the bulk format.
fn contents(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    if let Some(channel) = json.get("channel").filter(|channel| channel.is_object()) {
        // In the bulk format, what is not said is distinct: 1.4.
        let bulk = json.get("messages").is_some_and(|list| list.elements().any(|message| message.get("ts").is_some()));
        let call = channels::Call { bulk, ..channels::Call::default() };
        state.channel = channel.get("channel_url").and_then(Json::text).or(state.channel.take());
        channels::channel(state, channel, state.place(at, channel), &call, records);
    }
    for (key, value) in json.entries() {
        let hint = match key {
            "messages" => Hint::Message,
            "group_channels" | "channels" => Hint::Channel(false),
            "open_channels" => Hint::Channel(true),
            "users" | "active_users" | "inactive_users" | "deactivated_users" => Hint::User,
            "channel" => continue,
            key => {
                beside(Item { path: None, key, json: value, at: state.place(at, value) }, records);
                continue;
            }
        };
        for element in value.elements() {
            let place = state.place(at, element);
            match hint {
                Hint::Message => messages::message(state, element, place, records),
                Hint::Channel(open) => {
                    let call = channels::Call { open, ..channels::Call::default() };
                    channels::channel(state, element, place, &call, records);
                }
                _ => users::user(element, place, records),
            }
        }
    }
}

/// What an object is, by its fields.
fn looks_like(json: Json<'_>) -> Hint {
    let has = |key: &str| json.get(key).is_some();
    if has("method") && has("path") {
        Hint::Request
    } else if ["message_type", "message_id", "timestamp", "dedup_id", "mention_type"].into_iter().any(has) {
        Hint::Message
    } else if ["channel_url", "user_ids", "operator_ids", "is_distinct", "cover_url"].into_iter().any(has) {
        Hint::Channel(has("is_dynamic_partitioned"))
    } else if has("user_id") {
        Hint::User
    } else {
        Hint::Any
    }
}

/// Whether a value says no more than that nothing was set.
fn is_unset(json: Json<'_>) -> bool {
    matches!(json.raw(), "null" | "\"\"" | "[]" | "{}" | "false" | "0" | "-1")
}

/// Keeps a value that only Sendbird knows.
fn own(record: &mut Record, key: &str, json: Json<'_>) {
    if !is_unset(json) {
        record.extra.push(([OWN, key].concat().into(), json.compact()));
    }
}

/// Counts a value that is not carried on.
fn left(records: &mut Records<'_>, kind: Kind, key: &str, json: Json<'_>, at: Position, why: &'static str) {
    if !is_unset(json) {
        records.left(kind, key, at, why);
    }
}

/// A moment in whatever unit; `None` for those of what never was.
fn moment(json: Json<'_>) -> Option<crate::history::Time> {
    json.integer().filter(|number| *number > 0).map(crate::history::Time::from_any_unit)
}
