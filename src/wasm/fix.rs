//! Mending, as JavaScript drives it.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::options::{options_from, resource_from};
use super::{double, to_js};
use crate::SourceOptions;

/// Makes the mends of a check in documents that are pushed in pieces of any size.
#[wasm_bindgen]
pub struct Fixer(crate::Fixer);

#[wasm_bindgen]
impl Fixer {
    /// Starts a pass.
    ///
    /// # Errors
    /// `bad-option` or `unknown-option`, with the name of the option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Fixer, JsValue> {
        Ok(Fixer(crate::Fixer::new(options_from(options)?)))
    }

    /// Starts the next document, and ends the one before.
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

    /// Ends the document.
    #[wasm_bindgen(js_name = endSource)]
    pub fn end_source(&mut self) {
        self.0.end_source();
    }

    /// Whether the last document has to be sorted.
    #[wasm_bindgen(js_name = wantsOrder)]
    #[must_use]
    pub fn wants_order(&self) -> bool {
        self.0.wants_order()
    }

    /// Counts that as done.
    #[wasm_bindgen(js_name = countOrder)]
    pub fn count_order(&mut self) {
        self.0.count_order();
    }

    /// Bytes of output that wait to be carried away.
    #[wasm_bindgen(getter, js_name = outputBytes)]
    #[must_use]
    pub fn output_bytes(&self) -> usize {
        self.0.output_bytes()
    }

    /// Takes them away.
    pub fn output(&mut self) -> Vec<u8> {
        self.0.output()
    }

    /// What was done so far.
    ///
    /// # Errors
    /// Never on data; only if the list cannot be carried over.
    pub fn applied(&self) -> Result<Array, JsValue> {
        self.0.applied().iter().map(|applied| to_js(applied)).collect()
    }

    /// Items seen so far.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn items(&self) -> f64 {
        double(self.0.items())
    }
}

/// Sorts the lines of a Stream file by the types of their items.
#[wasm_bindgen]
pub struct Sorter(crate::Sorter);

#[wasm_bindgen]
impl Sorter {
    /// Starts a document.
    ///
    /// # Errors
    /// `bad-option` or `unknown-option`, with the name of the option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Sorter, JsValue> {
        Ok(Sorter(crate::Sorter::new(options_from(options)?.limits)))
    }

    /// How many sections there are.
    #[must_use]
    pub fn sections() -> usize {
        crate::Sorter::SECTIONS
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// Ends the document.
    pub fn finish(&mut self) {
        self.0.finish();
    }

    /// Whether any line found another place.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn moves(&self) -> bool {
        self.0.moves()
    }

    /// Bytes that wait to be carried away.
    #[wasm_bindgen(getter, js_name = sortedBytes)]
    #[must_use]
    pub fn sorted_bytes(&self) -> usize {
        self.0.sorted_bytes()
    }

    /// Takes them away: of each piece its section and its length, 32 bits each with the low end first, and its bytes.
    pub fn sorted(&mut self) -> Vec<u8> {
        self.0.sorted()
    }
}
