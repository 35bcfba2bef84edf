//! Fields that have several spellings: the other dialect's and aliases.

use super::Walker;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::table::Capture;
use crate::table::compiled::Key;
use crate::table::draft::Draft;
use crate::table::look::{Member, members};
use crate::table::slots::Span;

impl Walker {
    /// Notes that a field stands under another key than the dialect's own, and gives the field.
    #[inline(never)]
    pub(super) fn spelt_otherwise(&mut self, table: usize, plan: usize, capture: Capture, at: usize) -> usize {
        let Some(known) = self.plan(table, plan) else { return 0 };
        let (field, spelling) = (known.field, known.spelling);
        if spelling == 1 {
            self.other_spelling.get_or_insert(at);
        }
        self.slots.set_spelling(capture.slot(field), spelling);
        field
    }

    /// Notes that a field is there again. Gives its bit if the two may be spelt differently: that is settled at the end
    /// of the object, when both values are known.
    #[cold]
    pub(super) fn repeated_field(&mut self, table: usize, plan: usize, slot: usize, at: usize) -> u64 {
        let Some(known) = self.plan(table, plan) else { return 0 };
        let (field, spelling) = (known.field, known.spelling);
        self.slots.set_spelling(slot, spelling);
        let plans = self.tables.get(table).map_or(&[][..], |compiled| &compiled.plans);
        if plans.iter().filter(|plan| plan.field == field).count() > 1 {
            return 1 << field;
        }
        self.duplicate_field(table, plan, at);
        0
    }

    /// The key of a field of the last item, as it stands there.
    pub(crate) fn spelt_key(&self, table: usize, field: usize) -> &'static str {
        let Some(compiled) = self.tables.get(table) else { return "" };
        compiled.spelt(field, self.slots.spelling(field)).map_or("", |plan| plan.key)
    }

    /// At the end of an object that begins at `start`: whether fields that are there more than once say the same.
    #[cold]
    pub(super) fn settle_spellings(&mut self, lexer: &Lexer, table: usize, repeated: u64, start: usize) {
        let Some(compiled) = self.tables.get(table) else { return };
        let bytes = lexer.bytes();
        let mut firsts: Vec<(usize, usize, Member)> = Vec::new();
        let mut again = Vec::new();
        for member in members(bytes, Span::new(start, lexer.pos, false)) {
            let Key::Field(plan) = compiled.find(&inside(bytes, member.key)) else { continue };
            let Some(field) = compiled.plans.get(plan).map(|plan| plan.field) else { continue };
            if repeated >> field & 1 == 0 {
                continue;
            }
            match firsts.iter().find(|(known, ..)| *known == field) {
                Some((_, first, value)) => again.push((*first, plan, same(bytes, value, &member), member.key)),
                None => firsts.push((field, plan, member)),
            }
        }
        for (first, plan, same, key) in again {
            let at = key.start as usize - 1;
            if first == plan {
                self.duplicate_field(table, plan, at);
            } else {
                self.two_spellings(table, first, plan, same, at);
            }
        }
    }

    fn two_spellings(&mut self, table: usize, first: usize, plan: usize, same: bool, at: usize) {
        let (kind, one, two) = (self.kind(table), self.key(table, first), self.key(table, plan));
        let (code, severity, words) = if same {
            (Code::DuplicateKey, Severity::Warning, "which are the same field")
        } else {
            (Code::ConflictingFields, Severity::Error, "which are the same field, with different values")
        };
        let parts = &[kind, one, two, words];
        let draft = Draft::worded(code, severity, Basis::Inferred, at, "{} has both \"{}\" and \"{}\", {}", parts)
            .path(self.path_of(Some(two)))
            .help("remove one of the two")
            .cause(kind, self.name(table, plan), two, 0);
        self.drafts.push(draft);
    }
}

fn inside(bytes: &[u8], span: Span) -> std::borrow::Cow<'_, [u8]> {
    text::unescape(bytes.get(span.start as usize..span.end as usize).unwrap_or_default())
}

fn same(bytes: &[u8], one: &Member, two: &Member) -> bool {
    if one.first != two.first {
        return false;
    }
    let raw = |member: &Member| bytes.get(member.value.start as usize..member.value.end as usize);
    if one.first == b'"' { inside(bytes, one.value) == inside(bytes, two.value) } else { raw(one) == raw(two) }
}
