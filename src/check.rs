//! The machine: push, finish.
//!
//! One reading decides every verdict and every count that can be decided. If the end leaves a reference open, or a
//! definition stands twice, [`Checker::finish`] asks for a second reading: fingerprints cannot be turned back into texts.

mod ledger;
mod problems;

use crate::codes::Code;
use crate::detect::{Detection, Encoding, HEAD, detect, encoding};
use crate::finding::{Basis, Severity};
use crate::frame::{Framer, GATHER, Places, Shape};
use crate::options::{AnswerStyle, CheckOptions, Dialect, Platform, Resource};
use crate::platform::stream::cli::StreamCli;
use crate::platform::stream::{Kind, MAX_FILE};
use crate::report::{Answer, Counters, Form, Report, SourceInfo, Stats};
use crate::table::draft::Draft;
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
    /// How many documents of this reading have begun.
    begun: usize,
    current: Option<Document>,
    bytes: u64,
    /// Whether any document was read as an import.
    read_any: bool,
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
            begun: 0,
            current: None,
            bytes: 0,
            read_any: false,
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
                let before = head.len();
                head.extend_from_slice(bytes);
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
        if let Some(framer) = self.prepare(index, sample(&head).unwrap_or(&head)) {
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
        if text.iter().all(u8::is_ascii_whitespace) {
            let message =
                if head.is_empty() { "the input is empty" } else { "there is nothing but white space in the input" };
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
        self.read_any = true;
        if let Some(document) = self.documents.get_mut(index as usize) {
            document.resource = Some(Resource::Import);
            document.dialect = Some(dialect);
        }
        let skipped = if encoding == Encoding::Marked { 3 } else { 0 };
        if skipped > 0 {
            let basis = if dialect == Dialect::Array { Basis::Observed } else { Basis::Inferred };
            let message = "the file begins with a byte order mark".to_owned();
            let mut draft =
                error(Code::ByteOrderMark, basis, message).help("save it as UTF-8 without a byte order mark");
            "invalid character 'ï' looking for beginning of value".clone_into(&mut draft.cause.value);
            self.ledger.answer_malformed(&draft);
            self.say(index, draft);
        }
        let shape = if dialect == Dialect::Array { Shape::Array } else { Shape::Lines };
        if dialect == Dialect::Array && text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            let message =
                "the file is in the older dialect, one JSON array; the documentation describes JSON Lines only";
            let draft = Draft::new(Code::LegacyDialect, Severity::Info, Basis::Documented, 0, message.to_owned());
            self.say(index, draft.help("write one {\"type\",\"data\"} a line, sorted by type"));
        }
        self.ledger.stream.start_source(dialect);
        let limits = self.options.limits;
        Some(Box::new(Framer::new(shape, index, skipped, self.gather, limits)))
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
            let draft = Draft::new(Code::UnknownFormat, Severity::Error, Basis::Inferred, 0, message).help(
                "give the platform if the file is meant for one; for Stream, each line is {\"type\": …, \"data\": {…}}",
            );
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
            // Of what was not read as an import, the platform would say something else.
            (None, Some(Platform::Stream)) if self.read_any => Some(ledger.dashboard.finish(total)),
            (None, _) => None,
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

/// Leading white space that is waited for to end.
const BLANK: usize = 1 << 20;

/// What a document is recognised by: [`HEAD`] bytes behind its leading white space. `None` while there are fewer.
fn sample(head: &[u8]) -> Option<&[u8]> {
    match head.iter().take(BLANK).position(|byte| !byte.is_ascii_whitespace()) {
        Some(blank) => head.get(..blank + HEAD),
        None => head.get(..BLANK),
    }
}
