//! Users (sections 2.1 and 6), and what rows of all kinds have in common.

use super::PREFIX;
use crate::convert::fill::Fill;
use crate::convert::reader::{self, Records};
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record};

/// Why values of the server's own are left.
pub(super) const OWN: &str = "ChatKitty works it out or sets it itself";

/// Custom data: any JSON. It is taken last: what was parked there goes before what ChatKitty could hold of it.
pub(super) fn properties(fill: &mut Fill, row: Json<'_>) {
    let Some(json) = row.value("properties") else { return };
    if !json.is_object() {
        fill.extra("properties", json);
    }
    for (name, value) in json.entries() {
        reader::custom(&mut fill.record, name, value);
    }
}

/// What is no field: of the server's own, or only ChatKitty's.
pub(super) fn other(fill: &mut Fill, key: &str, value: Json<'_>, records: &mut Records<'_>) {
    let is_number = value.text().is_none() && value.integer().is_some();
    match key {
        "_links" => {}
        // The number that it has there, and that it will not have elsewhere.
        "id" if is_number => records.left(fill.record.kind, key, fill.record.at, OWN),
        // What version 1.15 of the API called it.
        "id" | "idempotencyKey" | "idempotency_key" => {
            // The writer makes the id one by itself.
            if value.text().as_deref() != fill.record.text(Field::Id) {
                fill.extra("idempotencyKey", value);
            }
        }
        _ => fill.extra(key, value),
    }
}

pub(super) fn user(json: Json<'_>, at: Position, records: &mut Records<'_>) -> Record {
    let mut fill = Fill::new(Kind::User, at, PREFIX);
    if let Some(name) = json.value("name") {
        fill.text(Field::Id, "name", name);
    }
    for (key, value) in json.entries().filter(|(_, value)| !value.is_null()) {
        match key {
            // Of a user who is referred to.
            "username" if fill.record.text(Field::Id).is_none() => fill.text(Field::Id, key, value),
            "displayName" | "display_name" => fill.text(Field::Name, key, value),
            // Whoever says nothing is none.
            "guest" | "isGuest" | "is_guest" => match value.flag() {
                Some(true) => fill.record.set_flag(Field::Guest, true),
                Some(false) => {}
                None => fill.extra(key, value),
            },
            "displayPicture" | "display_picture" if value.is_object() => {
                if let Some(url) = value.value("url").and_then(Json::text).filter(|url| !url.is_empty()) {
                    fill.record.set_text(Field::Image, url);
                }
                fill.extra("displayPicture", value);
            }
            "displayPicture" | "display_picture" | "displayPictureUrl" | "display_picture_url" => {
                fill.text(Field::Image, key, value);
            }
            "name" | "properties" => {}
            "createdTime" | "created_time" => fill.time(Field::CreatedAt, key, value),
            "presence" | "callStatus" | "call_status" => records.left(Kind::User, key, at, OWN),
            "type" if value.text().as_deref() == Some("PERSON") => {}
            _ => other(&mut fill, key, value, records),
        }
    }
    properties(&mut fill, json);
    fill.record
}
