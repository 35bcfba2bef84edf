//! A table made ready for one dialect: keys found in one look, limits as plain numbers.

use super::{Limit, LimitRule, MAX_FIELDS, Table, Use, Value, Verdict};
use crate::json::short::Short;

/// What a key turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A field, by its index.
    Field(usize),
    /// A reserved name, by its index.
    Reserved(usize),
    /// A name that is often written for a field, by its index.
    Hint(usize),
    /// Any other key.
    Other,
}

/// The kind of a field's value, as small as the walk's dispatch wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Integer,
    Time,
    Text,
    Texts,
    Map,
    Custom,
    Object,
    Objects,
}

/// One field, ready for the walk.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    /// The name, its closing quote and the colon.
    pub(crate) name: Short,
    /// Index of a nested table.
    pub(crate) nested: usize,
    /// Raw length up to which a text without escapes cannot be too long.
    pub(crate) max: usize,
    /// Raw length from which it cannot be too short.
    pub(crate) min: usize,
    /// Characters besides letters, digits and `_`; `None` allows all.
    pub(crate) extra: Option<&'static [u8]>,
    /// Whether there are limits that only the slow path knows.
    pub(crate) special: bool,
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
    pub(crate) required: u64,
    keys: Vec<(&'static [u8], Key)>,
    /// Index into `keys` plus one, by hash; 0 is empty.
    lookup: [u8; 256],
    /// Which field came after each field in the last object (and first, in the last place): the best guess for this one.
    successor: [u8; MAX_FIELDS + 1],
}

/// The "field before the first".
pub(crate) const START: usize = MAX_FIELDS;

fn hash(key: &[u8]) -> usize {
    let mut word = [0; 8];
    for (to, from) in word.iter_mut().zip(key) {
        *to = *from;
    }
    let last = key.last().copied().unwrap_or(0);
    let mixed = (u64::from_le_bytes(word) ^ u64::from(last) << 17 ^ (key.len() as u64) << 40)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 56) as usize
}

/// The verdict of a limit in a dialect.
pub(crate) fn verdict(limit: &Limit, dialect: usize) -> Verdict {
    limit.verdicts.get(dialect).copied().flatten()
}

impl Plan {
    fn new(field: &super::Field, dialect: usize, nested: usize) -> Plan {
        let name = Short::new(field.name.as_bytes().iter().chain(b"\":"));
        let (kind, limits): (_, &[Limit]) = match field.value {
            Value::Bool => (Kind::Bool, &[]),
            Value::Integer => (Kind::Integer, &[]),
            Value::Time => (Kind::Time, &[]),
            Value::Text(limits) => (Kind::Text, limits),
            Value::Texts(limits) => (Kind::Texts, limits),
            Value::Map => (Kind::Map, &[]),
            Value::Custom => (Kind::Custom, &[]),
            Value::Object(_) => (Kind::Object, &[]),
            Value::Objects(..) => (Kind::Objects, &[]),
        };
        let mut plan = Plan {
            kind,
            name,
            nested,
            max: usize::MAX,
            min: 0,
            extra: None,
            special: false,
            usual: Short::default(),
            prefixed: false,
        };
        for limit in limits.iter().filter(|limit| verdict(limit, dialect).is_some()) {
            match limit.rule {
                LimitRule::NotEmpty => plan.min = 1,
                LimitRule::MaxBytes(max) => plan.max = max as usize,
                LimitRule::Charset(charset) => plan.extra = Some(charset.extra),
                LimitRule::Prefix(prefix) if !plan.special => {
                    plan.special = true;
                    plan.prefixed = true;
                    plan.usual = Short::new(prefix.as_bytes());
                }
                LimitRule::OneOf(_) | LimitRule::Prefix(_) => {
                    plan.special = true;
                    plan.prefixed = false;
                    plan.usual = Short::default();
                }
            }
        }
        plan
    }

    /// Whether the text at `at` is one that keeps the special limits.
    #[inline(always)]
    pub(crate) fn is_usual(&self, bytes: &[u8], at: usize) -> bool {
        self.usual.stands_at(bytes, at)
    }

    /// Remembers a raw text that kept all limits, if it is short.
    pub(crate) fn learn_usual(&mut self, raw: &[u8]) {
        if !self.prefixed {
            self.usual = Short::new(raw.iter().chain(b"\""));
        }
    }
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
            required: 0,
            keys: Vec::new(),
            lookup: [0; 256],
            successor: [u8::MAX; MAX_FIELDS + 1],
        };
        for (index, field) in table.fields.iter().enumerate().take(MAX_FIELDS) {
            let inner = match field.value {
                Value::Object(table) | Value::Objects(table, _) => nested(table),
                _ => 0,
            };
            compiled.plans.push(Plan::new(field, dialect, inner));
            let uses = field.uses.get(dialect).copied().unwrap_or(Use::Unused);
            if uses == Use::Required {
                compiled.required |= 1 << index;
            }
            if uses != Use::Unused {
                compiled.add_key(field.name, Key::Field(index));
            }
        }
        for (index, name) in table.reserved.iter().enumerate() {
            compiled.add_key(name, Key::Reserved(index));
        }
        for (index, (name, _)) in table.hints.iter().enumerate() {
            compiled.add_key(name, Key::Hint(index));
        }
        compiled
    }

    fn add_key(&mut self, name: &'static str, key: Key) {
        let mut at = hash(name.as_bytes());
        while self.lookup[at] != 0 {
            at = (at + 1) % self.lookup.len();
        }
        self.keys.push((name.as_bytes(), key));
        self.lookup[at] = u8::try_from(self.keys.len()).unwrap_or(0);
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

    /// The field that stands at `at`, colon included, if it is the one that followed `previous` last time.
    #[inline(always)]
    pub(crate) fn guess(&self, bytes: &[u8], at: usize, previous: usize) -> Option<(usize, &Plan)> {
        let field = usize::from(self.successor[previous]);
        let plan = self.plans.get(field)?;
        plan.name.stands_at(bytes, at).then_some((field, plan))
    }

    /// Remembers which field followed which.
    pub(crate) fn learn(&mut self, previous: usize, field: usize) {
        if let (Some(slot), Ok(field)) = (self.successor.get_mut(previous), u8::try_from(field)) {
            *slot = field;
        }
    }

    /// The field that a key equals but for case, in the way that Go folds it (`ſ` is an s, the Kelvin sign a k).
    pub(crate) fn find_folded(&self, key: &str) -> Option<usize> {
        let folded: String = key
            .chars()
            .map(|character| match character {
                '\u{17f}' => 's',
                '\u{212a}' => 'k',
                other => other.to_ascii_lowercase(),
            })
            .collect();
        match self.find(folded.as_bytes()) {
            Key::Field(field) if folded != key => Some(field),
            _ => None,
        }
    }
}
