//! `cargo xtask generate`: realistic import files of any size, the same bytes for the same arguments.
#![allow(clippy::cast_possible_truncation, reason = "numbers of things in memory fit usize")]

mod faults;
mod items;
pub(crate) mod platforms;
mod random;
#[cfg(test)]
mod tests;
mod text;
mod world;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use faults::Fault;
pub(crate) use items::date;
use world::World;

use crate::flags::Flags;
use crate::{Result, project};

/// The mean length of an item, measured: sizes are met within a few per cent.
const BYTES_PER_ITEM: u64 = 433;

/// The seed of the bench and of the tests.
pub(crate) const SEED: u64 = 2024;

/// Which of Stream's two formats.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dialect {
    /// One `{"type","data"}` a line.
    Jsonl,
    /// One array of `{"type","item"}`, on one line.
    Array,
}

/// What to generate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) dialect: Dialect,
    /// About how many bytes.
    pub(crate) size: u64,
    pub(crate) seed: u64,
    /// How many faults.
    pub(crate) faults: u64,
}

/// What was generated: what a check of the file has to count.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) bytes: u64,
    /// Items, as a report's `stats.items` counts them.
    pub(crate) items: u64,
    /// Items by kind, as a report's `stats.total` names them.
    pub(crate) total: BTreeMap<&'static str, u64>,
    /// Findings by code.
    pub(crate) counts: BTreeMap<&'static str, u64>,
}

impl Written {
    /// The same as JSON.
    fn summary(&self) -> serde_json::Value {
        serde_json::json!({ "bytes": self.bytes, "total": self.total, "counts": self.counts })
    }
}

pub(crate) fn command(arguments: &[String]) -> Result {
    let mut flags = Flags::new(arguments);
    let out = flags.value("--out")?.ok_or("generate needs --out FILE")?;
    let size = bytes(&flags.value("--size")?.unwrap_or_else(|| "30MB".to_owned()))?;
    let seed = flags.number("--seed")?.unwrap_or(SEED);
    if let Some(name) = flags.value("--platform")?.filter(|name| name != "stream") {
        let platform = platforms::Platform::ALL.into_iter().find(|platform| platform.name() == name);
        let platform = platform.ok_or_else(|| {
            let names = platforms::Platform::ALL.map(platforms::Platform::name).join(", ");
            format!("--platform {name}: there are stream, {names}")
        })?;
        flags.end()?;
        println!("{}", for_platform(platform, size, seed, Path::new(&out))?.summary());
        return Ok(());
    }
    let dialect = match flags.value("--dialect")?.as_deref() {
        None | Some("jsonl") => Dialect::Jsonl,
        Some("array") => Dialect::Array,
        Some(other) => return Err(format!("--dialect {other}: there are jsonl and array")),
    };
    let plan = Plan { dialect, size, seed, faults: flags.number("--faults")?.unwrap_or(0) };
    flags.end()?;
    println!("{}", to_file(&plan, Path::new(&out))?.summary());
    Ok(())
}

/// Generates a file, and next to it one that says what a check of it has to count.
pub(crate) fn with_counts(plan: &Plan, file: &Path) -> Result {
    let written = to_file(plan, file)?;
    project::write(&file.with_extension("counts.json"), format!("{:#}\n", written.summary()).as_bytes())
}

/// Generates a file.
pub(crate) fn to_file(plan: &Plan, file: &Path) -> Result<Written> {
    created(file, |out| write(plan, out))
}

/// Generates a file of another platform.
pub(crate) fn for_platform(platform: platforms::Platform, size: u64, seed: u64, file: &Path) -> Result<Written> {
    created(file, |out| platforms::write(platform, size, seed, out))
}

fn created(file: &Path, write: impl FnOnce(&mut fs::File) -> io::Result<Written>) -> Result<Written> {
    let fail = |cause: io::Error| format!("{}: {cause}", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut out = fs::File::create(file).map_err(fail)?;
    write(&mut out).map_err(fail)
}

/// Generates into any writer.
pub(crate) fn write(plan: &Plan, out: &mut impl Write) -> io::Result<Written> {
    let world = World::new(plan.seed, plan.size / BYTES_PER_ITEM);
    let places = fault_places(plan.faults, &world)?;
    let mut sink = Sink::new(plan.dialect, out);
    for index in 0..world.users {
        sink.item("user", "users", |buffer| items::user(buffer, &world, index))?;
    }
    for index in 0..world.channels.len() as u64 {
        sink.item("channel", "channels", |buffer| items::channel(buffer, &world, index))?;
    }
    for (channel, about) in world.channels.iter().enumerate() {
        for place in 0..about.members.len() {
            sink.item("member", "members", |buffer| items::member(buffer, &world, channel as u64, place))?;
        }
    }
    let mut reactions = Vec::new();
    for index in 0..world.messages {
        let fault = places.get(&index).copied();
        sink.item("message", "messages", |buffer| items::message(buffer, &world, index, fault))?;
        let Some(fault) = fault else { continue };
        *sink.written.counts.entry(fault.code()).or_default() += 1;
        match fault.extra(&world, index) {
            // Reactions come after all messages.
            Some(("reaction", payload)) => reactions.push(payload),
            Some((kind, payload)) => sink.item(kind, "messages", |buffer| buffer.extend_from_slice(&payload))?,
            None => {}
        }
    }
    for index in 0..world.reactions {
        sink.item("reaction", "reactions", |buffer| items::reaction(buffer, &world, index))?;
    }
    for payload in reactions {
        sink.item("reaction", "reactions", |buffer| buffer.extend_from_slice(&payload))?;
    }
    sink.end()
}

/// Which messages get which fault: spread over the file, and none that answers another message.
fn fault_places(faults: u64, world: &World) -> io::Result<BTreeMap<u64, Fault>> {
    let mut places = BTreeMap::new();
    if faults.saturating_mul(50) > world.messages {
        return Err(io::Error::other(format!("{faults} faults are too many for {} items", world.items())));
    }
    for number in 0..faults {
        let mut index = (number + 1) * (world.messages / (faults + 1));
        while world.is_reply(index) || places.contains_key(&index) {
            index -= 1;
        }
        places.insert(index, Fault::number(number));
    }
    Ok(places)
}

/// Puts items into the envelope of a dialect, and large pieces into the writer.
struct Sink<'a, W> {
    dialect: Dialect,
    out: &'a mut W,
    buffer: Vec<u8>,
    first: bool,
    written: Written,
}

impl<'a, W: Write> Sink<'a, W> {
    fn new(dialect: Dialect, out: &'a mut W) -> Self {
        Sink { dialect, out, buffer: Vec::with_capacity(2 << 20), first: true, written: Written::default() }
    }

    fn item(&mut self, kind: &str, plural: &'static str, payload: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let (before, key, after): (&[u8], &str, &[u8]) = match self.dialect {
            Dialect::Jsonl => (b"", "data", b"}\n"),
            Dialect::Array if self.first => (b"[", "item", b"}"),
            Dialect::Array => (b",", "item", b"}"),
        };
        self.first = false;
        self.buffer.extend_from_slice(before);
        write!(self.buffer, "{{\"type\":\"{kind}\",\"{key}\":")?;
        payload(&mut self.buffer);
        self.buffer.extend_from_slice(after);
        *self.written.total.entry(plural).or_default() += 1;
        self.written.items += 1;
        if self.buffer.len() > 1 << 20 { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.written.bytes += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    fn end(mut self) -> io::Result<Written> {
        if self.dialect == Dialect::Array {
            self.buffer.extend_from_slice(if self.first { b"[]\n" } else { b"]\n" });
        }
        self.flush()?;
        self.out.flush()?;
        Ok(self.written)
    }
}

/// A size such as `30MB`, `500kB` or `1200`: decimal units, as file limits use them.
pub(crate) fn bytes(text: &str) -> Result<u64> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        _ => return Err(format!("{text}: sizes are written like 30MB")),
    };
    let number: u64 = digits.parse().map_err(|_| format!("{text}: sizes are written like 30MB"))?;
    number.checked_mul(unit).ok_or_else(|| format!("{text} is too large"))
}
