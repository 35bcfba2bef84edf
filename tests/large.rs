//! What only a large input can show, and no case file holds.

use chat_preflight::{CheckOptions, Checker, Outcome, Platform};

/// Stream's largest import, in bytes.
const LARGEST: usize = 300_000_000;

/// How often a file of so many bytes, one long broken line, is called too large.
fn told_too_large(bytes: usize) -> u64 {
    let piece = vec![b'x'; 1 << 20];
    let mut checker = Checker::new(CheckOptions { platform: Some(Platform::Stream), ..CheckOptions::default() });
    let mut left = bytes;
    while left > 0 {
        let take = left.min(piece.len());
        checker.push(&piece[..take]);
        left -= take;
    }
    match checker.finish() {
        Outcome::Report(report) => {
            assert_eq!(report.stats.bytes, bytes as u64);
            report.counts.get("file-too-large")
        }
        Outcome::Replay => unreachable!("nothing in it crosses items"),
    }
}

#[test]
fn a_file_is_too_large_from_one_byte_over_the_limit() {
    assert_eq!(told_too_large(LARGEST), 0);
    assert_eq!(told_too_large(LARGEST + 1), 1);
}
