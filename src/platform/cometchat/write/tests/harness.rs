//! Records through the writer, and what it writes through the reader.

use crate::convert::reader::Given;
use crate::convert::trial::{Text, draw, given};
use crate::convert::writer::Room;
use crate::history::{Field, Kind, Record, Time, Value};
use crate::{ConvertOptions, Platform, Position};

/// What became of a history.
pub(super) struct Written {
    pub(super) text: String,
    /// `kind.field treatment: reason × count`.
    pub(super) losses: Vec<String>,
    pub(super) steps: Vec<String>,
}

pub(super) fn write(options: &ConvertOptions, users: Vec<Record>, rooms: Vec<Room>) -> Written {
    let drawn = draw(options, users, rooms, Vec::new());
    let told = |loss: &crate::convert::losses::Loss| {
        format!("{}.{} {}: {} × {}", loss.kind, loss.field, loss.treatment.name(), loss.reason, loss.count)
    };
    Written { text: drawn.sections.concat(), losses: drawn.losses.iter().map(told).collect(), steps: drawn.steps }
}

/// The records that a text of lines, a page or a body is read as; what was left, and what could not be read.
pub(in crate::platform::cometchat) fn read(text: &str, channel: Option<&str>) -> (Vec<Record>, Vec<String>) {
    let (mut records, mut others) = (Vec::new(), Vec::new());
    let document = Text { words: text, resource: None, channel };
    for given in given(Platform::CometChat, &ConvertOptions::new(Platform::CometChat), &[document]) {
        match given {
            Given::Record(record) => records.push(record),
            Given::Left { kind, field, why, .. } => others.push(format!("{}.{field}: {why}", kind.name())),
            Given::Unreadable { kind, why, .. } => others.push(format!("{}!: {why}", kind.name())),
        }
    }
    (records, others)
}

/// A record of these fields. Texts of times are RFC 3339, lists are separated by commas.
pub(super) fn record(kind: Kind, fields: &[(Field, &str)]) -> Record {
    use crate::history::Shape;
    let mut record = Record::new(kind, Position::default());
    for (field, text) in fields {
        let value = match field.shape() {
            Shape::Text => Value::Text((*text).into()),
            Shape::Time => Value::Time(Time::parse(text).unwrap()),
            Shape::Flag => Value::Flag(*text == "true"),
            Shape::Texts => Value::Texts(text.split(',').map(Into::into).collect()),
            Shape::Json => Value::Json((*text).into()),
            Shape::Parts => unreachable!(),
        };
        record.set(*field, value);
    }
    record
}

/// What a record says, without its place and in a fixed order.
pub(in crate::platform::cometchat) fn told(record: &Record) -> Vec<String> {
    let fields = record.fields.iter().map(|(field, value)| match value {
        Value::Parts(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| told(part).join("; ")).collect();
            format!("{}={parts:?}", field.name())
        }
        _ => format!("{}={}", field.name(), crate::convert::park::to_json(value)),
    });
    let lists = [("custom", &record.custom), ("extra", &record.extra)];
    let others = lists
        .into_iter()
        .flat_map(|(list, entries)| entries.iter().map(move |(name, json)| format!("{list} {name}={json}")));
    let mut told: Vec<String> = fields.chain(others).collect();
    told.sort();
    told
}
