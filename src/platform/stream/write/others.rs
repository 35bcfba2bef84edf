//! Items that only Stream has: devices, bans to come, polls. Sections 2.7 to 2.9.

use super::draft::{Draft, is_flag, is_text, is_time};
use super::{LONGEST_ID, StreamWriter, section};
use crate::convert::tree::Tree;
use crate::convert::writer::{NO_PLACE, Output, as_text};
use crate::history::{Field, Record};
use crate::platform::stream::read::OWN;

/// The providers of push notifications.
const PROVIDERS: [&str; 4] = ["firebase", "apn", "huawei", "xiaomi"];

impl StreamWriter {
    pub(super) fn add_other(&mut self, mut record: Record, out: &mut Output<'_>) {
        let kind = record.take_text(Field::Type).unwrap_or_default();
        let own = record.extra.iter().all(|(name, _)| name.starts_with(OWN));
        let written = own
            && match kind.as_str() {
                "device" => self.device(&mut record, out),
                "future_channel_ban" => ban(&mut record, out),
                "poll" => poll(section::POLLS, "poll", &mut record, out),
                "poll_vote" => poll(section::POLL_VOTES, "poll_vote", &mut record, out),
                _ => false,
            };
        if !written {
            out.lose_record(if kind.is_empty() { "other" } else { &kind }, record.at, "Stream takes none like it");
            return;
        }
        for (name, json) in &record.extra {
            if json != "null" {
                out.lose(&record, name.strip_prefix(OWN).unwrap_or(name), NO_PLACE);
            }
        }
    }

    fn device(&mut self, record: &mut Record, out: &mut Output<'_>) -> bool {
        let is_id = |id: &str| !id.is_empty() && id.len() <= LONGEST_ID;
        let extra = |record: &Record, key: &str| {
            record.extra.iter().find(|(name, _)| name.strip_prefix(OWN) == Some(key)).map(|(_, json)| json.clone())
        };
        let id = extra(record, "id").map(|json| as_text(&json)).filter(|id| is_id(id));
        // The API's name for it is shorter.
        let provider = ["push_provider_type", "push_provider"].into_iter().find_map(|key| {
            let provider = as_text(&extra(record, key)?);
            PROVIDERS.contains(&provider.as_str()).then_some((key, provider))
        });
        let user =
            record.take_text(Field::User).filter(|user| !user.is_empty()).map(|user| out.ids.user(&user, record.at));
        let (Some(id), Some((key, provider)), Some(user)) = (id, provider, user) else { return false };
        if !self.devices.insert(self.hasher.one(id.as_bytes()), 0) {
            return false;
        }
        record
            .extra
            .retain(|(name, _)| !matches!(name.strip_prefix(OWN), Some(known) if known == "id" || known == key));
        let mut draft = Draft::new(out);
        draft.object.text("id", &id);
        draft.object.text("user_id", &user);
        draft.object.text("push_provider_type", &provider);
        draft.own("push_provider_name", record, is_text);
        draft.own("created_at", record, is_time);
        draft.write(section::DEVICES, "device", out);
        true
    }
}

fn ban(record: &mut Record, out: &mut Output<'_>) -> bool {
    let mut take = |field| record.take_text(field).filter(|user| !user.is_empty());
    let (Some(user), Some(maker)) = (take(Field::User), take(Field::CreatedBy)) else {
        return false;
    };
    let mut draft = Draft::new(out);
    draft.object.text("target_id", &out.ids.user(&user, record.at));
    draft.object.text("created_by", &out.ids.user(&maker, record.at));
    draft.own("reason", record, is_text);
    draft.own("shadow", record, is_flag);
    draft.own("created_at", record, is_time);
    draft.write(section::BANS, "future_channel_ban", out);
    true
}

/// Their fields are not public: they go back as they came.
fn poll(section: usize, kind: &str, record: &mut Record, out: &mut Output<'_>) -> bool {
    let mut draft = Draft::new(out);
    let at = record.at;
    for (name, json) in std::mem::take(&mut record.extra) {
        let mut tree = Tree::default();
        if tree.parse(json.as_bytes()).is_ok() {
            draft.object.json(name.strip_prefix(OWN).unwrap_or(&name), &json);
        }
    }
    for (key, field) in [("user_id", Field::User), ("created_by_id", Field::CreatedBy)] {
        if let Some(user) = record.take_text(field) {
            draft.object.text(key, &out.ids.user(&user, at));
        }
    }
    draft.write(section, kind, out);
    true
}
