//! Limits of strings that the fast path could not vouch for: checked slowly, and with words.

use super::{Part, Walker};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::{go_text, text};
use crate::table::compiled::verdict;
use crate::table::draft::Draft;
use crate::table::limit::units;
use crate::table::slots::Span;
use crate::table::{Limit, LimitRule, Value};

impl Walker {
    pub(super) fn limits(&self, table: usize, field: usize) -> &'static [Limit] {
        match self.table(table).and_then(|table| table.fields.get(field)).map(|field| &field.value) {
            Some(Value::Text(limits) | Value::Texts(limits)) => limits,
            _ => &[],
        }
    }

    /// Remembers a text that went the slow way without a finding.
    pub(super) fn learn_usual(&mut self, lexer: &Lexer, table: usize, field: usize, span: Span) {
        let at = span.start as usize;
        let faulty = span.escaped || self.drafts.last().is_some_and(|draft| draft.at + 1 == at);
        if let Some(plan) = self.tables.get_mut(table).and_then(|compiled| compiled.plans.get_mut(field))
            && !faulty
        {
            plan.learn_usual(lexer.slice(at, span.end as usize));
        }
    }

    /// Checks all limits of a string, slowly and with words.
    #[inline(never)]
    pub(super) fn check_limits(&mut self, lexer: &Lexer, table: usize, field: usize, span: Span) {
        let raw = lexer.slice(span.start as usize, span.end as usize);
        let value = if span.escaped { text::unescape(raw) } else { raw.into() };
        // The place is that of the value, quote included.
        let at = span.start as usize - 1;
        let limits = self.limits(table, field);
        let dialect = self.manner.dialect;
        let broken = |limit: &Limit| verdict(limit, dialect).filter(|_| !limit.rule.keeps(&value));
        let mut length_told = false;
        for (index, limit) in limits.iter().enumerate() {
            let Some(verdict) = broken(limit) else { continue };
            if limit.rule.is_length() {
                // One text that is too long is one finding: the worst, and of several such the first.
                let rest = limits.get(index + 1..).unwrap_or_default();
                let worse = |other: &Limit| {
                    other.rule.is_length() && broken(other).is_some_and(|(severity, _)| severity > verdict.0)
                };
                if length_told || rest.iter().any(worse) {
                    continue;
                }
                length_told = true;
            }
            self.broken_limit(limit.rule, verdict, table, field, &value, at);
            if matches!(limit.rule, LimitRule::NotEmpty | LimitRule::NotBlank) {
                return;
            }
        }
    }

    #[cold]
    pub(super) fn broken_limit(
        &mut self,
        rule: LimitRule,
        (severity, basis): (Severity, Basis),
        table: usize,
        field: usize,
        value: &[u8],
        at: usize,
    ) {
        let (kind, name, platform) = (self.kind(table), self.field_name(table, field), self.manner.platform);
        let element = matches!(self.path.last(), Some(Part::Index(_)))
            && matches!(
                self.table(table).and_then(|table| table.fields.get(field)).map(|field| &field.value),
                Some(Value::Texts(_))
            );
        let shown = String::from_utf8_lossy(value).into_owned();
        let quoted = text::quoted(&shown);
        let what = if element { format!("an element of {kind}.{name}") } else { format!("{kind}.{name}") };
        let (code, message, help, limit) = match rule {
            LimitRule::NotEmpty => (Code::MissingField, format!("{what} is empty"), "give it a value".to_owned(), 0),
            LimitRule::NotBlank => {
                let how = if value.is_empty() { "empty" } else { "blank" };
                (Code::MissingField, format!("{what} is {how}"), "give it a value".to_owned(), 0)
            }
            LimitRule::MaxBytes(max) => (
                Code::TooLong,
                format!("{what} is {} bytes long; {platform} allows {max}", value.len()),
                "shorten it, or use a hash of it; and change all references to it alike".to_owned(),
                u64::from(max),
            ),
            LimitRule::MaxCharacters(max) => (
                Code::TooLong,
                format!("{what} is {} characters long; {platform} allows {max}", text::code_points(value)),
                "shorten it".to_owned(),
                u64::from(max),
            ),
            LimitRule::MaxUnits(max) => (
                Code::TooLong,
                format!("{what} is {} UTF-16 units long; {platform} allows {max}", units(value)),
                "shorten it; characters such as emoji take two units".to_owned(),
                u64::from(max),
            ),
            LimitRule::MinCharacters(min) => (
                Code::TooShort,
                format!("{what} is {} characters long; {platform} wants {min} at least", text::code_points(value)),
                "lengthen it; and change all references to it alike".to_owned(),
                u64::from(min),
            ),
            LimitRule::Without(characters) => (
                Code::InvalidCharacters,
                format!(
                    "{what} {quoted} has characters that {platform} does not allow: {}",
                    strangers(value, |character| !u8::try_from(character).is_ok_and(|byte| characters.contains(&byte)))
                ),
                "leave them out, or write others for them".to_owned(),
                0,
            ),
            LimitRule::LowerCase => (
                Code::UpperCaseId,
                format!(
                    "{what} {quoted} has upper-case letters; {platform} makes it {}",
                    text::quoted(&shown.to_ascii_lowercase())
                ),
                "write it in lower case; and change all references to it alike".to_owned(),
                0,
            ),
            LimitRule::Url => (
                Code::InvalidUrl,
                format!("{what} is {quoted}; {platform} wants an http or https URL"),
                "write the whole address, such as \"https://example.com/a.png\", or leave it out".to_owned(),
                0,
            ),
            LimitRule::Charset(charset) => (
                Code::InvalidCharacters,
                format!(
                    "{what} {quoted} has characters that {platform} does not allow: {}",
                    strangers(value, |character| charset.allows(character.encode_utf8(&mut [0; 4]).as_bytes()))
                ),
                format!("use {} only; and change all references to it alike", charset.words),
                0,
            ),
            LimitRule::OneOf(values) => (
                Code::InvalidValue,
                format!("{what} is {quoted}; {platform} takes {}", values.join(", ")),
                match values.iter().find(|value| value.eq_ignore_ascii_case(&shown)) {
                    Some(same) => format!("write it as \"{same}\""),
                    None => "use one of these values".to_owned(),
                },
                0,
            ),
            LimitRule::Prefix(prefix) => (
                Code::InsecureUrl,
                format!("{what} is {quoted}; {platform} wants a URL that begins with {prefix}"),
                "serve the file over https, reachable without a login while the import runs".to_owned(),
                0,
            ),
        };
        let path = if element { self.path_of(None) } else { self.path_of(Some(name)) };
        let draft =
            Draft::new(code, severity, basis, at, message).path(path).help(&help).cause(kind, name, &shown, limit);
        self.drafts.push(draft);
    }
}

/// The characters of a text that are not allowed, for a message.
fn strangers(value: &[u8], allowed: impl Fn(char) -> bool) -> String {
    let mut seen = Vec::new();
    for character in String::from_utf8_lossy(value).chars() {
        if !allowed(character) && !seen.contains(&character) {
            seen.push(character);
        }
        if seen.len() == 5 {
            break;
        }
    }
    let mut words = String::new();
    for character in seen {
        words.push_str(if words.is_empty() { "'" } else { " '" });
        go_text::push_escaped(&mut words, character);
        words.push('\'');
    }
    words
}
