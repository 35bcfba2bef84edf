//! A mend in the making: as findings do before their place is known, it speaks of bytes in the window.

use crate::finding::{Change, Edit, Fix};

/// Bytes of the window to replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
}

/// What can be done about a finding without asking, because there is one right way only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mend {
    /// What it does, as a short imperative. Few different ones: what was done is counted by them.
    pub(crate) title: String,
    /// The rewrite of the file that it is a part of, for people and tools that know such a mend by its name.
    pub(crate) whole: Option<&'static str>,
    /// In order, none over another. Empty where no splice can do it.
    pub(crate) splices: Vec<Splice>,
}

impl Splice {
    pub(crate) fn new(start: usize, end: usize, text: &str) -> Splice {
        Splice { start, end, text: text.to_owned() }
    }
}

impl Mend {
    #[inline(never)]
    pub(crate) fn new(title: &str, splices: Vec<Splice>) -> Mend {
        Mend { title: title.to_owned(), whole: None, splices }
    }

    /// One that replaces a single run of bytes.
    #[inline(never)]
    pub(crate) fn one(title: &str, start: usize, end: usize, text: &str) -> Mend {
        Mend::new(title, vec![Splice::new(start, end, text)])
    }

    /// The edits in a document in which the window begins at `base`. What was blank may have left the window: places
    /// before its beginning wrap around, and come back here.
    pub(crate) fn edits(&self, base: u64) -> Vec<Edit> {
        let place = |at: usize| base.wrapping_add_signed(at.cast_signed() as i64);
        let edit =
            |splice: &Splice| Edit { start: place(splice.start), end: place(splice.end), text: splice.text.clone() };
        self.splices.iter().map(edit).collect()
    }

    /// As it stands in a report.
    pub(crate) fn fix(self, base: u64) -> Fix {
        let change = match self.whole {
            Some(rewrite) => Change::Whole(rewrite),
            None => Change::Edits(self.edits(base)),
        };
        Fix { title: self.title, change }
    }
}
