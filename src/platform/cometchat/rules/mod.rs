//! What crosses fields and rows. Source: `formats/cometchat.md` 3 and 8.
//!
//! One file a subject: [`users`], [`groups`], [`members`] and [`messages`] go through a row; [`content`] looks at what a
//! message says, [`mentions`] at whom it names, [`attachments`] at where its files are, [`retention`] at how old it may
//! be; [`keys`] holds rows' keys against ids, [`people`] what a row refers to; [`refine`] says better what the walk found.

mod attachments;
mod content;
pub(super) mod groups;
mod keys;
pub(super) mod members;
mod mentions;
mod messages;
mod people;
pub(super) mod refine;
pub(super) mod retention;
mod users;

use std::borrow::Cow;

use super::{BANNED, GROUP, GROUPS, MEMBER, MESSAGE, MESSAGES, USER, USERS, answer, forms, tables};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, IdKind, Ids, Later};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::table::draft::Draft;

/// Most rows of a request.
pub(super) const MOST_ROWS: u64 = 50;

/// The fingerprint of an id as CometChat knows it: users and groups in lower case.
pub(super) fn key(ids: &Ids, kind: IdKind, id: &[u8]) -> Fingerprint {
    if folds(kind, id) { ids.one(&id.to_ascii_lowercase()) } else { ids.one(id) }
}

/// Whether CometChat knows an id by another text than it is written.
fn folds(kind: IdKind, id: &[u8]) -> bool {
    matches!(kind, USERS | GROUPS) && id.iter().any(u8::is_ascii_uppercase)
}

/// Whether two ids of users or groups are the same to CometChat.
fn same_id(one: &[u8], two: &[u8]) -> bool {
    one.eq_ignore_ascii_case(two)
}

/// A text for a message.
fn quoted(id: &[u8]) -> String {
    text::quoted(&String::from_utf8_lossy(id))
}

/// The number of a time, if it is one of ten digits. What else is wrong with it was said when it was walked over.
fn time(migration: &mut Migration, field: usize) -> Option<i64> {
    const TEN_DIGITS: std::ops::Range<i64> = 1_000_000_000..10_000_000_000;
    let number = migration.number(field)?;
    if TEN_DIGITS.contains(&number) {
        return Some(number);
    }
    digits(migration, field, number);
    None
}

#[cold]
fn digits(migration: &mut Migration, field: usize, number: i64) {
    // Zero, what is below and other units are told by the walk.
    if !(1..100_000_000_000).contains(&number) {
        return;
    }
    let count = number.to_string().len().to_string();
    let words = ["has ", &count, " digits; CometChat wants 10 (seconds since 1970)"].concat();
    let draft = migration.about(Code::BadTimestamp, Severity::Error, Basis::Documented, field, &words);
    migration.say(draft.help("check the unit, and where the time was made"));
}

/// A time that lies before another one which it should follow.
#[cold]
fn disorder(migration: &mut Migration, field: usize, earlier: &str) {
    let words = ["lies before ", earlier].concat();
    let draft = migration.about(Code::ConflictingFields, Severity::Warning, Basis::Inferred, field, &words);
    migration.say(draft.help("check the two times; one of them may come from another event"));
}

/// A finding about something inside the row: `inner` is its path from there, `part` what it is to an answer (an object
/// and a field of it).
fn inside(
    migration: &Migration,
    (code, severity, basis): (Code, Severity, Basis),
    inner: &str,
    part: (&'static str, &str),
    at: usize,
    words: &str,
) -> Box<Draft> {
    let message = [migration.kind_name(), ".", inner, " ", words].concat();
    Draft::new(code, severity, basis, at, message).path(migration.path(inner)).cause(part.0, part.1, "", 0)
}

/// Holds a row against what is defined elsewhere, given the definition's note if it is there already. In the second
/// reading: the note, if it breaks.
fn hold(migration: &mut Migration, later: Later, note: Option<u32>) -> Option<u32> {
    match note {
        _ if migration.second() => note.filter(|note| breaks(later, *note)),
        Some(note) => {
            migration.ids.late |= breaks(later, note);
            None
        }
        None => migration.ids.compare(later),
    }
}

/// Whether a comparison that had to wait fails: something was too early, or is done by who is banned. The
/// time of a group's creation is never noted as [`BANNED`].
pub(super) fn breaks(later: Later, note: u32) -> bool {
    note == BANNED || later.value < note
}

/// A time as it is noted. Those beyond the year 2106 are all alike.
fn note(time: i64) -> u32 {
    u32::try_from(time).unwrap_or(u32::MAX).min(BANNED - 1)
}

/// The row is broken: indexes what could be read of it.
pub(super) fn salvage(migration: &mut Migration, bytes: &[u8]) {
    match migration.kind {
        USER => define_quietly(migration, bytes, USERS, const { tables::USER.field("uid") }),
        GROUP => define_quietly(migration, bytes, GROUPS, const { tables::GROUP.field("guid") }),
        MEMBER => members::salvage(migration, bytes),
        _ => define_quietly(migration, bytes, MESSAGES, const { tables::MESSAGE.field("muid") }),
    }
}

/// Defines what a broken row is, if nothing else did.
fn define_quietly(migration: &mut Migration, bytes: &[u8], kind: IdKind, field: usize) {
    let Some((id, at)) = keys::row_id(migration, bytes, field) else { return };
    let key = key(&migration.ids, kind, &id);
    if migration.second() || !migration.ids.is_defined(kind, key) {
        migration.define(kind, key, note_of_case(&migration.ids, kind, key, &id), at);
    }
}

/// What tells ids that differ in case from those that are the same.
#[expect(clippy::cast_possible_truncation, reason = "a part of the fingerprint is enough to tell two of them apart")]
fn note_of_case(ids: &Ids, kind: IdKind, key: Fingerprint, id: &[u8]) -> u32 {
    if folds(kind, id) { ids.one(id) as u32 } else { key as u32 }
}

/// What stands in a row's key or field.
type Id<'a> = (Cow<'a, [u8]>, usize);

/// What the order of rows and of requests is held against.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// When the last message of the request was sent.
    last_sent: i64,
    /// Whether it was said of the request that its messages are out of order.
    told: bool,
    /// The document that the requests stand in, and the latest kind that they had.
    source: u32,
    latest: usize,
    /// Whether it was said of the document that its requests are out of order.
    requests_told: bool,
}

impl Order {
    pub(super) fn begin_request(&mut self, migration: &mut Migration) {
        self.last_sent = 0;
        self.told = false;
        if self.source != migration.source {
            *self = Order { source: migration.source, ..Order::default() };
        }
        let Some(kind) = migration.request.form.and_then(forms::body_kind) else { return };
        if kind < self.latest && !self.requests_told {
            self.requests_told = true;
            let names = |kind: usize| forms::FACTS.counted.get(kind).map_or("", |(_, many)| *many);
            let message = ["a request of ", names(kind), " stands behind one of ", names(self.latest)].concat();
            let draft = Draft::new(Code::WrongOrder, Severity::Warning, Basis::Documented, 0, message)
                .help("send users first, then groups, members and messages, so that every reference resolves")
                .cause("request", "", "", 0);
            migration.say_of_request(draft);
        }
        self.latest = self.latest.max(kind);
    }

    /// Whether a message was sent before the one that stands before it, for the first time in a request.
    fn steps_back(&mut self, sent: i64) -> bool {
        let back = sent < self.last_sent && !self.told;
        self.told |= back;
        self.last_sent = sent;
        back
    }
}

/// A request ends: what becomes of its good rows if another one makes it fail.
pub(super) fn end_request(migration: &mut Migration) {
    let request = &migration.request;
    if request.kind == MESSAGE && !request.faults.is_empty() && request.rows <= MOST_ROWS {
        partly_imported(migration);
    }
    let request = &migration.request;
    if migration.in_line && request.rows == 0 && request.troubles.is_empty() {
        let message = "the request has nothing to import".to_owned();
        let draft = Draft::new(Code::NoItems, Severity::Warning, Basis::Inferred, 0, message)
            .help("leave the request out")
            .cause("request", "", "", 0);
        migration.say_of_request(draft);
    }
}

#[cold]
fn partly_imported(migration: &mut Migration) {
    const NAMED: usize = 3;
    let imported = answer::imported(&migration.request);
    if imported.is_empty() {
        return;
    }
    let (count, rows) = (imported.len().to_string(), migration.request.rows.to_string());
    let named: Vec<String> = imported.iter().take(NAMED).map(|key| text::quoted(key)).collect();
    let more = match imported.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => [" and ", &more.to_string(), " more"].concat(),
    };
    let message = [
        "the request is refused (HTTP 500), but the rows that have no fault of their own are imported before that: ",
        &named.join(", "),
        &more,
        " (",
        &count,
        " of ",
        &rows,
        ")",
    ];
    let draft = Draft::new(Code::CometChatPartialImport, Severity::Warning, Basis::Documented, 0, message.concat())
        .help("mend or leave out the rows that make it fail; rows that are sent again come back as existing already")
        .cause("request", "", &count, 0);
    migration.say_of_request(draft);
}
