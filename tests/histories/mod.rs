//! Rich histories of every platform, and what the tests of conversions do with them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

pub mod laws;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chat_preflight::{
    CheckOptions, Checker, ConvertOptions, Input, Outcome, Platform, Resource, SourceOptions, convert,
};
use serde_json::Value;

pub const NOW: &str = "2024-06-01T00:00:00Z";

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-tests/convert")
}

pub fn input(name: &str) -> Input {
    let bytes = fs::read(folder().join(name)).unwrap();
    Input { source: SourceOptions { name: Some(name.to_owned()), ..SourceOptions::default() }, bytes }
}

pub fn source(platform: Platform) -> Vec<Input> {
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

pub fn channel_ids() -> Vec<(String, String)> {
    let text = fs::read_to_string(folder().join("chatkitty/channel-ids.json")).unwrap();
    let ids: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    ids.into_iter().map(|(name, number)| (name, number.to_string())).collect()
}

pub fn options(from: Platform, to: Platform) -> ConvertOptions {
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
pub fn numbered(options: &ConvertOptions, inputs: &[Input]) -> Vec<(String, String)> {
    let (_, files) = convert(options.clone(), inputs);
    let channels = files.iter().find(|(name, _)| *name == "channels.json").map(|(_, bytes)| values(bytes));
    let channels = channels.unwrap_or_default().pop().unwrap_or_default();
    let channels = channels.as_array().cloned().unwrap_or_default();
    let name =
        |channel: &Value| channel["name"].as_str().or_else(|| channel["idempotencyKey"].as_str()).map(str::to_owned);
    channels.iter().filter_map(name).enumerate().map(|(number, name)| (name, (100 + number).to_string())).collect()
}

pub type Files = Vec<(&'static str, Vec<u8>)>;

pub fn run(options: ConvertOptions, inputs: &[Input]) -> (Value, Files) {
    let (conversion, files) = convert(options, inputs);
    (serde_json::to_value(&conversion).unwrap(), files)
}

pub fn resource(name: &str) -> Option<Resource> {
    match name.split('.').next() {
        Some("import") => Some(Resource::Import),
        Some("requests") => Some(Resource::Requests),
        Some("users") => Some(Resource::Users),
        Some("channels") => Some(Resource::Channels),
        Some("messages") => Some(Resource::Messages),
        _ => None,
    }
}

pub fn check(platform: Platform, files: &Files) -> chat_preflight::Report {
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

pub fn pairs() -> impl Iterator<Item = (Platform, Platform)> {
    Platform::ALL.iter().flat_map(|from| Platform::ALL.iter().map(|to| (*from, *to)))
}

/// The values of JSON, or of JSON Lines.
pub fn values(bytes: &[u8]) -> Vec<Value> {
    serde_json::Deserializer::from_slice(bytes).into_iter().filter_map(Result::ok).collect()
}
