//! Records that no file of Stream's gives: what other platforms' readers do.

use serde_json::{Value, json};

use super::{all, data, errors};
use crate::convert::ConvertOptions;
use crate::convert::ids::Ids;
use crate::convert::options::KnownId;
use crate::convert::trial::draw;
use crate::convert::writer::Room;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Time, Value as Held};
use crate::{Platform, Profile};

/// Writes a history: the items, in the file's order, the losses, and the ids.
pub(super) fn write(
    options: &ConvertOptions,
    users: Vec<Record>,
    rooms: Vec<Room>,
    others: Vec<Record>,
) -> (Vec<Value>, Vec<String>, Ids) {
    let drawn = draw(options, users, rooms, others);
    let text = drawn.sections.concat();
    assert_eq!(errors(text.as_bytes(), options.profile.clone()), Vec::<String>::new());
    let told = |loss: &crate::convert::losses::Loss| format!("{}.{} {}", loss.kind, loss.field, loss.treatment.name());
    (all(&text), drawn.losses.iter().map(told).collect(), drawn.ids)
}

fn plain(users: Vec<Record>, rooms: Vec<Room>) -> (Vec<Value>, Vec<String>, Ids) {
    write(&ConvertOptions::new(Platform::Stream), users, rooms, Vec::new())
}

pub(super) fn record(kind: Kind, texts: &[(Field, &str)]) -> Record {
    let mut record = Record::new(kind, Position::default());
    for (field, text) in texts {
        record.set_text(*field, *text);
    }
    record
}

fn people(ids: &[&str]) -> Vec<Record> {
    ids.iter().map(|id| record(Kind::User, &[(Field::Id, id)])).collect()
}

fn room(id: &str, kind: &str, members: &[&str]) -> Room {
    let channel = record(Kind::Channel, &[(Field::Id, id), (Field::ChannelKind, kind), (Field::CreatedBy, "ann")]);
    let member = |user: &&str| record(Kind::Member, &[(Field::Channel, id), (Field::User, user)]);
    Room { channel, members: members.iter().map(member).collect(), ..Room::default() }
}

fn message(id: &str, sender: &str) -> Record {
    let mut message = record(Kind::Message, &[(Field::Id, id), (Field::Channel, "c"), (Field::Sender, sender)]);
    message.set_time(Field::SentAt, Time::from_seconds(1_700_000_000));
    message
}

#[test]
fn kinds_become_types() {
    let rooms = vec![
        room("group 1", "group", &["ann"]),
        room("open-1", "open", &[]),
        room("pair", "direct", &["ben", "ann"]),
        room("twin", "direct", &["ann", "ben"]),
        room("alone", "direct", &["ann"]),
    ];
    let (items, losses, ids) = plain(people(&["ann", "ben"]), rooms);
    let channels = data(&items, "channel");
    assert_eq!(channels[0], &json!({"type":"messaging","id":"group_1_4up5n4","created_by":"ann"}));
    assert_eq!(channels[1], &json!({"type":"livestream","id":"open-1","created_by":"ann"}));
    assert_eq!(channels[2], &json!({"type":"messaging","member_ids":["ben","ann"],"created_by":"ann"}));
    assert_eq!(channels[3], &json!({"type":"messaging","id":"twin","created_by":"ann","source_kind":"direct"}));
    assert_eq!(channels[4], &json!({"type":"messaging","id":"alone","created_by":"ann","source_kind":"direct"}));
    assert_eq!(losses, ["channel.kind parked"]);
    let changed: Vec<_> = ids.changes().map(|(_, from, to)| (from, to)).collect();
    let pair = changed.iter().find(|(from, _)| *from == "pair").unwrap().1;
    assert!(pair.starts_with("messaging:!members-") && pair.len() == 62, "{pair}");
    assert_eq!(changed.iter().find(|(from, _)| *from == "open-1").unwrap().1, "livestream:open-1");
}

#[test]
fn ids_of_an_earlier_conversion_stand() {
    let mut options = ConvertOptions::new(Platform::Stream);
    let known = |from: &str, to: &str| KnownId { kind: "channel".into(), from: from.into(), to: to.into() };
    // The second is the id of ann's and ben's channel.
    let pair = crate::platform::stream::read::distinct_cid("gaming", &["ann", "ben"]);
    options.ids = vec![known("a", "gaming:general"), known("b", &pair), known("c", &pair.replace("gaming:", "team:"))];
    let rooms = vec![room("a", "group", &["ann"]), room("b", "direct", &["ann", "ben"]), room("c", "direct", &["ann"])];
    let (items, _, ids) = write(&options, people(&["ann", "ben"]), rooms, Vec::new());
    let channels = data(&items, "channel");
    assert_eq!(channels[0], &json!({"type":"gaming","id":"general","created_by":"ann"}));
    assert_eq!(channels[1], &json!({"type":"gaming","member_ids":["ann","ben"],"created_by":"ann"}));
    // Somebody has left: it can be no distinct channel any more.
    assert_eq!(channels[2]["id"].as_str().unwrap().split('-').next(), Some("_members"));
    assert!(ids.collisions.is_empty());
}

#[test]
fn whoever_speaks_for_the_system_is_made_once() {
    let mut options = ConvertOptions::new(Platform::Stream);
    options.system_user = "the system".to_owned();
    let mut rooms = vec![room("c", "group", &[]), room("d", "group", &[])];
    for room in &mut rooms {
        room.channel.take(Field::CreatedBy);
        let mut one = message(if room.channel.text(Field::Id) == Some("c") { "1" } else { "2" }, "");
        one.set_flag(Field::System, true);
        room.messages.push(one);
    }
    let (items, losses, _) = write(&options, people(&["ann"]), rooms, Vec::new());
    let users = data(&items, "user");
    assert_eq!(users.len(), 2);
    let id = &users[1]["id"];
    assert_eq!(
        (data(&items, "channel")[0]["created_by"] == *id, data(&items, "message")[1]["user"] == *id),
        (true, true)
    );
    assert_eq!(data(&items, "message")[0]["type"], "system");
    assert_eq!(losses, ["channel.created_by changed", "message.sender changed"]);

    let mut one = room("c", "group", &[]);
    one.channel.take(Field::CreatedBy);
    let (items, ..) = write(&options, people(&["the system"]), vec![one], Vec::new());
    assert_eq!(data(&items, "user").len(), 1);
}

#[test]
fn threads_have_one_level_and_their_first_message_first() {
    let mut room = room("c", "group", &[]);
    for (id, parent) in [("reply", "root"), ("deep", "reply"), ("root", ""), ("lost", "elsewhere"), ("self", "self")] {
        let mut one = message(id, "ann");
        if !parent.is_empty() {
            one.set_text(Field::ReplyTo, parent);
        }
        one.set_flag(Field::ShowInChannel, true);
        room.messages.push(one);
    }
    let (items, losses, _) = plain(people(&["ann"]), vec![room]);
    let messages = data(&items, "message");
    let told: Vec<_> =
        messages.iter().map(|one| (one["id"].as_str(), one["type"].as_str(), one["parent_id"].as_str())).collect();
    assert_eq!(
        told,
        [
            (Some("root"), Some("regular"), None),
            (Some("reply"), Some("reply"), Some("root")),
            (Some("deep"), Some("reply"), Some("root")),
            (Some("lost"), Some("regular"), None),
            (Some("self"), Some("regular"), None),
        ]
    );
    assert_eq!(messages[3]["source_reply_to"], "elsewhere");
    assert_eq!(losses, ["message.reply_to parked", "message.show_in_channel parked", "message.reply_to changed"]);
}

#[test]
fn messages_have_ids_of_their_own() {
    let mut rooms = vec![room("c", "group", &[]), room("d", "group", &[])];
    for room in &mut rooms {
        room.messages.push(message("1", "ann"));
        let mut reply = message("2", "ann");
        reply.set_text(Field::ReplyTo, "1");
        room.messages.push(reply);
        room.reactions.push(record(
            Kind::Reaction,
            &[(Field::Channel, "c"), (Field::Message, "1"), (Field::User, "ann"), (Field::Type, "👍")],
        ));
    }
    let (items, losses, _) = plain(people(&["ann"]), rooms);
    let messages = data(&items, "message");
    let other = messages[2]["id"].as_str().unwrap();
    assert!(other.starts_with("1_messaging:d_"), "{other}");
    assert_eq!(messages[3]["parent_id"], other);
    assert_eq!(data(&items, "reaction")[1]["message_id"], other);
    assert_eq!(data(&items, "reaction")[1]["created_at"], "2023-11-14T22:13:20Z");
    assert_eq!(losses, ["message.id changed", "reaction.created_at changed"]);
}

#[test]
fn reactions_have_types() {
    let mut room = room("c", "group", &[]);
    room.messages.push(message("1", "ann"));
    let kinds = ["👍", "u1f44d", "love", ":+1:", "a smile", "party_parrot_with_a_very_long_name", ""];
    for kind in kinds {
        let texts = [(Field::Channel, "c"), (Field::Message, "1"), (Field::User, "ann"), (Field::Type, kind)];
        room.reactions.push(record(Kind::Reaction, &texts));
    }
    room.reactions.push(record(Kind::Reaction, &[(Field::Message, "2"), (Field::User, "ann"), (Field::Type, "love")]));
    let (items, losses, _) = plain(people(&["ann"]), vec![room]);
    let reactions = data(&items, "reaction");
    let told: Vec<_> = reactions.iter().map(|one| one["type"].as_str().unwrap()).collect();
    assert_eq!(told, ["u1f44d", "love", ":+1:", "a_smile_k2wj2h", "party_parrot_with_a__8jhe98"]);
    assert_eq!(reactions[3]["source_type"], "a smile");
    assert_eq!(
        losses,
        ["reaction. lost", "reaction. lost", "reaction. lost", "reaction.type parked", "reaction.created_at changed"]
    );
}

#[test]
fn who_has_read_becomes_up_to_when() {
    let mut room = room("c", "group", &["ann", "ben"]);
    for (number, readers) in [(1, vec!["ben", "gone"]), (2, vec!["ben"]), (3, vec![])] {
        let mut one = message(&number.to_string(), "ann");
        one.set_time(Field::SentAt, Time::from_seconds(number));
        if !readers.is_empty() {
            one.set_texts(Field::ReadBy, readers.into_iter().map(Into::into).collect());
        }
        room.messages.push(one);
    }
    let (items, losses, _) = plain(people(&["ann", "ben", "gone"]), vec![room]);
    let read: Vec<_> = data(&items, "member").iter().map(|one| one["last_read"].clone()).collect();
    assert_eq!(read, [Value::Null, json!("1970-01-01T00:00:02Z")]);
    assert_eq!(losses, ["message.read_by changed"]);
}

#[test]
fn roles_keep_their_words() {
    let mut room = room("c", "group", &["ann", "ben", "cleo", "dan"]);
    for (member, role) in
        room.members.iter_mut().zip(["operator", "channel_moderator", "participant", "channel_member"])
    {
        member.set_text(Field::Role, role);
    }
    let (items, losses, _) = plain(people(&["ann", "ben", "cleo", "dan"]), vec![room]);
    let told: Vec<_> =
        data(&items, "member").iter().map(|one| (one["channel_role"].as_str(), one["source_role"].as_str())).collect();
    assert_eq!(
        told,
        [
            (Some("channel_moderator"), Some("operator")),
            (Some("channel_moderator"), None),
            (None, Some("participant")),
            (Some("channel_member"), None)
        ]
    );
    assert_eq!(losses, ["member.role parked", "member.role changed"]);
}

#[test]
fn files_and_times_are_as_stream_wants_them() {
    let mut room = room("c", "group", &[]);
    let part = |url: &str, media_type: &str| {
        record(Kind::Attachment, &[(Field::Url, url), (Field::MediaType, media_type), (Field::Name, "f")])
    };
    let mut parts = vec![part("http://x.y/a", "text/plain"), part("https://x.y/b", "image/png")];
    parts.extend((0..29).map(|_| part("https://x.y/c", "audio/ogg")));
    let mut one = message("1", "ann");
    one.set(Field::Attachments, Held::Parts(parts));
    one.set_time(Field::SentAt, Time::from_seconds(1 << 50));
    room.messages.push(one);
    let mut deleted = message("2", "ann");
    deleted.set_flag(Field::Deleted, true);
    room.messages.push(deleted);
    let mut user = record(Kind::User, &[(Field::Id, "ann")]);
    user.set_flag(Field::Deactivated, true);
    let (items, losses, _) = plain(vec![user], vec![room]);
    let messages = data(&items, "message");
    let parts = messages[0]["attachments"].as_array().unwrap();
    assert_eq!(parts.len(), 30);
    assert_eq!(parts[0], json!({"type":"file","title":"f","mime_type":"text/plain","source_url":"http://x.y/a"}));
    assert_eq!(parts[1], json!({"type":"image","image_url":"https://x.y/b","title":"f","mime_type":"image/png"}));
    assert_eq!(messages[0]["created_at"], Value::Null);
    assert_eq!(messages[1]["deleted_at"], messages[1]["created_at"]);
    assert_eq!(
        data(&items, "user")[0],
        &json!({"id":"ann","deactivated_at":"1970-01-01T00:00:00Z","source_deactivated":true})
    );
    for loss in ["attachment. lost", "attachment.url parked", "attachment.type changed", "message.deleted_at changed"] {
        assert!(losses.contains(&loss.to_owned()), "{losses:?}");
    }
}

#[test]
fn only_own_kinds_are_written() {
    let mut device = record(Kind::Other, &[(Field::Type, "device"), (Field::User, "ann")]);
    for (key, json) in [("stream:id", "\"t\""), ("stream:push_provider", "\"apn\""), ("stream:disabled", "true")] {
        device.extra.push((key.into(), json.into()));
    }
    let mut foreign = record(Kind::Other, &[(Field::Type, "poll")]);
    foreign.extra.push(("sendbird:id".into(), "1".into()));
    let bad = record(Kind::Other, &[(Field::Type, "device"), (Field::User, "ann")]);
    let others = vec![device.clone(), device, foreign, bad];
    let options = ConvertOptions { profile: Profile::default(), ..ConvertOptions::new(Platform::Stream) };
    let (items, losses, _) = write(&options, people(&["ann"]), Vec::new(), others);
    assert_eq!(data(&items, "device"), [&json!({"id":"t","user_id":"ann","push_provider_type":"apn"})]);
    assert_eq!(losses, ["other.device lost", "other.disabled lost", "other.poll lost"]);
}
