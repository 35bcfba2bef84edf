//! From one platform's files to another's: reader → history → writer.

pub(crate) mod ids;
pub(crate) mod losses;
pub(crate) mod options;
pub(crate) mod park;
mod platforms;
pub(crate) mod reader;
mod split;
pub(crate) mod tree;
pub(crate) mod writer;

pub use options::{ConvertOptions, KnownId, Treatment};
