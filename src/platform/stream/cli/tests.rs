//! The imitation against answers that the original gave.

use serde_json::Value;

use super::StreamCli;
use crate::options::{ChannelType, Profile};

/// The app that the original's answers were recorded with.
fn recorded_app() -> Profile {
    let roles = ["user", "admin", "guest", "anonymous", "moderator"];
    let types = ["messaging", "livestream"];
    let limit = ChannelType { max_message_length: Some(5000) };
    Profile {
        roles: Some(roles.map(str::to_owned).to_vec()),
        channel_types: Some(types.into_iter().map(|name| (name.to_owned(), limit)).collect()),
        ..Profile::default()
    }
}

fn answer(profile: &Profile, input: &[u8], chunk: usize) -> String {
    let mut cli = StreamCli::new(profile);
    loop {
        for part in input.chunks(chunk) {
            cli.push(part);
        }
        if !cli.end_pass() {
            return cli.answer_text();
        }
    }
}

fn bytes_of(case: &Value) -> Vec<u8> {
    use base64::Engine as _;
    match (&case["input"], &case["input_base64"]) {
        (Value::String(text), _) => text.clone().into_bytes(),
        (_, Value::String(text)) => base64::prelude::BASE64_STANDARD.decode(text).unwrap_or_default(),
        _ => unreachable!("a case without an input"),
    }
}

/// Each line of the file holds an input, what the original answered, and the app where it is another one. Where the
/// original crashed, the answer is ours.
#[test]
fn recorded_answers() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-tests/cases/stream-cli.jsonl");
    let text = std::fs::read_to_string(path)?;
    let mut cases = 0;
    for line in text.lines() {
        let case: Value = serde_json::from_str(line)?;
        let profile = match &case["profile"] {
            Value::Null => recorded_app(),
            profile => serde_json::from_value(profile.clone())?,
        };
        let input = bytes_of(&case);
        let whole = answer(&profile, &input, usize::MAX);
        for chunk in [1, 2, 3, 7] {
            assert_eq!(answer(&profile, &input, chunk), whole, "{} in chunks of {chunk}", case["case"]);
        }
        let ours: Value = serde_json::from_str(&whole)?;
        assert_eq!(ours["Stats"].to_string(), case["Stats"].to_string(), "{}", case["case"]);
        assert_eq!(ours["Errors"].to_string(), case["Errors"].to_string(), "{}", case["case"]);
        cases += 1;
    }
    assert!(cases > 200, "{cases} cases");
    Ok(())
}

#[test]
fn layout_of_the_answer() {
    let stats = "{\n  \"Stats\": {\n    \"channels\": 0,\n    \"devices\": 0,\n    \"members\": 0,\n    \"messages\": 0,\n    \
                 \"reactions\": 0,\n    \"users\": 0\n  },\n  \"Errors\": ";
    let table = [
        ("[]", "null\n}"),
        (
            r#"[{"type":"<"},{"type":"\""}]"#,
            "[\n    \"parse error: invalid item type \\\"\\u003c\\\" (1)\",\n    \
             \"parse error: invalid item type \\\"\\\\\\\"\\\" (13)\",\n    \
             \"parse error: invalid item type \\\"\\u003c\\\" (1)\",\n    \
             \"parse error: invalid item type \\\"\\\\\\\"\\\" (13)\"\n  ]\n}",
        ),
        ("[,", "[\n    {\n      \"Offset\": 1\n    },\n    {\n      \"Offset\": 1\n    }\n  ]\n}"),
        ("[{", "[\n    {},\n    {}\n  ]\n}"),
        (
            r#"[{"type":5}]"#,
            "[\n    {\n      \"Value\": \"number\",\n      \"Type\": {},\n      \"Offset\": 9,\n      \"Struct\": \"rawItem\",\n      \
             \"Field\": \"type\"\n    },\n    {\n      \"Value\": \"number\",\n      \"Type\": {},\n      \"Offset\": 9,\n      \
             \"Struct\": \"rawItem\",\n      \"Field\": \"type\"\n    }\n  ]\n}",
        ),
    ];
    for (input, errors) in table {
        assert_eq!(answer(&recorded_app(), input.as_bytes(), 1), format!("{stats}{errors}"), "{input}");
    }
}

#[test]
fn what_the_app_does_not_say_is_not_checked() {
    let input = |length: usize| {
        let text = "x".repeat(length);
        format!(
            r#"[{{"type":"user","item":{{"id":"u","role":"any"}}}},
                {{"type":"channel","item":{{"id":"c","type":"any","created_by":"u"}}}},
                {{"type":"message","item":{{"id":"m","channel_type":"any","channel_id":"c","user":"u","text":"{text}"}}}}]"#
        )
    };
    let errors = |profile: &Profile, length: usize| {
        let text = answer(profile, input(length).as_bytes(), usize::MAX);
        serde_json::from_str::<Value>(&text).map_or(Value::Null, |answer| answer["Errors"].clone())
    };
    let open = Profile::default();
    assert_eq!(errors(&open, 20_000), Value::Null);
    assert_eq!(errors(&open, 20_001)[0].as_str().map(|text| text.contains("length exceeded (20000)")), Some(true));
    let any = [("any".to_owned(), ChannelType::default())].into();
    let unlimited = Profile { channel_types: Some(any), ..Profile::default() };
    assert_eq!(errors(&unlimited, 20_000), Value::Null);
    assert_eq!(errors(&unlimited, 20_001)[0].as_str().map(|text| text.contains("length exceeded (20000)")), Some(true));
    let closed = Profile { channel_types: Some([].into()), roles: Some(Vec::new()), ..Profile::default() };
    assert_eq!(errors(&closed, 1).as_array().map(Vec::len), Some(2));
}
