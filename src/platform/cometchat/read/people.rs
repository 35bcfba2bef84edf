//! Users, groups and members; also those that are told of beside a row. Source: `formats/cometchat.md` 2.1 to 2.3, 6.

use super::rows::{MADE_THERE, Row, WRONG, object};
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text};

const OF_CALLER: &str = "it is about the user who asked for the list";
const NO_ROLE: &str = "it is the role of everybody who has no other";
const SECRET: &str = "it is a secret of the old application";

/// The entry of a user's metadata that other users do not see.
pub(in crate::platform::cometchat) const PRIVATE: &str = "@private";
pub(in crate::platform::cometchat) const EMAIL: &str = "email";
pub(in crate::platform::cometchat) const PHONE: &str = "contactNumber";

/// The role of users who have no other.
pub(in crate::platform::cometchat) const DEFAULT_ROLE: &str = "default";
/// The scope of members who have no other.
pub(in crate::platform::cometchat) const DEFAULT_SCOPE: &str = "participant";

/// The id that a row has, or else its key.
fn own_id(row: Json<'_>, name: &str, key: Option<&str>) -> Option<Text> {
    let id = row.get(name).and_then(Json::text_or_number).filter(|id| !id.is_empty());
    Some(id.or_else(|| key.map(Text::from))?.to_ascii_lowercase()).filter(|id| !id.is_empty()).map(Into::into)
}

/// Reads a user. Gives the id.
pub(super) fn user(
    row: Json<'_>,
    key: Option<&str>,
    at: Position,
    partial: bool,
    records: &mut Records<'_>,
) -> Option<Text> {
    let Some(uid) = own_id(row, "uid", key) else {
        records.unreadable(Kind::User, at, "it has no uid");
        return None;
    };
    let mut user = Row::new(Kind::User, at, partial, records);
    user.record.set_text(Field::Id, uid.clone());
    let mut metadata = None;
    for (name, json) in row.entries().filter(|(_, json)| !json.is_null()) {
        match name {
            "uid" => {}
            "metadata" => metadata = Some(json),
            // Rows of members are rows of users with a little more.
            "scope" | "joinedAt" | "guid" | "isBanned" | "memberId" if partial => {}
            _ => user_field(&mut user, name, json),
        }
    }
    if let Some(json) = metadata {
        let mut tags = false;
        user.custom("metadata", json, &mut |record, name, json| {
            tags |= name == "source_tags";
            name == PRIVATE && private(record, json)
        });
        without_teams(&mut user.record, tags);
    }
    user.push();
    Some(uid)
}

fn user_field(user: &mut Row<'_, '_>, name: &str, json: Json<'_>) {
    match name {
        "name" => user.text(Field::Name, name, json),
        "avatar" => user.text(Field::Image, name, json),
        "role" if json.text().is_some_and(|role| role == DEFAULT_ROLE) => user.left(name, NO_ROLE),
        "role" => user.text(Field::Role, name, json),
        "createdAt" => user.time(Field::CreatedAt, name, json),
        // The second as the oldest page spells it.
        "lastActiveAt" | "lasActiveAt" => user.time(Field::LastActiveAt, name, json),
        "deactivatedAt" => user.time(Field::DeactivatedAt, name, json),
        "tags" => user.tags(json),
        // Neither is a field of the import, and people try.
        "email" => texts(user, Field::Emails, name, json),
        "phone" | "contactNumber" => texts(user, Field::Phones, name, json),
        "authToken" => user.left(name, SECRET),
        "status" | "updatedAt" | "conversationId" => user.left(name, MADE_THERE),
        "hasBlockedMe" | "blockedByMe" | "blockedByMeAt" | "hasBlockedMeAt" => user.left(name, OF_CALLER),
        _ => user.extra(name, json),
    }
}

fn texts(user: &mut Row<'_, '_>, field: Field, name: &str, json: Json<'_>) {
    match one_or_several(json) {
        Some(texts) => user.record.set_texts(field, texts),
        None => user.left(name, WRONG),
    }
}

/// A text that is there, or a list of such.
fn one_or_several(json: Json<'_>) -> Option<Vec<Text>> {
    let texts = match json.text_or_number() {
        Some(text) => vec![text],
        None if json.elements().all(Json::is_string) => json.texts(),
        None => return None,
    };
    (!texts.is_empty() && texts.iter().all(|text| !text.is_empty())).then_some(texts)
}

/// Takes e-mail and telephone out of what other users do not see; the rest is the app's own.
fn private(record: &mut Record, json: Json<'_>) -> bool {
    if !json.is_object() {
        return false;
    }
    let mut rest = Vec::new();
    for (name, value) in json.entries() {
        let field = match name {
            EMAIL => Some(Field::Emails),
            PHONE => Some(Field::Phones),
            _ => None,
        };
        match field.zip(one_or_several(value)) {
            Some((field, texts)) => record.set_texts(field, texts),
            None => rest.push((name.into(), value.compact())),
        }
    }
    if !rest.is_empty() {
        record.custom.push((PRIVATE.into(), object(&rest).into()));
    }
    true
}

/// Teams are among the tags, and parked as well: those are no tags of the user's own. `told`: the tags were parked, too.
fn without_teams(record: &mut Record, told: bool) {
    let mut teams = record.texts(Field::Teams).to_vec();
    teams.extend(record.shared(Field::Team));
    if told || teams.is_empty() {
        return;
    }
    let mut tags = record.take_texts(Field::Tags);
    tags.retain(|tag| !teams.contains(tag));
    if !tags.is_empty() {
        record.set_texts(Field::Tags, tags);
    }
}

/// Reads a group. Gives the id.
pub(super) fn group(
    row: Json<'_>,
    key: Option<&str>,
    at: Position,
    partial: bool,
    records: &mut Records<'_>,
) -> Option<Text> {
    let Some(guid) = own_id(row, "guid", key) else {
        records.unreadable(Kind::Channel, at, "it has no guid");
        return None;
    };
    if let Some(owner) = row.value("groupOwnerDetails") {
        details(owner, row.value("owner"), at, records);
    }
    let mut group = Row::new(Kind::Channel, at, partial, records);
    group.record.set_text(Field::Id, guid.clone());
    group.record.set_text(Field::ChannelKind, "group");
    let mut metadata = None;
    for (name, json) in row.entries().filter(|(_, json)| !json.is_null()) {
        match name {
            "guid" | "groupOwnerDetails" => {}
            "metadata" => metadata = Some(json),
            _ => group_field(&mut group, name, json),
        }
    }
    if let Some(json) = metadata {
        let mut tags = false;
        group.custom("metadata", json, &mut |_, name, _| {
            tags |= name == "source_tags";
            false
        });
        without_teams(&mut group.record, tags);
    }
    group.push();
    Some(guid)
}

fn group_field(group: &mut Row<'_, '_>, name: &str, json: Json<'_>) {
    match name {
        "name" => group.text(Field::Name, name, json),
        "icon" => group.text(Field::Image, name, json),
        "type" => match json.text().unwrap_or_default().to_ascii_lowercase().as_str() {
            "public" => group.record.set_text(Field::ChannelKind, "open"),
            "private" => {}
            // The second is what the client libraries call it.
            "password" | "protected" => group.record.set_text(Field::ChannelType, "password"),
            _ => group.left(name, WRONG),
        },
        "password" => group.text(Field::Password, name, json),
        "owner" => group.id(Field::CreatedBy, name, json),
        "createdAt" => group.time(Field::CreatedAt, name, json),
        "tags" => group.tags(json),
        // No field of the import: it goes into the metadata there.
        "description" => {
            if json.text().is_none_or(|text| !text.is_empty()) {
                group.record.custom.push((name.into(), json.compact()));
            }
        }
        "membersCount" | "onlineMembersCount" | "updatedAt" | "conversationId" => group.left(name, MADE_THERE),
        "hasJoined" | "scope" | "joinedAt" | "isBanned" => group.left(name, OF_CALLER),
        _ => group.extra(name, json),
    }
}

/// Reads what is told of a user beside a row that names it; the row's own id goes where the two differ.
pub(super) fn details(told: Json<'_>, outer: Option<Json<'_>>, at: Position, records: &mut Records<'_>) {
    let outer = outer.and_then(Json::text_or_number);
    if !told.is_object() {
        return records.left(Kind::User, "details", at, WRONG);
    }
    user(told, outer.as_deref(), at, true, records);
}

/// Reads a member of an import.
pub(super) fn member(row: Json<'_>, at: Position, records: &mut Records<'_>) {
    if let Some(told) = row.value("userDetails") {
        details(told, row.value("uid"), at, records);
    }
    if let Some(told) = row.value("groupDetails") {
        if told.is_object() {
            let guid = row.value("guid").and_then(Json::text_or_number);
            group(told, guid.as_deref(), at, true, records);
        } else {
            records.left(Kind::Channel, "groupDetails", at, WRONG);
        }
    }
    let mut member = Row::new(Kind::Member, at, false, records);
    for (name, json) in row.entries().filter(|(_, json)| !json.is_null()) {
        match name {
            "memberId" | "userDetails" | "groupDetails" => {}
            "guid" => member.id(Field::Channel, name, json),
            _ => member_field(&mut member, name, json),
        }
    }
    member.push();
}

fn member_field(member: &mut Row<'_, '_>, name: &str, json: Json<'_>) {
    match name {
        "uid" => member.id(Field::User, name, json),
        "scope" => {
            member.text(Field::Role, name, json);
            if member.record.text(Field::Role) == Some(DEFAULT_SCOPE) {
                member.record.take(Field::Role);
            }
        }
        "joinedAt" => member.time(Field::JoinedAt, name, json),
        "isBanned" => {
            member.flag(Field::Banned, name, json);
            if !member.record.flag(Field::Banned) {
                member.record.take(Field::Banned);
            }
        }
        _ => member.extra(name, json),
    }
}

/// Reads a row of a group's list of members: a user, with what makes it a member.
pub(super) fn listed_member(row: Json<'_>, group: Option<&str>, at: Position, records: &mut Records<'_>) {
    user(row, None, at, true, records);
    let guid = row.value("guid").and_then(Json::text_or_number).map(|guid| guid.to_ascii_lowercase());
    let Some(guid) = guid.as_deref().or(group) else {
        let why = "a list of members does not say of which group it is; name it (--channel)";
        return records.unreadable(Kind::Member, at, why);
    };
    let mut member = Row::new(Kind::Member, at, false, records);
    member.record.set_text(Field::Channel, guid);
    for (name, json) in row.entries().filter(|(_, json)| !json.is_null()) {
        if matches!(name, "uid" | "scope" | "joinedAt" | "isBanned") {
            member_field(&mut member, name, json);
        }
    }
    member.push();
}
