//! How old a message may be. Source: `formats/cometchat.md` 1.1, 8 (16, 18), 9 (5).

use chrono::{DateTime, Months};

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::go_time;
use crate::options::CheckOptions;
use crate::platform::api::migration::Migration;
use crate::table::number::day_words;

const DAY: i64 = 86_400;

/// Messages that were sent before are refused.
#[derive(Clone, Copy, Debug)]
pub(in crate::platform::cometchat) struct Wall {
    /// In seconds since 1970.
    at: i64,
    /// How many calendar months before the check that is.
    pub(in crate::platform::cometchat) months: u32,
}

impl Wall {
    /// The wall as the profile and the time of the check have it; none without either of them.
    pub(in crate::platform::cometchat) fn new(options: &CheckOptions) -> Option<Wall> {
        let months = options.profile.retention_months?;
        let now = DateTime::from_timestamp(go_time::strict(options.now.as_deref()?)?.unix, 0)?;
        Some(Wall { at: now.checked_sub_months(Months::new(months))?.timestamp(), months })
    }

    /// Says of a message whether it is too old, or will be so within a day: the wall moves while an import runs.
    #[inline]
    pub(super) fn hold(self, migration: &mut Migration, field: usize, sent: i64) {
        if sent < self.at + DAY {
            self.tell(migration, field, sent);
        }
    }

    #[cold]
    fn tell(self, migration: &mut Migration, field: usize, sent: i64) {
        let months = self.months.to_string();
        let day = day_words(sent.div_euclid(DAY));
        let (severity, words) = if sent < self.at {
            let wall = day_words(self.at.div_euclid(DAY));
            let words = ["is on ", &day, "; CometChat takes messages of the last ", &months, " months, from ", &wall];
            (Severity::Error, [&words.concat(), " on"].concat())
        } else {
            let words = ["is on ", &day, ", less than a day inside the ", &months, " months that CometChat goes back"];
            (Severity::Warning, words.concat())
        };
        let help = if severity == Severity::Error {
            "leave it out: it makes the whole request fail, after the others are imported; \
             an app with Extended Storage takes it (profile.retentionMonths)"
        } else {
            "import it first, or leave it out: the limit moves on while the import runs"
        };
        let draft = migration.about(Code::CometChatRetention, severity, Basis::Documented, field, &words);
        migration.say(draft.help(help));
    }
}
