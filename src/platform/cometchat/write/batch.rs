//! Rows on their way into requests. Source: `formats/cometchat.md` 1.1.

use crate::convert::park::{Object, push_text};
use crate::convert::writer::Output;
use crate::history::Text;

/// Most rows of a request.
const MOST: usize = 50;

/// Rows of one kind.
#[derive(Debug)]
pub(super) struct Batch {
    section: usize,
    part: &'static str,
    /// When each was sent, and its key and value.
    rows: Vec<(i64, String)>,
}

impl Batch {
    pub(super) fn new(section: usize, part: &'static str) -> Batch {
        Batch { section, part, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, key: &str, row: &str, out: &mut Output<'_>) {
        self.add_together(vec![(key.into(), row.into())], 0, out);
    }

    /// Adds rows that stay one behind the other. Rows of several conversations share a request: there are but 60 a
    /// minute. Inside of one, CometChat wants the oldest first.
    pub(super) fn add_together(&mut self, rows: Vec<(Text, Text)>, sent: i64, out: &mut Output<'_>) {
        if self.rows.len() + rows.len() > MOST {
            self.flush(out);
        }
        let several = rows.len() > MOST;
        for (key, row) in rows {
            if self.rows.len() == MOST {
                self.flush(out);
            }
            let mut member = String::with_capacity(key.len() + row.len() + 3);
            push_text(&mut member, &key);
            member.push(':');
            member.push_str(&row);
            self.rows.push((sent, member));
        }
        if several {
            self.flush(out);
        }
    }

    /// Writes a request, if there is anything to send.
    pub(super) fn flush(&mut self, out: &mut Output<'_>) {
        if self.rows.is_empty() {
            return;
        }
        let mut rows = std::mem::take(&mut self.rows);
        crate::order::sort_by_key(&mut rows, |(sent, _)| u128::from(sent.unsigned_abs()));
        let mut map = String::from("{");
        for (at, (_, row)) in rows.iter().enumerate() {
            if at > 0 {
                map.push(',');
            }
            map.push_str(row);
        }
        map.push('}');
        let mut body = Object::new();
        body.json(self.part, &map);
        let path = ["/v3/data_import/", self.part].concat();
        out.request(self.section, "POST", &path, &body.end());
    }
}
