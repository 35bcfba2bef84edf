//! Conversations and who takes part in them (sections 2.3 and 2.4).

use super::super::one_on_one;
use super::super::tables::CONVERSATION;
use super::{TalkJsWriter, custom, own_field, section, unknown_to_us};
use crate::convert::park::Object;
use crate::convert::rest::lose_rest;
use crate::convert::texts::TextSet;
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::{Output, Room};
use crate::history::{Field, Record, Text, Time};
use crate::platform::api::percent_encoded;

/// Up to how many participants it is worked out who has read which message, unless the profile says otherwise: what
/// TalkJS's smallest plan allows (section 5).
const PARTICIPANTS: u64 = 100;

/// Who takes part in a conversation.
#[derive(Debug, Default)]
pub(super) struct People {
    /// New ids, in order.
    ids: Vec<Text>,
    known: TextSet,
    /// Who has read up to when.
    read: Vec<(Time, String)>,
}

impl People {
    /// Adds somebody; whether they are new.
    pub(super) fn add(&mut self, id: &str) -> bool {
        let fresh = self.known.insert(id);
        if fresh {
            self.ids.push(id.into());
        }
        fresh
    }

    /// Who has read what was sent at that time, as far as members tell.
    pub(super) fn readers(&self, sent: Time) -> impl Iterator<Item = &str> {
        self.read.iter().filter(move |(time, _)| *time >= sent).map(|(_, id)| id.as_str())
    }
}

impl TalkJsWriter {
    pub(super) fn conversation(&mut self, room: Room, out: &mut Output<'_>) {
        let Room { mut channel, members, messages, reactions } = room;
        let source = channel.take_text(Field::Id).unwrap_or_default();
        let own = out.ids.channel(&source, channel.at);
        let id = percent_encoded(own.as_bytes());
        let path = ["/v1/{appId}/conversations/", &id].concat();
        let mut people = People::default();
        let limit = out.options.profile.participant_limit.unwrap_or(PARTICIPANTS);
        let with_readers = members.len() as u64 <= limit;
        for member in members {
            participant(member, &path, with_readers, &mut people, out);
        }
        let messages_path = ["/v1/{appId}/import/conversations/", &id, "/messages"].concat();
        self.messages(messages, &messages_path, &mut people, out);
        for reaction in reactions {
            out.lose_record(
                "reaction",
                reaction.at,
                "TalkJS imports none; they can be added by the ids of messages later",
            );
        }

        let mut body = Object::new();
        if !people.ids.is_empty() {
            body.texts("participants", &people.ids);
        }
        for (key, field) in [("subject", Field::Name), ("photoUrl", Field::Image)] {
            if let Some(text) = channel.take_text(field) {
                body.text(key, &text);
            }
        }
        let read_again = one_on_one::kind(&own, &mut people.ids.iter().map(Text::as_str));
        if channel.text(Field::ChannelKind) == Some(read_again) {
            channel.take(Field::ChannelKind);
        }
        if let Some(json) = own_field(&mut channel, "welcomeMessages", are_texts) {
            body.json("welcomeMessages", &json);
        }
        for (key, json) in unknown_to_us(&mut channel, &CONVERSATION) {
            body.json(&key, &json);
        }
        if let Some(custom) = custom(channel, out) {
            body.json("custom", &custom);
        }
        out.request(section::CONVERSATIONS, "PUT", &path, &body.end());
    }
}

/// Takes a member; says by requests of their own what is not the default.
fn participant(mut member: Record, path: &str, with_readers: bool, people: &mut People, out: &mut Output<'_>) {
    member.take(Field::Channel);
    let Some(user) = member.take_text(Field::User) else { return };
    let id = out.ids.user(&user, member.at);
    people.add(&id);
    if with_readers && let Some(time) = member.take_time(Field::LastReadAt) {
        out.change(&member, "last_read_at", "TalkJS has who read each message instead");
        people.read.push((time, id.clone().into()));
    }
    let mut goes = false;
    let mut body = Object::new();
    match member.take_text(Field::Access).as_deref() {
        None | Some("ReadWrite") => {}
        Some("Read") => body.text("access", "Read"),
        Some("None") => goes = true,
        Some(_) => out.lose(&member, "access", "TalkJS knows no such access"),
    }
    if member.take_flag(Field::Banned) == Some(true) {
        goes = true;
        out.change(&member, "banned", "TalkJS has no bans: there is no access any more");
    }
    if goes {
        body = Object::new();
        body.text("access", "None");
    }
    match member.take_json(Field::Notify).as_deref() {
        None | Some("true") => {}
        Some(known @ ("false" | "\"MentionsOnly\"")) => body.json("notify", known),
        Some(_) => out.lose(&member, "notify", "TalkJS takes true, false and \"MentionsOnly\""),
    }
    lose_rest(out, &member);
    let path = [path, "/participants/", &percent_encoded(id.as_bytes())].concat();
    if goes {
        out.request(section::GOODBYES, "PATCH", &path, &body.end());
    } else if !body.is_empty() {
        out.request(section::PARTICIPANTS, "PUT", &path, &body.end());
    }
}

/// Whether it is a list of strings.
fn are_texts(json: &str) -> bool {
    let mut tree = Tree::default();
    let list = tree.parse(json.as_bytes());
    list.is_ok_and(|list| list.is_array() && list.elements().all(Json::is_string))
}
