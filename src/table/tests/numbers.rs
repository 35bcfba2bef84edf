//! Numbers, and times as numbers.

use super::{ERROR, WARNING, says, walk};
use crate::table::number::{Reading, plain};
use crate::table::{Epoch, Field, Number, Table, Unit, Value};

const STRICT: Number = Number { fraction: ERROR, negative: ERROR, zero: WARNING, quoted: ERROR, words: ERROR };
const LAX: Number = Number { fraction: None, negative: None, zero: None, quoted: None, words: WARNING };

static BIRD: Table = Table {
    kind: "bird",
    fields: &[
        Field::new("at", Value::Epoch(&Epoch { unit: Unit::Milliseconds, number: STRICT, wrong_unit: WARNING })),
        Field::new("on", Value::Epoch(&Epoch { unit: Unit::Seconds, number: LAX, wrong_unit: ERROR })),
        Field::new("count", Value::Number(&STRICT)),
        Field::new("size", Value::Number(&LAX)),
    ],
    ..Table::EMPTY
};

const AT: usize = BIRD.field("at");
const ON: usize = BIRD.field("on");
const COUNT: usize = BIRD.field("count");
const SIZE: usize = BIRD.field("size");

#[test]
fn good_numbers_are_kept() {
    let walked = walk(&BIRD, r#"{"at":1543420803841,"on":"1674104348","count":9007199254740993 ,"size":-1.5e3}"#);
    assert_eq!(walked.findings(), Vec::<String>::new());
    let slots = &walked.walker.slots;
    assert_eq!((slots.number(AT), slots.day(AT)), (Some(1_543_420_803_841), Some(17_863)));
    assert_eq!(
        (slots.number(ON), slots.day(ON), walked.value(ON)),
        (Some(1_674_104_348), Some(19_376), Some("1674104348"))
    );
    // No double on the way.
    assert_eq!(slots.number(COUNT), Some(9_007_199_254_740_993));
    assert_eq!((slots.number(SIZE), walked.value(SIZE)), (None, Some("-1.5e3")));
    let walked = walk(&BIRD, r#"{"on":1674104348.9,"count":9223372036854775807,"size":"350.2"}"#);
    let slots = &walked.walker.slots;
    assert_eq!(walked.findings(), Vec::<String>::new());
    assert_eq!(
        (slots.number(ON), slots.number(COUNT), slots.number(SIZE)),
        (Some(1_674_104_348), Some(i64::MAX), Some(350))
    );
}

/// The one finding, its tag for answers, the number and the day that are kept.
#[track_caller]
fn one(text: &str, expected: &str, tag: &str, kept: (usize, Option<i64>, Option<i32>)) {
    let walked = walk(&BIRD, text);
    assert_eq!(walked.findings(), [expected], "{text}");
    assert_eq!(walked.walker.drafts[0].cause.value, tag, "{text}");
    assert!(walked.walker.slots.has(kept.0));
    // Only times have a day.
    let day = walked.walker.slots.day(kept.0).filter(|_| kept.0 == AT || kept.0 == ON);
    assert_eq!((walked.walker.slots.number(kept.0), day), (kept.1, kept.2), "{text}");
}

#[test]
fn a_time_is_a_whole_number() {
    one(
        r#"{"at":"1543420803841"}"#,
        "6 wrong-type error at: bird.at is the number 1543420803841 in quotes; Aviary wants a time as a number of \
         milliseconds since 1970 (write 1543420803841 without quotes)",
        "quoted",
        (AT, None, None),
    );
    one(
        r#"{"at":"2018-11-28T16:00:03.5Z"}"#,
        r#"6 bad-timestamp error at: bird.at is "2018-11-28T16:00:03.5Z"; Aviary wants a time as a number of milliseconds since 1970 (write 1543420803500)"#,
        "words",
        (AT, None, None),
    );
    one(
        r#"{"on":"1674104348 "}"#,
        r#"6 bad-timestamp warning on: bird.on is "1674104348 "; Aviary wants a time in seconds since 1970 (write it as seconds since 1970: 1706702400 is 2024-01-31T12:00:00Z)"#,
        "words",
        (ON, None, None),
    );
    one(
        r#"{"at":""}"#,
        "6 bad-timestamp error at: bird.at is an empty string; Aviary wants a time as a number of milliseconds since \
         1970 (write it as milliseconds since 1970: 1706702400000 is 2024-01-31T12:00:00Z)",
        "words",
        (AT, None, None),
    );
    one(
        r#"{"at":1543420803841.5}"#,
        "6 bad-timestamp error at: bird.at is the number 1543420803841.5, with a fraction or an exponent; Aviary wants \
         a time as a number of milliseconds since 1970 (write 1543420803841)",
        "fraction",
        (AT, None, None),
    );
    one(
        r#"{"at":1.5e12}"#,
        "6 bad-timestamp error at: bird.at is the number 1.5e12, with a fraction or an exponent; Aviary wants a time as \
         a number of milliseconds since 1970 (write all digits, and no fraction)",
        "fraction",
        (AT, None, None),
    );
    one(
        r#"{"at":-1}"#,
        "6 bad-timestamp error at: bird.at is -1, which is below zero; Aviary wants a time as a number of milliseconds \
         since 1970 (check where it was made)",
        "negative",
        (AT, Some(-1), Some(-1)),
    );
    one(
        r#"{"at":0}"#,
        "6 bad-timestamp warning at: bird.at is 0, which is 1970-01-01; Aviary wants a time as a number of milliseconds \
         since 1970 (give the real time)",
        "zero",
        (AT, Some(0), Some(0)),
    );
    says(
        &BIRD,
        r#"{"at":true}"#,
        &["6 wrong-type error at: bird.at is a boolean; Aviary wants a time as a number of milliseconds since 1970"],
    );
}

#[test]
fn a_time_has_the_magnitude_of_its_unit() {
    for (text, words, day) in [
        (
            r#"{"at":1543420803}"#,
            "warning at: bird.at is 1543420803, which is 1970-01-18 in milliseconds; it looks like seconds (2018-11-28) \
             (write 1543420803000)",
            17,
        ),
        (
            r#"{"at":1543420803841001}"#,
            "warning at: bird.at is 1543420803841001, which is a day that no calendar has in milliseconds; it looks \
             like microseconds (2018-11-28) (write 1543420803841)",
            17_863_666,
        ),
        (
            r#"{"at":1543420803841001002}"#,
            "warning at: bird.at is 1543420803841001002, which is a day that no calendar has in milliseconds; it looks \
             like nanoseconds (2018-11-28) (write 1543420803841)",
            i32::MAX,
        ),
        (
            r#"{"on":"1543420803841"}"#,
            "error on: bird.on is 1543420803841, which is a day that no calendar has in seconds; it looks like \
             milliseconds (2018-11-28) (write 1543420803)",
            17_863_666,
        ),
        (
            r#"{"on":1543420803841001}"#,
            "error on: bird.on is 1543420803841001, which is a day that no calendar has in seconds; it looks like \
             microseconds (2018-11-28) (write 1543420803)",
            i32::MAX,
        ),
    ] {
        let walked = walk(&BIRD, text);
        assert_eq!(walked.findings(), [format!("6 wrong-time-unit {words}")]);
        assert_eq!(walked.walker.drafts[0].cause.value, "unit");
        let kept = walked.walker.slots.day(AT).or(walked.walker.slots.day(ON));
        // What is beyond the calendar of the timeline has no day.
        assert_eq!(kept, Some(day).filter(|day| *day != i32::MAX), "{text}");
    }
    for good in ["100000000000", "99999999999999"] {
        says(&BIRD, &format!(r#"{{"at":{good}}}"#), &[]);
    }
    for bad in ["99999999999", "100000000000000", "1", "9223372036854775807"] {
        assert!(walk(&BIRD, &format!(r#"{{"at":{bad}}}"#)).findings()[0].starts_with("6 wrong-time-unit"), "{bad}");
    }
    for good in ["1", "99999999999"] {
        says(&BIRD, &format!(r#"{{"on":{good}}}"#), &[]);
    }
    one(
        r#"{"at":92233720368547758070}"#,
        "6 wrong-time-unit warning at: bird.at is 92233720368547758070, which has more than 64 bits; Aviary wants a \
         time as a number of milliseconds since 1970 (check where it was made)",
        "large",
        (AT, None, None),
    );
}

#[test]
fn numbers_that_are_no_times() {
    one(
        r#"{"count":"12"}"#,
        "9 wrong-type error count: bird.count is the number 12 in quotes; Aviary wants a whole number (write 12 without \
         quotes)",
        "quoted",
        (COUNT, None, None),
    );
    one(
        r#"{"size":"12 KB"}"#,
        r#"8 wrong-type warning size: bird.size is "12 KB"; Aviary wants a number (write a number)"#,
        "words",
        (SIZE, None, None),
    );
    one(
        r#"{"count":1.5}"#,
        "9 invalid-value error count: bird.count is the number 1.5, with a fraction or an exponent; Aviary wants a \
         whole number (write 1)",
        "fraction",
        (COUNT, None, None),
    );
    one(
        r#"{"count":-7}"#,
        "9 invalid-value error count: bird.count is -7, which is below zero; Aviary wants a whole number (check where it \
         was made)",
        "negative",
        (COUNT, Some(-7), None),
    );
    one(
        r#"{"count":0}"#,
        "9 invalid-value warning count: bird.count is 0; Aviary wants a whole number (check where it was made)",
        "zero",
        (COUNT, Some(0), None),
    );
    one(
        r#"{"count":9223372036854775808}"#,
        "9 invalid-value error count: bird.count is 9223372036854775808, which has more than 64 bits; Aviary wants a \
         whole number (check where it was made)",
        "large",
        (COUNT, None, None),
    );
    says(&BIRD, r#"{"size":[]}"#, &["8 wrong-type error size: bird.size is a list; Aviary wants a number"]);
}

#[test]
fn digits_are_read_at_a_glance_where_that_is_safe() {
    let read = |text: &str| plain(&super::window(text), 0);
    assert_eq!(read("1543420803841,"), Some((1_543_420_803_841, 13)));
    assert_eq!(read("999999999999999999"), Some((999_999_999_999_999_999, 18)));
    for text in ["", "0", "01", "-1", "1000000000000000000", "99999999999999999999999999", "a"] {
        assert_eq!(read(text), None, "{text}");
    }
    // Where it ends is for the caller to judge.
    assert_eq!(read("12.5"), Some((12, 2)));
}

#[test]
fn numbers_are_read_as_json_has_them() {
    let read =
        |text: &str| Reading::of(text.as_bytes()).map(|read| (read.whole, read.fraction, read.negative, read.zero));
    for (text, expected) in [
        ("0", (Some(0), false, false, true)),
        ("-0", (Some(0), false, false, true)),
        ("0.0", (Some(0), true, false, true)),
        ("007", (Some(7), false, false, false)),
        ("-12.50", (Some(-12), true, true, false)),
        ("1e3", (None, true, false, false)),
        ("1E+3", (None, true, false, false)),
        ("9223372036854775808", (None, false, false, false)),
        ("-9223372036854775808", (Some(i64::MIN), false, true, false)),
    ] {
        assert_eq!(read(text), Some(expected), "{text}");
    }
    for text in ["", "-", "+1", ".5", "1.", "1.e3", "1e", "1e+", "0x10", "1 ", " 1", "1_000", "NaN", "1e3.5", "1-"] {
        assert_eq!(read(text), None, "{text}");
    }
}
