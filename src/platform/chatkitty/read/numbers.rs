//! Channels by the numbers that ChatKitty gave them.

use crate::convert::options::ConvertOptions;
use crate::convert::texts::TextMap;

/// What is known of channels' numbers: from the caller, and from lists of channels that were read before.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Digits and the channel's id.
    names: TextMap<String>,
    /// Whether a channel whose number nobody knows is called by it.
    keep_unknown: bool,
    /// Whether the caller's numbers are in.
    known: bool,
}

impl Numbers {
    /// Takes what the caller knows, once.
    pub(super) fn know(&mut self, options: &ConvertOptions) {
        if !self.known {
            self.known = true;
            self.keep_unknown = options.keep_unknown_channels;
            for (name, number) in &options.channel_ids {
                self.names.insert(number, name.clone());
            }
        }
    }

    /// Notes a channel that was met with its number. What the caller says stays.
    pub(super) fn learn(&mut self, number: &str, id: &str) {
        self.names.add(number, id.to_owned());
    }

    /// The id of the channel with this number.
    pub(super) fn get(&self, number: &str) -> Option<&str> {
        self.names.get(number).map(String::as_str)
    }

    /// The same; where nobody knows it, the number itself if that is asked for.
    pub(super) fn id<'a>(&'a self, number: &'a str) -> Option<&'a str> {
        self.get(number).or(if self.keep_unknown { Some(number) } else { None })
    }
}
