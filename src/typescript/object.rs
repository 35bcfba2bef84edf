//! Objects: an interface for the fields, and an intersection where one of several has to be there.

use super::words::{self, comment, field_words};
use super::{Printer, Sort};
use crate::finding::Severity;
use crate::table::{Field, Null, Others, Table, Use};

impl Printer {
    /// Prints a table's type.
    pub(super) fn interface(&mut self, name: &str, about: &[String], table: &'static Table, sort: Option<&Sort>) {
        let choices = self.choices(table);
        let own = if choices.is_empty() { name.to_owned() } else { format!("{name}Fields") };
        let fields = self.fields(table, sort);
        self.out.push('\n');
        let shared = ["Fields of {@link ".to_owned() + name + "}."];
        comment(&mut self.out, "", if choices.is_empty() { about } else { &shared });
        self.out.push_str(&format!("export interface {own} {{\n{fields}}}\n"));
        if !choices.is_empty() {
            let definition = format!("{own} & {}", choices.join(" & "));
            self.alias(name, about, &definition);
        }
    }

    fn fields(&mut self, table: &'static Table, sort: Option<&Sort>) -> String {
        let mut out = String::new();
        for (at, field) in table.fields.iter().enumerate() {
            let bit = |bits: u64| bits >> at & 1 == 1;
            if field.uses(self.dialect) == Use::Unused || sort.is_some_and(|sort| !bit(sort.taken)) {
                continue;
            }
            let names = self.names(field);
            let needed = sort.is_some_and(|sort| bit(sort.needed));
            let required = (needed || field.uses(self.dialect) == Use::Required) && names.len() == 1;
            let fixed = sort.and_then(|sort| sort.fixed).filter(|(name, _)| *name == field.name(self.dialect));
            let definition = match fixed {
                Some((_, value)) => super::value::quoted(value),
                None => self.field_type(table, field),
            };
            for name in &names {
                let mut about = field_words(self.types, table, field, self.dialect);
                if table.either.contains(name) {
                    about.push(format!("Either this or {}.", words::others(table.either, name)));
                }
                comment(&mut out, "  ", &about);
                let absent = self.absent(field, required);
                let mark = if required { "" } else { "?" };
                out.push_str(&format!("  {name}{mark}: {definition}{absent};\n"));
            }
        }
        for name in table.reserved {
            comment(&mut out, "  ", &[format!("Reserved: {} keeps it for itself.", self.platform.title())]);
            out.push_str(&format!("  {name}?: never;\n"));
        }
        out.push_str(match table.others(self.dialect) {
            Others::Custom => "  /** Custom data. */\n  [custom: string]: unknown;\n",
            Others::Free | Others::Unknown(Severity::Info, _) => {
                "  /** Anything else is passed on. */\n  [key: string]: unknown;\n"
            }
            Others::Unknown(..) => "",
        });
        out
    }

    /// What stands in for a value that is not there.
    fn absent(&self, field: &Field, required: bool) -> &'static str {
        match (required, self.null_is_absent() || field.null == Null::Absent) {
            (true, _) => "",
            (false, true) => " | null | undefined",
            (false, false) => " | undefined",
        }
    }

    /// The names that a field may have here: what another dialect calls it is a mixture of both, which is warned about.
    fn names(&self, field: &Field) -> Vec<&'static str> {
        let snake = field.names.first() != field.names.last();
        let foreign = |alias: &str| match self.dialect {
            0 => alias.contains('_'),
            _ => !alias.contains('_') && alias.bytes().any(|byte| byte.is_ascii_uppercase()),
        };
        let aliases = field.aliases.iter().copied().filter(|alias| !snake && !foreign(alias));
        std::iter::once(field.name(self.dialect)).chain(aliases).collect()
    }

    /// Of each set of names of which one has to be there, the union.
    fn choices(&mut self, table: &'static Table) -> Vec<String> {
        let mut choices = Vec::new();
        let either: Vec<&Field> =
            table.fields.iter().filter(|field| table.either.contains(&field.name(self.dialect))).collect();
        if !either.is_empty() {
            let one = |chosen: &Field, printer: &mut Printer| {
                let parts = either.iter().filter_map(|field| {
                    let name = field.name(printer.dialect);
                    if name == chosen.name(printer.dialect) {
                        return Some(format!("{name}: {}", printer.field_type(table, field)));
                    }
                    // Where null and empty values count as absent, both may stand there.
                    (!printer.null_is_absent()).then(|| format!("{name}?: undefined"))
                });
                format!("{{ {} }}", parts.collect::<Vec<_>>().join("; "))
            };
            let each: Vec<String> = either.iter().map(|field| one(field, self)).collect();
            choices.push(format!("({})", each.join(" | ")));
        }
        let dialect = self.dialect;
        for field in table.fields.iter().filter(|field| field.uses(dialect) == Use::Required) {
            let names = self.names(field);
            if names.len() > 1 {
                let definition = self.field_type(table, field);
                let each: Vec<String> = names.iter().map(|name| format!("{{ {name}: {definition} }}")).collect();
                choices.push(format!("({})", each.join(" | ")));
            }
        }
        choices
    }
}
