//! Reads Sendbird's documents, imports and exports, into the history. Source: `formats/sendbird.md` 2, 6 and 7, `formats/mapping.md`.

use crate::convert::options::ConvertOptions;
use crate::convert::reader::{Cut, Document, Item, Reader, Records};

/// The reader.
#[derive(Debug, Default)]
struct SendbirdReader;

/// A reader of this platform's documents.
pub(crate) fn reader() -> Box<dyn Reader> {
    Box::new(SendbirdReader)
}

impl Reader for SendbirdReader {
    fn document(&mut self, _document: &Document<'_>, _options: &ConvertOptions) -> Cut {
        Cut::Lines
    }

    fn item(&mut self, _item: Item<'_>, _records: &mut Records<'_>) {}
}
