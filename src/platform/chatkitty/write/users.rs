//! Users (section 2.1).

use super::super::tables::USER;
use super::{ChatKittyWriter, properties, section, take_filled};
use crate::convert::park::Object;
use crate::convert::rest::take_extra;
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Text};

const PICTURE: &str = "chatkitty:displayPicture";

impl ChatKittyWriter {
    pub(super) fn write_user(&mut self, mut user: Record, out: &mut Output<'_>) {
        let Some(source) = take_filled(&mut user, Field::Id) else {
            return out.lose_record("user", user.at, "it has no id");
        };
        let id = out.ids.user(&source, user.at);
        let name = take_filled(&mut user, Field::Name).unwrap_or_else(|| {
            // Whoever is only referred to has been told of.
            if !user.partial || !user.fields.is_empty() {
                out.change(&user, "name", "ChatKitty requires a displayName: it is the name");
            }
            id.clone()
        });
        let mut body = Object::new();
        body.text("name", &id);
        body.text(self.spelt("displayName", "display_name"), &name);
        // The examples say the one, the specification of the newer dialect says the other: section 1.3.
        body.flag(self.spelt("isGuest", "guest"), user.take_flag(Field::Guest).unwrap_or_default());
        if let Some(picture) = self.picture(&mut user) {
            body.json(self.spelt("displayPicture", "display_picture"), &picture);
        }
        self.idempotency_key(&mut body, &mut user, Some(&id));
        properties(user, &mut body, &USER, true, out);
        out.write(section::USERS, &body.end());
    }

    /// The picture, if all is there that ChatKitty wants to know of it (section 2.5). A URL alone does not do.
    fn picture(&self, user: &mut Record) -> Option<Text> {
        let known = take_extra(user, PICTURE)?;
        let mut tree = Tree::default();
        let picture =
            tree.parse(known.as_bytes()).ok().and_then(|json| self.whole_picture(json, user.text(Field::Image)?));
        if picture.is_some() {
            user.take(Field::Image);
        } else {
            user.extra.push((PICTURE.into(), known));
        }
        picture
    }

    fn whole_picture(&self, json: Json<'_>, url: &str) -> Option<Text> {
        let mut body = Object::new();
        let text = |one: &str, other: &str| {
            let value = json.value(one).or_else(|| json.value(other))?;
            value.text().filter(|text| !text.is_empty())
        };
        body.text("url", &text("url", "url").filter(|known| known == url)?);
        body.text("name", &text("name", "name")?);
        body.text(self.spelt("contentType", "content_type"), &text("contentType", "content_type")?);
        let size = json.value("size").filter(|size| !size.is_string())?;
        body.number("size", size.integer()?);
        if let Some(key) = text("idempotencyKey", "idempotency_key") {
            body.text(self.spelt("idempotencyKey", "idempotency_key"), &key);
        }
        Some(body.end().into())
    }
}
