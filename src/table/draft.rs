//! A finding before its place is known: the walk and the rules speak of bytes in the window.

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::Fingerprint;
use crate::json::text;
use crate::mend::Mend;

/// A finding in the making.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) basis: Basis,
    pub(crate) message: String,
    pub(crate) path: String,
    /// Where it is, in the window.
    pub(crate) at: usize,
    pub(crate) help: Option<String>,
    /// What the platform's answer is worded from.
    pub(crate) cause: Cause,
    /// The day on which the message that it is about was sent, counted from 1970-01-01.
    pub(crate) day: Option<i32>,
    /// The kind of thing it is about, where an item holds several.
    pub(crate) item: Option<&'static str>,
    /// What was defined twice; its first place is found in the second reading.
    pub(crate) twin: Option<Fingerprint>,
    /// What can be done about it without asking.
    pub(crate) mend: Option<Mend>,
}

/// The facts of a finding that an answer needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The object's kind (`channel`, `attachment`).
    pub(crate) kind: &'static str,
    /// The field.
    pub(crate) field: String,
    /// The value, or the id that is referred to.
    pub(crate) value: String,
    /// The limit that was passed.
    pub(crate) limit: u64,
    /// The thing that refers, where it has a name.
    pub(crate) owner: String,
}

impl Draft {
    #[inline(never)]
    pub(crate) fn new(code: Code, severity: Severity, basis: Basis, at: usize, message: String) -> Box<Draft> {
        Box::new(Draft {
            code,
            severity,
            basis,
            message,
            path: String::new(),
            at,
            help: None,
            cause: Cause::default(),
            day: None,
            item: None,
            twin: None,
            mend: None,
        })
    }

    /// The same with words and parts, as [`text::worded`] takes them.
    #[inline(never)]
    pub(crate) fn worded(
        code: Code,
        severity: Severity,
        basis: Basis,
        at: usize,
        words: &str,
        parts: &[&str],
    ) -> Box<Draft> {
        Draft::new(code, severity, basis, at, text::worded(words, parts))
    }

    #[inline(never)]
    pub(crate) fn path(mut self: Box<Self>, path: String) -> Box<Draft> {
        self.path = path;
        self
    }

    #[inline(never)]
    pub(crate) fn help(mut self: Box<Self>, help: &str) -> Box<Draft> {
        self.help = Some(help.to_owned());
        self
    }

    #[inline(never)]
    pub(crate) fn help_worded(mut self: Box<Self>, words: &str, parts: &[&str]) -> Box<Draft> {
        self.help = Some(text::worded(words, parts));
        self
    }

    #[inline(never)]
    pub(crate) fn mend(mut self: Box<Self>, mend: Option<Mend>) -> Box<Draft> {
        self.mend = mend;
        self
    }

    #[inline(never)]
    pub(crate) fn cause(mut self: Box<Self>, kind: &'static str, field: &str, value: &str, limit: u64) -> Box<Draft> {
        self.cause = Cause { kind, field: field.to_owned(), value: value.to_owned(), limit, owner: String::new() };
        self
    }
}

/// Appends a key to a JSON path, quoted where it is no plain name.
pub(crate) fn push_key(path: &mut String, key: &str) {
    let plain = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && !key.starts_with(|first: char| first.is_ascii_digit());
    if plain {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    } else {
        path.push('[');
        crate::json::go_text::push_json(path, key);
        path.push(']');
    }
}
