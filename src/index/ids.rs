//! The index of a migration: ids that its documents define and refer to, by kind.
//!
//! In the first reading everything is indexed, and what cannot be told yet is kept open. If the end leaves something
//! open, or shows it wrong, the input is read again: then the index is complete, and each item can be held against it.

use super::{Batch, Fingerprint, Hasher, Set};

/// A number that stands for a kind of thing: what a platform's documents define or refer to.
pub(crate) type IdKind = usize;

/// Something that is held against a definition which was not there yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Later {
    pub(crate) kind: IdKind,
    pub(crate) key: Fingerprint,
    /// What it is held against the definition's note with.
    pub(crate) value: u32,
}

/// What is known of one kind.
#[derive(Debug)]
struct Kind {
    /// What the input defines, with a note of 32 bits.
    defined: Set,
    /// Targets that are yet to be looked up.
    waiting: Batch,
    /// Targets that were referred to before they were defined, if ever.
    open: Set,
    /// Ids that the app has already; `None` where the caller did not say.
    existing: Option<Set>,
    /// Ids that come along with other things, beside which they are described.
    implied: Set,
    /// In the second reading: targets that nothing defines.
    unresolved: Set,
    /// Whether the input defines anything of this kind.
    any: bool,
}

/// A reference that counts only if something else is defined: a sender who has to be a member counts where the
/// channel's members are in the input.
#[derive(Clone, Copy, Debug)]
struct Conditional {
    kind: IdKind,
    key: Fingerprint,
    condition: (IdKind, Fingerprint),
}

/// The index of a migration.
#[derive(Debug)]
pub(crate) struct Ids {
    hasher: Hasher,
    kinds: Vec<Kind>,
    second: bool,
    /// Definitions that were met more than once, and in the second reading those that were met so far.
    repeated: Set,
    met: Set,
    conditional: Vec<Conditional>,
    /// Keys of `conditional`, so that none stands there twice.
    waiting: Set,
    later: Vec<Later>,
    /// Whether something is wrong that only a second reading can put into words.
    pub(crate) late: bool,
}

impl Kind {
    /// Looks up the targets that wait.
    fn look_up(&mut self) {
        self.waiting.look_up(&self.defined, &mut self.open);
    }
}

impl Ids {
    /// An empty index of so many kinds.
    pub(crate) fn new(seed: u64, kinds: usize) -> Ids {
        let kind = || Kind {
            defined: Set::with_notes(),
            waiting: Batch::new(),
            open: Set::new(),
            existing: None,
            implied: Set::new(),
            unresolved: Set::new(),
            any: false,
        };
        Ids {
            hasher: Hasher::new(seed),
            kinds: std::iter::repeat_with(kind).take(kinds).collect(),
            second: false,
            repeated: Set::new(),
            met: Set::new(),
            conditional: Vec::new(),
            waiting: Set::new(),
            later: Vec::new(),
            late: false,
        }
    }

    /// Says that nobody asks for the notes of a kind: its definitions then take less room.
    pub(crate) fn without_notes(&mut self, kind: IdKind) {
        if let Some(kind) = self.kinds.get_mut(kind) {
            kind.defined = Set::new();
        }
    }

    /// Says which ids of a kind the app has already: other ids that the input does not define are then unknown.
    pub(crate) fn close(&mut self, kind: IdKind, ids: impl Iterator<Item = Fingerprint>) {
        let mut set = Set::new();
        for id in ids {
            set.insert(id, 0);
        }
        if let Some(kind) = self.kinds.get_mut(kind) {
            kind.existing = Some(set);
        }
    }

    /// Whether the caller listed all ids of this kind that the app has.
    pub(crate) fn closed(&self, kind: IdKind) -> bool {
        self.kinds.get(kind).is_some_and(|kind| kind.existing.is_some())
    }

    /// Whether this is the second reading.
    pub(crate) fn second(&self) -> bool {
        self.second
    }

    /// The fingerprint of an id.
    pub(crate) fn one(&self, id: &[u8]) -> Fingerprint {
        self.hasher.one(id)
    }

    /// The fingerprint of an id that means something within something else only.
    pub(crate) fn within(&self, outer: Fingerprint, id: &[u8]) -> Fingerprint {
        self.hasher.within(outer, id)
    }

    /// Notes a definition. `false` if the same was defined before.
    pub(crate) fn define(&mut self, kind: IdKind, key: Fingerprint, note: u32) -> bool {
        if self.second {
            let twin = twin(kind, key);
            return !self.repeated.contains(twin) || self.met.insert(twin, 0);
        }
        let Some(known) = self.kinds.get_mut(kind) else { return true };
        known.any = true;
        if known.defined.insert(key, note) {
            return true;
        }
        self.repeated.insert(twin(kind, key), 0);
        self.late = true;
        false
    }

    /// Notes that something comes along with another thing that is described beside it, as often as it does: it is known
    /// then. That is no definition: nothing is twice there, and other ids of the kind are as unknown as before.
    pub(crate) fn imply(&mut self, kind: IdKind, key: Fingerprint) {
        if let Some(known) = self.kinds.get_mut(kind) {
            known.implied.insert(key, 0);
        }
    }

    /// Whether something came along so far; in the second reading, at all.
    pub(crate) fn is_implied(&self, kind: IdKind, key: Fingerprint) -> bool {
        self.kinds.get(kind).is_some_and(|kind| kind.implied.contains(key))
    }

    /// Whether something was defined so far; in the second reading, at all.
    pub(crate) fn is_defined(&self, kind: IdKind, key: Fingerprint) -> bool {
        self.kinds.get(kind).is_some_and(|kind| kind.defined.contains(key))
    }

    /// Whether the app has it already, as far as the caller said.
    pub(crate) fn exists(&self, kind: IdKind, key: Fingerprint) -> bool {
        self.kinds.get(kind).and_then(|kind| kind.existing.as_ref()).is_some_and(|existing| existing.contains(key))
    }

    /// The note of a definition.
    pub(crate) fn note(&self, kind: IdKind, key: Fingerprint) -> Option<u32> {
        self.kinds.get(kind)?.defined.get(key)
    }

    /// Notes a reference. In the second reading: whether nothing defines its target.
    ///
    /// Where the input defines nothing of the kind, and the caller did not say what the app has, nothing is unknown:
    /// a file of messages alone says nothing about users.
    pub(crate) fn refer(&mut self, kind: IdKind, key: Fingerprint) -> bool {
        let Some(known) = self.kinds.get_mut(kind) else { return false };
        if self.second {
            return known.unresolved.contains(key);
        }
        if known.waiting.add(key) {
            known.look_up();
        }
        false
    }

    /// Notes a reference that counts only if `condition` is defined by the input. In the second reading: whether it
    /// counts, and nothing defines its target.
    pub(crate) fn refer_if(&mut self, kind: IdKind, key: Fingerprint, condition: (IdKind, Fingerprint)) -> bool {
        if self.second {
            return self.is_missing(kind, key, condition);
        }
        if !self.is_defined(kind, key) && self.waiting.insert(twin(kind, key), 0) {
            self.conditional.push(Conditional { kind, key, condition });
        }
        false
    }

    fn is_missing(&self, kind: IdKind, key: Fingerprint, condition: (IdKind, Fingerprint)) -> bool {
        self.is_defined(condition.0, condition.1) && !self.is_defined(kind, key) && !self.is_implied(kind, key)
    }

    /// Holds `value` against a definition's note. In the second reading the note, if there is one; in the first one
    /// nothing, but [`Ids::end_first`] is told.
    pub(crate) fn compare(&mut self, later: Later) -> Option<u32> {
        if self.second {
            return self.note(later.kind, later.key);
        }
        self.later.push(later);
        None
    }

    /// Ends the first reading. Whether a second one is needed. `breaks` tells whether a comparison fails, given the
    /// definition's note.
    pub(crate) fn end_first(&mut self, breaks: impl Fn(Later, u32) -> bool) -> bool {
        for kind in &mut self.kinds {
            kind.look_up();
            let open = std::mem::replace(&mut kind.open, Set::new());
            if !kind.any && kind.existing.is_none() {
                continue;
            }
            for key in open.keys() {
                let exists = kind.existing.as_ref().is_some_and(|existing| existing.contains(key));
                if !exists && !kind.defined.contains(key) && !kind.implied.contains(key) {
                    kind.unresolved.insert(key, 0);
                    self.late = true;
                }
            }
        }
        let conditional = std::mem::take(&mut self.conditional);
        self.late |= conditional.iter().any(|one| self.is_missing(one.kind, one.key, one.condition));
        self.waiting = Set::new();
        let later = std::mem::take(&mut self.later);
        self.late |= later.iter().any(|one| self.note(one.kind, one.key).is_some_and(|note| breaks(*one, note)));
        self.second = true;
        self.late
    }
}

/// Tells definitions of different kinds apart that have the same fingerprint.
pub(crate) fn twin(kind: IdKind, key: Fingerprint) -> Fingerprint {
    key ^ (kind as u128 + 1) << 64
}

#[cfg(test)]
mod tests {
    use super::{Ids, Later};

    const USER: usize = 0;
    const MEMBER: usize = 1;
    const CHANNEL: usize = 2;

    fn ids() -> Ids {
        Ids::new(7, 3)
    }

    #[test]
    fn a_reference_is_unknown_only_where_something_of_its_kind_is_known() {
        let mut alone = ids();
        let ann = alone.one(b"ann");
        assert!(!alone.refer(USER, ann) && !alone.end_first(|_, _| false));
        let mut listed = ids();
        let bob = listed.one(b"bob");
        listed.close(USER, [bob].into_iter());
        listed.refer(USER, ann);
        listed.refer(USER, bob);
        assert!(listed.end_first(|_, _| false));
        assert!(listed.refer(USER, ann) && !listed.refer(USER, bob));
        let mut defined = ids();
        defined.refer(USER, ann);
        defined.refer(USER, bob);
        assert!(defined.define(USER, bob, 0) && defined.end_first(|_, _| false));
        assert!(defined.refer(USER, ann) && !defined.refer(USER, bob));
    }

    #[test]
    fn a_condition_has_to_be_defined_for_a_reference_to_count() {
        let mut ids = ids();
        let (member, channel) = (ids.one(b"ann in general"), ids.one(b"general"));
        ids.refer_if(MEMBER, member, (CHANNEL, channel));
        assert!(!ids.end_first(|_, _| false));
        let mut ids = super::Ids::new(7, 3);
        ids.refer_if(MEMBER, member, (CHANNEL, channel));
        ids.define(CHANNEL, channel, 0);
        assert!(ids.end_first(|_, _| false) && ids.refer_if(MEMBER, member, (CHANNEL, channel)));
        assert!(!ids.refer_if(MEMBER, channel, (CHANNEL, member)));
    }

    #[test]
    fn what_comes_along_is_known_and_makes_nothing_else_unknown() {
        let mut ids = ids();
        let (ann, bob, eve) = (ids.one(b"ann"), ids.one(b"bob"), ids.one(b"eve"));
        ids.imply(USER, ann);
        ids.refer(USER, ann);
        ids.refer(USER, eve);
        assert!(!ids.end_first(|_, _| false));
        let mut ids = super::Ids::new(7, 3);
        ids.refer(USER, ann);
        ids.refer(USER, eve);
        for _ in 0..2 {
            ids.imply(USER, ann);
        }
        assert!(ids.define(USER, bob, 0) && ids.end_first(|_, _| false));
        assert!(!ids.refer(USER, ann) && ids.refer(USER, eve));
    }

    #[test]
    fn the_second_of_two_definitions_is_told_in_both_readings() {
        let mut ids = ids();
        let ann = ids.one(b"ann");
        assert!(ids.define(USER, ann, 0) && !ids.define(USER, ann, 0) && ids.define(CHANNEL, ann, 0));
        assert!(ids.end_first(|_, _| false));
        assert!(ids.define(USER, ann, 0) && !ids.define(USER, ann, 0) && ids.define(CHANNEL, ann, 0));
    }

    #[test]
    fn comparisons_wait_for_the_definition() {
        let mut ids = ids();
        let ann = ids.one(b"ann");
        let later = Later { kind: USER, key: ann, value: 5 };
        assert_eq!(ids.compare(later), None);
        ids.define(USER, ann, 9);
        assert!(ids.end_first(|later, note| later.value < note));
        assert_eq!(ids.compare(later), Some(9));
    }
}
