//! What was written comes back as it was, and what had no place comes back from where it was parked.

use proptest::prelude::*;

use super::harness::{read, told, write};
use super::options;
use crate::Position;
use crate::convert::writer::Room;
use crate::history::{Field, Kind, Record, Shape, Time, Value};
use crate::json::properties::config;

const PEOPLE: [&str; 3] = ["ann", "ben", "eve"];

fn value(field: Field) -> BoxedStrategy<Value> {
    let words = ["x", "hi there", "Ünï 😀", "a,b"];
    match field {
        Field::CreatedBy | Field::PinnedBy => {
            prop::sample::select(&PEOPLE[..]).prop_map(|id| Value::Text(id.into())).boxed()
        }
        Field::Mentions | Field::MutedUsers | Field::BlockedUsers | Field::BannedUsers | Field::ReadBy => {
            prop::sample::subsequence(PEOPLE.to_vec(), 1..=3)
                .prop_map(|ids| Value::Texts(ids.into_iter().map(Into::into).collect()))
                .boxed()
        }
        Field::Text => prop::sample::select(vec![
            "hi",
            "hi @Ann Lee!",
            "@ann, @Ben and @eve",
            "@Ann Lee @Ann",
            "<@uid:ann> @ann",
            "<@uid:x",
            "a@b.c @bennet",
            " ",
        ])
        .prop_map(|text| Value::Text(text.into()))
        .boxed(),
        Field::Image => Just(Value::Text("https://a.b/c.png".into())).boxed(),
        _ => match field.shape() {
            Shape::Text => prop::sample::select(words.to_vec()).prop_map(|text| Value::Text(text.into())).boxed(),
            Shape::Time => (1_760_000_000..1_766_000_000_i64, prop::sample::select(vec![0, 123_000_000]))
                .prop_map(|(seconds, nanos)| Value::Time(Time { seconds, nanos }))
                .boxed(),
            Shape::Flag => Just(Value::Flag(true)).boxed(),
            Shape::Texts => prop::sample::subsequence(vec!["one", "two", "three"], 1..=3)
                .prop_map(|texts| Value::Texts(texts.into_iter().map(Into::into).collect()))
                .boxed(),
            Shape::Json => prop::sample::select(vec!["1", "{\"a\":[1]}", "[\"x\"]"])
                .prop_map(|json| Value::Json(json.into()))
                .boxed(),
            Shape::Parts => prop::collection::vec(attachment(), 1..4).prop_map(Value::Parts).boxed(),
        },
    }
}

fn attachment() -> impl Strategy<Value = Record> {
    let url = prop::sample::select(vec!["https://a.b/c.png", "https://a.b/c", "none"]);
    let texts = prop::sample::subsequence(
        vec![
            (Field::Name, "c.png"),
            (Field::MediaType, "image/png"),
            (Field::Type, "image"),
            (Field::Thumbnail, "https://a.b/t.png"),
        ],
        0..=4,
    );
    let size = prop::option::of(prop::sample::select(vec!["350", "350.2", "null"]));
    (url, texts, size, any::<bool>()).prop_map(|(url, texts, size, custom)| {
        let mut part = Record::new(Kind::Attachment, Position::default());
        if url != "none" {
            part.set_text(Field::Url, url);
        }
        for (field, text) in texts {
            part.set_text(field, text);
        }
        if let Some(size) = size {
            part.set(Field::Size, Value::Json(size.into()));
        }
        if custom {
            part.custom.push(("k".into(), "{\"a\":1}".into()));
        }
        part
    })
}

fn record(kind: Kind, of: &[Field]) -> impl Strategy<Value = Record> + use<> {
    let fields = prop::sample::subsequence(of.to_vec(), 0..=of.len().min(8)).prop_flat_map(|fields| {
        fields.into_iter().map(|field| value(field).prop_map(move |value| (field, value))).collect::<Vec<_>>()
    });
    let custom = prop::sample::subsequence(vec![("a", "1"), ("@private", "{\"x\":2}"), ("name", "null")], 0..=2);
    let extra = prop::sample::subsequence(
        vec![
            ("stream:x", "[1]"),
            ("cometchat:link", "\"https://a.b\""),
            ("cometchat:x", "{\"y\":1}"),
            ("cometchat:data.z", "7"),
        ],
        0..=2,
    );
    (fields, custom, extra).prop_map(move |(fields, custom, extra)| {
        let pairs = |list: Vec<(&str, &str)>| list.into_iter().map(|(a, b)| (a.into(), b.into())).collect();
        let mut record =
            Record { custom: pairs(custom), extra: pairs(extra), ..Record::new(kind, Position::default()) };
        for (field, value) in fields {
            record.set(field, value);
        }
        record
    })
}

const USER: &[Field] = &[
    Field::Image,
    Field::Role,
    Field::CreatedAt,
    Field::UpdatedAt,
    Field::LastActiveAt,
    Field::DeactivatedAt,
    Field::DeletedAt,
    Field::Language,
    Field::Teams,
    Field::TeamsRole,
    Field::Tags,
    Field::Emails,
    Field::Phones,
    Field::Guest,
    Field::Deactivated,
    Field::MutedUsers,
    Field::BlockedUsers,
];
const CHANNEL: &[Field] = &[
    Field::Name,
    Field::Image,
    Field::CreatedBy,
    Field::CreatedAt,
    Field::UpdatedAt,
    Field::ChannelType,
    Field::Frozen,
    Field::Disabled,
    Field::Password,
    Field::Team,
    Field::CustomType,
    Field::Tags,
];
const MEMBER: &[Field] = &[
    Field::Role,
    Field::JoinedAt,
    Field::LastReadAt,
    Field::Invited,
    Field::InviteAcceptedAt,
    Field::Hidden,
    Field::Notify,
];
const MESSAGE: &[Field] = &[
    Field::Text,
    Field::Text,
    Field::Attachments,
    Field::Mentions,
    Field::System,
    Field::EditedAt,
    Field::ReplyTo,
    Field::Quoted,
    Field::ShowInChannel,
    Field::Silent,
    Field::PinnedAt,
    Field::PinnedBy,
    Field::DeliveredAt,
    Field::ReadAt,
    Field::ReadBy,
    Field::GroupTag,
    Field::CustomType,
    Field::Tags,
    Field::UpdatedAt,
];

fn history() -> impl Strategy<Value = (Vec<Record>, Room)> {
    let users = prop::collection::vec(record(Kind::User, USER), 3..=3);
    let members = prop::collection::vec(record(Kind::Member, MEMBER), 2..=2);
    let messages = prop::collection::vec((record(Kind::Message, MESSAGE), prop::option::of(0..2_usize)), 1..6);
    let kind = prop::sample::select(vec!["direct", "group", "open"]);
    (users, record(Kind::Channel, CHANNEL), members, messages, kind, any::<bool>()).prop_map(
        |(users, channel, members, messages, kind, three)| {
            let names = ["Ann Lee", "Ben", ""];
            let users = users.into_iter().zip(PEOPLE.into_iter().zip(names)).map(|(mut user, (id, name))| {
                user.set_text(Field::Id, id);
                if !name.is_empty() {
                    user.set_text(Field::Name, name);
                }
                user
            });
            let pair = kind == "direct" && !three;
            let mut channel = channel;
            channel.set_text(Field::Id, "room");
            channel.set_text(Field::ChannelKind, kind);
            let mut all = members;
            if three {
                all.push(Record::new(Kind::Member, Position::default()));
            }
            let members = all.into_iter().zip(PEOPLE).map(|(mut member, id)| {
                member.set_text(Field::User, id);
                member.set_text(Field::Channel, "room");
                if !pair {
                    // Members of groups have nothing else.
                    member = super::harness::record(
                        Kind::Member,
                        &[(Field::Channel, "room"), (Field::User, id), (Field::Role, "admin")],
                    );
                }
                member
            });
            let messages = messages.into_iter().enumerate().map(|(number, (mut message, sender))| {
                message.set_text(Field::Id, format!("m{number}"));
                message.set_text(Field::Channel, "room");
                message.set_time(
                    Field::SentAt,
                    Time::from_millis(1_765_000_000_500 + 1000 * i64::try_from(number).unwrap()),
                );
                let sender = if pair { Some(sender.unwrap_or(0)) } else { sender };
                match sender {
                    Some(sender) => message.set_text(Field::Sender, PEOPLE[sender]),
                    None => message.set_flag(Field::System, true),
                }
                if message.text(Field::Text).is_none_or(|text| text.trim().is_empty())
                    && message.get(Field::Attachments).is_none()
                    && message.custom.is_empty()
                {
                    message.set_text(Field::Text, "hello");
                }
                message
            });
            let room =
                Room { channel, members: members.collect(), messages: messages.collect(), reactions: Vec::new() };
            (users.collect(), room)
        },
    )
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn what_is_read_is_what_was_written((users, room) in history()) {
        let mut expected: Vec<Record> = users.clone();
        expected.push(room.channel.clone());
        expected.extend(room.members.iter().chain(&room.messages).cloned());
        let written = write(&options(), users, vec![room]);
        let (records, others) = read(&written.text, None);
        prop_assert!(others.is_empty(), "{others:?}");
        for record in expected {
            let same = |other: &&Record| {
                let key = if record.kind == Kind::Member { Field::User } else { Field::Id };
                other.kind == record.kind && !other.partial && other.text(key) == record.text(key)
            };
            let found: Vec<&Record> = records.iter().filter(same).collect();
            prop_assert_eq!(found.len(), 1, "{:?}\n{}", told(&record), &written.text);
            let mut found = found[0].clone();
            if record.kind == Kind::Member && record.get(Field::LastReadAt).is_none() {
                // It follows from what is known of messages.
                found.take(Field::LastReadAt);
            }
            prop_assert_eq!(told(&found), told(&record), "{}", &written.text);
        }
    }
}
