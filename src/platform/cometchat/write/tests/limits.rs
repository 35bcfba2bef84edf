//! What CometChat does not take, row by row of the map.

use super::harness::{Written, record, write};
use super::{errors, options};
use crate::ConvertOptions;
use crate::convert::writer::Room;
use crate::history::{Field, Kind, Record, Time};

fn message(number: usize, fields: &[(Field, &str)]) -> Record {
    let mut message = record(Kind::Message, &[(Field::Sender, "ann"), (Field::Text, "hi")]);
    message.set_text(Field::Id, format!("m{number}"));
    message.set_time(Field::SentAt, Time::from_seconds(1_766_000_000 + i64::try_from(number).unwrap()));
    for (field, value) in record(Kind::Message, fields).fields {
        message.set(field, value);
    }
    message
}

fn group(fields: &[(Field, &str)], members: Vec<Record>, messages: Vec<Record>) -> Room {
    let mut channel = record(Kind::Channel, &[(Field::Id, "g"), (Field::Name, "G"), (Field::ChannelKind, "group")]);
    for (field, value) in record(Kind::Channel, fields).fields {
        channel.set(field, value);
    }
    Room { channel, members, messages, reactions: Vec::new() }
}

fn member(user: &str, fields: &[(Field, &str)]) -> Record {
    let mut member = record(Kind::Member, fields);
    member.set_text(Field::User, user);
    member
}

fn users() -> Vec<Record> {
    ["ann", "ben"].iter().map(|id| record(Kind::User, &[(Field::Id, id), (Field::Name, id)])).collect()
}

/// Writes a room, and holds it against our check.
fn run(options: &ConvertOptions, users: Vec<Record>, room: Room) -> Written {
    let written = write(options, users, vec![room]);
    let errors = errors(written.text.as_bytes(), options);
    assert!(errors.is_empty(), "{errors:?}\n{}", written.text);
    written
}

fn has(written: &Written, parts: &[&str]) {
    let all = [written.text.as_str(), &written.losses.join("\n"), &written.steps.join("\n")].concat();
    for part in parts {
        assert!(all.contains(part), "{part} is not in\n{all}");
    }
}

#[test]
fn requests_have_fifty_rows_and_the_oldest_first() {
    let room = group(&[], Vec::new(), (0..120).map(|number| message(number, &[])).collect());
    let other =
        Room { channel: record(Kind::Channel, &[(Field::Id, "h"), (Field::ChannelKind, "open")]), ..Room::default() };
    let other = Room { messages: (0..3).map(|number| message(number, &[(Field::Id, "")])).collect(), ..other };
    let other = Room {
        messages: other
            .messages
            .into_iter()
            .enumerate()
            .map(|(number, mut one)| {
                one.set_text(Field::Id, format!("h{number}"));
                one
            })
            .collect(),
        ..other
    };
    let written = write(&options(), users(), vec![room, other]);
    assert!(errors(written.text.as_bytes(), &options()).is_empty());
    let counts: Vec<usize> = written
        .text
        .lines()
        .filter(|line| line.contains("import/messages"))
        .map(|line| line.matches("\"muid\"").count())
        .collect();
    assert_eq!(counts, [50, 50, 23]);
    // The second conversation is older than what it shares a request with.
    let last = written.text.lines().last().unwrap();
    assert!(last.find("\"h0\"") < last.find("\"m100\""));
}

#[test]
fn groups_and_members() {
    let members = vec![
        member("ann", &[(Field::Role, "owner"), (Field::JoinedAt, "2024-12-31T00:00:00Z"), (Field::Hidden, "true")]),
        member("ben", &[(Field::JoinedAt, "2030-01-01T00:00:00Z")]),
        member("eve", &[(Field::Role, "moderator"), (Field::JoinedAt, "2025-01-02T00:00:00.5Z")]),
    ];
    let fields = [
        (Field::CreatedAt, "2025-01-01T00:00:00Z"),
        (Field::CreatedBy, "ann"),
        (Field::ChannelKind, "open"),
        (Field::BannedUsers, "ben"),
        (Field::Team, "red"),
        (Field::Tags, "a,b"),
        (Field::Frozen, "true"),
    ];
    let mut all = users();
    all.push(record(Kind::User, &[(Field::Id, "eve"), (Field::Name, "Eve")]));
    let written = run(&options(), all, group(&fields, members, Vec::new()));
    has(
        &written,
        &[
            r#"{"guid":"g","name":"G","type":"public","owner":"ann","createdAt":1735689600,"tags":["a","b","red"]"#,
            r#""source_frozen":true"#,
            r#""source_team":"red""#,
            r#""g_member_ann":{"memberId":"g_member_ann","guid":"g","uid":"ann","scope":"admin","joinedAt":1735689600}"#,
            r#"{"memberId":"g_member_ben","guid":"g","uid":"ben","scope":"participant","isBanned":true}"#,
            r#""scope":"moderator","joinedAt":1735776000}"#,
            "member.hidden lost",
            "member.role changed: CometChat has the scopes",
            "member.joined_at changed: it lay before",
            "member.joined_at lost: it lies in the future",
            "member.joined_at changed: CometChat takes whole seconds",
            "channel.frozen parked",
        ],
    );
}

#[test]
fn passwords_need_to_be_known() {
    let password = [(Field::ChannelType, "password"), (Field::Password, "s3cret")];
    has(
        &run(&options(), users(), group(&password, Vec::new(), Vec::new())),
        &[r#""type":"password","password":"s3cret""#],
    );
    let written = run(&options(), users(), group(&password[..1], Vec::new(), Vec::new()));
    has(&written, &[r#""type":"private""#, "channel.channel_type changed", r#""source_channel_type":"password""#]);
}

#[test]
fn users_roles_and_names() {
    let mut all = users();
    let long = "n".repeat(101);
    all.push(record(
        Kind::User,
        &[
            (Field::Id, "Eve"),
            (Field::Name, &long),
            (Field::Role, "editor"),
            (Field::Image, "not a url"),
            (Field::DeactivatedAt, "2025-01-01T00:00:00Z"),
            (Field::Emails, "e@x.com"),
            (Field::Phones, "+1,+2"),
            (Field::Teams, "red"),
        ],
    ));
    let room = || group(&[], Vec::new(), Vec::new());
    let written = run(&options(), all.clone(), room());
    has(
        &written,
        &[
            &format!("\"{}\"", "n".repeat(100)),
            &format!("\"source_name\":\"{long}\""),
            r#""role":"editor""#,
            r#""tags":["red"]"#,
            r#""@private":{"email":"e@x.com","contactNumber":["+1","+2"]}"#,
            r#""source_image":"not a url""#,
            r#""source_deactivated_at":"2025-01-01T00:00:00Z""#,
            "user.name changed: CometChat takes 100 characters",
            "create these roles in the app: editor",
            "deactivate the users",
            "eve_",
        ],
    );
    let mut with_roles = options();
    with_roles.profile.roles = Some(vec!["moderator".into()]);
    let written = run(&with_roles, all.clone(), room());
    has(&written, &[r#""source_role":"editor""#]);
    assert!(!written.text.contains("\"role\""));
    let written = run(&ConvertOptions { park: false, ..options() }, all, room());
    has(&written, &["user.deactivated_at lost", "user.image lost"]);
    assert!(!written.text.contains("source_"));
}

#[test]
fn messages_of_every_class() {
    let mut custom = message(3, &[(Field::CustomType, "poll")]);
    custom.take(Field::Text);
    custom.custom.push(("q".into(), "\"?\"".into()));
    let mut empty = message(4, &[]);
    empty.take(Field::Text);
    let mut system = message(5, &[(Field::System, "true")]);
    system.take(Field::Sender);
    let long = "x".repeat(10_300);
    let wide = "用".repeat(4_000);
    let messages = vec![
        message(1, &[(Field::SentAt, "2025-12-17T19:33:20.123Z"), (Field::ReplyTo, "m0"), (Field::Tags, "a")]),
        message(2, &[(Field::Text, "hi @ben, @ann"), (Field::Mentions, "ben,ann")]),
        custom,
        empty,
        system,
        message(6, &[(Field::Text, &long)]),
        message(7, &[(Field::Text, &wide)]),
        message(8, &[(Field::SentAt, "1999-01-01T00:00:00Z")]),
    ];
    let mut room = group(&[], Vec::new(), messages);
    room.reactions.push(record(Kind::Reaction, &[(Field::Type, "like")]));
    let written = run(&options(), users(), room);
    has(
        &written,
        &[
            r#""m1":{"muid":"m1","sender":"ann","receiverType":"group","receiver":"g","category":"message","type":"text","data":{"text":"hi","metadata":{"source_reply_to":"m0","source_sent_at":"2025-12-17T19:33:20.123Z"}},"sentAt":1766000000,"tags":["a"]}"#,
            r#""text":"hi <@uid:ben>, <@uid:ann>"}"#,
            r#""category":"custom","type":"poll","data":{"customData":{"q":"?"}}"#,
            "message. lost: it has nothing in it that CometChat takes × 1",
            r#""m5":{"muid":"m5","sender":"migration-system""#,
            r#""uid":"migration-system""#,
            "message. lost: it is larger than the 10 KB",
            &wide,
            "message. lost: CometChat takes times from 2001 to 2286 × 1",
            "reaction. lost",
        ],
    );
}

#[test]
fn attachments_become_messages() {
    let mut whole = record(
        Kind::Attachment,
        &[
            (Field::Url, "https://a.b/c.png"),
            (Field::Name, "c.png"),
            (Field::MediaType, "image/png"),
            (Field::Type, "image"),
            (Field::Size, "350"),
        ],
    );
    let bare = record(Kind::Attachment, &[(Field::Url, "https://a.b/d.MP4?x")]);
    let place = record(Kind::Attachment, &[(Field::Type, "location")]);
    let with = |parts: Vec<Record>| {
        let mut message = message(1, &[]);
        message.set(Field::Attachments, crate::history::Value::Parts(parts));
        run(&options(), users(), group(&[], Vec::new(), vec![message]))
    };
    let written = with(vec![whole.clone()]);
    has(
        &written,
        &[
            r#""type":"image","data":{"text":"hi","attachments":[{"url":"https://a.b/c.png","name":"c.png","mimeType":"image/png","extension":"png","size":"350"}]},"#,
        ],
    );
    assert!(written.losses.iter().all(|loss| !loss.starts_with("attachment")), "{:?}", written.losses);
    whole.set_text(Field::Thumbnail, "https://a.b/t.png");
    let written = with(vec![whole, bare, place.clone()]);
    has(
        &written,
        &[
            r#""m1-attachment-2":{"muid":"m1-attachment-2""#,
            r#"{"url":"https://a.b/d.MP4?x","name":"d.MP4","mimeType":"video/mp4","extension":"mp4"}],"metadata":{"source_part_of":"m1"}}"#,
            r#""source_attachments":[{"url""#,
            "attachment.thumbnail parked",
            "attachment.media_type changed",
            "attachment. parked: CometChat's attachments are files",
            "message.attachments changed",
        ],
    );
    has(&with(vec![place]), &[r#""type":"text""#, r#""source_attachments":[{"type":"location"}]"#]);
}

#[test]
fn what_is_older_than_the_app_keeps_is_left_out() {
    let mut options = options();
    options.profile.retention_months = Some(6);
    // Six months before the new year, and a day.
    let messages = || {
        vec![
            message(1, &[(Field::SentAt, "2025-07-01T23:59:59Z")]),
            message(2, &[(Field::SentAt, "2025-07-02T00:00:00Z")]),
        ]
    };
    let written = run(&options, users(), group(&[], Vec::new(), messages()));
    has(&written, &["\"m2\"", "message. lost: it was sent before the months that the app keeps"]);
    assert!(!written.text.contains("\"m1\""));
    // The caller's own time goes.
    options.since = Some("2020-01-01T00:00:00Z".to_owned());
    let written = write(&options, users(), vec![group(&[], Vec::new(), messages())]);
    assert!(written.text.contains("\"m1\""));
}

#[test]
fn conversations_of_two_are_no_groups() {
    let members = || vec![member("ann", &[(Field::LastReadAt, "2026-01-01T00:00:00Z")]), member("ben", &[])];
    let direct = |messages: Vec<Record>| group(&[(Field::ChannelKind, "direct")], members(), messages);
    let messages = || vec![message(1, &[]), message(2, &[(Field::Sender, "ben")])];
    let written = run(&options(), users(), direct(messages()));
    has(
        &written,
        &[
            r#""m1":{"muid":"m1","sender":"ann","receiverType":"user","receiver":"ben""#,
            r#""source_channel":"g","source_room":[{"name":"G"},{"last_read_at":"2026-01-01T00:00:00Z","user":"ann"}]"#,
            r#""sender":"ben","receiverType":"user","receiver":"ann","category":"message","type":"text","data":{"text":"hi","metadata":{"source_read_at":null,"source_channel":"g"}},"sentAt":1766000002,"readAt":1767225600"#,
            "channel.id parked",
            "channel.name parked",
            "member.last_read_at parked",
        ],
    );
    assert!(!written.text.contains("import/groups") && !written.text.contains("import/members"));
    // Somebody else writes in it, or it has more people: a group.
    for room in [
        direct(vec![message(1, &[(Field::Sender, "eve")])]),
        group(&[(Field::ChannelKind, "direct")], [members(), vec![member("eve", &[])]].concat(), messages()),
    ] {
        let mut all = users();
        all.push(record(Kind::User, &[(Field::Id, "eve"), (Field::Name, "Eve")]));
        has(&run(&options(), all, room), &[r#""type":"private""#, r#""source_kind":"direct""#]);
    }
    let written = run(&options(), users(), direct(Vec::new()));
    has(&written, &["channel. lost: CometChat has no conversation of two without a message", "channel.name lost"]);
    let system = vec![message(1, &[]), message(2, &[(Field::System, "true"), (Field::Sender, "eve")])];
    has(&run(&options(), users(), direct(system)), &["message. lost: a conversation of two has no place"]);
    let written = run(&ConvertOptions { park: false, ..options() }, users(), direct(messages()));
    has(&written, &["\"readAt\":1767225600", "channel.id lost", "channel.name lost"]);
}
