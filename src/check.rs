//! The machine: push, finish.
//!
//! One reading decides every verdict and every count that can be decided. If the end leaves a reference open, or a
//! definition stands twice, [`Checker::finish`] asks for a second reading: fingerprints cannot be turned back into texts.

mod ledger;
mod pieces;
mod problems;
mod recognise;

use crate::codes::Code;
use crate::collect::Mendable;
use crate::detect::HEAD;
use crate::finding::{Basis, Finding, Severity};
use crate::frame::{Chunk, Framer, GATHER, Places};
use crate::options::{AnswerStyle, CheckOptions, Platform, Resource};
use crate::platform;
use crate::platform::room::{MOST_KINDS, Room};
use crate::platform::stream::cli::StreamCli;
use crate::redact::{self, Scope};
use crate::report::{Answer, Counters, Form, Report, SourceInfo, Stats};
use crate::table::draft::Draft;
pub(crate) use ledger::LOOK_BACK;
use ledger::Ledger;

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
    /// The channel of each document, where the caller said so.
    channels: Vec<Option<String>>,
    /// How many documents of this reading have begun.
    begun: usize,
    current: Option<Document>,
    bytes: u64,
    /// Whether any document was read as an import.
    read_any: bool,
    /// Whether a document that is read began with a byte order mark.
    marked: bool,
    /// How many bytes are gathered before they are parsed.
    gather: usize,
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
        let ledger = Ledger::new(&options);
        let cli = (options.answer == AnswerStyle::StreamCli).then(|| StreamCli::new(&options.profile));
        Checker {
            options,
            second: false,
            documents: Vec::new(),
            channels: Vec::new(),
            begun: 0,
            current: None,
            bytes: 0,
            read_any: false,
            marked: false,
            gather: GATHER,
            ledger,
            cli,
        }
    }

    /// For tests: work on windows of so many bytes, so that small inputs meet the ends of windows, too.
    #[doc(hidden)]
    #[must_use]
    pub fn gather(mut self, bytes: usize) -> Self {
        self.gather = bytes;
        self
    }

    /// The findings of the report, as far as they are known and no earlier call has given them.
    ///
    /// They come in the order in which they are found. One that names the place of a first definition comes when that
    /// is read again; what only the end of the input can decide comes in the second reading, too. When
    /// [`Checker::finish`] has given the report, one more call gives what is left: by then each finding of the report was
    /// given once, and nothing else was. Whoever has not asked before that gets nothing more than the report.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        self.ledger.collector.hand_out()
    }

    /// Starts the next document, and ends the one before.
    pub fn source(&mut self, options: SourceOptions) {
        let _hidden = self.hide();
        self.end_document();
        let index = self.begun;
        self.begun += 1;
        if !self.second {
            let first = index == 0;
            self.documents.push(SourceInfo {
                name: options.name,
                resource: options.resource.or(self.options.resource.filter(|_| first)),
                dialect: None,
                form: Form::Import,
            });
            self.channels.push(options.channel.or_else(|| self.options.channel.clone().filter(|_| first)));
        }
        self.current = Some(Document {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            bytes: 0,
            state: Reading::Head(Vec::new()),
        });
    }

    /// Takes the next bytes of the document.
    pub fn push(&mut self, bytes: &[u8]) {
        self.take(&bytes);
    }

    /// The same, from wherever they are.
    pub(crate) fn take(&mut self, chunk: &dyn Chunk) {
        if self.current.is_none() {
            self.source(SourceOptions::default());
        }
        let _hidden = self.hide();
        let Some(document) = &mut self.current else { return };
        self.bytes += chunk.length() as u64;
        document.bytes += chunk.length() as u64;
        if let Some(cli) = self.cli.as_mut().filter(|_| document.index == 0) {
            let mut bytes = Vec::new();
            append(chunk, &mut bytes);
            cli.push(&bytes);
        }
        match &mut document.state {
            Reading::Passed => {}
            Reading::Items(framer) => framer.push(chunk, &mut self.ledger),
            Reading::Head(head) => {
                let before = head.len();
                append(chunk, head);
                // Looked at now and then only: pieces may be small.
                if head.len() / HEAD > before / HEAD && sample(head).is_some() {
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
        let _hidden = self.hide();
        self.end_document();
        let again = self.cli.as_mut().is_some_and(StreamCli::end_pass);
        if !self.second {
            let late = self.ledger.room.as_mut().is_some_and(|room| room.end_first());
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

    /// Hides what the input says in all words that are made from here on, if the caller wants that.
    fn hide(&self) -> Scope {
        Scope::new(self.options.redact)
    }

    /// Keeps what can be mended, for who does it.
    pub(crate) fn collect_mends(&mut self) {
        self.ledger.collector.mends = Some(Vec::new());
    }

    /// Takes what can be mended of what was found since the last time.
    pub(crate) fn take_mends(&mut self) -> Vec<Mendable> {
        self.ledger.collector.mends.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// How many bytes of the document have been dealt with: all that is found later stands behind them, but for blanks.
    pub(crate) fn settled(&self) -> u64 {
        match &self.current {
            Some(Document { state: Reading::Items(framer), .. }) => framer.places.base(),
            Some(Document { state: Reading::Passed, bytes, .. }) => *bytes,
            _ => 0,
        }
    }

    fn say(&mut self, index: u32, draft: Box<Draft>) {
        if !self.second {
            self.ledger.collector.add(draft, None, Places::origin(index));
        }
    }

    /// From here on it is known which platform this is about.
    fn settle_platform(&mut self, platform: Platform) {
        self.ledger.platform = Some(platform);
        if self.ledger.room.is_none() {
            self.ledger.room = Some(platform::room(platform, &self.options));
        }
    }

    /// Ends the document at hand.
    pub(crate) fn end_document(&mut self) {
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
        if begun {
            self.ledger.end_source(document.index);
        }
        let largest = self.ledger.room.as_ref().and_then(|room| room.largest_file());
        if let Some(largest) = largest.filter(|largest| begun && document.bytes > *largest && !self.second) {
            let platform = self.ledger.platform.map_or("", Platform::title);
            let (bytes, millions) = (document.bytes, largest / 1_000_000);
            let message = format!("the file is {bytes} bytes long; {platform} takes {largest} ({millions} MB)");
            let draft = Draft::new(Code::FileTooLarge, Severity::Error, Basis::Documented, 0, message)
                .help("split it into several files, and import them in order");
            self.ledger.collector.add_late(draft, None, Places::origin(document.index));
        }
    }

    fn report(&mut self) -> Report {
        let ledger = &mut self.ledger;
        let (findings, dropped) = ledger.collector.take();
        let mut room = ledger.room.as_mut();
        let answer = match (&self.cli, &mut room) {
            (Some(cli), _) => Some(Answer::Text { predicted: false, text: cli.answer_text(), omitted: 0 }),
            // Of what was not read as an import, the platform would say something else.
            (None, Some(room)) if self.read_any => room.answer(),
            (None, _) => None,
        };
        let (total, valid) = room.map_or_else(Default::default, |room| counters(room.as_mut()));
        Report {
            ok: !ledger.collector.errors,
            platform: ledger.platform,
            sources: self.documents.iter().map(shown).collect(),
            stats: Stats { bytes: self.bytes, items: ledger.items, total, valid },
            counts: ledger.collector.counters(),
            findings,
            dropped,
            answer,
            timeline: ledger.timeline.finish(),
        }
    }
}

/// A document as the report names it.
fn shown(document: &SourceInfo) -> SourceInfo {
    let name = document.name.as_deref().map(|name| redact::value(name).into_owned());
    SourceInfo { name, ..document.clone() }
}

/// Things seen and things without an error, under their names.
fn counters(room: &mut dyn Room) -> (Counters, Counters) {
    let kinds = room.kinds();
    let named = |counts: &[u64; MOST_KINDS]| {
        Counters(kinds.iter().zip(counts).map(|((_, plural), count)| (*plural, *count)).collect())
    };
    let tally = room.tally();
    (named(&tally.total), named(&tally.valid))
}

/// Adds all of a chunk to what is kept.
fn append(chunk: &dyn Chunk, bytes: &mut Vec<u8>) {
    let before = bytes.len();
    bytes.resize(before + chunk.length(), 0);
    chunk.copy(0, bytes.get_mut(before..).unwrap_or_default());
}

/// Leading white space that is waited for to end.
const BLANK: usize = 1 << 20;

/// What a document is recognised by: [`HEAD`] bytes behind its leading white space. `None` while there are fewer.
fn sample(head: &[u8]) -> Option<&[u8]> {
    match head.iter().take(BLANK).position(|byte| !byte.is_ascii_whitespace()) {
        Some(blank) => head.get(..blank + HEAD),
        None => head.get(..BLANK),
    }
}
