//! The rules of the first pass: what an item has to be, seen by itself.

use crate::json::go_text::push_number;

use super::items::{Kind, Record};
use super::{App, First};

/// Looks for what is wrong with an item first.
pub(super) fn check(item: &Record, app: &App, error: &mut First) {
    let mut rules = Rules { item, error };
    match item.shape.kind {
        Kind::User => rules.user(),
        Kind::Channel => rules.channel(app),
        Kind::Member => rules.member(),
        Kind::Message => rules.message(),
        Kind::Reaction => rules.reaction(),
        Kind::Device => rules.device(),
        Kind::Other => {}
    }
}

/// Holds a record against one rule after the other and keeps the first error.
struct Rules<'a> {
    item: &'a Record,
    error: &'a mut First,
}

impl Rules<'_> {
    fn fail(&mut self, template: &str, arguments: &[&str]) {
        self.error.unless(false, template, arguments);
    }

    fn field_required(&mut self, field: &str) {
        self.fail("%s.%s required", &[self.item.shape.word, field]);
    }

    fn required(&mut self, field: &str) {
        if self.item.text(field).is_empty() {
            self.field_required(field);
        }
    }

    fn created_at(&mut self) {
        if self.item.time.is_zero() {
            self.field_required("created_at");
        }
    }

    fn at_most(&mut self, bytes: usize, field: &str) {
        if self.item.text(field).len() > bytes {
            let mut limit = String::new();
            push_number(&mut limit, bytes as u64, 10, 1);
            self.fail("%s.%s max length exceeded (%s)", &[self.item.shape.word, field, &limit]);
        }
    }

    fn is_word(&self, field: &str, also: &[u8]) -> bool {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || also.contains(&byte);
        self.item.text(field).bytes().all(allowed)
    }

    fn not_reserved(&mut self) {
        let shape = self.item.shape;
        if let Some(field) = shape.reserved.get(self.item.found) {
            self.fail("%s.%s is a reserved field", &[shape.word, field]);
        }
    }

    /// A channel is named by its id or by its members.
    fn one_of(&mut self, id: &str, members: &str) {
        if self.item.text(id).is_empty() == self.item.list(members).is_empty() {
            let word = self.item.shape.word;
            self.fail("either %s.%s or %s.%s required", &[word, id, word, members]);
        }
    }

    fn user(&mut self) {
        self.required("id");
        self.at_most(255, "id");
        if !self.is_word("id", b"@") {
            self.fail(r#"user.id invalid ("^[@\w-]*$" allowed)"#, &[]);
        }
        self.not_reserved();
    }

    fn channel(&mut self, app: &App) {
        self.one_of("id", "member_ids");
        self.at_most(64, "id");
        let (also, pattern): (&[u8], _) = if app.exclamation_mark { (b"!", r"^[\w!-]*$") } else { (b"", r"^[\w-]*$") };
        if !self.is_word("id", also) {
            self.fail("channel.id %q invalid (\"%s\" allowed)", &[self.item.text("id"), pattern]);
        }
        self.required("type");
        self.required("created_by");
        self.not_reserved();
    }

    fn member(&mut self) {
        self.required("channel_type");
        self.one_of("channel_id", "channel_member_ids");
        self.required("user_id");
    }

    fn message(&mut self) {
        self.at_most(255, "id");
        self.required("channel_type");
        self.one_of("channel_id", "channel_member_ids");
        self.required("user");
        let kind = self.item.text("type");
        if !["regular", "deleted", "system", "reply"].contains(&kind) {
            self.fail(r#"message.type invalid ("regular", "deleted", "system" and "reply" allowed)"#, &[]);
        }
        match (kind == "deleted", self.item.time.is_zero()) {
            (true, true) => self.fail("message.type \"deleted\" while message.deleted_at is null", &[]),
            (false, false) => {
                let time = self.item.time.rfc3339();
                self.fail("message.deleted_at \"%s\" while message.type is \"%v\"", &[&time, kind]);
            }
            _ => {}
        }
        self.pin();
        for attachment in self.item.attachments.items() {
            let mut rules = Rules { item: attachment, error: self.error };
            rules.required("type");
            rules.not_reserved();
        }
        self.not_reserved();
    }

    fn pin(&mut self) {
        let [pinned_at, expires] = &self.item.optional_times;
        let by = self.item.text("pinned_by_id");
        match pinned_at {
            Some(at) if by.is_empty() => {
                self.fail("message.pinned_at \"%s\" while pinned_by_id is null", &[&at.text()]);
            }
            Some(_) => {}
            None if !by.is_empty() => self.fail("message.pinned_by_id %q while pinned_at is null", &[by]),
            None => {
                if let Some(at) = expires {
                    self.fail("message.pin_expires \"%s\" while pinned_at/pinned_by_id is null", &[&at.text()]);
                }
            }
        }
    }

    fn reaction(&mut self) {
        self.required("message_id");
        self.required("type");
        self.at_most(30, "type");
        if !self.is_word("type", b"+:.") {
            self.fail(r#"reaction.type invalid ("^[\w-+:.]*$" allowed)"#, &[]);
        }
        self.required("user_id");
        self.created_at();
        self.not_reserved();
    }

    fn device(&mut self) {
        self.required("id");
        self.at_most(255, "id");
        self.required("user_id");
        self.at_most(255, "user_id");
        self.created_at();
        self.required("push_provider_type");
        if !["firebase", "huawei", "apn", "xiaomi"].contains(&self.item.text("push_provider_type")) {
            let text = "device.push_provider_type invalid, available options are: firebase,huawei,apn,xiaomi";
            self.fail(text, &[]);
        }
    }
}
