//! Conversations of two, which TalkJS tells by their id: its libraries make one of the two users' ids, so that the same two
//! always meet in the same conversation. Source: `formats/talkjs.md` 2.3.

use super::sha1::sha1;
use crate::convert::park::to_json;
use crate::history::Value;

/// How many hexadecimal digits of the hash the id has.
const DIGITS: usize = 20;

/// The kind of a conversation in the history: `direct` for the one that TalkJS's libraries open between its two
/// participants, `group` for any other.
pub(super) fn kind<'a>(id: &str, participants: impl Iterator<Item = &'a str>) -> &'static str {
    let mut people: Vec<&str> = Vec::new();
    for participant in participants {
        if people.contains(&participant) {
            continue;
        }
        if people.len() == 2 {
            return "group";
        }
        people.push(participant);
    }
    match people[..] {
        [one, two] if id.len() == DIGITS && id == one_on_one_id(one, two) => "direct",
        _ => "group",
    }
}

/// The first digits of the SHA-1 of both ids, in order, as a JSON list.
fn one_on_one_id(one: &str, two: &str) -> String {
    // JavaScript compares texts by their UTF-16 units.
    let in_order = one.encode_utf16().le(two.encode_utf16());
    let pair = if in_order { [one, two] } else { [two, one] };
    let words = sha1(to_json(&Value::Texts(pair.map(str::to_owned).to_vec())).as_bytes());
    let digits = words.iter().flat_map(|word| (0..8).rev().map(move |place| word >> (4 * place) & 0xf));
    digits.take(DIGITS).filter_map(|digit| char::from_digit(digit, 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_two_are_those_of_the_libraries() {
        assert_eq!(one_on_one_id("a", "b"), "d12e223825a919e00efd");
        assert_eq!(one_on_one_id("b", "a"), "d12e223825a919e00efd");
        assert_eq!(one_on_one_id("bob", "alice"), "4714b845b86fbe0ed913");
    }

    #[test]
    fn two_with_their_id_are_direct_and_nobody_else() {
        let id = "d12e223825a919e00efd";
        let of = |id, people: &[&str]| kind(id, people.iter().copied());
        assert_eq!(of(id, &["a", "b"]), "direct");
        assert_eq!(of(id, &["b", "a", "b"]), "direct");
        assert_eq!(of("D12E223825A919E00EFD", &["a", "b"]), "group");
        assert_eq!(of(id, &["a", "c"]), "group");
        assert_eq!(of(id, &["a"]), "group");
        assert_eq!(of(id, &["a", "b", "c"]), "group");
        assert_eq!(of("general", &["a", "b"]), "group");
    }
}
