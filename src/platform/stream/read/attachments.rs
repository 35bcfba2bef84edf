//! Attachments: section 2.5.

use super::OWN;
use super::state::State;
use super::take::{customs, own, text};
use crate::convert::reader::{self, Records};
use crate::convert::tree::Json;
use crate::history::{Field, Kind, Record, Value};

/// Which key a file's address stands under where that is not the usual one of its type.
pub(in crate::platform::stream) const URL_KEY: &str = "url_key";

/// The key that the address of a file of this type usually stands under, and the other one.
pub(in crate::platform::stream) fn url_keys(kind: Option<&str>) -> [&'static str; 2] {
    if kind == Some("image") { ["image_url", "asset_url"] } else { ["asset_url", "image_url"] }
}

pub(super) fn attachments(message: &mut Record, json: Json<'_>, state: &State, records: &mut Records<'_>) {
    let mut parts = Vec::new();
    if !json.is_array() {
        own(message, "attachments", json);
    }
    for element in json.elements() {
        if element.is_object() {
            parts.push(attachment(element, message, state));
        } else {
            records.left(Kind::Attachment, "", state.place(message.at, element), "it is no object");
        }
    }
    if !parts.is_empty() {
        message.set(Field::Attachments, Value::Parts(parts));
    }
}

fn attachment(json: Json<'_>, message: &Record, state: &State) -> Record {
    let mut part = Record::new(Kind::Attachment, state.place(message.at, json));
    let kind = json.get("type").and_then(Json::text);
    let url = |key: &str| json.get(key).filter(|url| url.is_string());
    let [usual, other] = url_keys(kind.as_deref());
    let chosen = if url(usual).is_some() { usual } else { other };
    let mut rest = Vec::new();
    for (key, value) in json.entries() {
        match key {
            "type" => text(&mut part, Field::Type, key, value),
            "title" if value.is_string() => text(&mut part, Field::Name, key, value),
            "asset_url" | "image_url" if value.is_string() && key == chosen => {
                text(&mut part, Field::Url, key, value);
                if chosen == other {
                    part.extra.push(([OWN, URL_KEY].concat().into(), ["\"", other, "\""].concat().into()));
                }
            }
            "asset_url" | "image_url" | "migrate_resources" => own(&mut part, key, value),
            "thumb_url" => text(&mut part, Field::Thumbnail, key, value),
            "mime_type" if value.is_string() => text(&mut part, Field::MediaType, key, value),
            "file_size" if value.integer().is_some() => reader::json(&mut part, Field::Size, value),
            _ => rest.push(value),
        }
    }
    customs(&mut part, &rest);
    part
}
