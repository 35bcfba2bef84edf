//! `cargo xtask bench`: the check against its peers, side by side in one run.
//!
//! Every measurement is a process of its own. Candidates take turns within a round, so that a slow minute of the
//! machine hits all of them; medians over the rounds are compared, never single runs.
#![allow(clippy::cast_precision_loss, reason = "no file here has 2^53 bytes")]

mod platforms;
mod results;

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::flags::Flags;
use crate::generate::{self, Dialect, Plan};
use crate::{Result, build, node, process, project, wasm};

/// A program that checks or parses a file and prints one line of JSON.
#[derive(Clone, Copy)]
struct Candidate {
    name: &'static str,
    dialect: Dialect,
    program: Program,
}

#[derive(Clone, Copy)]
enum Program {
    /// A script of `bench/`.
    Node(&'static str),
    /// `check()` with so many threads at most.
    Threads(&'static str),
    /// The package's command line, its whole process timed.
    Cli,
    /// `bench/native.rs`.
    Native,
}

/// Those whose ratios are the targets.
const OURS: [&str; 2] = ["check, JSON Lines", "check, array"];
const AJV: &str = "JSON.parse per line + Ajv + Sets";
const PARSE: &str = "JSON.parse per line, no checks";
/// Those that are held against each other: one thread, and two.
const THREADS: [&str; 2] = ["check() of a Blob, one thread", "check() of a Blob, two threads at most"];

const CANDIDATES: &[Candidate] = &[
    Candidate { name: OURS[0], dialect: Dialect::Jsonl, program: Program::Node("check.mjs") },
    Candidate { name: OURS[1], dialect: Dialect::Array, program: Program::Node("check.mjs") },
    Candidate { name: AJV, dialect: Dialect::Jsonl, program: Program::Node("ajv.mjs") },
    Candidate { name: PARSE, dialect: Dialect::Jsonl, program: Program::Node("parse.mjs") },
    Candidate { name: THREADS[0], dialect: Dialect::Jsonl, program: Program::Threads("1") },
    Candidate { name: THREADS[1], dialect: Dialect::Jsonl, program: Program::Threads("2") },
    Candidate { name: "command line, JSON Lines, whole process", dialect: Dialect::Jsonl, program: Program::Cli },
    Candidate { name: "native build, JSON Lines", dialect: Dialect::Jsonl, program: Program::Native },
];

/// What one process measured.
struct Measured {
    milliseconds: f64,
    /// Kilobytes.
    memory: f64,
    items: f64,
}

/// The measurements of one candidate at one size.
struct Row {
    name: &'static str,
    bytes: u64,
    milliseconds: Vec<f64>,
    /// Peak resident set of each process, in megabytes.
    memory: Vec<f64>,
}

/// One size: its rows, and how much memory the wasm took for how many ids.
struct Series {
    size: String,
    rows: Vec<Row>,
    wasm_bytes: u64,
    ids: u64,
}

pub(crate) fn command(arguments: &[String]) -> Result {
    let mut flags = Flags::new(arguments);
    let sizes = flags.value("--sizes")?.unwrap_or_else(|| "30,300".to_owned());
    let platforms = flags.value("--platforms")?.unwrap_or_else(|| "100".to_owned());
    let rounds: usize = flags.number("--rounds")?.unwrap_or(5);
    flags.end()?;
    if rounds == 0 {
        return Err("--rounds has to be at least 1".to_owned());
    }
    let series = measure(&sizes.split(',').map(str::to_owned).collect::<Vec<_>>(), rounds)?;
    let platforms = platforms::measure(&platforms, rounds)?;
    let text = results::page(&series, &platforms, rounds, start_up(rounds)?, &wasm_sizes()?)?;
    let file = project::path("bench/RESULTS.md");
    project::write(&file, text.as_bytes())?;
    println!("\n{text}\nwritten to bench/RESULTS.md");
    Ok(())
}

/// One round with small files: that the bench works, not what it says.
pub(crate) fn smoke() -> Result {
    let series = measure(&["3".to_owned()], 1)?;
    let platforms = platforms::measure("2", 1)?;
    println!("{}", results::page(&series, &platforms, 1, start_up(1)?, &wasm_sizes()?)?);
    Ok(())
}

/// How large the wasm is: the whole one, and the one for checks alone.
fn wasm_sizes() -> Result<[String; 2]> {
    Ok([wasm::sizes()?, wasm::sizes_for_checks()?])
}

fn measure(sizes: &[String], rounds: usize) -> Result<Vec<Series>> {
    build::package()?;
    node::install(&project::path("bench"))?;
    eprintln!("building the native check");
    process::step(project::cargo().args(["build", "--release", "--quiet", "--example", "native-check"]))?;
    sizes.iter().map(|size| one_size(size.trim(), rounds)).collect()
}

fn one_size(size: &str, rounds: usize) -> Result<Series> {
    let bytes = generate::bytes(&format!("{size}MB"))?;
    let file = |dialect| -> Result<(PathBuf, generate::Written)> {
        let name = if dialect == Dialect::Jsonl { "jsonl" } else { "json" };
        let file = project::target()?.join("xtask-data").join(format!("bench-{size}MB.{name}"));
        let written = generate::to_file(&Plan { dialect, size: bytes, seed: generate::SEED, faults: 0 }, &file)?;
        Ok((file, written))
    };
    let (lines, written) = file(Dialect::Jsonl)?;
    let (array, _) = file(Dialect::Array)?;
    let items: u64 = written.total.values().sum();
    let mut rows: Vec<Row> = CANDIDATES
        .iter()
        .map(|candidate| Row { name: candidate.name, bytes: written.bytes, milliseconds: vec![], memory: vec![] })
        .collect();
    for round in 1..=rounds {
        eprintln!("{size} MB, round {round} of {rounds}");
        for (candidate, row) in CANDIDATES.iter().zip(&mut rows) {
            let file = if candidate.dialect == Dialect::Jsonl { &lines } else { &array };
            let measured = once(candidate, file)?;
            if measured.items.to_bits() != (items as f64).to_bits() {
                return Err(format!("{}: {items} items were to be read, it read {}", candidate.name, measured.items));
            }
            row.milliseconds.push(measured.milliseconds);
            row.memory.push(measured.memory / 1e3);
        }
    }
    let memory = run(node::node().arg(project::path("bench/memory.mjs")).arg(&lines))?;
    let wasm_bytes = memory.get("memory").and_then(serde_json::Value::as_u64).unwrap_or(0);
    Ok(Series { size: size.to_owned(), rows, wasm_bytes, ids: items })
}

fn once(candidate: &Candidate, file: &Path) -> Result<Measured> {
    let mut after = None;
    let mut command = match candidate.program {
        Program::Node(script) => {
            let mut command = node::node();
            command.arg(project::path("bench").join(script));
            command
        }
        Program::Threads(most) => {
            let mut command = node::node();
            command.arg(project::path("bench/threads.mjs"));
            after = Some(most);
            command
        }
        Program::Cli => return command_line(file),
        Program::Native => {
            Command::new(project::target()?.join("release/examples").join(format!("native-check{EXE_SUFFIX}")))
        }
    };
    let result = run(command.arg(file).args(after))?;
    let number = |key: &str| result.get(key).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN);
    Ok(Measured { milliseconds: number("ms"), memory: number("rss"), items: number("items") })
}

/// The command line as users have it: wall time from start to end, report as JSON.
fn command_line(file: &Path) -> Result<Measured> {
    let usage = project::target()?.join("xtask-data/usage");
    let mut command = node::node();
    command.args(["--import", "./bench/lib/usage.mjs"]).arg(wasm::dist().join("cli.js"));
    command.args(["check", "--format", "json", "--quiet"]).arg(file).env("BENCH_USAGE", &usage).stdin(Stdio::null());
    let start = Instant::now();
    let report = run(&mut command)?;
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let items = report.pointer("/stats/items").and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN);
    let memory = fs::read_to_string(&usage).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    Ok(Measured { milliseconds, memory, items })
}

/// How long the command line takes for a file of 1 kB, and Node for nothing: medians, in milliseconds.
fn start_up(rounds: usize) -> Result<(f64, f64)> {
    let file = project::target()?.join("xtask-data/bench-1kB.jsonl");
    let line =
        |number: u32| format!("{{\"type\":\"user\",\"data\":{{\"id\":\"user-{number:03}\",\"role\":\"user\"}}}}\n");
    project::write(&file, (0..18).map(line).collect::<String>().as_bytes())?;
    let timed = |command: &mut Command| -> Result<f64> {
        let start = Instant::now();
        process::output(command.stdin(Stdio::null()))?;
        Ok(start.elapsed().as_secs_f64() * 1e3)
    };
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _round in 0..rounds * 3 {
        ours.push(timed(node::node().arg(wasm::dist().join("cli.js")).arg("check").arg(&file))?);
        bare.push(timed(node::node().args(["-e", "0"]))?);
    }
    Ok((results::median(&mut ours), results::median(&mut bare)))
}

fn run(command: &mut Command) -> Result<serde_json::Value> {
    let text = process::output(command)?;
    let start: String = text.chars().take(200).collect();
    serde_json::from_str(&text).map_err(|cause| format!("a measurement printed {start:?}: {cause}"))
}
