//! Requests: one a line, parsed once.

use super::super::{Role, Shape};
use super::log::run;
use super::{SIZES, expect};
use crate::options::Limits;

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
