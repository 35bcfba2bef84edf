//! Types of values.

use super::Printer;
use crate::finding::Severity;
use crate::table::{Field, Limit, LimitRule, Table, Value, Verdict};

const OBJECT: &str = "{ [key: string]: unknown }";

impl Printer {
    /// The type of a field that is there.
    pub(super) fn field_type(&mut self, table: &'static Table, field: &'static Field) -> String {
        let key = format!("{}.{}", table.kind, field.name(0));
        if let Some((_, definition)) = self.types.values.iter().find(|(known, _)| *known == key) {
            return (*definition).to_owned();
        }
        match &field.value {
            Value::Bool => "boolean".to_owned(),
            Value::Integer => "number".to_owned(),
            Value::Number(number) => or("number", &[(number.quoted, "string")]),
            Value::Epoch(epoch) => or("number", &[(epoch.number.quoted, "string")]),
            Value::Time => "string".to_owned(),
            Value::Text(limits) => self.text(limits),
            Value::Texts(limits) => list_of(&self.or_null(self.text(limits))),
            Value::Map(map) => {
                let text = self.text(map.value);
                map_of(&or(&text, &[(map.null, "null"), (map.other, "unknown")]))
            }
            Value::Custom => OBJECT.to_owned(),
            Value::Json(json) => or(OBJECT, &[(json.list, "unknown[]"), (json.text, "string")]),
            Value::Object(inner, _) => self.object(inner),
            Value::Objects(inner) => {
                let one = self.object(inner);
                list_of(&self.or_null(one))
            }
            Value::Keyed(inner) => map_of(&self.object(inner)),
            Value::Any => "unknown".to_owned(),
        }
    }

    /// The type of a table's object.
    pub(super) fn object(&mut self, table: &'static Table) -> String {
        if !table.fields.is_empty() {
            return self.name_of(table);
        }
        let reserved = table.reserved.iter().map(|name| format!("; {name}?: never")).collect::<Vec<_>>().concat();
        OBJECT.replace(" }", &format!("{reserved} }}"))
    }

    /// Where the dialect takes null for absent, elements of lists may be null, too.
    fn or_null(&self, element: String) -> String {
        if self.null_is_absent() { format!("{element} | null") } else { element }
    }

    fn text(&self, limits: &[Limit]) -> String {
        let choice = limits.iter().find_map(|limit| match limit.rule {
            LimitRule::OneOf(values) if is_told(limit.verdicts.get(self.dialect).copied().flatten()) => Some(values),
            _ => None,
        });
        match choice {
            None => "string".to_owned(),
            Some(values) => values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(" | "),
        }
    }
}

/// A type, and others that pass without a warning.
fn or(definition: &str, others: &[(Verdict, &str)]) -> String {
    let passing = others.iter().filter(|(verdict, _)| !is_told(*verdict)).map(|(_, other)| *other);
    std::iter::once(definition).chain(passing).collect::<Vec<_>>().join(" | ")
}

/// Whether it is an error or a warning.
pub(super) fn is_told(verdict: Verdict) -> bool {
    matches!(verdict, Some((Severity::Error | Severity::Warning, _)))
}

/// A list; the elements of unions stand in brackets.
pub(super) fn list_of(element: &str) -> String {
    if element.contains(" | ") { format!("({element})[]") } else { format!("{element}[]") }
}

pub(super) fn map_of(value: &str) -> String {
    format!("{{ [key: string]: {value} }}")
}

/// A string literal.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}
