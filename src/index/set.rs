//! A set of fingerprints with 32 bits beside each, made for millions.
//!
//! Open addressing in 64 shards that grow on their own by half: the peak while one of them moves is a hundredth of the
//! whole, where a single table that doubles would need three times its size (wasm memory never shrinks again). A byte of
//! each fingerprint stands in a table of its own, small enough for the caches: what is new, as most ids are, is known to
//! be new without a look at the large table.

use super::Fingerprint;

const SHARDS: usize = 64;
const FIRST: usize = 8;

/// A set of fingerprints, each with a note of 32 bits if it was made to have them.
#[derive(Debug)]
pub(crate) struct Set {
    shards: Vec<Shard>,
    noted: bool,
}

#[derive(Debug, Default)]
struct Shard {
    /// A byte of each fingerprint; 0 is an empty slot.
    tags: Vec<u8>,
    keys: Vec<Fingerprint>,
    notes: Vec<u32>,
    used: usize,
}

impl Set {
    /// A set without notes: all of them read 0.
    pub(crate) fn new() -> Set {
        Set { shards: Vec::new(), noted: false }
    }

    /// A set with notes.
    pub(crate) fn with_notes() -> Set {
        Set { shards: Vec::new(), noted: true }
    }

    /// Adds a fingerprint with its note. `false`, and nothing changed, if it was there.
    #[inline]
    pub(crate) fn insert(&mut self, key: Fingerprint, note: u32) -> bool {
        if self.shards.is_empty() {
            self.shards.resize_with(SHARDS, Shard::default);
        }
        let Some(shard) = self.shards.get_mut(shard_of(key)) else { return false };
        shard.insert(key, note, self.noted)
    }

    /// The note of a fingerprint, if it is there.
    #[inline]
    pub(crate) fn get(&self, key: Fingerprint) -> Option<u32> {
        let shard = self.shards.get(shard_of(key))?;
        let at = shard.find(key)?;
        Some(shard.notes.get(at).copied().unwrap_or(0))
    }

    #[inline]
    pub(crate) fn contains(&self, key: Fingerprint) -> bool {
        self.shards.get(shard_of(key)).is_some_and(|shard| shard.find(key).is_some())
    }

    /// Adds bits to the note of a fingerprint that is there.
    pub(crate) fn mark(&mut self, key: Fingerprint, bits: u32) {
        if let Some(shard) = self.shards.get_mut(shard_of(key))
            && let Some(at) = shard.find(key)
            && let Some(note) = shard.notes.get_mut(at)
        {
            *note |= bits;
        }
    }

    /// All fingerprints, in no order that means anything.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Fingerprint> {
        self.shards.iter().flat_map(|shard| {
            let taken = shard.keys.iter().zip(&shard.tags).filter(|(_, tag)| **tag != 0);
            taken.map(|(key, _)| *key)
        })
    }
}

/// The highest bits choose the shard.
fn shard_of(key: Fingerprint) -> usize {
    (key >> 122) as usize
}

/// Bits that neither the shard nor the place is chosen by.
#[expect(clippy::cast_possible_truncation, reason = "one byte is what is wanted")]
fn tag_of(key: Fingerprint) -> u8 {
    ((key >> 96) as u8).max(1)
}

impl Shard {
    /// Where a fingerprint's search begins: 32 of its bits, scaled to the table's size, whatever that is.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "32 of the bits are what is wanted")]
    fn start(&self, key: Fingerprint) -> usize {
        ((u64::from((key >> 64) as u32) * self.tags.len() as u64) >> 32) as usize
    }

    #[inline]
    fn find(&self, key: Fingerprint) -> Option<usize> {
        let tag = tag_of(key);
        let mut at = self.start(key);
        loop {
            match self.tags.get(at) {
                Some(0) => return None,
                Some(found) => {
                    if *found == tag && self.keys.get(at) == Some(&key) {
                        return Some(at);
                    }
                    at += 1;
                }
                // Past the end: wrap; in a table without slots, give up.
                None if at == 0 => return None,
                None => at = 0,
            }
        }
    }

    fn insert(&mut self, key: Fingerprint, note: u32, noted: bool) -> bool {
        if (self.used + 1) * 20 > self.tags.len() * 17 {
            self.grow(noted);
        }
        let tag = tag_of(key);
        let mut at = self.start(key);
        loop {
            let Some(found) = self.tags.get_mut(at) else {
                at = 0;
                continue;
            };
            if *found == 0 {
                *found = tag;
                if let Some(slot) = self.keys.get_mut(at) {
                    *slot = key;
                }
                if let Some(slot) = self.notes.get_mut(at) {
                    *slot = note;
                }
                self.used += 1;
                return true;
            }
            if *found == tag && self.keys.get(at) == Some(&key) {
                return false;
            }
            at += 1;
        }
    }

    #[cold]
    fn grow(&mut self, noted: bool) {
        let size = (self.tags.len() * 3 / 2).max(FIRST);
        let tags = std::mem::replace(&mut self.tags, vec![0; size]);
        let keys = std::mem::replace(&mut self.keys, vec![0; size]);
        let old = std::mem::replace(&mut self.notes, if noted { vec![0; size] } else { Vec::new() });
        self.used = 0;
        for (at, (key, _)) in keys.into_iter().zip(tags).enumerate().filter(|(_, (_, tag))| *tag != 0) {
            self.insert(key, old.get(at).copied().unwrap_or(0), noted);
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
        let hasher = Hasher::new(1);
        let mut set = Set::with_notes();
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
