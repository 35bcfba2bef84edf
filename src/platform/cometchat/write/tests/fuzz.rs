//! Whatever is in the records: what is written has no error.

use proptest::prelude::*;

use super::harness::{read, write};
use super::{errors, options};
use crate::convert::writer::Room;
use crate::history::{Field, Kind, Record, Shape, Time, Value};
use crate::json::properties::config;
use crate::{ConvertOptions, Position};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            vec![
                "",
                " ",
                "ann",
                "Ann",
                "bob",
                "b.c",
                "@",
                "a".repeat(101).as_str(),
                "😀".repeat(60).as_str(),
                "https://a.b/c.png",
                "https://a.b/ c",
                "ftp://a.b",
                "hi @ann, @bob",
                "<@uid:ann> @Ann",
                "<@uid:",
                "\u{0}\n\"\\",
                "open",
                "group",
                "direct",
                "password",
                "admin",
                "owner",
                "image",
                "text",
                "custom",
                "image/png",
                "x/y/z",
                "x".repeat(3_500).as_str(),
                "y".repeat(11_000).as_str(),
                "用".repeat(4_000).as_str(),
                "\u{2003}",
                "a,b",
            ]
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<String>>()
        ),
        "[a-z<>@: .]{0,12}",
    ]
}

fn json() -> impl Strategy<Value = String> {
    prop::sample::select(
        [
            "null",
            "1",
            "-1.5e3",
            "\"350\"",
            "{}",
            "[]",
            "{\"a\":[1,{\"b\":null}]}",
            "\"\\ud83d\"",
            "true",
            "{\"email\":1}",
            "{\"a\":1,\"a\":2}",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain([format!("\"{}\"", "z".repeat(6_000))])
        .collect::<Vec<String>>(),
    )
}

fn time() -> impl Strategy<Value = Time> {
    let seconds = prop::sample::select(vec![
        0,
        1,
        -5,
        999_999_999,
        1_760_000_000,
        1_766_000_000,
        1_767_225_600,
        1_800_000_000,
        i64::MAX,
    ]);
    (seconds, prop::sample::select(vec![0, 1, 123_000_000])).prop_map(|(seconds, nanos)| Time { seconds, nanos })
}

fn value(shape: Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Text => text().prop_map(|text| Value::Text(text.into())).boxed(),
        Shape::Time => time().prop_map(Value::Time).boxed(),
        Shape::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Shape::Texts => prop::collection::vec(text().prop_map(Into::into), 0..30).prop_map(Value::Texts).boxed(),
        Shape::Json => json().prop_map(|json| Value::Json(json.into())).boxed(),
        Shape::Parts => prop::collection::vec(record(Kind::Attachment), 0..4).prop_map(Value::Parts).boxed(),
    }
}

fn record(kind: Kind) -> BoxedStrategy<Record> {
    let fields: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| kind != Kind::Attachment || field.shape() != Shape::Parts).collect();
    let fields =
        prop::sample::select(fields).prop_flat_map(|field| value(field.shape()).prop_map(move |value| (field, value)));
    let name = || {
        prop_oneof![
            text(),
            prop::sample::select(vec![
                "@private",
                "source_name",
                "source_room",
                "source_channel",
                "source_part_of",
                "source_extra",
                "uid",
                "text"
            ])
            .prop_map(str::to_owned),
        ]
    };
    let extra = prop_oneof![
        text(),
        prop::sample::select(vec![
            "link",
            "category",
            "type",
            "data.x",
            "data.text",
            "UID",
            "metadata",
            "extension",
            "url",
            "x",
            "parentId",
            "muid"
        ])
        .prop_map(|name| format!("cometchat:{name}")),
    ];
    (
        prop::collection::vec(fields, 0..10),
        prop::collection::vec((name(), json()), 0..4),
        prop::collection::vec((extra, json()), 0..4),
        any::<bool>(),
    )
        .prop_map(move |(fields, custom, extra, partial)| {
            let pairs =
                |list: Vec<(String, String)>| list.into_iter().map(|(one, two)| (one.into(), two.into())).collect();
            let mut record = Record {
                custom: pairs(custom),
                extra: pairs(extra),
                partial,
                ..Record::new(kind, Position::default())
            };
            for (field, value) in fields {
                record.set(field, value);
            }
            record
        })
        .boxed()
}

fn user() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["ann", "Ben", "c d"]).prop_map(str::to_owned)
}

fn room() -> impl Strategy<Value = Room> {
    let kinds = prop::sample::select(vec!["direct", "group", "open"]);
    let members = prop::collection::btree_map(user(), record(Kind::Member), 0..4);
    let message = (record(Kind::Message), prop::option::of(user()), time());
    (record(Kind::Channel), kinds, members, prop::collection::vec(message, 0..70)).prop_map(
        |(channel, kind, members, messages)| {
            let mut channel = channel;
            channel.set_text(Field::ChannelKind, kind);
            let people: Vec<String> = vec!["ann".into(), "Ben".into(), "c d".into()];
            for field in [Field::CreatedBy, Field::BannedUsers] {
                channel.take(field);
            }
            let members = members.into_iter().map(|(user, mut member)| {
                member.set_text(Field::User, user);
                member
            });
            let messages = messages.into_iter().enumerate().map(|(number, (mut message, sender, sent))| {
                message.set_text(Field::Id, format!("{number}"));
                message.set_time(Field::SentAt, sent);
                message.take(Field::Sender);
                for field in [Field::Mentions, Field::ReadBy] {
                    if message.take(field).is_some() {
                        message.set_texts(field, people.iter().map(Into::into).collect());
                    }
                }
                if let Some(sender) = sender {
                    message.set_text(Field::Sender, sender);
                }
                message
            });
            let mut messages: Vec<Record> = messages.collect();
            messages.sort_by_key(|message| message.time(Field::SentAt));
            Room { channel, members: members.collect(), messages, reactions: Vec::new() }
        },
    )
}

fn history() -> impl Strategy<Value = (Vec<Record>, Vec<Room>)> {
    let users = prop::collection::vec(record(Kind::User), 3..=3);
    (users, prop::collection::vec(room(), 1..4)).prop_map(|(users, rooms)| {
        let ids = ["ann", "Ben", "c d"];
        let users = users.into_iter().zip(ids).map(|(mut user, id)| {
            user.set_text(Field::Id, id);
            user
        });
        let rooms = rooms.into_iter().enumerate().map(|(number, mut room)| {
            let id = format!("room {number}");
            room.channel.set_text(Field::Id, id.clone());
            for record in room.members.iter_mut().chain(&mut room.messages) {
                record.set_text(Field::Channel, id.clone());
            }
            for message in &mut room.messages {
                let one = message.take_text(Field::Id).unwrap_or_default();
                message.set_text(Field::Id, format!("{number}-{one}"));
            }
            room
        });
        (users.collect(), rooms.collect())
    })
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn nothing_that_is_written_is_refused((users, rooms) in history(), park in any::<bool>(), months in prop::option::of(1..12_u32)) {
        let mut options = ConvertOptions { park, ..options() };
        options.profile.retention_months = months;
        let written = write(&options, users, rooms);
        let errors = errors(written.text.as_bytes(), &options);
        prop_assert!(errors.is_empty(), "{errors:?}\n{}", written.text);
        read(&written.text, None);
    }
}
