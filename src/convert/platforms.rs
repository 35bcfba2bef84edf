//! The reader and the writer of each platform.

use super::options::ConvertOptions;
use super::reader::Reader;
use super::writer::Writer;
use crate::options::Platform;
use crate::platform::{chatkitty, cometchat, sendbird, stream, talkjs};

/// A reader of a platform's documents.
pub(crate) fn reader(platform: Platform) -> Box<dyn Reader> {
    match platform {
        Platform::Stream => stream::read::reader(),
        Platform::Sendbird => sendbird::read::reader(),
        Platform::CometChat => cometchat::read::reader(),
        Platform::TalkJs => talkjs::read::reader(),
        Platform::ChatKitty => chatkitty::read::reader(),
    }
}

/// A writer for the platform that the options name.
pub(crate) fn writer(options: &ConvertOptions) -> Box<dyn Writer> {
    match options.to {
        Platform::Stream => stream::write::writer(options),
        Platform::Sendbird => sendbird::write::writer(options),
        Platform::CometChat => cometchat::write::writer(options),
        Platform::TalkJs => talkjs::write::writer(options),
        Platform::ChatKitty => chatkitty::write::writer(options),
    }
}
