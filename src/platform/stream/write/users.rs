//! Users: section 2.1.

use super::draft::{Draft, is_flag, is_time, users};
use super::{ROLES, StreamWriter, section};
use crate::convert::tree::{Json, Tree};
use crate::convert::writer::Output;
use crate::history::{Field, Record, Time};
use crate::platform::stream::tables::USER;

impl StreamWriter {
    pub(super) fn add_user(&mut self, user: Record, out: &mut Output<'_>) {
        let Some(source) = user.text(Field::Id) else { return };
        self.has_system |= source == out.options.system_user;
        if user.texts(Field::MutedChannels).is_empty() {
            self.write_user(user, out);
        } else {
            // As members they are met before the end.
            let id = out.ids.user(source, user.at);
            self.note_teams(&id, &user);
            self.muting.push(user);
        }
    }

    fn note_teams(&mut self, id: &str, user: &Record) {
        let teams = user.texts(Field::Teams);
        if !teams.is_empty() {
            self.teams.insert(id, teams.to_vec());
        }
    }

    pub(super) fn write_user(&mut self, mut user: Record, out: &mut Output<'_>) {
        let Some(source) = user.take_text(Field::Id) else { return };
        let (at, id) = (user.at, out.ids.user(&source, user.at));
        self.note_teams(&id, &user);
        let mut draft = Draft::new(out);
        draft.object.text("id", &id);
        self.role(&mut draft, &mut user, out);
        draft.custom("name", &mut user, Field::Name);
        draft.custom("image", &mut user, Field::Image);
        draft.time("created_at", &mut user, Field::CreatedAt);
        draft.time("deleted_at", &mut user, Field::DeletedAt);
        deactivated(&mut draft, &mut user, out);
        draft.text("language", &mut user, Field::Language);
        let teams = user.take_texts(Field::Teams);
        if !teams.is_empty() {
            draft.object.texts("teams", &teams);
        }
        let fits = user.get(Field::TeamsRole).is_some_and(|value| are_roles(&crate::convert::park::to_json(value)));
        if fits && let Some(roles) = user.take_json(Field::TeamsRole) {
            draft.object.json("teams_role", &roles);
        }
        for (key, field) in [("user_mutes", Field::MutedUsers), ("blocked_user_ids", Field::BlockedUsers)] {
            let list = users(&user.take_texts(field), at, out);
            if !list.is_empty() {
                draft.object.texts(key, &list);
            }
        }
        let mutes = user.take_texts(Field::MutedChannels);
        if !mutes.is_empty() {
            draft.object.texts("channel_mutes", mutes.iter().map(|channel| out.ids.channel(channel, at)));
        }
        draft.own("invisible", &mut user, is_flag);
        draft.own("push_preferences", &mut user, are_preferences);
        draft.own("privacy_settings", &mut user, are_settings);
        draft.rest(user, &USER, is_field, out);
        draft.write(section::USERS, "user", out);
    }

    fn role(&mut self, draft: &mut Draft, user: &mut Record, out: &mut Output<'_>) {
        let Some(role) = user.text(Field::Role).map(str::to_owned) else { return };
        let unknown = |roles: &Vec<String>| !roles.contains(&role);
        if out.options.profile.roles.as_ref().is_some_and(unknown) {
            out.change(user, "role", "the app has no such role (profile.roles): the user is given the default one");
            return;
        }
        if !ROLES.contains(&role.as_str()) {
            self.roles.insert(&role);
        }
        user.take(Field::Role);
        draft.object.text("role", &role);
    }
}

/// Stream wants to know since when; a user who may not log in must not be able to afterwards.
fn deactivated(draft: &mut Draft, user: &mut Record, out: &mut Output<'_>) {
    if draft.time("deactivated_at", user, Field::DeactivatedAt) || !user.flag(Field::Deactivated) {
        return;
    }
    let known = [Field::LastActiveAt, Field::UpdatedAt, Field::CreatedAt];
    let (time, reason) = match known.iter().find_map(|field| user.time(*field)) {
        Some(time) => (time, "Stream wants to know since when: since the last time that is known of the user"),
        None => (Time::default(), "Stream wants to know since when, and nothing tells: since the beginning of 1970"),
    };
    if let Some(time) = super::draft::written(time) {
        draft.object.text("deactivated_at", &time);
        out.change(user, "deactivated", reason);
    }
}

/// Names that the reader takes for fields.
fn is_field(name: &str, json: &str) -> bool {
    match name {
        "name" | "image" => json.starts_with('"'),
        "updated_at" | "push_notifications" => true,
        _ => false,
    }
}

fn are_roles(json: &str) -> bool {
    let mut tree = Tree::default();
    tree.parse(json.as_bytes()).is_ok_and(|json| json.is_object() && json.entries().all(|(_, role)| role.is_string()))
}

fn are_preferences(json: Json<'_>) -> bool {
    json.is_object()
        && json.entries().all(|(key, value)| match key {
            "chat_level" => matches!(value.text().as_deref(), Some("all" | "none" | "mentions")),
            "disabled_until" => is_time(value),
            _ => false,
        })
}

fn are_settings(json: Json<'_>) -> bool {
    let is_setting =
        |json: Json<'_>| json.is_object() && json.get("enabled").is_some_and(is_flag) && json.entries().count() == 1;
    json.is_object()
        && json.entries().all(|(key, value)| {
            matches!(key, "typing_indicators" | "read_receipts" | "delivery_receipts") && is_setting(value)
        })
}
