//! An item in the making: fields in their places, then the app's own data and what is parked with it.

use super::super::read::OWN;
use crate::convert::options::ConvertOptions;
use crate::convert::park::{self, Object};
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text, Time};
use crate::platform::stream::CUSTOM_LIMIT;
use crate::table::{Table, Use};

/// Times that RFC 3339 can say: the years 0 to 9999.
const TIMES: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

#[derive(Debug)]
pub(super) struct Draft {
    pub(super) object: Object,
    /// Keys of the app's own data that were written already, and how many bytes they take.
    keys: Vec<&'static str>,
    used: usize,
    most: usize,
}

impl Draft {
    pub(super) fn new(out: &Output<'_>) -> Draft {
        Draft { object: Object::new(), keys: Vec::new(), used: 1, most: most(out.options) }
    }

    /// Writes a text, if there is one.
    pub(super) fn text(&mut self, key: &str, record: &mut Record, field: Field) {
        if let Some(text) = record.take_text(field) {
            self.object.text(key, &text);
        }
    }

    /// Writes a time, if there is one that can be written. Others stay in the record.
    pub(super) fn time(&mut self, key: &str, record: &mut Record, field: Field) -> bool {
        let Some(text) = record.time(field).and_then(written) else { return false };
        record.take(field);
        self.object.text(key, &text);
        true
    }

    /// Writes a flag that is up.
    pub(super) fn flag(&mut self, key: &str, record: &mut Record, field: Field) {
        if record.take_flag(field) == Some(true) {
            self.object.flag(key, true);
        }
    }

    /// Writes one of Stream's own values, if it is there and as Stream wants it.
    pub(super) fn own(&mut self, key: &str, record: &mut Record, fits: fn(Json<'_>) -> bool) {
        if let Some(json) = take_own(record, key, &fits) {
            self.object.json(key, &json);
        }
    }

    /// Writes a value that Stream keeps with the app's own data, unless there is no room: then it stays in the record.
    pub(super) fn custom(&mut self, key: &'static str, record: &mut Record, field: Field) {
        let Some(json) = record.get(field).map(park::to_json) else { return };
        let size = size(key, &json);
        if self.used + size <= self.most {
            self.used += size;
            self.keys.push(key);
            record.take(field);
            self.object.json(key, &json);
        }
    }

    /// Writes what is left of the record. `is_field` tells which names and values the reader takes for fields, beside
    /// those of the table.
    pub(super) fn rest(
        &mut self,
        record: Record,
        table: &Table,
        is_field: fn(&str, &str) -> bool,
        out: &mut Output<'_>,
    ) {
        let (keys, used, most) = (&self.keys, self.used, self.most);
        let taken = |(name, json): &&(Text, Text)| {
            is_taken(table, name) || keys.contains(&name.as_str()) || is_field(name, json)
        };
        let aside: Vec<Text> = record.custom.iter().filter(taken).map(|(name, _)| name.clone()).collect();
        let reserved = |name: &str| aside.iter().any(|one| one == name);
        let room = |kept: &[(Text, Text)], key: &str, json: &str| {
            let bytes: usize = kept.iter().map(|(key, json)| size(key, json)).sum();
            used + bytes + size(key, json) <= most && !kept.iter().any(|(known, _)| known == key)
        };
        for (key, json) in out.settle(record, &reserved, &room) {
            self.object.json(&key, &json);
        }
    }

    /// Writes the item.
    pub(super) fn write(self, section: usize, kind: &str, out: &mut Output<'_>) {
        out.write(section, &envelope(kind, &self.object.end()));
    }
}

/// An item around its payload.
pub(super) fn envelope(kind: &str, data: &str) -> String {
    let mut item = Object::new();
    item.text("type", kind);
    item.json("data", data);
    item.end()
}

/// How much of the app's own data an object takes, in bytes of compact JSON.
fn most(options: &ConvertOptions) -> usize {
    usize::try_from(options.profile.custom_data_limit.unwrap_or(CUSTOM_LIMIT)).unwrap_or(usize::MAX)
}

/// What an entry takes: with its colon, and a comma or brace.
fn size(key: &str, json: &str) -> usize {
    let mut quoted = String::new();
    park::push_text(&mut quoted, key);
    quoted.len() + json.len() + 2
}

/// Whether a name is one of a field, or one that Stream reserves. Names in another case are taken for the field, too.
fn is_taken(table: &Table, name: &str) -> bool {
    let folded: String = name.chars().map(fold).collect();
    let field =
        |field: &crate::table::Field| field.uses(0) != Use::Unused && field.names.iter().any(|one| *one == folded);
    table.reserved.contains(&name) || table.fields.iter().any(field)
}

/// As Go folds: two characters beyond ASCII are letters of it in another form.
fn fold(character: char) -> char {
    match character {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    }
}

/// A time, unless it is beyond what can be written.
pub(super) fn written(time: Time) -> Option<Text> {
    TIMES.contains(&time.seconds).then(|| time.rfc3339()).map(Into::into)
}

/// Takes one of Stream's own values, if it is there and as Stream wants it.
pub(super) fn take_own(record: &mut Record, key: &str, fits: &dyn Fn(Json<'_>) -> bool) -> Option<Text> {
    let is_it = |(name, json): &(Text, Text)| {
        let mut tree = Tree::default();
        name.strip_prefix(OWN) == Some(key) && tree.parse(json.as_bytes()).is_ok_and(fits)
    };
    let at = record.extra.iter().position(is_it)?;
    Some(record.extra.remove(at).1)
}

pub(super) fn is_time(json: Json<'_>) -> bool {
    json.text().is_some_and(|text| Time::parse(&text).is_some())
}

pub(super) fn is_flag(json: Json<'_>) -> bool {
    json.flag().is_some()
}

pub(super) fn is_text(json: Json<'_>) -> bool {
    json.is_string()
}

pub(super) fn are_texts(json: Json<'_>) -> bool {
    json.is_array() && json.elements().all(Json::is_string)
}

/// New ids of users.
pub(super) fn users(list: &[Text], at: crate::Position, out: &mut Output<'_>) -> Vec<Text> {
    list.iter().map(|user| out.ids.user(user, at)).collect()
}
