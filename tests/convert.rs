//! The laws of conversion, over every pair of platforms, with rich histories.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod histories;

use chat_preflight::{Input, Platform, SourceOptions};
use histories::{laws, options, pairs, run, source};
use serde_json::json;

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
fn what_cannot_be_read_is_counted_with_its_place() {
    let text = "{\"type\":\"user\",\"data\":{\"id\":\"ann\"}}\n{\"type\":\"user\",\"data\":{\"id\":}}\n{\"type\":\"user\",\"data\":{\"id\":\"ben\"}}\n";
    let input = Input { source: SourceOptions::default(), bytes: text.as_bytes().to_vec() };
    let (conversion, _) = run(options(Platform::Stream, Platform::TalkJs), &[input]);
    assert_eq!(conversion["unreadableCount"], 1);
    assert_eq!(conversion["unreadable"][0]["position"]["line"], 2);
    assert_eq!(conversion["read"]["users"], json!(2));
    assert_eq!(conversion["written"]["users"], json!(2));
}
