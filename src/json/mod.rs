//! Bytes to tokens: the pull parser, what Go's parser would have said, and the writing of JSON.

pub(crate) mod go_syntax;
pub(crate) mod go_text;
pub(crate) mod go_time;
pub(crate) mod lexer;
pub(crate) mod outline;
#[cfg(test)]
pub(crate) mod properties;
pub(crate) mod short;
pub(crate) mod simd;
pub(crate) mod skim;
pub(crate) mod span;
pub(crate) mod text;
pub(crate) mod tidy;
