#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::words::what;
use super::{Printer, code_types, item_types, types_of};
use crate::options::Platform;

fn printed(platform: Platform, dialect: usize) -> Printer {
    let types = types_of(platform);
    let mut printer =
        Printer { platform, types, dialect, prefix: format!("{platform:?}"), named: Vec::new(), out: String::new() };
    printer.things();
    printer.documents();
    printer
}

#[test]
fn every_field_is_described_and_every_description_has_a_field() {
    for platform in Platform::ALL {
        let types = types_of(*platform);
        let mut used = Vec::new();
        for dialect in 0..types.dialects.len() {
            for (table, name) in printed(*platform, dialect).named {
                for field in table.fields {
                    let key = format!("{}.{}", table.kind, field.name(0));
                    let known = types.fields.iter().find(|(known, _)| *known == key);
                    let known = known.or_else(|| types.fields.iter().find(|(known, _)| *known == field.name(0)));
                    let (known, _) = known.unwrap_or_else(|| panic!("{name}: nothing is said of {key}"));
                    used.push(*known);
                    assert!(what(types, table.kind, field.name(0)).unwrap().ends_with('.'), "{key}");
                }
            }
        }
        for (key, _) in types.fields {
            assert!(used.contains(key), "{}: no field is called {key}", platform.title());
        }
    }
}

#[test]
fn names_are_given_once() {
    let all = item_types();
    let mut names: Vec<&str> = all
        .lines()
        .filter_map(|line| line.strip_prefix("export interface ").or_else(|| line.strip_prefix("export type ")))
        .filter_map(|rest| rest.split(' ').next())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for wanted in ["StreamUser", "SendbirdMessage", "CometChatGroup", "TalkJsConversation", "ChatKittySnakeChannel"] {
        assert!(names.contains(&wanted), "{wanted}");
    }
}

#[test]
fn codes_are_those_of_the_registry() {
    let text = code_types();
    assert_eq!(text.matches("\n  | \"").count(), crate::codes::rules().len());
    assert!(text.ends_with(";\n"));
}
