//! Rows inside an item: paths that only the file knows, and what is forgotten between two rows.

use super::values::CHICK;
use super::{Lexer, Walker, manner, short, window};
use crate::table::{Capture, Field, Table, Value};

static ROW: Table = Table {
    kind: "bird",
    fields: &[super::needed("id", Value::Text(&[])), Field::new("chicks", Value::Keyed(&CHICK))],
    hints: &[("uid", "id")],
    ..Table::EMPTY
};

#[test]
fn rows_have_paths_and_slots_of_their_own() {
    let mut walker = Walker::new(&[&ROW], manner(0), 1);
    let text = r#"{"id":1} {"x":1,"x":2,"uid":"b"} {"chicks":{"ä":{}},"id":"c","ID":"d"}"#;
    let bytes = window(text);
    let mut lexer = Lexer::new(&bytes, 0, 100);
    walker.start();
    walker.enter_key("body");
    walker.enter_key("birds");
    for row in 0..3 {
        if row == 1 {
            walker.enter_name(br"a.b\u0041");
        } else {
            walker.enter_index(row);
        }
        walker.start_row();
        lexer.next();
        assert!(walker.object(&mut lexer, 0, Capture::ITEM));
        assert_eq!(walker.slots.has(0), row != 1);
        walker.leave();
    }
    assert_eq!(walker.path_of(None), "body.birds");
    assert_eq!(
        walker.drafts.iter().map(|draft| short(draft)).collect::<Vec<_>>(),
        [
            "6 wrong-type error body.birds[0].id: bird.id is a number; Aviary wants a string",
            r#"16 duplicate-key warning body.birds["a.bA"].x: bird has the key "x" twice; most readers keep the last value only (remove one of the two)"#,
            r#"9 missing-field error body.birds["a.bA"].id: bird.id is missing ("uid" stands there instead; rename it to "id")"#,
            r#"49 missing-field error body.birds[2].chicks["ä"].id: chick.id is missing (add "id")"#,
            r#"62 key-case warning body.birds[2].ID: bird has the key "ID"; the field is "id" (write "id")"#,
        ]
    );
    // The next item begins with nothing.
    walker.start();
    assert_eq!((walker.path_of(Some("a b")), walker.drafts.len()), (r#"["a b"]"#.to_owned(), 0));
}

#[test]
fn hints_of_other_rows_are_left_alone() {
    let mut walker = Walker::new(&[&ROW], manner(0), 1);
    let bytes = window(r#"{"uid":"a","id":null} {}"#);
    let mut lexer = Lexer::new(&bytes, 0, 100);
    walker.start();
    for _row in 0..2 {
        walker.start_row();
        lexer.next();
        assert!(walker.object(&mut lexer, 0, Capture::ITEM));
    }
    assert_eq!(
        walker.drafts.last().map(|draft| short(draft)).unwrap(),
        r#"22 missing-field error id: bird.id is missing (add "id")"#
    );
    assert_eq!(walker.take_hint("bird", "id", 0), None);
}

#[test]
fn many_faulty_rows_take_no_more_time_each_than_few() {
    // With a look back over all findings at each row this would take minutes.
    let mut walker = Walker::new(&[&ROW], manner(0), 1);
    let rows = 60_000;
    let text = r#"{"uid":1,"ID":2,"chicks":{"a":{}}}"#.repeat(rows);
    let bytes = window(&text);
    let mut lexer = Lexer::new(&bytes, 0, 100);
    walker.start();
    for _row in 0..rows {
        walker.start_row();
        assert!(walker.object(&mut lexer, 0, Capture::ITEM));
    }
    assert!(walker.drafts.len() >= 2 * rows);
}
