//! What writers do with what they have no field for.

use super::intake::MADE_ID;
use super::writer::{NO_PLACE, Output};
use crate::history::{Field, Record, Text};

/// Counts all that is still in a record as lost: where the target has no custom data for records of this kind.
pub(crate) fn lose_rest(out: &mut Output<'_>, record: &Record) {
    let fields = record.fields.iter().map(|(field, _)| field.name());
    let names = [&record.custom, &record.extra].into_iter().flatten().map(|(name, _)| name.as_str());
    for name in fields.chain(names) {
        out.lose(record, name, NO_PLACE);
    }
}

/// Takes an entry of what only the source's platform knows.
pub(crate) fn take_extra(record: &mut Record, key: &str) -> Option<Text> {
    let at = record.extra.iter().position(|(name, _)| name == key)?;
    Some(record.extra.remove(at).1)
}

/// Takes those entries that the platform's own writer may write back, without the platform's prefix.
pub(crate) fn own_extras(record: &mut Record, prefix: &str, may: impl Fn(&str) -> bool) -> Vec<(Text, Text)> {
    let mut own: Vec<(Text, Text)> = Vec::new();
    record.extra.retain(|(name, json)| {
        let Some(key) = name.strip_prefix(prefix).filter(|key| may(key)) else { return true };
        let fresh = !own.iter().any(|(known, _)| known == key);
        if fresh {
            own.push((key.into(), json.clone()));
        }
        !fresh
    });
    own
}

/// Whether a message's id was made in the conversion: the source has none.
pub(crate) fn is_made(id: &str) -> bool {
    id.starts_with(MADE_ID)
}

/// Custom data without a limit; but no key stands twice.
pub(crate) fn no_limit(kept: &[(Text, Text)], key: &str, _json: &str) -> bool {
    !kept.iter().any(|(known, _)| known == key)
}

/// What there is to say of a message's files in words: a line for each, its name and where it is.
pub(crate) fn files_in_words(parts: &[Record]) -> String {
    let line = |part: &Record| {
        let words = [part.text(Field::Name), part.text(Field::Url)];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    parts.iter().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
