//! A set of fingerprints with 32 bits beside each, made for millions.
//!
//! Open addressing in 64 shards that grow on their own by half: the peak while one of them moves is a hundredth of the
//! whole, where a single table that doubles would need three times its size (wasm memory never shrinks again). A byte of
//! each fingerprint stands in a table of its own, small enough for the caches: what is new, as most ids are, is known to
//! be new without a look at the large table. Slots are searched in groups of 16, whose bytes are compared at one stroke.

mod carry;

use super::Fingerprint;
use crate::json::simd;

const SHARDS: usize = 64;

/// Slots of a group.
const GROUP: usize = simd::WIDTH;

/// Groups up to which a shard doubles: what it takes then is nothing beside the rest.
const SMALL: usize = 64;

/// How many fingerprints wait to be written: enough that the processor fetches many of their places at once, few enough
/// to be searched.
const WAITING: usize = 64;

/// What a slot holds that is free or waits. No id has this fingerprint: the odds are one in 2^128.
const UNWRITTEN: Fingerprint = 0;

/// A set of fingerprints, each with a note of 32 bits if it was made to have them.
#[derive(Debug)]
pub(crate) struct Set {
    shards: Vec<Shard>,
    /// How many there are as soon as there is one fingerprint.
    most: usize,
    noted: bool,
    /// Fingerprints whose byte stands in its table, and that are not written yet. Their places are anywhere in memory: one
    /// by one the processor would run out of room for what it has to write, and wait.
    waiting: Vec<Waiting>,
}

/// A fingerprint that is to be written to a slot of a shard.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    key: Fingerprint,
    shard: usize,
    at: usize,
    note: u32,
}

#[derive(Debug, Default)]
struct Shard {
    /// A byte of each fingerprint, in groups; 0 is an empty slot.
    tags: Vec<[u8; GROUP]>,
    keys: Vec<Fingerprint>,
    notes: Vec<u32>,
    used: usize,
}

impl Set {
    /// A set without notes: all of them read 0.
    pub(crate) fn new() -> Set {
        Set { shards: Vec::new(), most: SHARDS, noted: false, waiting: Vec::new() }
    }

    /// A set with notes.
    pub(crate) fn with_notes() -> Set {
        Set { shards: Vec::new(), most: SHARDS, noted: true, waiting: Vec::new() }
    }

    /// A set with notes for few fingerprints: a single shard.
    pub(crate) fn small() -> Set {
        Set { shards: Vec::new(), most: 1, noted: true, waiting: Vec::new() }
    }

    /// The highest bits choose the shard. There are none or as many as a power of two.
    #[inline(always)]
    fn shard_of(&self, key: Fingerprint) -> usize {
        (key >> 122) as usize & self.shards.len().wrapping_sub(1)
    }

    /// Adds a fingerprint with its note. `false`, and nothing changed, if it was there.
    #[inline(never)]
    pub(crate) fn insert(&mut self, key: Fingerprint, note: u32) -> bool {
        if self.shards.is_empty() {
            self.shards.resize_with(self.most, Shard::default);
        }
        let index = self.shard_of(key);
        if self.shards.get(index).is_some_and(Shard::is_full) {
            self.grow(index);
        }
        let Some(shard) = self.shards.get_mut(index) else { return false };
        let Some(at) = shard.reserve(key, &self.waiting) else { return false };
        self.waiting.push(Waiting { key, shard: index, at, note });
        if self.waiting.len() == WAITING {
            self.write();
        }
        true
    }

    /// Writes what waits for it.
    #[inline(never)]
    fn write(&mut self) {
        for Waiting { key, shard, at, note } in self.waiting.drain(..) {
            if let Some(shard) = self.shards.get_mut(shard) {
                shard.put(at, key, note);
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, index: usize) {
        self.write();
        if let Some(shard) = self.shards.get_mut(index) {
            shard.grow(self.noted);
        }
    }

    /// The note of a fingerprint, if it is there.
    #[inline(always)]
    pub(crate) fn get(&self, key: Fingerprint) -> Option<u32> {
        let shard = self.shards.get(self.shard_of(key))?;
        match shard.find(key) {
            Found::At(at) => Some(shard.notes.get(at).copied().unwrap_or(0)),
            Found::Perhaps => self.waits(key),
            Found::No => None,
        }
    }

    /// Whether a fingerprint is there.
    #[inline(never)]
    pub(crate) fn contains(&self, key: Fingerprint) -> bool {
        let Some(shard) = self.shards.get(self.shard_of(key)) else { return false };
        match shard.find(key) {
            Found::At(_) => true,
            Found::Perhaps => self.waits(key).is_some(),
            Found::No => false,
        }
    }

    /// The note of a fingerprint that is not written yet.
    #[inline(never)]
    fn waits(&self, key: Fingerprint) -> Option<u32> {
        let one = self.waiting.iter().find(|one| one.key == key)?;
        Some(if self.noted { one.note } else { 0 })
    }

    /// Adds bits to the note of a fingerprint that is there.
    pub(crate) fn mark(&mut self, key: Fingerprint, bits: u32) {
        self.write();
        let index = self.shard_of(key);
        if let Some(shard) = self.shards.get_mut(index)
            && let Found::At(at) = shard.find(key)
            && let Some(note) = shard.notes.get_mut(at)
        {
            *note |= bits;
        }
    }

    /// All fingerprints, in no order that means anything.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Fingerprint> {
        let written = self.shards.iter().flat_map(|shard| shard.keys.iter().copied().filter(|key| *key != UNWRITTEN));
        written.chain(self.waiting.iter().map(|one| one.key))
    }
}

/// Bits that neither the shard nor the place is chosen by.
#[expect(clippy::cast_possible_truncation, reason = "one byte is what is wanted")]
fn tag_of(key: Fingerprint) -> u8 {
    ((key >> 96) as u8).max(1)
}

/// What a search came to.
#[derive(Clone, Copy, Debug)]
enum Found {
    /// The slot.
    At(usize),
    /// It is not written; a slot with its byte is there, which may be waiting for it.
    Perhaps,
    No,
}

impl Shard {
    /// The group where a fingerprint's search begins: 32 of its bits, scaled to the table's size, whatever that is.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "32 of the bits are what is wanted")]
    fn start(&self, key: Fingerprint) -> usize {
        ((u64::from((key >> 64) as u32) * self.tags.len() as u64) >> 32) as usize
    }

    /// Where a fingerprint stands in a group, if it does; `alike` are the slots with its byte.
    #[inline(always)]
    fn find_in(&self, mut alike: u32, group: usize, key: Fingerprint) -> Option<usize> {
        while alike != 0 {
            let at = group * GROUP + alike.trailing_zeros() as usize;
            if self.keys.get(at) == Some(&key) {
                return Some(at);
            }
            alike &= alike - 1;
        }
        None
    }

    #[inline(always)]
    fn find(&self, key: Fingerprint) -> Found {
        let mut group = self.start(key);
        let mut missed = Found::No;
        loop {
            match self.tags.get(group) {
                Some(tags) => {
                    let alike = simd::equal_to(tags, tag_of(key));
                    if alike != 0 {
                        if let Some(at) = self.find_in(alike, group, key) {
                            return Found::At(at);
                        }
                        missed = Found::Perhaps;
                    }
                    if simd::equal_to(tags, 0) != 0 {
                        return missed;
                    }
                    group += 1;
                }
                // Past the end: wrap; in a table without slots, give up.
                None if group == 0 => return Found::No,
                None => group = 0,
            }
        }
    }

    /// Whether it has to grow before one more is added.
    #[inline(always)]
    fn is_full(&self) -> bool {
        (self.used + 1) * 20 > self.tags.len() * GROUP * 17
    }

    /// The slot for a fingerprint, taken for it; `None` if it has one already.
    #[inline(always)]
    fn reserve(&mut self, key: Fingerprint, waiting: &[Waiting]) -> Option<usize> {
        let mut group = self.start(key);
        loop {
            let Some(tags) = self.tags.get(group) else {
                group = 0;
                continue;
            };
            let (alike, free) = (simd::equal_to(tags, tag_of(key)), simd::equal_to(tags, 0));
            if alike != 0 && (self.find_in(alike, group, key).is_some() || waiting.iter().any(|one| one.key == key)) {
                return None;
            }
            if free != 0 {
                let at = group * GROUP + free.trailing_zeros() as usize;
                self.take(at, key);
                return Some(at);
            }
            group += 1;
        }
    }

    /// Takes a free slot for a fingerprint.
    #[inline(always)]
    fn take(&mut self, at: usize, key: Fingerprint) {
        if let Some(tag) = self.tags.as_flattened_mut().get_mut(at) {
            *tag = tag_of(key);
        }
        self.used += 1;
    }

    /// Writes a fingerprint into its slot.
    #[inline(always)]
    fn put(&mut self, at: usize, key: Fingerprint, note: u32) {
        if let Some(slot) = self.keys.get_mut(at) {
            *slot = key;
        }
        if let Some(slot) = self.notes.get_mut(at) {
            *slot = note;
        }
    }

    /// By half, and by all of it while it is small.
    fn grow(&mut self, noted: bool) {
        let groups = self.tags.len();
        let more = if groups < SMALL { groups } else { groups / 2 };
        self.resize(groups + more.max(1), noted);
    }

    /// Moves to a larger table.
    #[cold]
    #[inline(never)]
    fn resize(&mut self, groups: usize, noted: bool) {
        let size = groups * GROUP;
        self.tags = vec![[0; GROUP]; groups];
        let keys = std::mem::replace(&mut self.keys, vec![UNWRITTEN; size]);
        let old = std::mem::replace(&mut self.notes, if noted { vec![0; size] } else { Vec::new() });
        self.used = 0;
        // The old order is nearly the new one: both tables are passed through once.
        for (at, key) in keys.into_iter().enumerate().filter(|(_, key)| *key != UNWRITTEN) {
            if let Some(to) = self.reserve(key, &[]) {
                self.put(to, key, old.get(at).copied().unwrap_or(0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Set;
    use crate::index::Hasher;

    #[test]
    fn without_notes_it_is_a_set() {
        let mut set = Set::new();
        assert!(set.insert(3 << 64, 7) && !set.insert(3 << 64, 7));
        assert_eq!((set.get(3 << 64), set.get(5 << 64)), (Some(0), None));
    }

    #[test]
    fn it_is_a_map_of_notes() {
        for set in [Set::with_notes(), Set::small()] {
            is_a_map(set);
        }
    }

    #[test]
    fn what_is_added_is_there_at_once() {
        for mut set in [Set::with_notes(), Set::small()] {
            let hasher = Hasher::new(2);
            let key = |number: u32| hasher.one(&number.to_le_bytes());
            for number in 0..1_000 {
                assert!(!set.contains(key(number)) && set.get(key(number)).is_none());
                assert!(set.insert(key(number), number) && !set.insert(key(number), 7));
                assert!(set.contains(key(number)) && set.contains(key(number / 2)));
                assert_eq!((set.get(key(number)), set.keys().count()), (Some(number), number as usize + 1));
                if number % 37 == 0 {
                    set.mark(key(number), 1 << 31);
                    assert_eq!(set.get(key(number)), Some(number | 1 << 31));
                    set.mark(key(number), 0);
                }
            }
        }
    }

    fn is_a_map(mut set: Set) {
        let hasher = Hasher::new(1);
        assert!(!set.contains(5) && set.get(5).is_none());
        for number in 0..20_000_u32 {
            assert!(set.insert(hasher.one(&number.to_le_bytes()), number));
        }
        assert!(!set.insert(hasher.one(&7_u32.to_le_bytes()), 99));
        set.mark(hasher.one(&8_u32.to_le_bytes()), 1 << 31);
        for number in 0..20_000_u32 {
            let expected = if number == 8 { 8 | 1 << 31 } else { number };
            assert_eq!(set.get(hasher.one(&number.to_le_bytes())), Some(expected));
        }
        assert!(!set.contains(hasher.one(b"other")));
        assert_eq!(set.keys().count(), 20_000);
    }
}
