//! Reactions: section 2.6.

use super::draft::{Draft, written};
use super::messages::Written;
use super::section;
use crate::convert::made_id::{Case, made_id};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text};
use crate::index::{Hasher, Set};
use crate::platform::stream::read::emoji::{LONGEST, is_type, may_stand, spelt};
use crate::platform::stream::tables::REACTION;

/// Writes the reactions to the messages that were written.
pub(super) fn write(reactions: Vec<Record>, messages: &Written, out: &mut Output<'_>) {
    let (mut known, hasher) = (Set::new(), Hasher::new(0));
    for mut reaction in reactions {
        let at = reaction.at;
        let message = reaction.take_text(Field::Message).and_then(|id| messages.get(&id));
        let Some((message, sent)) = message else {
            out.lose_record("reaction", at, "its message is not in the output");
            continue;
        };
        let Some(user) = reaction.take_text(Field::User) else { continue };
        let user = out.ids.user(&user, at);
        let Some(kind) = kind(&mut reaction) else {
            out.lose_record("reaction", at, "it does not say what it is");
            continue;
        };
        let same = [message, &kind].into_iter().fold(1, |outer, text| hasher.within(outer, text.as_bytes()));
        if !known.insert(hasher.within(same, user.as_bytes()), 0) {
            out.lose_record("reaction", at, "the same user reacted to the same message with the same already");
            continue;
        }
        let mut draft = Draft::new(out);
        draft.object.text("message_id", message);
        draft.object.text("type", &kind);
        draft.object.text("user_id", &user);
        reaction.take(Field::Channel);
        if !draft.time("created_at", &mut reaction, Field::CreatedAt) {
            out.change(&reaction, "created_at", "Stream requires it: it is when the message was sent");
            draft.object.text("created_at", &sent.and_then(written).unwrap_or_else(|| "1970-01-01T00:00:00Z".into()));
        }
        draft.custom("score", &mut reaction, Field::Score);
        draft.rest(reaction, &REACTION, is_field, out);
        draft.write(section::REACTIONS, "reaction", out);
    }
}

/// The type that stands for it. Where that does not tell what it stands for, that stays in the record.
fn kind(reaction: &mut Record) -> Option<Text> {
    let text = reaction.text(Field::Type).filter(|text| !text.is_empty())?.to_owned();
    if let Some(kind) = Some(&text).filter(|text| is_type(text)).cloned().or_else(|| spelt(&text)) {
        reaction.take(Field::Type);
        return Some(kind.into());
    }
    made_id(&text, Case::Kept, may_stand, LONGEST).map(Into::into)
}

/// Names that the reader takes for fields.
fn is_field(name: &str, json: &str) -> bool {
    match name {
        "score" => json.parse::<f64>().is_ok(),
        "updated_at" | "cid" | "channel_cid" => true,
        _ => false,
    }
}
