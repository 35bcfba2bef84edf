//! What conversions give, to the byte, and what does not come back: `pkg-tests/convert/expected`, a folder for each pair
//! with the data files, `losses.jsonl`, `not-back.txt`, and for ChatKitty the numbers that its channels were given.
//!
//! `pkg-tests/converted.test.mjs` holds the package to the same files. With `UPDATE_EXPECTED=1` they are written instead.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod histories;

use std::env;
use std::fs;
use std::path::Path;

use chat_preflight::{Input, KnownId, Platform, SourceOptions};
use histories::{Files, folder, options, pairs, resource, run, source, values};
use serde_json::Value;

#[test]
fn conversions_are_as_expected() {
    let update = env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for (from, to) in pairs() {
        let pair = [from.name(), "-to-", to.name()].concat();
        let folder = folder().join("expected").join(&pair);
        let files = outcome(from, to);
        if update {
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).unwrap();
            for (name, text) in &files {
                fs::write(folder.join(name), text).unwrap();
            }
            continue;
        }
        let mut names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, listed(&folder), "{pair}");
        for (name, text) in &files {
            let expected = fs::read_to_string(folder.join(name)).unwrap();
            if let Some((line, (is, was))) =
                text.lines().zip(expected.lines()).enumerate().find(|(_, (is, was))| is != was)
            {
                wrong.push(format!("{pair}/{name}:{}\n    expected {was}\n    got      {is}", line + 1));
            } else if *text != expected {
                wrong.push(format!("{pair}/{name}: another number of lines"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn listed(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

/// All that is kept of a pair.
fn outcome(from: Platform, to: Platform) -> Vec<(String, String)> {
    let (there, files) = run(options(from, to), &source(from));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut all: Vec<(String, String)> = files.iter().map(|(name, bytes)| ((*name).to_owned(), text(bytes))).collect();
    let losses: Vec<String> = there["losses"].as_array().unwrap().iter().map(Value::to_string).collect();
    all.push(("losses.jsonl".to_owned(), lines(&losses)));
    all.push(("not-back.txt".to_owned(), lines(&not_back(from, to, &there, &files))));
    if to == Platform::ChatKitty && from != to {
        let numbers: serde_json::Map<String, Value> =
            options(from, to).channel_ids.into_iter().map(|(name, number)| (name, number.into())).collect();
        all.push(("channel-ids.json".to_owned(), format!("{}\n", Value::Object(numbers))));
    }
    all
}

fn lines(list: &[String]) -> String {
    list.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// There and back: what is another one then. What both platforms hold, and what was parked, is as it was.
fn not_back(from: Platform, to: Platform, there: &Value, files: &Files) -> Vec<String> {
    let (_, home) = run(options(from, from), &source(from));
    let inputs: Vec<Input> = files
        .iter()
        .filter(|(name, _)| !name.contains("pending"))
        .map(|(name, bytes)| Input {
            source: SourceOptions { name: Some((*name).to_owned()), resource: resource(name), channel: None },
            bytes: bytes.clone(),
        })
        .collect();
    let mut back_options = options(to, from);
    back_options.from = Some(to);
    back_options.channel_ids = options(from, to).channel_ids;
    let turned = |id: &Value| KnownId {
        kind: id["kind"].as_str().unwrap().to_owned(),
        from: id["to"].as_str().unwrap().to_owned(),
        to: id["from"].as_str().unwrap().to_owned(),
    };
    back_options.ids = there["ids"].as_array().unwrap().iter().map(turned).collect();
    let (_, back) = run(back_options, &inputs);
    let missing = difference(&home, &back);
    // Each of them was told on the way there.
    let losses = there["losses"].as_array().unwrap().iter().filter(|loss| loss["treatment"] != "parked");
    let told: u64 = losses.map(|loss| loss["count"].as_u64().unwrap()).sum();
    assert!(
        missing.len() as u64 <= told,
        "{} to {} and back: {told} losses, missing {missing:#?}",
        from.name(),
        to.name()
    );
    missing
}

/// What the first output has and the second one has not: items of Stream and their fields, and leaves of the others.
fn difference(home: &Files, back: &Files) -> Vec<String> {
    let (home, mut back) = (parts(home), parts(back));
    let mut missing = Vec::new();
    for part in home {
        // The most similar part is the same one.
        let common = |other: &Vec<String>| part.iter().filter(|leaf| other.contains(leaf)).count();
        let best = (0..back.len()).max_by_key(|index| (common(&back[*index]), usize::MAX - back[*index].len()));
        match best.filter(|index| common(&back[*index]) * 2 > part.len()) {
            Some(index) => {
                let other = back.swap_remove(index);
                missing.extend(part.into_iter().filter(|leaf| !other.contains(leaf)));
            }
            None => missing.push(part.join(", ")),
        }
    }
    missing
}

/// The items of Stream, each with its fields; of others, leaf by leaf.
fn parts(files: &Files) -> Vec<Vec<String>> {
    let mut parts = Vec::new();
    for (name, bytes) in files {
        for value in values(bytes) {
            if let Some(data) = value.get("data").and_then(Value::as_object).filter(|_| *name == "import.jsonl") {
                let fields = data.iter().map(|(key, value)| format!("{key} = {value}"));
                parts.push(fields.chain([format!("type {}", value["type"])]).collect());
                continue;
            }
            let mut rest = vec![((*name).to_owned(), value)];
            while let Some((path, value)) = rest.pop() {
                match value {
                    Value::Array(list) => rest.extend(list.into_iter().map(|value| (format!("{path}[]"), value))),
                    Value::Object(map) => {
                        rest.extend(map.into_iter().map(|(key, value)| (format!("{path}.{key}"), value)));
                    }
                    // How a body is sent says nothing about the history; channels are in the paths, and in no body.
                    _ if path == "requests.jsonl.path" || path == "requests.jsonl.method" => {}
                    leaf => parts.push(vec![format!("{path} = {leaf}")]),
                }
            }
        }
    }
    parts
}
