//! For tests of readers and writers: what a document is read as, and what a history is written as, in words.

use super::options::ConvertOptions;
use super::park::to_json;
use super::reader::{Document, Given, Item, Records};
use super::split::Splitter;
use super::tree::Tree;
use super::{Input, convert, platforms};
use crate::history::Record;
use crate::options::{Platform, Resource};
use crate::{CheckOptions, Checker, Outcome, Severity, SourceOptions};

/// A document: its text, and what the caller says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    pub(crate) words: &'a str,
    pub(crate) resource: Option<Resource>,
    pub(crate) channel: Option<&'a str>,
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text { words: text, resource: None, channel: None }
    }
}

/// What a platform's reader hands over, a line each.
pub(crate) fn read(platform: Platform, options: &ConvertOptions, documents: &[Text<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut reader = platforms::reader(platform);
    for (source, document) in documents.iter().enumerate() {
        let mut detection = crate::detect::detect_as(platform, document.words.as_bytes(), None);
        detection.resource = document.resource.or(detection.resource);
        let head = document.words.as_bytes();
        let channel = document.channel;
        let cut = reader.document(&Document { detection: &detection, head, channel }, options);
        let mut splitter = Splitter::new(cut, u32::try_from(source).unwrap(), u64::MAX);
        let mut tree = Tree::default();
        let mut sink = |given| lines.push(line(&given));
        let mut take = |piece: super::split::Piece<'_>| {
            let json = tree.parse(piece.bytes).unwrap();
            let item = Item { path: piece.path, key: piece.key, json, at: piece.at };
            reader.item(item, &mut Records { sink: &mut sink });
        };
        splitter.push(document.words.as_bytes(), &mut take);
        splitter.end(&mut take);
        reader.end_document(&mut Records { sink: &mut sink });
    }
    lines
}

fn line(given: &Given) -> String {
    match given {
        Given::Record(record) => in_words(record),
        Given::Unreadable { kind, why, .. } => format!("unreadable {}: {why}", kind.name()),
        Given::Left { kind, field, .. } => format!("left {}.{field}", kind.name()),
    }
}

/// `user id="ann" custom.a=1 extra.x=2`.
pub(crate) fn in_words(record: &Record) -> String {
    let mut words = record.kind.name().to_owned();
    if record.partial {
        words.push('?');
    }
    for (field, value) in &record.fields {
        words.push_str(&[" ", field.name(), "=", &to_json(value)].concat());
    }
    for (name, json) in &record.custom {
        words.push_str(&[" custom.", name, "=", json].concat());
    }
    for (name, json) in &record.extra {
        words.push_str(&[" extra.", name, "=", json].concat());
    }
    words
}

/// What a conversion gives.
#[derive(Debug)]
pub(crate) struct Written {
    /// Names and lines of files.
    pub(crate) files: Vec<(&'static str, Vec<String>)>,
    /// `lost message.text 2`, and so on.
    pub(crate) losses: Vec<String>,
    pub(crate) report: serde_json::Value,
}

impl Written {
    /// The lines of a file; none if there is no such file.
    pub(crate) fn file(&self, name: &str) -> Vec<&str> {
        let file = self.files.iter().find(|(one, _)| *one == name);
        file.map(|(_, lines)| lines.iter().map(String::as_str).collect()).unwrap_or_default()
    }
}

/// Converts documents; what is written has to check without errors.
pub(crate) fn write(options: ConvertOptions, documents: &[Text<'_>]) -> Written {
    let to = options.to;
    let inputs: Vec<Input> = documents
        .iter()
        .map(|document| Input {
            source: SourceOptions {
                name: None,
                resource: document.resource,
                channel: document.channel.map(str::to_owned),
            },
            bytes: document.words.as_bytes().to_vec(),
        })
        .collect();
    let (conversion, files) = convert(options, &inputs);
    let report = serde_json::to_value(&conversion).unwrap();
    let losses = report["losses"].as_array().unwrap().iter().map(|loss| {
        let text = |key: &str| loss[key].as_str().unwrap().to_owned();
        format!("{} {}.{} {}", text("treatment"), text("kind"), text("field"), loss["count"])
    });
    let losses = losses.collect();
    let options = CheckOptions { platform: Some(to), ..CheckOptions::default() };
    let mut checker = Checker::new(options);
    let report_of_check = loop {
        for (name, bytes) in files.iter().filter(|(name, _)| !name.contains("pending")) {
            let known = [Resource::Import, Resource::Users, Resource::Channels, Resource::Messages, Resource::Requests];
            let resource = known.into_iter().find(|known| name.starts_with(known.name()));
            checker.source(SourceOptions { name: Some((*name).to_owned()), resource, channel: None });
            checker.push(bytes);
        }
        if let Outcome::Report(report) = checker.finish() {
            break report;
        }
    };
    let errors: Vec<_> =
        report_of_check.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let lines = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect();
    Written { files: files.iter().map(|(name, bytes)| (*name, lines(bytes))).collect(), losses, report }
}
