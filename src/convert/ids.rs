//! Ids that have to change because the target does not take them.

use super::options::KnownId;
use super::texts::TextMap;
use crate::finding::Position;
use crate::history::Text;
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
    /// By the new id: which id it came from; of those that changed.
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
    pub(crate) fn get(&mut self, kind: IdKind, id: Text, at: Position) -> Text {
        let outer = kind as Fingerprint + 1;
        let from = self.hasher.within(outer, id.as_bytes());
        if !self.moved && self.stay.contains(from) {
            return id;
        }
        let Some(changed) = self.changed.get_mut(kind as usize) else { return id };
        let other = changed.get(&id).cloned().or_else(|| (self.rule)(kind, &id));
        let (new, key) = if let Some(new) = other {
            changed.add(&id, new.clone());
            let key = self.hasher.within(outer, new.as_bytes());
            (Text::Own(new), key)
        } else {
            self.stay.insert(from, 0);
            (id.clone(), from)
        };
        // An id that stays has taken itself.
        let taken = self.taken.get(key).copied().or_else(|| self.stay.contains(key).then_some(key));
        match taken {
            None => self.taken.add(key, from),
            Some(other) if other != from => {
                let known = self.collisions.iter().any(|one| one.kind == kind && one.from == *id);
                if !known {
                    self.collisions.push(Collision { kind, from: id.into(), to: new.clone().into(), at });
                }
            }
            Some(_) => {}
        }
        new
    }

    pub(crate) fn user(&mut self, id: impl Into<Text>, at: Position) -> Text {
        self.get(IdKind::User, id.into(), at)
    }

    pub(crate) fn channel(&mut self, id: impl Into<Text>, at: Position) -> Text {
        self.get(IdKind::Channel, id.into(), at)
    }

    pub(crate) fn message(&mut self, id: impl Into<Text>, at: Position) -> Text {
        self.get(IdKind::Message, id.into(), at)
    }

    /// Settles what an id becomes where more than the id has to be known for it.
    #[inline(never)]
    pub(crate) fn settle(&mut self, kind: IdKind, id: &str, new: &str, at: Position) {
        let moves = new != id || self.known(kind, id).is_some() || (self.rule)(kind, id).is_some();
        if let Some(changed) = self.changed.get_mut(kind as usize).filter(|_| moves) {
            changed.insert(id, new.to_owned());
            self.moved = true;
        }
        self.get(kind, id.into(), at);
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

#[cfg(test)]
mod tests {
    use super::{IdKind, Ids};
    use crate::convert::made_id::{Case, made_id};
    use crate::finding::Position;

    #[test]
    fn two_ids_that_become_one_are_told_once() {
        let mut ids = Ids::new(|_, id| made_id(id, Case::Lower, |c| c.is_ascii_lowercase(), 100), &[], 1);
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
