//! Stream Chat, getstream.io: a whole import file, in two dialects. Source: `formats/stream.md`.
//!
//! [`tables`] says what an item may hold, [`rules`] what crosses its fields, [`references`] what crosses items,
//! [`answer`] what Stream would say; [`cli`] is the removed `stream-cli chat validate-import`.

pub(crate) mod answer;
pub(crate) mod cli;
mod references;
mod rules;
mod tables;

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::Fingerprint;
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::options::{CheckOptions, Dialect};
use crate::table::Table;
use crate::table::draft::Draft;
use crate::table::walk::{Manner, Walker, found};
use references::References;

/// The largest file, in bytes: 300 MB, read as decimal because the documentation's earlier 286 MB are the same in MiB.
pub(crate) const MAX_FILE: u64 = 300_000_000;

/// Custom data of one object: "up to 5 KiB".
const CUSTOM_LIMIT: u64 = 5 * 1024;

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
    pub(crate) fn name(self) -> &'static str {
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
    pub(crate) fn plural(self) -> &'static str {
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
    /// Where the payload of the item at hand begins, in the window.
    payload_at: usize,
    /// What the item at hand defines, and where: for the place of the first of several.
    pub(crate) definition: Option<(Fingerprint, usize)>,
    /// The kind of the item before, for the order of kinds.
    previous: Option<Kind>,
    roles: Option<Vec<String>>,
    channel_types: Option<Vec<(String, Option<u64>)>>,
    /// The shortest of all limits of message texts.
    shortest_limit: u64,
    /// The day of the check, counted from 1970-01-01.
    today: Option<i32>,
}

/// A payload that was met before its type.
#[derive(Clone, Copy)]
struct Payload {
    at: usize,
    root: &'static str,
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
        let now = options.now.as_deref().and_then(|now| chrono::DateTime::parse_from_rfc3339(now).ok());
        Stream {
            walker: walker(Dialect::Jsonl),
            other: walker(Dialect::Array),
            dialect: Dialect::Jsonl,
            kind: None,
            references: References::new(options),
            late: Vec::new(),
            payload_at: 0,
            definition: None,
            previous: None,
            roles: profile.roles.clone(),
            channel_types: profile.channel_types.as_ref().map(|types| {
                types.iter().map(|(name, channel_type)| (name.clone(), channel_type.max_message_length)).collect()
            }),
            shortest_limit: profile.channel_types.iter().flatten().filter_map(|(_, own)| own.max_message_length).min().map_or(LONGEST_TEXT, |own| own.min(LONGEST_TEXT)),
            today: now.and_then(|now| i32::try_from(now.timestamp().div_euclid(86_400)).ok()),
        }
    }

    /// A document begins.
    pub(crate) fn start_source(&mut self, dialect: Dialect) {
        if self.dialect != dialect {
            std::mem::swap(&mut self.walker, &mut self.other);
            self.dialect = dialect;
        }
        self.previous = None;
    }

    fn array(&self) -> bool {
        self.dialect == Dialect::Array
    }

    fn key(&self) -> &'static str {
        if self.array() { "item" } else { "data" }
    }

    /// Walks one item, whatever it is; the cursor stands at its first byte.
    pub(crate) fn parse(&mut self, lexer: &mut Lexer) -> bool {
        self.kind = None;
        self.late.clear();
        self.definition = None;
        self.walker.start();
        if lexer.next() == b'{' {
            return self.envelope(lexer);
        }
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        let message = format!("the item is {}; Stream wants an object with \"type\" and \"{}\"", found(byte), self.key());
        self.draft(Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message));
        true
    }

    fn draft(&mut self, draft: Box<Draft>) {
        self.walker.drafts.push(draft);
    }

    fn envelope(&mut self, lexer: &mut Lexer) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        let (mut typed, mut payload, mut waiting) = (false, None, None);
        if lexer.next() == b'}' {
            lexer.pos += 1;
        } else {
            loop {
                if lexer.next() != b'"' {
                    return lexer.fail_at(lexer.pos);
                }
                lexer.pos += 1;
                let key_at = lexer.pos;
                if !lexer.string() {
                    return false;
                }
                let raw = lexer.slice(key_at, lexer.pos - 1);
                let key = match raw {
                    b"type" => EnvelopeKey::Type,
                    b"data" => EnvelopeKey::Payload("data"),
                    b"item" => EnvelopeKey::Payload("item"),
                    _ => self.unusual_key(raw, key_at - 1),
                };
                if !lexer.expect(b':') {
                    return false;
                }
                lexer.next();
                let good = match key {
                    EnvelopeKey::Type => {
                        if typed {
                            self.walker.duplicate_key("item", "type", key_at - 1);
                        }
                        typed = true;
                        self.item_type(lexer)
                    }
                    EnvelopeKey::Payload(root) => {
                        if payload.is_some() {
                            self.walker.duplicate_key("item", root, key_at - 1);
                        }
                        payload = Some(Payload { at: lexer.pos, root });
                        if self.kind.is_some() {
                            waiting = None;
                            self.payload(lexer, root)
                        } else {
                            waiting = payload;
                            lexer.value()
                        }
                    }
                    EnvelopeKey::Other => lexer.value(),
                };
                if !good {
                    return false;
                }
                match lexer.next() {
                    b',' => lexer.pos += 1,
                    b'}' => {
                        lexer.pos += 1;
                        break;
                    }
                    _ => return lexer.fail_at(lexer.pos),
                }
            }
        }
        lexer.depth -= 1;
        let end = lexer.pos;
        if let Some(Payload { at, root }) = waiting
            && self.kind.is_some()
        {
            // The type came after its payload: now that it is known, the payload is walked.
            lexer.pos = at;
            lexer.depth += 1;
            if !self.payload(lexer, root) {
                return false;
            }
            lexer.depth -= 1;
            lexer.pos = end;
        }
        self.whole_envelope(start, typed, payload);
        true
    }

    /// What the envelope lacks, or has under another name.
    #[inline]
    fn whole_envelope(&mut self, start: usize, typed: bool, payload: Option<Payload>) {
        if typed && payload.is_some_and(|payload| payload.root == self.key()) {
            return;
        }
        self.faulty_envelope(start, typed, payload);
    }

    #[cold]
    fn faulty_envelope(&mut self, start: usize, typed: bool, payload: Option<Payload>) {
        let key = self.key();
        if !typed {
            let draft = Draft::new(
                Code::MissingField,
                Severity::Error,
                Basis::Documented,
                start,
                "the item has no \"type\"".to_owned(),
            )
            .path("type".to_owned())
            .help("say what it is: user, channel, member, message, reaction or device")
            .cause("item", "type", "", 0);
            self.draft(draft);
        }
        match payload {
            None => {
                let draft = Draft::new(
                    Code::MissingField,
                    Severity::Error,
                    Basis::Documented,
                    start,
                    format!("the item has no \"{key}\""),
                )
                .path(key.to_owned())
                .help(&format!("put its fields into an object under \"{key}\""))
                .cause("item", key, "", 0);
                self.draft(draft);
            }
            Some(payload) if payload.root != key => {
                let form = if self.array() { "a JSON array" } else { "JSON Lines" };
                let draft = Draft::new(
                    Code::WrongPayloadKey,
                    Severity::Error,
                    Basis::Documented,
                    payload.at,
                    format!("the payload stands under \"{}\"; in {form} Stream looks for \"{key}\"", payload.root),
                )
                .path(payload.root.to_owned())
                .help(&format!("rename the key to \"{key}\""))
                .cause("item", key, payload.root, 0);
                self.draft(draft);
            }
            Some(_) => {}
        }
    }

    #[cold]
    fn unusual_key(&mut self, raw: &[u8], at: usize) -> EnvelopeKey {
        let key = text::decode(raw);
        match key.as_str() {
            "type" => return EnvelopeKey::Type,
            "data" => return EnvelopeKey::Payload("data"),
            "item" => return EnvelopeKey::Payload("item"),
            _ => {}
        }
        let folded = key.to_ascii_lowercase();
        let same = match folded.as_str() {
            "type" => Some(EnvelopeKey::Type),
            "item" => Some(EnvelopeKey::Payload("item")),
            "data" => Some(EnvelopeKey::Payload("data")),
            _ => None,
        };
        if let Some(same) = same {
            let (severity, basis) = if self.array() {
                (Severity::Warning, Basis::Observed)
            } else {
                (Severity::Error, Basis::Documented)
            };
            let message = format!("the item has the key {}; it is written \"{folded}\"", text::quoted(&key));
            let draft = Draft::new(Code::KeyCase, severity, basis, at, message)
                .path(key)
                .help(&format!("write \"{folded}\""))
                .cause("item", &folded, "", 0);
            self.draft(draft);
            return same;
        }
        let (severity, basis, what) = if self.array() {
            (Severity::Warning, Basis::Observed, "is ignored")
        } else {
            (Severity::Error, Basis::Documented, "is refused by Stream's schema")
        };
        let message = format!("the item has the key {} beside its payload, which {what}", text::quoted(&key));
        let mut path = String::new();
        crate::table::draft::push_key(&mut path, &key);
        let draft = Draft::new(Code::UnknownField, severity, basis, at, message)
            .path(path)
            .help(&format!("move it into \"{}\", or remove it", self.key()))
            .cause("item", &key, "", 0);
        self.draft(draft);
        EnvelopeKey::Other
    }

    #[inline]
    fn item_type(&mut self, lexer: &mut Lexer) -> bool {
        let at = lexer.pos;
        if lexer.byte() != b'"' {
            let byte = lexer.byte();
            if !lexer.value() {
                return false;
            }
            let message = format!("the item's type is {}; Stream wants a string", found(byte));
            let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message)
                .path("type".to_owned())
                .cause("item", "type", if byte == b'n' { "" } else { found(byte) }, 0);
            self.draft(draft);
            return true;
        }
        lexer.pos += 1;
        if !lexer.string() {
            return false;
        }
        let raw = lexer.slice(at + 1, lexer.pos - 1);
        self.kind = if lexer.escaped { Kind::from_name(&text::unescape(raw)) } else { Kind::from_name(raw) };
        let public = self.kind.is_some_and(|kind| kind < Kind::Poll && kind != Kind::FutureChannelBan);
        if !public {
            self.unusual_type(raw, at);
        }
        true
    }

    /// A type that is not known, or known to one dialect only.
    #[cold]
    fn unusual_type(&mut self, raw: &[u8], at: usize) {
        let name = text::decode(raw);
        let array = self.array();
        let draft = |code, severity, basis, message| {
            Draft::new(code, severity, basis, at, message).path("type".to_owned()).cause("item", "type", &name, 0)
        };
        let draft = match (self.kind, name.as_str()) {
            (Some(kind), _) if !array => {
                if kind == Kind::FutureChannelBan {
                    return;
                }
                let message = format!("Stream imports items of type \"{name}\", but their fields are not public");
                draft(Code::NotChecked, Severity::Info, Basis::Documented, message)
                    .help("nothing to mend; only the envelope of this item was checked")
            }
            (None, "channel_member") if !array => {
                self.kind = Some(Kind::Member);
                let message = "the item's type is \"channel_member\"; all of Stream's examples say \"member\"".to_owned();
                draft(Code::ItemTypeAlias, Severity::Warning, Basis::Documented, message).help("write \"member\"")
            }
            (_, known) => {
                if known == "channel_member" {
                    self.kind = Some(Kind::Member);
                }
                let taken = if array {
                    "user, channel, member, message, reaction and device"
                } else {
                    "user, device, future_channel_ban, channel, member, message and reaction"
                };
                let message = format!("the item's type is {}; Stream imports {taken}", text::quoted(&name));
                let draft = draft(Code::UnknownItemType, Severity::Error, Basis::Documented, message);
                match closest(&name) {
                    Some(kind) => draft.help(&format!("did you mean \"{}\"?", kind.name())),
                    None => draft.help("use one of these types, in lower case"),
                }
            }
        };
        self.draft(draft);
    }

    fn payload(&mut self, lexer: &mut Lexer, root: &'static str) -> bool {
        let Some(kind) = self.kind else { return lexer.value() };
        let (at, byte) = (lexer.pos, lexer.byte());
        self.payload_at = at;
        if byte != b'{' {
            if !lexer.value() {
                return false;
            }
            let message = format!("{} is {}; Stream wants an object", root, found(byte));
            let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message)
                .path(root.to_owned())
                .cause("item", kind.name(), found(byte), 0);
            self.draft(draft);
            return true;
        }
        match kind.table() {
            Some(table) => {
                self.walker.enter_payload(root);
                let good = self.walker.object(lexer, table, true);
                self.walker.leave_payload();
                good
            }
            None => lexer.value(),
        }
    }

    /// Whether the item stands behind one of a later kind. Each place where the order breaks is one finding, not each
    /// item behind it.
    fn order(&mut self, start: usize) {
        let Some(kind) = self.kind else { return };
        let before = self.previous.replace(kind);
        let Some(previous) = before.filter(|previous| !self.array() && *previous > kind) else { return };
        let message = format!(
            "a {} stands after a {}; Stream wants all {} before all {}",
            kind.name(),
            previous.name(),
            kind.plural(),
            previous.plural()
        );
        let draft = Draft::new(Code::WrongOrder, Severity::Error, Basis::Documented, start, message)
            .help("sort the file by type: user, device, future_channel_ban, channel, member, message, reaction")
            .cause("item", kind.name(), previous.name(), 0);
        self.draft(draft);
    }
}

enum EnvelopeKey {
    Type,
    Payload(&'static str),
    Other,
}

/// The type that a wrong name was probably meant to be.
fn closest(name: &str) -> Option<Kind> {
    let lower = name.trim().to_ascii_lowercase();
    Kind::ALL.into_iter().find(|kind| {
        lower == kind.name()
            || lower == kind.plural()
            || lower.replace(['-', ' '], "_") == kind.name()
            || matches!(
                (lower.as_str(), kind),
                ("channelmember" | "channel_members" | "membership", Kind::Member)
                    | ("room" | "conversation" | "group", Kind::Channel)
                    | ("ban" | "channel_ban", Kind::FutureChannelBan)
            )
    })
}
