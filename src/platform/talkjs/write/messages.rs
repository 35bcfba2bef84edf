//! Messages, ten a request (section 2.5).

use super::super::tables::MESSAGE;
use super::conversations::People;
use super::{TalkJsWriter, custom, is_text, own_field, section, unknown_to_us};
use crate::convert::Treatment;
use crate::convert::park::Object;
use crate::convert::rest::{files_in_words, is_made};
use crate::convert::writer::{Output, Upload};
use crate::history::{Field, Record, Text, Time, Value};

/// The most messages of a request.
const AT_A_TIME: usize = 10;

impl TalkJsWriter {
    /// Writes the messages of a conversation, which are sorted; who sent them takes part.
    pub(super) fn messages(&mut self, messages: Vec<Record>, path: &str, people: &mut People, out: &mut Output<'_>) {
        let mut bodies = Vec::new();
        for message in messages {
            self.message(message, people, &mut bodies, out);
            while bodies.len() >= AT_A_TIME {
                let rest = bodies.split_off(AT_A_TIME);
                send(&bodies, path, out);
                bodies = rest;
            }
        }
        if !bodies.is_empty() {
            send(&bodies, path, out);
        }
    }

    fn message(&mut self, mut message: Record, people: &mut People, bodies: &mut Vec<Text>, out: &mut Output<'_>) {
        let Some(sender) = self.sender(&mut message, out) else { return };
        if people.add(&sender) {
            self.joined = true;
            out.change(&message, "sender", "TalkJS takes messages of participants only: the sender is made one");
        }
        message.take(Field::Channel);
        let sent = message.time(Field::SentAt).unwrap_or_default();
        let timestamp = timestamp(&mut message, sent, out);
        let mut read_by: Vec<Text> = Vec::new();
        for user in message.take_texts(Field::ReadBy) {
            read_by.push(out.ids.user(&user, message.at));
        }
        for user in people.readers(sent).filter(|user| *user != sender) {
            if !read_by.iter().any(|known| known == user) {
                read_by.push(user.into());
            }
        }
        let tokens = self.files(&mut message, out);
        let text = text(&mut message, tokens.is_empty(), out);
        if message.text(Field::Id).is_some_and(is_made) {
            message.take(Field::Id);
        }
        let own = unknown_to_us(&mut message, &MESSAGE);
        let custom = custom(message, out);

        let mut tokens = tokens.into_iter();
        let first = tokens.next();
        for (number, token) in std::iter::once(first).chain(tokens.map(Some)).enumerate() {
            let is_first = number == 0;
            let mut body = Object::new();
            body.text("text", if is_first { &text } else { "" });
            body.text("sender", &sender);
            body.number("timestamp", timestamp);
            body.text("type", "UserMessage");
            body.texts("readBy", &read_by);
            if let Some(token) = token {
                body.json("attachmentToken", &token);
            }
            if is_first {
                for (key, json) in &own {
                    body.json(key, json);
                }
                if let Some(custom) = &custom {
                    body.json("custom", custom);
                }
            }
            bodies.push(body.end().into());
        }
    }

    /// Who speaks it, as a new id; nobody if it is left out.
    fn sender(&mut self, message: &mut Record, out: &mut Output<'_>) -> Option<Text> {
        let named = message.text(Field::Sender).is_some_and(|sender| !sender.is_empty());
        if named && !message.flag(Field::System) {
            let sender = message.take_text(Field::Sender)?;
            return Some(out.ids.user(&sender, message.at));
        }
        if out.options.system_messages == Treatment::Drop {
            let reason =
                "TalkJS imports no messages of the system (--system-messages user lets the system user speak them)";
            out.lose_record("message", message.at, reason);
            return None;
        }
        // Parked: what it was, and who is behind it.
        message.set_flag(Field::System, true);
        out.change(message, "system", "the system user speaks it");
        Some(self.users.system(out, message.at).into())
    }

    /// The tokens, as JSON, of those files that have one; the others have to be uploaded first.
    fn files(&mut self, message: &mut Record, out: &mut Output<'_>) -> Vec<Text> {
        let mut tokens = Vec::new();
        let mut others = Vec::new();
        let own = own_field(message, "attachmentToken", |json| is_text(json) && json.len() > 2);
        tokens.extend(own);
        for part in message.take_parts(Field::Attachments) {
            let url = part.text(Field::Url).unwrap_or_default();
            if let Some(token) = self.tokens.get(url) {
                out.change(message, "attachments", "its token stands for it");
                tokens.push(crate::convert::park::to_json(&Value::Text(token.clone().into())).into());
                continue;
            }
            if !url.is_empty() {
                let text = |field| part.text(field).unwrap_or_default().to_owned();
                out.uploads.push(Upload {
                    url: url.to_owned(),
                    name: text(Field::Name),
                    media_type: text(Field::MediaType),
                    message: message.text(Field::Id).unwrap_or_default().to_owned(),
                });
            }
            others.push(part);
        }
        if tokens.len() > 1 {
            out.change(message, "attachments", "TalkJS takes one file a message: each of the others is a message");
        }
        if !others.is_empty() {
            message.set(Field::Attachments, Value::Parts(others));
        }
        tokens
    }
}

fn send(bodies: &[Text], path: &str, out: &mut Output<'_>) {
    let body = ["[", &bodies.join(","), "]"].concat();
    out.request(section::MESSAGES, "POST", path, &body);
}

/// The time in milliseconds. It stays in the record, to be parked, where something is missing of it.
fn timestamp(message: &mut Record, sent: Time, out: &mut Output<'_>) -> i64 {
    if sent.seconds < 0 {
        out.change(message, "sent_at", "TalkJS has no times before 1970: it is the beginning of 1970");
        return 0;
    }
    if !sent.has_less_than_millis() {
        message.take(Field::SentAt);
    }
    sent.millis()
}

/// The text, which is required; of a message that has nothing but files, where they are.
fn text(message: &mut Record, no_token: bool, out: &mut Output<'_>) -> String {
    if let Some(text) = message.take_text(Field::Text).filter(|text| !text.is_empty()) {
        return text.into();
    }
    let words = match message.get(Field::Attachments) {
        Some(Value::Parts(parts)) if no_token => files_in_words(parts),
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
