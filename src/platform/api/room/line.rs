//! One line of a requests file: `{"method","path","body"}`.

use super::cut::Cuts;
use super::{ApiRoom, Inside, Seen};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::frame::Role;
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::platform::api::rules::value;
use crate::platform::api::{Form, Root, without_host};
use crate::redact;
use crate::table::draft::{Draft, push_key};
use crate::table::slots::Span;
use crate::table::walk::found;

/// What stood in the line so far.
#[derive(Default)]
struct Envelope {
    method: Option<String>,
    path: Option<String>,
    /// Where the body's value begins.
    body: Option<usize>,
    /// Whether the body was walked.
    walked: bool,
    /// Whether it was found out where the request leads, and whether its body is to be walked.
    routed: Option<bool>,
}

impl ApiRoom {
    pub(super) fn parse_line(&mut self, lexer: &mut Lexer) -> bool {
        self.inside.clear();
        self.migration.request.reset();
        self.migration.request.source = self.migration.source;
        self.cuts = Cuts::default();
        let start = lexer.pos;
        if lexer.next() != b'{' {
            let message = [
                "the line is ",
                found(lexer.byte()),
                "; a request is an object with \"method\", \"path\" and \"body\"",
            ];
            let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, lexer.pos, message.concat())
                .cause("request", "", found(lexer.byte()), 0);
            self.migration.say(draft);
            return lexer.value();
        }
        let mut envelope = Envelope::default();
        if !self.envelope_keys(lexer, &mut envelope) {
            return false;
        }
        if let (Some(at), false) = (envelope.body, envelope.walked)
            && self.route(&mut envelope, start)
        {
            // It was scanned before its path was known, so that it is JSON.
            let end = lexer.pos;
            lexer.pos = at;
            self.body(lexer);
            lexer.pos = end;
        }
        self.complete(&mut envelope, start);
        self.cut_line(lexer.bytes(), start, lexer.pos);
        true
    }

    fn envelope_keys(&mut self, lexer: &mut Lexer, envelope: &mut Envelope) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        if lexer.next() == b'}' {
            lexer.pos += 1;
            lexer.depth -= 1;
            return true;
        }
        loop {
            let Some(key) = string_key(lexer) else { return false };
            let raw = lexer.slice(key.start as usize, key.end as usize);
            let good = match raw {
                b"method" => self.word(lexer, "method", &mut envelope.method),
                b"path" => self.word(lexer, "path", &mut envelope.path),
                b"body" => {
                    envelope.body = Some(lexer.pos);
                    if envelope.method.is_some() && envelope.path.is_some() && self.route(envelope, start) {
                        envelope.walked = true;
                        self.body(lexer)
                    } else {
                        lexer.value()
                    }
                }
                _ => {
                    self.other_key(raw, key.start as usize - 1);
                    lexer.value()
                }
            };
            if !good {
                return false;
            }
            match lexer.next() {
                b',' => lexer.pos += 1,
                b'}' => {
                    lexer.pos += 1;
                    lexer.depth -= 1;
                    return true;
                }
                _ => return lexer.fail_at(lexer.pos),
            }
        }
    }

    /// A string of the envelope.
    pub(super) fn word(&mut self, lexer: &mut Lexer, name: &'static str, word: &mut Option<String>) -> bool {
        let at = lexer.pos;
        if lexer.byte() == b'"' {
            lexer.pos += 1;
            if !lexer.string() {
                return false;
            }
            *word = Some(text::decode(lexer.slice(at + 1, lexer.pos - 1)));
            return true;
        }
        let message = ["request.", name, " is ", found(lexer.byte()), "; expected a string"].concat();
        let call = self.migration.walker.path_of(None);
        let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message)
            .path(if call.is_empty() { name.to_owned() } else { call })
            .cause("request", name, found(lexer.byte()), 0);
        self.migration.say(draft);
        *word = Some(String::new());
        lexer.value()
    }

    #[cold]
    fn other_key(&mut self, raw: &[u8], at: usize) {
        let key = text::decode(raw);
        let mut path = String::new();
        push_key(&mut path, &key);
        let message = ["a request has the key ", &text::quoted_name(&key), "; it takes method, path and body"].concat();
        let draft = Draft::new(Code::UnknownField, Severity::Warning, Basis::Documented, at, message)
            .path(path)
            .help("remove it; headers and query strings are the sender's")
            .cause("request", &key, "", 0);
        self.migration.say(draft);
    }

    /// Finds out what the request is. Whether its body is to be walked.
    fn route(&mut self, envelope: &mut Envelope, start: usize) -> bool {
        if let Some(routed) = envelope.routed {
            return routed;
        }
        let (Some(method), Some(path)) = (&envelope.method, &envelope.path) else { return false };
        let routed = self.lead(method, path, start, "path");
        envelope.routed = Some(routed);
        routed
    }

    /// Finds out where a request leads that begins at `start`; `named` is the JSON path to its path.
    pub(super) fn lead(&mut self, method: &str, path: &str, start: usize, named: &str) -> bool {
        let request = &mut self.migration.request;
        method.clone_into(&mut request.method);
        path.clone_into(&mut request.path);
        if method.is_empty() || path.is_empty() {
            return false;
        }
        let Some(route) = (self.facts.route)(method, without_host(path)) else {
            let platform = self.migration.walker.manner.platform;
            let message = [
                &redact::method(method),
                " ",
                &redact::path(path),
                " is no call of ",
                platform,
                "'s that is known here",
            ]
            .concat();
            let draft = Draft::new(Code::UnknownRequest, Severity::Warning, Basis::Inferred, start, message)
                .path(named.to_owned())
                .help("check the method and the path; the body was not looked at")
                .cause("request", "path", path, 0);
            self.migration.say(draft);
            return false;
        };
        if route.form.is_none() {
            let message = [
                &redact::method(method),
                " ",
                &redact::path(path),
                " is a call that is not part of an import; its body was not checked",
            ]
            .concat();
            let draft = Draft::new(Code::NotChecked, Severity::Info, Basis::Documented, start, message)
                .path(named.to_owned())
                .help("nothing to mend")
                .cause("request", "path", path, 0);
            self.migration.say(draft);
        }
        self.form = route.form;
        let request = &mut self.migration.request;
        request.channel = route.channel;
        request.id = route.id;
        request.form = route.form;
        route.form.is_some()
    }

    /// What the line lacks.
    fn complete(&mut self, envelope: &mut Envelope, start: usize) {
        let lacking = [
            ("method", envelope.method.is_none()),
            ("path", envelope.path.is_none()),
            ("body", envelope.body.is_none()),
        ];
        for (name, _) in lacking.into_iter().filter(|(_, lacks)| *lacks) {
            if name == "body" && !self.wants_body(envelope, start) {
                continue;
            }
            let draft = Draft::new(
                Code::MissingField,
                Severity::Error,
                Basis::Documented,
                start,
                ["request.", name, " is missing"].concat(),
            )
            .path(name.to_owned())
            .help(&["add \"", name, "\""].concat())
            .cause("request", name, "", 0);
            self.migration.say(draft);
            if name == "body" && self.form.is_some() {
                // What is sent is nothing, which is no JSON.
                let (request, vendor) = (&mut self.migration.request, &self.vendor);
                request.malformed = Some("unexpected end of JSON input".to_owned());
                self.answers.add(request, || (vendor.answer(request), vendor.imported(request)));
            }
        }
    }

    fn wants_body(&mut self, envelope: &mut Envelope, start: usize) -> bool {
        envelope.method.is_none() || envelope.path.is_none() || self.route(envelope, start)
    }

    /// Walks the body; the cursor stands at its first byte.
    fn body(&mut self, lexer: &mut Lexer) -> bool {
        self.migration.walker.enter_key("body");
        let good = self.body_value(lexer);
        self.migration.walker.leave();
        if good {
            self.end_request(self.only_asks());
        }
        good
    }

    pub(super) fn body_value(&mut self, lexer: &mut Lexer) -> bool {
        if let Some(Form { root: Root::Calls { prefix, asks }, .. }) = self.form() {
            return self.calls(lexer, prefix, *asks);
        }
        let seen = Seen { byte: lexer.next(), at: lexer.pos };
        match self.enter(None, seen, None) {
            Role::Items => self.rows_in_line(lexer) && self.left(),
            Role::Members => self.members_in_line(lexer) && self.left(),
            Role::Item => self.row_in_line(lexer, None) && self.left(),
            Role::Member => lexer.value(),
        }
    }

    fn left(&mut self) -> bool {
        self.leave_container();
        true
    }

    fn members_in_line(&mut self, lexer: &mut Lexer) -> bool {
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        if lexer.next() == b'}' {
            lexer.pos += 1;
            lexer.depth -= 1;
            return true;
        }
        loop {
            let Some(key) = string_key(lexer) else { return false };
            let seen = Seen { byte: lexer.byte(), at: lexer.pos };
            let name = value(lexer.bytes(), key);
            let good = if self.enter(Some(&name), seen, None) == Role::Items {
                let part = self.part_name(&name);
                self.migration.walker.enter_key(part);
                let good = self.rows_in_line(lexer);
                self.migration.walker.leave();
                good && self.left()
            } else {
                let at = lexer.pos;
                self.check_member(lexer, Some(key));
                // Whatever the check made of it, the cursor goes behind the value.
                lexer.pos = at;
                lexer.value()
            };
            if !good {
                return false;
            }
            match lexer.next() {
                b',' => lexer.pos += 1,
                b'}' => {
                    lexer.pos += 1;
                    lexer.depth -= 1;
                    return true;
                }
                _ => return lexer.fail_at(lexer.pos),
            }
        }
    }

    /// The name of a part of the body, as the form spells it.
    fn part_name(&self, name: &[u8]) -> &'static str {
        match self.form().map(|form| &form.root) {
            Some(Root::Members { rows, .. }) => {
                rows.iter().find(|(part, _)| part.as_bytes() == name).map_or("", |(part, _)| *part)
            }
            _ => "",
        }
    }

    /// Walks the rows of the container at the cursor.
    fn rows_in_line(&mut self, lexer: &mut Lexer) -> bool {
        let list = lexer.byte() == b'[';
        let close = if list { b']' } else { b'}' };
        if !lexer.open() {
            return false;
        }
        self.open_rows(lexer.pos);
        lexer.pos += 1;
        if lexer.next() == close {
            lexer.pos += 1;
            lexer.depth -= 1;
            return true;
        }
        let mut index = 0;
        loop {
            let key = if list {
                self.migration.walker.enter_index(index);
                None
            } else {
                let Some(key) = string_key(lexer) else { return false };
                self.migration.walker.enter_name(lexer.slice(key.start as usize, key.end as usize));
                Some(key)
            };
            let good = self.row_in_line(lexer, key);
            self.migration.walker.leave();
            if !good {
                return false;
            }
            index += 1;
            let byte = lexer.next();
            if byte == b',' {
                self.between_rows(lexer.pos, index);
                lexer.pos += 1;
            } else if byte == close {
                self.close_rows(lexer.pos);
                lexer.pos += 1;
                lexer.depth -= 1;
                return true;
            } else {
                return lexer.fail_at(lexer.pos);
            }
        }
    }

    fn row_in_line(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool {
        self.migration.walker.start_row();
        if !self.walk_row(lexer, key) {
            return false;
        }
        if let Some(Inside::Rows(rows)) = self.inside.last() {
            self.settle_row(lexer.bytes(), *rows);
        }
        true
    }
}

/// Scans a key and its colon; the cursor ends at the value.
fn string_key(lexer: &mut Lexer) -> Option<Span> {
    if lexer.next() != b'"' {
        lexer.fail_at(lexer.pos);
        return None;
    }
    lexer.pos += 1;
    let start = lexer.pos;
    if !lexer.string() {
        return None;
    }
    let key = Span::new(start, lexer.pos - 1, lexer.escaped);
    if !lexer.expect(b':') {
        return None;
    }
    lexer.next();
    Some(key)
}
