//! Documents: what an input consists of, and the lines of `requests` files.

use super::words::pascal;
use super::{Printer, value};
use crate::options::Resource;
use crate::platform::api::{Asks, Container, Facts, Form, Root, Rows};
use crate::platform::{facts, stream};
use crate::table::Table;

impl Printer {
    pub(super) fn documents(&mut self) {
        match facts(self.platform) {
            None => self.import(),
            Some(facts) => {
                self.files(facts);
                self.requests(facts);
            }
        }
    }

    /// Stream's import file: its items, and for the older dialect the list of them.
    fn import(&mut self) {
        let (payload, is_list) = if self.dialect == 0 { ("data", false) } else { ("item", true) };
        let mut items: Vec<String> = stream::tables_in_order()
            .into_iter()
            .map(|table| format!("\n  | {{ type: \"{}\"; {payload}: {} }}", table.kind, self.object(table)))
            .collect();
        // Nothing public says what stands in these.
        items.push(format!("\n  | {{ type: \"poll\" | \"poll_vote\"; {payload}: {{ [key: string]: unknown }} }}"));
        let name = if is_list { "Item" } else { "ImportItem" };
        let what = if is_list {
            "One element of the older import file, a JSON array."
        } else {
            "One line of an import file, which is JSON Lines."
        };
        let item = format!("{}{name}", self.prefix);
        self.alias(&item, &about(what), &items.concat());
        if is_list {
            self.alias(&format!("{}Document", self.prefix), &about("The older import file."), &value::list_of(&item));
        }
    }

    /// What a document of each resource is.
    fn files(&mut self, facts: &'static Facts) {
        for resource in self.platform.resources() {
            let forms = facts.forms.iter().filter(|form| form.resource == Some(*resource));
            let bodies: Vec<String> = forms.map(|form| self.body(facts, form)).collect();
            let name = format!("{}{}Document", self.prefix, pascal(resource.name()));
            // Where rows stand in an object with members of its own, that object is the document.
            if !bodies.is_empty() && !bodies.contains(&name) {
                let what = format!("A document of {}.", resource.name());
                self.alias(&name, &about(&what), &bodies.join(" | "));
            }
        }
    }

    /// The lines of a requests file: of each call with a body that is checked, its method, its path and its body.
    fn requests(&mut self, facts: &'static Facts) {
        if !self.platform.resources().contains(&Resource::Requests) {
            return;
        }
        let mut lines: Vec<String> = Vec::new();
        for form in facts.forms {
            for asks in asks_of(form) {
                let route = (facts.route)(asks.method, asks.path);
                let Some(form) = route.and_then(|route| facts.forms.get(route.form?)) else { continue };
                let own = self.types.bodies.iter().find(|(path, _)| *path == asks.path);
                let body = match own {
                    Some((_, name)) => format!("{}{name}", self.prefix),
                    None => self.body(facts, form),
                };
                let line =
                    format!("\n  | {{ method: \"{}\"; path: {}; body: {body} }}", asks.method, path_type(asks.path));
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        let what = "One line of a requests file: a call whose body is checked. Paths have no host, `{appId}` in \
                    them is left as it is, and ids are percent-encoded.";
        self.alias(&format!("{}Request", self.prefix), &about(what), &lines.concat());
    }

    /// The type of a body.
    fn body(&mut self, facts: &'static Facts, form: &Form) -> String {
        match &form.root {
            Root::One(rows) => self.row(facts, *rows),
            Root::Rows(rows) => {
                let row = self.row(facts, *rows);
                match rows.container {
                    Container::List => value::list_of(&row),
                    Container::Map => value::map_of(&row),
                    Container::Either => format!("{} | {}", value::map_of(&row), value::list_of(&row)),
                }
            }
            Root::Members { envelope, rows } => {
                let table = facts.envelopes.get(*envelope).copied().unwrap_or(&Table::EMPTY);
                let first = rows.first().map(|(name, _)| pascal(name)).unwrap_or_default();
                let kind = if form.resource.is_some() { "Document" } else { "Body" };
                self.envelope(table, format!("{}{first}{kind}", self.prefix), form)
            }
            Root::Calls { .. } => "[number: number, method: string, path: string, body?: unknown][]".to_owned(),
        }
    }

    fn row(&mut self, facts: &'static Facts, rows: Rows) -> String {
        let table = facts.kinds.get(rows.kind).map_or(&Table::EMPTY, |kind| kind.table);
        let before = self.named.len();
        let name = self.object(table);
        self.nested(before);
        name
    }

    /// The object around rows, printed when it is first needed.
    fn envelope(&mut self, table: &'static Table, name: String, form: &Form) -> String {
        if let Some((_, known)) = self.named.iter().find(|(known, _)| std::ptr::eq(*known, table)) {
            return known.clone();
        }
        self.named.push((table, name.clone()));
        let what = match form.resource {
            Some(resource) => format!("A document of {}: {}.", resource.name(), form.words),
            None => format!("The body of one request: {}.", form.words),
        };
        self.interface(&name, &about(&what), table, None);
        name
    }
}

fn about(what: &str) -> Vec<String> {
    vec![what.to_owned()]
}

/// What asks for a form's rows.
fn asks_of(form: &Form) -> Vec<Asks> {
    match &form.root {
        Root::One(rows) | Root::Rows(rows) => vec![rows.asks],
        Root::Members { rows, .. } => rows.iter().map(|(_, rows)| rows.asks).collect(),
        Root::Calls { asks, .. } => vec![*asks],
    }
}

/// A path as a type: anything may stand for a placeholder.
fn path_type(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    if !path.contains('{') {
        return value::quoted(path);
    }
    let parts: Vec<&str> = parts.iter().map(|part| if part.starts_with('{') { "${string}" } else { part }).collect();
    format!("`{}`", parts.join("/"))
}
