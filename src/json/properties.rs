//! The pull parser held against two others: `serde_json`, and [`go_syntax`](super::go_syntax), which words our errors.
//!
//! For one value with white space around it all three accept the same texts, with these differences, all of them wanted:
//!
//! - bytes that are no UTF-8 pass here and in Go inside strings (a finding tells of them); `serde_json::Value` refuses them;
//! - half a surrogate pair (`"\ud83d"`) passes here and in Go (a finding tells of it); `serde_json::Value` refuses it;
//! - numbers beyond a 64-bit float (`1e400`) pass here, they are never made into numbers; `serde_json::Value` refuses them;
//! - nesting may go 10,000 deep here and in Go, 127 deep in `serde_json::Value`.
//!
//! `serde_json::de::IgnoredAny` checks the grammar alone and agrees without a difference, up to the 10,000 levels.
//!
//! `PROPTEST_CASES=100000` asks for more cases, and for other ones each time.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde::de::IgnoredAny;

use super::go_syntax;
use super::lexer::{Lexer, PADDING};

const DEPTH: u32 = 10_000;

/// What the pull parser says of one text.
struct Verdict {
    /// Where it stopped, if it did.
    refused_at: Option<usize>,
    lone_surrogate: bool,
}

fn verdict(text: &[u8]) -> Verdict {
    // A line end behind it, as in a file: a number that touches the end of the window waits for more.
    let padded = [text, b"\n", &[0; PADDING]].concat();
    let mut lexer = Lexer::new(&padded, 0, DEPTH);
    let refused_at = if lexer.value() {
        lexer.next();
        (lexer.pos <= text.len()).then_some(lexer.pos)
    } else {
        // The added line end is no part of the text.
        Some(lexer.stopped().1.min(text.len()))
    };
    Verdict { refused_at, lone_surrogate: lexer.lone_surrogate != usize::MAX }
}

/// Deepest nesting of a text that is JSON.
fn depth(text: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth -= 1,
            _ => {}
        }
    }
    deepest
}

fn hold_against_others(text: &[u8]) -> Result<(), TestCaseError> {
    let ours = verdict(text);
    let go = go_syntax::first_error(text);
    prop_assert_eq!(ours.refused_at, go.as_ref().map(|error| error.offset), "Go: {:?}", go);
    let accepted = ours.refused_at.is_none();
    // The one difference of the grammars: serde_json has no limit where it builds nothing.
    if go.as_ref().is_none_or(|error| !error.message.contains("max depth")) {
        prop_assert_eq!(accepted, serde_json::from_slice::<IgnoredAny>(text).is_ok());
    }
    let value = serde_json::from_slice::<serde_json::Value>(text);
    match value {
        Ok(_) => prop_assert!(accepted),
        Err(error) if accepted => {
            let known = std::str::from_utf8(text).is_err()
                || ours.lone_surrogate
                || error.to_string().contains("number out of range")
                || depth(text) > 127;
            prop_assert!(known, "a difference that is not written down: {}", error);
        }
        Err(_) => {}
    }
    Ok(())
}

/// One JSON value, with strange white space, strings and numbers.
fn json() -> impl Strategy<Value = String> {
    let string = prop_oneof![
        "\"[ -!#-\\[\\]-~é€😀]{0,40}\"",
        r#""(\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|a){0,6}""#,
        r#""\\u[dD][89abAB][0-9a-f]{2}\\u[dD][c-fC-F][0-9a-f]{2}""#,
        r#""\\u[dD][89a-fA-F][0-9a-f]{2}x?""#,
    ];
    let number = "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?";
    let leaf = prop_oneof![
        string.clone().boxed(),
        number.boxed(),
        prop_oneof![Just("true"), Just("false"), Just("null")].prop_map(str::to_owned).boxed(),
    ];
    let blank = "[ \t\r\n]{0,2}";
    leaf.prop_recursive(6, 48, 6, move |inner| {
        let element = (blank, inner, blank).prop_map(|(before, value, after)| format!("{before}{value}{after}"));
        let member = (blank, string.clone(), blank, element.clone())
            .prop_map(|(before, key, after, value)| format!("{before}{key}{after}:{value}"));
        prop_oneof![
            prop::collection::vec(element, 0..6).prop_map(|elements| format!("[{}]", elements.join(","))),
            prop::collection::vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// A change of a text at a place (of 65,536 places in it).
fn mutations() -> impl Strategy<Value = Vec<(u16, u8, u8)>> {
    prop::collection::vec(any::<(u16, u8, u8)>(), 0..4)
}

const BYTES: &[u8] = b"{}[],:\"\\'/ \t\n\r\0-+.0123456789eEtrufalsn\x7f\x80\xc3\xa9\xed\xff";

fn mutate(text: &mut Vec<u8>, (place, kind, byte): (u16, u8, u8)) {
    let at = usize::from(place) * text.len() / 65_536;
    let byte = BYTES[usize::from(byte) % BYTES.len()];
    match kind % 5 {
        0 if at < text.len() => drop(text.remove(at)),
        1 => text.insert(at, byte),
        2 if at < text.len() => text[at] = byte,
        3 => text.truncate(at),
        _ => text.push(byte),
    }
}

/// The number of cases, if the environment does not ask for another; then the cases are other ones each time, too.
pub(crate) fn config(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) };
    Config { cases: asked.unwrap_or(cases), rng_seed, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn what_is_json_is_accepted_by_all(text in json()) {
        prop_assert_eq!(verdict(text.as_bytes()).refused_at, None);
        hold_against_others(text.as_bytes())?;
    }

    #[test]
    fn mutated_json_is_judged_alike(text in json(), mutations in mutations()) {
        let mut text = text.into_bytes();
        for mutation in mutations {
            mutate(&mut text, mutation);
        }
        hold_against_others(&text)?;
    }

    #[test]
    fn any_bytes_are_judged_alike(text in prop::collection::vec(prop::sample::select(BYTES), 0..24)) {
        hold_against_others(&text)?;
    }

    #[test]
    fn strings_of_any_length_end_where_they_end(
        plain in 0_usize..80, inside in prop::sample::select(BYTES), behind in 0_usize..40
    ) {
        let text = [b"[\"".as_slice(), &vec![b'x'; plain], &[inside], &vec![b'y'; behind], b"\"]"].concat();
        hold_against_others(&text)?;
    }
}

#[test]
fn the_differences_are_as_written_down() {
    let deep = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
    for text in [&b"\"\xff\""[..], br#""\ud83d""#, br#""\ude00\ud83d""#, b"1e400", &deep(128), &deep(10_000)] {
        assert_eq!(verdict(text).refused_at, None, "{}", text.escape_ascii());
        assert!(serde_json::from_slice::<serde_json::Value>(text).is_err(), "{}", text.escape_ascii());
        assert!(serde_json::from_slice::<IgnoredAny>(text).is_ok(), "{}", text.escape_ascii());
    }
    assert!(serde_json::from_slice::<serde_json::Value>(&deep(127)).is_ok());
    assert_eq!(verdict(&deep(10_001)).refused_at, Some(10_000));
}
