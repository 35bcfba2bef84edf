//! Messages: 2.2 to 2.6. What has files is one message for the text and one for each file.

mod files;
mod metaarray;

use super::super::read::{ATTACHMENT, data};
use super::batch::Batch;
use super::users::CUT;
use super::values::{length, short};
use super::{SendbirdWriter, ids};
use crate::convert::intake::MADE_ID;
use crate::convert::park::Object;
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text, Value};
use crate::index::{Hasher, Set};

/// Writes the messages of a channel.
pub(super) fn messages(writer: &mut SendbirdWriter, url: &str, messages: Vec<Record>, out: &mut Output<'_>) {
    let mut batch = Batch::new(url);
    let mut taken = Taken::of(&messages, out);
    for message in messages {
        self::message(writer, message, &mut taken, &mut batch, out);
    }
    batch.flush(out);
}

/// The ids of a channel's messages, so that those of their files are others.
struct Taken {
    prints: Set,
    hasher: Hasher,
}

impl Taken {
    fn of(messages: &[Record], out: &mut Output<'_>) -> Taken {
        let files = messages.iter().any(|message| message.get(Field::Attachments).is_some());
        let ids =
            messages.iter().filter(|_| files).filter_map(|message| Some((message.shared(Field::Id)?, message.at)));
        let mut taken = Taken { prints: Set::small(), hasher: Hasher::new(0) };
        for (id, at) in ids {
            taken.insert(&out.ids.message(id, at));
        }
        taken
    }

    /// Whether an id is new.
    fn insert(&mut self, id: &str) -> bool {
        self.prints.insert(self.hasher.one(id.as_bytes()), 0)
    }

    /// The id of a message's next part.
    fn next(&mut self, id: &str, number: usize) -> String {
        let mut next = [id, "-", &number.to_string()].concat();
        while !self.insert(&next) {
            next.push('_');
        }
        next
    }
}

/// What all parts of a message have.
struct Head {
    id: Option<Text>,
    sender: Option<Text>,
    millis: i64,
}

impl Head {
    fn begin(&self, kind: &str) -> Object {
        let mut object = Object::new();
        object.text("message_type", kind);
        if let Some(sender) = &self.sender {
            object.text("user_id", sender);
        }
        object
    }

    fn end(&self, object: &mut Object, id: Option<&str>) {
        object.number("timestamp", self.millis);
        if let Some(id) = id {
            object.text("dedup_id", id);
        }
    }
}

fn message(
    writer: &mut SendbirdWriter,
    mut message: Record,
    taken: &mut Taken,
    batch: &mut Batch,
    out: &mut Output<'_>,
) {
    let at = message.at;
    let time = message.take_time(Field::SentAt).unwrap_or_default();
    if time.seconds < 0 {
        out.lose_record("message", at, "it was sent before 1970, which Sendbird's times cannot say");
        return;
    }
    if time.has_less_than_millis() {
        out.change(&message, Field::SentAt.name(), CUT);
    }
    message.take(Field::Channel);
    let id = message.take_text(Field::Id).filter(|id| !id.starts_with(MADE_ID)).map(|id| out.ids.message(&id, at));
    ids::refer(&mut message, out);
    // What the system says has no sender; one that is known is parked.
    let system = message.take_flag(Field::System) == Some(true) || message.text(Field::Sender).is_none();
    let sender = if system { None } else { message.take_text(Field::Sender) };
    let head = Head { id, sender, millis: time.millis() };
    let mut parts = if system { Vec::new() } else { files::writable(&mut message) };
    let most = out.options.profile.max_message_length.and_then(|most| usize::try_from(most).ok());
    let text = short(&mut message, Field::Text, most.unwrap_or(usize::MAX));
    let mut object = if text.is_none() && !parts.is_empty() {
        let part = parts.remove(0);
        let mut object = head.begin("FILE");
        writer.hosted |= files::file(part, &mut object, &mut message.custom, out);
        head.end(&mut object, head.id.as_deref());
        common(message, &mut object, "custom_field", out);
        object
    } else {
        let text = text.unwrap_or_default();
        writer.longest = writer.longest.max(length(&text));
        let mut object = head.begin(if system { "ADMM" } else { "MESG" });
        object.text("message", &text);
        head.end(&mut object, head.id.as_deref());
        if system && message.take_flag(Field::Silent) == Some(true) {
            object.flag("is_silent", true);
        }
        common(message, &mut object, "data", out);
        object
    };
    for (number, part) in parts.into_iter().enumerate() {
        batch.add(&object.end(), out);
        let id = head.id.as_deref().map(|id| taken.next(id, number + 1));
        object = head.begin("FILE");
        let mut custom = Vec::new();
        writer.hosted |= files::file(part, &mut object, &mut custom, out);
        head.end(&mut object, id.as_deref());
        if let Some(text) = data::write(&custom) {
            object.text("custom_field", &text);
        }
    }
    batch.add(&object.end(), out);
}

/// The fields of all types, which a message's first part has; and everything else, as the text that `key` names.
fn common(mut message: Record, object: &mut Object, key: &str, out: &mut Output<'_>) {
    let at = message.at;
    if let Some(custom_type) = short(&mut message, Field::CustomType, 128) {
        object.text("custom_type", &custom_type);
    }
    let mentions: Vec<Text> = message.take_texts(Field::Mentions).iter().map(|user| out.ids.user(user, at)).collect();
    if !mentions.is_empty() {
        object.texts("mentioned_user_ids", mentions);
    }
    if let Some(metaarray) = metaarray::take(&mut message) {
        object.json("sorted_metaarray", &metaarray);
    }
    // What was put there for the file is not the app's.
    let own = message.custom.iter().position(|(name, _)| name == ATTACHMENT && key == "custom_field");
    let of_file = own.map(|own| message.custom.remove(own));
    let mut entries = out.settle(message, &|name| name == ATTACHMENT, &|_, _, _| true);
    entries.extend(of_file);
    if let Some(text) = data::write(&entries) {
        object.text(key, &text);
    }
}

/// Puts values back that are to be parked.
fn put_back(message: &mut Record, parts: Vec<Record>) {
    if !parts.is_empty() {
        message.set(Field::Attachments, Value::Parts(parts));
    }
}
