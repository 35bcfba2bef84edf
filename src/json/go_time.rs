//! Times as Go reads and prints them.
//!
//! Go's `time.Time` takes a little more than RFC 3339 (an hour of one digit, a comma before the fraction, offsets of a
//! day and more) and a little less (no lower-case `t` and `z`, no leap second), and it reads the bytes between the quotes
//! as they stand in the file, escapes and all. What it refuses, it refuses in sentences that Stream hands on.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDateTime};

/// The layout as Go's sentences name it.
const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";

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
    /// Whether a strict reader of RFC 3339 takes the text as well.
    pub strict: bool,
}

impl Default for GoTime {
    fn default() -> Self {
        GoTime::UNSET
    }
}

impl GoTime {
    /// Go's zero time, which stands for "not given".
    pub(crate) const UNSET: GoTime = GoTime { unix: ZERO, nanos: 0, offset: 0, strict: true };

    /// Whether this is the zero time.
    pub(crate) fn is_zero(self) -> bool {
        self.unix == ZERO && self.nanos == 0
    }

    /// The clock on the wall where the offset holds.
    fn wall(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.unix + i64::from(self.offset), self.nanos).unwrap_or_default().naive_utc()
    }

    /// RFC 3339 with the fraction dropped and the offset kept: Go's `Format(time.RFC3339)`.
    pub(crate) fn rfc3339(self) -> String {
        let mut text = self.wall().format("%Y-%m-%dT%H:%M:%S").to_string();
        if self.offset == 0 {
            text.push('Z');
        } else {
            let (sign, hours, minutes) = self.offset_parts();
            let _ = write!(text, "{sign}{hours:02}:{minutes:02}");
        }
        text
    }

    /// The time as Go's `String` prints it: `2020-01-01 00:00:00.5 +0530 +0530`, or `… +0000 UTC`.
    pub(crate) fn text(self) -> String {
        let mut text = self.wall().format("%Y-%m-%d %H:%M:%S").to_string();
        if self.nanos > 0 {
            let digits = format!("{:09}", self.nanos);
            let _ = write!(text, ".{}", digits.trim_end_matches('0'));
        }
        let (sign, hours, minutes) = self.offset_parts();
        let _ = write!(text, " {sign}{hours:02}{minutes:02} ");
        if self.offset == 0 {
            text.push_str("UTC");
        } else {
            let _ = write!(text, "{sign}{hours:02}{minutes:02}");
        }
        text
    }

    fn offset_parts(self) -> (char, u32, u32) {
        let minutes = self.offset.unsigned_abs() / 60;
        (if self.offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
    }
}

/// Reads the bytes between the quotes, as they stand in the file.
///
/// # Errors
/// Go's sentence.
pub(crate) fn parse(raw: &[u8]) -> Result<GoTime, String> {
    Reader { whole: raw, rest: raw }.read()
}

struct Reader<'a> {
    whole: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Result<GoTime, String> {
        let year = self.year()?;
        self.separator(b'-', "-")?;
        let month = self.two_digits("01")?;
        if !(1..=12).contains(&month) {
            return Err(self.out_of_range("month"));
        }
        self.separator(b'-', "-")?;
        let day = self.two_digits("02")?;
        self.separator(b'T', "T")?;
        let (hour, short_hour) = self.hour()?;
        if hour > 23 {
            return Err(self.out_of_range("hour"));
        }
        self.separator(b':', ":")?;
        let minute = self.two_digits("04")?;
        if minute > 59 {
            return Err(self.out_of_range("minute"));
        }
        self.separator(b':', ":")?;
        let second = self.two_digits("05")?;
        if second > 59 {
            return Err(self.out_of_range("second"));
        }
        let (nanos, comma) = self.fraction();
        let (offset, odd_offset) = self.offset()?;
        if !self.rest.is_empty() {
            let (whole, rest) = (go_quote(self.whole), go_quote(self.rest));
            return Err(format!("parsing time {whole}: extra text: {rest}"));
        }
        if day == 0 || day > days_in(year, month) {
            return Err(self.out_of_range("day"));
        }
        let seconds = hour * 3600 + minute * 60 + second;
        Ok(GoTime {
            unix: days_from_epoch(year, month, day) * 86_400 + i64::from(seconds) - i64::from(offset),
            nanos,
            offset,
            strict: !(short_hour || comma || odd_offset),
        })
    }

    fn year(&mut self) -> Result<u32, String> {
        match self.rest.split_at_checked(4) {
            Some((digits, rest)) if digits.iter().all(u8::is_ascii_digit) => {
                self.rest = rest;
                Ok(number(digits))
            }
            _ => Err(self.mismatch(self.rest, "2006")),
        }
    }

    fn separator(&mut self, byte: u8, name: &str) -> Result<(), String> {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                Ok(())
            }
            _ => Err(self.mismatch(self.rest, name)),
        }
    }

    fn two_digits(&mut self, name: &str) -> Result<u32, String> {
        match self.rest.split_at_checked(2) {
            Some((digits, rest)) if digits.iter().all(u8::is_ascii_digit) => {
                self.rest = rest;
                Ok(number(digits))
            }
            _ => Err(self.mismatch(self.rest, name)),
        }
    }

    /// The hour, and whether it has only one digit.
    fn hour(&mut self) -> Result<(u32, bool), String> {
        let digits = self.rest.iter().take(2).take_while(|byte| byte.is_ascii_digit()).count();
        match self.rest.split_at_checked(digits) {
            Some((digits, rest)) if !digits.is_empty() => {
                self.rest = rest;
                Ok((number(digits), digits.len() == 1))
            }
            _ => Err(self.mismatch(self.rest, "15")),
        }
    }

    /// The nanoseconds, and whether a comma stands before them. Digits beyond the ninth are dropped.
    fn fraction(&mut self) -> (u32, bool) {
        let Some((mark @ (b'.' | b','), after)) = self.rest.split_first() else { return (0, false) };
        let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return (0, false);
        }
        let (digits, rest) = after.split_at_checked(digits).unwrap_or_default();
        self.rest = rest;
        let nanos = (0..9).fold(0, |nanos, place| {
            nanos * 10 + digits.get(place).map_or(0, |digit| u32::from(digit.wrapping_sub(b'0')))
        });
        (nanos, *mark == b',')
    }

    /// The offset in seconds, and whether it is beyond what RFC 3339 allows.
    fn offset(&mut self) -> Result<(i32, bool), String> {
        if let Some((b'Z', rest)) = self.rest.split_first() {
            self.rest = rest;
            return Ok((0, false));
        }
        let Some((&[sign, h1, h2, b':', m1, m2], rest)) = self.rest.split_first_chunk() else {
            return Err(self.mismatch(self.rest, "Z07:00"));
        };
        let digits = [h1, h2, m1, m2].iter().all(u8::is_ascii_digit);
        let positive = match sign {
            b'+' if digits => true,
            b'-' if digits => false,
            _ => return Err(self.mismatch(self.rest, "Z07:00")),
        };
        self.rest = rest;
        let two = |tens: u8, ones: u8| i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
        let (hours, minutes) = (two(h1, h2), two(m1, m2));
        let seconds = (hours * 60 + minutes) * 60;
        Ok((if positive { seconds } else { -seconds }, hours > 23 || minutes > 59))
    }

    fn mismatch(&self, rest: &'a [u8], element: &str) -> String {
        let (whole, rest) = (go_quote(self.whole), go_quote(rest));
        format!("parsing time {whole} as \"{LAYOUT}\": cannot parse {rest} as \"{element}\"")
    }

    fn out_of_range(&self, what: &str) -> String {
        format!("parsing time {}: {what} out of range", go_quote(self.whole))
    }
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')))
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
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => {
                text.push('\\');
                text.push(char::from(byte));
            }
            b' '..=0x7F => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "\\x{byte:02x}");
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
            assert_eq!(strict, chrono::DateTime::parse_from_rfc3339(raw).is_ok(), "{raw}");
        }
    }

    #[test]
    fn the_zero_time() {
        for raw in ["0001-01-01T00:00:00Z", "0001-01-01T05:30:00+05:30", "0000-12-31T23:00:00.0-01:00"] {
            assert!(parse(raw.as_bytes()).is_ok_and(GoTime::is_zero), "{raw}");
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
