//! Users: 2.7.

use super::super::read::PARKED;
use super::values::{is_hosted, is_texts, length, own, own_flag, short};
use super::{LATER, USERS, ids};
use crate::convert::park::{Object, PREFIX};
use crate::convert::writer::{Output, as_text};
use crate::history::{Field, Kind, Record, Text};
use crate::platform::api::percent_encoded;

const MOST_METADATA: usize = 5;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 190;
const MOST_LANGUAGES: usize = 4;

/// Writes a user. Whether its picture is on Sendbird's hosts.
pub(super) fn user(mut user: Record, out: &mut Output<'_>) -> bool {
    let at = user.at;
    let alone = user.partial && user.fields.len() == 1 && user.custom.is_empty() && user.extra.is_empty();
    let id = out.ids.user(user.take_text(Field::Id).unwrap_or_default(), at);
    ids::refer(&mut user, out);
    let mut body = Object::new();
    body.text("user_id", &id);
    let name = short(&mut user, Field::Name, 80).unwrap_or_default();
    // Both have to be there, and may be empty. Of somebody who is only referred to, the id is all there is to show.
    body.text("nickname", if alone { &id } else { &name });
    let image = short(&mut user, Field::Image, 2048).unwrap_or_default();
    body.text("profile_url", &image);
    if own_flag(&mut user, "issue_access_token") {
        body.flag("issue_access_token", true);
    }
    if let Some(keys) = own(&mut user, "discovery_keys", &is_texts) {
        body.json("discovery_keys", &keys);
    }
    let later = later(&mut user, out);
    metadata(user, &mut body, out);
    out.request(USERS, "POST", "/v3/users", &body.end());
    if !later.is_empty() {
        let path = ["/v3/users/", &percent_encoded(id.as_bytes())].concat();
        out.request(LATER, "PUT", &path, &later.end());
    }
    is_hosted(&image)
}

/// What no call that makes a user takes. A user who is deactivated could not be written for.
fn later(user: &mut Record, out: &mut Output<'_>) -> Object {
    let mut later = Object::new();
    if let Some(time) = user.time(Field::LastActiveAt).filter(|time| time.seconds >= 0) {
        user.take(Field::LastActiveAt);
        if time.has_less_than_millis() {
            out.change(user, Field::LastActiveAt.name(), CUT);
        }
        later.number("last_seen_at", time.millis());
    }
    if let Some(language) = user.take_text(Field::Language) {
        let several = own(user, "preferred_languages", &|json| {
            let languages = json.texts();
            is_texts(json) && languages.len() <= MOST_LANGUAGES && languages.first() == Some(&language)
        });
        match several {
            Some(languages) => later.json("preferred_languages", &languages),
            None => later.texts("preferred_languages", [language]),
        }
    }
    // The times are parked, if they can be.
    let gone = [Field::DeactivatedAt, Field::DeletedAt].into_iter().any(|field| user.get(field).is_some());
    if user.take_flag(Field::Deactivated) == Some(true) || gone {
        later.flag("is_active", false);
        later.flag("leave_all_when_deactivated", false);
    }
    later
}

/// Why a time is another one.
pub(super) const CUT: &str = "Sendbird's times are in milliseconds; what is smaller is cut";

/// Five texts, of which one holds everything that is parked.
fn metadata(user: Record, body: &mut Object, out: &mut Output<'_>) {
    let counted = Record::new(Kind::User, user.at);
    let kept = out.settle(user, &is_reserved, &fits);
    let (parked, own): (Vec<_>, Vec<_>) = kept.into_iter().partition(|(name, _)| name.starts_with(PREFIX));
    let mut metadata = Object::new();
    for (name, json) in &own {
        if !json.starts_with('"') {
            out.change(&counted, name, "metadata of users is texts only; it is the value's JSON");
        }
        metadata.text(name, &as_text(json));
    }
    if !parked.is_empty() {
        metadata.text(PARKED, &together(&parked, None));
    }
    if !metadata.is_empty() {
        body.json("metadata", &metadata.end());
    }
}

/// Names that Sendbird does not take, and the one of what is parked.
fn is_reserved(name: &str) -> bool {
    name == PARKED || name.is_empty() || name.contains(',') || length(name) > LONGEST_KEY
}

/// Whether there is room for one more.
fn fits(kept: &[(Text, Text)], name: &str, json: &str) -> bool {
    let is_parked = |name: &str| name.starts_with(PREFIX);
    let own = kept.iter().filter(|(name, _)| !is_parked(name)).count();
    if !is_parked(name) {
        // What is parked comes last, but own names may look like it.
        let taken = own + usize::from(kept.len() > own);
        return taken < MOST_METADATA && length(&as_text(json)) <= LONGEST_VALUE;
    }
    let parked: Vec<_> = kept.iter().filter(|(name, _)| is_parked(name)).cloned().collect();
    own < MOST_METADATA && length(&together(&parked, Some((name, json)))) <= LONGEST_VALUE
}

fn together(parked: &[(Text, Text)], next: Option<(&str, &str)>) -> String {
    let mut object = Object::new();
    let entries = parked.iter().map(|(name, json)| (name.as_str(), json.as_str())).chain(next);
    for (name, json) in entries {
        object.json(name.strip_prefix(PREFIX).unwrap_or(name), json);
    }
    object.end()
}
