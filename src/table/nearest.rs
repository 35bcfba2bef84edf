//! The name that was probably meant.

/// Longest text that is compared.
const LONGEST: usize = 40;

/// Most letters that may be wrong.
const SLIPS: usize = 2;

/// The name that is nearest to a key, if one is near: equal but for case, `_` and `-`, or one or two letters off.
#[cold]
pub(crate) fn nearest<'a>(key: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let key = plain(key)?;
    let mut best = None;
    for name in names {
        let Some(other) = plain(name) else { continue };
        // A short name is near to everything.
        let allowed = SLIPS.min(other.len() / 3);
        let off = distance(&key, &other);
        if off <= allowed && best.is_none_or(|(least, _)| off < least) {
            best = Some((off, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The letters of a name in lower case; `None` if it is too long to compare.
fn plain(name: &str) -> Option<Vec<u8>> {
    let letters = || name.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
    (name.len() <= LONGEST).then(|| letters().map(|byte| byte.to_ascii_lowercase()).collect())
}

/// How many bytes have to be put in, left out or changed to make the one text of the other.
fn distance(one: &[u8], two: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (line, left) in one.iter().enumerate() {
        // What stood in the last row, one to the left.
        let mut corner = line;
        let mut before = line + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(two) {
            let changed = corner + usize::from(left != right);
            corner = *cell;
            before = changed.min(corner + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances_are_those_of_the_textbook() {
        for (one, two, off) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
            ("same", "same", 0),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(one.as_bytes(), two.as_bytes()), off, "{one} {two}");
        }
    }

    #[test]
    fn near_is_near_enough_to_be_meant() {
        let names = ["uid", "metadata", "customData", "lastActiveAt", "name"];
        for (key, meant) in [
            ("metad2ata", Some("metadata")),
            ("custodata", Some("customData")),
            ("custom_data", Some("customData")),
            ("lasActiveAt", Some("lastActiveAt")),
            ("last-active-at", Some("lastActiveAt")),
            ("UID", Some("uid")),
            ("nam", Some("name")),
            // One letter off a name of three is another word; so are three letters off a long one.
            ("uuid", Some("uid")),
            ("id", Some("uid")),
            ("no", None),
            ("metering", None),
            ("lastActive", Some("lastActiveAt")),
            ("lastActi", None),
            ("", None),
            ("a_very_long_key_that_nobody_would_mistype_so", None),
        ] {
            assert_eq!(nearest(key, names.into_iter()), meant, "{key}");
        }
    }
}
