//! The comments: what a field is, what it may hold, and how sure that is.

use super::Types;
use super::value::is_told;
use crate::finding::{Basis, Severity};
use crate::table::{Field, Limit, LimitRule, Table, Unit, Use, Value, Verdict};

/// The longest line of a comment.
const WIDTH: usize = 110;

/// Appends a comment of paragraphs.
pub(super) fn comment(out: &mut String, indent: &str, paragraphs: &[String]) {
    if let [one] = paragraphs
        && one.len() + indent.len() < WIDTH
    {
        out.push_str(&format!("{indent}/** {one} */\n"));
        return;
    }
    out.push_str(&format!("{indent}/**\n"));
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            out.push_str(&format!("{indent} *\n"));
        }
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.len() + word.len() + indent.len() + 4 > WIDTH {
                out.push_str(&format!("{indent} *{line}\n"));
                line.clear();
            }
            line.push(' ');
            line.push_str(word);
        }
        out.push_str(&format!("{indent} *{line}\n"));
    }
    out.push_str(&format!("{indent} */\n"));
}

/// What a field is, and then what it may hold.
pub(super) fn field_words(types: &Types, table: &Table, field: &Field, dialect: usize) -> Vec<String> {
    let name = field.name(0);
    let mut words = Vec::new();
    words.extend(what(types, table.kind, name).map(str::to_owned));
    let mut limits = value_words(field, dialect);
    if let Some(most) = field.most.get(dialect).filter(|most| **most > 0) {
        limits.push(format!("At most {most} elements{}.", sure(Severity::Error, field.basis)));
    }
    if field.uses(dialect) == Use::Loose {
        limits.push("Of another type it is warned about only.".to_owned());
    }
    if field.uses(dialect) == Use::Required && field.basis != Basis::Documented {
        limits.push(format!("Required{}.", sure(Severity::Error, field.basis)));
    }
    if !limits.is_empty() {
        words.push(limits.join(" "));
    }
    words
}

/// What a field is; what is said of its kind comes before what is said of its name.
pub(super) fn what<'a>(types: &'a Types, kind: &str, name: &str) -> Option<&'a str> {
    let key = format!("{kind}.{name}");
    let find = |wanted: &str| types.fields.iter().find(|(known, _)| *known == wanted).map(|(_, words)| *words);
    find(&key).or_else(|| find(name))
}

fn value_words(field: &Field, dialect: usize) -> Vec<String> {
    match &field.value {
        Value::Integer => vec!["A whole number.".to_owned()],
        Value::Number(number) => {
            let fraction = is_told(number.fraction).then(|| "A whole number.".to_owned());
            let negative = is_told(number.negative).then(|| "Not below zero.".to_owned());
            fraction.into_iter().chain(negative).collect()
        }
        Value::Time => vec!["RFC 3339, such as `2024-05-01T12:00:00Z`.".to_owned()],
        Value::Epoch(epoch) => vec![
            match epoch.unit {
                Unit::Seconds => "Seconds since 1970, ten digits.",
                Unit::Milliseconds => "Milliseconds since 1970.",
            }
            .to_owned(),
        ],
        Value::Text(limits) => limit_words("", limits, dialect),
        Value::Texts(limits) => limit_words("each ", limits, dialect),
        Value::Map(map) => {
            [limit_words("keys ", map.key, dialect), limit_words("values ", map.value, dialect)].concat()
        }
        Value::Json(json) if json.most > 0 => {
            let (severity, basis) = json.larger.unwrap_or((Severity::Info, Basis::Inferred));
            vec![format!("At most {} bytes as compact JSON{}.", json.most, sure(severity, basis))]
        }
        _ => Vec::new(),
    }
}

/// The limits of a text, a sentence for those that are equally certain.
fn limit_words(of: &str, limits: &[Limit], dialect: usize) -> Vec<String> {
    let mut sentences: Vec<(String, String)> = Vec::new();
    for limit in limits {
        let verdict: Verdict = limit.verdicts.get(dialect).copied().flatten();
        let (Some((severity, basis)), Some(words)) = (verdict, rule_words(limit.rule)) else { continue };
        let sure = sure(severity, basis);
        match sentences.iter_mut().find(|(_, known)| *known == sure) {
            Some((sentence, _)) => {
                sentence.push_str(", ");
                sentence.push_str(&words);
            }
            None => sentences.push((words, sure)),
        }
    }
    sentences.into_iter().map(|(words, sure)| capital(&format!("{of}{words}{sure}."))).collect()
}

/// What a rule demands; none where the type says it.
fn rule_words(rule: LimitRule) -> Option<String> {
    Some(match rule {
        LimitRule::OneOf(_) => return None,
        LimitRule::NotEmpty => "not empty".to_owned(),
        LimitRule::NotBlank => "not blank".to_owned(),
        LimitRule::MaxBytes(count) => format!("at most {count} bytes of UTF-8"),
        LimitRule::MaxCharacters(count) => format!("at most {count} characters"),
        LimitRule::MaxUnits(count) => format!("at most {count} UTF-16 units"),
        LimitRule::MinCharacters(count) => format!("at least {count} characters"),
        LimitRule::Without(characters) => format!("without `{}`", String::from_utf8_lossy(characters)),
        LimitRule::LowerCase => "in lower case".to_owned(),
        LimitRule::Charset(charset) => format!("only {}", charset.words),
        LimitRule::Prefix(prefix) => format!("begins with `{prefix}`"),
        LimitRule::Url => "an http or https URL".to_owned(),
        LimitRule::MediaType => "a media type such as `image/png`".to_owned(),
    })
}

/// How bad it is to break a limit and how sure that is, where it is not the usual: a documented error.
fn sure(severity: Severity, basis: Basis) -> String {
    let severity = match severity {
        Severity::Error => None,
        Severity::Warning => Some("else a warning"),
        Severity::Info => Some("else a note"),
    };
    let basis = match basis {
        Basis::Documented => None,
        Basis::Observed => Some("observed"),
        Basis::Inferred => Some("inferred"),
    };
    let both: Vec<&str> = severity.into_iter().chain(basis).collect();
    if both.is_empty() { String::new() } else { format!(" ({})", both.join("; ")) }
}

/// The other names of a set, for a sentence.
pub(super) fn others(all: &[&str], name: &str) -> String {
    let others: Vec<String> = all.iter().filter(|other| **other != name).map(|other| format!("`{other}`")).collect();
    others.join(" or ")
}

/// A kind as a person would point to it: the last part of a path.
pub(super) fn plain_kind(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}

/// `future_channel_ban` and `message.data` as names of types.
pub(super) fn pascal(kind: &str) -> String {
    kind.split(['_', '.', '-']).map(capital).collect()
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}
