//! Stream Chat, getstream.io: a whole import file, in two dialects. Source: `formats/stream.md`.
//!
//! [`tables`] says what an item may hold, [`rules`] what crosses its fields, [`references`] what crosses items,
//! [`answer`] what Stream would say; [`cli`] is the removed `stream-cli chat validate-import`.

pub(crate) mod answer;
pub(crate) mod cli;
mod envelope;
pub(crate) mod read;
mod references;
mod room;
mod rules;
mod tables;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod types;
pub(crate) mod write;

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::Fingerprint;
use crate::json::go_time;
use crate::mend::Mend;
use crate::options::{ChannelType, CheckOptions, Dialect};
use crate::platform::room::Tally;
use crate::table::Table;
use crate::table::draft::Draft;
use crate::table::walk::{Manner, Walker};
use answer::Dashboard;
use references::References;

/// The largest file, in bytes: 300 MB, read as decimal because the documentation's earlier 286 MB are the same in MiB.
pub(crate) const MAX_FILE: u64 = 300_000_000;

/// Custom data of one object: "up to 5 KiB".
pub(crate) const CUSTOM_LIMIT: u64 = 5 * 1024;

/// Longest message text where the channel type does not say otherwise, in code points.
const LONGEST_TEXT: u64 = 20_000;

/// A type of import item. The order is the one that JSON Lines files have to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    User,
    Device,
    FutureChannelBan,
    Channel,
    Member,
    Message,
    Reaction,
    Poll,
    PollVote,
}

impl Kind {
    pub(crate) const ALL: [Kind; 9] = [
        Kind::User,
        Kind::Device,
        Kind::FutureChannelBan,
        Kind::Channel,
        Kind::Member,
        Kind::Message,
        Kind::Reaction,
        Kind::Poll,
        Kind::PollVote,
    ];

    /// As it stands behind `"type"`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::User => "user",
            Kind::Device => "device",
            Kind::FutureChannelBan => "future_channel_ban",
            Kind::Channel => "channel",
            Kind::Member => "member",
            Kind::Message => "message",
            Kind::Reaction => "reaction",
            Kind::Poll => "poll",
            Kind::PollVote => "poll_vote",
        }
    }

    /// As reports count it.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            Kind::User => "users",
            Kind::Device => "devices",
            Kind::FutureChannelBan => "future_channel_bans",
            Kind::Channel => "channels",
            Kind::Member => "members",
            Kind::Message => "messages",
            Kind::Reaction => "reactions",
            Kind::Poll => "polls",
            Kind::PollVote => "poll_votes",
        }
    }

    /// Its table's place in [`tables`]; none for types whose fields are not public.
    fn table(self) -> Option<usize> {
        (self < Kind::Poll).then_some(self as usize)
    }

    #[inline]
    /// The type of an item that has this one, by whatever name the check takes.
    pub(crate) fn of_item(name: &[u8]) -> Option<Kind> {
        if name == b"channel_member" { Some(Kind::Member) } else { Kind::from_name(name) }
    }

    fn from_name(name: &[u8]) -> Option<Kind> {
        Some(match name {
            b"message" => Kind::Message,
            b"reaction" => Kind::Reaction,
            b"member" => Kind::Member,
            b"user" => Kind::User,
            b"channel" => Kind::Channel,
            b"device" => Kind::Device,
            b"future_channel_ban" => Kind::FutureChannelBan,
            b"poll" => Kind::Poll,
            b"poll_vote" => Kind::PollVote,
            _ => return None,
        })
    }
}

/// The tables of the item types that have one, in the order of an import.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn tables_in_order() -> [&'static Table; 7] {
    all_tables(false)
}

/// The tables in the order of [`Kind`].
fn all_tables(light: bool) -> [&'static Table; 7] {
    let channel = if light { &tables::CHANNEL_LIGHT } else { &tables::CHANNEL };
    [
        &tables::USER,
        &tables::DEVICE,
        &tables::FUTURE_CHANNEL_BAN,
        channel,
        &tables::MEMBER,
        &tables::MESSAGE,
        &tables::REACTION,
    ]
}

/// The checks of one import, item by item.
#[derive(Debug)]
pub(crate) struct Stream {
    /// The walker of the dialect at hand, and the other one.
    pub(crate) walker: Walker,
    other: Walker,
    dialect: Dialect,
    /// The kind of the item at hand, if it has one.
    pub(crate) kind: Option<Kind>,
    pub(crate) references: References,
    /// Findings of the item at hand that only the end of the input could decide.
    pub(crate) late: Vec<Box<Draft>>,
    /// How the items before began.
    beginning: envelope::Beginning,
    /// Where the payload of the item at hand begins, in the window; `None` if it has none that is an object.
    payload_at: Option<usize>,
    /// What the item at hand defines, and where: for the place of the first of several.
    pub(crate) definition: Option<(Fingerprint, usize)>,
    /// The kinds of the first item and of the one before, for the order of kinds.
    first: Option<Kind>,
    previous: Option<Kind>,
    roles: Option<Vec<String>>,
    channel_types: Option<Vec<(String, ChannelType)>>,
    /// The shortest of all limits of message texts.
    shortest_limit: u64,
    /// The day of the check, counted from 1970-01-01.
    today: Option<i32>,
    /// The day on which the message at hand was created, if the item is one.
    day: Option<i32>,
    tally: Tally,
    dashboard: Dashboard,
    /// Most errors of a code that the dashboard's object lists, or 0.
    cap: u64,
}

impl Stream {
    pub(crate) fn new(options: &CheckOptions) -> Stream {
        let profile = &options.profile;
        let tables = all_tables(profile.allow_exclamation_in_channel_ids);
        let walker = |dialect: Dialect| {
            let array = dialect == Dialect::Array;
            Walker::new(
                &tables,
                Manner {
                    platform: "Stream",
                    dialect: usize::from(array),
                    null_is_absent: array,
                    folds_keys: array,
                    reserved: if array { Basis::Documented } else { Basis::Inferred },
                    custom_limit: profile.custom_data_limit.unwrap_or(CUSTOM_LIMIT),
                },
                options.seed,
            )
        };
        let mut shortest_limit = LONGEST_TEXT;
        for (_, own) in profile.channel_types.iter().flatten() {
            shortest_limit = shortest_limit.min(own.max_message_length.unwrap_or(LONGEST_TEXT));
        }
        let now = options.now.as_deref().and_then(go_time::strict);
        Stream {
            walker: walker(Dialect::Jsonl),
            other: walker(Dialect::Array),
            dialect: Dialect::Jsonl,
            kind: None,
            references: References::new(options),
            late: Vec::new(),
            beginning: envelope::Beginning::default(),
            payload_at: None,
            definition: None,
            first: None,
            previous: None,
            roles: profile.roles.clone(),
            channel_types: profile.channel_types.clone(),
            shortest_limit,
            today: now.and_then(|now| i32::try_from(now.unix.div_euclid(86_400)).ok()),
            day: None,
            tally: Tally::default(),
            dashboard: Dashboard::default(),
            cap: options.max_findings,
        }
    }

    /// A document begins.
    pub(crate) fn start_source(&mut self, dialect: Dialect) {
        if self.dialect != dialect {
            std::mem::swap(&mut self.walker, &mut self.other);
            self.dialect = dialect;
            self.beginning = envelope::Beginning::default();
        }
        self.first = None;
        self.previous = None;
    }

    fn draft(&mut self, draft: Box<Draft>) {
        self.walker.drafts.push(draft);
    }

    fn array(&self) -> bool {
        self.dialect == Dialect::Array
    }

    fn key(&self) -> &'static str {
        if self.array() { "item" } else { "data" }
    }

    /// Forgets what was read of the item at hand.
    pub(crate) fn pass_over(&mut self) {
        self.kind = None;
        self.payload_at = None;
        self.definition = None;
        self.walker.start();
    }

    /// Whether the item stands behind one of a later kind. Each place where the order breaks is one finding, not each
    /// item behind it.
    fn order(&mut self, start: usize) {
        let Some(kind) = self.kind else { return };
        let before = self.previous.replace(kind);
        self.first = self.first.or(Some(kind));
        let Some(previous) = before.filter(|previous| !self.array() && *previous > kind) else { return };
        let words = "a {} stands after a {}; Stream wants all {} before all {}";
        let parts = &[kind.name(), previous.name(), kind.plural(), previous.plural()];
        let draft = Draft::worded(Code::WrongOrder, Severity::Error, Basis::Documented, start, words, parts)
            .help("sort the file by type: user, device, future_channel_ban, channel, member, message, reaction")
            .cause("item", kind.name(), previous.name(), 0);
        let reorder = Mend { whole: Some("reorder"), ..Mend::new("sort the items by type", Vec::new()) };
        self.draft(draft.mend(Some(reorder)));
    }
}

#[cfg(test)]
mod tests {
    use super::{all_tables, tables};
    use crate::table::tests::faults;

    #[test]
    fn no_table_contradicts_itself() {
        let nested = [
            &tables::PUSH_NOTIFICATIONS,
            &tables::PUSH_PREFERENCES,
            &tables::PRIVACY_SETTINGS,
            &tables::PRIVACY_SETTING,
            &tables::ATTACHMENT,
            &tables::ATTACHMENT_CUSTOM,
        ];
        for table in all_tables(false).into_iter().chain(nested) {
            assert_eq!(faults(table), Vec::<String>::new());
        }
    }
}
