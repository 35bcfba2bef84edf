//! What can be done about a walk's findings without asking: where there is one way to say what was plainly meant.

use super::Walker;
use super::limits::keeps_all;
use crate::codes::Code;
use crate::finding::Severity;
use crate::json::go_syntax::is_space;
use crate::json::lexer::Lexer;
use crate::json::{go_time, text};
use crate::mend::{Mend, Splice};
use crate::table::compiled::Key;
use crate::table::draft::Draft;
use crate::table::number::Reading;
use crate::table::slots::Span;
use crate::table::{Epoch, NOWHERE, Number, Table, Unit, Value};
use crate::timeline::date;

/// The keys of an object that were met.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    /// Fields that are there as they are spelt, one bit each.
    pub(super) seen: u64,
    /// Those that are there in another case.
    pub(super) variants: u64,
    /// Those that are there more than once.
    pub(super) repeated: u64,
}

impl Walker {
    /// Renames the keys of findings that know the right name; their object has been walked to its end. `drafts` are its
    /// findings and those of what is in it.
    #[cold]
    pub(super) fn mend_names(&mut self, lexer: &Lexer, table: usize, keys: Keys, drafts: &mut [Box<Draft>]) {
        let Some(def) = self.table(table) else { return };
        // Fields that keys are meant for, and those that several are.
        let (mut meant, mut again) = (0_u64, 0_u64);
        for draft in drafts.iter().filter(|draft| is_name(draft, def)) {
            let field = bit(def, &draft.cause.field);
            again |= meant & field;
            meant |= field;
        }
        for draft in drafts.iter_mut().filter(|draft| is_name(draft, def)) {
            let field = bit(def, &draft.cause.field);
            if field != 0 && again & field == 0 && self.is_free(def, keys, draft, meant) {
                draft.mend = self.rename(lexer, table, draft);
            }
        }
    }

    /// Whether the field that a finding's key is meant for is not there by itself, nor one that excludes it. Other keys are
    /// `meant` for these fields.
    fn is_free(&self, def: &'static Table, keys: Keys, draft: &Draft, meant: u64) -> bool {
        let field = bit(def, &draft.cause.field);
        if draft.code == Code::KeyCase {
            let other = if self.manner.folds_keys { keys.repeated } else { keys.seen };
            return other & field == 0;
        }
        let there = keys.seen | keys.variants;
        let either = def.either.iter().fold(0, |fields, name| fields | bit(def, name));
        there & field == 0 && (either & field == 0 || (there | meant) & either & !field == 0)
    }

    /// Writes the right name for the key of a finding, if the value is one that its field takes.
    fn rename(&mut self, lexer: &Lexer, table: usize, draft: &Draft) -> Option<Mend> {
        let (start, key, name) = (draft.at + 1, &draft.cause.value, &draft.cause.field);
        let rest = lexer.bytes().get(start..)?;
        // A key with escapes is not touched.
        let behind = rest.strip_prefix(key.as_bytes())?.strip_prefix(b"\"")?.trim_ascii_start();
        let value = behind.strip_prefix(b":")?.trim_ascii_start();
        let at = lexer.bytes().len() - value.len();
        if draft.code == Code::WrongName && !self.takes(lexer, table, name, at) {
            return None;
        }
        Some(Mend::one(&text::worded("rename the key to {q}", &[name]), start, start + key.len(), name))
    }

    /// Whether a field would take the value that begins at `at`, or one that it can be mended to.
    fn takes(&mut self, lexer: &Lexer, table: usize, name: &str, at: usize) -> bool {
        let Some(Key::Field(plan)) = self.tables.get(table).map(|compiled| compiled.find(name.as_bytes())) else {
            return false;
        };
        let mut look = Lexer::new(lexer.bytes(), at, u32::MAX);
        if look.byte() == b'n' {
            return false;
        }
        let (before, spelling) = (self.drafts.len(), self.other_spelling);
        let walked = self.field(&mut look, table, plan, NOWHERE);
        let taken = walked
            && self.drafts.iter().skip(before).all(|draft| draft.severity != Severity::Error || draft.mend.is_some());
        self.drafts.truncate(before);
        self.other_spelling = spelling;
        taken
    }

    /// Fills in a field that the object, which has just been walked, lacks, and that says nothing when it is empty.
    pub(super) fn fill(&self, lexer: &Lexer, table: usize, field: usize) -> Option<Mend> {
        let row = self.table(table)?.fields.get(field)?;
        let (name, empty) = (row.name(self.manner.dialect), row.empty?);
        let end = lexer.pos.checked_sub(1)?;
        let inside = lexer.bytes().get(..end)?;
        if lexer.bytes().get(end) != Some(&b'}') {
            return None;
        }
        let last = inside.iter().rposition(|byte| !is_space(*byte))?;
        let comma = if inside.get(last) == Some(&b'{') { "" } else { "," };
        let member = [comma, "\"", name, "\":", empty].concat();
        Some(Mend::one(&text::worded("add {q}: {}", &[name, empty]), last + 1, last + 1, &member))
    }

    /// Makes a list of one text, or of a whole number, where a list of texts is wanted. A text that may be several is left.
    pub(super) fn listed(&self, lexer: &Lexer, table: usize, plan: usize, start: usize, end: usize) -> Option<Mend> {
        const BETWEEN: &[u8] = b" ,;|\\[]{}";
        let raw = lexer.slice(start, end);
        let inside = raw.strip_prefix(b"\"").and_then(|raw| raw.strip_suffix(b"\""));
        let (text, before, behind) = match inside {
            Some(text) if !text.is_empty() && !text.iter().any(|byte| BETWEEN.contains(byte)) => (text, "[", "]"),
            None if is_integer(raw) => (raw, "[\"", "\"]"),
            _ => return None,
        };
        let splices = vec![Splice::new(start, start, before), Splice::new(end, end, behind)];
        keeps_all(self.limits(table, plan), text, self.manner.dialect).then(|| Mend::new("put it into a list", splices))
    }

    /// What can be done about a value of another type than the field's; `start..end` is all of it.
    pub(super) fn retype(&self, lexer: &Lexer, table: usize, plan: usize, start: usize, end: usize) -> Option<Mend> {
        let raw = lexer.slice(start, end);
        let inside = raw.strip_prefix(b"\"").and_then(|raw| raw.strip_suffix(b"\""));
        match (&self.def(table, plan)?.value, inside) {
            (Value::Bool, Some(b"true" | b"false")) => Some(unquote("write true and false without quotes", start, end)),
            (Value::Integer, Some(digits)) if is_integer(digits) => Some(unquote(UNQUOTED, start, end)),
            (Value::Text(_) | Value::Texts(_), None) if is_integer(raw) => {
                let limits = self.limits(table, plan);
                let splices = vec![Splice::new(start, start, "\""), Splice::new(end, end, "\"")];
                keeps_all(limits, raw, self.manner.dialect).then(|| Mend::new("put the number in quotes", splices))
            }
            (Value::Time, None) => {
                let number = std::str::from_utf8(raw).ok()?.parse().ok()?;
                let time = ["\"", &written(number)?, "\""].concat();
                Some(Mend::one("write the time as RFC 3339", start, end, &time))
            }
            _ => None,
        }
    }
}

/// Whether a finding is about a key that is meant for a field of the object.
fn is_name(draft: &Draft, def: &Table) -> bool {
    matches!(draft.code, Code::WrongName | Code::KeyCase) && draft.cause.kind == def.kind
}

/// The bit of a field; none if there is no such field.
fn bit(def: &Table, name: &str) -> u64 {
    def.fields.iter().position(|field| field.is_named(name)).map_or(0, |field| 1 << field)
}

const UNQUOTED: &str = "write the number without quotes";

/// Takes the quotes off.
fn unquote(title: &str, start: usize, end: usize) -> Mend {
    Mend::new(title, vec![Splice::new(start, start + 1, ""), Splice::new(end - 1, end, "")])
}

/// Whether a text is a whole number of 64 bits, written as JSON writes it and in no other way.
fn is_integer(raw: &[u8]) -> bool {
    is_json(raw) && Reading::of(raw).is_some_and(|reading| !reading.fraction && reading.whole.is_some())
}

/// Whether a number has no zeros in front.
fn is_json(raw: &[u8]) -> bool {
    let unsigned = raw.strip_prefix(b"-").unwrap_or(raw);
    !matches!(unsigned, [b'0', b'0'..=b'9', ..])
}

/// Takes the quotes off a number that is fine without them, or wrong in a way that can be mended; the quotes stand at its
/// ends.
pub(super) fn unquoted(raw: &[u8], start: usize, rules: &Number, epoch: Option<&Epoch>) -> Option<Mend> {
    let reading = Reading::of(raw).filter(|_| is_json(raw))?;
    let fine = match (reading.fault(rules, epoch).0, epoch, reading.whole) {
        (None, ..) => true,
        (Some(_), Some(epoch), Some(number)) => in_unit(number, epoch).is_some(),
        _ => false,
    };
    fine.then(|| unquote(UNQUOTED, start, start + raw.len() + 2))
}

/// Writes a number that is a time in another unit, for which `span` stands, in the right one.
pub(super) fn other_unit(number: i64, span: Span, epoch: &Epoch) -> Option<Mend> {
    let title = match epoch.unit {
        Unit::Seconds => "write the time in seconds",
        Unit::Milliseconds => "write the time in milliseconds",
    };
    Some(Mend::one(title, span.start as usize, span.end as usize, &in_unit(number, epoch)?))
}

/// A time of another unit in the right one, if it is one of our days then.
fn in_unit(number: i64, epoch: &Epoch) -> Option<String> {
    if epoch.unit.is_usual(number) || number <= 0 {
        return None;
    }
    let (_, mended) = epoch.unit.guess(number);
    epoch.unit.is_usual(mended).then(|| text::signed(mended))
}

/// Writes an RFC 3339 time, in quotes at `start`, as a number, if that says the same.
pub(super) fn counted(raw: &[u8], start: usize, epoch: &Epoch) -> Option<Mend> {
    let time = go_time::parse(raw).ok().filter(|time| time.strict)?;
    let rest = match epoch.unit {
        Unit::Seconds => time.nanos,
        Unit::Milliseconds => time.nanos % 1_000_000,
    };
    let number = epoch.unit.number(time.unix, time.nanos);
    let exact = rest == 0 && epoch.unit.is_usual(number);
    exact.then(|| Mend::one("write the time as a number", start, start + raw.len() + 2, &text::signed(number)))
}

/// The RFC 3339 time of a number of seconds or milliseconds; which of them it is, its magnitude tells. Nothing is written for
/// numbers that may be anything.
fn written(number: i64) -> Option<String> {
    /// The year 2001, in seconds: from then on they have ten digits.
    const FIRST: i64 = 1_000_000_000;
    let (seconds, millis) = if Unit::Seconds.is_usual(number) {
        (number, 0)
    } else if Unit::Milliseconds.is_usual(number) {
        (number / 1_000, number % 1_000)
    } else {
        return None;
    };
    if seconds < FIRST {
        return None;
    }
    let mut time = date(Unit::Seconds.day(seconds));
    let second = seconds.rem_euclid(86_400);
    for (mark, part) in [("T", second / 3_600), (":", second / 60 % 60), (":", second % 60)] {
        time.push_str(mark);
        push_digits(&mut time, part, 2);
    }
    if millis != 0 {
        time.push('.');
        push_digits(&mut time, millis, 3);
    }
    time.push('Z');
    Some(time)
}

fn push_digits(text: &mut String, number: i64, width: usize) {
    let digits = text::signed(number);
    for _ in digits.len()..width {
        text.push('0');
    }
    text.push_str(&digits);
}
