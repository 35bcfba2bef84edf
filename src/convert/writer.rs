//! What writes records for a platform.

use std::collections::VecDeque;

use super::ids::{IdRule, Ids};
use super::losses::{Losses, Treatment};
use super::options::ConvertOptions;
use super::park::{self, Object};
use crate::finding::Position;
use crate::history::{Field, Record, Text};

/// How the parts of a file stand one behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// One value a line.
    Lines,
    /// The elements of one JSON array, one a line.
    Array,
}

/// A file of the output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileSpec {
    /// `import.jsonl`.
    pub(crate) name: &'static str,
    pub(crate) style: Style,
    /// The sections it is put together of, in order.
    pub(crate) sections: &'static [usize],
    /// Where the next file begins: `import-001.jsonl` and so on are made then. In bytes.
    pub(crate) most_bytes: Option<u64>,
    /// Whether our check reads it: not where something has to be filled in first.
    pub(crate) complete: bool,
}

/// A channel with all that is in it.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) channel: Record,
    /// One a user.
    pub(crate) members: Vec<Record>,
    /// Oldest first; equal times in the order of the input. All have an id, a time and a kind of sender.
    pub(crate) messages: Vec<Record>,
    /// In the order of the input.
    pub(crate) reactions: Vec<Record>,
}

/// Writes the records of a history for one platform.
///
/// It is given every user first, then every channel with what is in it, then what is left of other kinds. It takes what it
/// has a place for out of a record, and hands what is left to [`Output::settle`].
pub(crate) trait Writer {
    /// What ids become.
    fn id_rule(&self) -> IdRule;

    /// The files, and with them how many sections there are.
    fn files(&self) -> &'static [FileSpec];

    /// Takes a user. A user that is only referred to has nothing but an id; the engine has counted it.
    fn user(&mut self, user: Record, out: &mut Output<'_>);

    /// Takes a channel.
    fn room(&mut self, room: Room, out: &mut Output<'_>);

    /// Takes what only the source's platform knows: of its own kind it is written, otherwise counted.
    fn other(&mut self, record: Record, out: &mut Output<'_>) {
        let kind = record.text(Field::Type).unwrap_or("other").to_owned();
        out.lose_record(&kind, record.at, "the target's import has nothing like it");
    }

    /// Writes what is still held.
    fn finish(&mut self, out: &mut Output<'_>);

    /// What a person has to do by hand, in order; told after the conversion.
    fn next_steps(&self) -> Vec<String>;

    /// How many requests a second the platform takes, for requests files.
    fn requests_a_second(&self) -> Option<f64> {
        None
    }
}

/// A file that has to be uploaded before the output can be sent.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    /// The message that holds it.
    pub(crate) message: String,
}

/// Where a writer writes to.
#[derive(Debug)]
pub(crate) struct Output<'a> {
    pub(crate) options: &'a ConvertOptions,
    pub(crate) ids: &'a mut Ids,
    pub(crate) losses: &'a mut Losses,
    pub(crate) uploads: &'a mut Vec<Upload>,
    /// What was written so far and has not been carried away.
    pub(crate) sections: &'a mut [Section],
    /// Messages that wait for something that is not known yet.
    pub(crate) pending: &'a mut u64,
}

/// One part of a file.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) style: Option<Style>,
    /// Whole pieces that wait to be carried away: in one buffer that grows, a large channel would take three times as much.
    pieces: VecDeque<Vec<u8>>,
    /// What is written behind them.
    bytes: Vec<u8>,
    /// Values written to it in all.
    pub(crate) values: u64,
}

/// Bytes of a whole piece, at least.
const PIECE: usize = 1 << 20;

impl Section {
    /// How many bytes wait.
    pub(crate) fn waiting(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum::<usize>() + self.bytes.len()
    }

    /// Takes the next of them away; empty if there are none.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.pieces.pop_front().unwrap_or_else(|| std::mem::take(&mut self.bytes))
    }

    /// All that waits.
    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        let pieces = self.pieces.iter().chain([&self.bytes]);
        pieces.map(|piece| std::str::from_utf8(piece).unwrap()).collect()
    }
}

/// Whether an entry still fits behind those that are there: name and JSON of each.
pub(crate) type HasRoom<'a> = dyn Fn(&[(Text, Text)], &str, &str) -> bool + 'a;

impl Output<'_> {
    /// Writes one value: a line, or an element of an array.
    pub(crate) fn write(&mut self, section: usize, json: &str) {
        self.write_parts(section, &[json]);
    }

    /// The same of a value in parts, one behind the other.
    #[inline(never)]
    fn write_parts(&mut self, section: usize, parts: &[&str]) {
        let Some(section) = self.sections.get_mut(section) else { return };
        if section.style == Some(Style::Array) {
            section.bytes.extend_from_slice(if section.values == 0 { b"[\n" } else { b",\n" });
        }
        for part in parts {
            section.bytes.extend_from_slice(part.as_bytes());
        }
        if section.style != Some(Style::Array) {
            section.bytes.push(b'\n');
        }
        section.values += 1;
        if section.bytes.len() >= PIECE {
            let piece = std::mem::replace(&mut section.bytes, Vec::with_capacity(PIECE + PIECE / 4));
            section.pieces.push_back(piece);
        }
    }

    /// Writes a request.
    pub(crate) fn request(&mut self, section: usize, method: &str, path: &str, body: &str) {
        self.request_with(section, method, path, ["", body, ""]);
    }

    /// The same with a body in three parts: what is long is not copied to be put between what is short.
    #[inline(never)]
    pub(crate) fn request_with(&mut self, section: usize, method: &str, path: &str, body: [&str; 3]) {
        let mut head = Object::new();
        head.text("method", method);
        head.text("path", path);
        head.json("body", "");
        let head = head.end();
        let [before, list, after] = body;
        // Without its closing brace.
        self.write_parts(section, &[head.get(..head.len() - 1).unwrap_or_default(), before, list, after, "}"]);
    }

    /// Counts a value that is not in the output.
    #[inline(never)]
    pub(crate) fn lose(&mut self, record: &Record, field: &str, reason: &str) {
        self.losses.add(record.kind.name(), field, Treatment::Lost, reason, record.at);
    }

    /// Counts a value that is in the output in another form.
    #[inline(never)]
    pub(crate) fn change(&mut self, record: &Record, field: &str, reason: &str) {
        self.losses.add(record.kind.name(), field, Treatment::Changed, reason, record.at);
    }

    /// Counts a whole record that is not in the output. `kind` is one of the kinds' names, or the source's own.
    #[inline(never)]
    pub(crate) fn lose_record(&mut self, kind: &str, at: Position, reason: &str) {
        let known = crate::history::Kind::ALL.iter().map(|kind| kind.name()).find(|name| *name == kind);
        match known {
            Some(kind) => self.losses.add(kind, "", Treatment::Lost, reason, at),
            None => self.losses.add("other", kind, Treatment::Lost, reason, at),
        }
    }

    /// What is still in the record: the custom data that the target is to hold, parked values behind the app's own.
    ///
    /// Every field and every extra that is left goes to `source_<field>` and `source_extra`, unless parking is off: then,
    /// or where `room` says no, it is counted as lost. `reserved` names what custom data may not be called; such entries
    /// go to `source_custom`. `room` is asked with all entries so far and the next one, own data first; it may refuse for
    /// size or number.
    #[inline(never)]
    pub(crate) fn settle(
        &mut self,
        record: Record,
        reserved: &dyn Fn(&str) -> bool,
        room: &HasRoom<'_>,
    ) -> Vec<(Text, Text)> {
        let (kind, at) = (record.kind.name(), record.at);
        let mut kept: Vec<(Text, Text)> = Vec::new();
        let mut aside = Vec::new();
        for (name, json) in record.custom {
            if reserved(&name) {
                aside.push((name, json));
            } else if room(&kept, &name, &json) {
                kept.push((name, json));
            } else {
                self.lose_too_large(kind, &name, at);
            }
        }
        let mut park = |out: &mut Self, key: &str, names: &[&str], json: String| {
            let fits = out.options.park && room(&kept, key, &json);
            for name in names {
                match (out.options.park, fits) {
                    (true, true) => out.losses.add(kind, name, Treatment::Parked, NO_PLACE, at),
                    (true, false) => out.lose_too_large(kind, name, at),
                    (false, _) => out.losses.add(kind, name, Treatment::Lost, NO_PLACE, at),
                }
            }
            if fits {
                kept.push((key.into(), json.into()));
            }
        };
        for (field, value) in record.fields {
            let key = [park::PREFIX, field.name()].concat();
            park(self, &key, &[field.name()], park::to_json(&value));
        }
        for (key, list) in [(park::CUSTOM, aside), (park::EXTRA, record.extra)] {
            if list.is_empty() {
                continue;
            }
            let mut object = Object::new();
            for (name, json) in &list {
                object.json(name, json);
            }
            let names: Vec<&str> = list.iter().map(|(name, _)| name.as_str()).collect();
            park(self, key, &names, object.end());
        }
        kept
    }

    fn lose_too_large(&mut self, kind: &'static str, field: &str, at: Position) {
        let reason = ["there is no room for it in the custom data that ", self.options.to.title(), " takes"].concat();
        self.losses.add(kind, field, Treatment::Lost, &reason, at);
    }
}

/// Why a value is parked or lost.
pub(crate) const NO_PLACE: &str = "the target's import has no field for it";

/// A number in custom data of strings only, a string as it is: what a platform that takes texts only is given.
pub(crate) fn as_text(json: &str) -> String {
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inside) => crate::json::text::decode(inside.as_bytes()),
        None => json.to_owned(),
    }
}
