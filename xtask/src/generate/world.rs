//! Who and what exists in a generated file: how many of each kind, their ids, who is in which channel.

use std::collections::BTreeSet;
use std::io::Write as _;

use super::random::Random;

/// What an id or a stream of random numbers belongs to.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    User = 1,
    Channel,
    Member,
    Message,
    Reaction,
    Unknown,
}

/// A channel; of a distinct one the members are its identity.
pub(crate) struct Channel {
    pub(crate) distinct: bool,
    /// Its channel type.
    pub(crate) sort: &'static str,
    pub(crate) members: Vec<u64>,
}

/// The whole population. Only channels are kept; the rest follows from its number.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) users: u64,
    pub(crate) channels: Vec<Channel>,
    pub(crate) members: u64,
    pub(crate) messages: u64,
    pub(crate) reactions: u64,
    stride: u64,
}

impl World {
    /// Shares of the kinds: 2 % users, 2 % channels, about 8 % members, 73 % messages, 15 % reactions.
    pub(crate) fn new(seed: u64, items: u64) -> World {
        let users = (items / 50).max(8);
        let channels = channels(seed, users, (items / 50).max(2));
        let members = channels.iter().map(|channel| channel.members.len() as u64).sum();
        let messages = (items * 73 / 100).max(10);
        let reactions = items * 15 / 100;
        World { seed, users, channels, members, messages, reactions, stride: stride(messages) }
    }

    pub(crate) fn items(&self) -> u64 {
        self.users + self.channels.len() as u64 + self.members + self.messages + self.reactions
    }

    pub(crate) fn random(&self, kind: Kind, index: u64) -> Random {
        Random::of(self.seed, kind as u64, index)
    }

    /// Writes the id of an item, a version 4 UUID.
    pub(crate) fn id(&self, out: &mut Vec<u8>, kind: Kind, index: u64) {
        let mut random = Random::of(!self.seed, kind as u64, index);
        let (high, low) = (random.next(), random.next());
        let high = (high & !0xf000) | 0x4000;
        let low = (low & (u64::MAX >> 2)) | (1 << 63);
        // Writing to a vector cannot fail.
        let _ = write!(
            out,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        );
    }

    /// Whether a message answers another one. Answers to answers do not exist on Stream.
    pub(crate) fn is_reply(&self, message: u64) -> bool {
        message >= 8 && Random::of(self.seed ^ 0x7e91, Kind::Message as u64, message).percent(6)
    }

    /// An earlier message that can have answers; message 0 always can.
    pub(crate) fn parent(&self, message: u64) -> u64 {
        let mut random = Random::of(self.seed ^ 0x9a9a, Kind::Message as u64, message);
        let mut parent = random.below(message);
        while self.is_reply(parent) {
            parent -= 1;
        }
        parent
    }

    /// The channel that a message stands in: an answer stands where its parent does.
    pub(crate) fn channel_of(&self, message: u64) -> u64 {
        let root = if self.is_reply(message) { self.parent(message) } else { message };
        Random::of(self.seed ^ 0x3c3c, Kind::Message as u64, root).below(self.channels.len() as u64)
    }

    /// The message that a reaction belongs to: all over the file, and never the same one twice.
    pub(crate) fn reacted_to(&self, reaction: u64) -> u64 {
        let wide = u128::from(reaction) * u128::from(self.stride) % u128::from(self.messages);
        wide as u64
    }
}

fn channels(seed: u64, users: u64, count: u64) -> Vec<Channel> {
    let mut sets = BTreeSet::new();
    (0..count)
        .map(|index| {
            let mut random = Random::of(seed, Kind::Channel as u64, index);
            let distinct = random.percent(20);
            let sort = random.pick(&["messaging", "messaging", "team", "livestream"]);
            loop {
                let mut members = Vec::new();
                let size = 2 + random.below(5);
                while (members.len() as u64) < size {
                    let user = random.below(users);
                    if !members.contains(&user) {
                        members.push(user);
                    }
                }
                members.sort_unstable();
                // Two distinct channels with the same members would be one channel twice.
                if !distinct || sets.insert((sort, members.clone())) {
                    return Channel { distinct, sort, members };
                }
            }
        })
        .collect()
}

/// A step that visits every number below `count` once, and hardly ever a neighbour.
fn stride(count: u64) -> u64 {
    fn divisor(a: u64, b: u64) -> u64 {
        if b == 0 { a } else { divisor(b, a % b) }
    }
    let mut step = count / 1000 * 618 + 1;
    while divisor(step, count) != 1 {
        step += 1;
    }
    step
}
