//! Telling the bodies of the request platforms apart: by the tables of what stands in them.

use super::{Confidence, Detection, none};
use crate::json::outline::{Level, Outline};
use crate::json::skim::{Skim, Token};
use crate::json::text;
use crate::options::{Dialect, Platform, Resource};
use crate::order;
use crate::platform;
use crate::platform::api::{Container, Export, Facts, Form, Root, Rows, without_host};
use crate::redact;
use crate::report::Form as Made;
use crate::table::{Table, Use};

/// How well a form fits.
struct Fit {
    platform: Platform,
    resource: Resource,
    dialect: Option<Dialect>,
    score: i32,
    /// Keys of a row that the form knows, and how many there are.
    known: usize,
    all: usize,
    /// Whether it reads what the platform's other forms hold as well.
    several: bool,
    why: String,
}

/// The request platforms, or one of them.
fn platforms(only: Option<Platform>) -> impl Iterator<Item = (Platform, &'static Facts)> {
    let wanted = move |platform: &&Platform| only.is_none_or(|only| only == **platform);
    Platform::ALL.iter().filter(wanted).filter_map(|platform| Some((*platform, platform::facts(*platform)?)))
}

/// What a document is, if it is an export of a request platform. For documents that might be taken for Stream's: those
/// have a "type", which is looked for first.
pub(super) fn recognise_export(outline: &Outline, only: Option<Platform>) -> Option<Detection> {
    let typed = outline.levels.iter().take(2).any(|level| level.value("type").is_some());
    if typed { None } else { export(outline, platforms(only)) }
}

fn export(outline: &Outline, mut platforms: impl Iterator<Item = (Platform, &'static Facts)>) -> Option<Detection> {
    platforms.find_map(|(platform, facts)| {
        let export = facts.exports.iter().find(|export| fits_export(export, outline))?;
        Some(Detection {
            platform: Some(platform),
            resource: export.resource,
            dialect: None,
            form: Made::Export,
            confidence: Confidence::Likely,
            why: ["it is ", export.words].concat(),
        })
    })
}

/// What a document is, if it is a body, an export or a requests file of a request platform. With platform `None` it tells
/// only why it cannot be told.
pub(super) fn recognise(
    outline: &Outline,
    text: &[u8],
    name: Option<&str>,
    only: Option<Platform>,
) -> Option<Detection> {
    let platforms = || platforms(only);
    if let Some(detection) = requests(outline, text, platforms()) {
        return Some(detection);
    }
    if let Some(detection) = export(outline, platforms()) {
        return Some(detection);
    }
    let mut fits: Vec<Fit> = Vec::new();
    for (platform, facts) in platforms() {
        let forms = facts.forms.iter().filter_map(|form| fit(platform, facts, form, outline, name));
        // A single common key, such as "name", tells nothing.
        fits.extend(forms.filter(|fit| fit.score > 4 || fit.all == 0 && fit.score > 0));
    }
    // The first of the best: the order of the platforms and their forms is fixed.
    order::sort_by_key(&mut fits, |fit| fit.score.abs_diff(i32::MAX).into());
    let (best, second) = (fits.first()?, fits.get(1));
    let same = |second: &Fit| second.several && best.several && second.platform == best.platform;
    if let Some(second) = second.filter(|second| second.score == best.score && !same(second)) {
        let one = |fit: &Fit| [fit.platform.title(), " ", fit.resource.name()].concat();
        return Some(none(&["it could be ", &one(best), " or ", &one(second)].concat()));
    }
    let sure = best.known >= 3 && best.known == best.all && second.is_none_or(|second| second.score * 2 < best.score);
    Some(Detection {
        platform: Some(best.platform),
        resource: Some(best.resource),
        dialect: best.dialect,
        form: Made::Import,
        confidence: if sure { Confidence::Certain } else { Confidence::Likely },
        why: best.why.clone(),
    })
}

/// A requests file: lines with a method and a path, one of which only one platform has.
fn requests(
    outline: &Outline,
    text: &[u8],
    mut platforms: impl Iterator<Item = (Platform, &'static Facts)>,
) -> Option<Detection> {
    let top = outline.levels.first()?;
    if outline.first != b'{' || top.value("method").is_none() || top.value("path").is_none() {
        return None;
    }
    let calls = calls(text);
    let known = |facts: &Facts| calls.iter().find(|(method, path)| (facts.route)(method, without_host(path)).is_some());
    let found = platforms.find_map(|(platform, facts)| Some((platform, known(facts)?)));
    let Some((platform, (method, path))) = found else {
        return Some(none("it has requests, to paths that are none of any platform's imports"));
    };
    Some(Detection {
        platform: Some(platform),
        resource: Some(Resource::Requests),
        dialect: None,
        form: Made::Import,
        confidence: Confidence::Certain,
        why: ["requests such as ", method, " ", &redact::path(path)].concat(),
    })
}

/// The methods and paths of a text's requests.
fn calls(text: &[u8]) -> Vec<(String, String)> {
    let mut calls = Vec::new();
    let (mut depth, mut key, mut last) = (0_usize, None::<&[u8]>, None);
    let (mut method, mut path) = (String::new(), String::new());
    let mut skim = Skim::new(text);
    while let Some(token) = skim.next() {
        let inside = match token {
            Token::Text { inside, .. } if depth == 1 => Some(skim.slice(inside)),
            _ => None,
        };
        match (key.take(), inside) {
            (Some(b"method"), Some(word)) => method = text::decode(word),
            (Some(b"path"), Some(word)) => path = text::decode(word),
            _ => {}
        }
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Colon => key = last,
            _ => {}
        }
        last = inside;
        if depth == 0 && !path.is_empty() {
            calls.push((std::mem::take(&mut method), std::mem::take(&mut path)));
        }
    }
    // The last one may be cut.
    if !path.is_empty() {
        calls.push((method, path));
    }
    calls
}

fn fits_export(export: &Export, outline: &Outline) -> bool {
    let has = |(depth, key): &(usize, &str)| {
        depth.checked_sub(1).and_then(|at| outline.levels.get(at)).is_some_and(|level| level.value(key).is_some())
    };
    let element = outline.levels.first().map_or(0, |level| level.element);
    outline.first == export.root && (export.element == 0 || export.element == element) && export.keys.iter().all(has)
}

/// How well a document fits a form.
fn fit(platform: Platform, facts: &Facts, form: &Form, outline: &Outline, name: Option<&str>) -> Option<Fit> {
    let resource = form.resource?;
    let (depth, rows, wrapper): (usize, Rows, Option<(&str, u8)>) = match &form.root {
        Root::One(rows) => (if outline.first == b'[' { 2 } else { 1 }, *rows, None),
        Root::Rows(rows) => (2, *rows, None),
        // The first part tells the form.
        Root::Members { rows, .. } => {
            let (name, rows) = rows.first()?;
            let byte = outline.levels.first().and_then(|level| level.value(name));
            (3, *rows, Some((*name, byte.filter(|byte| matches!(byte, b'{' | b'['))?)))
        }
        Root::Calls { .. } => return None,
    };
    let list = matches!(form.root, Root::Rows(rows) if rows.container == Container::List);
    // One row by itself where a list of them belongs: examples in documentation, and JSON Lines.
    let lone = list && outline.first == b'{';
    let fits = match form.root {
        Root::Rows(rows) => lone || rows.container.begins_with(outline.first),
        // Several where one is wanted are read all the same.
        Root::One(_) => matches!(outline.first, b'{' | b'['),
        Root::Members { .. } | Root::Calls { .. } => outline.first == b'{',
    };
    if !fits {
        return None;
    }
    let depth = if lone { 1 } else { depth };
    let level = outline.levels.get(depth - 1)?;
    let table = facts.kinds.get(rows.kind)?.table;
    let (mut known, mut required, mut meant) = (0, 0, 0);
    let mut columns = [0; 2];
    for (key, _) in &level.keys {
        let Some((at, column)) = field(table, key) else {
            meant += usize::from(is_meant(table, key) || in_other_part(facts, form, key));
            continue;
        };
        known += 1;
        columns[column.unwrap_or(0)] += usize::from(column.is_some());
        required += i32::from(table.telling.iter().any(|telling| telling.as_bytes() == &**key));
        required += i32::from(table.fields.get(at).is_some_and(|field| field.uses.contains(&Use::Required)));
    }
    let all = level.keys.len();
    let unknown = i32::try_from(all - known - meant).unwrap_or(i32::MAX);
    let mut score = i32::try_from(known).unwrap_or(i32::MAX) * 3 + required * 2 - unknown * 2;
    // What fits as it is goes before what has to be wrapped.
    score -= i32::from(lone);
    // A wrapper's name is as good as a few fields, if it holds what it should, and unless what is in it is none of the form's.
    let holds = wrapper.is_some_and(|(_, byte)| rows.container.begins_with(byte));
    score += if holds && (known > 0 || all == 0) { 6 } else { 0 };
    // Others may want a list.
    score -= i32::from(matches!(form.root, Root::One(_)) && outline.first == b'[');
    let lower = name.unwrap_or_default().to_ascii_lowercase();
    let file = lower.rsplit(['/', '\\']).next().unwrap_or_default();
    let named = |part: &str| text::contains(file, part);
    if known > 0 || wrapper.is_some() || all == 0 {
        score += i32::from(named(resource.name())) + i32::from(named(platform.name())) * 2;
    }
    let dialect = match platform.dialects() {
        [one, two] => Some(if columns[1] > columns[0] { *two } else { *one }),
        _ => None,
    };
    Some(Fit {
        platform,
        resource,
        dialect,
        score,
        known,
        all,
        several: several(form),
        why: why(form, level, table, wrapper.map(|(name, _)| name)),
    })
}

/// Whether a form has parts that are sent in requests of their own.
fn several(form: &Form) -> bool {
    matches!(form.root, Root::Members { rows: [_, _, ..], .. })
}

/// Whether another part of the form has a field of this name, or one that is meant by it.
fn in_other_part(facts: &Facts, form: &Form, key: &[u8]) -> bool {
    let Root::Members { rows: [_, others @ ..], .. } = form.root else { return false };
    let tables = others.iter().filter_map(|(_, rows)| facts.kinds.get(rows.kind)).map(|kind| kind.table);
    tables.into_iter().any(|table| field(table, key).is_some() || is_meant(table, key))
}

/// The field that a key stands for, and the dialect if only one has that name.
fn field(table: &Table, key: &[u8]) -> Option<(usize, Option<usize>)> {
    table.fields.iter().enumerate().find_map(|(at, field)| {
        let [one, two] = field.names;
        let named = |name: &str| name.as_bytes() == key;
        if named(one) || named(two) {
            let column = if one == two { None } else { Some(usize::from(named(two))) };
            return Some((at, column));
        }
        field.aliases.iter().any(|alias| named(alias)).then_some((at, None))
    })
}

/// Whether a key is one that people write for a field, or that exports have: no sign for the form, and none against it.
fn is_meant(table: &Table, key: &[u8]) -> bool {
    table.hints.iter().chain(table.lost).any(|(name, _)| name.as_bytes() == key)
}

/// What was seen.
fn why(form: &Form, level: &Level, table: &Table, wrapper: Option<&str>) -> String {
    let mut why = form.words.to_owned();
    let wrapper = wrapper.map(|wrapper| ["\"", wrapper, "\""].concat());
    if let Some(wrapper) = wrapper.filter(|wrapper| !form.words.contains(wrapper.as_str())) {
        why.push_str(&[" under ", &wrapper].concat());
    }
    let seen = level.keys.iter().filter(|(key, _)| field(table, key).is_some()).take(4);
    let mut before = " with ";
    for (key, _) in seen {
        why.push_str(&[before, "\"", &String::from_utf8_lossy(key), "\""].concat());
        before = ", ";
    }
    why
}
