//! Text as Go prints it: `%q`, lists, sets, and JSON strings.

mod printable;

use crate::redact;
use printable::is_printable;

/// Fills in a template as Go's `Sprintf` does: `%s` is the next argument, `%v` is it as a value of the
/// input, `%q` is that in quotes.
pub(crate) fn sprintf(template: &str, arguments: &[&str]) -> String {
    let mut out = String::new();
    let mut arguments = arguments.iter();
    // What stands before the first sign, then the letter of each sign and what stands behind it.
    for (number, part) in template.split('%').enumerate() {
        if number == 0 {
            out.push_str(part);
            continue;
        }
        let argument = arguments.next().copied().unwrap_or_default();
        match part.as_bytes().first() {
            Some(b'q') => push_quoted(&mut out, &redact::value(argument)),
            Some(b'v') => out.push_str(&redact::value(argument)),
            _ => out.push_str(argument),
        }
        out.push_str(part.get(1..).unwrap_or_default());
    }
    out
}

/// Appends a number with at least so many digits.
pub(crate) fn push_number(out: &mut String, mut number: u64, radix: u32, digits: usize) {
    // Filled from its end; no number has more digits than bits.
    let mut text = [b'0'; 64];
    let mut count = 0;
    for place in text.iter_mut().rev() {
        if number == 0 && count > 0 {
            break;
        }
        let last = u32::try_from(number % u64::from(radix)).ok().and_then(|last| char::from_digit(last, radix));
        *place = last.map_or(b'0', |last| last as u8);
        number /= u64::from(radix);
        count += 1;
    }
    let written = text.get(text.len() - count.max(digits).min(text.len())..).unwrap_or_default();
    out.push_str(std::str::from_utf8(written).unwrap_or_default());
}

/// Appends `text` in double quotes as Go's `%q` does, with what is not printable escaped.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        push_escaped(out, character);
    }
    out.push('"');
}

/// Appends one character as it stands inside double quotes in Go.
pub(crate) fn push_escaped(out: &mut String, character: char) {
    let code = u32::from(character);
    if character != '"' && character != '\\' && is_printable(character) {
        return out.push(character);
    }
    out.push('\\');
    let (letter, digits) = match character {
        '\x07' => ('a', 0),
        '\x0B' => ('v', 0),
        _ => match short_escape(character) {
            Some(letter) => (letter, 0),
            None if code < 0x80 => ('x', 2),
            None if code < 0x1_0000 => ('u', 4),
            None => ('U', 8),
        },
    };
    out.push(letter);
    if digits > 0 {
        push_number(out, u64::from(code), 16, digits);
    }
}

/// What stands behind the backslash, where it is one character and the same for Go and JSON.
fn short_escape(character: char) -> Option<char> {
    Some(match character {
        '"' | '\\' => character,
        '\x08' => 'b',
        '\x0C' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        _ => return None,
    })
}

/// A list of strings as Go's `%v` prints it: `[a b]`.
pub(crate) fn list(items: &[String]) -> String {
    enclosed("[", items, "")
}

/// A set, given in sorted order, as Go's `%v` prints a map to empty structs: `map[a:{} b:{}]`.
pub(crate) fn set(sorted: &[String]) -> String {
    enclosed("map[", sorted, ":{}")
}

fn enclosed(open: &str, items: &[String], after: &str) -> String {
    let mut out = String::from(open);
    for (number, item) in items.iter().enumerate() {
        out.push_str(if number > 0 { " " } else { "" });
        out.push_str(&redact::value(item));
        out.push_str(after);
    }
    out.push(']');
    out
}

/// A list of strings as Go's `%q` prints it: `["a" "b"]`.
pub(crate) fn quoted_list(items: &[String]) -> String {
    let mut out = String::from("[");
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        push_quoted(&mut out, &redact::value(item));
    }
    out.push(']');
    out
}

/// Appends `text` as a JSON string the way Go's encoder writes it unless told otherwise: with `<`, `>`, `&` and the two
/// Unicode line separators escaped.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push('"');
    let mut copied = 0;
    for (at, character) in text.char_indices() {
        let short = short_escape(character);
        if short.is_none() && !matches!(character, '\0'..='\x1F' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}') {
            continue;
        }
        out.push_str(text.get(copied..at).unwrap_or_default());
        copied = at + character.len_utf8();
        out.push('\\');
        out.push(short.unwrap_or('u'));
        if short.is_none() {
            push_number(out, u64::from(character), 16, 4);
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{list, push_json, push_number, push_quoted, quoted_list, set, sprintf};

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
            let mut out = String::new();
            push_quoted(&mut out, text);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn lists_and_sets() {
        let two = ["a".to_owned(), "b c".to_owned()];
        assert_eq!(list(&two), "[a b c]");
        assert_eq!(list(&[]), "[]");
        assert_eq!(quoted_list(&two), r#"["a" "b c"]"#);
        assert_eq!(quoted_list(&[]), "[]");
        assert_eq!(set(&two), "map[a:{} b c:{}]");
        assert_eq!(set(&[]), "map[]");
    }

    #[test]
    fn json_strings_as_go_writes_them() {
        let table = [
            ("plain", r#""plain""#),
            ("\"\\/", r#""\"\\/""#),
            ("\x08\x0c\n\r\t\x00\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\""),
            ("<b>&amp;</b>'", r#""\u003cb\u003e\u0026amp;\u003c/b\u003e'""#),
            ("é\u{2028}\u{2029}漢", r#""é\u2028\u2029漢""#),
        ];
        for (text, expected) in table {
            let mut out = String::new();
            push_json(&mut out, text);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn templates_and_numbers() {
        assert_eq!(sprintf("%s is %q, é", &["a\"", "b\""]), r#"a" is "b\"", é"#);
        for (number, radix, digits, expected) in
            [(0, 10, 1, "0"), (7, 10, 2, "07"), (123, 10, 2, "123"), (0xAB, 16, 4, "00ab"), (0, 10, 0, "0")]
        {
            let mut out = String::new();
            push_number(&mut out, number, radix, digits);
            assert_eq!(out, expected);
        }
    }
}
