//! What TalkJS would say (section 4). The status is what counts, and is documented; no text of an error is public. The
//! shape of an error, `{"reasons":{field:[reason]}}`, is what two clients read; that of users in bulk, an object by user
//! id, is documented.

use super::facts::Body;
use crate::codes::Code;
use crate::json::{go_text, text};
use crate::platform::api::request::{Fault, Request, Trouble, Verdict};
use crate::redact;

const FINE: u16 = 200;
const REFUSED: u16 = 400;
const NOT_FOUND: u16 = 404;

pub(super) fn answer(request: &Request) -> Verdict {
    let body = Body::of(request);
    let whole = request.troubles.is_empty() && request.malformed.is_none();
    if body == Body::Batch && whole {
        return batch(request);
    }
    let mut reasons = Reasons::default();
    let of_rows = request.faults.iter().flat_map(|fault| &fault.troubles);
    if let Some(trouble) = request.troubles.iter().chain(of_rows).find(|trouble| is_not_found(trouble)) {
        reasons.add(trouble.cause.kind, &trouble.message);
        return verdict(NOT_FOUND, reasons.under_fields());
    }
    if let Some(words) = &request.malformed {
        reasons.add("body", &["malformed JSON: ", words].concat());
    }
    for trouble in &request.troubles {
        reasons.add(name(trouble, "body"), &trouble.message);
    }
    for fault in &request.faults {
        let Some(trouble) = fault.troubles.first() else { continue };
        match body {
            Body::UsersInBulk if whole => {
                let id = request.key(fault.row).map(text::decode).unwrap_or_default();
                reasons.add(&redact::value(&id), &trouble.message);
            }
            Body::Several => reasons.add(&place(fault, trouble), &trouble.message),
            _ => reasons.add(name(trouble, trouble.cause.kind), &trouble.message),
        }
    }
    let text = if body == Body::UsersInBulk && whole { reasons.plain() } else { reasons.under_fields() };
    verdict(REFUSED, text)
}

fn verdict(status: u16, text: String) -> Verdict {
    Verdict { status, predicted: true, text }
}

/// Whether what the path names is not there: then nothing else is looked at.
fn is_not_found(trouble: &Trouble) -> bool {
    matches!(trouble.code, Code::UnknownReference | Code::SentTooEarly)
        && trouble.cause.kind == "conversation"
        && trouble.cause.field.is_empty()
}

/// The calls of a batch are answered one by one, each with its number; the batch itself is fine.
fn batch(request: &Request) -> Verdict {
    let mut text = String::from("[");
    for (number, call) in &request.calls {
        if text.len() > 1 {
            text.push(',');
        }
        let (status, body) = call.as_ref().map_or((FINE, "{}"), |call| (call.status, call.text.as_str()));
        text.push_str(&["[", number, ",", &status.to_string(), ",", body, "]"].concat());
    }
    text.push(']');
    verdict(FINE, text)
}

/// The field that a reason is given for.
fn name<'a>(trouble: &'a Trouble, otherwise: &'a str) -> &'a str {
    if trouble.cause.field.is_empty() { otherwise } else { &trouble.cause.field }
}

/// The same with the number of the row.
fn place(fault: &Fault, trouble: &Trouble) -> String {
    ["[", &fault.row.to_string(), "].", name(trouble, trouble.cause.kind)].concat()
}

/// What is wrong, by the name of the field or of the user; of several reasons the first.
#[derive(Default)]
struct Reasons(Vec<(String, String)>);

impl Reasons {
    fn add(&mut self, name: &str, reason: &str) {
        if self.0.iter().all(|(known, _)| known != name) {
            self.0.push((name.to_owned(), reason.to_owned()));
        }
    }

    /// `{"name":"reason"}`
    fn plain(&self) -> String {
        self.object("", "")
    }

    /// `{"reasons":{"name":["reason"]}}`
    fn under_fields(&self) -> String {
        ["{\"reasons\":", &self.object("[", "]"), "}"].concat()
    }

    fn object(&self, open: &str, close: &str) -> String {
        let mut text = String::from("{");
        for (name, reason) in &self.0 {
            if text.len() > 1 {
                text.push(',');
            }
            go_text::push_json(&mut text, name);
            text.push(':');
            text.push_str(open);
            go_text::push_json(&mut text, reason);
            text.push_str(close);
        }
        text.push('}');
        text
    }
}
