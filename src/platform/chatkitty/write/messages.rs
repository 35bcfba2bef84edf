//! Messages (section 2.4).

use super::super::tables::MESSAGE;
use super::{ChatKittyWriter, properties, section, take_filled};
use crate::convert::park::Object;
use crate::convert::rest::{files_in_words, is_made};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Value};

/// Before this second of 1970 to 1973 nobody chatted: whole seconds there are times that were made.
const NO_TIME: i64 = 100_000_000;

impl ChatKittyWriter {
    /// Writes the messages of a channel, which are sorted: ChatKitty keeps their order at best.
    pub(super) fn messages(&mut self, messages: Vec<Record>, channel: &str, out: &mut Output<'_>) {
        let number = self.numbers.get(channel).copied();
        for message in messages {
            let body = self.message(message, channel, number, out);
            if number.is_some() {
                self.has_messages = true;
                out.write(section::MESSAGES, &body);
            } else {
                self.has_pending = true;
                *out.pending += 1;
                out.write(section::PENDING, &body);
            }
        }
    }

    fn message(&self, mut message: Record, channel: &str, number: Option<i64>, out: &mut Output<'_>) -> String {
        message.take(Field::Channel);
        let has_sender = message.text(Field::Sender).is_some_and(|sender| !sender.is_empty());
        let is_system = message.take_flag(Field::System).unwrap_or_default() || !has_sender;
        let mut body = Object::new();
        body.text("type", if is_system { "SYSTEM_TEXT" } else { "TEXT" });
        match number {
            Some(number) => body.number(self.spelt("channelId", "channel_id"), number),
            None => body.text("channel", channel),
        }
        if !is_system && let Some(sender) = message.take_text(Field::Sender) {
            body.text("user", &out.ids.user(&sender, message.at));
        }
        body.text("body", &text(&mut message, out));
        if let Some(tag) = message.take_text(Field::GroupTag) {
            body.text(self.spelt("groupTag", "group_tag"), &tag);
        }
        let id = take_filled(&mut message, Field::Id).filter(|id| !is_made(id));
        let id = id.map(|id| out.ids.message(&id, message.at));
        self.idempotency_key(&mut body, &mut message, id.as_deref());
        untimed(&mut message, out);
        properties(message, &mut body, &MESSAGE, false, out);
        body.end()
    }
}

/// The text; of a message that has nothing but files, where they are.
fn text(message: &mut Record, out: &mut Output<'_>) -> String {
    if let Some(text) = take_filled(message, Field::Text) {
        return text.into();
    }
    let words = match message.get(Field::Attachments) {
        Some(Value::Parts(parts)) => files_in_words(parts),
        _ => String::new(),
    };
    if !words.is_empty() {
        out.change(message, "text", "it has files only: names and URLs of them are its text");
        if out.options.park {
            // So that the way back does not take these words for its own.
            message.set_text(Field::Text, "");
        }
    }
    words
}

/// A time that the conversion has made, since the source has none, is not kept.
fn untimed(message: &mut Record, out: &mut Output<'_>) {
    let is_made = |message: &Record| {
        let time = message.time(Field::SentAt).unwrap_or_default();
        time.nanos == 0 && (0..NO_TIME).contains(&time.seconds)
    };
    if out.options.start_time.is_none() && is_made(message) {
        out.lose(message, "sent_at", "neither the source nor ChatKitty's import has the time of a message");
        message.take(Field::SentAt);
    }
}
