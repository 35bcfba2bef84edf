//! Times as Go reads and prints them.
//!
//! Go's `time.Time` takes a little more than RFC 3339 (an hour of one digit, a comma before the fraction, offsets of a
//! day and more) and a little less (no lower-case `t` and `z`, no leap second), and it reads the bytes between the quotes
//! as they stand in the file, escapes and all. What it refuses, it refuses in sentences that Stream hands on.

use super::go_text::{push_number, sprintf};
use crate::redact;
use crate::timeline::date;

/// Unix time of Go's zero time, `0001-01-01T00:00:00Z`.
const ZERO: i64 = -62_135_596_800;

/// A moment, with the offset it was given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GoTime {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix: i64,
    /// Nanoseconds within that second.
    pub nanos: u32,
    /// Offset from UTC in seconds, east positive.
    pub offset: i32,
    /// Year, month, day, hour, minute and second where the offset holds.
    pub wall: [u32; 6],
    /// Whether a strict reader of RFC 3339 takes the text as well.
    pub strict: bool,
}

impl GoTime {
    /// Go's zero time, which stands for "not given".
    pub(crate) const UNSET: GoTime = GoTime { unix: ZERO, nanos: 0, offset: 0, wall: [1, 1, 1, 0, 0, 0], strict: true };

    /// Whether this is the zero time.
    pub(crate) fn is_zero(&self) -> bool {
        self.unix == ZERO && self.nanos == 0
    }

    /// RFC 3339 with the fraction dropped and the offset kept: Go's `Format(time.RFC3339)`.
    pub(crate) fn rfc3339(&self) -> String {
        let mut text = self.wall_text("T");
        if self.offset == 0 {
            text.push('Z');
        } else {
            self.push_offset(&mut text, ":");
        }
        text
    }

    /// The time as Go's `String` prints it: `2020-01-01 00:00:00.5 +0530 +0530`, or `… +0000 UTC`.
    pub(crate) fn text(&self) -> String {
        let mut text = self.wall_text(" ");
        if self.nanos > 0 {
            text.push('.');
            push_number(&mut text, u64::from(self.nanos), 10, 9);
            while text.ends_with('0') {
                text.pop();
            }
        }
        text.push(' ');
        self.push_offset(&mut text, "");
        text.push(' ');
        if self.offset == 0 {
            text.push_str("UTC");
        } else {
            self.push_offset(&mut text, "");
        }
        text
    }

    /// RFC 3339 in UTC with milliseconds: JavaScript's `toISOString`.
    pub(crate) fn utc(&self) -> String {
        let mut text = date(self.unix.div_euclid(86_400));
        let seconds = self.unix.rem_euclid(86_400).unsigned_abs();
        for (mark, number) in [("T", seconds / 3600), (":", seconds / 60 % 60), (":", seconds % 60)] {
            text.push_str(mark);
            push_number(&mut text, number, 10, 2);
        }
        text.push('.');
        push_number(&mut text, u64::from(self.nanos / 1_000_000), 10, 3);
        text.push('Z');
        text
    }

    fn wall_text(&self, between: &str) -> String {
        let mut text = String::new();
        for (number, mark) in self.wall.iter().zip(["", "-", "-", between, ":", ":"]) {
            text.push_str(mark);
            push_number(&mut text, u64::from(*number), 10, if mark.is_empty() { 4 } else { 2 });
        }
        text
    }

    fn push_offset(&self, text: &mut String, between: &str) {
        let minutes = u64::from(self.offset.unsigned_abs() / 60);
        text.push(if self.offset < 0 { '-' } else { '+' });
        push_number(text, minutes / 60, 10, 2);
        text.push_str(between);
        push_number(text, minutes % 60, 10, 2);
    }
}

/// A part of the layout `2006-01-02T15:04:05Z07:00`, which Go names by what stands there in it.
struct Part {
    name: &'static str,
    /// What a number out of range is called.
    what: &'static str,
    /// The smallest and largest number; the day is checked later.
    range: [u32; 2],
}

const fn number(name: &'static str, what: &'static str, range: [u32; 2]) -> Part {
    Part { name, what, range }
}

const fn mark(name: &'static str) -> Part {
    Part { name, what: "", range: [0, 0] }
}

/// The parts that are always there; those with a range are numbers.
static PARTS: [Part; 11] = [
    number("2006", "year", [0, 9999]),
    mark("-"),
    number("01", "month", [1, 12]),
    mark("-"),
    number("02", "day", [0, 99]),
    mark("T"),
    number("15", "hour", [0, 23]),
    mark(":"),
    number("04", "minute", [0, 59]),
    mark(":"),
    number("05", "second", [0, 59]),
];

/// Reads the bytes between the quotes, as they stand in the file.
///
/// # Errors
/// Go's sentence.
pub(crate) fn parse(raw: &[u8]) -> Result<GoTime, String> {
    let mut time = GoTime::UNSET;
    let mut wall = time.wall.iter_mut();
    let mut rest = raw;
    for Part { name, what, range } in &PARTS {
        let length = if *what == "hour" { digits(rest).min(2) } else { name.len() };
        let (part, after) = rest.split_at_checked(length).unwrap_or_default();
        if what.is_empty() {
            if part != name.as_bytes() {
                return Err(mismatch(raw, rest, name));
            }
        } else {
            if part.is_empty() || digits(part) < length {
                return Err(mismatch(raw, rest, name));
            }
            // Go takes an hour of one digit.
            time.strict &= length == name.len();
            let value = value(part);
            if !(range[0]..=range[1]).contains(&value) {
                return Err(out_of_range(raw, what));
            }
            if let Some(place) = wall.next() {
                *place = value;
            }
        }
        rest = after;
    }
    rest = read_fraction(rest, &mut time);
    rest = read_offset(rest, &mut time).ok_or_else(|| mismatch(raw, rest, "Z07:00"))?;
    if !rest.is_empty() {
        return Err(sprintf("parsing time %s: extra text: %s", &[&go_quote(raw), &go_quote(rest)]));
    }
    let [year, month, day, hour, minute, second] = time.wall;
    if day == 0 || day > days_in(year, month) {
        return Err(out_of_range(raw, "day"));
    }
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    time.unix = days_from_epoch(year, month, day) * 86_400 + seconds - i64::from(time.offset);
    Ok(time)
}

/// Reads a time as a strict reader of RFC 3339 does.
pub(crate) fn strict(text: &str) -> Option<GoTime> {
    parse(text.as_bytes()).ok().filter(|time| time.strict)
}

/// The nanoseconds. Digits beyond the ninth are dropped; Go takes a comma before them.
fn read_fraction<'a>(rest: &'a [u8], time: &mut GoTime) -> &'a [u8] {
    let Some((mark @ (b'.' | b','), after)) = rest.split_first() else {
        return rest;
    };
    let length = digits(after);
    if length == 0 {
        return rest;
    }
    let (fraction, after) = after.split_at_checked(length).unwrap_or_default();
    for place in 0..9 {
        time.nanos = time.nanos * 10 + fraction.get(place).map_or(0, |digit| u32::from(digit & 15));
    }
    time.strict &= *mark == b'.';
    after
}

/// The offset, which may be beyond what RFC 3339 allows.
fn read_offset<'a>(rest: &'a [u8], time: &mut GoTime) -> Option<&'a [u8]> {
    let (sign, after) = rest.split_first()?;
    if *sign == b'Z' {
        return Some(after);
    }
    let (offset, after) = after.split_at_checked(5)?;
    let (hours, minutes) = (offset.get(..2)?, offset.get(3..)?);
    if !matches!(sign, b'+' | b'-') || offset.get(2) != Some(&b':') || digits(hours) + digits(minutes) < 4 {
        return None;
    }
    let (hours, minutes) = (value(hours), value(minutes));
    let seconds = ((hours * 60 + minutes) * 60).cast_signed();
    time.offset = if *sign == b'-' { -seconds } else { seconds };
    time.strict &= hours < 24 && minutes < 60;
    Some(after)
}

fn mismatch(whole: &[u8], rest: &[u8], part: &str) -> String {
    let template = "parsing time %s as \"2006-01-02T15:04:05Z07:00\": cannot parse %s as \"%s\"";
    sprintf(template, &[&go_quote(whole), &go_quote(rest), part])
}

fn out_of_range(whole: &[u8], what: &str) -> String {
    sprintf("parsing time %s: %s out of range", &[&go_quote(whole), what])
}

/// How many digits stand first.
fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit & 15))
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, in the Gregorian calendar extended to year 0.
fn days_from_epoch(year: u32, month: u32, day: u32) -> i64 {
    // Counted from 1 March, so that the leap day is a year's last; one cycle of 400 years is put in front.
    let (year, month) = if month > 2 { (year + 400, month - 3) } else { (year + 399, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    i64::from(days) - 719_468 - 146_097
}

/// Quoting as Go's `time` package does it: byte by byte, only printable ASCII (and DEL) as it is.
fn go_quote(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
    let shown = String::from_utf8_lossy(bytes);
    let hidden = redact::value(&shown);
    let bytes = if redact::is_on() { hidden.as_bytes() } else { bytes };
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => {
                text.push('\\');
                text.push(char::from(byte));
            }
            b' '..=0x7F => text.push(char::from(byte)),
            _ => {
                text.push_str("\\x");
                push_number(&mut text, u64::from(byte), 16, 2);
            }
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::{GoTime, parse};

    #[test]
    fn times_that_go_takes() {
        // Text, Unix seconds, nanoseconds, whether a strict reader takes it, RFC 3339, Go's `String`.
        let table = [
            ("2020-01-01T00:00:00Z", 1_577_836_800, 0, true, "2020-01-01T00:00:00Z", "2020-01-01 00:00:00 +0000 UTC"),
            ("1970-01-01T00:00:00-00:00", 0, 0, true, "1970-01-01T00:00:00Z", "1970-01-01 00:00:00 +0000 UTC"),
            (
                "2020-02-29T23:59:59.120+05:30",
                1_583_000_999,
                120_000_000,
                true,
                "2020-02-29T23:59:59+05:30",
                "2020-02-29 23:59:59.12 +0530 +0530",
            ),
            ("2020-01-01T1:00:00Z", 1_577_840_400, 0, false, "2020-01-01T01:00:00Z", "2020-01-01 01:00:00 +0000 UTC"),
            (
                "2020-01-01T00:00:00,5Z",
                1_577_836_800,
                500_000_000,
                false,
                "2020-01-01T00:00:00Z",
                "2020-01-01 00:00:00.5 +0000 UTC",
            ),
            (
                "2020-01-01T00:00:00.9999999999999Z",
                1_577_836_800,
                999_999_999,
                true,
                "2020-01-01T00:00:00Z",
                "2020-01-01 00:00:00.999999999 +0000 UTC",
            ),
            (
                "2020-01-01T00:00:00-99:99",
                1_578_199_140,
                0,
                false,
                "2020-01-01T00:00:00-100:39",
                "2020-01-01 00:00:00 -10039 -10039",
            ),
            (
                "0000-01-01T00:00:00+24:00",
                -62_167_305_600,
                0,
                false,
                "0000-01-01T00:00:00+24:00",
                "0000-01-01 00:00:00 +2400 +2400",
            ),
            ("9999-12-31T23:59:59Z", 253_402_300_799, 0, true, "9999-12-31T23:59:59Z", "9999-12-31 23:59:59 +0000 UTC"),
        ];
        for (raw, unix, nanos, strict, rfc3339, text) in table {
            let time = parse(raw.as_bytes()).unwrap_or_else(|error| unreachable!("{raw}: {error}"));
            assert_eq!((time.unix, time.nanos, time.strict), (unix, nanos, strict), "{raw}");
            assert_eq!((time.rfc3339().as_str(), time.text().as_str()), (rfc3339, text), "{raw}");
            let chrono = chrono::DateTime::parse_from_rfc3339(raw);
            assert_eq!(strict, chrono.is_ok(), "{raw}");
            if let Ok(chrono) = chrono {
                assert_eq!(time.utc(), chrono.to_utc().to_rfc3339_opts(chrono::SecondsFormat::Millis, true), "{raw}");
            }
        }
    }

    #[test]
    fn the_zero_time() {
        for raw in ["0001-01-01T00:00:00Z", "0001-01-01T05:30:00+05:30", "0000-12-31T23:00:00.0-01:00"] {
            assert!(parse(raw.as_bytes()).is_ok_and(|time| time.is_zero()), "{raw}");
        }
        assert!(parse(b"0001-01-01T00:00:00.000000001Z").is_ok_and(|time| !time.is_zero()));
        assert!(GoTime::UNSET.is_zero());
    }

    #[test]
    fn times_that_go_refuses() {
        let mismatches = [
            ("", "", "2006"),
            ("1580000000", "000000", "-"),
            ("2O20-01-01", "2O20-01-01", "2006"),
            ("2020-1-1", "1-1", "01"),
            ("2020-01-01", "", "T"),
            ("2020-01-01 00:00:00Z", " 00:00:00Z", "T"),
            ("2020-01-01t00:00:00Z", "t00:00:00Z", "T"),
            ("2020-01-01Tx", "x", "15"),
            ("2020-01-01T00:0:00Z", "0:00Z", "04"),
            ("2020-01-01T00:00:00", "", "Z07:00"),
            ("2020-01-01T00:00:00z", "z", "Z07:00"),
            ("2020-01-01T00:00:00+0530", "+0530", "Z07:00"),
            ("2020-01-01T00:00:00.Z", ".Z", "Z07:00"),
        ];
        for (raw, found, wanted) in mismatches {
            let expected = format!(
                "parsing time \"{raw}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{found}\" as \"{wanted}\""
            );
            assert_eq!(parse(raw.as_bytes()), Err(expected));
        }
        for (raw, what) in [
            ("2020-13-01T00:00:00Z", "month out of range"),
            ("2020-00-01T00:00:00Z", "month out of range"),
            ("2020-02-30T00:00:00Z", "day out of range"),
            ("2100-02-29T00:00:00Z", "day out of range"),
            ("2020-01-00T00:00:00Z", "day out of range"),
            ("2020-01-01T24:00:00Z", "hour out of range"),
            ("2020-01-01T00:60:00Z", "minute out of range"),
            ("2016-12-31T23:59:60Z", "second out of range"),
            ("2020-01-01T00:00:00Z ", "extra text: \" \""),
        ] {
            assert_eq!(parse(raw.as_bytes()), Err(format!("parsing time \"{raw}\": {what}")));
        }
        // Escapes are not undone, and what is not printable ASCII is written as bytes.
        let raw = "2020-01-01T00:00:00\\u005aé";
        let expected = r#"parsing time "2020-01-01T00:00:00\\u005a\xc3\xa9" as "2006-01-02T15:04:05Z07:00": "#
            .to_owned()
            + r#"cannot parse "\\u005a\xc3\xa9" as "Z07:00""#;
        assert_eq!(parse(raw.as_bytes()), Err(expected));
    }
}
