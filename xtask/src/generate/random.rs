//! Random numbers that are the same on every machine: a value depends on the seed and on what it is for, not on
//! what was drawn before, so any item can name any other without a table of all ids.

/// A stream of numbers (`SplitMix64`).
pub(crate) struct Random(u64);

impl Random {
    /// The stream that belongs to one thing: item number `index` of a kind.
    pub(crate) fn of(seed: u64, kind: u64, index: u64) -> Random {
        let mut random = Random(seed.wrapping_add(kind.wrapping_mul(0xd1b5_4a32_d192_ed03)));
        let first = random.next();
        Random(first ^ index.wrapping_mul(0x9fb2_1c65_1e98_df25))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `0` to `end - 1`; 0 if `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(end);
        (wide >> 64) as u64
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of several.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}
