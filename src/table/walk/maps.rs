//! Objects whose keys are the file's own: maps of strings, and of objects with a table.

use super::extras::Extras;
use super::{Walker, found};
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::redact;
use crate::table::slots::Span;
use crate::table::walk::limits::What;
use crate::table::{Capture, Map, Value};

impl Walker {
    #[inline(never)]
    pub(super) fn map(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let Some(Value::Map(map)) = self.def(table, plan).map(|field| &field.value) else { return lexer.value() };
        self.members(lexer, table, plan, slot, |walker, lexer, key| {
            if !map.key.is_empty() {
                walker.check_limits(lexer, map.key, table, plan, key, What::Key);
            }
            walker.map_value(lexer, table, plan, map)
        })
    }

    fn map_value(&mut self, lexer: &mut Lexer, table: usize, plan: usize, map: &'static Map) -> bool {
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        if byte == b'"' {
            if !map.value.is_empty() {
                let span = Span::new(at + 1, lexer.pos - 1, lexer.escaped);
                self.check_limits(lexer, map.value, table, plan, span, What::Value);
            }
            return true;
        }
        let verdict = if byte == b'n' { map.null } else { map.other };
        if let Some(verdict) = verdict {
            self.wrong_value(table, plan, found(byte), at, verdict);
        }
        true
    }

    #[inline(never)]
    pub(super) fn keyed(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        self.members(lexer, table, plan, slot, |walker, lexer, _| walker.row(lexer, table, plan))
    }

    /// An object in a list or a map; anything else in its place is a finding.
    pub(super) fn row(&mut self, lexer: &mut Lexer, table: usize, plan: usize) -> bool {
        if lexer.byte() != b'{' {
            return self.no_object(lexer, table, plan);
        }
        let nested = self.plan(table, plan).map_or(0, |plan| plan.nested);
        self.object(lexer, nested, Capture::NONE)
    }

    /// Walks the members of an object; the cursor stands at its `{`, and for `member` at the value.
    fn members(
        &mut self,
        lexer: &mut Lexer,
        table: usize,
        plan: usize,
        slot: usize,
        mut member: impl FnMut(&mut Walker, &mut Lexer, Span) -> bool,
    ) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        let mut seen = Extras::new(self.keys.len());
        let mut count = 0;
        self.enter(table, plan);
        if lexer.next() == b'}' {
            lexer.pos += 1;
        } else {
            loop {
                let key = lexer.pos + 1;
                if !(lexer.expect(b'"') && lexer.string()) {
                    return false;
                }
                let key = Span::new(key, lexer.pos - 1, lexer.escaped);
                if !lexer.expect(b':') {
                    return false;
                }
                lexer.next();
                count += 1;
                let raw = lexer.slice(key.start as usize, key.end as usize);
                if seen.repeats(&mut self.keys, lexer, key, &self.hasher) {
                    let what = [self.kind(table), ".", self.key(table, plan)].concat();
                    let key_text = text::decode(raw);
                    self.repeated_key(&what, self.kind(table), &redact::value(&key_text), key.start as usize - 1);
                }
                self.enter_name(raw);
                if !member(self, lexer, key) {
                    return false;
                }
                self.leave();
                match lexer.next() {
                    b',' => {
                        lexer.pos += 1;
                        lexer.next();
                    }
                    b'}' => {
                        lexer.pos += 1;
                        break;
                    }
                    _ => return lexer.fail_at(lexer.pos),
                }
            }
        }
        lexer.depth -= 1;
        self.leave();
        self.keys.truncate(seen.first);
        self.count(table, plan, count, start);
        self.keep(lexer, slot, start);
        true
    }
}
