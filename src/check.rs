//! The machine: push, finish.
//!
//! One reading decides every verdict and every count that can be decided. If the end leaves a reference open, or a
//! definition stands twice, [`Checker::finish`] asks for a second reading: fingerprints cannot be turned back into texts.

use std::borrow::Cow;

use crate::codes::Code;
use crate::collect::Collector;
use crate::detect::{Detection, Encoding, HEAD, detect, encoding};
use crate::finding::{Basis, Severity};
use crate::frame::{Framer, Items, Places, Problem, Shape};
use crate::json::lexer::Lexer;
use crate::options::{AnswerStyle, CheckOptions, Dialect, Platform, Resource};
use crate::platform::stream::answer::Dashboard;
use crate::platform::stream::cli::StreamCli;
use crate::platform::stream::{Kind, MAX_FILE, Stream};
use crate::report::{Answer, Counters, Form, Report, SourceInfo, Stats};
use crate::table::draft::Draft;
use crate::timeline::Timeline;

/// What is known of one document before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceOptions {
    /// Its name, for people.
    pub name: Option<String>,
    /// What it holds; detected if absent.
    pub resource: Option<Resource>,
    /// The channel it belongs to, where it does not say so itself.
    pub channel: Option<String>,
}

/// What [`Checker::finish`] gives.
#[derive(Debug)]
pub enum Outcome {
    /// The report.
    Report(Box<Report>),
    /// All documents have to be pushed once more from their beginning, for texts and places; then `finish` again.
    Replay,
}

/// Checks documents that are pushed in pieces of any size.
///
/// A single document without a name can be pushed at once. For several, or to name one, call [`Checker::source`] before
/// the bytes of each: together they are one migration, and refer to each other. No result depends on where the pieces
/// are cut. Memory grows with the number of ids, not with the size of the input.
///
/// For input that is in memory as a whole, [`check`] is shorter.
///
/// ```
/// use chat_preflight::{CheckOptions, Checker, Outcome, SourceOptions};
///
/// let lines: &[u8] = br#"{"type":"channel","data":{"id":"general","type":"messaging","created_by":"ann"}}"#;
/// let mut checker = Checker::new(CheckOptions::default());
/// let report = loop {
///     checker.source(SourceOptions { name: Some("import.jsonl".into()), ..SourceOptions::default() });
///     checker.push(lines);
///     match checker.finish() {
///         Outcome::Report(report) => break report,
///         Outcome::Replay => {} // once more: who is ann?
///     }
/// };
/// assert_eq!(report.findings[0].code.slug(), "unknown-reference");
/// ```
#[derive(Debug)]
pub struct Checker {
    options: CheckOptions,
    /// Whether this is the second reading.
    second: bool,
    documents: Vec<SourceInfo>,
    /// How many documents of this reading have begun.
    begun: usize,
    current: Option<Document>,
    bytes: u64,
    ledger: Ledger,
    cli: Option<StreamCli>,
}

/// One document on its way.
#[derive(Debug)]
struct Document {
    index: u32,
    bytes: u64,
    state: Reading,
}

#[derive(Debug)]
enum Reading {
    /// Its first bytes, until there are enough to recognise it.
    Head(Vec<u8>),
    /// It is cut into items.
    Items(Box<Framer>),
    /// It is nothing that can be checked; a finding says so.
    Passed,
}

/// Where everything that is learnt of items goes.
#[derive(Debug)]
struct Ledger {
    second: bool,
    collector: Collector,
    stream: Box<Stream>,
    platform: Option<Platform>,
    items: u64,
    total: [u64; Kind::ALL.len()],
    valid: [u64; Kind::ALL.len()],
    timeline: Timeline,
    dashboard: Dashboard,
    cap: u64,
    /// A finding about the item that is accepted next.
    pending: Option<Box<Draft>>,
    depth: u32,
    item_bytes: u64,
}

/// Checks one document that is in memory as a whole.
///
/// ```
/// let report = chat_preflight::check(br#"{"type":"user","data":{}}"#, chat_preflight::CheckOptions::default());
/// assert_eq!(report.findings[0].message, "user.id is missing");
/// ```
#[must_use]
pub fn check(bytes: &[u8], options: CheckOptions) -> Report {
    let mut checker = Checker::new(options);
    loop {
        checker.push(bytes);
        if let Outcome::Report(report) = checker.finish() {
            return *report;
        }
    }
}

impl Checker {
    /// Starts a check.
    #[must_use]
    pub fn new(options: CheckOptions) -> Self {
        let ledger = Ledger {
            second: false,
            collector: Collector::new(options.max_findings),
            stream: Box::new(Stream::new(&options)),
            platform: options.platform,
            items: 0,
            total: Default::default(),
            valid: Default::default(),
            timeline: Timeline::default(),
            dashboard: Dashboard::default(),
            cap: options.max_findings,
            pending: None,
            depth: options.limits.depth,
            item_bytes: options.limits.item_bytes,
        };
        let cli = (options.answer == AnswerStyle::StreamCli).then(|| StreamCli::new(&options.profile));
        Checker { options, second: false, documents: Vec::new(), begun: 0, current: None, bytes: 0, ledger, cli }
    }

    /// Starts the next document, and ends the one before.
    pub fn source(&mut self, options: SourceOptions) {
        self.end_document();
        let index = self.begun;
        self.begun += 1;
        if !self.second {
            self.documents.push(SourceInfo {
                name: options.name,
                resource: options.resource,
                dialect: None,
                form: Form::Import,
            });
        }
        self.current = Some(Document {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            bytes: 0,
            state: Reading::Head(Vec::new()),
        });
    }

    /// Takes the next bytes of the document.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.current.is_none() {
            self.source(SourceOptions { resource: self.options.resource, ..SourceOptions::default() });
        }
        let Some(document) = &mut self.current else { return };
        self.bytes += bytes.len() as u64;
        document.bytes += bytes.len() as u64;
        if let Some(cli) = self.cli.as_mut().filter(|_| document.index == 0) {
            cli.push(bytes);
        }
        match &mut document.state {
            Reading::Passed => {}
            Reading::Items(framer) => framer.push(bytes, &mut self.ledger),
            Reading::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() >= HEAD {
                    self.recognise();
                }
            }
        }
    }

    /// Ends the input.
    ///
    /// [`Outcome::Replay`] asks for all documents once more, from their beginning; it is asked at most once, and never
    /// for an input without references to unknown things, duplicates and other errors that cross items.
    pub fn finish(&mut self) -> Outcome {
        if self.begun == 0 {
            self.push(b"");
        }
        self.end_document();
        let again = self.cli.as_mut().is_some_and(StreamCli::end_pass);
        if !self.second {
            let late = self.ledger.stream.references.end_first();
            if late || again {
                self.second = true;
                self.ledger.second = true;
                self.begun = 0;
                self.bytes = 0;
                return Outcome::Replay;
            }
        }
        Outcome::Report(Box::new(self.report()))
    }

    /// Bytes taken so far, in this reading of the input.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Items seen so far.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.ledger.items
    }

    /// Findings so far.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.ledger.collector.total()
    }

    fn say(&mut self, index: u32, draft: Box<Draft>) {
        if !self.second {
            self.ledger.collector.add(draft, None, Places::origin(index));
        }
    }

    /// Looks at a document's first bytes, and gets ready for its items.
    fn recognise(&mut self) {
        let Some(mut document) = self.current.take() else { return };
        let Reading::Head(head) = std::mem::replace(&mut document.state, Reading::Passed) else {
            self.current = Some(document);
            return;
        };
        let index = document.index;
        if let Some(framer) = self.prepare(index, &head) {
            document.state = Reading::Items(framer);
            if let Reading::Items(framer) = &mut document.state {
                let skipped = if encoding(&head) == Encoding::Marked { 3 } else { 0 };
                framer.push(head.get(skipped..).unwrap_or_default(), &mut self.ledger);
            }
        }
        self.current = Some(document);
    }

    fn prepare(&mut self, index: u32, head: &[u8]) -> Option<Box<Framer>> {
        let name = self.documents.get(index as usize).and_then(|document| document.name.clone());
        let detection = detect(head, name.as_deref());
        let error = |code, basis, message: String| Draft::new(code, Severity::Error, basis, 0, message);
        let encoding = encoding(head);
        if let Encoding::Wide(encoding) = encoding {
            let message = format!("the text is {encoding}; it has to be UTF-8");
            let help = format!("convert it, for instance with: iconv -f {encoding} -t UTF-8");
            self.say(index, error(Code::WrongEncoding, Basis::Observed, message).help(&help));
            return None;
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if text.iter().all(u8::is_ascii_whitespace) && head.len() < HEAD {
            let message = if head.is_empty() { "the input is empty" } else { "there is nothing but white space in the input" };
            let draft = error(Code::EmptyInput, Basis::Observed, message.to_owned());
            self.say(index, draft.help("check that the export that wrote this file has finished"));
            if let Some(platform) = self.options.platform {
                self.ledger.platform.get_or_insert(platform);
            }
            return None;
        }
        if detection.form == Form::Export {
            self.ledger.platform = self.ledger.platform.or(detection.platform);
            if let Some(document) = self.documents.get_mut(index as usize) {
                document.form = Form::Export;
            }
            let message = format!("this is an export, not an import: {}", detection.why);
            let draft = error(Code::ExportNotImport, Basis::Inferred, message);
            self.say(index, draft.help("convert it to an import file first"));
            return None;
        }
        let dialect = self.choose_dialect(index, &detection, text)?;
        self.ledger.platform = Some(Platform::Stream);
        if let Some(document) = self.documents.get_mut(index as usize) {
            document.resource = Some(Resource::Import);
            document.dialect = Some(dialect);
        }
        let skipped = if encoding == Encoding::Marked { 3 } else { 0 };
        if skipped > 0 {
            let basis = if dialect == Dialect::Array { Basis::Observed } else { Basis::Inferred };
            let message = "the file begins with a byte order mark".to_owned();
            let mut draft = error(Code::ByteOrderMark, basis, message).help("save it as UTF-8 without a byte order mark");
            draft.cause.value = "invalid character 'ï' looking for beginning of value".to_owned();
            self.ledger.answer_malformed(&draft);
            self.say(index, draft);
        }
        let shape = if dialect == Dialect::Array { Shape::Array } else { Shape::Lines };
        if dialect == Dialect::Array && text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            let message = "the file is in the older dialect, one JSON array; the documentation describes JSON Lines only";
            let draft = Draft::new(Code::LegacyDialect, Severity::Info, Basis::Documented, 0, message.to_owned());
            self.say(index, draft.help("write one {\"type\",\"data\"} a line, sorted by type"));
        }
        self.ledger.stream.start_source(dialect);
        let limits = self.options.limits;
        Some(Box::new(Framer::new(shape, index, skipped, limits.item_bytes, limits.depth)))
    }

    /// The dialect to read a document in; `None` if it is nothing that is known, which is reported.
    fn choose_dialect(&mut self, index: u32, detection: &Detection, text: &[u8]) -> Option<Dialect> {
        let foreign = detection.platform.is_none();
        let looks_like_another = foreign && detection.why.starts_with("it looks like");
        if foreign && (self.options.platform.is_none() || looks_like_another) {
            let message = match self.options.platform {
                Some(platform) => format!("this is no import file of {platform}: {}", detection.why),
                None => format!("this is no import file that is known here: {}", detection.why),
            };
            let draft = Draft::new(Code::UnknownFormat, Severity::Error, Basis::Inferred, 0, message)
                .help("give the platform if the file is meant for one; for Stream, each line is {\"type\": …, \"data\": {…}}");
            self.say(index, draft);
            return None;
        }
        let array = text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
        let seen = if array { Dialect::Array } else { Dialect::Jsonl };
        Some(self.options.dialect.unwrap_or(seen))
    }

    fn end_document(&mut self) {
        if matches!(&self.current, Some(Document { state: Reading::Head(_), .. })) {
            self.recognise();
        }
        let Some(document) = self.current.take() else { return };
        let before = self.ledger.items;
        let begun = matches!(document.state, Reading::Items(_));
        if let Reading::Items(mut framer) = document.state {
            framer.finish(&mut self.ledger);
            let read = framer.places.item;
            if read == 0 && before == self.ledger.items && !self.ledger.collector.errors {
                let message = "there is no item in the file".to_owned();
                let draft = Draft::new(Code::NoItems, Severity::Warning, Basis::Inferred, 0, message);
                self.say(document.index, draft.help("check that the export that wrote this file has finished"));
            }
        }
        if begun && document.bytes > MAX_FILE && !self.second {
            let message = format!("the file is {} bytes long; Stream takes {MAX_FILE} (300 MB)", document.bytes);
            let draft = Draft::new(Code::FileTooLarge, Severity::Error, Basis::Documented, 0, message)
                .help("split it into several files, and import them in order");
            self.ledger.collector.add_late(draft, None, Places::origin(document.index));
        }
    }

    fn report(&mut self) -> Report {
        let ledger = &mut self.ledger;
        let (findings, dropped) = ledger.collector.take();
        let named = |counts: &[u64]| {
            let stream = ledger.platform == Some(Platform::Stream);
            let kinds = Kind::ALL.iter().filter(|_| stream);
            Counters(kinds.zip(counts).map(|(kind, count)| (kind.plural(), *count)).collect())
        };
        let total = |kind: Kind| ledger.total.get(kind as usize).copied().unwrap_or(0);
        let answer = match (&self.cli, ledger.platform) {
            (Some(cli), _) => Some(Answer { predicted: false, text: cli.answer_text(), omitted: 0 }),
            (None, Some(Platform::Stream)) => Some(ledger.dashboard.finish(total)),
            (None, None) => None,
        };
        Report {
            ok: !ledger.collector.errors,
            platform: ledger.platform,
            sources: self.documents.clone(),
            stats: Stats {
                bytes: self.bytes,
                items: ledger.items,
                total: named(&ledger.total),
                valid: named(&ledger.valid),
            },
            counts: ledger.collector.counters(),
            findings,
            dropped,
            answer,
            timeline: ledger.timeline.finish(),
        }
    }
}

impl Ledger {
    fn tally(counts: &mut [u64], kind: Option<Kind>, change: impl Fn(u64) -> u64) {
        if let Some(count) = kind.and_then(|kind| counts.get_mut(kind as usize)) {
            *count = change(*count);
        }
    }

    /// An error of no item in particular.
    fn answer_malformed(&mut self, draft: &Draft) {
        if !self.second {
            self.dashboard.add(draft, Some(&draft.cause.value), None, self.cap);
        }
    }

    fn answer_item(&mut self, draft: &Draft, bytes: &[u8]) {
        let echo = self.stream.echo(bytes).map(|(kind, echo)| (kind, Cow::Owned(echo)));
        self.dashboard.add(draft, None, echo, self.cap);
    }

    /// Remembers where something was defined, if a duplicate of it asks for that.
    fn first_place(&mut self, places: &Places, bytes: &[u8]) {
        if let Some((twin, at)) = self.stream.definition
            && self.collector.awaits(twin)
        {
            self.collector.first_defined(twin, places.peek(bytes, at));
        }
    }

    #[cold]
    fn doubt(&mut self, bytes: &[u8], start: usize, end: usize) {
        let text = bytes.get(start..end).unwrap_or_default();
        let Err(error) = std::str::from_utf8(text) else { return };
        let at = start + error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or(0);
        let message = format!("the byte {byte:02X} is no UTF-8");
        let draft = Draft::new(Code::InvalidUtf8, Severity::Error, Basis::Observed, at, message)
            .help("save the file as UTF-8; readers put U+FFFD in the place of such bytes, or refuse the item");
        self.stream.walker.drafts.push(draft);
    }

    /// What a problem is called, and what to do about it.
    fn describe(&self, problem: &Problem, at: usize) -> Box<Draft> {
        let error = |code, basis, message: String| Draft::new(code, Severity::Error, basis, at, message);
        match problem {
            Problem::Malformed(words) => {
                let help = if words.contains("'}'") || words.contains("']'") {
                    "look for a comma too many before it"
                } else if words.contains("after object key:value pair") || words.contains("after array element") {
                    "look for a missing comma, quote or bracket before it"
                } else if words.contains("unexpected end") {
                    "the text ends too early: look for a missing bracket or quote"
                } else if words.contains("in string literal") {
                    "write line breaks and tabs in strings as \\n and \\t"
                } else {
                    "JSON knows no comments, no single quotes, no bare words and no trailing commas"
                };
                let mut draft =
                    error(Code::MalformedJson, Basis::Observed, format!("malformed JSON: {words}")).help(help);
                draft.cause.value.clone_from(words);
                draft
            }
            Problem::TooDeep => {
                let message = format!("values are nested deeper than {} levels (limits.depth)", self.depth);
                let mut draft = error(Code::TooDeep, Basis::Observed, message)
                    .help("flatten the value; raise limits.depth only if the target is known to take it");
                "exceeded max depth".clone_into(&mut draft.cause.value);
                draft
            }
            Problem::TooLarge => {
                let message = format!("the item is larger than {} bytes (limits.itemBytes)", self.item_bytes);
                error(Code::ItemTooLarge, Basis::Inferred, message)
                    .help("it was passed over; raise limits.itemBytes if it is meant to be so large")
            }
            Problem::OverLines(lines) => {
                let message = format!("the item is spread over {lines} lines; JSON Lines has one item a line");
                error(Code::ItemOverLines, Basis::Documented, message)
                    .help("write each item on one line, for instance with: jq -c .")
            }
            Problem::BlankLine => {
                let message = "the line is blank".to_owned();
                Draft::new(Code::BlankLine, Severity::Warning, Basis::Inferred, at, message).help("remove the line")
            }
            Problem::Truncated => {
                let message = "the file ends before the array is closed".to_owned();
                error(Code::TruncatedFile, Basis::Inferred, message)
                    .help("check that the file was written and copied to its end; close it with ]")
            }
            Problem::Trailing => {
                let message = "something follows the end of the array".to_owned();
                error(Code::TrailingData, Basis::Inferred, message)
                    .help("put all items into one array; what follows was not checked")
            }
            Problem::NotAnArray => {
                let message = "the document is no JSON array, as the array dialect asks for".to_owned();
                let mut draft = error(Code::WrongType, Basis::Observed, message)
                    .help("leave the dialect out to have it detected; JSON Lines is \"jsonl\"");
                "invalid format".clone_into(&mut draft.cause.value);
                draft
            }
        }
    }

    /// Adds what the first reading found in an item; whether there is an error in it.
    fn take_drafts(&mut self, places: &mut Places, bytes: &[u8]) -> bool {
        let mut drafts = std::mem::take(&mut self.stream.walker.drafts);
        if let Some(pending) = self.pending.take() {
            drafts.insert(0, pending);
        }
        let error = drafts.iter().any(|draft| draft.severity == Severity::Error);
        if !self.second {
            if let Some(first) = drafts.iter().find(|draft| draft.severity == Severity::Error) {
                self.answer_item(first, bytes);
            }
            let kind = self.stream.kind.map(Kind::name);
            sort_by_place(&mut drafts);
            for draft in drafts.drain(..) {
                let position = places.advance(bytes, draft.at);
                self.collector.add(draft, kind, position);
            }
        }
        drafts.clear();
        self.stream.walker.drafts = drafts;
        error
    }

    /// Adds what the second reading found in an item.
    fn take_late(&mut self, places: &mut Places, bytes: &[u8], error: bool) {
        let mut late = std::mem::take(&mut self.stream.late);
        let kind = self.stream.kind;
        if let Some(first) = late.iter().find(|draft| draft.severity == Severity::Error)
            && !error
        {
            self.answer_item(first, bytes);
            Self::tally(&mut self.valid, kind, |count| count.saturating_sub(1));
        }
        sort_by_place(&mut late);
        for draft in late.drain(..) {
            let position = places.advance(bytes, draft.at);
            self.collector.add_late(draft, kind.map(Kind::name), position);
        }
        self.stream.late = late;
    }
}

/// File order; what stands in one place keeps its order.
#[inline(never)]
fn sort_by_place(drafts: &mut [Box<Draft>]) {
    drafts.sort_by_key(|draft| draft.at);
}

impl Items for Ledger {
    fn parse(&mut self, lexer: &mut Lexer) -> bool {
        let whole = self.stream.parse(lexer);
        if whole && lexer.lone_surrogate != usize::MAX {
            let message = "an escape of half a surrogate pair stands alone; it becomes U+FFFD".to_owned();
            let at = lexer.lone_surrogate;
            let draft = Draft::new(Code::LoneSurrogate, Severity::Warning, Basis::Observed, at, message)
                .help("texts were cut in the middle of a character: cut them between characters");
            self.stream.walker.drafts.push(draft);
        }
        whole
    }

    fn accept(&mut self, places: &mut Places, bytes: &[u8], start: usize, end: usize, doubtful: bool) {
        if doubtful {
            self.doubt(bytes, start, end);
        }
        self.stream.settle(bytes, start);
        let kind = self.stream.kind;
        if self.second {
            self.first_place(places, bytes);
        } else {
            self.items += 1;
            Self::tally(&mut self.total, kind, |count| count + 1);
            if let Some(day) = self.stream.message_day() {
                self.timeline.add(day);
            }
        }
        let clean = self.stream.walker.drafts.is_empty() && self.pending.is_none();
        let error = !clean && self.take_drafts(places, bytes);
        if self.second {
            if !self.stream.late.is_empty() {
                self.take_late(places, bytes, error);
            }
        } else if !error {
            Self::tally(&mut self.valid, kind, |count| count + 1);
        }
        places.item += 1;
    }

    fn reject(&mut self, places: &mut Places, bytes: &[u8], start: usize, at: usize, problem: Problem) {
        self.stream.salvage(bytes);
        self.pending = None;
        if self.second {
            self.first_place(places, bytes);
        } else {
            self.items += 1;
            Self::tally(&mut self.total, self.stream.kind, |count| count + 1);
            let draft = self.describe(&problem, at);
            // What was found before the fault is as true as ever; what is missing behind it cannot be told.
            let known = matches!(problem, Problem::Malformed(_));
            let mut drafts = std::mem::take(&mut self.stream.walker.drafts);
            if !known {
                drafts.clear();
            }
            if draft.cause.value.is_empty() {
                self.dashboard.add(&draft, None, None, self.cap);
            } else {
                self.answer_malformed(&draft);
            }
            drafts.retain(|found| found.at < at);
            drafts.push(draft);
            sort_by_place(&mut drafts);
            let kind = self.stream.kind.map(Kind::name);
            places.advance(bytes, start);
            for draft in drafts {
                let position = places.advance(bytes, draft.at);
                self.collector.add(draft, kind, position);
            }
        }
        places.item += 1;
    }

    fn note(&mut self, places: &mut Places, bytes: &[u8], at: usize, problem: Problem) {
        let draft = self.describe(&problem, at);
        if matches!(problem, Problem::OverLines(_)) {
            self.pending = Some(draft);
            return;
        }
        if self.second {
            return;
        }
        if draft.severity == Severity::Error {
            if draft.cause.value.is_empty() {
                self.dashboard.add(&draft, None, None, self.cap);
            } else {
                self.answer_malformed(&draft);
            }
        }
        let position = places.advance(bytes, at);
        self.collector.add(draft, None, position);
    }
}
