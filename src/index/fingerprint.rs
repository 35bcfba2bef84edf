//! Fingerprints of ids.

use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128, SipHasher13};

/// 128 bits that stand for an id.
pub(crate) type Fingerprint = u128;

/// Makes fingerprints, keyed by a seed.
#[derive(Clone, Debug)]
pub(crate) struct Hasher {
    keyed: SipHasher13,
}

impl Hasher {
    pub(crate) fn new(seed: u64) -> Hasher {
        Hasher { keyed: SipHasher13::new_with_keys(seed, seed.rotate_left(32) ^ 0x5bd1_e995_9d1b_54a5) }
    }

    /// The fingerprint of one text.
    #[inline]
    pub(crate) fn one(&self, text: &[u8]) -> Fingerprint {
        let mut hasher = self.keyed;
        hasher.write(text);
        hasher.finish128().as_u128()
    }

    /// The fingerprint of several texts; `["a", "bc"]` and `["ab", "c"]` differ.
    pub(crate) fn all<'a>(&self, texts: impl IntoIterator<Item = &'a [u8]>) -> Fingerprint {
        let mut hasher = self.keyed;
        for text in texts {
            hasher.write(text);
            hasher.write_u64(text.len() as u64);
        }
        hasher.finish128().as_u128()
    }

    /// The fingerprint of a pair of fingerprints.
    pub(crate) fn pair(&self, one: Fingerprint, two: Fingerprint) -> Fingerprint {
        let mut hasher = self.keyed;
        hasher.write_u128(one);
        hasher.write_u128(two);
        hasher.finish128().as_u128()
    }
}

#[cfg(test)]
mod tests {
    use super::Hasher;

    #[test]
    fn cuts_between_texts_matter_and_so_does_the_seed() {
        let hasher = Hasher::new(7);
        let all = |texts: [&[u8]; 2]| hasher.all(texts);
        assert_ne!(all([b"a", b"bc"]), all([b"ab", b"c"]));
        assert_ne!(hasher.one(b"a"), Hasher::new(8).one(b"a"));
        assert_eq!(hasher.one(b"a"), Hasher::new(7).one(b"a"));
    }
}
