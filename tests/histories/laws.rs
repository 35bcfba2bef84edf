//! The laws of conversion, as functions over any input: each gives what is against it, in words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use chat_preflight::{ConvertOptions, Input, Platform, Severity, convert, convert_in_pieces};
use serde_json::Value;

use super::{Files, check, values};

/// What is written checks clean.
pub fn clean(to: Platform, files: &Files) -> Vec<String> {
    let report = check(to, files);
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| format!("{} {:?}", finding.message, finding.position)).collect()
}

/// The same input and options give the same bytes, however the input is cut.
pub fn steady(options: &ConvertOptions, inputs: &[Input], piece: usize) -> Vec<String> {
    let (first, files) = convert(options.clone(), inputs);
    let (second, again) = convert_in_pieces(options.clone(), inputs, piece);
    let mut wrong = Vec::new();
    if serde_json::to_value(&first).unwrap() != serde_json::to_value(&second).unwrap() {
        wrong.push(format!("another result with pieces of {piece}"));
    }
    if files != again {
        wrong.push(format!("other bytes with pieces of {piece}"));
    }
    wrong
}

/// Nothing disappears in silence: a text of an item is in the output, or a loss names a place in that item.
pub fn silent(inputs: &[Input], conversion: &Value, files: &Files) -> Vec<String> {
    let output = files.iter().map(|(_, bytes)| texts_of(bytes)).collect::<Vec<_>>().join("\n");
    let changed = |text: &str| conversion["ids"].as_array().unwrap().iter().any(|id| id["from"] == text);
    let mut wrong = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        for (item, value) in items(&input.bytes).into_iter().enumerate() {
            let missing: Vec<String> = texts(value.to_string().as_bytes())
                .into_iter()
                .flat_map(taken_apart)
                .filter(|text| text.len() > 3 && !is_vocabulary(text) && !changed(text))
                // Where the attachments of the first source are kept, those beside them were made from them.
                .filter(|text| !(is_media_type(text) && value.to_string().contains("source_attachments")))
                .filter(|text| !is_kept(text, &output))
                .collect();
            let told = told(&conversion["losses"], number, item, &value);
            if missing.len() as u64 > told {
                wrong.push(format!("item {item} of {number}: {told} losses, missing {missing:?}"));
            }
        }
    }
    wrong
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
            0 if whole => anywhere * 100,
            0 if !of_member => anywhere,
            _ if whole => 100,
            _ => here.max(1) + anywhere,
        };
    }
    told
}

fn is_media_type(text: &str) -> bool {
    ["application/", "audio/", "image/", "video/"].iter().any(|kind| text.starts_with(kind))
}

/// The texts inside of a text that is JSON.
fn taken_apart(text: String) -> Vec<String> {
    match serde_json::from_str(&text) {
        Ok(Value::Object(_) | Value::Array(_)) => texts(text.as_bytes()),
        _ => vec![text],
    }
}

fn is_kept(text: &str, output: &str) -> bool {
    // Stream has the two halves of a channel's name in fields of their own.
    let halves = text.split_once(':').is_some_and(|(kind, id)| output.contains(kind) && output.contains(id));
    // A message that was split is put together again: its parts' ids were made, from its own.
    let part = text.rsplit_once('-').filter(|(_, part)| part.parse::<u8>().is_ok()).map(|(whole, _)| whole);
    let part = part.is_some_and(|whole| output.contains(whole.strip_suffix("-attachment").unwrap_or(whole)));
    // What a message of files alone was given as its text: their names and addresses.
    let list = text.contains("https://") && text.split_whitespace().all(|word| output.contains(word));
    halves || part || list || spellings(text).iter().any(|text| output.contains(text))
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
        "custom",
        "channel",
        "member",
        "message",
        "reaction",
        "user",
        "direct",
        "open",
        "livestream",
        "team",
        "participant",
        "private",
        "public",
        "group",
        "regular",
        "system",
        "reply",
    ];
    // Nor need what is put together from ids: paths, CometChat's keys of members, Stream's ids of distinct channels.
    let composed = text.starts_with('/') || text.contains("_member_") || text.contains(":!members-");
    WORDS.contains(&text) || composed
}

fn texts(bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    for value in values(bytes) {
        let mut rest = vec![value];
        while let Some(value) = rest.pop() {
            match value {
                Value::String(text) => texts.push(text),
                Value::Array(list) => rest.extend(list),
                Value::Object(map) => {
                    // A name that was made because the platform asks for one, and is marked as such.
                    let made =
                        map.contains_key("name") && Value::Object(map.clone()).to_string().contains("source_name");
                    let kept = map.into_iter().filter(|(key, _)| !(made && key == "name"));
                    rest.extend(kept.map(|(_, value)| value));
                }
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
