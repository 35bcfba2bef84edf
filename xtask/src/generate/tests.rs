//! What is generated is valid, repeatable, and as faulty as it was asked to be; and a check of it does not depend
//! on how the bytes were cut.

#![allow(clippy::panic, reason = "a test that cannot go on has failed")]

use chat_preflight::{CheckOptions, Checker, Outcome, Report, Severity, SourceOptions};

use super::platforms::{self, Platform};
use super::{Dialect, Plan, SEED, Written, bytes, write};

fn generate(dialect: Dialect, size: u64, faults: u64) -> (Vec<u8>, Written) {
    let mut out = Vec::new();
    let plan = Plan { dialect, size, seed: SEED, faults };
    match write(&plan, &mut out) {
        Ok(written) => (out, written),
        Err(cause) => panic!("{cause}"),
    }
}

fn check(input: &[u8], chunk: usize, seed: u64) -> Report {
    let options = CheckOptions { seed, now: Some("2026-01-01T00:00:00Z".to_owned()), ..CheckOptions::default() };
    let mut checker = Checker::new(options);
    for _reading in 0..2 {
        checker.source(SourceOptions::default());
        for piece in input.chunks(chunk) {
            checker.push(piece);
        }
        if let Outcome::Report(report) = checker.finish() {
            return *report;
        }
    }
    panic!("the checker asked for a third reading");
}

fn text(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default()
}

/// Totals of the report are those of the generator.
fn assert_totals(report: &Report, written: &Written) {
    assert_eq!(report.stats.bytes, written.bytes);
    assert_eq!(report.stats.items, written.total.values().sum::<u64>());
    for (kind, count) in &written.total {
        assert_eq!(report.stats.total.get(kind), *count, "{kind}");
    }
}

#[test]
fn a_generated_file_is_clean_in_both_dialects() {
    for dialect in [Dialect::Jsonl, Dialect::Array] {
        let (input, written) = generate(dialect, 2_000_000, 0);
        let report = check(&input, 65_536, 1);
        let expected = |code: &str| dialect == Dialect::Array && code == "legacy-dialect";
        let worse: Vec<_> = report.findings.iter().filter(|finding| !expected(finding.code.slug())).take(3).collect();
        assert!(report.ok && worse.is_empty(), "{dialect:?}: {worse:#?}");
        assert_totals(&report, &written);
    }
}

#[test]
fn a_generated_file_of_each_platform_is_clean() {
    for platform in Platform::ALL {
        let mut input = Vec::new();
        let Ok(written) = platforms::write(platform, 1_000_000, SEED, &mut input) else { panic!("{platform:?}") };
        let report = check(&input, 65_536, 1);
        let worse = |finding: &&chat_preflight::Finding| finding.severity != Severity::Info;
        let worse: Vec<_> = report.findings.iter().filter(worse).take(3).collect();
        assert!(report.ok && worse.is_empty(), "{platform:?}: {worse:#?}");
        assert_eq!(report.platform.map(chat_preflight::Platform::name), Some(platform.name()));
        assert_eq!((report.stats.bytes, report.stats.items), (written.bytes, written.items), "{platform:?}");
        for (kind, count) in &written.total {
            assert_eq!(report.stats.total.get(kind), *count, "{platform:?} {kind}");
        }
        assert!((950_000..1_050_000).contains(&written.bytes), "{platform:?}: {} bytes", written.bytes);
    }
}

#[test]
fn the_size_asked_for_is_met_within_a_few_per_cent() {
    for dialect in [Dialect::Jsonl, Dialect::Array] {
        let (input, written) = generate(dialect, 5_000_000, 0);
        assert_eq!(input.len() as u64, written.bytes);
        assert!((4_800_000..5_200_000).contains(&written.bytes), "{dialect:?}: {} bytes", written.bytes);
    }
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    assert_eq!(generate(Dialect::Jsonl, 200_000, 5), generate(Dialect::Jsonl, 200_000, 5));
    let other = Plan { dialect: Dialect::Jsonl, size: 200_000, seed: SEED + 1, faults: 5 };
    let mut out = Vec::new();
    assert!(write(&other, &mut out).is_ok());
    assert_ne!(out, generate(Dialect::Jsonl, 200_000, 5).0);
}

#[test]
fn every_fault_is_found_once_however_the_bytes_are_cut() {
    for dialect in [Dialect::Jsonl, Dialect::Array] {
        let (input, written) = generate(dialect, 1_000_000, 32);
        let whole = check(&input, input.len(), 1);
        for (code, count) in &written.counts {
            assert_eq!(whole.counts.get(code), *count, "{dialect:?}: {code}");
        }
        assert_totals(&whole, &written);
        let expected = text(&whole);
        for (round, chunk) in [1, 2, 3, 7, 4_096, 65_536, 1_000_000].into_iter().enumerate() {
            let report = check(&input, chunk, round as u64 + 2);
            assert!(text(&report) == expected, "{dialect:?}: chunks of {chunk} bytes give another report");
        }
    }
}

#[test]
fn sizes_are_decimal() {
    assert_eq!(bytes("30MB"), Ok(30_000_000));
    assert_eq!(bytes("12kb"), Ok(12_000));
    assert_eq!(bytes("77"), Ok(77));
    assert!(bytes("30MiB").is_err());
    assert!(bytes("99999999999GB").is_err());
}
