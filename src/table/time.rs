//! RFC 3339 on the fast path: the forms that real files are full of, checked without allocation.

use crate::json::simd;

/// A time that was understood: its UTC day counted from 1970-01-01, and whether it is Go's zero time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) day: i32,
    pub(crate) zero: bool,
}

/// Where `2006-01-02T15:04` has digits, one bit a byte; everywhere else it has what stands between them.
const DIGITS: u32 = 0b1101_1011_0110_1111;
const FORM: &[u8; 16] = b"0000-00-00T00:00";

/// Reads `YYYY-MM-DDTHH:MM:SS[.fraction]Z"` at `start`, and gives the place of the closing quote, too. `None` means "look
/// closer", not "wrong": other zones, and everything that is refused, go to the slow path.
#[inline]
pub(crate) fn fast(bytes: &[u8], start: usize) -> Option<(Day, usize)> {
    if simd::digits(bytes, start) & DIGITS != DIGITS || (simd::equal(bytes, start, FORM) | DIGITS) != 0xffff {
        return None;
    }
    let head: &[u8; 20] = bytes.get(start..)?.first_chunk()?;
    if head[16] != b':' || !head[17].is_ascii_digit() || !head[18].is_ascii_digit() {
        return None;
    }
    let mut end = start + head.len();
    if head[19] == b'.' {
        let fraction = end;
        while let run = (!simd::digits(bytes, end)).trailing_zeros() as usize
            && run > 0
        {
            end += run;
        }
        if end == fraction || bytes.get(end) != Some(&b'Z') {
            return None;
        }
        end += 1;
    } else if head[19] != b'Z' {
        return None;
    }
    if bytes.get(end) != Some(&b'"') {
        return None;
    }
    let two = |at: usize| u32::from(head[at] & 15) * 10 + u32::from(head[at + 1] & 15);
    let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8));
    if two(11) > 23 || two(14) > 59 || two(17) > 59 || !(1..=12).contains(&month) {
        return None;
    }
    if day == 0 || day > days_in(year, month) {
        return None;
    }
    let zero = year == 1 && is_zero(bytes.get(start..end).unwrap_or_default());
    Some((Day { day: days_from_civil(year, month, day), zero }, end))
}

/// Whether a time is Go's zero time.
#[cold]
fn is_zero(text: &[u8]) -> bool {
    let fraction = text.strip_prefix(b"0001-01-01T00:00:00");
    fraction.is_some_and(|fraction| !fraction.iter().any(|byte| (b'1'..=b'9').contains(byte)))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, years 0 to 9999.
fn days_from_civil(year: u32, month: u32, day: u32) -> i32 {
    // Counted in years that begin in March, so that the leap day is the last one; era 0 begins at 0000-03-01.
    let shifted = (year + 400).wrapping_sub(u32::from(month <= 2));
    let (era, year_of_era) = (shifted / 400, shifted % 400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era).cast_signed() - 719_468 - 146_097
}

#[cfg(test)]
mod tests {
    use super::fast;
    use chrono::{DateTime, NaiveDate};

    fn read(text: &str) -> Option<(i32, bool)> {
        let padded = format!("{text}\"{}", "\0".repeat(64));
        let (day, end) = fast(padded.as_bytes(), 0)?;
        assert_eq!(end, text.len(), "{text}");
        Some((day.day, day.zero))
    }

    #[test]
    fn days_agree_with_chrono_over_the_whole_calendar() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let mut date = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();
        while date < NaiveDate::from_ymd_opt(9999, 12, 30).unwrap() {
            let text = format!("{}T23:59:59.5Z", date.format("%Y-%m-%d"));
            let days = i32::try_from(date.signed_duration_since(epoch).num_days()).unwrap();
            assert_eq!(read(&text), Some((days, false)), "{text}");
            date += chrono::Duration::days(13);
        }
    }

    #[test]
    fn what_it_takes_is_strict() {
        for text in [
            "2020-02-30T00:00:00Z",
            "2021-02-29T00:00:00Z",
            "2020-13-01T00:00:00Z",
            "2020-00-01T00:00:00Z",
            "2020-01-00T00:00:00Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01T00:60:00Z",
            "2020-01-01T00:00:60Z",
            "2020-01-01t00:00:00Z",
            "2020-01-01T00:00:00z",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00.Z",
            "2020-01-01T00:00:00,5Z",
            "2020-01-01 00:00:00Z",
            "2020-01-01",
            "",
            "2020-01-01T00:00:00+01:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in
            ["2020-02-29T00:00:00Z", "1999-12-31T23:59:59.123456789Z", "2020-02-29T00:00:00.1234567890123456789Z"]
        {
            assert!(DateTime::parse_from_rfc3339(text).is_ok() && read(text).is_some(), "{text}");
        }
        assert!(read("0001-01-01T00:00:00.000Z").unwrap().1);
        assert!(!read("0001-01-01T00:00:00.001Z").unwrap().1);
    }
}
