//! Documents and the records that they are read as.

use crate::history::{Kind, Record};
use crate::platform::cometchat::write::tests::harness::{read, told};

/// A document, the records in it, and what is left.
fn reads(text: &str, channel: Option<&str>, expected: &[&str], left: &[&str]) {
    let (records, others) = read(text, channel);
    let shown = |record: &Record| {
        let partial = if record.partial { " partial" } else { "" };
        format!("{}{partial}: {}", record.kind.name(), told(record).join(", "))
    };
    let records: Vec<String> = records.iter().map(shown).collect();
    assert_eq!(records, expected, "{text}");
    assert_eq!(others, left, "{text}");
}

#[test]
fn bodies_with_several_parts() {
    reads(
        r#"{"users":{"Ann":{"uid":"Ann","name":"Ann","avatar":"","link":"https://a.b","role":"default","createdAt":"1673421419",
          "metadata":{"k":1,"k":2,"@private":{"email":"a@b.c","x":1},"source_language":"de","source_created_at":null},"tags":["a"],"lasActiveAt":1673421425,
          "status":"online","nick":null,"statusMessage":"hi","deactivatedAt":1673421425000}},
          "groups":{"g":{"guid":"G","name":"g","type":"password","owner":"Ann","description":"about","groupOwnerDetails":{"uid":"ann","name":"A"}}},
          "members":{"g_member_ann":{"memberId":"g_member_ann","guid":"g","uid":"ann","scope":"admin","isBanned":"1","joinedAt":"1673421419"}},
          "guid":"x"}"#,
        None,
        &[
            r#"user: custom @private={"x":1}, custom k=2, emails=["a@b.c"], extra cometchat:link="https://a.b", extra cometchat:statusMessage="hi", id="ann", language="de", last_active_at="2023-01-11T07:17:05Z", name="Ann", tags=["a"]"#,
            r#"user partial: id="ann", name="A""#,
            r#"channel: channel_type="password", created_by="ann", custom description="about", id="g", kind="group", name="g""#,
            r#"member: banned=true, channel="g", joined_at="2023-01-11T07:16:59Z", role="admin", user="ann""#,
        ],
        &[
            "user.role: it is the role of everybody who has no other",
            "user.status: CometChat makes it itself",
            "user.deactivatedAt: it is no time in seconds, of ten digits",
            "other.guid: CometChat has no use for it beside the rows",
        ],
    );
    // Lists and rows that are none are not what CometChat wants.
    reads(
        r#"{"groups":[{"guid":"g","name":"G","type":"public"},7]}"#,
        None,
        &[r#"channel: id="g", kind="open", name="G""#],
        &["channel!: it is no object"],
    );
}

#[test]
fn messages_of_imports() {
    reads(
        r#"{"messages":{
          "1":{"muid":"1","sender":"bob","receiverType":"user","receiver":"Ann","category":"message","type":"text","sentAt":"1673421419",
            "data":{"text":"hi <@uid:ann>","metadata":{"k":true,"source_sent_at":"2023-01-11T07:16:59.5Z"},"custodata":{"a":1}},
            "mentionedUserDetails":{"ann":{"uid":"ann","name":"Ann L"}},"tags":["t"],"readAt":1673421500,"id":"200"},
          "2":{"sender":"bob","receiverType":"group","receiver":"g","category":"custom","type":"poll","sentAt":1673421420,
            "data":{"customData":{"q":"?"},"metadata":{"m":1}},"receiverGroupDetails":{"guid":"g","name":"G","type":"public"}},
          "3":{"muid":"3","sender":"bob","receiverType":"group","receiver":"g","category":"message","type":"image","sentAt":1673421420,
            "data":{"text":"see","attachments":[{"url":"https://a.b/c.png","name":"c.png","mimeType":"image/png","extension":"png","size":"350.2"}]}},
          "4":{"muid":"4","sender":"bob","receiverType":"group","category":"message","type":"text","data":{"text":"x"},"sentAt":1673421420}
        }}"#,
        None,
        &[
            r#"user partial: id="ann", name="Ann L""#,
            r#"channel partial: id="g", kind="open", name="G""#,
            r#"message: channel="direct-ann-bob", custom k=true, extra cometchat:data.custodata={"a":1}, id="1", mentions=["ann"], read_at="2023-01-11T07:18:20Z", sender="bob", sent_at="2023-01-11T07:16:59.500Z", tags=["t"], text="hi @Ann L""#,
            r#"message: channel="g", custom q="?", custom_type="poll", extra cometchat:metadata={"m":1}, id="2", sender="bob", sent_at="2023-01-11T07:17:00Z""#,
            r#"message: attachments=["media_type=\"image/png\"; name=\"c.png\"; size=350.2; type=\"image\"; url=\"https://a.b/c.png\""], channel="g", id="3", sender="bob", sent_at="2023-01-11T07:17:00Z", text="see""#,
            r#"channel: id="direct-ann-bob", kind="direct""#,
            r#"member: channel="direct-ann-bob", user="bob""#,
            r#"member: channel="direct-ann-bob", last_read_at="2023-01-11T07:18:20Z", user="ann""#,
        ],
        &["message.id: CometChat makes it itself", "message!: it has no receiver"],
    );
}

#[test]
fn lists_of_the_api() {
    reads(
        r#"{"data":[{"uid":"ann","name":"Ann","status":"offline","role":"default","createdAt":1673421419}],"meta":{"pagination":{}}}"#,
        None,
        &[r#"user: created_at="2023-01-11T07:16:59Z", id="ann", name="Ann""#],
        &["user.status: CometChat makes it itself", "user.role: it is the role of everybody who has no other"],
    );
    let members = r#"{"data":[{"uid":"ann","name":"Ann","scope":"participant","joinedAt":1673421419}],"meta":{}}"#;
    let user = r#"user partial: id="ann", name="Ann""#;
    reads(members, Some("G"), &[user, r#"member: channel="g", joined_at="2023-01-11T07:16:59Z", user="ann""#], &[]);
    reads(
        members,
        None,
        &[user],
        &["member!: a list of members does not say of which group it is; name it (--channel)"],
    );
    reads(
        r#"[{"guid":"g","name":"G","type":"private","membersCount":2,"hasJoined":true,"conversationId":"group_g"}]"#,
        None,
        &[r#"channel: id="g", kind="group", name="G""#],
        &[
            "channel.membersCount: CometChat makes it itself",
            "channel.hasJoined: it is about the user who asked for the list",
            "channel.conversationId: CometChat makes it itself",
        ],
    );
}

#[test]
fn messages_of_lists() {
    let row = |id: u32, more: &str| {
        format!(
            r#"{{"id":"{id}","conversationId":"group_g","sender":"ann","receiverType":"group","receiver":"g","category":"message","type":"text","data":{{"text":"hi","metadata":[],"entities":{{"sender":{{"entity":{{"uid":"ann","name":"Ann"}},"entityType":"user"}}}}}},"sentAt":167342141{id}{more}}}"#
        )
    };
    // Newest first: a reply may stand before what it answers.
    let lines = [
        row(4, r#","parentId":"2","editedAt":1673421500"#),
        row(3, r#","parentId":"1","deletedAt":1673421500"#),
        row(2, r#","muid":"own""#),
        row(1, ""),
        r#"{"id":"9","conversationId":"group_g","sender":"ann","receiverType":"group","receiver":"g","category":"action","type":"groupMember"}"#.to_owned(),
    ];
    let ann = r#"user partial: id="ann", name="Ann""#;
    let expected = [
        ann,
        ann,
        ann,
        ann,
        r#"message: channel="g", id="own", sender="ann", sent_at="2023-01-11T07:16:52Z", text="hi""#,
        r#"other: extra cometchat:category="action", extra cometchat:conversationId="group_g", extra cometchat:id="9", extra cometchat:receiver="g", extra cometchat:receiverType="group", extra cometchat:sender="ann", extra cometchat:type="groupMember", type="action""#,
        r#"message: channel="g", id="cc-1", sender="ann", sent_at="2023-01-11T07:16:51Z", text="hi""#,
        r#"message: channel="g", edited_at="2023-01-11T07:18:20Z", id="cc-4", reply_to="own", sender="ann", sent_at="2023-01-11T07:16:54Z", text="hi""#,
        r#"message: channel="g", deleted=true, deleted_at="2023-01-11T07:18:20Z", id="cc-3", reply_to="cc-1", sender="ann", sent_at="2023-01-11T07:16:53Z", text="hi""#,
    ];
    for text in [
        lines.join("\n"),
        format!("[{}]", lines.join(",")),
        format!(r#"{{"meta":{{}},"data":[{}]}}"#, lines.join(",\n")),
    ] {
        let (records, _) = read(&text, None);
        let told: Vec<String> = records
            .iter()
            .map(|record| {
                format!(
                    "{}{}: {}",
                    record.kind.name(),
                    if record.partial { " partial" } else { "" },
                    told(record).join(", ")
                )
            })
            .collect();
        assert_eq!(told, expected, "{text}");
    }
}

#[test]
fn answers_of_the_import_and_requests_to_elsewhere() {
    reads(
        r#"{"data":{"ann":{"success":true,"data":{"data":{"uid":"ann","name":"Ann"}}},"ben":{"success":false,"error":{"code":"ERR"}}}}"#,
        None,
        &[r#"user: id="ann", name="Ann""#],
        &["other!: it is no user, group, member or message"],
    );
    reads(
        "{\"method\":\"POST\",\"path\":\"/v3/roles\",\"body\":{\"role\":\"x\"}}\n{\"method\":\"POST\",\"path\":\"/v3/data_import/users\",\"body\":{\"users\":{\"ann\":{\"name\":\"Ann\"}},\"x\":1}}",
        None,
        &[r#"user: id="ann", name="Ann""#],
        &["other.POST /v3/roles: it is no call of the import", "other.x: CometChat has no use for it beside the rows"],
    );
}

#[test]
fn parts_without_their_message_stay_messages() {
    let row = |id: &str, of: &str| {
        format!(
            r#""{id}":{{"muid":"{id}","sender":"ann","receiverType":"group","receiver":"g","category":"message","type":"file","data":{{"attachments":[{{"url":"https://a.b/{id}.txt","name":"{id}","mimeType":"text/plain","extension":"txt"}}]{of}}},"sentAt":1673421420}}"#
        )
    };
    let of = r#","metadata":{"source_part_of":"a"}"#;
    let count = |rows: &[String]| {
        let (records, _) = read(&format!(r#"{{"messages":{{{}}}}}"#, rows.join(",")), None);
        records.iter().filter(|record| record.kind == Kind::Message).count()
    };
    assert_eq!(count(&[row("a", ""), row("b", of), row("c", of)]), 1);
    assert_eq!(count(&[row("b", of), row("a", ""), row("x", ""), row("c", of)]), 4);
}
