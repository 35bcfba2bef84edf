//! Fingerprints that are gathered to be looked up together.

use super::{Fingerprint, Set};

/// How many are gathered: enough that their searches overlap, few enough to stay in the nearest cache.
const SIZE: usize = 64;

/// Some fingerprints.
#[derive(Debug)]
pub(crate) struct Batch {
    keys: [Fingerprint; SIZE],
    count: usize,
}

impl Batch {
    pub(crate) fn new() -> Batch {
        Batch { keys: [0; SIZE], count: 0 }
    }

    /// Adds one. Whether it was the last one that there is room for.
    #[inline(always)]
    pub(crate) fn add(&mut self, key: Fingerprint) -> bool {
        if let Some(slot) = self.keys.get_mut(self.count) {
            *slot = key;
            self.count += 1;
        }
        self.count == SIZE
    }

    /// Looks all of them up: what is not in `defined` goes to `open`. One after another the searches overlap in the
    /// processor; each of them alone would wait for memory.
    #[inline(never)]
    pub(crate) fn look_up(&mut self, defined: &Set, open: &mut Set) {
        for key in self.take() {
            if !defined.contains(*key) {
                open.insert(*key, 0);
            }
        }
    }

    /// All of them; the next one that is added is the first again.
    fn take(&mut self) -> &[Fingerprint] {
        let count = std::mem::take(&mut self.count);
        self.keys.get(..count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Batch, SIZE};

    #[test]
    fn it_says_when_it_is_full_and_gives_what_it_was_given() {
        let mut batch = Batch::new();
        assert!(batch.take().is_empty());
        for round in 0..3 {
            let keys: Vec<u128> = (round..round + SIZE as u128).collect();
            for (index, key) in keys.iter().enumerate() {
                assert_eq!(batch.add(*key), index + 1 == SIZE);
            }
            assert_eq!(batch.take(), keys);
        }
        batch.add(7);
        assert_eq!(batch.take(), [7]);
    }
}
