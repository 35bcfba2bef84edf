//! The id that CometChat's own migration skills make of another platform's. Source: `formats/cometchat.md` 7.

/// An id that CometChat takes, made of any text; a text that is one already stays as it is. The same text always gives
/// the same id, and different texts nearly always different ones.
pub(super) fn to_comet_chat_id(raw: &str) -> String {
    const LONGEST: usize = 100;
    const KEPT: usize = 90;
    let mut out = String::with_capacity(raw.len());
    for character in raw.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => out.push(character.to_ascii_lowercase()),
            // The two others whose lower case has a letter of these: the Kelvin sign and the dotted I.
            '\u{212a}' => out.push('k'),
            '\u{130}' => out.push_str("i_"),
            // One for each unit of UTF-16; no other lower case has more or fewer of them.
            _ => out.extend(std::iter::repeat_n('_', character.len_utf16())),
        }
    }
    if out == raw && out.len() <= LONGEST {
        return out;
    }
    let hash = raw.chars().fold(0_u32, |hash, character| hash.wrapping_mul(31).wrapping_add(u32::from(character)));
    out.truncate(KEPT);
    out.push('_');
    push_base_36(&mut out, hash);
    out
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

#[cfg(test)]
mod tests {
    use super::to_comet_chat_id;

    #[test]
    fn every_character_becomes_what_its_lower_case_does() {
        for character in ('\0'..=char::MAX).filter(|character| !character.is_ascii_lowercase()) {
            let lower = character.to_lowercase().flat_map(|lower| {
                let kept = lower.is_ascii_lowercase() || lower.is_ascii_digit() || matches!(lower, '_' | '-');
                std::iter::repeat_n(if kept { lower } else { '_' }, lower.len_utf16())
            });
            // The second character keeps it from passing as an id already.
            let id = to_comet_chat_id(&format!("{character}."));
            assert!(id.starts_with(&lower.chain(['_', '_']).collect::<String>()), "{character}: {id}");
        }
    }

    #[test]
    fn ids_are_those_of_the_skills() {
        for (raw, id) in [
            ("alice", "alice"),
            ("Alice", "alice_11ptgg"),
            ("ALICE", "alice_114pcw"),
            ("john@x.com", "john_x_com_1mdjjpy"),
            ("a.b", "a_b_213p"),
            ("a b", "a_b_20rn"),
            ("é", "__6h"),
            ("用户", "___kgsv"),
            ("😀", "___2r5s"),
            ("messaging:general", "messaging_general_1o0t3ea"),
            ("sendbird_group_channel_1", "sendbird_group_channel_1"),
            (
                "!members-GEmMw0HIFRcUqmdF6YrTz4JG2yKm__Qos0PbljEAp1M",
                "_members-gemmw0hifrcuqmdf6yrtz4jg2ykm__qos0pbljeap1m_7ohx4n",
            ),
        ] {
            assert_eq!(to_comet_chat_id(raw), id);
        }
        assert_eq!(to_comet_chat_id(&"a".repeat(100)), "a".repeat(100));
        assert_eq!(to_comet_chat_id(&"a".repeat(101)), "a".repeat(90) + "_1b5z19d");
    }
}
