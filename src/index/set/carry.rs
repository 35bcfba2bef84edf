//! Sets as bytes: shard by shard, the fingerprints and then their notes.

use super::{GROUP, SHARDS, Set, Shard, UNWRITTEN};
use crate::index::Fingerprint;
use crate::partial::{Pack, Unpack};

const KEY: usize = size_of::<Fingerprint>();

impl Set {
    /// Adds all of it.
    pub(crate) fn pack(&mut self, pack: &mut Pack) {
        self.write();
        pack.flag(self.noted);
        for number in 0..SHARDS {
            let shard = self.shards.get(number);
            pack.number(shard.map_or(0, |shard| shard.used as u64));
            let Some(shard) = shard else { continue };
            let taken = || shard.keys.iter().enumerate().filter(|(_, key)| **key != UNWRITTEN);
            for (_, key) in taken() {
                pack.key(*key);
            }
            for note in taken().filter_map(|(at, _)| shard.notes.get(at)) {
                pack.note(*note);
            }
        }
    }

    /// Adds what was packed; a fingerprint that is there already keeps its note.
    pub(crate) fn absorb(&mut self, unpack: &mut Unpack) -> Option<()> {
        let noted = unpack.flag()?;
        self.shards.resize_with(SHARDS, Shard::default);
        for number in 0..SHARDS {
            let [keys, values] = unpack_shard(unpack, noted)?;
            let (keys, _) = keys.as_chunks::<KEY>();
            let (values, _) = values.as_chunks::<4>();
            // They come in the order of the table that they were in: into one with less room they would all want the
            // same slots. What waits for a slot of it would lose that.
            self.write();
            if let Some(shard) = self.shards.get_mut(number) {
                shard.make_room(keys.len(), self.noted);
            }
            for (at, key) in keys.iter().enumerate() {
                let note = values.get(at).map_or(0, |note| u32::from_le_bytes(*note));
                self.insert(Fingerprint::from_le_bytes(*key), note);
            }
        }
        Some(())
    }

    /// Whether nothing of what was packed is here already.
    pub(crate) fn is_apart_from(&self, unpack: &mut Unpack) -> Option<bool> {
        let noted = unpack.flag()?;
        let mut apart = true;
        for _ in 0..SHARDS {
            let [keys, _] = unpack_shard(unpack, noted)?;
            let (keys, _) = keys.as_chunks::<KEY>();
            apart &= !keys.iter().any(|key| self.contains(Fingerprint::from_le_bytes(*key)));
        }
        Some(apart)
    }
}

/// The fingerprints and the notes of one shard.
fn unpack_shard<'a>(unpack: &mut Unpack<'a>, noted: bool) -> Option<[&'a [u8]; 2]> {
    let count = unpack.index()?;
    let keys = unpack.take(count.checked_mul(KEY)?)?;
    let values = unpack.take(if noted { count.checked_mul(4)? } else { 0 })?;
    Some([keys, values])
}

impl Shard {
    /// Makes room for so many more.
    fn make_room(&mut self, more: usize, noted: bool) {
        let wanted = (self.used + more + 1) * 20;
        if wanted > self.tags.len() * GROUP * 17 {
            self.resize(wanted.div_ceil(GROUP * 17), noted);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::index::{Hasher, Set};
    use crate::partial::{Pack, Unpack};

    #[test]
    fn sets_are_added_to_sets() {
        let hasher = Hasher::new(1);
        let key = |number: u32| hasher.one(&number.to_le_bytes());
        let set = |numbers: std::ops::Range<u32>| {
            let mut set = Set::with_notes();
            for number in numbers {
                set.insert(key(number), number);
            }
            set
        };
        let mut pack = Pack::default();
        set(5_000..9_000).pack(&mut pack);
        for below in [0, 3, 5_000, 5_001] {
            let mut one = set(0..below);
            assert_eq!(one.is_apart_from(&mut Unpack::new(&pack.bytes)), Some(below <= 5_000));
            let mut unpack = Unpack::new(&pack.bytes);
            assert!(one.absorb(&mut unpack).is_some() && unpack.is_empty());
            for number in 0..10_000 {
                let known = number < below || (5_000..9_000).contains(&number);
                assert_eq!(one.get(key(number)), known.then_some(number));
            }
        }
        let mut plain = Set::new();
        assert!(plain.absorb(&mut Unpack::new(&pack.bytes)).is_some());
        assert_eq!((plain.keys().count(), plain.get(key(6_000))), (4_000, Some(0)));
        assert!(plain.absorb(&mut Unpack::new(&pack.bytes[..pack.bytes.len() - 1])).is_none());
    }
}
