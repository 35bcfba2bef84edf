//! The machine: documents in, spooled records out and in again, sections of files out.
//!
//! The caller keeps the spool, because only it knows where: [`Converter::push`] what is read, carry away what
//! [`Converter::spooled`] gives, then give back the buckets, group by group, in the order of [`Converter::end_reading`].

use super::group::gather;
use super::ids::Ids;
use super::intake::{self, Intake};
use super::losses::Losses;
use super::options::ConvertOptions;
use super::platforms;
use super::reader::{Document, Item, Reader, Records};
use super::split::{Piece, Splitter};
use super::survey::Survey;
use super::tree::Tree;
use super::writer::{Output, Section, Upload, Writer};
use crate::detect::{Detection, HEAD, detect, detect_as};
use crate::options::{Dialect, Platform, Resource};
use crate::platform::stream::CUSTOM_LIMIT;
use crate::report::SourceInfo;
use crate::{Limits, SourceOptions};

/// What is carried away at once, about.
const AT_ONCE: usize = 8 << 20;

/// Up to so many bytes of spool all buckets are one group: small histories keep the order of the input throughout.
const ONE_GROUP: u64 = 16 << 20;

/// A conversion.
pub struct Converter {
    pub(super) options: ConvertOptions,
    limits: Limits,
    pub(super) intake: Intake,
    readers: Vec<(Platform, Box<dyn Reader>)>,
    pub(super) sources: Vec<SourceInfo>,
    current: Option<Current>,
    given: SourceOptions,
    pub(super) writer: Box<dyn Writer>,
    pub(super) ids: Ids,
    pub(super) uploads: Vec<Upload>,
    pub(super) sections: Vec<Section>,
    pub(super) pending: u64,
    /// The item that is being read.
    tree: Tree,
    /// The bytes of the group that is being loaded.
    loaded: Vec<u8>,
    bytes: u64,
    items: u64,
}

/// The document that is being read.
struct Current {
    source: u32,
    head: Vec<u8>,
    /// What cuts it and which reader takes it, as soon as its head was seen; no reader if nothing can be made of it.
    cut: Option<(Splitter, Option<usize>)>,
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Converter")
    }
}

impl Converter {
    /// A conversion with these options.
    #[must_use]
    pub fn new(options: ConvertOptions, limits: Limits, seed: u64) -> Converter {
        let writer = platforms::writer(&options);
        let count = writer.files().iter().flat_map(|file| file.sections).max().map_or(0, |last| last + 1);
        let mut sections: Vec<Section> = (0..count).map(|_| Section::default()).collect();
        for file in writer.files() {
            for number in file.sections {
                if let Some(section) = sections.get_mut(*number) {
                    section.style = Some(file.style);
                }
            }
        }
        let given = SourceOptions { name: None, resource: options.resource, channel: options.channel.clone() };
        Converter {
            limits,
            intake: Intake::new(&options, options.to == Platform::Stream),
            readers: Vec::new(),
            sources: Vec::new(),
            current: None,
            given,
            ids: Ids::new(writer.id_rule(), &options.ids, seed),
            writer,
            uploads: Vec::new(),
            sections,
            pending: 0,
            tree: Tree::default(),
            loaded: Vec::new(),
            bytes: 0,
            items: 0,
            options,
        }
    }

    /// The next document begins. Need not be called for a single one without a name.
    pub fn source(&mut self, source: SourceOptions) {
        self.end_document();
        self.given = SourceOptions {
            name: source.name,
            resource: source.resource.or(self.options.resource),
            channel: source.channel.or_else(|| self.options.channel.clone()),
        };
        self.open();
    }

    fn open(&mut self) {
        let source = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        let form = crate::report::Form::Import;
        let (name, resource) = (self.given.name.clone(), self.given.resource);
        self.sources.push(SourceInfo { name, resource, dialect: None, form });
        self.current = Some(Current { source, head: Vec::new(), cut: None });
    }

    /// Takes the next bytes of the document.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if self.current.is_none() {
            self.open();
        }
        let Some(mut current) = self.current.take() else { return };
        if current.cut.is_none() {
            current.head.extend_from_slice(bytes);
            if current.head.len() >= HEAD {
                self.begin(&mut current);
            }
        } else {
            self.feed(&mut current, bytes, false);
        }
        self.current = Some(current);
    }

    fn end_document(&mut self) {
        let Some(mut current) = self.current.take() else { return };
        if current.cut.is_none() {
            self.begin(&mut current);
        }
        self.feed(&mut current, &[], true);
    }

    /// Looks at a document's head, and chooses its reader.
    fn begin(&mut self, current: &mut Current) {
        let head = std::mem::take(&mut current.head);
        let detection = self.recognise(&head);
        let at = crate::Position { source: current.source, line: 1, column: 1, ..crate::Position::default() };
        let Some(platform) = detection.platform else {
            let empty = head.iter().all(u8::is_ascii_whitespace);
            if !empty {
                self.intake.cannot_read(
                    "other",
                    at,
                    &["the document is of no platform that is known: ", &detection.why].concat(),
                );
            }
            current.cut = Some((Splitter::new(super::reader::Cut::Lines, current.source, 0), None));
            return;
        };
        if let Some(source) = self.sources.get_mut(current.source as usize) {
            (source.resource, source.dialect, source.form) = (detection.resource, detection.dialect, detection.form);
        }
        let index = self.readers.iter().position(|(one, _)| *one == platform).unwrap_or_else(|| {
            self.readers.push((platform, platforms::reader(platform)));
            self.readers.len() - 1
        });
        let document = Document {
            detection: &detection,
            head: head.get(..head.len().min(HEAD)).unwrap_or_default(),
            channel: self.given.channel.as_deref(),
        };
        let Some((_, reader)) = self.readers.get_mut(index) else { return };
        let cut = reader.document(&document, &self.options);
        current.cut = Some((Splitter::new(cut, current.source, self.limits.item_bytes), Some(index)));
        self.feed(current, &head, false);
    }

    /// What the document is: what the caller said, completed by what is seen.
    fn recognise(&self, head: &[u8]) -> Detection {
        let name = self.given.name.as_deref();
        let mut detection = self.look_at(head, name);
        detection.resource = self.given.resource.or(detection.resource);
        if detection.platform == Some(Platform::Stream) {
            detection.resource = Some(Resource::Import);
            detection.dialect = self
                .options
                .dialect
                .filter(|dialect| matches!(dialect, Dialect::Jsonl | Dialect::Array))
                .or(detection.dialect);
        }
        detection
    }

    fn look_at(&self, head: &[u8], name: Option<&str>) -> Detection {
        if let Some(platform) = self.options.from {
            return Detection { platform: Some(platform), ..detect_as(platform, head, name) };
        }
        let seen = detect(head, name);
        // Weak evidence means the platform of the documents before.
        let before = self.readers.first().map(|(platform, _)| *platform);
        let weak = seen.confidence != crate::Confidence::Certain;
        match before.filter(|platform| weak && seen.platform != Some(*platform)) {
            Some(platform) => {
                Some(detect_as(platform, head, name)).filter(|own| own.platform.is_some()).unwrap_or(seen)
            }
            None => seen,
        }
    }

    fn feed(&mut self, current: &mut Current, bytes: &[u8], ended: bool) {
        let Some((splitter, Some(index))) = &mut current.cut else { return };
        let Some((_, reader)) = self.readers.get_mut(*index) else { return };
        let intake = &mut self.intake;
        let tree = &mut self.tree;
        let mut take = |piece: Piece<'_>| {
            if let Some(why) = piece.broken {
                intake.cannot_read("other", piece.at, why);
                return;
            }
            match tree.parse(piece.bytes) {
                Err(offset) => {
                    let mut at = piece.at;
                    at.byte += offset as u64;
                    at.column += offset as u64;
                    if piece.bytes.get(..offset).is_some_and(|before| before.contains(&b'\n')) {
                        at = piece.at;
                    }
                    intake.cannot_read("other", at, "it is no JSON from here on");
                }
                Ok(json) => {
                    let item = Item { path: piece.path, key: piece.key, json, at: piece.at };
                    reader.item(item, &mut Records { sink: &mut |given| intake.take(given) });
                }
            }
        };
        let before = splitter.items();
        if ended {
            splitter.end(&mut take);
            reader.end_document(&mut Records { sink: &mut |given| intake.take(given) });
        } else {
            splitter.push(bytes, &mut take);
        }
        self.items += splitter.items() - before;
    }

    /// From now on what is read is only counted, for [`Converter::surveyed`].
    pub fn survey(&mut self) {
        self.intake.survey = Some(Survey::new());
    }

    /// The input ended: what was counted.
    pub fn surveyed(&mut self) -> Option<Survey> {
        self.end_document();
        let mut survey = self.intake.survey.take()?;
        survey.finish();
        let limit = self.options.profile.custom_data_limit.unwrap_or(CUSTOM_LIMIT);
        survey.limit = Some(limit).filter(|_| self.from() == Some(Platform::Stream));
        Some(survey)
    }

    /// Bytes that wait to be carried to the spool.
    #[must_use]
    pub fn spool_bytes(&self) -> usize {
        self.intake.waiting
    }

    /// Takes them away: for each bucket its number and its length, four bytes each with the low end first, and its bytes.
    pub fn spooled(&mut self) -> Vec<u8> {
        self.intake.drain()
    }

    /// The input ended. Gives the buckets to load, group by group.
    pub fn end_reading(&mut self) -> Vec<Vec<u32>> {
        if self.current.is_none() && self.sources.is_empty() {
            self.open();
        }
        self.end_document();
        let sizes = &self.intake.sizes;
        let used = (0..intake::BUCKETS).filter(|bucket| sizes.get(*bucket as usize).is_some_and(|size| *size > 0));
        if sizes.iter().sum::<u64>() <= ONE_GROUP {
            vec![used.collect()]
        } else {
            used.map(|bucket| vec![bucket]).collect()
        }
    }

    /// Makes room for a group of so many bytes. Without it there is room as well, but more is taken than is needed, and in
    /// WebAssembly never given back.
    pub fn begin_group(&mut self, bytes: usize) {
        self.loaded = Vec::new();
        // Where there is not so much, that is told when the bytes come.
        let _ = self.loaded.try_reserve_exact(bytes);
    }

    /// Takes the bytes of a bucket of the group, in order.
    pub fn load(&mut self, bytes: &[u8]) {
        self.loaded.extend_from_slice(bytes);
    }

    /// Converts what was loaded.
    pub fn end_group(&mut self) {
        let group = gather(std::mem::take(&mut self.loaded), &mut self.intake.losses);
        let Converter { options, ids, intake, uploads, sections, pending, writer, .. } = self;
        let mut out = Output { options, ids, losses: &mut intake.losses, uploads, sections, pending };
        for user in group.users {
            writer.user(user, &mut out);
        }
        for room in group.rooms {
            writer.room(room, &mut out);
        }
        for record in group.others {
            writer.other(record, &mut out);
        }
    }

    /// Writes what the writer still holds.
    pub(super) fn finish_writing(&mut self) {
        let Converter { options, ids, intake, uploads, sections, pending, writer, .. } = self;
        let mut out = Output { options, ids, losses: &mut intake.losses, uploads, sections, pending };
        writer.finish(&mut out);
    }

    /// Bytes of the output that wait to be carried away.
    #[must_use]
    pub fn output_bytes(&self) -> usize {
        self.sections.iter().map(Section::waiting).sum()
    }

    /// Takes some of them away, as [`Converter::spooled`] does, by section. Of much output it has to be called several times,
    /// until there is nothing more.
    pub fn written(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        for (number, section) in self.sections.iter_mut().enumerate() {
            while out.len() < AT_ONCE && section.waiting() > 0 {
                intake::frame(number, &mut section.take(), &mut out);
            }
        }
        out
    }

    pub(super) fn files(&self) -> &'static [super::writer::FileSpec] {
        self.writer.files()
    }

    /// Bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Items, and parts of items, that could not be read so far.
    #[must_use]
    pub fn unreadable(&self) -> u64 {
        self.intake.unreadable_count
    }

    /// Items read so far.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.items
    }

    pub(super) fn take_losses(&mut self) -> Losses {
        std::mem::take(&mut self.intake.losses)
    }

    /// The platform that the input is of.
    pub(super) fn from(&self) -> Option<Platform> {
        self.readers.first().map(|(platform, _)| *platform).or(self.options.from)
    }
}
