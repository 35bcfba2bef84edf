//! One folder per platform: its tables, its rules, its answers.

pub(crate) mod stream;
