//! What a row has no field for: it goes into the metadata, as far as that holds it. Source: `formats/cometchat.md` 5.

use crate::convert::losses::Treatment;
use crate::convert::park::{PREFIX, push_text, to_json};
use crate::convert::tree::Tree;
use crate::convert::writer::Output;
use crate::finding::Position;
use crate::history::{Field, Record, Text, Time, Value};
use crate::platform::cometchat::read::OWN;
use crate::table::{LimitRule, Table};

/// What the metadata of users and groups holds, in bytes of compact JSON.
pub(super) const METADATA: usize = 5_120;

const WHOLE_SECONDS: &str = "CometChat takes whole seconds";

/// How long a text is as JSON.
pub(super) fn quoted_length(text: &str) -> usize {
    let mut json = String::with_capacity(text.len() + 2);
    push_text(&mut json, text);
    json.len()
}

/// How long an object of these entries is as JSON.
pub(super) fn size(entries: &[(Text, Text)]) -> usize {
    let members = entries.iter().map(|(name, json)| quoted_length(name) + 1 + json.len());
    1 + members.map(|member| member + 1).sum::<usize>().max(1)
}

/// Whether an entry can be added.
pub(super) fn fits(entries: &[(Text, Text)], name: &str, json: &str, most: usize) -> bool {
    let free = !entries.iter().any(|(known, _)| known == name);
    free && size(entries) + quoted_length(name) + json.len() + 2 <= most
}

/// Adds an entry if it can be.
pub(super) fn add(entries: &mut Vec<(Text, Text)>, name: &str, json: String, most: usize) -> bool {
    let fits = fits(entries, name, &json, most);
    if fits {
        entries.push((name.into(), json.into()));
    }
    fits
}

/// What of a record was written in another way than it stood there.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Times that are more exact than seconds.
    pub(super) exact: Vec<(Field, Time)>,
    /// Fields that the source has not, and that had to be filled in.
    pub(super) filled_in: Vec<Field>,
}

/// The entries of a row's metadata: the app's own, then what has no other place. Everything that does not fit is counted.
pub(super) fn settle(record: Record, written: &Written, most: usize, out: &mut Output<'_>) -> Vec<(Text, Text)> {
    let (kind, at) = (record.kind.name(), record.at);
    let mut record = record;
    references(&mut record, out);
    let mut kept = out.settle(record, &|_| false, &|kept, name, json| fits(kept, name, json, most));
    for (field, time) in &written.exact {
        let json = to_json(&Value::Time(*time));
        let parked = out.options.park && add(&mut kept, &[PREFIX, field.name()].concat(), json, most);
        let treatment = if parked { Treatment::Parked } else { Treatment::Changed };
        out.losses.add(kind, field.name(), treatment, WHOLE_SECONDS, at);
    }
    for field in written.filled_in.iter().filter(|_| out.options.park) {
        add(&mut kept, &[PREFIX, field.name()].concat(), "null".to_owned(), most);
    }
    kept
}

/// Ids that are parked are those of the output, as all others in it.
pub(super) fn references(record: &mut Record, out: &mut Output<'_>) {
    let at = record.at;
    for (field, value) in &mut record.fields {
        match (field, value) {
            (Field::CreatedBy | Field::Sender | Field::PinnedBy | Field::User, Value::Text(id)) => {
                *id = out.ids.user(&*id, at);
            }
            (Field::ReplyTo | Field::Quoted, Value::Text(id)) => *id = out.ids.message(&*id, at),
            (
                Field::MutedUsers | Field::BlockedUsers | Field::BannedUsers | Field::Mentions | Field::ReadBy,
                Value::Texts(ids),
            ) => {
                for id in ids {
                    *id = out.ids.user(&*id, at);
                }
            }
            (Field::MutedChannels, Value::Texts(ids)) => {
                for id in ids {
                    *id = out.ids.channel(&*id, at);
                }
            }
            _ => {}
        }
    }
}

/// Takes what only CometChat knows and what may stand in the row beside the table's fields: keys and JSON. `inner` is
/// what their names begin with behind the platform's.
pub(super) fn in_place(record: &mut Record, table: &Table, inner: &str) -> Vec<(Text, Text)> {
    let prefix = [OWN, inner].concat();
    let mut taken: Vec<(Text, Text)> = Vec::new();
    record.extra.retain(|(name, json)| {
        let Some(key) = name.strip_prefix(&prefix) else { return true };
        let known = table.fields.iter().any(|field| field.names.iter().any(|name| name.eq_ignore_ascii_case(key)));
        let lost = table.lost.iter().any(|(name, _)| *name == key);
        let twice = taken.iter().any(|(name, _)| name == key);
        let nested = inner.is_empty() && key.starts_with("data.");
        if known || lost || twice || nested {
            return true;
        }
        taken.push((key.into(), json.clone()));
        false
    });
    taken
}

/// Takes one value that only CometChat knows, if it is a text.
pub(super) fn own_text(record: &mut Record, name: &str) -> Option<Text> {
    let key = [OWN, name].concat();
    let at = record.extra.iter().position(|(name, _)| *name == key)?;
    let (_, json) = record.extra.get(at)?;
    let text = Tree::default().parse(json.as_bytes()).ok()?.text()?;
    record.extra.remove(at);
    Some(text)
}

/// Whether a text is a URL that CometChat takes.
pub(super) fn is_url(text: &str, most: u32) -> bool {
    LimitRule::Url.keeps(text.as_bytes()) && LimitRule::MaxCharacters(most).keeps(text.as_bytes())
}

/// Counts what is still in a record, which has no metadata.
pub(super) fn lose_all(record: &Record, reason: &str, out: &mut Output<'_>) {
    for field in names(record) {
        out.lose(record, &field, reason);
    }
}

/// The names of all that is in a record.
pub(super) fn names(record: &Record) -> Vec<Text> {
    let fields = record.fields.iter().map(|(field, _)| Text::from(field.name()));
    let others = record.custom.iter().chain(&record.extra).map(|(name, _)| name.clone());
    fields.chain(others).collect()
}

/// Counts values that went together.
pub(super) fn count(
    kind: &'static str,
    names: &[Text],
    (treatment, reason): (Treatment, &str),
    at: Position,
    out: &mut Output<'_>,
) {
    for name in names {
        out.losses.add(kind, name, treatment, reason, at);
    }
}
