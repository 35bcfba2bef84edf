//! One user, channel, member, message, reaction: a bag of fields, and the place it came from.

use super::field::{Field, Shape};
use super::spool;
use super::text::Text;
use super::time::Time;
use crate::finding::Position;

/// What a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    User,
    Channel,
    Member,
    #[default]
    Message,
    Reaction,
    /// Inside a message.
    Attachment,
    /// What only the source's platform knows: its name is in the field `Type`, the rest in `extra`.
    Other,
}

impl Kind {
    pub(crate) const ALL: &[Kind] =
        &[Kind::User, Kind::Channel, Kind::Member, Kind::Message, Kind::Reaction, Kind::Attachment, Kind::Other];

    /// Its name in `losses.json`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::User => "user",
            Kind::Channel => "channel",
            Kind::Member => "member",
            Kind::Message => "message",
            Kind::Reaction => "reaction",
            Kind::Attachment => "attachment",
            Kind::Other => "other",
        }
    }
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(Text),
    Time(Time),
    Flag(bool),
    Texts(Vec<Text>),
    /// Compact JSON.
    Json(Text),
    Parts(Vec<Record>),
}

impl Value {
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Value::Text(_) => Shape::Text,
            Value::Time(_) => Shape::Time,
            Value::Flag(_) => Shape::Flag,
            Value::Texts(_) => Shape::Texts,
            Value::Json(_) => Shape::Json,
            Value::Parts(_) => Shape::Parts,
        }
    }
}

/// A record of the history.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    pub(crate) kind: Kind,
    /// Where it stands in the input.
    pub(crate) at: Position,
    /// In the order in which the reader met them; each field once.
    pub(crate) fields: Vec<(Field, Value)>,
    /// The app's own data: names, decoded, and compact JSON.
    pub(crate) custom: Vec<(Text, Text)>,
    /// What only the source's platform knows: names, decoded, and compact JSON.
    pub(crate) extra: Vec<(Text, Text)>,
    /// Met only as a part of something else (the sender inside a message): a whole record of the same id goes before.
    pub(crate) partial: bool,
}

/// What readers and writers call hundreds of times is kept out of line: copies of it were most of the wasm.
impl Record {
    #[inline(never)]
    pub(crate) fn new(kind: Kind, at: Position) -> Record {
        Record { kind, at, fields: Vec::with_capacity(12), ..Record::default() }
    }

    /// Sets a field; one that is there already gets the new value.
    #[inline(never)]
    pub(crate) fn set(&mut self, field: Field, value: Value) {
        debug_assert_eq!(field.shape(), value.shape(), "{}", field.name());
        match self.fields.iter_mut().find(|(one, _)| *one == field) {
            Some((_, old)) => *old = value,
            None => self.fields.push((field, value)),
        }
    }

    pub(crate) fn set_text(&mut self, field: Field, text: impl Into<Text>) {
        self.put_text(field, text.into());
    }

    #[inline(never)]
    fn put_text(&mut self, field: Field, text: Text) {
        self.set(field, Value::Text(text));
    }

    #[inline(never)]
    pub(crate) fn set_time(&mut self, field: Field, time: Time) {
        self.set(field, Value::Time(time));
    }

    #[inline(never)]
    pub(crate) fn set_flag(&mut self, field: Field, flag: bool) {
        self.set(field, Value::Flag(flag));
    }

    #[inline(never)]
    pub(crate) fn set_texts(&mut self, field: Field, texts: Vec<Text>) {
        self.set(field, Value::Texts(texts));
    }

    /// The value, left where it is.
    #[inline(never)]
    pub(crate) fn get(&self, field: Field) -> Option<&Value> {
        self.fields.iter().find(|(one, _)| *one == field).map(|(_, value)| value)
    }

    #[inline(never)]
    pub(crate) fn text(&self, field: Field) -> Option<&str> {
        match self.get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The same, to be shared instead of copied.
    #[inline(never)]
    pub(crate) fn shared(&self, field: Field) -> Option<Text> {
        match self.get(field) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn time(&self, field: Field) -> Option<Time> {
        match self.get(field) {
            Some(Value::Time(time)) => Some(*time),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn flag(&self, field: Field) -> bool {
        matches!(self.get(field), Some(Value::Flag(true)))
    }

    #[inline(never)]
    pub(crate) fn texts(&self, field: Field) -> &[Text] {
        match self.get(field) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// Takes the value out: the writer has a place for it, or accounts for it itself.
    #[inline(never)]
    pub(crate) fn take(&mut self, field: Field) -> Option<Value> {
        let at = self.fields.iter().position(|(one, _)| *one == field)?;
        Some(self.fields.remove(at).1)
    }

    #[inline(never)]
    pub(crate) fn take_text(&mut self, field: Field) -> Option<Text> {
        match self.take(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn take_time(&mut self, field: Field) -> Option<Time> {
        match self.take(field) {
            Some(Value::Time(time)) => Some(time),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn take_flag(&mut self, field: Field) -> Option<bool> {
        match self.take(field) {
            Some(Value::Flag(flag)) => Some(flag),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn take_texts(&mut self, field: Field) -> Vec<Text> {
        match self.take(field) {
            Some(Value::Texts(texts)) => texts,
            _ => Vec::new(),
        }
    }

    #[inline(never)]
    pub(crate) fn take_json(&mut self, field: Field) -> Option<Text> {
        match self.take(field) {
            Some(Value::Json(json)) => Some(json),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn take_parts(&mut self, field: Field) -> Vec<Record> {
        match self.take(field) {
            Some(Value::Parts(parts)) => parts,
            _ => Vec::new(),
        }
    }

    /// The same record with texts of its own: what is kept for long must not keep the item that it was read from.
    pub(crate) fn alone(self) -> Record {
        let mut bytes = Vec::new();
        spool::write(&self, &mut bytes);
        spool::Reader::new(bytes).next().unwrap_or(self)
    }

    /// Takes what another record of the same thing knows and this one does not.
    pub(crate) fn fill_from(&mut self, other: Record) {
        for (field, value) in other.fields {
            if self.get(field).is_none() {
                self.fields.push((field, value));
            }
        }
        for (mine, others) in [(&mut self.custom, other.custom), (&mut self.extra, other.extra)] {
            for (name, json) in others {
                if !mine.iter().any(|(known, _)| *known == name) {
                    mine.push((name, json));
                }
            }
        }
    }
}
