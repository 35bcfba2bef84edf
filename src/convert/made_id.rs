//! Ids for targets that do not take the source's: CometChat's published rule, with each platform's alphabet and limit.
//! Source: `formats/cometchat.md` 7, `formats/mapping.md`.

/// What becomes of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Kept,
    Lower,
}

/// The id that is made of another one; `None` if it may stay as it is. The same text always gives the same id, and
/// different texts nearly always different ones.
///
/// `keeps` says which characters may stay, `most` how many of them there may be.
#[inline(never)]
pub(crate) fn made_id(raw: &str, case: Case, keeps: fn(char) -> bool, most: usize) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    for character in raw.chars() {
        let cased = if case == Case::Lower { character.to_ascii_lowercase() } else { character };
        match cased {
            cased if keeps(cased) => out.push(cased),
            // The two others whose lower case has a letter of ASCII: the Kelvin sign and the dotted I.
            '\u{212a}' if case == Case::Lower => out.push('k'),
            '\u{130}' if case == Case::Lower => out.push_str("i_"),
            // One for each unit of UTF-16; no other lower case has more or fewer of them.
            _ => out.extend(std::iter::repeat_n('_', cased.len_utf16())),
        }
    }
    if out == raw && out.chars().count() <= most {
        return None;
    }
    let hash = raw.chars().fold(0_u32, |hash, character| hash.wrapping_mul(31).wrapping_add(u32::from(character)));
    // An underscore and seven digits at most stand behind it.
    let mut id: String = out.chars().take(most.saturating_sub(10)).collect();
    id.push('_');
    push_base_36(&mut id, hash);
    Some(id)
}

fn push_base_36(out: &mut String, number: u32) {
    let mut digits = Vec::new();
    let mut rest = number;
    loop {
        digits.extend(char::from_digit(rest % 36, 36));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits.into_iter().rev());
}
