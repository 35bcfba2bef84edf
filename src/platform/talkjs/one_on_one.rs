//! Conversations of two, which TalkJS tells by their id: its libraries make one of the two users' ids, so that the same two
//! always meet in the same conversation. Source: `formats/talkjs.md` 2.3.

use sha1::{Digest, Sha1};

use crate::convert::park::push_text;
use crate::json::go_text::push_number;

/// How many hexadecimal digits of the hash the id has.
const DIGITS: usize = 20;

/// The kind of a conversation in the history: `direct` for the one that TalkJS's libraries open between its two
/// participants, `group` for any other.
#[inline(never)]
pub(super) fn kind(id: &str, participants: &mut dyn Iterator<Item = &str>) -> &'static str {
    let Some(one) = participants.next().filter(|_| id.len() == DIGITS) else { return "group" };
    let mut two = one;
    for participant in participants {
        if two == one {
            two = participant;
        } else if participant != one && participant != two {
            return "group";
        }
    }
    if two != one && id == one_on_one_id(one, two) { "direct" } else { "group" }
}

/// The first digits of the SHA-1 of both ids, in order, as a JSON list.
fn one_on_one_id(one: &str, two: &str) -> String {
    // JavaScript compares texts by their UTF-16 units.
    let in_order = one.encode_utf16().le(two.encode_utf16());
    let (first, second) = if in_order { (one, two) } else { (two, one) };
    let mut list = String::from("[");
    push_text(&mut list, first);
    list.push(',');
    push_text(&mut list, second);
    list.push(']');
    let mut digits = String::new();
    for byte in Sha1::digest(list.as_bytes()) {
        push_number(&mut digits, byte.into(), 16, 2);
    }
    digits.truncate(DIGITS);
    digits
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
        let of = |id, people: &[&str]| kind(id, &mut people.iter().copied());
        assert_eq!(of(id, &["a", "b"]), "direct");
        assert_eq!(of(id, &["b", "a", "b"]), "direct");
        assert_eq!(of("D12E223825A919E00EFD", &["a", "b"]), "group");
        assert_eq!(of(id, &["a", "c"]), "group");
        assert_eq!(of(id, &["a"]), "group");
        assert_eq!(of(id, &["a", "a"]), "group");
        assert_eq!(of(id, &[]), "group");
        assert_eq!(of(id, &["a", "b", "c"]), "group");
        assert_eq!(of("general", &["a", "b"]), "group");
    }
}
