//! Keys that are no field as they are spelt, and keys that are there twice.

use super::{Extras, Keys, Walker};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::mend::Mend;
use crate::table::compiled::Key;
use crate::table::draft::Draft;
use crate::table::nearest::nearest;
use crate::table::slots::Span;
use crate::table::{Others, Table, Use};

impl Walker {
    /// A key that is no field as it is spelt. Gives the plan of the field that it is taken for all the same.
    #[inline(never)]
    pub(super) fn other_key(
        &mut self,
        lexer: &Lexer,
        table: usize,
        found: Key,
        span: Span,
        seen: u64,
        extras: &mut Option<Extras>,
    ) -> Option<usize> {
        let raw = lexer.slice(span.start as usize, span.end as usize);
        let at = span.start as usize - 1;
        let compiled = self.tables.get(table)?;
        let closed = matches!(compiled.table.others(self.manner.dialect), Others::Unknown(..));
        // Upper case and the two characters that fold to ASCII are rare enough to look closer.
        if found == Key::Other
            && (compiled.mixed || raw.iter().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()))
            && let Some(plan) = self.folded_key(table, raw, at, seen)
        {
            return Some(plan);
        }
        let extras = extras.get_or_insert_with(|| Extras::new(self.keys.len()));
        extras.count += 1;
        extras.bytes += raw.len() as u64 + 3;
        let repeated = extras.repeats(&mut self.keys, lexer, span, &self.hasher);
        if repeated || closed || found != Key::Other {
            self.odd_key(table, found, raw, at, repeated);
        }
        None
    }

    /// The plan of the field that a key is taken for that is the field's but for case.
    #[cold]
    #[inline(never)]
    fn folded_key(&mut self, table: usize, raw: &[u8], at: usize, seen: u64) -> Option<usize> {
        let key = text::decode(raw);
        let compiled = self.tables.get(table)?;
        let plan = compiled.find_folded(&key)?;
        let field = compiled.plans.get(plan)?.field;
        // With the field itself there already, the key is like any other, but for a reader that folds keys.
        let taken = self.manner.folds_keys || seen >> field & 1 == 0;
        if taken || !matches!(compiled.table.others(self.manner.dialect), Others::Unknown(..)) {
            self.key_case(table, plan, &key, at);
        }
        taken.then_some(plan)
    }

    /// A key that is there twice, is none of the caller's to use, or is probably meant to be another one.
    #[cold]
    #[inline(never)]
    fn odd_key(&mut self, table: usize, found: Key, raw: &[u8], at: usize, repeated: bool) {
        let Some(def) = self.table(table) else { return };
        if repeated {
            self.duplicate_key(def.kind, &text::decode(raw), at);
        }
        match found {
            Key::Reserved(index) => self.reserved(def, index, at),
            Key::Hint(index) => self.hint(def, index, at),
            Key::Lost(index) => self.lost(def, index, at),
            Key::Field(_) | Key::Other => {
                if let Others::Unknown(severity, basis) = def.others(self.manner.dialect) {
                    let key = text::decode(raw);
                    let names = def.fields.iter().filter(|field| field.uses(self.manner.dialect) != Use::Unused);
                    let meant = nearest(&key, names.map(|field| field.name(self.manner.dialect)));
                    let draft = self.unknown_field(def, &key, meant, (severity, basis), at);
                    self.drafts.push(draft);
                }
            }
        }
    }

    fn key_case(&mut self, table: usize, plan: usize, key: &str, at: usize) {
        let (kind, name) = (self.kind(table), self.key(table, plan));
        let basis = if self.manner.folds_keys { Basis::Observed } else { Basis::Documented };
        let (words, parts) = ("{} has the key {n}; the field is \"{}\"", &[kind, key, name]);
        let draft = Draft::worded(Code::KeyCase, Severity::Warning, basis, at, words, parts)
            .path(self.path_of(Some(key)))
            .help_worded("write \"{}\"", &[name])
            .cause(kind, self.name(table, plan), key, 0);
        self.drafts.push(draft);
    }

    /// At the end of an object whose findings begin at `from`: what the keys under wrong names come to, now that it is
    /// known which fields there are.
    #[cold]
    pub(super) fn settle_names(&mut self, lexer: &Lexer, table: usize, keys: Keys, from: usize) {
        let Some(def) = self.table(table) else { return };
        let (folds, dialect, seen) = (self.manner.folds_keys, self.manner.dialect, keys.seen);
        let position = |name: &str| def.fields.iter().position(|field| field.is_named(name));
        let is_seen = |name: &str| position(name).is_some_and(|field| seen >> field & 1 == 1);
        let others = def.others(dialect);
        let needed = |name: &str| {
            def.either.contains(&name) && !def.either.iter().any(|field| is_seen(field))
                || position(name)
                    .and_then(|field| def.fields.get(field))
                    .is_some_and(|field| field.uses(dialect) == Use::Required)
        };
        if self.drafts.len() == from {
            return;
        }
        let mut drafts = self.drafts.split_off(from);
        self.mend_names(lexer, table, keys, &mut drafts);
        drafts.retain_mut(|draft| {
            if draft.cause.kind != def.kind {
                return true;
            }
            let there = is_seen(&draft.cause.field);
            let closed = matches!(others, Others::Unknown(Severity::Error, _));
            if draft.code == Code::KeyCase && !folds && (closed || !there && needed(&draft.cause.field)) {
                draft.severity = Severity::Error;
            }
            if draft.code != Code::WrongName {
                return true;
            }
            // With the real field there as well the key is like any other that is no field; and where those are refused,
            // it is one of them, unless it is what became of a field that is needed.
            let Others::Unknown(severity, basis) = others else { return !there };
            if there || severity == Severity::Error && !needed(&draft.cause.field) {
                let meant = if there { None } else { Some(draft.cause.field.as_str()) };
                let mend = draft.mend.take();
                *draft = self.unknown_field(def, &draft.cause.value, meant, (severity, basis), draft.at).mend(mend);
            }
            true
        });
        self.drafts.append(&mut drafts);
    }

    /// Takes back the hint that a field of the row at hand stands under another name; gives that name, and how to rename
    /// it.
    #[cold]
    pub(crate) fn take_hint(&mut self, kind: &str, field: &str, start: usize) -> Option<(String, Option<Mend>)> {
        self.take_hint_from(self.row, kind, field, start)
    }

    pub(super) fn take_hint_from(
        &mut self,
        from: usize,
        kind: &str,
        field: &str,
        start: usize,
    ) -> Option<(String, Option<Mend>)> {
        let found = self.drafts.get(from..)?.iter().position(|draft| {
            draft.code == Code::WrongName && draft.cause.kind == kind && draft.cause.field == field && draft.at > start
        })?;
        let hint = self.drafts.remove(from + found);
        Some((hint.cause.value, hint.mend))
    }

    /// Takes back a finding about a field of the row at hand, which turned out to be none.
    #[cold]
    pub(crate) fn take_back(&mut self, code: Code, kind: &str, field: &str) {
        let found = self
            .row_drafts()
            .iter()
            .position(|draft| draft.code == code && draft.cause.kind == kind && draft.cause.field == field);
        if let Some(found) = found {
            self.drafts.remove(self.row + found);
        }
    }

    #[cold]
    pub(super) fn duplicate_field(&mut self, table: usize, plan: usize, at: usize) {
        self.duplicate_key(self.kind(table), self.key(table, plan), at);
    }

    /// Notes a key that an object has twice.
    #[cold]
    pub(crate) fn duplicate_key(&mut self, kind: &'static str, key: &str, at: usize) {
        self.repeated_key(kind, kind, key, at);
    }

    /// The same of a map, which is called `what` in the message.
    #[cold]
    pub(super) fn repeated_key(&mut self, what: &str, kind: &'static str, key: &str, at: usize) {
        let (words, parts) = ("{} has the key {n} twice; most readers keep the last value only", &[what, key]);
        let draft = Draft::worded(Code::DuplicateKey, Severity::Warning, Basis::Observed, at, words, parts)
            .path(self.path_of(Some(key)))
            .help("remove one of the two")
            .cause(kind, key, "", 0);
        self.drafts.push(draft);
    }

    fn reserved(&mut self, table: &'static Table, index: usize, at: usize) {
        let name = table.reserved.get(index).copied().unwrap_or_default();
        let (basis, words, parts) = (self.manner.reserved, "{}.{} is a reserved field", &[table.kind, name]);
        let draft = Draft::worded(Code::ReservedField, Severity::Error, basis, at, words, parts)
            .path(self.path_of(Some(name)))
            .help("remove it, or rename it if it is data of your own")
            .cause(table.kind, name, "", 0);
        self.drafts.push(draft);
    }

    fn hint(&mut self, table: &'static Table, index: usize, at: usize) {
        let Some((key, meant)) = table.hints.get(index).copied() else { return };
        let field = table.fields.iter().find(|field| field.is_named(meant));
        let dialect = self.manner.dialect;
        if field.is_some_and(|field| field.uses(dialect) == Use::Unused) {
            return;
        }
        let name = field.map_or(meant, |field| field.name(dialect));
        let words = "{}.{} is no field of {}'s; did you mean \"{}\"?";
        let parts = &[table.kind, key, self.manner.platform, name];
        let or = match table.others(dialect) {
            Others::Unknown(..) => "",
            Others::Custom | Others::Free => ", or leave it if it is custom data",
        };
        let draft = Draft::worded(Code::WrongName, Severity::Warning, Basis::Inferred, at, words, parts)
            .path(self.path_of(Some(key)))
            .help_worded("rename it to \"{}\"{}", &[name, or])
            .cause(table.kind, name, key, 0);
        self.drafts.push(draft);
    }

    fn lost(&mut self, table: &'static Table, index: usize, at: usize) {
        let Some((key, sentence)) = table.lost.get(index).copied() else { return };
        let (words, parts) = ("{}.{} is not imported: {}", &[table.kind, key, sentence]);
        let draft = Draft::worded(Code::NotImported, Severity::Warning, Basis::Documented, at, words, parts)
            .path(self.path_of(Some(key)))
            .cause(table.kind, key, "", 0);
        self.drafts.push(draft);
    }

    fn unknown_field(
        &self,
        table: &'static Table,
        key: &str,
        meant: Option<&str>,
        (severity, basis): (Severity, Basis),
        at: usize,
    ) -> Box<Draft> {
        let dialect = self.manner.dialect;
        let allowed = table.fields.iter().filter(|field| field.uses(dialect) != Use::Unused);
        let names: Vec<&str> = allowed.map(|field| field.name(dialect)).collect();
        let (words, parts) = ("{} takes no key {n}; it takes {}", &[table.kind, key, &names.join(", ")]);
        let help = if meant.is_some() { "did you mean \"{0}\"?" } else { "remove it" };
        Draft::worded(Code::UnknownField, severity, basis, at, words, parts)
            .path(self.path_of(Some(key)))
            .help_worded(help, &[meant.unwrap_or_default()])
            .cause(table.kind, key, "", 0)
    }
}
