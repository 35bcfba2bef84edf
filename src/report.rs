//! The result of a check.

pub(crate) mod plain;

use crate::finding::Finding;
use crate::options::{Dialect, Platform, Resource};
use plain::{Object, Plain, serialize};

/// Whether a document is made for importing, or came out of a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Made to be imported.
    Import,
    /// Exported by a platform; to be converted before it can be imported.
    Export,
}

impl Form {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Form::Import => "import",
            Form::Export => "export",
        }
    }
}

/// One document of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceInfo {
    /// The name that the caller gave it.
    pub name: Option<String>,
    /// What it holds, as far as that was recognised.
    pub resource: Option<Resource>,
    /// Its dialect, where its platform knows several.
    pub dialect: Option<Dialect>,
    /// Import or export.
    pub form: Form,
}

/// Named counters in a fixed order; a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters(pub Vec<(&'static str, u64)>);

impl Counters {
    /// The counter of that name; 0 if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> u64 {
        self.0.iter().find(|(key, _)| *key == name).map_or(0, |(_, count)| *count)
    }
}

/// How much was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Decompressed bytes of all sources.
    pub bytes: u64,
    /// Items of all kinds, readable or not.
    pub items: u64,
    /// Items seen, by kind (plural).
    pub total: Counters,
    /// Items without an error, by kind (plural).
    pub valid: Counters,
}

/// What the platform would answer to this input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Of a platform that takes one file: one text about all of it.
    Text {
        /// Whether any text in it is our guess at the platform's wording.
        predicted: bool,
        /// The exact JSON.
        text: String,
        /// Errors left out because of [`CheckOptions::max_findings`](crate::CheckOptions::max_findings).
        omitted: u64,
    },
    /// Of a platform that takes files one by one: one reply for each that has errors.
    Files {
        /// In the order of the sources.
        files: Vec<Reply>,
        /// Replies left out because of [`CheckOptions::max_findings`](crate::CheckOptions::max_findings).
        omitted: u64,
    },
    /// Of a platform that takes requests: one reply for each that has errors.
    Requests {
        /// In the order of the requests.
        requests: Vec<Reply>,
        /// Replies left out because of [`CheckOptions::max_findings`](crate::CheckOptions::max_findings).
        omitted: u64,
    },
}

/// What the platform would answer to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The request that is answered, where the platform takes requests.
    pub request: Option<Asked>,
    /// Index into [`Report::sources`].
    pub source: u32,
    /// The HTTP status.
    pub status: u16,
    /// Whether any of it is our guess: see `formats/` for what a platform publishes.
    pub predicted: bool,
    /// The exact JSON; empty where the body is.
    pub text: String,
    /// Of a request that is refused as a whole: the keys of those of its things that are imported all the same.
    pub imported: Vec<String>,
}

/// One request that a document stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The HTTP method.
    pub method: String,
    /// The path, with placeholders such as `{appId}` where the document does not say more.
    pub path: String,
    /// How many things it carries.
    pub items: u64,
}

/// Messages created on one day (or in the run of days that starts with it, when there are too many days).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineBucket {
    /// The (first) day, as `YYYY-MM-DD`.
    pub day: String,
    /// How many messages.
    pub messages: u64,
}

/// The result of a check: plain data, the same bytes for the same input and options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether there is no error.
    pub ok: bool,
    /// The platform; `None` if it could not be recognised.
    pub platform: Option<Platform>,
    /// The documents that were read.
    pub sources: Vec<SourceInfo>,
    /// How much was read.
    pub stats: Stats,
    /// Findings by code, all of them.
    pub counts: Counters,
    /// The first findings of each code: file order, then what only the end of the input could decide.
    pub findings: Vec<Finding>,
    /// How many findings were left out of `findings`.
    pub dropped: u64,
    /// What the platform would answer; `None` if the platform was not recognised.
    pub answer: Option<Answer>,
    /// Messages per day.
    pub timeline: Vec<TimelineBucket>,
}

impl Object for SourceInfo {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("name", self.name.as_deref().into()),
            ("resource", self.resource.map(Resource::name).into()),
            ("dialect", self.dialect.map(Dialect::name).into()),
            ("form", Plain::Text(self.form.name())),
        ]
    }
}

impl Object for Counters {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        self.0.iter().map(|(name, count)| (*name, Plain::Count(*count))).collect()
    }
}

impl Object for Stats {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("bytes", Plain::Count(self.bytes)),
            ("items", Plain::Count(self.items)),
            ("total", Plain::Object(&self.total)),
            ("valid", Plain::Object(&self.valid)),
        ]
    }
}

impl Object for Answer {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        let (mut fields, omitted) = match self {
            Answer::Text { predicted, text, omitted } => {
                (vec![("predicted", Plain::Bool(*predicted)), ("text", Plain::Text(text))], omitted)
            }
            Answer::Files { files, omitted } => (vec![("files", Plain::List(files))], omitted),
            Answer::Requests { requests, omitted } => (vec![("requests", Plain::List(requests))], omitted),
        };
        fields.push(("omitted", Plain::Count(*omitted)));
        fields
    }
}

impl Object for Reply {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        let mut fields = Vec::new();
        if let Some(asked) = &self.request {
            fields.push(("method", Plain::Text(&asked.method)));
            fields.push(("path", Plain::Text(&asked.path)));
        }
        fields.push(("source", Plain::Count(self.source.into())));
        if let Some(asked) = &self.request {
            fields.push(("items", Plain::Count(asked.items)));
        }
        fields.push(("status", Plain::Count(self.status.into())));
        fields.push(("predicted", Plain::Bool(self.predicted)));
        fields.push(("text", Plain::Text(&self.text)));
        if !self.imported.is_empty() {
            fields.push(("imported", Plain::List(&self.imported)));
        }
        fields
    }
}

impl Object for TimelineBucket {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![("day", Plain::Text(&self.day)), ("messages", Plain::Count(self.messages))]
    }
}

impl Object for Report {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("ok", Plain::Bool(self.ok)),
            ("platform", self.platform.map(Platform::name).into()),
            ("sources", Plain::List(&self.sources)),
            ("stats", Plain::Object(&self.stats)),
            ("counts", Plain::Object(&self.counts)),
            ("findings", Plain::List(&self.findings)),
            ("dropped", Plain::Count(self.dropped)),
            ("answer", self.answer.as_ref().map_or(Plain::Null, |answer| Plain::Object(answer))),
            ("timeline", Plain::List(&self.timeline)),
        ]
    }
}

serialize!(fields: SourceInfo, Counters, Stats, Answer, Reply, TimelineBucket, Report; names: Form);
