//! Items that only Stream has: devices, bans to come, polls. Sections 2.7 to 2.9.

use super::OWN;
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record};

/// Takes an item of a type that is Stream's own: its users are known, the rest of it is kept as it is.
pub(super) fn other(name: &str, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let mut record = Record::new(Kind::Other, at);
    record.set_text(Field::Type, name);
    for (key, value) in json.entries() {
        let field = match (name, key) {
            ("device" | "poll_vote", "user_id") | ("future_channel_ban", "target_id") => Some(Field::User),
            ("future_channel_ban", "created_by") | ("poll", "created_by_id") => Some(Field::CreatedBy),
            _ => None,
        };
        match (field, value.text_or_number().filter(|id| !id.is_empty())) {
            (Some(field), Some(id)) => record.set_text(field, id),
            _ => record.extra.push(([OWN, key].concat().into(), value.compact())),
        }
    }
    records.push(record);
}
