//! The result of a check.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::finding::Finding;
use crate::options::{Dialect, Platform, Resource};

/// Whether a document is made for importing, or came out of a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Made to be imported.
    Import,
    /// Exported by a platform; to be converted before it can be imported.
    Export,
}

/// One document of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceInfo {
    /// The name that the caller gave it.
    pub name: Option<String>,
    /// What it holds, as far as that was recognised.
    pub resource: Option<Resource>,
    /// Its dialect, where its platform knows several.
    pub dialect: Option<Dialect>,
    /// Import or export.
    pub form: Form,
}

/// Named counters in a fixed order; a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters(pub Vec<(&'static str, u64)>);

impl Counters {
    /// The counter of that name; 0 if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> u64 {
        self.0.iter().find(|(key, _)| *key == name).map_or(0, |(_, count)| *count)
    }
}

impl Serialize for Counters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, count) in &self.0 {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

/// How much was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Decompressed bytes of all sources.
    pub bytes: u64,
    /// Items of all kinds, readable or not.
    pub items: u64,
    /// Items seen, by kind (plural).
    pub total: Counters,
    /// Items without an error, by kind (plural).
    pub valid: Counters,
}

/// What the platform would answer to this input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Whether any text in it is our guess at the platform's wording.
    pub predicted: bool,
    /// The exact JSON.
    pub text: String,
    /// Errors left out because of [`CheckOptions::max_findings`](crate::CheckOptions::max_findings).
    pub omitted: u64,
}

/// Messages created on one day (or in the run of days that starts with it, when there are too many days).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineBucket {
    /// The (first) day, as `YYYY-MM-DD`.
    pub day: String,
    /// How many messages.
    pub messages: u64,
}

/// The result of a check: plain data, the same bytes for the same input and options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether there is no error.
    pub ok: bool,
    /// The platform; `None` if it could not be recognised.
    pub platform: Option<Platform>,
    /// The documents that were read.
    pub sources: Vec<SourceInfo>,
    /// How much was read.
    pub stats: Stats,
    /// Findings by code, all of them.
    pub counts: Counters,
    /// The first findings of each code: file order, then what only the end of the input could decide.
    pub findings: Vec<Finding>,
    /// How many findings were left out of `findings`.
    pub dropped: u64,
    /// What the platform would answer; `None` if the platform was not recognised.
    pub answer: Option<Answer>,
    /// Messages per day.
    pub timeline: Vec<TimelineBucket>,
}
