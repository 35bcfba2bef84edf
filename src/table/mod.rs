//! What an object may hold, as data.
//!
//! A platform writes down its objects as [`Table`]s; one walker ([`walk`]) checks an item against them. Nothing else in
//! the crate knows a platform's fields.

pub(crate) mod compiled;
pub(crate) mod draft;
pub(crate) mod limit;
pub(crate) mod slots;
pub(crate) mod time;
pub(crate) mod walk;

use crate::finding::{Basis, Severity};

/// How many dialects a table tells apart.
pub(crate) const DIALECTS: usize = 2;

/// The most fields that one table may have: as many as a word has bits.
pub(crate) const MAX_FIELDS: usize = 64;

/// An object: its fields, and what becomes of keys that are none of them.
#[derive(Debug)]
pub(crate) struct Table {
    /// The kind of item, or the name of the nested object.
    pub(crate) kind: &'static str,
    /// Its fields. Rules address them by index: see [`Table::field`].
    pub(crate) fields: &'static [Field],
    /// Whether other keys are custom data, per dialect; `None` closes the object.
    pub(crate) open: [bool; DIALECTS],
    /// Keys that the platform keeps for itself, and how sure we are of that per dialect.
    pub(crate) reserved: &'static [&'static str],
    /// Fields of which one has to be there.
    pub(crate) either: &'static [&'static str],
    /// Names under which people write a field by mistake.
    pub(crate) hints: &'static [(&'static str, &'static str)],
}

/// One field of an object.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its key.
    pub(crate) name: &'static str,
    /// What its value has to be.
    pub(crate) value: Value,
    /// What each dialect makes of it.
    pub(crate) uses: [Use; DIALECTS],
}

/// What a dialect makes of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Has to be there.
    Required,
    /// May be there.
    Optional,
    /// May be there; the documentation gives its type, but nothing was seen to check it.
    Loose,
    /// Means nothing here: the key is as good as any other.
    Unused,
}

/// What a field's value has to be.
#[derive(Debug)]
pub(crate) enum Value {
    /// `true` or `false`.
    Bool,
    /// A whole number of 64 bits, written without fraction or exponent.
    Integer,
    /// An RFC 3339 time, as a string.
    Time,
    /// A string.
    Text(&'static [Limit]),
    /// A list of strings, each with these limits.
    Texts(&'static [Limit]),
    /// An object whose values are strings.
    Map,
    /// Any object; its content counts as custom data.
    Custom,
    /// An object with a table of its own.
    Object(&'static Table),
    /// A list of such objects, of this length at most (per dialect; 0 for any).
    Objects(&'static Table, [u32; DIALECTS]),
}

/// What is wrong where a limit is broken: how bad it is, and how sure we are. `None`: the dialect has no such limit.
pub(crate) type Verdict = Option<(Severity, Basis)>;

/// A limit of a string, with its verdict per dialect.
#[derive(Debug)]
pub(crate) struct Limit {
    /// What is demanded.
    pub(crate) rule: LimitRule,
    /// What it means to break it.
    pub(crate) verdicts: [Verdict; DIALECTS],
}

/// What may be demanded of a string.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LimitRule {
    /// Something stands in it.
    NotEmpty,
    /// So many bytes of UTF-8 at most.
    MaxBytes(u32),
    /// Only these characters.
    Charset(Charset),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A URL that begins so.
    Prefix(&'static str),
}

/// ASCII letters, digits, `_` and a few more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Charset {
    /// What is allowed besides letters, digits and `_`.
    pub(crate) extra: &'static [u8],
    /// The same in words.
    pub(crate) words: &'static str,
}

impl Table {
    /// The index of a field, for rules. Evaluated when the crate is compiled, so that a wrong name cannot be built.
    #[expect(clippy::panic, reason = "only ever evaluated by the compiler")]
    pub(crate) const fn field(&self, name: &str) -> usize {
        let mut index = 0;
        while index < self.fields.len() {
            if same(self.fields[index].name.as_bytes(), name.as_bytes()) {
                return index;
            }
            index += 1;
        }
        panic!("no such field")
    }
}

const fn same(one: &[u8], two: &[u8]) -> bool {
    if one.len() != two.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != two[at] {
            return false;
        }
        at += 1;
    }
    true
}
