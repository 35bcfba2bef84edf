//! Pseudonyms: short hashes in the place of what a file says, so that a report can be shown to others.
//!
//! Words are put together in hundreds of places, and all of them fill in values by a few functions: `text::quoted`,
//! `text::worded`, `go_text::sprintf` and its like. Whether those are to hide values is therefore not an argument but a
//! switch of the thread, on while a [`Scope`] lives.

use std::borrow::Cow;
use std::cell::Cell;

use crate::index::Hasher;
use crate::json::{go_text, text};
use crate::platform::api::percent_decoded;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
}

/// As long as it lives, values are hidden, or are not.
#[derive(Debug)]
pub(crate) struct Scope(bool);

impl Scope {
    pub(crate) fn new(on: bool) -> Scope {
        Scope(ON.replace(on))
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        ON.set(self.0);
    }
}

pub(crate) fn is_on() -> bool {
    ON.get()
}

/// A text of the input, or its pseudonym: the same for the same text, in any file. Nothing stays nothing.
#[inline(never)]
pub(crate) fn value(text: &str) -> Cow<'_, str> {
    if !is_on() || text.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut name = String::from("#");
    // Not by the seed of the check, which differs from run to run.
    let [one, two, three, four, ..] = Hasher::new(0).one(text.as_bytes()).to_le_bytes();
    go_text::push_number(&mut name, u32::from_le_bytes([one, two, three, four]).into(), 16, 8);
    Cow::Owned(name)
}

/// The method of a request, if it is one that platforms have.
pub(crate) fn method(method: &str) -> Cow<'_, str> {
    if matches!(method, "GET" | "POST" | "PUT" | "PATCH" | "DELETE") { method.into() } else { value(method) }
}

/// Parts of paths that are the platforms' own.
const WORDS: &[&str] = &[
    "v1",
    "v3",
    "batch",
    "channels",
    "conversation",
    "conversations",
    "data_import",
    "group_channels",
    "groups",
    "import",
    "imports",
    "invite",
    "jobs",
    "members",
    "messages",
    "metadata",
    "migration",
    "open_channels",
    "participants",
    "users",
];

/// The path of a request: what it names is hidden, and so are a host and a query.
pub(crate) fn path(path: &str) -> Cow<'_, str> {
    if !is_on() {
        return Cow::Borrowed(path);
    }
    let mut out = String::new();
    for part in path.split(['?', '#']).next().unwrap_or_default().split('/') {
        out.push_str(if out.is_empty() && part.is_empty() { "" } else { "/" });
        let own = WORDS.contains(&part) || part.starts_with('{') && part.ends_with('}');
        if own {
            out.push_str(part);
        } else {
            out.push_str(&value(&percent_decoded(part)));
        }
    }
    if path.starts_with('/') { Cow::Owned(out) } else { Cow::Owned(out.trim_start_matches('/').to_owned()) }
}

/// JSON of the input: its texts are hidden and its numbers zero; names, types and nesting stay.
pub(crate) fn json(raw: &[u8]) -> String {
    if !is_on() {
        return String::from_utf8_lossy(raw).into_owned();
    }
    let mut out = String::new();
    let mut rest = raw;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'"' => {
                let mut end = 0;
                while let Some(byte) = rest.get(end).filter(|byte| **byte != b'"') {
                    end += if *byte == b'\\' { 2 } else { 1 };
                }
                let inside = text::decode(rest.get(..end).unwrap_or_default());
                rest = rest.get(end + 1..).unwrap_or_default();
                let is_name = rest.trim_ascii_start().first() == Some(&b':');
                go_text::push_json(&mut out, &if is_name { Cow::Borrowed(&*inside) } else { value(&inside) });
            }
            b'-' | b'0'..=b'9' => {
                let more =
                    rest.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
                rest = rest.get(more.count()..).unwrap_or_default();
                out.push('0');
            }
            other => out.push(char::from(*other)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Scope, json, path, value};

    #[test]
    fn a_text_has_one_pseudonym_and_only_where_it_is_wanted() {
        assert_eq!(value("ann"), "ann");
        let hidden = {
            let _scope = Scope::new(true);
            assert_eq!(value(""), "");
            value("ann").into_owned()
        };
        assert_eq!(value("ann"), "ann");
        let _scope = Scope::new(true);
        assert_eq!((hidden.len(), hidden.as_str()), (9, &*value("ann")));
        assert_ne!(value("bob"), value("ann"));
    }

    #[test]
    fn json_keeps_its_shape() {
        let raw = br#"{"na\"me": ["ann\\\"", -1.5e+3, true, null, {"id":"bob"}]}"#;
        assert_eq!(json(raw).as_bytes(), raw);
        let _scope = Scope::new(true);
        let [ann, bob] = ["ann\\\"", "bob"].map(|text| value(text).into_owned());
        assert_eq!(json(raw), format!(r#"{{"na\"me": ["{ann}", 0, true, null, {{"id":"{bob}"}}]}}"#));
    }

    #[test]
    fn paths_keep_the_words_of_the_platform() {
        let _scope = Scope::new(true);
        let name = value("my room").into_owned();
        assert_eq!(path("/v3/migration/my%20room"), format!("/v3/migration/{name}"));
        assert_eq!(path("/v1/{appId}/users?token=x"), "/v1/{appId}/users");
        assert_eq!(path("my%20room"), name);
    }
}
