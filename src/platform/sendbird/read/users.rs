//! Users: 2.7, 6.2, 6.4.

use super::{FOLLOWS, OF_CALL, PARKED, SECRET, left, moment, own};
use crate::convert::park::PREFIX;
use crate::convert::reader::{self, Records};
use crate::convert::tree::{Json, Tree};
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Time};

/// A user by itself.
pub(super) fn user(json: Json<'_>, at: Position, records: &mut Records<'_>) {
    if !json.is_object() {
        records.unreadable(Kind::User, at, "it is no object");
        return;
    }
    let mut user = Record::new(Kind::User, at);
    fields(&mut user, json, &|_| false, records);
    push(user, records);
}

/// A user inside of something else. `others` says which keys are not the user's.
pub(super) fn inside(json: Json<'_>, at: Position, others: &dyn Fn(&str) -> bool, records: &mut Records<'_>) {
    let mut user = Record::new(Kind::User, at);
    user.partial = true;
    fields(&mut user, json, others, records);
    // An id alone is known from what refers to it.
    if user.fields.len() + user.custom.len() + user.extra.len() > 1 {
        push(user, records);
    }
}

/// What a request changes of a user.
pub(super) fn update(id: &str, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let mut user = Record::new(Kind::User, at);
    user.partial = true;
    user.set_text(Field::Id, id);
    fields(&mut user, json, &|key| key == "user_id", records);
    push(user, records);
}

fn push(user: Record, records: &mut Records<'_>) {
    if user.get(Field::Id).is_some() {
        records.push(user);
    } else {
        records.unreadable(Kind::User, user.at, "it has no user_id");
    }
}

fn fields(user: &mut Record, json: Json<'_>, others: &dyn Fn(&str) -> bool, records: &mut Records<'_>) {
    let at = user.at;
    for (key, value) in json.entries().filter(|(key, _)| !others(key)) {
        match key {
            "user_id" => reader::text(user, Field::Id, value),
            "nickname" => reader::text(user, Field::Name, value),
            "profile_url" => reader::text(user, Field::Image, value),
            // The export's members have these names; some have both.
            "name" if user.get(Field::Name).is_none() => reader::text(user, Field::Name, value),
            "image" if user.get(Field::Image).is_none() => reader::text(user, Field::Image, value),
            "name" | "image" => {}
            "metadata" => metadata(user, value),
            "created_at" => set_time(user, Field::CreatedAt, moment(value)),
            "last_seen_at" => last_seen(user, value),
            "is_active" => {
                if value.flag() == Some(false) {
                    user.set_flag(Field::Deactivated, true);
                }
            }
            "preferred_languages" => {
                if let [first, others @ ..] = value.texts().as_slice() {
                    user.set_text(Field::Language, first);
                    if !others.is_empty() {
                        own(user, key, value);
                    }
                }
            }
            "phone_number" => {
                if let Some(number) = value.text_or_number().filter(|number| !number.is_empty()) {
                    user.set_texts(Field::Phones, vec![number]);
                }
            }
            // In the bulk format it is a wish for one: 1.4.
            "access_token" if value.flag().is_some() => own(user, "issue_access_token", value),
            "access_token" | "session_tokens" => left(records, Kind::User, key, value, at, SECRET),
            "leave_all_when_deactivated" => left(records, Kind::User, key, value, at, OF_CALL),
            "is_online" | "is_created" | "has_ever_logged_in" | "unread_channel_count" | "unread_message_count" => {
                left(records, Kind::User, key, value, at, FOLLOWS);
            }
            _ => own(user, key, value),
        }
    }
}

fn set_time(record: &mut Record, field: Field, time: Option<Time>) {
    if let Some(time) = time {
        record.set_time(field, time);
    }
}

/// A number of milliseconds, or, in exported files, words in the time zone of the export; -1 and what that is in words
/// mean never.
fn last_seen(user: &mut Record, json: Json<'_>) {
    let Some(text) = json.text().filter(|text| !text.is_empty()) else {
        return set_time(user, Field::LastActiveAt, moment(json));
    };
    match in_words(&text).or_else(|| json.integer().map(Time::from_any_unit)) {
        Some(time) if time.seconds > 0 => user.set_time(Field::LastActiveAt, time),
        Some(_) => {}
        None => own(user, "last_seen_at", json),
    }
}

/// `2025-01-14 11:53:23+0000`.
fn in_words(text: &str) -> Option<Time> {
    let mut time = text.replacen(' ', "T", 1);
    let colon = time.len().checked_sub(2)?;
    let zone = time.get(colon.checked_sub(3)?..)?;
    if zone.starts_with(['+', '-']) && time.is_char_boundary(colon) {
        time.insert(colon, ':');
    }
    Time::parse(&time)
}

/// Metadata of a user: the app's own texts, and one that holds what was parked.
pub(super) fn metadata(user: &mut Record, json: Json<'_>) {
    for (name, value) in json.entries() {
        if name == PARKED
            && let Some(text) = value.text()
        {
            let mut tree = Tree::default();
            if let Ok(parked) = tree.parse(text.as_bytes())
                && parked.is_object()
            {
                for (field, value) in parked.entries() {
                    reader::custom(user, [PREFIX, field].concat(), value);
                }
                continue;
            }
        }
        if !value.is_null() {
            reader::custom(user, name, value);
        }
    }
}
