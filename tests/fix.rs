//! The table of mends under `pkg-tests/fix`, and what mending holds to over all cases of `pkg-tests/cases`.
//!
//! A case is a folder with `input.*`, `applied.json` (what is done to it, how often) and, if anything is, `mended.*`;
//! `options.json` where the defaults do not do. The same table is run through the package by `pkg-tests/fix.test.mjs`.
//! With `UPDATE_EXPECTED=1` the expected files are written instead of compared.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

mod common;

use chat_preflight::{CheckOptions, Checker, Fixer, Limits, Outcome, Report, Severity, Sorter, SourceOptions};
use proptest::prelude::*;

use common::{config, mutate};

/// Pieces in which each input is pushed: nothing may depend on them.
const CHUNKS: [usize; 4] = [1, 7, 1_000, usize::MAX];

/// The time of the check where a case does not give one.
const NOW: &str = "2026-01-01T00:00:00Z";

/// More passes than any input here needs.
const MOST_PASSES: usize = 50;

type Document = (String, Vec<u8>);

/// What was done, how often.
type Done = Vec<(&'static str, String, u64)>;

struct Case {
    folder: PathBuf,
    options: CheckOptions,
    inputs: Vec<Document>,
}

/// One pass over all documents.
fn pass(documents: &[Document], options: &CheckOptions, chunk: usize) -> (Vec<Document>, Done) {
    let mut fixer = Fixer::new(options.clone()).gather(chunk.min(256 << 10));
    let mut mended = Vec::new();
    for (name, bytes) in documents {
        fixer.source(SourceOptions { name: Some(name.clone()), ..SourceOptions::default() });
        let mut out = Vec::new();
        for piece in bytes.chunks(chunk.min(bytes.len().max(1))) {
            fixer.push(piece);
            out.append(&mut fixer.output());
        }
        fixer.end_source();
        out.append(&mut fixer.output());
        if fixer.wants_order()
            && let Some(sorted) = sorted(&out, options.limits, chunk)
        {
            out = sorted;
            fixer.count_order();
        }
        mended.push((name.clone(), out));
    }
    let done = fixer.applied().iter().map(|one| (one.code.slug(), one.title.clone(), one.count)).collect();
    (mended, done)
}

/// The document in order; `None` if it is as far as it can be.
fn sorted(bytes: &[u8], limits: Limits, chunk: usize) -> Option<Vec<u8>> {
    let mut sorter = Sorter::new(limits);
    for piece in bytes.chunks(chunk.min(bytes.len().max(1))) {
        sorter.push(piece);
    }
    sorter.finish();
    if !sorter.moves() {
        return None;
    }
    let pieces = sorter.sorted();
    let mut sections = vec![Vec::new(); Sorter::SECTIONS];
    let mut rest = pieces.as_slice();
    while let Some((head, behind)) = rest.split_at_checked(8) {
        let number = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().expect("four bytes")) as usize;
        let (piece, after) = behind.split_at(number(4));
        sections[number(0)].extend_from_slice(piece);
        rest = after;
    }
    Some(sections.concat())
}

/// Passes until nothing is done any more.
fn fix(documents: &[Document], options: &CheckOptions, chunk: usize) -> (Vec<Document>, Done) {
    let (mut documents, mut all): (_, Done) = (documents.to_vec(), Vec::new());
    for _pass in 0..MOST_PASSES {
        let (mended, done) = pass(&documents, options, chunk);
        if done.is_empty() {
            assert!(mended == documents, "nothing was done, and the text is another one");
            return (mended, all);
        }
        documents = mended;
        for (code, title, count) in done {
            match all.iter_mut().find(|known| known.0 == code && known.1 == title) {
                Some(known) => known.2 += count,
                None => all.push((code, title, count)),
            }
        }
    }
    panic!("there is no end to it: {all:?}")
}

fn check(documents: &[Document], options: &CheckOptions) -> Report {
    let mut checker = Checker::new(CheckOptions { max_findings: 0, ..options.clone() });
    loop {
        for (name, bytes) in documents {
            checker.source(SourceOptions { name: Some(name.clone()), ..SourceOptions::default() });
            checker.push(bytes);
        }
        if let Outcome::Report(report) = checker.finish() {
            return *report;
        }
    }
}

fn errors(report: &Report) -> usize {
    report.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// Folders that hold an input, in sorted order.
fn cases(folder: &Path, found: &mut Vec<Case>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    paths.sort();
    let is_input = |path: &&PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.is_file() && (name.starts_with("input.") || name.starts_with("input-"))
    };
    let inputs: Vec<Document> = paths
        .iter()
        .filter(is_input)
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, fs::read(path).expect("an input can be read"))
        })
        .collect();
    if !inputs.is_empty() {
        let mut options: CheckOptions = fs::read_to_string(folder.join("options.json"))
            .map_or_else(|_| CheckOptions::default(), |text| serde_json::from_str(&text).expect("options are JSON"));
        options.now.get_or_insert_with(|| NOW.to_owned());
        found.push(Case { folder: folder.to_path_buf(), options, inputs });
    }
    for path in paths.iter().filter(|path| path.is_dir()) {
        cases(path, found);
    }
}

fn all(folder: &str) -> Vec<Case> {
    let mut found = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    assert!(!found.is_empty(), "there is no case in {folder}");
    found
}

fn applied_json(done: &Done) -> String {
    let rows: Vec<serde_json::Value> = done
        .iter()
        .map(|(code, title, count)| serde_json::json!({ "code": code, "title": title, "count": count }))
        .collect();
    serde_json::to_string_pretty(&rows).expect("plain data") + "\n"
}

#[test]
fn what_is_mended_is_as_expected_for_every_chunk_size() {
    let update = env::var_os("UPDATE_EXPECTED").is_some();
    let mut failures = Vec::new();
    for case in all("pkg-tests/fix") {
        let name = &case.inputs[0].0;
        let (mended_file, applied_file) =
            (case.folder.join(name.replace("input", "mended")), case.folder.join("applied.json"));
        for chunk in CHUNKS {
            let (mended, done) = fix(&case.inputs, &case.options, chunk);
            let text = &mended[0].1;
            if update {
                fs::write(&applied_file, applied_json(&done)).expect("it can be written");
                if done.is_empty() {
                    let _ = fs::remove_file(&mended_file);
                } else {
                    fs::write(&mended_file, text).expect("it can be written");
                }
                continue;
            }
            let expected = fs::read(&mended_file).unwrap_or_else(|_| case.inputs[0].1.clone());
            if *text != expected || fs::read_to_string(&applied_file).unwrap_or_default() != applied_json(&done) {
                failures.push(format!(
                    "{} in chunks of {chunk}: {done:?}\n{}",
                    case.folder.display(),
                    String::from_utf8_lossy(text)
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn mending_makes_nothing_worse() {
    let mut failures = Vec::new();
    for case in all("pkg-tests/cases").iter().chain(&all("pkg-tests/fix")) {
        let name = case.folder.display();
        let (mended, done) = fix(&case.inputs, &case.options, usize::MAX);
        let (again, more) = fix(&mended, &case.options, 7);
        if again != mended || !more.is_empty() {
            failures.push(format!("{name}: mended twice is not mended once: {more:?}"));
        }
        let (before, after) = (check(&case.inputs, &case.options), check(&mended, &case.options));
        // What could not be read had one error, however many came to light; and it may be what others are held against.
        let unread = done.iter().any(|(code, title, _)| {
            *code == "malformed-json" || *code == "byte-order-mark" || title == "put it into a list"
        });
        if errors(&after) > errors(&before) && !unread {
            failures.push(format!("{name}: {} errors, then {}: {done:?}", errors(&before), errors(&after)));
        }
        for (kind, valid) in &before.stats.valid.0 {
            if after.stats.valid.get(kind) < *valid && !unread {
                failures.push(format!("{name}: {valid} valid {kind}, then {}", after.stats.valid.get(kind)));
            }
        }
    }
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

proptest! {
    #![proptest_config(config(300))]

    /// Whatever becomes of the inputs here, mending ends, does not depend on pieces, and leaves nothing that it could mend.
    #[test]
    fn mutated_inputs_are_mended_alike_in_any_pieces(
        case in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(any::<(u16, u8, u8)>(), 1..6),
        chunk in prop_oneof![1_usize..20, 20_usize..2_000],
        item_bytes in prop_oneof![3 => Just(1_u64 << 20), 1 => 10_u64..200],
    ) {
        let cases = all("pkg-tests/fix");
        let case = case.get(&cases);
        let mut documents = case.inputs.clone();
        documents[0].1.truncate(3_000);
        for mutation in mutations {
            mutate(&mut documents[0].1, mutation);
        }
        let options = CheckOptions { limits: Limits { item_bytes, ..Limits::default() }, ..case.options.clone() };
        let (mended, done) = fix(&documents, &options, usize::MAX);
        prop_assert_eq!(&fix(&documents, &options, chunk), &(mended.clone(), done));
        prop_assert_eq!(fix(&mended, &options, chunk), (mended, Vec::new()));
    }
}
