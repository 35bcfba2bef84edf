//! Reads bodies and requests files row by row, as the vendor's forms say.
//!
//! A body that is a document of its own comes in pieces, a row at a time; one that stands in a line of a requests file is
//! there as a whole. Both go through the same steps: `enter`, rows and members, `leave`.

mod batch;
mod body;
mod cut;
mod line;
mod rows;
mod send;

use super::migration::Migration;
use super::request::{Answers, Trouble, Verdict};
use super::{Facts, Form, Rows, Vendor};
use crate::finding::Position;
use crate::frame::{Places, Role};
use crate::index::{Fingerprint, Ids};
use crate::json::lexer::Lexer;
use crate::options::{CheckOptions, Dialect, Resource};
use crate::platform::room::{Loose, Room, Source, Tally};
use crate::report::Answer;
use crate::table::Table;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::walk::{Manner, Members, Walker};
use cut::Cuts;

/// The room of a platform whose imports are bodies of requests.
#[derive(Debug)]
pub(crate) struct ApiRoom {
    vendor: Box<dyn Vendor>,
    facts: &'static Facts,
    migration: Migration,
    answers: Answers,
    /// The form of the body at hand: an index among the vendor's.
    form: Option<usize>,
    /// The containers around the cursor.
    inside: Vec<Inside>,
    /// The form of the document at hand.
    document_form: Option<usize>,
    tables: Vec<&'static Table>,
    seed: u64,
    /// Drafts that the last row found there already.
    before: usize,
    /// How many full requests were cut off the body at hand.
    cut: u64,
    /// The answer to the last call of a batch, if it has errors.
    call: Option<Verdict>,
    /// Whether the body at hand made a request.
    asked: bool,
    cuts: Cuts,
}

/// A container around the cursor.
#[derive(Debug)]
enum Inside {
    /// An object whose members are looked at one by one, and where it begins if it is a document.
    Members(Members, Option<Position>),
    /// Rows.
    Rows(Rows),
}

/// What a value turned out to be, for `enter`.
#[derive(Clone, Copy)]
struct Seen {
    /// Its first byte.
    byte: u8,
    at: usize,
}

impl ApiRoom {
    /// A room for a vendor; `ids` know already what the app has.
    pub(crate) fn new(options: &CheckOptions, vendor: Box<dyn Vendor>, manner: Manner, ids: Ids) -> ApiRoom {
        let facts = vendor.facts();
        let kinds = facts.kinds.iter().map(|kind| kind.table);
        let tables: Vec<_> = kinds.chain(facts.envelopes.iter().copied()).collect();
        let walker = Walker::new(&tables, manner, options.seed);
        let files = facts.takes_files;
        ApiRoom {
            vendor,
            facts,
            migration: Migration::new(options, walker, ids),
            answers: Answers::new(options.max_findings, files),
            form: None,
            inside: Vec::new(),
            document_form: None,
            tables,
            seed: options.seed,
            before: 0,
            cut: 0,
            call: None,
            asked: false,
            cuts: Cuts::default(),
        }
    }

    fn form(&self) -> Option<&'static Form> {
        self.facts.forms.get(self.form?)
    }

    fn rows(&self) -> Option<Rows> {
        match self.inside.last() {
            Some(Inside::Rows(rows)) => Some(*rows),
            _ => None,
        }
    }
}

impl Room for ApiRoom {
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        self.facts.counted
    }

    fn start_source(&mut self, source: &Source) {
        let migration = &mut self.migration;
        migration.source = source.index;
        migration.channel.clone_from(&source.channel);
        migration.in_line = source.resource == Resource::Requests;
        if let Some(dialect) =
            source.dialect.map(Dialect::column).filter(|dialect| *dialect != migration.walker.manner.dialect)
        {
            let manner = Manner { dialect, ..migration.walker.manner };
            migration.walker = Walker::new(&self.tables, manner, self.seed);
        }
        let forms = self.facts.forms;
        self.document_form = forms.iter().position(|form| form.resource == Some(source.resource));
        self.form = None;
        self.inside.clear();
        self.migration.request.open = false;
    }

    fn end_source(&mut self) {
        // What the document left open ends with it.
        while !self.inside.is_empty() {
            self.leave_container();
        }
        self.end_request(self.only_asks());
    }

    fn parse(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool {
        let migration = &mut self.migration;
        migration.walker.start();
        migration.late.clear();
        migration.definitions.clear();
        migration.days.clear();
        if migration.in_line {
            return self.parse_line(lexer);
        }
        self.walk_row(lexer, key)
    }

    fn settle(&mut self, bytes: &[u8], _start: usize) {
        if self.migration.in_line {
            return;
        }
        // Whatever was found in the item is the row's.
        self.before = 0;
        if let Some(rows) = self.rows() {
            self.settle_row(bytes, rows);
        }
    }

    fn salvage(&mut self, bytes: &[u8]) {
        if self.migration.in_line {
            self.migration.request.open = false;
            self.inside.clear();
            return;
        }
        let Some(rows) = self.rows() else { return };
        self.next_row(bytes, rows);
        if let Some(kind) = self.facts.kinds.get(rows.kind)
            && !self.migration.ids.second()
        {
            self.migration.tally.see(kind.counted);
        }
        if self.migration.object.is_some() {
            self.vendor.salvage(&mut self.migration, bytes);
        }
    }

    fn pass_over(&mut self) {
        let migration = &mut self.migration;
        migration.walker.start();
        migration.object = None;
        migration.key = None;
        migration.late.clear();
        migration.definitions.clear();
        migration.days.clear();
    }

    fn role(&mut self, places: &Places, bytes: &[u8], key: Option<Span>, at: usize) -> Role {
        let byte = bytes.get(at).copied().unwrap_or(0);
        let key = key.map(|key| super::rules::value(bytes, key));
        self.enter(key.as_deref(), Seen { byte, at }, Some(places.peek(bytes, at)))
    }

    fn member(&mut self, lexer: &mut Lexer, key: Option<Span>) {
        self.check_member(lexer, key);
    }

    fn leave(&mut self) {
        self.leave_container();
    }

    fn drafts(&mut self) -> &mut Vec<Box<Draft>> {
        &mut self.migration.walker.drafts
    }

    fn late(&mut self) -> &mut Vec<Box<Draft>> {
        &mut self.migration.late
    }

    fn loose(&mut self) -> Option<&mut Vec<Loose>> {
        Some(&mut self.migration.loose)
    }

    fn definitions(&self) -> &[(Fingerprint, usize)] {
        &self.migration.definitions
    }

    fn days(&self) -> &[i32] {
        &self.migration.days
    }

    fn kind(&self) -> Option<usize> {
        None
    }

    fn item_name(&self) -> Option<&'static str> {
        let kind = self.facts.kinds.get(self.rows()?.kind)?;
        self.facts.counted.get(kind.counted).map(|(one, _)| *one)
    }

    fn tally(&mut self) -> &mut Tally {
        &mut self.migration.tally
    }

    fn end_first(&mut self) -> bool {
        let vendor = &self.vendor;
        let again = self.migration.ids.end_first(|later, note| vendor.breaks(later, note));
        if again {
            self.answers.clear();
        }
        again
    }

    fn answer_problem(&mut self, draft: &Draft, words: Option<&str>) {
        let migration = &mut self.migration;
        if migration.in_line || !migration.request.open {
            return;
        }
        if let Some(words) = words {
            migration.request.malformed.get_or_insert_with(|| words.to_owned());
        } else {
            migration.request.troubles.push(Trouble::of(draft));
        }
    }

    fn answers_anew(&self) -> bool {
        true
    }

    fn answer(&mut self) -> Option<Answer> {
        Some(self.answers.take())
    }
}
