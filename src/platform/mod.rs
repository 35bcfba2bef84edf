//! The platforms: one folder each, and what they share.

pub(crate) mod api;
pub(crate) mod room;
pub(crate) mod stream;

use crate::options::{CheckOptions, Platform};
use room::Room;

/// The room of a platform.
pub(crate) fn room(platform: Platform, options: &CheckOptions) -> Box<dyn Room> {
    match platform {
        Platform::Stream => Box::new(stream::Stream::new(options)),
        _ => todo!("rooms"),
    }
}
