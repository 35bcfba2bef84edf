//! Texts and their limits, lists, maps, objects.

use super::{ERROR, WARNING, limit, needed, says, walk, walk_as};
use crate::finding::{Basis, Severity};
use crate::table::look::{compact_size, elements, members};
use crate::table::{Capture, Charset, Field, Json, LimitRule, Map, Null, Table, Use, Value};

static TEXTS: Table = Table {
    kind: "bird",
    fields: &[
        Field::new("text", Value::Text(&[limit(LimitRule::NotBlank, ERROR)])),
        Field::new(
            "id",
            Value::Text(&[
                limit(LimitRule::NotEmpty, ERROR),
                limit(LimitRule::MinCharacters(3), ERROR),
                limit(LimitRule::MaxCharacters(6), ERROR),
                limit(LimitRule::LowerCase, WARNING),
                limit(LimitRule::Charset(Charset { extra: b"-", words: "letters, digits, _ and -" }), ERROR),
            ]),
        ),
        Field::new(
            "name",
            Value::Text(&[limit(LimitRule::MaxUnits(4), WARNING), limit(LimitRule::MaxCharacters(4), ERROR)]),
        ),
        Field::new("short", Value::Text(&[limit(LimitRule::MinCharacters(2), WARNING)])),
        Field::new("key", Value::Text(&[limit(LimitRule::Without(b",;"), ERROR)])),
        Field::new("link", Value::Text(&[limit(LimitRule::Url, WARNING)])),
        Field::new("kind", Value::Text(&[limit(LimitRule::OneOf(&["PUBLIC", "PRIVATE"]), ERROR)])),
        Field { most: [2, 0], ..Field::new("tags", Value::Texts(&[limit(LimitRule::NotBlank, ERROR)])) },
    ],
    ..Table::EMPTY
};

#[test]
fn blank_texts_are_missing() {
    says(&TEXTS, r#"{"text":" a"}"#, &[]);
    says(&TEXTS, r#"{"text":"\u00a0é"}"#, &[]);
    says(&TEXTS, r#"{"text":""}"#, &["8 missing-field error text: bird.text is empty (give it a value)"]);
    let blank = "8 missing-field error text: bird.text is blank (give it a value)";
    says(&TEXTS, r#"{"text":" \n\t"}"#, &[blank]);
    says(&TEXTS, r#"{"text":"\u00a0\u2003"}"#, &[blank]);
}

#[test]
fn lengths_are_counted_in_characters_and_units() {
    for good in ["abc", "abcdef", "a-_", r"\u0061bc", r"\u0061\u0062\u0063\u0064\u0065\u0066"] {
        says(&TEXTS, &format!(r#"{{"id":"{good}"}}"#), &[]);
    }
    says(
        &TEXTS,
        r#"{"id":"\u0061b"}"#,
        &["6 too-short error id: bird.id is 2 characters long; Aviary wants 3 at least (lengthen it; and change all \
           references to it alike)"],
    );
    says(
        &TEXTS,
        r#"{"id":"abcdefg"}"#,
        &["6 too-long error id: bird.id is 7 characters long; Aviary allows 6 (shorten it)"],
    );
    // An empty text is one thing, and not too short besides.
    says(&TEXTS, r#"{"id":""}"#, &["6 missing-field error id: bird.id is empty (give it a value)"]);
    // Nine bytes of three characters; five bytes of one escaped character are not enough.
    says(&TEXTS, r#"{"short":"日本"}"#, &[]);
    says(&TEXTS, r#"{"short":"\ud83e\udd9c\ud83e\udd9c"}"#, &[]);
    assert_eq!(walk(&TEXTS, r#"{"short":"日"}"#).findings().len(), 1);
    assert_eq!(walk(&TEXTS, r#"{"short":"\ud83e\udd9c"}"#).findings().len(), 1);
}

#[test]
fn of_several_lengths_the_worst_is_told() {
    says(&TEXTS, r#"{"name":"🦜🦜"}"#, &[]);
    says(
        &TEXTS,
        r#"{"name":"🦜🦜🦜"}"#,
        &[
            "8 too-long warning name: bird.name is 6 UTF-16 units long; Aviary allows 4 (shorten it; characters such as \
           emoji take two units)",
        ],
    );
    says(
        &TEXTS,
        r#"{"name":"🦜🦜🦜🦜🦜"}"#,
        &["8 too-long error name: bird.name is 5 characters long; Aviary allows 4 (shorten it)"],
    );
}

#[test]
fn characters_and_case() {
    says(
        &TEXTS,
        r#"{"id":"Anna"}"#,
        &[
            r#"6 upper-case-id warning id: bird.id "Anna" has upper-case letters; Aviary makes it "anna" (write it in lower case; and change all references to it alike)"#,
        ],
    );
    says(&TEXTS, r#"{"key":"a.b"}"#, &[]);
    says(
        &TEXTS,
        r#"{"key":"a,b;c"}"#,
        &[
            r#"7 invalid-characters error key: bird.key "a,b;c" has characters that Aviary does not allow: ',' ';' (leave them out, or write others for them)"#,
        ],
    );
    says(
        &TEXTS,
        r#"{"kind":"Public"}"#,
        &[r#"8 invalid-value error kind: bird.kind is "Public"; Aviary takes PUBLIC, PRIVATE (write it as "PUBLIC")"#],
    );
    says(
        &TEXTS,
        r#"{"kind":"OPEN"}"#,
        &[r#"8 invalid-value error kind: bird.kind is "OPEN"; Aviary takes PUBLIC, PRIVATE (use one of these values)"#],
    );
}

#[test]
fn urls_are_absolute_and_have_a_host() {
    for good in [
        "https://example.com",
        "HTTP://example.com/a?b#c",
        "https://user:secret@example.com:8080/é",
        "http://localhost",
        "https://[::1]/",
        r"https:\/\/example.com\/a",
    ] {
        says(&TEXTS, &format!(r#"{{"link":"{good}"}}"#), &[]);
    }
    for bad in [
        "",
        "example.com",
        "/a.png",
        "//example.com",
        "https:__example.com",
        "https://",
        "https:///a",
        "https://?a",
        "https://:80/",
        "https://user@/",
        "ftp://example.com",
        "s3://bucket/key",
        "Invalid:https://example.com",
        "https://example.com/a b",
        " https://example.com",
        r"https://example.com/\u2003",
    ] {
        let findings = walk(&TEXTS, &format!(r#"{{"link":"{bad}"}}"#)).findings();
        assert!(
            matches!(&findings[..], [one] if one.starts_with("8 invalid-url warning link: ")),
            "{bad} {findings:?}"
        );
    }
}

#[test]
fn lists_of_texts() {
    let walked = walk(&TEXTS, r#"{"tags":["a","é"]}"#);
    assert_eq!((walked.findings().len(), walked.list(const { TEXTS.field("tags") })), (0, vec!["a", "é"]));
    let walked = walk(&TEXTS, r#"{"tags":["a"," ",3,null]}"#);
    assert_eq!(
        walked.findings(),
        [
            "13 missing-field error tags[1]: an element of bird.tags is blank (give it a value)",
            "17 wrong-type error tags[2]: an element of bird.tags is a number; Aviary wants strings",
            "19 wrong-type error tags[3]: an element of bird.tags is null; Aviary wants strings",
            "8 too-many error tags: bird.tags has 4 elements; Aviary allows 2 (leave some out)",
        ]
    );
    assert_eq!(walked.list(const { TEXTS.field("tags") }), ["a", " "]);
    // The other dialect has no such limit.
    assert_eq!(walk_as(1, &TEXTS, r#"{"tags":["a","b","c"]}"#).findings().len(), 0);
}

static MAPS: Table = Table {
    kind: "bird",
    fields: &[
        Field {
            most: [2, 2],
            basis: Basis::Inferred,
            ..Field::new(
                "labels",
                Value::Map(&Map {
                    key: &[limit(LimitRule::Without(b","), ERROR), limit(LimitRule::MaxCharacters(3), ERROR)],
                    value: &[limit(LimitRule::MaxCharacters(2), ERROR)],
                    null: WARNING,
                    other: ERROR,
                }),
            )
        },
        Field::new("tokens", Value::Map(&Map { key: &[], value: &[], null: None, other: None })),
        Field { most: [1, 1], ..Field::new("chicks", Value::Keyed(&CHICK)) },
        Field { most: [1, 1], ..Field::new("eggs", Value::Objects(&CHICK)) },
        Field::new("extra", Value::Json(&Json { most: 20, larger: WARNING, list: None, text: WARNING })),
        Field::new("props", Value::Json(&Json { most: 0, larger: ERROR, list: ERROR, text: ERROR })),
        Field::new("any", Value::Any),
        needed("some", Value::Any),
    ],
    ..Table::EMPTY
};

pub(super) static CHICK: Table = Table { kind: "chick", fields: &[needed("id", Value::Text(&[]))], ..Table::EMPTY };

#[test]
fn maps_have_keys_and_values() {
    says(&MAPS, r#"{"labels":{"abc":"ab","é":""},"tokens":{"a":null,"b":true},"some":0}"#, &[]);
    says(&MAPS, r#"{"labels":{},"tokens":{ },"some":{}}"#, &[]);
    says(
        &MAPS,
        r#"{"labels":{"a,b":"x","abcd":null,"a":1,"a":"xyz"},"some":0}"#,
        &[
            r#"11 invalid-characters error labels["a,b"]: a key of bird.labels "a,b" has characters that Aviary does not allow: ',' (leave them out, or write others for them)"#,
            "21 too-long error labels.abcd: a key of bird.labels is 4 characters long; Aviary allows 3 (shorten it)",
            "28 wrong-type warning labels.abcd: a value of bird.labels is null; Aviary wants strings (leave the key out instead)",
            "37 wrong-type error labels.a: a value of bird.labels is a number; Aviary wants strings",
            r#"39 duplicate-key warning labels.a: bird.labels has the key "a" twice; most readers keep the last value only (remove one of the two)"#,
            "43 too-long error labels.a: a value of bird.labels is 3 characters long; Aviary allows 2 (shorten it)",
            "10 too-many error labels: bird.labels has 4 elements; Aviary allows 2 (leave some out, or keep them in a store of your own)",
        ],
    );
    assert_eq!(walk(&MAPS, r#"{"labels":{"a":"","b":"","c":""},"some":0}"#).walker.drafts[0].basis, Basis::Inferred);
    says(
        &MAPS,
        r#"{"labels":[],"some":0}"#,
        &["10 wrong-type error labels: bird.labels is a list; Aviary wants an object"],
    );
}

#[test]
fn objects_under_keys_of_the_files_own() {
    says(&MAPS, r#"{"chicks":{"a.b":{"id":"x"}},"eggs":[{"id":"x"}],"some":0}"#, &[]);
    says(
        &MAPS,
        r#"{"chicks":{"a.b":{},"c":7,"a.b":{"id":""}},"eggs":[{},null],"some":0}"#,
        &[
            r#"17 missing-field error chicks["a.b"].id: chick.id is missing (add "id")"#,
            "24 wrong-type error chicks.c: chick is a number; Aviary wants an object",
            r#"26 duplicate-key warning chicks["a.b"]: bird.chicks has the key "a.b" twice; most readers keep the last value only (remove one of the two)"#,
            "10 too-many error chicks: bird.chicks has 3 elements; Aviary allows 1 (leave some out, or keep them in a store of your own)",
            r#"51 missing-field error eggs[0].id: chick.id is missing (add "id")"#,
            "54 wrong-type error eggs[1]: chick is null; Aviary wants an object",
            "50 too-many error eggs: bird.eggs has 2 elements; Aviary allows 1 (spread them over several birds)",
        ],
    );
}

#[test]
fn objects_have_a_size_without_white_space() {
    says(
        &MAPS,
        r#"{"extra": { "a" : "12345678901" , "b":1 } ,"props":{"a":[1,{}]},"some":0}"#,
        &[
            "10 custom-data-too-large warning extra: bird.extra is 25 bytes long as compact JSON; Aviary allows 20 (keep \
         large data in a store of your own, and an id of it here)",
        ],
    );
    says(&MAPS, r#"{"extra": { "a" : "123456" , "b":1 } ,"some":0}"#, &[]);
    says(&MAPS, r#"{"extra":[1],"some":0}"#, &[]);
    says(
        &MAPS,
        r#"{"extra":"{}","props":[],"some":0}"#,
        &[
            "9 wrong-type warning extra: bird.extra is a string; Aviary wants an object (write the object itself, not its \
         JSON as a string)",
            "22 wrong-type error props: bird.props is a list; Aviary wants an object",
        ],
    );
    let walked = walk(&MAPS, r#"{"extra":[],"props":1,"some":0}"#);
    assert_eq!((walked.value(4), walked.value(5)), (Some("[]"), None));
}

#[test]
fn anything_is_left_to_the_rules() {
    let walked = walk(&MAPS, r#"{"any":"a","some":[1,"b",null]}"#);
    assert_eq!((walked.findings().len(), walked.value(6), walked.value(7)), (0, Some("a"), Some(r#"[1,"b",null]"#)));
    let walked = walk(&MAPS, r#"{"any":null,"some":null}"#);
    assert_eq!((walked.findings().len(), walked.walker.slots.is_null(7)), (0, true));
    says(&MAPS, r#"{"any":true}"#, &[r#"0 missing-field error some: bird.some is missing (add "some")"#]);
}

static NULLS: Table = Table {
    kind: "bird",
    fields: &[
        Field::new("wrong", Value::Bool),
        Field { null: Null::Absent, ..Field::new("absent", Value::Bool) },
        Field { null: Null::Odd, ..Field::new("odd", Value::Bool) },
        Field { null: Null::Absent, ..needed("needed_absent", Value::Bool) },
        Field { null: Null::Odd, basis: Basis::Inferred, ..needed("needed_odd", Value::Bool) },
        Field { wrong: Severity::Warning, ..Field::new("lax", Value::Bool) },
        Field { uses: [Use::Loose, Use::Unused], ..Field::new("loose", Value::Bool) },
    ],
    ..Table::EMPTY
};

#[test]
fn null_is_what_the_field_says() {
    says(&NULLS, r#"{"needed_absent":true,"needed_odd":false}"#, &[]);
    let walked = walk(&NULLS, r#"{"wrong":null,"absent":null,"odd":null,"needed_absent":null,"needed_odd":null}"#);
    assert_eq!(
        walked.findings(),
        [
            "9 wrong-type error wrong: bird.wrong is null; Aviary wants true or false (leave the field out instead)",
            "34 wrong-type warning odd: bird.odd is null; leave the field out instead (remove it)",
            "55 missing-field error needed_absent: bird.needed_absent is null (give it a value)",
            "73 missing-field error needed_odd: bird.needed_odd is null (give it a value)",
        ]
    );
    assert_eq!(walked.walker.drafts[3].basis, Basis::Inferred);
    says(
        &NULLS,
        r#"{"needed_absent":true,"needed_odd":true,"lax":"true","loose":1}"#,
        &[
            "46 wrong-type warning lax: bird.lax is a string; Aviary wants true or false",
            "61 wrong-type warning loose: bird.loose is a number; Aviary wants true or false",
        ],
    );
}

static NEST: Table = Table {
    kind: "nest",
    fields: &[
        needed("text", Value::Text(&[])),
        Field::new("sticks", Value::Texts(&[])),
        Field::new("egg", Value::Object(&EGG, Capture { base: 20, count: 1 })),
        Field::new("beyond", Value::Bool),
    ],
    ..Table::EMPTY
};

static EGG: Table = Table { kind: "egg", fields: &[Field::new("colour", Value::Text(&[]))], ..Table::EMPTY };

static TREE: Table = Table {
    kind: "tree",
    fields: &[
        Field::new("tags", Value::Texts(&[])),
        Field::new("nest", Value::Object(&NEST, Capture { base: 10, count: 3 })),
        Field::new("nests", Value::Objects(&NEST)),
    ],
    ..Table::EMPTY
};

#[test]
fn what_is_nested_is_kept_where_the_table_says() {
    let walked = walk(
        &TREE,
        r#"{"tags":["t"],"nest":{"sticks":["a","b"],"beyond":true,"egg":{"colour":"blue"},"text":null},"nests":[{"text":"x","egg":{"colour":"red"}}]}"#,
    );
    assert_eq!((walked.list(0), walked.list(11)), (vec!["t"], vec!["a", "b"]));
    assert_eq!((walked.value(20), walked.value(12)), (Some("blue"), Some(r#"{"colour":"blue"}"#)));
    assert!(walked.walker.slots.is_null(10) && !walked.walker.slots.has(13));
    // Of an object that is there twice the last one counts, as a whole.
    let walked = walk(&TREE, r#"{"nest":{"text":"a","egg":{"colour":"blue"}},"nest":{"text":"b"}}"#);
    assert_eq!((walked.value(10), walked.value(12), walked.value(20)), (Some("b"), None, Some("blue")));
    assert_eq!(walked.findings().len(), 1);
}

#[test]
fn lists_and_objects_can_be_looked_into_again() {
    let bytes = super::window(r#"{"a" : [ "x" , 1, "\u0079", [ "z" ] ] ,"b":{}, "c":"}"} "#);
    let span = |start, end| crate::table::slots::Span::new(start, end, false);
    let text = |span: crate::table::slots::Span| {
        String::from_utf8_lossy(&bytes[span.start as usize..span.end as usize]).into_owned()
    };
    let all: Vec<_> = members(&bytes, span(0, 55)).collect();
    assert_eq!(all.iter().map(|member| text(member.key)).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(all.iter().map(|member| member.first).collect::<Vec<_>>(), *b"[{\"");
    assert_eq!(text(all[2].value), "}");
    assert_eq!(bytes[all[2].place()], b'"');
    let list = all[0].value;
    assert_eq!(elements(&bytes, list).count(), 4);
    assert_eq!((members(&bytes, list).count(), elements(&bytes, all[1].value).count()), (0, 0));
    assert_eq!((members(&bytes, all[1].value).count(), elements(&bytes, all[2].value).count()), (0, 0));
    assert_eq!(compact_size(&bytes, list).bytes, r#"["x",1,"\u0079",["z"]]"#.len());
    let parrot = super::window(r#"{ "a": "🦜" }"#);
    let size = compact_size(&parrot, span(0, 15));
    assert_eq!((size.bytes, size.characters), (r#"{"a":"🦜"}"#.len(), 9));
}
