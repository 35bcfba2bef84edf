//! What `stream-cli chat validate-import` printed for the array dialect, before Stream removed it.
//!
//! That command read its input twice: once to check the fields of each item and to note the ids of those that passed,
//! once more to look up what each item refers to; then it listed the distinct channels whose members were not all
//! there. Between the passes it gave up if there were more than [`ENOUGH`] errors. Its answer shows traits of Go's JSON
//! decoder that no one would choose today (keys match in any case, the last duplicate wins, one syntax error swallows
//! the errors before it), and people compare our answer with files they kept from it, so those traits are here too:
//!
//! * `elements` splits the input, counting offsets the way Go's streaming decoder does;
//! * `decode` reads one item into a record, with Go's rules for keys, nulls, duplicates and wrong types;
//! * `items` says which records there are, `fields` and `references` hold the rules of the two passes;
//! * `index` keeps ids as fingerprints, so that memory grows with the number of ids, not with the size of the file.
//!
//! Three things differ on purpose. A `null` among the attachments of a message made the original crash and lose every
//! other error; here it counts as an attachment without a type. The order of the last pass, and of the members named in
//! one of its errors, was random; here it is the order of the file, and sorted. And what an app knows may be left out of
//! the profile: without `roles` every role exists, without `channelTypes` every channel type does. A channel type that
//! does not say how long its messages may be takes [`DEFAULT_MESSAGE_LENGTH`], the length that the original assumed for
//! types it did not know.
//!
//! An element of the array is held in memory as a whole; nothing else is.

mod decode;
mod elements;
mod fields;
mod index;
mod items;
mod references;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::json::go_text::push_json;
use crate::options::Profile;

use decode::{Clash, Failure};
use elements::{Elements, Ending};
use index::Index;
use items::{Envelope, Item};

/// With more errors than this after a pass, the next one is left out.
const ENOUGH: usize = 25;

/// Longest message of a channel type that sets no limit of its own, in code points.
const DEFAULT_MESSAGE_LENGTH: u64 = 20_000;

/// An element of the printed `Errors`.
#[derive(Debug)]
enum Entry {
    Text(String),
    /// Malformed JSON; the sentence was lost when the error was printed.
    Syntax(u64),
    /// An element that is no envelope.
    Clash(Clash),
    /// The input ended inside an element; nothing of that error was printable.
    Cut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    Fields,
    References,
    Done,
}

/// What the rules ask of the app.
#[derive(Debug)]
struct App {
    roles: Option<Vec<String>>,
    /// Names and longest messages.
    channel_types: Option<Vec<(String, u64)>>,
    exclamation_mark: bool,
}

impl App {
    fn has_role(&self, role: &str) -> bool {
        self.roles.as_ref().is_none_or(|roles| roles.iter().any(|known| known == role))
    }

    fn has_channel_type(&self, name: &str) -> bool {
        self.channel_types.as_ref().is_none_or(|types| types.iter().any(|(known, _)| known == name))
    }

    fn message_length(&self, channel_type: &str) -> u64 {
        let mut types = self.channel_types.iter().flatten();
        types.find(|(known, _)| known == channel_type).map_or(DEFAULT_MESSAGE_LENGTH, |(_, length)| *length)
    }
}

/// Imitates the validator: push the input, end the pass, push the input again if asked to, then read the answer.
#[derive(Debug)]
pub(crate) struct StreamCli {
    app: App,
    index: Index,
    pass: Pass,
    elements: Elements,
    /// Errors of the passes that have ended.
    errors: Vec<Entry>,
    /// Errors of this pass so far.
    found: Vec<Entry>,
}

impl StreamCli {
    /// Starts with nothing read.
    pub(crate) fn new(profile: &Profile) -> Self {
        let channel_types = profile.channel_types.as_ref().map(|types| {
            let length = |limit: Option<u64>| limit.unwrap_or(DEFAULT_MESSAGE_LENGTH);
            types.iter().map(|(name, channel_type)| (name.clone(), length(channel_type.max_message_length))).collect()
        });
        StreamCli {
            app: App {
                roles: profile.roles.clone(),
                channel_types,
                exclamation_mark: profile.allow_exclamation_in_channel_ids,
            },
            index: Index::default(),
            pass: Pass::Fields,
            elements: Elements::new(),
            errors: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Takes the next bytes of the input.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let StreamCli { app, index, pass, elements, found, .. } = self;
        elements.push(bytes, &mut |element, offset| check(app, index, *pass, found, element, offset));
    }

    /// Ends the input. `true` asks for all of it once more; `false` says that the answer is ready.
    pub(crate) fn end_pass(&mut self) -> bool {
        let StreamCli { app, index, pass, elements, found, .. } = self;
        let ending = elements.finish(&mut |element, offset| check(app, index, *pass, found, element, offset));
        let found = std::mem::take(&mut self.found);
        match ending {
            Ending::Clean => self.errors.extend(found),
            // Such an error was returned in place of the list of the others.
            Ending::Refused(text) => self.errors.push(Entry::Text(format!("parse error: {text}"))),
            Ending::Syntax(offset) => self.errors.push(Entry::Syntax(offset)),
            Ending::Clash(clash) => self.errors.push(Entry::Clash(clash)),
            Ending::Cut => self.errors.push(Entry::Cut),
        }
        let proceed = self.errors.len() <= ENOUGH;
        match self.pass {
            Pass::Fields if proceed => {
                self.pass = Pass::References;
                self.elements = Elements::new();
                return true;
            }
            Pass::References if proceed => self.errors.extend(self.index.missing_members().map(Entry::Text)),
            _ => {}
        }
        self.pass = Pass::Done;
        false
    }

    /// What the command printed, without the line feed at its end.
    pub(crate) fn answer_text(&self) -> String {
        let mut text = String::from("{\n  \"Stats\": {");
        for (number, (name, count)) in self.index.stats().into_iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            // Writing to a string cannot fail.
            let _ = write!(text, "{comma}\n    \"{name}\": {count}");
        }
        text.push_str("\n  },\n  \"Errors\": ");
        for (number, entry) in self.errors.iter().enumerate() {
            text.push_str(if number == 0 { "[\n    " } else { ",\n    " });
            push_entry(&mut text, entry);
        }
        text.push_str(if self.errors.is_empty() { "null\n}" } else { "\n  ]\n}" });
        text
    }
}

fn push_entry(text: &mut String, entry: &Entry) {
    match entry {
        Entry::Text(sentence) => push_json(text, sentence),
        Entry::Syntax(offset) => {
            let _ = write!(text, "{{\n      \"Offset\": {offset}\n    }}");
        }
        Entry::Clash(clash) => {
            text.push_str("{\n      \"Value\": ");
            push_json(text, &clash.value);
            let _ = write!(text, ",\n      \"Type\": {{}},\n      \"Offset\": {},\n      \"Struct\": ", clash.offset);
            push_json(text, clash.record);
            text.push_str(",\n      \"Field\": ");
            push_json(text, &clash.field);
            text.push_str("\n    }");
        }
        Entry::Cut => text.push_str("{}"),
    }
}

/// Checks one element; what it returns ends the pass.
fn check(
    app: &App,
    index: &mut Index,
    pass: Pass,
    found: &mut Vec<Entry>,
    element: &[u8],
    offset: u64,
) -> Result<(), Clash> {
    let mut envelope = Envelope::default();
    match decode::decode(element, &mut envelope) {
        Ok(()) => {}
        Err(Failure::Clash(clash)) => return Err(clash),
        // An envelope has no times, so this does not happen.
        Err(Failure::Time(text)) => {
            found.push(Entry::Text(format!("parse error: {text} ({offset})")));
            return Ok(());
        }
    }
    let raw = envelope.item.clone().and_then(|range| element.get(range)).unwrap_or_default();
    let result = match Item::read(&envelope.kind, raw) {
        Err(text) => Err(format!("parse error: {text}")),
        Ok(mut item) => match pass {
            Pass::Fields => match fields::check(&item, app) {
                Err(text) => Err(format!("validation error: {text}")),
                Ok(()) => index.add(&mut item),
            },
            Pass::References => {
                references::check(&mut item, index, app).map_err(|text| format!("reference error: {text}"))
            }
            Pass::Done => Ok(()),
        },
    };
    if let Err(text) = result {
        found.push(Entry::Text(format!("{text} ({offset})")));
    }
    Ok(())
}
