//! Texts of records: most are a part of the input as it stands there, and share its bytes instead of copying them.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A text: one of its own, or a part of a larger one that others share.
///
/// Readers and writers make and change texts at hundreds of places: what that takes is kept out of line.
#[derive(Clone)]
pub(crate) enum Text {
    Own(String),
    Part { of: Arc<String>, start: usize, end: usize },
}

impl Text {
    /// A part of a text, in bytes; no text if there is no such part.
    #[inline(always)]
    pub(crate) fn part(of: &Arc<String>, start: usize, end: usize) -> Text {
        Text::Part { of: Arc::clone(of), start, end }
    }

    pub(crate) fn as_str(&self) -> &str {
        self
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        match self {
            Text::Own(text) => text,
            Text::Part { of, start, end } => of.get(*start..*end).unwrap_or_default(),
        }
    }
}

impl Default for Text {
    fn default() -> Text {
        Text::Own(String::new())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::Own(text)
    }
}

impl From<&str> for Text {
    #[inline(never)]
    fn from(text: &str) -> Text {
        Text::Own(text.to_owned())
    }
}

impl From<&String> for Text {
    #[inline(never)]
    fn from(text: &String) -> Text {
        Text::Own(text.clone())
    }
}

impl From<&Text> for Text {
    #[inline(never)]
    fn from(text: &Text) -> Text {
        text.clone()
    }
}

impl From<Cow<'_, str>> for Text {
    #[inline(never)]
    fn from(text: Cow<'_, str>) -> Text {
        Text::Own(text.into_owned())
    }
}

impl From<Text> for String {
    #[inline(never)]
    fn from(text: Text) -> String {
        match text {
            Text::Own(text) => text,
            Text::Part { .. } => (*text).to_owned(),
        }
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        **self == **other
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        *self == **other
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Text) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Text) -> std::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
