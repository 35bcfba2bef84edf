//! `sorted_metaarray`: 2.6. Tags and groups, and the app's own entry of that name if it is one.

use crate::convert::park::Object;
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::as_text;
use crate::history::{Field, Record, Text};

const NAME: &str = "sorted_metaarray";

/// Takes what goes there.
pub(super) fn take(message: &mut Record) -> Option<Text> {
    let mut tree = Tree::default();
    let mut items: Vec<Text> = Vec::new();
    let mut keys: Vec<Text> = Vec::new();
    let own = message.custom.iter().position(|(name, json)| {
        if name != NAME {
            return false;
        }
        // Where custom data is texts only, it has become one.
        let Ok(json) = tree.parse(if json.starts_with('"') { as_text(json) } else { json.clone().into() }.as_bytes())
        else {
            return false;
        };
        let is = is_metaarray(json);
        if is {
            items = json.elements().map(Json::compact).collect();
            keys = json.elements().filter_map(|item| item.get("key")?.text()).collect();
        }
        is
    });
    if let Some(own) = own {
        message.custom.remove(own);
    }
    let is_free = |key: &str| keys.iter().all(|known| known != key);
    if is_free("tags") && !message.texts(Field::Tags).is_empty() {
        items.push(item("tags", &message.take_texts(Field::Tags)).into());
    }
    if is_free("group_tag")
        && let Some(tag) = message.take_text(Field::GroupTag)
    {
        items.push(item("group_tag", &[tag]).into());
    }
    (!items.is_empty()).then(|| ["[", &items.join(","), "]"].concat()).map(Into::into)
}

fn item(key: &str, values: &[Text]) -> String {
    let mut item = Object::new();
    item.text("key", key);
    item.texts("value", values);
    item.end()
}

fn is_metaarray(json: Json<'_>) -> bool {
    let is_item = |item: Json<'_>| {
        item.get("key").and_then(Json::text).is_some_and(|key| !key.is_empty())
            && item.get("value").is_some_and(|value| value.is_array() && value.elements().all(Json::is_string))
    };
    json.is_array() && json.elements().next().is_some() && json.elements().all(is_item)
}
