//! `dedup_id`: 3.2, edge cases 40 to 43.

use super::exists;
use crate::finding::{Basis, Severity};
use crate::index::Fingerprint;
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::shown;
use crate::platform::sendbird::tables::MESSAGE;
use crate::platform::sendbird::{DEDUP_IDS, channel_of};

/// The migration requests of a check, in order: an id that was used before is judged by where that was.
#[derive(Debug, Default)]
pub(crate) struct Batches {
    /// Each one's channel, where that is known.
    channels: Vec<Option<Fingerprint>>,
    /// How many have begun in this reading.
    begun: usize,
    second: bool,
}

impl Batches {
    /// A request begins.
    pub(crate) fn begin(&mut self, migration: &Migration) {
        if migration.second() && !self.second {
            self.second = true;
            self.begun = 0;
        }
        if !self.second {
            self.channels.push(channel_of(migration));
        }
        self.begun += 1;
    }

    /// The number of the request at hand.
    fn number(&self) -> u32 {
        u32::try_from(self.begun).unwrap_or(u32::MAX)
    }

    fn channel(&self, number: u32) -> Option<Fingerprint> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.channels.get(index).copied().flatten()
    }
}

const DEDUP_ID: usize = MESSAGE.field("dedup_id");

/// Notes the row's id, and looks whether it was used before.
pub(super) fn dedup_id(batches: &Batches, migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.text(DEDUP_ID) else { return };
    let key = migration.fingerprint(bytes, span);
    let fresh = migration.define(DEDUP_IDS, key, batches.number(), migration.place(DEDUP_ID));
    if migration.ids.exists(DEDUP_IDS, key) {
        let words = ("messages", "which an earlier migration has used", "leave the message out: it is there already");
        exists(migration, bytes, DEDUP_ID, Basis::Documented, words);
    } else if !fresh {
        used_twice(batches, migration, bytes, key);
    }
}

#[cold]
fn used_twice(batches: &Batches, migration: &mut Migration, bytes: &[u8], key: Fingerprint) {
    let (first, number) = (migration.ids.note(DEDUP_IDS, key).unwrap_or(0), batches.number());
    let channel = batches.channel(number);
    let (severity, basis, words) = if first == number {
        (Severity::Error, Basis::Inferred, "which another message of the request has")
    } else if channel.is_some() && channel == batches.channel(first) {
        (Severity::Error, Basis::Documented, "which an earlier message of the channel has")
    } else {
        (Severity::Warning, Basis::Inferred, "which a message of another request has; Sendbird may refuse it there")
    };
    let id = migration.text(DEDUP_ID).map(|span| shown(bytes, span)).unwrap_or_default();
    let message = ["message.dedup_id is ", &text::quoted(&id), ", ", words].concat();
    migration.duplicate(severity, basis, DEDUP_ID, &id, message);
}
