//! The findings of a walk: reached by faulty or unusual items only, and kept out of the way of all others.

use super::Walker;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::{go_time, text};
use crate::mend::Mend;
use crate::redact;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::{NOWHERE, Null, Use, Value, time};

impl Walker {
    /// The key of a field as it is spelt at hand.
    pub(super) fn key(&self, table: usize, plan: usize) -> &'static str {
        self.plan(table, plan).map_or("", |plan| plan.key)
    }

    /// The key of a field in the dialect: what answers know it by.
    pub(super) fn name(&self, table: usize, plan: usize) -> &'static str {
        self.def(table, plan).map_or("", |field| field.name(self.manner.dialect))
    }

    pub(super) fn kind(&self, table: usize) -> &'static str {
        self.table(table).map_or("", |table| table.kind)
    }

    /// What is wanted in the place of another value, in words.
    pub(super) fn wanted(&self, table: usize, plan: usize) -> &'static str {
        self.def(table, plan).map_or("", |field| wanted(&field.value))
    }

    /// What a value of another type is.
    fn wrong(&self, table: usize, plan: usize) -> (Severity, Basis) {
        self.def(table, plan).map_or((Severity::Error, Basis::Documented), |field| {
            let loose = field.uses(self.manner.dialect) == Use::Loose;
            (if loose { Severity::Warning } else { field.wrong }, field.basis)
        })
    }

    pub(super) fn wrong_type_draft(
        &self,
        table: usize,
        plan: usize,
        found: &str,
        wanted: &str,
        at: usize,
        (severity, basis): (Severity, Basis),
    ) -> Box<Draft> {
        let (kind, key) = (self.kind(table), self.key(table, plan));
        let (words, parts) = ("{}.{} is {}; {} wants {}", &[kind, key, found, self.manner.platform, wanted]);
        Draft::worded(Code::WrongType, severity, basis, at, words, parts).path(self.path_of(Some(key))).cause(
            kind,
            self.name(table, plan),
            found,
            0,
        )
    }

    #[cold]
    fn wrong_type(&mut self, table: usize, plan: usize, found: &str, wanted: &str, at: usize, mend: Option<Mend>) {
        let verdict = self.wrong(table, plan);
        let draft = self.wrong_type_draft(table, plan, found, wanted, at, verdict).mend(mend);
        self.drafts.push(draft);
    }

    /// A null that the field does not take.
    #[cold]
    fn wrong_null(&mut self, table: usize, plan: usize, at: usize) {
        let Some(field) = self.def(table, plan) else { return };
        let (required, empty) = (field.uses(self.manner.dialect) == Use::Required, field.empty);
        let verdict = self.wrong(table, plan);
        let draft = self.wrong_type_draft(table, plan, "null", wanted(&field.value), at, verdict);
        self.drafts.push(match empty {
            Some(empty) if required => draft.help_worded("write {} if there is nothing to say", &[empty]),
            _ if required => draft.help("give it a value"),
            _ => draft.help("leave the field out instead"),
        });
    }

    /// A value in a map of strings that is none; the path leads there.
    #[cold]
    pub(super) fn wrong_value(
        &mut self,
        table: usize,
        plan: usize,
        found: &str,
        at: usize,
        (severity, basis): (Severity, Basis),
    ) {
        let (kind, key) = (self.kind(table), self.key(table, plan));
        let (words, parts) = ("a value of {}.{} is {}; {} wants strings", &[kind, key, found, self.manner.platform]);
        let draft = Draft::worded(Code::WrongType, severity, basis, at, words, parts).path(self.path_of(None)).cause(
            kind,
            self.name(table, plan),
            found,
            0,
        );
        self.drafts.push(if found == "null" { draft.help("leave the key out instead") } else { draft });
    }

    /// Something else than an object in a list or a map of objects; scans it.
    #[cold]
    pub(super) fn no_object(&mut self, lexer: &mut Lexer, table: usize, plan: usize) -> bool {
        let (found, at) = (found(lexer.byte()), lexer.pos);
        let walked = lexer.value();
        if walked {
            let (severity, basis) = self.wrong(table, plan);
            let kind = self.kind(self.plan(table, plan).map_or(0, |plan| plan.nested));
            let (words, parts) = ("{} is {}; {} wants an object", &[kind, found, self.manner.platform]);
            let draft = Draft::worded(Code::WrongType, severity, basis, at, words, parts)
                .path(self.path_of(None))
                .cause(kind, "", found, 0);
            self.drafts.push(draft);
        }
        walked
    }

    /// A value of another type than the field's; scans it.
    #[cold]
    pub(super) fn other_type(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        if byte == b'n' {
            self.slots.set_null(slot);
            if !self.manner.null_is_absent {
                self.null(table, plan, at);
            }
            return true;
        }
        let number =
            self.def(table, plan).and_then(|field| field.number).filter(|_| matches!(byte, b'-' | b'0'..=b'9'));
        self.slots.set(slot, Span::new(at, lexer.pos, false), at, number.is_some());
        if let Some(verdict) = number {
            let digits = String::from_utf8_lossy(lexer.slice(at, lexer.pos)).into_owned();
            let digits = redact::value(&digits);
            let found = ["the number ", &digits].concat();
            let draft = self.wrong_type_draft(table, plan, &found, "a string", at, verdict);
            let mend = self.retype(lexer, table, plan, at, lexer.pos);
            self.drafts.push(draft.help(&["write \"", &digits, "\""].concat()).mend(mend));
            return true;
        }
        let Some(field) = self.def(table, plan) else { return true };
        if matches!(field.value, Value::Time) && matches!(byte, b'-' | b'0'..=b'9') {
            let number = String::from_utf8_lossy(lexer.slice(at, lexer.pos)).into_owned();
            let mend = self.retype(lexer, table, plan, at, lexer.pos);
            self.number_for_time(table, plan, &number, at, mend);
            return true;
        }
        let mend = match field.value {
            Value::Texts(_) => self.listed(lexer, table, plan, at, lexer.pos),
            _ => self.retype(lexer, table, plan, at, lexer.pos),
        };
        self.wrong_type(table, plan, found(byte), wanted(&field.value), at, mend);
        true
    }

    /// A null, where it is not as good as leaving the field out.
    fn null(&mut self, table: usize, plan: usize, at: usize) {
        let Some(field) = self.def(table, plan) else { return };
        let required = field.uses(self.manner.dialect) == Use::Required;
        match field.null {
            // Rules look at it.
            Null::Wrong if matches!(field.value, Value::Any) => {}
            Null::Wrong => self.wrong_null(table, plan, at),
            Null::Absent | Null::Odd if required => {
                let (kind, key) = (self.kind(table), self.key(table, plan));
                let (words, parts) = ("{}.{} is null", &[kind, key]);
                let draft = Draft::worded(Code::MissingField, Severity::Error, field.basis, at, words, parts)
                    .path(self.path_of(Some(key)))
                    .help("give it a value")
                    .cause(kind, self.name(table, plan), "", 0);
                self.drafts.push(draft);
            }
            Null::Absent => {}
            Null::Odd => {
                let (kind, key) = (self.kind(table), self.key(table, plan));
                let (words, parts) = ("{}.{} is null; leave the field out instead", &[kind, key]);
                let draft = Draft::worded(Code::WrongType, Severity::Warning, Basis::Inferred, at, words, parts)
                    .path(self.path_of(Some(key)))
                    .help("remove it")
                    .cause(kind, self.name(table, plan), "null", 0);
                self.drafts.push(draft);
            }
        }
    }

    fn number_for_time(&mut self, table: usize, plan: usize, number: &str, at: usize, mend: Option<Mend>) {
        let (kind, name) = (self.kind(table), self.key(table, plan));
        let words = "{}.{} is the number {}; {} wants an RFC 3339 time as a string";
        let parts = &[kind, name, number, self.manner.platform];
        let unit = if number.len() > 11 { "milliseconds" } else { "seconds" };
        let draft = Draft::worded(Code::BadTimestamp, Severity::Error, Basis::Documented, at, words, parts)
            .path(self.path_of(Some(name)))
            .help_worded("if these are {} since 1970, write the time as \"YYYY-MM-DDTHH:MM:SSZ\"", &[unit])
            .cause(kind, self.name(table, plan), number, 0)
            .mend(mend);
        self.drafts.push(draft);
    }

    /// An element of a list of strings that is no string; scans it.
    #[cold]
    pub(super) fn wrong_element(
        &mut self,
        lexer: &mut Lexer,
        table: usize,
        plan: usize,
        index: usize,
        slot: usize,
    ) -> bool {
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        let (kind, key) = (self.kind(table), self.key(table, plan));
        let null_is_empty = byte == b'n' && self.manner.null_is_absent;
        if null_is_empty && slot != NOWHERE {
            self.slots.push_element(Span::new(at, at, false));
        }
        let (severity, basis) = self.wrong(table, plan);
        let severity = if null_is_empty { Severity::Warning } else { severity };
        let words = "an element of {}.{} is {}; {} wants strings";
        let parts = &[kind, key, found(byte), self.manner.platform];
        self.enter_index(index);
        let mend = self.retype(lexer, table, plan, at, lexer.pos);
        let draft = Draft::worded(Code::WrongType, severity, basis, at, words, parts)
            .path(self.path_of(None))
            .cause(kind, self.name(table, plan), found(byte), 0)
            .mend(mend);
        self.leave();
        self.drafts.push(draft);
        true
    }

    pub(super) fn integer(&mut self, lexer: &Lexer, table: usize, plan: usize, start: usize) -> bool {
        let number = String::from_utf8_lossy(lexer.slice(start, lexer.pos));
        if number.parse::<i64>().is_ok() {
            return true;
        }
        let found = ["the number ", &redact::value(&number)].concat();
        self.wrong_type(table, plan, &found, "a whole number of 64 bits", start, None);
        false
    }

    /// A time that the fast path did not take: read as Go reads it, and held against the standard.
    #[cold]
    pub(super) fn slow_time(&mut self, lexer: &Lexer, table: usize, plan: usize, span: Span) -> Option<time::Day> {
        let raw = lexer.slice(span.start as usize, span.end as usize);
        let (kind, name, platform) = (self.kind(table), self.key(table, plan), self.manner.platform);
        let shown = String::from_utf8_lossy(raw);
        let at = span.start as usize - 1;
        // Go reads a time as it stands in the file; others resolve its escapes first.
        let parsed = match go_time::parse(raw) {
            Err(_) if span.escaped && !self.manner.folds_keys => go_time::parse(&text::unescape(raw)),
            parsed => parsed,
        };
        match parsed {
            Ok(time) => {
                if !time.strict || span.escaped {
                    let words = "{}.{} is {q}; {} reads it, but it is no strict RFC 3339 time";
                    let parts = &[kind, name, &shown, platform];
                    let (severity, basis) = (Severity::Warning, Basis::Observed);
                    let draft = Draft::worded(Code::LenientTimestamp, severity, basis, at, words, parts)
                        .path(self.path_of(Some(name)))
                        .help("write it as \"YYYY-MM-DDTHH:MM:SSZ\"")
                        .cause(kind, self.name(table, plan), &shown, 0);
                    self.drafts.push(draft);
                }
                let day = i32::try_from(time.unix.div_euclid(86_400)).unwrap_or(0);
                Some(time::Day { day, zero: time.is_zero() })
            }
            Err(fault) => {
                let (severity, basis) = self.wrong(table, plan);
                let (words, parts) = ("{}.{} is {q}, which is no RFC 3339 time: {}", &[kind, name, &shown, &fault]);
                let draft = Draft::worded(Code::BadTimestamp, severity, basis, at, words, parts)
                    .path(self.path_of(Some(name)))
                    .help("write it as \"YYYY-MM-DDTHH:MM:SSZ\", with a zone (Z or an offset such as +02:00)")
                    .cause(kind, self.name(table, plan), &fault, 0);
                self.drafts.push(draft);
                None
            }
        }
    }

    /// The required fields that an object lacks; it begins at `at`, its findings at `from`. The lexer stands behind it, where
    /// all of it is in the window.
    #[cold]
    pub(super) fn missing(
        &mut self,
        lexer: Option<&Lexer>,
        table: usize,
        missing: u64,
        seen: u64,
        at: usize,
        from: usize,
    ) {
        let Some(def) = self.table(table) else { return };
        for (field, row) in def.fields.iter().enumerate() {
            if missing >> field & 1 == 0 {
                continue;
            }
            // A null that is wrong by itself was reported there.
            if seen >> field & 1 == 1 && !self.manner.null_is_absent {
                continue;
            }
            let name = row.name(self.manner.dialect);
            let (words, parts) = ("{}.{} is missing", &[def.kind, name]);
            let mut draft = Draft::worded(Code::MissingField, Severity::Error, row.basis, at, words, parts)
                .path(self.path_of(Some(name)))
                .cause(def.kind, name, "", 0);
            // The likely reason, if another name for it was met: one finding for one cause.
            draft = if let Some((other, mend)) = self.take_hint_from(from, def.kind, name, at) {
                draft.help_worded("\"{}\" stands there instead; rename it to \"{}\"", &[&other, name]).mend(mend)
            } else {
                let fill = lexer.filter(|_| seen >> field & 1 == 0).and_then(|lexer| self.fill(lexer, table, field));
                draft.help_worded("add \"{}\"", &[name]).mend(fill)
            };
            self.drafts.push(draft);
        }
    }
}

/// What a platform wants in the place of another value, in words.
fn wanted(value: &Value) -> &'static str {
    match value {
        Value::Bool => "true or false",
        Value::Integer => "a whole number",
        Value::Number(number) if number.fraction.is_some() => "a whole number",
        Value::Number(_) => "a number",
        Value::Time => "a time as a string, such as \"2024-01-31T12:00:00Z\"",
        Value::Epoch(epoch) => epoch.wanted(),
        Value::Texts(_) => "a list of strings",
        Value::Map(_) | Value::Custom | Value::Json(_) | Value::Object(..) | Value::Keyed(_) => "an object",
        Value::Objects(_) => "a list of objects",
        Value::Text(_) => "a string",
        Value::Any => "a value",
    }
}

/// A JSON type in words, by a value's first byte.
pub(crate) fn found(byte: u8) -> &'static str {
    match byte {
        b'"' => "a string",
        b'{' => "an object",
        b'[' => "a list",
        b't' | b'f' => "a boolean",
        b'n' => "null",
        _ => "a number",
    }
}
