use crate::convert::options::ConvertOptions;
use crate::convert::trial::{Text, Written, write};
use crate::options::{Dialect, Platform, Resource};

fn options() -> ConvertOptions {
    let mut options = ConvertOptions::new(Platform::ChatKitty);
    options.channel_ids = vec![("town".to_owned(), "9007199254740993".to_owned()), ("duo".to_owned(), "12".to_owned())];
    options
}

fn document(resource: Resource, text: &str) -> Text<'_> {
    Text { words: text, resource: Some(resource), channel: None }
}

/// Written from what ChatKitty takes and gives out.
fn own(options: ConvertOptions, resource: Resource, text: &str) -> Written {
    let from = ConvertOptions { from: Some(Platform::ChatKitty), ..options };
    write(from, &[document(resource, text)])
}

/// Written from requests to TalkJS.
fn talkjs(options: ConvertOptions, lines: &[&str]) -> Written {
    write(options, &[document(Resource::Requests, &lines.join("\n"))])
}

/// The rows of an array, without commas.
fn rows<'a>(written: &'a Written, file: &str) -> Vec<&'a str> {
    written.file(file).into_iter().map(|row| row.trim_end_matches(',')).filter(|row| row.len() > 1).collect()
}

#[test]
fn its_own_files_come_out_as_they_went_in() {
    let (users, channels, messages) = (
        include_str!("../../../../pkg-tests/convert/chatkitty/users.json"),
        include_str!("../../../../pkg-tests/convert/chatkitty/channels.json"),
        include_str!("../../../../pkg-tests/convert/chatkitty/messages.json"),
    );
    let mut options = options();
    options.channel_ids.extend([("team".to_owned(), "11".to_owned()), ("direct-1".to_owned(), "12".to_owned())]);
    options.channel_ids.retain(|(name, _)| name != "duo");
    let documents = [
        document(Resource::Users, users),
        document(Resource::Channels, channels),
        document(Resource::Messages, messages),
    ];
    let written = write(options, &documents);
    for (file, text) in [("users.json", users), ("channels.json", channels), ("messages.json", messages)] {
        let mut there: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut back: serde_json::Value = serde_json::from_str(&written.file(file).join("\n")).unwrap();
        // What is added: keys that make a second sending harmless, and the name of a DIRECT channel.
        for row in there.as_array_mut().unwrap().iter_mut().chain(back.as_array_mut().unwrap()) {
            let row = row.as_object_mut().unwrap();
            row.remove("idempotencyKey");
            row.retain(|key, value| {
                key != "properties" || value.as_object().unwrap().keys().all(|key| !key.starts_with("source_"))
            });
        }
        let sorted = |value: serde_json::Value| {
            let mut rows: Vec<String> = value.as_array().unwrap().iter().map(sorted_keys).collect();
            rows.sort();
            rows
        };
        let (there, mut back) = (sorted(there), sorted(back));
        back.sort();
        for row in there.iter().filter(|row| !row.contains("originalCreatedAt")) {
            assert!(back.contains(row), "{file}: {row} is not in {back:#?}");
        }
        assert_eq!(there.len(), back.len());
    }
}

fn sorted_keys(value: &serde_json::Value) -> String {
    let sorted: std::collections::BTreeMap<_, _> = value.as_object().unwrap().iter().collect();
    serde_json::to_string(&sorted).unwrap()
}

#[test]
fn both_dialects() {
    let users = r#"[{"name":"ann","displayName":"Ann","isGuest":true,"properties":{},"displayPicture":{"url":"u","name":"n","contentType":"image/png","size":1}}]"#;
    let messages =
        r#"[{"type":"TEXT","channelId":9007199254740993,"user":"ann","body":"x","groupTag":"g","idempotencyKey":"m"}]"#;
    for (dialect, user, message, step) in [
        (
            None,
            r#"{"name":"ann","displayName":"Ann","isGuest":true,"displayPicture":{"url":"u","name":"n","contentType":"image/png","size":1},"idempotencyKey":"ann","properties":{}}"#,
            r#"{"type":"TEXT","channelId":9007199254740993,"user":"ann","body":"x","groupTag":"g","idempotencyKey":"m"}"#,
            "Upload users.json to POST /v1/imports/users",
        ),
        (
            Some(Dialect::Snake),
            r#"{"name":"ann","display_name":"Ann","guest":true,"display_picture":{"url":"u","name":"n","content_type":"image/png","size":1},"idempotency_key":"ann","properties":{}}"#,
            r#"{"type":"TEXT","channel_id":9007199254740993,"user":"ann","body":"x","group_tag":"g","idempotency_key":"m"}"#,
            "Upload users.json to POST /imports/users",
        ),
    ] {
        let options = ConvertOptions { dialect, ..options() };
        let written = write(options, &[document(Resource::Users, users), document(Resource::Messages, messages)]);
        assert_eq!(rows(&written, "users.json"), [user]);
        assert_eq!(rows(&written, "messages.json"), [message]);
        assert!(written.report["steps"][0].as_str().unwrap().starts_with(step));
    }
}

#[test]
fn a_picture_needs_more_than_a_url() {
    for (picture, parked) in [
        (r#"{"url":"u"}"#, r#""source_image":"u","source_extra":{"chatkitty:displayPicture":{"url":"u"}}"#),
        (r#"{"url":"u","name":"n","contentType":"","size":1}"#, r#""source_image":"u""#),
        (r#"{"url":"u","name":"n","contentType":"c","size":"1"}"#, r#""source_image":"u""#),
        (r#""https://x""#, r#""source_image":"https://x""#),
    ] {
        let text =
            [r#"[{"name":"ann","displayName":"A","isGuest":false,"properties":{},"displayPicture":"#, picture, "}]"];
        let written = own(options(), Resource::Users, &text.concat());
        let row = rows(&written, "users.json")[0].to_owned();
        assert!(row.contains(parked) && !row.contains("},\"displayPicture"), "{row}");
    }
}

#[test]
fn direct_channels_have_few_people_and_no_twin() {
    let kind = |members: &[&str], written: &Written, name: &str| {
        let rows = rows(written, "channels.json");
        let row = rows.iter().find(|row| row.contains(&["\"idempotencyKey\":\"", name, "\""].concat()));
        (row.unwrap().split('"').nth(3).unwrap().to_owned(), members.len())
    };
    let channel = |id: &str, members: &[&str]| {
        let members: Vec<String> = members.iter().map(|member| format!("\"{member}\"")).collect();
        format!(
            r#"{{"method":"PUT","path":"/v1/t/conversations/{id}","body":{{"subject":"S","participants":[{}],"custom":{{"source_kind":"direct","source_created_by":"z"}}}}}}"#,
            members.join(",")
        )
    };
    let ten = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let eleven = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
    let cases: [(&str, &[&str], &str); 6] = [
        ("one", &["a"], "PRIVATE"),
        ("two", &["a", "b"], "DIRECT"),
        ("twin", &["b", "a"], "PRIVATE"),
        ("ten", &ten, "DIRECT"),
        ("eleven", &eleven, "PRIVATE"),
        ("none", &[], "PRIVATE"),
    ];
    let lines: Vec<String> = cases.iter().map(|(id, members, _)| channel(id, members)).collect();
    let written = talkjs(options(), &lines.iter().map(String::as_str).collect::<Vec<_>>());
    for (id, members, expected) in cases {
        assert_eq!(kind(members, &written, id).0, expected, "{id}");
    }
    let all = rows(&written, "channels.json");
    assert!(all.contains(
        &r#"{"type":"DIRECT","members":["a","b"],"idempotencyKey":"two","properties":{"source_name":"S","source_created_by":"z","source_id":"two"}}"#
    ), "{all:#?}");
    assert!(all.contains(
        &r#"{"type":"PRIVATE","name":"twin","displayName":"S","creator":"z","members":["b","a"],"idempotencyKey":"twin","properties":{"source_kind":"direct"}}"#
    ), "{all:#?}");
}

#[test]
fn messages_without_a_number_wait() {
    let written = talkjs(
        options(),
        &[
            r#"{"method":"PUT","path":"/v1/t/conversations/c","body":{"participants":["ann"]}}"#,
            r#"{"method":"POST","path":"/v1/t/import/conversations/c/messages","body":[{"text":"x","sender":"ann","timestamp":1577836800000,"readBy":["bob"]}]}"#,
            r#"{"method":"POST","path":"/v1/t/import/conversations/town/messages","body":[{"text":"y","sender":"ann","timestamp":1577836800001},{"text":"old","sender":"ann","timestamp":1577836800000}]}"#,
        ],
    );
    assert_eq!(
        written.file("messages.pending.jsonl"),
        [
            r#"{"type":"TEXT","channel":"c","user":"ann","body":"x","properties":{"source_sent_at":"2020-01-01T00:00:00Z","source_read_by":["bob"]}}"#
        ]
    );
    assert_eq!(
        rows(&written, "messages.json"),
        [
            r#"{"type":"TEXT","channelId":9007199254740993,"user":"ann","body":"old","properties":{"source_sent_at":"2020-01-01T00:00:00Z"}}"#,
            r#"{"type":"TEXT","channelId":9007199254740993,"user":"ann","body":"y","properties":{"source_sent_at":"2020-01-01T00:00:00.001Z"}}"#,
        ]
    );
    assert_eq!(written.report["pending"], 1);
    assert!(
        written.report["steps"][2].as_str().unwrap().starts_with("List the channels (GET /v1/channels, all pages)")
    );
}

#[test]
fn numbers_that_are_none_do_not_count() {
    for number in ["0", "-5", "x", "1.5", "9223372036854775808", ""] {
        let mut options = ConvertOptions::new(Platform::ChatKitty);
        options.channel_ids = vec![("c".to_owned(), number.to_owned())];
        let line =
            r#"{"method":"POST","path":"/v1/t/import/conversations/c/messages","body":[{"text":"x","sender":"ann"}]}"#;
        assert_eq!(talkjs(options, &[line]).report["pending"], 1, "{number}");
    }
}

#[test]
fn messages_of_the_system_and_of_files() {
    let written = talkjs(
        options(),
        &[
            r#"{"method":"POST","path":"/v1/t/conversations/town/messages","body":[{"text":"joined","type":"SystemMessage"},{"text":"?","sender":"ann","type":"SystemMessage"},{"sender":"ann","attachment":{"url":"https://x/a","name":"a"}}]}"#,
        ],
    );
    assert_eq!(
        rows(&written, "messages.json"),
        [
            r#"{"type":"SYSTEM_TEXT","channelId":9007199254740993,"body":"joined"}"#,
            r#"{"type":"SYSTEM_TEXT","channelId":9007199254740993,"body":"?","properties":{"source_sender":"ann"}}"#,
            r#"{"type":"TEXT","channelId":9007199254740993,"user":"ann","body":"a https://x/a","properties":{"source_attachments":[{"url":"https://x/a","name":"a"}],"source_text":""}}"#,
        ]
    );
    // Times that were made are not kept, unless somebody said when it all began.
    assert!(written.losses.contains(&"lost message.sent_at 3".to_owned()));
    let start = ConvertOptions { start_time: Some("2020-01-01T00:00:00Z".to_owned()), ..options() };
    let line = r#"{"method":"POST","path":"/v1/t/conversations/town/messages","body":[{"text":"x","sender":"ann"}]}"#;
    assert!(rows(&talkjs(start, &[line]), "messages.json")[0].contains(r#""source_sent_at":"2020-01-01T00:00:00Z""#));
}
