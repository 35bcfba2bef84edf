//! Findings as bytes.

use super::{Pack, Unpack};
use crate::codes::ALL;
use crate::finding::{Basis, Change, Edit, Finding, Fix, Position, Severity};

const SEVERITIES: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];
const BASES: [Basis; 3] = [Basis::Documented, Basis::Observed, Basis::Inferred];
const REWRITES: [&str; 2] = ["reorder", "split"];

fn pack_option(pack: &mut Pack, text: Option<&str>) {
    pack.flag(text.is_some());
    pack.text(text.unwrap_or_default());
}

/// Adds a finding of the first reading. Its other places are found in the second one.
pub(crate) fn pack_finding(pack: &mut Pack, finding: &Finding) {
    pack.number(finding.code as u64);
    pack.number(finding.severity as u64);
    pack.number(finding.basis as u64);
    pack.text(&finding.message);
    pack_option(pack, finding.kind);
    pack.text(&finding.path);
    let Position { source: _, byte, line, column, item } = finding.position;
    for number in [byte, line, column, item] {
        pack.number(number);
    }
    pack_option(pack, finding.day.as_deref());
    pack_option(pack, finding.help.as_deref());
    pack.flag(finding.fix.is_some());
    let Some(fix) = &finding.fix else { return };
    pack.text(&fix.title);
    let (whole, edits) = match &fix.change {
        Change::Whole(name) => (REWRITES.iter().position(|one| one == name), &[][..]),
        Change::Edits(edits) => (None, edits.as_slice()),
    };
    pack.number(whole.map_or(0, |whole| whole as u64 + 1));
    pack.number(edits.len() as u64);
    for Edit { start, end, text } in edits {
        pack.number(*start);
        pack.number(*end);
        pack.text(text);
    }
}

/// Reads a finding whose document began at `origin`; `kinds` are the names that its kind may have.
pub(crate) fn unpack_finding(
    unpack: &mut Unpack,
    origin: Position,
    kinds: &[(&'static str, &'static str)],
) -> Option<Finding> {
    let code = *ALL.get(unpack.index()?)?;
    let severity = *SEVERITIES.get(unpack.index()?)?;
    let basis = *BASES.get(unpack.index()?)?;
    let message = unpack.text()?.to_owned();
    let (has_kind, name) = (unpack.flag()?, unpack.text()?);
    let kind = if has_kind { Some(kinds.iter().find(|(one, _)| *one == name)?.0) } else { None };
    let path = unpack.text()?.to_owned();
    let position = Position {
        source: origin.source,
        byte: origin.byte.wrapping_add(unpack.number()?),
        line: origin.line.wrapping_add(unpack.number()?),
        column: unpack.number()?,
        item: origin.item.wrapping_add(unpack.number()?),
    };
    let (has_day, day) = (unpack.flag()?, unpack.text()?);
    let day = has_day.then(|| day.to_owned());
    let (has_help, help) = (unpack.flag()?, unpack.text()?);
    let help = has_help.then(|| help.to_owned());
    let fix = if unpack.flag()? { Some(unpack_fix(unpack, origin.byte)?) } else { None };
    Some(Finding { code, severity, basis, message, kind, path, position, related: Vec::new(), day, help, fix })
}

fn unpack_fix(unpack: &mut Unpack, base: u64) -> Option<Fix> {
    let title = unpack.text()?.to_owned();
    let whole = unpack.index()?;
    let mut edits = Vec::new();
    for _ in 0..unpack.number()? {
        edits.push(Edit {
            start: base.wrapping_add(unpack.number()?),
            end: base.wrapping_add(unpack.number()?),
            text: unpack.text()?.to_owned(),
        });
    }
    let change = match whole.checked_sub(1) {
        Some(whole) => Change::Whole(REWRITES.get(whole)?),
        None => Change::Edits(edits),
    };
    Some(Fix { title, change })
}
