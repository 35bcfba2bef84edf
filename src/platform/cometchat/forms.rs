//! How CometChat's bodies are laid out, which path leads to which, and what comes out of CometChat.
//! Source: `formats/cometchat.md` 1, 6.

use super::tables;
use super::{GROUP, MEMBER, MESSAGE, USER};
use crate::finding::{Basis, Severity};
use crate::options::Resource;
use crate::platform::api::{Asks, Container, Export, Facts, Form, Kind, Root, Route, Rows, segments};

const fn rows(kind: usize, path: &'static str) -> Rows {
    let asks = Asks { method: "POST", path, most: 50, basis: Basis::Documented, batch: 0 };
    Rows { kind, container: Container::Map, asks }
}

/// Rows under the name that they have in a body.
type Part = (&'static str, Rows);

const USERS: Part = ("users", rows(USER, "/v3/data_import/users"));
const GROUPS: Part = ("groups", rows(GROUP, "/v3/data_import/groups"));
const MEMBERS: Part = ("members", rows(MEMBER, "/v3/data_import/members"));
const MESSAGES: Part = ("messages", rows(MESSAGE, "/v3/data_import/messages"));

/// A document: it may hold the other parts as well, each of which is sent to a path of its own.
const fn document(resource: Resource, words: &'static str, envelope: usize, rows: &'static [Part]) -> Form {
    Form { resource: Some(resource), words, root: Root::Members { envelope, rows } }
}

/// The body of one request, which has one part.
const fn body(words: &'static str, envelope: usize, rows: &'static [Part]) -> Form {
    Form { resource: None, words, root: Root::Members { envelope, rows } }
}

const USERS_WORDS: &str = r#"an object with "users", an object of users by uid"#;
const GROUPS_WORDS: &str = r#"an object with "groups", an object of groups by guid"#;
const MEMBERS_WORDS: &str = r#"an object with "members", an object of members by memberId"#;
const MESSAGES_WORDS: &str = r#"an object with "messages", an object of messages by muid"#;

/// Forms of bodies begin here, in the order of the kinds.
const BODIES: usize = 4;

pub(super) static FACTS: Facts = Facts {
    counted: &[("user", "users"), ("group", "groups"), ("member", "members"), ("message", "messages")],
    kinds: &[
        Kind { name: "user", counted: 0, table: &tables::USER },
        Kind { name: "group", counted: 1, table: &tables::GROUP },
        Kind { name: "member", counted: 2, table: &tables::MEMBER },
        Kind { name: "message", counted: 3, table: &tables::MESSAGE },
    ],
    forms: &[
        document(Resource::Users, USERS_WORDS, 0, &[USERS, GROUPS, MEMBERS, MESSAGES]),
        document(Resource::Groups, GROUPS_WORDS, 1, &[GROUPS, USERS, MEMBERS, MESSAGES]),
        document(Resource::Members, MEMBERS_WORDS, 2, &[MEMBERS, USERS, GROUPS, MESSAGES]),
        document(Resource::Messages, MESSAGES_WORDS, 3, &[MESSAGES, USERS, GROUPS, MEMBERS]),
        body(USERS_WORDS, 4, &[USERS]),
        body(GROUPS_WORDS, 5, &[GROUPS]),
        body(MEMBERS_WORDS, 6, &[MEMBERS]),
        body(MESSAGES_WORDS, 7, &[MESSAGES]),
    ],
    envelopes: &tables::ENVELOPES,
    exports: EXPORTS,
    route,
    // The sentence is documented ("should be an array of user objects"), but not what is taken for one.
    wrong_container: (Severity::Error, Basis::Inferred),
    takes_files: false,
};

/// Keys that all have to be there, each with the number of brackets around it.
type Keys = &'static [(usize, &'static str)];

const fn export(resource: Option<Resource>, root: u8, words: &'static str, keys: Keys) -> Export {
    Export { resource, root, keys, element: if root == b'[' { b'{' } else { 0 }, words }
}

const LISTED_USERS: &str = "a list of users as CometChat's REST API gives it";
const LISTED_GROUPS: &str = "a list of groups as CometChat's REST API gives it";
const LISTED_MEMBERS: &str = "a list of members as CometChat's REST API gives it";
const LISTED_MESSAGES: &str = "a list of messages as CometChat's REST API gives it";
const REPLY: &str = "what CometChat answers to an import, row by row";

/// What the REST API lists, in pages or gathered into one list or line by line; and what the import answers.
const EXPORTS: &[Export] = &[
    export(Some(Resource::Members), b'{', LISTED_MEMBERS, &[(1, "data"), (3, "uid"), (3, "scope"), (3, "joinedAt")]),
    export(Some(Resource::Groups), b'{', LISTED_GROUPS, &[(1, "data"), (3, "guid"), (3, "membersCount")]),
    export(Some(Resource::Messages), b'{', LISTED_MESSAGES, &[(1, "data"), (3, "conversationId"), (3, "receiverType")]),
    export(Some(Resource::Users), b'{', LISTED_USERS, &[(1, "data"), (1, "meta"), (3, "uid")]),
    export(Some(Resource::Members), b'[', LISTED_MEMBERS, &[(2, "uid"), (2, "scope"), (2, "joinedAt")]),
    export(Some(Resource::Groups), b'[', LISTED_GROUPS, &[(2, "guid"), (2, "membersCount")]),
    export(Some(Resource::Messages), b'[', LISTED_MESSAGES, &[(2, "conversationId"), (2, "receiverType")]),
    export(Some(Resource::Users), b'[', LISTED_USERS, &[(2, "uid"), (2, "status"), (2, "role")]),
    export(
        Some(Resource::Messages),
        b'{',
        LISTED_MESSAGES,
        &[(1, "conversationId"), (1, "receiverType"), (1, "sender")],
    ),
    export(None, b'{', REPLY, &[(1, "data"), (3, "success")]),
];

/// Calls of the import, and those that an app is made ready with.
fn route(method: &str, path: &str) -> Option<Route> {
    let parts = segments(path);
    let kind = match (method, parts.as_slice()) {
        ("POST", ["v3", "data_import", part]) => {
            [USERS, GROUPS, MEMBERS, MESSAGES].iter().position(|(name, _)| name == part)?
        }
        ("POST", ["v3", "roles" | "users" | "groups" | "messages"] | ["v3", "groups", _, "members"]) => {
            return Some(Route::default());
        }
        _ => return None,
    };
    Some(Route { form: Some(BODIES + kind), ..Route::default() })
}

/// The kind of rows that a form of one part has; `None` for documents.
pub(super) fn body_kind(form: usize) -> Option<usize> {
    form.checked_sub(BODIES)
}
