//! The platforms: one folder each, and what they share.

pub(crate) mod api;
mod chatkitty;
mod cometchat;
pub(crate) mod room;
mod sendbird;
pub(crate) mod stream;
mod talkjs;

use crate::options::{CheckOptions, Platform};
use api::Facts;
use room::Room;

/// What the folder of a request platform says in data.
pub(crate) fn facts(platform: Platform) -> Option<&'static Facts> {
    match platform {
        Platform::ChatKitty => Some(chatkitty::facts()),
        Platform::Sendbird => Some(sendbird::facts()),
        Platform::CometChat => Some(cometchat::facts()),
        Platform::TalkJs => Some(talkjs::facts()),
        Platform::Stream => None,
    }
}

/// The room of a platform.
pub(crate) fn room(platform: Platform, options: &CheckOptions) -> Box<dyn Room> {
    match platform {
        Platform::Stream => Box::new(stream::Stream::new(options)),
        Platform::ChatKitty => chatkitty::room(options),
        Platform::Sendbird => sendbird::room(options),
        Platform::CometChat => cometchat::room(options),
        Platform::TalkJs => talkjs::room(options),
    }
}
