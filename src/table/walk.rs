//! The one walk over an item: every object of every platform goes through here, with its table in hand.
//!
//! A walk returns `false` where the bytes are no JSON (the lexer knows where). All else are drafts of findings, and the
//! walk goes on. Everything that costs text is in cold functions; on clean data nothing here allocates.

mod extras;
mod fast;
mod findings;
mod limits;
mod lists;
mod maps;
mod members;
mod mends;
mod names;
mod numbers;
mod path;
mod sizes;
mod spellings;

use super::compiled::{Compiled, Key, Kind, Plan, START};
use super::draft::Draft;
use super::slots::{Slots, Span};
use super::{Capture, Field, NOWHERE, Table, time};
use crate::finding::Basis;
use crate::index::Hasher;
use crate::json::lexer::{Lexer, More};
use crate::json::text;
use extras::Extras;
pub(crate) use findings::found;
use limits::What;
pub(crate) use lists::elements;
pub(crate) use members::Members;
use mends::Keys;
use path::Part;

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

/// The fields of an object that were met, and that were not: one bit each.
struct Met {
    seen: u64,
    /// Those that were met under a key in another case only.
    variants: u64,
    /// Those that were met twice, and have several spellings.
    repeated: u64,
    /// Those that are needed and have no value.
    missing: u64,
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
    /// Where the item spells a field as the other dialect does, for the first time; nested objects included.
    pub(crate) other_spelling: Option<usize>,
    path: Vec<Part>,
    /// Keys of the file's own that are in the path, one behind the other.
    names: Vec<u8>,
    hasher: Hasher,
    /// The keys of the objects around the cursor that are none of their fields, outer ones first.
    keys: Vec<Span>,
    /// Where the findings of the row at hand begin.
    row: usize,
    /// Fields of the row that stand there under a key in another case only, one bit each.
    pub(crate) variants: u64,
}

impl Walker {
    /// A walker that knows these tables, and those nested in them.
    pub(crate) fn new(tables: &[&'static Table], manner: Manner, seed: u64) -> Walker {
        let mut walker = Walker {
            tables: Vec::new(),
            manner,
            slots: Slots::new(),
            drafts: Vec::new(),
            other_spelling: None,
            path: Vec::new(),
            names: Vec::new(),
            hasher: Hasher::new(seed),
            keys: Vec::new(),
            row: 0,
            variants: 0,
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
    #[inline(always)]
    pub(crate) fn start(&mut self) {
        self.drafts.clear();
        self.leave_payload();
        self.start_row();
    }

    /// Forgets the last of several rows of an item, but for its findings. The path stays.
    #[inline(always)]
    pub(crate) fn start_row(&mut self) {
        self.slots.clear();
        self.keys.clear();
        self.other_spelling = None;
        self.row = self.drafts.len();
        self.variants = 0;
    }

    /// The findings of the last row.
    pub(crate) fn row_drafts(&self) -> &[Box<Draft>] {
        self.drafts.get(self.row..).unwrap_or_default()
    }

    /// The same, to add to what they say.
    pub(crate) fn row_drafts_mut(&mut self) -> &mut [Box<Draft>] {
        self.drafts.get_mut(self.row..).unwrap_or_default()
    }

    /// The table of an index.
    pub(crate) fn table(&self, table: usize) -> Option<&'static Table> {
        self.tables.get(table).map(|compiled| compiled.table)
    }

    fn plan(&self, table: usize, plan: usize) -> Option<&Plan> {
        self.tables.get(table)?.plans.get(plan)
    }

    /// The field of a plan.
    fn def(&self, table: usize, plan: usize) -> Option<&'static Field> {
        let compiled = self.tables.get(table)?;
        compiled.table.fields.get(compiled.plans.get(plan)?.field)
    }

    /// Walks an object; the cursor stands at its `{`. What of it is kept in the slots, `capture` says.
    pub(crate) fn object(&mut self, lexer: &mut Lexer, table: usize, capture: Capture) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        let drafts = self.drafts.len();
        // See `Met`; as plain numbers they stay in registers.
        let (mut seen, mut variants, mut repeated) = (0_u64, 0_u64, 0_u64);
        let Some(compiled) = self.tables.get(table) else { return false };
        let (mut missing, own) = (compiled.required, compiled.own);
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
                let (found, variant) = if let Some((index, plan)) = guess {
                    lexer.pos += plan.name.length();
                    lexer.next();
                    let bit = 1_u64 << plan.field;
                    let slot = capture.slot(index);
                    // Behind the dialect's own spellings, of which the index is the field's, come the other ones.
                    if index < own && seen & bit == 0 && fast::value(plan, lexer, &mut self.slots, slot) {
                        previous = index;
                        seen |= bit;
                        missing &= !bit;
                        match lexer.more(b'}') {
                            More::Next => continue,
                            More::Last => break,
                            More::Broken => return false,
                        }
                    }
                    (Some(index), false)
                } else {
                    let Some(met) = self.read_key(lexer, table, previous, seen, &mut extras) else { return false };
                    met
                };
                if let Some(plan) = found {
                    let field = if plan < own { plan } else { self.spelt_otherwise(table, plan, capture, key - 1) };
                    previous = field;
                    let bit = 1_u64 << field;
                    let slot = capture.slot(field);
                    if variant && !self.manner.folds_keys {
                        variants |= bit;
                    } else {
                        if seen & bit != 0 {
                            repeated |= self.repeated_field(table, plan, slot, key - 1);
                        }
                        seen |= bit;
                    }
                    let here = lexer.pos;
                    if !self.field(lexer, table, plan, slot) {
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
        if self.drafts.len() != drafts || repeated | missing != 0 {
            self.settle(lexer, table, start, drafts, &Met { seen, variants, repeated, missing });
            if capture == Capture::ITEM {
                self.variants = variants & !seen;
            }
        }
        if let Some(extras) = extras {
            self.keys.truncate(extras.first);
            self.custom_data(table, extras.bytes, extras.count, start);
        }
        true
    }

    /// What can only be said at the end of an object. It begins at `start`, its findings at `from`.
    #[cold]
    fn settle(&mut self, lexer: &Lexer, table: usize, start: usize, from: usize, met: &Met) {
        let keys = Keys { seen: met.seen, variants: met.variants, repeated: met.repeated };
        self.settle_names(lexer, table, keys, from);
        if met.repeated != 0 {
            self.settle_spellings(lexer, table, met.repeated, start);
        }
        if met.missing != 0 {
            self.missing(Some(lexer), table, met.missing, met.seen | met.variants, start, from);
        }
    }

    /// Reads a key that was not foreseen, and the colon behind it. The plan of the field that it stands for, if any, and
    /// whether it is spelt in another way than that; `None` where the bytes are no JSON.
    #[inline(never)]
    fn read_key(
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
        let met = if let Key::Field(plan) = found {
            compiled.learn(previous, plan);
            (Some(plan), false)
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
    fn field(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let Some(known) = self.tables.get(table).and_then(|compiled| compiled.plans.get(plan)) else { return false };
        let start = lexer.pos;
        match (known.kind, lexer.byte()) {
            (Kind::Text, b'"') => {
                lexer.pos += 1;
                if !lexer.string() {
                    return false;
                }
                let span = Span::new(start + 1, lexer.pos - 1, lexer.escaped);
                if !known.vouches(lexer.bytes(), start + 1, lexer.pos - 1, lexer.escaped) {
                    let special = known.special;
                    self.check_limits(lexer, self.limits(table, plan), table, plan, span, What::Field);
                    if special {
                        self.learn_usual(lexer, table, plan, span);
                    }
                }
                self.slots.set(slot, span, start, true);
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
                    None => self.slow_time(lexer, table, plan, span),
                };
                self.slots.set(slot, span, start, day.is_some());
                if let Some(day) = day {
                    self.slots.set_day(slot, day.day, day.zero);
                }
                true
            }
            (Kind::Bool, b't' | b'f') => {
                let good = lexer.literal();
                self.keep(lexer, slot, start);
                good
            }
            (Kind::Texts, b'[') => self.texts(lexer, table, plan, slot),
            (Kind::Integer, b'-' | b'0'..=b'9') => {
                if !lexer.number() {
                    return false;
                }
                let good = self.integer(lexer, table, plan, start);
                self.slots.set(slot, Span::new(start, lexer.pos, false), start, good);
                true
            }
            (Kind::Object, b'{') => {
                let (nested, capture) = (known.nested, known.capture);
                // The parts of what is not kept itself are not kept either: lists would mix them up.
                let capture = if slot == NOWHERE { Capture::NONE } else { capture };
                self.slots.forget(capture);
                self.enter(table, plan);
                let good = self.object(lexer, nested, capture);
                self.leave();
                self.keep(lexer, slot, start);
                good
            }
            (Kind::Objects, b'[') => self.objects(lexer, table, plan, slot),
            (Kind::Map, b'{') => self.map(lexer, table, plan, slot),
            (Kind::Custom, b'{') => {
                let blanks = lexer.blanks;
                if !lexer.value() {
                    return false;
                }
                let bytes = (lexer.pos - start - (lexer.blanks - blanks)) as u64;
                self.custom_data(table, bytes, 1, start);
                self.keep(lexer, slot, start);
                true
            }
            _ => self.other_value(lexer, table, plan, slot),
        }
    }

    /// The kinds that few tables have, and values of the wrong type.
    #[inline(never)]
    fn other_value(&mut self, lexer: &mut Lexer, table: usize, plan: usize, slot: usize) -> bool {
        let kind = self.plan(table, plan).map(|plan| plan.kind);
        match (kind, lexer.byte()) {
            (Some(Kind::Epoch | Kind::Number), b'"' | b'-' | b'0'..=b'9') => self.number(lexer, table, plan, slot),
            (Some(Kind::Keyed), b'{') => self.keyed(lexer, table, plan, slot),
            (Some(Kind::Json), b'{' | b'[' | b'"') => self.json(lexer, table, plan, slot),
            (Some(Kind::Any), b'{' | b'[' | b'"' | b't' | b'f' | b'-' | b'0'..=b'9') => {
                let at = lexer.pos;
                if !lexer.value() {
                    return false;
                }
                let span = if lexer.bytes().get(at) == Some(&b'"') {
                    Span::new(at + 1, lexer.pos - 1, lexer.escaped)
                } else {
                    Span::new(at, lexer.pos, false)
                };
                self.slots.set(slot, span, at, true);
                true
            }
            _ => self.other_type(lexer, table, plan, slot),
        }
    }

    fn keep(&mut self, lexer: &Lexer, slot: usize, start: usize) {
        self.slots.set(slot, Span::new(start, lexer.pos, false), start, true);
    }
}
