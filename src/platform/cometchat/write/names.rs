//! What users are called: texts mention them by name.

use crate::index::{Hasher, Map};

/// The names of users by id; of those that have another name than their id.
#[derive(Debug)]
pub(super) struct Names {
    hasher: Hasher,
    places: Map<(usize, usize)>,
    /// All names in one text: there may be a million.
    text: String,
}

impl Names {
    pub(super) fn new() -> Names {
        Names { hasher: Hasher::new(0), places: Map::new(), text: String::new() }
    }

    pub(super) fn add(&mut self, id: &str, name: &str) {
        let start = self.text.len();
        self.text.push_str(name);
        self.places.add(self.hasher.one(id.as_bytes()), (start, self.text.len()));
    }

    pub(super) fn get(&self, id: &str) -> Option<&str> {
        let (start, end) = *self.places.get(self.hasher.one(id.as_bytes()))?;
        self.text.get(start..end)
    }
}
