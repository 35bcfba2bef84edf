//! The lines of a requests file.

use super::super::{CONVERSATION, MESSAGE, PARTICIPANT, PARTICIPANT_CHANGE, SENT_MESSAGE, USER, facts};
use super::rows::{self, Rows};
use crate::convert::reader::Records;
use crate::convert::tree::Json;
use crate::finding::Position;
use crate::history::Kind;
use crate::platform::api::{Root, Route, without_host};

/// Where a value stands in the line that begins there.
fn place(line: Position, json: Json<'_>) -> Position {
    let start = json.start() as u64;
    Position { byte: line.byte + start, column: line.column + start, ..line }
}

impl Rows {
    /// A request.
    pub(super) fn line(&self, json: Json<'_>, at: Position, records: &mut Records<'_>) {
        let text = |key| json.get(key).and_then(Json::text);
        let (Some(method), Some(path)) = (text("method"), text("path")) else {
            return records.unreadable(Kind::Other, at, "it is no request: it has no method or no path");
        };
        let path = without_host(&path);
        let Some((root, route)) = leads_to(&method, path, at, records) else { return };
        let Some(body) = json.value("body") else {
            return records.unreadable(Kind::Other, at, "the request has no body");
        };
        match root {
            Root::Calls { prefix, .. } => {
                for call in body.elements() {
                    self.call(call, prefix, at, records);
                }
            }
            Root::Rows(rows) => self.body(rows.kind, false, &route, body, at, records),
            Root::One(rows) => self.body(rows.kind, true, &route, body, at, records),
            // TalkJS has no body of members.
            Root::Members { .. } => {}
        }
    }

    /// A call of a batch (section 2.8): a number, a method, a path and a body.
    fn call(&self, call: Json<'_>, prefix: &str, line: Position, records: &mut Records<'_>) {
        let at = place(line, call);
        let parts: Vec<Json<'_>> = call.elements().collect();
        let (Some(method), Some(path), Some(body)) = (
            parts.get(1).copied().and_then(Json::text),
            parts.get(2).copied().and_then(Json::text),
            parts.get(3).copied(),
        ) else {
            return records.unreadable(Kind::Other, at, "it is no call: it lacks its method, its path or its body");
        };
        let path = [prefix, without_host(&path)].concat();
        match leads_to(&method, &path, at, records) {
            Some((Root::Rows(rows), route)) => self.body(rows.kind, false, &route, body, line, records),
            Some((Root::One(rows), route)) => self.body(rows.kind, true, &route, body, line, records),
            Some(_) => records.unreadable(Kind::Other, at, "a batch cannot hold another one"),
            None => {}
        }
    }

    fn body(
        &self,
        kind: usize,
        is_one: bool,
        route: &Route,
        body: Json<'_>,
        line: Position,
        records: &mut Records<'_>,
    ) {
        let at = place(line, body);
        let (channel, id) = (route.channel.as_deref(), route.id.as_deref());
        match kind {
            USER if is_one => rows::user(body, id, at, records),
            USER => {
                for (id, user) in body.entries() {
                    rows::user(user, Some(id), place(line, user), records);
                }
            }
            CONVERSATION => self.conversation(body, id, at, records),
            PARTICIPANT | PARTICIPANT_CHANGE => {
                let (channel, user) = (channel.unwrap_or_default(), id.unwrap_or_default());
                let mut member = rows::participant(body, channel, user, at, records);
                // It says more of somebody whom the conversation has listed.
                member.partial = true;
                records.push(member);
            }
            MESSAGE | SENT_MESSAGE if body.is_array() => {
                for message in body.elements() {
                    self.message(message, channel, place(line, message), records);
                }
            }
            _ => self.message(body, channel, at, records),
        }
    }
}

/// What a request carries, if it carries anything.
fn leads_to(method: &str, path: &str, at: Position, records: &mut Records<'_>) -> Option<(&'static Root, Route)> {
    let facts = facts();
    let Some(route) = (facts.route)(method, path) else {
        records.unreadable(Kind::Other, at, ["no such request is known: ", method, " ", path].concat());
        return None;
    };
    let Some(form) = route.form.and_then(|form| facts.forms.get(form)) else {
        if method == "GET" {
            records.left(Kind::Other, path, at, "it asks for something, and imports nothing");
        } else {
            records.unreadable(Kind::Other, at, ["the request imports nothing: ", method, " ", path].concat());
        }
        return None;
    };
    Some((&form.root, route))
}
