//! Texts and times in the way that nearly all of them are written.

use crate::json::lexer::Lexer;
use crate::table::compiled::{Kind, Plan};
use crate::table::slots::{Slots, Span};
use crate::table::time;

/// Reads a value that nothing is wrong with, and keeps it in its slot. `false` means "look closer",
/// not "wrong": then the cursor stands where it stood, and nothing has changed.
#[inline(always)]
pub(super) fn value(plan: &Plan, lexer: &mut Lexer, slots: &mut Slots, slot: usize) -> bool {
    if lexer.byte() != b'"' {
        return false;
    }
    match plan.kind {
        Kind::Text => text(plan, lexer, slots, slot),
        Kind::Time => time(lexer, slots, slot),
        _ => false,
    }
}

#[inline(always)]
fn text(plan: &Plan, lexer: &mut Lexer, slots: &mut Slots, slot: usize) -> bool {
    let start = lexer.pos;
    if plan.extra.is_some() || !plan.begins_well(lexer.bytes(), start + 1) {
        return false;
    }
    lexer.pos = start + 1;
    let whole = lexer.string();
    let length = lexer.pos.saturating_sub(start + 2);
    if !whole || length > plan.max || length < plan.min {
        lexer.pos = start;
        return false;
    }
    slots.set(slot, Span::new(start + 1, lexer.pos - 1, lexer.escaped), start, true);
    true
}

#[inline(never)]
fn time(lexer: &mut Lexer, slots: &mut Slots, slot: usize) -> bool {
    let start = lexer.pos;
    let Some((day, end)) = time::fast(lexer.bytes(), start + 1) else { return false };
    lexer.pos = end + 1;
    slots.set(slot, Span::new(start + 1, end, false), start, true);
    slots.set_day(slot, day.day, day.zero);
    true
}
