//! `cargo xtask test`: every test there is, natively, through the built package, and in a real browser.

use std::env;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::flags::Flags;
use crate::generate::{self, Dialect, Plan};
use crate::{Result, bench, build, chromium, firefox, node, process, project, stamp};

/// Cases per property with `--all`.
const LONG_PROPERTY_CASES: &str = "20000";

pub(crate) fn command(arguments: &[String]) -> Result {
    let mut flags = Flags::new(arguments);
    let all = flags.switch("--all");
    flags.end()?;
    build::all()?;
    // One part's failures are no reason not to see the others'.
    let mut parts = vec![
        Part::run("native tests", || native(all)),
        Part::run("tests of the package and of the page", || packaged(all)),
    ];
    if all {
        parts.push(Part::run("the bench, with small files", bench::smoke));
    }
    summary(&parts, all);
    let failed: Vec<&str> = parts.iter().filter(|part| part.result.is_err()).map(|part| part.name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

/// One part of the whole, done.
struct Part {
    name: &'static str,
    result: Result,
    time: Duration,
}

impl Part {
    fn run(name: &'static str, work: impl FnOnce() -> Result) -> Part {
        println!("\n== {name}");
        let start = Instant::now();
        let result = work();
        Part { name, result, time: start.elapsed() }
    }
}

/// Unit tests, cases, properties, documentation examples.
fn native(all: bool) -> Result {
    let mut command = project::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    if all && env::var_os("PROPTEST_CASES").is_none() {
        command.env("PROPTEST_CASES", LONG_PROPERTY_CASES);
    }
    process::run(&mut command)
}

/// Cases through the wasm, the tarball as Node's users have it, the page in Chromium, and in Firefox if there is one.
fn packaged(all: bool) -> Result {
    let folder = project::path("pkg-tests");
    node::install(&folder)?;
    let files: Vec<PathBuf> =
        stamp::files(&folder)?.into_iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs")).collect();
    if files.is_empty() {
        return Err("pkg-tests has no *.test.mjs".to_owned());
    }
    let (alone, together): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|file| measures_frames(file));
    let fifty = sample("50MB")?;
    let large = if all { Some(sample("300MB")?) } else { None };
    let chromium = chromium::path()?;
    let groups = [("--test-concurrency=2", together), ("--test-concurrency=1", alone)];
    let failed = groups.into_iter().filter(|(concurrency, files)| {
        let mut command = node::node();
        command.args(["--test", concurrency, "--test-reporter=spec"]).args(files);
        command.env("CHROMIUM", &chromium).env("STREAM_50MB", &fifty);
        command.env(firefox::VARIABLE, firefox::path().unwrap_or_default());
        match &large {
            Some(large) => command.env("STREAM_300MB", large),
            None => command.env_remove("STREAM_300MB"),
        };
        process::run(&mut command).is_err()
    });
    if failed.count() == 0 { Ok(()) } else { Err("tests failed".to_owned()) }
}

/// Whether tests of a file look at how long a page is blocked: they need the machine for themselves.
fn measures_frames(file: &Path) -> bool {
    project::read(file).is_ok_and(|text| text.contains("LONGEST_BLOCK"))
}

/// A generated file for the browser, and next to it what a check has to count (`….counts.json`).
fn sample(size: &str) -> Result<PathBuf> {
    let file = project::target()?.join("xtask-data").join(format!("stream-{size}.jsonl"));
    let plan = Plan { dialect: Dialect::Jsonl, size: generate::bytes(size)?, seed: generate::SEED, faults: 16 };
    generate::with_counts(&plan, &file)?;
    Ok(file)
}

fn summary(parts: &[Part], all: bool) {
    println!("\n== summary");
    for part in parts {
        let result = part.result.as_ref().map_or_else(|cause| format!("FAILED: {cause}"), |()| "passed".to_owned());
        println!("  {}, {:.1} s: {result}", part.name, part.time.as_secs_f64());
    }
    if firefox::path().is_none() {
        let (oldest, variable) = (firefox::OLDEST, firefox::VARIABLE);
        println!(
            "  not run: the page in Firefox, for none from {oldest} on was found (in PATH, or named by {variable})"
        );
    }
    if !all {
        println!(
            "  not run (cargo xtask test --all does): the page with 300 MB, {LONG_PROPERTY_CASES} cases of each \
             property, the bench with small files"
        );
    }
}
