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
    /// Sendbird Chat, sendbird.com.
    Sendbird,
    /// CometChat, cometchat.com.
    CometChat,
    /// TalkJS, talkjs.com.
    TalkJs,
    /// ChatKitty, chatkitty.com.
    ChatKitty,
}

impl Platform {
    /// All of them.
    pub const ALL: &[Platform] =
        &[Platform::Stream, Platform::Sendbird, Platform::CometChat, Platform::TalkJs, Platform::ChatKitty];

    /// The platform's name as options, reports and the command line spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Platform::Stream => "stream",
            Platform::Sendbird => "sendbird",
            Platform::CometChat => "cometchat",
            Platform::TalkJs => "talkjs",
            Platform::ChatKitty => "chatkitty",
        }
    }

    /// The platform's name as it writes it itself.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Platform::Stream => "Stream",
            Platform::Sendbird => "Sendbird",
            Platform::CometChat => "CometChat",
            Platform::TalkJs => "TalkJS",
            Platform::ChatKitty => "ChatKitty",
        }
    }

    /// What its documents may hold.
    #[must_use]
    pub fn resources(self) -> &'static [Resource] {
        match self {
            Platform::Stream => &[Resource::Import],
            Platform::Sendbird => &[Resource::Users, Resource::Channels, Resource::Messages, Resource::Requests],
            Platform::CometChat => {
                &[Resource::Users, Resource::Groups, Resource::Members, Resource::Messages, Resource::Requests]
            }
            Platform::TalkJs => &[Resource::Users, Resource::Conversations, Resource::Messages, Resource::Requests],
            Platform::ChatKitty => &[Resource::Users, Resource::Channels, Resource::Members, Resource::Messages],
        }
    }

    /// The dialects that its documents may be in; none where there is but one.
    #[must_use]
    pub fn dialects(self) -> &'static [Dialect] {
        match self {
            Platform::Stream => &[Dialect::Jsonl, Dialect::Array],
            Platform::ChatKitty => &[Dialect::Camel, Dialect::Snake],
            Platform::Sendbird | Platform::CometChat | Platform::TalkJs => &[],
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
    /// ChatKitty's older representation, with names in camel case.
    Camel,
    /// ChatKitty's newer representation, with names in snake case.
    Snake,
}

impl Dialect {
    /// All of them.
    pub const ALL: &[Dialect] = &[Dialect::Jsonl, Dialect::Array, Dialect::Camel, Dialect::Snake];

    /// The dialect's name as options, reports and the command line spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Jsonl => "jsonl",
            Dialect::Array => "array",
            Dialect::Camel => "camel",
            Dialect::Snake => "snake",
        }
    }

    /// Its place in the per-dialect columns of its platform's tables.
    pub(crate) fn column(self) -> usize {
        match self {
            Dialect::Jsonl | Dialect::Camel => 0,
            Dialect::Array | Dialect::Snake => 1,
        }
    }
}

/// What one input document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Resource {
    /// A whole import file (Stream).
    Import,
    /// Users.
    Users,
    /// Channels.
    Channels,
    /// Groups (CometChat).
    Groups,
    /// Members of channels or groups.
    Members,
    /// Conversations (TalkJS).
    Conversations,
    /// Messages.
    Messages,
    /// Whole requests, one `{"method","path","body"}` a line, in the order in which they are sent.
    Requests,
}

impl Resource {
    /// All of them.
    pub const ALL: &[Resource] = &[
        Resource::Import,
        Resource::Users,
        Resource::Channels,
        Resource::Groups,
        Resource::Members,
        Resource::Conversations,
        Resource::Messages,
        Resource::Requests,
    ];

    /// The resource's name as options, reports and the command line spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Resource::Import => "import",
            Resource::Users => "users",
            Resource::Channels => "channels",
            Resource::Groups => "groups",
            Resource::Members => "members",
            Resource::Conversations => "conversations",
            Resource::Messages => "messages",
            Resource::Requests => "requests",
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
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// Ids that are in the app already.
    pub existing: Option<Existing>,
    /// Stream, CometChat: the app's roles.
    pub roles: Option<Vec<String>>,
    /// Stream: the app's channel types, with their names. In JSON, an object.
    #[serde(deserialize_with = "channel_types")]
    pub channel_types: Option<Vec<(String, ChannelType)>>,
    /// Stream: whether channel ids may hold `!`, as those of exported distinct channels do.
    pub allow_exclamation_in_channel_ids: bool,
    /// Stream: largest custom data of one object, in bytes of compact JSON.
    pub custom_data_limit: Option<u64>,
    /// CometChat: how many months back messages may have been sent; `None` (in JSON `null`) for any time.
    pub retention_months: Option<u32>,
    /// Sendbird: longest message text, in characters.
    pub max_message_length: Option<u64>,
    /// TalkJS: most participants of a conversation that the plan allows.
    pub participant_limit: Option<u64>,
}

impl Profile {
    /// The names that options may use.
    pub const KEYS: &[&str] = &[
        "existing",
        "roles",
        "channelTypes",
        "allowExclamationInChannelIds",
        "customDataLimit",
        "retentionMonths",
        "maxMessageLength",
        "participantLimit",
    ];

    /// How far back CometChat takes messages by default, in months.
    pub const RETENTION_MONTHS: u32 = 6;
}

impl Default for Profile {
    fn default() -> Self {
        Profile {
            existing: None,
            roles: None,
            channel_types: None,
            allow_exclamation_in_channel_ids: false,
            custom_data_limit: None,
            retention_months: Some(Profile::RETENTION_MONTHS),
            max_message_length: None,
            participant_limit: None,
        }
    }
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
    /// Whether the report has short hashes in the place of ids and texts. Times, sizes and names of fields stay.
    pub redact: bool,
    /// Whether findings about messages say on which day those were sent.
    pub days: bool,
}

impl CheckOptions {
    /// The names that options may use.
    pub const KEYS: &[&str] = &[
        "platform",
        "resource",
        "channel",
        "dialect",
        "profile",
        "now",
        "seed",
        "maxFindings",
        "answer",
        "limits",
        "redact",
        "days",
    ];
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
        if let (Some(platform), Some(dialect)) = (self.platform, self.dialect)
            && !platform.dialects().contains(&dialect)
        {
            return Err(format!("dialect is \"{}\", which {} does not have", dialect.name(), platform.title()));
        }
        if let (Some(platform), Some(resource)) = (self.platform, self.resource)
            && !platform.resources().contains(&resource)
        {
            return Err(format!("resource is \"{}\", which {} does not have", resource.name(), platform.title()));
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
            redact: false,
            days: false,
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
