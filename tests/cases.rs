//! The table of cases under `pkg-tests/cases`: inputs and the reports they have to get, byte for byte.
//!
//! A case is a folder with `input.*` (or `input-1.*`, `input-2.*`… for one check of several documents),
//! `expected.json`, and `options.json` where the defaults do not do. The same table is run through the built wasm
//! by `pkg-tests/cases.test.mjs`. With `UPDATE_EXPECTED=1` the expected reports are written instead of compared.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "the number of cases is worth seeing")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use chat_preflight::{CheckOptions, Checker, Finding, Outcome, Report, SourceOptions, all_schemas, rules};

/// Pieces in which each input is pushed: the report must not depend on them. The last one is "in one piece".
const CHUNKS: [usize; 6] = [1, 2, 3, 7, 65_536, usize::MAX];

/// Reports must not depend on the seed of the fingerprints either; chunk sizes take turns.
const SEEDS: [u64; 2] = [1, 0x5eed_0000_0000_0002];

/// The time of the check where a case does not give one.
const NOW: &str = "2026-01-01T00:00:00Z";

struct Case {
    folder: PathBuf,
    options: CheckOptions,
    inputs: Vec<(String, Vec<u8>)>,
}

#[test]
fn reports_are_as_expected_for_every_chunk_size_and_seed() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-tests/cases");
    let mut folders = Vec::new();
    find(&top, &mut folders);
    assert!(!folders.is_empty(), "there is no case under {}", top.display());
    let update = env::var_os("UPDATE_EXPECTED").is_some();
    let mut failures = Vec::new();
    for folder in &folders {
        let case = read(folder);
        if let Err(reason) = run(&case, update) {
            failures.push(format!("{}: {reason}", folder.strip_prefix(&top).unwrap_or(folder).display()));
        }
    }
    println!("{} cases", folders.len());
    assert!(failures.is_empty(), "{} of {} cases failed\n{}", failures.len(), folders.len(), failures.join("\n"));
}

/// Codes that no case can show: files are unpacked before bytes get here, and nobody wants 300 MB in a repository.
const WITHOUT_CASE: [&str; 3] = ["bad-gzip", "bad-zip", "file-too-large"];

#[test]
fn every_rule_has_a_case_that_trips_it() {
    let mut folders = Vec::new();
    find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-tests/cases"), &mut folders);
    let mut tripped = BTreeSet::new();
    for folder in &folders {
        let text = fs::read_to_string(folder.join("expected.json")).unwrap_or_default();
        let report: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let counts = report.get("counts").and_then(serde_json::Value::as_object);
        tripped.extend(counts.into_iter().flatten().map(|(code, _)| code.clone()));
    }
    let missing: Vec<&str> = rules()
        .iter()
        .map(|rule| rule.code.slug())
        .filter(|code| !tripped.contains(*code) && !WITHOUT_CASE.contains(code))
        .collect();
    assert!(missing.is_empty(), "no case trips {}", missing.join(", "));
}

#[test]
fn what_is_redacted_says_nothing_of_the_file() {
    let mut folders = Vec::new();
    find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-tests/cases"), &mut folders);
    // What is said of every file is no secret of this one.
    let public = all_schemas() + &rules().iter().map(|rule| rule.what).collect::<String>() + PUBLIC;
    let mut failures = Vec::new();
    for folder in &folders {
        let case = read(folder);
        let redacted = Case { options: CheckOptions { redact: true, ..case.options.clone() }, ..case };
        let report = check(&redacted, usize::MAX, 1);
        let text = serde_json::to_string(&report).expect("a report is plain data");
        let plain = fs::read_to_string(folder.join("expected.json")).unwrap_or_default();
        let plain: serde_json::Value = serde_json::from_str(&plain).unwrap_or_default();
        let hidden: serde_json::Value = serde_json::from_str(&text).expect("a report is JSON");
        if kept(&plain) != kept(&hidden) {
            failures.push(format!("{}: the rest of the report is another", folder.display()));
        }
        let mut told: Vec<String> = redacted.inputs.iter().flat_map(|(_, bytes)| secrets(bytes)).collect();
        told.retain(|secret| !public.contains(secret.as_str()) && text.contains(secret.as_str()));
        if !told.is_empty() {
            failures.push(format!("{}: {}", folder.display(), told.join(", ")));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases say too much\n{}", failures.len(), folders.len(), failures.join("\n"));
}

/// Words of messages and parts of paths that stand in some inputs as well.
const PUBLIC: &str = "audio video a.png protected microseconds unknown MentionsOnly SystemMessage DELETE {appId} batch \
                      data_import migration group_channels open_channels channels conversations messages groups members users";

/// What of a report stays as it is when it is redacted.
fn kept(report: &serde_json::Value) -> String {
    let of = |finding: &serde_json::Value| -> Vec<serde_json::Value> {
        ["code", "severity", "basis", "kind", "position"].into_iter().map(|key| finding[key].clone()).collect()
    };
    let findings: Vec<_> = report["findings"].as_array().into_iter().flatten().map(of).collect();
    format!("{} {} {} {findings:?}", report["ok"], report["stats"], report["counts"])
}

/// Texts of an input that nobody else is to see, as they stand there: long enough not to be there by chance, no names of
/// members, no times.
fn secrets(bytes: &[u8]) -> Vec<String> {
    const LONG: usize = 5;
    let text = String::from_utf8_lossy(bytes);
    let mut secrets = Vec::new();
    let mut parts = text.split('"').skip(1);
    while let (Some(inside), Some(behind)) = (parts.next(), parts.next()) {
        let name = behind.trim_start().starts_with(':');
        let time = ["20", "19", "00"].iter().any(|year| inside.starts_with(year))
            || matches!(inside.len(), 10 | 13) && inside.bytes().all(|byte| byte.is_ascii_digit());
        if name || time || inside.contains('\\') {
            continue;
        }
        // Of a path the parts, whatever else is in the text.
        let parts = if inside.starts_with('/') { inside.split('/').collect() } else { vec![inside] };
        secrets.extend(parts.into_iter().filter(|part| part.len() >= LONG).map(str::to_owned));
    }
    secrets
}

/// Folders that hold an input, in sorted order.
fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    paths.sort();
    if paths.iter().any(|path| is_input(path) || path.ends_with("expected.json")) {
        found.push(folder.to_path_buf());
    }
    for path in paths.iter().filter(|path| path.is_dir()) {
        find(path, found);
    }
}

fn is_input(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.is_file() && (name.starts_with("input.") || name.starts_with("input-"))
}

fn read(folder: &Path) -> Case {
    let mut inputs: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("a case can be listed")
        .map(|entry| entry.expect("a case can be listed").path())
        .filter(|path| is_input(path))
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read(&path).expect("an input can be read"))
        })
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} has no input", folder.display());
    let options = folder.join("options.json");
    let mut options: CheckOptions = if options.exists() {
        let text = fs::read_to_string(&options).expect("options can be read");
        serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{}: {cause}", options.display()))
    } else {
        CheckOptions::default()
    };
    options.now.get_or_insert_with(|| NOW.to_owned());
    Case { folder: folder.to_path_buf(), options, inputs }
}

fn run(case: &Case, update: bool) -> Result<(), String> {
    let file = case.folder.join("expected.json");
    let mut expected = if update { None } else { fs::read_to_string(&file).ok() };
    if expected.is_none() && !update {
        return Err("it has no expected.json (UPDATE_EXPECTED=1 writes it)".to_owned());
    }
    for (round, chunk) in CHUNKS.into_iter().enumerate() {
        let seed = SEEDS[round % SEEDS.len()];
        let report = check(case, chunk, seed);
        let text = serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n";
        match &expected {
            Some(expected) if *expected != text => {
                let place = first_difference(expected, &text);
                return Err(format!("chunks of {chunk} bytes, seed {seed}: {place}"));
            }
            Some(_) => {}
            None => {
                fs::write(&file, &text).map_err(|cause| cause.to_string())?;
                expected = Some(text);
            }
        }
    }
    Ok(())
}

/// One check, with the second reading if the checker asks for it.
fn check(case: &Case, chunk: usize, seed: u64) -> Report {
    let mut checker = Checker::new(CheckOptions { seed, ..case.options.clone() }).gather(chunk);
    let mut given = checker.take_findings();
    for _reading in 0..2 {
        for (name, bytes) in &case.inputs {
            checker.source(SourceOptions { name: Some(name.clone()), ..SourceOptions::default() });
            for piece in bytes.chunks(chunk.min(bytes.len().max(1))) {
                checker.push(piece);
                given.append(&mut checker.take_findings());
            }
        }
        if let Outcome::Report(report) = checker.finish() {
            given.append(&mut checker.take_findings());
            assert_eq!(sorted(&given), sorted(&report.findings), "{}: handed out one by one", case.folder.display());
            return *report;
        }
    }
    panic!("{}: the checker asked for a third reading", case.folder.display());
}

/// Findings in an order that does not depend on when they were found.
fn sorted(findings: &[Finding]) -> Vec<String> {
    let mut texts: Vec<String> = findings.iter().map(|finding| format!("{finding:?}")).collect();
    texts.sort();
    texts
}

fn first_difference(expected: &str, got: &str) -> String {
    let mut pairs = expected.lines().zip(got.lines()).enumerate();
    match pairs.find(|(_, (left, right))| left != right) {
        Some((line, (left, right))) => {
            format!("line {} of the report\n    expected {}\n    got      {}", line + 1, left.trim(), right.trim())
        }
        None => format!("expected {} lines, got {}", expected.lines().count(), got.lines().count()),
    }
}
