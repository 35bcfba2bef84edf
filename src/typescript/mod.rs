//! TypeScript, printed from the tables that drive the checks and from the registry of codes. Not part of the wasm: the
//! package has it as declarations.
//!
//! A type refuses what the checks refuse or warn about, as far as types can; what they cannot say (lengths, characters,
//! times, references) stands in the comment of each field.

#![allow(clippy::format_push_string, reason = "printed once a build")]

mod documents;
mod object;
mod value;
mod words;

use crate::codes;
use crate::options::Platform;
use crate::platform::{chatkitty, cometchat, sendbird, stream, talkjs};
use crate::table::Table;
use words::comment;

/// What a platform's folder says for its types, beside its tables.
#[derive(Debug)]
pub(crate) struct Types {
    /// Where the platform describes its import.
    pub(crate) url: &'static str,
    /// What stands behind the platform's name in the types of each dialect, and what the dialect is in words.
    pub(crate) dialects: &'static [(&'static str, &'static str)],
    /// Whether a dialect takes `null` for absent everywhere.
    pub(crate) null_is_absent: &'static [bool],
    /// The things that are imported, in the order in which people read of them. Objects inside of them are called by their
    /// kind.
    pub(crate) things: &'static [Thing],
    /// What a field is: by `kind.field`, or by `field` wherever it stands.
    pub(crate) fields: &'static [(&'static str, &'static str)],
    /// The types of fields of which the table leaves the values to rules, by `kind.field`.
    pub(crate) values: &'static [(&'static str, &'static str)],
    /// Bodies that only their path tells from others, by the thing that they are.
    pub(crate) bodies: &'static [(&'static str, &'static str)],
}

/// A thing that is imported.
#[derive(Debug)]
pub(crate) struct Thing {
    /// Its name, without the platform's.
    pub(crate) name: &'static str,
    /// What it is, in a sentence.
    pub(crate) what: &'static str,
    pub(crate) table: &'static Table,
    /// The sorts that there are of it, if their fields differ.
    pub(crate) sorts: &'static [Sort],
}

/// One sort of a thing.
#[derive(Debug)]
pub(crate) struct Sort {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// The fields that it has, one bit each.
    pub(crate) taken: u64,
    /// Those of them that it needs besides what the table demands.
    pub(crate) needed: u64,
    /// A field that has one value only.
    pub(crate) fixed: Option<(&'static str, &'static str)>,
}

/// What the folder of a platform says for its types.
fn types_of(platform: Platform) -> &'static Types {
    match platform {
        Platform::Stream => &stream::types::TYPES,
        Platform::Sendbird => &sendbird::types::TYPES,
        Platform::CometChat => &cometchat::types::TYPES,
        Platform::TalkJs => &talkjs::types::TYPES,
        Platform::ChatKitty => &chatkitty::types::TYPES,
    }
}

/// Declarations of everything that can be imported.
///
/// ```
/// assert!(chat_preflight::item_types().contains("export interface StreamUser {"));
/// ```
#[must_use]
pub fn item_types() -> String {
    let mut out = "// What platforms import, printed from the tables of the checks.\n".to_owned();
    for platform in Platform::ALL {
        let types = types_of(*platform);
        for (dialect, (suffix, _)) in types.dialects.iter().enumerate() {
            let prefix = format!("{platform:?}{suffix}");
            let mut printer =
                Printer { platform: *platform, types, dialect, prefix, named: Vec::new(), out: String::new() };
            printer.things();
            printer.documents();
            out.push_str(&printer.out);
        }
    }
    out
}

/// The declaration of the union of all codes.
#[must_use]
pub fn code_types() -> String {
    let mut out = "// The codes of the registry.\n\n".to_owned();
    comment(
        &mut out,
        "",
        &["The name of a finding's pattern. A release renames none and gives none a new meaning; it may add some."
            .to_owned()],
    );
    out.push_str("export type FindingCode =");
    for rule in codes::rules() {
        out.push_str("\n  | ");
        out.push_str(&value::quoted(rule.code.slug()));
    }
    out.push_str(";\n");
    out
}

/// Prints the types of one dialect of a platform.
struct Printer {
    platform: Platform,
    types: &'static Types,
    dialect: usize,
    /// What all names begin with.
    prefix: String,
    /// Tables that have a name, printed or about to be.
    named: Vec<(&'static Table, String)>,
    out: String,
}

impl Printer {
    fn null_is_absent(&self) -> bool {
        self.types.null_is_absent.get(self.dialect).copied().unwrap_or_default()
    }

    /// What this dialect is, in words that follow a sentence's end.
    fn dialect_words(&self) -> Option<String> {
        let (_, words) = self.types.dialects.get(self.dialect)?;
        (!words.is_empty()).then(|| (*words).to_owned())
    }

    /// Prints all things, each followed by the objects that stand in it.
    fn things(&mut self) {
        let things = self.types.things;
        for thing in things {
            self.named.push((thing.table, format!("{}{}", self.prefix, thing.name)));
        }
        for thing in things {
            let before = self.named.len();
            self.thing(thing);
            self.nested(before);
        }
    }

    /// Prints the objects that got a name since there were so many.
    fn nested(&mut self, mut next: usize) {
        while let Some((table, name)) = self.named.get(next).cloned() {
            let within = format!("What `{}` holds.", words::plain_kind(table.kind));
            self.interface(&name, &[within], table, None);
            next += 1;
        }
    }

    fn thing(&mut self, thing: &Thing) {
        let name = format!("{}{}", self.prefix, thing.name);
        let mut about = vec![thing.what.to_owned()];
        about.extend(self.dialect_words());
        about.push(format!("@see {}", self.types.url));
        if thing.sorts.is_empty() {
            self.interface(&name, &about, thing.table, None);
            return;
        }
        let sorts: Vec<String> = thing.sorts.iter().map(|sort| format!("{}{}", self.prefix, sort.name)).collect();
        self.alias(&name, &about, &sorts.join(" | "));
        for (sort, name) in thing.sorts.iter().zip(&sorts) {
            self.interface(name, &[sort.what.to_owned()], thing.table, Some(sort));
        }
    }

    /// `export type NAME = TYPE;`
    fn alias(&mut self, name: &str, about: &[String], definition: &str) {
        self.out.push('\n');
        comment(&mut self.out, "", about);
        // Unions with a line for each of their members begin on the next one.
        let space = if definition.starts_with('\n') { "" } else { " " };
        self.out.push_str(&format!("export type {name} ={space}{definition};\n"));
    }

    /// The name of a table's type; it gets one if it has none.
    fn name_of(&mut self, table: &'static Table) -> String {
        // Tables that differ in what their keys are called in messages only are one type.
        if let Some((_, name)) = self.named.iter().find(|(known, _)| std::ptr::eq(known.fields, table.fields)) {
            return name.clone();
        }
        let name = format!("{}{}", self.prefix, words::pascal(table.kind));
        self.named.push((table, name.clone()));
        name
    }
}

#[cfg(test)]
mod tests;
