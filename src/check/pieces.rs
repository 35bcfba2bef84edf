//! A check in pieces: what one check knows of a run of lines, another one goes on from.
//!
//! Only what certainly comes out the same is taken over. Whoever is refused has the lines pushed instead.

use super::{Checker, Document, Ledger, Reading, SourceOptions};
use crate::frame::{Framer, Shape};
use crate::index::Hasher;
use crate::json::go_time;
use crate::options::{AnswerStyle, CheckOptions, Dialect, Platform, Resource};
use crate::partial::{Pack, Unpack};
use crate::platform::room::Source;
use crate::report::Form;

/// What partial results begin with.
const MAGIC: &[u8] = concat!("chat-preflight ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// What a partial result says of itself.
struct Header {
    /// Whether its document begins with it, and with a byte order mark: nothing may stand before it.
    marked: bool,
    /// Whether it ends with a whole line: anything may stand behind it.
    whole: bool,
    /// The name of its document.
    name: Option<String>,
    bytes: u64,
    items: u64,
}

impl Checker {
    /// Begins in the middle of a file of Stream's in JSON Lines, at the beginning of a line, to make a
    /// [partial result](Checker::partial) for the check that began with the file.
    ///
    /// Where the file is recognised by its own first bytes, this is not needed.
    pub fn piece(&mut self) {
        let _hidden = self.hide();
        self.source(SourceOptions { resource: Some(Resource::Import), ..SourceOptions::default() });
        let Some(document) = &mut self.current else { return };
        let index = document.index;
        document.state =
            Reading::Items(Box::new(Framer::new(Shape::Lines, index, 0, self.gather, self.options.limits)));
        if let Some(info) = self.documents.get_mut(index as usize) {
            info.dialect = Some(Dialect::Jsonl);
        }
        self.read_any = true;
        self.settle_platform(Platform::Stream);
        let dialect = Some(Dialect::Jsonl);
        self.ledger.start_source(&Source { index, resource: Resource::Import, dialect, channel: None });
    }

    /// Whether the rest of the document at hand may be checked in pieces.
    pub fn is_divisible(&mut self) -> bool {
        self.cli.is_none() && !self.second && self.lines().is_some()
    }

    /// What is known of the one document so far, as bytes; the check is used up. `None` if that cannot be carried: it can
    /// be of Stream's JSON Lines.
    ///
    /// ```
    /// use chat_preflight::{CheckOptions, Checker, Outcome};
    ///
    /// let piece = |lines: &[u8]| {
    ///     let mut checker = Checker::new(CheckOptions::default());
    ///     checker.push(lines);
    ///     checker.partial().unwrap()
    /// };
    /// let users = piece(b"{\"type\":\"user\",\"data\":{\"id\":\"ann\"}}\n");
    /// let devices = piece(b"{\"type\":\"device\",\"data\":{\"id\":\"d\",\"user_id\":\"ann\",\"push_provider_type\":\"apn\"}}\n");
    /// let mut checker = Checker::new(CheckOptions::default());
    /// assert!(checker.absorb(&users, false) && checker.absorb(&devices, true));
    /// let Outcome::Report(report) = checker.finish() else { unreachable!("ann is known") };
    /// assert_eq!((report.stats.items, report.stats.bytes), (2, 115));
    /// ```
    pub fn partial(&mut self) -> Option<Vec<u8>> {
        let _hidden = self.hide();
        if matches!(&self.current, Some(Document { state: Reading::Head(_), .. })) {
            self.recognise();
        }
        if self.documents.len() != 1 || !self.is_divisible() {
            return None;
        }
        let mut pack = Pack::default();
        pack.flag(self.marked);
        let whole = self.comes_to_a_line();
        pack.flag(whole);
        let name = self.documents.first().and_then(|document| document.name.as_deref());
        pack.flag(name.is_some());
        pack.text(name.unwrap_or_default());
        pack.number(self.bytes);
        let ledger = &mut self.ledger;
        let Some(Document { state: Reading::Items(framer), .. }) = &mut self.current else { return None };
        if !whole {
            framer.finish(ledger);
        }
        pack.number(ledger.items);
        if !ledger.room.as_mut()?.pack(&mut pack) {
            return None;
        }
        ledger.timeline.pack(&mut pack);
        ledger.collector.pack(&mut pack);
        framer.pack(&mut pack);
        let mut sealed = Pack::default();
        sealed.bytes.extend_from_slice(MAGIC);
        for seal in seals(&self.options, &pack.bytes) {
            sealed.key(seal);
        }
        sealed.bytes.append(&mut pack.bytes);
        Some(sealed.bytes)
    }

    /// Goes on from a [partial result](Checker::partial) of the bytes that come next, as if they had been pushed. `last`:
    /// nothing comes behind them.
    ///
    /// `false` if what was pushed before could make a difference to it, if it was made with other options, another seed or
    /// another version, or is no partial result: then nothing was taken, and the bytes themselves have to be pushed.
    pub fn absorb(&mut self, partial: &[u8], last: bool) -> bool {
        let _hidden = self.hide();
        let Some((header, body)) = self.open(partial).filter(|(header, _)| header.whole || last) else { return false };
        if self.begun == 0 {
            let (platform, dialect) = (self.options.platform, self.options.dialect);
            if platform.is_some_and(|one| one != Platform::Stream) || dialect == Some(Dialect::Array) {
                return false;
            }
            self.piece();
            self.marked = header.marked;
            if let Some(document) = self.documents.first_mut() {
                document.name.clone_from(&header.name);
            }
        } else if header.marked || !self.is_divisible() || !self.comes_to_a_line() || !self.is_named(&header) {
            return false;
        }
        self.ledger.room.as_mut().is_some_and(|room| room.fits(body)) && self.take_over(&header, body).is_some()
    }

    /// Whether a piece that says of what it is one says that it is one of the document at hand.
    fn is_named(&self, header: &Header) -> bool {
        header.name.is_none() || self.documents.last().is_some_and(|document| document.name == header.name)
    }

    fn open<'a>(&self, partial: &'a [u8]) -> Option<(Header, Unpack<'a>)> {
        let mut unpack = Unpack::new(partial);
        let magic = unpack.take(MAGIC.len())?;
        let sealed = [unpack.key()?, unpack.key()?];
        if magic != MAGIC || sealed != seals(&self.options, unpack.rest()) {
            return None;
        }
        let (marked, whole, named, name) = (unpack.flag()?, unpack.flag()?, unpack.flag()?, unpack.text()?);
        let name = named.then(|| name.to_owned());
        let header = Header { marked, whole, name, bytes: unpack.number()?, items: unpack.number()? };
        Some((header, unpack))
    }

    fn take_over(&mut self, header: &Header, mut body: Unpack) -> Option<()> {
        let Ledger { room, timeline, collector, items, .. } = &mut self.ledger;
        let Some(Document { state: Reading::Items(framer), bytes, .. }) = &mut self.current else { return None };
        let room = room.as_mut()?;
        room.absorb(&mut body)?;
        timeline.absorb(&mut body)?;
        collector.absorb(&mut body, framer.places.here(), room.kinds())?;
        framer.absorb(&mut body)?;
        *items = items.checked_add(header.items)?;
        *bytes = bytes.checked_add(header.bytes)?;
        self.bytes = self.bytes.checked_add(header.bytes)?;
        body.is_empty().then_some(())
    }

    /// The framer of the document at hand, if that is an import in lines.
    fn lines(&mut self) -> Option<&mut Framer> {
        let Some(Document { state: Reading::Items(framer), index, .. }) = &mut self.current else { return None };
        let document = self.documents.get(*index as usize)?;
        let lines = document.dialect == Some(Dialect::Jsonl) && document.form == Form::Import;
        lines.then_some(framer)
    }

    fn comes_to_a_line(&mut self) -> bool {
        let Some(Document { state: Reading::Items(framer), .. }) = &mut self.current else { return false };
        framer.comes_to_a_line(&mut self.ledger) && self.ledger.pending.is_none()
    }
}

/// What a partial result is known by: what two checks have to be asked alike to find the same in the same lines, and the
/// bytes themselves.
fn seals(options: &CheckOptions, body: &[u8]) -> [u128; 2] {
    let CheckOptions { profile, now, seed, max_findings, answer, limits, redact, days, .. } = options;
    let mut asked = Pack::default();
    for number in [*max_findings, limits.item_bytes, limits.depth.into()] {
        asked.number(number);
    }
    for flag in [*answer == AnswerStyle::StreamCli, *redact, *days, profile.allow_exclamation_in_channel_ids] {
        asked.flag(flag);
    }
    // Of the time only the day matters.
    let today = now.as_deref().and_then(go_time::strict).map(|now| now.unix.div_euclid(86_400).cast_unsigned());
    for limit in [today, profile.custom_data_limit] {
        asked.flag(limit.is_some());
        asked.number(limit.unwrap_or_default());
    }
    let existing = profile.existing.clone().unwrap_or_default();
    for list in [&existing.users, &existing.channels, &existing.messages, &profile.roles] {
        asked.flag(list.is_some());
        asked.number(list.as_ref().map_or(0, Vec::len) as u64);
        list.iter().flatten().for_each(|one| asked.text(one));
    }
    asked.flag(profile.channel_types.is_some());
    for (name, own) in profile.channel_types.iter().flatten() {
        asked.text(name);
        asked.flag(own.max_message_length.is_some());
        asked.number(own.max_message_length.unwrap_or_default());
    }
    let hasher = Hasher::new(*seed);
    [hasher.one(&asked.bytes), hasher.one(body)]
}
