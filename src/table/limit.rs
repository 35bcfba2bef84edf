//! Limits of strings: fast over the raw bytes, and slowly again for words where one is broken.

use super::{Charset, LimitRule};
use crate::json::simd;

/// Whether all bytes of `start..end` are letters, digits, `_` or one of `extra`.
#[inline]
pub(crate) fn in_charset(bytes: &[u8], start: usize, end: usize, extra: &[u8]) -> bool {
    let mut at = start;
    while at < end {
        let mut others = !(simd::words(bytes, at) | simd::equal(bytes, at, &[b'-'; simd::WIDTH]));
        let left = end - at;
        others &= if left >= simd::WIDTH { 0xffff } else { (1 << left) - 1 };
        while others != 0 {
            let byte = bytes.get(at + others.trailing_zeros() as usize).copied().unwrap_or(0);
            if !extra.contains(&byte) {
                return false;
            }
            others &= others - 1;
        }
        at += simd::WIDTH;
    }
    true
}

impl Charset {
    /// Whether all characters of a text are allowed.
    pub(crate) fn allows(self, text: &[u8]) -> bool {
        text.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || self.extra.contains(byte))
    }
}

impl LimitRule {
    /// Whether a text, its escapes resolved, keeps the limit.
    pub(crate) fn keeps(self, text: &[u8]) -> bool {
        match self {
            LimitRule::NotEmpty => !text.is_empty(),
            LimitRule::MaxBytes(max) => text.len() <= max as usize,
            LimitRule::Charset(charset) => charset.allows(text),
            LimitRule::OneOf(values) => values.iter().any(|value| value.as_bytes() == text),
            LimitRule::Prefix(prefix) => text.starts_with(prefix.as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_charset;

    #[test]
    fn the_fast_charset_agrees_with_its_definition_at_every_length_and_place() {
        for length in 0..40 {
            for bad in 0..length {
                for byte in [b'a', b'-', b'@', b' ', 0xc3, 0] {
                    let mut bytes = vec![b'z'; length + 64];
                    bytes[bad] = byte;
                    let expected = byte == b'a' || byte == b'-' || byte == b'@';
                    assert_eq!(in_charset(&bytes, 0, length, b"-@"), expected, "{length} {bad} {byte}");
                }
            }
        }
    }
}
