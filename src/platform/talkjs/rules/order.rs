//! The order of requests: what a request needs has to be there before it (section 3, 9).

use super::super::id;
use super::ids::request_path;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, IdKind, Later};
use crate::json::text;
use crate::platform::api::migration::Migration;
use crate::table::draft::Draft;

/// Numbers the requests of all documents, from 1.
#[derive(Debug, Default)]
pub(in super::super) struct Order {
    /// The number of the request at hand.
    number: u32,
    /// The first number of each document.
    firsts: Vec<u32>,
    second: bool,
}

impl Order {
    /// The next request begins.
    pub(in super::super) fn begin_request(&mut self, migration: &Migration) {
        if migration.second() && !self.second {
            self.second = true;
            self.number = 0;
        }
        // The calls of a batch have no order.
        if !migration.in_batch || self.number == 0 {
            self.number = self.number.saturating_add(1);
        }
        while !self.second && self.firsts.len() <= migration.source as usize {
            self.firsts.push(self.number);
        }
    }

    /// The number of the request at hand.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Whether a request is one of this document.
    pub(super) fn is_of_source(&self, number: u32, source: u32) -> bool {
        let first = |source: usize| self.firsts.get(source).copied();
        let source = source as usize;
        first(source).is_some_and(|first| number >= first) && first(source + 1).is_none_or(|next| number < next)
    }

    /// Whether the request at hand is the first one of this document.
    pub(super) fn is_first_of(&self, source: u32) -> bool {
        self.firsts.get(source as usize) == Some(&self.number)
    }

    /// Whether something is made by a later request of the file, or by another call of the batch; in the second reading.
    ///
    /// What documents of other resources hold has no order: whoever sends them knows it.
    pub(super) fn comes_later(&self, migration: &mut Migration, kind: IdKind, key: Fingerprint) -> bool {
        if !migration.in_line {
            return false;
        }
        if !migration.second() {
            // In a batch what is there already may be of the same batch.
            if migration.in_batch || !migration.ids.is_defined(kind, key) {
                migration.ids.compare(Later { kind, key, value: self.least(migration) });
            }
            return false;
        }
        let late = |note: u32| note >= self.least(migration) && self.is_of_source(note, migration.source);
        migration.ids.note(kind, key).is_some_and(late) && !migration.ids.exists(kind, key)
    }

    /// The number of the first request that is too late for the one at hand.
    fn least(&self, migration: &Migration) -> u32 {
        if migration.in_batch { self.number } else { self.number.saturating_add(1) }
    }
}

/// The finding that the request at hand needs something that is not there yet. Without its conversation a request fails;
/// users may be there from before.
#[cold]
pub(super) fn too_early(migration: &Migration, kind: IdKind, name: &str) -> Box<Draft> {
    let (what, severity, basis) = if kind == id::CONVERSATIONS {
        ("conversation", Severity::Error, Basis::Inferred)
    } else {
        ("user", Severity::Warning, Basis::Documented)
    };
    let (message, help) = if migration.in_batch {
        (
            ["the ", what, " ", &text::quoted(name), " is made in the same batch, whose calls run in any order"]
                .concat(),
            ["make the ", what, " in a request before the batch"].concat(),
        )
    } else {
        (
            ["the ", what, " ", &text::quoted(name), " is made by a later request only"].concat(),
            "sort the requests: all users, then all conversations, then their messages".to_owned(),
        )
    };
    Draft::new(Code::SentTooEarly, severity, basis, migration.request.at, message)
        .path(request_path(migration).to_owned())
        .help(&help)
        .cause(what, "", name, 0)
}
