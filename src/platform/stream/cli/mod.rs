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
mod numbers;
mod references;
#[cfg(test)]
mod tests;

use crate::json::go_text::{push_json, push_number, sprintf};
use crate::options::Profile;

use decode::Clash;
use elements::Elements;
use index::Index;
use items::{ITEMS, Record};

/// With more errors than this after a pass, the next one is left out.
const ENOUGH: usize = 25;

/// Longest message of a channel type that sets no limit of its own, in code points.
const DEFAULT_MESSAGE_LENGTH: u64 = 20_000;

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

/// The first error of an item, if it has one.
#[derive(Debug)]
struct First(Option<String>);

impl First {
    /// Notes this error unless all is fine or there is one already.
    fn unless(&mut self, fine: bool, template: &str, arguments: &[&str]) {
        if !fine && self.0.is_none() {
            self.0 = Some(sprintf(template, arguments));
        }
    }
}

/// What the passes do with the elements, and what they find.
#[derive(Debug)]
struct Checks {
    app: App,
    index: Index,
    pass: Pass,
    /// The elements of the printed `Errors`, as they are printed.
    errors: Vec<String>,
}

/// Imitates the validator: push the input, end the pass, push the input again if asked to, then read the answer.
#[derive(Debug)]
pub(crate) struct StreamCli {
    checks: Checks,
    elements: Elements,
    /// How many errors were found before this pass.
    before: usize,
}

impl StreamCli {
    /// Starts with nothing read.
    pub(crate) fn new(profile: &Profile) -> Self {
        let channel_types = profile.channel_types.as_ref().map(|types| {
            let mut lengths = Vec::new();
            for (name, channel_type) in types {
                lengths.push((name.clone(), channel_type.max_message_length.unwrap_or(DEFAULT_MESSAGE_LENGTH)));
            }
            lengths
        });
        let app = App {
            roles: profile.roles.clone(),
            channel_types,
            exclamation_mark: profile.allow_exclamation_in_channel_ids,
        };
        let checks = Checks { app, index: Index::new(), pass: Pass::Fields, errors: Vec::new() };
        StreamCli { checks, elements: Elements::new(), before: 0 }
    }

    /// Takes the next bytes of the input.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.elements.push(bytes, &mut self.checks);
    }

    /// Ends the input. `true` asks for all of it once more; `false` says that the answer is ready.
    pub(crate) fn end_pass(&mut self) -> bool {
        let StreamCli { checks, elements, before } = self;
        if let Some(error) = elements.finish(checks) {
            // Such an error was returned in place of the list of the others.
            checks.errors.truncate(*before);
            checks.errors.push(error);
        }
        *before = checks.errors.len();
        let again = *before <= ENOUGH && checks.pass == Pass::Fields;
        if again {
            *elements = Elements::new();
        } else if *before <= ENOUGH && checks.pass == Pass::References {
            for sentence in checks.index.missing_members() {
                checks.errors.push(printed(&sentence));
            }
        }
        checks.pass = if again { Pass::References } else { Pass::Done };
        again
    }

    /// What the command printed, without the line feed at its end.
    pub(crate) fn answer_text(&self) -> String {
        let Checks { index, errors, .. } = &self.checks;
        let mut text = String::from("{\n  \"Stats\": {");
        let mut comma = "";
        for (shape, count) in ITEMS.iter().zip(index.counts()) {
            text.push_str(&sprintf("%s\n    \"%ss\": ", &[comma, shape.word]));
            push_number(&mut text, *count, 10, 1);
            comma = ",";
        }
        text.push_str("\n  },\n  \"Errors\": ");
        let mut mark = "[\n    ";
        for error in errors {
            text.push_str(mark);
            text.push_str(error);
            mark = ",\n    ";
        }
        text.push_str(if errors.is_empty() { "null\n}" } else { "\n  ]\n}" });
        text
    }
}

/// An error that is a sentence, as it is printed.
fn printed(sentence: &str) -> String {
    let mut text = String::new();
    push_json(&mut text, sentence);
    text
}

impl Checks {
    /// Checks one element, given with its offset; what it returns ends the pass.
    fn element(&mut self, element: &[u8], offset: u64) -> Option<Clash> {
        let mut envelope = Record::envelope();
        let clash = decode::decode(element, &mut envelope);
        if clash.is_some() {
            return clash;
        }
        let raw = element.get(envelope.raw.clone()).unwrap_or_default();
        let mut error = First(None);
        let prefix = match Record::item(envelope.text("type"), raw) {
            Err(text) => {
                error.0 = Some(text);
                "parse error: "
            }
            Ok(item) => self.item(&item, &mut error),
        };
        if let Some(text) = error.0 {
            let mut number = String::new();
            push_number(&mut number, offset, 10, 1);
            self.errors.push(printed(&sprintf("%s%s (%s)", &[prefix, &text, &number])));
        }
        None
    }

    /// Checks one item and returns what stands before its error.
    fn item(&mut self, item: &Record, error: &mut First) -> &'static str {
        let Checks { app, index, pass, .. } = self;
        match pass {
            Pass::Fields => {
                fields::check(item, app, error);
                if error.0.is_some() {
                    return "validation error: ";
                }
                index.add(item, error);
            }
            Pass::References => {
                references::check(item, index, app, error);
                return "reference error: ";
            }
            Pass::Done => {}
        }
        ""
    }
}
