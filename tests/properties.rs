//! What holds for any input whatever: a check ends in a report, and that report depends on the bytes and the options
//! alone, not on where the input was cut or how its fingerprints were seeded.
//!
//! `PROPTEST_CASES=10000` asks for more cases, and for other ones each time.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use chat_preflight::{
    Answer, AnswerStyle, CheckOptions, Checker, Dialect, Limits, Outcome, Platform, Position, Profile, Report,
    Resource, Severity,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Longer than any check here may take, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The number of cases, if the environment does not ask for another; then the cases are other ones each time, too.
fn config(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) };
    Config {
        cases: asked.unwrap_or(cases),
        rng_seed,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    }
}

/// Pushes the input in pieces of these sizes, over and over, and reads it again if that is asked for.
fn check_in_pieces(bytes: &[u8], sizes: &[usize], options: CheckOptions) -> Report {
    let mut checker = Checker::new(options);
    for _reading in 0..2 {
        let (mut rest, mut sizes) = (bytes, sizes.iter().cycle());
        checker.push(b"");
        while !rest.is_empty() {
            let size = sizes.next().copied().unwrap_or(usize::MAX).clamp(1, rest.len());
            let (piece, after) = rest.split_at(size);
            checker.push(piece);
            rest = after;
        }
        if let Outcome::Report(report) = checker.finish() {
            return *report;
        }
    }
    panic!("the checker asked for a third reading")
}

/// Whether a check has not ended: then it still uses a core, and no smaller input is looked for.
static ENDLESS: AtomicBool = AtomicBool::new(false);

/// The same with an eye on the clock: a check that never ends is a failure, not a test that hangs.
fn check(bytes: &[u8], sizes: &[usize], options: &CheckOptions) -> Result<Report, TestCaseError> {
    if ENDLESS.load(Ordering::Relaxed) {
        return Err(TestCaseError::reject("another check has not ended"));
    }
    let (sender, receiver) = mpsc::channel();
    let (bytes, sizes, options) = (bytes.to_vec(), sizes.to_vec(), options.clone());
    thread::spawn(move || {
        // Nobody listens any more if it took too long.
        let _ = sender.send(check_in_pieces(&bytes, &sizes, options));
    });
    receiver.recv_timeout(PATIENCE).map_err(|cause| {
        ENDLESS.store(cause == RecvTimeoutError::Timeout, Ordering::Relaxed);
        TestCaseError::fail(format!("no report: {cause}"))
    })
}

/// Bytes of an input, shown as people read them.
#[derive(Clone)]
struct Input(Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 2_000;
        let bytes = &self.0;
        if bytes.len() <= 2 * SHOWN {
            return write!(f, "{}", bytes.escape_ascii());
        }
        let (head, tail) = (&bytes[..SHOWN], &bytes[bytes.len() - SHOWN..]);
        write!(f, "{} … ({} bytes) … {}", head.escape_ascii(), bytes.len(), tail.escape_ascii())
    }
}

fn text(report: &Report) -> String {
    serde_json::to_string_pretty(report).expect("a report is plain data")
}

/// The first line in which two reports differ.
fn difference(one: &str, two: &str) -> Option<String> {
    if one == two {
        return None;
    }
    let pair = one.lines().zip(two.lines()).find(|(left, right)| left != right);
    Some(pair.map_or("one is longer".to_owned(), |(left, right)| format!("{} against {}", left.trim(), right.trim())))
}

fn hold(bytes: &[u8], sizes: &[usize], options: &CheckOptions) -> Result<(), TestCaseError> {
    let whole = check(bytes, &[usize::MAX], options)?;
    let pieces = check(bytes, sizes, &CheckOptions { seed: 0x5eed, ..options.clone() })?;
    prop_assert_eq!(difference(&text(&whole), &text(&pieces)), None);
    agrees_with_itself(bytes, &whole, options)
}

/// What every report has to fulfil.
fn agrees_with_itself(bytes: &[u8], report: &Report, options: &CheckOptions) -> Result<(), TestCaseError> {
    prop_assert_eq!(report.stats.bytes, bytes.len() as u64);
    let counted: u64 = report.counts.0.iter().map(|(_, count)| count).sum();
    prop_assert_eq!(counted, report.findings.len() as u64 + report.dropped);
    let mut kept = BTreeMap::new();
    for finding in &report.findings {
        *kept.entry(finding.code.slug()).or_insert(0) += 1;
    }
    for (code, count) in &report.counts.0 {
        let most = if options.max_findings == 0 { *count } else { options.max_findings };
        prop_assert_eq!(kept.get(code).copied().unwrap_or(0), most.min(*count), "{}", code);
    }
    if report.dropped == 0 {
        prop_assert_eq!(report.ok, report.findings.iter().all(|finding| finding.severity != Severity::Error));
    }
    let line_ends: Vec<u64> = (0..).zip(bytes).filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
    for finding in &report.findings {
        prop_assert!(!finding.message.is_empty());
        in_its_place(bytes, &line_ends, finding.position, report)?;
        for related in &finding.related {
            in_its_place(bytes, &line_ends, related.position, report)?;
        }
    }
    // File order, then once more file order for what only the end could decide.
    let places: Vec<u64> = report.findings.iter().map(|finding| finding.position.byte).collect();
    prop_assert!(places.windows(2).filter(|pair| pair[0] > pair[1]).count() <= 1, "out of order: {:?}", places);
    let mut seen = 0;
    for (kind, total) in &report.stats.total.0 {
        prop_assert!(report.stats.valid.get(kind) <= *total, "{}", kind);
        seen += total;
    }
    // A request is one item and may hold many things.
    let requests = report.sources.iter().any(|source| source.resource == Some(Resource::Requests));
    prop_assert!(requests || seen <= report.stats.items);
    let texts: Vec<&str> = match &report.answer {
        None => Vec::new(),
        Some(Answer::Text { text, .. }) => vec![text],
        Some(Answer::Files { files: replies, .. } | Answer::Requests { requests: replies, .. }) => {
            replies.iter().map(|reply| reply.text.as_str()).filter(|text| !text.is_empty()).collect()
        }
    };
    for text in texts {
        prop_assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{}", text);
    }
    Ok(())
}

/// Line and column are those of the byte, and the item is one that was seen.
fn in_its_place(bytes: &[u8], line_ends: &[u64], position: Position, report: &Report) -> Result<(), TestCaseError> {
    prop_assert!(position.byte <= bytes.len() as u64, "{:?}", position);
    let line = line_ends.partition_point(|end| *end < position.byte);
    let line_start = if line == 0 { 0 } else { line_ends[line - 1] + 1 };
    prop_assert_eq!((position.line, position.column), (line as u64 + 1, position.byte - line_start + 1));
    prop_assert!(position.item <= report.stats.items, "{:?}", position);
    Ok(())
}

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

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(prop_oneof![4 => 1_usize..6, 2 => 6_usize..200, 1 => 200_usize..70_000], 1..6)
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

/// What a mutation puts in: bytes and words that mean something to a parser.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\n",
    b"\r\n",
    b" ",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"null",
    b"tru",
    b"-",
    b"1e9",
    b"0x",
    b"//",
    b"'",
    b"\\ud800",
    b"{\"type\":\"user\"",
    b"\"item\":{",
    b"\"data\":{",
    b"\"}}",
    b"[[[[[[[[[[",
    b"\xef\xbb\xbf",
    b"\"id\":\"u0\",",
    b"]]}}",
];

fn mutate(bytes: &mut Vec<u8>, (place, kind, what): (u16, u8, u8)) {
    let at = usize::from(place) * bytes.len() / 65_536;
    let piece = PIECES[usize::from(what) % PIECES.len()];
    let end = (at + 1 + usize::from(what) % 12).min(bytes.len());
    match kind % 6 {
        0 if at < bytes.len() => drop(bytes.remove(at)),
        1 | 2 => drop(bytes.splice(at..at, piece.iter().copied())),
        3 if at < bytes.len() => bytes[at] = piece[0],
        4 => drop(bytes.splice(at..end, [])),
        5 if what < 30 => bytes.truncate(at),
        _ => {
            let again = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, again));
        }
    }
}

/// An import with some changes made to it.
fn mutated(import: impl Strategy<Value = Input>, most: usize) -> impl Strategy<Value = Input> {
    (import, prop::collection::vec(any::<(u16, u8, u8)>(), 0..=most)).prop_map(|(Input(mut bytes), mutations)| {
        for mutation in mutations {
            mutate(&mut bytes, mutation);
        }
        Input(bytes)
    })
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
