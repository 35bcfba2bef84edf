use serde_json::{Value, json};

use crate::convert::{ConvertOptions, Input, convert};
use crate::{CheckOptions, Platform, Profile, Severity, SourceOptions, check};

/// Converts Stream's to Stream's: the output's items, and the losses as `kind.field treatment`.
fn run(input: &str, change: impl Fn(&mut ConvertOptions)) -> (Vec<Value>, Vec<String>) {
    let mut options = ConvertOptions::new(Platform::Stream);
    options.from = Some(Platform::Stream);
    change(&mut options);
    let profile = options.profile.clone();
    let input = Input { source: SourceOptions::default(), bytes: input.as_bytes().to_vec() };
    let (conversion, files) = convert(options, &[input]);
    let conversion = serde_json::to_value(&conversion).unwrap();
    assert_eq!(conversion["unreadable"], json!([]));
    assert_eq!(conversion["collisions"], json!([]));
    let bytes = files.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default();
    let report = check(&bytes, CheckOptions { platform: Some(Platform::Stream), profile, ..CheckOptions::default() });
    let errors: Vec<_> = report.findings.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let items = serde_json::Deserializer::from_slice(&bytes).into_iter().map(Result::unwrap).collect();
    let losses = conversion["losses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|loss| format!("{}.{} {}", loss["kind"], loss["field"], loss["treatment"]).replace('"', ""));
    (items, losses.collect())
}

fn plain(input: &str) -> (Vec<Value>, Vec<String>) {
    run(input, |_| {})
}

fn lines(items: &[Value]) -> String {
    items.iter().map(|item| item.to_string() + "\n").collect()
}

#[test]
fn the_sample_comes_back() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-tests/convert/stream.jsonl");
    let input = std::fs::read_to_string(path).unwrap();
    let (items, losses) = plain(&input);
    println!("{}", lines(&items));
    println!("{losses:#?}");
}
