//! The check without wasm: reads a file in pieces of 1 MiB and prints how long that took, as one line of JSON.
#![allow(clippy::print_stdout, reason = "its result goes to the bench on standard output")]

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use chat_preflight::{CheckOptions, Checker, Outcome, Report, SourceOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("native-check FILE")?;
    let start = Instant::now();
    let report = check(Path::new(&path))?;
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let findings: u64 = report.counts.0.iter().map(|(_, count)| count).sum();
    println!(
        "{{\"ms\":{milliseconds:.3},\"rss\":{},\"items\":{},\"findings\":{findings},\"ok\":{}}}",
        peak_memory(),
        report.stats.items,
        report.ok
    );
    Ok(())
}

fn check(path: &Path) -> Result<Report, Box<dyn Error>> {
    let options = CheckOptions { seed: 1, now: Some("2026-01-01T00:00:00Z".to_owned()), ..CheckOptions::default() };
    let mut checker = Checker::new(options);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let mut file = File::open(path)?;
        checker.source(SourceOptions::default());
        loop {
            let length = file.read(&mut buffer)?;
            if length == 0 {
                break;
            }
            checker.push(&buffer[..length]);
        }
        if let Outcome::Report(report) = checker.finish() {
            return Ok(*report);
        }
    }
}

/// Kilobytes of the largest resident set so far, where the system tells; else 0.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
