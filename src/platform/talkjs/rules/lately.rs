//! Who was looked for lately.

use crate::index::Fingerprint;

/// More than most conversations have participants, and still small.
const PLACES: usize = 64;

/// Some fingerprints of the last that were asked for.
#[derive(Debug)]
pub(in super::super) struct Lately {
    places: [Fingerprint; PLACES],
}

impl Default for Lately {
    fn default() -> Self {
        Lately { places: [0; PLACES] }
    }
}

impl Lately {
    /// Whether this one was asked for lately; from now on it was.
    #[inline]
    pub(super) fn knows(&mut self, key: Fingerprint) -> bool {
        let Some(place) = self.places.get_mut(key as usize % PLACES) else { return false };
        std::mem::replace(place, key) == key
    }
}
