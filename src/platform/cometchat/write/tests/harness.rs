//! Records through the writer, and what it writes through the reader.

use crate::convert::ids::Ids;
use crate::convert::losses::Losses;
use crate::convert::reader::{Cut, Document, Given, Item, Records, Step};
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::{Output, Room, Section};
use crate::history::{Field, Kind, Record, Time, Value};
use crate::{ConvertOptions, Position, detect};

/// What became of a history.
pub(super) struct Written {
    pub(super) text: String,
    /// `kind.field treatment: reason × count`.
    pub(super) losses: Vec<String>,
    pub(super) steps: Vec<String>,
}

pub(super) fn write(options: &ConvertOptions, users: Vec<Record>, rooms: Vec<Room>) -> Written {
    let mut writer = super::super::writer(options);
    let mut ids = Ids::new(writer.id_rule(), &options.ids, 1);
    let mut losses = Losses::default();
    let (mut uploads, mut pending) = (Vec::new(), 0);
    let mut sections: Vec<Section> = (0..4).map(|_| Section::default()).collect();
    let mut out = Output {
        options,
        ids: &mut ids,
        losses: &mut losses,
        uploads: &mut uploads,
        sections: &mut sections,
        pending: &mut pending,
    };
    for user in users {
        writer.user(user, &mut out);
    }
    for room in rooms {
        writer.room(room, &mut out);
    }
    writer.finish(&mut out);
    let losses = losses.into_list();
    let told = |loss: &crate::convert::losses::Loss| {
        format!("{}.{} {}: {} × {}", loss.kind, loss.field, loss.treatment.name(), loss.reason, loss.count)
    };
    Written {
        text: sections.into_iter().map(|section| String::from_utf8(section.bytes).unwrap()).collect(),
        losses: losses.iter().map(told).collect(),
        steps: writer.next_steps(),
    }
}

/// The records that a text of lines, a page or a body is read as; what was left, and what could not be read.
pub(in crate::platform::cometchat) fn read(text: &str, channel: Option<&str>) -> (Vec<Record>, Vec<String>) {
    let mut reader = crate::platform::cometchat::read::reader();
    let (mut records, mut others) = (Vec::new(), Vec::new());
    let mut sink = |given: Given| match given {
        Given::Record(record) => records.push(record),
        Given::Left { kind, field, why, .. } => others.push(format!("{}.{field}: {why}", kind.name())),
        Given::Unreadable { kind, why, .. } => others.push(format!("{}!: {why}", kind.name())),
    };
    let mut given = Records { sink: &mut sink };
    let detection = detect(text.as_bytes(), None);
    let document = Document { detection: &detection, head: text.as_bytes(), channel };
    let options = ConvertOptions::new(crate::Platform::CometChat);
    let cut = reader.document(&document, &options);
    let mut trees: Vec<(String, Option<usize>, String)> = Vec::new();
    match cut {
        Cut::Lines => trees.extend(text.lines().map(|line| (line.to_owned(), Some(0), String::new()))),
        Cut::Paths(paths) => {
            let mut tree = Tree::default();
            cut_along(tree.parse(text.as_bytes()).unwrap(), "", paths, (0, (0..paths.len()).collect()), &mut trees);
        }
    }
    for (number, (text, path, key)) in trees.iter().enumerate() {
        let mut tree = Tree::default();
        let at = Position { item: number as u64, ..Position::default() };
        reader.item(Item { path: *path, key, json: tree.parse(text.as_bytes()).unwrap(), at }, &mut given);
    }
    reader.end_document(&mut given);
    (records, others)
}

/// Cuts a document as the engine does, though not as fast.
fn cut_along(
    json: Json<'_>,
    key: &str,
    paths: &[&[Step]],
    (depth, among): (usize, Vec<usize>),
    out: &mut Vec<(String, Option<usize>, String)>,
) {
    let ends = among.iter().copied().find(|path| paths[*path].len() == depth);
    let goes_on = |step: Step| if step == Step::Each { json.is_array() } else { json.is_object() };
    let inner: Vec<usize> =
        among.into_iter().filter(|path| paths[*path].get(depth).is_some_and(|step| goes_on(*step))).collect();
    if ends.is_some() || inner.is_empty() {
        return out.push((json.raw().to_owned(), ends, key.to_owned()));
    }
    let fits = |name: Option<&str>| -> Vec<usize> {
        let fits = |step: Step| match (step, name) {
            (Step::Key(key), Some(name)) => key == name,
            (Step::Every, Some(_)) | (Step::Each, None) => true,
            _ => false,
        };
        inner.iter().copied().filter(|path| fits(paths[*path][depth])).collect()
    };
    for (name, value) in json.entries() {
        cut_along(value, &name, paths, (depth + 1, fits(Some(&name))), out);
    }
    for value in json.elements() {
        cut_along(value, key, paths, (depth + 1, fits(None)), out);
    }
}

/// A record of these fields. Texts of times are RFC 3339, lists are separated by commas.
pub(super) fn record(kind: Kind, fields: &[(Field, &str)]) -> Record {
    use crate::history::Shape;
    let mut record = Record::new(kind, Position::default());
    for (field, text) in fields {
        let value = match field.shape() {
            Shape::Text => Value::Text((*text).to_owned()),
            Shape::Time => Value::Time(Time::parse(text).unwrap()),
            Shape::Flag => Value::Flag(*text == "true"),
            Shape::Texts => Value::Texts(text.split(',').map(str::to_owned).collect()),
            Shape::Json => Value::Json((*text).to_owned()),
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
