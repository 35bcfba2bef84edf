//! Instants, with the precision that they came with.

use crate::json::{go_text, go_time};

/// A moment: seconds since 1970-01-01T00:00:00Z, and nanoseconds within that second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time {
    pub(crate) seconds: i64,
    pub(crate) nanos: u32,
}

impl Time {
    pub(crate) fn from_seconds(seconds: i64) -> Time {
        Time { seconds, nanos: 0 }
    }

    pub(crate) fn from_millis(millis: i64) -> Time {
        let nanos = u32::try_from(millis.rem_euclid(1000)).unwrap_or_default() * 1_000_000;
        Time { seconds: millis.div_euclid(1000), nanos }
    }

    /// A number of seconds, milliseconds, microseconds or nanoseconds, whichever puts it between 1973 and 5138. For
    /// exports, which mix units; an import's unit is fixed.
    #[inline(never)]
    pub(crate) fn from_any_unit(number: i64) -> Time {
        match number.unsigned_abs() {
            0..100_000_000_000 => Time::from_seconds(number),
            100_000_000_000..100_000_000_000_000 => Time::from_millis(number),
            100_000_000_000_000..100_000_000_000_000_000 => {
                let nanos = u32::try_from(number.rem_euclid(1_000_000)).unwrap_or_default() * 1000;
                Time { seconds: number.div_euclid(1_000_000), nanos }
            }
            _ => {
                let nanos = u32::try_from(number.rem_euclid(1_000_000_000)).unwrap_or_default();
                Time { seconds: number.div_euclid(1_000_000_000), nanos }
            }
        }
    }

    /// RFC 3339 with `Z`, nothing unusual in it, and a quote behind it: the most of all times, and the fastest read.
    pub(crate) fn read(bytes: &[u8], start: usize) -> Option<Time> {
        let (day, end) = crate::table::time::fast(bytes, start)?;
        let digits = |from: usize, to: usize| {
            let digits = bytes.get(start + from..start + to).unwrap_or_default();
            digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit & 15))
        };
        let seconds = digits(11, 13) * 3600 + digits(14, 16) * 60 + digits(17, 19);
        // Between the point and `Z`, of which nine digits count.
        let length = (end - start).saturating_sub(21).min(9);
        let nanos = (length..9).fold(digits(20, 20 + length), |nanos, _| nanos * 10);
        Some(Time { seconds: i64::from(day.day) * 86_400 + i64::from(seconds), nanos })
    }

    /// RFC 3339, as Go takes it.
    #[inline(never)]
    pub(crate) fn parse(text: &str) -> Option<Time> {
        let time = go_time::parse(text.as_bytes()).ok()?;
        Some(Time { seconds: time.unix, nanos: time.nanos })
    }

    /// A number that is greater the later it is, and never 0.
    pub(crate) fn order(self) -> u128 {
        // The sign's bit turned over, negative seconds come before the others.
        let seconds = u128::from(self.seconds.cast_unsigned() ^ (1 << 63));
        (seconds << 32 | u128::from(self.nanos)) + 1
    }

    /// Milliseconds since 1970, cut.
    pub(crate) fn millis(self) -> i64 {
        self.seconds.saturating_mul(1000).saturating_add(i64::from(self.nanos / 1_000_000))
    }

    /// Whether something is lost when it is given in whole milliseconds.
    pub(crate) fn has_less_than_millis(self) -> bool {
        !self.nanos.is_multiple_of(1_000_000)
    }

    /// `2024-01-31T12:00:00Z`, with three, six or nine digits of a second where there are any.
    #[inline(never)]
    pub(crate) fn rfc3339(self) -> String {
        let mut text = crate::timeline::date(self.seconds.div_euclid(86_400));
        let seconds = self.seconds.rem_euclid(86_400).unsigned_abs();
        for (mark, number) in [("T", seconds / 3600), (":", seconds / 60 % 60), (":", seconds % 60)] {
            text.push_str(mark);
            go_text::push_number(&mut text, number, 10, 2);
        }
        let (fraction, digits) = match self.nanos {
            0 => (0, 0),
            nanos if nanos.is_multiple_of(1_000_000) => (nanos / 1_000_000, 3),
            nanos if nanos.is_multiple_of(1000) => (nanos / 1000, 6),
            nanos => (nanos, 9),
        };
        if digits > 0 {
            text.push('.');
            go_text::push_number(&mut text, u64::from(fraction), 10, digits);
        }
        text.push('Z');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn is_written_as_it_is_read() {
        for text in [
            "2024-01-31T12:00:00Z",
            "1969-12-31T23:59:59.999Z",
            "2024-02-29T00:00:00.000001Z",
            "2024-02-29T00:00:00.000000001Z",
        ] {
            assert_eq!(Time::parse(text).unwrap().rfc3339(), text);
        }
        assert_eq!(Time::parse("2024-01-01T05:30:00.5+05:30").unwrap().rfc3339(), "2024-01-01T00:00:00.500Z");
    }

    #[test]
    fn what_is_usual_is_read_as_everything_else_is() {
        for text in [
            "2024-01-31T12:34:56Z",
            "0001-01-01T00:00:00Z",
            "2024-02-29T23:59:59.5Z",
            "2024-02-29T23:59:59.123456789Z",
            "2024-02-29T23:59:59.1234567899999Z",
        ] {
            let quoted = format!("\"{text}\"{}", "\0".repeat(64));
            assert_eq!(Time::read(quoted.as_bytes(), 1), Time::parse(text), "{text}");
        }
    }

    #[test]
    fn units_of_exports() {
        for number in [1_700_000_000, 1_700_000_000_000, 1_700_000_000_000_000, 1_700_000_000_000_000_000] {
            assert_eq!(Time::from_any_unit(number), Time::from_seconds(1_700_000_000));
        }
        assert_eq!(Time::from_millis(-1), Time { seconds: -1, nanos: 999_000_000 });
        assert_eq!(Time::from_millis(-1).millis(), -1);
    }
}
