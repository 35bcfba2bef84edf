//! Who is in a channel: 2.8, 2.10.

use super::super::read::{ADDED, HIDING, INVITATION, ROLES};
use super::values::{own_text, park};
use crate::convert::park::Object;
use crate::convert::rest::lose_rest;
use crate::convert::texts::TextSet;
use crate::convert::writer::{Output, Room};
use crate::history::{Field, Kind, Record, Text};
use crate::index::{Hasher, Set};
use crate::order;

/// The most users that one call takes, and the most operators.
const MOST: usize = 100;

/// Roles of other platforms that are what Sendbird calls an operator.
const OPERATORS: &[&str] =
    &["operator", "admin", "owner", "moderator", "channel_moderator", "channel_admin", "channel_owner"];

/// Words of `invitation_status` and `hidden_status` that are not the usual ones.
const INVITED_BY_FRIEND: &str = "invited_by_friend";
const HIDDEN_FOR_GOOD: &str = "hidden_prevent_auto_unhide";

/// A member, as Sendbird is told of it.
#[derive(Debug, Default)]
struct Member {
    user: Text,
    invitation: Option<Text>,
    hiding: Option<Text>,
}

/// The members of a channel.
#[derive(Debug, Default)]
pub(super) struct Roster {
    members: Vec<Member>,
    operators: Vec<Text>,
    /// Users by the role that does not come back by itself; none where they had none.
    roles: Vec<(Text, Vec<Text>)>,
    /// Whether a member has no role: then there is none that all others have.
    roleless: bool,
    /// Users who are here only because they wrote or made the channel.
    added: Vec<Text>,
}

impl Roster {
    /// Everybody who is in a room, and in a group everybody who wrote there: others' messages might be skipped.
    pub(super) fn of(room: &mut Room, open: bool, out: &mut Output<'_>) -> Roster {
        let mut roster = Roster::default();
        let mut known = TextSet::default();
        let creator = room.channel.text(Field::CreatedBy).map(|id| out.ids.user(id, room.channel.at));
        let mut members: Vec<_> = std::mem::take(&mut room.members).into_iter().enumerate().collect();
        // The creator is the first operator.
        order::sort_by_key(&mut members, |(_, member)| {
            let first = creator.is_some() && member.text(Field::User).map(|id| out.ids.user(id, member.at)) == creator;
            u128::from(!first)
        });
        let mut ordered = Vec::new();
        for (place, mut member) in members {
            let at = member.at;
            let user = out.ids.user(member.take_text(Field::User).unwrap_or_default(), at);
            member.take(Field::Channel);
            let leads = creator.as_ref() == Some(&user) || member.text(Field::Role).is_some_and(is_operator);
            let operator = leads && roster.operators.len() < MOST;
            if open && !operator {
                let reason = "open channels have no members; operators alone are named";
                out.lose_record(Kind::Member.name(), at, reason);
                continue;
            }
            roster.role(&mut member, &user, operator, out);
            known.insert(&user);
            let (invitation, hiding) = if open { (None, None) } else { states(&mut member) };
            lose_rest(out, &member);
            ordered.push((place, Member { user, invitation, hiding }));
        }
        order::sort_by_key(&mut ordered, |(place, _)| *place as u128);
        roster.members = ordered.into_iter().map(|(_, member)| member).collect();
        if open {
            if let Some(creator) = creator.filter(|creator| !known.contains(creator)) {
                roster.operators.insert(0, creator.clone());
                roster.operators.truncate(MOST);
                roster.added.push(creator);
            }
        } else {
            roster.add_senders(room, known, out);
        }
        roster
    }

    fn role(&mut self, member: &mut Record, user: &str, operator: bool, out: &mut Output<'_>) {
        let role = member.take_text(Field::Role);
        self.roleless |= role.is_none();
        if operator {
            self.operators.push(user.into());
        }
        let back = if operator { Some("operator") } else { None };
        if role.as_deref() == back {
            return;
        }
        if role.is_some() {
            park(out, member, Field::Role.name());
        } else {
            out.change(member, Field::Role.name(), "who made the channel becomes its operator");
        }
        if out.options.park {
            let role = role.unwrap_or_default();
            match self.roles.iter_mut().find(|(one, _)| *one == role) {
                Some((_, users)) => users.push(user.into()),
                None => self.roles.push((role, vec![user.into()])),
            }
        }
    }

    fn add_senders(&mut self, room: &Room, mut known: TextSet, out: &mut Output<'_>) {
        let (mut seen, hasher) = (Set::small(), Hasher::new(0));
        for message in room.messages.iter().filter(|message| !message.flag(Field::System)) {
            let Some(sender) = message.shared(Field::Sender) else { continue };
            // Most have written before.
            if !seen.insert(hasher.one(sender.as_bytes()), 0) {
                continue;
            }
            let user = out.ids.user(sender, message.at);
            if known.insert(&user) {
                let member = Record::new(Kind::Member, message.at);
                out.change(&member, "", "who writes in a channel is made its member");
                self.added.push(user.clone());
                self.members.push(Member { user, ..Member::default() });
            }
        }
    }

    pub(super) fn count(&self) -> usize {
        self.members.len()
    }

    /// What is kept about members in the channel's `data`.
    pub(super) fn parked(&self, out: &Output<'_>) -> Vec<(Text, Text)> {
        let mut entries = Vec::new();
        if !self.roles.is_empty() {
            let mut roles = Object::new();
            let common = self.common_role();
            for (role, users) in &self.roles {
                if common == Some(role) {
                    roles.flag(role, true);
                } else {
                    roles.texts(role, users);
                }
            }
            entries.push((ROLES.into(), roles.end().into()));
        }
        if !self.added.is_empty() && out.options.park {
            let mut list = Object::new();
            list.texts("", &self.added);
            let list = list.end();
            let inside = list.strip_prefix("{\"\":").and_then(|list| list.strip_suffix('}')).unwrap_or("[]");
            entries.push((ADDED.into(), inside.into()));
        }
        entries
    }

    /// The role of everybody who has no other one here: what most members are need not name them all.
    fn common_role(&self) -> Option<&Text> {
        if self.roleless {
            return None;
        }
        let operators = self.operator_set();
        let of_others = self.roles.iter().filter(|(_, users)| users.iter().all(|user| !operators.contains(user)));
        of_others.max_by_key(|(_, users)| users.len()).map(|(role, _)| role)
    }

    fn operator_set(&self) -> TextSet {
        let mut operators = TextSet::default();
        for user in &self.operators {
            operators.insert(user);
        }
        operators
    }

    /// The operators, for the call that makes the channel.
    pub(super) fn name_operators(&self, body: &mut Object) {
        if !self.operators.is_empty() {
            body.texts("operator_ids", &self.operators);
        }
    }

    /// Puts the first hundred into the call that makes the channel; operators have to be among them. Gives the bodies of
    /// the invites of the others.
    pub(super) fn name_members(&mut self, body: &mut Object) -> Vec<String> {
        if self.members.len() > MOST {
            let operators = self.operator_set();
            order::sort_by_key(&mut self.members, |member| u128::from(!operators.contains(&member.user)));
        }
        let mut chunks = self.members.chunks(MOST);
        name(chunks.next().unwrap_or_default(), body);
        chunks
            .map(|chunk| {
                let mut body = Object::new();
                name(chunk, &mut body);
                body.end()
            })
            .collect()
    }
}

fn is_operator(role: &str) -> bool {
    OPERATORS.contains(&role)
}

/// Whether a member is only invited, and whether it hides the channel.
fn states(member: &mut Record) -> (Option<Text>, Option<Text>) {
    let decided =
        [Field::InviteAcceptedAt, Field::InviteRejectedAt].into_iter().any(|field| member.get(field).is_some());
    let mut invitation = None;
    if !decided && member.flag(Field::Invited) {
        member.take(Field::Invited);
        let own = own_text(member, "invitation_status", &|word| word == INVITED_BY_FRIEND);
        invitation = Some(own.unwrap_or_else(|| INVITATION.1.into()));
    }
    let mut hiding = None;
    if member.take_flag(Field::Hidden) == Some(true) {
        let own = own_text(member, "hidden_status", &|word| word == HIDDEN_FOR_GOOD);
        hiding = Some(own.unwrap_or_else(|| HIDING.1.into()));
    }
    (invitation, hiding)
}

fn name(members: &[Member], body: &mut Object) {
    body.texts("user_ids", members.iter().map(|member| &member.user));
    let mut states = (Object::new(), Object::new());
    for member in members {
        if let Some(word) = &member.invitation {
            states.0.text(&member.user, word);
        }
        if let Some(word) = &member.hiding {
            states.1.text(&member.user, word);
        }
    }
    for (key, object) in [("invitation_status", states.0), ("hidden_status", states.1)] {
        if !object.is_empty() {
            body.json(key, &object.end());
        }
    }
}
