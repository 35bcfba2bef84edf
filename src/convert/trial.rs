//! For tests of readers and writers: what a document is read as, and what a history is written as, in words.

use super::ids::Ids;
use super::losses::{Loss, Losses};
use super::options::ConvertOptions;
use super::park::to_json;
use super::reader::{Document, Given, Item, Records};
use super::split::Splitter;
use super::tree::Tree;
use super::writer::{Output, Room, Section};
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

/// What a platform's reader hands over.
pub(crate) fn given(platform: Platform, options: &ConvertOptions, documents: &[Text<'_>]) -> Vec<Given> {
    let mut all = Vec::new();
    let mut reader = platforms::reader(platform);
    for (source, document) in documents.iter().enumerate() {
        let head = document.words.as_bytes();
        let mut detection = crate::detect::detect_as(platform, head, None);
        detection.resource = document.resource.or(detection.resource);
        let channel = document.channel;
        let cut = reader.document(&Document { detection: &detection, head, channel }, options);
        let mut splitter = Splitter::new(cut, u32::try_from(source).unwrap(), u64::MAX);
        let mut tree = Tree::default();
        let mut sink = |given| all.push(given);
        let mut take = |piece: super::split::Piece<'_>| {
            let json = tree.parse(piece.bytes).unwrap();
            let item = Item { path: piece.path, key: piece.key, json, at: piece.at };
            reader.item(item, &mut Records { sink: &mut sink });
        };
        splitter.push(head, &mut take);
        splitter.end(&mut take);
        reader.end_document(&mut Records { sink: &mut sink });
    }
    all
}

/// The same, a line each.
pub(crate) fn read(platform: Platform, options: &ConvertOptions, documents: &[Text<'_>]) -> Vec<String> {
    given(platform, options, documents).iter().map(line).collect()
}

/// What a writer makes of records.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// What stands in each section.
    pub(crate) sections: Vec<String>,
    pub(crate) losses: Vec<Loss>,
    pub(crate) steps: Vec<String>,
    pub(crate) ids: Ids,
}

/// Puts records through the writer that the options name.
pub(crate) fn draw(options: &ConvertOptions, users: Vec<Record>, rooms: Vec<Room>, others: Vec<Record>) -> Drawn {
    let mut writer = platforms::writer(options);
    let mut ids = Ids::new(writer.id_rule(), &options.ids, 1);
    let (mut losses, mut uploads, mut pending) = (Losses::default(), Vec::new(), 0);
    let count = writer.files().iter().flat_map(|file| file.sections).max().map_or(0, |last| last + 1);
    let mut sections: Vec<Section> = (0..count).map(|_| Section::default()).collect();
    let mut out = Output {
        options,
        ids: &mut ids,
        losses: &mut losses,
        uploads: &mut uploads,
        sections: &mut sections,
        pending: &mut pending,
    };
    for user in users {
        writer.user(user, &mut out);
    }
    for room in rooms {
        writer.room(room, &mut out);
    }
    for other in others {
        writer.other(other, &mut out);
    }
    writer.finish(&mut out);
    Drawn {
        sections: sections.iter().map(Section::text).collect(),
        losses: losses.into_list(),
        steps: writer.next_steps(),
        ids,
    }
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
