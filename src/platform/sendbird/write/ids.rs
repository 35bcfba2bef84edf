//! Ids that Sendbird does not take: 2.7, 2.8; the scheme is the published one, with Sendbird's alphabets and limits.

use crate::convert::ids::IdKind;
use crate::convert::made_id::{Case, made_id};
use crate::convert::writer::Output;
use crate::history::{Field, Record};

const SHORTEST_URL: usize = 4;

/// What an id becomes.
pub(super) fn rule(kind: IdKind, id: &str) -> Option<String> {
    match kind {
        // No character is known to be refused.
        IdKind::User => made_id(id, Case::Kept, |_| true, 80),
        IdKind::Channel => channel_url(id),
        // No limit of `dedup_id` is known.
        IdKind::Message => None,
    }
}

fn channel_url(id: &str) -> Option<String> {
    let keeps = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut url = match made_id(id, Case::Kept, keeps, 100) {
        Some(url) => url,
        None if id.len() >= SHORTEST_URL => return None,
        // With room for nothing else, the rule gives the hash alone.
        None => [id, &made_id(id, Case::Kept, |_| true, 0).unwrap_or_default()].concat(),
    };
    while url.len() < SHORTEST_URL {
        url.push('_');
    }
    Some(url)
}

/// Makes the ids in references that will be parked those of the output.
pub(super) fn refer(record: &mut Record, out: &mut Output<'_>) {
    let at = record.at;
    for field in [Field::CreatedBy, Field::PinnedBy, Field::Sender, Field::ReplyTo, Field::Quoted] {
        if let Some(id) = record.text(field) {
            let id = match field {
                Field::ReplyTo | Field::Quoted => out.ids.message(id, at),
                _ => out.ids.user(id, at),
            };
            record.set_text(field, id);
        }
    }
    for field in [Field::MutedUsers, Field::BlockedUsers, Field::BannedUsers, Field::ReadBy, Field::MutedChannels] {
        if record.get(field).is_some() {
            let ids = record.texts(field).iter();
            let ids = match field {
                Field::MutedChannels => ids.map(|id| out.ids.channel(id, at)).collect(),
                _ => ids.map(|id| out.ids.user(id, at)).collect(),
            };
            record.set_texts(field, ids);
        }
    }
}
