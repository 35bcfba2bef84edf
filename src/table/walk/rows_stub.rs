//! STUB until the walker branch is merged.
use super::Walker;
impl Walker {
    pub(crate) fn start_row(&mut self) { self.slots.clear(); }
    pub(crate) fn enter_key(&mut self, _key: &'static str) {}
    pub(crate) fn enter_index(&mut self, _index: usize) {}
    pub(crate) fn enter_name(&mut self, _name: &[u8]) {}
    pub(crate) fn leave(&mut self) {}
}
