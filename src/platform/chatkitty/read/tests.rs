use crate::convert::options::ConvertOptions;
use crate::convert::trial::{Text, read};
use crate::options::{Platform, Resource};

fn options() -> ConvertOptions {
    let mut options = ConvertOptions::new(Platform::Stream);
    options.channel_ids = vec![("town".to_owned(), "9007199254740993".to_owned()), ("duo".to_owned(), "12".to_owned())];
    options
}

fn of(resource: Resource, text: &str) -> Vec<String> {
    let channel = (resource == Resource::Members).then_some("12");
    read(Platform::ChatKitty, &options(), &[Text { words: text, resource: Some(resource), channel }])
}

#[test]
fn users() {
    for (text, expected) in [
        (
            r#"[{"name":"ann","displayName":"Ann","isGuest":false,"properties":{"n":42,"none":null},"idempotencyKey":"ann"}]"#,
            r#"user id="ann" name="Ann" custom.n=42 custom.none=null"#,
        ),
        (
            r#"[{"name":"ann","display_name":"Ann","guest":true,"properties":{},"idempotency_key":"k1"}]"#,
            r#"user id="ann" name="Ann" guest=true extra.chatkitty:idempotencyKey="k1""#,
        ),
        // A mix of the dialects, and what stands in no table.
        (
            r#"[{"displayName":"Ann","is_guest":true,"name":"ann","id":"legacy","odd":[1],"properties":[1]}]"#,
            r#"user id="ann" name="Ann" guest=true extra.chatkitty:idempotencyKey="legacy" extra.chatkitty:odd=[1] extra.chatkitty:properties=[1]"#,
        ),
        (
            r#"[{"name":"ann","display_picture":{"url":"https://x/a.png","name":"a.png","content_type":"image/png","size":1}}]"#,
            r#"user id="ann" image="https://x/a.png" extra.chatkitty:displayPicture={"url":"https://x/a.png","name":"a.png","content_type":"image/png","size":1}"#,
        ),
        (
            r#"[{"name":"ann","properties":{"source_created_at":"2020-01-01T00:00:00Z","source_emails":["a@x"]}}]"#,
            r#"user id="ann" created_at="2020-01-01T00:00:00Z" emails=["a@x"]"#,
        ),
        ("[\"ann\"]", "unreadable user: it is no object"),
    ] {
        assert_eq!(of(Resource::Users, text), [expected], "{text}");
    }
    let page = r#"{"_embedded":{"users":[{"id":7,"type":"PERSON","name":"ann","displayName":"Ann","displayPictureUrl":"u","presence":{"online":true},"properties":{},"_links":{}}]},"_links":{"self":{}},"page":{"size":25},"more":1}"#;
    assert_eq!(
        of(Resource::Users, page),
        ["left user.id", "left user.presence", r#"user id="ann" name="Ann" image="u""#, "left other.more"]
    );
}

#[test]
fn channels() {
    for (text, expected) in [
        (
            r#"[{"type":"PUBLIC","name":"town","displayName":"Town","creator":"ann","members":["bob"],"properties":{"a":{"b":1}},"idempotencyKey":"k"}]"#,
            vec![
                r#"channel id="town" kind="open" name="Town" created_by="ann" custom.a={"b":1} extra.chatkitty:idempotencyKey="k""#,
                r#"member channel="town" user="bob""#,
            ],
        ),
        (
            r#"[{"type":"DIRECT","members":["bob","ann"],"idempotency_key":"duo","creator":"cid"}]"#,
            vec![
                r#"channel id="duo" kind="direct" created_by="cid""#,
                r#"member channel="duo" user="bob""#,
                r#"member channel="duo" user="ann""#,
                r#"member channel="duo" user="cid""#,
            ],
        ),
        (
            r#"[{"type":"DIRECT","members":["bob","ann"]}]"#,
            vec![
                r#"channel id="direct-ann-bob" kind="direct""#,
                r#"member channel="direct-ann-bob" user="bob""#,
                r#"member channel="direct-ann-bob" user="ann""#,
            ],
        ),
        (
            r#"[{"type":"PRIVATE","members":[],"properties":{"source_kind":"direct","source_image":"i"}},{"type":"OPEN","name":"o"}]"#,
            vec![
                r#"channel id="channel-0-0" kind="direct" image="i""#,
                r#"channel id="o" kind="group" extra.chatkitty:type="OPEN""#,
            ],
        ),
    ] {
        assert_eq!(of(Resource::Channels, text), expected, "{text}");
    }
    let page = r#"{"_embedded":{"channels":[{"id":12,"type":"DIRECT","members":[{"id":1,"name":"ann","displayName":"Ann"}],"createdTime":"2020-01-01T00:00:00Z","creator":{"name":"ann"},"lastReceivedMessage":{"id":3}}]}}"#;
    assert_eq!(
        of(Resource::Channels, page),
        [
            "left user.id",
            r#"user? id="ann" name="Ann""#,
            r#"user? id="ann""#,
            "left channel.id",
            "left channel.lastReceivedMessage",
            r#"channel id="duo" kind="direct" created_at="2020-01-01T00:00:00Z" created_by="ann""#,
            r#"member channel="duo" user="ann""#,
        ]
    );
}

#[test]
fn members() {
    for (text, expected) in [
        (r#"[{"username":"ann"}]"#, vec![r#"member channel="duo" user="ann""#]),
        (
            r#"[{"username":"ann","idempotencyKey":"k"}]"#,
            vec![r#"member channel="duo" user="ann" extra.chatkitty:idempotencyKey="k""#],
        ),
        (
            r#"{"_embedded":{"memberships":[{"name":"ann","displayName":"Ann"},{"user":{"name":"bob"},"role":"x"}]}}"#,
            vec![
                r#"user? id="ann" name="Ann""#,
                r#"member channel="duo" user="ann""#,
                r#"user? id="bob""#,
                r#"member channel="duo" user="bob" extra.chatkitty:role="x""#,
            ],
        ),
    ] {
        assert_eq!(of(Resource::Members, text), expected, "{text}");
    }
    let homeless = Text { words: r#"[{"username":"ann"}]"#, resource: Some(Resource::Members), channel: None };
    let lines = read(Platform::ChatKitty, &options(), &[homeless]);
    assert_eq!(lines, ["unreadable member: nothing says which channel it is a member of (--channel does)"]);
}

#[test]
fn messages() {
    for (text, expected) in [
        (
            r#"[{"type":"TEXT","channelId":9007199254740993,"user":"ann","body":"hi","groupTag":"g","properties":{"k":1},"idempotencyKey":"m1"}]"#,
            vec![r#"message channel="town" id="m1" sender="ann" text="hi" group_tag="g" custom.k=1"#],
        ),
        (
            r#"[{"type":"SYSTEM_TEXT","channel_id":12,"body":"hi","properties":{"source_sent_at":"2020-01-01T00:00:00Z","source_text":"","source_attachments":[{"url":"u"}]}}]"#,
            vec![r#"message channel="duo" system=true sent_at="2020-01-01T00:00:00Z" attachments=[{"url":"u"}]"#],
        ),
        (
            r#"[{"type":"TEXT","channelId":12,"user":"ann","body":"a","properties":{"originalCreatedAt":1577836800000}}]"#,
            vec![
                r#"message channel="duo" sender="ann" text="a" sent_at="2020-01-01T00:00:00Z" custom.originalCreatedAt=1577836800000"#,
            ],
        ),
        (
            r#"{"_embedded":{"messages":[{"id":5,"type":"FILE","channelId":12,"user":{"name":"ann"},"file":{"type":"HOSTED","url":"u","name":"n","contentType":"image/png","size":3},
                "createdTime":"2020-01-01T00:00:00Z","lastEditedTime":"2020-01-02T00:00:00Z","nestedLevel":0,"links":[],"properties":{},
                "reactions":[{"emoji":{"character":"👍","aliases":["thumbsup"]},"users":[{"name":"bob"}],"count":1}]}]}}"#,
            vec![
                r#"user? id="ann""#,
                "left message.nestedLevel",
                "left message.links",
                r#"message channel="duo" id="5" sender="ann" attachments=[{"url":"u","name":"n","media_type":"image/png","type":"image","size":3,"source_extra":{"chatkitty:type":"HOSTED"}}] sent_at="2020-01-01T00:00:00Z" edited_at="2020-01-02T00:00:00Z""#,
                r#"user? id="bob""#,
                r#"reaction channel="duo" message="5" user="bob" type="👍" name="thumbsup""#,
            ],
        ),
        (
            r#"[{"type":"TEXT","channelId":13,"user":"ann","body":"hi"}]"#,
            vec!["unreadable message: nobody knows the name of the channel with the number 13 (--channel-ids says it)"],
        ),
        (
            r#"[{"type":"TEXT","user":"ann","body":"hi"}]"#,
            vec!["unreadable message: it does not say which channel it belongs to (--channel does)"],
        ),
        (
            r#"[{"type":"TEXT","channelId":"12","user":"ann","body":"hi"}]"#,
            vec![r#"message channel="duo" sender="ann" text="hi""#],
        ),
    ] {
        assert_eq!(of(Resource::Messages, text), expected, "{text}");
    }
}

#[test]
fn numbers_are_kept_exactly_or_learnt_from_lists_of_channels() {
    let message = r#"[{"type":"TEXT","channelId":9007199254740995,"user":"ann","body":"hi"}]"#;
    let mut keep = options();
    keep.keep_unknown_channels = true;
    assert_eq!(
        read(Platform::ChatKitty, &keep, &[message.into()]),
        [r#"message channel="9007199254740995" sender="ann" text="hi""#]
    );
    let channels =
        r#"{"_embedded":{"channels":[{"id":9007199254740995,"type":"PUBLIC","name":"square","properties":{}}]}}"#;
    let lines = read(Platform::ChatKitty, &options(), &[channels.into(), message.into()]);
    assert_eq!(
        lines[1..],
        [r#"channel id="square" kind="open""#, r#"message channel="square" sender="ann" text="hi""#]
    );
}

#[test]
fn rows_tell_what_they_are_where_nobody_says() {
    for (text, expected) in [
        (r#"[{"name":"ann","displayName":"Ann","isGuest":true,"properties":{}}]"#, "user"),
        (r#"[{"type":"PUBLIC","name":"c","members":[]}]"#, "channel"),
        (r#"[{"type":"TEXT","channelId":12,"body":"x","user":"ann"}]"#, "message"),
    ] {
        let lines = read(Platform::ChatKitty, &options(), &[text.into()]);
        assert!(lines[0].starts_with(expected), "{lines:?}");
    }
}
