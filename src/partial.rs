//! Partial results as bytes: what a check knows of a run of items, for another check to go on from.
//!
//! The bytes are read by the very version that wrote them, and by none other. They may come from anywhere: what does not
//! fit is refused, never trusted.

mod findings;

use crate::index::Fingerprint;
pub(crate) use findings::{pack_finding, unpack_finding};

/// Bytes in the making.
#[derive(Debug, Default)]
pub(crate) struct Pack {
    pub(crate) bytes: Vec<u8>,
}

impl Pack {
    /// A number, in as many bytes as it needs: seven bits each, the low ones first.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.bytes.push(u8::from(flag));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn key(&mut self, key: Fingerprint) {
        self.bytes.extend_from_slice(&key.to_le_bytes());
    }

    pub(crate) fn note(&mut self, note: u32) {
        self.bytes.extend_from_slice(&note.to_le_bytes());
    }
}

/// Bytes that are read. `None` from any of it: they end too early, or are none of ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unpack<'a> {
    rest: &'a [u8],
}

impl<'a> Unpack<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Unpack<'a> {
        Unpack { rest: bytes }
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.first_chunk().copied()
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn index(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        let [byte] = self.array()?;
        (byte < 2).then_some(byte == 1)
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.index()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    pub(crate) fn key(&mut self) -> Option<Fingerprint> {
        self.array().map(Fingerprint::from_le_bytes)
    }

    pub(crate) fn note(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// What is still to be read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether all of it was read.
    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Pack, Unpack};

    #[test]
    fn what_was_packed_comes_out_again_and_half_of_it_does_not() {
        let mut pack = Pack::default();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        for number in numbers {
            pack.number(number);
        }
        pack.text("ann ☕");
        pack.flag(true);
        pack.key(u128::MAX - 5);
        pack.note(77);
        let read = |bytes| {
            let mut unpack = Unpack::new(bytes);
            for number in numbers {
                assert_eq!(unpack.number()?, number);
            }
            assert_eq!((unpack.text()?, unpack.flag()?), ("ann ☕", true));
            assert_eq!((unpack.key()?, unpack.note()?), (u128::MAX - 5, 77));
            unpack.is_empty().then_some(())
        };
        assert_eq!(read(&pack.bytes), Some(()));
        for end in numbers.len() + 20..pack.bytes.len() {
            assert_eq!(read(&pack.bytes[..end]), None);
        }
        assert_eq!(Unpack::new(&[0xff; 11]).number(), None);
    }
}
