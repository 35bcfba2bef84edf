//! Options, as JavaScript has them.

use js_sys::{Array, Date, JSON, Math, Number, Reflect};
use wasm_bindgen::prelude::*;

use super::{error, member};
use crate::CheckOptions;
use crate::options::{AnswerStyle, ChannelType, Dialect, Existing, Limits, Platform, Profile, Resource};
#[cfg(feature = "wasm-whole")]
use crate::{ConvertOptions, KnownId, Treatment};

/// An object among the options, and its path for people.
///
/// It is read by hand: `serde` over JavaScript objects passes over misspelt names, and makes a sixth of the wasm.
struct Part {
    object: JsValue,
    path: &'static str,
}

impl Part {
    /// An object with no other keys than the known ones. What is not there is an object without any.
    fn new(object: JsValue, path: &'static str, known: &[&str]) -> Result<Part, JsValue> {
        if !object.is_undefined() && !object.is_null() {
            if !object.is_object() || Array::is_array(&object) {
                return Err(error("bad-option", &[path, " has to be an object"].concat()));
            }
            for key in js_sys::Object::keys(object.unchecked_ref::<js_sys::Object>()) {
                let key = key.as_string().unwrap_or_default();
                if !known.contains(&key.as_str()) {
                    let message = [path, " has no ", &key, "; it knows ", &known.join(", ")].concat();
                    return Err(error("unknown-option", &message));
                }
            }
        }
        Ok(Part { object, path })
    }

    /// The value of a key, if there is one.
    fn value(&self, key: &str) -> Option<JsValue> {
        Some(member(&self.object, key)).filter(|value| !value.is_undefined() && !value.is_null())
    }

    fn wrong(&self, key: &str, expected: &str) -> JsValue {
        let value = JSON::stringify(&member(&self.object, key)).ok().and_then(|text| text.as_string());
        let value = value.unwrap_or_else(|| "of another kind".to_owned());
        error("bad-option", &[self.path, ".", key, " is ", &value, "; expected ", expected].concat())
    }

    fn text(&self, key: &str) -> Result<Option<String>, JsValue> {
        let Some(value) = self.value(key) else { return Ok(None) };
        value.as_string().map(Some).ok_or_else(|| self.wrong(key, "a string"))
    }

    fn flag(&self, key: &str) -> Result<Option<bool>, JsValue> {
        let Some(value) = self.value(key) else { return Ok(None) };
        value.as_bool().map(Some).ok_or_else(|| self.wrong(key, "true or false"))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a whole number in range")]
    fn count(&self, key: &str) -> Result<Option<u64>, JsValue> {
        let Some(value) = self.value(key) else { return Ok(None) };
        match value.as_f64() {
            Some(number) if number >= 0.0 && Number::is_safe_integer(&value) => Ok(Some(number as u64)),
            _ => Err(self.wrong(key, "a whole number")),
        }
    }

    fn texts(&self, key: &str) -> Result<Option<Vec<String>>, JsValue> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let mut texts = Vec::new();
        if !Array::is_array(&value) {
            return Err(self.wrong(key, "a list of strings"));
        }
        for value in Array::from(&value) {
            texts.push(value.as_string().ok_or_else(|| self.wrong(key, "a list of strings"))?);
        }
        Ok(Some(texts))
    }

    /// One of several values that have names.
    fn choice<T: Copy>(&self, key: &str, all: &[T], name: fn(T) -> &'static str) -> Result<Option<T>, JsValue> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        let found = all.iter().copied().find(|one| name(*one) == text).map(Some);
        found.ok_or_else(|| {
            let names: Vec<&str> = all.iter().copied().map(name).collect();
            self.wrong(key, &names.join(" or "))
        })
    }
}

/// The options of a check.
pub(super) fn options_from(value: &JsValue) -> Result<CheckOptions, JsValue> {
    let mut options = CheckOptions::default();
    let part = Part::new(value.clone(), "options", CheckOptions::KEYS)?;
    let limits = Part::new(member(value, "limits"), "options.limits", Limits::KEYS)?;
    options.platform = part.choice("platform", Platform::ALL, Platform::name)?;
    options.resource = part.choice("resource", Resource::ALL, Resource::name)?;
    options.channel = part.text("channel")?;
    options.dialect = part.choice("dialect", Dialect::ALL, Dialect::name)?;
    options.profile = profile_from(member(value, "profile"))?;
    options.now = part.text("now")?.or_else(|| Date::new_0().to_iso_string().as_string());
    // Two draws: `Math.random` has 52 bits.
    let seed = || (Math::random().to_bits() ^ (Math::random().to_bits() << 13)) | 1;
    options.seed = part.count("seed")?.unwrap_or_else(seed);
    options.max_findings = part.count("maxFindings")?.unwrap_or(options.max_findings);
    options.answer = part.choice("answer", AnswerStyle::ALL, AnswerStyle::name)?.unwrap_or_default();
    options.limits.item_bytes = limits.count("itemBytes")?.unwrap_or(options.limits.item_bytes);
    if let Some(depth) = limits.count("depth")? {
        options.limits.depth = u32::try_from(depth).map_err(|_| limits.wrong("depth", "less than 4294967296"))?;
    }
    options.redact = part.flag("redact")?.unwrap_or_default();
    options.days = part.flag("days")?.unwrap_or_default();
    options.validate().map_err(|cause| error("bad-option", &cause))?;
    Ok(options)
}

fn profile_from(value: JsValue) -> Result<Profile, JsValue> {
    let part = Part::new(value, "options.profile", Profile::KEYS)?;
    let mut profile = Profile {
        existing: None,
        roles: part.texts("roles")?,
        channel_types: None,
        allow_exclamation_in_channel_ids: part.flag("allowExclamationInChannelIds")?.unwrap_or_default(),
        custom_data_limit: part.count("customDataLimit")?,
        retention_months: Some(Profile::RETENTION_MONTHS),
        max_message_length: part.count("maxMessageLength")?,
        participant_limit: part.count("participantLimit")?,
    };
    // Here, null says something: any time.
    if member(&part.object, "retentionMonths").is_null() {
        profile.retention_months = None;
    } else if let Some(months) = part.count("retentionMonths")? {
        let months = u32::try_from(months).map_err(|_| part.wrong("retentionMonths", "a number of months"))?;
        profile.retention_months = Some(months);
    }
    if let Some(existing) = part.value("existing") {
        let part = Part::new(existing, "options.profile.existing", Existing::KEYS)?;
        let (users, channels, messages) = (part.texts("users")?, part.texts("channels")?, part.texts("messages")?);
        profile.existing = Some(Existing { users, channels, messages });
    }
    if let Some(types) = part.value("channelTypes") {
        if !types.is_object() || Array::is_array(&types) {
            return Err(part.wrong("channelTypes", "an object"));
        }
        let mut named: Vec<(String, ChannelType)> = Vec::new();
        for name in js_sys::Object::keys(types.unchecked_ref::<js_sys::Object>()) {
            let name = name.as_string().unwrap_or_default();
            let path = "a channel type of options.profile.channelTypes";
            let part = Part::new(member(&types, &name), path, ChannelType::KEYS)?;
            let channel_type = ChannelType { max_message_length: part.count("maxMessageLength")? };
            // In the order of names, whatever that of the object: messages list them.
            let place = named.partition_point(|(other, _)| *other < name);
            named.insert(place, (name, channel_type));
        }
        profile.channel_types = Some(named);
    }
    Ok(profile)
}

/// What the options of a conversion are called.
#[cfg(feature = "wasm-whole")]
const CONVERT_KEYS: &[&str] = &[
    "to",
    "from",
    "resource",
    "channel",
    "dialect",
    "profile",
    "now",
    "seed",
    "limits",
    "systemUser",
    "systemMessages",
    "deleted",
    "channelType",
    "park",
    "channelIds",
    "unknownChannels",
    "startTime",
    "since",
    "until",
    "ids",
    "uploads",
];

/// The values of a policy: its two words.
#[cfg(feature = "wasm-whole")]
fn policy(part: &Part, key: &str, drop: &str, keep: &str) -> Result<Treatment, JsValue> {
    match part.text(key)?.as_deref() {
        None => Ok(Treatment::Drop),
        Some(word) if word == drop => Ok(Treatment::Drop),
        Some(word) if word == keep => Ok(Treatment::Keep),
        Some(_) => Err(part.wrong(key, &[drop, " or ", keep].concat())),
    }
}

/// A list of objects with texts, as rows of those texts.
#[cfg(feature = "wasm-whole")]
fn rows<const N: usize>(part: &Part, key: &str, names: [&str; N]) -> Result<Vec<[String; N]>, JsValue> {
    let Some(list) = part.value(key) else { return Ok(Vec::new()) };
    if !Array::is_array(&list) {
        return Err(part.wrong(key, "a list"));
    }
    let mut rows = Vec::new();
    for object in Array::from(&list) {
        let row = names.map(|name| member(&object, name).as_string().unwrap_or_default());
        if row.iter().any(String::is_empty) {
            return Err(part.wrong(key, &["a list of objects with ", &names.join(", ")].concat()));
        }
        rows.push(row);
    }
    Ok(rows)
}

/// The options of a conversion, with the limits and the seed that it shares with checks.
#[cfg(feature = "wasm-whole")]
pub(super) fn convert_options_from(value: &JsValue) -> Result<(ConvertOptions, Limits, u64), JsValue> {
    let part = Part::new(value.clone(), "options", CONVERT_KEYS)?;
    let common = js_sys::Object::new();
    for key in ["resource", "channel", "dialect", "profile", "now", "seed", "limits"] {
        let _ = Reflect::set(&common, &key.into(), &member(value, key));
    }
    let from = part.choice("from", Platform::ALL, Platform::name)?;
    let to = part.choice("to", Platform::ALL, Platform::name)?.ok_or_else(|| {
        let names: Vec<&str> = Platform::ALL.iter().copied().map(Platform::name).collect();
        error("bad-option", &["options.to is missing; it is one of ", &names.join(", ")].concat())
    })?;
    let common = options_from(&common)?;
    let mut options = ConvertOptions::new(to);
    options.from = from;
    options.resource = common.resource;
    options.channel = common.channel;
    options.dialect = common.dialect;
    options.profile = common.profile;
    options.now = common.now;
    options.system_user = part.text("systemUser")?.unwrap_or(options.system_user);
    options.system_messages = policy(&part, "systemMessages", "drop", "user")?;
    options.deleted = policy(&part, "deleted", "drop", "keep")?;
    options.channel_type = part.text("channelType")?.unwrap_or(options.channel_type);
    options.park = policy(&part, "park", "custom", "none")? == Treatment::Drop;
    options.keep_unknown_channels = policy(&part, "unknownChannels", "stop", "keep")? == Treatment::Keep;
    options.start_time = part.text("startTime")?;
    options.since = part.text("since")?;
    options.until = part.text("until")?;
    options.ids = rows(&part, "ids", ["kind", "from", "to"])?
        .into_iter()
        .map(|[kind, from, to]| KnownId { kind, from, to })
        .collect();
    options.uploads = rows(&part, "uploads", ["url", "token"])?.into_iter().map(|[url, token]| (url, token)).collect();
    if let Some(channels) = part.value("channelIds") {
        if !channels.is_object() || Array::is_array(&channels) {
            return Err(part.wrong("channelIds", "an object of names and numbers"));
        }
        for name in js_sys::Object::keys(channels.unchecked_ref::<js_sys::Object>()) {
            let name = name.as_string().unwrap_or_default();
            let number = member(&channels, &name);
            // Numbers beyond 2^53 come as strings, so that they stay exact.
            let digits = number.as_string().or_else(|| JSON::stringify(&number).ok().and_then(|text| text.as_string()));
            let digits = digits.filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
            options.channel_ids.push((name, digits.ok_or_else(|| part.wrong("channelIds", "whole numbers"))?));
        }
    }
    options.validate().map_err(|cause| error("bad-option", &cause))?;
    Ok((options, common.limits, common.seed))
}

/// What a document is said to hold.
pub(super) fn resource_from(resource: &JsValue) -> Result<Option<Resource>, JsValue> {
    let part = js_sys::Object::new();
    let _ = Reflect::set(&part, &"resource".into(), resource);
    Part { object: part.into(), path: "source" }.choice("resource", Resource::ALL, Resource::name)
}
