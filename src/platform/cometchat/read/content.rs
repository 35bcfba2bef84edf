//! What a message says: its data. Source: `formats/cometchat.md` 2.4, 6.

use super::held::Message;
use super::rows::{MADE_THERE, Row, WRONG, object};
use super::tokens::{self, Person};
use super::{OWN, people};
use crate::convert::park;
use crate::convert::tree::{Json, Tree};
use crate::history::{Field, Kind, Record, Shape, Text, Value};
use crate::platform::cometchat::write::files;

/// What was parked of a conversation of two.
pub(in crate::platform::cometchat) const ROOM: &str = "source_room";
/// The id that a conversation of two had.
pub(in crate::platform::cometchat) const CHANNEL: &str = "source_channel";
/// The message whose attachment this one has.
pub(in crate::platform::cometchat) const PART_OF: &str = "source_part_of";

/// What a message is to CometChat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class<'a> {
    pub(super) custom: bool,
    pub(super) kind: &'a str,
}

/// What was parked in a message's metadata that is not about the message alone.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) part_of: Option<Text>,
    pub(super) channel: Option<Text>,
    pub(super) room: Vec<Record>,
}

/// Reads a message's data.
pub(super) fn data(
    row: &mut Row<'_, '_>,
    json: Json<'_>,
    class: Class<'_>,
    named: &[Person],
    message: &mut Message,
) -> Told {
    let mut tree = Tree::default();
    let text = json.text();
    let parsed = match &text {
        Some(text) => tree.parse(text.as_bytes()).ok(),
        None => Some(json),
    };
    let Some(data) = parsed.filter(|data| data.is_object()) else {
        let empty = json.is_array() && json.elements().next().is_none();
        if !empty && text.is_none_or(|text| !text.is_empty()) {
            row.left("data", WRONG);
        }
        return Told::default();
    };
    let (mut metadata, mut custom) = (None, None);
    for (name, json) in data.entries().filter(|(_, json)| !json.is_null()) {
        match name {
            "text" => said(row, json, named),
            "attachments" => attachments(row, json, class),
            "customData" if class.custom => custom = Some(json),
            "metadata" => metadata = Some(json),
            "entities" => entities(row, json),
            "reactions" => row.left("reactions", "it says how many reacted, and not who"),
            "resource" | "moderation" => row.left(name, MADE_THERE),
            _ => row.extra(&["data.", name].concat(), json),
        }
    }
    marks(row, class);
    let mut told = Told::default();
    if let Some(json) = custom {
        parked(row, json, ("data.customData", false), message, &mut told);
    }
    if let Some(json) = metadata {
        // A custom message has custom data; its metadata is something else.
        parked(row, json, ("data.metadata", class.custom), message, &mut told);
    }
    told
}

fn said(row: &mut Row<'_, '_>, json: Json<'_>, named: &[Person]) {
    row.text(Field::Text, "data.text", json);
    let Some(text) = row.record.text(Field::Text).filter(|text| tokens::has_token(text)) else { return };
    let (plain, mentions) = tokens::plain(text, named);
    row.record.set_text(Field::Text, plain);
    if !mentions.is_empty() {
        row.record.set_texts(Field::Mentions, mentions.into_iter().map(Into::into).collect());
    }
}

/// What would be another kind of message if it were written anew from what it has.
fn marks(row: &mut Row<'_, '_>, class: Class<'_>) {
    let record = &mut row.record;
    let has_text = record.text(Field::Text).is_some_and(|text| !text.trim().is_empty());
    let has_files = record.get(Field::Attachments).is_some();
    let mark = if class.custom {
        (has_text || has_files).then_some(("category", "\"custom\""))
    } else {
        (class.kind == "text" && has_text && has_files).then_some(("type", "\"text\""))
    };
    if let Some((name, json)) = mark {
        record.extra.push(([OWN, name].concat().into(), json.into()));
    }
}

fn attachments(row: &mut Row<'_, '_>, json: Json<'_>, class: Class<'_>) {
    let mut parts = Vec::new();
    for json in json.elements() {
        if json.is_object() {
            parts.push(attachment(row, json, class));
        } else {
            row.left("attachments", WRONG);
        }
    }
    if !json.is_array() {
        row.left("attachments", WRONG);
    }
    if !parts.is_empty() {
        row.record.set(Field::Attachments, Value::Parts(parts));
    }
}

fn attachment(row: &mut Row<'_, '_>, json: Json<'_>, class: Class<'_>) -> Record {
    let mut part = Record::new(Kind::Attachment, row.record.at);
    for (name, json) in json.entries().filter(|(_, json)| !json.is_null()) {
        let field = match name {
            "url" => Some(Field::Url),
            "name" => Some(Field::Name),
            "mimeType" => Some(Field::MediaType),
            _ => None,
        };
        match (field, json.text_or_number()) {
            (Some(field), Some(text)) if !text.is_empty() => part.set_text(field, text),
            (None, Some(text)) if name == "size" && !text.is_empty() => {
                // A number in quotes, as a rule.
                let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && is_number(&text);
                part.set(Field::Size, Value::Json(if plain { text } else { json.compact() }));
            }
            (_, Some(text)) if text.is_empty() => {}
            _ => part.extra.push(([OWN, name].concat().into(), json.compact())),
        }
    }
    let text = |field| part.text(field).unwrap_or_default();
    // An extension that follows from the rest tells nothing.
    let extension = files::extension(text(Field::Name), text(Field::Url), text(Field::MediaType));
    let kind = match class.kind {
        kind @ ("image" | "video" | "audio" | "file") if !class.custom => kind,
        _ => files::kind(text(Field::MediaType)),
    };
    let follows = [OWN, "extension"].concat();
    part.extra.retain(|(name, json)| *name != follows || json.trim_matches('"') != extension);
    part.set_text(Field::Type, kind);
    part
}

fn is_number(text: &str) -> bool {
    Tree::default().parse(text.as_bytes()).is_ok()
}

/// The sender and the receiver, as lists tell of them.
fn entities(row: &mut Row<'_, '_>, json: Json<'_>) {
    let at = row.record.at;
    for (_, one) in json.entries() {
        let Some(entity) = one.value("entity").filter(|entity| entity.is_object()) else { continue };
        let kind = one.value("entityType").and_then(Json::text);
        match kind.as_deref() {
            Some("user") if entity.get("uid").is_some() => people::details(entity, None, at, row.records),
            Some("group") if entity.get("guid").is_some() => drop(people::group(entity, None, at, true, row.records)),
            _ => row.records.left(Kind::Message, "data.entities", at, MADE_THERE),
        }
    }
}

/// Entries that are the app's own, or were parked by a writer. `aside`: the app's own are kept apart from custom data.
fn parked(row: &mut Row<'_, '_>, json: Json<'_>, (part, aside): (&str, bool), message: &mut Message, told: &mut Told) {
    let mut own = Vec::new();
    let (mut system, mut sender) = (false, false);
    row.custom(part, json, &mut |_, name, json| {
        match name {
            PART_OF => told.part_of = json.text(),
            CHANNEL => told.channel = json.text(),
            ROOM => {
                if let Some(Value::Parts(parts)) = park::from_json(Shape::Parts, json) {
                    told.room = parts;
                }
            }
            _ => {
                message.complete |= name == "source_attachments";
                system |= name == "source_system";
                sender |= name == "source_sender";
                if aside && !name.starts_with(park::PREFIX) {
                    own.push((name.into(), json.compact()));
                    return true;
                }
                return false;
            }
        }
        true
    });
    if system && !sender {
        // The system user speaks for a system that has no name.
        row.record.take(Field::Sender);
    }
    if row.record.texts(Field::Mentions).is_empty() {
        row.record.take(Field::Mentions);
    }
    if !own.is_empty() {
        row.record.extra.push(([OWN, "metadata"].concat().into(), object(&own).into()));
    }
}
