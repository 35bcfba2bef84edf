//! What a conversion may be told.

use crate::history::Time;
use crate::options::{Dialect, Platform, Profile, Resource};

/// What becomes of messages of a kind that the target has no place for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    /// They are left out, and counted.
    #[default]
    Drop,
    /// They are kept as something near.
    Keep,
}

/// A conversion's options. What a field says stands in the README's table of policies.
#[derive(Clone, Debug)]
pub struct ConvertOptions {
    /// The platform to write for.
    pub to: Platform,
    /// The platform that the input is of; detected if none.
    pub from: Option<Platform>,
    /// What the documents hold; detected if none.
    pub resource: Option<Resource>,
    /// The channel that messages without one belong to.
    pub channel: Option<String>,
    /// Stream: the dialect of the input; ChatKitty: also that of the output.
    pub dialect: Option<Dialect>,
    /// The target app.
    pub profile: Profile,
    /// RFC 3339; what "now" is for retention.
    pub now: Option<String>,
    /// Who speaks system messages and makes channels where nobody is known to. `migration-system`.
    pub system_user: String,
    /// System messages where the target has none: drop them, or let the system user speak them.
    pub system_messages: Treatment,
    /// Deleted messages where the target has none: drop them, or keep them as text.
    pub deleted: Treatment,
    /// Stream: the type that groups become. `messaging`.
    pub channel_type: String,
    /// Whether values without a place are kept in custom data, as `source_<field>`.
    pub park: bool,
    /// ChatKitty: numbers of channels by name.
    pub channel_ids: Vec<(String, String)>,
    /// ChatKitty as source: keep messages of channels with unknown numbers, under the number; otherwise stop.
    pub keep_unknown_channels: bool,
    /// RFC 3339: when the first message was sent, where the source has no times.
    pub start_time: Option<String>,
    /// RFC 3339: messages before are left out, and counted.
    pub since: Option<String>,
    /// RFC 3339: messages from then on are left out, and counted.
    pub until: Option<String>,
    /// Ids of an earlier conversion: what they became, or came from.
    pub ids: Vec<KnownId>,
    /// TalkJS: tokens of files that have been uploaded, by URL.
    pub uploads: Vec<(String, String)>,
}

/// An id that had to change in an earlier conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownId {
    /// `user`, `channel` or `message`.
    pub kind: String,
    /// The source's id.
    pub from: String,
    /// The target's.
    pub to: String,
}

impl ConvertOptions {
    /// The defaults, for a target.
    #[must_use]
    pub fn new(to: Platform) -> Self {
        ConvertOptions {
            to,
            from: None,
            resource: None,
            channel: None,
            dialect: None,
            profile: Profile::default(),
            now: None,
            system_user: "migration-system".to_owned(),
            system_messages: Treatment::Drop,
            deleted: Treatment::Drop,
            channel_type: "messaging".to_owned(),
            park: true,
            channel_ids: Vec::new(),
            keep_unknown_channels: false,
            start_time: None,
            since: None,
            until: None,
            ids: Vec::new(),
            uploads: Vec::new(),
        }
    }

    /// Whether the options make sense together.
    ///
    /// # Errors
    /// In words: which option, what it is, and what was expected.
    pub fn validate(&self) -> Result<(), String> {
        let times =
            [("now", &self.now), ("startTime", &self.start_time), ("since", &self.since), ("until", &self.until)];
        for (name, time) in times {
            if let Some(text) = time.as_deref().filter(|text| Time::parse(text).is_none()) {
                return Err([name, " is \"", text, "\"; expected a time such as 2026-01-31T12:00:00Z"].concat());
            }
        }
        if self.system_user.is_empty() {
            return Err("systemUser is empty; expected the id of a user".to_owned());
        }
        Ok(())
    }
}
