//! Ids that have to change because the target does not take them.

use super::options::KnownId;
use super::texts::TextMap;
use crate::finding::Position;
use crate::index::{Fingerprint, Hasher, Map, Set};

/// What an id is the id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IdKind {
    User,
    Channel,
    Message,
}

const KINDS: [IdKind; 3] = [IdKind::User, IdKind::Channel, IdKind::Message];

impl IdKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            IdKind::User => "user",
            IdKind::Channel => "channel",
            IdKind::Message => "message",
        }
    }
}

/// Two ids that became one.
#[derive(Clone, Debug)]
pub(crate) struct Collision {
    pub(crate) kind: IdKind,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) at: Position,
}

/// A platform's rule: what an id becomes, `None` if it may stay.
pub(crate) type IdRule = fn(IdKind, &str) -> Option<String>;

/// What ids become. The same id always becomes the same one.
#[derive(Debug)]
pub(crate) struct Ids {
    rule: IdRule,
    /// By kind: the ids that change.
    changed: [TextMap<String>; 3],
    /// The ids that stay: most of them, and each is asked for many times.
    stay: Set,
    /// An id that stayed was settled to be another one since.
    moved: bool,
    /// By the new id: which id it came from.
    taken: Map<Fingerprint>,
    hasher: Hasher,
    pub(crate) collisions: Vec<Collision>,
}

impl Ids {
    pub(crate) fn new(rule: IdRule, known: &[KnownId], seed: u64) -> Ids {
        let mut changed: [TextMap<String>; 3] = Default::default();
        for one in known {
            let kind = KINDS.into_iter().find(|kind| kind.name() == one.kind);
            if let Some(map) = kind.and_then(|kind| changed.get_mut(kind as usize)) {
                map.insert(&one.from, one.to.clone());
            }
        }
        let (stay, taken) = (Set::new(), Map::new());
        Ids { rule, changed, stay, moved: false, taken, hasher: Hasher::new(seed), collisions: Vec::new() }
    }

    /// What an id is in the output.
    #[inline(never)]
    pub(crate) fn get(&mut self, kind: IdKind, id: &str, at: Position) -> String {
        let outer = kind as Fingerprint + 1;
        let from = self.hasher.within(outer, id.as_bytes());
        if !self.moved && self.stay.contains(from) {
            return id.to_owned();
        }
        let Some(changed) = self.changed.get_mut(kind as usize) else { return id.to_owned() };
        let other = changed.get(id).cloned().or_else(|| (self.rule)(kind, id));
        let new = if let Some(new) = other {
            changed.add(id, new.clone());
            new
        } else {
            self.stay.insert(from, 0);
            id.to_owned()
        };
        let key = self.hasher.within(outer, new.as_bytes());
        match self.taken.get(key) {
            None => self.taken.add(key, from),
            Some(other) if *other != from => {
                let known = self.collisions.iter().any(|one| one.kind == kind && one.from == id);
                if !known {
                    self.collisions.push(Collision { kind, from: id.to_owned(), to: new.clone(), at });
                }
            }
            Some(_) => {}
        }
        new
    }

    #[inline(never)]
    pub(crate) fn user(&mut self, id: &str, at: Position) -> String {
        self.get(IdKind::User, id, at)
    }

    #[inline(never)]
    pub(crate) fn channel(&mut self, id: &str, at: Position) -> String {
        self.get(IdKind::Channel, id, at)
    }

    #[inline(never)]
    pub(crate) fn message(&mut self, id: &str, at: Position) -> String {
        self.get(IdKind::Message, id, at)
    }

    /// Settles what an id becomes where more than the id has to be known for it.
    #[inline(never)]
    pub(crate) fn settle(&mut self, kind: IdKind, id: &str, new: &str, at: Position) {
        let moves = new != id || self.known(kind, id).is_some() || (self.rule)(kind, id).is_some();
        if let Some(changed) = self.changed.get_mut(kind as usize).filter(|_| moves) {
            changed.insert(id, new.to_owned());
            self.moved = true;
        }
        self.get(kind, id, at);
    }

    /// What an id is known to become, from an earlier conversion or this one.
    pub(crate) fn known(&self, kind: IdKind, id: &str) -> Option<&str> {
        self.changed.get(kind as usize)?.get(id).map(String::as_str)
    }

    /// The ids that changed: kind, old, new.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (IdKind, &str, &str)> {
        let of = |kind: IdKind| {
            let changed = self.changed.get(kind as usize);
            changed.into_iter().flat_map(TextMap::sorted).map(move |(from, to)| (kind, from, to.as_str()))
        };
        KINDS.into_iter().flat_map(of)
    }
}

/// CometChat's published rule, with another platform's alphabet and limit where told. Source: `formats/cometchat.md` 7.
///
/// `keeps` says which characters may stay once the case is as `lower` has it; `most` is the limit in characters.
#[inline(never)]
pub(crate) fn published_rule(id: &str, lower: bool, keeps: fn(char) -> bool, most: usize) -> Option<String> {
    let cased = if lower { id.to_lowercase() } else { id.to_owned() };
    let mut out = String::new();
    for character in cased.chars() {
        if keeps(character) {
            out.push(character);
        } else {
            out.extend(std::iter::repeat_n('_', character.len_utf16()));
        }
    }
    if out == id && out.chars().count() <= most {
        return None;
    }
    let hash = id.chars().fold(0_u32, |hash, character| hash.wrapping_mul(31).wrapping_add(u32::from(character)));
    let mut digits = Vec::new();
    let mut rest = hash;
    loop {
        digits.push(char::from_digit(rest % 36, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    // An underscore and seven digits at most behind it.
    let mut new: String = out.chars().take(most.saturating_sub(10)).collect();
    new.push('_');
    new.extend(digits.iter().rev());
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::{IdKind, Ids, published_rule};
    use crate::finding::Position;

    fn comet_chat(id: &str) -> Option<String> {
        published_rule(id, true, |c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-'), 100)
    }

    #[test]
    fn published_vectors() {
        let table = [
            ("Alice", "alice_11ptgg"),
            ("ALICE", "alice_114pcw"),
            ("john@x.com", "john_x_com_1mdjjpy"),
            ("a.b", "a_b_213p"),
            ("a b", "a_b_20rn"),
            ("é", "__6h"),
            ("用户", "___kgsv"),
            ("😀", "___2r5s"),
            ("messaging:general", "messaging_general_1o0t3ea"),
            (
                "!members-GEmMw0HIFRcUqmdF6YrTz4JG2yKm__Qos0PbljEAp1M",
                "_members-gemmw0hifrcuqmdf6yrtz4jg2ykm__qos0pbljeap1m_7ohx4n",
            ),
        ];
        for (id, new) in table {
            assert_eq!(comet_chat(id).as_deref(), Some(new));
        }
        assert_eq!(comet_chat("alice"), None);
        assert_eq!(comet_chat(&"a".repeat(100)), None);
        assert_eq!(comet_chat(&"a".repeat(101)), Some("a".repeat(90) + "_1b5z19d"));
    }

    #[test]
    fn two_ids_that_become_one_are_told_once() {
        let mut ids = Ids::new(|_, id| published_rule(id, true, |c| c.is_ascii_lowercase(), 100), &[], 1);
        let at = Position::default();
        assert_eq!(ids.user("ann", at), "ann");
        assert_eq!(ids.user("ann", at), "ann");
        let new = ids.user("a.b", at);
        assert_eq!(ids.user("a.b", at), new);
        assert_eq!(ids.channel(&new, at), ids.channel(&new, at));
        assert!(ids.collisions.is_empty());
        // An id that is already what another one becomes.
        ids = Ids::new(|_, id| (id == "a.b").then(|| "ann".to_owned()), &[], 1);
        ids.user("ann", at);
        ids.user("a.b", at);
        ids.user("a.b", at);
        assert_eq!(ids.collisions.len(), 1);
        assert_eq!(ids.changes().collect::<Vec<_>>(), [(IdKind::User, "a.b", "ann")]);
    }

    #[test]
    fn what_is_settled_goes_before_the_rule() {
        let mut ids = Ids::new(|_, id| (id == "room").then(|| "ruled".to_owned()), &[], 1);
        let at = Position::default();
        ids.settle(IdKind::Channel, "room", "messaging:room", at);
        ids.settle(IdKind::Channel, "same", "same", at);
        assert_eq!(ids.channel("room", at), "messaging:room");
        assert_eq!(ids.known(IdKind::Channel, "room"), Some("messaging:room"));
        assert_eq!(ids.known(IdKind::Channel, "same"), None);
        ids.settle(IdKind::Channel, "other", "messaging:room", at);
        assert_eq!(ids.collisions.len(), 1);
    }
}
