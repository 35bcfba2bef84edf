//! What holds for any input whatever: a check ends in a report, and that report depends on the bytes and the options
//! alone, not on where the input was cut or how its fingerprints were seeded.
//!
//! `PROPTEST_CASES=10000` asks for more cases, and for other ones each time.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use chat_preflight::{AnswerStyle, CheckOptions, Dialect, Limits, Platform, Profile};
use proptest::prelude::*;

use common::{Input, PIECES, config, hold, mutated, sizes};

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
