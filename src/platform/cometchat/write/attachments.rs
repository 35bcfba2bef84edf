//! Attachments: each becomes the file of a message. Source: `formats/cometchat.md` 2.4, `formats/mapping.md`.

use super::leftover;
use super::{files, people};
use crate::convert::losses::Treatment;
use crate::convert::park::{Object, PREFIX, to_json};
use crate::convert::tree::Tree;
use crate::convert::writer::Output;
use crate::finding::Position;
use crate::history::{Field, Record, Text, Value};
use crate::platform::cometchat::read::OWN;

/// A file as CometChat takes it.
#[derive(Debug)]
pub(super) struct File {
    /// The type of the message that has it.
    pub(super) kind: &'static str,
    pub(super) json: String,
}

/// The attachments of a message.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) list: Vec<File>,
    /// All of them as they were, if the files do not say everything.
    whole: Option<Text>,
    /// What the files do not say: the names of fields, and where they stand. An empty name is all of an attachment.
    rest: Vec<(Text, Position)>,
    /// The type of the first one that is no file.
    pub(super) other: Option<Text>,
}

const NO_FILE: &str = "CometChat's attachments are files with an http or https URL";
const NO_FIELD: &str = "CometChat's attachments have no field for it";

/// Makes files of attachments.
pub(super) fn files(parts: Vec<Record>, out: &mut Output<'_>) -> Files {
    let mut made = Files::default();
    let mut exact = true;
    for part in &parts {
        if part.text(Field::Url).is_none_or(|url| !leftover::is_url(url, people::URL)) {
            exact = false;
            made.rest.push((Text::default(), part.at));
            made.other = made.other.or_else(|| part.shared(Field::Type));
            continue;
        }
        let mut left = part.clone();
        let (file, says_all) = file(&mut left, out);
        exact &= says_all;
        made.rest.extend(leftover::names(&left).into_iter().map(|name| (name, part.at)));
        made.list.push(file);
    }
    exact &= made.rest.is_empty();
    if !exact {
        made.whole = Some(to_json(&Value::Parts(parts)).into());
    }
    made
}

/// A file, and whether what CometChat asks for was all there. What is not in it stays in the part.
fn file(part: &mut Record, out: &mut Output<'_>) -> (File, bool) {
    let url = part.take_text(Field::Url).unwrap_or_default();
    let mut exact = true;
    let mut known = |part: &mut Record, field: Field| {
        let text = part.text(field).filter(|text| !text.trim().is_empty()).map(str::to_owned);
        if text.is_some() {
            part.take(field);
        } else {
            exact = false;
            out.change(part, field.name(), "CometChat asks for it; it is made from the URL");
        }
        text
    };
    let name = known(part, Field::Name).unwrap_or_else(|| files::name(&url).to_owned());
    let media_type = known(part, Field::MediaType);
    let media_type = media_type.unwrap_or_else(|| files::media_type(&files::extension(&name, &url, "")).to_owned());
    let extension = leftover::own_text(part, "extension").filter(|extension| !extension.trim().is_empty());
    let extension = extension.unwrap_or_else(|| files::extension(&name, &url, &media_type).into());
    let said = ["image", "video", "audio", "file"].into_iter().find(|kind| part.text(Field::Type) == Some(kind));
    if said.is_some() {
        part.take(Field::Type);
    } else if part.get(Field::Type).is_none() {
        exact = false;
    }
    let mut object = Object::new();
    object.text("url", &url);
    object.text("name", &name);
    object.text("mimeType", &media_type);
    object.text("extension", &extension);
    if let Some(size) = size(part) {
        object.text("size", &size);
        part.take(Field::Size);
    }
    let known = ["url", "name", "mimeType", "extension", "size"];
    let mut written: Vec<Text> = Vec::new();
    part.extra.retain(|(name, json)| {
        let key = name.strip_prefix(OWN).filter(|key| !known.iter().any(|known| known.eq_ignore_ascii_case(key)));
        let Some(key) = key.filter(|key| !written.iter().any(|written| written == key)) else { return true };
        written.push(key.into());
        object.json(key, json);
        false
    });
    (File { kind: said.unwrap_or_else(|| files::kind(&media_type)), json: object.end() }, exact)
}

/// A size in bytes; CometChat has it as a text.
fn size(part: &Record) -> Option<Text> {
    let Some(Value::Json(json)) = part.get(Field::Size) else { return None };
    let digits = json.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (digits && Tree::default().parse(json.as_bytes()).is_ok()).then(|| json.clone())
}

impl Files {
    /// Whether there is nothing, not even what is no file.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.rest.is_empty()
    }

    /// Parks what the files do not say, if there is room.
    pub(super) fn park(&self, kept: &mut Vec<(Text, Text)>, most: usize, out: &mut Output<'_>) {
        let Some(whole) = &self.whole else { return };
        let key = [PREFIX, Field::Attachments.name()].concat();
        let parked = out.options.park && leftover::add(kept, &key, whole.clone().into(), most);
        let treatment = if parked { Treatment::Parked } else { Treatment::Lost };
        for (name, at) in &self.rest {
            let reason = if name.is_empty() { NO_FILE } else { NO_FIELD };
            out.losses.add("attachment", name, treatment, reason, *at);
        }
    }
}
