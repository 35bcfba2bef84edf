//! Messages: section 2.4.

use super::attachments::{MOST, attachment};
use super::channels::Target;
use super::draft::{Draft, are_texts, envelope, is_flag, is_text, take_own, users, written};
use super::threads::roots;
use super::{LONGEST_ID, StreamWriter, section};
use crate::convert::intake::MADE_ID;
use crate::convert::made_id::{Case, made_id};
use crate::convert::texts::{TextMap, TextSet};
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text, Time};
use crate::json::text;
use crate::platform::stream::tables::MESSAGE;

/// The messages of a channel that were written: new ids, and when they were sent.
pub(super) type Written = TextMap<(Text, Option<Time>)>;

impl StreamWriter {
    /// Writes the messages of a channel, a thread's first one before its replies.
    pub(super) fn messages(&mut self, messages: Vec<Record>, target: &Target, out: &mut Output<'_>) -> Written {
        let mut new_ids = Written::default();
        let messages = self.with_ids(messages, target, &mut new_ids, out);
        let roots = roots(&messages);
        let mut done = TextSet::default();
        let mut held: TextMap<Vec<Text>> = TextMap::default();
        for message in messages {
            let source = message.text(Field::Id).unwrap_or_default().to_owned();
            let root = roots.get(&source);
            let line = self.message(message, root, &new_ids, target, out);
            match root.filter(|root| !done.contains(root)) {
                Some(root) => match held.get_mut(root) {
                    Some(lines) => lines.push(line.into()),
                    None => held.add(root, vec![line.into()]),
                },
                None => out.write(section::MESSAGES, &line),
            }
            for line in held.get_mut(&source).map(std::mem::take).unwrap_or_default() {
                out.write(section::MESSAGES, &line);
            }
            done.insert(&source);
        }
        new_ids
    }

    /// Gives each message its new id: over all channels there may be one of each.
    fn with_ids(
        &mut self,
        messages: Vec<Record>,
        target: &Target,
        new_ids: &mut Written,
        out: &mut Output<'_>,
    ) -> Vec<Record> {
        let mut kept = Vec::with_capacity(messages.len());
        for message in messages {
            let source = message.text(Field::Id).unwrap_or_default().to_owned();
            let mut new = out.ids.message(&source, message.at);
            if !self.is_first(&new) {
                let both = [&new, " ", &target.cid()].concat();
                new = made_id(&both, Case::Kept, |c| c.is_ascii_graphic(), LONGEST_ID).unwrap_or(both).into();
                if !self.is_first(&new) {
                    out.lose_record("message", message.at, "there is a message of its id already");
                    continue;
                }
                out.change(&message, "id", "a message of another channel has it; Stream wants ids of their own");
            }
            if source.starts_with(MADE_ID) {
                out.change(&message, "id", "Stream requires one: it is made of the message's place in the input");
            }
            new_ids.insert(&source, (new, message.time(Field::SentAt)));
            kept.push(message);
        }
        kept
    }

    fn is_first(&mut self, id: &str) -> bool {
        self.messages.insert(self.hasher.one(id.as_bytes()), 0)
    }

    fn message(
        &mut self,
        mut message: Record,
        root: Option<&String>,
        new_ids: &Written,
        target: &Target,
        out: &mut Output<'_>,
    ) -> String {
        let at = message.at;
        let new_id = |id: &str, out: &mut Output<'_>| match new_ids.get(id) {
            Some((new, _)) => new.clone(),
            None => out.ids.message(id, at),
        };
        let mut draft = Draft::new(out);
        let id = message.take_text(Field::Id).unwrap_or_default();
        draft.object.text("id", &new_id(&id, out));
        message.take(Field::Channel);
        target.name(&mut draft);
        let sender = message.take_text(Field::Sender).filter(|sender| !sender.is_empty());
        let nobody = sender.is_none();
        let sender = if let Some(sender) = sender {
            out.ids.user(&sender, at)
        } else {
            out.change(&message, "sender", "Stream requires one: the system user speaks it");
            self.system(out, at).into()
        };
        draft.object.text("user", &sender);
        let deleted = message.flag(Field::Deleted) || message.get(Field::DeletedAt).is_some();
        let system = nobody || message.flag(Field::System);
        // A deleted message that the system spoke is read as one that somebody spoke: what it was is parked then.
        let kind = match (deleted, system, root) {
            (true, ..) => "deleted",
            (_, true, _) => "system",
            (.., Some(_)) => "reply",
            _ => "regular",
        };
        draft.object.text("type", kind);
        if kind == "system" {
            message.take(Field::System);
        }
        self.body(&mut draft, &mut message, target, out);
        if let Some(root) = root {
            if message.take_text(Field::ReplyTo).is_some_and(|parent| parent != *root) {
                let reason = "Stream's threads have one level: it hangs on the first message of its thread";
                out.change(&message, "reply_to", reason);
            }
            draft.object.text("parent_id", &new_id(root, out));
            draft.flag("show_in_channel", &mut message, Field::ShowInChannel);
        }
        draft.time("created_at", &mut message, Field::SentAt);
        if deleted {
            when_deleted(&mut draft, &mut message, new_ids.get(&id).and_then(|(_, sent)| *sent), out);
        }
        if let Some(quoted) = message.take_text(Field::Quoted) {
            draft.object.text("quoted_message_id", &new_id(&quoted, out));
        }
        let mentions = users(&message.take_texts(Field::Mentions), at, out);
        if !mentions.is_empty() {
            draft.object.texts("mentioned_users_ids", &mentions);
        }
        pin(&mut draft, &mut message, out);
        draft.own("mentioned_roles", &mut message, are_texts);
        draft.own("mentioned_channel", &mut message, is_flag);
        draft.own("mentioned_here", &mut message, is_flag);
        restricted(&mut draft, &mut message, out);
        draft.own("html", &mut message, is_text);
        if message.flag(Field::Silent) {
            draft.custom("silent", &mut message, Field::Silent);
        } else {
            message.take(Field::Silent);
        }
        draft.rest(message, &MESSAGE, is_field, out);
        envelope("message", &draft.object.end())
    }

    /// Text and files.
    fn body(&mut self, draft: &mut Draft, message: &mut Record, target: &Target, out: &mut Output<'_>) {
        if let Some(words) = message.take_text(Field::Text) {
            if text::code_points(words.as_bytes()) as u64 > target.longest {
                out.lose(message, "text", "it is longer than channels of this type take");
            } else {
                draft.object.text("text", &words);
            }
        }
        let mut parts = message.take_parts(Field::Attachments);
        for part in parts.drain(MOST.min(parts.len())..) {
            out.lose_record("attachment", part.at, "Stream takes 30 of them a message");
        }
        if parts.is_empty() {
            return;
        }
        let mut list = Vec::new();
        for part in parts {
            let (json, fetched) = attachment(part, out);
            self.files |= fetched;
            list.push(json);
        }
        draft.object.list("attachments", &list);
    }
}

/// Stream wants to know when a message was deleted.
fn when_deleted(draft: &mut Draft, message: &mut Record, sent: Option<Time>, out: &mut Output<'_>) {
    message.take(Field::Deleted);
    if draft.time("deleted_at", message, Field::DeletedAt) {
        return;
    }
    out.change(message, "deleted_at", "Stream requires it: it is when the message was sent");
    let time = sent.and_then(written).unwrap_or_else(|| Time::default().rfc3339().into());
    draft.object.text("deleted_at", &time);
}

/// A pin needs to know when and by whom.
fn pin(draft: &mut Draft, message: &mut Record, out: &mut Output<'_>) {
    let at = message.at;
    if message.text(Field::PinnedBy).is_none_or(str::is_empty)
        || message.time(Field::PinnedAt).and_then(written).is_none()
    {
        return;
    }
    draft.time("pinned_at", message, Field::PinnedAt);
    if let Some(user) = message.take_text(Field::PinnedBy) {
        draft.object.text("pinned_by_id", &out.ids.user(&user, at));
    }
    draft.time("pin_expires", message, Field::PinExpires);
}

/// Who alone may see it.
fn restricted(draft: &mut Draft, message: &mut Record, out: &mut Output<'_>) {
    const KEY: &str = "restricted_visibility";
    let Some(json) = take_own(message, KEY, &are_texts) else { return };
    let mut tree = Tree::default();
    let list = tree.parse(json.as_bytes()).map(Json::texts).unwrap_or_default();
    draft.object.texts(KEY, users(&list, message.at, out));
}

/// Names that the reader takes for fields.
fn is_field(name: &str, json: &str) -> bool {
    match name {
        "silent" => matches!(json, "true" | "false"),
        "updated_at" | "user" | "cid" | "channel_cid" | "mentioned_users" => true,
        _ => false,
    }
}
