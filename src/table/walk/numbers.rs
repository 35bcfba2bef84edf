//! Values that are numbers, and times that are.

use super::{Walker, mends};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::{go_time, text};
use crate::redact;
use crate::table::draft::Draft;
use crate::table::number::{Fault, Reading, day_words, plain};
use crate::table::slots::Span;
use crate::table::{Epoch, Number, Value};

impl Walker {
    /// A number, in quotes or not; the cursor stands at its first byte.
    #[inline(never)]
    pub(super) fn number(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let (rules, epoch): (&'static Number, _) = match self.def(table, plan).map(|field| &field.value) {
            Some(Value::Epoch(epoch)) => (&epoch.number, Some(*epoch)),
            Some(Value::Number(number)) => (number, None),
            _ => return lexer.value(),
        };
        let start = lexer.pos;
        let quoted = lexer.byte() == b'"';
        let inside = start + usize::from(quoted);
        if let Some((value, end)) = plain(lexer.bytes(), inside)
            && ends(lexer.bytes().get(end), quoted)
            && !(quoted && rules.quoted.is_some())
            && epoch.is_none_or(|epoch| epoch.unit.is_usual(value))
        {
            lexer.pos = end + usize::from(quoted);
            self.slots.set(slot, Span::new(inside, end, false), start, true);
            self.keep_number(slot, Some(value), epoch);
            return true;
        }
        if !lexer.value() {
            return false;
        }
        let span = Span::new(inside, lexer.pos - usize::from(quoted), quoted && lexer.escaped);
        self.odd_number(lexer, (table, plan, slot), span, start, (rules, epoch));
        true
    }

    fn keep_number(&mut self, slot: usize, number: Option<i64>, epoch: Option<&Epoch>) {
        self.slots.set_number(slot, number);
        if let Some(epoch) = epoch {
            let day = number.and_then(|number| i32::try_from(epoch.unit.day(number)).ok());
            self.slots.set_day(slot, day.unwrap_or(0), day.is_none());
        }
    }

    /// A number that the fast path did not take; `start` is its first byte, quotes included.
    #[cold]
    fn odd_number(
        &mut self,
        lexer: &Lexer,
        (table, plan, slot): (usize, usize, usize),
        span: Span,
        start: usize,
        (rules, epoch): (&'static Number, Option<&'static Epoch>),
    ) {
        let raw = lexer.slice(span.start as usize, span.end as usize);
        let quoted = start != span.start as usize;
        let reading = Reading::of(raw);
        let (fault, verdict) = match &reading {
            None => (Some(Fault::Words), rules.words),
            Some(_) if quoted && rules.quoted.is_some() => (Some(Fault::Quoted), rules.quoted),
            Some(reading) => reading.fault(rules, epoch),
        };
        let error = verdict.is_some_and(|(severity, _)| severity == Severity::Error);
        // Of these the value is no number as the platform reads it; of all others it is, if an unlikely one.
        let unread = error && matches!(fault, Some(Fault::Quoted | Fault::Fraction | Fault::Large));
        self.slots.set(slot, span, start, reading.is_some() && !unread);
        self.keep_number(slot, reading.and_then(|reading| reading.whole), epoch);
        if let (Some(fault), Some(verdict)) = (fault, verdict) {
            let whole = reading.and_then(|reading| reading.whole);
            let mend = match (fault, epoch, whole) {
                (Fault::Quoted, ..) => mends::unquoted(raw, start, rules, epoch),
                (Fault::Words, Some(epoch), _) => mends::counted(raw, start, epoch),
                (Fault::Unit, Some(epoch), Some(number)) => mends::other_unit(number, span, epoch),
                _ => None,
            };
            self.number_fault((table, plan), raw, start, (fault, verdict), whole, epoch);
            if let Some(draft) = self.drafts.last_mut() {
                draft.mend = mend;
            }
        }
    }

    fn number_fault(
        &mut self,
        (table, plan): (usize, usize),
        raw: &[u8],
        at: usize,
        (fault, (severity, basis)): (Fault, (Severity, Basis)),
        whole: Option<i64>,
        epoch: Option<&'static Epoch>,
    ) {
        let (kind, key, platform) = (self.kind(table), self.key(table, plan), self.manner.platform);
        let shown = text::decode(raw);
        let wanted = self.wanted(table, plan);
        let bad = if epoch.is_some() { Code::BadTimestamp } else { Code::InvalidValue };
        // A time is nothing to hide.
        let number = if epoch.is_some() { shown.as_str().into() } else { redact::value(&shown) };
        let worded = |words: &str| text::worded(words, &[&number]);
        let write = |number: i64| ["write ", &text::signed(number)].concat();
        let (code, found, help) = match fault {
            Fault::Quoted => (Code::WrongType, worded("the number {} in quotes"), worded("write {} without quotes")),
            Fault::Words => {
                let found = if shown.is_empty() { "an empty string".to_owned() } else { text::quoted(&shown) };
                if let Some(epoch) = epoch {
                    (Code::BadTimestamp, found, how_to_write(&shown, epoch))
                } else {
                    let number = self.def(table, plan).map(|field| &field.value);
                    let quotes = matches!(number, Some(Value::Number(Number { quoted: None, .. })));
                    let help = if quotes { "write a number" } else { "write a number, without quotes" };
                    (Code::WrongType, found, help.to_owned())
                }
            }
            Fault::Fraction => {
                let help = whole.map_or_else(|| "write all digits, and no fraction".to_owned(), write);
                (bad, worded("the number {}, with a fraction or an exponent"), help)
            }
            Fault::Negative => (bad, worded("{}, which is below zero"), "check where it was made".to_owned()),
            Fault::Zero if epoch.is_some() => {
                (bad, "0, which is 1970-01-01".to_owned(), "give the real time".to_owned())
            }
            Fault::Zero => (bad, "0".to_owned(), "check where it was made".to_owned()),
            Fault::Large | Fault::Unit => {
                let code = if epoch.is_some() { Code::WrongTimeUnit } else { bad };
                match epoch.zip(whole) {
                    Some((epoch, number)) => {
                        let (unit, mended) = epoch.unit.guess(number);
                        let day = |number| day_words(epoch.unit.day(number));
                        let parts = [&shown, &day(number), epoch.unit.words(), unit, &day(mended)];
                        let found = text::worded("{}, which is {} in {}; it looks like {} ({})", &parts);
                        (code, found, write(mended))
                    }
                    None => (code, worded("{}, which has more than 64 bits"), "check where it was made".to_owned()),
                }
            }
        };
        let words = if fault == Fault::Unit { "{0}.{1} is {2}" } else { "{0}.{1} is {2}; {3} wants {4}" };
        let draft = Draft::worded(code, severity, basis, at, words, &[kind, key, &found, platform, wanted])
            .path(self.path_of(Some(key)))
            .help(&help)
            .cause(kind, self.name(table, plan), fault.name(), 0);
        self.drafts.push(draft);
    }
}

/// Whether a number ends with this byte. Never at the end of the window, where it may go on.
fn ends(byte: Option<&u8>, quoted: bool) -> bool {
    match byte {
        Some(b'"') => quoted,
        Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n') => !quoted,
        _ => false,
    }
}

/// How a time in words is written as a number.
fn how_to_write(words: &str, epoch: &Epoch) -> String {
    if let Ok(time) = go_time::parse(words.as_bytes()) {
        return ["write ", &text::signed(epoch.unit.number(time.unix, time.nanos))].concat();
    }
    let example = text::signed(epoch.unit.number(1_706_702_400, 0));
    text::worded("write it as {} since 1970: {} is 2024-01-31T12:00:00Z", &[epoch.unit.words(), &example])
}
