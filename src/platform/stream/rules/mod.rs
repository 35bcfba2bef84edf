//! What crosses the fields of an item, and what it defines and refers to. Source: `formats/stream.md` 3.1, 3.4, 4.2.
//!
//! What runs for every item is small; whatever only faulty items need stands in cold functions of its own.

mod channels;
mod members;
mod messages;
mod users;

use std::borrow::Cow;

use super::references::{Defines, Target, twin};
use super::tables::{MESSAGE, USER};
use super::{Kind, Stream};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::Fingerprint;
use crate::json::text;
use crate::table::Table;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use channels::CHANNEL_CHANNEL;

/// How much a reference matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// The platform checks it.
    Checked,
    /// Nobody has seen the platform check it.
    Unchecked,
}

/// A string of the item, its escapes resolved.
fn value(bytes: &[u8], span: Span) -> Cow<'_, [u8]> {
    let raw = bytes.get(span.start as usize..span.end as usize).unwrap_or_default();
    if span.escaped { text::unescape(raw) } else { Cow::Borrowed(raw) }
}

#[inline(never)]
fn shown(bytes: &[u8], span: Span) -> String {
    String::from_utf8_lossy(&value(bytes, span)).into_owned()
}

impl Stream {
    /// Applies the rules to the item that was just walked; it stands at `start` of the window.
    pub(crate) fn settle(&mut self, bytes: &[u8], start: usize) {
        self.order(start);
        // Of an item without a payload nothing more can be said than that.
        if self.payload_at.is_none() {
            return;
        }
        match self.kind {
            Some(Kind::Message) => self.message(bytes),
            Some(Kind::Reaction) => self.reaction(bytes),
            Some(Kind::Member) => self.member(bytes),
            Some(Kind::User) => self.user(bytes),
            Some(Kind::Channel) => self.channel(bytes),
            Some(Kind::Device) => self.device(bytes),
            Some(Kind::FutureChannelBan) => self.ban(bytes),
            Some(Kind::Poll | Kind::PollVote) | None => {}
        }
    }

    /// Indexes what can be read of an item that is broken, so that those who refer to it do not all report it missing.
    #[cold]
    pub(crate) fn salvage(&mut self, bytes: &[u8]) {
        let (what, key, field) = match self.kind {
            Some(Kind::User) => (Defines::User, self.text(const { USER.field("id") }), const { USER.field("id") }),
            Some(Kind::Message) => {
                (Defines::Message, self.text(const { MESSAGE.field("id") }), const { MESSAGE.field("id") })
            }
            Some(Kind::Channel) => {
                if let Some(channel) = self.named_channel(bytes, &CHANNEL_CHANNEL) {
                    self.define(Defines::Channel, channel, 0, self.place(CHANNEL_CHANNEL.id));
                }
                return;
            }
            _ => return,
        };
        if let Some(span) = key {
            let key = self.fingerprint(bytes, span);
            let note = if what == Defines::Message { self.message_note(bytes) } else { 0 };
            self.define(what, key, note, self.place(field));
        }
    }

    pub(super) fn text(&self, field: usize) -> Option<Span> {
        self.walker.slots.text(field)
    }

    pub(super) fn has(&self, field: usize) -> bool {
        self.walker.slots.has(field)
    }

    /// Where the payload begins.
    pub(super) fn object_at(&self) -> usize {
        self.payload_at.unwrap_or_default()
    }

    /// Where a field's value stands; where it is absent, its object.
    pub(super) fn place(&self, field: usize) -> usize {
        self.walker.slots.place(field).unwrap_or_else(|| self.object_at())
    }

    pub(super) fn path(&self, field: &str) -> String {
        [self.key(), ".", field].concat()
    }

    pub(super) fn wrong_type(&self, field: usize) -> bool {
        self.has(field) && self.walker.slots.get(field).is_none()
    }

    /// Adds a finding about a field.
    pub(super) fn say(&mut self, draft: Box<Draft>, table: &'static Table, field: &str) {
        let path = self.path(field);
        let mut draft = draft.path(path);
        if draft.cause.kind.is_empty() {
            draft.cause.kind = table.kind;
            field.clone_into(&mut draft.cause.field);
        }
        self.walker.drafts.push(draft);
    }

    /// The fingerprint of a text of the item.
    #[inline(always)]
    pub(super) fn fingerprint(&self, bytes: &[u8], span: Span) -> Fingerprint {
        let raw = bytes.get(span.start as usize..span.end as usize).unwrap_or_default();
        if span.escaped { self.references.id(&text::unescape(raw)) } else { self.references.id(raw) }
    }

    /// Notes that the item defines something; `false` if it was defined before, which is to be reported.
    #[inline(always)]
    pub(super) fn define(&mut self, what: Defines, key: Fingerprint, note: u32, at: usize) -> bool {
        self.definition = Some((twin(what, key), at));
        self.references.define(what, key, note)
    }

    /// Reports that the item defines something again.
    #[cold]
    #[inline(never)]
    pub(super) fn duplicate(&mut self, table: &'static Table, field: usize, id: &str, words: &str, parts: &[&str]) {
        let Some((twin, at)) = self.definition else { return };
        let mut draft = Draft::worded(Code::DuplicateId, Severity::Error, Basis::Documented, at, words, parts)
            .help("remove one of them, or give it an id of its own");
        draft.twin = Some(twin);
        id.clone_into(&mut draft.cause.value);
        let name = table.fields.get(field).map_or("", |field| field.names[0]);
        self.say(draft, table, name);
    }

    /// Defines what a field identifies.
    #[inline]
    pub(super) fn define_id(
        &mut self,
        bytes: &[u8],
        what: Defines,
        table: &'static Table,
        field: usize,
        note: u32,
    ) -> Option<Fingerprint> {
        let key = self.fingerprint(bytes, self.text(field)?);
        self.define_key(bytes, what, key, table, field, note);
        Some(key)
    }

    /// The same with the fingerprint at hand.
    #[inline]
    pub(super) fn define_key(
        &mut self,
        bytes: &[u8],
        what: Defines,
        key: Fingerprint,
        table: &'static Table,
        field: usize,
        note: u32,
    ) {
        if !self.define(what, key, note, self.place(field)) {
            self.defined_twice(bytes, table, field);
        }
    }

    #[cold]
    #[inline(never)]
    fn defined_twice(&mut self, bytes: &[u8], table: &'static Table, field: usize) {
        let Some(span) = self.text(field) else { return };
        let id = shown(bytes, span);
        self.duplicate(table, field, &id, "the {} {q} is defined twice", &[table.kind, &id]);
    }

    /// Reports a reference to something that nothing defines.
    #[cold]
    #[inline(never)]
    pub(super) fn unresolved(
        &mut self,
        target: Target,
        weight: Weight,
        table: &'static Table,
        at: usize,
        field: &str,
        name: &str,
    ) {
        let (severity, basis) = match weight {
            Weight::Unchecked => (Severity::Warning, Basis::Inferred),
            Weight::Checked if self.array() || self.references.closed(target) => (Severity::Error, Basis::Documented),
            Weight::Checked => (Severity::Warning, Basis::Documented),
        };
        let what = target.name();
        let words = "{}.{} refers to the {} {q}, which is not in the file";
        let draft = Draft::worded(Code::UnknownReference, severity, basis, at, words, &[table.kind, field, what, name])
            .path(self.path(field))
            .cause(table.kind, field, name, 0);
        let draft = if self.array() {
            draft.help_worded("add the {} to the file, even if the app has it already", &[what])
        } else {
            let words = "add the {} to the file; or, if the app has it, list the app's {}s in profile.existing";
            draft.help_worded(words, &[what, what])
        };
        self.late.push(draft);
    }

    /// Notes what a field refers to.
    #[inline]
    pub(super) fn refer_to(
        &mut self,
        bytes: &[u8],
        target: Target,
        weight: Weight,
        table: &'static Table,
        field: usize,
    ) {
        let Some(span) = self.text(field) else { return };
        let key = self.fingerprint(bytes, span);
        self.refer_key(bytes, target, key, weight, table, field);
    }

    /// The same with the fingerprint at hand.
    #[inline]
    pub(super) fn refer_key(
        &mut self,
        bytes: &[u8],
        target: Target,
        key: Fingerprint,
        weight: Weight,
        table: &'static Table,
        field: usize,
    ) {
        if self.references.refer(target, key) {
            self.unresolved_field(bytes, target, weight, table, field);
        }
    }

    #[cold]
    #[inline(never)]
    fn unresolved_field(&mut self, bytes: &[u8], target: Target, weight: Weight, table: &'static Table, field: usize) {
        let Some(span) = self.text(field) else { return };
        let name = table.fields.get(field).map_or("", |field| field.names[0]);
        let at = (span.start as usize).saturating_sub(1);
        self.unresolved(target, weight, table, at, name, &shown(bytes, span));
    }

    /// Notes the users that a list refers to.
    #[inline]
    pub(super) fn refer_to_users(&mut self, bytes: &[u8], weight: Weight, table: &'static Table, field: usize) {
        if self.has(field) {
            self.refer_to_listed(bytes, weight, table, field);
        }
    }

    #[inline(never)]
    fn refer_to_listed(&mut self, bytes: &[u8], weight: Weight, table: &'static Table, field: usize) {
        for index in 0..self.walker.slots.list(field).len() {
            let Some(span) = self.walker.slots.list(field).get(index).copied() else { return };
            let key = self.fingerprint(bytes, span);
            if self.references.refer(Target::User, key) {
                let name = table.fields.get(field).map_or("", |field| field.names[0]);
                let name = text::worded("{}[{}]", &[name, &text::number(index as u64)]);
                let at = (span.start as usize).saturating_sub(1);
                self.unresolved(Target::User, weight, table, at, &name, &shown(bytes, span));
            }
        }
    }

    /// Looks for a time after the day of the check.
    #[inline(always)]
    pub(super) fn future(&mut self, table: &'static Table, field: usize) {
        if let (Some(today), Some(day)) = (self.today, self.walker.slots.day(field))
            && day > today
        {
            self.in_future(table, field);
        }
    }

    #[cold]
    #[inline(never)]
    fn in_future(&mut self, table: &'static Table, field: usize) {
        let name = table.fields.get(field).map_or("", |field| field.names[0]);
        let (at, words) = (self.place(field), "{}.{} lies in the future");
        let parts = &[table.kind, name];
        let draft = Draft::worded(Code::FutureTimestamp, Severity::Warning, Basis::Inferred, at, words, parts)
            .help("check the unit and the zone that the time was made from");
        self.say(draft, table, name);
    }

    /// A time that is there but is Go's zero time counts as none.
    #[inline]
    pub(super) fn zero_time(&mut self, table: &'static Table, field: usize) {
        if self.array() && self.walker.slots.zero_times >> field & 1 == 1 && self.has(field) {
            self.is_zero_time(table, field);
        }
    }

    #[cold]
    #[inline(never)]
    fn is_zero_time(&mut self, table: &'static Table, field: usize) {
        let name = table.fields.get(field).map_or("", |field| field.names[0]);
        let (at, words) = (self.place(field), "{}.{} is the zero time, which counts as missing");
        let parts = &[table.kind, name];
        let draft = Draft::worded(Code::MissingField, Severity::Error, Basis::Observed, at, words, parts)
            .help("give the real time");
        self.say(draft, table, name);
    }
}
