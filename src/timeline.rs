//! Messages per day: a person sees a wrong time unit in it at a glance.

use crate::json::go_text::push_number;
use crate::partial::{Pack, Unpack};
use crate::report::TimelineBucket;

/// Most buckets of a report. With more days, buckets are 2, 4, 8… days wide: as narrow as they fit.
const MOST: usize = 4_000;

/// Counts messages by day.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    /// In order.
    buckets: Vec<(i32, u64)>,
    /// Buckets are `1 << shift` days wide.
    shift: u32,
    /// The bucket of the last message, not yet in the map: messages come in runs.
    last: (i32, u64),
}

impl Timeline {
    /// Counts a message of a day, counted from 1970-01-01.
    #[inline]
    pub(crate) fn add(&mut self, day: i32) {
        let bucket = day >> self.shift;
        if bucket == self.last.0 {
            self.last.1 += 1;
        } else {
            self.flush();
            self.last = (day >> self.shift, 1);
        }
    }

    fn flush(&mut self) {
        if self.last.1 > 0 {
            match self.find(self.last.0) {
                Ok(at) => {
                    if let Some((_, count)) = self.buckets.get_mut(at) {
                        *count += self.last.1;
                    }
                }
                Err(at) => self.buckets.insert(at, self.last),
            }
            self.last.1 = 0;
        }
        if self.buckets.len() > 2 * MOST {
            self.widen();
        }
    }

    /// Where a bucket is, or belongs: in a history without holes, as far from the first one as it is later.
    fn find(&self, wanted: i32) -> Result<usize, usize> {
        let first = self.buckets.first().map_or(wanted, |(bucket, _)| *bucket);
        let guess = wanted.wrapping_sub(first).cast_unsigned() as usize;
        match self.buckets.get(guess) {
            Some((bucket, _)) if *bucket == wanted => Ok(guess),
            _ => self.buckets.binary_search_by_key(&wanted, |(bucket, _)| *bucket),
        }
    }

    fn widen(&mut self) {
        while self.buckets.len() > MOST {
            self.double();
        }
    }

    /// Makes each bucket twice as wide.
    fn double(&mut self) {
        self.shift += 1;
        for (bucket, _) in &mut self.buckets {
            *bucket >>= 1;
        }
        self.buckets.dedup_by(|one, kept| {
            let same = one.0 == kept.0;
            kept.1 += if same { one.1 } else { 0 };
            same
        });
    }

    /// Adds all of it.
    pub(crate) fn pack(&mut self, pack: &mut Pack) {
        self.flush();
        pack.number(self.shift.into());
        pack.number(self.buckets.len() as u64);
        for (bucket, count) in &self.buckets {
            pack.note(bucket.cast_unsigned());
            pack.number(*count);
        }
    }

    /// Counts what was packed, too. Its buckets are as wide as its own days made them, and all days together make them no
    /// narrower.
    pub(crate) fn absorb(&mut self, unpack: &mut Unpack) -> Option<()> {
        let shift = u32::try_from(unpack.number()?).ok().filter(|shift| *shift < i32::BITS)?;
        self.flush();
        while self.shift < shift {
            self.double();
        }
        for _ in 0..unpack.number()? {
            let bucket = unpack.note()?.cast_signed();
            // May widen them.
            self.flush();
            self.last = (bucket >> (self.shift - shift).min(i32::BITS - 1), unpack.number()?);
        }
        self.flush();
        Some(())
    }

    /// The buckets in order, each under its first day.
    pub(crate) fn finish(&mut self) -> Vec<TimelineBucket> {
        self.flush();
        self.widen();
        let day = |bucket: i32| date(i64::from(bucket) << self.shift);
        self.buckets
            .iter()
            .map(|(bucket, messages)| TimelineBucket { day: day(*bucket), messages: *messages })
            .collect()
    }
}

/// `YYYY-MM-DD` of a day counted from 1970-01-01.
pub(crate) fn date(day: i64) -> String {
    // Counted in years that begin in March, so that the leap day is the last one; era 0 begins at 0000-03-01.
    let shifted = day + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months + 2) / 5 + 1;
    let month = if months < 10 { months + 3 } else { months - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    // The first day of a wide bucket may lie before the year 0.
    let mut text = String::from(if year < 0 { "-" } else { "" });
    push_number(&mut text, year.unsigned_abs(), 10, 4);
    text.push('-');
    push_number(&mut text, month.unsigned_abs(), 10, 2);
    text.push('-');
    push_number(&mut text, day.unsigned_abs(), 10, 2);
    text
}

#[cfg(test)]
mod tests {
    use super::{MOST, Pack, Timeline, Unpack, date};

    #[test]
    fn dates_agree_with_chrono_over_the_whole_calendar() {
        for day in (-800_000..2_932_896).step_by(17).chain(-720_000..-719_000) {
            let expected = chrono::DateTime::from_timestamp(day * 86_400, 0).unwrap().date_naive();
            assert_eq!(date(day), expected.to_string());
        }
    }

    #[test]
    fn two_timelines_make_the_one_of_all_days() {
        let days = |step: usize, count: usize| (0..count).map(move |at| i32::try_from(at * step).unwrap());
        for (one, two) in [((1, 10), (3, 20)), ((1, 5_000), (7, 9_000)), ((700, 9_000), (1, 3)), ((1, 3), (700, 9_000))]
        {
            let count = |all: &mut dyn Iterator<Item = i32>| {
                let mut timeline = Timeline::default();
                all.for_each(|day| timeline.add(day));
                timeline
            };
            let whole = count(&mut days(one.0, one.1).chain(days(two.0, two.1))).finish();
            let mut pack = Pack::default();
            count(&mut days(two.0, two.1)).pack(&mut pack);
            let mut merged = count(&mut days(one.0, one.1));
            assert_eq!(merged.absorb(&mut Unpack::new(&pack.bytes)), Some(()));
            assert_eq!(merged.finish(), whole);
        }
    }

    #[test]
    fn days_are_counted_whatever_their_order() {
        let mut timeline = Timeline::default();
        for day in [0, 0, -1, 18_262, 0] {
            timeline.add(day);
        }
        let buckets: Vec<_> = timeline.finish().into_iter().map(|bucket| (bucket.day, bucket.messages)).collect();
        let expected = [("1969-12-31", 1), ("1970-01-01", 3), ("2020-01-01", 1)];
        assert_eq!(buckets, expected.map(|(day, count)| (day.to_owned(), count)));
    }

    #[test]
    fn too_many_days_make_wider_buckets_and_lose_no_message() {
        let mut timeline = Timeline::default();
        for day in 0..20_000 {
            timeline.add(day * 7 % 20_000);
        }
        let buckets = timeline.finish();
        assert!(buckets.len() <= MOST && buckets.len() > MOST / 2);
        assert_eq!(buckets.iter().map(|bucket| bucket.messages).sum::<u64>(), 20_000);
    }
}
