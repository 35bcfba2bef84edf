//! What Stream's dashboard would show: its texts, and the item as its server echoes it.
//!
//! Exact are the documented example and the two parse errors; all other sentences follow the templates of
//! `formats/stream.md` 4.4 or the wording of Stream's own former validator, and make the answer `predicted`.

use crate::redact;
use std::borrow::Cow;

use super::tables::{CHANNEL, DEVICE, FUTURE_CHANNEL_BAN, MEMBER, MESSAGE, REACTION, USER};
use super::{Kind, Stream, all_tables};
use crate::codes::Code;
use crate::json::{go_text, go_time, text};
use crate::partial::{Pack, Unpack};
use crate::report::Answer;
use crate::table::draft::{Cause, Draft};
use crate::table::{Table, Value};

/// The dashboard's object in the making.
#[derive(Debug, Default)]
pub(crate) struct Dashboard {
    errors: Vec<Listed>,
    omitted: u64,
    /// Errors so far, by code.
    counts: Vec<u64>,
}

/// One of its errors.
#[derive(Debug)]
struct Listed {
    code: usize,
    predicted: bool,
    json: String,
}

impl Dashboard {
    /// Adds the first error of an item; `item` is its type and its echo.
    pub(crate) fn add(
        &mut self,
        draft: &Draft,
        malformed: Option<&str>,
        item: Option<(&'static str, Cow<'_, str>)>,
        cap: u64,
    ) {
        let code = draft.code as usize;
        if !self.count(code, 1, cap) {
            return;
        }
        let (error, exact) = match malformed {
            Some(words) => (go_text::sprintf("Parse error: %s", &[words]), true),
            None => sentence(draft),
        };
        let known_echo = item.as_ref().is_none_or(|(kind, _)| *kind == "channel");
        let mut json = "{\"error\":".to_owned();
        go_text::push_json(&mut json, &error);
        if let Some((kind, echo)) = item {
            json.push_str(&go_text::sprintf(",\"item_type\":\"%s\",\"item\":%s", &[kind, &echo]));
        }
        json.push('}');
        self.errors.push(Listed { code, predicted: !exact || !known_echo, json });
    }

    /// Counts errors of a code. Whether the last one of them is still to be listed.
    fn count(&mut self, code: usize, more: u64, cap: u64) -> bool {
        if self.counts.len() <= code {
            self.counts.resize(code + 1, 0);
        }
        let Some(count) = self.counts.get_mut(code) else { return false };
        let before = *count;
        *count += more;
        let over = if cap == 0 { 0 } else { count.saturating_sub(before.max(cap)) };
        self.omitted += over;
        over == 0
    }

    /// Adds all of it.
    pub(crate) fn pack(&self, pack: &mut Pack) {
        pack.number(self.counts.len() as u64);
        for count in &self.counts {
            pack.number(*count);
        }
        pack.number(self.errors.len() as u64);
        for error in &self.errors {
            pack.number(error.code as u64);
            pack.flag(error.predicted);
            pack.text(&error.json);
        }
    }

    /// Adds what was packed, as if it had been found here.
    pub(crate) fn absorb(&mut self, unpack: &mut Unpack, cap: u64) -> Option<()> {
        let mut more = Vec::new();
        for _ in 0..unpack.number()? {
            more.push(unpack.number()?);
        }
        for _ in 0..unpack.number()? {
            let code = unpack.index()?;
            let (predicted, json) = (unpack.flag()?, unpack.text()?);
            let left = more.get_mut(code)?;
            *left = left.checked_sub(1)?;
            if self.count(code, 1, cap) {
                self.errors.push(Listed { code, predicted, json: json.to_owned() });
            }
        }
        // Those that were not listed there are not listed here.
        for (code, left) in more.into_iter().enumerate() {
            self.count(code, left, cap);
        }
        Some(())
    }

    /// The whole answer; `total` tells how many items of a kind were seen.
    pub(crate) fn finish(&self, total: impl Fn(Kind) -> u64) -> Answer {
        let errors: Vec<&str> = self.errors.iter().map(|error| error.json.as_str()).collect();
        let mut text = go_text::sprintf("{\"errors\":[%s],\"stats\":{\"total\":{", &[&errors.join(",")]);
        for (index, kind) in
            [Kind::Message, Kind::Member, Kind::Reaction, Kind::Channel, Kind::User].into_iter().enumerate()
        {
            let comma = if index == 0 { "" } else { "," };
            text.push_str(&go_text::sprintf("%s\"%s\":", &[comma, kind.plural()]));
            go_text::push_number(&mut text, total(kind), 10, 1);
        }
        text.push_str("}}}");
        let predicted = self.errors.iter().any(|error| error.predicted);
        Answer::Text { predicted, text, omitted: self.omitted }
    }
}

/// The error's sentence, and whether it is known to the letter.
fn sentence(draft: &Draft) -> (String, bool) {
    let Cause { kind, field, value, limit, owner } = &draft.cause;
    let (kind, field, value) = (*kind, field.as_str(), value.as_str());
    let exact = |words: &str, parts: &[&str]| (go_text::sprintf(words, parts), true);
    let guess = |words: &str, parts: &[&str]| (go_text::sprintf(words, parts), false);
    match draft.code {
        Code::TooLong => {
            let limit = text::number(*limit);
            match (kind, field) {
                ("channel", "id") => exact("Validation error: max %sID length exceeded (%s)", &[kind, &limit]),
                (_, "id") => guess("Validation error: max %sID length exceeded (%s)", &[kind, &limit]),
                _ => guess("Validation error: max \"%s\" length exceeded (%s)", &[field, &limit]),
            }
        }
        Code::MissingField if kind == "item" && field == "type" => exact("Parse error: invalid item type \"\"", &[]),
        Code::UnknownItemType => exact("Parse error: invalid item type %q", &[value]),
        Code::MissingField | Code::WrongPayloadKey if kind == "item" => {
            guess("Parse error: unexpected end of JSON input", &[])
        }
        Code::MissingField if kind == "channel" && field == "id" => {
            exact("Validation error: channel.id or channel.member_ids required, but not both", &[])
        }
        Code::MissingField if field == "channel_id" => {
            guess("Validation error: %s.channel_id or %s.channel_member_ids required, but not both", &[kind, kind])
        }
        Code::MissingField => guess("Validation error: \"%s\" required", &[field]),
        Code::ConflictingFields if field == "member_ids" => {
            exact("Validation error: either channel.id or channel.member_ids should be provided, but not both", &[])
        }
        Code::ConflictingFields if field == "channel_member_ids" => guess(
            "Validation error: either %s.channel_id or %s.channel_member_ids should be provided, but not both",
            &[kind, kind],
        ),
        // The former validator's own words.
        Code::ConflictingFields if !value.is_empty() => guess("Validation error: %s", &[value]),
        Code::ReservedField => guess("Validation error: \"%s\" is a reserved field", &[field]),
        Code::DuplicateId => guess("Validation error: duplicated %s %q", &[kind, value]),
        Code::InvalidCharacters | Code::InvalidValue | Code::InsecureUrl => {
            guess("Validation error: '%v' is not a valid %s.%s", &[value, kind, field])
        }
        Code::StreamUnknownRole => guess("Validation error: '%v' is not a valid user.role", &[value]),
        Code::StreamUnknownChannelType => guess("Validation error: '%v' is not a valid channel.type", &[value]),
        Code::UnknownReference => {
            let target = if field.starts_with("channel") {
                "channel"
            } else if field.ends_with("message_id") || field == "parent_id" {
                "message"
            } else {
                "user"
            };
            let owner = go_text::sprintf(if owner.is_empty() { "%s" } else { "%s %q" }, &[kind, owner]);
            guess(
                "Validation error: %s %s %v doesn't exist (%s). please include all %ss as separate %s entries",
                &[field, target, value, &owner, target, target],
            )
        }
        Code::StreamTeamMismatch => guess("Validation error: %s", &[value]),
        Code::StreamNestedThread => guess("Validation error: only one level thread is supported", &[]),
        Code::BadTimestamp if value.starts_with("parsing time") => guess("Parse error: %s", &[value]),
        Code::BadTimestamp => guess(NO_STRING, &[]),
        // Go takes null for absent; whoever refuses it does so in other words.
        Code::WrongType if kind == "item" && field.is_empty() && value == "null" => {
            exact("Parse error: invalid item type \"\"", &[])
        }
        Code::WrongType if value != "null" => (wrong_type(&draft.cause), false),
        _ => guess("Validation error: %s", &[&draft.message]),
    }
}

const NO_STRING: &str = "Parse error: Time.UnmarshalJSON: input is not a JSON string";

/// A clash of types as Go's decoder words it.
fn wrong_type(cause: &Cause) -> String {
    let mut found = cause.value.as_str();
    for article in ["a ", "an ", "the "] {
        found = found.strip_prefix(article).unwrap_or(found);
    }
    let found = match found {
        "list" => "array",
        "boolean" => "bool",
        other => other,
    };
    let table = all_tables(false).into_iter().find(|table| table.kind == cause.kind);
    let value = table
        .and_then(|table| table.fields.iter().find(|field| field.names[0] == cause.field))
        .map(|field| &field.value);
    let wanted = match value {
        Some(Value::Time) => return NO_STRING.to_owned(),
        Some(Value::Bool) => "bool",
        Some(Value::Texts(_)) => "[]string",
        Some(Value::Integer) => "int",
        Some(Value::Map(_)) => "map[string]string",
        Some(Value::Text(_)) => "string",
        Some(_) | None => "",
    };
    let words = if wanted.is_empty() {
        "Parse error: json: cannot unmarshal %s into Go value"
    } else {
        "Parse error: json: cannot unmarshal %s into Go struct field %sItem.%s of type %s"
    };
    go_text::sprintf(words, &[found, cause.kind, &cause.field, wanted])
}

/// A field of an echo: its index, and whether it is a time that is written even when it is absent.
type Echoed = (usize, bool);

const USER_ECHO: &[Echoed] = &[
    (USER.field("id"), false),
    (USER.field("role"), false),
    (USER.field("invisible"), false),
    (USER.field("created_at"), true),
    (USER.field("updated_at"), true),
    (USER.field("deleted_at"), false),
    (USER.field("deactivated_at"), false),
    (USER.field("language"), false),
    (USER.field("teams"), false),
    (USER.field("channel_mutes"), false),
    (USER.field("user_mutes"), false),
];
const CHANNEL_ECHO: &[Echoed] = &[
    (CHANNEL.field("id"), false),
    (CHANNEL.field("member_ids"), false),
    (CHANNEL.field("type"), false),
    (CHANNEL.field("created_by"), false),
    (CHANNEL.field("frozen"), false),
    (CHANNEL.field("created_at"), true),
    (CHANNEL.field("updated_at"), true),
    (CHANNEL.field("team"), false),
];
const MEMBER_ECHO: &[Echoed] = &[
    (MEMBER.field("channel_type"), false),
    (MEMBER.field("channel_id"), false),
    (MEMBER.field("channel_member_ids"), false),
    (MEMBER.field("user_id"), false),
    (MEMBER.field("is_moderator"), false),
    (MEMBER.field("invited"), false),
    (MEMBER.field("last_read"), true),
    (MEMBER.field("created_at"), true),
    (MEMBER.field("invite_accepted_at"), true),
    (MEMBER.field("invite_rejected_at"), true),
    (MEMBER.field("hide_channel"), false),
    (MEMBER.field("hide_messages_before"), true),
];
const MESSAGE_ECHO: &[Echoed] = &[
    (MESSAGE.field("id"), false),
    (MESSAGE.field("parent_id"), false),
    (MESSAGE.field("channel_type"), false),
    (MESSAGE.field("channel_id"), false),
    (MESSAGE.field("channel_member_ids"), false),
    (MESSAGE.field("text"), false),
    (MESSAGE.field("html"), false),
    (MESSAGE.field("attachments"), false),
    (MESSAGE.field("user"), false),
    (MESSAGE.field("type"), false),
    (MESSAGE.field("show_in_channel"), false),
    (MESSAGE.field("created_at"), true),
    (MESSAGE.field("updated_at"), true),
    (MESSAGE.field("deleted_at"), true),
    (MESSAGE.field("mentioned_users_ids"), false),
    (MESSAGE.field("quoted_message_id"), false),
    (MESSAGE.field("pinned_at"), false),
    (MESSAGE.field("pinned_by_id"), false),
    (MESSAGE.field("pin_expires"), false),
];
const REACTION_ECHO: &[Echoed] = &[
    (REACTION.field("message_id"), false),
    (REACTION.field("type"), false),
    (REACTION.field("user_id"), false),
    (REACTION.field("created_at"), true),
];
const DEVICE_ECHO: &[Echoed] = &[
    (DEVICE.field("id"), false),
    (DEVICE.field("user_id"), false),
    (DEVICE.field("created_at"), true),
    (DEVICE.field("disabled"), false),
    (DEVICE.field("disabled_reason"), false),
    (DEVICE.field("push_provider_type"), false),
    (DEVICE.field("push_provider_name"), false),
];
const BAN_ECHO: &[Echoed] = &[
    (FUTURE_CHANNEL_BAN.field("target_id"), false),
    (FUTURE_CHANNEL_BAN.field("created_by"), false),
    (FUTURE_CHANNEL_BAN.field("reason"), false),
    (FUTURE_CHANNEL_BAN.field("shadow"), false),
    (FUTURE_CHANNEL_BAN.field("created_at"), true),
];

impl Stream {
    /// The item at hand as the server would write it back: its own struct, with zero times and without what is empty.
    pub(crate) fn echo(&self, bytes: &[u8]) -> Option<(&'static str, String)> {
        let kind = self.kind?;
        let (table, fields): (&Table, _) = match kind {
            Kind::User => (&USER, USER_ECHO),
            Kind::Channel => (&CHANNEL, CHANNEL_ECHO),
            Kind::Member => (&MEMBER, MEMBER_ECHO),
            Kind::Message => (&MESSAGE, MESSAGE_ECHO),
            Kind::Reaction => (&REACTION, REACTION_ECHO),
            Kind::Device => (&DEVICE, DEVICE_ECHO),
            Kind::FutureChannelBan => (&FUTURE_CHANNEL_BAN, BAN_ECHO),
            Kind::Poll | Kind::PollVote => return None,
        };
        let mut echo = String::from("{");
        for (index, zero_time) in fields {
            let Some(field) = table.fields.get(*index) else { continue };
            let Some(value) = self.echo_value(bytes, *index, &field.value, *zero_time) else { continue };
            if echo.len() > 1 {
                echo.push(',');
            }
            echo.push_str(&go_text::sprintf("\"%s\":%s", &[field.names[0], &value]));
        }
        echo.push('}');
        Some((kind.name(), echo))
    }

    fn echo_value(&self, bytes: &[u8], field: usize, value: &Value, zero_time: bool) -> Option<String> {
        let slots = &self.walker.slots;
        let raw = |start: u32, end: u32| bytes.get(start as usize..end as usize).unwrap_or_default();
        let json = |raw: &[u8], hide: bool| {
            let (mut out, text) = (String::new(), text::decode(raw));
            go_text::push_json(&mut out, &if hide { redact::value(&text) } else { text.as_str().into() });
            out
        };
        let Some(span) = slots.get(field) else {
            return zero_time.then(|| "\"0001-01-01T00:00:00Z\"".to_owned());
        };
        match value {
            Value::Text(_) => (!span.is_empty()).then(|| json(raw(span.start, span.end), true)),
            // A time is nothing to hide, if it is one.
            Value::Time => {
                let raw = raw(span.start, span.end);
                (!span.is_empty()).then(|| json(raw, go_time::parse(raw).is_err()))
            }
            Value::Texts(_) => {
                let list = slots.list(field);
                let mut out = String::from("[");
                for (index, span) in list.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    out.push_str(&json(raw(span.start, span.end), true));
                }
                out.push(']');
                (!list.is_empty()).then_some(out)
            }
            Value::Bool => (raw(span.start, span.end) == b"true").then(|| "true".to_owned()),
            _ => Some(redact::json(raw(span.start, span.end))),
        }
    }
}
