//! What TalkJS would say. No text of it is public: see `formats/talkjs.md` 4.

use crate::platform::api::request::{Request, Verdict};

pub(super) fn answer(_request: &Request) -> Verdict {
    Verdict { status: 400, predicted: true, text: String::new() }
}
