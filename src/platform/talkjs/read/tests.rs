use crate::convert::options::ConvertOptions;
use crate::convert::trial::{Text, read};
use crate::options::{Platform, Resource};

fn lines(document: Text<'_>) -> Vec<String> {
    read(Platform::TalkJs, &ConvertOptions::new(Platform::Stream), &[document])
}

fn of(resource: Resource, text: &str) -> Vec<String> {
    lines(Text { words: text, resource: Some(resource), channel: Some("c1") })
}

#[test]
fn users() {
    for (text, expected) in [
        (r#"{"ann":{"name":"Ann"}}"#, r#"user id="ann" name="Ann""#),
        (r#"{"ann":{"name":"Ann","id":"ann"}}"#, r#"user id="ann" name="Ann""#),
        (
            r#"[{"id":"ann","name":"","email":null,"photoUrl":"https://x/a.png"}]"#,
            r#"user id="ann" image="https://x/a.png""#,
        ),
        (
            r#"{"ann":{"email":["a@x"],"phone":"+49","role":"buyer","locale":"de-DE"}}"#,
            r#"user id="ann" emails=["a@x"] phones=["+49"] role="buyer" language="de-DE""#,
        ),
        (
            r#"{"ann":{"welcomeMessage":"Hi","pushTokens":{"fcm:1":true},"custom":{"a":"b","n": [ 1 ]},"x":1}}"#,
            r#"user id="ann" custom.a="b" custom.n=[1] extra.talkjs:welcomeMessage="Hi" extra.talkjs:pushTokens={"fcm:1":true} extra.talkjs:x=1"#,
        ),
        (
            r#"[{"id":"ann","name":"Ann","createdAt":1509132622706,"custom":{"source_created_at":"2015-01-01T00:00:00Z"}}]"#,
            r#"user id="ann" name="Ann" created_at="2015-01-01T00:00:00Z""#,
        ),
        (r#"{"ann":7}"#, "unreadable user: it is no object"),
        (
            r#"{"ann":{"name":["x"],"custom":"{}"}}"#,
            r#"user id="ann" extra.talkjs:name=["x"] extra.talkjs:custom="{}""#,
        ),
    ] {
        assert_eq!(of(Resource::Users, text), [expected], "{text}");
    }
    // What was parked goes before what TalkJS says of itself.
    let text = r#"[{"id":"ann","custom":{"source_created_at":"2015-01-01T00:00:00Z"},"createdAt":1509132622706}]"#;
    assert_eq!(of(Resource::Users, text), [r#"user id="ann" created_at="2015-01-01T00:00:00Z""#]);
    assert_eq!(of(Resource::Users, r#"{"ann":{"id":"bob"}}"#), ["left user.id", r#"user id="ann""#]);
    assert_eq!(of(Resource::Users, r#"{"ann":{"custom":{"gone":null}}}"#), ["left user.gone", r#"user id="ann""#]);
}

#[test]
fn conversations() {
    let text = r#"{"c 1":{"participants":["ann","bob"],"subject":"Hi","photoUrl":"u","welcomeMessages":["w"],"custom":{"a":"b"}}}"#;
    assert_eq!(
        of(Resource::Conversations, text),
        [
            r#"channel id="c 1" kind="group" name="Hi" image="u" custom.a="b" extra.talkjs:welcomeMessages=["w"]"#,
            r#"member channel="c 1" user="ann""#,
            r#"member channel="c 1" user="bob""#,
        ]
    );
    let text = r#"[{"id":"c","subject":null,"topicId":"t","createdAt":1000,"lastMessage":{"id":"m"},
        "participants":{"ann":{"access":"Read","notify":"MentionsOnly","isUnread":true}},"custom":{"source_kind":"open"}}]"#;
    assert_eq!(
        of(Resource::Conversations, text),
        [
            "left channel.topicId",
            "left channel.lastMessage",
            r#"channel kind="open" id="c" created_at="1970-01-01T00:00:01Z""#,
            "left member.isUnread",
            r#"member channel="c" user="ann" access="Read" notify="MentionsOnly""#,
        ]
    );
}

#[test]
fn messages() {
    for (text, expected) in [
        (
            r#"[{"text":"hi","sender":"ann","timestamp":1509132622706,"readBy":["bob"],"type":"UserMessage"}]"#,
            r#"message text="hi" sender="ann" sent_at="2017-10-27T19:30:22.706Z" read_by=["bob"] channel="c1""#,
        ),
        (
            r#"[{"text":"","sender":"ann","timestamp":1,"readBy":[],"type":"UserMessage","attachmentToken":"t"}]"#,
            r#"message sender="ann" sent_at="1970-01-01T00:00:00.001Z" channel="c1" extra.talkjs:attachmentToken="t""#,
        ),
        (
            r#"[[],[{"id":"msg_1","conversationId":"c2","senderId":null,"text":"joined","type":"SystemMessage","createdAt":1,"attachment":null,"readBy":[],"custom":{}}]]"#,
            r#"message id="msg_1" channel="c2" text="joined" system=true sent_at="1970-01-01T00:00:00.001Z""#,
        ),
        (
            r#"{"data":[{"id":"msg_2","conversationId":"c2","senderId":"ann","text":"f","type":"UserMessage","createdAt":1,"editedAt":2,
                "attachment":{"url":"https://x/f.png","size":9,"dimensions":{"width":1}},"referencedMessageId":"msg_1","location":[1,2]}]}"#,
            r#"message id="msg_2" channel="c2" sender="ann" text="f" sent_at="1970-01-01T00:00:00.001Z" edited_at="1970-01-01T00:00:00.002Z" attachments=[{"url":"https://x/f.png","size":9,"source_extra":{"talkjs:dimensions":{"width":1}}}] quoted="msg_1" extra.talkjs:location=[1,2]"#,
        ),
        // As we have written it: the system's, whose user has but lent a voice.
        (
            r#"[{"text":"x y","sender":"migration-system","custom":{"source_system":"true","source_text":"","source_id":"m","source_attachments":"[{\"url\":\"y\"}]"}}]"#,
            r#"message system=true id="m" attachments=[{"url":"y"}] channel="c1""#,
        ),
    ] {
        assert_eq!(of(Resource::Messages, text), [expected], "{text}");
    }
    let text = r#"[{"sender":{"id":"ann","name":"Ann"},"text":"hi"}]"#;
    assert_eq!(
        of(Resource::Messages, text),
        [r#"user? id="ann" name="Ann""#, r#"message sender="ann" text="hi" channel="c1""#]
    );
    let homeless =
        lines(Text { words: r#"[{"text":"hi","sender":"ann"}]"#, resource: Some(Resource::Messages), channel: None });
    assert_eq!(homeless, ["unreadable message: nothing says which conversation it belongs to (--channel does)"]);
}

#[test]
fn requests() {
    for (text, expected) in [
        (
            r#"{"method":"PUT","path":"/v1/{appId}/users","body":{"data":{"name":"D"},"bob":{"name":"B"}}}"#,
            vec![r#"user id="data" name="D""#, r#"user id="bob" name="B""#],
        ),
        (r#"{"method":"PUT","path":"/v1/t/users/a%2Fb","body":{"name":"A"}}"#, vec![r#"user id="a/b" name="A""#]),
        (
            r#"{"method":"PUT","path":"https://api.talkjs.com/v1/t/conversations/c%201","body":{"participants":["ann"]}}"#,
            vec![r#"channel id="c 1" kind="group""#, r#"member channel="c 1" user="ann""#],
        ),
        (
            r#"{"method":"PATCH","path":"/v1/t/conversations/c1/participants/ann","body":{"access":"None"}}"#,
            vec![r#"member? channel="c1" user="ann" access="None""#],
        ),
        (
            r#"{"method":"POST","path":"/v1/t/import/conversations/c1/messages","body":[{"text":"1","sender":"ann"},{"text":"2","sender":"ann"}]}"#,
            vec![r#"message channel="c1" text="1" sender="ann""#, r#"message channel="c1" text="2" sender="ann""#],
        ),
        (
            r#"{"method":"POST","path":"/v1/t/conversations/c1/messages","body":[{"text":"1","type":"SystemMessage","idempotencyKey":"k"}]}"#,
            vec![r#"message channel="c1" text="1" system=true id="k""#],
        ),
        (
            r#"{"method":"POST","path":"/v1/t/batch","body":[[1,"PUT","/users/ann",{"name":"A"}],[2,"GET","/users"],[3,"POST","/batch",[]]]}"#,
            vec![
                r#"user id="ann" name="A""#,
                "unreadable other: it is no call: it lacks its method, its path or its body",
                "unreadable other: a batch cannot hold another one",
            ],
        ),
        (r#"{"method":"GET","path":"/v1/t/users"}"#, vec!["left other./v1/t/users"]),
        (
            r#"{"method":"DELETE","path":"/v1/t/conversations/c1"}"#,
            vec!["unreadable other: the request imports nothing: DELETE /v1/t/conversations/c1"],
        ),
        (r#"{"method":"PUT","path":"/v2/x","body":{}}"#, vec!["unreadable other: no such request is known: PUT /v2/x"]),
        (r#"{"method":"PUT","path":"/v1/t/users"}"#, vec!["unreadable other: the request has no body"]),
        ("[]", vec!["unreadable other: it is no request: it has no method or no path"]),
    ] {
        assert_eq!(of(Resource::Requests, text), expected, "{text}");
    }
}

#[test]
fn rows_tell_what_they_are_where_nobody_says() {
    for (text, expected) in [
        (r#"{"ann":{"name":"Ann","photoUrl":"u","welcomeMessage":"w"}}"#, "user"),
        (r#"{"c1":{"participants":["ann"],"subject":"s"}}"#, "channel"),
        (r#"[{"text":"a","sender":"ann","timestamp":1,"readBy":[],"type":"UserMessage"}]"#, "message"),
    ] {
        let lines = lines(Text { words: text, resource: None, channel: Some("c1") });
        assert!(lines[0].starts_with(expected), "{lines:?}");
    }
}
