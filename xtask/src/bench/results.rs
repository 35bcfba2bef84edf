//! `bench/RESULTS.md`.

use std::fmt::Write as _;
use std::fs;
use std::time::SystemTime;

use super::platforms::Platforms;
use super::{AJV, OURS, PARSE, Row, Series, THREADS};
use crate::{Result, node};

/// What the check has to reach: against whom, from which size on, how many times as fast.
const TARGETS: &[(&str, f64, f64, f64)] = &[
    (AJV, 30.0, 300.0, 6.0),
    (AJV, 300.0, f64::MAX, 8.0),
    (PARSE, 30.0, 300.0, 1.8),
    (PARSE, 300.0, f64::MAX, 2.2),
    (GO, 30.0, 300.0, 30.0),
    (GO, 300.0, f64::MAX, 40.0),
];

/// The removed validator is not run here. Measured once: 14 MB/s where `JSON.parse` per line did 239.
const GO: &str = "the removed Go validator (derived)";
const PARSE_TO_GO: f64 = 239.0 / 14.0;

/// Two threads against one, from which size on.
const TWO_THREADS: &[(f64, f64, f64)] = &[(30.0, 300.0, 0.95), (300.0, f64::MAX, 1.3)];

/// Largest peak memory of the Node process, in megabytes, at 300 MB.
const MEMORY: f64 = 150.0;

/// The page for people.
pub(super) fn page(
    series: &[Series],
    platforms: &Platforms,
    rounds: usize,
    start: (f64, f64),
    [whole, for_checks]: &[String; 2],
) -> Result<String> {
    let mut text = format!(
        "# Bench results\n\n\
         Written by `cargo xtask bench`. {}; Node {}; {}.\n\n\
         Files come from `cargo xtask generate` (seed {}). Each measurement is a fresh process; candidates take turns \
         within a round; medians of {rounds} rounds, ranges in brackets. Timed is first byte to report, loading of the \
         wasm or of Ajv included, the start of Node not. Every candidate reads the file itself, in pieces of 1 MiB.\n\n\
         JavaScript has no way to parse one array in pieces that is nearly as fast, so both peers read the JSON Lines \
         twin of the array: the same items in the same order. The removed Go validator is not run here; its row is \
         derived from one earlier measurement (14 MB/s where JSON.parse per line did 239).\n",
        machine(),
        node::require()?,
        today(),
        crate::generate::SEED,
    );
    for one in series {
        table(&mut text, one);
    }
    text.push_str(&platforms.section());
    let (ours, bare) = start;
    let _ = write!(
        text,
        "\n## Start and size\n\nCommand line on a file of 1 kB: {ours:.0} ms; `node -e 0`: {bare:.0} ms \
         ({:.1} times; target: 2, {}).\n\nwasm, all five platforms with conversion: {whole} (target: 180 KB gzip). \
         For checks alone: {for_checks} (target: 130 KB gzip).\n",
        ours / bare,
        if ours <= 2.0 * bare { "reached" } else { "missed" }
    );
    Ok(text)
}

fn table(text: &mut String, series: &Series) {
    let bytes = series.rows.first().map_or(0, |row| row.bytes);
    let _ = write!(
        text,
        "\n## {} MB ({} bytes, {} items)\n\n| candidate | MB/s | peak memory of the process, MB |\n|---|---|---|\n",
        series.size, bytes, series.ids
    );
    for row in &series.rows {
        let mut speeds = speeds(row);
        let mut memory = row.memory.clone();
        let _ = writeln!(
            text,
            "| {} | {:.0} ({:.0}–{:.0}) | {:.0} |",
            row.name,
            median(&mut speeds),
            speeds.first().unwrap_or(&f64::NAN),
            speeds.last().unwrap_or(&f64::NAN),
            median(&mut memory)
        );
    }
    text.push_str("\n| measure | this run | target |\n|---|---|---|\n");
    let size: f64 = series.size.parse().unwrap_or(0.0);
    let speed =
        |name: &str| series.rows.iter().find(|row| row.name == name).map_or(f64::NAN, |row| median(&mut speeds(row)));
    let peer_speed = |name: &str| if name == GO { speed(PARSE) / PARSE_TO_GO } else { speed(name) };
    for ours in OURS {
        for peer in [AJV, PARSE, GO] {
            let ratio = speed(ours) / peer_speed(peer);
            let target = TARGETS.iter().find(|(name, from, below, _)| *name == peer && (*from..*below).contains(&size));
            let verdict = verdict(ratio, target.map(|(.., least)| *least));
            let _ = writeln!(text, "| {ours}, against {peer} | {ratio:.1} times as fast | {verdict} |");
        }
    }
    let [one, two] = THREADS;
    let target = TWO_THREADS.iter().find(|(from, below, _)| (*from..*below).contains(&size));
    let ratio = speed(two) / speed(one);
    let verdict = verdict(ratio, target.map(|(.., least)| *least));
    let _ = writeln!(text, "| {two}, against one | {ratio:.2} times as fast | {verdict} |");
    for row in series.rows.iter().filter(|row| OURS.contains(&row.name)) {
        let memory = median(&mut row.memory.clone());
        let verdict = if memory <= MEMORY { "reached" } else { "missed" };
        let _ = writeln!(text, "| {}, peak memory of Node | {memory:.0} MB | ≤ {MEMORY:.0} MB: {verdict} |", row.name);
    }
    // 45 bytes an id and 10 MB; every item of a generated file defines one id.
    let (used, allowed) = (series.wasm_bytes as f64, series.ids as f64 * 45.0 + 10e6);
    let _ = writeln!(
        text,
        "| wasm memory for {} ids | {:.1} MB, {:.0} bytes an id | ≤ {:.1} MB: {} |",
        series.ids,
        used / 1e6,
        used / series.ids as f64,
        allowed / 1e6,
        if used <= allowed { "reached" } else { "missed" }
    );
}

fn verdict(ratio: f64, least: Option<f64>) -> String {
    least.map_or("none at this size".to_owned(), |least| {
        format!("≥ {least}: {}", if ratio >= least { "reached" } else { "missed" })
    })
}

pub(super) fn speeds(row: &Row) -> Vec<f64> {
    row.milliseconds.iter().map(|milliseconds| row.bytes as f64 / 1e3 / milliseconds).collect()
}

/// Sorts the values and gives the middle one.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// Processor and number of cores.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':')).map(|(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!(
        "{}, {cores} cores, {} {}",
        model.unwrap_or("unknown processor"),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// The date in UTC.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let (year, month, day) = crate::generate::date(seconds / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}
