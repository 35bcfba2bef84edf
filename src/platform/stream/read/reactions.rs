//! Reactions: section 2.6, and those that an export shows with their messages.

use super::emoji::restored;
use super::state::State;
use super::take::{customs, left, text, time};
use super::users;
use crate::convert::reader::{self, Records};
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record};
use crate::index::{Hasher, Set};

/// Takes a reaction.
pub(super) fn reaction(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let record = read(state, json, at, records);
    state.react(record, records);
}

fn read(state: &mut State, json: Json<'_>, at: Position, records: &mut Records<'_>) -> Record {
    let api = state.export || json.get("user").is_some_and(Json::is_object);
    let mut reaction = Record::new(Kind::Reaction, at);
    let mut rest = Vec::new();
    for (key, value) in json.entries() {
        match key {
            "message_id" => text(&mut reaction, Field::Message, key, value),
            "user_id" => text(&mut reaction, Field::User, key, value),
            "user" if value.is_object() => {
                if let Some(id) = users::named(state, value, state.place(at, value), records)
                    && reaction.text(Field::User).is_none()
                {
                    reaction.set_text(Field::User, id);
                }
            }
            "type" => {
                text(&mut reaction, Field::Type, key, value);
                if let Some(emoji) = reaction.text(Field::Type).and_then(restored) {
                    reaction.set_text(Field::Type, emoji);
                }
            }
            "created_at" => time(&mut reaction, Field::CreatedAt, key, value),
            "updated_at" => time(&mut reaction, Field::UpdatedAt, key, value),
            "score" if value.integer().is_some() => {
                // One is what each has in the API's answers.
                if !api || value.integer() != Some(1) {
                    reader::json(&mut reaction, Field::Score, value);
                }
            }
            "app_pk" | "pk" | "user" | "user_pk" => left(records, Kind::Reaction, key, value, at),
            "cid" | "channel_cid" if api => {}
            _ => rest.push(value),
        }
    }
    if reaction.time(Field::UpdatedAt) == reaction.time(Field::CreatedAt) {
        reaction.take(Field::UpdatedAt);
    }
    customs(&mut reaction, &rest);
    reaction
}

/// Takes the reactions that an export shows with a message. It shows the latest only.
pub(super) fn shown(state: &mut State, json: Json<'_>, id: &str, at: Position, records: &mut Records<'_>) {
    let (mut known, hasher, mut count) = (Set::new(), Hasher::new(0), 0);
    for list in ["latest_reactions", "own_reactions"] {
        for element in json.get(list).into_iter().flat_map(Json::elements).filter(|element| element.is_object()) {
            let mut record = read(state, element, state.place(at, element), records);
            if record.text(Field::Message).is_none() {
                record.set_text(Field::Message, id);
            }
            let (who, what) = (record.text(Field::User), record.text(Field::Type));
            let who = hasher.one(who.unwrap_or_default().as_bytes());
            if known.insert(hasher.within(who, what.unwrap_or_default().as_bytes()), 0) {
                count += 1;
                state.react(record, records);
            }
        }
    }
    let counts = json.get("reaction_counts").into_iter().flat_map(Json::entries);
    let all = counts.filter_map(|(_, count)| count.integer()).fold(0, i64::saturating_add);
    if all > count {
        records.left(Kind::Reaction, "", at, LATEST);
    }
}

const LATEST: &str = "it cannot be read: of a message with many reactions, the export shows only the latest";
