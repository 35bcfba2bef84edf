//! Sorting what only faulty or unusual inputs need sorted.
//!
//! The standard library's sorts are fast and large: two to five kilobytes of the wasm for each type that is sorted. Here
//! keys of one type are sorted, whatever they belong to, by a heap: one small loop, and no input is a bad case.

use std::collections::BinaryHeap;

/// The keys in ascending order, each with its index; equal ones keep their order.
#[inline(never)]
pub(crate) fn ascending(keys: &mut dyn Iterator<Item = u128>) -> Vec<(u128, usize)> {
    let mut ordered = Vec::new();
    for key in keys {
        ordered.push((key, ordered.len()));
    }
    // They nearly always are.
    if ordered.is_sorted() { ordered } else { BinaryHeap::from(ordered).into_sorted_vec() }
}

/// Sorts by a key; what has equal ones keeps its order.
pub(crate) fn sort_by_key<T>(items: &mut [T], key: impl FnMut(&T) -> u128) {
    let order = ascending(&mut items.iter().map(key));
    arrange(&order, &mut |one, two| items.swap(one, two));
}

/// Brings to each place what belongs there, by swaps.
#[inline(never)]
fn arrange(order: &[(u128, usize)], swap: &mut dyn FnMut(usize, usize)) {
    // Where what stands in a place belongs.
    let mut homes = vec![0; order.len()];
    for (home, (_, index)) in order.iter().enumerate() {
        if let Some(place) = homes.get_mut(*index) {
            *place = home;
        }
    }
    for place in 0..homes.len() {
        // Each swap brings one of the two home for good.
        while let Some(home) = homes.get(place).copied()
            && home != place
        {
            swap(place, home);
            homes.swap(place, home);
        }
    }
}

/// Texts in ascending order.
#[inline(never)]
pub(crate) fn texts(texts: Vec<String>) -> Vec<String> {
    BinaryHeap::from(texts).into_sorted_vec()
}

/// Texts in ascending order, each with its index.
#[inline(never)]
pub(crate) fn numbered(texts: &[String]) -> Vec<(&str, usize)> {
    let list: Vec<_> = texts.iter().enumerate().map(|(index, text)| (text.as_str(), index)).collect();
    BinaryHeap::from(list).into_sorted_vec()
}

/// Sorts bytes of the input. Few are the rule, and sorted without allocating.
pub(crate) fn sort_bytes(slices: &mut [&[u8]]) {
    const FEW: usize = 8;
    if slices.len() > FEW {
        let sorted = BinaryHeap::from(slices.to_vec()).into_sorted_vec();
        return slices.iter_mut().zip(sorted).for_each(|(place, slice)| *place = slice);
    }
    let mut unsorted = slices;
    // The smallest of what is left comes first.
    while let Some((first, rest)) = unsorted.split_first_mut() {
        for other in rest.iter_mut() {
            if *other < *first {
                std::mem::swap(first, other);
            }
        }
        unsorted = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::{ascending, sort_by_key, sort_bytes, texts};

    #[test]
    fn equal_keys_keep_their_order() {
        assert_eq!(
            ascending(&mut [3, 1, 3, u128::MAX, 1].into_iter()),
            [(1, 1), (1, 4), (3, 0), (3, 2), (u128::MAX, 3)]
        );
        for step in [1, 7, 13] {
            // Every key several times, in an order that depends on the step.
            let mut items: Vec<(u128, usize)> = (0..100).map(|index| ((index * step % 30) as u128, index)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_key(&mut items, |(key, _)| *key);
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn texts_are_sorted_by_their_bytes() {
        for length in 0..20 {
            let unsorted: Vec<String> = (0..length).map(|index| (index * 7 % 10).to_string().repeat(3)).collect();
            let mut expected = unsorted.clone();
            expected.sort();
            let mut slices: Vec<&[u8]> = unsorted.iter().map(String::as_bytes).collect();
            sort_bytes(&mut slices);
            assert!(slices.into_iter().eq(expected.iter().map(String::as_bytes)), "{length}");
            assert_eq!(texts(unsorted), expected);
        }
    }
}
