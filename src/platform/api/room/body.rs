//! What stands around the rows of a body: its containers, and the members beside them.

use super::{ApiRoom, Inside, Seen};
use crate::codes::Code;
use crate::finding::{Position, Severity};
use crate::frame::Role;
use crate::json::lexer::Lexer;
use crate::platform::api::request::Trouble;
use crate::platform::api::rules::value;
use crate::platform::api::{Asks, Container, Form, Root, Rows};
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::walk::{Members, found};

impl ApiRoom {
    /// What a value of the body is, from its first byte and its key.
    pub(super) fn enter(&mut self, key: Option<&[u8]>, seen: Seen, position: Option<Position>) -> Role {
        match self.inside.last() {
            None => self.enter_root(seen, position),
            Some(Inside::Members(..)) => self.enter_member(key, seen, position),
            Some(Inside::Rows(_)) => Role::Item,
        }
    }

    pub(super) fn enter_root(&mut self, seen: Seen, position: Option<Position>) -> Role {
        self.cut = 0;
        if !self.migration.in_line {
            self.form = self.document_form;
        }
        let Some(form) = self.form() else { return Role::Member };
        match &form.root {
            Root::One(rows) | Root::Rows(rows) => {
                let one = matches!(form.root, Root::One(_));
                self.begin_request(rows.asks, seen.at, position);
                self.migration.request.kind = rows.kind;
                let expected = if one { seen.byte == b'{' } else { rows.container.begins_with(seen.byte) };
                if !expected {
                    self.wrong_root(form, seen);
                }
                // An object in the place of a list is a row that stands alone; several rows in the place of one are
                // looked at all the same.
                let role = match seen.byte {
                    b'{' if one || rows.container == Container::List => Role::Item,
                    b'{' | b'[' => Role::Items,
                    _ => return Role::Member,
                };
                self.inside.push(Inside::Rows(*rows));
                role
            }
            Root::Members { rows, .. } => {
                self.asked = false;
                if rows.len() == 1 || seen.byte != b'{' {
                    self.ask_first(rows, seen.at, position);
                }
                if seen.byte == b'{' {
                    self.inside.push(Inside::Members(Members::new(seen.at), position));
                    return Role::Members;
                }
                self.wrong_root(form, seen);
                match rows {
                    [(_, only), ..] if seen.byte == b'[' => {
                        self.inside.push(Inside::Rows(*only));
                        Role::Items
                    }
                    _ => Role::Member,
                }
            }
            // Only in requests, where it does not come here.
            Root::Calls { .. } => Role::Member,
        }
    }

    /// Begins the request that asks for the first part of a body.
    fn ask_first(&mut self, parts: &[(&'static str, Rows)], at: usize, position: Option<Position>) {
        if let Some((_, first)) = parts.first() {
            self.begin_request(first.asks, at, position);
            self.migration.request.kind = first.kind;
        }
    }

    pub(super) fn enter_member(&mut self, key: Option<&[u8]>, seen: Seen, position: Option<Position>) -> Role {
        let Some(Form { root: Root::Members { rows: parts, .. }, .. }) = self.form() else { return Role::Member };
        let Some((name, rows)) = parts.iter().find(|(name, _)| key == Some(name.as_bytes())) else {
            return Role::Member;
        };
        if !matches!(seen.byte, b'{' | b'[') {
            return Role::Member;
        }
        if parts.len() > 1 {
            self.begin_request(rows.asks, seen.at, position);
        }
        self.migration.request.kind = rows.kind;
        if !rows.container.begins_with(seen.byte) {
            self.wrong_container(name, *rows, seen);
        }
        self.note_member(name, seen);
        self.inside.push(Inside::Rows(*rows));
        Role::Items
    }

    /// Rows were seen under this name: the envelope has it.
    pub(super) fn note_member(&mut self, name: &str, seen: Seen) {
        let Some(table) = self.envelope() else { return };
        let Some(Inside::Members(mut members, start)) = self.inside.pop() else { return };
        self.collect(|room| {
            let before = room.migration.walker.drafts.len();
            room.migration.walker.note_member(table, name, &mut members, seen.at);
            for draft in room.migration.walker.drafts.iter_mut().skip(before) {
                // All rows under the first of the two are lost.
                draft.severity = Severity::Error;
                room.migration.request.forget_rows();
            }
        });
        self.inside.push(Inside::Members(members, start));
    }

    /// The index of the envelope's table, among the walker's.
    pub(super) fn envelope(&self) -> Option<usize> {
        match self.form()?.root {
            Root::Members { envelope, .. } => Some(self.facts.kinds.len() + envelope),
            _ => None,
        }
    }

    #[cold]
    pub(super) fn wrong_root(&mut self, form: &Form, seen: Seen) {
        let platform = self.migration.walker.manner.platform;
        let message = ["the body is ", found(seen.byte), "; ", platform, " wants ", form.words].concat();
        let (severity, basis) = self.facts.wrong_container;
        let help = match (&form.root, seen.byte) {
            (Root::One(_), b'[') => "send each of them in a request of its own".to_owned(),
            (Root::One(_), _) => ["write ", form.words].concat(),
            _ => ["wrap it so that it is ", form.words].concat(),
        };
        let draft = Draft::new(Code::WrongType, severity, basis, seen.at, message)
            .path(self.migration.walker.path_of(None))
            .help(&help)
            .cause("body", "", found(seen.byte), 0);
        self.migration.say_of_body(draft);
    }

    #[cold]
    pub(super) fn wrong_container(&mut self, name: &str, rows: Rows, seen: Seen) {
        let platform = self.migration.walker.manner.platform;
        let (wanted, help) = match rows.container {
            Container::List => ("a list", "put the rows into a list"),
            _ => ("an object whose keys are the ids", "make it an object: each row under its own id"),
        };
        let message = [name, " is ", found(seen.byte), "; ", platform, " wants ", wanted].concat();
        let (severity, basis) = self.facts.wrong_container;
        let draft = Draft::new(Code::WrongType, severity, basis, seen.at, message)
            .path(self.migration.walker.path_of(Some(name)))
            .help(help)
            .cause("body", name, found(seen.byte), 0);
        self.migration.say_of_body(draft);
    }

    /// The container at hand ends.
    pub(super) fn leave_container(&mut self) {
        match self.inside.pop() {
            Some(Inside::Members(members, start)) => {
                if let (false, Some(Form { root: Root::Members { rows, .. }, .. })) = (self.asked, self.form()) {
                    self.ask_first(rows, 0, start);
                }
                if let Some(table) = self.envelope() {
                    let before = self.migration.loose.len();
                    self.collect(|room| {
                        room.migration.walker.end_members(table, &members);
                    });
                    // The window may have moved on from where the body began.
                    for loose in self.migration.loose.iter_mut().skip(before) {
                        loose.position = start;
                    }
                }
                self.end_request(self.only_asks());
            }
            Some(Inside::Rows(rows)) if self.inside.is_empty() || self.only_asks().is_none() => {
                if self.cut > 0 && rows.asks.batch > 1 {
                    self.several_requests(rows.asks);
                }
                self.end_request(Some(rows.asks));
            }
            Some(Inside::Rows(_)) | None => {}
        }
    }

    /// What asks for the rows of the body at hand, if one request carries all of them.
    pub(super) fn only_asks(&self) -> Option<Asks> {
        match self.form()?.root {
            Root::Members { rows: [(_, only)], .. } => Some(only.asks),
            Root::Members { .. } => None,
            Root::One(rows) | Root::Rows(rows) => Some(rows.asks),
            Root::Calls { asks, .. } => Some(asks),
        }
    }

    /// Runs a part of the walk whose findings are about the body, not about a row.
    pub(super) fn collect<T>(&mut self, work: impl FnOnce(&mut ApiRoom) -> T) -> T {
        if self.migration.in_line {
            let before = self.migration.walker.drafts.len();
            let done = work(self);
            let fresh = self.migration.walker.drafts.get(before..).unwrap_or_default();
            let errors = fresh.iter().filter(|draft| draft.severity == Severity::Error);
            self.migration.request.troubles.extend(errors.map(|draft| Trouble::of(draft)));
            return done;
        }
        let kept = std::mem::take(&mut self.migration.walker.drafts);
        let done = work(self);
        for draft in std::mem::replace(&mut self.migration.walker.drafts, kept) {
            self.migration.say_of_body(draft);
        }
        done
    }

    /// A value beside the rows: checked as a field of the envelope.
    pub(super) fn check_member(&mut self, lexer: &mut Lexer, key: Option<Span>) {
        let (Some(key), Some(table)) = (key, self.envelope()) else { return };
        let Some(Inside::Members(mut members, start)) = self.inside.pop() else { return };
        let at = lexer.pos;
        let name = value(lexer.bytes(), key);
        let asks = self.part_in_error(&name);
        if let Some(part) = asks {
            self.begin_request(part.asks, at, start);
            self.migration.request.kind = part.kind;
        }
        self.collect(|room| room.migration.walker.member(lexer, table, key, &mut members));
        self.inside.push(Inside::Members(members, start));
        self.vendor.member(&mut self.migration, &name, lexer.bytes(), at);
        if asks.is_some() {
            self.end_request(None);
        }
    }

    /// The part of a body of several parts that a value beside the rows stands for: one that holds no rows, or that has a
    /// name which is often written for the first part. What is wrong with it is the answer to the request for that part.
    fn part_in_error(&self, name: &[u8]) -> Option<Rows> {
        let Some(Form { root: Root::Members { envelope, rows }, .. }) = self.form() else { return None };
        let [(first, first_rows), _, ..] = rows else { return None };
        let hints = self.facts.envelopes.get(*envelope).map_or(&[][..], |table| table.hints);
        let hinted = || hints.iter().any(|(wrong, meant)| wrong.as_bytes() == name && meant == first);
        match rows.iter().find(|(part, _)| part.as_bytes() == name) {
            Some((_, rows)) => Some(*rows),
            None => hinted().then_some(*first_rows),
        }
    }
}
