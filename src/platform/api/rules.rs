//! What rules of a row are written with: values by field, findings about fields, definitions and references.

use std::borrow::Cow;

use super::migration::Migration;
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, IdKind, twin};
use crate::json::text;
use crate::table::draft::Draft;
use crate::table::slots::Span;

/// A string of the item, its escapes resolved.
pub(crate) fn value(bytes: &[u8], span: Span) -> Cow<'_, [u8]> {
    let raw = raw(bytes, span);
    if span.escaped { text::unescape(raw) } else { Cow::Borrowed(raw) }
}

/// The bytes of a value as they stand in the input.
pub(crate) fn raw(bytes: &[u8], span: Span) -> &[u8] {
    bytes.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// A string of the item, for people.
#[inline(never)]
pub(crate) fn shown(bytes: &[u8], span: Span) -> String {
    String::from_utf8_lossy(&value(bytes, span)).into_owned()
}

impl Migration {
    /// The value of a text that is there and not empty.
    pub(crate) fn text(&self, field: usize) -> Option<Span> {
        self.walker.slots.text(field)
    }

    /// The value of a field, if it is of the field's type.
    pub(crate) fn get(&self, field: usize) -> Option<Span> {
        self.walker.slots.get(field)
    }

    /// Whether a field has a value that is not null, of whatever type.
    pub(crate) fn has(&self, field: usize) -> bool {
        self.walker.slots.has(field)
    }

    /// Whether a field has a value that is none of its type.
    pub(crate) fn is_wrong(&self, field: usize) -> bool {
        self.has(field) && self.get(field).is_none()
    }

    /// Whether a boolean field is true.
    pub(crate) fn is_true(&self, bytes: &[u8], field: usize) -> bool {
        self.get(field).is_some_and(|span| raw(bytes, span) == b"true")
    }

    /// Whether a text is this one.
    pub(crate) fn is_text(&self, bytes: &[u8], field: usize, text: &[u8]) -> bool {
        self.get(field).is_some_and(|span| *value(bytes, span) == *text)
    }

    /// The value of a number, if it is whole.
    pub(crate) fn number(&self, field: usize) -> Option<i64> {
        self.walker.slots.number(field)
    }

    /// Where the row begins.
    pub(crate) fn row_at(&self) -> usize {
        self.object.unwrap_or_default()
    }

    /// Where a field's value stands; where it is absent, the row.
    pub(crate) fn place(&self, field: usize) -> usize {
        self.walker.slots.place(field).unwrap_or_else(|| self.row_at())
    }

    /// Where the row's key stands, quote included; where it has none, the row.
    pub(crate) fn key_at(&self) -> usize {
        self.key.map_or_else(|| self.row_at(), |key| (key.start as usize).saturating_sub(1))
    }

    /// The row's key, its escapes resolved.
    pub(crate) fn key_text<'a>(&self, bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        self.key.map(|key| value(bytes, key))
    }

    /// The name of the row's kind.
    pub(crate) fn kind_name(&self) -> &'static str {
        self.walker.table(self.kind).map_or("", |table| table.kind)
    }

    /// A field's key: as the row spells it, or as the dialect does.
    pub(crate) fn name(&self, field: usize) -> &'static str {
        self.walker.spelt_key(self.kind, field)
    }

    /// The JSON path of something inside the row, written out.
    pub(crate) fn path(&self, inner: &str) -> String {
        let row = self.walker.path_of(None);
        if row.is_empty() { inner.to_owned() } else { [&row, ".", inner].concat() }
    }

    /// A finding about a field of the row, at its value (or at the row, where it is absent). The message goes on from the
    /// field's name: `about(…, "is longer than …")` says "message.text is longer than …".
    pub(crate) fn about(&self, code: Code, severity: Severity, basis: Basis, field: usize, words: &str) -> Box<Draft> {
        let (kind, name) = (self.kind_name(), self.name(field));
        let message = [kind, ".", name, " ", words].concat();
        Draft::new(code, severity, basis, self.place(field), message)
            .path(self.walker.path_of(Some(name)))
            .cause(kind, name, "", 0)
    }

    /// A finding about the row as a whole.
    pub(crate) fn about_row(&self, code: Code, severity: Severity, basis: Basis, message: String) -> Box<Draft> {
        Draft::new(code, severity, basis, self.row_at(), message).path(self.walker.path_of(None)).cause(
            self.kind_name(),
            "",
            "",
            0,
        )
    }

    /// Adds a finding about the row.
    pub(crate) fn say(&mut self, draft: Box<Draft>) {
        self.walker.drafts.push(draft);
    }

    /// Adds a finding about the row that only the end of the input could decide. Only in the second reading.
    pub(crate) fn say_late(&mut self, draft: Box<Draft>) {
        self.late.push(draft);
    }

    /// A field that is needed because of what another field says. One that has a value of the wrong type, or a hint that
    /// it stands under another name, is reported once.
    pub(crate) fn need(&mut self, field: usize, basis: Basis, why: &str) {
        if self.has(field) || self.walker.slots.is_null(field) && self.was_reported(field) {
            return;
        }
        let (kind, name) = (self.kind_name(), self.name(field));
        let of_null = |draft: &&mut Box<Draft>| draft.code == Code::WrongType && draft.cause.value == "null";
        let mut drafts = self.walker.row_drafts_mut().iter_mut().filter(of_null);
        if let Some(draft) = drafts.find(|draft| draft.cause.kind == kind && draft.cause.field == name) {
            // A null that could have been left out elsewhere.
            (draft.code, draft.severity, draft.basis) = (Code::MissingField, Severity::Error, basis);
            draft.message = [kind, ".", name, " is null", why].concat();
            draft.help = Some("give it a value".to_owned());
            return;
        }
        let hint = self.walker.take_hint(kind, name, self.row_at());
        let mut draft = self.about(Code::MissingField, Severity::Error, basis, field, &["is missing", why].concat());
        draft.at = self.row_at();
        let help = match &hint {
            Some((other, _)) => ["\"", other, "\" stands there instead; rename it to \"", name, "\""].concat(),
            None => ["add \"", name, "\""].concat(),
        };
        self.say(draft.help(&help).mend(hint.and_then(|(_, mend)| mend)));
    }

    /// Says in the help of a finding about a field what is to be done there; the tables know it in general only.
    #[cold]
    pub(crate) fn explain(&mut self, code: Code, field: usize, help: &str) {
        let (kind, name) = (self.kind_name(), self.name(field));
        let mut drafts = self.walker.row_drafts_mut().iter_mut();
        if let Some(draft) =
            drafts.find(|draft| draft.code == code && draft.cause.kind == kind && draft.cause.field == name)
        {
            // That it stands there under another name says more.
            let renamed = code == Code::MissingField && draft.help.as_ref().is_some_and(|help| help.starts_with('"'));
            if !renamed {
                draft.help = Some(help.to_owned());
            }
        }
    }

    /// Whether an error in a field of the row was found.
    pub(crate) fn was_reported(&self, field: usize) -> bool {
        self.findings_of(field).any(|draft| draft.severity == Severity::Error)
    }

    /// Whether anything was found in a field of the row.
    fn is_doubted(&self, field: usize) -> bool {
        self.findings_of(field).next().is_some()
    }

    fn findings_of(&self, field: usize) -> impl Iterator<Item = &Draft> {
        let (kind, name) = (self.kind_name(), self.name(field));
        let of_field = move |draft: &&Draft| draft.cause.kind == kind && draft.cause.field == name;
        self.walker.row_drafts().iter().map(|draft| &**draft).filter(of_field)
    }

    /// The fingerprint of a text of the row.
    pub(crate) fn fingerprint(&self, bytes: &[u8], span: Span) -> Fingerprint {
        self.ids.one(&value(bytes, span))
    }

    /// Notes that the row defines something, named at `at`. `false` if it was defined before: then
    /// [`Migration::duplicate`] is to be called.
    pub(crate) fn define(&mut self, kind: IdKind, key: Fingerprint, note: u32, at: usize) -> bool {
        let twin = twin(kind, key);
        self.definition = Some((twin, at));
        if self.ids.second() {
            self.definitions.push((twin, at));
        }
        self.ids.define(kind, key, note)
    }

    /// The finding that the last definition was not the first one of its kind.
    #[cold]
    pub(crate) fn duplicate(&mut self, severity: Severity, basis: Basis, field: usize, id: &str, message: String) {
        let (kind, name) = (self.kind_name(), self.name(field));
        if let Some(draft) = self.second_definition(Code::DuplicateId, severity, basis, message) {
            let path = self.walker.path_of(Some(name));
            let help = "remove one of them, or give it an id of its own";
            self.say(draft.path(path).cause(kind, name, id, 0).help(help));
        }
    }

    /// A finding at the last definition, which was not the first one of its kind; where that stands is added later.
    #[cold]
    pub(crate) fn second_definition(
        &self,
        code: Code,
        severity: Severity,
        basis: Basis,
        message: String,
    ) -> Option<Box<Draft>> {
        let (twin, at) = self.definition?;
        let mut draft = Draft::new(code, severity, basis, at, message).path(self.walker.path_of(None)).cause(
            self.kind_name(),
            "",
            "",
            0,
        );
        draft.twin = Some(twin);
        Some(draft)
    }

    /// Defines what a text field identifies, and reports a second definition as an error.
    pub(crate) fn define_field(
        &mut self,
        bytes: &[u8],
        kind: IdKind,
        field: usize,
        basis: Basis,
    ) -> Option<Fingerprint> {
        let span = self.text(field)?;
        let key = self.fingerprint(bytes, span);
        if !self.define(kind, key, 0, self.place(field)) {
            let id = shown(bytes, span);
            let message = ["the ", self.kind_name(), " ", &text::quoted(&id), " is defined twice"].concat();
            self.duplicate(Severity::Error, basis, field, &id, message);
        }
        Some(key)
    }

    /// Notes that a text field refers to something; reports it in the second reading, if nothing defines it.
    pub(crate) fn refer_field(&mut self, bytes: &[u8], kind: IdKind, what: &str, field: usize, basis: Basis) {
        let Some(span) = self.text(field) else { return };
        let key = self.fingerprint(bytes, span);
        if self.ids.refer(kind, key) {
            let name = self.name(field);
            self.unknown(bytes, kind, what, name, span, basis);
        }
    }

    /// Notes that the elements of a list of strings refer to things.
    pub(crate) fn refer_list(&mut self, bytes: &[u8], kind: IdKind, what: &str, field: usize, basis: Basis) {
        if !self.has(field) {
            return;
        }
        for index in 0..self.walker.slots.list(field).len() {
            let Some(span) = self.walker.slots.list(field).get(index).copied() else { return };
            let key = self.fingerprint(bytes, span);
            if self.ids.refer(kind, key) {
                let name = [self.name(field), "[", &text::number(index as u64), "]"].concat();
                self.unknown(bytes, kind, what, &name, span, basis);
            }
        }
    }

    /// The finding that a text of the row refers to something that is unknown: an error if the caller listed all there
    /// is, else a warning, for the app may have it.
    #[cold]
    pub(crate) fn unknown(&mut self, bytes: &[u8], kind: IdKind, what: &str, field: &str, span: Span, basis: Basis) {
        let severity = if self.ids.closed(kind) { Severity::Error } else { Severity::Warning };
        let id = shown(bytes, span);
        let owner = self.kind_name();
        let message =
            [owner, ".", field, " refers to the ", what, " ", &text::quoted(&id), ", which is not in the input"]
                .concat();
        let help =
            ["add the ", what, "; or, if the app has it, list the app's ", what, "s in profile.existing"].concat();
        // A number in the place of a text has no quote.
        let quote = (span.start as usize).checked_sub(1).filter(|at| bytes.get(*at) == Some(&b'"'));
        let at = quote.unwrap_or(span.start as usize);
        let draft = Draft::new(Code::UnknownReference, severity, basis, at, message)
            .path(self.path(field))
            .help(&help)
            .cause(owner, field, &id, 0);
        self.say_late(draft);
    }

    /// Looks for a time after the day of the check. One that something else is wrong with, such as its unit, is not told
    /// twice.
    pub(crate) fn future(&mut self, field: usize, severity: Severity) {
        let Some(today) = self.now.map(|now| now.div_euclid(86_400)) else { return };
        if self.walker.slots.day(field).is_some_and(|day| i64::from(day) > today) && !self.is_doubted(field) {
            let draft = self.about(Code::FutureTimestamp, severity, Basis::Inferred, field, "lies in the future");
            self.say(draft.help("check the unit and the zone that the time was made from"));
        }
    }

    /// Counts the row's message on the day of this field.
    pub(crate) fn sent(&mut self, field: usize) {
        self.days.extend(self.walker.slots.day(field));
    }
}
