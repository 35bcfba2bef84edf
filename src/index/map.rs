//! Values by fingerprint.

use super::{Fingerprint, Set};

/// A map from fingerprints: a [`Set`] whose notes number the values.
#[derive(Debug)]
pub(crate) struct Map<T> {
    numbers: Set,
    values: Vec<T>,
}

impl<T> Map<T> {
    pub(crate) fn new() -> Map<T> {
        Map { numbers: Set::with_notes(), values: Vec::new() }
    }

    pub(crate) fn get(&self, key: Fingerprint) -> Option<&T> {
        self.values.get(self.numbers.get(key)? as usize)
    }

    pub(crate) fn get_mut(&mut self, key: Fingerprint) -> Option<&mut T> {
        self.values.get_mut(self.numbers.get(key)? as usize)
    }

    /// The keys and their values, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Fingerprint, &T)> {
        self.numbers.keys().filter_map(|key| Some((key, self.get(key)?)))
    }

    /// The values, in the order in which they came.
    pub(crate) fn into_values(self) -> Vec<T> {
        self.values
    }

    /// Adds a value; the first one of a key stays.
    pub(crate) fn add(&mut self, key: Fingerprint, value: T) {
        if u32::try_from(self.values.len()).is_ok_and(|number| self.numbers.insert(key, number)) {
            self.values.push(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Map;

    #[test]
    fn the_first_value_of_a_key_stays() {
        let mut map = Map::new();
        map.add(2, "two");
        map.add(4, "four");
        map.add(2, "second");
        assert_eq!((map.get(2), map.get(4), map.get(6)), (Some(&"two"), Some(&"four"), None));
        *map.get_mut(4).unwrap() = "vier";
        assert_eq!(map.get(4), Some(&"vier"));
    }
}
