//! Text as Go prints it: `%q`, lists, sets, and JSON strings.

mod printable;

use std::fmt::Write as _;

use printable::is_printable;

/// Appends `text` in double quotes as Go's `%q` does, with what is not printable escaped.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        push_escaped(out, character);
    }
    out.push('"');
}

/// `text` as Go's `%q` prints it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

/// Appends one character as it stands inside double quotes in Go.
pub(crate) fn push_escaped(out: &mut String, character: char) {
    let short = match character {
        '"' | '\\' => character,
        _ if is_printable(character) => {
            out.push(character);
            return;
        }
        '\x07' => 'a',
        '\x08' => 'b',
        '\x0C' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\x0B' => 'v',
        _ => {
            let code = u32::from(character);
            // Writing to a string cannot fail.
            let _ = match code {
                0..0x80 => write!(out, "\\x{code:02x}"),
                0x80..0x1_0000 => write!(out, "\\u{code:04x}"),
                _ => write!(out, "\\U{code:08x}"),
            };
            return;
        }
    };
    out.push('\\');
    out.push(short);
}

/// A list of strings as Go's `%v` prints it: `[a b]`.
pub(crate) fn list(items: &[String]) -> String {
    format!("[{}]", items.join(" "))
}

/// A list of strings as Go's `%q` prints it: `["a" "b"]`.
pub(crate) fn quoted_list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::from("[");
    for (number, item) in items.into_iter().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        push_quoted(&mut out, item);
    }
    out.push(']');
    out
}

/// A set, given in sorted order, as Go's `%v` prints a map to empty structs: `map[a:{} b:{}]`.
pub(crate) fn set<'a>(sorted: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::from("map[");
    for (number, item) in sorted.into_iter().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        out.push_str(item);
        out.push_str(":{}");
    }
    out.push(']');
    out
}

/// Appends `text` as a JSON string the way Go's encoder writes it unless told otherwise: with `<`, `>`, `&` and the two
/// Unicode line separators escaped.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push('"');
    push_json_part(out, text);
    out.push('"');
}

/// The same for bytes that need not be UTF-8: what is not becomes an escaped U+FFFD, one for each byte.
pub(crate) fn push_json_bytes(out: &mut String, bytes: &[u8]) {
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        push_json_part(out, chunk.valid());
        for _ in chunk.invalid() {
            out.push_str("\\ufffd");
        }
    }
    out.push('"');
}

fn push_json_part(out: &mut String, text: &str) {
    let mut copied = 0;
    for (at, character) in text.char_indices() {
        let code = u32::from(character);
        let short = match character {
            '"' | '\\' => Some(character),
            '\x08' => Some('b'),
            '\x0C' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            '\0'..='\x1F' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => None,
            _ => continue,
        };
        out.push_str(text.get(copied..at).unwrap_or_default());
        copied = at + character.len_utf8();
        out.push('\\');
        match short {
            Some(short) => out.push(short),
            None => {
                let _ = write!(out, "u{code:04x}");
            }
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::{list, push_json, push_json_bytes, quoted, quoted_list, set};

    #[test]
    fn quotes_as_go_does() {
        let table = [
            ("u1", r#""u1""#),
            ("", r#""""#),
            (r#"say "hi"\now"#, r#""say \"hi\"\\now""#),
            ("a\tb\nc\rd", r#""a\tb\nc\rd""#),
            ("\x00\x07\x08\x0b\x0c\x1b\x7f", r#""\x00\a\b\v\f\x1b\x7f""#),
            ("it's é ſ 漢 😀", r#""it's é ſ 漢 😀""#),
            ("\u{80}\u{a0}\u{ad}", r#""\u0080\u00a0\u00ad""#),
            ("\u{200b}\u{2028}\u{feff}\u{fffd}", "\"\\u200b\\u2028\\ufeff\u{fffd}\""),
            ("\u{e0001}\u{10ffff}", r#""\U000e0001\U0010ffff""#),
        ];
        for (text, expected) in table {
            assert_eq!(quoted(text), expected);
        }
    }

    #[test]
    fn lists_and_sets() {
        let two = ["a".to_owned(), "b c".to_owned()];
        assert_eq!(list(&two), "[a b c]");
        assert_eq!(list(&[]), "[]");
        assert_eq!(quoted_list(["a", "b c"]), r#"["a" "b c"]"#);
        assert_eq!(quoted_list([]), "[]");
        assert_eq!(set(["A", "B"]), "map[A:{} B:{}]");
        assert_eq!(set([]), "map[]");
    }

    #[test]
    fn json_strings_as_go_writes_them() {
        let table: [(&[u8], &str); 7] = [
            (b"plain", r#""plain""#),
            (b"\"\\/", r#""\"\\/""#),
            (b"\x08\x0c\n\r\t\x00\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\""),
            (b"<b>&amp;</b>'", r#""\u003cb\u003e\u0026amp;\u003c/b\u003e'""#),
            ("é\u{2028}\u{2029}漢".as_bytes(), r#""é\u2028\u2029漢""#),
            (b"a\xFFb\xE2\x82", r#""a\ufffdb\ufffd\ufffd""#),
            (b"\xED\xA0\x80", r#""\ufffd\ufffd\ufffd""#),
        ];
        for (bytes, expected) in table {
            let mut out = String::new();
            push_json_bytes(&mut out, bytes);
            assert_eq!(out, expected);
            if let Ok(text) = std::str::from_utf8(bytes) {
                out.clear();
                push_json(&mut out, text);
                assert_eq!(out, expected);
            }
        }
    }
}
