//! Limits of strings: fast over the raw bytes, and slowly again for words where one is broken.

use super::{Charset, LimitRule};
use crate::json::{simd, text};

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
    /// The number that it allows, where it is about a length; otherwise 0.
    pub(crate) fn count(self) -> u64 {
        match self {
            LimitRule::MaxBytes(count)
            | LimitRule::MaxCharacters(count)
            | LimitRule::MaxUnits(count)
            | LimitRule::MinCharacters(count) => u64::from(count),
            _ => 0,
        }
    }

    /// Whether a text, its escapes resolved, keeps the limit.
    pub(crate) fn keeps(self, text: &[u8]) -> bool {
        match self {
            LimitRule::NotEmpty => !text.is_empty(),
            LimitRule::MaxBytes(max) => text.len() <= max as usize,
            LimitRule::NotBlank => !is_blank(text),
            LimitRule::MaxCharacters(max) => text.len() <= max as usize || text::code_points(text) <= max as usize,
            LimitRule::MaxUnits(max) => text.len() <= max as usize || units(text) <= max as usize,
            LimitRule::MinCharacters(min) => text::code_points(text) >= min as usize,
            LimitRule::Without(characters) => !text.iter().any(|byte| characters.contains(byte)),
            LimitRule::LowerCase => !text.iter().any(u8::is_ascii_uppercase),
            LimitRule::Charset(charset) => charset.allows(text),
            LimitRule::OneOf(values) => values.iter().any(|value| value.as_bytes() == text),
            LimitRule::Prefix(prefix) => text.starts_with(prefix.as_bytes()),
            LimitRule::Url => is_url(text),
            LimitRule::MediaType => is_media_type(text),
        }
    }

    /// Whether it limits the length: of several such limits that are broken only the worst is worth telling.
    pub(crate) fn is_length(self) -> bool {
        matches!(self, LimitRule::MaxBytes(_) | LimitRule::MaxCharacters(_) | LimitRule::MaxUnits(_))
    }
}

/// Whether a text has nothing but white space in it.
fn is_blank(text: &[u8]) -> bool {
    // Most texts begin with what is none.
    !text.first().is_some_and(u8::is_ascii_graphic) && String::from_utf8_lossy(text).trim().is_empty()
}

/// How many UTF-16 units valid UTF-8 has.
pub(crate) fn units(text: &[u8]) -> usize {
    // What lies outside the first plane takes two units, and four bytes.
    text::code_points(text) + text.iter().filter(|byte| **byte >= 0xf0).count()
}

/// Whether a text is an absolute http or https URL with a host. What is behind the host may be anything but white space.
fn is_url(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|byte| *byte == b':') else { return false };
    let (scheme, rest) = text.split_at(at);
    let Some(rest) = rest.strip_prefix(b"://") else { return false };
    let end = rest.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    let host = authority.rsplit(|byte| *byte == b'@').next().unwrap_or_default();
    (scheme.eq_ignore_ascii_case(b"http") || scheme.eq_ignore_ascii_case(b"https"))
        && host.first().is_some_and(|first| *first != b':')
        && !has_white_space(text)
}

/// Whether white space stands in a text. Most texts of this kind are ASCII, and many.
fn has_white_space(text: &[u8]) -> bool {
    if text.is_ascii() {
        return text.iter().any(|byte| matches!(byte, b'\t'..=b'\r' | b' '));
    }
    String::from_utf8_lossy(text).contains(char::is_whitespace)
}

/// Whether a text is a media type such as `image/png`. Which ones there are is not looked up.
fn is_media_type(text: &[u8]) -> bool {
    let word = |part: &[u8]| {
        !part.is_empty() && part.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(byte))
    };
    let mut parts =
        text.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii_end().split(|byte| *byte == b'/');
    parts.next().is_some_and(word) && parts.next().is_some_and(word) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{in_charset, is_media_type};

    #[test]
    fn media_types_have_one_slash() {
        for text in ["image/png", "text/plain; charset=utf-8", "application/vnd.ms-excel", "image/svg+xml"] {
            assert!(is_media_type(text.as_bytes()), "{text}");
        }
        for text in ["image_png", "image/", "/png", "a/b/c", "png", "", "image /png", ";a/b"] {
            assert!(!is_media_type(text.as_bytes()), "{text}");
        }
    }

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
