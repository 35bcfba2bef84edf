//! The index of an import as bytes.
//!
//! What is remembered for speed alone, such as the channel types, stays behind.

use super::References;
use crate::index::Map;
use crate::partial::{Pack, Unpack};

impl References {
    /// Adds what the first reading indexed so far.
    pub(in crate::platform::stream) fn pack(&mut self, pack: &mut Pack) {
        for index in 0..self.waiting.len() {
            self.look_up(index);
        }
        // The definitions come first: they are compared without a look at the rest.
        for set in &mut self.defined {
            set.pack(pack);
        }
        for set in self.open.iter_mut().chain([&mut self.repeated, &mut self.expected]) {
            set.pack(pack);
        }
        pack.number(self.open_replies.len() as u64);
        for (parent, note) in &self.open_replies {
            pack.key(*parent);
            pack.note(*note);
        }
        pack.number(self.open_members.len() as u64);
        for (user, channel) in &self.open_members {
            pack.key(*user);
            pack.key(*channel);
        }
        pack_map(pack, &self.teams_of_users, |pack, teams| {
            pack.number(teams.len() as u64);
            for team in teams {
                pack.text(team);
            }
        });
        pack_map(pack, &self.team_of_channels, |pack, team| pack.text(team));
        pack.flag(self.late);
    }

    /// Whether nothing that was packed is defined here, too: then neither of the two readings would have gone otherwise
    /// behind the other one.
    pub(in crate::platform::stream) fn is_apart_from(&self, unpack: &mut Unpack) -> Option<bool> {
        let mut apart = true;
        for set in &self.defined {
            apart &= set.is_apart_from(unpack)?;
        }
        Some(apart)
    }

    /// Indexes what was packed, too.
    pub(in crate::platform::stream) fn absorb(&mut self, unpack: &mut Unpack) -> Option<()> {
        for index in 0..self.waiting.len() {
            self.look_up(index);
        }
        for set in &mut self.defined {
            set.absorb(unpack)?;
        }
        for set in self.open.iter_mut().chain([&mut self.repeated, &mut self.expected]) {
            set.absorb(unpack)?;
        }
        for _ in 0..unpack.number()? {
            self.open_replies.push((unpack.key()?, unpack.note()?));
        }
        for _ in 0..unpack.number()? {
            self.open_members.push((unpack.key()?, unpack.key()?));
        }
        for _ in 0..unpack.number()? {
            let user = unpack.key()?;
            let mut teams = Vec::new();
            for _ in 0..unpack.number()? {
                teams.push(unpack.text()?.to_owned());
            }
            self.teams_of_users.add(user, teams);
        }
        for _ in 0..unpack.number()? {
            self.team_of_channels.add(unpack.key()?, unpack.text()?.to_owned());
        }
        self.late |= unpack.flag()?;
        Some(())
    }
}

fn pack_map<T>(pack: &mut Pack, map: &Map<T>, value: impl Fn(&mut Pack, &T)) {
    pack.number(map.iter().count() as u64);
    for (key, one) in map.iter() {
        pack.key(key);
        value(pack, one);
    }
}
