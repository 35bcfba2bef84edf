//! The law that nothing disappears in silence, field by field: what a record has more of changes the output or the losses.

use super::options::ConvertOptions;
use super::trial::draw;
use super::writer::Room;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Shape, Time, Value};
use crate::options::Platform;

fn record(kind: Kind, texts: &[(Field, &str)]) -> Record {
    let mut record = Record::new(kind, Position::default());
    for (field, text) in texts {
        record.set_text(*field, *text);
    }
    record
}

/// A small history: of each kind one record.
fn history() -> [Record; 6] {
    let mut message = record(
        Kind::Message,
        &[(Field::Id, "m-1"), (Field::Channel, "room-1"), (Field::Sender, "ann"), (Field::Text, "hello")],
    );
    message.set_time(Field::SentAt, Time::from_seconds(1_700_000_000));
    let mut reaction = record(
        Kind::Reaction,
        &[(Field::Channel, "room-1"), (Field::Message, "m-1"), (Field::User, "ann"), (Field::Type, "like")],
    );
    reaction.set_time(Field::CreatedAt, Time::from_seconds(1_700_000_100));
    [
        record(Kind::User, &[(Field::Id, "ann"), (Field::Name, "Ann")]),
        record(
            Kind::Channel,
            &[(Field::Id, "room-1"), (Field::Name, "Room"), (Field::ChannelKind, "group"), (Field::CreatedBy, "ann")],
        ),
        record(Kind::Member, &[(Field::Channel, "room-1"), (Field::User, "ann")]),
        message,
        reaction,
        record(
            Kind::Attachment,
            &[(Field::Url, "https://example.com/a.png"), (Field::Type, "image"), (Field::Name, "a.png")],
        ),
    ]
}

/// What is written and what is counted.
fn outcome(options: &ConvertOptions, history: [Record; 6]) -> String {
    let [user, channel, member, mut message, reaction, attachment] = history;
    message.set(Field::Attachments, Value::Parts(vec![attachment]));
    let others = vec![record(Kind::User, &[(Field::Id, "ben"), (Field::Name, "Ben")]), user];
    let second = record(Kind::Member, &[(Field::Channel, "room-1"), (Field::User, "ben")]);
    let room = Room { channel, members: vec![member, second], messages: vec![message], reactions: vec![reaction] };
    let drawn = draw(options, others, vec![room], Vec::new());
    let losses = drawn.losses.iter().map(|loss| format!("{} {} {}\n", loss.kind, loss.field, loss.count));
    drawn.sections.concat() + &losses.collect::<String>()
}

/// A value that no field has by default.
fn value(field: Field) -> Value {
    match field.shape() {
        Shape::Text if field == Field::ChannelKind => Value::Text("open".into()),
        Shape::Text if matches!(field, Field::User | Field::Sender | Field::CreatedBy | Field::PinnedBy) => {
            Value::Text("ben".into())
        }
        Shape::Text => Value::Text(["special-", field.name()].concat().into()),
        Shape::Time => Value::Time(Time::from_millis(1_600_000_000_123)),
        Shape::Flag => Value::Flag(true),
        Shape::Texts => Value::Texts(vec!["ben".into()]),
        Shape::Json => Value::Json("7".into()),
        Shape::Parts => Value::Parts(Vec::new()),
    }
}

/// Fields that say where a record belongs; what a history without them is, nobody asks.
const PLACES: &[Field] = &[Field::Id, Field::Channel, Field::Message, Field::User, Field::Attachments];

#[test]
fn nothing_disappears_in_silence() {
    let mut silent = Vec::new();
    for to in Platform::ALL {
        for park in [true, false] {
            let mut options = ConvertOptions::new(*to);
            options.park = park;
            let base = outcome(&options, history());
            for kind in 0..history().len() {
                let mut tell = |name: &str, change: &dyn Fn(&mut Record)| {
                    let mut history = history();
                    let Some(record) = history.get_mut(kind) else { return };
                    let of = record.kind.name();
                    let counted = |of: &str, name: &str| base.contains(&[of, " ", name, " "].concat());
                    // What is lost as a whole takes its fields with it; what is lost has any value.
                    let whole = counted(of, "") || (of == "attachment" && counted("message", "attachments"));
                    if whole || counted(of, name) {
                        return;
                    }
                    change(record);
                    if outcome(&options, history) == base {
                        silent.push(format!("{} (parking: {park}): {of}.{name}", to.name()));
                    }
                };
                for field in Field::ALL.iter().filter(|field| !PLACES.contains(field)) {
                    tell(field.name(), &|record| record.set(*field, value(*field)));
                }
                tell("custom", &|record| record.custom.push(("own".into(), "{\"a\":1}".into())));
                tell("extra", &|record| record.extra.push(("slack:own".into(), "[1]".into())));
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
