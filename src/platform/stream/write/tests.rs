mod anything;
mod records;

use serde_json::{Value, json};

use crate::convert::{ConvertOptions, Input, convert};
use crate::options::ChannelType;
use crate::{CheckOptions, Platform, Profile, Severity, SourceOptions, check};

/// What is wrong with a file for Stream, in words.
fn errors(bytes: &[u8], profile: Profile) -> Vec<String> {
    let report = check(bytes, CheckOptions { platform: Some(Platform::Stream), profile, ..CheckOptions::default() });
    let errors = report.findings.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| format!("{}: {}", one.path, one.message)).collect()
}

/// Converts Stream's to Stream's: the output's items, and the losses as `kind.field treatment`.
fn run(input: &str, change: impl Fn(&mut ConvertOptions)) -> (Vec<Value>, Vec<String>) {
    let mut options = ConvertOptions::new(Platform::Stream);
    options.from = Some(Platform::Stream);
    change(&mut options);
    let profile = options.profile.clone();
    let input = Input { source: SourceOptions::default(), bytes: input.as_bytes().to_vec() };
    let (conversion, files) = convert(options, &[input]);
    let conversion = serde_json::to_value(&conversion).unwrap();
    assert_eq!(conversion["collisions"], json!([]));
    let bytes = files.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default();
    assert_eq!(errors(&bytes, profile), Vec::<String>::new());
    let items = serde_json::Deserializer::from_slice(&bytes).into_iter().map(Result::unwrap).collect();
    let losses = conversion["losses"].as_array().unwrap().iter().map(|loss| {
        let text = |key: &str| loss[key].as_str().unwrap().to_owned();
        format!("{}.{} {}", text("kind"), text("field"), text("treatment"))
    });
    (items, losses.collect())
}

fn lines(items: &[Value]) -> String {
    items.iter().map(|item| item.to_string() + "\n").collect()
}

fn all(text: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(text).into_iter().map(Result::unwrap).collect()
}

/// The data of the items of a type.
fn data<'a>(items: &'a [Value], kind: &str) -> Vec<&'a Value> {
    items.iter().filter(|item| item["type"] == kind).map(|item| &item["data"]).collect()
}

fn sample() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-tests/convert/stream.jsonl");
    all(&std::fs::read_to_string(path).unwrap())
}

/// The sample without what says nothing.
fn normal_sample() -> Vec<Value> {
    let mut items = sample();
    for item in &mut items {
        item["data"].as_object_mut().unwrap().retain(|_, value| value != "");
    }
    items
}

#[track_caller]
fn same(items: &[Value], expected: &[Value]) {
    for item in expected {
        assert!(items.contains(item), "missing: {item}\nin:\n{}", lines(items));
    }
    assert_eq!(items.len(), expected.len(), "{}", lines(items));
}

#[test]
fn the_sample_comes_back() {
    let (items, losses) = run(&lines(&sample()), |_| {});
    same(&items, &normal_sample());
    assert_eq!(losses, Vec::<String>::new());
}

#[test]
fn the_array_becomes_lines() {
    // Its items may stand in any order.
    let items: Vec<Value> =
        sample().into_iter().rev().map(|item| json!({"item": item["data"], "type": item["type"]})).collect();
    for text in [serde_json::to_string(&items).unwrap(), serde_json::to_string_pretty(&items).unwrap()] {
        let (items, losses) = run(&text, |options| options.dialect = Some(crate::Dialect::Array));
        same(&items, &normal_sample());
        assert_eq!(losses, Vec::<String>::new());
    }
}

#[test]
fn what_only_stream_knows_comes_back() {
    let items = [
        json!({"type":"user","data":{"id":"ann","invisible":true,"push_preferences":{"chat_level":"none","disabled_until":"2024-01-01T00:00:00Z"},
            "privacy_settings":{"read_receipts":{"enabled":false}},"channel_mutes":["messaging:general"],"teams":["red"]}}),
        json!({"type":"user","data":{"id":"ben","teams":["red"]}}),
        json!({"type":"future_channel_ban","data":{"target_id":"ben","created_by":"ann","reason":"spam","shadow":true,"created_at":"2024-01-01T00:00:00Z"}}),
        json!({"type":"channel","data":{"type":"team","id":"general","created_by":"ann","team":"red","disabled":true,
            "truncated_at":"2024-01-01T00:00:00Z","banned_users":["ben"]}}),
        json!({"type":"member","data":{"channel_type":"team","channel_id":"general","user_id":"ann","hide_messages_before":"2024-01-01T00:00:00Z",
            "archived_at":"2024-01-02T00:00:00Z","invited":true,"invite_rejected_at":"2024-01-02T00:00:00Z"}}),
        json!({"type":"member","data":{"channel_type":"team","channel_id":"general","user_id":"ben"}}),
        json!({"type":"message","data":{"id":"1","channel_type":"team","channel_id":"general","user":"ann","type":"regular","text":"*hi*","html":"<b>hi</b>",
            "created_at":"2024-01-02T00:00:00Z","mentioned_roles":["admin"],"mentioned_channel":true,"mentioned_here":true,"restricted_visibility":["ben"],
            "pinned_at":"2024-01-02T00:00:00Z","pinned_by_id":"ben","pin_expires":"2034-01-02T00:00:00Z","poll_id":"p",
            "attachments":[{"type":"giphy","image_url":"https://x.y/g.gif","migrate_resources":true,"actions":[{"name":"a"}]},
                {"type":"video","asset_url":"https://x.y/v.mp4","image_url":"https://x.y/i.png","title":5},{"type":"image","asset_url":"https://x.y/v.png"},
                {"type":"card","author_name":"x"},{"asset_url":"https://x.y/z"}]}}),
        json!({"type":"reaction","data":{"message_id":"1","type":"+1","user_id":"ben","created_at":"2024-01-02T00:00:00Z","score":3,"why":"x"}}),
        json!({"type":"poll","data":{"id":"p","name":"lunch?","created_by_id":"ann","options":[{"id":"o","text":"yes"}]}}),
        json!({"type":"poll_vote","data":{"id":"v","poll_id":"p","option_id":"o","user_id":"ben"}}),
    ];
    let (out, losses) = run(&lines(&items), |_| {});
    same(&out, &items);
    assert_eq!(losses, Vec::<String>::new());
}

#[test]
fn fields_of_other_platforms_are_parked_and_come_back() {
    let items = [
        json!({"type":"user","data":{"id":"ann","source_emails":["a@x.y"],"source_guest":true,"source_last_active_at":"2024-01-01T00:00:00Z",
            "source_custom":{"id":7,"ID":8,"Language":"x","online":1},"source_extra":{"sendbird:x":[1]}}}),
        json!({"type":"message","data":{"id":"1","channel_type":"messaging","channel_id":"c","user":"ann","type":"regular","created_at":"2024-01-01T00:00:00Z",
            "source_edited_at":"2024-01-01T00:00:00Z","source_custom_type":"x","source_tags":["a"]}}),
    ];
    let (out, losses) = run(&lines(&items), |_| {});
    for item in &items {
        assert!(out.contains(item), "{}", lines(&out));
    }
    assert!(losses.iter().all(|loss| loss.ends_with("parked") || loss == "channel.created_by changed"), "{losses:?}");
    let (out, losses) = run(&lines(&items), |options| options.park = false);
    assert_eq!(data(&out, "user")[0], &json!({"id": "ann"}));
    assert!(
        losses.contains(&"user.emails lost".to_owned()) && losses.contains(&"user.sendbird:x lost".to_owned()),
        "{losses:?}"
    );
}

#[test]
fn own_data_has_a_limit() {
    let long = "x".repeat(3000);
    let user =
        json!({"type":"user","data":{"id":"ann","name":"Ann","a":long,"b":long,"c":"short","source_phones":[long]}});
    let (out, losses) = run(&user.to_string(), |_| {});
    assert_eq!(data(&out, "user")[0], &json!({"id":"ann","name":"Ann","a":long,"c":"short"}));
    assert_eq!(losses, ["user.b lost", "user.phones lost"]);
    // The braces, too: `{"name":"Ann"}` has 14 bytes.
    for (limit, name) in [(14, json!("Ann")), (13, Value::Null)] {
        let (out, _) = run(r#"{"type":"user","data":{"id":"ann","name":"Ann"}}"#, |options| {
            options.profile.custom_data_limit = Some(limit);
        });
        assert_eq!(data(&out, "user")[0]["name"], name);
    }
}

#[test]
fn members_have_the_channels_team() {
    let items = [
        json!({"type":"user","data":{"id":"ann","teams":["red"]}}),
        json!({"type":"user","data":{"id":"ben"}}),
        json!({"type":"channel","data":{"type":"team","id":"red","created_by":"ann","team":"red"}}),
        json!({"type":"channel","data":{"type":"team","member_ids":["ann","ben"],"created_by":"ann"}}),
        json!({"type":"member","data":{"channel_type":"team","channel_id":"red","user_id":"ann"}}),
        json!({"type":"member","data":{"channel_type":"team","channel_id":"red","user_id":"ben"}}),
        json!({"type":"member","data":{"channel_type":"team","channel_member_ids":["ann","ben"],"user_id":"ann"}}),
        json!({"type":"member","data":{"channel_type":"team","channel_member_ids":["ann","ben"],"user_id":"ben"}}),
    ];
    let (out, losses) = run(&lines(&items), |_| {});
    let members: Vec<_> = data(&out, "member").iter().map(|one| one["user_id"].clone()).collect();
    assert_eq!(members, ["ann", "ben"]);
    assert!(
        losses.contains(&"member. lost".to_owned()) && losses.contains(&"channel.kind parked".to_owned()),
        "{losses:?}"
    );
}

#[test]
fn the_app_decides_on_roles_types_and_lengths() {
    let items = [
        json!({"type":"user","data":{"id":"ann","role":"chief"}}),
        json!({"type":"channel","data":{"type":"messaging","id":"c","created_by":"ann"}}),
        json!({"type":"message","data":{"id":"1","channel_type":"messaging","channel_id":"c","user":"ann","type":"regular","text":"12345é","created_at":"2024-01-01T00:00:00Z"}}),
    ];
    for (most, text) in [(6, json!("12345é")), (5, Value::Null)] {
        let (out, losses) = run(&lines(&items), |options| {
            options.profile.roles = Some(vec!["user".to_owned()]);
            let own = ChannelType { max_message_length: Some(most) };
            options.profile.channel_types = Some(vec![("messaging".to_owned(), own)]);
        });
        assert_eq!(data(&out, "user")[0], &json!({"id":"ann","source_role":"chief"}));
        assert_eq!(data(&out, "message")[0]["text"], text);
        assert_eq!(losses.contains(&"message.text lost".to_owned()), most == 5);
    }
}
