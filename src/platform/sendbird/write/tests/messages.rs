//! Messages and their files.

use super::{Written, back, faults, record, room, write_with};
use crate::convert::options::ConvertOptions;
use crate::convert::tree::{Json, Tree};
use crate::history::{Field, Kind, Text};
use crate::options::Platform;
use crate::platform::sendbird::read::tests::show;

/// The bodies of the messages that these become, in a room of ann.
fn messages(options: &ConvertOptions, list: &[&str]) -> (Vec<Text>, Written) {
    let room = room(r#"{"id":"room","kind":"group"}"#, &[r#"{"channel":"room","user":"ann"}"#], list);
    let written = write_with(options, &[r#"{"id":"ann"}"#], vec![room]);
    let mut tree = Tree::default();
    let mut bodies = Vec::new();
    for line in written.lines.iter().filter(|line| line.contains("/v3/migration/")) {
        let request = tree.parse(line.as_bytes()).unwrap();
        bodies.extend(request.get("body").unwrap().get("messages").unwrap().elements().map(Json::compact));
    }
    (bodies, written)
}

#[test]
fn each_type_of_message() {
    let sent = r#""channel":"room","sent_at":"2024-01-01T00:00:00Z""#;
    for (fields, bodies, losses) in [
        (
            r#""id":"m","sender":"ann","text":"hi","custom_type":"t","mentions":["ann"],"tags":["x"],"group_tag":"g","reply_to":"l","silent":true,"~k":1,"~sorted_metaarray":[{"key":"a","value":[]}]"#,
            vec![
                r#"{"message_type":"MESG","user_id":"ann","message":"hi","timestamp":1704067200000,"dedup_id":"m","custom_type":"t","mentioned_user_ids":["ann"],"sorted_metaarray":[{"key":"a","value":[]},{"key":"tags","value":["x"]},{"key":"group_tag","value":["g"]}],"data":"{\"k\":1,\"source_reply_to\":\"l\",\"source_silent\":true}"}"#,
            ],
            vec!["message reply_to parked 1", "message silent parked 1"],
        ),
        (
            r#""id":"source-item-1","text":"welcome","system":true,"silent":true,"sender":"ann""#,
            vec![
                r#"{"message_type":"ADMM","message":"welcome","timestamp":1704067200000,"is_silent":true,"data":"{\"source_sender\":\"ann\"}"}"#,
            ],
            vec!["message sender parked 1"],
        ),
        (
            r#""id":"m","sender":"ann","attachments":[{"type":"image","url":"https://e.com/a.png","media_type":"image/png","name":"a.png","size":12,"thumbnail":"https://e.com/t.png"}],"~c":true"#,
            vec![
                r#"{"message_type":"FILE","user_id":"ann","url":"https://e.com/a.png","file_name":"a.png","file_size":12,"file_type":"image/png","thumbnails":["https://e.com/t.png"],"timestamp":1704067200000,"dedup_id":"m","custom_field":"{\"c\":true}"}"#,
            ],
            vec![],
        ),
        (
            r#""id":"m","sender":"ann","text":"see","attachments":[{"type":"gif","url":"https://e.com/1","size":"12 kB","source_custom":{"w":3}},{"name":"no address"},{"url":"https://e.com/2","thumbnail":"https://e.com/t","source_extra":{"sendbird:thumbnails":[{"url":"https://e.com/t","width":3}]}}]"#,
            vec![
                r#"{"message_type":"MESG","user_id":"ann","message":"see","timestamp":1704067200000,"dedup_id":"m","data":"{\"source_attachments\":[{\"name\":\"no address\"}]}"}"#,
                r#"{"message_type":"FILE","user_id":"ann","url":"https://e.com/1","timestamp":1704067200000,"dedup_id":"m-1","custom_field":"{\"source_attachment\":[{\"type\":\"gif\",\"size\":\"12 kB\",\"source_custom\":{\"w\":3}}]}"}"#,
                r#"{"message_type":"FILE","user_id":"ann","url":"https://e.com/2","thumbnails":[{"url":"https://e.com/t","width":3}],"timestamp":1704067200000,"dedup_id":"m-2"}"#,
            ],
            vec![
                "message attachments parked 1",
                "attachment size parked 1",
                "attachment type parked 1",
                "attachment w parked 1",
            ],
        ),
        // Nothing but custom data, a text beside a file of the system's, names that are taken.
        (
            r#""id":"m","sender":"ann","~source_attachment":1,"edited_at":"2024-01-01T00:00:00Z""#,
            vec![
                r#"{"message_type":"MESG","user_id":"ann","message":"","timestamp":1704067200000,"dedup_id":"m","data":"{\"source_edited_at\":\"2024-01-01T00:00:00Z\",\"source_custom\":{\"source_attachment\":1}}"}"#,
            ],
            vec!["message edited_at parked 1", "message source_attachment parked 1"],
        ),
        (
            r#""id":"m","text":"x","attachments":[{"url":"https://e.com/1"}]"#,
            vec![
                r#"{"message_type":"ADMM","message":"x","timestamp":1704067200000,"dedup_id":"m","data":"{\"source_attachments\":[{\"url\":\"https://e.com/1\"}]}"}"#,
            ],
            vec!["message attachments parked 1"],
        ),
    ] {
        let message = format!("{{{sent},{fields}}}");
        let (written_bodies, written) = messages(&ConvertOptions::new(Platform::Sendbird), &[&message]);
        assert_eq!(written_bodies, bodies, "{fields}");
        assert_eq!(written.losses, losses, "{fields}");
        assert_eq!(faults(&written.lines, false), Vec::<String>::new(), "{fields}");
        // And it comes back as it was.
        let mut shown = back(&written);
        let mut expected = record(Kind::Message, &message);
        if expected.text(Field::Sender).is_none() {
            expected.set_flag(Field::System, true);
        }
        if expected.text(Field::Id) == Some("source-item-1") {
            expected.take(Field::Id);
        }
        assert_eq!(sorted(&shown.pop().unwrap()), sorted(&show(&expected)), "{fields}");
    }
}

/// The order of fields and of files that were parked is free.
fn sorted(shown: &str) -> Vec<char> {
    let mut letters: Vec<char> = shown.chars().collect();
    letters.sort_unstable();
    letters
}

#[test]
fn files_have_ids_that_no_message_has() {
    let sent = r#""channel":"room","sender":"ann","sent_at":"2024-01-01T00:00:00Z""#;
    let first = format!(r#"{{"id":"m","text":"x","attachments":[{{"url":"https://e.com/1"}}],{sent}}}"#);
    let second = format!(r#"{{"id":"m-1","text":"y",{sent}}}"#);
    let (bodies, written) = messages(&ConvertOptions::new(Platform::Sendbird), &[&first, &second]);
    assert!(bodies[1].contains(r#""dedup_id":"m-1_""#));
    assert_eq!(faults(&written.lines, true), Vec::<String>::new());
}

#[test]
fn limits() {
    let sent = r#""channel":"room","sender":"ann","sent_at":"2024-01-01T00:00:00Z""#;
    let long = format!(r#"{{"id":"m","text":"{}","custom_type":"{}",{sent}}}"#, "é".repeat(5001), "é".repeat(129));
    let mut options = ConvertOptions::new(Platform::Sendbird);
    let (bodies, written) = messages(&options, &[&long]);
    assert!(bodies[0].contains(r#""data":"{\"source_custom_type\""#));
    assert!(written.steps.iter().any(|step| step.contains("the longest text has 5001 characters")));
    options.profile.max_message_length = Some(5000);
    let (bodies, _) = messages(&options, &[&long]);
    assert!(bodies[0].contains(r#""message":"""#) && bodies[0].contains("source_text"));
    options.park = false;
    let (bodies, written) = messages(&options, &[&long]);
    assert!(!bodies[0].contains("data"));
    assert_eq!(written.losses, ["message custom_type lost 1", "message text lost 1"]);
    let early = r#"{"id":"m","text":"x","channel":"room","sender":"ann","sent_at":"1969-12-31T23:59:59Z"}"#;
    let (bodies, written) = messages(&options, &[early]);
    assert!(bodies.is_empty());
    assert_eq!(written.losses, ["message  lost 1"]);
}

#[test]
fn a_hundred_messages_make_a_request() {
    let list: Vec<String> = (0..201)
        .map(|number| {
            let files = if number == 99 { r#","attachments":[{"url":"https://e.com/1"}]"# } else { "" };
            format!(r#"{{"id":"m{number}","text":"x","channel":"room","sender":"ann","sent_at":"2024-01-01T00:00:00Z"{files}}}"#)
        })
        .collect();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let (bodies, written) = messages(&ConvertOptions::new(Platform::Sendbird), &list);
    assert_eq!(bodies.len(), 202);
    assert_eq!(written.lines.len(), 1 + 1 + 3);
    assert_eq!(faults(&written.lines, true), Vec::<String>::new());
    // A file in the next request belongs to its message all the same.
    let back = back(&written);
    assert_eq!(back.iter().filter(|line| line.starts_with("message")).count(), 201);
}

#[test]
fn large_messages_make_smaller_requests() {
    let text = "x".repeat(3 << 20);
    let list: Vec<String> = (0..3)
        .map(|number| {
            format!(
                r#"{{"id":"m{number}","~k":"{text}","channel":"room","sender":"ann","sent_at":"2024-01-01T00:00:00Z"}}"#
            )
        })
        .collect();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let (_, written) = messages(&ConvertOptions::new(Platform::Sendbird), &list);
    assert_eq!(written.lines.len(), 1 + 1 + 3);
}
