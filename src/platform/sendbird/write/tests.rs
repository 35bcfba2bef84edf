//! What records become, and that our own check has nothing against it.

mod any;
mod messages;

use super::super::read::tests::read_as;
use crate::convert::options::ConvertOptions;
use crate::convert::park::unpark;
use crate::convert::tree::Tree;
use crate::convert::trial::draw;
use crate::convert::writer::Room;
use crate::finding::{Position, Severity};
use crate::history::{Kind, Record};
use crate::options::{CheckOptions, Platform, Resource};
use crate::{Checker, Outcome, SourceOptions};

/// A record out of its fields: by their names, as they would be parked; `~name` is custom data, `+name` is extra.
fn record(kind: Kind, json: &str) -> Record {
    let mut tree = Tree::default();
    let mut record = Record::new(kind, Position::default());
    for (name, value) in tree.parse(json.as_bytes()).unwrap().entries() {
        if let Some(name) = name.strip_prefix('~') {
            record.custom.push((name.into(), value.compact()));
        } else if let Some(name) = name.strip_prefix('+') {
            record.extra.push((name.into(), value.compact()));
        } else {
            unpark(&mut record, ["source_", name].concat().into(), value);
        }
    }
    record
}

fn room(channel: &str, members: &[&str], messages: &[&str]) -> Room {
    let list = |kind, list: &[&str]| list.iter().map(|json| record(kind, json)).collect();
    Room {
        channel: record(Kind::Channel, channel),
        members: list(Kind::Member, members),
        messages: list(Kind::Message, messages),
        reactions: Vec::new(),
    }
}

struct Written {
    lines: Vec<String>,
    /// `kind field treatment count`.
    losses: Vec<String>,
    steps: Vec<String>,
}

fn write_with(options: &ConvertOptions, users: &[&str], rooms: Vec<Room>) -> Written {
    writing(options, users.iter().map(|user| record(Kind::User, user)).collect(), rooms)
}

fn writing(options: &ConvertOptions, users: Vec<Record>, rooms: Vec<Room>) -> Written {
    let drawn = draw(options, users, rooms, Vec::new());
    let losses = drawn.losses.iter();
    Written {
        lines: drawn.sections.concat().lines().map(str::to_owned).collect(),
        losses: losses
            .map(|one| format!("{} {} {} {}", one.kind, one.field, one.treatment.name(), one.count))
            .collect(),
        steps: drawn.steps,
    }
}

fn write(users: &[&str], rooms: Vec<Room>) -> Written {
    write_with(&ConvertOptions::new(Platform::Sendbird), users, rooms)
}

/// What our own check has against it: errors alone, or everything.
fn faults(lines: &[String], all: bool) -> Vec<String> {
    let mut checker = Checker::new(CheckOptions::default());
    checker.source(SourceOptions { name: None, resource: Some(Resource::Requests), channel: None });
    loop {
        checker.push(lines.join("\n").as_bytes());
        if let Outcome::Report(report) = checker.finish() {
            let wrong = report.findings.iter().filter(|finding| all || finding.severity == Severity::Error);
            return wrong.map(|finding| finding.message.clone()).collect();
        }
        checker.source(SourceOptions { name: None, resource: Some(Resource::Requests), channel: None });
    }
}

/// What is read of what was written.
fn back(written: &Written) -> Vec<String> {
    let shown = read_as(&written.lines.join("\n"), Some(Resource::Requests), None);
    shown.into_iter().filter(|line| !line.starts_with("left")).collect()
}

fn of(method: &str, path: &str, body: &str) -> String {
    format!(r#"{{"method":"{method}","path":"{path}","body":{body}}}"#)
}

#[test]
fn the_check_would_tell() {
    assert!(!faults(&[of("POST", "/v3/users", "{}")], false).is_empty());
}

/// A user, the requests that it becomes, and what is counted.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str, &'a str)], &'a [&'a str]);

#[test]
fn users() {
    let long = "n".repeat(81);
    let named = format!(r#"{{"id":"{long}","name":"{long}"}}"#);
    let table: &[Case<'_>] = &[
        (
            r#"{"id":"ann","name":"Ann","image":"https://e.com/a","~plan":"pro","~level":3,"+sendbird:discovery_keys":["k"]}"#,
            &[(
                "POST",
                "/v3/users",
                r#"{"user_id":"ann","nickname":"Ann","profile_url":"https://e.com/a","discovery_keys":["k"],"metadata":{"plan":"pro","level":"3"}}"#,
            )],
            &["user level changed 1"],
        ),
        (
            r#"{"id":"a b","role":"admin","created_at":"2024-01-01T00:00:00Z","language":"de","last_active_at":"2024-01-01T00:00:00.0005Z","deactivated_at":"2024-01-02T00:00:00Z"}"#,
            &[
                (
                    "POST",
                    "/v3/users",
                    r#"{"user_id":"a b","nickname":"","profile_url":"","metadata":{"source":"{\"role\":\"admin\",\"created_at\":\"2024-01-01T00:00:00Z\",\"deactivated_at\":\"2024-01-02T00:00:00Z\"}"}}"#,
                ),
                (
                    "PUT",
                    "/v3/users/a%20b",
                    r#"{"last_seen_at":1704067200000,"preferred_languages":["de"],"is_active":false,"leave_all_when_deactivated":false}"#,
                ),
            ],
            &[
                "user created_at parked 1",
                "user deactivated_at parked 1",
                "user role parked 1",
                "user last_active_at changed 1",
            ],
        ),
        // Own data first; five texts in all.
        (
            r#"{"id":"a","role":"admin","~1":"","~2":"","~3":"","~4":"","~5":"","~6":""}"#,
            &[(
                "POST",
                "/v3/users",
                r#"{"user_id":"a","nickname":"","profile_url":"","metadata":{"1":"","2":"","3":"","4":"","5":""}}"#,
            )],
            &["user 6 lost 1", "user role lost 1"],
        ),
        // Names that are taken, or are none.
        (
            r#"{"id":"a","~source":"x","~a,b":[1],"+cometchat:x":{"y":1}}"#,
            &[(
                "POST",
                "/v3/users",
                r#"{"user_id":"a","nickname":"","profile_url":"","metadata":{"source":"{\"custom\":{\"source\":\"x\",\"a,b\":[1]},\"extra\":{\"cometchat:x\":{\"y\":1}}}"}}"#,
            )],
            &["user a,b parked 1", "user cometchat:x parked 1", "user source parked 1"],
        ),
        (
            &named,
            &[(
                "POST",
                "/v3/users",
                r#"{"user_id":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_ntrxbi","nickname":"","profile_url":"","metadata":{"source":"{\"name\":\"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\"}"}}"#,
            )],
            &["user name parked 1"],
        ),
    ];
    for (user, lines, losses) in table {
        let written = write(&[user], Vec::new());
        let lines: Vec<String> = lines.iter().map(|(method, path, body)| of(method, path, body)).collect();
        assert_eq!(written.lines, lines, "{user}");
        assert_eq!(written.losses, *losses, "{user}");
        assert_eq!(faults(&written.lines, true), Vec::<String>::new(), "{user}");
    }
}

#[test]
fn users_whom_nothing_tells_of_show_their_id() {
    let mut user = record(Kind::User, r#"{"id":"ann"}"#);
    user.partial = true;
    let written = writing(&ConvertOptions::new(Platform::Sendbird), vec![user], Vec::new());
    assert!(written.lines[0].contains(r#""nickname":"ann""#));
}

#[test]
fn channels() {
    let written = write(
        &[r#"{"id":"ann"}"#, r#"{"id":"ben"}"#, r#"{"id":"cid"}"#, r#"{"id":"dan"}"#],
        vec![
            room(
                r#"{"id":"messaging:general","kind":"direct","name":"General","image":"https://e.com/c","created_by":"ben","created_at":"2024-01-01T00:00:00Z","frozen":true,"team":"red","password":"x","~a":[1],"+sendbird:metadata":{"k":"v"},"+sendbird:is_super":true}"#,
                &[
                    r#"{"channel":"messaging:general","user":"ann","role":"owner","joined_at":"2024-01-01T00:00:00Z"}"#,
                    r#"{"channel":"messaging:general","user":"ben"}"#,
                    r#"{"channel":"messaging:general","user":"cid","invited":true,"hidden":true,"role":"guest"}"#,
                ],
                &[
                    r#"{"channel":"messaging:general","id":"m","sender":"dan","text":"x","sent_at":"2024-01-01T00:00:00Z"}"#,
                ],
            ),
            room(
                r#"{"id":"o","kind":"open","created_by":"cid","custom_type":"t","~data":"plain"}"#,
                &[r#"{"channel":"o","user":"ann","role":"operator"}"#, r#"{"channel":"o","user":"ben"}"#],
                &[r#"{"channel":"o","id":"n","sender":"ben","text":"x","sent_at":"2024-01-01T00:00:00Z"}"#],
            ),
            room(
                r#"{"id":"hall","kind":"open","password":"x","+sendbird:is_public":true,"+sendbird:is_ephemeral":true}"#,
                &[],
                &[],
            ),
        ],
    );
    assert_eq!(
        written.lines[4..],
        [
            of(
                "POST",
                "/v3/group_channels",
                r#"{"channel_url":"messaging_general_1o0t3ea","name":"General","cover_url":"https://e.com/c","custom_type":"red","user_ids":["ann","ben","cid","dan"],"invitation_status":{"cid":"invited_by_non_friend"},"hidden_status":{"cid":"hidden_allow_auto_unhide"},"is_distinct":false,"strict":true,"is_super":true,"operator_ids":["ben","ann"],"data":"{\"a\":[1],\"source_kind\":\"direct\",\"source_created_by\":\"ben\",\"source_created_at\":\"2024-01-01T00:00:00Z\",\"source_team\":\"red\",\"source_roles\":{\"\":[\"ben\"],\"owner\":[\"ann\"],\"guest\":[\"cid\"]},\"source_added\":[\"dan\"]}"}"#
            ),
            of("POST", "/v3/group_channels/messaging_general_1o0t3ea/metadata", r#"{"metadata":{"k":"v"}}"#),
            of(
                "POST",
                "/v3/open_channels",
                r#"{"channel_url":"o_33","custom_type":"t","operator_ids":["cid","ann"],"data":"{\"data\":\"plain\",\"source_created_by\":\"cid\",\"source_added\":[\"cid\"]}"}"#
            ),
            of(
                "POST",
                "/v3/group_channels",
                r#"{"channel_url":"hall","user_ids":[],"is_distinct":false,"strict":true,"is_public":true,"access_code":"x","is_ephemeral":true}"#
            ),
            of(
                "POST",
                "/v3/migration/messaging_general_1o0t3ea",
                r#"{"messages":[{"message_type":"MESG","user_id":"dan","message":"x","timestamp":1704067200000,"dedup_id":"m"}],"update_read_ts":false}"#
            ),
            of(
                "POST",
                "/v3/migration/o_33",
                r#"{"messages":[{"message_type":"MESG","user_id":"ben","message":"x","timestamp":1704067200000,"dedup_id":"n"}],"update_read_ts":false}"#
            ),
            of("PUT", "/v3/group_channels/messaging_general_1o0t3ea/freeze", r#"{"freeze":true}"#),
        ]
    );
    assert_eq!(
        written.losses,
        [
            "channel password lost 1",
            "channel created_at parked 1",
            "channel created_by parked 2",
            "channel kind parked 1",
            "channel team parked 1",
            "member  lost 1",
            "member joined_at lost 1",
            "member role parked 2",
            "member  changed 1",
            "member role changed 1",
        ]
    );
    // The flag of a channel that keeps nothing is its own doing.
    assert_eq!(faults(&written.lines, false), Vec::<String>::new());
    assert_eq!(
        back(&written)[4..11],
        [
            r#"channel id="messaging_general_1o0t3ea" kind="direct" name="General" image="https://e.com/c" created_by="ben" created_at="2024-01-01T00:00:00Z" team="red" ~a=[1] +sendbird:is_super=true"#,
            r#"member user="ann" role="owner" channel="messaging_general_1o0t3ea""#,
            r#"member user="ben" channel="messaging_general_1o0t3ea""#,
            r#"member user="cid" invited=true hidden=true role="guest" channel="messaging_general_1o0t3ea""#,
            r#"channel? id="messaging_general_1o0t3ea" +sendbird:metadata={"k":"v"}"#,
            r#"channel id="o_33" kind="open" custom_type="t" created_by="cid" ~data="plain""#,
            r#"member user="ann" role="operator" channel="o_33""#,
        ]
    );
}

#[test]
fn many_members_are_invited_a_hundred_at_a_time() {
    let users: Vec<String> = (0..250).map(|number| format!(r#"{{"id":"u{number}"}}"#)).collect();
    let members: Vec<String> = (0..250)
        .map(|number| {
            let role = if number >= 130 { r#","role":"admin""# } else { "" };
            format!(r#"{{"channel":"room","user":"u{number}"{role}}}"#)
        })
        .collect();
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let users: Vec<&str> = users.iter().map(String::as_str).collect();
    let written = write(&users, vec![room(r#"{"id":"room","kind":"group"}"#, &members, &[])]);
    assert_eq!(written.lines.len(), 250 + 3);
    assert!(written.lines[250].contains(r#""user_ids":["u130","u131""#));
    assert!(written.lines[252].contains(r#""/v3/group_channels/room/invite","body":{"user_ids":["u100","#));
    assert_eq!(faults(&written.lines, true), Vec::<String>::new());
    assert!(written.steps.iter().any(|step| step.contains("the largest has 250 members")));
    // Twenty are more operators than a call takes; their roles come back all the same.
    assert_eq!(written.losses, ["member role parked 120"]);
    let admins = back(&written).iter().filter(|line| line.contains(r#"role="admin""#)).count();
    assert_eq!(admins, 120);
}

#[test]
fn a_role_that_most_members_have_is_said_once() {
    let users: Vec<String> = (0..150).map(|number| format!(r#"{{"id":"u{number}"}}"#)).collect();
    let members: Vec<String> = (0..150)
        .map(|number| {
            let role = ["owner", "guest"].get(number).copied().unwrap_or("channel_member");
            format!(r#"{{"channel":"room","user":"u{number}","role":"{role}"}}"#)
        })
        .collect();
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let users: Vec<&str> = users.iter().map(String::as_str).collect();
    let written = write(&users, vec![room(r#"{"id":"room","kind":"group"}"#, &members, &[])]);
    let roles = r#"{\"source_roles\":{\"owner\":[\"u0\"],\"guest\":[\"u1\"],\"channel_member\":true}}"#;
    assert!(written.lines[150].contains(roles), "{}", written.lines[150]);
    let back = back(&written);
    let of = |role: &str| back.iter().filter(|line| line.contains(&format!("role=\"{role}\""))).count();
    assert_eq!((of("owner"), of("guest"), of("channel_member")), (1, 1, 148));
}

#[test]
fn ids() {
    use crate::convert::ids::IdKind;
    for (kind, id, new) in [
        (IdKind::User, "Ben Ö", None),
        (IdKind::Channel, "General-1", None),
        (IdKind::Channel, "a", Some("a_2p")),
        (IdKind::Channel, "ab", Some("ab_2e9")),
        (IdKind::Channel, "!", Some("__x_")),
        (IdKind::Channel, "messaging:general", Some("messaging_general_1o0t3ea")),
        (IdKind::Message, "any thing", None),
    ] {
        assert_eq!(super::ids::rule(kind, id).as_deref(), new, "{id}");
    }
    let long = super::ids::rule(IdKind::User, &"é".repeat(81)).unwrap();
    assert!(long.chars().count() <= 80 && long.starts_with("éé"));
    assert!(super::ids::rule(IdKind::Channel, &"a".repeat(101)).unwrap().len() <= 100);
}

#[test]
fn references_have_the_ids_of_the_output() {
    let long = "u".repeat(90);
    let short = super::ids::rule(crate::convert::ids::IdKind::User, &long).unwrap();
    let users = [format!(r#"{{"id":"{long}"}}"#), r#"{"id":"ann"}"#.to_owned()];
    let message = format!(
        r#"{{"id":"m","text":"x","channel":"room","sender":"{long}","sent_at":"2024-01-01T00:00:00Z","mentions":["{long}"],"pinned_by":"{long}"}}"#
    );
    let channel = format!(r#"{{"id":"room","kind":"group","created_by":"{long}","banned_users":["{long}"]}}"#);
    let member = format!(r#"{{"channel":"room","user":"{long}"}}"#);
    let users: Vec<&str> = users.iter().map(String::as_str).collect();
    let written = write(&users, vec![room(&channel, &[&member], &[&message])]);
    let all = written.lines.join("\n");
    assert!(!all.contains(&long));
    assert_eq!(all.matches(&short).count(), 9);
    assert_eq!(faults(&written.lines, true), Vec::<String>::new());
}

#[test]
fn reactions_are_counted() {
    let mut room = room(r#"{"id":"room","kind":"group"}"#, &[], &[]);
    room.reactions.push(record(Kind::Reaction, r#"{"channel":"room","message":"m","user":"ann","type":"like"}"#));
    assert_eq!(write(&[], vec![room]).losses, ["reaction  lost 1"]);
}
