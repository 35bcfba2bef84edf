//! The rows that a message becomes: one, or one a file. Source: `formats/cometchat.md` 2.4, 5, `formats/mapping.md`.

use super::attachments::{File, Files};
use super::leftover::{self, Written};
use super::messages::{Frame, Place};
use super::people::tags;
use crate::convert::losses::Treatment;
use crate::convert::park::{Object, PREFIX, push_text};
use crate::convert::tree::Tree;
use crate::convert::writer::Output;
use crate::finding::Position;
use crate::history::{Field, Record, Text};
use crate::json::text::code_points;
use crate::platform::cometchat::read::OWN;
use crate::platform::cometchat::read::content::{CHANNEL, PART_OF, ROOM};
use crate::platform::cometchat::read::tokens::Person;
use crate::platform::cometchat::tables::{DATA, MESSAGE};

/// What a message's data holds: characters, and bytes where there is a choice. Which of the two is meant is not said.
const DATA_LIMIT: usize = 10_240;
/// What a row may have beside its fields, in bytes: all of it may have 65,536 characters.
const BESIDE: usize = 8_192;

const TOO_LARGE: &str = "it is larger than the 10 KB of a message on CometChat";
const NOTHING: &str = "it has nothing in it that CometChat takes";

type Entries = Vec<(Text, Text)>;

/// What a message is to CometChat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Text,
    Media,
    Custom,
}

/// What a message says.
#[derive(Debug)]
pub(super) struct Said {
    /// With tokens for mentions.
    pub(super) text: Option<Text>,
    /// Whom the tokens name.
    pub(super) named: Vec<Person>,
    pub(super) files: Files,
}

impl Said {
    fn is_blank(&self) -> bool {
        self.text.as_ref().is_none_or(|text| text.trim().is_empty())
    }
}

/// The rows of a message. None if it cannot be written, which was counted then.
pub(super) fn rows(
    place: &mut Place,
    message: Record,
    frame: &Frame,
    said: &Said,
    written: Written,
    out: &mut Output<'_>,
) -> Option<Entries> {
    let (mut message, mut written) = (message, written);
    let at = message.at;
    let Some((class, all_files)) = class(&mut message, said) else {
        out.lose_record("message", at, NOTHING);
        return None;
    };
    // Files of the first row; the others have rows of their own.
    let own = if all_files { said.files.list.len() } else { usize::from(class == Class::Media) };
    let mut data = Object::new();
    match &said.text {
        // A custom message need not say anything; what is blank is parked.
        Some(text) if class == Class::Custom && said.is_blank() => message.set_text(Field::Text, text.clone()),
        Some(text) => data.text("text", text),
        None => {}
    }
    if own > 0 {
        data.list("attachments", said.files.list.iter().take(own).map(|file| &file.json));
    }
    let (category, kind) = match class {
        Class::Text => ("message", "text".to_owned()),
        Class::Media => ("message", said.files.list.first().map_or("file", |file| file.kind).to_owned()),
        Class::Custom => ("custom", custom_type(&mut message, &said.files, &mut written, out)),
    };
    let others = beside(&mut message, &mut data, out);
    let tags = tags(&mut message, &[]);
    let aside = if class == Class::Custom { own_metadata(&mut message) } else { Vec::new() };
    // What stands around the two objects that follow.
    let most = DATA_LIMIT.saturating_sub(data.length() + r#","customData":,"metadata":"#.len());
    let mut kept = leftover::settle(message, &written, most, out);
    said.files.park(&mut kept, most, out);
    let room = of_the_two(place, &mut kept, most);
    let aside = with_own_metadata(&kept, aside, most, at, out);
    if !finish(class, &mut data, kept, aside) {
        out.lose_record("message", at, NOTHING);
        return None;
    }
    let data = data.end();
    if code_points(data.as_bytes()) > DATA_LIMIT {
        out.lose_record("message", at, TOO_LARGE);
        return None;
    }
    if room {
        place.room = None;
    }
    let mut row = frame.row(&frame.muid, (category, &kind), &data);
    if !tags.is_empty() {
        row.texts("tags", tags);
    }
    details(&said.named, &mut row);
    for (key, json) in others {
        row.json(&key, &json);
    }
    let mut rows: Entries = vec![(frame.muid.clone(), row.end().into())];
    more(place, frame, said.files.list.get(own..).unwrap_or_default(), &mut rows, (at, out));
    Some(rows)
}

/// What a message is, and whether all of its files stay with it.
fn class(message: &mut Record, said: &Said) -> Option<(Class, bool)> {
    let wants_custom = leftover::own_text(message, "category").as_deref() == Some("custom");
    let wants_text = leftover::own_text(message, "type").as_deref() == Some("text");
    if wants_custom && !message.custom.is_empty() {
        return Some((Class::Custom, true));
    }
    match (!said.is_blank(), !said.files.list.is_empty()) {
        (true, true) if wants_text => Some((Class::Text, true)),
        (_, true) => Some((Class::Media, false)),
        (true, false) => Some((Class::Text, false)),
        (false, false) => {
            let has = !message.custom.is_empty() || message.get(Field::CustomType).is_some() || !said.files.is_empty();
            has.then_some((Class::Custom, false))
        }
    }
}

fn custom_type(message: &mut Record, files: &Files, written: &mut Written, out: &mut Output<'_>) -> String {
    if let Some(kind) = message.text(Field::CustomType).filter(|kind| !kind.trim().is_empty()) {
        let kind = kind.to_owned();
        message.take(Field::CustomType);
        return kind;
    }
    if message.get(Field::CustomType).is_none() {
        written.filled_in.push(Field::CustomType);
    }
    out.change(message, "custom_type", "CometChat asks for a type of what is neither text nor file");
    let kind = files.other.as_deref().filter(|kind| !kind.trim().is_empty());
    kind.unwrap_or("custom").to_owned()
}

/// Takes what only CometChat knows: what goes into the data goes there, the rest is given back.
fn beside(message: &mut Record, data: &mut Object, out: &mut Output<'_>) -> Entries {
    let mut room = BESIDE;
    let mut others = leftover::in_place(message, &MESSAGE, "");
    others.retain(|(key, json)| {
        let length = key.len() + json.len();
        let fits = length <= room;
        if fits {
            room -= length;
        } else {
            out.lose(message, key, TOO_LARGE);
        }
        fits
    });
    for (key, json) in leftover::in_place(message, &DATA, "data.") {
        if data.length() + leftover::quoted_length(&key) + json.len() + 2 <= DATA_LIMIT {
            data.json(&key, &json);
        } else {
            out.lose(message, &key, TOO_LARGE);
        }
    }
    others
}

/// The metadata that a custom message of CometChat's has beside its custom data.
fn own_metadata(message: &mut Record) -> Entries {
    let key = [OWN, "metadata"].concat();
    let Some(at) = message.extra.iter().position(|(name, _)| *name == key) else { return Vec::new() };
    let mut tree = Tree::default();
    let json = message.extra.get(at).and_then(|(_, json)| tree.parse(json.as_bytes()).ok());
    let Some(object) = json.filter(|json| json.is_object()) else { return Vec::new() };
    let entries = object.entries().map(|(name, value)| (name.into(), value.compact())).collect();
    message.extra.remove(at);
    entries
}

/// As much of it as there is room for.
fn with_own_metadata(kept: &Entries, own: Entries, most: usize, at: Position, out: &mut Output<'_>) -> Entries {
    let most = most.saturating_sub(leftover::size(kept));
    let mut entries = Vec::new();
    for (name, json) in own {
        if !leftover::add(&mut entries, &name, json.into(), most) {
            out.losses.add("message", &name, Treatment::Lost, TOO_LARGE, at);
        }
    }
    entries
}

/// Adds what is parked of a conversation of two; whether the room itself is in it.
fn of_the_two(place: &mut Place, kept: &mut Entries, most: usize) -> bool {
    if let Some(channel) = &place.channel {
        place.channel_fits &= leftover::add(kept, CHANNEL, quoted(channel), most);
    }
    let room = place.room.as_ref();
    room.is_some_and(|room| leftover::add(kept, ROOM, room.clone().into(), most))
}

/// Ends the data. False if a custom message would have no custom data.
fn finish(class: Class, data: &mut Object, kept: Entries, own_metadata: Entries) -> bool {
    if class != Class::Custom {
        data.entries("metadata", &kept);
        return true;
    }
    let (mut metadata, mut custom): (Entries, Entries) =
        kept.into_iter().partition(|(name, _)| name.starts_with(PREFIX));
    metadata.extend(own_metadata);
    if custom.is_empty() {
        custom = std::mem::take(&mut metadata);
    }
    data.entries("customData", &custom);
    data.entries("metadata", &metadata);
    !custom.is_empty()
}

/// Those whom the text mentions by a name that only their details tell.
fn details(named: &[Person], row: &mut Object) {
    if named.is_empty() {
        return;
    }
    let mut people = Object::new();
    for person in named {
        let mut details = Object::new();
        details.text("uid", &person.uid);
        details.text("name", person.name.as_ref().unwrap_or(&person.uid));
        people.json(&person.uid, &details.end());
    }
    row.json("mentionedUserDetails", &people.end());
}

/// The files that have rows of their own.
fn more(place: &Place, frame: &Frame, files: &[File], rows: &mut Entries, (at, out): (Position, &mut Output<'_>)) {
    if !files.is_empty() {
        let reason = "each file but the first is a message of its own";
        out.losses.add("message", "attachments", Treatment::Changed, reason, at);
    }
    for (index, file) in files.iter().enumerate() {
        // The first one stands in the message itself.
        let muid = [&frame.muid, "-attachment-", &(index + 2).to_string()].concat();
        let mut data = Object::new();
        data.list("attachments", [&file.json]);
        if out.options.park {
            let mut kept: Entries = vec![(PART_OF.into(), quoted(&frame.muid).into())];
            kept.extend(place.channel.as_ref().map(|channel| (CHANNEL.into(), quoted(channel).into())));
            data.entries("metadata", &kept);
        }
        let data = data.end();
        if code_points(data.as_bytes()) > DATA_LIMIT {
            out.losses.add("attachment", "", Treatment::Lost, TOO_LARGE, at);
        } else {
            rows.push((muid.clone().into(), frame.row(&muid, ("message", file.kind), &data).end().into()));
        }
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::new();
    push_text(&mut json, text);
    json
}
