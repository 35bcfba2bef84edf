//! Bytes to tokens: the pull parser, what Go's parser would have said, and the writing of JSON.

pub(crate) mod go_syntax;
pub(crate) mod go_text;
pub(crate) mod go_time;
pub(crate) mod lexer;
#[cfg(test)]
mod properties;
pub(crate) mod short;
pub(crate) mod simd;
pub(crate) mod text;
