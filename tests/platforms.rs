//! What holds for any input of the platforms that take requests: the inputs of all cases, broken at random, get the same
//! report in any pieces and windows.
//!
//! `PROPTEST_CASES=10000` asks for more cases, and for other ones each time.
#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chat_preflight::{CheckOptions, Limits};
use proptest::prelude::*;

use common::{Input, config, hold, mutated, sizes};

/// Longer inputs would make the tests long.
const LONGEST: u64 = 6_000;

/// An input of a case, and the options that it is checked with.
#[derive(Clone, Debug)]
struct Seed {
    input: Vec<u8>,
    options: CheckOptions,
}

/// The inputs of all cases but Stream's, which have properties of their own.
static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-tests/cases");
    let mut seeds = Vec::new();
    for platform in ["chatkitty", "cometchat", "sendbird", "talkjs"] {
        gather(&cases.join(platform), &mut seeds);
    }
    assert!(seeds.len() > 100, "there are {} inputs", seeds.len());
    seeds
});

fn gather(folder: &Path, seeds: &mut Vec<Seed>) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let small = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= LONGEST);
        if path.is_dir() {
            gather(&path, seeds);
        } else if name.starts_with("input") && small {
            let options = fs::read_to_string(folder.join("options.json")).unwrap_or_else(|_| "{}".to_owned());
            let options: CheckOptions = serde_json::from_str(&options).expect("options as a caller writes them");
            seeds.push(Seed { input: fs::read(&path).expect("an input can be read"), options });
        }
    }
}

fn seed() -> impl Strategy<Value = Seed> {
    (0..SEEDS.len()).prop_map(|index| SEEDS[index].clone())
}

fn limits() -> impl Strategy<Value = Limits> {
    prop_oneof![
        4 => Just(Limits::default()),
        1 => (1_u64..300, 1_u32..8).prop_map(|(item_bytes, depth)| Limits { item_bytes, depth }),
    ]
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn broken_documents_get_the_same_report_in_any_pieces(
        (Input(bytes), options) in seed().prop_flat_map(|Seed { input, options }| {
            (mutated(Just(Input(input)), 4), Just(options))
        }),
        sizes in sizes(),
        limits in limits(),
        most in prop_oneof![2 => Just(0_u64), 1 => 1_u64..4],
    ) {
        let now = options.now.clone().or_else(|| Some("2026-01-01T00:00:00Z".to_owned()));
        let options = CheckOptions { now, limits, max_findings: most, ..options };
        hold(&bytes, &sizes, &options)?;
    }
}
