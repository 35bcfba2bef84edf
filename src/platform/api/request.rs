//! A request on its way: what it carries, and what is wrong with it, for the platform's answer.

use crate::codes::Code;
use crate::finding::Position;
use crate::redact;
use crate::report::{Answer, Asked, Reply};
use crate::table::draft::{Cause, Draft};

/// An error, as far as answers are worded from it.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) code: Code,
    pub(crate) cause: Cause,
    pub(crate) path: String,
    pub(crate) message: String,
}

impl Trouble {
    pub(crate) fn of(draft: &Draft) -> Trouble {
        Trouble {
            code: draft.code,
            cause: draft.cause.clone(),
            path: draft.path.clone(),
            message: draft.message.clone(),
        }
    }
}

/// A row with errors.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// Its number in the request, from 0.
    pub(crate) row: u64,
    /// Its errors, in the order in which the platform tells them.
    pub(crate) troubles: Vec<Trouble>,
}

/// A request on its way.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) source: u32,
    /// The index of its form among the vendor's; `None` if that is not known.
    pub(crate) form: Option<usize>,
    /// The kind of its rows.
    pub(crate) kind: usize,
    /// The channel and the thing that its path names.
    pub(crate) channel: Option<String>,
    pub(crate) id: Option<String>,
    /// How many rows it has so far.
    pub(crate) rows: u64,
    /// Rows with errors, the first ones under the cap.
    pub(crate) faults: Vec<Fault>,
    /// How many rows with errors there are.
    pub(crate) faulty: u64,
    /// Errors of the request as a whole.
    pub(crate) troubles: Vec<Trouble>,
    /// The parser's words, if it is no JSON.
    pub(crate) malformed: Option<String>,
    /// Where it begins, in a document by itself.
    pub(crate) position: Option<Position>,
    /// Where it begins in the window, in a line of a requests file.
    pub(crate) at: usize,
    /// Whether it is open.
    pub(crate) open: bool,
    /// Of a batch: the calls in it, by the text of their numbers, and what is answered to those that have errors.
    pub(crate) calls: Vec<(String, Option<Verdict>)>,
    keys: Keys,
}

/// The keys of a request's rows, one behind the other.
#[derive(Debug, Default)]
struct Keys {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// More keys than any platform takes rows in a request are not kept.
const MOST_KEYS: usize = 1_000;

impl Request {
    /// Whether there is anything to answer but success.
    pub(crate) fn is_faulty(&self) -> bool {
        let failed = |(_, verdict): &(String, Option<Verdict>)| verdict.is_some();
        self.faulty > 0 || !self.troubles.is_empty() || self.malformed.is_some() || self.calls.iter().any(failed)
    }

    /// Starts anew, and keeps the room that the last one took.
    pub(crate) fn reset(&mut self) {
        let mut keys = std::mem::take(&mut self.keys);
        keys.bytes.clear();
        keys.ends.clear();
        *self = Request { keys, ..Request::default() };
    }

    /// Forgets its rows: their container is there once more, and the last one counts.
    pub(crate) fn forget_rows(&mut self) {
        self.keys.bytes.clear();
        self.keys.ends.clear();
        self.rows = 0;
        self.faults.clear();
        self.faulty = 0;
    }

    /// Notes the raw key of the next row.
    pub(crate) fn push_key(&mut self, raw: &[u8]) {
        if self.keys.ends.len() < MOST_KEYS {
            self.keys.bytes.extend_from_slice(raw);
            self.keys.ends.push(self.keys.bytes.len());
        }
    }

    /// The raw key of a row, if it was noted.
    pub(crate) fn key(&self, row: u64) -> Option<&[u8]> {
        let row = usize::try_from(row).ok()?;
        let end = *self.keys.ends.get(row)?;
        let start = row.checked_sub(1).and_then(|before| self.keys.ends.get(before)).copied().unwrap_or(0);
        self.keys.bytes.get(start..end)
    }

    /// Notes the errors of a row; `cap` is the most rows that are kept, or 0. Where rows have keys, an answer names each
    /// of them: then it has to know them all.
    pub(crate) fn push_fault(&mut self, row: u64, troubles: Vec<Trouble>, cap: u64) {
        self.faulty += 1;
        let kept = self.faults.len();
        if cap == 0 || (kept as u64) < cap || kept < self.keys.ends.len() {
            self.faults.push(Fault { row, troubles });
        }
    }

    /// The errors of a row.
    pub(crate) fn fault(&self, row: u64) -> Option<&Fault> {
        let at = self.faults.binary_search_by_key(&row, |fault| fault.row).ok()?;
        self.faults.get(at)
    }
}

/// What a platform would answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) status: u16,
    pub(crate) predicted: bool,
    /// The exact JSON; empty where the body is.
    pub(crate) text: String,
}

/// The answers to all requests that have errors.
#[derive(Debug)]
pub(crate) struct Answers {
    replies: Vec<Reply>,
    omitted: u64,
    cap: u64,
    files: bool,
}

impl Answers {
    pub(crate) fn new(cap: u64, files: bool) -> Answers {
        Answers { replies: Vec::new(), omitted: 0, cap, files }
    }

    /// Forgets all, at the beginning of a second reading.
    pub(crate) fn clear(&mut self) {
        self.replies.clear();
        self.omitted = 0;
    }

    /// Adds the answer to a request with faults, and the keys of the rows that are imported although it fails.
    pub(crate) fn add(&mut self, request: &Request, verdict: impl FnOnce() -> (Verdict, Vec<String>)) {
        if self.cap != 0 && self.replies.len() as u64 >= self.cap {
            self.omitted += 1;
            return;
        }
        let (Verdict { status, predicted, text }, imported) = verdict();
        let asked = Asked {
            method: request.method.clone(),
            path: redact::path(&request.path).into_owned(),
            items: request.rows,
        };
        self.replies.push(Reply {
            request: (!self.files).then_some(asked),
            source: request.source,
            status,
            predicted,
            text,
            imported: imported.iter().map(|key| redact::value(key).into_owned()).collect(),
        });
    }

    /// All of it.
    pub(crate) fn take(&mut self) -> Answer {
        let (replies, omitted) = (std::mem::take(&mut self.replies), self.omitted);
        if self.files {
            Answer::Files { files: replies, omitted }
        } else {
            Answer::Requests { requests: replies, omitted }
        }
    }
}
