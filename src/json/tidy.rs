//! What people write around JSON and mean nothing by: comments, commas before a closing bracket, names and texts in
//! JavaScript's quotes. It is told from everything else by a parser that is in step with the text up to the fault, so that
//! what looks the same inside a string is left alone.

use super::go_syntax::{Outcome, Scanner, is_space};
use crate::mend::{Mend, Splice};

/// What became of a value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Tidied {
    /// More bytes are needed to tell.
    Wait,
    /// What makes it JSON; `None` if something else is wrong with it as well.
    Done(Option<Mend>),
}

/// What was met on the way.
#[derive(Clone, Copy, Default)]
struct Met {
    comments: bool,
    commas: bool,
    quotes: bool,
}

/// What was found in a value so far.
struct Tidy<'a> {
    bytes: &'a [u8],
    ended: bool,
    scanner: Scanner,
    /// Where the next byte stands.
    at: usize,
    met: Met,
    splices: Vec<Splice>,
}

/// Whether what is wrong at this byte may be of the kind that is looked for here.
pub(crate) fn may_tidy(byte: u8) -> bool {
    matches!(byte, b'/' | b'}' | b']' | b'\'') || begins_name(byte)
}

/// Looks at the value, or whatever stands in its place, that begins at `start`. If the bytes have not `ended`, more follow.
#[cold]
#[inline(never)]
pub(crate) fn tidy(bytes: &[u8], start: usize, ended: bool) -> Tidied {
    let mut tidy = Tidy { bytes, ended, scanner: Scanner::new(), at: start, met: Met::default(), splices: Vec::new() };
    loop {
        let rest = bytes.get(tidy.at..).unwrap_or_default();
        let (taken, outcome) = tidy.scanner.feed(rest);
        tidy.at += taken;
        match outcome {
            Outcome::Unfinished if !ended => return Tidied::Wait,
            Outcome::Unfinished => return Tidied::Done(None),
            Outcome::Closed | Outcome::EndedBefore => return Tidied::Done(tidy.mend()),
            Outcome::Refused(_) => {
                tidy.at -= 1;
                match tidy.pass() {
                    Some(true) => {}
                    Some(false) => return Tidied::Done(None),
                    None => return Tidied::Wait,
                }
            }
        }
    }
}

/// What stands where a comment may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comment {
    /// More bytes are needed to tell.
    Wait,
    /// No comment, or one that does not end.
    None,
    /// One that ends before this place.
    Ends(usize),
}

/// Looks for a comment that begins at `at`.
pub(crate) fn comment(bytes: &[u8], at: usize, ended: bool) -> Comment {
    let rest = bytes.get(at..).unwrap_or_default();
    let open = if ended { Comment::None } else { Comment::Wait };
    match rest {
        [b'/', b'/', ..] => match memchr::memchr2(b'\n', b'\r', rest) {
            Some(length) => Comment::Ends(at + length),
            None if ended => Comment::Ends(bytes.len()),
            None => Comment::Wait,
        },
        [b'/', b'*', inside @ ..] => memchr::memchr_iter(b'*', inside)
            .find(|star| inside.get(star + 1) == Some(&b'/'))
            .map_or(open, |star| Comment::Ends(at + 2 + star + 2)),
        [b'/'] => open,
        _ => Comment::None,
    }
}

impl Tidy<'_> {
    /// Gets past what the parser refuses at the cursor. Whether that was possible.
    fn pass(&mut self) -> Option<bool> {
        if !self.scanner.is_between() {
            return Some(false);
        }
        let at = self.at;
        Some(match self.bytes.get(at).copied().unwrap_or(0) {
            b'/' => {
                let end = match comment(self.bytes, at, self.ended) {
                    Comment::Wait => return None,
                    Comment::None => return Some(false),
                    Comment::Ends(end) => end,
                };
                self.met.comments = true;
                self.splices.push(Splice::new(at, end, ""));
                self.at = end;
                true
            }
            close @ (b'}' | b']') => {
                let comma = self.before(at);
                if self.bytes.get(comma) != Some(&b',') || !self.scanner.take_comma_back(close) {
                    return Some(false);
                }
                self.met.commas = true;
                // In order: what was found behind it are comments.
                let place = self.splices.partition_point(|splice| splice.end <= comma);
                self.splices.insert(place, Splice::new(comma, comma + 1, ""));
                true
            }
            b'\'' => {
                let inside = self.bytes.get(at + 1..).unwrap_or_default();
                let end = inside.iter().position(|byte| matches!(byte, b'\'' | b'"' | b'\\' | 0..=0x1f));
                let Some(length) = end else { return if self.ended { Some(false) } else { None } };
                let end = at + 1 + length;
                if self.bytes.get(end) != Some(&b'\'') || !self.takes_text() {
                    return Some(false);
                }
                self.met.quotes = true;
                self.splices.push(Splice::new(at, at + 1, "\""));
                self.splices.push(Splice::new(end, end + 1, "\""));
                self.at = end + 1;
                true
            }
            first if begins_name(first) && self.scanner.wants_key() => {
                let rest = self.bytes.get(at..).unwrap_or_default();
                let in_name = |byte: &u8| begins_name(*byte) || byte.is_ascii_digit();
                let length = rest.iter().position(|byte| !in_name(byte)).unwrap_or(rest.len());
                let behind = rest.get(length..).unwrap_or_default();
                match behind.iter().find(|byte| !is_space(**byte)) {
                    None if !self.ended => return None,
                    Some(b':') => {}
                    _ => return Some(false),
                }
                if !self.takes_text() {
                    return Some(false);
                }
                self.met.quotes = true;
                self.splices.push(Splice::new(at, at, "\""));
                self.splices.push(Splice::new(at + length, at + length, "\""));
                self.at = at + length;
                true
            }
            _ => false,
        })
    }

    /// Whether a text may stand at the cursor; then the parser has taken one.
    fn takes_text(&mut self) -> bool {
        let (taken, outcome) = self.scanner.feed(b"\"\"");
        taken == 2 && outcome == Outcome::Unfinished
    }

    /// The place of what stands before `at`, blanks and comments apart.
    fn before(&self, at: usize) -> usize {
        let mut at = at;
        let mut passed = self.splices.iter().rev();
        let mut comment = passed.next();
        while at > 0 {
            if let Some(splice) =
                comment.filter(|splice| splice.end == at && splice.start < at && splice.text.is_empty())
            {
                at = splice.start;
                comment = passed.next();
            } else if self.bytes.get(at - 1).is_some_and(|byte| is_space(*byte)) {
                at -= 1;
            } else {
                return at - 1;
            }
        }
        0
    }

    fn mend(self) -> Option<Mend> {
        let title = match (self.met.comments, self.met.commas, self.met.quotes) {
            (false, false, false) => return None,
            (true, false, false) => "remove the comments",
            (false, true, false) => "remove the trailing commas",
            (true, true, false) => "remove the comments and trailing commas",
            (false, false, true) => "put names and texts in double quotes",
            (_, _, true) => "write it as JSON: double quotes, no comments, no trailing commas",
        };
        Some(Mend::new(title, self.splices))
    }
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$')
}

#[cfg(test)]
mod tests {
    use super::{Tidied, tidy};

    /// The text with what is found in it done to it.
    fn tidied(text: &str) -> String {
        let Tidied::Done(mend) = tidy(text.as_bytes(), 0, true) else { panic!("nothing follows") };
        let mut out = String::new();
        let mut at = 0;
        for splice in mend.map(|mend| mend.splices).unwrap_or_default() {
            out.push_str(&text[at..splice.start]);
            out.push_str(&splice.text);
            at = splice.end;
        }
        out + &text[at..]
    }

    #[test]
    fn what_means_nothing_is_taken_away() {
        for (text, expected) in [
            ("{\"a\":1, // b\r\n\"c\":2}", "{\"a\":1, \r\n\"c\":2}"),
            (r#"{"a":/**/1/* * / */,"b":[2,],}"#, r#"{"a":1,"b":[2]}"#),
            ("[1,2 , // x\n /* y */ ]", "[1,2  \n  ]"),
            ("// x\n[ ]", "\n[ ]"),
            ("[// x\n]", "[\n]"),
            ("{name: 'a', $b_1 :[true,],'c':1}", r#"{"name": "a", "$b_1" :[true],"c":1}"#),
        ] {
            assert_eq!(tidied(text), expected);
        }
    }

    #[test]
    fn what_may_mean_something_is_left() {
        for text in [
            r#"{"a":"x, } // y"}"#,
            r#"{"a":"https://b.c/*d*/"}"#,
            r#"{"a":https://b.c}"#,
            "[1,,]",
            "[,]",
            "{,}",
            r#"{"a":,}"#,
            "[1 /* open ]",
            "[1, // a fault of another kind\n 2 3]",
            "{'a':1, // and no end\n",
            "{'a\"b':1}",
            r"{'a\'b':1}",
            "{name 1}",
            "[name]",
            "{1:2}",
            "[t/**/rue]",
            "[1/2]",
        ] {
            assert_eq!(tidied(text), text);
        }
    }

    #[test]
    fn more_bytes_are_waited_for_until_the_value_is_whole() {
        let text = br#"{"a":1, /* b */ 'c':[1,] // d
            , e : 2,}"#;
        for length in 0..text.len() {
            assert_eq!(tidy(&text[..length], 0, false), Tidied::Wait, "{length}");
        }
        assert_eq!(tidy(text, 0, false), tidy(text, 0, true));
    }
}
