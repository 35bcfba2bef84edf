//! The id that CometChat's own migration skills make of another platform's. Source: `formats/cometchat.md` 7.

use crate::convert::made_id::{Case, made_id};

/// An id that CometChat takes, made of any text; `None` if the text is one already.
pub(super) fn changed(raw: &str) -> Option<String> {
    made_id(raw, Case::Lower, |character| matches!(character, 'a'..='z' | '0'..='9' | '_' | '-'), 100)
}

/// The same, or the text itself.
pub(super) fn to_comet_chat_id(raw: &str) -> String {
    changed(raw).unwrap_or_else(|| raw.to_owned())
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
