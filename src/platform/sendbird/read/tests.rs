//! What documents hold, as lines of text: one a record.

use crate::convert::options::ConvertOptions;
use crate::convert::park::to_json;
use crate::convert::reader::Given;
use crate::convert::tree::Tree;
use crate::convert::trial::{Text, given};
use crate::history::Record;
use crate::options::{Platform, Resource};

/// A record in short: `user id="ann" name="Ann" ~plan="pro" +sendbird:is_bot=true`.
pub(in crate::platform::sendbird) fn show(record: &Record) -> String {
    let mut shown = record.kind.name().to_owned();
    if record.partial {
        shown.push('?');
    }
    for (field, value) in &record.fields {
        shown.extend([" ", field.name(), "=", &to_json(value)]);
    }
    for (mark, list) in [("~", &record.custom), ("+", &record.extra)] {
        for (name, json) in list {
            shown.extend([" ", mark, name, "=", json]);
        }
    }
    shown
}

/// All that is read of a document.
pub(in crate::platform::sendbird) fn read_as(
    text: &str,
    resource: Option<Resource>,
    channel: Option<&str>,
) -> Vec<String> {
    let document = Text { words: text, resource, channel };
    let shown = |given: &Given| match given {
        Given::Record(record) => show(record),
        Given::Unreadable { kind, why, .. } => format!("unreadable {}: {why}", kind.name()),
        Given::Left { kind, field, why, .. } => format!("left {} {field}: {why}", kind.name()),
    };
    given(Platform::Sendbird, &ConvertOptions::new(Platform::Stream), &[document]).iter().map(shown).collect()
}

fn read(text: &str) -> Vec<String> {
    read_as(text, None, None)
}

#[test]
fn users() {
    for (text, shown) in [
        (
            r#"{"user_id":"ann","nickname":"Ann","profile_url":"https://e.com/a.png","metadata":{"plan":"pro","n":""},"discovery_keys":["k"],"issue_access_token":false}"#,
            r#"user id="ann" name="Ann" image="https://e.com/a.png" ~plan="pro" ~n="" +sendbird:discovery_keys=["k"]"#,
        ),
        // What was parked.
        (
            r#"{"user_id":"ann","nickname":"","profile_url":"","metadata":{"source":"{\"role\":\"admin\",\"created_at\":\"2024-01-01T00:00:00Z\",\"custom\":{\"a,b\":1},\"extra\":{\"x\":[2]},\"odd\":3}"}}"#,
            r#"user id="ann" role="admin" created_at="2024-01-01T00:00:00Z" ~a,b=1 ~source_odd=3 +x=[2]"#,
        ),
        // An app's own entry of that name.
        (
            r#"{"user_id":"ann","nickname":"","profile_url":"","metadata":{"source":"ads"}}"#,
            r#"user id="ann" ~source="ads""#,
        ),
    ] {
        assert_eq!(read_as(text, Some(Resource::Users), None), [shown], "{text}");
    }
}

#[test]
fn users_in_lists_and_by_line() {
    let two = [r#"user id="a""#, r#"user id="b""#];
    for text in [
        r#"[{"user_id":"a","nickname":""},{"user_id":"b"}]"#,
        "{\"user_id\":\"a\"}\n{\"user_id\":\"b\"}\n",
        r#"{"users":[{"user_id":"a","is_active":true},{"user_id":"b","is_active":true}],"next":"x"}"#,
        "{\"users\":[{\"user_id\":\"a\"}],\"next\":\"\"}\n{\"users\":[{\"user_id\":\"b\"}],\"next\":\"\"}\n",
        r#"{"active_users":[{"user_id":"a"},{"user_id":"b"}]}"#,
    ] {
        assert_eq!(read_as(text, Some(Resource::Users), None), two, "{text}");
    }
}

#[test]
fn exported_users_keep_their_secrets() {
    let shown = read(
        r#"{"active_users":[{"has_ever_logged_in":true,"user_id":"ann","is_active":false,"profile_url":"","metadata":{},"last_seen_at":"2025-01-14 11:53:23+0000","nickname":"Ann","access_token":"s3cret","session_tokens":[{"t":1}],"created_at":1736855603,"preferred_languages":["ko","en"],"phone_number":"+1"},{"user_id":"ben","last_seen_at":"1969-12-31 23:59:59+0000","access_token":"","session_tokens":[]},{"user_id":"cid","last_seen_at":"1970-01-01 08:59:59+0900"},{"user_id":"dan","last_seen_at":1736855618748,"created_at":1736855603},{"user_id":"eve","last_seen_at":-1}]}"#,
    );
    assert_eq!(
        shown,
        [
            "left user has_ever_logged_in: it follows from the rest, or the platform keeps it by itself",
            "left user access_token: it is a secret of the old application",
            "left user session_tokens: it is a secret of the old application",
            r#"user id="ann" deactivated=true last_active_at="2025-01-14T11:53:23Z" name="Ann" created_at="2025-01-14T11:53:23Z" language="ko" phones=["+1"] +sendbird:preferred_languages=["ko","en"]"#,
            r#"user id="ben""#,
            r#"user id="cid""#,
            r#"user id="dan" last_active_at="2025-01-14T11:53:38.748Z" created_at="2025-01-14T11:53:23Z""#,
            r#"user id="eve""#,
        ]
    );
}

#[test]
fn channels() {
    for (text, shown) in [
        (
            r#"{"channel_url":"room_1","name":"Room","user_ids":["ann","ben"],"operator_ids":["ann"],"cover_url":"https://e.com/c","custom_type":"t","data":"{\"a\": [1, 2]}","is_distinct":false,"invitation_status":{"ann":"joined","ben":"invited_by_friend"},"hidden_status":{"ann":"hidden_allow_auto_unhide","ben":"unhidden"}}"#,
            vec![
                r#"channel id="room_1" kind="group" name="Room" image="https://e.com/c" custom_type="t" ~a=[1,2]"#,
                r#"member user="ann" role="operator" hidden=true channel="room_1""#,
                r#"member user="ben" invited=true channel="room_1" +sendbird:invitation_status="invited_by_friend""#,
            ],
        ),
        (
            r#"{"channel_url":"pair","users":[{"user_id":"a"},"b"],"is_distinct":true,"data":"plain"}"#,
            vec![
                r#"channel id="pair" kind="direct" ~data="plain""#,
                r#"member user="a" channel="pair""#,
                r#"member user="b" channel="pair""#,
            ],
        ),
        (
            r#"{"channel_url":"hall","is_public":true,"access_code":"x","user_ids":[]}"#,
            vec![r#"channel id="hall" kind="open" password="x" +sendbird:is_public=true"#],
        ),
        (
            r#"{"channel_url":"lobby","is_dynamic_partitioned":true}"#,
            vec![r#"channel id="lobby" kind="open" +sendbird:is_dynamic_partitioned=true"#],
        ),
        (r#"{"name":"x","user_ids":["a"]}"#, vec!["unreadable channel: it has no channel_url"]),
        // What was parked.
        (
            r#"{"channel_url":"room","user_ids":["a","b","c"],"operator_ids":["a","b"],"data":"{\"source_kind\":\"direct\",\"source_roles\":{\"owner\":[\"a\"],\"\":[\"b\"]},\"source_added\":[\"c\"]}"}"#,
            vec![
                r#"channel id="room" kind="direct""#,
                r#"member user="a" role="owner" channel="room""#,
                r#"member user="b" channel="room""#,
            ],
        ),
    ] {
        assert_eq!(read_as(text, Some(Resource::Channels), None), shown, "{text}");
    }
}

#[test]
fn exported_channels_with_their_members() {
    let shown = read(
        r#"{"group_channels":[{"name":"Room","channel_url":"r","cover_url":"","created_at":1736855603,"max_length_message":5000,"custom_type":"","is_distinct":true,"data":"","member_count":2,"joined_member_count":2,"is_access_code_required":false,"is_super":false,"freeze":true,"message_survival_seconds":-1,"members":[{"name":"Ann","user_id":"ann","is_active":true,"image":"https://e.com/a","is_bot":false},{"name":"","nickname":"Ben","user_id":"ben","is_active":false,"state":"invited","role":"operator","push_trigger_option":"off"}],"read_receipt":{"ann":1736855618748},"created_by":{"user_id":"cid","nickname":"Cid"},"sms_fallback_exclude_user_ids":[],"metadata":{"k":"v"},"last_message":{"message_id":1}}]}"#,
    );
    assert_eq!(
        shown,
        [
            "left channel max_length_message: it is a setting of the application",
            "left channel member_count: it follows from the rest, or the platform keeps it by itself",
            "left channel joined_member_count: it follows from the rest, or the platform keeps it by itself",
            r#"user? name="Ann" id="ann" image="https://e.com/a""#,
            r#"user? name="Ben" id="ben" deactivated=true"#,
            r#"user? id="cid" name="Cid""#,
            r#"channel id="r" kind="direct" name="Room" created_at="2025-01-14T11:53:23Z" frozen=true created_by="cid" +sendbird:metadata={"k":"v"}"#,
            r#"member user="ann" last_read_at="2025-01-14T11:53:38.748Z" channel="r""#,
            r#"member user="ben" invited=true role="operator" notify=false channel="r""#,
        ]
    );
    assert_eq!(
        read(r#"{"open_channels":[{"channel_url":"o","operators":[{"user_id":"ann"}],"participant_count":0}]}"#),
        [r#"channel id="o" kind="open""#, r#"member user="ann" role="operator" channel="o""#]
    );
    assert_eq!(
        read(
            r#"{"channels":[{"channel_url":"o","max_length_message":0,"participant_count":0},{"channel_url":"g","is_distinct":false}],"next":"","ts":7}"#
        ),
        [r#"channel id="o" kind="open""#, r#"channel id="g" kind="group""#]
    );
}

#[test]
fn migrated_messages() {
    let text = r#"{"messages":[
        {"message_type":"MESG","user_id":"ann","message":"hi","timestamp":1709269200001,"dedup_id":"m1","custom_type":"t","data":"{\"k\":1,\"source_reply_to\":\"m0\"}","mentioned_user_ids":["ben"],"sorted_metaarray":[{"key":"tags","value":["x"]},{"key":"other","value":["y","z"]}]},
        {"message_type":"FILE","user_id":"ann","url":"https://e.com/a.png","file_name":"a.png","file_size":12,"file_type":"image/png","thumbnails":["https://e.com/t.png"],"timestamp":1,"custom_field":"{\"c\":true,\"source_attachment\":[{\"type\":\"gif\",\"source_custom\":{\"w\":3}}]}","require_auth":true},
        {"message_type":"FILE","user_id":"ann","url":"https://e.com/b","thumbnails":[{"url":"https://e.com/u","width":3}],"timestamp":1,"custom_field":"{\"source_attachments\":[{\"type\":\"giphy\"}]}"},
        {"message_type":"ADMM","message":"hello","timestamp":1709269200,"is_silent":true},
        7],"update_read_ts":true}"#;
    assert_eq!(
        read_as(text, None, Some("room")),
        [
            r#"message channel="room" sender="ann" text="hi" sent_at="2024-03-01T05:00:00.001Z" id="m1" custom_type="t" reply_to="m0" mentions=["ben"] tags=["x"] ~k=1 ~sorted_metaarray=[{"key":"other","value":["y","z"]}]"#,
            r#"message channel="room" sender="ann" sent_at="1970-01-01T00:00:00.001Z" attachments=[{"url":"https://e.com/a.png","name":"a.png","size":12,"media_type":"image/png","type":"gif","thumbnail":"https://e.com/t.png","source_custom":{"w":3},"source_extra":{"sendbird:require_auth":true}}] ~c=true"#,
            r#"message channel="room" sender="ann" sent_at="1970-01-01T00:00:00.001Z" attachments=[{"url":"https://e.com/b","thumbnail":"https://e.com/u","source_extra":{"sendbird:thumbnails":[{"url":"https://e.com/u","width":3}]}},{"type":"giphy"}]"#,
            "unreadable message: it is no object",
            "left other update_read_ts: it is about the call, not about what it made",
            r#"message channel="room" system=true text="hello" sent_at="1970-01-20T18:47:49.200Z" silent=true"#,
        ]
    );
    assert_eq!(
        read_as(r#"{"messages":[{"message_type":"ADMM","message":"hello","timestamp":1}]}"#, None, None),
        ["unreadable message: it is not known of which channel: name it"]
    );
}

#[test]
fn exported_messages() {
    let text = r#"{"messages":[{"type":"FILE","message_id":11,"message":"","custom_type":"","created_at":1736855618748,"channel_url":"r","updated_at":1736855618999,"mentioned_users":[{"user_id":"ben","nickname":"Ben"}],"mention_type":"channel","is_removed":true,"req_id":"rq-1","data":"x","file":{"url":"https://file-1.sendbird.com/a","name":"a","type":"text/plain","size":3,"data":""},"user":{"user_id":"ann","nickname":"Ann","profile_url":"","metadata":{}},"message_survival_seconds":-1,"silent":false,"translations":{"ko":"ㅎ"},"parent_message_id":10,"reactions":[{"key":"smile","user_ids":["ann","ben"],"updated_at":1736855618748}]},
        {"type":"MESG","message_id":12,"message":"again","created_at":1736855618749,"channel_url":"r","channel_type":"open","user":{"user_id":"ann","nickname":"Ann"},"file":{},"parent_message_id":0,"thread_info":{},"files":[{"url":"https://e.com/1"},{"url":"https://e.com/2"}]},
        {"type":"ADMM","message_id":13,"message":"joined","created_at":1736855618750,"channel_url":"r"}],"channel":{"channel_url":"r","name":"R","members":[]}}"#;
    assert_eq!(
        read(text),
        [
            r#"user? id="ben" name="Ben""#,
            "left message req_id: it is about the call, not about what it made",
            r#"user? id="ann" name="Ann""#,
            r#"reaction channel="r" message="11" user="ann" type="smile" updated_at="2025-01-14T11:53:38.748Z""#,
            r#"reaction channel="r" message="11" user="ben" type="smile" updated_at="2025-01-14T11:53:38.748Z""#,
            r#"channel? id="r" kind="open""#,
            r#"message channel="r" id="11" sent_at="2025-01-14T11:53:38.748Z" edited_at="2025-01-14T11:53:38.999Z" mentions=["ben"] deleted=true sender="ann" reply_to="10" attachments=[{"url":"https://file-1.sendbird.com/a","name":"a","media_type":"text/plain","type":"file","size":3}] ~data="x" +sendbird:mention_type="channel" +sendbird:translations={"ko":"ㅎ"}"#,
            r#"message channel="r" id="12" text="again" sent_at="2025-01-14T11:53:38.749Z" sender="ann" attachments=[{"url":"https://e.com/1"},{"url":"https://e.com/2"}]"#,
            r#"channel id="r" kind="group" name="R""#,
            r#"message channel="r" system=true id="13" text="joined" sent_at="2025-01-14T11:53:38.750Z""#,
        ]
    );
}

#[test]
fn the_bulk_format() {
    let text = r#"[{"channel":{"channel_url":"r","created_at":1500000000,"members":[{"user_id":"a","last_read_ts":1500000000123,"is_hidden":true}]},"messages":[{"user_id":"a","message":"x","dedup_id":"1","ts":1500000000123},{"user_id":"a","type":"FILE","url":"https://e.com/f","file_name":"f","dedup_id":"2","ts":1500000000124}]},{"channel":{"channel_url":"s","is_distinct":false},"messages":[{"user_id":"a","message":"y","dedup_id":"3","ts":1500000000125}]}]"#;
    assert_eq!(
        read(text),
        [
            r#"channel id="r" kind="direct" created_at="2017-07-14T02:40:00Z""#,
            r#"member user="a" last_read_at="2017-07-14T02:40:00.123Z" hidden=true channel="r""#,
            r#"message channel="r" sender="a" text="x" id="1" sent_at="2017-07-14T02:40:00.123Z""#,
            r#"channel id="s" kind="group""#,
            r#"message channel="r" sender="a" id="2" sent_at="2017-07-14T02:40:00.124Z" attachments=[{"url":"https://e.com/f","name":"f"}]"#,
            r#"message channel="s" sender="a" text="y" id="3" sent_at="2017-07-14T02:40:00.125Z""#,
        ]
    );
}

#[test]
fn requests() {
    let lines = [
        r#"{"method":"POST","path":"/v3/users","body":{"user_id":"a b","nickname":"A","profile_url":""}}"#,
        r#"{"method":"POST","path":"https://api-1.sendbird.com/v3/group_channels","body":{"channel_url":"r","user_ids":["a b"],"strict":true,"data":"{\"source_added\":[\"d\"]}"}}"#,
        r#"{"method":"POST","path":"/v3/group_channels/r/invite","body":{"user_ids":["c","d"]}}"#,
        r#"{"method":"POST","path":"/v3/group_channels/r/metadata","body":{"metadata":{"k":"v"}}}"#,
        r#"{"method":"POST","path":"/v3/open_channels","body":{"channel_url":"o"}}"#,
        r#"{"method":"POST","path":"/v3/migration/o","body":{"messages":[{"message_type":"MESG","user_id":"a b","message":"x","timestamp":5}]}}"#,
        r#"{"method":"PUT","path":"/v3/users/a%20b","body":{"is_active":false,"leave_all_when_deactivated":false,"last_seen_at":1700000000000}}"#,
        r#"{"method":"POST","path":"/v3/users/a%20b/metadata","body":{"metadata":{"k":"v"}}}"#,
        r#"{"method":"PUT","path":"/v3/open_channels/o/freeze","body":{"freeze":true}}"#,
        r#"{"method":"PUT","path":"/v3/group_channels/r/hide","body":{"user_id":"c","allow_auto_unhide":false}}"#,
        r#"{"method":"DELETE","path":"/v3/users/c","body":{}}"#,
        r#"{"method":"PUT","path":"/v3/users/c"}"#,
    ];
    assert_eq!(
        read(&lines.join("\n")),
        [
            r#"user id="a b" name="A""#,
            r#"channel id="r" kind="group""#,
            r#"member user="a b" channel="r""#,
            r#"member user="c" channel="r""#,
            r#"channel? id="r" +sendbird:metadata={"k":"v"}"#,
            r#"channel id="o" kind="open""#,
            r#"user? id="a b" deactivated=true last_active_at="2023-11-14T22:13:20Z""#,
            r#"user? id="a b" ~k="v""#,
            r#"channel? id="o" kind="open" frozen=true"#,
            r#"member user="c" hidden=true channel="r" +sendbird:hidden_status="hidden_prevent_auto_unhide""#,
            "unreadable other: nothing is known of DELETE /v3/users/c",
            "unreadable other: the request has no body that is an object",
            r#"message channel="o" sender="a b" text="x" sent_at="1970-01-01T00:00:00.005Z""#,
        ]
    );
}

#[test]
fn files_that_were_one_message_are_one_again() {
    let message = |kind: &str, id: &str, more: &str| {
        format!(r#"{{"message_type":"{kind}","user_id":"a","timestamp":5,"dedup_id":"{id}",{more}}}"#)
    };
    let line = |messages: &[String]| {
        format!(r#"{{"method":"POST","path":"/v3/migration/r","body":{{"messages":[{}]}}}}"#, messages.join(","))
    };
    let file = |id: &str| message("FILE", id, &format!(r#""url":"https://e.com/{id}""#));
    let text = |id: &str| message("MESG", id, r#""message":"x""#);
    let ids = |lines: &[String]| -> Vec<String> {
        let shown = read(&lines.join("\n"));
        shown
            .iter()
            .map(|line| format!("{}{}", line.matches(" id=").count(), line.matches("\"url\"").count()))
            .collect()
    };
    // Across requests, too.
    assert_eq!(ids(&[line(&[text("m"), file("m-1")]), line(&[file("m-2"), text("n")])]), ["12", "10"]);
    assert_eq!(ids(&[line(&[file("m"), file("m-1")])]), ["12"]);
    // Out of order, with a text, of another message.
    assert_eq!(ids(&[line(&[text("m"), file("m-2")])]), ["10", "11"]);
    assert_eq!(ids(&[line(&[text("m"), text("m-1")])]), ["10", "10"]);
    assert_eq!(ids(&[line(&[text("n"), file("m-1")])]), ["10", "11"]);
}

#[test]
fn texts_of_data_come_back_as_they_are() {
    use super::data;
    use crate::finding::Position;
    use crate::history::Kind;
    for (text, entries) in [
        ("plain", 1),
        ("[1, 2]", 1),
        ("{not JSON", 1),
        (r#"{"a":1,"b":"x"}"#, 2),
        (r#"{"data":"plain"}"#, 1),
        (r#"{"data":"{\"a\":1}"}"#, 1),
        (r#"{"data":"{\"data\":\"plain\"}"}"#, 1),
        (r#"{"data":""}"#, 1),
        (r#"{"data":7}"#, 1),
    ] {
        let mut quoted = String::new();
        crate::convert::park::push_text(&mut quoted, text);
        let mut record = Record::new(Kind::Message, Position::default());
        let mut tree = Tree::default();
        data::read(&mut record, tree.parse(quoted.as_bytes()).unwrap(), &mut |_, _, _| false);
        assert_eq!(record.custom.len(), entries, "{text}");
        assert_eq!(data::write(&record.custom).as_deref(), Some(text));
    }
    // And the other way: whatever an app has called so on another platform.
    for json in [r#""plain""#, r#""{\"a\":1}""#, r#""{\"data\":\"x\"}""#, r#""""#, "7", "null", r#""[1]""#] {
        let entries = vec![("data".into(), json.into())];
        let mut quoted = String::new();
        crate::convert::park::push_text(&mut quoted, &data::write(&entries).unwrap());
        let mut record = Record::new(Kind::Message, Position::default());
        data::read(&mut record, Tree::default().parse(quoted.as_bytes()).unwrap(), &mut |_, _, _| false);
        assert_eq!(record.custom, entries);
    }
}
