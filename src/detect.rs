//! Which platform, resource and dialect a document is. Content decides; a name only breaks ties.

use crate::frame::begins_item;
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

/// Words that only one platform's documents have.
const OTHERS: &[(&str, &[&str])] = &[
    ("a Sendbird migration", &["\"message_type\"", "\"MESG\"", "\"ADMM\"", "\"channel_url\"", "\"sorted_metaarray\""]),
    ("a CometChat import", &["\"muid\"", "\"receiverType\"", "\"conversationId\"", "\"guid\"", "\"sentAt\""]),
    ("a TalkJS import", &["\"UserMessage\"", "\"SystemMessage\"", "\"senderId\"", "\"readBy\"", "\"participants\""]),
    ("a ChatKitty import", &["\"channelId\"", "\"displayName\"", "\"display_name\"", "\"TEXT\"", "\"isGuest\""]),
];

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
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let found = |platform, dialect, form, confidence, why: String| Detection {
        platform,
        resource: platform.map(|_| Resource::Import),
        dialect,
        form,
        confidence,
        why,
    };
    let none = |why: &str| found(None, None, Form::Import, Confidence::None, why.to_owned());
    if let Encoding::Wide(encoding) = encoding(head) {
        return none(&format!("the text is {encoding}, not UTF-8"));
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let Some(first) = text.iter().copied().find(|byte| !byte.is_ascii_whitespace()) else {
        return none("there is nothing in it");
    };
    let (dialect, layout) = match first {
        b'[' => (Dialect::Array, "one JSON array"),
        b'{' => (Dialect::Jsonl, "JSON Lines"),
        _ => return none("it begins with neither { nor ["),
    };
    let stream = |confidence, why| found(Some(Platform::Stream), Some(dialect), Form::Import, confidence, why);
    let envelope = memchr::memchr_iter(b'{', text).find(|at| begins_item(text.get(*at..).unwrap_or_default()));
    if envelope.is_some() {
        return stream(Confidence::Certain, format!("{layout} of items with \"type\" and \"data\" or \"item\""));
    }
    let foreign = OTHERS.iter().map(|(name, list)| (words(text, list), name)).max_by_key(|(count, _)| *count);
    if let Some((_, name)) = foreign.filter(|(count, _)| *count >= 2) {
        return none(&format!("it looks like {name}"));
    }
    if words(text, STREAM_EXPORT) >= 2 {
        let why = "it has fields that only Stream's exports have, and no \"type\" with \"data\" or \"item\"".to_owned();
        return found(Some(Platform::Stream), None, Form::Export, Confidence::Likely, why);
    }
    if words(text, &["\"type\""]) == 1 && words(text, &["\"data\"", "\"item\""]) > 0 {
        return stream(
            Confidence::Likely,
            format!("{layout} with \"type\" and \"data\" or \"item\", of types unknown here"),
        );
    }
    let rest: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(3).collect();
    if rest == b"[]" {
        return stream(Confidence::Likely, "an empty JSON array".to_owned());
    }
    if name.is_some_and(|name| text::contains(&name.to_ascii_lowercase(), "stream")) {
        return stream(Confidence::Likely, "its name says so; its content does not tell".to_owned());
    }
    none("it has no item of any import format that is known here")
}
