//! What crosses the fields of an item, and what it defines and refers to. Source: `formats/stream.md` 3.1, 3.4, 4.2.

use std::borrow::Cow;

use super::references::{Defines, References, Target, Thread, twin};
use super::tables::{CHANNEL, DEVICE, FUTURE_CHANNEL_BAN, MEMBER, MESSAGE, REACTION, USER};
use super::{Kind, Stream};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::Fingerprint;
use crate::json::{go_text, text};
use crate::table::Table;
use crate::table::draft::Draft;
use crate::table::slots::Span;

/// Longest message text where the channel type does not say otherwise, in code points.
const LONGEST_TEXT: u64 = 20_000;

/// How much a reference matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// The platform checks it.
    Checked,
    /// Nobody has seen the platform check it.
    Unchecked,
}

/// The fields by which an item names its channel.
struct ChannelFields {
    channel_type: usize,
    id: usize,
    members: usize,
}

const MEMBER_CHANNEL: ChannelFields = ChannelFields {
    channel_type: MEMBER.field("channel_type"),
    id: MEMBER.field("channel_id"),
    members: MEMBER.field("channel_member_ids"),
};
const MESSAGE_CHANNEL: ChannelFields = ChannelFields {
    channel_type: MESSAGE.field("channel_type"),
    id: MESSAGE.field("channel_id"),
    members: MESSAGE.field("channel_member_ids"),
};
const CHANNEL_CHANNEL: ChannelFields = ChannelFields {
    channel_type: CHANNEL.field("type"),
    id: CHANNEL.field("id"),
    members: CHANNEL.field("member_ids"),
};

/// A string of the item, its escapes resolved.
fn value(bytes: &[u8], span: Span) -> Cow<'_, [u8]> {
    let raw = bytes.get(span.start as usize..span.end as usize).unwrap_or_default();
    if span.escaped { text::unescape(raw) } else { Cow::Borrowed(raw) }
}

fn shown(bytes: &[u8], span: Span) -> String {
    String::from_utf8_lossy(&value(bytes, span)).into_owned()
}

impl Stream {
    /// Applies the rules to the item that was just walked; it stands at `start` of the window.
    pub(crate) fn settle(&mut self, bytes: &[u8], start: usize) {
        self.order(start);
        match self.kind {
            Some(Kind::User) => self.user(bytes),
            Some(Kind::Device) => self.device(bytes, start),
            Some(Kind::FutureChannelBan) => self.ban(bytes),
            Some(Kind::Channel) => self.channel(bytes, start),
            Some(Kind::Member) => self.member(bytes, start),
            Some(Kind::Message) => self.message(bytes, start),
            Some(Kind::Reaction) => self.reaction(bytes, start),
            Some(Kind::Poll | Kind::PollVote) | None => {}
        }
    }

    /// Indexes what can be read of an item that is broken, so that those who refer to it do not all report it missing.
    pub(crate) fn salvage(&mut self, bytes: &[u8]) {
        match self.kind {
            Some(Kind::User) => {
                self.define(bytes, Defines::User, &USER, USER.field("id"), 0);
            }
            Some(Kind::Message) => {
                self.define(bytes, Defines::Message, &MESSAGE, MESSAGE.field("id"), 0);
            }
            Some(Kind::Channel) => {
                if let Some(channel) = self.named_channel(bytes, &CHANNEL_CHANNEL) {
                    self.references.define(Defines::Channel, channel, 0);
                }
            }
            _ => {}
        }
    }

    fn text(&self, field: usize) -> Option<Span> {
        self.walker_ref().slots.text(field)
    }

    fn has(&self, field: usize) -> bool {
        self.walker_ref().slots.has(field)
    }

    fn place(&self, field: usize, otherwise: usize) -> usize {
        self.walker_ref().slots.place(field).unwrap_or(otherwise)
    }

    fn path(&self, field: &str) -> String {
        format!("{}.{field}", self.key())
    }

    /// Adds a finding about a field.
    fn say(&mut self, draft: Draft, table: &'static Table, field: &str) {
        let path = self.path(field);
        let mut draft = draft.path(path);
        if draft.cause.kind.is_empty() {
            draft.cause.kind = table.kind;
            field.clone_into(&mut draft.cause.field);
        }
        self.walker().drafts.push(draft);
    }

    /// Defines what a field identifies; reports it if it was defined before.
    fn define(
        &mut self,
        bytes: &[u8],
        what: Defines,
        table: &'static Table,
        field: usize,
        note: u32,
    ) -> Option<Fingerprint> {
        let span = self.text(field)?;
        let key = self.references.id(&value(bytes, span));
        let at = self.place(field, 0);
        self.define_key(what, key, note, at, table, table.fields.get(field).map_or("", |field| field.name), || {
            format!("the {} {} is defined twice", table.kind, text::quoted(&shown(bytes, span)))
        });
        Some(key)
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is the one thing that is defined")]
    fn define_key(
        &mut self,
        what: Defines,
        key: Fingerprint,
        note: u32,
        at: usize,
        table: &'static Table,
        field: &'static str,
        message: impl FnOnce() -> String,
    ) -> bool {
        let twin = twin(what, key);
        self.definition = Some((twin, at));
        if self.references.define(what, key, note) {
            return true;
        }
        let mut draft = Draft::new(Code::DuplicateId, Severity::Error, Basis::Documented, at, message())
            .help("remove one of them, or give it an id of its own");
        draft.twin = Some(twin);
        self.say(draft, table, field);
        false
    }

    /// Notes a reference, and reports it in the second reading if nothing defines its target.
    fn refer(
        &mut self,
        target: Target,
        key: Fingerprint,
        weight: Weight,
        table: &'static Table,
        at: usize,
        field: &str,
        name: impl FnOnce() -> String,
    ) {
        if !self.references.refer(target, key) {
            return;
        }
        let (severity, basis) = match weight {
            Weight::Unchecked => (Severity::Warning, Basis::Inferred),
            Weight::Checked if self.array() || self.references.closed(target) => {
                (Severity::Error, Basis::Documented)
            }
            Weight::Checked => (Severity::Warning, Basis::Documented),
        };
        let name = name();
        let message = format!("{}.{field} refers to the {} {}, which is not in the file", table.kind, target.name(), text::quoted(&name));
        let help = if self.array() {
            format!("add the {} to the file, even if the app has it already", target.name())
        } else {
            format!("add the {0} to the file; or, if the app has it, list the app's {0}s in profile.existing", target.name())
        };
        let draft = Draft::new(Code::UnknownReference, severity, basis, at, message)
            .path(self.path(field))
            .help(help)
            .cause(table.kind, field, &name, 0);
        self.late.push(draft);
    }

    fn refer_to(&mut self, bytes: &[u8], target: Target, weight: Weight, table: &'static Table, field: usize) {
        let Some(span) = self.text(field) else { return };
        let key = self.references.id(&value(bytes, span));
        let at = span.start as usize - 1;
        let name = table.fields.get(field).map_or("", |field| field.name);
        self.refer(target, key, weight, table, at, name, || shown(bytes, span));
    }

    fn refer_to_users(&mut self, bytes: &[u8], weight: Weight, table: &'static Table, field: usize) {
        let count = self.walker_ref().slots.list(field).len();
        for index in 0..count {
            let Some(span) = self.walker_ref().slots.list(field).get(index).copied() else { return };
            let key = self.references.id(&value(bytes, span));
            if !self.references.refer(Target::User, key) {
                continue;
            }
            let name = format!("{}[{index}]", table.fields.get(field).map_or("", |field| field.name));
            self.refer(Target::User, key, weight, table, (span.start as usize).saturating_sub(1), &name, || {
                shown(bytes, span)
            });
        }
    }

    /// The channel that an item names, if it names one rightly.
    fn named_channel(&mut self, bytes: &[u8], fields: &ChannelFields) -> Option<Fingerprint> {
        let channel_type = value(bytes, self.text(fields.channel_type)?);
        if let Some(id) = self.text(fields.id) {
            return Some(self.references.channel(&channel_type, &value(bytes, id)));
        }
        let members: Vec<Cow<[u8]>> =
            self.walker_ref().slots.list(fields.members).iter().map(|span| value(bytes, *span)).collect();
        if members.is_empty() {
            return None;
        }
        let mut members: Vec<&[u8]> = members.iter().map(|member| &**member).collect();
        Some(self.references.distinct_channel(&channel_type, &mut members))
    }

    /// A channel in words: `messaging:general`, or `messaging:[ann bob]` for a distinct one.
    fn channel_name(&self, bytes: &[u8], fields: &ChannelFields) -> String {
        let part = |field| self.text(field).map(|span| shown(bytes, span)).unwrap_or_default();
        let id = if self.text(fields.id).is_some() { part(fields.id) } else { go_text::list(&self.members(bytes, fields)) };
        format!("{}:{id}", part(fields.channel_type))
    }

    fn members(&self, bytes: &[u8], fields: &ChannelFields) -> Vec<String> {
        self.walker_ref().slots.list(fields.members).iter().map(|span| shown(bytes, *span)).collect()
    }

    /// Exactly one of an id and member ids has to be given. What counts as given differs: the array's reader asks
    /// whether something stands in it, the schema of today whether the key is there.
    fn one_of_two(&mut self, start: usize, table: &'static Table, fields: &ChannelFields) {
        let name = |field: usize| table.fields.get(field).map_or("", |field| field.name);
        let (id, members) = (name(fields.id), name(fields.members));
        let filled = (self.text(fields.id).is_some(), !self.walker_ref().slots.list(fields.members).is_empty());
        let there = (self.has(fields.id), self.has(fields.members));
        let given = if self.array() { filled } else { there };
        let kind = table.kind;
        match given {
            (true, true) => {
                let message = format!("{kind} has both {id} and {members}; Stream wants exactly one");
                let at = self.place(fields.members, start);
                let draft = Draft::new(Code::ConflictingFields, Severity::Error, Basis::Documented, at, message)
                    .help(format!("keep {members} for a distinct channel, {id} for any other"));
                self.say(draft, table, members);
            }
            (false, false) => {
                // Under another type it is there, and was reported for that.
                if there != (false, false) && !self.array() || self.wrong_type(fields.id) || self.wrong_type(fields.members) {
                    return;
                }
                let message = format!("{kind} has neither {id} nor {members}; Stream wants exactly one");
                let draft = Draft::new(Code::MissingField, Severity::Error, Basis::Documented, start, message)
                    .help(format!("add {id}, or {members} for a distinct channel"));
                self.say(draft, table, id);
            }
            _ if !self.array() && filled != there => {
                let field = if there.0 { (fields.id, id) } else { (fields.members, members) };
                if self.wrong_type(field.0) {
                    return;
                }
                let message = format!("{kind}.{} is empty", field.1);
                let at = self.place(field.0, start);
                let draft = Draft::new(Code::MissingField, Severity::Error, Basis::Documented, at, message)
                    .help(format!("give it a value, or {} instead", if there.0 { members } else { id }));
                self.say(draft, table, field.1);
            }
            _ => {}
        }
    }

    fn wrong_type(&self, field: usize) -> bool {
        self.has(field) && self.walker_ref().slots.get(field).is_none()
    }

    fn repeated_members(&mut self, bytes: &[u8], table: &'static Table, fields: &ChannelFields) {
        let spans = self.walker_ref().slots.list(fields.members);
        if spans.len() < 2 {
            return;
        }
        let mut names: Vec<(Cow<[u8]>, Span)> = spans.iter().map(|span| (value(bytes, *span), *span)).collect();
        names.sort_by(|one, two| one.0.cmp(&two.0).then(one.1.start.cmp(&two.1.start)));
        let repeats: Vec<Span> = names
            .iter()
            .zip(names.iter().skip(1))
            .filter(|(one, two)| one.0 == two.0)
            .map(|(_, two)| two.1)
            .collect();
        for span in repeats {
            let field = table.fields.get(fields.members).map_or("", |field| field.name);
            let message =
                format!("{}.{field} names {} twice", table.kind, text::quoted(&shown(bytes, span)));
            let at = (span.start as usize).saturating_sub(1);
            let draft = Draft::new(Code::RepeatedValue, Severity::Warning, Basis::Observed, at, message)
                .help("name each member once, in the channel and in all that refers to it");
            self.say(draft, table, field);
        }
    }

    fn future(&mut self, table: &'static Table, field: usize) {
        let Some(today) = self.today else { return };
        if self.walker_ref().slots.day(field).is_some_and(|day| day > today) {
            let at = self.place(field, 0);
            let name = table.fields.get(field).map_or("", |field| field.name);
            let message = format!("{}.{name} lies in the future", table.kind);
            let draft = Draft::new(Code::FutureTimestamp, Severity::Warning, Basis::Inferred, at, message)
                .help("check the unit and the zone that the time was made from");
            self.say(draft, table, name);
        }
    }

    /// A time that is there but is Go's zero time counts as none.
    fn zero_time(&mut self, table: &'static Table, field: usize) {
        let slots = &self.walker_ref().slots;
        if !self.array() || slots.zero_times >> field & 1 == 0 || !slots.has(field) {
            return;
        }
        let name = table.fields.get(field).map_or("", |field| field.name);
        let message = format!("{}.{name} is the zero time, which counts as missing", table.kind);
        let at = self.place(field, 0);
        let draft = Draft::new(Code::MissingField, Severity::Error, Basis::Observed, at, message)
            .help("give the real time");
        self.say(draft, table, name);
    }

    fn user(&mut self, bytes: &[u8]) {
        const ID: usize = USER.field("id");
        const ROLE: usize = USER.field("role");
        const TEAMS: usize = USER.field("teams");
        if let Some(user) = self.define(bytes, Defines::User, &USER, ID, 0) {
            let teams = self.walker_ref().slots.list(TEAMS);
            if !teams.is_empty() {
                let teams = teams.iter().map(|span| shown(bytes, *span)).collect();
                self.references.teams_of_user(user, teams);
            }
        }
        if let (Some(roles), Some(span)) = (&self.roles, self.walker_ref().slots.get(ROLE)) {
            let role = shown(bytes, span);
            if !roles.contains(&role) {
                let message = format!("user.role is {}; the app's roles are {}", text::quoted(&role), roles.join(", "));
                let at = self.place(ROLE, 0);
                let mut draft = Draft::new(Code::StreamUnknownRole, Severity::Error, Basis::Documented, at, message)
                    .help("create the role in the app first, or use one of these");
                draft.cause.value = role;
                self.say(draft, &USER, "role");
            }
        }
        self.future(&USER, USER.field("created_at"));
        self.channel_mutes(bytes);
        self.refer_to_users(bytes, Weight::Checked, &USER, USER.field("user_mutes"));
        self.refer_to_users(bytes, Weight::Unchecked, &USER, USER.field("blocked_user_ids"));
    }

    fn channel_mutes(&mut self, bytes: &[u8]) {
        const MUTES: usize = USER.field("channel_mutes");
        for index in 0..self.walker_ref().slots.list(MUTES).len() {
            let Some(span) = self.walker_ref().slots.list(MUTES).get(index).copied() else { return };
            let cid = value(bytes, span);
            let at = (span.start as usize).saturating_sub(1);
            let name = format!("channel_mutes[{index}]");
            let mut parts = cid.split(|byte| *byte == b':');
            let (Some(channel_type), Some(id), None) = (parts.next(), parts.next(), parts.next()) else {
                let shown = String::from_utf8_lossy(&cid).into_owned();
                let message = format!("user.{name} is {}; Stream wants \"type:id\"", text::quoted(&shown));
                let mut draft = Draft::new(Code::InvalidValue, Severity::Error, Basis::Documented, at, message)
                    .help("write the channel's type, a colon and its id");
                draft.cause.value = shown;
                self.say(draft, &USER, &name);
                continue;
            };
            let key = self.references.channel(channel_type, id);
            self.refer(Target::Channel, key, Weight::Checked, &USER, at, &name, || {
                String::from_utf8_lossy(&cid).into_owned()
            });
        }
    }

    fn device(&mut self, bytes: &[u8], start: usize) {
        const NAME: usize = DEVICE.field("push_provider_name");
        self.define(bytes, Defines::Device, &DEVICE, DEVICE.field("id"), 0);
        self.zero_time(&DEVICE, DEVICE.field("created_at"));
        if !self.array() && !self.has(NAME) {
            let message = "device.push_provider_name is missing".to_owned();
            let draft = Draft::new(Code::MissingField, Severity::Warning, Basis::Documented, start, message)
                .help("the documentation requires it, the schema does not: add it if the app names its providers");
            self.say(draft, &DEVICE, "push_provider_name");
        }
        self.refer_to(bytes, Target::User, Weight::Checked, &DEVICE, DEVICE.field("user_id"));
    }

    fn ban(&mut self, bytes: &[u8]) {
        let table = &FUTURE_CHANNEL_BAN;
        self.refer_to(bytes, Target::User, Weight::Unchecked, table, FUTURE_CHANNEL_BAN.field("target_id"));
        self.refer_to(bytes, Target::User, Weight::Unchecked, table, FUTURE_CHANNEL_BAN.field("created_by"));
    }

    fn channel(&mut self, bytes: &[u8], start: usize) {
        const TYPE: usize = CHANNEL.field("type");
        const TEAM: usize = CHANNEL.field("team");
        self.one_of_two(start, &CHANNEL, &CHANNEL_CHANNEL);
        self.repeated_members(bytes, &CHANNEL, &CHANNEL_CHANNEL);
        self.own_id_of_distinct();
        let channel = self.named_channel(bytes, &CHANNEL_CHANNEL);
        if let Some(channel) = channel {
            let at = self.place(CHANNEL_CHANNEL.id, self.place(CHANNEL_CHANNEL.members, start));
            let name = self.channel_name_if_needed(bytes, &CHANNEL_CHANNEL, Defines::Channel, channel);
            let field = if self.text(CHANNEL_CHANNEL.id).is_some() { "id" } else { "member_ids" };
            let first = self.define_key(Defines::Channel, channel, 0, at, &CHANNEL, field, || {
                format!("the channel {} is defined twice", text::quoted(&name))
            });
            if let Some(team) = self.text(TEAM) {
                let team = shown(bytes, team);
                self.references.team_of_channel(channel, team);
            }
            if first {
                self.complete(bytes, channel);
            }
        }
        self.channel_type(bytes, TYPE);
        self.future(&CHANNEL, CHANNEL.field("created_at"));
        self.refer_to(bytes, Target::User, Weight::Checked, &CHANNEL, CHANNEL.field("created_by"));
        self.refer_to_users(bytes, Weight::Unchecked, &CHANNEL, CHANNEL.field("banned_users"));
    }

    /// A name costs an allocation: it is made where the definition turns out to be a repeated one.
    fn channel_name_if_needed(
        &mut self,
        bytes: &[u8],
        fields: &ChannelFields,
        what: Defines,
        key: Fingerprint,
    ) -> String {
        if self.references.is_defined(what, key) { self.channel_name(bytes, fields) } else { String::new() }
    }

    /// An exported distinct channel has a generated id; an import gives its members instead.
    fn own_id_of_distinct(&mut self) {
        for draft in &mut self.walker().drafts {
            if draft.code == Code::InvalidCharacters
                && draft.cause.kind == "channel"
                && draft.cause.value.starts_with("!members-")
            {
                draft.help = Some(
                    "this is the id that Stream gave a distinct channel: leave it out and give member_ids".to_owned(),
                );
            }
        }
    }

    fn channel_type(&mut self, bytes: &[u8], field: usize) {
        let (Some(types), Some(span)) = (&self.channel_types, self.text(field)) else { return };
        let name = shown(bytes, span);
        if types.iter().any(|(known, _)| *known == name) {
            return;
        }
        let known: Vec<&str> = types.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!("channel.type is {}; the app's channel types are {}", text::quoted(&name), known.join(", "));
        let at = self.place(field, 0);
        let mut draft = Draft::new(Code::StreamUnknownChannelType, Severity::Error, Basis::Documented, at, message)
            .help("create the channel type in the app first, or use one of these");
        draft.cause.value = name;
        self.say(draft, &CHANNEL, "type");
    }

    /// Every member of a distinct channel needs a member item of its own.
    fn complete(&mut self, bytes: &[u8], channel: Fingerprint) {
        let count = self.walker_ref().slots.list(CHANNEL_CHANNEL.members).len();
        if count == 0 || self.text(CHANNEL_CHANNEL.id).is_some() {
            return;
        }
        let mut missing = Vec::new();
        for index in 0..count {
            let Some(span) = self.walker_ref().slots.list(CHANNEL_CHANNEL.members).get(index).copied() else { break };
            let user = self.references.id(&value(bytes, span));
            let key = self.references.pair(channel, user);
            if self.references.expect_member(key) {
                missing.push(shown(bytes, span));
            }
        }
        if missing.is_empty() {
            return;
        }
        missing.sort();
        missing.dedup();
        let mut members = self.members(bytes, &CHANNEL_CHANNEL);
        members.sort();
        let named = |ids: &[String]| ids.iter().map(|id| text::quoted(id)).collect::<Vec<_>>().join(", ");
        let message =
            format!("the distinct channel of {} lacks member items for {}", named(&members), named(&missing));
        let (severity, basis) =
            if self.array() { (Severity::Error, Basis::Documented) } else { (Severity::Error, Basis::Inferred) };
        let at = self.place(CHANNEL_CHANNEL.members, 0);
        let draft = Draft::new(Code::StreamIncompleteDistinctChannel, severity, basis, at, message)
            .path(self.path("member_ids"))
            .help("add a member item with the same channel_member_ids for each of them")
            .cause("channel", "member_ids", &go_text::quoted_list(missing.iter().map(String::as_str)), 0);
        self.late.push(draft);
    }

    fn refer_to_channel(&mut self, bytes: &[u8], channel: Fingerprint, table: &'static Table, fields: &ChannelFields) {
        if !self.references.refer(Target::Channel, channel) {
            return;
        }
        let by_id = self.text(fields.id).is_some();
        let field = if by_id { "channel_id" } else { "channel_member_ids" };
        let at = self.place(if by_id { fields.id } else { fields.members }, 0);
        let name = self.channel_name(bytes, fields);
        self.refer(Target::Channel, channel, Weight::Checked, table, at, field, || name);
    }

    fn member(&mut self, bytes: &[u8], start: usize) {
        const USER_ID: usize = MEMBER.field("user_id");
        self.one_of_two(start, &MEMBER, &MEMBER_CHANNEL);
        self.repeated_members(bytes, &MEMBER, &MEMBER_CHANNEL);
        self.invites();
        let channel = self.named_channel(bytes, &MEMBER_CHANNEL);
        let user = self.text(USER_ID);
        let by_members = self.text(MEMBER_CHANNEL.id).is_none();
        if let (Some(channel), Some(span)) = (channel, user) {
            let user = self.references.id(&value(bytes, span));
            let key = self.references.pair(channel, user);
            let name = self.channel_name_if_needed(bytes, &MEMBER_CHANNEL, Defines::Member, key);
            let at = self.place(USER_ID, start);
            self.define_key(Defines::Member, key, 0, at, &MEMBER, "user_id", || {
                format!(
                    "the user {} is a member of the channel {} twice",
                    text::quoted(&shown(bytes, span)),
                    text::quoted(&name)
                )
            });
            self.references.member(user, channel, key, by_members);
            if by_members {
                self.extra_member(bytes, span);
            }
            if self.references.second() {
                self.teams(bytes, user, channel, span);
            }
        }
        self.future(&MEMBER, MEMBER.field("created_at"));
        if let Some(channel) = channel {
            self.refer_to_channel(bytes, channel, &MEMBER, &MEMBER_CHANNEL);
        }
        self.refer_to(bytes, Target::User, Weight::Checked, &MEMBER, USER_ID);
    }

    /// The schema of today takes the dates of an answer only with `"invited": true`.
    fn invites(&mut self) {
        const INVITED: usize = MEMBER.field("invited");
        const ACCEPTED: usize = MEMBER.field("invite_accepted_at");
        const REJECTED: usize = MEMBER.field("invite_rejected_at");
        // `true` has four bytes, `false` five.
        let invited = self.walker_ref().slots.get(INVITED).is_some_and(|span| span.end - span.start == 4);
        if self.array() || invited || self.wrong_type(INVITED) {
            return;
        }
        for (field, name) in [(ACCEPTED, "invite_accepted_at"), (REJECTED, "invite_rejected_at")] {
            if self.has(field) {
                let message = format!("member.{name} is given, and \"invited\" is not true");
                let at = self.place(field, 0);
                let draft = Draft::new(Code::ConflictingFields, Severity::Error, Basis::Documented, at, message)
                    .help(format!("add \"invited\": true, or remove {name:?}"));
                self.say(draft, &MEMBER, name);
            }
        }
    }

    fn extra_member(&mut self, bytes: &[u8], user: Span) {
        let name = value(bytes, user);
        let listed = self.walker_ref().slots.list(MEMBER_CHANNEL.members).iter().any(|span| value(bytes, *span) == name);
        if listed {
            return;
        }
        let message = format!(
            "the user {} is not among the channel_member_ids of this member",
            text::quoted(&shown(bytes, user))
        );
        let basis = if self.array() { Basis::Documented } else { Basis::Inferred };
        let at = (user.start as usize).saturating_sub(1);
        let draft = Draft::new(Code::StreamExtraDistinctMember, Severity::Error, basis, at, message)
            .help("a distinct channel has exactly the members that it is named by: remove this item, or use a channel id");
        self.say(draft, &MEMBER, "user_id");
    }

    fn teams(&mut self, bytes: &[u8], user: Fingerprint, channel: Fingerprint, span: Span) {
        let both = self.references.is_defined(Defines::User, user) && self.references.is_defined(Defines::Channel, channel);
        let Some((teams, team)) = self.references.teams(user, channel).filter(|_| both) else { return };
        let mut teams = teams.to_vec();
        teams.sort();
        let list = if teams.is_empty() { "no team".to_owned() } else { format!("teams {}", teams.join(", ")) };
        let team = if team.is_empty() { "no team".to_owned() } else { format!("team {team}") };
        let message = format!(
            "the user {} with {list} cannot be a member of the channel {} with {team}",
            text::quoted(&shown(bytes, span)),
            text::quoted(&self.channel_name(bytes, &MEMBER_CHANNEL)),
        );
        let draft =
            Draft::new(Code::StreamTeamMismatch, Severity::Error, Basis::Documented, span.start as usize - 1, message)
                .path(self.path("user_id"))
                .help("give the user the channel's team, or the channel one of the user's")
                .cause("member", "user_id", &format!("{list}\u{0}{team}"), 0);
        self.late.push(draft);
    }

    fn message(&mut self, bytes: &[u8], start: usize) {
        const ID: usize = MESSAGE.field("id");
        const PARENT: usize = MESSAGE.field("parent_id");
        self.one_of_two(start, &MESSAGE, &MESSAGE_CHANNEL);
        self.states(bytes, start);
        self.length(bytes);
        let channel = self.named_channel(bytes, &MESSAGE_CHANNEL);
        let parent = self.text(PARENT);
        let note = References::message_note(channel, parent.is_some());
        if self.define(bytes, Defines::Message, &MESSAGE, ID, note).is_none() && self.array() && !self.wrong_type(ID) {
            self.unnamed(start, note);
        }
        self.future(&MESSAGE, MESSAGE.field("created_at"));
        if let Some(parent) = parent {
            self.thread(bytes, parent, note);
            self.refer_to(bytes, Target::Message, Weight::Checked, &MESSAGE, PARENT);
        }
        if let Some(channel) = channel {
            self.refer_to_channel(bytes, channel, &MESSAGE, &MESSAGE_CHANNEL);
        }
        self.refer_to(bytes, Target::User, Weight::Checked, &MESSAGE, MESSAGE.field("user"));
        self.refer_to_users(bytes, Weight::Checked, &MESSAGE, MESSAGE.field("mentioned_users_ids"));
        self.refer_to_users(bytes, Weight::Unchecked, &MESSAGE, MESSAGE.field("restricted_visibility"));
        self.refer_to(bytes, Target::Message, Weight::Unchecked, &MESSAGE, MESSAGE.field("quoted_message_id"));
        self.refer_to(bytes, Target::User, Weight::Unchecked, &MESSAGE, MESSAGE.field("pinned_by_id"));
    }

    /// The array's reader takes a message without an id, but only one: for it, all of them have the same empty id.
    fn unnamed(&mut self, start: usize, note: u32) {
        let key = self.references.id(b"");
        self.define_key(Defines::Message, key, note, start, &MESSAGE, "id", || {
            "a second message without an id; Stream takes both for the same".to_owned()
        });
    }

    fn thread(&mut self, bytes: &[u8], parent: Span, note: u32) {
        let key = self.references.id(&value(bytes, parent));
        let thread = self.references.reply(key, note);
        if thread == Thread::Fine || !self.references.second() {
            return;
        }
        let name = shown(bytes, parent);
        let at = parent.start as usize - 1;
        let (code, severity, basis, message, help) = if thread == Thread::Nested {
            let message = format!("the parent {} is a reply itself; threads have one level", text::quoted(&name));
            let basis = if self.array() { Basis::Documented } else { Basis::Inferred };
            let help = "make the thread's first message the parent";
            (Code::StreamNestedThread, Severity::Error, basis, message, help)
        } else {
            let message = format!("the parent {} is a message of another channel", text::quoted(&name));
            let help = "give a parent in the same channel";
            (Code::StreamParentElsewhere, Severity::Warning, Basis::Observed, message, help)
        };
        let draft = Draft::new(code, severity, basis, at, message)
            .path(self.path("parent_id"))
            .help(help)
            .cause("message", "parent_id", &name, 0);
        self.late.push(draft);
    }

    /// Types of messages, deletion and pins: which fields go together.
    fn states(&mut self, bytes: &[u8], start: usize) {
        const TYPE: usize = MESSAGE.field("type");
        const DELETED: usize = MESSAGE.field("deleted_at");
        const PARENT: usize = MESSAGE.field("parent_id");
        const SHOWN: usize = MESSAGE.field("show_in_channel");
        const PINNED: usize = MESSAGE.field("pinned_at");
        const PINNED_BY: usize = MESSAGE.field("pinned_by_id");
        const EXPIRES: usize = MESSAGE.field("pin_expires");
        const RARE: u64 = 1 << DELETED | 1 << SHOWN | 1 << PINNED | 1 << PINNED_BY | 1 << EXPIRES;
        let slots = &self.walker_ref().slots;
        let kind = slots.text(TYPE).map(|span| value(bytes, span)).unwrap_or(Cow::Borrowed(b"regular"));
        if slots.present & RARE == 0 && matches!(&*kind, b"regular" | b"system") {
            return;
        }
        let known = matches!(&*kind, b"regular" | b"system" | b"reply" | b"deleted") && !self.wrong_type(TYPE);
        let zero = slots.zero_times >> DELETED & 1 == 1;
        let deleted = slots.has(DELETED) && !(zero && self.array());
        let parent = slots.text(PARENT).is_some() || self.wrong_type(PARENT);
        let kind_name = String::from_utf8_lossy(&kind).into_owned();
        let conflict = |stream: &mut Stream, field: &str, at: usize, message: String, help: &str| {
            let draft = Draft::new(Code::ConflictingFields, Severity::Error, Basis::Documented, at, message)
                .help(help)
                .cause("message", field, &kind_name, 0);
            stream.say(draft, &MESSAGE, field);
        };
        if known && &*kind == b"deleted" && !deleted {
            let message = "message.type is \"deleted\", and deleted_at is missing".to_owned();
            conflict(self, "deleted_at", self.place(TYPE, start), message, "add deleted_at, the time of the deletion");
        }
        if known && &*kind != b"deleted" && deleted {
            let message = format!("message.deleted_at is given, and the type is {:?}", String::from_utf8_lossy(&kind));
            let help = "set the type to \"deleted\", or remove deleted_at";
            conflict(self, "deleted_at", self.place(DELETED, start), message, help);
        }
        if !self.array() && !parent {
            if &*kind == b"reply" {
                let message = "message.type is \"reply\", and parent_id is missing".to_owned();
                conflict(self, "parent_id", self.place(TYPE, start), message, "add parent_id, or use another type");
            }
            if self.has(SHOWN) {
                let message = "message.show_in_channel is given, and parent_id is missing".to_owned();
                let help = "remove show_in_channel; it is for replies only, even as false";
                conflict(self, "parent_id", self.place(SHOWN, start), message, help);
            }
        }
        let pinned = self.has(PINNED);
        let pinned_by = self.text(PINNED_BY).is_some() || self.wrong_type(PINNED_BY);
        if pinned_by && !pinned {
            let message = "message.pinned_by_id is given, and pinned_at is missing".to_owned();
            conflict(self, "pinned_at", self.place(PINNED_BY, start), message, "add pinned_at");
        }
        if pinned && !pinned_by {
            let message = "message.pinned_at is given, and pinned_by_id is missing".to_owned();
            conflict(self, "pinned_by_id", self.place(PINNED, start), message, "add pinned_by_id");
        }
        if self.has(EXPIRES) && !pinned && !pinned_by {
            let message = "message.pin_expires is given, and pinned_at and pinned_by_id are missing".to_owned();
            conflict(self, "pin_expires", self.place(EXPIRES, start), message, "add pinned_at and pinned_by_id");
        }
    }

    fn length(&mut self, bytes: &[u8]) {
        const TEXT: usize = MESSAGE.field("text");
        const TYPE: usize = MESSAGE.field("channel_type");
        let Some(span) = self.text(TEXT) else { return };
        let raw = u64::from(span.end - span.start);
        // What has fewer bytes than the smallest limit has fewer characters, too.
        let smallest = match &self.channel_types {
            Some(types) => types.iter().filter_map(|(_, longest)| *longest).min().unwrap_or(LONGEST_TEXT),
            None => LONGEST_TEXT,
        };
        if raw <= smallest.min(LONGEST_TEXT) {
            return;
        }
        let channel_type = self.text(TYPE).map(|span| shown(bytes, span)).unwrap_or_default();
        let own = self
            .channel_types
            .as_ref()
            .and_then(|types| types.iter().find(|(name, _)| *name == channel_type))
            .and_then(|(_, longest)| *longest);
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
        let message = if own.is_some() {
            format!("message.text is {length} characters long; channels of type {channel_type:?} allow {longest}")
        } else {
            format!("message.text is {length} characters long; Stream allows {longest} at most")
        };
        let at = self.place(TEXT, 0);
        let mut draft = Draft::new(Code::TooLong, Severity::Error, basis, at, message)
            .help("split the message, or keep the rest in an attachment or in custom data");
        draft.cause.limit = longest;
        self.say(draft, &MESSAGE, "text");
    }

    fn reaction(&mut self, bytes: &[u8], start: usize) {
        const MESSAGE_ID: usize = REACTION.field("message_id");
        const TYPE: usize = REACTION.field("type");
        const USER_ID: usize = REACTION.field("user_id");
        if let (Some(message), Some(kind), Some(user)) = (self.text(MESSAGE_ID), self.text(TYPE), self.text(USER_ID)) {
            let key =
                self.references.reaction(&value(bytes, message), &value(bytes, kind), &value(bytes, user));
            let at = self.place(MESSAGE_ID, start);
            self.define_key(Defines::Reaction, key, 0, at, &REACTION, "message_id", || {
                format!(
                    "the user {} reacts to the message {} with {} twice",
                    text::quoted(&shown(bytes, user)),
                    text::quoted(&shown(bytes, message)),
                    text::quoted(&shown(bytes, kind)),
                )
            });
        }
        self.zero_time(&REACTION, REACTION.field("created_at"));
        self.future(&REACTION, REACTION.field("created_at"));
        self.refer_to(bytes, Target::Message, Weight::Checked, &REACTION, MESSAGE_ID);
        self.refer_to(bytes, Target::User, Weight::Checked, &REACTION, USER_ID);
    }

    /// The day on which the message at hand was created, counted from 1970-01-01.
    pub(crate) fn message_day(&self) -> Option<i32> {
        (self.kind == Some(Kind::Message)).then(|| self.walker_ref().slots.day(MESSAGE.field("created_at"))).flatten()
    }
}
