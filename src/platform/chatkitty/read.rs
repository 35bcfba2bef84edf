//! Reads ChatKitty's documents, imports and exports, into the history. Source: `formats/chatkitty.md` 2, 6 and 7,
//! `formats/mapping.md`.
//!
//! Both dialects and mixes of them: every name is known in both spellings.

mod channels;
mod messages;
mod numbers;
#[cfg(test)]
mod tests;
mod users;

use crate::convert::options::ConvertOptions;
use crate::convert::reader::{Cut, Document, Item, Reader, Records, Step};
use crate::convert::tree::Json;
use crate::history::{Field, Kind, Text};
use crate::options::Resource;
use numbers::Numbers;

/// What the names of ChatKitty's own values begin with in the history.
pub(super) const PREFIX: &str = "chatkitty:";

/// The reader.
#[derive(Debug, Default)]
struct ChatKittyReader {
    /// What the document at hand holds; `None` if each of its rows has to tell.
    resource: Option<Resource>,
    /// The channel that the caller gave.
    channel: Option<Text>,
    numbers: Numbers,
}

/// A reader of this platform's documents.
pub(crate) fn reader() -> Box<dyn Reader> {
    Box::new(ChatKittyReader::default())
}

/// Arrays, and pages of lists.
const PATHS: &[&[Step]] = &[
    &[Step::Each],
    &[Step::Key("_embedded"), Step::Key("users"), Step::Each],
    &[Step::Key("_embedded"), Step::Key("channels"), Step::Each],
    &[Step::Key("_embedded"), Step::Key("memberships"), Step::Each],
    &[Step::Key("_embedded"), Step::Key("messages"), Step::Each],
];

/// What stands at each of the paths.
const RESOURCES: [Option<Resource>; 5] =
    [None, Some(Resource::Users), Some(Resource::Channels), Some(Resource::Members), Some(Resource::Messages)];

impl Reader for ChatKittyReader {
    fn document(&mut self, document: &Document<'_>, options: &ConvertOptions) -> Cut {
        self.resource = document.detection.resource;
        self.channel = document.channel.map(Text::from);
        self.numbers.know(options);
        Cut::Paths(PATHS)
    }

    fn item(&mut self, item: Item<'_>, records: &mut Records<'_>) {
        let Item { json, at, .. } = item;
        let Some(path) = item.path else {
            if !matches!(item.key, "_links" | "page") {
                records.left(Kind::Other, item.key, at, "it stands beside the list");
            }
            return;
        };
        let resource = RESOURCES.get(path).copied().flatten().or(self.resource).unwrap_or_else(|| seems(json));
        let kind = match resource {
            Resource::Channels => Kind::Channel,
            Resource::Members => Kind::Member,
            Resource::Messages => Kind::Message,
            _ => Kind::User,
        };
        if !json.is_object() {
            return records.unreadable(kind, at, "it is no object");
        }
        match kind {
            Kind::Channel => channels::channel(json, at, &mut self.numbers, records),
            Kind::Member => channels::member(json, at, self.channel.as_deref(), &self.numbers, records),
            Kind::Message => messages::message(json, at, self.channel.as_deref(), &self.numbers, records),
            _ => {
                let user = users::user(json, at, records);
                records.push(user);
            }
        }
    }
}

/// What a row is, by its fields.
fn seems(json: Json<'_>) -> Resource {
    let has = |keys: &[&str]| keys.iter().any(|key| json.get(key).is_some());
    if has(&["body", "channelId", "channel_id", "groupTag", "group_tag"]) {
        Resource::Messages
    } else if has(&["type", "members", "creator"]) && !has(&["presence", "guest", "isGuest", "is_guest"]) {
        Resource::Channels
    } else if has(&["username"]) {
        Resource::Members
    } else {
        Resource::Users
    }
}

/// A user who is referred to, by name or as the user itself; what is said of them in passing goes to the records.
fn referred(json: Json<'_>, at: crate::Position, records: &mut Records<'_>) -> Option<Text> {
    if !json.is_object() {
        return json.text_or_number().filter(|name| !name.is_empty());
    }
    let name = json.value("username").or_else(|| json.value("name")).and_then(Json::text_or_number)?;
    let mut user = users::user(json, at, records);
    user.partial = true;
    user.set_text(Field::Id, name.as_str());
    records.push(user);
    Some(name)
}
