//! A table made ready for one dialect: keys found in one look, limits as plain numbers.

use super::{Capture, Field, Limit, LimitRule, MAX_FIELDS, Table, Use, Value, Verdict, limit};
use crate::json::short::Short;

/// What a key turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A field, by the plan of its spelling.
    Field(usize),
    /// A reserved name, by its index.
    Reserved(usize),
    /// A name that is often written for a field, by its index.
    Hint(usize),
    /// A name that an import has no place for, by its index.
    Lost(usize),
    /// Any other key.
    Other,
}

/// The kind of a field's value, as small as the walk's dispatch wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Integer,
    Number,
    Time,
    Epoch,
    Text,
    Texts,
    Map,
    Custom,
    Object,
    Objects,
    Json,
    Keyed,
    Any,
}

/// One spelling of a field, ready for the walk.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    /// The index of the field. Plans of the dialect's own spelling come first: there it is the plan's index as well.
    pub(crate) field: usize,
    /// How the field is spelt: 0 as in the dialect, 1 as in the other one, 2 and more as an alias.
    pub(crate) spelling: u8,
    /// The key.
    pub(crate) key: &'static str,
    /// The key, its closing quote and the colon.
    pub(crate) name: Short,
    /// Index of a nested table.
    pub(crate) nested: usize,
    /// What is kept of the nested object.
    pub(crate) capture: Capture,
    /// Raw length up to which a text without escapes cannot be too long.
    pub(crate) max: usize,
    /// Raw length from which it cannot be too short.
    pub(crate) min: usize,
    /// Characters besides letters, digits and `_`; `None` allows all.
    pub(crate) extra: Option<&'static [u8]>,
    /// Whether there are limits that only the slow path knows.
    pub(crate) special: bool,
    /// Whether the slow path has to look unless the text begins with what is no white space.
    blank: bool,
    /// What keeps those wherever it stands: the beginning that they ask for, or the last short text that kept them, with
    /// its closing quote.
    usual: Short,
    /// Whether they ask for a beginning and nothing else.
    prefixed: bool,
}

/// A table, ready for the walk.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) table: &'static Table,
    pub(crate) plans: Vec<Plan>,
    /// How many of the plans are of the dialect's own spelling: the first, in the order of the fields.
    pub(crate) own: usize,
    pub(crate) required: u64,
    keys: Vec<(&'static [u8], Key)>,
    /// Whether upper-case letters stand in the keys of fields: then a key without any may be one of those, in another
    /// case.
    pub(crate) mixed: bool,
    /// Index into `keys` plus one, by hash; 0 is empty.
    lookup: [u8; 256],
    /// The plan that came after each field in the last object (and first, in the last place): the best guess for this one.
    successor: [u8; MAX_FIELDS + 1],
}

/// Most keys that a table may know, those that are no fields included.
pub(crate) const MOST_KEYS: usize = 200;

/// The "field before the first".
pub(crate) const START: usize = MAX_FIELDS;

fn hash(key: &[u8]) -> usize {
    // Its first bytes, and for those that begin alike its last one and how many there are.
    let word = match (key.first_chunk(), key.first_chunk(), key.last_chunk()) {
        (Some(word), ..) => u64::from_le_bytes(*word),
        (_, Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        _ => key.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    let last = key.last().copied().unwrap_or(0);
    let mixed = (word ^ u64::from(last) << 17 ^ (key.len() as u64) << 40).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 56) as usize
}

/// The verdict of a limit in a dialect.
pub(crate) fn verdict(limit: &Limit, dialect: usize) -> Verdict {
    limit.verdicts.get(dialect).copied().flatten()
}

impl Plan {
    fn new(field: &Field, key: &'static str, index: usize, spelling: usize, dialect: usize, nested: usize) -> Plan {
        let name = Short::new(key.as_bytes().iter().chain(b"\":"));
        let (kind, limits): (_, &[Limit]) = match field.value {
            Value::Bool => (Kind::Bool, &[]),
            Value::Integer => (Kind::Integer, &[]),
            Value::Number(_) => (Kind::Number, &[]),
            Value::Time => (Kind::Time, &[]),
            Value::Epoch(_) => (Kind::Epoch, &[]),
            Value::Text(limits) => (Kind::Text, limits),
            Value::Texts(limits) => (Kind::Texts, limits),
            Value::Map(_) => (Kind::Map, &[]),
            Value::Custom => (Kind::Custom, &[]),
            Value::Json(_) => (Kind::Json, &[]),
            Value::Object(..) => (Kind::Object, &[]),
            Value::Objects(_) => (Kind::Objects, &[]),
            Value::Keyed(_) => (Kind::Keyed, &[]),
            Value::Any => (Kind::Any, &[]),
        };
        let capture = match field.value {
            Value::Object(table, capture) => capture.within(table),
            _ => Capture::NONE,
        };
        let mut plan = Plan {
            kind,
            field: index,
            spelling: u8::try_from(spelling).unwrap_or(u8::MAX),
            key,
            name,
            nested,
            capture,
            max: usize::MAX,
            min: 0,
            extra: None,
            special: false,
            blank: false,
            usual: Short::default(),
            prefixed: false,
        };
        for limit in limits.iter().filter(|limit| verdict(limit, dialect).is_some()) {
            plan.add(limit.rule);
        }
        plan
    }

    /// Adds a limit. No character takes less room in the file than in the text it stands for, nor less in UTF-8 than in
    /// UTF-16: a raw text of `max` bytes has no more of whatever is counted.
    fn add(&mut self, rule: LimitRule) {
        match rule {
            LimitRule::NotEmpty => self.min = self.min.max(1),
            LimitRule::MaxBytes(max) | LimitRule::MaxCharacters(max) | LimitRule::MaxUnits(max) => {
                self.max = self.max.min(max as usize);
            }
            // The longest way to write one character is an escaped surrogate pair.
            LimitRule::MinCharacters(min) => self.min = self.min.max((min as usize).saturating_mul(12)),
            LimitRule::Charset(charset) => self.extra = Some(charset.extra),
            LimitRule::NotBlank => self.blank = true,
            LimitRule::Prefix(prefix) if !self.special => {
                self.special = true;
                self.prefixed = true;
                self.usual = Short::new(prefix.as_bytes());
            }
            LimitRule::OneOf(_)
            | LimitRule::Prefix(_)
            | LimitRule::Without(_)
            | LimitRule::LowerCase
            | LimitRule::Url
            | LimitRule::MediaType => {
                self.special = true;
                self.prefixed = false;
                self.usual = Short::default();
            }
        }
    }

    /// Whether the raw text between `start` and `end` keeps all limits, as far as that is seen at a glance.
    #[inline(always)]
    pub(crate) fn vouches(&self, bytes: &[u8], start: usize, end: usize, escaped: bool) -> bool {
        let length = end - start;
        length <= self.max
            && length >= self.min
            && self.begins_well(bytes, start)
            && self.extra.is_none_or(|extra| !escaped && limit::in_charset(bytes, start, end, extra))
    }

    /// Whether the text at `at` keeps those limits that its beginning tells something about.
    #[inline(always)]
    pub(crate) fn begins_well(&self, bytes: &[u8], at: usize) -> bool {
        (!self.special || self.is_usual(bytes, at)) && (!self.blank || starts_with_ink(bytes, at))
    }

    /// Whether the text at `at` is one that keeps the special limits.
    #[inline(always)]
    fn is_usual(&self, bytes: &[u8], at: usize) -> bool {
        self.usual.stands_at(bytes, at)
    }

    /// Remembers a raw text that kept all limits, if it is short.
    pub(crate) fn learn_usual(&mut self, raw: &[u8]) {
        if !self.prefixed {
            self.usual = Short::new(raw.iter().chain(b"\""));
        }
    }
}

/// Whether a raw text begins with what is plainly no white space; an empty one begins with its closing quote.
fn starts_with_ink(bytes: &[u8], start: usize) -> bool {
    bytes.get(start).is_some_and(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"'))
}

impl Compiled {
    /// Makes a table ready; `nested` tells the index of a nested table.
    pub(crate) fn new(
        table: &'static Table,
        dialect: usize,
        mut nested: impl FnMut(&'static Table) -> usize,
    ) -> Compiled {
        let mut compiled = Compiled {
            table,
            plans: Vec::with_capacity(table.fields.len()),
            own: 0,
            required: 0,
            keys: Vec::new(),
            mixed: false,
            lookup: [0; 256],
            successor: [u8::MAX; MAX_FIELDS + 1],
        };
        let fields = || table.fields.iter().enumerate().take(MAX_FIELDS);
        for (index, field) in fields() {
            let inner = match field.value {
                Value::Object(table, _) | Value::Objects(table) | Value::Keyed(table) => nested(table),
                _ => 0,
            };
            compiled.plans.push(Plan::new(field, field.name(dialect), index, 0, dialect, inner));
            let uses = field.uses(dialect);
            if uses == Use::Required {
                compiled.required |= 1 << index;
            }
            if uses != Use::Unused {
                compiled.add_key(field.name(dialect), Key::Field(index));
            }
        }
        compiled.own = compiled.plans.len();
        for (index, field) in fields().filter(|(_, field)| field.uses(dialect) != Use::Unused) {
            for (spelling, name) in field.other_names(dialect) {
                let inner = compiled.plans.get(index).map_or(0, |plan| plan.nested);
                compiled.add_key(name, Key::Field(compiled.plans.len()));
                compiled.plans.push(Plan::new(field, name, index, spelling, dialect, inner));
            }
        }
        for (index, name) in table.reserved.iter().enumerate() {
            compiled.add_key(name, Key::Reserved(index));
        }
        for (index, (name, _)) in table.hints.iter().enumerate() {
            compiled.add_key(name, Key::Hint(index));
        }
        for (index, (name, _)) in table.lost.iter().enumerate() {
            compiled.add_key(name, Key::Lost(index));
        }
        compiled
    }

    fn add_key(&mut self, name: &'static str, key: Key) {
        // A place stays empty, so that a search for what is not there ends.
        let room = self.keys.len() < MOST_KEYS;
        debug_assert!(room, "a table of too many keys");
        let Some(number) = u8::try_from(self.keys.len() + 1).ok().filter(|_| room) else { return };
        let mut at = hash(name.as_bytes());
        while self.lookup[at] != 0 {
            at = (at + 1) % self.lookup.len();
        }
        self.mixed |= matches!(key, Key::Field(_)) && name.bytes().any(|byte| byte.is_ascii_uppercase());
        self.keys.push((name.as_bytes(), key));
        self.lookup[at] = number;
    }

    /// What a key is, its escapes resolved.
    pub(crate) fn find(&self, key: &[u8]) -> Key {
        let mut at = hash(key);
        while let Some((name, found)) = self.keys.get(usize::from(self.lookup[at]).wrapping_sub(1)) {
            if *name == key {
                return *found;
            }
            at = (at + 1) % self.lookup.len();
        }
        Key::Other
    }

    /// The plan whose key stands at `at`, colon included, if it is the one that followed `previous` last time.
    #[inline(always)]
    pub(crate) fn guess(&self, bytes: &[u8], at: usize, previous: usize) -> Option<(usize, &Plan)> {
        let index = usize::from(self.successor[previous]);
        let plan = self.plans.get(index)?;
        plan.name.stands_at(bytes, at).then_some((index, plan))
    }

    /// Remembers which plan followed which field.
    pub(crate) fn learn(&mut self, previous: usize, plan: usize) {
        if let (Some(slot), Ok(plan)) = (self.successor.get_mut(previous), u8::try_from(plan)) {
            *slot = plan;
        }
    }

    /// The plan of a spelling of a field.
    pub(crate) fn spelt(&self, field: usize, spelling: usize) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.field == field && usize::from(plan.spelling) == spelling)
    }

    /// The plan that a key equals but for case, in the way that Go folds it (`ſ` is an s, the Kelvin sign a k).
    pub(crate) fn find_folded(&self, key: &str) -> Option<usize> {
        let folded: String = key.chars().map(fold).collect();
        if !self.mixed {
            return match self.find(folded.as_bytes()) {
                Key::Field(plan) if folded != key => Some(plan),
                _ => None,
            };
        }
        self.keys.iter().find_map(|(name, found)| match found {
            Key::Field(plan) if name.eq_ignore_ascii_case(folded.as_bytes()) && *name != key.as_bytes() => Some(*plan),
            _ => None,
        })
    }
}

fn fold(character: char) -> char {
    match character {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        other => other.to_ascii_lowercase(),
    }
}
