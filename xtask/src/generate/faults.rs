//! Faults that can be put into a generated file. Each is the cause of exactly one finding, so what a check has to
//! count is known beforehand.

use std::io::Write as _;

use super::world::{Kind, World};

/// One kind of fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// A message without its author.
    MissingField,
    /// A text that is a list.
    WrongType,
    /// The thirtieth of February.
    BadTimestamp,
    /// An author who does not exist.
    UnknownReference,
    /// A field that only the server sets.
    ReservedField,
    /// The same message once more.
    DuplicateId,
    /// A reaction whose type is one byte too long; comes as an item of its own.
    TooLong,
    /// A message in which a colon is missing; comes as an item of its own.
    Syntax,
}

impl Fault {
    const ALL: [Fault; 8] = [
        Fault::MissingField,
        Fault::WrongType,
        Fault::BadTimestamp,
        Fault::UnknownReference,
        Fault::ReservedField,
        Fault::DuplicateId,
        Fault::TooLong,
        Fault::Syntax,
    ];

    /// The fault with that number: all kinds take turns.
    pub(crate) fn number(number: u64) -> Fault {
        Fault::ALL[(number % Fault::ALL.len() as u64) as usize]
    }

    /// The code of its finding.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Fault::MissingField => "missing-field",
            Fault::WrongType => "wrong-type",
            Fault::BadTimestamp => "bad-timestamp",
            Fault::UnknownReference => "unknown-reference",
            Fault::ReservedField => "reserved-field",
            Fault::DuplicateId => "duplicate-id",
            Fault::TooLong => "too-long",
            Fault::Syntax => "malformed-json",
        }
    }

    /// The item that follows message `index`, for faults that are one of their own: its type and its payload.
    pub(crate) fn extra(self, world: &World, index: u64) -> Option<(&'static str, Vec<u8>)> {
        let mut payload = Vec::new();
        match self {
            Fault::DuplicateId => super::items::message(&mut payload, world, index, None),
            Fault::Syntax => {
                let _ = write!(payload, "{{\"id\":\"broken-{index}\",\"text\" \"hello\"}}");
            }
            Fault::TooLong => {
                payload.extend_from_slice(b"{\"message_id\":\"");
                world.id(&mut payload, Kind::Message, index);
                payload.extend_from_slice(b"\",\"user_id\":\"");
                world.id(&mut payload, Kind::User, 0);
                let _ = write!(payload, "\",\"type\":\"{index:0>31}\",\"created_at\":\"2024-07-01T00:00:00Z\"}}");
                return Some(("reaction", payload));
            }
            _ => return None,
        }
        Some(("message", payload))
    }
}
