//! From one platform's files to another's: reader → history → writer.

mod engine;
pub(crate) mod fill;
mod group;
pub(crate) mod ids;
pub(crate) mod intake;
pub(crate) mod losses;
pub(crate) mod made_id;
mod memory;
pub(crate) mod options;
pub(crate) mod park;
mod platforms;
pub(crate) mod reader;
pub(crate) mod rest;
mod result;
#[cfg(test)]
mod silence;
pub(crate) mod split;
mod survey;
pub(crate) mod texts;
pub(crate) mod tree;
#[cfg(test)]
pub(crate) mod trial;
pub(crate) mod writer;

pub use engine::Converter;
pub use memory::{Input, convert, convert_in_pieces};
pub use options::{ConvertOptions, KnownId, Treatment};
pub use result::{Conversion, OutputFile};
pub use survey::Survey;
