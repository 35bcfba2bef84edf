//! Channels, with their members in them (section 2.2).

use super::super::tables::CHANNEL;
use super::{ChatKittyWriter, properties, section, take_filled};
use crate::convert::park::Object;
use crate::convert::rest::lose_rest;
use crate::convert::texts::TextSet;
use crate::convert::writer::{Output, Room};
use crate::history::{Field, Record, Text};

/// The most members of a DIRECT channel.
const DIRECT_MEMBERS: usize = 10;

impl ChatKittyWriter {
    pub(super) fn channel(&mut self, room: Room, out: &mut Output<'_>) {
        let Room { mut channel, members, messages, reactions } = room;
        let Some(source) = take_filled(&mut channel, Field::Id) else {
            return out.lose_record("channel", channel.at, "it has no id");
        };
        let id = out.ids.channel(&source, channel.at);
        let mut people: Vec<Text> = Vec::new();
        let mut set = TextSet::default();
        for mut member in members {
            member.take(Field::Channel);
            let user = member.take_text(Field::User).unwrap_or_default();
            let user = out.ids.user(&user, member.at);
            if set.insert(&user) {
                people.push(user);
            }
            lose_rest(out, &member);
        }

        let kind = match channel.text(Field::ChannelKind) {
            Some("direct") if self.may_be_direct(&set) => "DIRECT",
            Some("open") => "PUBLIC",
            _ => "PRIVATE",
        };
        let is_direct = kind == "DIRECT";
        // What this says again on the way back; otherwise it is parked.
        if is_direct || matches!(channel.text(Field::ChannelKind), Some("open" | "group")) {
            channel.take(Field::ChannelKind);
        } else if channel.text(Field::ChannelKind) == Some("direct") {
            out.change(&channel, "kind", "ChatKitty has one DIRECT channel of 2 to 10 people: it is a PRIVATE one");
        }
        let mut body = Object::new();
        body.text("type", kind);
        if !is_direct {
            body.text("name", &id);
            if let Some(name) = take_filled(&mut channel, Field::Name) {
                body.text(self.spelt("displayName", "display_name"), &name);
            }
        }
        if let Some(creator) = creator(&mut channel, &set, is_direct, out) {
            body.text("creator", &creator);
        }
        body.texts("members", &people);
        self.idempotency_key(&mut body, &mut channel, Some(&id));
        // What a list of channels tells a DIRECT one by, which has no name.
        if is_direct && out.options.park {
            channel.set_text(Field::Id, source);
        }
        properties(channel, &mut body, &CHANNEL, false, out);
        out.write(section::CHANNELS, &body.end());

        self.messages(messages, &id, out);
        for reaction in reactions {
            out.lose_record("reaction", reaction.at, "ChatKitty has no import of reactions");
        }
    }

    /// Whether these people may have a DIRECT channel: there is one of a set of people.
    fn may_be_direct(&mut self, set: &TextSet) -> bool {
        if set.len() < 2 || set.len() > DIRECT_MEMBERS {
            return false;
        }
        let key = set.sorted().into_iter().fold(1, |outer, (user, _)| self.hasher.within(outer, user.as_bytes()));
        self.sets.insert(key, 0)
    }
}

/// Who made it, as a new id. ChatKitty takes them for a member: a set of people must not grow by that.
fn creator(channel: &mut Record, set: &TextSet, is_direct: bool, out: &mut Output<'_>) -> Option<Text> {
    let source = channel.text(Field::CreatedBy).filter(|creator| !creator.is_empty())?.to_owned();
    let creator = out.ids.user(&source, channel.at);
    if !set.contains(&creator) {
        if is_direct {
            return None;
        }
        out.change(channel, "created_by", "ChatKitty makes the creator of a channel a member");
    }
    channel.take(Field::CreatedBy);
    Some(creator)
}
