//! Reads bodies and requests files row by row, as the vendor's forms say.
//!
//! A body that is a document of its own comes in pieces, a row at a time; one that stands in a line of a requests file is
//! there as a whole. Both go through the same steps: `enter`, rows and members, `leave`.

mod batch;
mod line;

use super::migration::Migration;
use super::request::{Answers, Trouble, Verdict};
use super::{Asks, Container, Facts, Form, Root, Rows, Vendor, percent_encoded};
use crate::codes::Code;
use crate::finding::Severity;
use crate::frame::{Places, Role};
use crate::index::{Fingerprint, Ids};
use crate::json::lexer::Lexer;
use crate::options::{CheckOptions, Dialect, Resource};
use crate::platform::room::{Loose, Room, Source, Tally};
use crate::report::Answer;
use crate::table::draft::Draft;
use crate::table::slots::Span;
use crate::table::walk::{Manner, Members, Walker, found};
use crate::table::{Capture, Table};

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
}

/// A container around the cursor.
#[derive(Debug)]
enum Inside {
    /// An object whose members are looked at one by one.
    Members(Members),
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
        }
    }

    fn form(&self) -> Option<&'static Form> {
        self.facts.forms.get(self.form?)
    }

    /// Begins a request, unless one is open.
    fn begin_request(&mut self, asks: Asks, at: usize, position: Option<crate::finding::Position>) {
        let migration = &mut self.migration;
        if migration.request.open {
            return;
        }
        if !migration.in_line {
            migration.request.reset();
            migration.request.channel.clone_from(&migration.channel);
            asks.method.clone_into(&mut migration.request.method);
            let path = match &migration.channel {
                Some(channel) => asks.path.replace("{channel}", &percent_encoded(channel.as_bytes())),
                None => asks.path.to_owned(),
            };
            migration.request.path = path;
        }
        let request = &mut migration.request;
        request.source = migration.source;
        request.form = self.form;
        request.open = true;
        request.at = at;
        request.position = position;
        self.vendor.begin_request(migration);
    }

    /// Ends the request at hand, and answers it if it has errors.
    fn end_request(&mut self, asks: Option<Asks>) {
        if !self.migration.request.open {
            return;
        }
        if let Some(asks) = asks.filter(|asks| asks.most != 0 && self.migration.request.rows > asks.most) {
            self.too_many_rows(asks);
        }
        self.vendor.end_request(&mut self.migration);
        let migration = &mut self.migration;
        let request = &mut migration.request;
        request.open = false;
        if request.is_faulty() {
            let vendor = &self.vendor;
            if migration.in_batch {
                self.call = Some(vendor.answer(request));
            } else {
                self.answers.add(request, || vendor.answer(request));
            }
        }
    }

    #[cold]
    fn too_many_rows(&mut self, asks: Asks) {
        let (rows, most) = (self.migration.request.rows.to_string(), asks.most.to_string());
        let kind = self.facts.kinds.get(self.migration.request.kind);
        let kind = match self.form().map(|form| &form.root) {
            Some(Root::Calls { .. }) => "call",
            _ => kind.map_or("row", |kind| kind.name),
        };
        let platform = self.migration.walker.manner.platform;
        let message = ["the request has ", &rows, " ", kind, "s; ", platform, " takes ", &most, " at a time"].concat();
        let draft = Draft::new(Code::TooMany, Severity::Error, asks.basis, 0, message)
            .help(&["send them in requests of at most ", &most].concat())
            .cause("request", "", &rows, asks.most);
        self.migration.say_of_request(draft);
    }

    /// Says how many requests a document makes that is longer than one of them.
    #[cold]
    fn several_requests(&mut self, asks: Asks) {
        let rows = (self.cut * asks.batch + self.migration.request.rows).to_string();
        let (most, requests) = (asks.batch.to_string(), (self.cut + 1).to_string());
        let kind = self.facts.kinds.get(self.migration.request.kind).map_or("row", |kind| kind.name);
        let platform = self.migration.walker.manner.platform;
        let message = [
            "the document has ",
            &rows,
            " ",
            kind,
            "s; ",
            platform,
            " takes ",
            &most,
            " at a time, so that it takes ",
            &requests,
            " requests",
        ];
        let draft = Draft::new(Code::SeveralRequests, Severity::Info, asks.basis, 0, message.concat())
            .help(&["send them in this order, ", &most, " at a time, each request once"].concat())
            .cause("request", "", &rows, asks.batch);
        self.migration.say_of_request(draft);
    }

    /// What a value of the body is, from its first byte and its key.
    fn enter(&mut self, key: Option<&[u8]>, seen: Seen, position: Option<crate::finding::Position>) -> Role {
        match self.inside.last() {
            None => self.enter_root(seen, position),
            Some(Inside::Members(_)) => self.enter_member(key, seen, position),
            Some(Inside::Rows(_)) => Role::Item,
        }
    }

    fn enter_root(&mut self, seen: Seen, position: Option<crate::finding::Position>) -> Role {
        self.cut = 0;
        if !self.migration.in_line {
            self.form = self.document_form;
        }
        let Some(form) = self.form() else { return Role::Member };
        match &form.root {
            Root::One(rows) | Root::Rows(rows) => {
                let one = matches!(form.root, Root::One(_));
                self.begin_request(rows.asks, seen.at, position);
                self.migration.request.kind = rows.kind;
                let expected = if one { seen.byte == b'{' } else { rows.container.begins_with(seen.byte) };
                if !expected {
                    self.wrong_root(form, seen);
                }
                // An object in the place of a list is a row that stands alone; several rows in the place of one are
                // looked at all the same.
                let role = match seen.byte {
                    b'{' if one || rows.container == Container::List => Role::Item,
                    b'{' | b'[' => Role::Items,
                    _ => return Role::Member,
                };
                self.inside.push(Inside::Rows(*rows));
                role
            }
            Root::Members { rows, .. } => {
                if let [(_, only)] = rows {
                    self.begin_request(only.asks, seen.at, position);
                    self.migration.request.kind = only.kind;
                }
                if seen.byte == b'{' {
                    self.inside.push(Inside::Members(Members::new(seen.at)));
                    return Role::Members;
                }
                self.wrong_root(form, seen);
                match rows {
                    [(_, only), ..] if seen.byte == b'[' => {
                        self.inside.push(Inside::Rows(*only));
                        Role::Items
                    }
                    _ => Role::Member,
                }
            }
            // Only in requests, where it does not come here.
            Root::Calls { .. } => Role::Member,
        }
    }

    fn enter_member(&mut self, key: Option<&[u8]>, seen: Seen, position: Option<crate::finding::Position>) -> Role {
        let Some(Form { root: Root::Members { rows: parts, .. }, .. }) = self.form() else { return Role::Member };
        let Some((name, rows)) = parts.iter().find(|(name, _)| key == Some(name.as_bytes())) else {
            return Role::Member;
        };
        if !matches!(seen.byte, b'{' | b'[') {
            return Role::Member;
        }
        if parts.len() > 1 {
            self.begin_request(rows.asks, seen.at, position);
        }
        self.migration.request.kind = rows.kind;
        if !rows.container.begins_with(seen.byte) {
            self.wrong_container(name, *rows, seen);
        }
        self.note_member(name, seen);
        self.inside.push(Inside::Rows(*rows));
        Role::Items
    }

    /// Rows were seen under this name: the envelope has it.
    fn note_member(&mut self, name: &str, seen: Seen) {
        let Some(table) = self.envelope() else { return };
        if let Some(Inside::Members(members)) = self.inside.last_mut() {
            self.migration.walker.note_member(table, name, members, seen.at);
        }
    }

    /// The index of the envelope's table, among the walker's.
    fn envelope(&self) -> Option<usize> {
        match self.form()?.root {
            Root::Members { envelope, .. } => Some(self.facts.kinds.len() + envelope),
            _ => None,
        }
    }

    #[cold]
    fn wrong_root(&mut self, form: &Form, seen: Seen) {
        let platform = self.migration.walker.manner.platform;
        let message = ["the body is ", found(seen.byte), "; ", platform, " wants ", form.words].concat();
        let (severity, basis) = self.facts.wrong_container;
        let help = match form.root {
            Root::One(_) if seen.byte == b'[' => "send a request for each of them".to_owned(),
            Root::One(_) => "write an object".to_owned(),
            _ => ["wrap it so that it is ", form.words].concat(),
        };
        let draft = Draft::new(Code::WrongType, severity, basis, seen.at, message)
            .path(self.migration.walker.path_of(None))
            .help(&help)
            .cause("body", "", found(seen.byte), 0);
        self.migration.say_of_body(draft);
    }

    #[cold]
    fn wrong_container(&mut self, name: &str, rows: Rows, seen: Seen) {
        let platform = self.migration.walker.manner.platform;
        let wanted = if rows.container == Container::List { "a list" } else { "an object whose keys are the ids" };
        let message = [name, " is ", found(seen.byte), "; ", platform, " wants ", wanted].concat();
        let (severity, basis) = self.facts.wrong_container;
        let draft = Draft::new(Code::WrongType, severity, basis, seen.at, message)
            .path(self.migration.walker.path_of(Some(name)))
            .cause("body", name, found(seen.byte), 0);
        self.migration.say_of_body(draft);
    }

    /// The container at hand ends.
    fn leave_container(&mut self) {
        match self.inside.pop() {
            Some(Inside::Members(members)) => {
                if let Some(table) = self.envelope() {
                    self.collect(|room| {
                        room.migration.walker.end_members(table, &members);
                    });
                }
                self.end_request(self.only_asks());
            }
            Some(Inside::Rows(rows)) => {
                if self.inside.is_empty() || self.only_asks().is_none() {
                    if self.cut > 0 && rows.asks.batch > 1 {
                        self.several_requests(rows.asks);
                    }
                    self.end_request(Some(rows.asks));
                }
            }
            None => {}
        }
    }

    /// What asks for the rows of the body at hand, if one request carries all of them.
    fn only_asks(&self) -> Option<Asks> {
        match self.form()?.root {
            Root::Members { rows: [(_, only)], .. } => Some(only.asks),
            Root::Members { .. } => None,
            Root::One(rows) | Root::Rows(rows) => Some(rows.asks),
            Root::Calls { asks, .. } => Some(asks),
        }
    }

    /// Runs a part of the walk whose findings are about the body, not about a row.
    fn collect<T>(&mut self, work: impl FnOnce(&mut ApiRoom) -> T) -> T {
        if self.migration.in_line {
            let before = self.migration.walker.drafts.len();
            let done = work(self);
            let fresh = self.migration.walker.drafts.get(before..).unwrap_or_default();
            let errors = fresh.iter().filter(|draft| draft.severity == Severity::Error);
            self.migration.request.troubles.extend(errors.map(|draft| Trouble::of(draft)));
            return done;
        }
        let kept = std::mem::take(&mut self.migration.walker.drafts);
        let done = work(self);
        for draft in std::mem::replace(&mut self.migration.walker.drafts, kept) {
            self.migration.say_of_body(draft);
        }
        done
    }

    /// A value beside the rows: checked as a field of the envelope.
    fn check_member(&mut self, lexer: &mut Lexer, key: Option<Span>) {
        let (Some(key), Some(table)) = (key, self.envelope()) else { return };
        let Some(Inside::Members(mut members)) = self.inside.pop() else { return };
        self.collect(|room| room.migration.walker.member(lexer, table, key, &mut members));
        self.inside.push(Inside::Members(members));
    }

    /// Walks the row at the cursor.
    fn walk_row(&mut self, lexer: &mut Lexer, key: Option<Span>) -> bool {
        let rows = match self.inside.last() {
            Some(Inside::Rows(rows)) => *rows,
            _ => return lexer.value(),
        };
        let migration = &mut self.migration;
        migration.kind = rows.kind;
        migration.key = key;
        migration.object = None;
        self.before = migration.walker.drafts.len();
        if lexer.next() == b'{' {
            migration.object = Some(lexer.pos);
            return migration.walker.object(lexer, rows.kind, Capture::ITEM);
        }
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        let kind = migration.kind_name();
        let message = ["the ", kind, " is ", found(byte), "; ", migration.walker.manner.platform, " wants an object"];
        let (severity, basis) = self.facts.wrong_container;
        let draft = Draft::new(Code::WrongType, severity, basis, at, message.concat())
            .path(migration.walker.path_of(None))
            .cause(kind, "", found(byte), 0);
        migration.say(draft);
        true
    }

    /// The row that was walked stands whole: rules, counts, the request's share.
    fn settle_row(&mut self, bytes: &[u8], rows: Rows) {
        self.next_row(bytes, rows);
        let (migration, vendor) = (&mut self.migration, &mut self.vendor);
        let late = migration.late.len();
        if migration.object.is_some() {
            vendor.row(migration, bytes);
        }
        self.finish_row(late);
    }

    /// Takes the next row into the request; where that is full already, into the next one.
    fn next_row(&mut self, bytes: &[u8], rows: Rows) {
        let asks = rows.asks;
        if !self.migration.in_line && asks.batch != 0 && self.migration.request.rows >= asks.batch {
            let position = self.migration.request.position;
            self.end_request(None);
            self.begin_request(asks, 0, position);
            self.migration.request.kind = rows.kind;
            self.cut += 1;
        }
        let migration = &mut self.migration;
        migration.row = migration.request.rows;
        migration.request.rows += 1;
        if let Some(key) = migration.key {
            migration.request.push_key(super::rules::raw(bytes, key));
            if asks.path.contains("{key}") && !migration.in_line {
                let key = percent_encoded(&super::rules::value(bytes, key));
                migration.request.path = asks.path.replace("{key}", &key);
            }
        }
    }

    /// Counts the row, and notes its errors for the answer.
    fn finish_row(&mut self, late: usize) {
        let (migration, vendor, facts) = (&mut self.migration, &self.vendor, self.facts);
        let Some(kind) = facts.kinds.get(migration.kind) else { return };
        let name = facts.counted.get(kind.counted).map(|(one, _)| *one);
        let mut errors: Vec<&Draft> = Vec::new();
        let inline = migration.walker.drafts.get_mut(self.before..).unwrap_or_default();
        let mut any_inline = false;
        for draft in inline {
            draft.item = draft.item.or(name);
            if draft.severity == Severity::Error {
                any_inline = true;
                errors.push(draft);
            }
        }
        for draft in migration.late.get_mut(late..).unwrap_or_default() {
            draft.item = draft.item.or(name);
            if draft.severity == Severity::Error {
                errors.push(draft);
            }
        }
        let second = migration.ids.second();
        if !second {
            migration.tally.see(kind.counted);
            if !any_inline {
                migration.tally.pass(kind.counted);
            }
        } else if !any_inline && !errors.is_empty() {
            migration.tally.fail(kind.counted);
        }
        if !errors.is_empty() {
            errors.sort_by_key(|draft| vendor.rank(draft));
            let troubles = errors.into_iter().map(Trouble::of).collect();
            let row = migration.row;
            migration.request.push_fault(row, troubles, migration.cap);
        }
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

    fn loose(&mut self) -> Vec<Loose> {
        std::mem::take(&mut self.migration.loose)
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
