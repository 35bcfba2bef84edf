//! Bodies and requests: what is told of them, where, and that it is the same however the input is cut.

mod any;
mod log;
mod requests;

use log::run;

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

/// What stands before the document in a program.
#[test]
fn a_document_is_found_behind_words() {
    for (text, first) in [
        ("const users = [{}];", "note 1:1 Malformed(\"invalid character 'c' looking for beginning of value\")"),
        ("fixtures = [{}];", "note 1:2 Malformed(\"invalid character 'i' in literal false (expecting 'a')\")"),
    ] {
        let end = text.len();
        expect_body(
            Role::Items,
            text,
            &[
                first,
                &format!("item 1:{} {{}}", end - 3),
                &format!("leave 1:{}", end - 1),
                &format!("note 1:{end} Further"),
            ],
        );
    }
}
