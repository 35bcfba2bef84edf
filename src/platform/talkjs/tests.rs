//! Which path leads where, and what is told apart from the other platforms' documents.

use super::facts;
use crate::detect::{detect, detect_as};
use crate::options::Platform;
use crate::report::Form;

#[test]
fn paths_lead_to_bodies_and_name_things() {
    for (method, path, words, channel, id) in [
        ("PUT", "/v1/{appId}/users", "an object of users by id", None, None),
        ("PUT", "/v1/tAbCdEf/users/", "an object of users by id", None, None),
        ("PUT", "/v1/tAbCdEf/users/a%2Fb", "one user as an object", None, Some("a/b")),
        ("PUT", "/v1/tAbCdEf/conversations/c1", "one conversation as an object", None, Some("c1")),
        ("PUT", "/v1/t/conversations/c1/participants/ann", "one participant as an object", Some("c1"), Some("ann")),
        ("PATCH", "/v1/t/conversations/c1/participants/ann", "one participant as an object", Some("c1"), Some("ann")),
        ("POST", "/v1/t/conversations/c%201/messages", "a list of messages", Some("c 1"), None),
        ("POST", "/v1/t/import/conversations/c1/messages", "a list of messages", Some("c1"), None),
        ("POST", "/v1/t/batch", "a list of calls", None, None),
    ] {
        let route = (facts().route)(method, path).unwrap_or_default();
        let form = route.form.and_then(|form| facts().forms.get(form)).map(|form| form.words);
        assert_eq!(
            (form, route.channel.as_deref(), route.id.as_deref()),
            (Some(words), channel, id),
            "{method} {path}"
        );
    }
}

#[test]
fn other_calls_are_known_without_a_body_or_not_at_all() {
    for (method, path) in [
        ("GET", "/v1/t/users/ann/conversations"),
        ("DELETE", "/v1/t/conversations/c1/participants/ann"),
        ("PUT", "/v1/t/conversations/c1/messages/m1/reactions/x/ann"),
        ("PUT", "/v1/t/users/ann/presence"),
    ] {
        assert_eq!((facts().route)(method, path), Some(crate::platform::api::Route::default()), "{method} {path}");
    }
    for (method, path) in [
        ("POST", "/v1/t/users"),
        ("put", "/v1/t/users"),
        ("PUT", "/v3/users"),
        ("PUT", "/users"),
        ("PUT", "/v1/t"),
        ("PUT", "/v1/t/conversations//participants/ann"),
        ("POST", "/v1/t/import/conversations/c1"),
        ("PUT", ""),
    ] {
        assert_eq!((facts().route)(method, path), None, "{method} {path}");
    }
}

#[test]
fn documents_of_other_platforms_are_not_taken_for_its_own() {
    for text in [
        r#"{"messages":[{"user_id":"ann","message_type":"MESG","message":"hi","timestamp":1509132622706}],"update_read_ts":false}"#,
        r#"{"users":[{"user_id":"ann","nickname":"Ann","profile_url":"","metadata":{}}]}"#,
        r#"{"channels":[{"channel_url":"c1","name":"C","user_ids":["ann"],"is_distinct":false}]}"#,
        r#"{"group_channels":[{"channel_url":"c1","members":[{"user_id":"ann"}],"messages":[{"message":"hi"}]}],"active_users":[]}"#,
        r#"{"users":{"ann":{"uid":"ann","name":"Ann","metadata":{}}}}"#,
        r#"{"messages":{"1":{"muid":"1","sender":"ann","receiverType":"user","receiver":"bob","data":{"text":"hi"},"sentAt":1}}}"#,
        r#"{"members":{"g1":{"participants":[{"uid":"ann"}]}}}"#,
        r#"[{"name":"ann","displayName":"Ann","isGuest":false,"properties":{}}]"#,
        r#"[{"type":"PUBLIC","name":"lobby","displayName":"Lobby"}]"#,
        r#"[{"channelId":1,"user":"ann","type":"TEXT","body":"hi","properties":{}}]"#,
        r#"{"_embedded":{"users":[{"id":1,"name":"ann","displayName":"Ann"}]},"_links":{},"page":{}}"#,
        r#"{"type":"user","data":{"id":"ann","name":"Ann"}}"#,
        r#"{"channels":[{"channel":{"id":"general","cid":"messaging:general"},"messages":[]}]}"#,
        r#"{"data":[{"uid":"ann","name":"Ann","createdAt":1}],"meta":{}}"#,
        r#"{"name":"package","version":"1.0.0"}"#,
    ] {
        assert_ne!(detect(text.as_bytes(), None).platform, Some(Platform::TalkJs), "{text}");
    }
}

#[test]
fn what_comes_out_of_it_is_told_from_what_goes_in() {
    for (text, form) in [
        (r#"[[{"id":"m","senderId":"ann","text":"hi"}],[]]"#, Form::Export),
        (r#"{"data":[{"id":"m","senderId":"ann","conversationId":"c1","text":"hi"}]}"#, Form::Export),
        (r#"[{"id":"ann","name":"Ann","createdAt":1,"email":null,"phone":null}]"#, Form::Export),
        (r#"[{"id":"c1","participants":{"ann":{}},"lastMessage":null,"topicId":"c1"}]"#, Form::Export),
        (r#"[{"id":"c1","participants":["ann"]}]"#, Form::Import),
        (r#"{"c1":{"participants":["ann"]}}"#, Form::Import),
        (r#"{"ann":{"name":"Ann","email":["ann@example.com"]}}"#, Form::Import),
        (r#"[{"text":"hi","sender":"ann","timestamp":1509132622706,"readBy":[],"type":"UserMessage"}]"#, Form::Import),
    ] {
        let detection = detect_as(Platform::TalkJs, text.as_bytes(), None);
        assert_eq!((detection.platform, detection.form), (Some(Platform::TalkJs), form), "{text}");
    }
}
