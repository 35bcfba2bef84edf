//! The other platforms' checks and a conversion, held against Stream's check in the same run.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::results::{median, speeds};
use super::{Candidate, Program, Row, once};
use crate::generate::platforms::Platform;
use crate::generate::{self, Dialect, Plan};
use crate::{Result, project};

/// What each platform's check has to reach: this much of Stream's throughput.
const TARGET: f64 = 0.7;

const CHECK: Candidate = Candidate { name: "check", dialect: Dialect::Jsonl, program: Program::Node("check.mjs") };

/// A conversion of the same file, and what it has to reach.
const CONVERT: Candidate =
    Candidate { name: "convert", dialect: Dialect::Jsonl, program: Program::Node("convert.mjs") };
const CONVERT_TARGET: f64 = 0.35;

/// Measurements at one size; the first row is Stream's.
pub(super) struct Platforms {
    size: String,
    rows: Vec<Row>,
    convert: Row,
}

/// Measures all platforms, which take turns within a round.
pub(super) fn measure(size: &str, rounds: usize) -> Result<Platforms> {
    let bytes = generate::bytes(&format!("{size}MB"))?;
    let file = |name: &str, ending: &str| -> Result<PathBuf> {
        Ok(project::target()?.join("xtask-data").join(format!("bench-{name}-{size}MB.{ending}")))
    };
    let stream = file("stream", "jsonl")?;
    let plan = Plan { dialect: Dialect::Jsonl, size: bytes, seed: generate::SEED, faults: 0 };
    let mut files = vec![("stream", generate::to_file(&plan, &stream)?, stream)];
    for platform in Platform::ALL {
        let path = file(platform.name(), platform.ending())?;
        files.push((platform.name(), generate::for_platform(platform, bytes, generate::SEED, &path)?, path));
    }
    let mut rows: Vec<Row> = files
        .iter()
        .map(|(name, written, _)| Row { name, bytes: written.bytes, milliseconds: vec![], memory: vec![] })
        .collect();
    let bytes = files.first().map_or(0, |(_, written, _)| written.bytes);
    let mut convert = Row { name: CONVERT.name, bytes, milliseconds: vec![], memory: vec![] };
    for round in 1..=rounds {
        eprintln!("platforms, {size} MB, round {round} of {rounds}");
        for ((name, written, path), row) in files.iter().zip(&mut rows) {
            let measured = once(&CHECK, path)?;
            if measured.items.to_bits() != (written.items as f64).to_bits() {
                return Err(format!("{name}: {} items were to be read, it read {}", written.items, measured.items));
            }
            row.milliseconds.push(measured.milliseconds);
            row.memory.push(measured.memory / 1e3);
        }
        if let Some((_, written, path)) = files.first() {
            let measured = once(&CONVERT, path)?;
            if measured.items.to_bits() != (written.items as f64).to_bits() {
                return Err(format!("convert: {} items were to be read, it read {}", written.items, measured.items));
            }
            convert.milliseconds.push(measured.milliseconds);
            convert.memory.push(measured.memory / 1e3);
        }
    }
    Ok(Platforms { size: size.to_owned(), rows, convert })
}

impl Platforms {
    /// The section of the page.
    pub(super) fn section(&self) -> String {
        let mut text = format!(
            "\n## Platforms, {} MB\n\nRequests files (of ChatKitty a file of messages), made from the same population.\n\n\
             | platform | MB/s | peak memory of the process, MB | against Stream's check | target |\n|---|---|---|---|---|\n",
            self.size
        );
        let speed = |row: &Row| median(&mut speeds(row));
        let stream = self.rows.first().map_or(f64::NAN, speed);
        for (place, row) in self.rows.iter().enumerate() {
            let ratio = speed(row) / stream;
            let verdict = if place == 0 {
                String::new()
            } else {
                format!("≥ {TARGET}: {}", if ratio >= TARGET { "reached" } else { "missed" })
            };
            let mut memory = row.memory.clone();
            let _ = writeln!(
                text,
                "| {} | {:.0} | {:.0} | {ratio:.2} | {verdict} |",
                row.name,
                speed(row),
                median(&mut memory)
            );
        }
        let ratio = speed(&self.convert) / stream;
        let _ = writeln!(
            text,
            "\nConversion of Stream's file to Sendbird, spool and check of the output included: {:.0} MB/s, {:.0} MB; \
             {ratio:.2} of the check (≥ {CONVERT_TARGET}: {}).",
            speed(&self.convert),
            median(&mut self.convert.memory.clone()),
            if ratio >= CONVERT_TARGET { "reached" } else { "missed" }
        );
        text
    }
}
