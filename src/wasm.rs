//! The boundary to JavaScript: nothing outside of this module names `wasm_bindgen`, `js_sys` and `serde_wasm_bindgen`.
#![expect(unreachable_pub, reason = "what is exported to JavaScript has to be public, and nothing in Rust calls it")]
#![expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands over owned values")]

#[cfg(feature = "wasm-whole")]
mod fix;
mod options;

use js_sys::{Array, JSON, Reflect, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::frame::Chunk;
use crate::report::plain::{Object, Plain};
use crate::{Outcome, SourceOptions};
#[cfg(feature = "wasm-whole")]
use options::convert_options_from;
use options::{options_from, resource_from};

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

fn to_js(object: &dyn Object) -> Result<JsValue, JsValue> {
    let serializer = Serializer::json_compatible();
    Plain::Object(object).serialize(&serializer).map_err(|cause| error("internal", &cause.to_string()))
}

fn member(object: &JsValue, key: &str) -> JsValue {
    // Of what is no object it would throw, and what comes back beside an exception keeps its place in the table of values
    // for good.
    if !object.is_object() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &key.into()).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "JavaScript counts in doubles")]
fn double(count: u64) -> f64 {
    count as f64
}

/// Puts the parsed form of each text of an answer beside it.
fn add_bodies(answer: &JsValue) -> Result<(), JsValue> {
    if !answer.is_object() {
        return Ok(());
    }
    for list in ["requests", "files"] {
        let replies = member(answer, list);
        if Array::is_array(&replies) {
            for reply in Array::from(&replies) {
                add_body(&reply)?;
            }
        }
    }
    add_body(answer)
}

/// The same for one object; a body that is empty is `null`.
fn add_body(object: &JsValue) -> Result<(), JsValue> {
    let Some(text) = member(object, "text").as_string() else { return Ok(()) };
    let body = if text.is_empty() { JsValue::NULL } else { JSON::parse(&text)? };
    let _ = Reflect::set(object, &"body".into(), &body);
    Ok(())
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

/// Bytes in JavaScript's memory: they are copied once, to where they are parsed.
struct Outside<'a>(&'a Uint8Array);

impl Chunk for Outside<'_> {
    fn length(&self) -> usize {
        self.0.length() as usize
    }

    fn copy(&self, from: usize, to: &mut [u8]) {
        // The memory of the wasm has 2^32 bytes at most.
        #[expect(clippy::cast_possible_truncation, reason = "positions in an array of JavaScript")]
        let (from, end) = (from as u32, (from + to.len()) as u32);
        self.0.subarray(from, end).copy_to(to);
    }
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
        self.0.source(SourceOptions { name, resource: resource_from(resource)?, channel });
        Ok(())
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &Uint8Array) {
        self.0.take(&Outside(bytes));
    }

    /// The findings of the report, as far as they are known and no earlier call has given them.
    ///
    /// # Errors
    /// Never on data; only if they cannot be carried over.
    #[wasm_bindgen(js_name = takeFindings)]
    pub fn take_findings(&mut self) -> Result<Array, JsValue> {
        self.0.take_findings().iter().map(|finding| to_js(finding)).collect()
    }

    /// Ends the input: the report, or `{ replay: true }` if all of it has to be pushed once more.
    ///
    /// # Errors
    /// Never on data; only if the report cannot be carried over.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        match self.0.finish() {
            Outcome::Replay => {
                let replay = js_sys::Object::new();
                let _ = Reflect::set(&replay, &"replay".into(), &true.into());
                Ok(replay.into())
            }
            Outcome::Report(report) => {
                let object = to_js(&*report)?;
                add_bodies(&member(&object, "answer"))?;
                Ok(object)
            }
        }
    }

    /// Bytes taken so far, in this reading of the input.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn bytes(&self) -> f64 {
        double(self.0.bytes())
    }

    /// Items seen so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn items(&self) -> f64 {
        double(self.0.items())
    }

    /// Findings so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn findings(&self) -> f64 {
        double(self.0.findings())
    }
}

#[cfg(feature = "wasm-whole")]
#[wasm_bindgen]
impl Checker {
    /// Begins in the middle of a file of Stream's in JSON Lines.
    pub fn piece(&mut self) {
        self.0.piece();
    }

    /// Whether the rest of the document at hand may be checked in pieces.
    #[wasm_bindgen(js_name = isDivisible)]
    pub fn is_divisible(&mut self) -> bool {
        self.0.is_divisible()
    }

    /// What is known so far, as bytes; `undefined` if that cannot be carried.
    pub fn partial(&mut self) -> Option<Vec<u8>> {
        self.0.partial()
    }

    /// Goes on from what another check knows of the bytes that come next; `false` if they have to be pushed instead.
    pub fn absorb(&mut self, partial: &[u8], last: bool) -> bool {
        self.0.absorb(partial, last)
    }
}

/// Converts documents that are pushed in pieces of any size. The caller keeps the spool between reading and writing.
#[cfg(feature = "wasm-whole")]
#[wasm_bindgen]
pub struct Converter(crate::Converter);

#[cfg(feature = "wasm-whole")]
#[wasm_bindgen]
impl Converter {
    /// Starts a conversion.
    ///
    /// # Errors
    /// `bad-option` or `unknown-option`, with the name of the option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Converter, JsValue> {
        let (options, limits, seed) = convert_options_from(options)?;
        Ok(Converter(crate::Converter::new(options, limits, seed)))
    }

    /// Starts the next document. Need not be called for a single one without a name.
    ///
    /// # Errors
    /// `bad-option` for a resource that does not exist.
    pub fn source(&mut self, name: Option<String>, resource: &JsValue, channel: Option<String>) -> Result<(), JsValue> {
        self.0.source(SourceOptions { name, resource: resource_from(resource)?, channel });
        Ok(())
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// From now on what is read is only counted, for `surveyed`.
    pub fn survey(&mut self) {
        self.0.survey();
    }

    /// The input ended: what was counted.
    ///
    /// # Errors
    /// Never on data; only if the result cannot be carried over.
    pub fn surveyed(&mut self) -> Result<JsValue, JsValue> {
        self.0.surveyed().map_or(Ok(JsValue::NULL), |survey| to_js(&survey))
    }

    /// Bytes that wait to be carried to the spool.
    #[wasm_bindgen(getter, js_name = spoolBytes)]
    #[must_use]
    pub fn spool_bytes(&self) -> usize {
        self.0.spool_bytes()
    }

    /// Takes them away: for each bucket its number and its length, 32 bits each with the low end first, and its bytes.
    pub fn spooled(&mut self) -> Vec<u8> {
        self.0.spooled()
    }

    /// The input ended: the numbers of the buckets to load, group by group.
    #[wasm_bindgen(js_name = endReading)]
    pub fn end_reading(&mut self) -> Array {
        let list = |group: Vec<u32>| group.into_iter().map(JsValue::from).collect::<Array>();
        self.0.end_reading().into_iter().map(list).collect()
    }

    /// Makes room for a group of so many bytes.
    #[wasm_bindgen(js_name = beginGroup)]
    pub fn begin_group(&mut self, bytes: usize) {
        self.0.begin_group(bytes);
    }

    /// Takes the bytes of a bucket of the group.
    pub fn load(&mut self, bytes: &[u8]) {
        self.0.load(bytes);
    }

    /// Converts what was loaded.
    #[wasm_bindgen(js_name = endGroup)]
    pub fn end_group(&mut self) {
        self.0.end_group();
    }

    /// Bytes of the output that wait to be carried away.
    #[wasm_bindgen(getter, js_name = outputBytes)]
    #[must_use]
    pub fn output_bytes(&self) -> usize {
        self.0.output_bytes()
    }

    /// Takes some of them away, as `spooled` does, by section.
    pub fn written(&mut self) -> Vec<u8> {
        self.0.written()
    }

    /// Ends the conversion. `written` has to be called behind it, until there is nothing more.
    ///
    /// # Errors
    /// Never on data; only if the result cannot be carried over.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.0.finish())
    }

    /// Bytes taken so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn bytes(&self) -> f64 {
        double(self.0.bytes())
    }

    /// Items, and parts of items, that could not be read so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn unreadable(&self) -> f64 {
        double(self.0.unreadable())
    }

    /// Items seen so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn items(&self) -> f64 {
        double(self.0.items())
    }
}
