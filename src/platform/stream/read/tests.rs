use serde_json::{Value, json};

use crate::convert::{ConvertOptions, Input, convert};
use crate::{Platform, SourceOptions};

/// What Stream's writer makes of documents: its items, and what was lost, changed or parked, with reasons.
fn read(documents: &[String]) -> (Vec<Value>, Vec<String>) {
    let inputs: Vec<Input> = documents
        .iter()
        .map(|text| Input { source: SourceOptions::default(), bytes: text.as_bytes().to_vec() })
        .collect();
    let options = ConvertOptions { from: Some(Platform::Stream), ..ConvertOptions::new(Platform::Stream) };
    let (conversion, files) = convert(options, &inputs);
    let conversion = serde_json::to_value(&conversion).unwrap();
    let bytes: Vec<u8> = files.into_iter().flat_map(|(_, bytes)| bytes).collect();
    let items = serde_json::Deserializer::from_slice(&bytes).into_iter().map(Result::unwrap).collect();
    let losses = conversion["losses"].as_array().unwrap().iter().map(|loss| {
        let text = |key: &str| loss[key].as_str().unwrap().to_owned();
        let reason = text("reason");
        let reason = reason.split([':', ';', ',']).next().unwrap();
        format!("{}.{} {}: {reason}", text("kind"), text("field"), text("treatment"))
    });
    (items, losses.collect())
}

fn user(id: &str) -> Value {
    json!({"id":id,"role":"user","created_at":"2024-01-01T00:00:00.5Z","updated_at":"2024-01-02T00:00:00Z","last_active":"2024-01-03T00:00:00Z",
        "last_engaged_at":"2024-01-03T00:00:00Z","banned":false,"online":false,"name":id.to_uppercase(),"teams":[],"birthland":"x"})
}

fn channel(id: &str) -> Value {
    json!({"cid":(format!("messaging:{id}")),"id":id,"type":"messaging","last_message_at":"2024-01-04T00:00:00Z","created_by":user("ann"),
        "created_at":"2024-01-01T00:00:00Z","updated_at":"2024-01-01T00:00:00Z","frozen":false,"disabled":false,"member_count":2,
        "config":{"name":"messaging","commands":["giphy"]},"own_capabilities":["ban"],"topic":"tea","auto_translation_language":""})
}

fn message(id: &str, cid: &str) -> Value {
    json!({"id":id,"text":"hi","html":"<p>hi</p>\n","type":"regular","user":user("ben"),"attachments":[],"latest_reactions":[
            {"message_id":id,"user_id":"ann","user":user("ann"),"type":"like","score":1,"created_at":"2024-01-04T00:00:01Z","updated_at":"2024-01-04T00:00:01Z"}],
        "own_reactions":[],"reaction_counts":{"like":1},"reaction_scores":{"like":1},"reaction_groups":null,"reply_count":0,
        "deleted_reply_count":0,"cid":(format!("messaging:{cid}")),"created_at":"2024-01-04T00:00:00Z","updated_at":"2024-01-04T00:00:00Z","shadowed":false,
        "mentioned_users":[user("cleo")],"silent":false,"pinned":true,"pinned_at":"2024-01-05T00:00:00Z","pinned_by":user("ann"),"pin_expires":null,
        "message_text_updated_at":"2024-01-04T01:00:00Z","mood":null})
}

fn member(id: &str) -> Value {
    json!({"user_id":id,"user":user(id),"status":"member","created_at":"2024-01-01T00:00:01Z","updated_at":"2024-01-01T00:00:01Z","banned":id == "ben",
        "shadow_banned":false,"archived_at":null,"pinned_at":null,"role":"owner","channel_role":"channel_member","notifications_muted":true})
}

fn reads() -> Value {
    json!([
        {"user":user("ann"),"last_read":"2024-01-04T00:00:00Z","unread_messages":0},
        {"user":user("gone"),"last_read":"2024-01-04T00:00:00Z","unread_messages":3}
    ])
}

fn state(id: &str) -> Value {
    json!({"channel":channel(id),"messages":[message("1", id)],"members":[member("ann"), member("ben")],"reads":reads()})
}

/// What the export of one channel becomes.
fn expected() -> Vec<Value> {
    let person = |id: &str| {
        json!({"type":"user","data":{"id":id,"role":"user","name":id.to_uppercase(),"created_at":"2024-01-01T00:00:00.500Z","birthland":"x",
            "source_updated_at":"2024-01-02T00:00:00Z","source_last_active_at":"2024-01-03T00:00:00Z"}})
    };
    let in_channel = |id: &str| json!({"channel_type":"messaging","channel_id":"general","user_id":id,"channel_role":"channel_member","created_at":"2024-01-01T00:00:01Z"});
    let mut ann = in_channel("ann");
    ann["last_read"] = json!("2024-01-04T00:00:00Z");
    let mut ben = in_channel("ben");
    for one in [&mut ann, &mut ben] {
        one["source_notify"] = json!(false);
    }
    vec![
        person("ann"),
        person("ben"),
        person("cleo"),
        json!({"type":"channel","data":{"type":"messaging","id":"general","created_by":"ann","created_at":"2024-01-01T00:00:00Z",
            "banned_users":["ben"],"topic":"tea","source_updated_at":"2024-01-01T00:00:00Z"}}),
        json!({"type":"member","data":ann}),
        json!({"type":"member","data":ben}),
        json!({"type":"message","data":{"id":"1","channel_type":"messaging","channel_id":"general","user":"ben","type":"regular","text":"hi",
            "created_at":"2024-01-04T00:00:00Z","mentioned_users_ids":["cleo"],"pinned_at":"2024-01-05T00:00:00Z","pinned_by_id":"ann",
            "mood":null,"source_edited_at":"2024-01-04T01:00:00Z"}}),
        json!({"type":"reaction","data":{"message_id":"1","type":"like","user_id":"ann","created_at":"2024-01-04T00:00:01Z"}}),
    ]
}

#[track_caller]
fn same(items: &[Value], expected: &[Value]) {
    let shown = || items.iter().map(|item| item.to_string() + "\n").collect::<String>();
    for item in expected {
        assert!(items.contains(item), "missing: {item}\nin:\n{}", shown());
    }
    assert_eq!(items.len(), expected.len(), "{}", shown());
}

#[test]
fn an_export_of_a_channel_in_all_its_forms() {
    let one = state("general");
    let parts = |cid: bool| {
        let mut members = [member("ann"), member("ben")];
        for member in members.iter_mut().filter(|_| cid) {
            member["cid"] = json!("messaging:general");
        }
        let [first, second] = members;
        let read = json!({"cid":"messaging:general","user":user("ann"),"last_read":"2024-01-04T00:00:00Z"});
        [
            ("channel", channel("general")),
            ("member", first),
            ("member", second),
            ("message", message("1", "general")),
            ("read", read),
        ]
    };
    let lines =
        |wrap: &dyn Fn((&str, Value)) -> Value, cid| parts(cid).map(wrap).map(|line| line.to_string() + "\n").concat();
    let documents = [
        one.to_string(),
        serde_json::to_string_pretty(&one).unwrap(),
        json!({"channels":[one]}).to_string(),
        json!([one]).to_string(),
        // Members before their channel.
        json!({"members":one["members"],"reads":one["reads"],"messages":one["messages"],"channel":one["channel"]}).to_string(),
        json!({"channels":[{"members":one["members"],"read":one["reads"],"messages":one["messages"],"channel":one["channel"]}]}).to_string(),
        format!("{one}\n{}\n", json!({"user":user("ann")})),
        lines(&|(kind, data)| json!({"type":kind,"data":data}), true),
        lines(&|(kind, data)| json!({"type":kind,"data":data}), false),
        lines(&|(kind, data)| json!({kind:data}), true),
        lines(&|(kind, data)| json!({"type":kind,kind:data}), false),
        lines(&|(_, data)| data, true),
    ];
    for document in documents {
        let (items, losses) = read(std::slice::from_ref(&document));
        let items: Vec<Value> = items.into_iter().filter(|item| item["data"]["id"] != "gone").collect();
        same(&items, &expected());
        for loss in &losses {
            let fine =
                loss.contains("parked") || loss.contains("it follows from the rest") || loss.contains("is no member");
            assert!(fine, "{losses:?}");
        }
    }
}

#[test]
fn an_export_of_several_channels() {
    let mut second = state("second");
    second["messages"][0]["id"] = json!("2");
    second["members"].as_array_mut().unwrap().pop();
    for document in [json!({"channels":[state("general"), second]}), json!([state("general"), second])] {
        let (items, _) = read(&[document.to_string()]);
        let told: Vec<_> = items
            .iter()
            .filter(|item| item["type"] == "member")
            .map(|item| (item["data"]["channel_id"].as_str().unwrap(), item["data"]["user_id"].as_str().unwrap()))
            .collect();
        assert_eq!(told, [("general", "ann"), ("general", "ben"), ("second", "ann")]);
    }
}

#[test]
fn an_export_of_a_user() {
    let reactions = json!([
        {"message_id":"1","user_id":"ben","type":"love","score":2,"created_at":"2024-01-04T00:00:02Z","updated_at":"2024-01-05T00:00:00Z"},
        {"message_id":"of somebody else","user_id":"ben","type":"love","created_at":"2024-01-04T00:00:02Z"}
    ]);
    let document =
        json!({"user":user("ben"),"messages":[message("1", "general")],"reactions":reactions,"duration":"1ms"});
    let (items, losses) = read(&[document.to_string()]);
    let of = |kind: &str| items.iter().filter(|item| item["type"] == kind).count();
    assert_eq!((of("user"), of("channel"), of("member"), of("message"), of("reaction")), (4, 1, 0, 1, 2));
    assert!(losses.contains(&"reaction. lost: it cannot be read".to_owned()), "{losses:?}");

    let devices = json!([{"id":"t","push_provider":"apn","user_id":"ben","created_at":"2024-01-01T00:00:00Z"}]);
    let mut ben = user("ben");
    ben["devices"] = devices;
    ben["mutes"] = json!([{"user":user("ben"),"target":user("ann")}]);
    ben["channel_mutes"] = json!([{"channel":{"cid":"messaging:general"}}]);
    for document in [json!({"users":[ben]}).to_string(), json!([ben]).to_string(), format!("{ben}\n{}", user("ann"))] {
        let (items, _) = read(&[document]);
        assert_eq!(items.iter().filter(|item| item["type"] == "device").count(), 1);
        let ben = items.iter().find(|item| item["data"]["id"] == "ben").unwrap();
        assert_eq!(ben["data"]["user_mutes"], json!(["ann"]));
        assert_eq!(ben["data"]["channel_mutes"], json!(["messaging:general"]));
    }
}

#[test]
fn distinct_channels_are_told_by_their_members() {
    let id = "!members-wrong";
    let (items, losses) = read(&[state(id).to_string()]);
    let made = items.iter().find(|item| item["type"] == "channel").unwrap();
    assert!(made["data"]["id"].as_str().unwrap().starts_with("_members-wrong_"));
    assert!(losses.contains(&"channel.kind parked: the target's import has no field for it".to_owned()), "{losses:?}");

    let cid = super::distinct_cid("messaging", &["ben", "ann"]);
    let (items, _) = read(&[state(cid.split_once(':').unwrap().1).to_string()]);
    let made = items.iter().find(|item| item["type"] == "channel").unwrap();
    assert_eq!(made["data"]["member_ids"], json!(["ann", "ben"]));
    assert!(items.iter().all(|item| item["data"]["channel_id"].is_null()));

    // Named in messages only.
    let message = json!({"type":"message","data":{"id":"1","channel_type":"team","channel_member_ids":["b","a"],"user":"a","type":"regular","created_at":"2024-01-04T00:00:00Z"}});
    let (items, _) = read(&[message.to_string()]);
    let kinds: Vec<_> = items.iter().map(|item| item["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["user", "user", "user", "channel", "member", "member", "message"]);
    assert_eq!(items[3]["data"]["type"], "team");
}

#[test]
fn reactions_find_their_messages_in_other_documents() {
    let message = json!({"type":"message","data":{"id":"1","channel_type":"messaging","channel_id":"c","user":"ann","type":"regular","created_at":"2024-01-04T00:00:00Z"}});
    let reaction = |id: &str| json!({"type":"reaction","data":{"message_id":id,"type":"u2764-fe0f","user_id":"ann","created_at":"2024-01-04T00:00:00Z"}});
    let (items, losses) = read(&[message.to_string(), format!("{}\n{}", reaction("1"), reaction("2"))]);
    assert_eq!(items.iter().filter(|item| item["type"] == "reaction").count(), 1);
    assert!(losses.contains(&"reaction. lost: it cannot be read".to_owned()), "{losses:?}");
}

#[test]
fn what_cannot_be_used_is_counted() {
    let table = [
        (json!([1]), "other. lost: it cannot be read"),
        (json!({"type":"user","data":null}), "user. lost: it cannot be read"),
        (json!({"type":"user"}), "other. lost: it cannot be read"),
        (json!({"type":"tree","data":{}}), "other. lost: it cannot be read"),
        (json!({"what":1}), "other. lost: it cannot be read"),
        (json!({"type":"user","data":{"name":"x"}}), "user. lost: it cannot be read"),
        (json!({"type":"channel","data":{"id":"x"}}), "channel. lost: it cannot be read"),
        (json!({"type":"member","data":{"user_id":"x"}}), "member. lost: it cannot be read"),
        (json!({"type":"message","data":{"id":"x"}}), "message. lost: it cannot be read"),
        (json!({"type":"user","data":{"id":"x","online":true}}), "user.online lost: it follows from the rest"),
        (json!({"type":"user","data":{"id":"x"},"note":1}), "other.note lost: it stands beside the payload"),
        (
            json!({"type":"user","data":{"id":"x","created_at":1_700_000_000}}),
            "user.stream:created_at parked: the target's import has no field for it",
        ),
        (
            json!({"type":"user","data":{"id":"x","teams":"red"}}),
            "user.stream:teams parked: the target's import has no field for it",
        ),
    ];
    for (item, loss) in table {
        let (_, losses) = read(&[json!({"type":"user","data":{"id":"first"}}).to_string() + "\n" + &item.to_string()]);
        assert_eq!(losses, [loss], "{item}");
    }
}
