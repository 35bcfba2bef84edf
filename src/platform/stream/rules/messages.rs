//! Messages and reactions.

use super::channels::ChannelFields;
use super::{Weight, shown, value};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::pair;
use crate::json::{go_text, go_time, text};
use crate::platform::stream::references::{Defines, References, Target, Thread};
use crate::platform::stream::tables::{MESSAGE, REACTION};
use crate::platform::stream::{Kind, LONGEST_TEXT, Stream};
use crate::table::draft::Draft;
use crate::table::slots::Span;

const MESSAGE_CHANNEL: ChannelFields = ChannelFields {
    channel_type: MESSAGE.field("channel_type"),
    id: MESSAGE.field("channel_id"),
    members: MESSAGE.field("channel_member_ids"),
};

impl Stream {
    #[inline(never)]
    pub(super) fn message(&mut self, bytes: &[u8]) {
        const ID: usize = MESSAGE.field("id");
        const PARENT: usize = MESSAGE.field("parent_id");
        const USER: usize = MESSAGE.field("user");
        let id = self.text(ID).map(|span| self.fingerprint(bytes, span));
        let user = self.text(USER).map(|span| self.fingerprint(bytes, span));
        let channel = self.named_channel(bytes, &MESSAGE_CHANNEL);
        self.one_of_two(&MESSAGE, &MESSAGE_CHANNEL);
        self.states(bytes);
        self.length(bytes);
        let parent = self.text(PARENT);
        let note = References::message_note(channel, parent.is_some());
        if let Some(id) = id {
            self.define_key(bytes, Defines::Message, id, &MESSAGE, ID, note);
        } else if self.array() {
            self.unnamed(note);
        }
        self.future(&MESSAGE, const { MESSAGE.field("created_at") });
        if let Some(parent) = parent {
            self.thread(bytes, parent, note);
            self.refer_to(bytes, Target::Message, Weight::Checked, &MESSAGE, PARENT);
        }
        if let Some(channel) = channel {
            self.refer_to_channel(bytes, channel, &MESSAGE, &MESSAGE_CHANNEL);
        }
        if let Some(user) = user {
            self.refer_key(bytes, Target::User, user, Weight::Checked, &MESSAGE, USER);
        }
        self.refer_to_users(bytes, Weight::Checked, &MESSAGE, const { MESSAGE.field("mentioned_users_ids") });
        self.refer_to_users(bytes, Weight::Unchecked, &MESSAGE, const { MESSAGE.field("restricted_visibility") });
        self.refer_to(
            bytes,
            Target::Message,
            Weight::Unchecked,
            &MESSAGE,
            const { MESSAGE.field("quoted_message_id") },
        );
        self.refer_to(bytes, Target::User, Weight::Unchecked, &MESSAGE, const { MESSAGE.field("pinned_by_id") });
    }

    /// What the index notes of a message, as far as its fields were read.
    pub(super) fn message_note(&mut self, bytes: &[u8]) -> u32 {
        let channel = self.named_channel(bytes, &MESSAGE_CHANNEL);
        References::message_note(channel, self.text(const { MESSAGE.field("parent_id") }).is_some())
    }

    /// The array's reader takes a message without an id, but only one: for it, all of them have the same empty id.
    #[cold]
    #[inline(never)]
    fn unnamed(&mut self, note: u32) {
        const ID: usize = MESSAGE.field("id");
        if self.wrong_type(ID) {
            return;
        }
        let key = self.references.id(b"");
        if !self.define(Defines::Message, key, note, self.place(ID)) {
            let words = "a second message without an id; Stream takes both for the same";
            self.duplicate(&MESSAGE, ID, "", words, &[]);
        }
    }

    fn thread(&mut self, bytes: &[u8], parent: Span, note: u32) {
        let key = self.references.id(&value(bytes, parent));
        let thread = self.references.reply(key, note);
        if thread == Thread::Fine || !self.references.second() {
            return;
        }
        let name = shown(bytes, parent);
        let at = parent.start as usize - 1;
        let draft = if thread == Thread::Nested {
            let basis = if self.array() { Basis::Documented } else { Basis::Inferred };
            let words = "the parent {q} is a reply itself; threads have one level";
            Draft::worded(Code::StreamNestedThread, Severity::Error, basis, at, words, &[&name])
                .help("make the thread's first message the parent")
        } else {
            let (severity, words) = (Severity::Warning, "the parent {q} is a message of another channel");
            Draft::worded(Code::StreamParentElsewhere, severity, Basis::Observed, at, words, &[&name])
                .help("give a parent in the same channel")
        };
        let draft = draft.path(self.path("parent_id")).cause("message", "parent_id", &name, 0);
        self.late.push(draft);
    }

    /// Types of messages, deletion and pins: which fields go together.
    #[inline]
    fn states(&mut self, bytes: &[u8]) {
        const TYPE: usize = MESSAGE.field("type");
        const RARE: u64 = 1 << MESSAGE.field("deleted_at")
            | 1 << MESSAGE.field("show_in_channel")
            | 1 << MESSAGE.field("pinned_at")
            | 1 << MESSAGE.field("pinned_by_id")
            | 1 << MESSAGE.field("pin_expires");
        let Some(span) = self.text(TYPE) else {
            if !self.array() && !self.has(TYPE) && !self.walker.slots.is_null(TYPE) {
                self.untyped();
            }
            if self.walker.slots.present & RARE != 0 {
                self.conflicts(bytes, b"regular");
            }
            return;
        };
        let raw = bytes.get(span.start as usize..span.end as usize).unwrap_or_default();
        if self.walker.slots.present & RARE != 0 || raw != b"regular" {
            self.conflicts(bytes, &value(bytes, span));
        }
    }

    #[cold]
    #[inline(never)]
    fn untyped(&mut self) {
        let (at, words) = (self.object_at(), "message.type is missing");
        let draft = Draft::worded(Code::MissingField, Severity::Warning, Basis::Documented, at, words, &[])
            .help("the documentation requires it, the schema takes its absence for \"regular\": add it");
        self.say(draft, &MESSAGE, "type");
    }

    #[inline(never)]
    fn conflicts(&mut self, bytes: &[u8], kind: &[u8]) {
        const TYPE: usize = MESSAGE.field("type");
        const DELETED: usize = MESSAGE.field("deleted_at");
        const PARENT: usize = MESSAGE.field("parent_id");
        const SHOWN: usize = MESSAGE.field("show_in_channel");
        const PINNED: usize = MESSAGE.field("pinned_at");
        const PINNED_BY: usize = MESSAGE.field("pinned_by_id");
        const EXPIRES: usize = MESSAGE.field("pin_expires");
        let known = matches!(kind, b"regular" | b"system" | b"reply" | b"deleted") && !self.wrong_type(TYPE);
        let slots = &self.walker.slots;
        let zero = slots.zero_times >> DELETED & 1 == 1;
        let deleted = slots.has(DELETED) && !(zero && self.array());
        let parent = slots.text(PARENT).is_some() || self.wrong_type(PARENT);
        let time = |stream: &Stream, field: usize| {
            let span = stream.walker.slots.get(field)?;
            go_time::parse(bytes.get(span.start as usize..span.end as usize)?).ok()
        };
        if known && kind == b"deleted" && !deleted {
            self.conflict(
                "deleted_at",
                TYPE,
                "message.type is \"deleted\", and deleted_at is missing",
                "add deleted_at, the time of the deletion",
                "message.type \"deleted\" while message.deleted_at is null".to_owned(),
            );
        }
        if known && kind != b"deleted" && deleted {
            let name = String::from_utf8_lossy(kind);
            let when = time(self, DELETED).map(|time| time.rfc3339()).unwrap_or_default();
            let answer = go_text::sprintf("message.deleted_at \"%s\" while message.type is %q", &[&when, &name]);
            let words = text::worded("message.deleted_at is given, and the type is {q}", &[&name]);
            let help = "set the type to \"deleted\", or remove deleted_at";
            self.conflict("deleted_at", DELETED, &words, help, answer);
        }
        if !self.array() && !parent {
            if kind == b"reply" {
                let words = "message.type is \"reply\", and parent_id is missing";
                self.conflict("parent_id", TYPE, words, "add parent_id, or use another type", String::new());
            }
            if self.has(SHOWN) {
                let words = "message.show_in_channel is given, and parent_id is missing";
                let help = "remove show_in_channel; it is for replies only, even as false";
                self.conflict("parent_id", SHOWN, words, help, String::new());
            }
        }
        let pinned = self.has(PINNED);
        let pinned_by = self.text(PINNED_BY).is_some() || self.wrong_type(PINNED_BY);
        if pinned_by && !pinned {
            let by = self.text(PINNED_BY).map(|span| shown(bytes, span)).unwrap_or_default();
            let answer = go_text::sprintf("message.pinned_by_id %q while pinned_at is null", &[&by]);
            let words = "message.pinned_by_id is given, and pinned_at is missing";
            self.conflict("pinned_at", PINNED_BY, words, "add pinned_at", answer);
        }
        if pinned && !pinned_by {
            let when = time(self, PINNED).map(|time| time.text()).unwrap_or_default();
            let answer = go_text::sprintf("message.pinned_at \"%s\" while pinned_by_id is null", &[&when]);
            let words = "message.pinned_at is given, and pinned_by_id is missing";
            self.conflict("pinned_by_id", PINNED, words, "add pinned_by_id", answer);
        }
        if self.has(EXPIRES) && !pinned && !pinned_by {
            let when = time(self, EXPIRES).map(|time| time.text()).unwrap_or_default();
            let answer = go_text::sprintf("message.pin_expires \"%s\" while pinned_at/pinned_by_id is null", &[&when]);
            let words = "message.pin_expires is given, and pinned_at and pinned_by_id are missing";
            self.conflict("pin_expires", EXPIRES, words, "add pinned_at and pinned_by_id", answer);
        }
    }

    /// Adds a finding that `field` does not go with the field at `place`; `answer` has the words of Stream's former
    /// validator, where it had some.
    #[inline(never)]
    fn conflict(&mut self, field: &str, place: usize, words: &str, help: &str, answer: String) {
        let (code, at) = (Code::ConflictingFields, self.place(place));
        let mut draft = Draft::worded(code, Severity::Error, Basis::Documented, at, "{}", &[words])
            .help(help)
            .cause("message", field, "", 0);
        draft.cause.value = answer;
        self.say(draft, &MESSAGE, field);
    }

    /// Longest text of the channel's type.
    #[inline]
    fn length(&mut self, bytes: &[u8]) {
        const TEXT: usize = MESSAGE.field("text");
        // What has fewer bytes than the smallest limit has fewer characters, too.
        let Some(span) = self.text(TEXT) else { return };
        if u64::from(span.end - span.start) > self.shortest_limit {
            self.count_characters(bytes, span);
        }
    }

    #[inline(never)]
    fn count_characters(&mut self, bytes: &[u8], span: Span) {
        const TEXT: usize = MESSAGE.field("text");
        const TYPE: usize = MESSAGE.field("channel_type");
        let channel_type = self.text(TYPE).map(|span| shown(bytes, span)).unwrap_or_default();
        let own = self
            .channel_types
            .as_ref()
            .and_then(|types| types.iter().find(|(name, _)| *name == channel_type))
            .and_then(|(_, channel_type)| channel_type.max_message_length);
        let longest = own.unwrap_or(LONGEST_TEXT);
        let length = text::code_points(&value(bytes, span)) as u64;
        if length <= longest {
            return;
        }
        let basis = match (own, self.array()) {
            (Some(_), _) => Basis::Documented,
            (None, true) => Basis::Observed,
            (None, false) => Basis::Inferred,
        };
        let (at, length, most) = (self.place(TEXT), text::number(length), text::number(longest));
        let draft = if own.is_some() {
            let words = "message.text is {} characters long; channels of type {v} allow {}";
            Draft::worded(Code::TooLong, Severity::Error, basis, at, words, &[&length, &channel_type, &most])
        } else {
            let words = "message.text is {} characters long; Stream allows {} at most";
            Draft::worded(Code::TooLong, Severity::Error, basis, at, words, &[&length, &most])
        };
        let mut draft = draft.help("split the message, or keep the rest in an attachment or in custom data");
        draft.cause.limit = longest;
        self.say(draft, &MESSAGE, "text");
    }

    #[inline(never)]
    pub(super) fn reaction(&mut self, bytes: &[u8]) {
        const MESSAGE_ID: usize = REACTION.field("message_id");
        const TYPE: usize = REACTION.field("type");
        const USER_ID: usize = REACTION.field("user_id");
        let key = |stream: &Stream, field: usize| Some(stream.fingerprint(bytes, stream.text(field)?));
        let (message, user) = (key(self, MESSAGE_ID), key(self, USER_ID));
        if let (Some(message), Some(user), Some(kind)) = (message, user, key(self, TYPE))
            && !self.define(Defines::Reaction, pair(pair(message, user), kind), 0, self.place(MESSAGE_ID))
        {
            self.repeated_reaction(bytes, [MESSAGE_ID, TYPE, USER_ID]);
        }
        self.zero_time(&REACTION, const { REACTION.field("created_at") });
        self.future(&REACTION, const { REACTION.field("created_at") });
        if let Some(message) = message {
            self.refer_key(bytes, Target::Message, message, Weight::Checked, &REACTION, MESSAGE_ID);
        }
        if let Some(user) = user {
            self.refer_key(bytes, Target::User, user, Weight::Checked, &REACTION, USER_ID);
        }
    }

    #[cold]
    #[inline(never)]
    fn repeated_reaction(&mut self, bytes: &[u8], fields: [usize; 3]) {
        let [message, kind, user] =
            fields.map(|field| self.text(field).map(|span| shown(bytes, span)).unwrap_or_default());
        let id = text::worded("message:{}:type:{}:user:{}", &[&message, &kind, &user]);
        let words = "the user {q} reacts to the message {q} with {q} twice";
        self.duplicate(&REACTION, const { REACTION.field("message_id") }, &id, words, &[&user, &message, &kind]);
    }

    /// The day on which the message at hand was created, counted from 1970-01-01.
    pub(crate) fn message_day(&self) -> Option<i32> {
        (self.kind == Some(Kind::Message))
            .then(|| self.walker.slots.day(const { MESSAGE.field("created_at") }))
            .flatten()
    }
}
