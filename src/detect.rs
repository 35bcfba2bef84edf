//! Which platform, resource and dialect a document is. Content decides; a name only breaks ties.

mod bodies;

use crate::frame::begins_item;
use crate::json::outline::outline;
use crate::json::text;
use crate::options::{Dialect, Platform, Resource};
use crate::report::Form;
use crate::report::plain::{Object, Plain, serialize};

/// How many bytes of a document are looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// How sure a [`Detection`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Only this fits.
    Certain,
    /// This fits best.
    Likely,
    /// Nothing fits.
    None,
}

/// What a document seems to be.
///
/// ```
/// use chat_preflight::{Dialect, Platform, detect};
///
/// let detection = detect(br#"[{"type":"user","item":{"id":"ann"}}]"#, None);
/// assert_eq!(detection.platform, Some(Platform::Stream));
/// assert_eq!(detection.dialect, Some(Dialect::Array));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detection {
    /// The platform, if any fits.
    pub platform: Option<Platform>,
    /// What the document holds.
    pub resource: Option<Resource>,
    /// Its dialect.
    pub dialect: Option<Dialect>,
    /// Import or export.
    pub form: Form,
    /// How sure this is.
    pub confidence: Confidence,
    /// What was seen, for people.
    pub why: String,
}

impl Confidence {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
            Confidence::None => "none",
        }
    }
}

impl Object for Detection {
    fn fields(&self) -> Vec<(&'static str, Plain<'_>)> {
        vec![
            ("platform", self.platform.map(Platform::name).into()),
            ("resource", self.resource.map(Resource::name).into()),
            ("dialect", self.dialect.map(Dialect::name).into()),
            ("form", Plain::Text(self.form.name())),
            ("confidence", Plain::Text(self.confidence.name())),
            ("why", Plain::Text(&self.why)),
        ]
    }
}

serialize!(fields: Detection; names: Confidence);

/// How a document's text is encoded, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// UTF-8 behind a byte order mark.
    Marked,
    /// UTF-16 or UTF-32.
    Wide(&'static str),
}

pub(crate) fn encoding(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Marked,
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Encoding::Wide("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Encoding::Wide("UTF-16"),
        // Without a mark: ASCII in two bytes has a zero in each pair.
        [b'[' | b'{', 0, second, 0, ..] if *second != 0 => Encoding::Wide("UTF-16"),
        [0, b'[' | b'{', 0, second, ..] if *second != 0 => Encoding::Wide("UTF-16"),
        _ => Encoding::Utf8,
    }
}

/// Words of Stream's exports and of its API, which no import has.
const STREAM_EXPORT: &[&str] = &[
    "\"cid\"",
    "\"latest_reactions\"",
    "\"own_reactions\"",
    "\"reaction_counts\"",
    "\"last_active\"",
    "\"online\"",
    "\"reply_count\"",
    "\"last_message_at\"",
    "\"own_capabilities\"",
    "\"member_count\"",
];

fn words(head: &[u8], words: &[&str]) -> usize {
    let stands = |word: &&&str| {
        // All of them begin with a quote.
        memchr::memchr_iter(b'"', head).any(|at| head.get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes())))
    };
    words.iter().filter(stands).count()
}

/// Recognises a document by its first bytes (64 KiB are looked at), and by its name where those leave a doubt.
#[must_use]
pub fn detect(bytes: &[u8], name: Option<&str>) -> Detection {
    recognise(bytes, name, None)
}

/// What a document is, if it is one of this platform's.
pub(crate) fn detect_as(platform: Platform, bytes: &[u8], name: Option<&str>) -> Detection {
    recognise(bytes, name, Some(platform))
}

fn none(why: &str) -> Detection {
    Detection {
        platform: None,
        resource: None,
        dialect: None,
        form: Form::Import,
        confidence: Confidence::None,
        why: why.to_owned(),
    }
}

fn recognise(bytes: &[u8], name: Option<&str>, only: Option<Platform>) -> Detection {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    if let Encoding::Wide(encoding) = encoding(head) {
        return none(&format!("the text is {encoding}, not UTF-8"));
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if text.iter().all(u8::is_ascii_whitespace) {
        return none("there is nothing in it");
    }
    let stream = only.is_none_or(|only| only == Platform::Stream);
    // What most of Stream's files tell at once, before the whole beginning is looked at.
    if stream
        && begins_as_stream(text)
        && let Some(detection) = stream_envelope(text)
    {
        return detection;
    }
    let outline = outline(text);
    if !matches!(outline.first, b'{' | b'[') {
        return none("it begins with neither { nor [");
    }
    if let Some(detection) = bodies::recognise_export(&outline, only) {
        return detection;
    }
    if stream && let Some(detection) = stream_envelope(text) {
        return detection;
    }
    let body = bodies::recognise(&outline, text, name, only);
    if let Some(detection) = body.as_ref().filter(|body| body.platform.is_some()) {
        return detection.clone();
    }
    if stream && let Some(detection) = stream_by_words(text, name) {
        return detection;
    }
    body.unwrap_or_else(|| none("it has no item of any import format that is known here"))
}

fn of_stream(text: &[u8], confidence: Confidence, why: impl FnOnce(&str) -> String) -> Detection {
    let array = text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    let (dialect, layout) = if array { (Dialect::Array, "one JSON array") } else { (Dialect::Jsonl, "JSON Lines") };
    Detection {
        platform: Some(Platform::Stream),
        resource: Some(Resource::Import),
        dialect: Some(dialect),
        form: Form::Import,
        confidence,
        why: why(layout),
    }
}

/// Whether the first item has an envelope with the type at its head: what has a "type" so far outside is no export.
fn begins_as_stream(text: &[u8]) -> bool {
    let item = text.strip_prefix(b"[").map_or(text, <[u8]>::trim_ascii_start);
    let typed = item.strip_prefix(b"{").is_some_and(|inside| inside.trim_ascii_start().starts_with(b"\"type\""));
    typed && begins_item(item)
}

/// Stream's items have an envelope that nothing else has.
fn stream_envelope(text: &[u8]) -> Option<Detection> {
    memchr::memchr_iter(b'{', text).find(|at| begins_item(text.get(*at..).unwrap_or_default()))?;
    Some(of_stream(text, Confidence::Certain, |layout| {
        format!("{layout} of items with \"type\" and \"data\" or \"item\"")
    }))
}

/// Stream's, though no item has an envelope as it should be.
fn stream_by_words(text: &[u8], name: Option<&str>) -> Option<Detection> {
    if words(text, STREAM_EXPORT) >= 2 {
        let why = "it has fields that only Stream's exports have, and no \"type\" with \"data\" or \"item\"".to_owned();
        let found = of_stream(text, Confidence::Likely, |_| why);
        return Some(Detection { dialect: None, form: Form::Export, ..found });
    }
    if words(text, &["\"type\""]) == 1 && words(text, &["\"data\"", "\"item\""]) > 0 {
        return Some(of_stream(text, Confidence::Likely, |layout| {
            format!("{layout} with \"type\" and \"data\" or \"item\", of types unknown here")
        }));
    }
    let rest: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(3).collect();
    if rest == b"[]" {
        return Some(of_stream(text, Confidence::Likely, |_| "an empty JSON array".to_owned()));
    }
    name.is_some_and(|name| text::contains(&name.to_ascii_lowercase(), "stream"))
        .then(|| of_stream(text, Confidence::Likely, |_| "its name says so; its content does not tell".to_owned()))
}
