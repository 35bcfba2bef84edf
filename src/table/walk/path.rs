//! Where the walk is, for the paths of findings: kept in parts, written out only for a finding.

use super::Walker;
use crate::json::text;
use crate::redact;
use crate::table::draft::push_key;

/// One step of a path.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Key(&'static str),
    Index(usize),
    /// A key that only the file has: its raw text is the last of the walker's names, from here on.
    Name(usize),
}

impl Walker {
    /// What follows stands under this key.
    pub(crate) fn enter_key(&mut self, key: &'static str) {
        self.path.push(Part::Key(key));
    }

    /// What follows is this element of a list.
    pub(crate) fn enter_index(&mut self, index: usize) {
        self.path.push(Part::Index(index));
    }

    /// What follows stands under a key of the file's own, given as it stands there.
    pub(crate) fn enter_name(&mut self, raw: &[u8]) {
        self.path.push(Part::Name(self.names.len()));
        self.names.extend_from_slice(raw);
    }

    /// Takes the last step back.
    pub(crate) fn leave(&mut self) {
        if let Some(Part::Name(start)) = self.path.pop() {
            self.names.truncate(start);
        }
    }

    /// What follows stands under this key of the item.
    pub(crate) fn enter_payload(&mut self, root: &'static str) {
        self.leave_payload();
        self.enter_key(root);
    }

    /// What follows is the item itself.
    pub(crate) fn leave_payload(&mut self) {
        self.path.clear();
        self.names.clear();
    }

    pub(super) fn enter(&mut self, table: usize, plan: usize) {
        let key = self.key(table, plan);
        self.enter_key(key);
    }

    /// The JSON path of where the walk is, and one key further.
    pub(crate) fn path_of(&self, key: Option<&str>) -> String {
        let mut path = String::new();
        // Names are told apart by where the next one begins.
        let mut starts = self.path.iter().filter_map(|part| match part {
            Part::Name(start) => Some(*start),
            _ => None,
        });
        starts.next();
        for part in &self.path {
            match part {
                Part::Key(key) => push_key(&mut path, key),
                Part::Index(index) => path.push_str(&["[", &text::number(*index as u64), "]"].concat()),
                Part::Name(start) => {
                    let end = starts.next().unwrap_or(self.names.len());
                    let name = text::decode(self.names.get(*start..end).unwrap_or_default());
                    push_key(&mut path, &redact::value(&name));
                }
            }
        }
        if let Some(key) = key {
            push_key(&mut path, key);
        }
        path
    }
}
