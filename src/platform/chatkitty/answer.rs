//! What ChatKitty would say of a file. Source: `formats/chatkitty.md` 4.
//!
//! A file that is no JSON array is refused at once, in words that its specification has. All else is accepted as a job,
//! and the job fails without a reason: which of its items it was, nobody tells. Which faults make it fail is not public.

use crate::codes::Code;
use crate::json::go_text::push_json;
use crate::json::go_time;
use crate::platform::api::request::{Request, Verdict};

/// The types of jobs, in the order of the forms.
const JOBS: [&str; 4] = ["USER_IMPORT", "CHANNEL_IMPORT", "CHANNEL_MEMBERS_IMPORT", "MESSAGE_IMPORT"];

pub(super) fn answer(request: &Request, now: Option<&str>, snake: bool) -> Verdict {
    let time = now.and_then(go_time::strict).map_or_else(|| "1970-01-01T00:00:00.000Z".to_owned(), |now| now.utc());
    let wrong_body =
        request.troubles.iter().any(|trouble| trouble.code == Code::WrongType && trouble.cause.kind == "body");
    let mut text = String::from("{");
    let mut pair = |key: &str, value: &str| {
        text.push_str(if text.len() > 1 { ",\"" } else { "\"" });
        text.push_str(key);
        text.push_str("\":");
        push_json(&mut text, value);
    };
    let refused = request.malformed.is_some() || wrong_body;
    if refused {
        pair("error", "ClientError");
        pair("message", "A client error occurred, check your request");
        pair("timestamp", &time);
    } else {
        let [created, ended] = if snake { ["created_time", "ended_time"] } else { ["createdTime", "endedTime"] };
        pair("type", JOBS.get(request.form.unwrap_or_default()).copied().unwrap_or_default());
        pair("state", "FAILED");
        pair(created, &time);
        pair(ended, &time);
        // The job's number is the server's.
        text.insert_str(1, "\"id\":0,");
    }
    text.push('}');
    Verdict { status: if refused { 400 } else { 202 }, predicted: true, text }
}
