//! The envelope of an item: its type, and its payload under `data` or `item`. Source: `formats/stream.md` 2.0.

use super::{Kind, Stream};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::{Lexer, More};
use crate::json::short::Short;
use crate::json::text;
use crate::mend::Mend;
use crate::table::Capture;
use crate::table::draft::Draft;
use crate::table::walk::found;

/// What was met in an envelope: its type, and where each payload's value begins, under the dialect's own key and under the
/// other's.
#[derive(Clone, Copy, Default)]
struct Met {
    typed: bool,
    own: Option<usize>,
    /// The value, and its key.
    foreign: Option<(usize, usize)>,
    /// Whether the own one could not be walked yet, because its type comes later.
    waiting: bool,
}

/// An item's text up to its payload, where nothing was to be said of it. Most items begin as the one before.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    text: Short,
    kind: Option<Kind>,
}

enum EnvelopeKey {
    Type,
    Own,
    Foreign,
    Other,
}

impl Stream {
    /// Walks one item, whatever it is; the cursor stands at its first byte.
    pub(crate) fn parse(&mut self, lexer: &mut Lexer) -> bool {
        self.kind = None;
        self.payload_at = None;
        self.late.clear();
        self.definition = None;
        self.walker.start();
        if lexer.next() == b'{' {
            return self.envelope(lexer);
        }
        let (at, byte) = (lexer.pos, lexer.byte());
        if !lexer.value() {
            return false;
        }
        let message =
            format!("the item is {}; Stream wants an object with \"type\" and \"{}\"", found(byte), self.key());
        let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message).cause(
            "item",
            "",
            found(byte),
            0,
        );
        self.draft(draft);
        true
    }

    fn envelope(&mut self, lexer: &mut Lexer) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        let mut met = Met::default();
        let mut more = More::Next;
        if self.beginning.text.stands_at(lexer.bytes(), start) {
            lexer.pos += self.beginning.text.length();
            lexer.next();
            self.kind = self.beginning.kind;
            met.typed = true;
            met.own = Some(lexer.pos);
            if !self.payload(lexer, self.key()) {
                return false;
            }
            more = lexer.more(b'}');
        } else {
            lexer.pos += 1;
            if lexer.next() == b'}' {
                lexer.pos += 1;
                more = More::Last;
            }
        }
        while more == More::Next {
            if !self.member_of(lexer, start, &mut met) {
                return false;
            }
            more = lexer.more(b'}');
        }
        if more == More::Broken {
            return false;
        }
        if met.waiting || met.foreign.is_some() {
            self.payload_behind(lexer, met);
        }
        lexer.depth -= 1;
        if !met.typed || met.own.is_none() || met.foreign.is_some() {
            self.faulty_envelope(start, met);
        }
        true
    }

    /// Reads one key of the envelope that begins at `start`, and its value.
    #[inline(never)]
    fn member_of(&mut self, lexer: &mut Lexer, start: usize, met: &mut Met) -> bool {
        if lexer.next() != b'"' {
            return lexer.fail_at(lexer.pos);
        }
        lexer.pos += 1;
        let key_at = lexer.pos;
        if !lexer.string() {
            return false;
        }
        let raw = lexer.slice(key_at, lexer.pos - 1);
        let key = self.envelope_key(raw, key_at - 1);
        if !lexer.expect(b':') {
            return false;
        }
        lexer.next();
        match key {
            EnvelopeKey::Type => {
                if met.typed {
                    self.walker.duplicate_key("item", "type", key_at - 1);
                }
                met.typed = true;
                self.item_type(lexer)
            }
            EnvelopeKey::Own => {
                if met.own.is_some() {
                    self.walker.duplicate_key("item", self.key(), key_at - 1);
                    self.walker.slots.clear();
                }
                met.own = Some(lexer.pos);
                met.waiting = self.kind.is_none();
                if met.waiting {
                    return lexer.value();
                }
                if met.foreign.is_none() && self.walker.drafts.is_empty() && !lexer.newline {
                    let text = lexer.slice(start, lexer.pos);
                    self.beginning = Beginning { text: Short::new(text), kind: self.kind };
                }
                self.payload(lexer, self.key())
            }
            EnvelopeKey::Foreign => {
                met.foreign = Some((lexer.pos, key_at - 1));
                lexer.value()
            }
            EnvelopeKey::Other => lexer.value(),
        }
    }

    #[inline]
    fn envelope_key(&mut self, raw: &[u8], at: usize) -> EnvelopeKey {
        match raw {
            b"type" => EnvelopeKey::Type,
            b"data" if !self.array() => EnvelopeKey::Own,
            b"item" if self.array() => EnvelopeKey::Own,
            b"data" | b"item" => EnvelopeKey::Foreign,
            _ => self.unusual_key(raw, at),
        }
    }

    /// Walks a payload that was passed over: its type came later, or it stands under the other dialect's key.
    #[inline(never)]
    fn payload_behind(&mut self, lexer: &mut Lexer, met: Met) {
        let (at, key) = match (met.own, met.foreign) {
            (Some(at), _) if met.waiting => (at, self.key()),
            (None, Some((at, _))) => (at, self.other_key()),
            _ => return,
        };
        let end = lexer.pos;
        lexer.pos = at;
        // It was scanned before, so that it is JSON.
        self.payload(lexer, key);
        lexer.pos = end;
    }

    /// The payload's key in the other dialect.
    fn other_key(&self) -> &'static str {
        if self.array() { "data" } else { "item" }
    }

    /// What the envelope lacks, or has under another name.
    #[cold]
    fn faulty_envelope(&mut self, start: usize, met: Met) {
        let (key, other) = (self.key(), self.other_key());
        let lacking = |field: &'static str| {
            let (severity, basis) = (Severity::Error, Basis::Documented);
            Draft::worded(Code::MissingField, severity, basis, start, "the item has no \"{}\"", &[field])
                .path(field.to_owned())
                .cause("item", field, "", 0)
        };
        if !met.typed {
            let help = "say what it is: user, channel, member, message, reaction or device";
            self.draft(lacking("type").help(help));
        }
        match (met.own, met.foreign) {
            (None, None) => {
                self.draft(lacking(key).help_worded("put its fields into an object under \"{}\"", &[key]));
            }
            (None, Some((at, key_at))) => {
                let form = if self.array() { "a JSON array" } else { "JSON Lines" };
                let words = "the payload stands under \"{}\"; in {} Stream looks for \"{}\"";
                let (severity, basis, parts) = (Severity::Error, Basis::Documented, &[other, form, key]);
                let draft = Draft::worded(Code::WrongPayloadKey, severity, basis, at, words, parts)
                    .path(other.to_owned())
                    .help_worded("rename the key to \"{}\"", &[key])
                    .cause("item", key, other, 0)
                    .mend(Some(Mend::one(
                        &text::worded("rename the key to {q}", &[key]),
                        key_at + 1,
                        key_at + 1 + other.len(),
                        key,
                    )));
                self.draft(draft);
            }
            (Some(_), Some((_, at))) => self.key_beside(other, at),
            (Some(_), None) => {}
        }
    }

    /// A key beside type and payload.
    fn key_beside(&mut self, key: &str, at: usize) {
        let (severity, basis, what) = if self.array() {
            (Severity::Warning, Basis::Observed, "is ignored")
        } else {
            (Severity::Error, Basis::Documented, "is refused by Stream's schema")
        };
        let words = "the item has the key {n} beside its payload, which {}";
        let mut path = String::new();
        crate::table::draft::push_key(&mut path, key);
        let draft = Draft::worded(Code::UnknownField, severity, basis, at, words, &[key, what])
            .path(path)
            .help_worded("move it into \"{}\", or remove it", &[self.key()])
            .cause("item", key, "", 0);
        self.draft(draft);
    }

    #[cold]
    fn unusual_key(&mut self, raw: &[u8], at: usize) -> EnvelopeKey {
        let key = text::decode(raw);
        let folded = key.to_ascii_lowercase();
        let same = match folded.as_str() {
            "type" => EnvelopeKey::Type,
            own if own == self.key() => EnvelopeKey::Own,
            other if other == self.other_key() => EnvelopeKey::Foreign,
            _ => {
                self.key_beside(&key, at);
                return EnvelopeKey::Other;
            }
        };
        if key == folded {
            return same;
        }
        let (severity, basis) =
            if self.array() { (Severity::Warning, Basis::Observed) } else { (Severity::Error, Basis::Documented) };
        let words = "the item has the key {n}; it is written \"{}\"";
        let draft = Draft::worded(Code::KeyCase, severity, basis, at, words, &[&key, &folded])
            .path(key)
            .help_worded("write \"{}\"", &[&folded])
            .cause("item", &folded, "", 0);
        self.draft(draft);
        same
    }

    #[inline]
    fn item_type(&mut self, lexer: &mut Lexer) -> bool {
        let at = lexer.pos;
        if lexer.byte() != b'"' {
            let byte = lexer.byte();
            if !lexer.value() {
                return false;
            }
            let (words, parts) = ("the item's type is {}; Stream wants a string", &[found(byte)]);
            let draft = Draft::worded(Code::WrongType, Severity::Error, Basis::Documented, at, words, parts)
                .path("type".to_owned())
                .cause("item", "type", if byte == b'n' { "" } else { found(byte) }, 0);
            self.draft(draft);
            return true;
        }
        lexer.pos += 1;
        if !lexer.string() {
            return false;
        }
        let raw = lexer.slice(at + 1, lexer.pos - 1);
        self.kind = if lexer.escaped { Kind::from_name(&text::unescape(raw)) } else { Kind::from_name(raw) };
        let public = self.kind.is_some_and(|kind| kind < Kind::Poll && kind != Kind::FutureChannelBan);
        if !public {
            self.unusual_type(raw, at);
        }
        true
    }

    /// A type that is not known, or known to one dialect only.
    #[cold]
    fn unusual_type(&mut self, raw: &[u8], at: usize) {
        let name = text::decode(raw);
        let array = self.array();
        let draft = |code, severity, basis, words, parts: &[&str]| {
            let draft = Draft::worded(code, severity, basis, at, words, parts);
            draft.path("type".to_owned()).cause("item", "type", &name, 0)
        };
        let draft = match (self.kind, name.as_str()) {
            (Some(kind), _) if !array => {
                if kind == Kind::FutureChannelBan {
                    return;
                }
                let words = "Stream imports items of type \"{}\", but their fields are not public";
                draft(Code::NotChecked, Severity::Info, Basis::Documented, words, &[&name])
                    .help("nothing to mend; only the envelope of this item was checked")
            }
            (None, "channel_member") if !array => {
                self.kind = Some(Kind::Member);
                let words = "the item's type is \"channel_member\"; all of Stream's examples say \"member\"";
                draft(Code::ItemTypeAlias, Severity::Warning, Basis::Inferred, words, &[])
                    .help("write \"member\"")
                    .mend(Some(Mend::one("write \"member\"", at + 1, at + 1 + raw.len(), "member")))
            }
            (_, known) => {
                if known == "channel_member" {
                    self.kind = Some(Kind::Member);
                }
                let taken = if array {
                    "user, channel, member, message, reaction and device"
                } else {
                    "user, device, future_channel_ban, channel, member, message and reaction"
                };
                let (words, parts) = ("the item's type is {q}; Stream imports {}", &[name.as_str(), taken]);
                let draft = draft(Code::UnknownItemType, Severity::Error, Basis::Documented, words, parts);
                match closest(&name).filter(|kind| kind.name() != name) {
                    Some(kind) => draft.help_worded("did you mean \"{}\"?", &[kind.name()]),
                    None => draft.help("use one of these types, in lower case"),
                }
            }
        };
        self.draft(draft);
    }

    fn payload(&mut self, lexer: &mut Lexer, root: &'static str) -> bool {
        let Some(kind) = self.kind else { return lexer.value() };
        let (at, byte) = (lexer.pos, lexer.byte());
        if byte != b'{' {
            if !lexer.value() {
                return false;
            }
            let (words, parts) = ("{} is {}; Stream wants an object", &[root, found(byte)]);
            let draft = Draft::worded(Code::WrongType, Severity::Error, Basis::Documented, at, words, parts)
                .path(root.to_owned())
                .cause("item", kind.name(), found(byte), 0);
            self.draft(draft);
            return true;
        }
        match kind.table() {
            Some(table) => {
                self.payload_at = Some(at);
                self.walker.enter_payload(root);
                let good = self.walker.object(lexer, table, Capture::ITEM);
                self.walker.leave_payload();
                good
            }
            None => lexer.value(),
        }
    }
}

/// Other names of types.
const ALIASES: &[(&str, Kind)] = &[
    ("channelmember", Kind::Member),
    ("channel_members", Kind::Member),
    ("membership", Kind::Member),
    ("room", Kind::Channel),
    ("conversation", Kind::Channel),
    ("group", Kind::Channel),
    ("ban", Kind::FutureChannelBan),
    ("channel_ban", Kind::FutureChannelBan),
];

/// The type that a wrong name was probably meant to be.
#[inline(never)]
fn closest(name: &str) -> Option<Kind> {
    let lower = name.trim().to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, kind)| *kind);
    let snake = lower.replace(['-', ' '], "_");
    let named = Kind::ALL.into_iter().find(|kind| lower == kind.plural() || snake == kind.name());
    named.or(alias)
}
