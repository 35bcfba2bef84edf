//! A short text that is looked for in one place after another: keys, and what most items have in common.

use super::simd;

/// A text of up to 32 bytes, ready to be compared in two looks at most.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Short {
    blocks: [[u8; simd::WIDTH]; 2],
    /// Which bytes of each block count, one bit a byte.
    masks: [u32; 2],
    length: usize,
}

impl Short {
    /// Makes a text ready; one that is too long for that is found nowhere, and neither is the empty one.
    pub(crate) fn new<'a>(text: impl IntoIterator<Item = &'a u8>) -> Short {
        let mut short = Short::default();
        for byte in text {
            let Some(slot) = short.blocks.as_flattened_mut().get_mut(short.length) else { return Short::default() };
            *slot = *byte;
            short.length += 1;
        }
        let mask = |count: usize| (1_u32 << count.min(simd::WIDTH)) - 1;
        short.masks = [mask(short.length), mask(short.length.saturating_sub(simd::WIDTH))];
        short
    }

    /// Its length in bytes; 0 if it is none.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// Whether it stands at `at`.
    #[inline(always)]
    pub(crate) fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let [head, tail] = &self.blocks;
        let [first, second] = self.masks;
        first != 0
            && simd::equal(bytes, at, head) & first == first
            && (second == 0 || simd::equal(bytes, at + simd::WIDTH, tail) & second == second)
    }
}

#[cfg(test)]
mod tests {
    use super::Short;

    #[test]
    fn a_text_is_found_where_it_stands_and_nowhere_else() {
        let text: Vec<u8> = (b'0'..b'0' + 40).collect();
        for length in 0..40 {
            let short = Short::new(&text[..length]);
            let usable = (1..=32).contains(&length);
            assert_eq!(short.length(), if usable { length } else { 0 });
            for at in 0..3 {
                let mut bytes = vec![b'.'; at];
                bytes.extend_from_slice(&text[..length]);
                bytes.resize(at + length + 64, 0);
                assert_eq!(short.stands_at(&bytes, at), usable, "{length}");
                if length > 0 {
                    assert!(!short.stands_at(&bytes, at + 1));
                    for wrong in at..at + length {
                        bytes[wrong] ^= 1;
                        assert!(!short.stands_at(&bytes, at), "{length} {wrong}");
                        bytes[wrong] ^= 1;
                    }
                }
            }
        }
    }
}
