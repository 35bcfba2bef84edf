//! What holds for any input whatever: a check ends in a report, and that report depends on the bytes and the options
//! alone, not on where the input was cut or how its fingerprints were seeded.
//!
//! `PROPTEST_CASES=10000` asks for more cases, and for other ones each time.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use chat_preflight::{AnswerStyle, CheckOptions, Checker, Dialect, Limits, Platform, Profile};
use proptest::prelude::*;

use common::{Input, PIECES, check_by_partials, check_in_pieces, config, difference, hold, mutated, sizes, text};

fn options() -> impl Strategy<Value = CheckOptions> {
    let platform = prop_oneof![Just(None), Just(Some(Platform::Stream))];
    let dialect = prop_oneof![2 => Just(None), 1 => Just(Some(Dialect::Jsonl)), 1 => Just(Some(Dialect::Array))];
    let answer = prop_oneof![Just(AnswerStyle::Dashboard), Just(AnswerStyle::StreamCli)];
    let limits = prop_oneof![
        3 => Just(Limits::default()),
        1 => (1_u64..200, 1_u32..8).prop_map(|(item_bytes, depth)| Limits { item_bytes, depth }),
        1 => (250_000_u64..400_000).prop_map(|item_bytes| Limits { item_bytes, ..Limits::default() }),
    ];
    let most = prop_oneof![2 => Just(0_u64), 1 => 1_u64..4];
    (platform, dialect, answer, limits, most, any::<bool>()).prop_map(
        |(platform, dialect, answer, limits, max_findings, profile)| CheckOptions {
            platform,
            dialect,
            answer,
            limits,
            max_findings,
            now: Some("2026-01-01T00:00:00Z".to_owned()),
            profile: if profile { small_profile() } else { Profile::default() },
            ..CheckOptions::default()
        },
    )
}

fn small_profile() -> Profile {
    let text = r#"{"roles":["user"],"channelTypes":{"messaging":{}},"existing":{"users":["u0"]}}"#;
    serde_json::from_str(text).expect("a profile as a caller writes it")
}

/// Items of every type over few ids, so that they refer to each other, miss each other and stand twice. `KEY` is the
/// payload's key; `#` a digit.
const ITEMS: &[&str] = &[
    r#"{"type":"user","KEY":{"id":"u#"}}"#,
    r#"{"type":"user","KEY":{"id":"u#","role":"boss","teams":["red"],"user_mutes":["u#"],"channel_mutes":["messaging:c#"]}}"#,
    r#"{"KEY":{"name":"é€😀","id":"u#","created_at":"2031-01-01t00:00:00Z","online":null},"type":"user"}"#,
    r#"{"type":"user","KEY":{"ID":"u#","createdAt":5,"privacy_settings":{"read_receipts":{}}}}"#,
    r#"{"type":"device","KEY":{"id":"d#","user_id":"u#","push_provider_type":"apn","created_at":"2020-01-01T00:00:00Z"}}"#,
    r#"{"type":"future_channel_ban","KEY":{"target_id":"u#","created_by":"u#","until":1}}"#,
    r#"{"type":"channel","KEY":{"id":"c#","type":"messaging","created_by":"u#","team":"red"}}"#,
    r#"{"type":"channel","KEY":{"member_ids":["u#","u#"],"type":"messaging","created_by":"u#"}}"#,
    r#"{"type":"member","KEY":{"channel_type":"messaging","channel_id":"c#","user_id":"u#"}}"#,
    r#"{"type":"member","KEY":{"channel_type":"messaging","channel_member_ids":["u#","u#"],"user_id":"u#"}}"#,
    r#"{"type":"message","KEY":{"id":"m#","channel_type":"messaging","channel_id":"c#","user":"u#","text":"hi \ud83d","type":"regular","created_at":"2024-0#-01T00:00:00.5Z"}}"#,
    r#"{"type":"message","KEY":{"id":"m#","channel_type":"messaging","channel_id":"c#","user":"u#","type":"reply","parent_id":"m#","show_in_channel":true}}"#,
    r#"{"type":"message","KEY":{"channel_type":"messaging","channel_member_ids":["u#","u#"],"user":"u#","type":"deleted","attachments":[{"type":"image","image_url":"http://x","n":[[[1]]]},null]}}"#,
    r#"{"type":"reaction","KEY":{"message_id":"m#","type":"like","user_id":"u#","created_at":"2020-01-01T00:00:00Z"}}"#,
    r#"{"type":"poll","KEY":{"id":"p#","a":1,"a":2}}"#,
    r#"{"type":"foobar","KEY":{"id":"x#"},"KEY":7}"#,
    "{\n  \"type\": \"user\",\n  \"KEY\": { \"id\": \"u#\" }\n}",
    "null",
    "",
];

/// An item with its digits chosen.
fn item() -> impl Strategy<Value = String> {
    (prop::sample::select(ITEMS), prop::collection::vec(0_u8..3, 6)).prop_map(|(item, digits)| {
        let mut digits = digits.into_iter().cycle();
        item.chars().map(|c| if c == '#' { char::from(b'0' + digits.next().unwrap_or(0)) } else { c }).collect()
    })
}

/// An import file of either dialect.
fn import(items: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = Input> {
    (items, any::<bool>(), prop_oneof![6 => Just(""), 1 => Just("\u{feff}"), 1 => Just("\n \r\n")]).prop_map(
        |(items, array, start)| {
            Input(if array {
                format!("{start}[{}]", items.join(",\n")).replace("KEY", "item").into_bytes()
            } else {
                format!("{start}{}\n", items.join("\n")).replace("KEY", "data").into_bytes()
            })
        },
    )
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_bytes_end_in_a_report(
        Input(bytes) in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200).prop_map(Input),
            prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| Input(pieces.concat())),
        ],
        sizes in sizes(),
        options in options(),
    ) {
        hold(&bytes, &sizes, &options)?;
    }

    #[test]
    fn mutated_imports_get_the_same_report_in_any_pieces(
        Input(bytes) in mutated(import(prop::collection::vec(item(), 0..14)), 4),
        sizes in sizes(),
        options in options(),
    ) {
        hold(&bytes, &sizes, &options)?;
    }
}

/// An item that is mostly one long text: the window that is looked at holds some hundred KiB, so that only inputs
/// beyond that are read in several goes.
fn long_item() -> impl Strategy<Value = String> {
    let length = prop_oneof![3 => 0_usize..60_000, 2 => 60_000_usize..300_000, 1 => 300_000_usize..420_000];
    let filling =
        prop::sample::select(&["x", "é", "\\n", "[1], ", "{}", "\\\"", "}},\n\"", "{\\\"type\\\":\\\"user\\\"}"][..]);
    (length, filling, 0_u8..3, any::<bool>()).prop_map(|(length, filling, digit, type_first)| {
        let text = filling.repeat(length / filling.len());
        if type_first {
            format!(r#"{{"type":"user","KEY":{{"id":"u{digit}","bio":"{text}"}}}}"#)
        } else {
            format!(r#"{{"KEY":{{"id":"u{digit}","bio":["{text}"],"role":1}},"type":"user"}}"#)
        }
    })
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn large_imports_get_the_same_report_in_any_pieces(
        Input(bytes) in mutated(import(prop::collection::vec(prop_oneof![1 => item(), 1 => long_item()], 2..12)), 3),
        sizes in prop::collection::vec(1_usize..400_000, 1..4),
        options in options(),
    ) {
        hold(&bytes, &sizes, &options)?;
    }
}

proptest! {
    #![proptest_config(config(12))]

    /// What begins with more white space than is looked at to recognise a document.
    #[test]
    fn white_space_in_front_does_not_decide(
        blanks in 65_000_usize..66_500,
        Input(bytes) in import(prop::collection::vec(item(), 0..3)),
        sizes in prop::collection::vec(1_usize..90_000, 1..3),
        options in options(),
    ) {
        hold(&[vec![b' '; blanks], bytes].concat(), &sizes, &options)?;
    }
}

/// Cuts of an input, most of them where a line begins.
fn cuts(bytes: &[u8], places: &[(u16, bool)]) -> Vec<usize> {
    let place = |(place, at_line): &(u16, bool)| {
        let at = usize::from(*place) * bytes.len() / usize::from(u16::MAX);
        let line = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length + 1);
        if *at_line { line } else { at }
    };
    let mut cuts: Vec<usize> = places.iter().map(place).collect();
    cuts.sort_unstable();
    cuts
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn partial_results_make_the_report_that_one_check_makes(
        Input(bytes) in mutated(import(prop::collection::vec(item(), 0..14)), 3),
        places in prop::collection::vec((any::<u16>(), prop::bool::weighted(0.8)), 1..5),
        options in options(),
        begin in any::<bool>(),
    ) {
        let whole = check_in_pieces(&bytes, &[usize::MAX], options.clone());
        let (report, _) = check_by_partials(&bytes, &cuts(&bytes, &places), &options, begin);
        prop_assert_eq!(difference(&text(&whole), &text(&report)), None);
    }
}

/// More than what a document is recognised by. Lines that stand in order and are all different, but for what is wrong with them.
fn lines() -> Vec<u8> {
    let mut text = String::new();
    let mut add = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    for number in 0..40 {
        let team = if number % 7 == 0 { ",\"teams\":[\"red\"]" } else { "" };
        add(format!(r#"{{"type":"user","data":{{"id":"u{number}","nmae":"x","online":1{team}}}}}"#));
    }
    for number in 0..10 {
        let team = if number % 3 == 0 { ",\"team\":\"red\"" } else { "" };
        add(format!(
            r#"{{"type":"channel","data":{{"id":"c{number}","type":"messaging","created_by":"u{number}"{team}}}}}"#
        ));
    }
    for number in 0..20 {
        let line = r#"{"type":"member","data":{"channel_type":"messaging","channel_id":"cC","user_id":"uU"}}"#;
        add(line.replace('C', &(number % 10).to_string()).replace('U', &number.to_string()));
    }
    for number in 0..3_000 {
        let parent = if number % 9 == 8 {
            format!(r#","parent_id":"m{}""#, if number % 2 == 0 { number * 5 % 3_011 } else { number - 9 })
        } else {
            String::new()
        };
        let (channel, user, day) = (number % 10, number % 41, number % 28 + 1);
        add(format!(
            r#"{{"type":"message","data":{{"id":"m{number}","channel_type":"messaging","channel_id":"c{channel}","user":"u{user}","type":"regular","created_at":"2024-02-{day:02}T00:00:00Z"{parent}}}}}"#
        ));
        if number % 750 == 0 {
            add("  ".to_owned());
            add(r#"{"type":"message","data":{"id":"#.to_owned());
        }
    }
    text.into_bytes()
}

#[test]
fn partial_results_are_taken_over_where_that_makes_no_difference() {
    let bytes = lines();
    for (max_findings, redact) in [(0, false), (3, false), (100, true)] {
        let options = CheckOptions {
            max_findings,
            redact,
            days: redact,
            now: Some("2026-01-01T00:00:00Z".into()),
            ..CheckOptions::default()
        };
        let whole = check_in_pieces(&bytes, &[usize::MAX], options.clone());
        assert!(whole.counts.get("unknown-reference") > 0 && whole.counts.get("stream-nested-thread") > 0);
        assert!(whole.counts.get("stream-team-mismatch") > 0 && whole.counts.get("malformed-json") > 0);
        for parts in [2, 3, 4] {
            let places: Vec<_> = (1..parts).map(|part| (u16::MAX / parts * part, true)).collect();
            for begin in [false, true] {
                let (report, taken) = check_by_partials(&bytes, &cuts(&bytes, &places), &options, begin);
                assert_eq!(difference(&text(&whole), &text(&report)), None);
                assert_eq!(taken, usize::from(parts) - usize::from(begin));
            }
        }
    }
}

#[test]
fn what_stands_twice_in_two_pieces_is_read_again() {
    let bytes = [lines(), lines()].concat();
    let options = CheckOptions::default();
    let whole = check_in_pieces(&bytes, &[usize::MAX], options.clone());
    let middle = bytes.len() / 2;
    let (report, taken) = check_by_partials(&bytes, &[middle], &options, true);
    assert_eq!((difference(&text(&whole), &text(&report)), taken), (None, 0));
}

#[test]
fn partial_results_of_others_are_refused() {
    let piece = |options: CheckOptions, bytes: &[u8]| {
        let mut checker = Checker::new(options);
        checker.push(bytes);
        checker.partial()
    };
    let user = b"{\"type\":\"user\",\"data\":{\"id\":\"ann\"}}\n";
    let partial = piece(CheckOptions::default(), user).expect("lines of Stream");
    let takes = |options: CheckOptions, partial: &[u8]| Checker::new(options).absorb(partial, true);
    assert!(takes(CheckOptions::default(), &partial));
    for options in [
        CheckOptions { seed: 1, ..CheckOptions::default() },
        CheckOptions { max_findings: 5, ..CheckOptions::default() },
        CheckOptions { redact: true, ..CheckOptions::default() },
        CheckOptions { profile: small_profile(), ..CheckOptions::default() },
        CheckOptions { platform: Some(Platform::TalkJs), ..CheckOptions::default() },
        CheckOptions { dialect: Some(Dialect::Array), ..CheckOptions::default() },
        CheckOptions { now: Some("2026-01-01T00:00:00Z".into()), ..CheckOptions::default() },
    ] {
        assert!(!takes(options, &partial));
    }
    for at in 0..partial.len() {
        let mut other = partial.clone();
        other[at] ^= 1;
        assert!(!takes(CheckOptions::default(), &other) && !takes(CheckOptions::default(), &partial[..at]));
    }
    assert_eq!(piece(CheckOptions::default(), b"[{\"type\":\"user\",\"item\":{\"id\":\"ann\"}}]"), None);
    assert_eq!(piece(CheckOptions::default(), b"{\"users\":[]}"), None);
}
