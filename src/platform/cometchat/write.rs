//! Writes a history as CometChat imports it. Source: `formats/cometchat.md` 2 and 7, `formats/mapping.md`.

use crate::convert::ids::IdRule;
use crate::convert::options::ConvertOptions;
use crate::convert::writer::{FileSpec, Output, Room, Writer};
use crate::history::Record;

/// The writer.
#[derive(Debug, Default)]
struct CometChatWriter;

/// A writer for this platform.
pub(crate) fn writer(_options: &ConvertOptions) -> Box<dyn Writer> {
    Box::new(CometChatWriter)
}

impl Writer for CometChatWriter {
    fn id_rule(&self) -> IdRule {
        |_, _| None
    }

    fn files(&self) -> &'static [FileSpec] {
        &[]
    }

    fn user(&mut self, _user: Record, _out: &mut Output<'_>) {}

    fn room(&mut self, _room: Room, _out: &mut Output<'_>) {}

    fn finish(&mut self, _out: &mut Output<'_>) {}

    fn next_steps(&self) -> Vec<String> {
        Vec::new()
    }
}
