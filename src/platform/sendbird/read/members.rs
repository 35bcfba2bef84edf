//! Members of channels: 2.8, 2.10, 6.2, 6.4.

use super::{FOLLOWS, State, left, moment, own, users};
use crate::convert::reader::Records;
use crate::convert::texts::TextSet;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Value};

/// What `invitation_status` and `hidden_status` say by default, and of those whom they are about.
pub(in crate::platform::sendbird) const INVITATION: (&str, &str) = ("joined", "invited_by_non_friend");
pub(in crate::platform::sendbird) const HIDING: (&str, &str) = ("unhidden", "hidden_allow_auto_unhide");

/// The members of a channel, each once, in the order in which they were met.
#[derive(Debug)]
pub(super) struct Members {
    at: Position,
    list: Vec<Record>,
    /// Where in the list a user is.
    by_user: TextSet,
}

impl Members {
    pub(super) fn new(at: Position) -> Members {
        Members { at, list: Vec::new(), by_user: TextSet::default() }
    }

    /// The member that this user is.
    pub(super) fn of(&mut self, user: &str) -> Option<&mut Record> {
        let (place, fresh) = self.by_user.number(user);
        if fresh {
            let mut member = Record::new(Kind::Member, self.at);
            member.set_text(Field::User, user);
            self.list.push(member);
        }
        self.list.get_mut(place)
    }

    /// Takes a field of a channel or an invite, if it is one about members.
    pub(super) fn field(&mut self, key: &str, value: Json<'_>, records: &mut Records<'_>) -> bool {
        match key {
            "members" | "users" | "user_ids" | "participants" => self.listed(value, false, records),
            "operators" | "operator_ids" => self.listed(value, true, records),
            "invitation_status" => self.by_status(value, key, INVITATION, Field::Invited),
            "hidden_status" => self.by_status(value, key, HIDING, Field::Hidden),
            "read_receipt" => {
                for (user, read) in value.entries() {
                    if let (Some(member), Some(time)) = (self.of(user), moment(read)) {
                        member.set_time(Field::LastReadAt, time);
                    }
                }
            }
            "delivery_receipt" => {
                for (user, delivered) in value.entries() {
                    if let Some(member) = self.of(user) {
                        own(member, "delivered_ts", delivered);
                    }
                }
            }
            _ => return false,
        }
        true
    }

    fn listed(&mut self, json: Json<'_>, operators: bool, records: &mut Records<'_>) {
        for element in json.elements() {
            let Some(user) = element.text_or_number().or_else(|| element.get("user_id")?.text_or_number()) else {
                records.unreadable(Kind::Member, self.at, "it names no user_id");
                continue;
            };
            let at = self.at;
            let Some(member) = self.of(&user) else { continue };
            if operators {
                member.set_text(Field::Role, "operator");
            }
            if element.is_object() {
                users::inside(element, at, &is_of_member, records);
                of_member(member, element, records);
            }
        }
    }

    /// An object of users and words: one says that nothing is, one is what the writer takes unless it knows better.
    fn by_status(&mut self, json: Json<'_>, key: &str, (nothing, usual): (&str, &str), field: Field) {
        for (user, status) in json.entries() {
            let word = status.text().unwrap_or_default();
            if let Some(member) = self.of(user)
                && word != nothing
            {
                member.set_flag(field, true);
                if word != usual {
                    own(member, key, status);
                }
            }
        }
    }

    /// Gives a member the role that it had where it came from: none if that is empty.
    pub(super) fn set_role(&mut self, user: &str, role: &str) {
        if let Some(member) = self.of(user) {
            member.take(Field::Role);
            if !role.is_empty() {
                member.set_text(Field::Role, role);
            }
        }
    }

    /// Hands them over, but for those who were made members because they wrote.
    pub(super) fn push(self, state: &State, channel: &str, records: &mut Records<'_>) {
        let added = state.added.get(channel);
        for mut member in self.list {
            let user = member.text(Field::User).unwrap_or_default();
            if added.is_some_and(|added| added.contains(user)) {
                continue;
            }
            if member.get(Field::Role).is_none()
                && let Some(role) = state.roles.get(channel)
            {
                member.set_text(Field::Role, &**role);
            }
            member.set_text(Field::Channel, channel);
            records.push(member);
        }
    }
}

/// A member out of a list of a channel's members: the caller has to say which channel.
pub(super) fn listed(state: &State, json: Json<'_>, at: Position, records: &mut Records<'_>) {
    let Some(channel) = &state.channel else {
        records.unreadable(Kind::Member, at, "it is not known of which channel: name it");
        return;
    };
    let (Some(user), mut members) = (json.get("user_id").and_then(Json::text_or_number), Members::new(at)) else {
        records.unreadable(Kind::Member, at, "it names no user_id");
        return;
    };
    if let Some(member) = members.of(&user) {
        users::inside(json, at, &is_of_member, records);
        of_member(member, json, records);
    }
    members.push(state, channel, records);
}

/// Keys of a member that are not its user's.
pub(super) fn is_of_member(key: &str) -> bool {
    key.starts_with("friend_")
        || matches!(
            key,
            "state"
                | "role"
                | "read_ts"
                | "last_read_ts"
                | "delivered_ts"
                | "joined_ts"
                | "invited_at"
                | "is_hidden"
                | "is_muted"
                | "muted_end_at"
                | "muted_description"
                | "do_not_disturb"
                | "push_enabled"
                | "push_trigger_option"
                | "is_blocking_me"
                | "is_blocked_by_me"
        )
}

fn of_member(member: &mut Record, json: Json<'_>, records: &mut Records<'_>) {
    let at = member.at;
    for (key, value) in json.entries().filter(|(key, _)| is_of_member(key)) {
        let word = value.text().unwrap_or_default();
        match (key, &*word) {
            ("role", "none" | "") | ("state", "joined") | ("push_trigger_option", "all" | "default") => {}
            ("role", role) => member.set_text(Field::Role, role),
            ("state", "invited") => member.set_flag(Field::Invited, true),
            ("read_ts" | "last_read_ts", _) => {
                if let Some(time) = moment(value) {
                    member.set_time(Field::LastReadAt, time);
                }
            }
            ("joined_ts", _) => {
                if let Some(time) = moment(value) {
                    member.set_time(Field::JoinedAt, time);
                }
            }
            ("is_hidden", _) if value.flag() == Some(true) => member.set_flag(Field::Hidden, true),
            ("push_trigger_option", "off") => member.set(Field::Notify, Value::Json("false".into())),
            ("push_trigger_option", "mention_only") => {
                member.set(Field::Notify, Value::Json("\"MentionsOnly\"".into()));
            }
            // Push is on for everybody who did not turn it off.
            ("push_enabled", _) if value.flag() == Some(false) => {
                member.set(Field::Notify, Value::Json("false".into()));
            }
            ("push_enabled", _) => {}
            ("is_blocking_me" | "is_blocked_by_me", _) => left(records, Kind::Member, key, value, at, FOLLOWS),
            _ => own(member, key, value),
        }
    }
}
