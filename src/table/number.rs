//! Numbers as the file writes them, and times as numbers.

use super::{Epoch, Number, Unit, Verdict};

/// What a number's text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The number without its fraction; `None` if it has an exponent, or more than 64 bits.
    pub(crate) whole: Option<i64>,
    /// Whether it has a fraction or an exponent.
    pub(crate) fraction: bool,
    pub(crate) negative: bool,
    pub(crate) zero: bool,
}

/// What is wrong with a number. Answers are worded from its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is in quotes.
    Quoted,
    /// It is a string that is no number.
    Words,
    Fraction,
    Negative,
    Zero,
    /// It has more than 64 bits.
    Large,
    /// It is a time in another unit.
    Unit,
}

impl Fault {
    /// As it stands in a finding's cause.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Fault::Quoted => "quoted",
            Fault::Words => "words",
            Fault::Fraction => "fraction",
            Fault::Negative => "negative",
            Fault::Zero => "zero",
            Fault::Large => "large",
            Fault::Unit => "unit",
        }
    }
}

/// The digits at `start` as a number, and where they end: a positive one that is sure to fit. `None` means "look closer".
#[inline]
pub(crate) fn plain(bytes: &[u8], start: usize) -> Option<(i64, usize)> {
    const LONGEST: usize = 18;
    let mut value = 0_i64;
    let mut count = 0;
    for byte in bytes.get(start..)?.iter().take(LONGEST + 1) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        // Of 19 digits the last may be one too many; they are refused below.
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
        count += 1;
    }
    let zero_first = bytes.get(start) == Some(&b'0');
    ((1..=LONGEST).contains(&count) && !zero_first).then_some((value, start + count))
}

impl Reading {
    /// Reads a number as JSON writes them; zeros in front are allowed. `None` if it is none.
    pub(crate) fn of(raw: &[u8]) -> Option<Reading> {
        let unsigned = raw.strip_prefix(b"-").unwrap_or(raw);
        let (digits, rest) = split_digits(unsigned);
        if digits.is_empty() {
            return None;
        }
        let (fraction, rest) = match rest.strip_prefix(b".") {
            Some(behind) => split_digits(behind),
            None => (&[][..], rest),
        };
        if fraction.is_empty() && unsigned.get(digits.len()) == Some(&b'.') {
            return None;
        }
        let exponent = match rest {
            [] => false,
            [b'e' | b'E', b'+' | b'-', power @ ..] | [b'e' | b'E', power @ ..] => {
                let (power, rest) = split_digits(power);
                if power.is_empty() || !rest.is_empty() {
                    return None;
                }
                true
            }
            _ => return None,
        };
        let negative = unsigned.len() < raw.len();
        let whole = raw.get(..digits.len() + usize::from(negative)).and_then(|whole| std::str::from_utf8(whole).ok());
        let zero = digits.iter().chain(fraction).all(|digit| *digit == b'0');
        Some(Reading {
            whole: if exponent { None } else { whole.and_then(|whole| whole.parse().ok()) },
            fraction: exponent || !fraction.is_empty(),
            negative: negative && !zero,
            zero,
        })
    }

    /// What is wrong with it, and what that means: the first of several. Quotes are looked at elsewhere.
    pub(crate) fn fault(&self, rules: &Number, epoch: Option<&Epoch>) -> (Option<Fault>, Verdict) {
        let large = self.whole.is_none() && !self.fraction;
        let unit = epoch.and_then(|epoch| self.whole.filter(|whole| !epoch.unit.is_usual(*whole)));
        let wrong_unit = epoch.map_or(rules.fraction, |epoch| epoch.wrong_unit);
        let faults = [
            (self.fraction, Fault::Fraction, rules.fraction),
            (self.negative, Fault::Negative, rules.negative),
            (self.zero, Fault::Zero, rules.zero),
            (large && !self.negative, Fault::Large, wrong_unit),
            (unit.is_some() && !self.negative && !self.zero, Fault::Unit, wrong_unit),
        ];
        match faults.into_iter().find(|(there, _, verdict)| *there && verdict.is_some()) {
            Some((_, fault, verdict)) => (Some(fault), verdict),
            None => (None, None),
        }
    }
}

fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// A unit in words.
const SECONDS: &str = "seconds";
const MILLISECONDS: &str = "milliseconds";

impl Unit {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Unit::Seconds => SECONDS,
            Unit::Milliseconds => MILLISECONDS,
        }
    }

    /// How many of it a second has.
    fn a_second(self) -> i64 {
        match self {
            Unit::Seconds => 1,
            Unit::Milliseconds => 1_000,
        }
    }

    /// Whether a number has the magnitude of a time of our days: from 1973 on in milliseconds, up to 5138.
    #[inline]
    pub(crate) fn is_usual(self, number: i64) -> bool {
        match self {
            Unit::Seconds => number > 0 && number < 100_000_000_000,
            Unit::Milliseconds => (100_000_000_000..100_000_000_000_000).contains(&number),
        }
    }

    /// The unit that a number of another magnitude has in all likelihood, and the time in this unit.
    pub(crate) fn guess(self, number: i64) -> (&'static str, i64) {
        match (self, number) {
            (_, 100_000_000_000_000_000..) => ("nanoseconds", number / (1_000_000_000 / self.a_second())),
            (_, 100_000_000_000_000..) => ("microseconds", number / (1_000_000 / self.a_second())),
            (Unit::Seconds, _) => (MILLISECONDS, number / 1_000),
            (Unit::Milliseconds, _) => (SECONDS, number.saturating_mul(1_000)),
        }
    }

    /// The day of a time, counted from 1970-01-01.
    #[inline]
    pub(crate) fn day(self, number: i64) -> i64 {
        match self {
            Unit::Seconds => number.div_euclid(86_400),
            Unit::Milliseconds => number.div_euclid(86_400_000),
        }
    }

    /// A moment in this unit.
    pub(crate) fn number(self, unix: i64, nanos: u32) -> i64 {
        let rest = match self {
            Unit::Seconds => 0,
            Unit::Milliseconds => i64::from(nanos / 1_000_000),
        };
        unix.saturating_mul(self.a_second()).saturating_add(rest)
    }
}

impl Epoch {
    /// What is wanted, in words.
    pub(crate) fn wanted(&self) -> &'static str {
        match (self.unit, self.number.quoted) {
            (Unit::Seconds, Some(_)) => "a time as a number of seconds since 1970",
            (Unit::Seconds, None) => "a time in seconds since 1970",
            (Unit::Milliseconds, Some(_)) => "a time as a number of milliseconds since 1970",
            (Unit::Milliseconds, None) => "a time in milliseconds since 1970",
        }
    }
}

/// A day in words, counted from 1970-01-01.
pub(crate) fn day_words(day: i64) -> String {
    const FIRST: i64 = -719_528;
    const LAST: i64 = 2_932_896;
    if (FIRST..=LAST).contains(&day) { crate::timeline::date(day) } else { "a day that no calendar has".to_owned() }
}
