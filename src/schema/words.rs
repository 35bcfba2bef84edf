//! What a schema cannot say, in words: units of limits, what is only a warning, and how sure we are.

use crate::codes;
use crate::finding::{Basis, Severity};
use crate::options::Platform;
use crate::table::{Field, Limit, LimitRule, Number, Others, Table, Use, Value, Verdict};

/// What a field takes, in a dialect: `Text; not empty; at most 255 bytes. Documented.`
pub(super) fn of_field(field: &Field, dialect: usize) -> String {
    let mut parts = Vec::new();
    push_value(&mut parts, &field.value, dialect, field.basis);
    let most = field.most.get(dialect).copied().unwrap_or_default();
    if most > 0 {
        parts.push(format!("at most {most}"));
    }
    if let Some((Severity::Warning | Severity::Info, _)) = field.number {
        parts.push("a number passes, with a warning".to_owned());
    }
    if field.uses(dialect) == Use::Loose {
        parts.push("nothing was seen to check the type".to_owned());
    } else if field.wrong != Severity::Error {
        parts.push("another type is only warned of".to_owned());
    }
    let mut text = parts.join("; ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    [&text, ". ", sure(field.basis), "."].concat()
}

/// What becomes of keys that are none of an object's fields.
pub(super) fn of_others(table: &Table, dialect: usize) -> Option<String> {
    Some(match table.others(dialect) {
        Others::Custom => "Other keys are custom data.".to_owned(),
        Others::Free => return None,
        Others::Unknown(Severity::Error, basis) => ["Other keys are refused. ", sure(basis), "."].concat(),
        Others::Unknown(_, basis) => ["Other keys are warned of: they mean nothing. ", sure(basis), "."].concat(),
    })
}

/// Where the platform describes its import.
pub(super) fn source(platform: Platform) -> &'static str {
    match platform {
        Platform::Stream => codes::STREAM,
        Platform::Sendbird => codes::SENDBIRD,
        Platform::CometChat => codes::COMETCHAT_IMPORT,
        Platform::TalkJs => codes::TALKJS,
        Platform::ChatKitty => codes::CHATKITTY,
    }
}

fn sure(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "Documented",
        Basis::Observed => "Observed",
        Basis::Inferred => "Inferred",
    }
}

fn push_value(parts: &mut Vec<String>, value: &Value, dialect: usize, basis: Basis) {
    let mut limits: &[Limit] = &[];
    parts.push(match value {
        Value::Bool => "true or false".to_owned(),
        Value::Integer => "a whole number".to_owned(),
        Value::Number(number) => number_words(number).to_owned(),
        Value::Time => "a time, RFC 3339".to_owned(),
        Value::Epoch(epoch) => epoch.wanted().to_owned(),
        Value::Text(own) => {
            limits = own;
            "text".to_owned()
        }
        Value::Texts(own) => {
            limits = own;
            "a list of texts".to_owned()
        }
        Value::Map(map) => {
            limits = map.value;
            "an object whose values are texts".to_owned()
        }
        Value::Custom => "any object; counted as custom data".to_owned(),
        Value::Json(json) if json.most > 0 => {
            format!(
                "any object{}",
                noted(&format!("; at most {} bytes of compact JSON", json.most), json.larger, basis)
            )
        }
        Value::Json(_) => "any object".to_owned(),
        Value::Object(..) => "an object".to_owned(),
        Value::Objects(_) => "a list of objects".to_owned(),
        Value::Keyed(_) => "an object whose values are objects".to_owned(),
        Value::Any => "any value; what it may be depends on other fields".to_owned(),
    });
    for limit in limits {
        let verdict = limit.verdicts.get(dialect).copied().flatten();
        if verdict.is_some() {
            parts.push(noted(&limit_words(limit.rule), verdict, basis));
        }
    }
}

/// A limit, and behind it what is not as one would expect of the field.
fn noted(words: &str, verdict: Verdict, basis: Basis) -> String {
    let mut notes = Vec::new();
    if let Some((severity, own)) = verdict {
        if severity != Severity::Error {
            notes.push("else a warning");
        }
        if own != basis {
            notes.push(match own {
                Basis::Documented => "documented",
                Basis::Observed => "observed",
                Basis::Inferred => "inferred",
            });
        }
    }
    if notes.is_empty() { words.to_owned() } else { format!("{words} ({})", notes.join(", ")) }
}

fn number_words(number: &Number) -> &'static str {
    match (number.fraction.is_some(), number.negative.is_some(), number.zero.is_some()) {
        (true, true, true) => "a whole number above zero",
        (true, true, false) => "a whole number, not below zero",
        (true, false, _) => "a whole number",
        (false, true, true) => "a number above zero",
        (false, true, false) => "a number, not below zero",
        (false, false, _) => "a number",
    }
}

fn limit_words(rule: LimitRule) -> String {
    match rule {
        LimitRule::NotEmpty => "not empty".to_owned(),
        LimitRule::NotBlank => "not blank".to_owned(),
        LimitRule::MaxBytes(count) => format!("at most {count} bytes"),
        LimitRule::MaxCharacters(count) => format!("at most {count} characters"),
        LimitRule::MaxUnits(count) => format!("at most {count} UTF-16 units"),
        LimitRule::MinCharacters(count) => format!("at least {count} characters"),
        LimitRule::Without(characters) => {
            let all: Vec<String> =
                characters.iter().map(|byte| char::from(*byte).escape_default().to_string()).collect();
            format!("without {}", all.join(" "))
        }
        LimitRule::LowerCase => "no upper-case letters".to_owned(),
        LimitRule::Charset(charset) => format!("only {}", charset.words),
        LimitRule::OneOf([one]) => format!("only {one}"),
        LimitRule::OneOf(values) => format!("one of {}", values.join(", ")),
        LimitRule::Prefix(prefix) => format!("begins with {prefix}"),
        LimitRule::Url => "an http or https URL".to_owned(),
        LimitRule::MediaType => "a media type".to_owned(),
    }
}
