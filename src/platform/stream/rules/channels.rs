//! Channels, and how other items name them.

use std::borrow::Cow;

use super::{Weight, shown, value};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, pair};
use crate::json::{go_text, text};
use crate::order;
use crate::platform::stream::Stream;
use crate::platform::stream::references::{Defines, Target};
use crate::platform::stream::tables::CHANNEL;
use crate::table::Table;
use crate::table::draft::Draft;
use crate::table::slots::Span;

/// Members that are compared with each other, before it is quicker to sort them.
const FEW: usize = 8;

/// The fields by which an item names its channel.
pub(super) struct ChannelFields {
    pub(super) channel_type: usize,
    pub(super) id: usize,
    pub(super) members: usize,
}

pub(super) const CHANNEL_CHANNEL: ChannelFields = ChannelFields {
    channel_type: CHANNEL.field("type"),
    id: CHANNEL.field("id"),
    members: CHANNEL.field("member_ids"),
};

impl Stream {
    #[inline(never)]
    pub(super) fn channel(&mut self, bytes: &[u8]) {
        self.one_of_two(&CHANNEL, &CHANNEL_CHANNEL);
        self.repeated_members(bytes, &CHANNEL, &CHANNEL_CHANNEL);
        if !self.walker.drafts.is_empty() {
            self.own_id_of_distinct();
        }
        if let Some(channel) = self.named_channel(bytes, &CHANNEL_CHANNEL) {
            self.define_channel(bytes, channel);
        }
        if self.channel_types.is_some() {
            self.channel_type(bytes, CHANNEL_CHANNEL.channel_type);
        }
        self.future(&CHANNEL, const { CHANNEL.field("created_at") });
        self.refer_to(bytes, Target::User, Weight::Checked, &CHANNEL, const { CHANNEL.field("created_by") });
        if !self.late.is_empty() {
            self.name_owner(bytes);
        }
        self.refer_to_users(bytes, Weight::Unchecked, &CHANNEL, const { CHANNEL.field("banned_users") });
    }

    /// The answer names the channel whose creator is unknown.
    #[cold]
    fn name_owner(&mut self, bytes: &[u8]) {
        let name = self.channel_name(bytes, &CHANNEL_CHANNEL);
        for draft in &mut self.late {
            if draft.cause.field == "created_by" {
                draft.cause.owner.clone_from(&name);
            }
        }
    }

    #[inline(never)]
    fn define_channel(&mut self, bytes: &[u8], channel: Fingerprint) {
        let by_id = self.text(CHANNEL_CHANNEL.id).is_some();
        let field = if by_id { CHANNEL_CHANNEL.id } else { CHANNEL_CHANNEL.members };
        if let Some(team) = self.text(const { CHANNEL.field("team") }) {
            let team = shown(bytes, team);
            self.references.team_of_channel(channel, team);
        }
        if self.define(Defines::Channel, channel, 0, self.place(field)) {
            if !by_id {
                self.complete(bytes, channel);
            }
            return;
        }
        let name = self.channel_name(bytes, &CHANNEL_CHANNEL);
        self.duplicate(&CHANNEL, field, &name, "the channel {q} is defined twice", &[&name]);
    }

    /// An exported distinct channel has a generated id; an import gives its members instead.
    #[inline(never)]
    fn own_id_of_distinct(&mut self) {
        for draft in &mut self.walker.drafts {
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

    #[inline(never)]
    fn channel_type(&mut self, bytes: &[u8], field: usize) {
        let (Some(types), Some(span)) = (&self.channel_types, self.text(field)) else { return };
        let name = shown(bytes, span);
        if types.iter().any(|(known, _)| *known == name) {
            return;
        }
        let known: Vec<&str> = types.iter().map(|(name, _)| name.as_str()).collect();
        let (at, words) = (self.place(field), "channel.type is {q}; the app's channel types are {}");
        let (code, parts) = (Code::StreamUnknownChannelType, &[name.as_str(), &known.join(", ")]);
        let mut draft = Draft::worded(code, Severity::Error, Basis::Documented, at, words, parts)
            .help("create the channel type in the app first, or use one of these");
        draft.cause.value = name;
        self.say(draft, &CHANNEL, "type");
    }

    /// Every member of a distinct channel needs a member item of its own.
    fn complete(&mut self, bytes: &[u8], channel: Fingerprint) {
        let mut missing = Vec::new();
        for index in 0..self.walker.slots.list(CHANNEL_CHANNEL.members).len() {
            let Some(span) = self.walker.slots.list(CHANNEL_CHANNEL.members).get(index).copied() else { break };
            let user = self.fingerprint(bytes, span);
            if self.references.expect_member(pair(channel, user)) {
                missing.push(shown(bytes, span));
            }
        }
        if !missing.is_empty() {
            self.incomplete(bytes, missing);
        }
    }

    #[cold]
    #[inline(never)]
    fn incomplete(&mut self, bytes: &[u8], missing: Vec<String>) {
        let mut missing = order::texts(missing);
        missing.dedup();
        let members = order::texts(self.members(bytes, &CHANNEL_CHANNEL));
        let (members, missing) = (go_text::quoted_list(&members), go_text::quoted_list(&missing));
        let words = "the distinct channel of {} lacks member items for {}";
        let basis = if self.array() { Basis::Documented } else { Basis::Inferred };
        let at = self.place(CHANNEL_CHANNEL.members);
        let code = Code::StreamIncompleteDistinctChannel;
        let draft = Draft::worded(code, Severity::Error, basis, at, words, &[&members, &missing])
            .path(self.path("member_ids"))
            .help("add a member item with the same channel_member_ids for each of them")
            .cause("channel", "member_ids", "", 0);
        self.late.push(draft);
    }

    /// The channel that an item names, if it names one rightly.
    #[inline]
    pub(super) fn named_channel(&mut self, bytes: &[u8], fields: &ChannelFields) -> Option<Fingerprint> {
        let channel_type = self.text(fields.channel_type)?;
        let Some(id) = self.text(fields.id) else { return self.distinct_channel(bytes, fields, channel_type) };
        if channel_type.escaped || id.escaped {
            return Some(self.references.channel(&value(bytes, channel_type), &value(bytes, id)));
        }
        let raw = |span: Span| bytes.get(span.start as usize..span.end as usize).unwrap_or_default();
        Some(self.references.channel(raw(channel_type), raw(id)))
    }

    #[inline(never)]
    fn distinct_channel(&mut self, bytes: &[u8], fields: &ChannelFields, channel_type: Span) -> Option<Fingerprint> {
        let list = self.walker.slots.list(fields.members);
        let (start, end) = (list.first()?.start, list.last()?.end);
        let text = bytes.get(start as usize..end as usize).unwrap_or_default();
        let channel_type = value(bytes, channel_type);
        let key = self.references.distinct_key(&channel_type, text, list.len());
        if let Some(channel) = self.references.known_distinct(key) {
            return Some(channel);
        }
        let members: Vec<Cow<[u8]>> = list.iter().map(|span| value(bytes, *span)).collect();
        let mut members: Vec<&[u8]> = members.iter().map(|member| &**member).collect();
        Some(self.references.distinct_channel(key, &channel_type, &mut members))
    }

    /// A channel in words: `messaging:general`, or `messaging:[ann bob]` for a distinct one.
    pub(super) fn channel_name(&self, bytes: &[u8], fields: &ChannelFields) -> String {
        let part = |field| self.text(field).map(|span| shown(bytes, span)).unwrap_or_default();
        let id =
            if self.text(fields.id).is_some() { part(fields.id) } else { go_text::list(&self.members(bytes, fields)) };
        format!("{}:{id}", part(fields.channel_type))
    }

    pub(super) fn members(&self, bytes: &[u8], fields: &ChannelFields) -> Vec<String> {
        self.walker.slots.list(fields.members).iter().map(|span| shown(bytes, *span)).collect()
    }

    /// Exactly one of an id and member ids has to be given. What counts as given differs: the array's reader asks
    /// whether something stands in it, the schema of today whether the key is there.
    #[inline(always)]
    pub(super) fn one_of_two(&mut self, table: &'static Table, fields: &ChannelFields) {
        let filled = (self.text(fields.id).is_some(), !self.walker.slots.list(fields.members).is_empty());
        let there = (self.has(fields.id), self.has(fields.members));
        if filled.0 == filled.1 || filled != there {
            self.not_one_of_two(table, fields, filled, there);
        }
    }

    #[cold]
    #[inline(never)]
    fn not_one_of_two(
        &mut self,
        table: &'static Table,
        fields: &ChannelFields,
        filled: (bool, bool),
        there: (bool, bool),
    ) {
        let name = |field: usize| table.fields.get(field).map_or("", |field| field.names[0]);
        let (id, members) = (name(fields.id), name(fields.members));
        let given = if self.array() { filled } else { there };
        let kind = table.kind;
        let error =
            |code, at, words, parts: &[&str]| Draft::worded(code, Severity::Error, Basis::Documented, at, words, parts);
        let (draft, field) = match given {
            (true, true) => {
                let words = "{} has both {} and {}; Stream wants exactly one";
                let draft = error(Code::ConflictingFields, self.place(fields.members), words, &[kind, id, members]);
                (draft.help_worded("keep {} for a distinct channel, {} for any other", &[members, id]), members)
            }
            (false, false) => {
                // Under another type it is there, and was reported for that.
                if self.wrong_type(fields.id) || self.wrong_type(fields.members) {
                    return;
                }
                let start = self.object_at();
                let words = "{} has neither {} nor {}; Stream wants exactly one";
                let draft = error(Code::MissingField, start, words, &[kind, id, members]);
                let hint = [id, members]
                    .into_iter()
                    .find_map(|field| Some((self.walker.take_hint(kind, field, start)?, field)));
                let draft = if let Some(((other, mend), field)) = hint {
                    draft.help_worded("\"{}\" stands there instead; rename it to \"{}\"", &[&other, field]).mend(mend)
                } else {
                    draft.help_worded("add {}, or {} for a distinct channel", &[id, members])
                };
                (draft, id)
            }
            _ if !self.array() && filled != there => {
                let (field, name, other) =
                    if there.0 { (fields.id, id, members) } else { (fields.members, members, id) };
                if self.wrong_type(field) {
                    return;
                }
                let draft = error(Code::MissingField, self.place(field), "{}.{} is empty", &[kind, name]);
                (draft.help_worded("give it a value, or {} instead", &[other]), name)
            }
            _ => return,
        };
        self.say(draft, table, field);
    }

    /// Looks for a member that is listed twice.
    #[inline]
    pub(super) fn repeated_members(&mut self, bytes: &[u8], table: &'static Table, fields: &ChannelFields) {
        if self.walker.slots.list(fields.members).len() > 1 {
            self.check_repeats(bytes, table, fields);
        }
    }

    #[inline(never)]
    fn check_repeats(&mut self, bytes: &[u8], table: &'static Table, fields: &ChannelFields) {
        let list = self.walker.slots.list(fields.members);
        let mut repeats = Vec::new();
        if list.len() <= FEW {
            for (index, span) in list.iter().enumerate() {
                let before = list.get(..index).unwrap_or_default();
                if before.iter().any(|other| value(bytes, *other) == value(bytes, *span)) {
                    repeats.push((index, *span));
                }
            }
        } else {
            let members = order::ascending(&mut list.iter().map(|span| self.fingerprint(bytes, *span)));
            for pair in members.windows(2) {
                if let [(one, _), (two, index)] = pair
                    && one == two
                    && let Some(span) = list.get(*index)
                {
                    repeats.push((*index, *span));
                }
            }
        }
        for (index, span) in repeats {
            let field = table.fields.get(fields.members).map_or("", |field| field.names[0]);
            let at = (span.start as usize).saturating_sub(1);
            let (words, parts) = ("{}.{} names {q} twice", &[table.kind, field, &shown(bytes, span)]);
            let draft = Draft::worded(Code::RepeatedValue, Severity::Warning, Basis::Observed, at, words, parts)
                .help("name each member once, in the channel and in all that refers to it");
            self.say(draft, table, &text::worded("{}[{}]", &[field, &text::number(index as u64)]));
        }
    }

    #[inline]
    pub(super) fn refer_to_channel(
        &mut self,
        bytes: &[u8],
        channel: Fingerprint,
        table: &'static Table,
        fields: &ChannelFields,
    ) {
        if self.references.refer(Target::Channel, channel) {
            self.unresolved_channel(bytes, table, fields);
        }
    }

    #[cold]
    #[inline(never)]
    fn unresolved_channel(&mut self, bytes: &[u8], table: &'static Table, fields: &ChannelFields) {
        let by_id = self.text(fields.id).is_some();
        let field = if by_id { "channel_id" } else { "channel_member_ids" };
        let at = self.place(if by_id { fields.id } else { fields.members });
        let name = self.channel_name(bytes, fields);
        self.unresolved(Target::Channel, Weight::Checked, table, at, field, &name);
    }
}
