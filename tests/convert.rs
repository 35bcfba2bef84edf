//! The laws of conversion, over every pair of platforms, with rich histories.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chat_preflight::{
    CheckOptions, Checker, ConvertOptions, Input, Outcome, Platform, Resource, Severity, SourceOptions, convert,
    convert_in_pieces,
};
use serde_json::{Value, json};

const NOW: &str = "2024-06-01T00:00:00Z";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-tests/convert")
}

fn input(name: &str) -> Input {
    let bytes = fs::read(folder().join(name)).unwrap();
    Input { source: SourceOptions { name: Some(name.to_owned()), ..SourceOptions::default() }, bytes }
}

fn source(platform: Platform) -> Vec<Input> {
    match platform {
        Platform::Stream => vec![input("stream.jsonl")],
        Platform::Sendbird => vec![input("sendbird.requests.jsonl")],
        Platform::CometChat => vec![input("cometchat.requests.jsonl")],
        Platform::TalkJs => vec![input("talkjs.requests.jsonl")],
        Platform::ChatKitty => {
            vec![input("chatkitty/channels.json"), input("chatkitty/messages.json"), input("chatkitty/users.json")]
        }
        _ => Vec::new(),
    }
}

fn channel_ids() -> Vec<(String, String)> {
    let text = fs::read_to_string(folder().join("chatkitty/channel-ids.json")).unwrap();
    let ids: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    ids.into_iter().map(|(name, number)| (name, number.to_string())).collect()
}

fn options(from: Platform, to: Platform) -> ConvertOptions {
    let mut options = ConvertOptions::new(to);
    options.now = Some(NOW.to_owned());
    options.start_time = Some("2024-03-01T00:00:00Z".to_owned());
    if from == Platform::ChatKitty {
        options.channel_ids = channel_ids();
    } else if to == Platform::ChatKitty {
        options.channel_ids = numbered(&options, &source(from));
    }
    options
}

/// Numbers for the channels that a conversion to ChatKitty makes, as ChatKitty would give them.
fn numbered(options: &ConvertOptions, inputs: &[Input]) -> Vec<(String, String)> {
    let (_, files) = convert(options.clone(), inputs);
    let channels = files.iter().find(|(name, _)| *name == "channels.json").map(|(_, bytes)| values(bytes));
    let channels = channels.unwrap_or_default().pop().unwrap_or_default();
    let channels = channels.as_array().cloned().unwrap_or_default();
    let name =
        |channel: &Value| channel["name"].as_str().or_else(|| channel["idempotencyKey"].as_str()).map(str::to_owned);
    channels.iter().filter_map(name).enumerate().map(|(number, name)| (name, (100 + number).to_string())).collect()
}

type Files = Vec<(&'static str, Vec<u8>)>;

fn run(options: ConvertOptions, inputs: &[Input]) -> (Value, Files) {
    let (conversion, files) = convert(options, inputs);
    (serde_json::to_value(&conversion).unwrap(), files)
}

fn resource(name: &str) -> Option<Resource> {
    match name.split('.').next() {
        Some("import") => Some(Resource::Import),
        Some("requests") => Some(Resource::Requests),
        Some("users") => Some(Resource::Users),
        Some("channels") => Some(Resource::Channels),
        Some("messages") => Some(Resource::Messages),
        _ => None,
    }
}

fn check(platform: Platform, files: &Files) -> chat_preflight::Report {
    let options = CheckOptions { platform: Some(platform), now: Some(NOW.to_owned()), ..CheckOptions::default() };
    let mut checker = Checker::new(options);
    loop {
        for (name, bytes) in files.iter().filter(|(name, _)| !name.contains("pending")) {
            checker.source(SourceOptions { name: Some((*name).to_owned()), resource: resource(name), channel: None });
            checker.push(bytes);
        }
        if let Outcome::Report(report) = checker.finish() {
            return *report;
        }
    }
}

fn pairs() -> impl Iterator<Item = (Platform, Platform)> {
    Platform::ALL.iter().flat_map(|from| Platform::ALL.iter().map(|to| (*from, *to)))
}

#[test]
fn what_is_written_checks_clean() {
    let mut wrong = Vec::new();
    for (from, to) in pairs() {
        let (conversion, files) = run(options(from, to), &source(from));
        if conversion["unreadableCount"] != 0 {
            wrong.push(format!("{} to {}: {}", from.name(), to.name(), conversion["unreadable"]));
        }
        if files.is_empty() {
            wrong.push(format!("{} to {}: nothing is written", from.name(), to.name()));
            continue;
        }
        for finding in check(to, &files).findings.iter().filter(|finding| finding.severity == Severity::Error) {
            wrong.push(format!("{} to {}: {} {:?}", from.name(), to.name(), finding.message, finding.position));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (from, to) in pairs() {
        let inputs = source(from);
        let (first, files) = convert(options(from, to), &inputs);
        let first = serde_json::to_value(&first).unwrap();
        for piece in [1, 7, 1000] {
            let (second, again) = convert_in_pieces(options(from, to), &inputs, piece);
            assert_eq!(first, serde_json::to_value(&second).unwrap(), "{} to {}", from.name(), to.name());
            assert!(files == again, "{} to {}: other bytes with pieces of {piece}", from.name(), to.name());
        }
    }
}

/// A text of the input has to be in the output, or its field among the losses.
#[test]
fn nothing_disappears_in_silence() {
    let mut wrong = Vec::new();
    for (from, to) in pairs() {
        let (conversion, files) = run(options(from, to), &source(from));
        let output = files.iter().map(|(_, bytes)| texts_of(bytes)).collect::<Vec<_>>().join("\n");
        let lost: u64 =
            conversion["losses"].as_array().unwrap().iter().map(|loss| loss["count"].as_u64().unwrap()).sum();
        let missing: Vec<String> = source(from)
            .iter()
            .flat_map(|input| texts(&input.bytes))
            .filter(|text| text.len() > 3 && !is_vocabulary(text) && !output.contains(text.as_str()))
            .filter(|text| !conversion["ids"].as_array().unwrap().iter().any(|id| id["from"] == text.as_str()))
            .collect();
        if missing.len() as u64 > lost {
            wrong.push(format!("{} to {}: {lost} losses, missing {missing:?}", from.name(), to.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words that a platform has for what the history says otherwise: they need not be in the output of another one.
fn is_vocabulary(text: &str) -> bool {
    const WORDS: &[&str] = &["POST", "PATCH", "MESG", "FILE", "ADMM", "UserMessage", "default", "TEXT", "SYSTEM_TEXT"];
    // JSON inside of a text is taken apart: its own texts are looked for.
    WORDS.contains(&text) || text.starts_with(['/', '{'])
}

fn texts(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    for value in values(bytes) {
        let mut rest = vec![value];
        while let Some(value) = rest.pop() {
            match value {
                Value::String(text) => texts.push(text),
                Value::Array(list) => rest.extend(list),
                Value::Object(map) => rest.extend(map.into_iter().map(|(_, value)| value)),
                _ => {}
            }
        }
    }
    texts
}

/// All strings, those within strings of JSON too.
fn texts_of(bytes: &[u8]) -> String {
    let mut all = texts(bytes);
    let inner: Vec<String> =
        all.iter().filter(|text| text.starts_with(['{', '['])).flat_map(|text| texts(text.as_bytes())).collect();
    all.extend(
        inner
            .iter()
            .filter(|text| text.starts_with(['{', '[']))
            .flat_map(|text| texts(text.as_bytes()))
            .collect::<Vec<_>>(),
    );
    all.extend(inner);
    all.push(String::from_utf8_lossy(bytes).into_owned());
    all.join("\n")
}

fn values(bytes: &[u8]) -> Vec<Value> {
    serde_json::Deserializer::from_slice(bytes).into_iter().filter_map(Result::ok).collect()
}

/// There and back: what both platforms hold, and what was parked, is as it was.
#[test]
fn there_and_back() {
    let mut wrong = Vec::new();
    for (from, to) in pairs() {
        let (_, home) = run(options(from, from), &source(from));
        let (there, files) = run(options(from, to), &source(from));
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
        back_options.ids = there["ids"]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| chat_preflight::KnownId {
                kind: id["kind"].as_str().unwrap().to_owned(),
                from: id["to"].as_str().unwrap().to_owned(),
                to: id["from"].as_str().unwrap().to_owned(),
            })
            .collect();
        let (_, back) = run(back_options, &inputs);
        let lost: u64 = there["losses"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|loss| loss["treatment"] != "parked")
            .map(|loss| loss["count"].as_u64().unwrap())
            .sum();
        let away = difference(&home, &back);
        if away.len() as u64 > lost {
            let shown = away.iter().take(8).cloned().collect::<Vec<_>>().join("\n    ");
            wrong.push(format!(
                "{} to {} and back: {} lost or changed, {} differences:\n    {shown}",
                from.name(),
                to.name(),
                lost,
                away.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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

#[test]
fn what_cannot_be_read_is_counted_with_its_place() {
    let text = "{\"type\":\"user\",\"data\":{\"id\":\"ann\"}}\n{\"type\":\"user\",\"data\":{\"id\":}}\n{\"type\":\"user\",\"data\":{\"id\":\"ben\"}}\n";
    let input = Input { source: SourceOptions::default(), bytes: text.as_bytes().to_vec() };
    let (conversion, _) = run(options(Platform::Stream, Platform::TalkJs), &[input]);
    assert_eq!(conversion["unreadableCount"], 1);
    assert_eq!(conversion["unreadable"][0]["position"]["line"], 2);
    assert_eq!(conversion["read"]["users"], json!(2));
    assert_eq!(conversion["written"]["users"], json!(2));
}
