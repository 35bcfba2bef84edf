//! What a caller may ask of a check.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::json::go_time;
use crate::report::plain::serialize;

/// A chat platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Platform {
    /// Stream Chat, getstream.io.
    Stream,
}

impl Platform {
    /// All of them.
    pub const ALL: &[Platform] = &[Platform::Stream];

    /// The platform's name as options, reports and the command line spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Platform::Stream => "stream",
        }
    }
}

/// The form of an input document, where a platform knows several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Dialect {
    /// Stream's format of today: one `{"type","data"}` a line, in a fixed order.
    Jsonl,
    /// Stream's older format: one JSON array of `{"type","item"}`, in any order.
    Array,
}

impl Dialect {
    /// All of them.
    pub const ALL: &[Dialect] = &[Dialect::Jsonl, Dialect::Array];

    /// The dialect's name as options, reports and the command line spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Jsonl => "jsonl",
            Dialect::Array => "array",
        }
    }
}

/// What one input document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Resource {
    /// A whole import file.
    Import,
}

impl Resource {
    /// All of them.
    pub const ALL: &[Resource] = &[Resource::Import];

    /// The resource's name as options, reports and the command line spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Resource::Import => "import",
        }
    }
}

/// Whose wording the platform's answer is given in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum AnswerStyle {
    /// What the platform's dashboard or API shows.
    #[default]
    Dashboard,
    /// What `stream-cli chat validate-import` printed, for Stream's array dialect.
    StreamCli,
}

impl AnswerStyle {
    /// All of them.
    pub const ALL: &[AnswerStyle] = &[AnswerStyle::Dashboard, AnswerStyle::StreamCli];

    /// The style's name as options and the command line spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AnswerStyle::Dashboard => "dashboard",
            AnswerStyle::StreamCli => "stream-cli",
        }
    }
}

serialize!(fields: ; names: Platform, Dialect, Resource);

/// Sizes beyond which an item is not looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// Largest item, in bytes of its text.
    pub item_bytes: u64,
    /// Deepest nesting inside an item.
    pub depth: u32,
}

impl Limits {
    /// The names that options may use.
    pub const KEYS: &[&str] = &["itemBytes", "depth"];
}

/// Channel types are read as a map and kept as a list: there are few, and a map is four kilobytes of the wasm.
fn channel_types<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<(String, ChannelType)>>, D::Error> {
    let named: Option<BTreeMap<String, ChannelType>> = Deserialize::deserialize(from)?;
    Ok(named.map(|named| named.into_iter().collect()))
}

impl Default for Limits {
    fn default() -> Self {
        Limits { item_bytes: 16 << 20, depth: 10_000 }
    }
}

/// What only the target app knows, so that it can be checked offline. What is left out is not checked.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// Ids that are in the app already.
    pub existing: Option<Existing>,
    /// Stream: the app's roles.
    pub roles: Option<Vec<String>>,
    /// Stream: the app's channel types, with their names. In JSON, an object.
    #[serde(deserialize_with = "channel_types")]
    pub channel_types: Option<Vec<(String, ChannelType)>>,
    /// Stream: whether channel ids may hold `!`, as those of exported distinct channels do.
    pub allow_exclamation_in_channel_ids: bool,
    /// Stream: largest custom data of one object, in bytes of compact JSON.
    pub custom_data_limit: Option<u64>,
}

impl Profile {
    /// The names that options may use.
    pub const KEYS: &[&str] = &["existing", "roles", "channelTypes", "allowExclamationInChannelIds", "customDataLimit"];
}

/// Ids that are in the target app already. A kind that is listed is complete: other ids of it are unknown.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Existing {
    /// User ids.
    pub users: Option<Vec<String>>,
    /// Channels; for Stream as `type:id`.
    pub channels: Option<Vec<String>>,
    /// Message ids.
    pub messages: Option<Vec<String>>,
}

impl Existing {
    /// The names that options may use.
    pub const KEYS: &[&str] = &["users", "channels", "messages"];
}

/// A channel type of a Stream app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ChannelType {
    /// Longest message text, in code points.
    pub max_message_length: Option<u64>,
}

impl ChannelType {
    /// The names that options may use.
    pub const KEYS: &[&str] = &["maxMessageLength"];
}

/// What a caller asks of a check. The defaults detect everything.
///
/// ```
/// use chat_preflight::{CheckOptions, Checker, Outcome};
///
/// let mut checker = Checker::new(CheckOptions::default());
/// checker.push(br#"{"type":"user","data":{"id":"ann"}}"#);
/// let Outcome::Report(report) = checker.finish() else { unreachable!("a clean file is read once") };
/// assert!(report.ok);
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckOptions {
    /// The platform; detected if absent.
    pub platform: Option<Platform>,
    /// The resource of the (first) document; detected if absent.
    pub resource: Option<Resource>,
    /// The channel that the (first) document belongs to, where a document does not say so itself.
    pub channel: Option<String>,
    /// The dialect; detected if absent.
    pub dialect: Option<Dialect>,
    /// What only the target app knows.
    pub profile: Profile,
    /// The time of the check, RFC 3339: what "the future" is measured from. Nothing is without it.
    pub now: Option<String>,
    /// Seed of the fingerprints. No report depends on it; a fresh one per run keeps crafted files harmless.
    pub seed: u64,
    /// Most findings kept for one code; 0 keeps all. Counts are never capped.
    pub max_findings: u64,
    /// Whose wording the answer has.
    pub answer: AnswerStyle,
    /// Sizes beyond which an item is not looked into.
    pub limits: Limits,
}

impl CheckOptions {
    /// The names that options may use.
    pub const KEYS: &[&str] =
        &["platform", "resource", "channel", "dialect", "profile", "now", "seed", "maxFindings", "answer", "limits"];
}

impl CheckOptions {
    /// Looks for values that no check can work with.
    ///
    /// # Errors
    /// A sentence that names the option, the value and what was expected.
    pub fn validate(&self) -> Result<(), String> {
        if self.limits.item_bytes == 0 || self.limits.depth == 0 {
            return Err("limits.itemBytes and limits.depth have to be at least 1".to_owned());
        }
        if let Some(now) = &self.now
            && go_time::strict(now).is_none()
        {
            return Err(format!("now is \"{now}\"; expected a time such as 2026-01-31T12:00:00Z"));
        }
        Ok(())
    }
}

impl Default for CheckOptions {
    fn default() -> Self {
        CheckOptions {
            platform: None,
            resource: None,
            channel: None,
            dialect: None,
            profile: Profile::default(),
            now: None,
            seed: 0,
            max_findings: 100,
            answer: AnswerStyle::default(),
            limits: Limits::default(),
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
