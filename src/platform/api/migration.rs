//! What the rules of a row work with: the row's values, the index, the request it is sent in.

use super::request::{Request, Trouble};
use crate::finding::Severity;
use crate::index::{Fingerprint, Ids};
use crate::json::go_time;
use crate::options::{CheckOptions, Profile};
use crate::platform::room::{Loose, Tally};
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::walk::Walker;

/// The state of a migration: all documents of a check together.
#[derive(Debug)]
pub(crate) struct Migration {
    /// Its slots hold the values of the row at hand.
    pub(crate) walker: Walker,
    pub(crate) ids: Ids,
    pub(crate) profile: Profile,
    /// The time of the check, in seconds since 1970.
    pub(crate) now: Option<i64>,
    /// The request that the row at hand is sent in.
    pub(crate) request: Request,
    /// The index of the document at hand.
    pub(crate) source: u32,
    /// The channel that the document at hand belongs to, where the caller said so.
    pub(crate) channel: Option<String>,
    /// The row's kind: an index among the vendor's.
    pub(crate) kind: usize,
    /// The row's raw key, where rows are the values of an object.
    pub(crate) key: Option<Span>,
    /// The row's number in its request, from 0.
    pub(crate) row: u64,
    /// Where the row's object begins; `None` if the row is no object.
    pub(crate) object: Option<usize>,
    /// Where it ends.
    pub(crate) end: usize,
    /// Whether the document at hand is a requests file.
    pub(crate) in_line: bool,
    /// Whether the request at hand is a call of a batch.
    pub(crate) in_batch: bool,
    /// Findings of the item at hand that only the end of the input could decide.
    pub(crate) late: Vec<Box<Draft>>,
    pub(crate) loose: Vec<Loose>,
    /// What the item at hand defines, and where; filled in the second reading only.
    pub(crate) definitions: Vec<(Fingerprint, usize)>,
    /// The last definition, for the finding that it is the second one.
    pub(super) definition: Option<(Fingerprint, usize)>,
    /// The days on which the messages of the item at hand were sent.
    pub(crate) days: Vec<i32>,
    pub(crate) tally: Tally,
    /// Most findings of a code that are kept, or 0.
    pub(crate) cap: u64,
}

impl Migration {
    pub(super) fn new(options: &CheckOptions, walker: Walker, ids: Ids) -> Migration {
        let now = options.now.as_deref().and_then(go_time::strict);
        Migration {
            walker,
            ids,
            profile: options.profile.clone(),
            now: now.map(|now| now.unix),
            request: Request::default(),
            source: 0,
            channel: None,
            kind: 0,
            key: None,
            row: 0,
            object: None,
            end: 0,
            in_line: false,
            in_batch: false,
            late: Vec::new(),
            loose: Vec::new(),
            definitions: Vec::new(),
            definition: None,
            days: Vec::new(),
            tally: Tally::default(),
            cap: options.max_findings,
        }
    }

    /// Whether this is the second reading, in which the index is complete.
    pub(crate) fn second(&self) -> bool {
        self.ids.second()
    }

    /// Adds a finding about the request as a whole. Its place is that of the request, whatever the draft says.
    pub(crate) fn say_of_request(&mut self, draft: Box<Draft>) {
        self.say_around(draft, true, false);
    }

    /// The same of one that only the end of the input could decide. Only in the second reading.
    pub(crate) fn say_late_of_request(&mut self, draft: Box<Draft>) {
        self.say_around(draft, true, true);
    }

    /// Adds a finding about what stands around the rows; `draft.at` is in the window.
    pub(crate) fn say_of_body(&mut self, draft: Box<Draft>) {
        self.say_around(draft, false, false);
    }

    /// The same of one that only the end of the input could decide. Only in the second reading.
    pub(crate) fn say_late_of_body(&mut self, draft: Box<Draft>) {
        self.say_around(draft, false, true);
    }

    /// A finding of no row: about the request as a whole, whose place that is, or about something in its body.
    fn say_around(&mut self, mut draft: Box<Draft>, whole: bool, late: bool) {
        if draft.severity == Severity::Error && (whole || self.request.open) {
            self.request.troubles.push(Trouble::of(&draft));
        }
        if !self.in_line {
            self.loose.push(Loose { draft, position: self.request.position.filter(|_| whole), late });
            return;
        }
        if whole {
            draft.at = self.request.at;
        }
        if late {
            self.late.push(draft);
        } else {
            self.walker.drafts.push(draft);
        }
    }
}
