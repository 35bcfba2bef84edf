//! The findings of a walk: reached by faulty or unusual items only, and kept out of the way of all others.

use super::{Extras, Part, Walker};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::{go_time, text};
use crate::table::compiled::{Key, Kind};
use crate::table::draft::{Draft, push_key};
use crate::table::slots::Span;
use crate::table::{Table, Use, Value, time};

impl Walker {
    pub(super) fn field_name(&self, table: usize, field: usize) -> &'static str {
        self.table(table).and_then(|table| table.fields.get(field)).map_or("", |field| field.name)
    }

    pub(super) fn kind(&self, table: usize) -> &'static str {
        self.table(table).map_or("", |table| table.kind)
    }

    pub(super) fn uses(&self, table: usize, field: usize) -> Use {
        self.table(table)
            .and_then(|table| table.fields.get(field))
            .and_then(|field| field.uses.get(self.manner.dialect).copied())
            .unwrap_or(Use::Unused)
    }

    /// The JSON path of where the walk is, and one key further.
    pub(crate) fn path_of(&self, key: Option<&str>) -> String {
        let mut path = String::new();
        for part in &self.path {
            match part {
                Part::Key(key) => push_key(&mut path, key),
                Part::Index(index) => path.push_str(&["[", &index.to_string(), "]"].concat()),
            }
        }
        if let Some(key) = key {
            push_key(&mut path, key);
        }
        path
    }

    #[cold]
    pub(super) fn wrong_type(
        &mut self,
        table: usize,
        field: usize,
        found: &str,
        wanted: &str,
        at: usize,
        inner: Option<&str>,
    ) {
        let (kind, name) = (self.kind(table), self.field_name(table, field));
        let severity = if self.uses(table, field) == Use::Loose { Severity::Warning } else { Severity::Error };
        let mut path = self.path_of(Some(name));
        if let Some(inner) = inner {
            push_key(&mut path, inner);
        }
        let message = format!("{kind}.{name} is {found}; {} wants {wanted}", self.manner.platform);
        let mut draft = Draft::new(Code::WrongType, severity, Basis::Documented, at, message)
            .path(path)
            .cause(kind, name, found, 0);
        if found == "null" {
            draft = draft.help("leave the field out instead");
        }
        self.drafts.push(draft);
    }

    /// A value of another type than the field's; scans it.
    #[cold]
    pub(super) fn other_type(&mut self, lexer: &mut Lexer, table: usize, field: usize, top: bool) -> bool {
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        if top {
            if byte == b'n' {
                self.slots.set_null(field);
            } else {
                self.slots.set(field, Span::new(at, lexer.pos, false), at, false);
            }
        }
        if byte == b'n' && self.manner.null_is_absent {
            return true;
        }
        let kind = self.tables.get(table).and_then(|compiled| compiled.plans.get(field)).map(|plan| plan.kind);
        if kind == Some(Kind::Time) && matches!(byte, b'-' | b'0'..=b'9') {
            let number = String::from_utf8_lossy(lexer.slice(at, lexer.pos)).into_owned();
            self.number_for_time(table, field, &number, at);
            return true;
        }
        let wanted = match kind {
            Some(Kind::Bool) => "true or false",
            Some(Kind::Integer) => "a whole number",
            Some(Kind::Time) => "a time as a string, such as \"2024-01-31T12:00:00Z\"",
            Some(Kind::Texts) => "a list of strings",
            Some(Kind::Map | Kind::Custom | Kind::Object) => "an object",
            Some(Kind::Objects) => "a list of objects",
            Some(Kind::Text) | None => "a string",
        };
        self.wrong_type(table, field, found(byte), wanted, at, None);
        true
    }

    pub(super) fn number_for_time(&mut self, table: usize, field: usize, number: &str, at: usize) {
        let (kind, name) = (self.kind(table), self.field_name(table, field));
        let message = format!(
            "{kind}.{name} is the number {number}; {} wants an RFC 3339 time as a string",
            self.manner.platform
        );
        let unit = if number.len() > 11 { "milliseconds" } else { "seconds" };
        let draft = Draft::new(Code::BadTimestamp, Severity::Error, Basis::Documented, at, message)
            .path(self.path_of(Some(name)))
            .help(&format!("if these are {unit} since 1970, write the time as \"YYYY-MM-DDTHH:MM:SSZ\""))
            .cause(kind, name, number, 0);
        self.drafts.push(draft);
    }

    /// An element of a list of strings that is no string; scans it.
    #[cold]
    pub(super) fn wrong_element(
        &mut self,
        lexer: &mut Lexer,
        table: usize,
        field: usize,
        index: usize,
        top: bool,
    ) -> bool {
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        let (kind, name) = (self.kind(table), self.field_name(table, field));
        let null_is_empty = byte == b'n' && self.manner.null_is_absent;
        if null_is_empty && top {
            self.slots.push_element(Span::new(at, at, false));
        }
        let severity =
            if null_is_empty || self.uses(table, field) == Use::Loose { Severity::Warning } else { Severity::Error };
        let message = format!("an element of {kind}.{name} is {}; {} wants strings", found(byte), self.manner.platform);
        self.path.push(Part::Index(index));
        let draft = Draft::new(Code::WrongType, severity, Basis::Documented, at, message)
            .path(self.path_of(None))
            .cause(kind, name, found(byte), 0);
        self.path.pop();
        self.drafts.push(draft);
        true
    }

    pub(super) fn integer(&mut self, lexer: &Lexer, table: usize, field: usize, start: usize) -> bool {
        let number = String::from_utf8_lossy(lexer.slice(start, lexer.pos));
        if number.parse::<i64>().is_ok() {
            return true;
        }
        let found = format!("the number {number}");
        self.wrong_type(table, field, &found, "a whole number of 64 bits", start, None);
        false
    }

    /// A time that the fast path did not take: read as Go reads it, and held against the standard.
    #[cold]
    pub(super) fn slow_time(&mut self, lexer: &Lexer, table: usize, field: usize, span: Span) -> Option<time::Day> {
        let raw = lexer.slice(span.start as usize, span.end as usize);
        let (kind, name, platform) = (self.kind(table), self.field_name(table, field), self.manner.platform);
        let quoted = text::quoted(&String::from_utf8_lossy(raw));
        let at = span.start as usize - 1;
        // Go reads a time as it stands in the file; others resolve its escapes first.
        let parsed = match go_time::parse(raw) {
            Err(_) if span.escaped && !self.manner.folds_keys => go_time::parse(&text::unescape(raw)),
            parsed => parsed,
        };
        match parsed {
            Ok(time) => {
                if !time.strict || span.escaped {
                    let message =
                        format!("{kind}.{name} is {quoted}; {platform} reads it, but it is no strict RFC 3339 time");
                    let draft = Draft::new(Code::LenientTimestamp, Severity::Warning, Basis::Observed, at, message)
                        .path(self.path_of(Some(name)))
                        .help("write it as \"YYYY-MM-DDTHH:MM:SSZ\"")
                        .cause(kind, name, &String::from_utf8_lossy(raw), 0);
                    self.drafts.push(draft);
                }
                let day = i32::try_from(time.unix.div_euclid(86_400)).unwrap_or(0);
                Some(time::Day { day, zero: time.is_zero() })
            }
            Err(words) => {
                let severity = if self.uses(table, field) == Use::Loose { Severity::Warning } else { Severity::Error };
                let message = format!("{kind}.{name} is {quoted}, which is no RFC 3339 time: {words}");
                let draft = Draft::new(Code::BadTimestamp, severity, Basis::Documented, at, message)
                    .path(self.path_of(Some(name)))
                    .help("write it as \"YYYY-MM-DDTHH:MM:SSZ\", with a zone (Z or an offset such as +02:00)")
                    .cause(kind, name, &words, 0);
                self.drafts.push(draft);
                None
            }
        }
    }

    /// A key that is no field as it is spelt. Gives the field that it is taken for all the same.
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
        // Upper case and the two characters that fold to ASCII are rare enough to look closer.
        if found == Key::Other
            && raw.iter().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
            && let Some(field) = self.folded_key(table, raw, span.start as usize - 1, seen)
        {
            return Some(field);
        }
        let extras = extras.get_or_insert_with(|| Extras::new(self.keys.len()));
        extras.count += 1;
        extras.bytes += raw.len() as u64 + 3;
        let repeated = extras.repeats(&mut self.keys, lexer, span, &self.hasher);
        let open = self.table(table).and_then(|def| def.open.get(self.manner.dialect)).copied().unwrap_or(true);
        if repeated || found != Key::Other || !open {
            self.odd_key(table, found, raw, span.start as usize - 1, repeated);
        }
        None
    }

    /// A key with upper case in it: the field that it is taken for, if any.
    #[cold]
    #[inline(never)]
    fn folded_key(&mut self, table: usize, raw: &[u8], at: usize, seen: u64) -> Option<usize> {
        let key = text::decode(raw);
        let field = self.tables.get(table)?.find_folded(&key)?;
        self.key_case(table, field, &key, at);
        // With the field itself there already, the key is custom data, but for a reader that folds keys.
        (self.manner.folds_keys || seen >> field & 1 == 0).then_some(field)
    }

    /// A key that stands there twice, is none of the caller's to use, or was probably meant to be another one.
    #[cold]
    #[inline(never)]
    fn odd_key(&mut self, table: usize, found: Key, raw: &[u8], at: usize, repeated: bool) {
        let Some(def) = self.table(table) else { return };
        if repeated {
            self.duplicate_key(def.kind, &text::decode(raw), at);
        }
        match found {
            Key::Reserved(index) => self.reserved(def, index, at),
            Key::Hint(index) => self.hint(table, def, index, at),
            _ if !def.open.get(self.manner.dialect).copied().unwrap_or(true) => {
                self.unknown_field(def, &text::decode(raw), at);
            }
            _ => {}
        }
    }

    pub(super) fn key_case(&mut self, table: usize, field: usize, key: &str, at: usize) {
        let (kind, name) = (self.kind(table), self.field_name(table, field));
        let basis = if self.manner.folds_keys { Basis::Observed } else { Basis::Documented };
        let message = format!("{kind} has the key {}; the field is \"{name}\"", text::quoted(key));
        let draft = Draft::new(Code::KeyCase, Severity::Warning, basis, at, message)
            .path(self.path_of(Some(key)))
            .help(&format!("write \"{name}\""))
            .cause(kind, name, key, 0);
        self.drafts.push(draft);
    }

    /// At the end of an object that begins at `start`: what the keys under wrong names come to, now that it is known
    /// which fields there are.
    #[cold]
    pub(super) fn settle_names(&mut self, table: usize, seen: u64, start: usize) {
        let Some(def) = self.table(table) else { return };
        let is_seen = |name: &str| {
            def.fields.iter().position(|field| field.name == name).is_some_and(|field| seen >> field & 1 == 1)
        };
        let closed = def.open.get(self.manner.dialect) == Some(&false);
        let (folds, dialect) = (self.manner.folds_keys, self.manner.dialect);
        let needed = |name: &str| {
            def.either.contains(&name) && !def.either.iter().any(|field| is_seen(field))
                || def.fields.iter().any(|field| field.name == name && field.uses.get(dialect) == Some(&Use::Required))
        };
        self.drafts.retain_mut(|draft| {
            if draft.at <= start || draft.cause.kind != def.kind {
                return true;
            }
            let there = is_seen(&draft.cause.field);
            if draft.code == Code::KeyCase && !folds && (closed || !there && needed(&draft.cause.field)) {
                draft.severity = Severity::Error;
            }
            // With the real field there as well, the key is just custom data.
            draft.code != Code::WrongName || !there
        });
    }

    /// Takes back the hint that a field stands under another name; gives that name.
    #[cold]
    pub(crate) fn take_hint(&mut self, kind: &str, field: &str, start: usize) -> Option<String> {
        let index = self.drafts.iter().position(|draft| {
            draft.code == Code::WrongName && draft.cause.kind == kind && draft.cause.field == field && draft.at > start
        })?;
        Some(std::mem::take(&mut self.drafts.remove(index).cause.value))
    }

    pub(super) fn duplicate_field(&mut self, table: usize, field: usize, at: usize) {
        self.duplicate_key(self.kind(table), self.field_name(table, field), at);
    }

    /// Notes a key that an object has twice.
    #[cold]
    pub(crate) fn duplicate_key(&mut self, kind: &'static str, key: &str, at: usize) {
        let message = format!("{kind} has the key {} twice; most readers keep the last value only", text::quoted(key));
        let draft = Draft::new(Code::DuplicateKey, Severity::Warning, Basis::Observed, at, message)
            .path(self.path_of(Some(key)))
            .help("remove one of the two")
            .cause(kind, key, "", 0);
        self.drafts.push(draft);
    }

    pub(super) fn reserved(&mut self, table: &'static Table, index: usize, at: usize) {
        let name = table.reserved.get(index).copied().unwrap_or_default();
        let message = format!("{}.{name} is a reserved field", table.kind);
        let draft = Draft::new(Code::ReservedField, Severity::Error, self.manner.reserved, at, message)
            .path(self.path_of(Some(name)))
            .help("remove it, or rename it if it is data of your own")
            .cause(table.kind, name, "", 0);
        self.drafts.push(draft);
    }

    pub(super) fn hint(&mut self, index_of: usize, table: &'static Table, index: usize, at: usize) {
        let Some((key, name)) = table.hints.get(index).copied() else { return };
        let field = table.fields.iter().position(|field| field.name == name);
        if field.is_some_and(|field| self.uses(index_of, field) == Use::Unused) {
            return;
        }
        let message =
            format!("{}.{key} is no field of {}'s; did you mean \"{name}\"?", table.kind, self.manner.platform);
        let draft = Draft::new(Code::WrongName, Severity::Warning, Basis::Inferred, at, message)
            .path(self.path_of(Some(key)))
            .help(&format!("rename it to \"{name}\", or leave it if it is custom data"))
            .cause(table.kind, name, key, 0);
        self.drafts.push(draft);
    }

    pub(super) fn unknown_field(&mut self, table: &'static Table, key: &str, at: usize) {
        let allowed: Vec<&str> = table
            .fields
            .iter()
            .filter(|field| field.uses.get(self.manner.dialect).is_some_and(|uses| *uses != Use::Unused))
            .map(|field| field.name)
            .collect();
        let message = format!("{} takes no key {}; it takes {}", table.kind, text::quoted(key), allowed.join(", "));
        let draft = Draft::new(Code::UnknownField, Severity::Error, Basis::Documented, at, message)
            .path(self.path_of(Some(key)))
            .help("remove it")
            .cause(table.kind, key, "", 0);
        self.drafts.push(draft);
    }

    #[cold]
    pub(super) fn missing(&mut self, table: usize, missing: u64, seen: u64, at: usize) {
        let Some(def) = self.table(table) else { return };
        for (field, name) in def.fields.iter().enumerate().map(|(index, field)| (index, field.name)) {
            if missing >> field & 1 == 0 {
                continue;
            }
            // A null that is wrong by itself was reported there.
            if seen >> field & 1 == 1 && !self.manner.null_is_absent {
                continue;
            }
            let path = self.path_of(Some(name));
            let message = format!("{}.{name} is missing", def.kind);
            let mut draft = Draft::new(Code::MissingField, Severity::Error, Basis::Documented, at, message)
                .path(path)
                .cause(def.kind, name, "", 0);
            // The likely reason, if another name for it was met: one finding for one cause.
            draft = match self.take_hint(def.kind, name, at) {
                Some(other) => draft.help(&format!("\"{other}\" stands there instead; rename it to \"{name}\"")),
                None => draft.help(&format!("add \"{name}\"")),
            };
            self.drafts.push(draft);
        }
    }

    pub(super) fn too_many(&mut self, table: usize, field: usize, count: usize, at: usize) {
        let Some(Value::Objects(_, limits)) =
            self.table(table).and_then(|table| table.fields.get(field)).map(|field| &field.value)
        else {
            return;
        };
        let limit = limits.get(self.manner.dialect).copied().unwrap_or(0);
        if limit == 0 || count <= limit as usize {
            return;
        }
        let (kind, name) = (self.kind(table), self.field_name(table, field));
        let message = format!("{kind}.{name} has {count} elements; {} allows {limit}", self.manner.platform);
        let draft = Draft::new(Code::TooMany, Severity::Error, Basis::Documented, at, message)
            .path(self.path_of(Some(name)))
            .help(&format!("spread them over several {kind}s"))
            .cause(kind, name, "", u64::from(limit));
        self.drafts.push(draft);
    }

    pub(super) fn custom_data(&mut self, table: usize, bytes: u64, count: u64, at: usize) {
        // Two braces, and a comma between any two.
        let bytes = bytes + 1 + count;
        if bytes <= self.manner.custom_limit || self.table(table).is_none_or(|table| table.open == [false; 2]) {
            return;
        }
        let kind = self.kind(table);
        let message = format!(
            "the custom data of this {kind} is {bytes} bytes long (its extra keys as compact JSON); {} allows {}",
            self.manner.platform, self.manner.custom_limit
        );
        let draft = Draft::new(Code::CustomDataTooLarge, Severity::Warning, Basis::Documented, at, message)
            .path(self.path_of(None))
            .help("keep large data in a store of your own, and an id of it here")
            .cause(kind, "", "", self.manner.custom_limit);
        self.drafts.push(draft);
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
