//! The laws of conversion, over every pair of platforms, with rich histories.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod histories;

use chat_preflight::{Input, Platform, SourceOptions};
use histories::{laws, options, pairs, run, source};
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
        wrong.extend(of(from, to, laws::clean(to, &files)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let mut wrong = Vec::new();
    for (from, to) in pairs() {
        for piece in [1, 7, 1000] {
            wrong.extend(of(from, to, laws::steady(&options(from, to), &source(from), piece)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_disappears_in_silence() {
    let mut wrong = Vec::new();
    for (from, to) in pairs() {
        let (conversion, files) = run(options(from, to), &source(from));
        wrong.extend(of(from, to, laws::silent(&source(from), &conversion, &files)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong, with the pair that it is wrong for.
fn of(from: Platform, to: Platform, wrong: Vec<String>) -> impl Iterator<Item = String> {
    wrong.into_iter().map(move |what| format!("{} to {}: {what}", from.name(), to.name()))
}

#[test]
fn times_that_are_made_are_told_for_every_target() {
    let stream = r#"{"type":"user","data":{"id":"ann","deactivated_at":"2024-01-01T00:00:00Z"}}
{"type":"channel","data":{"type":"messaging","id":"c","created_by":"ann"}}
{"type":"member","data":{"channel_type":"messaging","channel_id":"c","user_id":"ann"}}
{"type":"message","data":{"id":"m1","channel_type":"messaging","channel_id":"c","user":"ann","type":"regular","text":"one"}}
{"type":"message","data":{"id":"m2","channel_type":"messaging","channel_id":"c","user":"ann","type":"regular","text":"two"}}
"#;
    let input = || Input { source: SourceOptions::default(), bytes: stream.as_bytes().to_vec() };
    for (_, to) in pairs().filter(|(from, _)| *from == Platform::Stream) {
        for start in [Some("2024-03-01T00:00:00Z".to_owned()), None] {
            let mut options = options(Platform::Stream, to);
            options.start_time = start;
            let (conversion, _) = run(options, &[input()]);
            let losses = conversion["losses"].as_array().unwrap();
            let told = |loss: &&Value| {
                loss["kind"] == "message" && loss["field"] == "sent_at" && loss["treatment"] == "changed"
            };
            let made = losses.iter().find(told);
            assert_eq!(made.map(|loss| &loss["count"]), Some(&json!(2)), "{}: {losses:?}", to.name());
            assert!(!made.unwrap()["reason"].as_str().unwrap().is_empty());
        }
    }
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
