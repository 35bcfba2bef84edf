//! Threads: Stream's have one level, so that replies to replies hang on the first message.

use std::collections::BTreeMap;

use crate::history::{Field, Record};

/// The first messages of threads, by the ids of the replies in them.
pub(super) fn roots(messages: &[Record]) -> BTreeMap<String, String> {
    let parents: BTreeMap<&str, &str> = messages
        .iter()
        .filter_map(|message| Some((message.text(Field::Id)?, message.text(Field::ReplyTo).unwrap_or_default())))
        .collect();
    // What a message hangs on: nothing if it is itself, or something that is not in the channel.
    let mut roots: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for id in parents.keys() {
        let mut way = Vec::new();
        let mut at = *id;
        let root = loop {
            if let Some(known) = roots.get(at) {
                break known.unwrap_or(at);
            }
            // Marked for now, so that a ring of replies ends where it closes.
            roots.insert(at, None);
            way.push(at);
            match parents.get(at).filter(|parent| parents.contains_key(**parent)) {
                Some(parent) => at = parent,
                None => break at,
            }
        };
        for reply in way {
            roots.insert(reply, (reply != root).then_some(root));
        }
    }
    roots.into_iter().filter_map(|(reply, root)| Some((reply.to_owned(), root?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::roots;
    use crate::finding::Position;
    use crate::history::{Field, Kind, Record};

    #[test]
    fn replies_hang_on_the_first_message() {
        let table = [
            ("a", ""),
            ("b", "a"),
            ("c", "b"),
            ("d", "c"),
            ("alone", "nobody"),
            ("e", "alone"),
            ("self", "self"),
            ("f", "self"),
            ("ring-1", "ring-2"),
            ("ring-2", "ring-3"),
            ("ring-3", "ring-1"),
            ("g", "ring-2"),
        ];
        let messages: Vec<Record> = table
            .iter()
            .map(|(id, parent)| {
                let mut message = Record::new(Kind::Message, Position::default());
                message.set_text(Field::Id, *id);
                message.set_text(Field::ReplyTo, *parent);
                message
            })
            .collect();
        let roots = roots(&messages);
        for reply in ["b", "c", "d"] {
            assert_eq!(roots[reply], "a");
        }
        assert_eq!((roots["e"].as_str(), roots["f"].as_str()), ("alone", "self"));
        for root in ["a", "alone", "self"] {
            assert!(!roots.contains_key(root));
        }
        // One of a ring is its first message, the others hang on it, and nothing hangs on a reply.
        assert!(roots.values().all(|root| !roots.contains_key(root)), "{roots:?}");
        assert!(roots.contains_key("g"));
    }
}
