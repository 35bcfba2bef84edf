//! The walker, with the tables of a platform that does not exist: each kind of row, and for each a near miss.

mod names;
mod numbers;
mod properties;
mod rows;
mod values;

use super::compiled::MOST_KEYS;
use super::draft::Draft;
use super::walk::{Manner, Walker};
use super::{Capture, Field, Limit, LimitRule, MAX_FIELDS, Table, Use, Value, Verdict};
use crate::finding::{Basis, Severity};
use crate::json::lexer::{Lexer, PADDING};

const ERROR: Verdict = Some((Severity::Error, Basis::Documented));
const WARNING: Verdict = Some((Severity::Warning, Basis::Inferred));

const fn limit(rule: LimitRule, verdict: Verdict) -> Limit {
    Limit { rule, verdicts: [verdict, verdict] }
}

const fn needed(name: &'static str, value: Value) -> Field {
    Field { uses: [Use::Required, Use::Required], ..Field::new(name, value) }
}

const fn manner(dialect: usize) -> Manner {
    Manner {
        platform: "Aviary",
        dialect,
        null_is_absent: false,
        folds_keys: false,
        reserved: Basis::Documented,
        custom_limit: 40,
    }
}

/// A walker after one item, and the window that it read.
struct Walked {
    walker: Walker,
    bytes: Vec<u8>,
}

fn window(text: &str) -> Vec<u8> {
    [text.as_bytes(), b"\n", &[0; PADDING]].concat()
}

/// Walks one item in a dialect.
fn walk_as(dialect: usize, table: &'static Table, text: &str) -> Walked {
    assert_eq!(faults(table), Vec::<String>::new());
    let mut walker = Walker::new(&[table], manner(dialect), 1);
    let bytes = window(text);
    let mut lexer = Lexer::new(&bytes, 0, 100);
    walker.start();
    assert!(walker.object(&mut lexer, 0, Capture::ITEM), "{text} is no JSON");
    assert_eq!(lexer.pos, text.len(), "{text}");
    assert_eq!(lexer.depth, 0, "{text}");
    Walked { walker, bytes }
}

fn walk(table: &'static Table, text: &str) -> Walked {
    walk_as(0, table, text)
}

impl Walked {
    /// The findings in short: `place code severity path: message (help)`.
    fn findings(&self) -> Vec<String> {
        self.walker.drafts.iter().map(|draft| short(draft)).collect()
    }

    /// The value of a field, if it is of its type.
    fn value(&self, slot: usize) -> Option<&str> {
        let span = self.walker.slots.get(slot)?;
        std::str::from_utf8(&self.bytes[span.start as usize..span.end as usize]).ok()
    }

    fn list(&self, slot: usize) -> Vec<&str> {
        let text = |span: &super::slots::Span| &self.bytes[span.start as usize..span.end as usize];
        self.walker.slots.list(slot).iter().map(|span| std::str::from_utf8(text(span)).unwrap()).collect()
    }
}

fn short(draft: &Draft) -> String {
    let help = draft.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    format!("{} {} {} {}: {}{help}", draft.at, draft.code.slug(), draft.severity.name(), draft.path, draft.message)
}

/// What an item has to say, in a table of one field; nothing of good ones.
#[track_caller]
fn says(table: &'static Table, text: &str, expected: &[&str]) {
    assert_eq!(walk(table, text).findings(), expected, "{text}");
}

/// What is wrong with a table that the compiler cannot see. For the tests of platforms.
pub(crate) fn faults(table: &'static Table) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let field_keys = table.fields.iter().flat_map(|field| {
        let mut own = field.names.to_vec();
        own.dedup();
        own.extend(field.aliases);
        own
    });
    let others = table.reserved.iter().copied();
    let hints = table.hints.iter().chain(table.lost).map(|(key, _)| *key);
    for key in field_keys.chain(others).chain(hints) {
        if seen.contains(&key) {
            faults.push(format!("{} has {key} twice", table.kind));
        }
        seen.push(key);
    }
    if seen.len() > MOST_KEYS || table.fields.len() > MAX_FIELDS {
        faults.push(format!("{} has {} keys", table.kind, seen.len()));
    }
    let known = |name: &str| table.fields.iter().any(|field| field.is_named(name));
    for name in table.hints.iter().map(|(_, name)| name).chain(table.either) {
        if !known(name) {
            faults.push(format!("{} has no {name}", table.kind));
        }
    }
    let mut kept: Vec<(usize, usize)> = vec![(0, table.fields.len())];
    captures(table, &mut kept, &mut faults);
    faults
}

/// The slots that a table's objects are kept in, which must not overlap.
fn captures(table: &'static Table, kept: &mut Vec<(usize, usize)>, faults: &mut Vec<String>) {
    for field in table.fields {
        let Value::Object(inner, capture) = field.value else { continue };
        if capture.count == 0 {
            continue;
        }
        let range = (capture.base, capture.base + capture.count);
        if range.1 > MAX_FIELDS || kept.iter().any(|(start, end)| range.0 < *end && *start < range.1) {
            faults.push(format!("the slots of {} are taken", inner.kind));
            continue;
        }
        kept.push(range);
        captures(inner, kept, faults);
    }
}
