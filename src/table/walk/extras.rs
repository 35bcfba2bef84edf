//! Keys that are none of an object's fields: how large they are, and which of them stand twice.

use crate::index::{Hasher, Set};
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::table::slots::Span;

/// Keys that are compared one by one, before they are worth a set.
const FEW: usize = 16;

/// The keys of one object that are none of its fields.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// Bytes of compact JSON, without braces and commas.
    pub(super) bytes: u64,
    pub(super) count: u64,
    /// Where its keys begin among the walker's.
    pub(super) first: usize,
    many: Option<Box<Set>>,
}

impl Extras {
    /// For an object whose keys begin at `first` of the walker's.
    pub(super) fn new(first: usize) -> Extras {
        Extras { bytes: 0, count: 0, first, many: None }
    }

    /// Whether the key was there before; remembers it.
    pub(super) fn repeats(&mut self, keys: &mut Vec<Span>, lexer: &Lexer, span: Span, hasher: &Hasher) -> bool {
        let raw = |span: Span| lexer.slice(span.start as usize, span.end as usize);
        let of = |span: Span| text::unescape(raw(span));
        if self.many.is_none() {
            let known = keys.get(self.first..).unwrap_or_default();
            if known.len() < FEW {
                let repeated = known.iter().any(|other| {
                    if other.escaped || span.escaped { of(*other) == of(span) } else { raw(*other) == raw(span) }
                });
                keys.push(span);
                return repeated;
            }
            let many = self.many.get_or_insert_with(|| Box::new(Set::new()));
            for other in known {
                many.insert(hasher.one(&of(*other)), 0);
            }
        }
        self.many.as_mut().is_some_and(|many| !many.insert(hasher.one(&of(span)), 0))
    }
}
