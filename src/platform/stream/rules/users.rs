//! Users, their devices and bans.

use super::{Weight, shown, value};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::text;
use crate::platform::stream::Stream;
use crate::platform::stream::references::{Defines, Target};
use crate::platform::stream::tables::{DEVICE, FUTURE_CHANNEL_BAN, USER};
use crate::table::draft::Draft;
use crate::table::slots::Span;

impl Stream {
    #[inline(never)]
    pub(super) fn user(&mut self, bytes: &[u8]) {
        const ID: usize = USER.field("id");
        const TEAMS: usize = USER.field("teams");
        let user = self.define_id(bytes, Defines::User, &USER, ID, 0);
        if let Some(user) = user.filter(|_| self.has(TEAMS)) {
            let teams: Vec<String> = self.walker.slots.list(TEAMS).iter().map(|span| shown(bytes, *span)).collect();
            self.empty_team(bytes);
            if !teams.is_empty() {
                self.references.teams_of_user(user, teams);
            }
        }
        if self.roles.is_some() {
            self.role(bytes);
        }
        self.future(&USER, const { USER.field("created_at") });
        if self.has(const { USER.field("channel_mutes") }) {
            self.channel_mutes(bytes);
        }
        self.refer_to_users(bytes, Weight::Checked, &USER, const { USER.field("user_mutes") });
        self.refer_to_users(bytes, Weight::Unchecked, &USER, const { USER.field("blocked_user_ids") });
    }

    /// An empty team goes with channels that have none, which hides that it was meant to be one.
    fn empty_team(&mut self, bytes: &[u8]) {
        let teams = self.walker.slots.list(const { USER.field("teams") });
        // A null counts as an empty name, too, and was reported as what it is.
        let empty = |span: &Span| span.is_empty() && bytes.get(span.start as usize) == Some(&b'"');
        let Some(index) = teams.iter().position(empty) else { return };
        let place = teams.get(index).map_or(self.object_at(), |span| (span.start as usize).saturating_sub(1));
        let words = "user.teams has an empty name, which goes with channels without a team";
        let draft = Draft::worded(Code::InvalidValue, Severity::Warning, Basis::Inferred, place, words, &[])
            .help("leave it out, or name the team");
        self.say(draft, &USER, &text::worded("teams[{}]", &[&text::number(index as u64)]));
    }

    #[inline(never)]
    fn role(&mut self, bytes: &[u8]) {
        const ROLE: usize = USER.field("role");
        let (Some(roles), Some(span)) = (&self.roles, self.walker.slots.get(ROLE)) else { return };
        let role = shown(bytes, span);
        if roles.contains(&role) {
            return;
        }
        let (words, parts) = ("user.role is {q}; the app's roles are {}", &[role.as_str(), &roles.join(", ")]);
        let at = self.place(ROLE);
        let mut draft = Draft::worded(Code::StreamUnknownRole, Severity::Error, Basis::Documented, at, words, parts)
            .help("create the role in the app first, or use one of these");
        draft.cause.value = role;
        self.say(draft, &USER, "role");
    }

    #[inline(never)]
    fn channel_mutes(&mut self, bytes: &[u8]) {
        const MUTES: usize = USER.field("channel_mutes");
        for index in 0..self.walker.slots.list(MUTES).len() {
            let Some(span) = self.walker.slots.list(MUTES).get(index).copied() else { return };
            let cid = value(bytes, span);
            let at = (span.start as usize).saturating_sub(1);
            let name = text::worded("channel_mutes[{}]", &[&text::number(index as u64)]);
            let mut parts = cid.split(|byte| *byte == b':');
            let (Some(channel_type), Some(id), None) = (parts.next(), parts.next(), parts.next()) else {
                let shown = String::from_utf8_lossy(&cid).into_owned();
                let (words, parts) = ("user.{} is {q}; Stream wants \"type:id\"", &[name.as_str(), &shown]);
                let mut draft = Draft::worded(Code::InvalidValue, Severity::Error, Basis::Documented, at, words, parts)
                    .help("write the channel's type, a colon and its id");
                draft.cause.value = shown;
                self.say(draft, &USER, &name);
                continue;
            };
            let key = self.references.channel(channel_type, id);
            if self.references.refer(Target::Channel, key) {
                let cid = String::from_utf8_lossy(&cid).into_owned();
                self.unresolved(Target::Channel, Weight::Checked, &USER, at, &name, &cid);
            }
        }
    }

    #[inline(never)]
    pub(super) fn device(&mut self, bytes: &[u8]) {
        const NAME: usize = DEVICE.field("push_provider_name");
        self.define_id(bytes, Defines::Device, &DEVICE, const { DEVICE.field("id") }, 0);
        self.zero_time(&DEVICE, const { DEVICE.field("created_at") });
        self.future(&DEVICE, const { DEVICE.field("created_at") });
        if !self.array() && !self.has(NAME) {
            let (at, words) = (self.object_at(), "device.push_provider_name is missing");
            let draft = Draft::worded(Code::MissingField, Severity::Warning, Basis::Documented, at, words, &[])
                .help("the documentation requires it, the schema does not: add it if the app names its providers");
            self.say(draft, &DEVICE, "push_provider_name");
        }
        self.refer_to(bytes, Target::User, Weight::Checked, &DEVICE, const { DEVICE.field("user_id") });
    }

    pub(super) fn ban(&mut self, bytes: &[u8]) {
        let table = &FUTURE_CHANNEL_BAN;
        self.refer_to(bytes, Target::User, Weight::Unchecked, table, const { FUTURE_CHANNEL_BAN.field("target_id") });
        self.refer_to(bytes, Target::User, Weight::Unchecked, table, const { FUTURE_CHANNEL_BAN.field("created_by") });
    }
}
