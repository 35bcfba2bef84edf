//! What a row may hold. Source of every row: `formats/talkjs.md` 2.1 to 2.7.

use crate::finding::Basis::{Documented, Inferred};
use crate::finding::Severity::{Error, Warning};
use crate::table::Value::{Epoch, Text, Texts};
use crate::table::{self, Field, Number, Others, Table, Unit, Use};

const OTHERS: [Others; 2] = [Others::Unknown(Warning, Inferred); 2];

const fn needed(field: Field) -> Field {
    Field { uses: [Use::Required; 2], ..field }
}

static SENT: table::Epoch = table::Epoch {
    unit: Unit::Milliseconds,
    number: Number {
        fraction: Some((Error, Inferred)),
        negative: Some((Error, Inferred)),
        zero: Some((Warning, Inferred)),
        quoted: Some((Error, Documented)),
        words: Some((Error, Documented)),
    },
    wrong_unit: Some((Warning, Documented)),
};

pub(crate) static USER: Table = Table {
    kind: "user",
    fields: &[Field::new("id", Text(&[])), needed(Field::new("name", Text(&[]))), Field::new("email", Texts(&[]))],
    others: OTHERS,
    ..Table::EMPTY
};

pub(crate) static CONVERSATION: Table = Table {
    kind: "conversation",
    fields: &[Field::new("participants", Texts(&[])), Field::new("subject", Text(&[]))],
    others: OTHERS,
    ..Table::EMPTY
};

pub(crate) static MESSAGE: Table = Table {
    kind: "message",
    fields: &[
        needed(Field::new("text", Text(&[]))),
        needed(Field::new("sender", Text(&[]))),
        needed(Field::new("timestamp", Epoch(&SENT))),
        needed(Field::new("readBy", Texts(&[]))),
        needed(Field::new("type", Text(&[]))),
    ],
    others: OTHERS,
    ..Table::EMPTY
};
