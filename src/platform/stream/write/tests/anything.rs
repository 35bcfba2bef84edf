//! Whatever is in the records, what is written checks without an error.

use super::records::{record, write};
use crate::Platform;
use crate::convert::ConvertOptions;
use crate::convert::writer::Room;
use crate::history::{Field, Kind, Record, Shape, Time, Value};
use crate::platform::stream::tables;
use crate::table::Table;

/// Numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

const USERS: [&str; 6] = ["ann", "Ben Ö", "a@b.c", "", "x|y", "0"];
const MESSAGES: [&str; 5] = ["1", "2", "ü", "no such", ""];
const TEXTS: [&str; 8] =
    ["", "a", "not a time", "https://x.y/z", "http://x.y", "\u{0}\"\\é😀", "image", "channel_moderator"];
const JSONS: [&str; 12] = [
    "null",
    "true",
    "false",
    "0",
    "-1.5e300",
    "\"\"",
    "\"x\"",
    "[]",
    "[1,\"a\"]",
    "{}",
    "{\"enabled\":1}",
    "{\"chat_level\":\"all\",\"x\":1}",
];
const TABLES: [&Table; 9] = [
    &tables::USER,
    &tables::CHANNEL,
    &tables::MEMBER,
    &tables::MESSAGE,
    &tables::REACTION,
    &tables::DEVICE,
    &tables::FUTURE_CHANNEL_BAN,
    &tables::ATTACHMENT,
    &tables::PUSH_PREFERENCES,
];

fn any_name(dice: &mut Dice) -> String {
    let table = dice.one(&TABLES);
    let names: Vec<&str> = table
        .fields
        .iter()
        .map(|field| field.names[0])
        .chain(table.reserved.iter().copied())
        .chain(table.hints.iter().map(|hint| hint.0))
        .chain(["name", "x y", "é", "", "_"])
        .collect();
    let name = dice.one(&names).to_string();
    if dice.below(4) == 0 { name.to_uppercase() } else { name }
}

fn value(dice: &mut Dice, field: Field, depth: usize) -> Option<Value> {
    let user = matches!(
        field,
        Field::CreatedBy
            | Field::User
            | Field::Sender
            | Field::PinnedBy
            | Field::Mentions
            | Field::ReadBy
            | Field::MutedUsers
            | Field::BlockedUsers
            | Field::BannedUsers
    );
    let pool: &[&str] = match field {
        Field::ReplyTo | Field::Quoted | Field::Message => &MESSAGES,
        Field::ChannelKind => &["direct", "group", "open"],
        _ if user => &USERS,
        _ => &TEXTS,
    };
    Some(match field.shape() {
        Shape::Text => Value::Text((*dice.one(pool)).into()),
        Shape::Time => Value::Time(Time {
            seconds: *dice.one(&[0, 1_700_000_000, -1 << 40, 1 << 45, -62_135_596_800]),
            nanos: *dice.one(&[0, 1, 999_999_999]),
        }),
        Shape::Flag => Value::Flag(dice.below(2) == 0),
        Shape::Texts => Value::Texts((0..dice.below(3)).map(|_| (*dice.one(pool)).into()).collect()),
        Shape::Json => Value::Json((*dice.one(&JSONS)).into()),
        Shape::Parts if depth > 0 => return None,
        Shape::Parts => {
            Value::Parts((0..dice.below(33)).map(|_| filled(dice, Record::default(), Kind::Attachment, 1)).collect())
        }
    })
}

/// Fills a record with anything. What it has already stays.
fn filled(dice: &mut Dice, mut record: Record, kind: Kind, depth: usize) -> Record {
    record.kind = kind;
    for field in Field::ALL {
        if record.get(*field).is_none()
            && dice.below(3) == 0
            && let Some(value) = value(dice, *field, depth)
        {
            record.set(*field, value);
        }
    }
    for _ in 0..dice.below(5) {
        let (name, json) = (any_name(dice), (*dice.one(&JSONS)).to_owned());
        record.custom.push((name.into(), json.into()));
        let (prefix, name) = (*dice.one(&["stream:", "stream:", "other:", ""]), any_name(dice));
        let json = (*dice.one(&JSONS)).to_owned();
        record.extra.push(([prefix, &name].concat().into(), json.into()));
    }
    record
}

fn room(dice: &mut Dice, number: usize) -> Room {
    let ids = ["messaging:a", "messaging:!members-x", "b c", "é", "x:y:z", ":", "livestream:", "0"];
    let id = ids[number];
    let mut channel = record(Kind::Channel, &[(Field::Id, id)]);
    if dice.below(2) == 0 {
        channel.set_text(Field::ChannelType, id.split(':').next().unwrap_or_default());
    }
    let channel = filled(dice, channel, Kind::Channel, 0);
    let users = USERS.iter().filter(|user| !user.is_empty());
    let mut members = Vec::new();
    for user in users {
        if dice.below(2) == 0 {
            let member = record(Kind::Member, &[(Field::Channel, id), (Field::User, user)]);
            members.push(filled(dice, member, Kind::Member, 0));
        }
    }
    let messages = MESSAGES[..3]
        .iter()
        .map(|message| {
            let mut one = record(Kind::Message, &[(Field::Channel, id), (Field::Id, message)]);
            one.set_time(Field::SentAt, Time::from_seconds(1_700_000_000));
            filled(dice, one, Kind::Message, 0)
        })
        .collect();
    let reactions = (0..6)
        .map(|_| {
            let (message, user) = (*dice.one(&MESSAGES), *dice.one(&USERS[..3]));
            let texts = [(Field::Channel, id), (Field::Message, message), (Field::User, user)];
            filled(dice, record(Kind::Reaction, &texts), Kind::Reaction, 0)
        })
        .collect();
    Room { channel, members, messages, reactions }
}

#[test]
fn whatever_is_in_the_records() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let users = USERS.iter().filter(|user| !user.is_empty());
        let users = users.map(|id| record(Kind::User, &[(Field::Id, id)])).collect::<Vec<_>>();
        let users = users.into_iter().map(|user| filled(&mut dice, user, Kind::User, 0)).collect();
        let rooms = (0..8).map(|number| room(&mut dice, number)).collect();
        let others = (0..8)
            .map(|_| {
                let kind = *dice.one(&["device", "future_channel_ban", "poll", "call"]);
                filled(&mut dice, record(Kind::Other, &[(Field::Type, kind)]), Kind::Other, 0)
            })
            .collect();
        let mut options = ConvertOptions::new(Platform::Stream);
        options.park = seed % 3 > 0;
        options.profile.custom_data_limit = Some(if seed % 2 == 0 { 200 } else { 5000 });
        write(&options, users, rooms, others);
    }
}
