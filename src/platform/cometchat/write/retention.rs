//! How old a message may be. Source: `formats/cometchat.md` 1.1, 8 (16).

use chrono::{DateTime, Months};

use crate::convert::options::ConvertOptions;
use crate::history::Time;

const DAY: i64 = 86_400;

/// The months that the app keeps, less a day: the limit moves on while the import runs. None where the caller said
/// `since`, which was looked at already.
pub(super) fn since(options: &ConvertOptions) -> Option<Time> {
    let (None, Some(months)) = (&options.since, options.profile.retention_months) else { return None };
    let now = DateTime::parse_from_rfc3339(options.now.as_deref()?).ok()?.to_utc();
    Some(Time::from_seconds(now.checked_sub_months(Months::new(months))?.timestamp() + DAY))
}
