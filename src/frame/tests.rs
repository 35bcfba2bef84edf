//! Bodies and requests: what is told of them, where, and that it is the same however the input is cut.

mod log;

use log::{Log, run};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use super::{Role, Shape};
use crate::options::Limits;

/// Sizes of windows; the last one holds all of a test's input.
const SIZES: [usize; 6] = [1, 2, 3, 7, 64 << 10, usize::MAX];

/// What is told of items and of what is wrong, for all sizes of windows alike.
fn told(shape: Shape, root: Role, text: &str) -> Vec<String> {
    let logs = SIZES.map(|size| run(shape, root, text.as_bytes(), size, Limits::default()));
    let [first, others @ ..] = logs;
    for (log, size) in others.iter().zip(SIZES.iter().skip(1)) {
        assert_eq!(&first.lines, &log.lines, "{size}: {text}");
    }
    first.lines.into_iter().filter(|line| !line.starts_with("role") && !line.starts_with("parse")).collect()
}

fn expect(shape: Shape, root: Role, text: &str, expected: &[&str]) {
    assert_eq!(told(shape, root, text), expected, "{text}");
}

fn expect_body(root: Role, text: &str, expected: &[&str]) {
    expect(Shape::Body, root, text, expected);
}

#[test]
fn parts_of_a_body_are_told_in_their_roles() {
    expect_body(
        Role::Items,
        "[{\"a\":1}, 2,\n null]",
        &["item 1:2 {\"a\":1}", "item 1:11 2", "item 2:2 null", "leave 2:6"],
    );
    expect_body(
        Role::Items,
        r#"{"ann":{"n":1},"b\u006fb": "x"}"#,
        &[r#"item 1:8 ann {"n":1}"#, r#"item 1:28 b\u006fb "x""#, "leave 1:31"],
    );
    expect_body(
        Role::Members,
        r#"{"messages":[{},{}],"update":false,"users":{"u":1},"item":7,"x":{"y":[]}}"#,
        &[
            "item 1:14 {}",
            "item 1:17 {}",
            "leave 1:19",
            "member 1:30 update false",
            "item 1:49 u 1",
            "leave 1:50",
            "item 1:59 item 7",
            r#"member 1:65 x {"y":[]}"#,
            "leave 1:73",
        ],
    );
    expect_body(Role::Item, r#" {"user_id":"a"} "#, &[r#"item 1:2 {"user_id":"a"}"#]);
    expect_body(Role::Member, "12", &["member 1:1 12"]);
    expect_body(Role::Items, "[]", &["leave 1:2"]);
}

#[test]
fn a_role_that_does_not_fit_is_a_member() {
    expect_body(
        Role::Members,
        r#"{"messages":"none","outer":1}"#,
        &[r#"member 1:13 messages "none""#, "member 1:28 outer 1", "leave 1:29"],
    );
    expect_body(Role::Items, "\"text\"", &["member 1:1 \"text\""]);
    let deep = format!("{}1{}", r#"{"outer":"#.repeat(10), "}".repeat(10));
    let told = told(Shape::Body, Role::Members, &deep);
    assert_eq!(told.first().map(String::as_str), Some(r#"member 1:73 outer {"outer":{"outer":1}}"#));
    assert_eq!(told.len(), 9);
}

#[test]
fn comments_are_noted_wherever_they_stand() {
    expect_body(
        Role::Items,
        "// a\n[ /* b\n * / **/ {\"n\":1} /**/, // \"c\n {} ] // d",
        &[
            "note 1:1 Comment",
            "note 2:3 Comment",
            "item 3:10 {\"n\":1}",
            "note 3:18 Comment",
            "note 3:24 Comment",
            "item 4:2 {}",
            "leave 4:5",
            "note 4:7 Comment",
        ],
    );
    expect_body(
        Role::Members,
        "{\"x\" /* 1 */ : // 2\n 1}",
        &["note 1:6 Comment", "note 1:16 Comment", "member 2:2 x 1", "leave 2:3"],
    );
}

#[test]
fn commas_too_many_and_too_few_are_noted_once() {
    expect_body(
        Role::Items,
        "[{}, // last\n ]",
        &["item 1:2 {}", "note 1:4 TrailingComma", "note 1:6 Comment", "leave 2:2"],
    );
    expect_body(Role::Items, r#"{"a":{},}"#, &["item 1:6 a {}", "note 1:8 TrailingComma", "leave 1:9"]);
    expect_body(
        Role::Items,
        "[{},,,{}]",
        &[
            "item 1:2 {}",
            "note 1:5 Malformed(\"invalid character ',' looking for beginning of value\")",
            "item 1:7 {}",
            "leave 1:9",
        ],
    );
    expect_body(
        Role::Items,
        "[,]",
        &["note 1:2 Malformed(\"invalid character ',' looking for beginning of value\")", "leave 1:3"],
    );
    expect_body(
        Role::Items,
        "[{} {}]",
        &[
            "item 1:2 {}",
            "note 1:5 Malformed(\"invalid character '{' after array element\")",
            "item 1:5 {}",
            "leave 1:7",
        ],
    );
    expect_body(
        Role::Members,
        r#"{"x":1 "messages":[{}]}"#,
        &[
            "member 1:6 x 1",
            r#"note 1:8 Malformed("invalid character '\"' after object key:value pair")"#,
            "item 1:20 {}",
            "leave 1:22",
            "leave 1:23",
        ],
    );
}

#[test]
fn keys_are_taken_as_they_come() {
    expect_body(
        Role::Members,
        "{messages:[{}], 'users' : {u1:{}}}",
        &[
            "note 1:2 BareKey(\"messages\")",
            "item 1:12 {}",
            "leave 1:14",
            "note 1:17 BareKey(\"users\")",
            "note 1:28 BareKey(\"u1\")",
            "item 1:31 u1 {}",
            "leave 1:33",
            "leave 1:34",
        ],
    );
    expect_body(
        Role::Items,
        "{\"c\\x\":{},\"a\nb\":{}\n,\"d\":{}}",
        &[
            r#"note 1:5 Malformed("invalid character 'x' in string escape code")"#,
            r"item 1:8 c\x {}",
            r#"note 1:13 Malformed("invalid character '\\n' in string literal")"#,
            "item 3:6 d {}",
            "leave 3:8",
        ],
    );
    expect_body(
        Role::Items,
        r#"{"a" {}, "b", "c":}"#,
        &[
            "note 1:6 Malformed(\"invalid character '{' after object key\")",
            "item 1:6 a {}",
            "note 1:13 Malformed(\"invalid character ',' after object key\")",
            "note 1:19 Malformed(\"invalid character '}' looking for beginning of value\")",
            "leave 1:19",
        ],
    );
    expect_body(
        Role::Items,
        r#"{{"uid":"a"}, "b":{}}"#,
        &[
            "note 1:2 Malformed(\"invalid character '{' looking for beginning of object key string\")",
            r#"item 1:2 {"uid":"a"}"#,
            "item 1:19 b {}",
            "leave 1:21",
        ],
    );
}

#[test]
fn garbage_is_noted_once_and_passed_over() {
    expect_body(
        Role::Items,
        "[{} x y : z, {}]",
        &[
            "item 1:2 {}",
            "note 1:5 Malformed(\"invalid character 'x' after array element\")",
            "item 1:14 {}",
            "leave 1:16",
        ],
    );
    expect_body(
        Role::Items,
        r#"{ ..., "a":{}}"#,
        &[
            "note 1:3 Malformed(\"invalid character '.' looking for beginning of object key string\")",
            "item 1:12 a {}",
            "leave 1:14",
        ],
    );
    expect_body(
        Role::Items,
        "[{}}, {}]",
        &[
            "item 1:2 {}",
            "note 1:4 Malformed(\"invalid character '}' after array element\")",
            "item 1:7 {}",
            "leave 1:9",
        ],
    );
}

#[test]
fn brackets_that_do_not_match_close_what_they_can() {
    expect_body(
        Role::Members,
        r#"{"messages":[{}}"#,
        &[
            "item 1:14 {}",
            "note 1:16 Malformed(\"invalid character '}' after array element\")",
            "left 1:16",
            "leave 1:16",
        ],
    );
    expect_body(
        Role::Members,
        r#"{"messages":[{}}, {}], "x":1}"#,
        &[
            "item 1:14 {}",
            "note 1:16 Malformed(\"invalid character '}' after array element\")",
            "item 1:19 {}",
            "leave 1:21",
            "member 1:28 x 1",
            "leave 1:29",
        ],
    );
}

#[test]
fn what_is_cut_short_is_told() {
    expect_body(
        Role::Members,
        "{\"messages\":[{},\n",
        &["item 1:14 {}", "note 2:1 Truncated(\"]}\")", "left 2:1", "left 2:1"],
    );
    expect_body(Role::Members, "{\"messages\"", &["note 1:12 Truncated(\"}\")", "left 1:12"]);
    expect_body(
        Role::Items,
        r#"[{"a":1"#,
        &["reject 1:2 at 1:8 Malformed(\"unexpected end of JSON input\")", "left 1:8"],
    );
    expect_body(Role::Members, r#"{"x":[1"#, &["note 1:8 Malformed(\"unexpected end of JSON input\")", "left 1:8"]);
}

#[test]
fn what_follows_the_end_is_noted_once_and_read() {
    expect_body(
        Role::Items,
        "[{}]\n[{}], x [{}]",
        &["item 1:2 {}", "leave 1:4", "note 2:1 Further", "item 2:2 {}", "leave 2:4", "item 2:10 {}", "leave 2:12"],
    );
    expect_body(
        Role::Item,
        "{\"a\":1}\n{\"a\":2}\n",
        &["item 1:1 {\"a\":1}", "note 2:1 Further", "item 2:1 {\"a\":2}"],
    );
    expect_body(Role::Items, "[] x", &["leave 1:2", "note 1:4 Further"]);
    expect_body(
        Role::Items,
        "]{}",
        &["note 1:1 Malformed(\"invalid character ']' looking for beginning of value\")", "leave 1:3"],
    );
}

/// The broken item is the first one in a list; the second one, and the list's end, have to be found.
#[test]
fn one_broken_item_costs_no_other() {
    let second = r#"{"id":"b","text":"y"}"#;
    for broken in [
        r#"{"id":"a","text":"x",}"#,
        r#"{"id":"a" "text":"x"}"#,
        r#"{id:"a",'text':'it\'s, [x'}"#,
        r#"{"id":"a",/* { */ "text":"x"}"#,
        "{\"id\":\"a\", // \"it's [\n\"text\":\"x\"}",
        r#"{"id":"a","text":"x""#,
        r#"{"id":"a","text":"x"]"#,
        r#"{"id":"a","text":"x"]}"#,
        r#"{"id":"a","n":[1,{"m":2}}"#,
        r#"{"id":"a","n":[1}"#,
        r#"{"id":"a"]}"#,
        r#"{"id":"a","n":[1,2}"#,
        r#"{"id":"a","n":[{"m":2]}"#,
        r#"{"id":"a","n":{"m":2,}}"#,
        r#"{"id":"a,"text":"x"}"#,
        r#"{"id":"a,"text":{"n":["x"]}}"#,
        "{\"id\":\"a\",\"text\":\"one\ntwo\"}",
        "{\"id\":\"a\",\"text\":\"one\ntwo\",\"n\":[\"x\"]}",
        r#"{"id":"a","url":"https://x.y//z,"n":1}"#,
        r#"{"id":"a""#,
        r#"{"id""#,
        "{",
        "{\"id\n",
        "nul",
        "undefined",
        "\"open\n",
        "'single'",
    ] {
        for (open, close) in [("[", "]"), (r#"{"messages":["#, r#"],"x":1}"#)] {
            for separator in [",", ",\n  "] {
                let text = format!("{open}{broken}{separator}{second}{close}");
                let root = if open == "[" { Role::Items } else { Role::Members };
                let told = told(Shape::Body, root, &text);
                assert!(told.first().is_some_and(|line| line.starts_with("reject 1:")), "{text}: {told:?}");
                assert!(
                    told.get(1).is_some_and(|line| line.starts_with("item ") && line.ends_with(second)),
                    "{text}: {told:?}"
                );
                assert!(told.get(2).is_some_and(|line| line.starts_with("leave ")), "{text}: {told:?}");
                assert_eq!(told.len(), if open == "[" { 3 } else { 5 }, "{text}: {told:?}");
            }
            // And as the last one.
            let text = format!("{open}{second},{broken}\n{close}");
            let told = told(Shape::Body, if open == "[" { Role::Items } else { Role::Members }, &text);
            assert!(told.first().is_some_and(|line| line.starts_with("item ")), "{text}: {told:?}");
            assert!(told.get(1).is_some_and(|line| line.starts_with("reject ")), "{text}: {told:?}");
            assert!(told.last().is_some_and(|line| line.starts_with("leave ")), "{text}: {told:?}");
        }
    }
}

#[test]
fn broken_items_under_keys_cost_no_other() {
    for broken in [
        "{\"n\":1,}",
        "{n:1}",
        "{'n':'}'}",
        "{\"n\":[1}",
        "{\"n\":\"x},\"m\":\"y\"}",
        "nul",
        "{\"n\":1]}",
        "{\"n\":1 // }\n}",
    ] {
        let text = format!("{{\"a\":{broken},\"b\":{{}}}}");
        let told = told(Shape::Body, Role::Items, &text);
        assert!(told.first().is_some_and(|line| line.starts_with("reject 1:6 ")), "{text}: {told:?}");
        assert!(told.get(1).is_some_and(|line| line.ends_with(" b {}")), "{text}: {told:?}");
        assert!(told.get(2).is_some_and(|line| line.starts_with("leave ")), "{text}: {told:?}");
        assert_eq!(told.len(), 3, "{text}: {told:?}");
    }
}

#[test]
fn a_fault_is_told_where_it_is() {
    expect_body(
        Role::Items,
        "[{\"a\":1},\n {\"b\":tru}, 3]",
        &[
            "item 1:2 {\"a\":1}",
            "reject 2:2 at 2:10 Malformed(\"invalid character '}' in literal true (expecting 'e')\")",
            "item 2:13 3",
            "leave 2:14",
        ],
    );
    expect_body(
        Role::Members,
        "{\"x\":[1,}, \"users\":{\"a\":1}}",
        &[
            "note 1:9 Malformed(\"invalid character '}' looking for beginning of value\")",
            "item 1:25 a 1",
            "leave 1:26",
            "leave 1:27",
        ],
    );
}

#[test]
fn limits_hold_in_bodies() {
    let limits = Limits { item_bytes: 12, depth: 3 };
    for size in SIZES {
        let log = run(
            Shape::Body,
            Role::Members,
            br#"{"messages":[{"text":"too long"},{"a":[[[1]]]},{}],"x":"also too long","y":1}"#,
            size,
            limits,
        );
        assert_eq!(
            log.told(),
            [
                "reject 1:14 at 1:14 TooLarge",
                "reject 1:34 at 1:41 TooDeep(91)",
                "item 1:48 {}",
                "leave 1:50",
                "note 1:56 TooLarge",
                "member 1:76 y 1",
                "leave 1:77",
            ]
        );
        let log = run(Shape::Body, Role::Items, br#"{"a key that is too long":{},"b":{}}"#, size, limits);
        assert_eq!(log.told(), ["note 1:2 TooLarge", "item 1:34 b {}", "leave 1:36"]);
        let log = run(Shape::Body, Role::Items, b"[{},              ]", size, limits);
        assert_eq!(
            log.told(),
            [
                "item 1:2 {}",
                "note 1:19 Malformed(\"invalid character ']' looking for beginning of value\")",
                "leave 1:19",
            ]
        );
    }
}

#[test]
fn requests_stand_on_lines() {
    let requests = |text: &str, expected: &[&str]| expect(Shape::Requests, Role::Item, text, expected);
    requests(
        "{\"a\":1}\n {\"a\":2} \r\n\n{\"a\":3}",
        &["item 1:1 {\"a\":1}", "item 2:2 {\"a\":2}", "note 3:1 BlankLine", "item 4:1 {\"a\":3}"],
    );
    requests(
        "{\"a\":1},\n{\"a\":2}{\"a\":3}\n[]\n",
        &[
            "item 1:1 {\"a\":1}",
            "note 1:8 Malformed(\"invalid character ',' after top-level value\")",
            "item 2:1 {\"a\":2}",
            "note 2:8 Malformed(\"invalid character '{' after top-level value\")",
            "item 2:8 {\"a\":3}",
            "item 3:1 []",
        ],
    );
    // Broken, cut short (also where the next line would go on with it), and a last line that is cut short.
    requests(
        "{\"a\":tru}\n{\"a\":\n{\"a\":[\n{\"a\":\"x\n{\"a\":4}\n{\"a\":",
        &[
            "reject 1:1 at 1:9 Malformed(\"invalid character '}' in literal true (expecting 'e')\")",
            "reject 2:1 at 2:6 Malformed(\"unexpected end of JSON input\")",
            "reject 3:1 at 3:7 Malformed(\"unexpected end of JSON input\")",
            "reject 4:1 at 4:8 Malformed(\"unexpected end of JSON input\")",
            "item 5:1 {\"a\":4}",
            "reject 6:1 at 6:6 Malformed(\"unexpected end of JSON input\")",
        ],
    );
}

#[test]
fn requests_over_several_lines_are_read_as_one() {
    let requests = |text: &str, expected: &[&str]| expect(Shape::Requests, Role::Item, text, expected);
    requests(
        "{\n \"a\":{}\n}\n{\"a\":{}\n}\n{\"a\":[\n{}]}\n{\"a\":4}\n",
        &[
            "note 1:1 OverLines(3)",
            "item 1:1 {\n \"a\":{}\n}",
            "note 4:1 OverLines(2)",
            "item 4:1 {\"a\":{}\n}",
            "note 6:1 OverLines(2)",
            "item 6:1 {\"a\":[\n{}]}",
            "item 8:1 {\"a\":4}",
        ],
    );
    requests(
        "{\n \"a\":1,\n}\n{\n \"a\":2\n{\"a\":3}\n",
        &[
            "reject 1:1 at 3:1 Malformed(\"invalid character '}' looking for beginning of object key string\")",
            "reject 4:1 at 6:1 Malformed(\"invalid character '{' after object key:value pair\")",
            "item 6:1 {\"a\":3}",
        ],
    );
    requests("{\n \"a\":1", &["reject 1:1 at 2:7 Malformed(\"unexpected end of JSON input\")"]);
}

#[test]
fn limits_hold_in_requests() {
    let limits = Limits { item_bytes: 12, depth: 3 };
    let text =
        b"{\"text\":\"too long\"}\n{\n \"text\":\n 1234567\n}\n{\"a\":[[[1]]]}\n{\"a\":[[[[\n\n{\"a\":\n\n\n\n\n\n\n\n{}\n";
    for size in SIZES {
        let log = run(Shape::Requests, Role::Item, text, size, limits);
        assert_eq!(
            log.told(),
            [
                "reject 1:1 at 1:1 TooLarge",
                "reject 2:1 at 2:1 TooLarge",
                "reject 6:1 at 6:1 TooLarge",
                "reject 7:1 at 7:8 TooDeep(91)",
                "note 8:1 BlankLine",
                "reject 9:1 at 9:1 TooLarge",
            ]
        );
    }
}

/// Every request is parsed once, with nothing but its own text.
#[test]
fn requests_are_parsed_once() {
    let text = "{\"a\":1}\n{\"b\":[1,\n{\"c\":2}\n{\n\"d\":3}\n{\"e\":4} x\n{\"f\":5}";
    for size in SIZES {
        let log = run(Shape::Requests, Role::Item, text.as_bytes(), size, Limits::default());
        let parsed: Vec<&str> = log.lines.iter().map(String::as_str).filter(|line| line.starts_with("parse")).collect();
        let expected = [
            "parse {\"a\":1}",
            "parse {\"b\":[1,",
            "parse {\"c\":2}",
            "parse {\n\"d\":3}",
            "parse {\"e\":4}",
            "parse {\"f\":5}",
        ];
        assert_eq!(parsed, expected, "{size}");
    }
}

/// No input takes time in the square of its size: this would be minutes.
#[test]
fn long_inputs_of_one_kind_take_no_longer() {
    for piece in [
        "{", "[", "}", "]", ",", "\"", "\"\\", "/*", "/", "//\n", "x", "{\"a\":", "[{", "{]", "[}", "\"},", ", ]",
        "\n", "{\n", "'", ":/",
    ] {
        for start in ["", "[", "[{x", "{\"users\":", "{\"messages\":[{\"a\":[[x"] {
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
            let log: Log = run(shape, root, text.as_bytes(), size, limits);
            prop_assert_eq!(&whole.lines, &log.lines, "{}", size);
        }
    }
}
