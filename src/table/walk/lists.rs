//! Lists: of strings, and of objects with a table.

use super::Walker;
use crate::json::lexer::Lexer;
use crate::table::NOWHERE;
use crate::table::compiled::Plan;
use crate::table::slots::Span;
use crate::table::walk::limits::What;

impl Walker {
    #[inline(never)]
    pub(super) fn texts(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let start = lexer.pos;
        let first = self.slots.elements();
        let limits = self.limits(table, plan);
        self.enter(table, plan);
        let mut count = 0;
        let walked = elements(lexer, |lexer, index| {
            count = index + 1;
            let at = lexer.pos;
            if lexer.byte() == b'"' {
                lexer.pos += 1;
                if !lexer.string() {
                    return false;
                }
                let span = Span::new(at + 1, lexer.pos - 1, lexer.escaped);
                if slot != NOWHERE {
                    self.slots.push_element(span);
                }
                if !limits.is_empty() {
                    self.element_limits(lexer, table, plan, index, span);
                }
                return true;
            }
            self.wrong_element(lexer, table, plan, index, slot)
        });
        self.leave();
        // An empty list is kept as an empty range; a list with a wrong element still has its other ones.
        let end = self.slots.elements();
        self.slots.set(slot, Span::new(first, end, false), start, true);
        if walked {
            self.count(table, plan, count, start);
        }
        walked
    }

    #[inline(never)]
    fn element_limits(&mut self, lexer: &Lexer, table: usize, plan: usize, index: usize, span: Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        let vouched = |plan: &Plan| plan.vouches(lexer.bytes(), start, end, span.escaped);
        if !self.plan(table, plan).is_some_and(vouched) {
            self.enter_index(index);
            self.check_limits(lexer, self.limits(table, plan), table, plan, span, What::Element);
            self.leave();
        }
    }

    #[inline(never)]
    pub(super) fn objects(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let start = lexer.pos;
        self.enter(table, plan);
        let mut count = 0;
        let walked = elements(lexer, |lexer, index| {
            count = index + 1;
            self.enter_index(index);
            let good = self.row(lexer, table, plan);
            self.leave();
            good
        });
        self.leave();
        if walked {
            self.count(table, plan, count, start);
            self.keep(lexer, slot, start);
        }
        walked
    }
}

/// Walks the elements of an array; the cursor stands at its `[`, and for `element` at the value with that index.
pub(crate) fn elements(lexer: &mut Lexer, mut element: impl FnMut(&mut Lexer, usize) -> bool) -> bool {
    if !lexer.open() {
        return false;
    }
    lexer.pos += 1;
    if lexer.next() == b']' {
        lexer.pos += 1;
        lexer.depth -= 1;
        return true;
    }
    let mut index = 0;
    loop {
        lexer.next();
        if !element(lexer, index) {
            return false;
        }
        index += 1;
        match lexer.next() {
            b',' => lexer.pos += 1,
            b']' => {
                lexer.pos += 1;
                lexer.depth -= 1;
                return true;
            }
            _ => return lexer.fail_at(lexer.pos),
        }
    }
}
