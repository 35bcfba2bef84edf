//! Histories through the writer, its output through our own check and through the reader.

mod back;
mod fuzz;
pub(in crate::platform::cometchat) mod harness;
mod limits;

use std::fs;
use std::path::{Path, PathBuf};

use crate::{CheckOptions, ConvertOptions, Input, Platform, Profile, Severity, SourceOptions, check, convert};

const NOW: &str = "2026-01-01T00:00:00Z";

fn options() -> ConvertOptions {
    let profile = Profile { retention_months: None, ..Profile::default() };
    ConvertOptions {
        from: Some(Platform::CometChat),
        now: Some(NOW.to_owned()),
        profile,
        ..ConvertOptions::new(Platform::CometChat)
    }
}

/// What our own check finds to be an error in an output.
fn errors(output: &[u8], options: &ConvertOptions) -> Vec<String> {
    let check_options = CheckOptions {
        platform: Some(Platform::CometChat),
        now: options.now.clone(),
        profile: options.profile.clone(),
        ..CheckOptions::default()
    };
    let report = check(output, check_options);
    let findings = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    findings.map(|finding| format!("{:?} {}", finding.code, finding.message)).collect()
}

fn run(options: &ConvertOptions, inputs: &[Vec<u8>]) -> (Vec<u8>, String) {
    let inputs: Vec<Input> =
        inputs.iter().map(|bytes| Input { source: SourceOptions::default(), bytes: bytes.clone() }).collect();
    let (conversion, files) = convert(options.clone(), &inputs);
    let losses = serde_json::to_string(&conversion).unwrap();
    (files.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default(), losses)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn whatever_is_read_is_written_clean_and_the_same_the_second_time() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&top.join("pkg-tests/cases/cometchat"), &mut found);
    files(&top.join("www/samples"), &mut found);
    let inputs = found.iter().filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("input") || name.starts_with("cometchat")
    });
    let mut count = 0;
    let mut wrong = Vec::new();
    for path in inputs {
        let bytes = fs::read(path).unwrap();
        let (first, _) = run(&options(), &[bytes]);
        let errors = errors(&first, &options());
        if !errors.is_empty() && !first.is_empty() {
            wrong.push(format!("{}: {errors:?}", path.display()));
            continue;
        }
        // What had no name was named after an id that may have changed with it.
        let (first, _) = run(&options(), &[first]);
        let (second, _) = run(&options(), std::slice::from_ref(&first));
        if first != second {
            wrong.push(format!(
                "{}:\n{}\n{}",
                path.display(),
                String::from_utf8_lossy(&first),
                String::from_utf8_lossy(&second)
            ));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
