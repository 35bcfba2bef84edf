//! Users. Source: `formats/cometchat.md` 2.1, 5, `formats/mapping.md`.

use super::leftover::{self, Written};
use super::{CometChatWriter, seconds};
use crate::convert::park::{self, Object};
use crate::convert::tree::Tree;
use crate::convert::writer::Output;
use crate::finding::Position;
use crate::history::{Field, Kind, Record, Text, Value};
use crate::platform::cometchat::read::people::{DEFAULT_ROLE, EMAIL, PHONE, PRIVATE};
use crate::platform::cometchat::tables::USER;

/// Longest name, role, tag and password.
const LONGEST: usize = 100;
/// Longest URL.
pub(super) const URL: u32 = 3_000;
/// Deactivated users that are told by name.
const TOLD: usize = 20;
const MOST_TAGS: usize = 25;

impl CometChatWriter {
    /// Writes a user.
    pub(super) fn one_user(&mut self, user: Record, out: &mut Output<'_>) {
        let mut user = user;
        let at = user.at;
        let Some(id) = user.take_text(Field::Id) else { return };
        let uid = out.ids.user(&id, at);
        self.system_user |= id == out.options.system_user;
        let mut written = Written::default();
        let mut row = Object::new();
        row.text("uid", &uid);
        // The engine has counted those who are only referred to.
        let bare = user.partial && user.fields.is_empty();
        let name = name(&mut user, (&id, &uid), &mut written, !bare, out);
        if name != id {
            self.names.add(&id, &name);
        }
        row.text("name", &name);
        url(&mut user, &mut row, "avatar");
        if let Some(link) = leftover::own_text(&mut user, "link") {
            if leftover::is_url(&link, URL) {
                row.text("link", &link);
            } else {
                out.lose(&user, "link", "it is no URL that CometChat takes");
            }
        }
        self.role(&mut user, &mut row);
        for (field, key) in [(Field::CreatedAt, "createdAt"), (Field::LastActiveAt, "lastActiveAt")] {
            if let Some(seconds) = seconds(&mut user, field, &mut written.exact) {
                row.number(key, seconds);
            }
        }
        let teams = user.texts(Field::Teams).to_vec();
        let tags = tags(&mut user, &teams);
        if !tags.is_empty() {
            row.texts("tags", tags);
        }
        private(&mut user);
        if user.time(Field::DeactivatedAt).or(user.time(Field::DeletedAt)).is_some() || user.flag(Field::Deactivated) {
            self.deactivated += 1;
            if self.deactivated_first.len() < TOLD {
                self.deactivated_first.push(uid.clone());
            }
        }
        let others = leftover::in_place(&mut user, &USER, "");
        row.entries("metadata", &leftover::settle(user, &written, leftover::METADATA, out));
        for (key, json) in others {
            row.json(&key, &json);
        }
        self.users.add(&uid, &row.end(), out);
    }

    /// A role has to be there; one that the app is known not to have makes it refuse the user.
    fn role(&mut self, user: &mut Record, row: &mut Object) {
        let Some(role) = user.text(Field::Role) else { return };
        let legal = role.len() <= LONGEST
            && !role.is_empty()
            && role.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'));
        let known = self.roles.as_ref().map(|roles| roles.iter().any(|known| known == role));
        if legal && known != Some(false) && role != DEFAULT_ROLE {
            row.text("role", role);
            if known.is_none() {
                self.new_roles.insert(role);
            }
            user.take(Field::Role);
        }
    }

    /// The user who speaks for the system; made, if the input has no such user.
    pub(super) fn system_user(&mut self, at: Position, out: &mut Output<'_>) -> Text {
        let id = out.options.system_user.clone();
        let uid = out.ids.user(&id, at);
        if !self.system_user {
            self.system_user = true;
            let mut row = Object::new();
            row.text("uid", &uid);
            row.text("name", &cut(&id));
            self.users.add(&uid, &row.end(), out);
            let user = Record::new(Kind::User, at);
            out.change(&user, "", "it is made, to speak the messages of the system (--system-user)");
        }
        uid
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// A name that CometChat takes. What is too long is cut, and parked as it is; where there is none, the id is the name.
pub(super) fn name(
    record: &mut Record,
    (id, new): (&str, &str),
    written: &mut Written,
    tell: bool,
    out: &mut Output<'_>,
) -> String {
    match record.text(Field::Name) {
        Some(name) if !name.trim().is_empty() && name.chars().count() <= LONGEST => {
            return record.take_text(Field::Name).unwrap_or_default().into();
        }
        Some(name) if !cut(name).trim().is_empty() => {
            let name = cut(name);
            out.change(record, "name", "CometChat takes 100 characters of it");
            return name;
        }
        Some(_) => {}
        None => written.filled_in.push(Field::Name),
    }
    if tell {
        out.change(record, "name", "CometChat asks for one; it is the id");
    }
    // People read the one that they know.
    if id.trim().is_empty() { new.to_owned() } else { cut(id) }
}

/// The picture of a user or a group.
pub(super) fn url(record: &mut Record, row: &mut Object, key: &str) {
    if let Some(url) = record.text(Field::Image).filter(|url| leftover::is_url(url, URL)) {
        row.text(key, url);
        record.take(Field::Image);
    }
}

/// Tags, and teams behind them. Where the tags alone would not come back, they are parked as well.
pub(super) fn tags(record: &mut Record, teams: &[Text]) -> Vec<Text> {
    let own = record.texts(Field::Tags);
    let legal = |tag: &&Text| !tag.trim().is_empty() && tag.chars().count() <= LONGEST;
    let mut tags: Vec<Text> = own.iter().filter(legal).take(MOST_TAGS).cloned().collect();
    let all = tags.len() == own.len() && !own.iter().any(|tag| teams.contains(tag));
    for team in teams.iter().filter(legal) {
        if tags.len() < MOST_TAGS && !tags.contains(team) {
            tags.push(team.clone());
        }
    }
    if all {
        record.take(Field::Tags);
    }
    tags
}

/// E-mail addresses and telephone numbers go where other users do not see them.
fn private(user: &mut Record) {
    if user.get(Field::Emails).is_none() && user.get(Field::Phones).is_none() {
        return;
    }
    let mut object = Object::new();
    if let Some(at) = user.custom.iter().position(|(name, _)| name == PRIVATE) {
        let mut tree = Tree::default();
        let own = user.custom.get(at).and_then(|(_, json)| tree.parse(json.as_bytes()).ok());
        // The app has something else under that name: the addresses are parked then.
        let Some(own) = own.filter(|own| own.is_object() && own.get(EMAIL).is_none() && own.get(PHONE).is_none())
        else {
            return;
        };
        for (name, value) in own.entries() {
            object.json(name, &value.compact());
        }
        user.custom.remove(at);
    }
    for (field, key) in [(Field::Emails, EMAIL), (Field::Phones, PHONE)] {
        let texts = user.take_texts(field);
        match texts.as_slice() {
            [] => {}
            [one] => object.text(key, one),
            _ => object.json(key, &park::to_json(&Value::Texts(texts))),
        }
    }
    user.custom.push((PRIVATE.into(), object.end().into()));
}
