//! One row: its walk, its rules, its counts, and its share of the request.

use super::{ApiRoom, Inside};
use crate::codes::Code;
use crate::finding::Severity;
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::order;
use crate::platform::api::request::Trouble;
use crate::platform::api::rules::{raw, value};
use crate::platform::api::{Rows, percent_encoded};
use crate::table::Capture;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::walk::found;

impl ApiRoom {
    /// Walks the row at the cursor.
    pub(super) fn walk_row(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool {
        let rows = match self.inside.last() {
            Some(Inside::Rows(rows)) => *rows,
            _ => return lexer.value(),
        };
        let migration = &mut self.migration;
        migration.kind = rows.kind;
        migration.key = key;
        migration.object = None;
        self.before = migration.walker.drafts.len();
        if lexer.next() == b'{' {
            migration.object = Some(lexer.pos);
            let whole = migration.walker.object(lexer, rows.kind, Capture::ITEM);
            migration.end = lexer.pos;
            return whole;
        }
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        let kind = migration.kind_name();
        let message = ["the ", kind, " is ", found(byte), "; ", migration.walker.manner.platform, " wants an object"];
        let (severity, basis) = self.facts.wrong_container;
        let draft = Draft::new(Code::WrongType, severity, basis, at, message.concat())
            .path(migration.walker.path_of(None))
            .cause(kind, "", found(byte), 0);
        migration.say(draft);
        true
    }

    /// The row that was walked stands whole: rules, counts, the request's share.
    pub(super) fn settle_row(&mut self, bytes: &[u8], rows: Rows) {
        self.next_row(bytes, rows);
        let (migration, vendor) = (&mut self.migration, &mut self.vendor);
        let (late, sent) = (migration.late.len(), migration.days.len());
        if migration.object.is_some() {
            vendor.row(migration, bytes);
        }
        let day = self.migration.days.get(sent).copied();
        self.finish_row(late, day);
    }

    /// Takes the next row into the request; where that is full already, into the next one.
    pub(super) fn next_row(&mut self, bytes: &[u8], rows: Rows) {
        let asks = rows.asks;
        if !self.migration.in_line && asks.batch != 0 && self.migration.request.rows >= asks.batch {
            let position = self.migration.request.position;
            self.end_request(None);
            self.begin_request(asks, 0, position);
            self.migration.request.kind = rows.kind;
            self.cut += 1;
        }
        let migration = &mut self.migration;
        migration.row = migration.request.rows;
        migration.request.rows += 1;
        if let Some(key) = migration.key {
            migration.request.push_key(raw(bytes, key));
            if !migration.in_line
                && let Some((before, behind)) = text::parted(asks.path, "{key}")
            {
                migration.request.path = [before, &percent_encoded(&value(bytes, key)), behind].concat();
            }
        }
    }

    /// Counts the row, and notes its errors for the answer; `day` is when its message was sent.
    pub(super) fn finish_row(&mut self, late: usize, day: Option<i32>) {
        let (migration, vendor, facts) = (&mut self.migration, &self.vendor, self.facts);
        let Some(kind) = facts.kinds.get(migration.kind) else { return };
        let name = facts.counted.get(kind.counted).map(|(one, _)| *one);
        let mut errors: Vec<&Draft> = Vec::new();
        let inline = migration.walker.drafts.get_mut(self.before..).unwrap_or_default();
        let mut any_inline = false;
        for draft in inline {
            draft.item = draft.item.or(name);
            draft.day = day;
            if draft.severity == Severity::Error {
                any_inline = true;
                errors.push(draft);
            }
        }
        for draft in migration.late.get_mut(late..).unwrap_or_default() {
            draft.item = draft.item.or(name);
            draft.day = day;
            if draft.severity == Severity::Error {
                errors.push(draft);
            }
        }
        let second = migration.ids.second();
        if !second {
            migration.tally.see(kind.counted);
            if !any_inline {
                migration.tally.pass(kind.counted);
            }
        } else if !any_inline && !errors.is_empty() {
            migration.tally.fail(kind.counted);
        }
        if !errors.is_empty() {
            order::sort_by_key(&mut errors, |draft| vendor.rank(draft).into());
            let troubles = errors.into_iter().map(Trouble::of).collect();
            let row = migration.row;
            migration.request.push_fault(row, troubles, migration.cap);
        }
    }
}
