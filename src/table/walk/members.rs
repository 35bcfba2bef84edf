//! An object that is walked a member at a time, because its values may be too large to be there at once: the object
//! around the rows of a body.

use super::Walker;
use crate::codes::Code;
use crate::finding::Severity;
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::table::NOWHERE;
use crate::table::compiled::Key;
use crate::table::draft::Draft;
use crate::table::slots::Span;

/// What was met of such an object so far.
#[derive(Debug, Default)]
pub(crate) struct Members {
    /// Where it begins, in the window that was at hand then.
    at: usize,
    /// Its fields that were met.
    seen: u64,
    /// Those of them that are not null, or that stand under another name.
    given: u64,
}

impl Members {
    /// For an object that begins at `at`.
    pub(crate) fn new(at: usize) -> Members {
        Members { at, ..Members::default() }
    }
}

impl Walker {
    /// Checks one member; the cursor stands at its value's first byte. What it finds is drafted.
    pub(crate) fn member(&mut self, lexer: &mut Lexer, table: usize, key: Span, members: &mut Members) -> bool {
        let raw = lexer.slice(key.start as usize, key.end as usize);
        let Some(compiled) = self.tables.get(table) else { return false };
        let found = if key.escaped { compiled.find(&text::unescape(raw)) } else { compiled.find(raw) };
        let known = match found {
            Key::Field(plan) => Some(plan),
            other => {
                let first = self.keys.len();
                let before = self.drafts.len();
                let known = self.other_key(lexer, table, other, key, members.seen, &mut None);
                self.keys.truncate(first);
                self.hinted(table, before, members);
                known
            }
        };
        let Some(plan) = known else { return lexer.value() };
        let field = self.meet(table, plan, members, key.start as usize - 1);
        if lexer.byte() != b'n' {
            members.given |= 1 << field;
        }
        self.field(lexer, table, plan, NOWHERE)
    }

    /// Notes a member that was dealt with elsewhere; it stands at `at`.
    pub(crate) fn note_member(&mut self, table: usize, name: &str, members: &mut Members, at: usize) {
        let Some(Key::Field(plan)) = self.tables.get(table).map(|compiled| compiled.find(name.as_bytes())) else {
            return;
        };
        let field = self.meet(table, plan, members, at);
        members.given |= 1 << field;
    }

    /// Notes a field, and gives it.
    fn meet(&mut self, table: usize, plan: usize, members: &mut Members, at: usize) -> usize {
        let field = self.plan(table, plan).map_or(0, |plan| plan.field);
        if members.seen >> field & 1 == 1 {
            // The values may lie far apart: that they are there twice is all that is said of two spellings.
            self.duplicate_field(table, plan, at);
        }
        members.seen |= 1 << field;
        field
    }

    /// A field that is needed and stands under another name: that is the one thing to say of it.
    fn hinted(&mut self, table: usize, before: usize, members: &mut Members) {
        let Some(compiled) = self.tables.get(table) else { return };
        let (def, dialect, folds) = (compiled.table, self.manner.dialect, self.manner.folds_keys);
        let named = |draft: &Draft| draft.code == Code::WrongName || draft.code == Code::KeyCase && !folds;
        for draft in self.drafts.iter_mut().skip(before).filter(|draft| named(draft)) {
            let field = def.fields.iter().position(|field| field.name(dialect) == draft.cause.field);
            if let Some(field) = field.filter(|field| compiled.required & !members.seen & 1 << field != 0) {
                draft.severity = Severity::Error;
                members.given |= 1 << field;
            }
        }
    }

    /// The object ends: what it lacks.
    pub(crate) fn end_members(&mut self, table: usize, members: &Members) {
        let required = self.tables.get(table).map_or(0, |compiled| compiled.required);
        let missing = required & !members.given;
        if missing != 0 {
            let from = self.drafts.len();
            self.missing(None, table, missing, members.seen, members.at, from);
        }
    }
}
