//! What readers hand over, on its way to the spool: completed, filtered, counted, and put into buckets.

use super::losses::{Losses, Treatment};
use super::options::{ConvertOptions, Treatment as Policy};
use super::reader::Given;
use super::survey::Survey;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Time, Value, spool};
use crate::index::{Fingerprint, Hasher, Set};

/// Buckets of users, by id.
pub(crate) const USER_BUCKETS: u32 = 16;
/// Buckets of channels and what is in them, by the channel's id.
pub(crate) const ROOM_BUCKETS: u32 = 128;
/// The bucket of what only the source's platform knows.
pub(crate) const OTHER_BUCKET: u32 = USER_BUCKETS + ROOM_BUCKETS;
/// How many buckets there are.
pub(crate) const BUCKETS: u32 = OTHER_BUCKET + 1;

/// What the ids of messages begin with that had none. Never kept where the target can do without.
pub(crate) const MADE_ID: &str = "source-item-";

/// How many unreadable items are told with their places.
const TOLD: usize = 100;

/// Fields that refer to users, one or several.
const ONE_USER: &[Field] = &[Field::CreatedBy, Field::User, Field::Sender, Field::PinnedBy];
const MANY_USERS: &[Field] =
    &[Field::Mentions, Field::ReadBy, Field::MutedUsers, Field::BlockedUsers, Field::BannedUsers];

/// An item that could not be read.
#[derive(Clone, Debug)]
pub(crate) struct Unreadable {
    pub(crate) kind: &'static str,
    pub(crate) at: Position,
    pub(crate) why: String,
}

/// How many records of each kind, in the order of [`Kind::ALL`].
pub(crate) type Counts = [u64; 7];

/// The way from the readers to the spool.
pub(crate) struct Intake {
    pub(crate) losses: Losses,
    pub(crate) unreadable: Vec<Unreadable>,
    pub(crate) unreadable_count: u64,
    pub(crate) read: Counts,
    /// What is counted instead of keeping the history, if that is what is wanted.
    pub(super) survey: Option<Survey>,
    /// What waits to be carried away, by bucket.
    buckets: Vec<Vec<u8>>,
    /// Bytes that went to each bucket in all.
    pub(crate) sizes: Vec<u64>,
    pub(crate) waiting: usize,
    /// Not keyed by a seed: the output must not depend on one.
    hasher: Hasher,
    users: Set,
    made: u64,
    holds_deleted: bool,
    keep_deleted: bool,
    since: Option<Time>,
    until: Option<Time>,
    start: Time,
    /// Messages that were given a time.
    timed: i64,
}

impl Intake {
    pub(crate) fn new(options: &ConvertOptions, holds_deleted: bool) -> Intake {
        let time = |text: &Option<String>| text.as_deref().and_then(Time::parse);
        Intake {
            losses: Losses::default(),
            unreadable: Vec::new(),
            unreadable_count: 0,
            read: Counts::default(),
            survey: None,
            buckets: (0..BUCKETS).map(|_| Vec::new()).collect(),
            sizes: vec![0; BUCKETS as usize],
            waiting: 0,
            hasher: Hasher::new(0),
            users: Set::new(),
            made: 0,
            holds_deleted,
            keep_deleted: options.deleted == Policy::Keep,
            since: time(&options.since),
            until: time(&options.until),
            start: time(&options.start_time).unwrap_or_default(),
            timed: 0,
        }
    }

    /// Takes what a reader hands over.
    pub(crate) fn take(&mut self, given: Given) {
        match (given, &mut self.survey) {
            (Given::Record(record), Some(survey)) => survey.take(&record),
            (given, _) => self.keep(given),
        }
    }

    fn keep(&mut self, given: Given) {
        match given {
            Given::Record(record) => self.record(record),
            Given::Unreadable { kind, at, why } => self.cannot_read(kind.name(), at, &why),
            Given::Left { kind, field, at, why } => self.losses.add(kind.name(), &field, Treatment::Lost, why, at),
        }
    }

    /// Counts an item that cannot be read.
    pub(crate) fn cannot_read(&mut self, kind: &'static str, at: Position, why: &str) {
        self.unreadable_count += 1;
        if self.unreadable.len() < TOLD {
            self.unreadable.push(Unreadable { kind, at, why: why.to_owned() });
        }
        self.losses.add(kind, "", Treatment::Lost, &["it cannot be read: ", why].concat(), at);
    }

    fn record(&mut self, mut record: Record) {
        let kind = record.kind;
        if !record.partial
            && let Some(count) = self.read.get_mut(kind as usize)
        {
            *count += 1;
        }
        let wanted: &[Field] = match kind {
            Kind::User | Kind::Channel => &[Field::Id],
            Kind::Member => &[Field::Channel, Field::User],
            Kind::Message => &[Field::Channel],
            Kind::Reaction => &[Field::Channel, Field::Message, Field::User],
            Kind::Attachment | Kind::Other => &[],
        };
        if let Some(missing) = wanted.iter().find(|field| record.text(**field).is_none_or(str::is_empty)) {
            self.cannot_read(kind.name(), record.at, &["it has no ", missing.name()].concat());
            return;
        }
        if kind == Kind::Message && !self.message(&mut record) {
            return;
        }
        self.refer(&record);
        let id = match kind {
            Kind::User | Kind::Channel => record.text(Field::Id),
            _ => record.text(Field::Channel),
        };
        let print = self.hasher.one(id.unwrap_or_default().as_bytes());
        let bucket = match kind {
            Kind::User => {
                self.users.insert(print, 0);
                user_bucket(print)
            }
            Kind::Other | Kind::Attachment => OTHER_BUCKET,
            _ => USER_BUCKETS + u32::try_from(print % u128::from(ROOM_BUCKETS)).unwrap_or_default(),
        };
        self.spool(bucket, &record);
    }

    /// Gives a message what it has to have; whether it stays.
    fn message(&mut self, record: &mut Record) -> bool {
        let at = record.at;
        let deleted = record.flag(Field::Deleted) || record.get(Field::DeletedAt).is_some();
        if deleted && !self.holds_deleted {
            if !self.keep_deleted {
                self.losses.add("message", "", Treatment::Lost, "it was deleted (--deleted keep keeps it)", at);
                return false;
            }
            if record.text(Field::Text).is_none() {
                record.set_text(Field::Text, "[deleted]");
            }
            self.losses.add("message", "deleted", Treatment::Changed, "it was deleted, and is a message again", at);
        }
        if record.time(Field::SentAt).is_none() {
            let time = Time::from_seconds(self.start.seconds.saturating_add(self.timed));
            record.set_time(Field::SentAt, Time { nanos: self.start.nanos, ..time });
            self.timed += 1;
            let reason = "the source has no time; the order of the input is kept, a second apart";
            self.losses.add("message", "sent_at", Treatment::Changed, reason, at);
        }
        let sent = record.time(Field::SentAt);
        if sent < self.since && self.since.is_some() {
            self.losses.add("message", "", Treatment::Lost, "it was sent before the time of --since", at);
            return false;
        }
        if self.until.is_some() && sent >= self.until {
            self.losses.add("message", "", Treatment::Lost, "it was sent at or after the time of --until", at);
            return false;
        }
        if record.text(Field::Id).is_none_or(str::is_empty) {
            self.made += 1;
            record.set_text(Field::Id, [MADE_ID, &self.made.to_string()].concat());
        }
        true
    }

    /// Makes a user of everyone who is referred to and was not met before. Whole records win over them later.
    fn refer(&mut self, record: &Record) {
        let is_new = |id: &Text| !id.is_empty() && !self.users.contains(self.hasher.one(id.as_bytes()));
        let any = record.fields.iter().any(|(field, value)| match value {
            Value::Text(id) => ONE_USER.contains(field) && is_new(id),
            Value::Texts(ids) => MANY_USERS.contains(field) && ids.iter().any(is_new),
            _ => false,
        });
        if !any {
            return;
        }
        for field in ONE_USER.iter().chain(MANY_USERS) {
            match record.get(*field) {
                Some(Value::Text(id)) => self.refer_to(id, record.at),
                Some(Value::Texts(ids)) => ids.iter().for_each(|id| self.refer_to(id, record.at)),
                _ => {}
            }
        }
    }

    fn refer_to(&mut self, id: &Text, at: Position) {
        if id.is_empty() {
            return;
        }
        let print = self.hasher.one(id.as_bytes());
        if !self.users.contains(print) {
            self.users.insert(print, 0);
            let mut user = Record::new(Kind::User, at);
            user.set_text(Field::Id, id);
            user.partial = true;
            self.spool(user_bucket(print), &user);
        }
    }

    fn spool(&mut self, bucket: u32, record: &Record) {
        let index = bucket as usize;
        let Some(bytes) = self.buckets.get_mut(index) else { return };
        let before = bytes.len();
        spool::write(record, bytes);
        let written = bytes.len() - before;
        self.waiting += written;
        if let Some(size) = self.sizes.get_mut(index) {
            *size += written as u64;
        }
    }

    /// Takes away what waits: for each bucket its number, the length, the bytes.
    pub(crate) fn drain(&mut self) -> Vec<u8> {
        self.waiting = 0;
        frames(&mut self.buckets)
    }
}

/// Buffers, one behind the other.
pub(crate) fn frames(buffers: &mut [Vec<u8>]) -> Vec<u8> {
    let all = buffers.iter().map(|buffer| buffer.len() + 8).sum();
    let mut out = Vec::with_capacity(all);
    for (number, buffer) in buffers.iter_mut().enumerate() {
        frame(number, buffer, &mut out);
    }
    out
}

/// One buffer, if there is anything in it: its number and its length in four bytes, little end first, then its bytes.
pub(crate) fn frame(number: usize, buffer: &mut Vec<u8>, out: &mut Vec<u8>) {
    if buffer.is_empty() {
        return;
    }
    for head in [number, buffer.len()] {
        out.extend_from_slice(&u32::try_from(head).unwrap_or(u32::MAX).to_le_bytes());
    }
    out.append(buffer);
}

fn user_bucket(print: Fingerprint) -> u32 {
    u32::try_from(print % u128::from(USER_BUCKETS)).unwrap_or_default()
}
