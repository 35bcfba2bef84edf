//! Messages per day: a person sees a wrong time unit in it at a glance.

use chrono::DateTime;

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
            match self.buckets.binary_search_by_key(&self.last.0, |(bucket, _)| *bucket) {
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

    fn widen(&mut self) {
        while self.buckets.len() > MOST {
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
    }

    /// The buckets in order, each under its first day.
    pub(crate) fn finish(&mut self) -> Vec<TimelineBucket> {
        self.flush();
        self.widen();
        let day = |bucket: i32| {
            let day = DateTime::from_timestamp((i64::from(bucket) << self.shift) * 86_400, 0)?;
            Some(day.date_naive().to_string())
        };
        self.buckets
            .iter()
            .filter_map(|(bucket, messages)| Some(TimelineBucket { day: day(*bucket)?, messages: *messages }))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Timeline};

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
