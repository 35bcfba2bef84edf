//! Who wrote how much, and how large custom data is: counted of what readers hand over, instead of converting it.

use crate::finding::Position;
use crate::history::{Field, Kind, Record};
use crate::index::{Hasher, Map};
use crate::order;
use crate::report::plain::{Object, Plain};

/// How many channels and senders are told.
const TOLD: usize = 20;

/// How many stay when there are twice as many: memory is bounded, whatever the input.
const KEPT: usize = 4096;

/// Sizes up to so many bytes are one class; each further class goes up to twice as much.
const SMALLEST: u64 = 64;

/// The classes: without custom data, up to 64 bytes, 128, … and the last for whatever is larger.
const CLASSES: usize = 20;

/// The kinds whose custom data is measured.
const MEASURED: &[Kind] = &[Kind::User, Kind::Channel, Kind::Member, Kind::Message, Kind::Reaction];

/// What was counted.
#[derive(Debug)]
pub struct Survey {
    messages: u64,
    channels: Shares,
    senders: Shares,
    custom: Vec<Sizes>,
    /// The largest custom data that the platform takes, where it says so.
    pub(super) limit: Option<u64>,
}

impl Survey {
    pub(super) fn new() -> Survey {
        Survey {
            messages: 0,
            channels: Shares::new(),
            senders: Shares::new(),
            custom: MEASURED.iter().map(|kind| Sizes::new(*kind)).collect(),
            limit: None,
        }
    }

    pub(super) fn take(&mut self, record: &Record) {
        if record.partial {
            return;
        }
        if let Some(sizes) = self.custom.iter_mut().find(|sizes| sizes.kind == record.kind) {
            sizes.add(record);
        }
        if record.kind == Kind::Message {
            self.messages += 1;
            self.channels.add(record.text(Field::Channel));
            self.senders.add(record.text(Field::Sender));
        }
    }

    /// Leaves the largest of each, in their order.
    pub(super) fn finish(&mut self) {
        self.channels.finish();
        self.senders.finish();
        self.custom.retain(|sizes| sizes.items > 0);
    }
}

/// The share that one channel or sender has in the messages.
#[derive(Debug)]
struct Share {
    id: String,
    /// How many messages, for certain.
    messages: u64,
    /// How many more there may have been before, while it was forgotten.
    missed: u64,
}

impl Share {
    fn most(&self) -> u64 {
        self.messages + self.missed
    }
}

/// The largest shares. Exact up to twice [`KEPT`] ids; with more, those that are small are forgotten from time to time, and
/// whoever comes (again) may have had as many as the largest of them.
#[derive(Debug)]
struct Shares {
    hasher: Hasher,
    by_id: Map<Share>,
    known: usize,
    forgotten: u64,
    largest: Vec<Share>,
}

impl Shares {
    fn new() -> Shares {
        Shares { hasher: Hasher::new(0), by_id: Map::new(), known: 0, forgotten: 0, largest: Vec::new() }
    }

    fn add(&mut self, id: Option<&str>) {
        let Some(id) = id.filter(|id| !id.is_empty()) else { return };
        let print = self.hasher.one(id.as_bytes());
        if let Some(share) = self.by_id.get_mut(print) {
            share.messages += 1;
            return;
        }
        if self.known == 2 * KEPT {
            let mut all = self.sorted();
            self.forgotten = all.get(KEPT).map_or(0, Share::most);
            all.truncate(KEPT);
            self.known = all.len();
            for share in all {
                self.by_id.add(self.hasher.one(share.id.as_bytes()), share);
            }
        }
        self.known += 1;
        self.by_id.add(print, Share { id: id.to_owned(), messages: 1, missed: self.forgotten });
    }

    /// All of them, the largest first; none is left here.
    fn sorted(&mut self) -> Vec<Share> {
        let mut all = std::mem::replace(&mut self.by_id, Map::new()).into_values();
        order::sort_by_key(&mut all, |share| u128::from(u64::MAX - share.most()));
        all
    }

    fn finish(&mut self) {
        self.largest = self.sorted();
        self.largest.truncate(TOLD);
    }
}

/// How large the custom data of one kind of item is.
#[derive(Debug)]
struct Sizes {
    kind: Kind,
    items: u64,
    classes: Vec<Class>,
    largest: u64,
    at: Position,
}

#[derive(Debug)]
struct Class {
    up_to: u64,
    items: u64,
}

impl Sizes {
    fn new(kind: Kind) -> Sizes {
        let class = |index: usize| Class { up_to: if index == 0 { 0 } else { SMALLEST << (index - 1) }, items: 0 };
        Sizes { kind, items: 0, classes: (0..CLASSES).map(class).collect(), largest: 0, at: Position::default() }
    }

    fn add(&mut self, record: &Record) {
        // As compact JSON: quotes, a colon and a comma with each name, and the braces.
        let bytes: usize = record.custom.iter().map(|(name, json)| name.len() + json.len() + 4).sum();
        let bytes = if bytes == 0 { 0 } else { bytes as u64 + 1 };
        self.items += 1;
        let last = CLASSES - 1;
        let index = self.classes.iter().position(|class| bytes <= class.up_to).unwrap_or(last);
        if let Some(class) = self.classes.get_mut(index) {
            class.items += 1;
        }
        if bytes > self.largest {
            (self.largest, self.at) = (bytes, record.at);
        }
    }
}

impl Object for Survey {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("messages", Plain::Count(self.messages)),
            ("channels", Plain::List(&self.channels.largest)),
            ("senders", Plain::List(&self.senders.largest)),
            ("customData", Plain::List(&self.custom)),
            ("customDataLimit", self.limit.map_or(Plain::Null, Plain::Count)),
        ]
    }
}

impl Object for Share {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("id", Plain::Text(&self.id)),
            ("messages", Plain::Count(self.messages)),
            ("missed", Plain::Count(self.missed)),
        ]
    }
}

impl Object for Sizes {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        let at: &Position = &self.at;
        vec![
            ("kind", Plain::Text(self.kind.name())),
            ("items", Plain::Count(self.items)),
            ("classes", Plain::List(&self.classes)),
            ("largest", Plain::Count(self.largest)),
            ("position", if self.largest == 0 { Plain::Null } else { Plain::Object(at) }),
        ]
    }
}

impl Object for Class {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![("upTo", Plain::Count(self.up_to)), ("items", Plain::Count(self.items))]
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Shares, Survey};
    use crate::{ConvertOptions, Converter, Limits, Platform, SourceOptions};

    fn surveyed(options: ConvertOptions, documents: &[(&str, Option<&str>)]) -> Survey {
        let mut converter = Converter::new(options, Limits::default(), 0);
        converter.survey();
        for (text, channel) in documents {
            converter.source(SourceOptions { channel: channel.map(str::to_owned), ..SourceOptions::default() });
            converter.push(text.as_bytes());
        }
        converter.surveyed().unwrap()
    }

    fn shares(shares: &Shares) -> Vec<(&str, u64)> {
        shares.largest.iter().map(|share| (share.id.as_str(), share.messages)).collect()
    }

    #[test]
    fn messages_by_channel_and_sender_and_the_sizes_of_custom_data() {
        let message = |id: &str, channel: &str, user: &str, more: &str| {
            format!(
                r#"{{"type":"message","data":{{"id":"{id}","type":"regular","channel_type":"messaging","channel_id":"{channel}","user":"{user}","text":"x","created_at":"2024-01-01T00:00:00Z"{more}}}}}"#
            )
        };
        let large = format!(r#","note":"{}""#, "x".repeat(6_000));
        let lines = [
            message("1", "a", "ann", ""),
            message("2", "b", "bob", r#","mood":"good""#),
            message("3", "b", "ann", &large),
        ];
        let survey = surveyed(ConvertOptions::new(Platform::TalkJs), &[(&lines.join("\n"), None)]);
        assert_eq!(survey.messages, 3);
        assert_eq!(shares(&survey.channels), [("messaging:b", 2), ("messaging:a", 1)]);
        assert_eq!(shares(&survey.senders), [("ann", 2), ("bob", 1)]);
        let [sizes] = &survey.custom[..] else { panic!("{:?}", survey.custom) };
        let filled: Vec<_> =
            sizes.classes.iter().filter(|class| class.items > 0).map(|class| (class.up_to, class.items)).collect();
        assert_eq!(filled, [(0, 1), (64, 1), (8_192, 1)]);
        // {"note":"xxx…"}
        assert_eq!((sizes.largest, sizes.at.line, survey.limit), (6_011, 3, Some(5_120)));
    }

    #[test]
    fn any_platform_whose_history_can_be_read() {
        let messages =
            r#"[{"text":"a","sender":"ann","type":"UserMessage"},{"text":"b","sender":"ann","type":"UserMessage"}]"#;
        let mut options = ConvertOptions::new(Platform::Stream);
        options.from = Some(Platform::TalkJs);
        let survey = surveyed(options, &[(messages, Some("talk"))]);
        assert_eq!((shares(&survey.channels), survey.limit), (vec![("talk", 2)], None));
    }

    #[test]
    fn of_more_ids_than_are_kept_the_large_ones_stay_and_nothing_is_made_up() {
        let mut counted = Shares::new();
        for round in 0..40_000 {
            counted.add(Some("large"));
            counted.add(Some(&round.to_string()));
        }
        counted.finish();
        assert!(counted.known <= 2 * KEPT);
        let [first, second, ..] = &counted.largest[..] else { panic!() };
        assert_eq!((first.id.as_str(), first.messages, first.missed), ("large", 40_000, 0));
        assert!(second.messages == 1 && second.missed < 40_000);
    }
}
