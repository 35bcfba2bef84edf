//! The objects around rows. Source: `formats/cometchat.md` 1.1, 1.2, 8 (7, 10, 11).

use super::{GROUP, MEMBER, MESSAGE, USER, field};
use crate::finding::Basis::Inferred;
use crate::finding::Severity::Info;
use crate::table::Value::Keyed;
use crate::table::{Field, Others, Table, Use};

/// Those of documents, then those of bodies, in the order of the kinds.
pub(in crate::platform::cometchat) static ENVELOPES: [&Table; 8] = [
    &USERS_DOCUMENT,
    &GROUPS_DOCUMENT,
    &MEMBERS_DOCUMENT,
    &MESSAGES_DOCUMENT,
    &USERS_BODY,
    &GROUPS_BODY,
    &MEMBERS_BODY,
    &MESSAGES_BODY,
];

/// What CometChat makes of other keys around the rows: nothing, as far as anybody knows.
const AROUND: [Others; 2] = [Others::Unknown(Info, Inferred); 2];

const PARTS: [&str; 4] = ["users", "groups", "members", "messages"];

/// The name of a part that people write by mistake.
const WRONG_PARTS: [&[(&str, &str)]; 4] = [
    &[("user", "users"), ("uids", "users")],
    &[("group", "groups"), ("channels", "groups")],
    &[("member", "members"), ("groupMembers", "members"), ("participants", "members")],
    &[("message", "messages"), ("chats", "messages")],
];

const fn part(name: &'static str, table: &'static Table, uses: Use) -> Field {
    Field { uses: [uses; 2], ..field(name, Keyed(table)) }
}

/// The fields of a document of which one part has to be there.
const fn parts(needed: usize) -> [Field; 4] {
    const fn uses(needed: usize, part: usize) -> Use {
        if needed == part { Use::Required } else { Use::Optional }
    }
    [
        part(PARTS[0], &USER, uses(needed, 0)),
        part(PARTS[1], &GROUP, uses(needed, 1)),
        part(PARTS[2], &MEMBER, uses(needed, 2)),
        part(PARTS[3], &MESSAGE, uses(needed, 3)),
    ]
}

static USERS_PARTS: [Field; 4] = parts(0);
static GROUPS_PARTS: [Field; 4] = parts(1);
static MEMBERS_PARTS: [Field; 4] = parts(2);
static MESSAGES_PARTS: [Field; 4] = parts(3);

const fn around(fields: &'static [Field], part: usize) -> Table {
    Table { kind: "body", fields, others: AROUND, hints: WRONG_PARTS[part], ..Table::EMPTY }
}

/// Documents: the call is not known, and each part is taken for what it is.
static USERS_DOCUMENT: Table = around(&USERS_PARTS, 0);
static GROUPS_DOCUMENT: Table = around(&GROUPS_PARTS, 1);
static MEMBERS_DOCUMENT: Table = around(&MEMBERS_PARTS, 2);
static MESSAGES_DOCUMENT: Table = around(&MESSAGES_PARTS, 3);

/// Bodies of one call, with what its path does not take.
const NOT_USERS: &[(&str, &str)] =
    &[("groups", GO_TO_GROUPS), ("members", GO_TO_MEMBERS), ("messages", GO_TO_MESSAGES)];
const NOT_GROUPS: &[(&str, &str)] = &[("users", GO_TO_USERS), ("members", GO_TO_MEMBERS), ("messages", GO_TO_MESSAGES)];
const NOT_MEMBERS: &[(&str, &str)] = &[("users", GO_TO_USERS), ("groups", GO_TO_GROUPS), ("messages", GO_TO_MESSAGES)];
const NOT_MESSAGES: &[(&str, &str)] = &[("users", GO_TO_USERS), ("groups", GO_TO_GROUPS), ("members", GO_TO_MEMBERS)];

const GO_TO_USERS: &str = "the path takes no users; send them to /v3/data_import/users";
const GO_TO_GROUPS: &str = "the path takes no groups; send them to /v3/data_import/groups";
const GO_TO_MEMBERS: &str = "the path takes no members; send them to /v3/data_import/members";
const GO_TO_MESSAGES: &str = "the path takes no messages; send them to /v3/data_import/messages";

const fn body(fields: &'static [Field], at: usize, lost: &'static [(&'static str, &'static str)]) -> Table {
    Table { lost, ..around(fields, at) }
}

static USERS_BODY: Table = body(&[part(PARTS[0], &USER, Use::Required)], 0, NOT_USERS);
static GROUPS_BODY: Table = body(&[part(PARTS[1], &GROUP, Use::Required)], 1, NOT_GROUPS);
static MEMBERS_BODY: Table = body(&[part(PARTS[2], &MEMBER, Use::Required)], 2, NOT_MEMBERS);
static MESSAGES_BODY: Table = body(&[part(PARTS[3], &MESSAGE, Use::Required)], 3, NOT_MESSAGES);
