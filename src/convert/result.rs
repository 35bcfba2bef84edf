//! What a conversion comes to: the files to put together, and all that is to be said of them.

use super::engine::Converter;
use super::ids::Collision;
use super::intake::{Counts, Unreadable};
use super::losses::Loss;
use super::options::KnownId;
use super::writer::{FileSpec, Style, Upload};
use crate::finding::Position;
use crate::history::Kind;
use crate::options::Platform;
use crate::report::plain::{Object, Plain, serialize};
use crate::report::{Counters, SourceInfo};

/// The outcome of a conversion.
#[derive(Debug)]
pub struct Conversion {
    from: Option<Platform>,
    to: Platform,
    sources: Vec<SourceInfo>,
    files: Vec<OutputFile>,
    losses: Vec<Loss>,
    ids: Vec<KnownId>,
    collisions: Vec<Collision>,
    unreadable: Vec<Unreadable>,
    unreadable_count: u64,
    uploads: Vec<Upload>,
    pending: u64,
    steps: Vec<String>,
    /// In thousandths, because plain data has whole numbers only.
    requests_a_thousand_seconds: Option<u64>,
    read: Counters,
    written: Counters,
}

/// A file, and the sections that it is put together of.
#[derive(Debug)]
pub struct OutputFile {
    name: &'static str,
    style: Style,
    sections: Vec<Number>,
    most_bytes: Option<u64>,
    complete: bool,
    values: u64,
}

#[derive(Debug)]
struct Number(u64);

impl crate::report::plain::List for Vec<Number> {
    fn length(&self) -> usize {
        self.len()
    }

    fn element(&self, index: usize) -> Option<Plain<'_>> {
        self.get(index).map(|number| Plain::Count(number.0))
    }
}

const COUNTED: [(&str, Kind); 5] = [
    ("users", Kind::User),
    ("channels", Kind::Channel),
    ("members", Kind::Member),
    ("messages", Kind::Message),
    ("reactions", Kind::Reaction),
];

impl Converter {
    /// Ends the conversion, when all groups were loaded. What is still written has to be carried away once more.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rates are small and positive")]
    pub fn finish(&mut self) -> Conversion {
        self.finish_writing();
        let losses = self.take_losses().into_list();
        let read = counters(&self.intake.read);
        let mut written: Counts = self.intake.read;
        for loss in &losses {
            let whole = loss.field.is_empty() && loss.treatment == super::losses::Treatment::Lost;
            let unread = loss.reason.starts_with("it cannot be read");
            if let (true, false, Some(kind)) =
                (whole, unread, Kind::ALL.iter().position(|kind| kind.name() == loss.kind))
                && let Some(count) = written.get_mut(kind)
            {
                *count = count.saturating_sub(loss.count);
            }
        }
        let file = |spec: &FileSpec| OutputFile {
            name: spec.name,
            style: spec.style,
            sections: spec.sections.iter().map(|section| Number(*section as u64)).collect(),
            most_bytes: spec.most_bytes,
            complete: spec.complete,
            values: spec.sections.iter().filter_map(|section| self.sections.get(*section)).map(|one| one.values).sum(),
        };
        let nothing = self.pending == 0 && self.sections.iter().all(|section| section.values == 0);
        Conversion {
            from: self.from(),
            to: self.options.to,
            sources: std::mem::take(&mut self.sources),
            files: self.writer.files().iter().map(file).collect(),
            losses,
            ids: self
                .ids
                .changes()
                .filter(|(_, from, to)| from != to)
                .map(|(kind, from, to)| KnownId {
                    kind: kind.name().to_owned(),
                    from: from.to_owned(),
                    to: to.to_owned(),
                })
                .collect(),
            collisions: std::mem::take(&mut self.ids.collisions),
            unreadable: std::mem::take(&mut self.intake.unreadable),
            unreadable_count: self.intake.unreadable_count,
            uploads: std::mem::take(&mut self.uploads),
            pending: self.pending,
            // Of what was not written there is nothing to upload or to send.
            steps: if nothing { Vec::new() } else { self.writer.next_steps() },
            requests_a_thousand_seconds: self.writer.requests_a_second().map(|rate| (rate * 1000.0) as u64),
            read,
            written: counters(&written),
        }
    }
}

fn counters(counts: &Counts) -> Counters {
    Counters(
        COUNTED.iter().map(|(name, kind)| (*name, counts.get(*kind as usize).copied().unwrap_or_default())).collect(),
    )
}

impl Object for Conversion {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("from", self.from.map(Platform::name).into()),
            ("to", Plain::Text(self.to.name())),
            ("sources", Plain::List(&self.sources)),
            ("files", Plain::List(&self.files)),
            ("losses", Plain::List(&self.losses)),
            ("ids", Plain::List(&self.ids)),
            ("collisions", Plain::List(&self.collisions)),
            ("unreadable", Plain::List(&self.unreadable)),
            ("unreadableCount", Plain::Count(self.unreadable_count)),
            ("uploads", Plain::List(&self.uploads)),
            ("pending", Plain::Count(self.pending)),
            ("steps", Plain::List(&self.steps)),
            ("requestsPerThousandSeconds", self.requests_a_thousand_seconds.map_or(Plain::Null, Plain::Count)),
            ("read", Plain::Object(&self.read)),
            ("written", Plain::Object(&self.written)),
        ]
    }
}

impl Object for OutputFile {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("name", Plain::Text(self.name)),
            ("style", Plain::Text(if self.style == Style::Array { "array" } else { "lines" })),
            ("sections", Plain::List(&self.sections)),
            ("mostBytes", self.most_bytes.map_or(Plain::Null, Plain::Count)),
            ("complete", Plain::Bool(self.complete)),
            ("values", Plain::Count(self.values)),
        ]
    }
}

impl Object for KnownId {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![("kind", Plain::Text(&self.kind)), ("from", Plain::Text(&self.from)), ("to", Plain::Text(&self.to))]
    }
}

impl Object for Collision {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("kind", Plain::Text(self.kind.name())),
            ("from", Plain::Text(&self.from)),
            ("to", Plain::Text(&self.to)),
            ("position", Plain::Object(&self.at as &dyn Object)),
        ]
    }
}

impl Object for Unreadable {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        let at: &Position = &self.at;
        vec![("kind", Plain::Text(self.kind)), ("position", Plain::Object(at)), ("why", Plain::Text(&self.why))]
    }
}

impl Object for Upload {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("url", Plain::Text(&self.url)),
            ("name", Plain::Text(&self.name)),
            ("mediaType", Plain::Text(&self.media_type)),
            ("message", Plain::Text(&self.message)),
        ]
    }
}

serialize!(fields: Conversion; names: );
