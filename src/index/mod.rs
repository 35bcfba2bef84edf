//! Ids defined and ids referred to, as fingerprints of 128 bits.
//!
//! Texts are not kept: at a hundred million ids the chance that two fingerprints fall together is below one in 10^22,
//! and they are keyed with the run's seed, so that nobody can craft two ids that look equal or a file that is slow.

mod batch;
mod fingerprint;
mod ids;
mod map;
mod set;

pub(crate) use batch::Batch;
pub(crate) use fingerprint::{Fingerprint, Hasher, pair};
pub(crate) use ids::{IdKind, Ids, Later, twin};
pub(crate) use map::Map;
pub(crate) use set::Set;
