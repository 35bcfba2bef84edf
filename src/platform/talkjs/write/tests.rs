use crate::convert::options::{ConvertOptions, Treatment};
use crate::convert::trial::{Text, Written, write};
use crate::options::{Platform, Resource};

fn options() -> ConvertOptions {
    ConvertOptions::new(Platform::TalkJs)
}

/// Written from what TalkJS gives out and takes.
fn requests(options: ConvertOptions, text: &str) -> Written {
    write(options, &[Text { words: text, resource: Some(Resource::Requests), channel: None }])
}

const CONVERSATION: &str = r#"{"method":"PUT","path":"/v1/t/conversations/c","body":{"participants":["ann","bob"]}}"#;

fn messages(bodies: &str) -> String {
    [
        r#"{"method":"PUT","path":"/v1/t/users","body":{"ann":{"name":"Ann"},"bob":{"name":"Bob"}}}"#,
        CONVERSATION,
        &[r#"{"method":"POST","path":"/v1/t/import/conversations/c/messages","body":["#, bodies, "]}"].concat(),
    ]
    .join("\n")
}

/// The body of the first messages of the conversation.
fn sent(written: &Written) -> String {
    let lines = written.file("requests.jsonl");
    let line = lines.iter().find(|line| line.contains("/import/")).unwrap();
    line.split_once("\"body\":").unwrap().1.strip_suffix('}').unwrap().to_owned()
}

#[test]
fn its_own_requests_come_out_as_they_went_in() {
    let text = include_str!("../../../../pkg-tests/convert/talkjs.requests.jsonl");
    let written = requests(options(), text);
    let mut there: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let back = written.file("requests.jsonl");
    let mut back: Vec<serde_json::Value> = back.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    for list in [&mut there, &mut back] {
        list.sort_by_key(|request| request["path"].as_str().unwrap().to_owned());
    }
    assert_eq!(there, back);
    assert_eq!(written.losses, Vec::<String>::new());
}

#[test]
fn users_go_by_hundreds() {
    let user = |number: usize| format!("\"u{number}\":{{\"name\":\"U\"}}");
    let users: Vec<String> = (0..201).map(user).collect();
    let text = ["{\"method\":\"PUT\",\"path\":\"/v1/t/users\",\"body\":{", &users.join(","), "}}"].concat();
    let written = requests(options(), &text);
    let counts: Vec<usize> =
        written.file("requests.jsonl").iter().map(|line| line.matches("\"name\"").count()).collect();
    assert_eq!(counts, [100, 100, 1]);
}

#[test]
fn a_user_has_a_name_and_texts_for_custom_data() {
    let users = r#"[{"id":"ann","email":"a@x","createdAt":1000,"photoUrl":"p","custom":{"n":{"a":1},"s":"\u0041"}}]"#;
    let written = write(options(), &[Text { words: users, resource: Some(Resource::Users), channel: None }]);
    assert_eq!(
        written.file("requests.jsonl"),
        [
            r#"{"method":"PUT","path":"/v1/{appId}/users","body":{"ann":{"name":"ann","email":["a@x"],"photoUrl":"p","custom":{"n":"{\"a\":1}","s":"\u0041","source_created_at":"1970-01-01T00:00:01Z"}}}}"#
        ]
    );
    assert_eq!(written.losses, ["parked user.created_at 1", "changed user.n 1", "changed user.name 1"]);
    let mut bare = options();
    bare.park = false;
    let written = write(bare, &[Text { words: users, resource: Some(Resource::Users), channel: None }]);
    assert!(!written.file("requests.jsonl")[0].contains("source_"));
    assert_eq!(written.losses[0], "lost user.created_at 1");
}

#[test]
fn own_values_go_back_only_if_they_are_good() {
    let text = r#"{"method":"PUT","path":"/v1/t/users","body":{"ann":{"name":"A","welcomeMessage":5,"pushTokens":{"x":true},"availabilityText":"away","odd":1,"headerPhotoUrl":"h"}}}"#;
    let written = requests(options(), text);
    assert_eq!(
        written.file("requests.jsonl"),
        [
            r#"{"method":"PUT","path":"/v1/{appId}/users","body":{"ann":{"name":"A","availabilityText":"away","odd":1,"custom":{"source_extra":"{\"talkjs:headerPhotoUrl\":\"h\",\"talkjs:welcomeMessage\":5,\"talkjs:pushTokens\":{\"x\":true}}"}}}}"#
        ]
    );
}

#[test]
fn participants_have_what_is_not_the_default_by_requests_of_their_own() {
    let conversations = r#"[{"id":"c/1","lastMessage":null,"participants":{"ann":{"access":"ReadWrite","notify":true},
        "bob":{"access":"Read","notify":true},"cid":{"access":"None","notify":false},"dan":{"access":"ReadWrite","notify":"MentionsOnly"},"eve":{"access":"Write","notify":1,"role":"x"}}}]"#;
    let written =
        write(options(), &[Text { words: conversations, resource: Some(Resource::Conversations), channel: None }]);
    assert_eq!(
        written.file("requests.jsonl")[1..],
        [
            r#"{"method":"PUT","path":"/v1/{appId}/conversations/c%2F1","body":{"participants":["ann","bob","cid","dan","eve"]}}"#,
            r#"{"method":"PUT","path":"/v1/{appId}/conversations/c%2F1/participants/bob","body":{"access":"Read"}}"#,
            r#"{"method":"PUT","path":"/v1/{appId}/conversations/c%2F1/participants/dan","body":{"notify":"MentionsOnly"}}"#,
            r#"{"method":"PATCH","path":"/v1/{appId}/conversations/c%2F1/participants/cid","body":{"access":"None","notify":false}}"#,
        ]
    );
    let members: Vec<_> = written.losses.iter().filter(|loss| loss.contains("member")).collect();
    assert_eq!(members, ["lost member.access 1", "lost member.notify 1", "lost member.talkjs:role 1"]);
}

#[test]
fn messages_go_by_tens_oldest_first() {
    let message = |number: usize| {
        format!(
            r#"{{"text":"{number}","sender":"ann","timestamp":{},"readBy":[],"type":"UserMessage"}}"#,
            9_000_000_000_000 - number
        )
    };
    let all: Vec<String> = (0..23).map(message).collect();
    let written = requests(options(), &messages(&all.join(",")));
    let lines = written.file("requests.jsonl");
    let lines: Vec<_> = lines.iter().filter(|line| line.contains("/import/")).collect();
    let counts: Vec<usize> = lines.iter().map(|line| line.matches("UserMessage").count()).collect();
    assert_eq!(counts, [10, 10, 3]);
    assert!(lines[0].contains(r#""body":[{"text":"22""#));
    assert!(lines[0].starts_with(r#"{"method":"POST","path":"/v1/{appId}/import/conversations/c/messages""#));
}

#[test]
fn the_system_speaks_only_if_it_is_told_to() {
    let text = messages(
        r#"{"text":"joined","type":"SystemMessage","timestamp":1},{"text":"?","type":"SystemMessage","timestamp":2,"sender":"ann"}"#,
    );
    let written = requests(options(), &text);
    assert!(!written.file("requests.jsonl").iter().any(|line| line.contains("/import/")));
    assert_eq!(written.losses, ["lost message. 2"]);
    let mut keep = options();
    keep.system_messages = Treatment::Keep;
    let written = requests(keep, &text);
    let lines = written.file("requests.jsonl");
    assert!(lines[0].contains(r#""migration-system":{"name":"migration-system"}"#));
    assert_eq!(lines.join("\n").matches(r#"{"name":"migration-system"}"#).count(), 1);
    assert!(lines[1].contains(r#""participants":["ann","bob","migration-system"]"#));
    assert_eq!(
        sent(&written),
        r#"[{"text":"joined","sender":"migration-system","timestamp":1,"type":"UserMessage","readBy":[],"custom":{"source_system":"true"}},{"text":"?","sender":"migration-system","timestamp":2,"type":"UserMessage","readBy":[],"custom":{"source_system":"true","source_sender":"ann"}}]"#
    );
}

#[test]
fn senders_take_part() {
    let written = requests(
        options(),
        &messages(r#"{"text":"x","sender":"cid","timestamp":1},{"text":"y","sender":"cid","timestamp":2}"#),
    );
    assert!(written.file("requests.jsonl")[1].contains(r#"["ann","bob","cid"]"#));
    assert!(written.losses.contains(&"changed message.sender 1".to_owned()));
    assert_eq!(written.report["steps"].as_array().unwrap().len(), 3);
}

#[test]
fn times_that_do_not_fit_are_parked() {
    let text = messages(
        r#"{"text":"x","sender":"ann","timestamp":"1969-01-01T00:00:00Z"},{"text":"y","sender":"ann","timestamp":"2020-01-01T00:00:00.0005Z"}"#,
    );
    assert_eq!(
        sent(&requests(options(), &text)),
        r#"[{"text":"x","sender":"ann","timestamp":0,"type":"UserMessage","readBy":[],"custom":{"source_sent_at":"1969-01-01T00:00:00Z"}},{"text":"y","sender":"ann","timestamp":1577836800000,"type":"UserMessage","readBy":[],"custom":{"source_sent_at":"2020-01-01T00:00:00.000500Z"}}]"#
    );
}

#[test]
fn files_need_a_token() {
    let text = messages(
        r#"{"text":"","sender":"ann","timestamp":1,"id":"m1","attachment":{"url":"https://x/a.png","name":"a.png"}},{"text":"see","sender":"ann","timestamp":2,"attachment":{"url":"https://x/b.png"}},{"text":"own","attachmentToken":"t0","sender":"ann","timestamp":3,"attachment":{"url":"https://x/a.png"}}"#,
    );
    let written = requests(options(), &text);
    let body = sent(&written);
    assert!(body.starts_with(
        r#"[{"text":"a.png https://x/a.png","sender":"ann","timestamp":1,"type":"UserMessage","readBy":[],"custom":{"source_id":"m1","source_attachments":"[{\"url\":\"https://x/a.png\",\"name\":\"a.png\"}]","source_text":""}}"#
    ));
    let urls: Vec<_> =
        written.report["uploads"].as_array().unwrap().iter().map(|upload| upload["url"].clone()).collect();
    assert_eq!(urls, ["https://x/a.png", "https://x/b.png", "https://x/a.png"]);
    assert_eq!(written.report["uploads"][0]["message"], "m1");
    let mut given = options();
    given.uploads =
        vec![("https://x/a.png".to_owned(), "t1".to_owned()), ("https://x/b.png".to_owned(), String::new())];
    let written = requests(given, &text);
    let body = sent(&written);
    assert!(body.starts_with(r#"[{"text":"","sender":"ann","timestamp":1,"type":"UserMessage","readBy":[],"attachmentToken":"t1","custom":{"source_id":"m1"}}"#));
    assert!(body.ends_with(
        r#"{"text":"own","sender":"ann","timestamp":3,"type":"UserMessage","readBy":[],"attachmentToken":"t0"},{"text":"","sender":"ann","timestamp":3,"type":"UserMessage","readBy":[],"attachmentToken":"t1"}]"#
    ));
    assert_eq!(written.report["uploads"].as_array().unwrap().len(), 1);
}

/// Readers that are worked out from how far members have read need a source that knows that: records by hand.
#[test]
fn who_has_read_is_worked_out_for_as_many_as_the_profile_says() {
    use super::writer;
    use crate::convert::ids::Ids;
    use crate::convert::losses::Losses;
    use crate::convert::writer::{Output, Room, Section};
    use crate::history::{Field, Kind, Record, Time};

    let record = |kind| Record::new(kind, crate::Position::default());
    let room = || {
        let mut room = Room { channel: record(Kind::Channel), ..Room::default() };
        room.channel.set_text(Field::Id, "c");
        for (user, read) in [("ann", 5), ("bob", 5), ("cid", 1)] {
            let mut member = record(Kind::Member);
            member.set_text(Field::Channel, "c");
            member.set_text(Field::User, user);
            member.set_time(Field::LastReadAt, Time::from_seconds(read));
            room.members.push(member);
        }
        room.members[2].set_flag(Field::Banned, true);
        let mut message = record(Kind::Message);
        message.set_text(Field::Sender, "ann");
        message.set_text(Field::Text, "x");
        message.set_text(Field::Id, "source-item-1");
        message.set_time(Field::SentAt, Time::from_seconds(5));
        message.set_texts(Field::ReadBy, vec!["eve".into()]);
        room.messages.push(message);
        room
    };
    for (limit, readers, counted) in [(None, r#"["eve","bob"]"#, "changed"), (Some(2), r#"["eve"]"#, "lost")] {
        let mut options = options();
        options.profile.participant_limit = limit;
        let mut writer = writer(&options);
        let mut ids = Ids::new(writer.id_rule(), &[], 1);
        let (mut losses, mut uploads, mut pending) = (Losses::default(), Vec::new(), 0);
        let mut sections: Vec<Section> = (0..5).map(|_| Section::default()).collect();
        let mut out = Output {
            options: &options,
            ids: &mut ids,
            losses: &mut losses,
            uploads: &mut uploads,
            sections: &mut sections,
            pending: &mut pending,
        };
        writer.room(room(), &mut out);
        writer.finish(&mut out);
        let messages = sections[3].text();
        assert!(messages.contains(&["\"readBy\":", readers, "}]"].concat()), "{messages}");
        let goodbyes = sections[4].text();
        assert!(goodbyes.contains(r#"/participants/cid","body":{"access":"None"}"#));
        let losses = losses.into_list();
        let loss = losses.iter().find(|loss| loss.field == "last_read_at").unwrap();
        assert_eq!((loss.treatment.name(), loss.count), (counted, 3));
    }
}
