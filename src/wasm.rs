//! The boundary to JavaScript: the only file that names `wasm_bindgen`, `js_sys` and `serde_wasm_bindgen`.

use js_sys::{Array, Date, JSON, Math, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::options::{ChannelType, Existing, Limits, Profile};
use crate::{CheckOptions, Outcome, SourceOptions};

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// An `Error` with a stable `code`, which the facade turns into its own error class.
fn error(code: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    // Setting a property of an object that was just made cannot fail.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(|cause| error("internal", &cause.to_string()))
}

/// Refuses a misspelt option, which `serde` over JavaScript objects would pass over.
fn known_keys(object: &JsValue, name: &str, known: &[&str]) -> Result<(), JsValue> {
    if object.is_undefined() || object.is_null() {
        return Ok(());
    }
    if !object.is_object() || Array::is_array(object) {
        return Err(error("bad-option", &format!("{name} has to be an object")));
    }
    for key in Object::keys(&Object::from(object.clone())) {
        let key = key.as_string().unwrap_or_default();
        if !known.contains(&key.as_str()) {
            return Err(error("unknown-option", &format!("{name} has no {key}; it knows {}", known.join(", "))));
        }
    }
    Ok(())
}

fn member(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or_default()
}

fn options_from(value: &JsValue) -> Result<CheckOptions, JsValue> {
    let mut options = if value.is_undefined() || value.is_null() {
        CheckOptions::default()
    } else {
        known_keys(value, "options", CheckOptions::KEYS)?;
        known_keys(&member(value, "limits"), "options.limits", Limits::KEYS)?;
        let profile = member(value, "profile");
        known_keys(&profile, "options.profile", Profile::KEYS)?;
        if profile.is_object() {
            known_keys(&member(&profile, "existing"), "options.profile.existing", Existing::KEYS)?;
            let types = member(&profile, "channelTypes");
            if types.is_object() {
                for entry in Object::values(&Object::from(types)) {
                    known_keys(&entry, "a channel type of options.profile.channelTypes", ChannelType::KEYS)?;
                }
            }
        }
        serde_wasm_bindgen::from_value(value.clone()).map_err(|cause| error("bad-option", &cause.to_string()))?
    };
    if options.now.is_none() {
        options.now = Date::new_0().to_iso_string().as_string();
    }
    if member_is_missing(value, "seed") {
        // Two draws: `Math.random` has 52 bits.
        options.seed = (Math::random().to_bits() ^ (Math::random().to_bits() << 13)) | 1;
    }
    options.validate().map_err(|cause| error("bad-option", &cause))?;
    Ok(options)
}

fn member_is_missing(object: &JsValue, key: &str) -> bool {
    !object.is_object() || member(object, key).is_undefined()
}

/// The version of this build.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Recognises a document by its first bytes, and by its name where those leave a doubt.
///
/// # Errors
/// Never on data; only if the result cannot be carried over.
#[wasm_bindgen]
pub fn detect(bytes: &[u8], name: Option<String>) -> Result<JsValue, JsValue> {
    to_js(&crate::detect(bytes, name.as_deref()))
}

/// Checks documents that are pushed in pieces of any size.
#[wasm_bindgen]
pub struct Checker(crate::Checker);

#[wasm_bindgen]
impl Checker {
    /// Starts a check.
    ///
    /// # Errors
    /// `bad-option` or `unknown-option`, with the name of the option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Checker, JsValue> {
        Ok(Checker(crate::Checker::new(options_from(options)?)))
    }

    /// Starts the next document. Need not be called for a single one without a name.
    ///
    /// # Errors
    /// `bad-option` for a resource that does not exist.
    pub fn source(&mut self, name: Option<String>, resource: &JsValue, channel: Option<String>) -> Result<(), JsValue> {
        let resource = serde_wasm_bindgen::from_value(resource.clone())
            .map_err(|cause| error("bad-option", &format!("resource: {cause}")))?;
        self.0.source(SourceOptions { name, resource, channel });
        Ok(())
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// Ends the input: the report, or `{ replay: true }` if all of it has to be pushed once more.
    ///
    /// # Errors
    /// Never on data; only if the report cannot be carried over.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        match self.0.finish() {
            Outcome::Replay => {
                let replay = Object::new();
                let _ = Reflect::set(&replay, &"replay".into(), &true.into());
                Ok(replay.into())
            }
            Outcome::Report(report) => {
                let object = to_js(&report)?;
                if let Some(answer) = &report.answer {
                    let body = JSON::parse(&answer.text)?;
                    let _ = Reflect::set(&member(&object, "answer"), &"body".into(), &body);
                }
                Ok(object)
            }
        }
    }

    /// Bytes taken so far, in this reading of the input.
    #[wasm_bindgen(getter)]
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "JavaScript counts in doubles")]
    pub fn bytes(&self) -> f64 {
        self.0.bytes() as f64
    }

    /// Items seen so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "JavaScript counts in doubles")]
    pub fn items(&self) -> f64 {
        self.0.items() as f64
    }

    /// Findings so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "JavaScript counts in doubles")]
    pub fn findings(&self) -> f64 {
        self.0.findings() as f64
    }
}
