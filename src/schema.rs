//! JSON Schema (draft 2020-12), printed from the tables that drive the checks. Not part of the wasm: the package has it as
//! data.
//!
//! A schema says what a platform refuses, as far as a schema can: what is only a warning here passes, limits in bytes are
//! given as limits of characters, and references, duplicates and order are left to the check. Descriptions say the rest
//! in words, for editors and for the field reference of the page.

mod words;

use crate::convert::park::{Object, push_text};
use crate::finding::Severity;
use crate::options::{Platform, Resource};
use crate::platform::api::{Container, Facts, Form, Root, Rows};
use crate::platform::{facts, stream};
use crate::table::{Field, Limit, LimitRule, Null, Others, Table, Use, Value, Verdict};

/// A schema: the platform's kind of thing (`message`), or a whole document (`import`, `users`, `requests`).
#[derive(Clone, Debug)]
pub struct Schema {
    /// The platform.
    pub platform: Platform,
    /// What it describes; `None` for any document of the platform.
    pub kind: Option<&'static str>,
    /// The schema, as JSON.
    pub json: String,
}

/// All schemas of a platform.
///
/// ```
/// use chat_preflight::{Platform, schemas};
///
/// let user = schemas(Platform::Stream).into_iter().find(|schema| schema.kind == Some("user")).unwrap();
/// assert!(user.json.contains("\"required\":[\"id\"]"));
/// ```
#[must_use]
pub fn schemas(platform: Platform) -> Vec<Schema> {
    let mut schemas = Vec::new();
    let mut add = |kind: Option<&'static str>, body: &str| {
        schemas.push(Schema { platform, kind, json: whole(platform, kind, body) });
    };
    match facts(platform) {
        None => of_stream(&mut add),
        Some(facts) => of_requests(platform, facts, &mut add),
    }
    schemas
}

fn whole(platform: Platform, kind: Option<&str>, body: &str) -> String {
    let mut object = Object::new();
    object.text("$schema", "https://json-schema.org/draft/2020-12/schema");
    let title = [platform.title(), " import: ", kind.unwrap_or("any document")].concat();
    object.text("title", &title);
    object.text("description", &["Source: ", words::source(platform)].concat());
    let mut text = object.end();
    text.pop();
    [text.as_str(), ",", body.strip_prefix('{').unwrap_or(body)].concat()
}

type Add<'a> = dyn FnMut(Option<&'static str>, &str) + 'a;

fn of_stream(add: &mut Add<'_>) {
    let style = Style { dialect: 0, null_is_absent: false };
    let old = Style { dialect: 1, null_is_absent: true };
    for table in stream::tables_in_order() {
        add(Some(table.kind), &style.table(table));
    }
    let item = |style: &Style, payload: &str| {
        let one = |names: &[&str], content: &str| {
            let mut kind = Object::new();
            kind.texts("enum", names);
            let mut properties = Object::new();
            properties.json("type", &kind.end());
            properties.json(payload, content);
            let mut object = Object::new();
            object.text("type", "object");
            object.json("properties", &properties.end());
            object.texts("required", ["type", payload]);
            object.end()
        };
        let typed = stream::tables_in_order().into_iter().map(|table| match table.kind {
            "member" => one(&["member", "channel_member"], &style.table(table)),
            kind => one(&[kind], &style.table(table)),
        });
        // Nothing public says what stands in these.
        let open = one(&["poll", "poll_vote"], "{\"type\":\"object\"}");
        alternatives(typed.chain([open]).collect())
    };
    let line = item(&style, "data");
    let mut array = Object::new();
    array.text("type", "array");
    array.json("items", &item(&old, "item"));
    let array = array.end();
    // JSON Lines have no schema of their own: this is that of one line.
    add(Some("import"), &line);
    add(None, &alternatives(vec![line.clone(), array]));
}

fn of_requests(platform: Platform, facts: &'static Facts, add: &mut Add<'_>) {
    let count = platform.dialects().len().max(1);
    let style = |dialect: usize| Style { dialect, null_is_absent: false };
    let mut told: Vec<&str> = Vec::new();
    for kind in facts.kinds {
        if !told.contains(&kind.name) {
            told.push(kind.name);
            add(Some(kind.name), &alternatives((0..count).map(|dialect| style(dialect).table(kind.table)).collect()));
        }
    }
    let mut any = Vec::new();
    for resource in platform.resources().iter().filter(|resource| **resource != Resource::Requests) {
        let forms = facts.forms.iter().filter(|form| form.resource == Some(*resource));
        let bodies: Vec<String> =
            forms.flat_map(|form| (0..count).map(|dialect| style(dialect).form(facts, form))).collect();
        let body = alternatives(bodies);
        any.push(body.clone());
        add(Some(resource.name()), &body);
    }
    add(None, &alternatives(any));
}

/// The schema, with what people have to know of it.
fn described(schema: &str, words: &str) -> String {
    let mut description = String::new();
    push_text(&mut description, words);
    marked(schema, "description", &description)
}

/// The schema with one more keyword in front.
fn marked(schema: &str, keyword: &str, value: &str) -> String {
    let mut object = Object::new();
    object.json(keyword, value);
    let mut text = object.end();
    match schema.strip_prefix('{') {
        None | Some("}") => text,
        Some(rest) => {
            text.pop();
            [text.as_str(), ",", rest].concat()
        }
    }
}

/// One of several; what is the same stands once.
fn alternatives(mut schemas: Vec<String>) -> String {
    schemas.dedup();
    if let [one] = schemas.as_slice() {
        return one.clone();
    }
    let mut object = Object::new();
    object.list("anyOf", schemas);
    object.end()
}

/// How a dialect reads tables.
struct Style {
    dialect: usize,
    null_is_absent: bool,
}

impl Style {
    fn form(&self, facts: &'static Facts, form: &Form) -> String {
        match &form.root {
            Root::One(rows) => self.row(facts, *rows),
            Root::Rows(rows) => self.rows(facts, *rows),
            Root::Members { envelope, rows } => {
                let around = facts.envelopes.get(*envelope).copied().unwrap_or(&Table::EMPTY);
                let members: Vec<(&str, String)> =
                    rows.iter().map(|(name, rows)| (*name, self.rows(facts, *rows))).collect();
                self.object(around, &members)
            }
            Root::Calls { .. } => "{\"type\":\"array\"}".to_owned(),
        }
    }

    fn row(&self, facts: &'static Facts, rows: Rows) -> String {
        self.table(facts.kinds.get(rows.kind).map_or(&Table::EMPTY, |kind| kind.table))
    }

    fn rows(&self, facts: &'static Facts, rows: Rows) -> String {
        let row = self.row(facts, rows);
        // Where the sender cuts a document into requests it may have any length.
        let limited = rows.asks.basis == crate::Basis::Documented && rows.asks.batch == 0;
        let list = || list_of(&row, if limited { rows.asks.most } else { 0 });
        let map = || map_of(&row);
        match rows.container {
            Container::List => list(),
            Container::Map => map(),
            Container::Either => alternatives(vec![list(), map()]),
        }
    }

    fn table(&self, table: &'static Table) -> String {
        self.object(table, &[])
    }

    fn object(&self, table: &'static Table, members: &[(&str, String)]) -> String {
        let mut properties = Object::new();
        let (mut required, mut demands): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
        for field in table.fields.iter().filter(|field| field.uses(self.dialect) != Use::Unused) {
            let name = field.name(self.dialect);
            let given = members.iter().find(|(member, _)| *member == name).map(|(_, schema)| schema.clone());
            let plain = given.unwrap_or_else(|| self.field(field));
            // Another dialect's name is taken, too, whatever the rest of the object is written in.
            let other = field.names.iter().filter(|other| **other != name).chain(field.aliases);
            let others: Vec<&str> = other.copied().collect();
            properties.json(name, &described(&plain, &words::of_field(field, self.dialect)));
            for other in &others {
                properties.json(other, &described(&plain, &["Another name of `", name, "`."].concat()));
            }
            if field.uses(self.dialect) == Use::Required {
                if others.is_empty() {
                    required.push(name);
                } else {
                    demands.push(one_of_these(std::iter::once(name).chain(others)));
                }
            }
        }
        for (name, schema) in members {
            if !table.fields.iter().any(|field| field.name(self.dialect) == *name) {
                properties.json(name, schema);
            }
        }
        for name in table.reserved {
            properties.json(name, "false");
        }
        let closed = matches!(table.others(self.dialect), Others::Unknown(Severity::Error, _));
        for (name, why) in table.lost {
            // What the dialect has as a field, or under another name, is not lost.
            let known = |field: &Field| field.uses(self.dialect) != Use::Unused && field.is_named(name);
            if !table.reserved.contains(name) && !table.fields.iter().any(known) {
                let schema =
                    described(if closed { "{\"not\":{}}" } else { "{}" }, &["Not imported: ", why, "."].concat());
                properties.json(name, &marked(&schema, "deprecated", "true"));
            }
        }
        let mut object = Object::new();
        object.text("type", "object");
        if let Some(others) = words::of_others(table, self.dialect) {
            object.text("$comment", &others);
        }
        object.json("properties", &properties.end());
        if !required.is_empty() {
            object.texts("required", &required);
        }
        if !table.either.is_empty() {
            demands.push(one_of_these(table.either.iter().copied()));
        }
        if !demands.is_empty() {
            object.list("allOf", demands);
        }
        if closed {
            object.flag("additionalProperties", false);
        }
        object.end()
    }

    fn field(&self, field: &'static Field) -> String {
        // Of what is only a warning a schema says nothing.
        if field.wrong != Severity::Error || field.uses(self.dialect) == Use::Loose {
            return "{}".to_owned();
        }
        let most = field.most.get(self.dialect).copied().unwrap_or_default();
        let schema = self.value(&field.value, most, field.number);
        let optional = field.uses(self.dialect) != Use::Required;
        let nullable = self.null_is_absent || field.null != Null::Wrong;
        if optional && nullable && schema != "{}" {
            return alternatives(vec![schema, "{\"type\":\"null\"}".to_owned()]);
        }
        schema
    }

    fn value(&self, value: &'static Value, most: u32, number: Verdict) -> String {
        match value {
            Value::Bool => typed("boolean"),
            Value::Integer => typed("integer"),
            Value::Number(number) => {
                let mut object = Object::new();
                object.text("type", if is_error(number.fraction) { "integer" } else { "number" });
                if is_error(number.zero) && is_error(number.negative) {
                    object.number("exclusiveMinimum", 0);
                } else if is_error(number.negative) {
                    object.number("minimum", 0);
                }
                or_quoted(object.end(), number.quoted)
            }
            Value::Time => "{\"type\":\"string\",\"format\":\"date-time\"}".to_owned(),
            Value::Epoch(epoch) => {
                let whole = is_error(epoch.number.fraction);
                or_quoted(typed(if whole { "integer" } else { "number" }), epoch.number.quoted)
            }
            Value::Text(limits) => {
                let text = self.text(limits);
                match number {
                    Some((Severity::Error, _)) | None => text,
                    Some(_) => alternatives(vec![text, typed("number")]),
                }
            }
            Value::Texts(limits) => list_of(&self.or_null(self.text(limits)), u64::from(most)),
            Value::Map(map) => {
                let mut object = Object::new();
                object.text("type", "object");
                object.json("propertyNames", &self.text(map.key));
                if is_error(map.other) {
                    let text = self.text(map.value);
                    let null = (!is_error(map.null)).then(|| typed("null"));
                    let values = std::iter::once(text).chain(null).collect();
                    object.json("additionalProperties", &alternatives(values));
                }
                if most > 0 {
                    object.number("maxProperties", most.into());
                }
                object.end()
            }
            Value::Custom => typed("object"),
            Value::Json(json) => {
                let list = (!is_error(json.list)).then(|| typed("array"));
                let text = (!is_error(json.text)).then(|| typed("string"));
                alternatives(std::iter::once(typed("object")).chain(list).chain(text).collect())
            }
            Value::Object(table, _) => self.table(table),
            Value::Objects(table) => list_of(&self.or_null(self.table(table)), u64::from(most)),
            Value::Keyed(table) => map_of(&self.table(table)),
            Value::Any => "{}".to_owned(),
        }
    }

    /// An element of a list: null as well, where the dialect's decoder makes an empty one of it.
    fn or_null(&self, schema: String) -> String {
        if self.null_is_absent { alternatives(vec![schema, typed("null")]) } else { schema }
    }

    fn text(&self, limits: &'static [Limit]) -> String {
        let mut object = Object::new();
        object.text("type", "string");
        let mut patterns: Vec<String> = Vec::new();
        let (mut least, mut most) = (0, u64::MAX);
        for limit in limits.iter().filter(|limit| is_error(limit.verdicts.get(self.dialect).copied().flatten())) {
            match limit.rule {
                LimitRule::NotEmpty => least = least.max(1),
                LimitRule::NotBlank => patterns.push("\\S".to_owned()),
                LimitRule::MaxBytes(_) | LimitRule::MaxCharacters(_) | LimitRule::MaxUnits(_) => {
                    most = most.min(limit.rule.count());
                }
                LimitRule::MinCharacters(count) => least = least.max(u64::from(count)),
                LimitRule::Without(characters) => patterns.push(["^[^", &class(characters), "]*$"].concat()),
                LimitRule::LowerCase => patterns.push("^[^A-Z]*$".to_owned()),
                LimitRule::Charset(charset) => {
                    patterns.push(["^[A-Za-z0-9_", &class(charset.extra), "]*$"].concat());
                }
                LimitRule::OneOf(values) => object.texts("enum", values),
                LimitRule::Prefix(prefix) => patterns.push(["^", &escaped(prefix)].concat()),
                LimitRule::Url => patterns.push("^[Hh][Tt][Tt][Pp][Ss]?://.".to_owned()),
                LimitRule::MediaType => patterns.push("^[^/\\s]+/[^/\\s]".to_owned()),
            }
        }
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        if least > 0 {
            object.number("minLength", count(least));
        }
        if most < u64::MAX {
            object.number("maxLength", count(most));
        }
        match patterns.as_slice() {
            [] => {}
            [pattern] => object.text("pattern", pattern),
            _ => {
                let one = |pattern: &String| {
                    let mut one = Object::new();
                    one.text("pattern", pattern);
                    one.end()
                };
                object.list("allOf", patterns.iter().map(one));
            }
        }
        object.end()
    }
}

/// One of these keys has to be there.
fn one_of_these<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let one = |name: &'a str| {
        let mut one = Object::new();
        one.texts("required", [name]);
        one.end()
    };
    let mut object = Object::new();
    object.list("anyOf", names.map(one));
    object.end()
}

fn is_error(verdict: Verdict) -> bool {
    matches!(verdict, Some((Severity::Error, _)))
}

fn typed(name: &str) -> String {
    let mut object = Object::new();
    object.text("type", name);
    object.end()
}

/// A number, or one in quotes where that passes.
fn or_quoted(schema: String, quoted: Verdict) -> String {
    if is_error(quoted) { schema } else { alternatives(vec![schema, typed("string")]) }
}

fn list_of(items: &str, most: u64) -> String {
    let mut object = Object::new();
    object.text("type", "array");
    object.json("items", items);
    if most > 0 {
        object.number("maxItems", i64::try_from(most).unwrap_or(i64::MAX));
    }
    object.end()
}

fn map_of(values: &str) -> String {
    let mut object = Object::new();
    object.text("type", "object");
    object.json("additionalProperties", values);
    object.end()
}

/// Characters for the inside of a class of a regular expression.
fn class(characters: &[u8]) -> String {
    escaped(&String::from_utf8_lossy(characters))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if matches!(
            character,
            '\\' | ']' | '[' | '^' | '-' | '.' | '+' | '*' | '?' | '(' | ')' | '{' | '}' | '|' | '$' | '/'
        ) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// All schemas as one JSON object: by platform, then by kind; the empty kind is any document.
#[must_use]
pub fn all_schemas() -> String {
    let mut platforms = Object::new();
    for platform in Platform::ALL {
        let mut kinds = Object::new();
        for schema in schemas(*platform) {
            kinds.json(schema.kind.unwrap_or_default(), &schema.json);
        }
        platforms.json(platform.name(), &kinds.end());
    }
    platforms.end()
}

#[cfg(test)]
mod tests {
    use super::{all_schemas, schemas};
    use crate::options::Platform;

    #[test]
    fn are_json_and_say_what_the_tables_say() {
        let all: serde_json::Value = serde_json::from_str(&all_schemas()).unwrap();
        let user = &all["stream"]["user"];
        assert_eq!(user["required"], serde_json::json!(["id"]));
        assert_eq!(user["properties"]["id"]["maxLength"], 255);
        assert_eq!(user["properties"]["online"], false);
        for platform in Platform::ALL {
            assert!(schemas(*platform).len() > 3, "{}", platform.name());
            assert!(all[platform.name()][""].is_object());
        }
    }
}
