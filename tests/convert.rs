//! The laws of conversion, over every pair of platforms, with rich histories.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod histories;

use chat_preflight::{Input, Platform, Severity, SourceOptions, convert, convert_in_pieces};
use histories::{check, options, pairs, run, source, values};
use serde_json::{Value, json};

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

/// A text of an item has to be in the output, or a loss has to name a place in that item.
#[test]
fn nothing_disappears_in_silence() {
    let mut wrong = Vec::new();
    for (from, to) in pairs() {
        let (conversion, files) = run(options(from, to), &source(from));
        let output = files.iter().map(|(_, bytes)| texts_of(bytes)).collect::<Vec<_>>().join("\n");
        let changed = |text: &str| conversion["ids"].as_array().unwrap().iter().any(|id| id["from"] == text);
        for (number, input) in source(from).iter().enumerate() {
            for (item, value) in items(&input.bytes).into_iter().enumerate() {
                let missing: Vec<String> = texts(value.to_string().as_bytes())
                    .into_iter()
                    .filter(|text| text.len() > 3 && !is_vocabulary(text) && !changed(text))
                    .filter(|text| !spellings(text).iter().any(|text| output.contains(text)))
                    .collect();
                let told = told(&conversion["losses"], number, item, &value);
                if missing.len() as u64 > told {
                    let pair = [from.name(), " to ", to.name()].concat();
                    wrong.push(format!("{pair}: item {item} of {number}: {told} losses, missing {missing:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many values of an item the losses may speak of.
fn told(losses: &Value, source: usize, item: usize, value: &Value) -> u64 {
    // A request that completes a thing of an earlier one is counted at the place of that thing.
    let completes = value["path"].as_str().is_some_and(|path| path.contains("/participants/"));
    let mut told = 0;
    for loss in losses.as_array().unwrap() {
        let places = loss["first"].as_array().unwrap();
        let here = places.iter().filter(|at| at["source"] == source && at["item"] == item).count() as u64;
        // More losses than are told with their places may be anywhere.
        let anywhere = loss["count"].as_u64().unwrap() - places.len() as u64;
        let of_member = completes && loss["kind"] == "member";
        // Of what is lost as a whole, everything is.
        let whole = loss["treatment"] == "lost" && (loss["field"] == "" || loss["kind"] == "other");
        told += match here {
            0 if !of_member => anywhere,
            _ if whole => 100,
            _ => here.max(1) + anywhere,
        };
    }
    told
}

/// A text, and if it is a time the numbers that other platforms write for it.
fn spellings(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    if let Ok(time) = chrono::DateTime::parse_from_rfc3339(text) {
        all.extend([time.timestamp_millis().to_string(), time.timestamp().to_string()]);
    }
    all
}

/// Items as positions number them: lines, or the elements of an array.
fn items(bytes: &[u8]) -> Vec<Value> {
    let mut values = values(bytes);
    if let [Value::Array(_)] = values.as_slice()
        && let Some(Value::Array(elements)) = values.pop()
    {
        return elements;
    }
    values
}

/// Words that a platform has for what the history says otherwise: they need not be in the output of another one.
fn is_vocabulary(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "POST",
        "PATCH",
        "MESG",
        "FILE",
        "ADMM",
        "UserMessage",
        "default",
        "TEXT",
        "SYSTEM_TEXT",
        "PUBLIC",
        "PRIVATE",
        "DIRECT",
        "regular",
        "system",
        "reply",
    ];
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
