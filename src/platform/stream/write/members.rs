//! Members: section 2.3.

use super::channels::{Person, Target};
use super::draft::{Draft, is_time};
use super::section;
use crate::convert::texts::TextMap;
use crate::convert::writer::Output;
use crate::history::{Field, Record, Time};
use crate::platform::stream::tables::MEMBER;

const MEMBER_ROLE: &str = "channel_member";
const MODERATOR: &str = "channel_moderator";

/// Works out up to when members have read, where messages tell who has read them. Stream takes members who are not said
/// to have read anything for those who have read it all.
pub(super) fn with_reads(mut people: Vec<Person>, messages: &mut [Record], out: &mut Output<'_>) -> Vec<Person> {
    let mut read: TextMap<Time> = TextMap::default();
    let pair = people.len() == 2;
    for message in messages {
        let mut note = |user: &str, time: Time| {
            let latest = read.get(user).copied().unwrap_or(time);
            read.insert(user, time.max(latest));
        };
        let readers = message.take_texts(Field::ReadBy);
        if let (false, Some(sent)) = (readers.is_empty(), message.time(Field::SentAt)) {
            out.change(message, "read_by", "Stream keeps up to when each member has read instead");
            for user in &readers {
                note(user, sent);
            }
        }
        if let (true, Some(time), Some(sender)) = (pair, message.time(Field::ReadAt), message.text(Field::Sender)) {
            for person in people.iter().filter(|person| person.source != sender) {
                note(&person.source, time);
            }
        }
    }
    for person in &mut people {
        if let Some(time) = read.get(&person.source).filter(|_| person.record.time(Field::LastReadAt).is_none()) {
            person.record.set_time(Field::LastReadAt, *time);
        }
    }
    people
}

/// Writes a member.
pub(super) fn write(person: Person, target: &Target, out: &mut Output<'_>) {
    let mut member = person.record;
    let mut draft = Draft::new(out);
    target.name(&mut draft);
    draft.object.text("user_id", &person.id);
    role(&mut draft, &mut member, target.own, out);
    draft.time("created_at", &mut member, Field::JoinedAt);
    draft.time("last_read", &mut member, Field::LastReadAt);
    let answers = [("invite_accepted_at", Field::InviteAcceptedAt), ("invite_rejected_at", Field::InviteRejectedAt)];
    if answers.iter().any(|(_, field)| member.get(*field).is_some()) && !member.flag(Field::Invited) {
        out.change(&member, "invited", "who answered an invitation was invited");
        member.set_flag(Field::Invited, true);
    }
    draft.flag("invited", &mut member, Field::Invited);
    for (key, field) in answers {
        draft.time(key, &mut member, field);
    }
    draft.flag("hide_channel", &mut member, Field::Hidden);
    draft.own("hide_messages_before", &mut member, is_time);
    draft.time("archived_at", &mut member, Field::ArchivedAt);
    // It stands in the channel.
    member.take(Field::Banned);
    draft.rest(member, &MEMBER, is_field, out);
    draft.write(section::MEMBERS, "member", out);
}

/// Stream's own roles stay; others become the one that means the same. The word itself is parked.
fn role(draft: &mut Draft, member: &mut Record, own: bool, out: &mut Output<'_>) {
    let Some(role) = member.text(Field::Role).map(str::to_owned) else { return };
    if own || role == MEMBER_ROLE || role == MODERATOR {
        member.take(Field::Role);
        draft.object.text("channel_role", &role);
    } else if matches!(role.to_ascii_lowercase().as_str(), "operator" | "admin" | "owner" | "moderator") {
        draft.object.text("channel_role", MODERATOR);
        out.change(member, "role", "Stream's word for it is channel_moderator");
    }
}

/// Names that the reader takes for fields.
fn is_field(name: &str, _json: &str) -> bool {
    matches!(name, "is_moderator" | "invited_accepted_at" | "invited_rejected_at" | "cid" | "channel_cid" | "user")
}
