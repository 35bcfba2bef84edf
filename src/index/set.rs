//! A set of fingerprints with 32 bits beside each, made for millions.
//!
//! Open addressing in 64 shards that grow on their own by half: the peak while one of them moves is a hundredth of the
//! whole, where a single table that doubles would need three times its size (wasm memory never shrinks again).

use super::Fingerprint;

const SHARDS: usize = 64;
const FIRST: usize = 8;

/// A set of fingerprints, each with a note of 32 bits.
#[derive(Debug)]
pub(crate) struct Set {
    shards: Vec<Shard>,
}

#[derive(Debug, Default)]
struct Shard {
    /// The fingerprints; 0 is an empty slot.
    keys: Vec<Fingerprint>,
    notes: Vec<u32>,
    used: usize,
}

impl Set {
    pub(crate) fn new() -> Set {
        Set { shards: Vec::new() }
    }

    /// Adds a fingerprint with its note. `false`, and nothing changed, if it was there.
    #[inline]
    pub(crate) fn insert(&mut self, key: Fingerprint, note: u32) -> bool {
        if self.shards.is_empty() {
            self.shards.resize_with(SHARDS, Shard::default);
        }
        let Some(shard) = self.shards.get_mut(shard_of(key)) else { return false };
        shard.insert(key | 1, note)
    }

    /// The note of a fingerprint, if it is there.
    #[inline]
    pub(crate) fn get(&self, key: Fingerprint) -> Option<u32> {
        let shard = self.shards.get(shard_of(key))?;
        let at = shard.find(key | 1)?;
        shard.notes.get(at).copied()
    }

    #[inline]
    pub(crate) fn contains(&self, key: Fingerprint) -> bool {
        self.shards.get(shard_of(key)).is_some_and(|shard| shard.find(key | 1).is_some())
    }

    /// Adds bits to the note of a fingerprint that is there.
    pub(crate) fn mark(&mut self, key: Fingerprint, bits: u32) {
        if let Some(shard) = self.shards.get_mut(shard_of(key))
            && let Some(at) = shard.find(key | 1)
            && let Some(note) = shard.notes.get_mut(at)
        {
            *note |= bits;
        }
    }

    /// All fingerprints, in no order that means anything.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Fingerprint> {
        self.shards.iter().flat_map(|shard| shard.keys.iter().copied().filter(|key| *key != 0))
    }
}

/// The lowest bit marks a slot as taken; the highest ones choose the shard.
fn shard_of(key: Fingerprint) -> usize {
    (key >> 122) as usize
}

impl Shard {
    /// Where a fingerprint's search begins: 32 of its bits, scaled to the table's size, whatever that is.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "32 of the bits are what is wanted")]
    fn start(&self, key: Fingerprint) -> usize {
        ((u64::from((key >> 64) as u32) * self.keys.len() as u64) >> 32) as usize
    }

    #[inline]
    fn find(&self, key: Fingerprint) -> Option<usize> {
        let mut at = self.start(key);
        loop {
            // Past the end, or in a table without slots: wrap, or give up.
            let Some(found) = self.keys.get(at).copied() else {
                if self.keys.is_empty() {
                    return None;
                }
                at = 0;
                continue;
            };
            if found == key {
                return Some(at);
            }
            if found == 0 {
                return None;
            }
            at += 1;
        }
    }

    fn insert(&mut self, key: Fingerprint, note: u32) -> bool {
        if (self.used + 1) * 20 > self.keys.len() * 17 {
            self.grow();
        }
        let mut at = self.start(key);
        loop {
            let Some(slot) = self.keys.get_mut(at) else {
                at = 0;
                continue;
            };
            if *slot == key {
                return false;
            }
            if *slot == 0 {
                *slot = key;
                if let Some(slot) = self.notes.get_mut(at) {
                    *slot = note;
                }
                self.used += 1;
                return true;
            }
            at += 1;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.keys.len() * 3 / 2).max(FIRST);
        let keys = std::mem::replace(&mut self.keys, vec![0; size]);
        let notes = std::mem::replace(&mut self.notes, vec![0; size]);
        self.used = 0;
        for (key, note) in keys.into_iter().zip(notes).filter(|(key, _)| *key != 0) {
            self.insert(key, note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Set;
    use crate::index::Hasher;

    #[test]
    fn it_is_a_map_of_notes() {
        let hasher = Hasher::new(1);
        let mut set = Set::new();
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
