//! Files: 2.3.

use super::super::super::read::{ATTACHMENT, files_type};
use super::super::values::{is_hosted, own, own_flag, park};
use super::put_back;
use crate::convert::park::{Object, to_json};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text, Value};

/// Takes the attachments that can be FILE messages: those with an address. The others are parked.
pub(super) fn writable(message: &mut Record) -> Vec<Record> {
    let has_url = |part: &Record| part.text(Field::Url).is_some_and(|url| !url.is_empty());
    let (with, without) = message.take_parts(Field::Attachments).into_iter().partition(has_url);
    put_back(message, without);
    with
}

/// Writes a file's fields; what is left of it becomes an entry of the message's custom data. Whether it is on Sendbird's
/// hosts.
pub(super) fn file(
    mut part: Record,
    object: &mut Object,
    custom: &mut Vec<(Text, Text)>,
    out: &mut Output<'_>,
) -> bool {
    let url = part.take_text(Field::Url).unwrap_or_default();
    object.text("url", &url);
    if let Some(name) = part.take_text(Field::Name) {
        object.text("file_name", &name);
    }
    let is_size = |json: &str| json.len() < 16 && json.bytes().all(|byte| byte.is_ascii_digit());
    if matches!(part.get(Field::Size), Some(Value::Json(json)) if is_size(json))
        && let Some(size) = part.take_json(Field::Size)
    {
        object.json("file_size", &size);
    }
    if let Some(media_type) = part.take_text(Field::MediaType) {
        if part.text(Field::Type) == Some(files_type(&media_type)) {
            part.take(Field::Type);
        }
        object.text("file_type", &media_type);
    }
    let thumbnails = own(&mut part, "thumbnails", &|json| {
        json.is_array() && json.elements().all(|element| element.is_string() || element.is_object())
    });
    // The address by itself is the first of them, or all there is.
    let thumbnail = part.take_text(Field::Thumbnail);
    match (thumbnails, thumbnail) {
        (Some(thumbnails), _) => object.json("thumbnails", &thumbnails),
        (None, Some(thumbnail)) => object.texts("thumbnails", [thumbnail]),
        (None, None) => {}
    }
    if own_flag(&mut part, "require_auth") {
        object.flag("require_auth", true);
    }
    rest(part, custom, out);
    is_hosted(&url)
}

fn rest(part: Record, custom: &mut Vec<(Text, Text)>, out: &mut Output<'_>) {
    if part.fields.is_empty() && part.custom.is_empty() && part.extra.is_empty() {
        return;
    }
    let names = part.fields.iter().map(|(field, _)| field.name());
    for name in names.chain(part.custom.iter().chain(&part.extra).map(|(name, _)| name.as_str())) {
        park(out, &part, name);
    }
    if out.options.park {
        custom.push((ATTACHMENT.into(), to_json(&Value::Parts(vec![part])).into()));
    }
}
