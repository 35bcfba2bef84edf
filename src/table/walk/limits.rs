//! Limits of strings that the fast path could not vouch for: checked slowly, and with words.

use super::Walker;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::{go_text, text};
use crate::mend::Mend;
use crate::redact;
use crate::table::compiled::verdict;
use crate::table::draft::Draft;
use crate::table::limit::units;
use crate::table::slots::Span;
use crate::table::{Limit, LimitRule, Value};

/// Which text of a field has limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The field itself.
    Field,
    /// An element of its list: the path leads there.
    Element,
    /// A key of its map, likewise.
    Key,
    /// A value of its map, likewise.
    Value,
}

/// What a limited text is in a message, and what an answer is to know of it.
struct Subject<'a> {
    words: &'a str,
    path: String,
    kind: &'static str,
    field: &'a str,
    at: usize,
    /// Whether its text stands in the file as it is, without escapes.
    plain: bool,
}

impl Subject<'_> {
    /// Writes another text in its place; it is so many bytes long.
    fn written(&self, length: usize, text: &str) -> Option<Mend> {
        let start = self.at + 1;
        self.plain.then(|| Mend::one(&text::worded("write {q}", &[text]), start, start + length, text))
    }
}

impl Walker {
    pub(super) fn limits(&self, table: usize, plan: usize) -> &'static [Limit] {
        match self.def(table, plan).map(|field| &field.value) {
            Some(Value::Text(limits) | Value::Texts(limits)) => limits,
            _ => &[],
        }
    }

    /// Remembers a text that went the slow way without a finding.
    pub(super) fn learn_usual(&mut self, lexer: &Lexer, table: usize, plan: usize, span: Span) {
        let at = span.start as usize;
        let faulty = span.escaped || self.drafts.last().is_some_and(|draft| draft.at + 1 == at);
        if let Some(plan) = self.tables.get_mut(table).and_then(|compiled| compiled.plans.get_mut(plan))
            && !faulty
        {
            plan.learn_usual(lexer.slice(at, span.end as usize));
        }
    }

    /// Checks limits of a string, slowly and with words.
    #[inline(never)]
    pub(super) fn check_limits(
        &mut self,
        lexer: &Lexer,
        limits: &'static [Limit],
        table: usize,
        plan: usize,
        span: Span,
        what: What,
    ) {
        let raw = lexer.slice(span.start as usize, span.end as usize);
        let value = if span.escaped { text::unescape(raw) } else { raw.into() };
        if keeps_all(limits, &value, self.manner.dialect) {
            return;
        }
        let (kind, key) = (self.kind(table), self.key(table, plan));
        let path = self.path_of((what == What::Field).then_some(key));
        let words = match what {
            What::Field => [kind, ".", key].concat(),
            What::Element => ["an element of ", kind, ".", key].concat(),
            What::Key => ["a key of ", kind, ".", key].concat(),
            What::Value => ["a value of ", kind, ".", key].concat(),
        };
        // The place is that of the value, quote included.
        let at = span.start as usize - 1;
        self.tell_limits(
            limits,
            &value,
            &Subject { words: &words, path, kind, field: self.name(table, plan), at, plain: !span.escaped },
        );
    }

    #[cold]
    fn tell_limits(&mut self, limits: &'static [Limit], value: &[u8], subject: &Subject) {
        let dialect = self.manner.dialect;
        let broken = |limit: &Limit| verdict(limit, dialect).filter(|_| !limit.rule.keeps(value));
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
            self.broken_limit(limit.rule, verdict, value, subject);
            if matches!(limit.rule, LimitRule::NotEmpty | LimitRule::NotBlank) {
                return;
            }
        }
    }

    fn broken_limit(&mut self, rule: LimitRule, (severity, basis): (Severity, Basis), value: &[u8], subject: &Subject) {
        let shown = String::from_utf8_lossy(value).into_owned();
        let allowed = |character: char| match rule {
            LimitRule::Charset(charset) => charset.allows(character.encode_utf8(&mut [0; 4]).as_bytes()),
            LimitRule::Without(characters) => !u8::try_from(character).is_ok_and(|byte| characters.contains(&byte)),
            _ => true,
        };
        let mut same = None;
        // In words and help {0} is the subject, {1} the value, {2} the platform, {3} the fact and {4} the limit.
        let (code, words, fact, help, limit) = match rule {
            LimitRule::NotEmpty => (Code::MissingField, "{0} is empty", String::new(), "give it a value", ""),
            LimitRule::NotBlank => {
                let how = if value.is_empty() { "empty" } else { "blank" };
                (Code::MissingField, "{0} is {3}", how.to_owned(), "give it a value", "")
            }
            LimitRule::MaxBytes(_) => (
                Code::TooLong,
                "{0} is {3} bytes long; {2} allows {4}",
                text::number(value.len() as u64),
                "shorten it, or use a hash of it; and change all references to it alike",
                "",
            ),
            LimitRule::MaxCharacters(_) => (
                Code::TooLong,
                "{0} is {3} characters long; {2} allows {4}",
                text::number(text::code_points(value) as u64),
                "shorten it",
                "",
            ),
            LimitRule::MaxUnits(_) => (
                Code::TooLong,
                "{0} is {3} UTF-16 units long; {2} allows {4}",
                text::number(units(value) as u64),
                "shorten it; characters such as emoji take two units",
                "",
            ),
            LimitRule::MinCharacters(_) => (
                Code::TooShort,
                "{0} is {3} characters long; {2} wants {4} at least",
                text::number(text::code_points(value) as u64),
                "lengthen it; and change all references to it alike",
                "",
            ),
            LimitRule::Without(_) => (
                Code::InvalidCharacters,
                "{0} {1q} has characters that {2} does not allow: {3}",
                strangers(value, allowed),
                "leave them out, or write others for them",
                "",
            ),
            LimitRule::LowerCase => (
                Code::UpperCaseId,
                "{0} {1q} has upper-case letters; {2} makes it {3q}",
                shown.to_ascii_lowercase(),
                "write it in lower case; and change all references to it alike",
                "",
            ),
            LimitRule::Url => (
                Code::InvalidUrl,
                "{0} is {1q}; {2} wants an http or https URL",
                String::new(),
                "write the whole address, such as \"https://example.com/a.png\", or leave it out",
                "",
            ),
            LimitRule::MediaType => (
                Code::InvalidValue,
                "{0} is {1q}; {2} wants a media type",
                String::new(),
                "write it with a slash, as in \"image/png\"",
                "",
            ),
            LimitRule::Charset(charset) => (
                Code::InvalidCharacters,
                "{0} {1q} has characters that {2} does not allow: {3}",
                strangers(value, allowed),
                "use {4} only; and change all references to it alike",
                charset.words,
            ),
            LimitRule::OneOf(values) => {
                same = values.iter().find(|value| value.eq_ignore_ascii_case(&shown)).copied();
                let help = if same.is_some() { "write it as \"{4}\"" } else { "use one of these values" };
                (Code::InvalidValue, "{0} is {1q}; {2} takes {3}", values.join(", "), help, same.unwrap_or_default())
            }
            LimitRule::Prefix(prefix) => (
                Code::InsecureUrl,
                "{0} is {1q}; {2} wants a URL that begins with {4}",
                String::new(),
                "serve the file over https, reachable without a login while the import runs",
                prefix,
            ),
        };
        let most = rule.count();
        let number = text::number(most);
        let parts =
            [subject.words, &shown, self.manner.platform, &fact, if most > 0 { number.as_str() } else { limit }];
        let draft = Draft::worded(code, severity, basis, subject.at, words, &parts)
            .path(subject.path.clone())
            .help_worded(help, &parts)
            .cause(subject.kind, subject.field, &shown, most)
            .mend(same.and_then(|same| subject.written(value.len(), same)));
        self.drafts.push(draft);
    }
}

/// Whether a text keeps all limits of a dialect.
pub(super) fn keeps_all(limits: &[Limit], value: &[u8], dialect: usize) -> bool {
    limits.iter().all(|limit| verdict(limit, dialect).is_none() || limit.rule.keeps(value))
}

/// The characters of a text that are not allowed, for a message.
fn strangers(value: &[u8], allowed: impl Fn(char) -> bool) -> String {
    let mut seen = Vec::new();
    for mut character in String::from_utf8_lossy(value).chars().filter(|character| !allowed(*character)) {
        if redact::is_on() && !character.is_ascii() {
            // A name in another script would stand there.
            character = '…';
        }
        if !seen.contains(&character) {
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
