//! Where a request of a requests file that carries too many rows can be cut.

use super::ApiRoom;
use crate::codes::Code;
use crate::mend::{Mend, Splice};

/// What was met in the line at hand.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// How many containers of rows there are.
    containers: usize,
    /// Behind the opening bracket of the last one.
    open: usize,
    /// Its closing bracket.
    close: usize,
    /// The commas behind which a request begins anew.
    commas: Vec<usize>,
}

impl ApiRoom {
    /// Rows begin behind the bracket at `at`.
    pub(super) fn open_rows(&mut self, at: usize) {
        self.cuts.containers += 1;
        self.cuts.open = at + 1;
        self.cuts.commas.clear();
    }

    /// A comma stands behind so many rows.
    pub(super) fn between_rows(&mut self, at: usize, rows: usize) {
        let most = self.rows().map_or(0, |rows| rows.asks.most);
        if most != 0 && (rows as u64).is_multiple_of(most) {
            self.cuts.commas.push(at);
        }
    }

    /// Rows end with the bracket at `at`.
    pub(super) fn close_rows(&mut self, at: usize) {
        self.cuts.close = at;
    }

    /// The line at hand, `start..end`, was walked: how to make several of it, if it has too many rows in one place. What
    /// stands around the rows is said in each.
    #[cold]
    pub(super) fn cut_line(&mut self, bytes: &[u8], start: usize, end: usize) {
        let cuts = std::mem::take(&mut self.cuts);
        let mut drafts = self.migration.walker.drafts.iter_mut();
        let Some(draft) = drafts.find(|draft| draft.code == Code::TooMany && draft.cause.kind == "request") else {
            return;
        };
        let (Some(head), Some(tail)) = (bytes.get(start..cuts.open), bytes.get(cuts.close..end)) else { return };
        if cuts.containers != 1 || cuts.commas.is_empty() {
            return;
        }
        let behind = bytes.get(end..).unwrap_or_default();
        let line_end = if behind.starts_with(b"\r\n") { "\r\n" } else { "\n" };
        let (head, tail) = (String::from_utf8_lossy(head), String::from_utf8_lossy(tail));
        let between = [&tail, line_end, &head].concat();
        let splices = cuts.commas.iter().map(|comma| Splice::new(*comma, comma + 1, &between)).collect();
        draft.mend = Some(Mend { whole: Some("split"), ..Mend::new("split the request", splices) });
    }
}
