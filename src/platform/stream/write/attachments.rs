//! Attachments: section 2.5.

use super::draft::{Draft, is_flag, take_own};
use crate::convert::writer::{Output, as_text};
use crate::history::{Field, Record, Text};
use crate::platform::stream::read::{URL_KEY, url_keys};
use crate::platform::stream::tables::ATTACHMENT;

/// The most of them that a message takes.
pub(super) const MOST: usize = 30;

/// An attachment as JSON. Whether Stream is to fetch a file for it.
pub(super) fn attachment(mut part: Record, out: &mut Output<'_>) -> (String, bool) {
    let mut draft = Draft::new(out);
    let kind = kind(&mut part, out);
    if let Some(kind) = &kind {
        draft.object.text("type", kind);
    }
    let [usual, other] = url_keys(kind.as_deref());
    let named = take_own(&mut part, URL_KEY, &|key| key.text().as_deref() == Some(other));
    let key = if named.is_some() { other } else { usual };
    let mut fetched = false;
    let is_kept = part.text(Field::Url).is_none();
    for (key, field) in [(key, Field::Url), ("thumb_url", Field::Thumbnail)] {
        // Others stay: Stream takes no plain http.
        if part.text(field).is_some_and(is_secure) {
            draft.text(key, &mut part, field);
            fetched = true;
        }
    }
    for name in ["asset_url", "image_url"] {
        if name != key || is_kept {
            draft.own(name, &mut part, |url| url.text().is_some_and(|url| is_secure(&url)));
        }
    }
    draft.own("migrate_resources", &mut part, is_flag);
    draft.custom("title", &mut part, Field::Name);
    draft.custom("mime_type", &mut part, Field::MediaType);
    draft.custom("file_size", &mut part, Field::Size);
    draft.rest(part, &ATTACHMENT, is_field, out);
    (draft.object.end(), fetched)
}

/// What kind of file it is: where the source does not say, its media type does.
fn kind(part: &mut Record, out: &mut Output<'_>) -> Option<Text> {
    if let Some(kind) = part.take_text(Field::Type) {
        return Some(kind);
    }
    let media_type = part.text(Field::MediaType)?;
    let main = media_type.split('/').next().unwrap_or_default();
    let kind = ["image", "video", "audio"].into_iter().find(|kind| *kind == main).unwrap_or("file");
    out.change(part, "type", "it follows from the file's media type");
    Some(kind.into())
}

fn is_secure(url: &str) -> bool {
    url.starts_with("https://")
}

/// Names that the reader takes for fields.
fn is_field(name: &str, json: &str) -> bool {
    match name {
        "title" | "mime_type" => json.starts_with('"'),
        "file_size" => as_text(json).parse::<f64>().is_ok(),
        _ => false,
    }
}
