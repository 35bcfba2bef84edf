//! What a check tells: findings, where they are, and how sure we are.

use serde::{Serialize, Serializer};

use crate::codes::Code;

/// How bad a finding is.
///
/// Exit codes and [`Report::ok`](crate::Report::ok) follow errors only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// Accepted by the platform, probably not meant.
    Warning,
    /// The platform refuses it, or data is lost or wrong.
    Error,
}

/// How sure we are that the platform behaves as the finding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Stated by the platform: its docs, its schemas, its own code.
    Documented,
    /// Seen by running the platform's own code, or in a recorded answer.
    Observed,
    /// Concluded from other facts.
    Inferred,
}

/// A place in the input.
///
/// `byte` is 0-based and counts the decompressed bytes of one source, byte order mark included; `line` and
/// `column` are 1-based, the column in UTF-8 bytes; `item` is the 0-based number of the item in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Position {
    /// Index into [`Report::sources`](crate::Report::sources).
    pub source: u32,
    /// Byte offset in the decompressed source.
    pub byte: u64,
    /// 1-based line.
    pub line: u64,
    /// 1-based column, in bytes of UTF-8.
    pub column: u64,
    /// 0-based number of the item.
    pub item: u64,
}

/// A second place that belongs to a finding: where a duplicate was first defined, for instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// What stands there.
    pub message: String,
    /// Where it stands.
    pub position: Position,
}

/// A mend that is safe to make without asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the mend does, as a short imperative.
    pub title: String,
    /// How it is made.
    #[serde(flatten)]
    pub change: Change,
}

/// How a [`Fix`] is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Bytes to replace.
    Edits(Vec<Edit>),
    /// A rewrite of the whole file: `reorder` or `split`.
    Whole(&'static str),
}

/// Replaces the bytes `start..end` of a source by `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// First byte to replace.
    pub start: u64,
    /// First byte to keep.
    pub end: u64,
    /// What stands there afterwards.
    pub text: String,
}

/// One problem, in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which pattern was found.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// How sure we are.
    pub basis: Basis,
    /// What was wrong, and what was expected, in one sentence.
    pub message: String,
    /// The kind of item (`user`, `channel`…), if it belongs to one.
    pub kind: Option<&'static str>,
    /// JSON path inside the item; empty for the whole item or file.
    pub path: String,
    /// Where it is.
    pub position: Position,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A mend that is safe to make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}
