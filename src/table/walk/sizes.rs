//! How much there is: elements of lists and maps, bytes of custom data.

use super::{Walker, found};
use crate::codes::Code;
use crate::finding::Basis;
use crate::finding::Severity;
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::{Others, Value};

const KEEP_ELSEWHERE: &str = "keep large data in a store of your own, and an id of it here";

impl Walker {
    /// Any object, and what stands in its place: the cursor stands at an object, a list or a string.
    #[inline(never)]
    pub(super) fn json(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let Some(Value::Json(json)) = self.def(table, plan).map(|field| &field.value) else { return lexer.value() };
        let (start, byte, blanks) = (lexer.pos, lexer.byte(), lexer.blanks);
        if !lexer.value() {
            return false;
        }
        let bytes = (lexer.pos - start - (lexer.blanks - blanks)) as u64;
        let (wrong, span) = match byte {
            b'"' => (json.text, Span::new(start + 1, lexer.pos - 1, lexer.escaped)),
            b'[' => (json.list, Span::new(start, lexer.pos, false)),
            _ => (None, Span::new(start, lexer.pos, false)),
        };
        self.slots.set(slot, span, start, wrong.is_none());
        if let Some(verdict) = wrong {
            let draft = self.wrong_type_draft(table, plan, found(byte), "an object", start, verdict);
            self.drafts.push(if byte == b'"' {
                draft.help("write the object itself, not its JSON as a string")
            } else {
                draft
            });
        } else if byte != b'"' && json.most != 0 && bytes > u64::from(json.most) {
            self.larger(table, plan, bytes, json, start);
        }
        true
    }

    #[cold]
    fn larger(&mut self, table: usize, plan: usize, bytes: u64, json: &crate::table::Json, at: usize) {
        let Some((severity, basis)) = json.larger else { return };
        let (kind, key) = (self.kind(table), self.key(table, plan));
        let words = "{}.{} is {} bytes long as compact JSON; {} allows {}";
        let parts = &[kind, key, &text::number(bytes), self.manner.platform, &text::number(json.most.into())];
        let draft = Draft::worded(Code::CustomDataTooLarge, severity, basis, at, words, parts)
            .path(self.path_of(Some(key)))
            .help(KEEP_ELSEWHERE)
            .cause(kind, self.name(table, plan), "", u64::from(json.most));
        self.drafts.push(draft);
    }

    /// Holds the number of elements of a list or a map against its limit.
    pub(super) fn count(&mut self, table: usize, plan: usize, count: usize, at: usize) {
        let most = self.def(table, plan).and_then(|field| field.most.get(self.manner.dialect).copied()).unwrap_or(0);
        if most != 0 && count > most as usize {
            self.too_many(table, plan, count, most, at);
        }
    }

    #[cold]
    fn too_many(&mut self, table: usize, plan: usize, count: usize, most: u32, at: usize) {
        let Some(field) = self.def(table, plan) else { return };
        let (kind, key) = (self.kind(table), self.key(table, plan));
        let words = "{}.{} has {} elements; {} allows {}";
        let help = match field.value {
            Value::Map(_) | Value::Keyed(_) => "leave some out, or keep them in a store of your own",
            Value::Texts(_) => "leave some out",
            _ => "spread them over several {}s",
        };
        let parts = &[kind, key, &text::number(count as u64), self.manner.platform, &text::number(most.into())];
        let draft = Draft::worded(Code::TooMany, Severity::Error, field.basis, at, words, parts)
            .path(self.path_of(Some(key)))
            .help_worded(help, parts)
            .cause(kind, self.name(table, plan), "", u64::from(most));
        self.drafts.push(draft);
    }

    pub(super) fn custom_data(&mut self, table: usize, bytes: u64, count: u64, at: usize) {
        // Two braces, and a comma between any two.
        let bytes = bytes + 1 + count;
        let measured = |table: &crate::table::Table| table.others(self.manner.dialect) == Others::Custom;
        if bytes <= self.manner.custom_limit || !self.table(table).is_some_and(measured) {
            return;
        }
        let kind = self.kind(table);
        let words = "the custom data of this {} is {} bytes long (its extra keys as compact JSON); {} allows {}";
        let most = text::number(self.manner.custom_limit);
        let parts = &[kind, &text::number(bytes), self.manner.platform, &most];
        let (severity, basis) = (Severity::Warning, Basis::Documented);
        let draft = Draft::worded(Code::CustomDataTooLarge, severity, basis, at, words, parts)
            .path(self.path_of(None))
            .help(KEEP_ELSEWHERE)
            .cause(kind, "", "", self.manner.custom_limit);
        self.drafts.push(draft);
    }
}
