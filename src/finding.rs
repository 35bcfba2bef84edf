//! What a check tells: findings, where they are, and how sure we are.

use crate::codes::Code;
use crate::report::plain::{Object, Plain, serialize};

/// How bad a finding is.
///
/// Exit codes and [`Report::ok`](crate::Report::ok) follow errors only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// Accepted by the platform, probably not meant.
    Warning,
    /// The platform refuses it, or data is lost or wrong.
    Error,
}

/// How sure we are that the platform behaves as the finding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Position {
    /// A number that is greater the further behind it stands in the input.
    pub(crate) fn order(&self) -> u128 {
        u128::from(self.source) << 64 | u128::from(self.byte)
    }
}

/// A second place that belongs to a finding: where a duplicate was first defined, for instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What stands there.
    pub message: String,
    /// Where it stands.
    pub position: Position,
}

/// A mend that is safe to make without asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the mend does, as a short imperative.
    pub title: String,
    /// How it is made.
    pub change: Change,
}

/// How a [`Fix`] is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Bytes to replace.
    Edits(Vec<Edit>),
    /// A rewrite of the whole file: `reorder` or `split`.
    Whole(&'static str),
}

/// Replaces the bytes `start..end` of a source by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// First byte to replace.
    pub start: u64,
    /// First byte to keep.
    pub end: u64,
    /// What stands there afterwards.
    pub text: String,
}

/// One problem, in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The day on which the message that it is about was sent, as `YYYY-MM-DD`: that on which
    /// [`Report::timeline`](crate::Report::timeline) counts it. Only if [`CheckOptions::days`](crate::CheckOptions::days)
    /// asks for it, and the message has a time that can be read.
    pub day: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// A mend that is safe to make.
    pub fix: Option<Fix>,
}

impl Severity {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl Basis {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Basis::Documented => "documented",
            Basis::Observed => "observed",
            Basis::Inferred => "inferred",
        }
    }
}

impl Object for Position {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("source", Plain::Count(self.source.into())),
            ("byte", Plain::Count(self.byte)),
            ("line", Plain::Count(self.line)),
            ("column", Plain::Count(self.column)),
            ("item", Plain::Count(self.item)),
        ]
    }
}

impl Object for Related {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![("message", Plain::Text(&self.message)), ("position", Plain::Object(&self.position))]
    }
}

impl Object for Edit {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![("start", Plain::Count(self.start)), ("end", Plain::Count(self.end)), ("text", Plain::Text(&self.text))]
    }
}

impl Object for Change {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![match self {
            Change::Edits(edits) => ("edits", Plain::List(edits)),
            Change::Whole(rewrite) => ("whole", Plain::Text(rewrite)),
        }]
    }
}

impl Object for Fix {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        let mut fields = vec![("title", Plain::Text(&self.title))];
        fields.append(&mut self.change.fields());
        fields
    }
}

impl Object for Finding {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        let mut fields = vec![
            ("code", Plain::Text(self.code.slug())),
            ("severity", Plain::Text(self.severity.name())),
            ("basis", Plain::Text(self.basis.name())),
            ("message", Plain::Text(&self.message)),
            ("kind", self.kind.into()),
            ("path", Plain::Text(&self.path)),
            ("position", Plain::Object(&self.position)),
            ("related", Plain::List(&self.related)),
        ];
        fields.extend(self.day.as_deref().map(|day| ("day", Plain::Text(day))));
        fields.extend(self.help.as_deref().map(|help| ("help", Plain::Text(help))));
        fields.extend(self.fix.as_ref().map(|fix| ("fix", Plain::Object(fix))));
        fields
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

serialize!(fields: Position, Related, Edit, Change, Fix, Finding; names: Severity, Basis);
