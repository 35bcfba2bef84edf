//! Members: who is in which channel, and may be.

use super::channels::ChannelFields;
use super::{Weight, shown, value};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, pair};
use crate::json::text;
use crate::order;
use crate::platform::stream::Stream;
use crate::platform::stream::references::{Defines, Target};
use crate::platform::stream::tables::MEMBER;
use crate::redact;
use crate::table::draft::Draft;
use crate::table::slots::Span;

const MEMBER_CHANNEL: ChannelFields = ChannelFields {
    channel_type: MEMBER.field("channel_type"),
    id: MEMBER.field("channel_id"),
    members: MEMBER.field("channel_member_ids"),
};

impl Stream {
    #[inline(never)]
    pub(super) fn member(&mut self, bytes: &[u8]) {
        const USER_ID: usize = MEMBER.field("user_id");
        const ANSWERED: u64 = 1 << MEMBER.field("invite_accepted_at") | 1 << MEMBER.field("invite_rejected_at");
        self.one_of_two(&MEMBER, &MEMBER_CHANNEL);
        self.repeated_members(bytes, &MEMBER, &MEMBER_CHANNEL);
        if self.walker.slots.present & ANSWERED != 0 && !self.array() {
            self.invites();
        }
        let channel = self.named_channel(bytes, &MEMBER_CHANNEL);
        let user = self.text(USER_ID).map(|span| (span, self.fingerprint(bytes, span)));
        if let (Some(channel), Some((span, user))) = (channel, user) {
            let key = pair(channel, user);
            let by_members = self.text(MEMBER_CHANNEL.id).is_none();
            if !self.define(Defines::Member, key, 0, self.place(USER_ID)) {
                self.member_twice(bytes, span);
            }
            self.references.member(user, channel, key, by_members);
            if by_members {
                self.extra_member(bytes, span);
            }
            if self.references.second() {
                self.teams(bytes, user, channel, span);
            }
        }
        self.future(&MEMBER, const { MEMBER.field("created_at") });
        if let Some(channel) = channel {
            self.refer_to_channel(bytes, channel, &MEMBER, &MEMBER_CHANNEL);
        }
        if let Some((_, user)) = user {
            self.refer_key(bytes, Target::User, user, Weight::Checked, &MEMBER, USER_ID);
        }
    }

    #[cold]
    #[inline(never)]
    fn member_twice(&mut self, bytes: &[u8], span: Span) {
        let (user, channel) = (shown(bytes, span), self.channel_name(bytes, &MEMBER_CHANNEL));
        let words = "the user {q} is a member of the channel {q} twice";
        self.duplicate(&MEMBER, const { MEMBER.field("user_id") }, &user, words, &[&user, &channel]);
    }

    /// The schema of today takes the dates of an answer only with `"invited": true`.
    #[inline(never)]
    fn invites(&mut self) {
        const INVITED: usize = MEMBER.field("invited");
        const ACCEPTED: usize = MEMBER.field("invite_accepted_at");
        const REJECTED: usize = MEMBER.field("invite_rejected_at");
        // `true` has four bytes, `false` five.
        let invited = self.walker.slots.get(INVITED).is_some_and(|span| span.end - span.start == 4);
        if invited || self.wrong_type(INVITED) {
            return;
        }
        for (field, name) in [(ACCEPTED, "invite_accepted_at"), (REJECTED, "invite_rejected_at")] {
            if self.has(field) {
                let (at, words) = (self.place(field), "member.{} is given, and \"invited\" is not true");
                let (severity, basis) = (Severity::Error, Basis::Documented);
                let draft = Draft::worded(Code::ConflictingFields, severity, basis, at, words, &[name])
                    .help_worded("add \"invited\": true, or remove {}", &[name]);
                self.say(draft, &MEMBER, name);
            }
        }
    }

    #[inline(never)]
    fn extra_member(&mut self, bytes: &[u8], user: Span) {
        let name = value(bytes, user);
        let listed = self.walker.slots.list(MEMBER_CHANNEL.members).iter().any(|span| value(bytes, *span) == name);
        if listed {
            return;
        }
        let words = "the user {q} is not among the channel_member_ids of this member";
        let basis = if self.array() { Basis::Documented } else { Basis::Inferred };
        let at = (user.start as usize).saturating_sub(1);
        let code = Code::StreamExtraDistinctMember;
        let draft = Draft::worded(code, Severity::Error, basis, at, words, &[&shown(bytes, user)]).help(
            "a distinct channel has exactly the members that it is named by: remove this item, or use a channel id",
        );
        self.say(draft, &MEMBER, "user_id");
    }

    #[inline(never)]
    fn teams(&mut self, bytes: &[u8], user: Fingerprint, channel: Fingerprint, span: Span) {
        let both =
            self.references.is_defined(Defines::User, user) && self.references.is_defined(Defines::Channel, channel);
        let Some((teams, team)) = self.references.teams(user, channel).filter(|_| both) else { return };
        let teams = order::texts(teams.to_vec());
        let shown_teams: Vec<_> = teams.iter().map(|team| redact::value(team)).collect();
        let list = text::worded(if teams.is_empty() { "no team{}" } else { "teams {}" }, &[&shown_teams.join(", ")]);
        let team = text::worded(if team.is_empty() { "no team{}" } else { "team {v}" }, &[team]);
        let (user, channel) = (shown(bytes, span), self.channel_name(bytes, &MEMBER_CHANNEL));
        let parts = [user.as_str(), &list, &channel, &team];
        let answer = text::worded("user {v} with {} cannot be a member of channel {v} with {}", &parts);
        let (at, words) =
            (span.start as usize - 1, "the user {q} with {} cannot be a member of the channel {q} with {}");
        let draft = Draft::worded(Code::StreamTeamMismatch, Severity::Error, Basis::Documented, at, words, &parts)
            .path(self.path("user_id"))
            .help("give the user the channel's team, or the channel one of the user's")
            .cause("member", "user_id", &answer, 0);
        self.late.push(draft);
    }
}
