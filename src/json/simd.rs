//! Sixteen bytes at a time. The only file with `unsafe` in it: one unaligned load per target, from a slice whose
//! length was just checked.
#![allow(unsafe_code)]

/// How many bytes one look covers.
pub(crate) const WIDTH: usize = 16;

#[inline(always)]
fn block(bytes: &[u8], at: usize) -> Option<&[u8; WIDTH]> {
    bytes.get(at..)?.first_chunk()
}

/// Which of the 16 bytes at `at` end a run of plain string text: `"`, `\` and control characters, one bit a byte.
///
/// Fewer than 16 bytes left: bit 0, so that the caller looks at that byte and stops.
#[inline(always)]
pub(crate) fn string_stops(bytes: &[u8], at: usize) -> u32 {
    let Some(block) = block(bytes, at) else { return 1 };
    target::string_stops(block)
}

/// Which of the 16 bytes at `at` equal those of `other`, one bit a byte; none where fewer are left.
#[inline(always)]
pub(crate) fn equal(bytes: &[u8], at: usize, other: &[u8; WIDTH]) -> u32 {
    let Some(block) = block(bytes, at) else { return 0 };
    target::equal(block, other)
}

/// Which bytes of a block equal `byte`, one bit a byte.
#[inline(always)]
pub(crate) fn equal_to(block: &[u8; WIDTH], byte: u8) -> u32 {
    target::equal_to(block, byte)
}

/// Which of the 16 bytes at `at` are ASCII digits, one bit a byte; none where fewer are left.
#[inline(always)]
pub(crate) fn digits(bytes: &[u8], at: usize) -> u32 {
    let Some(block) = block(bytes, at) else { return 0 };
    target::digits(block)
}

/// Which of the 16 bytes at `at` are ASCII letters, digits or `_`, one bit a byte; none where fewer are left.
#[inline(always)]
pub(crate) fn words(bytes: &[u8], at: usize) -> u32 {
    let Some(block) = block(bytes, at) else { return 0 };
    target::words(block)
}

#[cfg(target_arch = "wasm32")]
mod target {
    use core::arch::wasm32::{
        i8x16_bitmask, i8x16_eq, i8x16_splat, u8x16_le, u8x16_lt, u8x16_splat, u8x16_sub, v128, v128_load, v128_or,
    };

    #[inline(always)]
    fn load(block: &[u8; 16]) -> v128 {
        // SAFETY: the reference covers 16 readable bytes, and `v128_load` asks for no alignment.
        unsafe { v128_load(block.as_ptr().cast()) }
    }

    #[inline(always)]
    pub(super) fn string_stops(block: &[u8; 16]) -> u32 {
        let text = load(block);
        let quote = i8x16_eq(text, i8x16_splat(b'"'.cast_signed()));
        let escape = i8x16_eq(text, i8x16_splat(b'\\'.cast_signed()));
        let control = u8x16_lt(text, u8x16_splat(0x20));
        u32::from(i8x16_bitmask(v128_or(v128_or(quote, escape), control)))
    }

    #[inline(always)]
    pub(super) fn equal(block: &[u8; 16], other: &[u8; 16]) -> u32 {
        u32::from(i8x16_bitmask(i8x16_eq(load(block), load(other))))
    }

    #[inline(always)]
    pub(super) fn equal_to(block: &[u8; 16], byte: u8) -> u32 {
        u32::from(i8x16_bitmask(i8x16_eq(load(block), u8x16_splat(byte))))
    }

    #[inline(always)]
    fn digit_lanes(text: v128) -> v128 {
        u8x16_le(u8x16_sub(text, u8x16_splat(b'0')), u8x16_splat(9))
    }

    #[inline(always)]
    pub(super) fn digits(block: &[u8; 16]) -> u32 {
        u32::from(i8x16_bitmask(digit_lanes(load(block))))
    }

    #[inline(always)]
    pub(super) fn words(block: &[u8; 16]) -> u32 {
        let text = load(block);
        let lower = v128_or(text, u8x16_splat(0x20));
        let letters = u8x16_le(u8x16_sub(lower, u8x16_splat(b'a')), u8x16_splat(25));
        let underscore = i8x16_eq(text, i8x16_splat(b'_'.cast_signed()));
        u32::from(i8x16_bitmask(v128_or(v128_or(letters, underscore), digit_lanes(text))))
    }
}

#[cfg(target_arch = "x86_64")]
mod target {
    use core::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
        _mm_sub_epi8,
    };

    #[inline]
    #[target_feature(enable = "sse2")]
    fn load(block: &[u8; 16]) -> __m128i {
        // SAFETY: the reference covers 16 readable bytes, and this load asks for no alignment.
        unsafe { _mm_loadu_si128(block.as_ptr().cast()) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn mask(lanes: __m128i) -> u32 {
        _mm_movemask_epi8(lanes).cast_unsigned()
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn splat(byte: u8) -> __m128i {
        _mm_set1_epi8(byte.cast_signed())
    }

    /// SSE2 compares signed bytes only: a minimum that changes nothing says "at most".
    #[inline]
    #[target_feature(enable = "sse2")]
    fn at_most(text: __m128i, limit: u8) -> __m128i {
        _mm_cmpeq_epi8(_mm_min_epu8(text, splat(limit)), text)
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn string_stops_sse2(block: &[u8; 16]) -> u32 {
        let text = load(block);
        let quote = _mm_cmpeq_epi8(text, splat(b'"'));
        let escape = _mm_cmpeq_epi8(text, splat(b'\\'));
        mask(_mm_or_si128(_mm_or_si128(quote, escape), at_most(text, 0x1f)))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn equal_sse2(block: &[u8; 16], other: &[u8; 16]) -> u32 {
        mask(_mm_cmpeq_epi8(load(block), load(other)))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn equal_to_sse2(block: &[u8; 16], byte: u8) -> u32 {
        mask(_mm_cmpeq_epi8(load(block), splat(byte)))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn digit_lanes(text: __m128i) -> __m128i {
        at_most(_mm_sub_epi8(text, splat(b'0')), 9)
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn digits_sse2(block: &[u8; 16]) -> u32 {
        mask(digit_lanes(load(block)))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn words_sse2(block: &[u8; 16]) -> u32 {
        let text = load(block);
        let lower = _mm_or_si128(text, splat(0x20));
        let letters = at_most(_mm_sub_epi8(lower, splat(b'a')), 25);
        let underscore = _mm_cmpeq_epi8(text, splat(b'_'));
        mask(_mm_or_si128(_mm_or_si128(letters, underscore), digit_lanes(text)))
    }

    // SAFETY, for all five: SSE2 is part of every x86-64.

    #[inline(always)]
    pub(super) fn string_stops(block: &[u8; 16]) -> u32 {
        unsafe { string_stops_sse2(block) }
    }

    #[inline(always)]
    pub(super) fn equal(block: &[u8; 16], other: &[u8; 16]) -> u32 {
        unsafe { equal_sse2(block, other) }
    }

    #[inline(always)]
    pub(super) fn equal_to(block: &[u8; 16], byte: u8) -> u32 {
        unsafe { equal_to_sse2(block, byte) }
    }

    #[inline(always)]
    pub(super) fn digits(block: &[u8; 16]) -> u32 {
        unsafe { digits_sse2(block) }
    }

    #[inline(always)]
    pub(super) fn words(block: &[u8; 16]) -> u32 {
        unsafe { words_sse2(block) }
    }
}

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
mod target {
    fn mask(block: &[u8; 16], test: impl Fn(u8) -> bool) -> u32 {
        block.iter().rev().fold(0, |bits, byte| bits << 1 | u32::from(test(*byte)))
    }

    pub(super) fn string_stops(block: &[u8; 16]) -> u32 {
        mask(block, |byte| byte == b'"' || byte == b'\\' || byte < 0x20)
    }

    pub(super) fn equal(block: &[u8; 16], other: &[u8; 16]) -> u32 {
        block.iter().zip(other).rev().fold(0, |bits, (one, two)| bits << 1 | u32::from(one == two))
    }

    pub(super) fn equal_to(block: &[u8; 16], wanted: u8) -> u32 {
        mask(block, |byte| byte == wanted)
    }

    pub(super) fn digits(block: &[u8; 16]) -> u32 {
        mask(block, |byte| byte.is_ascii_digit())
    }

    pub(super) fn words(block: &[u8; 16]) -> u32 {
        mask(block, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, equal, equal_to, string_stops, words};

    #[test]
    fn every_byte_is_classified_as_its_definition_says() {
        for byte in 0..=u8::MAX {
            let mut block = [b'.'; 16];
            block[5] = byte;
            let bit = |mask: u32| mask >> 5 & 1 == 1;
            assert_eq!(bit(string_stops(&block, 0)), byte == b'"' || byte == b'\\' || byte < 0x20, "{byte}");
            assert_eq!(bit(digits(&block, 0)), byte.is_ascii_digit(), "{byte}");
            assert_eq!(bit(words(&block, 0)), byte.is_ascii_alphanumeric() || byte == b'_', "{byte}");
            assert!(bit(equal(&block, 0, &[byte; 16])), "{byte}");
            let others = if byte == b'.' { 0xffff } else { 1 << 5 };
            assert_eq!(equal_to(&block, byte), others, "{byte}");
        }
    }

    #[test]
    fn the_end_stops_every_look() {
        assert_eq!(string_stops(b"short", 0), 1);
        assert_eq!(equal(b"short", 0, &[0; 16]), 0);
        assert_eq!(words(b"short", usize::MAX), 0);
    }
}
