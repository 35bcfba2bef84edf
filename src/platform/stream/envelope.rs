//! The envelope of an item: its type, and its payload under `data` or `item`. Source: `formats/stream.md` 2.0.

use super::{Kind, Stream};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::json::text;
use crate::table::draft::Draft;
use crate::table::walk::found;

/// A payload that was met before its type.
#[derive(Clone, Copy)]
struct Payload {
    at: usize,
    root: &'static str,
}

enum EnvelopeKey {
    Type,
    Payload(&'static str),
    Other,
}

impl Stream {
    /// Walks one item, whatever it is; the cursor stands at its first byte.
    pub(crate) fn parse(&mut self, lexer: &mut Lexer) -> bool {
        self.kind = None;
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
        self.draft(Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message));
        true
    }

    fn envelope(&mut self, lexer: &mut Lexer) -> bool {
        let start = lexer.pos;
        if !lexer.open() {
            return false;
        }
        lexer.pos += 1;
        let (mut typed, mut payload, mut waiting) = (false, None, None);
        if lexer.next() == b'}' {
            lexer.pos += 1;
        } else {
            loop {
                if lexer.next() != b'"' {
                    return lexer.fail_at(lexer.pos);
                }
                lexer.pos += 1;
                let key_at = lexer.pos;
                if !lexer.string() {
                    return false;
                }
                let raw = lexer.slice(key_at, lexer.pos - 1);
                let key = match raw {
                    b"type" => EnvelopeKey::Type,
                    b"data" => EnvelopeKey::Payload("data"),
                    b"item" => EnvelopeKey::Payload("item"),
                    _ => self.unusual_key(raw, key_at - 1),
                };
                if !lexer.expect(b':') {
                    return false;
                }
                lexer.next();
                let good = match key {
                    EnvelopeKey::Type => {
                        if typed {
                            self.walker.duplicate_key("item", "type", key_at - 1);
                        }
                        typed = true;
                        self.item_type(lexer)
                    }
                    EnvelopeKey::Payload(root) => {
                        if payload.is_some() {
                            self.walker.duplicate_key("item", root, key_at - 1);
                        }
                        payload = Some(Payload { at: lexer.pos, root });
                        if self.kind.is_some() {
                            waiting = None;
                            self.payload(lexer, root)
                        } else {
                            waiting = payload;
                            lexer.value()
                        }
                    }
                    EnvelopeKey::Other => lexer.value(),
                };
                if !good {
                    return false;
                }
                match lexer.next() {
                    b',' => lexer.pos += 1,
                    b'}' => {
                        lexer.pos += 1;
                        break;
                    }
                    _ => return lexer.fail_at(lexer.pos),
                }
            }
        }
        lexer.depth -= 1;
        let end = lexer.pos;
        if let Some(Payload { at, root }) = waiting
            && self.kind.is_some()
        {
            // The type came after its payload: now that it is known, the payload is walked.
            lexer.pos = at;
            lexer.depth += 1;
            if !self.payload(lexer, root) {
                return false;
            }
            lexer.depth -= 1;
            lexer.pos = end;
        }
        self.whole_envelope(start, typed, payload);
        true
    }

    /// What the envelope lacks, or has under another name.
    #[inline]
    fn whole_envelope(&mut self, start: usize, typed: bool, payload: Option<Payload>) {
        if typed && payload.is_some_and(|payload| payload.root == self.key()) {
            return;
        }
        self.faulty_envelope(start, typed, payload);
    }

    #[cold]
    fn faulty_envelope(&mut self, start: usize, typed: bool, payload: Option<Payload>) {
        let key = self.key();
        if !typed {
            let draft = Draft::new(
                Code::MissingField,
                Severity::Error,
                Basis::Documented,
                start,
                "the item has no \"type\"".to_owned(),
            )
            .path("type".to_owned())
            .help("say what it is: user, channel, member, message, reaction or device")
            .cause("item", "type", "", 0);
            self.draft(draft);
        }
        match payload {
            None => {
                let draft = Draft::new(
                    Code::MissingField,
                    Severity::Error,
                    Basis::Documented,
                    start,
                    format!("the item has no \"{key}\""),
                )
                .path(key.to_owned())
                .help(&format!("put its fields into an object under \"{key}\""))
                .cause("item", key, "", 0);
                self.draft(draft);
            }
            Some(payload) if payload.root != key => {
                let form = if self.array() { "a JSON array" } else { "JSON Lines" };
                let draft = Draft::new(
                    Code::WrongPayloadKey,
                    Severity::Error,
                    Basis::Documented,
                    payload.at,
                    format!("the payload stands under \"{}\"; in {form} Stream looks for \"{key}\"", payload.root),
                )
                .path(payload.root.to_owned())
                .help(&format!("rename the key to \"{key}\""))
                .cause("item", key, payload.root, 0);
                self.draft(draft);
            }
            Some(_) => {}
        }
    }

    #[cold]
    fn unusual_key(&mut self, raw: &[u8], at: usize) -> EnvelopeKey {
        let key = text::decode(raw);
        match key.as_str() {
            "type" => return EnvelopeKey::Type,
            "data" => return EnvelopeKey::Payload("data"),
            "item" => return EnvelopeKey::Payload("item"),
            _ => {}
        }
        let folded = key.to_ascii_lowercase();
        let same = match folded.as_str() {
            "type" => Some(EnvelopeKey::Type),
            "item" => Some(EnvelopeKey::Payload("item")),
            "data" => Some(EnvelopeKey::Payload("data")),
            _ => None,
        };
        if let Some(same) = same {
            let (severity, basis) =
                if self.array() { (Severity::Warning, Basis::Observed) } else { (Severity::Error, Basis::Documented) };
            let message = format!("the item has the key {}; it is written \"{folded}\"", text::quoted(&key));
            let draft = Draft::new(Code::KeyCase, severity, basis, at, message)
                .path(key)
                .help(&format!("write \"{folded}\""))
                .cause("item", &folded, "", 0);
            self.draft(draft);
            return same;
        }
        let (severity, basis, what) = if self.array() {
            (Severity::Warning, Basis::Observed, "is ignored")
        } else {
            (Severity::Error, Basis::Documented, "is refused by Stream's schema")
        };
        let message = format!("the item has the key {} beside its payload, which {what}", text::quoted(&key));
        let mut path = String::new();
        crate::table::draft::push_key(&mut path, &key);
        let draft = Draft::new(Code::UnknownField, severity, basis, at, message)
            .path(path)
            .help(&format!("move it into \"{}\", or remove it", self.key()))
            .cause("item", &key, "", 0);
        self.draft(draft);
        EnvelopeKey::Other
    }

    #[inline]
    fn item_type(&mut self, lexer: &mut Lexer) -> bool {
        let at = lexer.pos;
        if lexer.byte() != b'"' {
            let byte = lexer.byte();
            if !lexer.value() {
                return false;
            }
            let message = format!("the item's type is {}; Stream wants a string", found(byte));
            let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message)
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
        let draft = |code, severity, basis, message| {
            Draft::new(code, severity, basis, at, message).path("type".to_owned()).cause("item", "type", &name, 0)
        };
        let draft = match (self.kind, name.as_str()) {
            (Some(kind), _) if !array => {
                if kind == Kind::FutureChannelBan {
                    return;
                }
                let message = format!("Stream imports items of type \"{name}\", but their fields are not public");
                draft(Code::NotChecked, Severity::Info, Basis::Documented, message)
                    .help("nothing to mend; only the envelope of this item was checked")
            }
            (None, "channel_member") if !array => {
                self.kind = Some(Kind::Member);
                let message =
                    "the item's type is \"channel_member\"; all of Stream's examples say \"member\"".to_owned();
                draft(Code::ItemTypeAlias, Severity::Warning, Basis::Documented, message).help("write \"member\"")
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
                let message = format!("the item's type is {}; Stream imports {taken}", text::quoted(&name));
                let draft = draft(Code::UnknownItemType, Severity::Error, Basis::Documented, message);
                match closest(&name).filter(|kind| kind.name() != name) {
                    Some(kind) => draft.help(&format!("did you mean \"{}\"?", kind.name())),
                    None => draft.help("use one of these types, in lower case"),
                }
            }
        };
        self.draft(draft);
    }

    fn payload(&mut self, lexer: &mut Lexer, root: &'static str) -> bool {
        let Some(kind) = self.kind else { return lexer.value() };
        let (at, byte) = (lexer.pos, lexer.byte());
        self.payload_at = at;
        if byte != b'{' {
            if !lexer.value() {
                return false;
            }
            let message = format!("{} is {}; Stream wants an object", root, found(byte));
            let draft = Draft::new(Code::WrongType, Severity::Error, Basis::Documented, at, message)
                .path(root.to_owned())
                .cause("item", kind.name(), found(byte), 0);
            self.draft(draft);
            return true;
        }
        match kind.table() {
            Some(table) => {
                self.walker.enter_payload(root);
                let good = self.walker.object(lexer, table, true);
                self.walker.leave_payload();
                good
            }
            None => lexer.value(),
        }
    }
}

/// The type that a wrong name was probably meant to be.
fn closest(name: &str) -> Option<Kind> {
    let lower = name.trim().to_ascii_lowercase();
    Kind::ALL.into_iter().find(|kind| {
        lower == kind.name()
            || lower == kind.plural()
            || lower.replace(['-', ' '], "_") == kind.name()
            || matches!(
                (lower.as_str(), kind),
                ("channelmember" | "channel_members" | "membership", Kind::Member)
                    | ("room" | "conversation" | "group", Kind::Channel)
                    | ("ban" | "channel_ban", Kind::FutureChannelBan)
            )
    })
}
