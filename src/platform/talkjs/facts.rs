//! What bodies look like and which path leads to which, as data. Source: `formats/talkjs.md` 1, 2 and 6.

use super::{CONVERSATION, MESSAGE, PARTICIPANT, PARTICIPANT_CHANGE, SENT_MESSAGE, USER, tables};
use crate::finding::{Basis, Severity};
use crate::options::Resource;
use crate::platform::api::request::Request;
use crate::platform::api::{Asks, Container, Export, Facts, Form, Kind, Root, Route, Rows, percent_decoded, segments};

/// Forms of bodies, in the order of [`FACTS`].
mod form {
    pub(super) const USERS: usize = 0;
    pub(super) const IMPORT: usize = 2;
    pub(super) const USER: usize = 3;
    pub(super) const CONVERSATION: usize = 4;
    pub(super) const PARTICIPANT: usize = 5;
    pub(super) const PARTICIPANT_CHANGE: usize = 6;
    pub(super) const SEND: usize = 7;
    pub(super) const BATCH: usize = 8;
}

/// What a request carries, as far as answers differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    One,
    UsersInBulk,
    Several,
    Batch,
}

impl Body {
    pub(super) fn of(request: &Request) -> Body {
        match request.form {
            Some(form::USERS) => Body::UsersInBulk,
            Some(form::IMPORT | form::SEND) => Body::Several,
            Some(form::BATCH) => Body::Batch,
            _ => Body::One,
        }
    }
}

/// Rows of a request of which the documentation says how many it takes; 0 for any.
const fn rows(kind: usize, container: Container, method: &'static str, path: &'static str, most: u64) -> Rows {
    Rows { kind, container, asks: Asks { method, path, most, basis: Basis::Documented, batch: 0 } }
}

/// A body that a document cannot have, only a request.
const fn in_request(words: &'static str, root: Root) -> Form {
    Form { resource: None, words, root }
}

const USERS_IN_BULK: Rows = rows(USER, Container::Map, "PUT", "/v1/{appId}/users", 100);

const CONVERSATION_PATH: &str = "/v1/{appId}/conversations/{key}";

/// A document of conversations is a request for each of them.
const CONVERSATIONS: Rows = Rows {
    kind: CONVERSATION,
    container: Container::Either,
    asks: Asks { method: "PUT", path: CONVERSATION_PATH, most: 0, basis: Basis::Documented, batch: 1 },
};

const IMPORT_PATH: &str = "/v1/{appId}/import/conversations/{channel}/messages";

/// The most messages of a request, imported or sent.
const MESSAGES_AT_A_TIME: u64 = 10;

/// A document of messages is cut into requests.
const IMPORTED_MESSAGES: Rows = Rows {
    kind: MESSAGE,
    container: Container::List,
    asks: Asks {
        method: "POST",
        path: IMPORT_PATH,
        most: MESSAGES_AT_A_TIME,
        basis: Basis::Documented,
        batch: MESSAGES_AT_A_TIME,
    },
};

const PARTICIPANT_PATH: &str = "/v1/{appId}/conversations/{channel}/participants/{key}";
const SEND_PATH: &str = "/v1/{appId}/conversations/{channel}/messages";

const fn export(
    resource: Resource,
    root: u8,
    element: u8,
    keys: &'static [(usize, &'static str)],
    words: &'static str,
) -> Export {
    Export { resource: Some(resource), root, keys, element, words }
}

const USERS_OUT: &str = "a list of users as TalkJS's API and its export script give them";
const CONVERSATIONS_OUT: &str = "a list of conversations as TalkJS's API and its export script give them";
const MESSAGES_OUT: &str = "a list of messages as TalkJS's API gives them";
const SCRIPT_OUT: &str = "a list of lists of messages, as TalkJS's export script writes them";

/// What the folder says in data.
pub(super) static FACTS: Facts = Facts {
    counted: &[
        ("user", "users"),
        ("conversation", "conversations"),
        ("participant", "participants"),
        ("message", "messages"),
    ],
    kinds: &[
        Kind { name: "user", counted: 0, table: &tables::USER },
        Kind { name: "conversation", counted: 1, table: &tables::CONVERSATION },
        Kind { name: "participant", counted: 2, table: &tables::PARTICIPANT },
        Kind { name: "participant", counted: 2, table: &tables::PARTICIPANT_CHANGE },
        Kind { name: "message", counted: 3, table: &tables::MESSAGE },
        Kind { name: "message", counted: 3, table: &tables::SENT_MESSAGE },
    ],
    forms: &[
        Form { resource: Some(Resource::Users), words: "an object of users by id", root: Root::Rows(USERS_IN_BULK) },
        Form {
            resource: Some(Resource::Conversations),
            words: "an object of conversations by id",
            root: Root::Rows(CONVERSATIONS),
        },
        Form { resource: Some(Resource::Messages), words: "a list of messages", root: Root::Rows(IMPORTED_MESSAGES) },
        in_request("one user as an object", Root::One(rows(USER, Container::Map, "PUT", "/v1/{appId}/users/{key}", 0))),
        in_request(
            "one conversation as an object",
            Root::One(rows(CONVERSATION, Container::Map, "PUT", CONVERSATION_PATH, 0)),
        ),
        in_request(
            "one participant as an object",
            Root::One(rows(PARTICIPANT, Container::Map, "PUT", PARTICIPANT_PATH, 0)),
        ),
        in_request(
            "one participant as an object",
            Root::One(rows(PARTICIPANT_CHANGE, Container::Map, "PATCH", PARTICIPANT_PATH, 0)),
        ),
        in_request(
            "a list of messages",
            Root::Rows(rows(SENT_MESSAGE, Container::List, "POST", SEND_PATH, MESSAGES_AT_A_TIME)),
        ),
        in_request(
            "a list of calls",
            Root::Calls {
                prefix: "/v1/{appId}",
                asks: Asks { method: "POST", path: "/v1/{appId}/batch", most: 10, basis: Basis::Documented, batch: 0 },
            },
        ),
    ],
    envelopes: &[],
    exports: &[
        export(Resource::Messages, b'[', b'[', &[(3, "senderId"), (3, "text")], SCRIPT_OUT),
        export(Resource::Messages, b'[', b'{', &[(2, "senderId"), (2, "conversationId"), (2, "origin")], MESSAGES_OUT),
        export(Resource::Messages, b'{', 0, &[(1, "data"), (3, "senderId"), (3, "conversationId")], MESSAGES_OUT),
        export(Resource::Conversations, b'[', b'{', &[(2, "participants"), (2, "lastMessage")], CONVERSATIONS_OUT),
        export(Resource::Conversations, b'[', b'{', &[(2, "participants"), (2, "topicId")], CONVERSATIONS_OUT),
        export(
            Resource::Conversations,
            b'{',
            0,
            &[(1, "data"), (3, "participants"), (3, "lastMessage")],
            CONVERSATIONS_OUT,
        ),
        export(Resource::Users, b'[', b'{', &[(2, "id"), (2, "name"), (2, "createdAt"), (2, "photoUrl")], USERS_OUT),
        export(Resource::Users, b'[', b'{', &[(2, "id"), (2, "name"), (2, "createdAt"), (2, "email")], USERS_OUT),
        export(Resource::Users, b'[', b'{', &[(2, "id"), (2, "name"), (2, "createdAt"), (2, "custom")], USERS_OUT),
        export(
            Resource::Users,
            b'{',
            0,
            &[(1, "data"), (3, "id"), (3, "name"), (3, "createdAt"), (3, "photoUrl")],
            USERS_OUT,
        ),
    ],
    route,
    wrong_container: (Severity::Error, Basis::Documented),
    takes_files: false,
};

fn route(method: &str, path: &str) -> Option<Route> {
    let parts = segments(path);
    let ["v1", _, call @ ..] = parts.as_slice() else { return None };
    if call.iter().any(|part| part.is_empty()) {
        return None;
    }
    let to = |form, channel: Option<&&str>, id: Option<&&str>| {
        let decoded = |part: &&str| percent_decoded(part);
        Some(Route { form: Some(form), channel: channel.map(decoded), id: id.map(decoded) })
    };
    match (method, call) {
        ("PUT", ["users"]) => to(form::USERS, None, None),
        ("PUT", ["users", id]) => to(form::USER, None, Some(id)),
        ("PUT", ["conversations", id]) => to(form::CONVERSATION, None, Some(id)),
        ("PUT", ["conversations", channel, "participants", id]) => to(form::PARTICIPANT, Some(channel), Some(id)),
        ("PATCH", ["conversations", channel, "participants", id]) => {
            to(form::PARTICIPANT_CHANGE, Some(channel), Some(id))
        }
        ("POST", ["conversations", channel, "messages"]) => to(form::SEND, Some(channel), None),
        // The singular is what the documentation's example has: rules say something about it.
        ("POST", ["import", "conversations" | "conversation", channel, "messages"]) => {
            to(form::IMPORT, Some(channel), None)
        }
        ("POST", ["batch"]) => to(form::BATCH, None, None),
        ("GET" | "DELETE", ["users" | "conversations", ..])
        | ("PUT", ["conversations", _, "messages", ..] | ["users", _, "presence"]) => Some(Route::default()),
        _ => None,
    }
}
