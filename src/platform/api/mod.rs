//! What the platforms have in common whose imports are bodies of requests: Sendbird, CometChat, TalkJS and ChatKitty.
//!
//! A platform says in data what its bodies look like ([`Form`]), what stands in them ([`Kind`], with its table), and which
//! path leads to which ([`Facts::route`]). [`room`] reads documents and requests files by that, row by row;
//! [`migration`] is what the rules of a row work with; [`request`] gathers what is wrong for the platform's answer.

pub(crate) mod migration;
pub(crate) mod request;
mod room;
pub(crate) mod rules;

use std::fmt;

use crate::finding::{Basis, Severity};
use crate::index::Later;
use crate::json::text;
use crate::options::Resource;
use crate::table::Table;
use crate::table::draft::Draft;
use migration::Migration;
use request::Request;
pub(crate) use room::ApiRoom;

/// A kind of thing that stands in a body: what a row may be.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What one is called.
    pub(crate) name: &'static str,
    /// Its place in [`Facts::counted`].
    pub(crate) counted: usize,
    /// What a row may hold.
    pub(crate) table: &'static Table,
}

/// How a body is laid out.
#[derive(Debug)]
pub(crate) struct Form {
    /// What a document of this form holds; none for bodies that only requests have.
    pub(crate) resource: Option<Resource>,
    /// What it looks like, in words that follow "expected".
    pub(crate) words: &'static str,
    pub(crate) root: Root,
}

/// What the value is that a body consists of.
#[derive(Debug)]
pub(crate) enum Root {
    /// One row by itself.
    One(Rows),
    /// Rows.
    Rows(Rows),
    /// An object of which some members hold rows; its other members are checked against the table (an index among
    /// [`Facts::envelopes`]).
    Members { envelope: usize, rows: &'static [(&'static str, Rows)] },
    /// Calls, each `[number, method, path, body]`, in any order; their paths go on from the prefix. Only in requests.
    Calls { prefix: &'static str, asks: Asks },
}

/// What rows stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// An array.
    List,
    /// An object whose keys name the rows.
    Map,
    /// Either of them.
    Either,
}

impl Container {
    /// Whether a value that begins with this byte is one.
    pub(crate) fn begins_with(self, byte: u8) -> bool {
        match self {
            Container::List => byte == b'[',
            Container::Map => byte == b'{',
            Container::Either => matches!(byte, b'[' | b'{'),
        }
    }
}

/// A container of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    pub(crate) kind: usize,
    pub(crate) container: Container,
    /// What asks the platform for them.
    pub(crate) asks: Asks,
}

/// The request that rows are sent in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asks {
    pub(crate) method: &'static str,
    /// The path: `{channel}` stands for the document's channel, `{key}` for the row's key.
    pub(crate) path: &'static str,
    /// The most rows a request takes, and how sure we are of that; 0 for any.
    pub(crate) most: u64,
    pub(crate) basis: Basis,
    /// In a document by itself, so many rows make a request (the sender cuts it); 0: all of them are one request.
    pub(crate) batch: u64,
}

/// A path without scheme and host, query and fragment.
pub(crate) fn without_host(path: &str) -> &str {
    let end = memchr::memchr2(b'?', b'#', path.as_bytes()).unwrap_or(path.len());
    let path = path.get(..end).unwrap_or_default();
    if path.starts_with('/') {
        return path;
    }
    match text::parted(path, "://") {
        Some((_, rest)) => rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default(),
        None => path,
    }
}

/// What stands between the slashes of a path; those at its ends separate nothing.
pub(crate) fn segments(path: &str) -> Vec<&str> {
    let bytes = path.as_bytes();
    let no_slash = |byte: &u8| *byte != b'/';
    let mut start = bytes.iter().position(no_slash).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(no_slash).map_or(start, |last| last + 1);
    let inside = start..end;
    let slashes = memchr::memchr_iter(b'/', bytes).filter(|at| inside.contains(at));
    // Made beforehand: who asks wants a handful, once a request.
    let mut segments = Vec::with_capacity(8);
    for slash in slashes.chain([end]) {
        segments.push(path.get(start..slash).unwrap_or_default());
        start = slash + 1;
    }
    segments
}

/// A part of a path, percent-decoded.
pub(crate) fn percent_decoded(part: &str) -> String {
    if !part.contains('%') {
        return part.to_owned();
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Vec::new();
    let mut rest = part.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if let (b'%', [high, low, behind @ ..]) = (*byte, after)
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            decoded.push(high << 4 | low);
            rest = behind;
        } else {
            decoded.push(*byte);
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// A text as it stands in a path.
pub(crate) fn percent_encoded(text: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::new();
    for byte in text {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(*byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(char::from(DIGITS.get(usize::from(digit)).copied().unwrap_or(b'0')));
            }
        }
    }
    encoded
}

/// Where a request leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// The form of its body: an index among [`Facts::forms`]; `None` for calls that are known and not checked.
    pub(crate) form: Option<usize>,
    /// The channel in its path, percent-decoded.
    pub(crate) channel: Option<String>,
    /// The thing that its path names, percent-decoded.
    pub(crate) id: Option<String>,
}

/// What a platform's folder says about itself, in data.
#[derive(Debug)]
pub(crate) struct Facts {
    /// The kinds that reports count: the name of one, and of many.
    pub(crate) counted: &'static [(&'static str, &'static str)],
    /// The kinds of rows.
    pub(crate) kinds: &'static [Kind],
    /// How bodies are laid out.
    pub(crate) forms: &'static [Form],
    /// Tables of the objects around rows.
    pub(crate) envelopes: &'static [&'static Table],
    /// What its exports look like.
    pub(crate) exports: &'static [Export],
    /// Where a request of a requests file leads, from its method and its path without host and query; `None` if the
    /// platform has no such call.
    pub(crate) route: fn(method: &str, path: &str) -> Option<Route>,
    /// What it means that a body, or a container of rows, is of another JSON type than it should be.
    pub(crate) wrong_container: (Severity, Basis),
    /// Whether a document is answered as a whole file rather than as a request.
    pub(crate) takes_files: bool,
}

/// A shape that comes out of a platform and cannot be imported as it is.
#[derive(Debug)]
pub(crate) struct Export {
    /// What such a document holds, if that is one of the platform's resources.
    pub(crate) resource: Option<Resource>,
    /// Its first byte.
    pub(crate) root: u8,
    /// Keys that all have to be there, each with the number of brackets around it.
    pub(crate) keys: &'static [(usize, &'static str)],
    /// The first byte of the root's elements, where the root is an array; 0 for any.
    pub(crate) element: u8,
    /// What was recognised, in words that follow "it is".
    pub(crate) words: &'static str,
}

/// One platform's rules.
pub(crate) trait Vendor {
    fn facts(&self) -> &'static Facts;

    /// A request begins: nothing of it has been read.
    fn begin_request(&mut self, _migration: &mut Migration) {}

    /// Applies the rules to the row at hand. Its values are in `migration.walker.slots`.
    fn row(&mut self, migration: &mut Migration, bytes: &[u8]);

    /// The row at hand is broken JSON: indexes what could be read of it, so that those who refer to it are not all
    /// reported.
    fn salvage(&mut self, _migration: &mut Migration, _bytes: &[u8]) {}

    /// A value that stands beside the rows was checked; it begins at `at`.
    fn member(&mut self, _migration: &mut Migration, _key: &[u8], _bytes: &[u8], _at: usize) {}

    /// A request ends: all of its rows and members have been seen.
    fn end_request(&mut self, _migration: &mut Migration) {}

    /// Whether a comparison that had to wait fails, given the definition's note.
    fn breaks(&self, _later: Later, _note: u32) -> bool {
        false
    }

    /// The rank of an error among those of a row: the platform tells the one with the lowest rank first. Errors of the
    /// same rank keep the order of the file.
    fn rank(&self, _draft: &Draft) -> u32 {
        0
    }

    /// What the platform would answer to a request that has faults.
    fn answer(&self, request: &Request) -> request::Verdict;

    /// The keys of the rows that the platform imports although it refuses the request that they are in.
    fn imported(&self, _request: &Request) -> Vec<String> {
        Vec::new()
    }
}

/// As for rooms: the types behind it are not printed.
impl fmt::Debug for dyn Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vendor")
    }
}

#[cfg(test)]
mod tests {
    use super::{percent_decoded, percent_encoded, segments, without_host};

    #[test]
    fn parts_of_paths_are_coded_both_ways() {
        for (plain, coded) in [("a-b_c.~9", "a-b_c.~9"), ("a b/c", "a%20b%2Fc"), ("é%", "%C3%A9%25")] {
            assert_eq!(percent_encoded(plain.as_bytes()), coded);
            assert_eq!(percent_decoded(coded), plain);
        }
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
    }

    #[test]
    fn segments_stand_between_slashes() {
        for path in ["", "/", "//", "a", "/v3/users", "v1/app//users/", "//a/é/b///"] {
            assert_eq!(segments(path), path.trim_matches('/').split('/').collect::<Vec<_>>(), "{path}");
        }
    }

    #[test]
    fn hosts_and_queries_are_no_part_of_a_path() {
        for (whole, path) in [
            ("/v3/users?x=1", "/v3/users"),
            ("https://api-1.sendbird.com/v3/users#x", "/v3/users"),
            ("https://api.talkjs.com", ""),
            ("users", "users"),
        ] {
            assert_eq!(without_host(whole), path);
        }
    }
}
