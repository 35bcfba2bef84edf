//! Limits of strings that the fast path could not vouch for: checked slowly, and with words.

use super::{Part, Walker};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::{go_text, text};
use crate::table::compiled::verdict;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::{Charset, Limit, LimitRule, Value};

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
        for limit in self.limits(table, field) {
            if let Some((severity, basis)) = verdict(limit, self.manner.dialect)
                && !limit.rule.keeps(&value)
            {
                // The place is that of the value, quote included.
                self.broken_limit(limit.rule, (severity, basis), table, field, &value, span.start as usize - 1);
                if matches!(limit.rule, LimitRule::NotEmpty) {
                    break;
                }
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
            LimitRule::MaxBytes(max) => (
                Code::TooLong,
                format!("{what} is {} bytes long; {platform} allows {max}", value.len()),
                "shorten it, or use a hash of it; and change all references to it alike".to_owned(),
                u64::from(max),
            ),
            LimitRule::Charset(charset) => (
                Code::InvalidCharacters,
                format!("{what} {quoted} has characters that {platform} does not allow: {}", foreign(value, charset)),
                format!("use {} only; and change all references to it alike", charset.words),
                0,
            ),
            LimitRule::OneOf(values) => (
                Code::InvalidValue,
                format!("{what} is {quoted}; {platform} takes {}", values.join(", ")),
                "use one of these values".to_owned(),
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

/// The characters of a text that a charset lacks, for a message.
fn foreign(value: &[u8], charset: Charset) -> String {
    let mut seen = Vec::new();
    for character in String::from_utf8_lossy(value).chars() {
        let mut bytes = [0; 4];
        if !charset.allows(character.encode_utf8(&mut bytes).as_bytes()) && !seen.contains(&character) {
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
