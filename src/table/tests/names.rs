//! Keys: spellings, names of other platforms, names that nobody knows.

use super::{needed, says, walk, walk_as};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::table::{Capture, DIALECTS, Field, Others, Table, Use, Value};

const CLOSED: [Others; DIALECTS] = [Others::Unknown(Severity::Warning, Basis::Inferred), Others::Free];

const fn two(camel: &'static str, snake: &'static str, value: Value) -> Field {
    Field { names: [camel, snake], ..Field::new(camel, value) }
}

static BIRD: Table = Table {
    kind: "bird",
    fields: &[
        needed("name", Value::Text(&[])),
        two("displayName", "display_name", Value::Text(&[])),
        Field {
            uses: [Use::Required, Use::Required],
            aliases: &["isGuest", "is_guest"],
            ..Field::new("guest", Value::Bool)
        },
        two("homeNest", "home_nest", Value::Object(&NEST, Capture { base: 10, count: 2 })),
        Field {
            aliases: &["an_alias_that_is_longer_than_what_one_look_compares"],
            ..Field::new("tags", Value::Texts(&[]))
        },
        Field { uses: [Use::Unused, Use::Optional], ..Field::new("legacy", Value::Bool) },
    ],
    others: CLOSED,
    hints: &[("username", "name"), ("nick", "displayName"), ("old", "legacy")],
    lost: &[("createdTime", "the platform sets it itself"), ("reactions", "there is no place for them")],
    ..Table::EMPTY
};

static NEST: Table = Table {
    kind: "nest",
    fields: &[two("groupTag", "group_tag", Value::Text(&[])), needed("size", Value::Integer)],
    others: CLOSED,
    ..Table::EMPTY
};

const GUEST: usize = BIRD.field("guest");
const DISPLAY: usize = BIRD.field("displayName");

#[test]
fn each_dialect_has_its_spelling_and_takes_the_others() {
    for text in [
        r#"{"name":"a","displayName":"b","guest":true,"homeNest":{"groupTag":"x","size":1}}"#,
        r#"{"name":"a","display_name":"b","guest":true,"home_nest":{"group_tag":"x","size":1}}"#,
    ] {
        for dialect in 0..DIALECTS {
            let walked = walk_as(dialect, &BIRD, text);
            assert_eq!(walked.findings(), Vec::<String>::new());
            let own = text.contains("display_name") == (dialect == 1);
            let slots = &walked.walker.slots;
            assert_eq!([slots.spelling(DISPLAY), slots.spelling(3), slots.spelling(10)], [usize::from(!own); 3]);
            assert_eq!(slots.spelling(11), 0);
            assert_eq!(walked.walker.other_spelling, (!own).then_some(12), "{text}");
            assert_eq!((walked.value(DISPLAY), walked.value(10)), (Some("b"), Some("x")));
            let key = if text.contains("display_name") { "display_name" } else { "displayName" };
            assert_eq!(walked.walker.spelt_key(0, DISPLAY), key);
        }
    }
    // In a nested object only.
    let walked = walk(&BIRD, r#"{"name":"a","guest":true,"homeNest":{"size":1,"group_tag":"x"}}"#);
    assert_eq!(walked.walker.other_spelling, Some(46));
    // An alias is nobody's dialect.
    let walked = walk(&BIRD, r#"{"name":"a","isGuest":true}"#);
    assert_eq!((walked.walker.other_spelling, walked.walker.slots.spelling(GUEST)), (None, 2));
    assert_eq!(walk(&BIRD, r#"{"name":"a","is_guest":true}"#).walker.slots.spelling(GUEST), 3);
}

#[test]
fn aliases_are_guessed_as_well_as_names() {
    let mut walker = super::Walker::new(&[&BIRD], super::manner(0), 1);
    let bytes = super::window(r#"{"name":"a","isGuest":true,"tags":[]}"#);
    let mut spellings = Vec::new();
    for _round in 0..2 {
        let mut lexer = super::Lexer::new(&bytes, 0, 100);
        walker.start();
        assert!(walker.object(&mut lexer, 0, Capture::ITEM));
        spellings.push(walker.slots.spelling(GUEST));
    }
    assert_eq!(spellings, [2, 2]);
    // Behind "name" the alias is expected now, and behind the alias what followed it.
    let compiled = &walker.tables[0];
    let (_, plan) = compiled.guess(&bytes, 13, 0).unwrap();
    assert_eq!((plan.key, plan.name.length()), ("isGuest", "isGuest\":".len()));
    assert!(compiled.guess(&bytes, 28, GUEST).is_some_and(|(_, plan)| plan.key == "tags"));
}

#[test]
fn a_key_that_is_too_long_to_guess_is_found_all_the_same() {
    let text = r#"{"name":"a","guest":true,"an_alias_that_is_longer_than_what_one_look_compares":["x"]}"#;
    let walked = walk(&BIRD, text);
    assert_eq!((walked.findings().len(), walked.list(4)), (0, vec!["x"]));
    assert_eq!(walked.walker.slots.spelling(4), 2);
    says(
        &BIRD,
        r#"{"name":"a","guest":true,"an_alias_that_is_longer_than_what_one_look_compare":["x"]}"#,
        &["25 unknown-field warning an_alias_that_is_longer_than_what_one_look_compare: bird takes no key \
         \"an_alias_that_is_longer_than_what_one_look_compare\"; it takes name, displayName, guest, homeNest, tags \
         (remove it)"],
    );
}

#[test]
fn findings_speak_of_keys_as_they_are_spelt() {
    says(
        &BIRD,
        r#"{"name":"a","is_guest":"no","home_nest":{"group_tag":3,"size":1}}"#,
        &[
            "23 wrong-type error is_guest: bird.is_guest is a string; Aviary wants true or false",
            "53 wrong-type error home_nest.group_tag: nest.group_tag is a number; Aviary wants a string",
        ],
    );
    // What is missing has no spelling; answers know fields by the dialect's.
    let walked = walk_as(1, &BIRD, r#"{"name":"a","isGuest":1,"home_nest":{}}"#);
    assert_eq!(
        walked.findings(),
        [
            "22 wrong-type error isGuest: bird.isGuest is a number; Aviary wants true or false",
            r#"36 missing-field error home_nest.size: nest.size is missing (add "size")"#,
        ]
    );
    assert_eq!(walked.walker.drafts[0].cause.field, "guest");
}

#[test]
fn two_spellings_of_one_field_must_agree() {
    says(
        &BIRD,
        r#"{"name":"a","guest":true,"isGuest":false}"#,
        &[
            r#"25 conflicting-fields error isGuest: bird has both "guest" and "isGuest", which are the same field, with different values (remove one of the two)"#,
        ],
    );
    says(
        &BIRD,
        r#"{"name":"a","guest":true,"isGuest":true,"guest":false,"is_guest":false}"#,
        &[
            r#"25 duplicate-key warning isGuest: bird has both "guest" and "isGuest", which are the same field (remove one of the two)"#,
            r#"40 duplicate-key warning guest: bird has the key "guest" twice; most readers keep the last value only (remove one of the two)"#,
            r#"54 conflicting-fields error is_guest: bird has both "guest" and "is_guest", which are the same field, with different values (remove one of the two)"#,
        ],
    );
    // Escapes do not make another value.
    let walked = walk(&BIRD, r#"{"name":"a","guest":true,"displayName":"a","display_name":"\u0061"}"#);
    assert_eq!((walked.walker.drafts.len(), walked.walker.drafts[0].code), (1, Code::DuplicateKey));
    assert_eq!((walked.value(DISPLAY), walked.walker.slots.spelling(DISPLAY)), (Some(r"\u0061"), 1));
    assert_eq!(
        walk(&BIRD, r#"{"name":"a","guest":true,"display_name":"a","displayName":"a"}"#).walker.slots.spelling(DISPLAY),
        0
    );
    let walked = walk(&BIRD, r#"{"name":"a","guest":true,"display_name":"1","displayName":1}"#);
    assert_eq!(walked.walker.drafts.iter().filter(|draft| draft.code == Code::ConflictingFields).count(), 1);
    // A field of one spelling is there twice, and that is all.
    says(
        &BIRD,
        r#"{"name":"a","name":"b","guest":true}"#,
        &[
            r#"12 duplicate-key warning name: bird has the key "name" twice; most readers keep the last value only (remove one of the two)"#,
        ],
    );
}

#[test]
fn keys_in_another_case() {
    says(
        &BIRD,
        r#"{"name":"a","guest":true,"displayname":"b"}"#,
        &[
            r#"25 key-case warning displayname: bird has the key "displayname"; the field is "displayName" (write "displayName")"#,
        ],
    );
    says(
        &BIRD,
        r#"{"NAME":"a","guest":true}"#,
        &[r#"1 key-case error NAME: bird has the key "NAME"; the field is "name" (write "name")"#],
    );
    // Where other keys are free it is a warning, unless the field is needed.
    let walked = walk_as(1, &BIRD, r#"{"name":"a","guest":true,"DISPLAY_NAME":"b"}"#);
    assert_eq!(walked.walker.drafts[0].severity, Severity::Warning);
}

#[test]
fn unknown_keys_and_what_may_have_been_meant() {
    let takes = "it takes name, displayName, guest, homeNest, tags";
    for (key, help) in [
        ("display-name", r#"did you mean "displayName"?"#),
        ("dispalyName", r#"did you mean "displayName"?"#),
        ("tag", r#"did you mean "tags"?"#),
        ("colour", "remove it"),
        // Of the other dialect alone.
        ("legacy", "remove it"),
    ] {
        let text = format!(r#"{{"name":"a","guest":true,"{key}":1}}"#);
        let expected = format!("25 unknown-field warning {key}: bird takes no key \"{key}\"; {takes} ({help})");
        says(&BIRD, &text, &[&expected]);
        let free = walk_as(1, &BIRD, &text);
        // There it is a field, and of another type.
        assert_eq!(free.findings().len(), usize::from(key == "legacy"), "{key}");
    }
    // Free keys are not measured either.
    let long = format!(r#"{{"name":"a","guest":true,"colour":"{}"}}"#, "x".repeat(100));
    assert_eq!(walk_as(1, &BIRD, &long).findings().len(), 0);
}

static OPEN: Table =
    Table { kind: "bird", fields: &[needed("name", Value::Text(&[]))], hints: BIRD_HINTS, ..Table::EMPTY };
const BIRD_HINTS: &[(&str, &str)] = &[("username", "name")];

static STRICT: Table = Table {
    others: [Others::Unknown(Severity::Error, Basis::Documented); DIALECTS],
    fields: &[Field::new("name", Value::Text(&[]))],
    kind: "bird",
    hints: BIRD_HINTS,
    ..Table::EMPTY
};

#[test]
fn hints_fold_into_what_is_missing() {
    let folded =
        r#"0 missing-field error name: bird.name is missing ("username" stands there instead; rename it to "name")"#;
    says(&OPEN, r#"{"username":"a"}"#, &[folded]);
    says(&BIRD, r#"{"username":"a","guest":true}"#, &[folded]);
    says(&OPEN, r#"{"username":"a","name":"b"}"#, &[]);
    // In a closed table the key has no business there, the field or not.
    says(
        &BIRD,
        r#"{"username":"a","name":"b","guest":true}"#,
        &[
            "1 unknown-field warning username: bird takes no key \"username\"; it takes name, displayName, guest, homeNest, \
         tags (remove it)",
        ],
    );
    says(
        &BIRD,
        r#"{"name":"b","guest":true,"nick":"c"}"#,
        &[
            r#"25 wrong-name warning nick: bird.nick is no field of Aviary's; did you mean "displayName"? (rename it to "displayName")"#,
        ],
    );
    let walked = walk_as(1, &BIRD, r#"{"name":"b","guest":true,"nick":"c"}"#);
    assert_eq!(
        walked.findings(),
        [
            r#"25 wrong-name warning nick: bird.nick is no field of Aviary's; did you mean "display_name"? (rename it to "display_name", or leave it if it is custom data)"#
        ]
    );
    // The field is none in this dialect.
    says(&BIRD, r#"{"name":"b","guest":true,"old":1}"#, &[]);
    says(
        &STRICT,
        r#"{"username":"a"}"#,
        &[r#"1 unknown-field error username: bird takes no key "username"; it takes name (did you mean "name"?)"#],
    );
}

#[test]
fn what_an_import_has_no_place_for() {
    let text = r#"{"name":"a","guest":true,"createdTime":1,"createdTimes":2}"#;
    let walked = walk(&BIRD, text);
    assert_eq!(
        walked.findings(),
        [
            "25 not-imported warning createdTime: bird.createdTime is not imported: the platform sets it itself",
            "41 unknown-field warning createdTimes: bird takes no key \"createdTimes\"; it takes name, displayName, \
             guest, homeNest, tags (remove it)",
        ]
    );
    assert_eq!(walked.walker.drafts[0].basis, Basis::Documented);
    assert_eq!(walk_as(1, &BIRD, text).findings().len(), 1);
}

#[test]
fn tables_that_contradict_themselves_are_found() {
    static BAD: Table = Table {
        kind: "bad",
        fields: &[
            Field { aliases: &["a"], ..Field::new("a", Value::Bool) },
            Field::new("nest", Value::Object(&NEST, Capture { base: 1, count: 2 })),
        ],
        hints: &[("b", "c")],
        lost: &[("b", "…")],
        ..Table::EMPTY
    };
    assert_eq!(
        super::faults(&BAD),
        ["bad has a twice", "bad has b twice", "bad has no c", "the slots of nest are taken"]
    );
}
