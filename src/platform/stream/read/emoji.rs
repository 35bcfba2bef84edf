//! Emoji in types of reactions: they are not allowed there, so that their code points stand for them. `u1f44d` is 👍;
//! a `.` between two is a joiner, a `-` nothing. Source: `formats/mapping.md`.

use crate::json::go_text;

/// The longest type of a reaction, in bytes.
pub(in crate::platform::stream) const LONGEST: usize = 30;

const JOINER: char = '\u{200d}';
const KEYCAP: char = '\u{20e3}';

/// Whether a reaction may have this type as it is.
pub(in crate::platform::stream) fn is_type(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.chars().all(may_stand)
}

/// Whether a character may stand in the type of a reaction.
pub(in crate::platform::stream) fn may_stand(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '+' | ':' | '.')
}

/// Whether a text is an emoji, as far as it matters: what it begins with tells.
fn is_emoji(text: &str) -> bool {
    let pictured = |first: char| matches!(first, '©' | '®' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}');
    let keycap = |first: char| matches!(first, '0'..='9' | '#' | '*') && text.ends_with(KEYCAP);
    text.chars().next().is_some_and(|first| pictured(first) || keycap(first))
}

/// The type that stands for an emoji, if it is one that has a type.
pub(in crate::platform::stream) fn spelt(text: &str) -> Option<String> {
    if !is_emoji(text) {
        return None;
    }
    let mut out = String::new();
    let mut mark = 'u';
    for character in text.chars() {
        if character == JOINER {
            // Two of them, or one at an end, have no spelling.
            if mark != '-' {
                return None;
            }
            mark = '.';
            continue;
        }
        out.push(mark);
        go_text::push_number(&mut out, u64::from(u32::from(character)), 16, 1);
        mark = '-';
    }
    (mark == '-' && out.len() <= LONGEST).then_some(out)
}

/// The emoji that a type stands for.
pub(in crate::platform::stream) fn restored(kind: &str) -> Option<String> {
    let mut out = String::new();
    for (number, joined) in kind.strip_prefix('u')?.split('.').enumerate() {
        if number > 0 {
            out.push(JOINER);
        }
        for digits in joined.split('-') {
            out.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
        }
    }
    // Words that only look like one are spelt in another way.
    (spelt(&out).as_deref() == Some(kind)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::{is_type, restored, spelt};

    #[test]
    fn emoji_have_types() {
        for (emoji, kind) in [
            ("👍", "u1f44d"),
            ("❤️", "u2764-fe0f"),
            ("👍🏽", "u1f44d-1f3fd"),
            ("👨‍👩‍👧‍👦", "u1f468.1f469.1f467.1f466"),
            ("1️⃣", "u31-fe0f-20e3"),
            ("🇩🇪", "u1f1e9-1f1ea"),
        ] {
            assert_eq!(spelt(emoji).as_deref(), Some(kind));
            assert_eq!(restored(kind).as_deref(), Some(emoji));
            assert!(is_type(kind));
        }
    }

    #[test]
    fn words_stay_words() {
        for kind in [
            "u", "up", "u1", "uface", "u1F44D", "u01f44d", "u1f44d.", "u1f44d-", "love", "u-1f44d", "u+1f44d",
            "u110000", "",
        ] {
            assert_eq!(restored(kind), None, "{kind}");
        }
        for text in ["", "a", "é", "漢", "👍\u{200d}", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"]
        {
            assert_eq!(spelt(text), None, "{text}");
        }
        assert!(!is_type("a b") && !is_type("👍") && is_type("+1") && is_type(":smile:") && !is_type(&"a".repeat(31)));
    }
}
