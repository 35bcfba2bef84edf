//! Sets and maps of texts.
//!
//! Texts are numbered by their fingerprints, and what belongs to them stands in lists by these numbers.

use crate::index::{Hasher, Set};
use crate::order;

/// Texts, numbered from 0 in the order in which they came.
#[derive(Debug)]
pub(crate) struct TextSet {
    numbers: Set,
    texts: Vec<String>,
    hasher: Hasher,
}

impl Default for TextSet {
    fn default() -> TextSet {
        TextSet { numbers: Set::small(), texts: Vec::new(), hasher: Hasher::new(0) }
    }
}

impl TextSet {
    /// The text's number, and whether it is new.
    #[inline(never)]
    pub(crate) fn number(&mut self, text: &str) -> (usize, bool) {
        let print = self.hasher.one(text.as_bytes());
        let number = self.texts.len();
        if !self.numbers.insert(print, u32::try_from(number).unwrap_or(u32::MAX)) {
            return (self.numbers.get(print).unwrap_or_default() as usize, false);
        }
        self.texts.push(text.to_owned());
        (number, true)
    }

    /// Adds a text; whether it is new.
    pub(crate) fn insert(&mut self, text: &str) -> bool {
        self.number(text).1
    }

    #[inline(never)]
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        self.numbers.get(self.hasher.one(text.as_bytes())).map(|number| number as usize)
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        self.get(text).is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The texts in ascending order, with their numbers.
    #[inline(never)]
    pub(crate) fn sorted(&self) -> Vec<(&str, usize)> {
        order::numbered(&self.texts)
    }

    /// The texts in ascending order, a comma between them.
    pub(crate) fn joined(&self) -> String {
        let mut all = String::new();
        for (text, _) in self.sorted() {
            if !all.is_empty() {
                all.push_str(", ");
            }
            all.push_str(text);
        }
        all
    }
}

/// Values by texts.
#[derive(Debug)]
pub(crate) struct TextMap<T> {
    texts: TextSet,
    values: Vec<T>,
}

impl<T> Default for TextMap<T> {
    fn default() -> TextMap<T> {
        TextMap { texts: TextSet::default(), values: Vec::new() }
    }
}

impl<T> TextMap<T> {
    /// Sets the value of a text; one that is there already gets the new one.
    pub(crate) fn insert(&mut self, text: &str, value: T) {
        match self.get_mut(text) {
            Some(old) => *old = value,
            None => self.add(text, value),
        }
    }

    /// Adds a value; the first one of a text stays.
    pub(crate) fn add(&mut self, text: &str, value: T) {
        if self.texts.insert(text) {
            self.values.push(value);
        }
    }

    pub(crate) fn get(&self, text: &str) -> Option<&T> {
        self.values.get(self.texts.get(text)?)
    }

    pub(crate) fn get_mut(&mut self, text: &str) -> Option<&mut T> {
        self.values.get_mut(self.texts.get(text)?)
    }

    /// Texts and values in the ascending order of texts.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = (&str, &T)> {
        self.texts.sorted().into_iter().filter_map(|(text, number)| Some((text, self.values.get(number)?)))
    }

    /// Passes through them in the ascending order of texts.
    pub(crate) fn each(&mut self, act: &mut dyn FnMut(&str, &mut T)) {
        for (text, number) in self.texts.sorted() {
            if let Some(value) = self.values.get_mut(number) {
                act(text, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TextMap, TextSet};

    #[test]
    fn texts_are_numbered_as_they_come_and_told_in_order() {
        let mut set = TextSet::default();
        assert_eq!((set.number("b"), set.number("a"), set.number("b")), ((0, true), (1, true), (0, false)));
        assert_eq!(set.sorted(), [("a", 1), ("b", 0)]);
        assert_eq!((set.joined().as_str(), set.len(), set.contains("c")), ("a, b", 2, false));
    }

    #[test]
    fn the_last_value_that_is_set_goes_and_the_first_that_is_added() {
        let mut map = TextMap::default();
        map.insert("b", 1);
        map.add("a", 2);
        map.add("b", 3);
        map.insert("a", 4);
        map.each(&mut |text, value| *value += text.len());
        assert_eq!(map.sorted().collect::<Vec<_>>(), [("a", &5), ("b", &2)]);
        assert_eq!((map.get("b"), map.get("c")), (Some(&2), None));
    }
}
