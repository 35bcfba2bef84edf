//! Someone who takes items and writes down all that is told, in order, with places.

use super::super::{Framer, Items, Places, Problem, Role, Shape};
use crate::json::lexer::{Lexer, Stop};
use crate::json::span::Span;
use crate::options::Limits;

/// All that was told.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) lines: Vec<String>,
    root: Role,
    requests: bool,
    depth: usize,
    key: Option<Span>,
    last: u64,
}

impl Log {
    /// What is told of items and of what is wrong.
    pub(super) fn told(&self) -> Vec<&str> {
        let is_told = |line: &&str| !line.starts_with("role") && !line.starts_with("parse");
        self.lines.iter().map(String::as_str).filter(is_told).collect()
    }

    fn key(bytes: &[u8], key: Option<Span>) -> String {
        key.map(|key| format!(" {}", text(bytes, key.start as usize, key.end as usize))).unwrap_or_default()
    }

    /// A place, which may not be before the one that was told last.
    fn place(&mut self, places: &mut Places, bytes: &[u8], at: usize) -> String {
        let position = places.advance(bytes, at);
        assert!(
            position.byte >= self.last,
            "out of order: {position:?} behind {}\n{}",
            self.last,
            self.lines.join("\n")
        );
        self.last = position.byte;
        format!("{}:{}", position.line, position.column)
    }
}

fn text(bytes: &[u8], start: usize, end: usize) -> String {
    String::from_utf8_lossy(&bytes[start..end]).into_owned()
}

impl Items for Log {
    fn parse(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool {
        self.key = key;
        let start = lexer.pos;
        let whole = lexer.value();
        if self.requests {
            let (stop, at) = lexer.stopped();
            let end = if whole { lexer.pos } else { at };
            assert!(whole || stop != Stop::Incomplete || end + crate::json::lexer::PADDING >= lexer.bytes().len());
            self.lines.push(format!("parse {}", text(lexer.bytes(), start, end)));
        }
        whole
    }

    fn accept(&mut self, places: &mut Places, bytes: &[u8], start: usize, end: usize, _doubtful: bool) {
        let place = self.place(places, bytes, start);
        let line = format!("item {place}{} {}", Self::key(bytes, self.key), text(bytes, start, end));
        self.lines.push(line);
        places.item += 1;
    }

    fn reject(&mut self, places: &mut Places, bytes: &[u8], start: usize, at: usize, problem: Problem) {
        let start = self.place(places, bytes, start);
        // The next item may begin before the fault.
        let at = places.peek(bytes, at);
        let line = format!("reject {start} at {}:{} {problem:?}", at.line, at.column);
        // The key has to be there still.
        Self::key(bytes, self.key);
        self.lines.push(line);
        places.item += 1;
    }

    fn note(&mut self, places: &mut Places, bytes: &[u8], at: usize, problem: Problem) {
        let place = self.place(places, bytes, at);
        self.lines.push(format!("note {place} {problem:?}"));
    }

    fn role(&mut self, places: &mut Places, bytes: &[u8], key: Option<Span>, at: usize) -> Role {
        let name = Self::key(bytes, key);
        let place = self.place(places, bytes, at);
        let opens = matches!(bytes.get(at), Some(b'{' | b'['));
        let role = match name.trim_start() {
            "" if self.depth == 0 => self.root,
            "users" | "messages" => Role::Items,
            "" | "outer" | "list" => Role::Members,
            "item" => Role::Item,
            _ => Role::Member,
        };
        if opens && matches!(role, Role::Items | Role::Members) && self.depth < 8 {
            self.depth += 1;
        }
        self.lines.push(format!("role {place}{name} {role:?}"));
        role
    }

    fn member(&mut self, places: &mut Places, bytes: &[u8], key: Option<Span>, start: usize, end: usize) {
        let place = self.place(places, bytes, start);
        let line = format!("member {place}{} {}", Self::key(bytes, key), text(bytes, start, end));
        self.lines.push(line);
    }

    fn leave(&mut self, places: &mut Places, bytes: &[u8], at: usize, closed: bool) {
        let place = self.place(places, bytes, at);
        self.depth -= 1;
        self.lines.push(format!("{} {place}", if closed { "leave" } else { "left" }));
    }
}

/// Reads a document in windows of that size.
pub(super) fn run(shape: Shape, root: Role, bytes: &[u8], size: usize, limits: Limits) -> Log {
    let mut framer = Framer::new(shape, 0, 0, size, limits);
    let requests = shape == Shape::Requests;
    let mut log = Log { lines: Vec::new(), root, requests, depth: 0, key: None, last: 0 };
    for piece in bytes.chunks(size.min(bytes.len().max(1))) {
        framer.push(&piece, &mut log);
    }
    framer.finish(&mut log);
    assert_eq!(log.depth, 0, "what was entered was not left: {}", log.lines.join("\n"));
    log
}
