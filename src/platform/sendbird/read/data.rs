//! `data` and `custom_field`: free texts, most often JSON. The entries of an object are the app's own data; any other text
//! is its single entry `data`.

use crate::convert::park::{self, Object};
use crate::convert::reader;
use crate::convert::tree::{Json, Tree};
use crate::history::{Record, Text};
use crate::json::text;

/// The entry that holds a text that is no object.
const DATA: &str = "data";

/// Whether a text is kept as it is rather than taken apart.
///
/// A text that says `{"data":"…"}` around such a text is one, too: what is written never looks like that, so it is the
/// app's own, and stays as it was.
fn is_plain(text: &str) -> bool {
    let mut tree = Tree::default();
    let mut text = text.to_owned();
    loop {
        if !text.trim_start().starts_with('{') {
            return !text.is_empty();
        }
        let Ok(json) = tree.parse(text.as_bytes()) else { return true };
        let mut entries = json.entries();
        let (Some((key, value)), None) = (entries.next(), entries.next()) else { return false };
        let Some(inside) = value.text().filter(|_| key == DATA) else { return false };
        text = inside.into();
    }
}

/// Reads such a text, or an object where the text should be. `special` may take entries for itself.
pub(super) fn read(record: &mut Record, json: Json<'_>, special: &mut dyn FnMut(&mut Record, &str, Json<'_>) -> bool) {
    let Some(text) = json.text() else {
        if json.is_object() {
            entries(record, json, special);
        } else if !json.is_null() {
            record.custom.push((DATA.into(), json.compact()));
        }
        return;
    };
    if text.is_empty() {
        return;
    }
    let mut tree = Tree::default();
    if !is_plain(&text)
        && let Ok(object) = tree.parse(text.as_bytes())
    {
        entries(record, object, special);
        return;
    }
    let mut quoted = String::new();
    park::push_text(&mut quoted, &text);
    record.custom.push((DATA.into(), quoted.into()));
}

fn entries(record: &mut Record, object: Json<'_>, special: &mut dyn FnMut(&mut Record, &str, Json<'_>) -> bool) {
    for (name, value) in object.entries() {
        if !special(record, name, value) {
            reader::custom(record, name, value);
        }
    }
}

/// The text that [`read`] makes these entries of; none of none.
pub(in crate::platform::sendbird) fn write(entries: &[(Text, Text)]) -> Option<Text> {
    if let [(name, json)] = entries
        && name == DATA
        && let Some(inside) = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
    {
        let text = text::decode(inside.as_bytes());
        if is_plain(&text) {
            return Some(text.into());
        }
    }
    if entries.is_empty() {
        return None;
    }
    let mut object = Object::new();
    for (name, json) in entries {
        object.json(name, json);
    }
    Some(object.end().into())
}
