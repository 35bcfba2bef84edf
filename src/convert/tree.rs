//! A JSON value as a list of nodes: enough for readers, who look at every part of an item, some of it twice.
//!
//! The only place that builds anything of an item, and one item at a time. No recursion, whatever the depth.

use std::borrow::Cow;
use std::sync::Arc;

use crate::history::{Text, Time};
use crate::json::lexer::{Lexer, More, PADDING};
use crate::json::text;

/// Nested deeper than this is refused: no platform takes it.
const DEPTH: u32 = 512;

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The raw value, quotes and brackets included.
    start: usize,
    end: usize,
    /// The key, without its quotes; empty for elements. One that has escapes in it is raw until all is parsed, and stands
    /// decoded behind the item then.
    key: (usize, usize),
    key_escaped: bool,
    /// Whether the value is a string with an escape in it.
    escaped: bool,
    /// The node behind this one and all that is in it.
    next: usize,
}

/// What the lexer wants behind the window.
const ZEROS: &str = match std::str::from_utf8(&[0; PADDING]) {
    Ok(zeros) => zeros,
    Err(_) => "",
};

/// A parsed item.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The item, with what the lexer wants behind it. Texts that were taken out of it share it.
    text: Arc<String>,
    nodes: Vec<Node>,
    /// While it is parsed, the containers that are open: their nodes, and what closes them.
    open: Vec<(usize, u8)>,
}

impl Tree {
    /// Parses one value with nothing but white space around it. `Err` has the offset at which it is no JSON.
    pub(crate) fn parse(&mut self, item: &[u8]) -> Result<Json<'_>, usize> {
        let known = simdutf8::basic::from_utf8(item).map_or_else(|_| String::from_utf8_lossy(item), Cow::Borrowed);
        if Arc::get_mut(&mut self.text).is_none() {
            // Something of the item before is still in use.
            self.text = Arc::default();
        }
        if let Some(text) = Arc::get_mut(&mut self.text) {
            text.clear();
            text.reserve(known.len() + 1 + PADDING);
            text.push_str(&known);
            // A number is whole only if a byte behind it was seen.
            text.push('\n');
            text.push_str(ZEROS);
        }
        self.nodes.clear();
        self.open.clear();
        if build(self.text.as_bytes(), &mut self.nodes, &mut self.open)? {
            self.decode_keys();
        }
        Ok(Json { tree: self, at: 0 })
    }

    #[cold]
    fn decode_keys(&mut self) {
        let Some(text) = Arc::get_mut(&mut self.text) else { return };
        for node in self.nodes.iter_mut().filter(|node| node.key_escaped) {
            let decoded = text::decode(text.as_bytes().get(node.key.0..node.key.1).unwrap_or_default());
            node.key = (text.len(), text.len() + decoded.len());
            text.push_str(&decoded);
        }
    }
}

fn build(bytes: &[u8], nodes: &mut Vec<Node>, open: &mut Vec<(usize, u8)>) -> Result<bool, usize> {
    let mut lexer = Lexer::new(bytes, 0, DEPTH);
    let (mut key, mut key_escaped) = ((0, 0), false);
    // Whether any key has an escape in it.
    let mut escapes = false;
    loop {
        let byte = lexer.next();
        let start = lexer.pos;
        let node = nodes.len();
        nodes.push(Node { start, end: start, key, key_escaped, escaped: false, next: node + 1 });
        let mut ended = true;
        if matches!(byte, b'{' | b'[') {
            if !lexer.open() {
                return Err(lexer.pos);
            }
            lexer.pos += 1;
            let close = if byte == b'{' { b'}' } else { b']' };
            if lexer.next() == close {
                lexer.pos += 1;
                lexer.depth -= 1;
            } else {
                open.push((node, close));
                ended = false;
            }
        } else if !lexer.value() {
            return Err(lexer.stopped().1);
        }
        if ended && let Some(node) = nodes.get_mut(node) {
            node.end = lexer.pos;
            node.escaped = byte == b'"' && lexer.escaped;
        }
        // Close what closes behind this value.
        while ended {
            let Some((parent, close)) = open.last().copied() else {
                lexer.next();
                return if lexer.pos + PADDING >= bytes.len() { Ok(escapes) } else { Err(lexer.pos) };
            };
            match lexer.more(close) {
                More::Next => ended = false,
                More::Last => {
                    lexer.depth -= 1;
                    open.pop();
                    let next = nodes.len();
                    if let Some(node) = nodes.get_mut(parent) {
                        (node.end, node.next) = (lexer.pos, next);
                    }
                }
                More::Broken => return Err(lexer.stopped().1),
            }
        }
        (key, key_escaped) = ((0, 0), false);
        if matches!(open.last(), Some((_, b'}'))) {
            if !lexer.expect(b'"') {
                return Err(lexer.stopped().1);
            }
            let start = lexer.pos;
            if !lexer.string() {
                return Err(lexer.stopped().1);
            }
            (key, key_escaped) = ((start, lexer.pos - 1), lexer.escaped);
            escapes |= key_escaped;
            if !lexer.expect(b':') {
                return Err(lexer.stopped().1);
            }
        }
    }
}

/// A value in a [`Tree`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Json<'a> {
    tree: &'a Tree,
    at: usize,
}

impl<'a> Json<'a> {
    fn node(self) -> Option<&'a Node> {
        self.tree.nodes.get(self.at)
    }

    #[inline(always)]
    fn slice(self, start: usize, end: usize) -> &'a str {
        self.tree.text.get(start..end).unwrap_or_default()
    }

    /// The raw value as it stands in the item. Invalid UTF-8 is replaced.
    #[inline(never)]
    pub(crate) fn raw(self) -> &'a str {
        self.node().map_or("", |node| self.slice(node.start, node.end))
    }

    /// The value as JSON without white space between tokens: for custom data.
    #[inline(never)]
    pub(crate) fn compact(self) -> Text {
        let raw = self.raw();
        let nested = self.is_object() || self.is_array();
        if !nested || !raw.bytes().any(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')) {
            return self.whole();
        }
        let mut out = String::with_capacity(raw.len());
        let (mut quoted, mut escaped) = (false, false);
        for character in raw.chars() {
            if !quoted && matches!(character, ' ' | '\n' | '\t' | '\r') {
                continue;
            }
            out.push(character);
            if escaped {
                escaped = false;
            } else if quoted && character == '\\' {
                escaped = true;
            } else if character == '"' {
                quoted = !quoted;
            }
        }
        Text::Own(out)
    }

    /// The raw value, shared.
    fn whole(self) -> Text {
        self.node().map_or_else(Text::default, |node| Text::part(&self.tree.text, node.start, node.end))
    }

    /// Where the value begins, counted from the item's first byte.
    pub(crate) fn start(self) -> usize {
        self.node().map_or(0, |node| node.start)
    }

    #[inline(always)]
    fn first(self) -> u8 {
        self.node().and_then(|node| self.tree.text.as_bytes().get(node.start)).copied().unwrap_or_default()
    }

    pub(crate) fn is_object(self) -> bool {
        self.first() == b'{'
    }

    pub(crate) fn is_array(self) -> bool {
        self.first() == b'['
    }

    pub(crate) fn is_string(self) -> bool {
        self.first() == b'"'
    }

    pub(crate) fn is_null(self) -> bool {
        self.first() == b'n'
    }

    /// The text of a string; `None` for anything else.
    #[inline(never)]
    pub(crate) fn text(self) -> Option<Text> {
        let node = self.node().filter(|_| self.is_string())?;
        let (start, end) = (node.start + 1, node.end - 1);
        Some(if node.escaped {
            Text::Own(text::decode(self.slice(start, end).as_bytes()))
        } else {
            Text::part(&self.tree.text, start, end)
        })
    }

    /// A number or a literal as it is written; the text of a string.
    #[inline(never)]
    pub(crate) fn text_or_number(self) -> Option<Text> {
        match self.first() {
            b'"' => self.text(),
            b'-' | b'0'..=b'9' => Some(self.whole()),
            _ => None,
        }
    }

    #[inline(never)]
    pub(crate) fn flag(self) -> Option<bool> {
        match self.first() {
            b't' => Some(true),
            b'f' => Some(false),
            _ => None,
        }
    }

    /// A whole number, also one that is written `1.7e9` or `1700000000.0`, or as a string of digits.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "it is a whole number in range")]
    #[inline(never)]
    pub(crate) fn integer(self) -> Option<i64> {
        let raw = self.text_or_number()?;
        if let Ok(number) = raw.parse() {
            return Some(number);
        }
        let number: f64 = raw.parse().ok()?;
        (number.fract() == 0.0 && number.abs() < i64::MAX as f64).then_some(number as i64)
    }

    /// The time that a string says as RFC 3339 has it, as Go takes that.
    #[inline(never)]
    pub(crate) fn time(self) -> Option<Time> {
        let node = self.node().filter(|_| self.is_string())?;
        let fast = if node.escaped { None } else { Time::read(self.tree.text.as_bytes(), node.start + 1) };
        fast.or_else(|| Time::parse(&self.text()?))
    }

    /// The value of a key of an object; of the last one where it stands twice, as everywhere.
    #[inline(never)]
    pub(crate) fn get(self, key: &str) -> Option<Json<'a>> {
        if !self.is_object() {
            return None;
        }
        let mut found = None;
        for child in self.children() {
            if child.is_called(key) {
                found = Some(child);
            }
        }
        found
    }

    /// Whether this is what the key of an object stands for. Most keys are told apart by their lengths.
    #[inline(always)]
    pub(crate) fn is_called(self, key: &str) -> bool {
        let Some(node) = self.node() else { return false };
        let (start, end) = node.key;
        end - start == key.len() && self.tree.text.as_bytes().get(start..end) == Some(key.as_bytes())
    }

    /// The same, where `null` is as good as nothing.
    #[inline(never)]
    pub(crate) fn value(self, key: &str) -> Option<Json<'a>> {
        self.get(key).filter(|value| !value.is_null())
    }

    fn children(self) -> impl Iterator<Item = Json<'a>> {
        let tree = self.tree;
        let end = self.node().map_or(0, |node| node.next);
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let node = tree.nodes.get(at).filter(|_| at < end)?;
            let child = Json { tree, at };
            at = node.next;
            Some(child)
        })
    }

    /// Keys, decoded, and values of an object, in order; nothing for anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a str, Json<'a>)> {
        let object = self.is_object();
        self.children().take_while(move |_| object).map(|child| (child.key(), child))
    }

    /// Elements of an array, in order; nothing for anything else.
    pub(crate) fn elements(self) -> impl Iterator<Item = Json<'a>> {
        let array = self.is_array();
        self.children().take_while(move |_| array)
    }

    /// The key that it stands behind in an object, decoded.
    pub(crate) fn name(self) -> Text {
        let Some(node) = self.node() else { return Text::default() };
        Text::part(&self.tree.text, node.key.0, node.key.1)
    }

    #[inline(never)]
    fn key(self) -> &'a str {
        self.node().map_or("", |node| self.slice(node.key.0, node.key.1))
    }

    /// The texts of an array of strings; other elements are left out.
    #[inline(never)]
    pub(crate) fn texts(self) -> Vec<Text> {
        self.elements().filter_map(Json::text_or_number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn finds_what_is_there() {
        let mut tree = Tree::default();
        let json = tree
            .parse(br#" {"a":[1,{"b":"x\n\u00e9"},[]],"c":{ "d" : null },"n":1.7e9,"a\u0062":true,"c":{"d":2}} "#)
            .unwrap();
        let keys: Vec<_> = json.entries().map(|(key, _)| key.to_owned()).collect();
        assert_eq!(keys, ["a", "c", "n", "ab", "c"]);
        let a = json.get("a").unwrap();
        assert_eq!(a.elements().count(), 3);
        assert_eq!(a.elements().nth(1).unwrap().get("b").unwrap().text().unwrap(), "x\né");
        assert_eq!(a.elements().nth(2).unwrap().compact(), "[]");
        assert_eq!(json.get("n").unwrap().integer(), Some(1_700_000_000));
        assert_eq!(json.get("ab").unwrap().flag(), Some(true));
        assert_eq!(json.get("c").unwrap().compact(), "{\"d\":2}");
        assert!(a.entries().next().is_none());
    }

    #[test]
    fn refuses_what_is_no_json() {
        let mut tree = Tree::default();
        for text in ["", "{", "{\"a\"}", "[1,]", "{} {}", "nul", "\"a", "[1 2]", "{\"a\":1,}"] {
            assert!(tree.parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(tree.parse("[".repeat(100_000).as_bytes()).is_err());
        for text in ["{}", "[]", "1", " null ", "[[],{}]"] {
            assert!(tree.parse(text.as_bytes()).is_ok(), "{text}");
        }
    }
}
