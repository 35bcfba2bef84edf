//! Where an attachment's file is. CometChat keeps its URL and copies nothing: who looks at the message later fetches it
//! from there. Source: `formats/cometchat.md` 2.4, 8 (26).

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::{raw, value};
use crate::platform::cometchat::tables::DATA_ATTACHMENTS;
use crate::table::look::{elements, members};

/// Parameters of URLs that are good for a while only.
const EXPIRING: [&[u8]; 9] = [
    b"expires",
    b"x-amz-expires",
    b"x-amz-signature",
    b"x-goog-expires",
    b"x-goog-signature",
    b"signature",
    b"se",
    b"exp",
    b"expiry",
];

pub(super) fn attachments(migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.get(DATA_ATTACHMENTS) else { return };
    // Nearly all URLs have neither a query nor a host of this machine: a glance at the text is enough.
    let text = raw(bytes, span);
    if memchr::memchr(b'?', text).is_some() || memchr::memchr_iter(b':', text).any(|at| is_local(text.get(at..))) {
        look(migration, bytes);
    }
}

/// Whether this is `://` and a host that only this machine has.
fn is_local(rest: Option<&[u8]>) -> bool {
    let host = rest.and_then(|rest| rest.strip_prefix(b"://")).unwrap_or_default();
    let end = host.iter().position(|byte| matches!(byte, b'/' | b':' | b'?' | b'#' | b'"')).unwrap_or(host.len());
    let host = host.get(..end).unwrap_or_default();
    matches!(host, b"localhost" | b"127.0.0.1" | b"0.0.0.0" | b"[") || host.ends_with(b".local")
}

/// Whether a query has a parameter that says how long the URL is good.
fn expires(url: &[u8]) -> Option<String> {
    let query = url.iter().position(|byte| *byte == b'?').and_then(|at| url.get(at + 1..))?;
    let names = query.split(|byte| *byte == b'&').filter_map(|part| part.split(|byte| *byte == b'=').next());
    let found = names.into_iter().find(|name| EXPIRING.iter().any(|known| name.eq_ignore_ascii_case(known)))?;
    Some(String::from_utf8_lossy(found).into_owned())
}

#[cold]
fn look(migration: &mut Migration, bytes: &[u8]) {
    let Some(span) = migration.get(DATA_ATTACHMENTS) else { return };
    for (index, attachment) in elements(bytes, span).enumerate() {
        let url = members(bytes, attachment.value).find(|member| raw(bytes, member.key) == b"url");
        let Some(url) = url.filter(|url| url.first == b'"') else { continue };
        let text = value(bytes, url.value);
        let colon = text.iter().position(|byte| *byte == b':');
        let words = if is_local(colon.and_then(|at| text.get(at..))) {
            "leads to this machine; CometChat keeps the URL, and nobody else can open it".to_owned()
        } else if let Some(name) = expires(&text) {
            ["has the parameter \"", &name, "\": it is good for a while only, and CometChat copies no files"].concat()
        } else {
            continue;
        };
        let inner = ["data.attachments[", &index.to_string(), "].url"].concat();
        let facts = (Code::CometChatUnreachableUrl, Severity::Warning, Basis::Documented);
        let draft = super::inside(migration, facts, &inner, ("attachment", "url"), url.place(), &words);
        migration.say(draft.help("put the file where everybody can open it for good, and write that URL"));
    }
}

#[cfg(test)]
mod tests {
    use super::{expires, is_local};

    #[test]
    fn urls_of_this_machine_and_for_a_while_are_told_from_others() {
        for (url, local) in [
            ("http://localhost/a", true),
            ("http://localhost:8080/a", true),
            ("https://127.0.0.1", true),
            ("http://[::1]/a", true),
            ("http://ann.local/a", true),
            ("https://localhost.example.com/a", false),
            ("https://example.com/localhost", false),
        ] {
            let at = url.find(':').unwrap();
            assert_eq!(is_local(url.as_bytes().get(at..)), local, "{url}");
        }
        for (url, parameter) in [
            ("https://a.b/c.png?X-Amz-Date=1&X-Amz-Expires=60", Some("X-Amz-Expires")),
            ("https://a.b/c.png?sv=1&se=2026-01-01", Some("se")),
            ("https://a.b/c.png?v=expires", None),
            ("https://a.b/c.png", None),
        ] {
            assert_eq!(expires(url.as_bytes()).as_deref(), parameter, "{url}");
        }
    }
}
