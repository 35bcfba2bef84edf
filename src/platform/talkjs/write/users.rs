//! Users, a hundred a request (section 2.2).

use super::super::tables::USER;
use super::{custom, is_text, own_field, section, unknown_to_us};
use crate::convert::park::Object;
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text};

/// The most users of a request.
const AT_A_TIME: usize = 100;

/// Users on their way.
#[derive(Debug, Default)]
pub(super) struct Bulk {
    /// New ids and bodies.
    waiting: Vec<(Text, Text)>,
    /// Whether the system's user is one of them.
    has_system: bool,
}

impl Bulk {
    pub(super) fn add(&mut self, mut user: Record, out: &mut Output<'_>) {
        let Some(source) = user.take_text(Field::Id) else {
            return out.lose_record("user", user.at, "it has no id");
        };
        self.has_system |= source == out.options.system_user;
        let id = out.ids.user(&source, user.at);
        let name = user.take_text(Field::Name).filter(|name| !name.is_empty()).unwrap_or_else(|| {
            if !user.partial || !user.fields.is_empty() {
                out.change(&user, "name", "TalkJS requires a name: it is the id");
            }
            id.clone()
        });
        let mut body = Object::new();
        body.text("name", &name);
        for (key, field) in [("email", Field::Emails), ("phone", Field::Phones)] {
            let texts = user.take_texts(field);
            if !texts.is_empty() {
                body.texts(key, &texts);
            }
        }
        for (key, field) in [("photoUrl", Field::Image), ("role", Field::Role), ("locale", Field::Language)] {
            if let Some(text) = user.take_text(field) {
                body.text(key, &text);
            }
        }
        for (key, is_good) in
            [("welcomeMessage", is_text as fn(&str) -> bool), ("availabilityText", is_text), ("pushTokens", are_tokens)]
        {
            if let Some(json) = own_field(&mut user, key, is_good) {
                body.json(key, &json);
            }
        }
        for (key, json) in unknown_to_us(&mut user, &USER) {
            body.json(&key, &json);
        }
        if let Some(custom) = custom(user, out) {
            body.json("custom", &custom);
        }
        self.push(id.into(), body.end(), out);
    }

    fn push(&mut self, id: String, body: String, out: &mut Output<'_>) {
        self.waiting.push((id.into(), body.into()));
        if self.waiting.len() == AT_A_TIME {
            self.flush(out);
        }
    }

    fn flush(&mut self, out: &mut Output<'_>) {
        if self.waiting.is_empty() {
            return;
        }
        let mut body = Object::new();
        for (id, user) in self.waiting.drain(..) {
            body.json(&id, &user);
        }
        out.request(section::USERS, "PUT", "/v1/{appId}/users", &body.end());
    }

    /// The user who speaks for the system: made once, if the source has none of that id.
    pub(super) fn system(&mut self, out: &mut Output<'_>, at: crate::Position) -> String {
        let id = out.ids.user(&out.options.system_user, at);
        if !self.has_system {
            self.has_system = true;
            let mut body = Object::new();
            body.text("name", &id);
            self.push(id.clone().into(), body.end(), out);
        }
        id.into()
    }

    pub(super) fn finish(&mut self, out: &mut Output<'_>) {
        self.flush(out);
    }
}

/// Whether these are tokens of devices: a provider, a colon and a token, and whether to register it.
fn are_tokens(json: &str) -> bool {
    let mut tree = Tree::default();
    let Ok(tokens) = tree.parse(json.as_bytes()) else { return false };
    let is_good = |key: &str, value: Json<'_>| {
        let token = ["fcm:", "apns:"].iter().find_map(|provider| key.strip_prefix(provider));
        token.is_some_and(|token| !token.is_empty()) && (value.is_null() || value.flag() == Some(true))
    };
    tokens.is_object() && tokens.entries().all(|(key, value)| is_good(key, value))
}
