//! Whatever stands in an item: the walk scans it as the lexer does, and never panics.

use proptest::prelude::*;

use super::{ERROR, WARNING, limit, manner, needed, window};
use crate::json::lexer::Lexer;
use crate::table::walk::Walker;
use crate::table::{Capture, Epoch, Field, Json, LimitRule, Map, Null, Number, Table, Unit, Value};

const NUMBER: Number = Number { fraction: ERROR, negative: WARNING, zero: ERROR, quoted: None, words: ERROR };

static ALL: Table = Table {
    kind: "all",
    fields: &[
        needed("a", Value::Text(&[limit(LimitRule::NotBlank, ERROR), limit(LimitRule::Url, WARNING)])),
        Field { names: ["b", "B"], aliases: &["bb"], ..Field::new("b", Value::Any) },
        Field { most: [1, 0], ..Field::new("c", Value::Texts(&[limit(LimitRule::MinCharacters(2), ERROR)])) },
        Field { most: [1, 0], ..Field::new("d", Value::Keyed(&ALL)) },
        Field { null: Null::Odd, ..Field::new("e", Value::Objects(&ALL)) },
        Field::new("f", Value::Map(&Map { key: TINY, value: TINY, null: WARNING, other: ERROR })),
        Field::new("g", Value::Epoch(&Epoch { unit: Unit::Milliseconds, number: NUMBER, wrong_unit: WARNING })),
        Field::new("h", Value::Number(&NUMBER)),
        Field::new("i", Value::Json(&Json { most: 5, larger: ERROR, list: None, text: WARNING })),
        Field::new("j", Value::Object(&ALL, Capture { base: 20, count: 9 })),
        Field::new("k", Value::Custom),
        Field::new("l", Value::Time),
        Field::new("m", Value::Integer),
    ],
    hints: &[("n", "a")],
    lost: &[("o", "it is lost")],
    reserved: &["p"],
    ..Table::EMPTY
};

const TINY: &[super::Limit] = &[limit(LimitRule::MaxUnits(1), ERROR), limit(LimitRule::Without(b"a"), WARNING)];

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "-?[0-9]{1,20}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,3})?",
        "(null|true|false)",
        "\"([a-c ]|\\\\n|\\\\u00e9|\\\\ud83d\\\\ude00|\\\\ud83d|日|🦜){0,4}\"",
        "\"-?[0-9]{1,20}(\\.[0-9]{1,2})?\"",
        "\"(https?://[a-c]?|2024-01-3[01]T12:00:0[0-9]Z)\"",
        // No JSON at all.
        "[\\[\\]{}:,\"0-9a]{0,3}",
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key = "(a|b|B|bb|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|A|\\\\u0061)";
        let blank = "( |\n)?";
        prop_oneof![
            prop::collection::vec((blank, inner.clone()), 0..4).prop_map(|items| {
                let items: Vec<String> = items.into_iter().map(|(blank, item)| blank + &item).collect();
                format!("[{}]", items.join(","))
            }),
            prop::collection::vec((blank, key, inner), 0..6).prop_map(|members| {
                let members: Vec<String> =
                    members.into_iter().map(|(blank, key, value)| format!("{blank}\"{key}\":{blank}{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(crate::json::properties::config(2_000))]

    #[test]
    fn the_walk_scans_as_the_lexer_does(text in value().prop_map(|value| format!("{{\"j\":{value},\"d\":{value}}}")), dialect in 0_usize..2) {
        let bytes = window(&text);
        let mut plain = Lexer::new(&bytes, 0, 100);
        let mut lexer = Lexer::new(&bytes, 0, 100);
        let mut walker = Walker::new(&[&ALL], manner(dialect), 1);
        walker.start();
        let walked = walker.object(&mut lexer, 0, Capture::ITEM);
        prop_assert_eq!(walked, plain.value());
        if walked {
            prop_assert_eq!(lexer.pos, plain.pos);
            prop_assert_eq!((lexer.depth, lexer.blanks), (0, plain.blanks));
            prop_assert_eq!(walker.path_of(None), "");
        } else {
            prop_assert_eq!(lexer.stopped(), plain.stopped());
        }
        // What was said stands somewhere in the item.
        for draft in &walker.drafts {
            prop_assert!(draft.at < text.len(), "{} {}", draft.at, draft.message);
        }
        // And a second walk says the same.
        let said: Vec<String> = walker.drafts.iter().map(|draft| super::short(draft)).collect();
        walker.start();
        prop_assert_eq!(walker.object(&mut Lexer::new(&bytes, 0, 100), 0, Capture::ITEM), walked);
        prop_assert_eq!(said, walker.drafts.iter().map(|draft| super::short(draft)).collect::<Vec<_>>());
    }
}
