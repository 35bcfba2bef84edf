//! What the property tests share: checks in pieces with an eye on the clock, what every report has to fulfil, and changes
//! that break an input.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use chat_preflight::{Answer, CheckOptions, Checker, Outcome, Position, Report, Resource, Severity};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Longer than any check here may take, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The number of cases, if the environment does not ask for another; then the cases are other ones each time, too.
pub fn config(cases: u32) -> Config {
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
pub fn check_in_pieces(bytes: &[u8], sizes: &[usize], options: CheckOptions) -> Report {
    // Small pieces are looked at in small windows, so that small inputs meet the ends of windows, too.
    let window = sizes.iter().copied().min().unwrap_or(usize::MAX).min(256 << 10);
    let mut checker = Checker::new(options).gather(window);
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

/// Checks the runs between `cuts` one by one, and takes over what can be taken over, and reads the others. The report, and
/// how many runs were taken over. `begin`: whether a check is told that it begins in the middle, or has to see for itself.
pub fn check_by_partials(bytes: &[u8], cuts: &[usize], options: &CheckOptions, begin: bool) -> (Report, usize) {
    let mut checker = Checker::new(options.clone());
    let ends = cuts.iter().copied().chain([bytes.len()]);
    let (mut start, mut taken) = (0, 0);
    for end in ends {
        let run = &bytes[start..end];
        let mut other = Checker::new(options.clone());
        if begin && start > 0 {
            other.piece();
        }
        other.push(run);
        let wanted = start == 0 || checker.is_divisible();
        let partial = other.partial().filter(|_| wanted && (start > 0 || !begin));
        if partial.is_some_and(|partial| checker.absorb(&partial, end == bytes.len())) {
            taken += 1;
        } else {
            checker.push(run);
        }
        start = end;
    }
    match checker.finish() {
        Outcome::Report(report) => (*report, taken),
        Outcome::Replay => {
            checker.push(bytes);
            let Outcome::Report(report) = checker.finish() else { panic!("the checker asked for a third reading") };
            (*report, taken)
        }
    }
}

/// Whether a check has not ended: then it still uses a core, and no smaller input is looked for.
static ENDLESS: AtomicBool = AtomicBool::new(false);

/// The same with an eye on the clock: a check that never ends is a failure, not a test that hangs.
pub fn check(bytes: &[u8], sizes: &[usize], options: &CheckOptions) -> Result<Report, TestCaseError> {
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
pub struct Input(pub Vec<u8>);

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

pub fn text(report: &Report) -> String {
    serde_json::to_string_pretty(report).expect("a report is plain data")
}

/// The first line in which two reports differ.
pub fn difference(one: &str, two: &str) -> Option<String> {
    if one == two {
        return None;
    }
    let pair = one.lines().zip(two.lines()).find(|(left, right)| left != right);
    Some(pair.map_or("one is longer".to_owned(), |(left, right)| format!("{} against {}", left.trim(), right.trim())))
}

pub fn hold(bytes: &[u8], sizes: &[usize], options: &CheckOptions) -> Result<(), TestCaseError> {
    let whole = check(bytes, &[usize::MAX], options)?;
    let pieces = check(bytes, sizes, &CheckOptions { seed: 0x5eed, ..options.clone() })?;
    prop_assert_eq!(difference(&text(&whole), &text(&pieces)), None);
    agrees_with_itself(bytes, &whole, options)
}

/// What every report has to fulfil.
pub fn agrees_with_itself(bytes: &[u8], report: &Report, options: &CheckOptions) -> Result<(), TestCaseError> {
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
pub fn in_its_place(bytes: &[u8], line_ends: &[u64], position: Position, report: &Report) -> Result<(), TestCaseError> {
    prop_assert!(position.byte <= bytes.len() as u64, "{:?}", position);
    let line = line_ends.partition_point(|end| *end < position.byte);
    let line_start = if line == 0 { 0 } else { line_ends[line - 1] + 1 };
    prop_assert_eq!((position.line, position.column), (line as u64 + 1, position.byte - line_start + 1));
    prop_assert!(position.item <= report.stats.items, "{:?}", position);
    Ok(())
}

pub fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(prop_oneof![4 => 1_usize..6, 2 => 6_usize..200, 1 => 200_usize..70_000], 1..6)
}

/// What a mutation puts in: bytes and words that mean something to a parser.
pub const PIECES: &[&[u8]] = &[
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

pub fn mutate(bytes: &mut Vec<u8>, (place, kind, what): (u16, u8, u8)) {
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
pub fn mutated(import: impl Strategy<Value = Input>, most: usize) -> impl Strategy<Value = Input> {
    (import, prop::collection::vec(any::<(u16, u8, u8)>(), 0..=most)).prop_map(|(Input(mut bytes), mutations)| {
        for mutation in mutations {
            mutate(&mut bytes, mutation);
        }
        Input(bytes)
    })
}
