//! What there is to say of a request by its path and by how much it carries.

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::platform::api::migration::Migration;
use crate::table::draft::Draft;

/// Section 2.5: the documentation's example has the singular; all that is known to work has the plural.
pub(in super::super) fn begin_request(migration: &mut Migration) {
    let mut parts = migration.request.path.rsplit('/');
    // Behind it stand the conversation and "messages".
    if !migration.in_line || parts.nth(2) != Some("conversation") {
        return;
    }
    let message = "the path has \"conversation\"; it is /import/conversations/…, in the plural".to_owned();
    let draft = Draft::new(Code::UnknownRequest, Severity::Warning, Basis::Documented, 0, message)
        .path("path".to_owned())
        .help("write the plural: the documentation's example is wrong, its text and TalkJS's own importer have it")
        .cause("request", "path", "", 0);
    migration.say_of_request(draft);
}

/// Section 8, row 4, of a line. A document without items is told by those who read it.
pub(in super::super) fn end_request(migration: &mut Migration) {
    let request = &migration.request;
    if !migration.in_line || request.rows > 0 || request.is_faulty() {
        return;
    }
    let message = "the request carries nothing".to_owned();
    let draft = Draft::new(Code::NoItems, Severity::Warning, Basis::Inferred, 0, message)
        .path("body".to_owned())
        .help("leave it out")
        .cause("request", "", "", 0);
    migration.say_of_request(draft);
}
