//! The one walk over an item: every object of every platform goes through here, with its table in hand.
//!
//! A walk returns `false` where the bytes are no JSON (the lexer knows where). All else are drafts of findings, and the
//! walk goes on. Everything that costs text is in cold functions; on clean data nothing here allocates.

mod extras;
mod fast;
mod findings;
mod limits;

use super::compiled::{Compiled, Key, Kind, START};
use super::draft::Draft;
use super::slots::{Slots, Span};
use super::{Table, limit, time};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::Hasher;
use crate::json::lexer::{Lexer, More};
use crate::json::text;
use extras::Extras;
pub(crate) use findings::found;

/// How a dialect reads what all its tables have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// The platform's name in messages.
    pub(crate) platform: &'static str,
    /// Index into the per-dialect columns of the tables.
    pub(crate) dialect: usize,
    /// Whether `null` is as good as leaving the field out.
    pub(crate) null_is_absent: bool,
    /// Whether keys are matched without regard to case.
    pub(crate) folds_keys: bool,
    /// How sure we are of the reserved names.
    pub(crate) reserved: Basis,
    /// Largest custom data of an object, in bytes of compact JSON.
    pub(crate) custom_limit: u64,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Key(&'static str),
    Index(usize),
}

/// Walks items, one after another, and keeps what the last one left.
#[derive(Debug)]
pub(crate) struct Walker {
    pub(crate) tables: Vec<Compiled>,
    pub(crate) manner: Manner,
    /// The values of the last item.
    pub(crate) slots: Slots,
    /// The findings of the last item.
    pub(crate) drafts: Vec<Box<Draft>>,
    path: Vec<Part>,
    hasher: Hasher,
    /// The keys of the objects around the cursor that are none of their fields, outer ones first.
    keys: Vec<Span>,
}

impl Walker {
    /// A walker that knows these tables, and those nested in them.
    pub(crate) fn new(tables: &[&'static Table], manner: Manner, seed: u64) -> Walker {
        let mut walker = Walker {
            tables: Vec::new(),
            manner,
            slots: Slots::new(),
            drafts: Vec::new(),
            path: Vec::new(),
            hasher: Hasher::new(seed),
            keys: Vec::new(),
        };
        // Nested tables come behind the given ones; the list grows while it is worked through.
        let mut all: Vec<&'static Table> = tables.to_vec();
        let mut at = 0;
        while let Some(table) = all.get(at).copied() {
            let compiled = Compiled::new(table, manner.dialect, |inner| {
                all.iter().position(|known| std::ptr::eq(*known, inner)).unwrap_or_else(|| {
                    all.push(inner);
                    all.len() - 1
                })
            });
            walker.tables.push(compiled);
            at += 1;
        }
        walker
    }

    /// Forgets the last item.
    pub(crate) fn start(&mut self) {
        self.slots.clear();
        self.drafts.clear();
        self.path.clear();
        self.keys.clear();
    }

    /// What follows stands under this key of the item.
    pub(crate) fn enter_payload(&mut self, root: &'static str) {
        self.path.clear();
        self.path.push(Part::Key(root));
    }

    /// What follows is the item itself.
    pub(crate) fn leave_payload(&mut self) {
        self.path.clear();
    }

    /// The table of an index.
    pub(crate) fn table(&self, table: usize) -> Option<&'static Table> {
        self.tables.get(table).map(|compiled| compiled.table)
    }

    /// Walks an object; the cursor stands at its `{`. Values are kept in the slots if it is the item itself (`top`).
    pub(crate) fn object(&mut self, lexer: &mut Lexer, table: usize, top: bool) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        let mut seen = 0_u64;
        // Fields that were met under a key in another case only.
        let mut variants = 0_u64;
        let mut missing = self.tables.get(table).map_or(0, |compiled| compiled.required);
        let mut extras: Option<Extras> = None;
        let mut previous = START;
        if lexer.next() == b'}' {
            lexer.pos += 1;
        } else {
            loop {
                if lexer.next() != b'"' {
                    return lexer.fail_at(lexer.pos);
                }
                lexer.pos += 1;
                let key = lexer.pos;
                let Some(compiled) = self.tables.get_mut(table) else { return false };
                let guess = compiled.guess(lexer.bytes(), key, previous);
                let (field, variant) = if let Some((field, plan)) = guess {
                    lexer.pos += plan.name.length();
                    lexer.next();
                    let bit = 1_u64 << field;
                    if seen & bit == 0 && fast::value(plan, lexer, &mut self.slots, field, top) {
                        previous = field;
                        seen |= bit;
                        missing &= !bit;
                        match lexer.more(b'}') {
                            More::Next => continue,
                            More::Last => break,
                            More::Broken => return false,
                        }
                    }
                    (Some(field), false)
                } else {
                    let Some(met) = self.key(lexer, table, previous, seen, &mut extras) else { return false };
                    met
                };
                if let Some(field) = field {
                    previous = field;
                    let bit = 1_u64 << field;
                    if variant && !self.manner.folds_keys {
                        variants |= bit;
                    } else {
                        if seen & bit != 0 {
                            self.duplicate_field(table, field, key - 1);
                        }
                        seen |= bit;
                    }
                    let here = lexer.pos;
                    if !self.field(lexer, table, field, top) {
                        return false;
                    }
                    // A null counts as absent; whether it is also wrong was said where it was met.
                    if lexer.bytes().get(here) != Some(&b'n') {
                        missing &= !bit;
                    }
                } else {
                    let (here, blanks) = (lexer.pos, lexer.blanks);
                    if !lexer.value() {
                        return false;
                    }
                    if let Some(extras) = &mut extras {
                        extras.bytes += (lexer.pos - here - (lexer.blanks - blanks)) as u64;
                    }
                }
                match lexer.more(b'}') {
                    More::Next => {}
                    More::Last => break,
                    More::Broken => return false,
                }
            }
        }
        lexer.depth -= 1;
        if !self.drafts.is_empty() {
            self.settle_names(table, seen, start);
        }
        if missing != 0 {
            self.missing(table, missing, seen | variants, start);
        }
        if let Some(extras) = extras {
            self.keys.truncate(extras.first);
            self.custom_data(table, extras.bytes, extras.count, start);
        }
        true
    }

    /// Reads a key that was not foreseen, and the colon behind it. The field that it stands for, if any, and whether it is
    /// spelt in another way than that; `None` where the bytes are no JSON.
    #[inline(never)]
    fn key(
        &mut self,
        lexer: &mut Lexer,
        table: usize,
        previous: usize,
        seen: u64,
        extras: &mut Option<Extras>,
    ) -> Option<(Option<usize>, bool)> {
        let start = lexer.pos;
        if !lexer.string() {
            return None;
        }
        let span = Span::new(start, lexer.pos - 1, lexer.escaped);
        let raw = lexer.slice(start, lexer.pos - 1);
        let compiled = self.tables.get_mut(table)?;
        let found = if span.escaped { compiled.find(&text::unescape(raw)) } else { compiled.find(raw) };
        let met = if let Key::Field(field) = found {
            compiled.learn(previous, field);
            (Some(field), false)
        } else {
            (self.other_key(lexer, table, found, span, seen, extras), true)
        };
        lexer.expect(b':').then(|| {
            lexer.next();
            met
        })
    }

    /// Checks a field's value; the cursor stands at its first byte.
    #[inline(never)]
    fn field(&mut self, lexer: &mut Lexer, table: usize, field: usize, top: bool) -> bool {
        let Some(plan) = self.tables.get(table).and_then(|compiled| compiled.plans.get(field)) else { return false };
        let start = lexer.pos;
        match (plan.kind, lexer.byte()) {
            (Kind::Text, b'"') => {
                let (min, max, extra, special) = (plan.min, plan.max, plan.extra, plan.special);
                let usual = special && plan.is_usual(lexer.bytes(), start + 1);
                lexer.pos += 1;
                if !lexer.string() {
                    return false;
                }
                let span = Span::new(start + 1, lexer.pos - 1, lexer.escaped);
                let length = lexer.pos - start - 2;
                let fast = length <= max
                    && length >= min
                    && (!special || usual)
                    && extra.is_none_or(|extra| {
                        !lexer.escaped && limit::in_charset(lexer.bytes(), start + 1, lexer.pos - 1, extra)
                    });
                if !fast {
                    self.check_limits(lexer, table, field, span);
                    if special {
                        self.learn_usual(lexer, table, field, span);
                    }
                }
                if top {
                    self.slots.set(field, span, start, true);
                }
                true
            }
            (Kind::Time, b'"') => {
                lexer.pos += 1;
                if !lexer.string() {
                    return false;
                }
                let span = Span::new(start + 1, lexer.pos - 1, lexer.escaped);
                let day = match time::fast(lexer.bytes(), start + 1) {
                    Some((day, _)) => Some(day),
                    None => self.slow_time(lexer, table, field, span),
                };
                if top {
                    self.slots.set(field, span, start, day.is_some());
                    if let Some(day) = day {
                        self.slots.set_day(field, day.day, day.zero);
                    }
                }
                true
            }
            (Kind::Bool, b't' | b'f') => {
                let good = lexer.literal();
                if top {
                    self.slots.set(field, Span::new(start, lexer.pos, false), start, true);
                }
                good
            }
            (Kind::Texts, b'[') => self.texts(lexer, table, field, top),
            (Kind::Integer, b'-' | b'0'..=b'9') => {
                if !lexer.number() {
                    return false;
                }
                let good = self.integer(lexer, table, field, start);
                if top {
                    self.slots.set(field, Span::new(start, lexer.pos, false), start, good);
                }
                true
            }
            (Kind::Object, b'{') => {
                let nested = plan.nested;
                self.enter(table, field);
                let good = self.object(lexer, nested, false);
                self.path.pop();
                self.keep(lexer, field, start, top);
                good
            }
            (Kind::Objects, b'[') => self.objects(lexer, table, field, top),
            (Kind::Map, b'{') => self.map(lexer, table, field, top),
            (Kind::Custom, b'{') => {
                let blanks = lexer.blanks;
                if !lexer.value() {
                    return false;
                }
                let bytes = (lexer.pos - start - (lexer.blanks - blanks)) as u64;
                self.custom_data(table, bytes, 1, start);
                self.keep(lexer, field, start, top);
                true
            }
            _ => self.other_type(lexer, table, field, top),
        }
    }

    fn keep(&mut self, lexer: &Lexer, field: usize, start: usize, top: bool) {
        if top {
            self.slots.set(field, Span::new(start, lexer.pos, false), start, true);
        }
    }

    fn enter(&mut self, table: usize, field: usize) {
        let name = self.field_name(table, field);
        self.path.push(Part::Key(name));
    }

    #[inline(never)]
    fn texts(&mut self, lexer: &mut Lexer, table: usize, field: usize, top: bool) -> bool {
        let start = lexer.pos;
        let first = self.slots.elements();
        let limited = !self.limits(table, field).is_empty();
        self.enter(table, field);
        let walked = Self::elements(lexer, |lexer, index| {
            let at = lexer.pos;
            if lexer.byte() == b'"' {
                lexer.pos += 1;
                if !lexer.string() {
                    return false;
                }
                let span = Span::new(at + 1, lexer.pos - 1, lexer.escaped);
                if top {
                    self.slots.push_element(span);
                }
                if limited {
                    self.path.push(Part::Index(index));
                    self.check_limits(lexer, table, field, span);
                    self.path.pop();
                }
                return true;
            }
            self.wrong_element(lexer, table, field, index, top)
        });
        self.path.pop();
        if top {
            // An empty list is kept as an empty range; a list with a wrong element still has its other ones.
            let end = self.slots.elements();
            self.slots.set(field, Span::new(first, end, false), start, true);
        }
        walked
    }

    /// Walks the elements of an array; the cursor stands at its `[`.
    fn elements(lexer: &mut Lexer, mut element: impl FnMut(&mut Lexer, usize) -> bool) -> bool {
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        if lexer.next() == b']' {
            lexer.pos += 1;
            lexer.depth -= 1;
            return true;
        }
        let mut index = 0;
        loop {
            lexer.next();
            if !element(lexer, index) {
                return false;
            }
            index += 1;
            match lexer.next() {
                b',' => lexer.pos += 1,
                b']' => {
                    lexer.pos += 1;
                    lexer.depth -= 1;
                    return true;
                }
                _ => return lexer.fail_at(lexer.pos),
            }
        }
    }

    #[inline(never)]
    fn objects(&mut self, lexer: &mut Lexer, table: usize, field: usize, top: bool) -> bool {
        let start = lexer.pos;
        let nested =
            self.tables.get(table).and_then(|compiled| compiled.plans.get(field)).map_or(0, |plan| plan.nested);
        self.enter(table, field);
        let mut count = 0;
        let walked = Self::elements(lexer, |lexer, index| {
            count = index + 1;
            self.path.push(Part::Index(index));
            let good = if lexer.byte() == b'{' {
                self.object(lexer, nested, false)
            } else {
                let (found, at) = (found(lexer.byte()), lexer.pos);
                let walked = lexer.value();
                if walked {
                    let kind = self.kind(nested);
                    let message = format!("{kind} is {found}; {} wants an object", self.manner.platform);
                    let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message)
                        .path(self.path_of(None))
                        .cause(kind, "", found, 0);
                    self.drafts.push(draft);
                }
                walked
            };
            self.path.pop();
            good
        });
        self.path.pop();
        if walked {
            self.too_many(table, field, count, start);
            self.keep(lexer, field, start, top);
        }
        walked
    }

    #[inline(never)]
    fn map(&mut self, lexer: &mut Lexer, table: usize, field: usize, top: bool) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        if lexer.next() == b'}' {
            lexer.pos += 1;
        } else {
            loop {
                let key = lexer.pos + 1;
                if !(lexer.expect(b'"') && lexer.string()) {
                    return false;
                }
                let key = (key, lexer.pos - 1);
                if !lexer.expect(b':') {
                    return false;
                }
                let byte = lexer.next();
                let at = lexer.pos;
                if !lexer.value() {
                    return false;
                }
                if byte != b'"' {
                    let name = text::decode(lexer.slice(key.0, key.1));
                    self.wrong_type(table, field, found(byte), "strings as values", at, Some(&name));
                }
                match lexer.next() {
                    b',' => {
                        lexer.pos += 1;
                        lexer.next();
                    }
                    b'}' => {
                        lexer.pos += 1;
                        break;
                    }
                    _ => return lexer.fail_at(lexer.pos),
                }
            }
        }
        lexer.depth -= 1;
        self.keep(lexer, field, start, top);
        true
    }
}
