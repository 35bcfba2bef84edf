//! Files of messages: 2.3, 6.4.

use super::{OWN, is_unset, own};
use crate::convert::reader;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record};

/// The kind of a file, as its media type says it.
pub(in crate::platform::sendbird) fn type_of(media_type: &str) -> &'static str {
    match media_type.split('/').next().unwrap_or_default() {
        "image" => "image",
        "video" => "video",
        "audio" => "audio",
        _ => "file",
    }
}

/// A file that is an object of its own: `file`, or one of `files`.
pub(super) fn file(json: Json<'_>, at: Position) -> Option<Record> {
    let mut part = Record::new(Kind::Attachment, at);
    for (key, value) in json.entries() {
        let key = match key {
            "name" => "file_name",
            "size" => "file_size",
            "type" => "file_type",
            key => key,
        };
        if !field(&mut part, key, value) {
            own(&mut part, key, value);
        }
    }
    (!part.fields.is_empty() || !part.extra.is_empty()).then_some(part)
}

/// Takes a field of a file, if it is one.
pub(super) fn field(part: &mut Record, key: &str, value: Json<'_>) -> bool {
    match key {
        "url" => reader::text(part, Field::Url, value),
        "file_name" => reader::text(part, Field::Name, value),
        "file_size" if value.is_null() => {}
        "file_size" => reader::json(part, Field::Size, value),
        "file_type" => {
            reader::text(part, Field::MediaType, value);
            if part.get(Field::Type).is_none()
                && let Some(media_type) = part.text(Field::MediaType).map(type_of)
            {
                part.set_text(Field::Type, media_type);
            }
        }
        "thumbnails" => thumbnails(part, value),
        "require_auth" => own(part, key, value),
        _ => return false,
    }
    true
}

/// The files of a message: one whose fields are the message's own, and those that are objects.
pub(super) fn together(message: &mut Record, own: Record, mut others: Vec<Record>) -> Vec<Record> {
    if let (None, Some(first)) = (own.get(Field::Url), others.first_mut()) {
        first.fill_from(own);
    } else if own.fields.is_empty() && own.custom.is_empty() {
        // Of no file at all.
        message.extra.extend(own.extra);
    } else {
        others.insert(0, own);
    }
    others
}

/// Addresses, or objects with an address and sizes. The history has one address; the rest is kept as it is.
fn thumbnails(part: &mut Record, json: Json<'_>) {
    let address = |json: Json<'_>| json.text().or_else(|| json.get("url")?.text()).filter(|url| !url.is_empty());
    let mut elements = json.elements();
    let (first, second) = (elements.next(), elements.next());
    let first_address = first.and_then(address);
    let simple = |json: Json<'_>| json.is_string() || json.entries().all(|(key, _)| key == "url");
    let whole = second.is_none() && first_address.is_some() && first.is_some_and(simple);
    if let Some(url) = first_address {
        part.set_text(Field::Thumbnail, url);
    }
    if !whole && !is_unset(json) {
        part.extra.push(([OWN, "thumbnails"].concat().into(), json.compact()));
    }
}
