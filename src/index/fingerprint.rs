//! Fingerprints of ids.
//!
//! The rounds are those of `SipHash` (Aumasson and Bernstein, 2012): one a word and three at the end, keyed by the seed. It
//! is written out here because ids are short and many: a streaming hasher costs twice as much as the hashing. Fingerprints
//! leave the process in partial results only, which are made for those who know the seed.

/// 128 bits that stand for an id.
pub(crate) type Fingerprint = u128;

/// Makes fingerprints, keyed by a seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hasher {
    key: [u64; 4],
}

#[inline(always)]
fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[2] = v[2].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].rotate_left(32).wrapping_add(v[3]);
    v[2] = v[2].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].rotate_left(32);
}

/// The bytes behind the last whole word, in the low end of a word. Made of overlapping reads: byte by byte takes longer
/// than the hashing.
#[inline(always)]
fn tail(text: &[u8], rest: &[u8]) -> u64 {
    if let Some(last) = text.last_chunk() {
        return u64::from_le_bytes(*last) >> 8 >> (56 - 8 * rest.len());
    }
    if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (rest.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | last;
    }
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

impl Hasher {
    pub(crate) fn new(seed: u64) -> Hasher {
        // One seed makes two keys: the second is the first one's successor in Weyl's sequence.
        let (one, two) = (seed, seed.wrapping_add(0x9e37_79b9_7f4a_7c15));
        let key = [
            one ^ 0x736f_6d65_7073_6575,
            two ^ 0x646f_7261_6e64_6f6d,
            one ^ 0x6c79_6765_6e65_7261,
            two ^ 0x7465_6462_7974_6573,
        ];
        Hasher { key }
    }

    /// The fingerprint of a text.
    pub(crate) fn one(&self, text: &[u8]) -> Fingerprint {
        self.within(0, text)
    }

    /// The fingerprint of a text that means something within something else only: an id within a channel type.
    #[inline(never)]
    #[expect(clippy::cast_possible_truncation, reason = "the halves of a fingerprint, one after the other")]
    pub(crate) fn within(&self, outer: Fingerprint, text: &[u8]) -> Fingerprint {
        let mut v = self.key;
        v[0] ^= outer as u64;
        v[2] ^= (outer >> 64) as u64;
        let (words, rest) = text.as_chunks::<8>();
        for word in words {
            let word = u64::from_le_bytes(*word);
            v[3] ^= word;
            round(&mut v);
            v[0] ^= word;
        }
        // The length, too, so that zeros at the end count.
        let last = tail(text, rest) | (text.len() as u64) << 56;
        v[3] ^= last;
        round(&mut v);
        v[0] ^= last;
        v[2] ^= 0xff;
        round(&mut v);
        round(&mut v);
        round(&mut v);
        u128::from(v[0] ^ v[1]) << 64 | u128::from(v[2] ^ v[3])
    }
}

/// The fingerprint of a pair of fingerprints. They are random already, and nobody outside knows them: mixing is enough.
pub(crate) fn pair(one: Fingerprint, two: Fingerprint) -> Fingerprint {
    one.rotate_left(47) ^ two
}

#[cfg(test)]
mod tests {
    use super::Hasher;

    #[test]
    fn every_byte_and_every_cut_matters_and_so_does_the_seed() {
        let hasher = Hasher::new(7);
        let mut seen = std::collections::HashSet::new();
        for length in 0..40 {
            let text = vec![0; length];
            assert!(seen.insert(hasher.one(&text)), "{length} zeros");
            for at in 0..length {
                let mut text = text.clone();
                text[at] = 1;
                assert!(seen.insert(hasher.one(&text)), "{length} bytes, {at}");
                let (outer, inner) = text.split_at(at);
                assert!(seen.insert(hasher.within(hasher.one(outer), inner)), "{length} bytes, cut at {at}");
            }
        }
        assert_ne!(hasher.one(b"a"), Hasher::new(8).one(b"a"));
        assert_eq!(hasher.one(b"a"), Hasher::new(7).one(b"a"));
    }

    #[test]
    fn halves_and_bits_are_balanced() {
        let hasher = Hasher::new(1);
        for bit in 0..128 {
            let ones = (0..4_000_u32).filter(|number| hasher.one(&number.to_le_bytes()) >> bit & 1 == 1).count();
            assert!((1_800..2_200).contains(&ones), "bit {bit}: {ones} of 4000");
        }
    }
}
