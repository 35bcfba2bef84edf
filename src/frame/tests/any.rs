//! Any input: the same is told however it is cut, and soon.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use super::super::{Role, Shape};
use super::log::run;
use crate::options::Limits;

/// No input takes time in the square of its size: this would be minutes.
#[test]
fn long_inputs_of_one_kind_take_no_longer() {
    for piece in [
        "{", "[", "}", "]", ",", "\"", "\"\\", "/*", "/", "//\n", "x", "{\"a\":", "[{", "{]", "[}", "\"},", ", ]",
        "\n", "{\n", "'", ":/",
    ] {
        for start in ["", "{\"messages\":[{\"a\":[[x"] {
            let text = [start, &piece.repeat((64 << 10) / piece.len())].concat();
            for shape in [Shape::Body, Shape::Requests] {
                let log = run(shape, Role::Members, text.as_bytes(), 4096, Limits::default());
                let whole = run(shape, Role::Members, text.as_bytes(), usize::MAX, Limits::default());
                assert!(log.lines == whole.lines, "{start}{piece}");
            }
        }
    }
}

/// What mutations put in, and what inputs are made of.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "\n",
    " ",
    "\0",
    "//",
    "/*",
    "*/",
    "/",
    "#",
    "null",
    "tru",
    "-",
    "1e9",
    "x:",
    "\"users\":",
    "\"messages\":[",
    "\"outer\":{",
    "\"item\":",
    "\"list\":[",
    "\"},{\"",
    "}]}",
    "{\"a\":1}",
    "é",
];

const TEXTS: &[&str] = &[
    "[{\"id\":\"a\",\"n\":[1,{\"m\":null}]}, {\"id\":\"b\"},\n  {\"id\":\"c\"}]",
    "{\"ann\":{\"n\":\"Ann\"},\"bob\":{\"n\":\"B\\\"ob\"},\n\"cy\":{}}",
    "{\"messages\":[{\"t\":\"x\"},{\"t\":\"y\"}],\"update\":false,\"outer\":{\"users\":{\"u\":{}},\"item\":{}}}",
    "// note\n{messages:[{t:'x',},], /* c */ users:{u1:{a:1}}}\n",
    "{\"method\":\"PUT\",\"body\":{\"a\":[1,2]}}\n{\"method\":\"POST\",\"body\":{}}\n\n{\n \"method\":\"GET\",\n \"body\":[{}]\n}\n{\"x\":1}\n",
    "{\"list\":[{\"users\":[{}]},{\"messages\":{\"m\":{}}},7]}",
];

fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0_u8..4, prop::sample::select(PIECES), 1_usize..8);
    let text = prop_oneof![
        4 => prop::sample::select(TEXTS).prop_map(str::to_owned),
        1 => prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat()),
    ];
    (text, prop::collection::vec(change, 0..5)).prop_map(|(text, changes)| {
        let mut text: Vec<char> = text.chars().collect();
        for (index, kind, piece, length) in changes {
            let at = index.index(text.len() + 1);
            let end = (at + length).min(text.len());
            match kind {
                0 => drop(text.splice(at..end, [])),
                1 => text.truncate(at.max(1)),
                _ => drop(text.splice(at..at, piece.chars())),
            }
        }
        text.into_iter().collect()
    })
}

fn config() -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) };
    Config { cases: asked.unwrap_or(1500), rng_seed, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_same_is_told_for_any_windows(
        text in mutated(),
        shape in prop::sample::select(&[Shape::Body, Shape::Requests][..]),
        root in prop::sample::select(&[Role::Item, Role::Items, Role::Members, Role::Member][..]),
        limits in prop_oneof![Just(Limits::default()), (1_u64..40, 1_u32..5).prop_map(|(item_bytes, depth)| Limits { item_bytes, depth })],
    ) {
        let whole = run(shape, root, text.as_bytes(), usize::MAX, limits);
        for size in [1, 2, 3, 7, 20] {
            let log = run(shape, root, text.as_bytes(), size, limits);
            prop_assert_eq!(&whole.lines, &log.lines, "{}", size);
        }
    }
}
