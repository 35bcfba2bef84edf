//! What a row of a body may hold. Source of every row: `formats/sendbird.md` 2.1 to 2.10.
//!
//! What Sendbird answers to a value that is wrong is known by the meaning of its codes, not by answers that were seen:
//! so the fields' basis is [`Inferred`], unless a rule knows better.

mod channels;
mod messages;
mod users;

pub(super) use channels::{CHANNEL, GROUP_ONLY, INVITE, OPEN_ONLY};
pub(super) use messages::{BODY, MESSAGE, METAARRAY, TYPES, Type};
pub(super) use users::{METADATA, USER, USER_UPDATE};

use crate::finding::Basis::Inferred;
use crate::finding::Severity::{Error, Warning};
use crate::table::{self, Field, Limit, LimitRule, Null, Number, Others, Table, Use, Value, Verdict};

/// Other keys are ignored, as far as anybody knows.
const OTHERS: [Others; 2] = [Others::Unknown(Warning, Inferred); 2];

const EXPECTED: Verdict = Some((Error, Inferred));
const ODD: Verdict = Some((Warning, Inferred));
const FREE: &[Limit] = &[];

const fn field(name: &'static str, value: Value) -> Field {
    Field { null: Null::Odd, basis: Inferred, ..Field::new(name, value) }
}

const fn needed(name: &'static str, value: Value) -> Field {
    Field { uses: [Use::Required; 2], ..field(name, value) }
}

const fn at_most(most: u32, field: Field) -> Field {
    Field { most: [most; 2], ..field }
}

const fn limit(rule: LimitRule) -> Limit {
    Limit { rule, verdicts: [EXPECTED; 2] }
}

const fn odd(rule: LimitRule) -> Limit {
    Limit { rule, verdicts: [ODD; 2] }
}

/// Characters are code points, as long as nobody says what else they might be.
const fn longest(characters: u32) -> Limit {
    limit(LimitRule::MaxCharacters(characters))
}

const USER_ID: &[Limit] = &[limit(LimitRule::NotEmpty), longest(80)];
const CUSTOM_TYPE: &[Limit] = &[longest(128)];
const ADDRESS: &[Limit] = &[longest(2_048)];

/// Metadata of users and of channels: 2.7, 2.10.
static METADATA_ITEMS: table::Map = table::Map {
    key: &[limit(LimitRule::Without(b",")), longest(128)],
    value: &[longest(190)],
    null: EXPECTED,
    other: EXPECTED,
};
const MOST_METADATA: u32 = 5;

/// A number where a whole one is wanted: edge cases 31, 34, 36, 64.
const WHOLE: Number = Number { fraction: ODD, negative: EXPECTED, zero: None, quoted: EXPECTED, words: EXPECTED };

/// The bits of these fields.
const fn bits(table: &Table, names: &[&str]) -> u64 {
    let mut bits = 0;
    let mut at = 0;
    while at < names.len() {
        bits |= 1 << table.field(names[at]);
        at += 1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::{BODY, CHANNEL, INVITE, MESSAGE, METAARRAY, METADATA, TYPES, USER, USER_UPDATE};
    use crate::table::tests::faults;

    #[test]
    fn no_table_contradicts_itself() {
        for table in [&BODY, &CHANNEL, &INVITE, &MESSAGE, &METAARRAY, &METADATA, &USER, &USER_UPDATE] {
            assert_eq!(faults(table), Vec::<String>::new());
        }
    }

    #[test]
    fn every_field_of_a_message_is_of_some_type_and_what_a_type_needs_it_has() {
        let all = TYPES.iter().fold(0, |all, known| all | known.taken);
        assert_eq!(all, (1 << MESSAGE.fields.len()) - 1);
        for known in &TYPES {
            assert_eq!(known.needed & !known.taken, 0, "{}", known.name);
        }
    }
}
