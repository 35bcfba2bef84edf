//! Threads: Stream's have one level, so that replies to replies hang on the first message.

use crate::convert::texts::TextMap;
use crate::history::{Field, Record};

/// The first messages of threads, by the ids of the replies in them.
pub(super) fn roots(messages: &[Record]) -> TextMap<String> {
    let mut parents: TextMap<&str> = TextMap::default();
    for message in messages {
        if let Some(id) = message.text(Field::Id) {
            parents.insert(id, message.text(Field::ReplyTo).unwrap_or_default());
        }
    }
    // What a message hangs on: nothing if it is itself, or something that is not in the channel.
    let mut found: TextMap<Option<&str>> = TextMap::default();
    for (id, _) in parents.sorted() {
        let mut way = Vec::new();
        let mut at = id;
        let root = loop {
            if let Some(known) = found.get(at) {
                break known.unwrap_or(at);
            }
            // Marked for now, so that a ring of replies ends where it closes.
            found.insert(at, None);
            way.push(at);
            match parents.get(at).filter(|parent| parents.get(parent).is_some()) {
                Some(parent) => at = parent,
                None => break at,
            }
        };
        for reply in way {
            found.insert(reply, (reply != root).then_some(root));
        }
    }
    let mut roots = TextMap::default();
    for (reply, root) in found.sorted() {
        if let Some(root) = root {
            roots.insert(reply, (*root).to_owned());
        }
    }
    roots
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
            assert_eq!(roots.get(reply).unwrap(), "a");
        }
        assert_eq!((roots.get("e").unwrap().as_str(), roots.get("f").unwrap().as_str()), ("alone", "self"));
        for root in ["a", "alone", "self"] {
            assert!(roots.get(root).is_none());
        }
        // One of a ring is its first message, the others hang on it, and nothing hangs on a reply.
        assert!(roots.sorted().all(|(_, root)| roots.get(root).is_none()), "{roots:?}");
        assert!(roots.get("g").is_some());
    }
}
