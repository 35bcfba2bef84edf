//! What an object may hold, as data.
//!
//! A platform writes down its objects as [`Table`]s; one walker ([`walk`]) checks an item against them. Nothing else in
//! the crate knows a platform's fields.

pub(crate) mod compiled;
pub(crate) mod draft;
pub(crate) mod limit;
pub(crate) mod look;
mod nearest;
pub(crate) mod number;
pub(crate) mod slots;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod time;
pub(crate) mod walk;

use crate::finding::{Basis, Severity};

/// How many dialects a table tells apart.
pub(crate) const DIALECTS: usize = 2;

/// The most fields that one table may have: as many as a word has bits.
pub(crate) const MAX_FIELDS: usize = 64;

/// The slot of what is not kept.
pub(crate) const NOWHERE: usize = MAX_FIELDS;

/// An object: its fields, and what becomes of keys that are none of them.
#[derive(Debug)]
pub(crate) struct Table {
    /// The kind of item, or the name of the nested object.
    pub(crate) kind: &'static str,
    /// Its fields. Rules address them by index: see [`Table::field`].
    pub(crate) fields: &'static [Field],
    /// What other keys are, per dialect.
    pub(crate) others: [Others; DIALECTS],
    /// Keys that the platform keeps for itself, and how sure we are of that per dialect.
    pub(crate) reserved: &'static [&'static str],
    /// Fields of which one has to be there.
    pub(crate) either: &'static [&'static str],
    /// Names under which people write a field by mistake.
    pub(crate) hints: &'static [(&'static str, &'static str)],
    /// Keys that exports or other calls have and that an import has no place for; and what becomes of them, in a
    /// sentence that goes on from "message.reactions is not imported: ".
    pub(crate) lost: &'static [(&'static str, &'static str)],
    /// Fields that no other platform has by that name: one of them is enough to tell what a document is.
    pub(crate) telling: &'static [&'static str],
}

/// What a key is that is none of an object's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// Custom data, measured against the dialect's limit.
    Custom,
    /// Anything may stand here.
    Free,
    /// No such field: a finding.
    Unknown(Severity, Basis),
}

/// One field of an object.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its key, per dialect. Another dialect's key is taken for the field as well.
    pub(crate) names: [&'static str; DIALECTS],
    /// More keys that the platform takes for it.
    pub(crate) aliases: &'static [&'static str],
    /// What its value has to be.
    pub(crate) value: Value,
    /// What each dialect makes of it.
    pub(crate) uses: [Use; DIALECTS],
    /// What `null` is here.
    pub(crate) null: Null,
    /// How bad a value of another type is. Where the field is [`Use::Loose`] it is a warning.
    pub(crate) wrong: Severity,
    /// For texts: what a number in the place of one is. It is taken as its digits then.
    pub(crate) number: Verdict,
    /// For lists and maps: the most elements, per dialect; 0 for any.
    pub(crate) most: [u32; DIALECTS],
    /// What it is where it says nothing: put in where it is needed and not there.
    pub(crate) empty: Option<&'static str>,
    /// How sure we are that it is needed, has this type and takes so many elements.
    pub(crate) basis: Basis,
}

/// What `null` in the place of a value is, unless the dialect takes it for absent everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Null {
    /// A value of the wrong type.
    Wrong,
    /// As good as leaving the field out.
    Absent,
    /// As good as leaving the field out, as far as anybody knows: a warning where the field may be left out.
    Odd,
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
    /// A number.
    Number(&'static Number),
    /// An RFC 3339 time, as a string.
    Time,
    /// A time as a number since 1970.
    Epoch(&'static Epoch),
    /// A string.
    Text(&'static [Limit]),
    /// A list of strings, each with these limits.
    Texts(&'static [Limit]),
    /// An object whose values are strings.
    Map(&'static Map),
    /// Any object; its content counts as custom data.
    Custom,
    /// Any object, of a size.
    Json(&'static Json),
    /// An object with a table of its own, and how many of its first fields are kept for rules, and where.
    Object(&'static Table, Capture),
    /// A list of such objects.
    Objects(&'static Table),
    /// An object whose values are such objects.
    Keyed(&'static Table),
    /// Anything at all: rules look at it.
    Any,
}

/// Where the values of an object are kept for rules: its first `count` fields, in the slots from `base` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capture {
    /// The slot of the object's first field.
    pub(crate) base: usize,
    /// How many fields are kept.
    pub(crate) count: usize,
}

impl Capture {
    /// The item itself.
    pub(crate) const ITEM: Capture = Capture { base: 0, count: MAX_FIELDS };
    /// Nothing is kept.
    pub(crate) const NONE: Capture = Capture { base: 0, count: 0 };

    /// The slot of a field; [`NOWHERE`] if it is not kept.
    #[inline(always)]
    pub(crate) fn slot(self, field: usize) -> usize {
        if field < self.count { self.base + field } else { NOWHERE }
    }

    /// As much of it as the table and the slots have room for.
    fn within(self, table: &Table) -> Capture {
        let room = MAX_FIELDS.saturating_sub(self.base);
        Capture { base: self.base, count: self.count.min(table.fields.len()).min(room) }
    }
}

/// What a number may look like. A verdict of `None` lets it pass.
#[derive(Debug)]
pub(crate) struct Number {
    /// One with a fraction or an exponent.
    pub(crate) fraction: Verdict,
    /// One below zero.
    pub(crate) negative: Verdict,
    /// Zero.
    pub(crate) zero: Verdict,
    /// A number in quotes.
    pub(crate) quoted: Verdict,
    /// A string that is no number.
    pub(crate) words: Verdict,
}

/// A time counted from 1970-01-01T00:00:00Z.
#[derive(Debug)]
pub(crate) struct Epoch {
    pub(crate) unit: Unit,
    /// What its number may look like. Strings that are no number are `words`.
    pub(crate) number: Number,
    /// A number of another magnitude than this unit has in our times: seconds for milliseconds, or the other way round,
    /// or micro- and nanoseconds.
    pub(crate) wrong_unit: Verdict,
}

/// The unit of an [`Epoch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Milliseconds,
}

/// An object whose values are strings.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) key: &'static [Limit],
    pub(crate) value: &'static [Limit],
    /// A value that is null.
    pub(crate) null: Verdict,
    /// A value that is neither a string nor null.
    pub(crate) other: Verdict,
}

/// Any object, of a size.
#[derive(Debug)]
pub(crate) struct Json {
    /// Most bytes of its compact JSON; 0 for any.
    pub(crate) most: u32,
    /// What it means to be larger.
    pub(crate) larger: Verdict,
    /// A list in its place.
    pub(crate) list: Verdict,
    /// A string in its place.
    pub(crate) text: Verdict,
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
    /// Something besides white space stands in it.
    NotBlank,
    /// So many bytes of UTF-8 at most.
    MaxBytes(u32),
    /// So many characters (code points) at most.
    MaxCharacters(u32),
    /// So many UTF-16 units at most.
    MaxUnits(u32),
    /// So many characters at least.
    MinCharacters(u32),
    /// None of these ASCII characters.
    Without(&'static [u8]),
    /// No upper-case letters of ASCII: the platform makes them lower case.
    LowerCase,
    /// Only these characters.
    Charset(Charset),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A URL that begins so.
    Prefix(&'static str),
    /// An absolute http or https URL with a host.
    Url,
    /// A media type: two words with a slash between them, and parameters behind a semicolon.
    MediaType,
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
    /// A table without fields, whose other keys are custom data: the rest of a table that says what it has.
    pub(crate) const EMPTY: Table = Table {
        kind: "",
        fields: &[],
        others: [Others::Custom; DIALECTS],
        reserved: &[],
        either: &[],
        hints: &[],
        lost: &[],
        telling: &[],
    };

    /// The index of a field by its name in the first dialect, for rules. Evaluated when the crate is compiled, so that a wrong name cannot be built.
    #[expect(clippy::panic, reason = "only ever evaluated by the compiler")]
    pub(crate) const fn field(&self, name: &str) -> usize {
        let mut index = 0;
        while index < self.fields.len() {
            if same(self.fields[index].names[0].as_bytes(), name.as_bytes()) {
                return index;
            }
            index += 1;
        }
        panic!("no such field")
    }

    /// What other keys are in a dialect.
    pub(crate) fn others(&self, dialect: usize) -> Others {
        self.others.get(dialect).copied().unwrap_or(Others::Free)
    }
}

impl Field {
    /// An optional field of any dialect, with the same name in all of them: the rest of a field that says what it is.
    pub(crate) const fn new(name: &'static str, value: Value) -> Field {
        Field {
            names: [name; DIALECTS],
            aliases: &[],
            value,
            uses: [Use::Optional; DIALECTS],
            null: Null::Wrong,
            wrong: Severity::Error,
            number: None,
            most: [0; DIALECTS],
            empty: None,
            basis: Basis::Documented,
        }
    }

    /// The field's key in a dialect.
    pub(crate) fn name(&self, dialect: usize) -> &'static str {
        self.names.get(dialect).copied().unwrap_or_default()
    }

    /// Its other keys, each with its number: 1 for the other dialect's, 2 and more for aliases.
    fn other_names(&self, dialect: usize) -> impl Iterator<Item = (usize, &'static str)> + use<> {
        let (own, other, aliases) = (self.name(dialect), self.name(1 - dialect.min(1)), self.aliases);
        let foreign = (other != own).then_some((1, other));
        foreign.into_iter().chain(aliases.iter().enumerate().map(|(index, alias)| (index + 2, *alias)))
    }

    /// What a dialect makes of it.
    pub(crate) fn uses(&self, dialect: usize) -> Use {
        self.uses.get(dialect).copied().unwrap_or(Use::Unused)
    }

    /// Whether this is one of its keys.
    pub(crate) fn is_named(&self, key: &str) -> bool {
        self.names.contains(&key) || self.aliases.contains(&key)
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
