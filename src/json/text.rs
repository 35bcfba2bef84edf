//! What a string of the input says.

use std::borrow::Cow;

use super::go_text;
use crate::redact;

/// The bytes that a string's raw inside (between its quotes) stands for.
///
/// Half a surrogate pair becomes U+FFFD, as in Go. The raw text has passed the lexer; an escape that has not is kept.
pub(crate) fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = raw.iter().position(|byte| *byte == b'\\') else { return Cow::Borrowed(raw) };
    let mut out = raw.get(..first).unwrap_or_default().to_vec();
    let mut rest = raw.get(first..).unwrap_or_default();
    while let Some((byte, after)) = rest.split_first() {
        if *byte != b'\\' {
            out.push(*byte);
            rest = after;
            continue;
        }
        let Some((kind, after)) = after.split_first() else { break };
        rest = after;
        match kind {
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'u' => rest = unescape_unit(rest, &mut out),
            other => out.push(*other),
        }
    }
    Cow::Owned(out)
}

/// Whether two names are the same. Short ones, which most are, are compared without a call.
#[inline(always)]
pub(crate) fn same(one: &[u8], two: &[u8]) -> bool {
    fn ends(name: &[u8]) -> Option<[u64; 2]> {
        Some([u64::from_le_bytes(*name.first_chunk()?), u64::from_le_bytes(*name.last_chunk()?)])
    }
    one.len() == two.len()
        && match (ends(one), ends(two)) {
            (Some(one_ends), Some(two_ends)) if one.len() <= 16 => one_ends == two_ends,
            _ => one == two,
        }
}

fn unescape_unit<'a>(rest: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let unit = |bytes: &[u8]| -> Option<u32> {
        bytes.get(..4)?.iter().try_fold(0, |unit, byte| Some(unit << 4 | char::from(*byte).to_digit(16)?))
    };
    let Some(high) = unit(rest) else { return rest };
    let mut after = rest.get(4..).unwrap_or_default();
    let mut code = high;
    if (0xd800..0xdc00).contains(&high)
        && let Some(next) = after.strip_prefix(b"\\u")
        && let Some(low @ 0xdc00..=0xdfff) = unit(next)
    {
        code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        after = next.get(4..).unwrap_or_default();
    }
    let text = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(text.encode_utf8(&mut [0; 4]).as_bytes());
    after
}

/// The text that a string's raw inside stands for.
pub(crate) fn decode(raw: &[u8]) -> String {
    match String::from_utf8(unescape(raw).into_owned()) {
        Ok(text) => text,
        Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
    }
}

/// A value of the input in quotes for a message, cut to a length that a person reads.
pub(crate) fn quoted(value: &str) -> String {
    quoted_name(&redact::value(value))
}

/// The same of a name, which is nothing to hide.
pub(crate) fn quoted_name(text: &str) -> String {
    const SHOWN: usize = 60;
    let cut = text.char_indices().nth(SHOWN).map(|(cut, _)| cut);
    let mut quoted = String::new();
    go_text::push_quoted(&mut quoted, text.get(..cut.unwrap_or(text.len())).unwrap_or_default());
    if cut.is_some() {
        quoted.push('…');
    }
    quoted
}

/// Fills in the words of a message: `{}` is the next part as it is, `{v}` is it as a value of the input, `{q}` as
/// [`quoted`] gives it and `{n}` as [`quoted_name`]; `{0}` and `{0q}` are the part of that number.
///
/// What `format!` does takes twice the code at every place where it is called, and there are hundreds of messages.
pub(crate) fn worded(words: &str, parts: &[&str]) -> String {
    let mut out = String::new();
    let mut next = 0;
    let mut rest = words;
    while let Some((before, before_sign)) = rest.split_once('{') {
        out.push_str(before);
        let number = before_sign.bytes().next().filter(u8::is_ascii_digit);
        let mark = before_sign.get(usize::from(number.is_some())..).unwrap_or_default();
        let part = number.map_or(next, |digit| usize::from(digit - b'0'));
        let (sign, behind) = mark.split_once('}').unwrap_or_default();
        match sign {
            "" if mark.starts_with('}') => out.push_str(part_of(parts, part, words)),
            "v" => out.push_str(&redact::value(part_of(parts, part, words))),
            "q" => out.push_str(&quoted(part_of(parts, part, words))),
            "n" => out.push_str(&quoted_name(part_of(parts, part, words))),
            _ => {
                // A brace like any other.
                out.push('{');
                rest = before_sign;
                continue;
            }
        }
        rest = behind;
        next += 1;
    }
    out.push_str(rest);
    out
}

fn part_of<'a>(parts: &[&'a str], part: usize, words: &str) -> &'a str {
    debug_assert!(part < parts.len(), "a part is missing: {words}");
    parts.get(part).copied().unwrap_or_default()
}

/// A number for [`worded`].
#[inline(never)]
pub(crate) fn number(number: u64) -> String {
    let mut text = String::new();
    go_text::push_number(&mut text, number, 10, 1);
    text
}

/// A number that may be below zero.
#[inline(never)]
pub(crate) fn signed(number: i64) -> String {
    let mut text = String::from(if number < 0 { "-" } else { "" });
    go_text::push_number(&mut text, number.unsigned_abs(), 10, 1);
    text
}

/// Whether some words stand in a text.
pub(crate) fn contains(text: &str, words: &str) -> bool {
    parted(text, words).is_some()
}

/// What stands before and behind the first place of some words in a text. The standard search is made for long texts,
/// and costs four kilobytes of the wasm.
#[inline(never)]
pub(crate) fn parted<'a>(text: &'a str, words: &str) -> Option<(&'a str, &'a str)> {
    let (first, bytes) = (*words.as_bytes().first()?, text.as_bytes());
    let at = memchr::memchr_iter(first, bytes)
        .find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(words.as_bytes())))?;
    Some((text.get(..at)?, text.get(at + words.len()..)?))
}

/// How many code points valid UTF-8 has.
pub(crate) fn code_points(bytes: &[u8]) -> usize {
    // Eight at a time: of the bytes that go on with a character, the highest bit is set and the next one is not.
    let (words, rest) = bytes.as_chunks::<8>();
    let mut more = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        more += (word >> 7 & !(word >> 6) & 0x0101_0101_0101_0101).count_ones() as usize;
    }
    bytes.len() - more - rest.iter().filter(|byte| **byte & 0xc0 == 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::{contains, decode, number, parted, quoted, signed, worded};

    #[test]
    fn names_are_the_same_if_every_byte_is() {
        let name: Vec<u8> = (b'a'..b'a' + 24).collect();
        let twin = name.clone();
        for length in 0..=name.len() {
            assert!(super::same(&name[..length], &twin[..length]), "{length}");
            for at in 0..length {
                let mut other = name[..length].to_vec();
                other[at] ^= 1;
                assert!(!super::same(&name[..length], &other), "{length} {at}");
                assert!(!super::same(&name[..length], &name[..at]), "{length} {at}");
            }
        }
    }

    #[test]
    fn escapes_stand_for_their_characters() {
        for (raw, text) in [
            (r"plain", "plain"),
            (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r"\u0061\u00e9", "aé"),
            (r"\ud83d\ude00", "😀"),
            (r"\ud83d!", "\u{fffd}!"),
            (r"\ude00\ud83d\ud83d\ude00", "\u{fffd}\u{fffd}😀"),
        ] {
            assert_eq!(decode(raw.as_bytes()), text);
        }
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        assert_eq!(quoted("é\n"), r#""é\n""#);
        assert!(quoted(&"é".repeat(61)).ends_with("é\"…"));
    }

    #[test]
    fn words_are_filled_in() {
        for (words, parts, expected) in [
            ("plain", &[][..], "plain"),
            ("{}.{} is {q}", &["user", "{}", "a\n"], r#"user.{} is "a\n""#),
            ("{\"type\": …} {q", &[], "{\"type\": …} {q"),
            ("é{}", &["é"], "éé"),
            ("{1} {0q} {0}{2", &["a", "b"], "b \"a\" a{2"),
            ("{n} {v} {x}", &["a", "b"], "\"a\" b {x}"),
        ] {
            assert_eq!(worded(words, parts), expected);
        }
        assert_eq!(number(u64::MAX), u64::MAX.to_string());
        for number in [0, -1, i64::MIN, i64::MAX] {
            assert_eq!(signed(number), number.to_string());
        }
    }

    #[test]
    fn words_are_found() {
        assert!(contains("after the end", "after") && contains("after the end", "end"));
        assert!(!contains("after", "after the end") && !contains("", "x"));
        assert_eq!(parted("é://ü://", "://"), Some(("é", "ü://")));
    }
}
