//! Where a piece of the window stands.

/// The raw inside of a string (between its quotes), or the text of another value, in the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether escapes stand in it.
    pub(crate) escaped: bool,
}

impl Span {
    #[expect(clippy::cast_possible_truncation, reason = "a window is far smaller than 4 GiB")]
    pub(crate) fn new(start: usize, end: usize, escaped: bool) -> Span {
        Span { start: start as u32, end: end as u32, escaped }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }
}
