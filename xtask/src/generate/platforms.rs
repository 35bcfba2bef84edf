//! Files of the platforms that take requests: the same population as Stream's, in their words.
//!
//! Requests in sending order, batched to each platform's limits; of `ChatKitty`, which takes files, a file of messages.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Written;
use super::random::Random;
use super::text;
use super::world::{Kind, World};

/// 2025-09-01 00:00:00 UTC: within half a year before the time that the bench gives its checks.
const START: u64 = 1_756_684_800;
/// All messages lie within this many seconds: a hundred days.
const SPAN: u64 = 8_640_000;

/// A platform that takes requests or files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    Sendbird,
    CometChat,
    TalkJs,
    ChatKitty,
}

impl Platform {
    pub(crate) const ALL: [Platform; 4] =
        [Platform::Sendbird, Platform::CometChat, Platform::TalkJs, Platform::ChatKitty];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Platform::Sendbird => "sendbird",
            Platform::CometChat => "cometchat",
            Platform::TalkJs => "talkjs",
            Platform::ChatKitty => "chatkitty",
        }
    }

    /// How many bytes a file has for each item of the population, measured: sizes are met within a few per cent.
    fn bytes_per_item(self) -> u64 {
        match self {
            Platform::Sendbird => 254,
            Platform::CometChat => 366,
            Platform::TalkJs => 235,
            Platform::ChatKitty => 234,
        }
    }

    /// The ending of its files' names.
    pub(crate) fn ending(self) -> &'static str {
        if self == Platform::ChatKitty { "json" } else { "jsonl" }
    }
}

/// Generates a file of about `size` bytes.
pub(crate) fn write(platform: Platform, size: u64, seed: u64, out: &mut impl Write) -> io::Result<Written> {
    let world = World::new(seed, size / platform.bytes_per_item());
    let mut sink =
        Sink { out, buffer: Vec::with_capacity(2 << 20), written: Written::default(), total: BTreeMap::new() };
    match platform {
        Platform::Sendbird => sendbird(&world, &mut sink)?,
        Platform::CometChat => cometchat(&world, &mut sink)?,
        Platform::TalkJs => talkjs(&world, &mut sink)?,
        Platform::ChatKitty => chatkitty(&world, &mut sink)?,
    }
    sink.flush()?;
    sink.out.flush()?;
    sink.written.total = sink.total;
    Ok(sink.written)
}

/// Puts large pieces into the writer.
struct Sink<'a, W> {
    out: &'a mut W,
    buffer: Vec<u8>,
    written: Written,
    total: BTreeMap<&'static str, u64>,
}

impl<W: Write> Sink<'_, W> {
    /// One line: a request with so many things of a kind, whose body `body` writes.
    fn request(
        &mut self,
        (method, path): (&str, &str),
        (kind, count): (&'static str, u64),
        body: impl FnOnce(&mut Vec<u8>),
    ) -> io::Result<()> {
        write!(self.buffer, "{{\"method\":\"{method}\",\"path\":\"{path}\",\"body\":")?;
        body(&mut self.buffer);
        self.buffer.extend_from_slice(b"}\n");
        self.count(kind, count)
    }

    fn count(&mut self, kind: &'static str, count: u64) -> io::Result<()> {
        *self.total.entry(kind).or_default() += count;
        self.written.items += 1;
        if self.buffer.len() > 1 << 20 { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.written.bytes += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

/// Writes things with commas between them.
fn each(out: &mut Vec<u8>, things: &[u64], mut write: impl FnMut(&mut Vec<u8>, u64)) {
    for (place, thing) in things.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write(out, *thing);
    }
}

/// Writes `before` and an id in quotes.
fn id(out: &mut Vec<u8>, world: &World, before: &str, kind: Kind, index: u64) {
    out.extend_from_slice(before.as_bytes());
    out.push(b'"');
    world.id(out, kind, index);
    out.push(b'"');
}

fn id_text(world: &World, kind: Kind, index: u64) -> String {
    let mut out = Vec::new();
    world.id(&mut out, kind, index);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes `before` and a text in quotes.
fn words(out: &mut Vec<u8>, before: &str, random: &mut Random) {
    out.extend_from_slice(before.as_bytes());
    out.push(b'"');
    text::write(out, random);
    out.push(b'"');
}

fn sent(world: &World, message: u64) -> u64 {
    START + (u128::from(message) * u128::from(SPAN) / u128::from(world.messages)) as u64
}

/// Who wrote a message: one of its channel's members.
fn author(world: &World, message: u64, random: &mut Random) -> u64 {
    let members = &world.channels[world.channel_of(message) as usize].members;
    members[random.below(members.len() as u64) as usize]
}

/// The messages of each channel, in the order of their times.
fn by_channel(world: &World) -> Vec<Vec<u64>> {
    let mut channels = vec![Vec::new(); world.channels.len()];
    for message in 0..world.messages {
        channels[world.channel_of(message) as usize].push(message);
    }
    channels
}

fn numbers(end: u64) -> Vec<u64> {
    (0..end).collect()
}

fn sendbird(world: &World, sink: &mut Sink<impl Write>) -> io::Result<()> {
    for user in 0..world.users {
        sink.request(("POST", "/v3/users"), ("users", 1), |out| {
            let name = text::name(&mut world.random(Kind::User, user));
            id(out, world, "{\"user_id\":", Kind::User, user);
            let _ = write!(
                out,
                ",\"nickname\":\"{name}\",\"profile_url\":\"https://img.example.com/u/{user}.png\",\
                 \"metadata\":{{\"plan\":\"pro\"}}}}"
            );
        })?;
    }
    for channel in 0..world.channels.len() as u64 {
        let members = &world.channels[channel as usize].members;
        sink.request(("POST", "/v3/group_channels"), ("channels", 1), |out| {
            id(out, world, "{\"channel_url\":", Kind::Channel, channel);
            let _ = write!(out, ",\"name\":\"room {channel}\",\"user_ids\":[");
            each(out, members, |out, user| id(out, world, "", Kind::User, user));
            id(out, world, "],\"is_distinct\":false,\"strict\":true,\"operator_ids\":[", Kind::User, members[0]);
            out.extend_from_slice(b"]}");
        })?;
    }
    for (channel, messages) in by_channel(world).iter().enumerate() {
        let path = format!("/v3/migration/{}", id_text(world, Kind::Channel, channel as u64));
        for batch in messages.chunks(100) {
            sink.request(("POST", &path), ("messages", batch.len() as u64), |out| {
                out.extend_from_slice(b"{\"messages\":[");
                each(out, batch, |out, message| sendbird_message(out, world, message));
                out.extend_from_slice(b"],\"update_read_ts\":false}");
            })?;
        }
    }
    Ok(())
}

fn sendbird_message(out: &mut Vec<u8>, world: &World, message: u64) {
    let mut random = world.random(Kind::Message, message);
    id(out, world, "{\"user_id\":", Kind::User, author(world, message, &mut random));
    let time = sent(world, message) * 1_000 + random.below(1_000);
    if random.percent(10) {
        let size = random.below(900_000);
        let _ = write!(
            out,
            ",\"message_type\":\"FILE\",\"url\":\"https://cdn.example.com/{message}.jpg\",\"file_name\":\"{message}.jpg\",\
             \"file_size\":{size},\"file_type\":\"image/jpeg\""
        );
    } else {
        out.extend_from_slice(b",\"message_type\":\"MESG\"");
        words(out, ",\"message\":", &mut random);
        if random.percent(20) {
            out.extend_from_slice(b",\"custom_type\":\"note\",\"data\":\"{\\\"source\\\":\\\"import\\\"}\"");
        }
    }
    let _ = write!(out, ",\"timestamp\":{time}");
    id(out, world, ",\"dedup_id\":", Kind::Message, message);
    out.push(b'}');
}

fn cometchat(world: &World, sink: &mut Sink<impl Write>) -> io::Result<()> {
    const ROWS: usize = 50;
    let founded = START - 9_000;
    for batch in numbers(world.users).chunks(ROWS) {
        sink.request(("POST", "/v3/data_import/users"), ("users", batch.len() as u64), |out| {
            out.extend_from_slice(b"{\"users\":{");
            each(out, batch, |out, user| {
                let name = text::name(&mut world.random(Kind::User, user));
                id(out, world, "", Kind::User, user);
                id(out, world, ":{\"uid\":", Kind::User, user);
                let _ = write!(out, ",\"name\":\"{name}\",\"createdAt\":\"{founded}\"}}");
            });
            out.extend_from_slice(b"}}");
        })?;
    }
    for batch in numbers(world.channels.len() as u64).chunks(ROWS) {
        sink.request(("POST", "/v3/data_import/groups"), ("groups", batch.len() as u64), |out| {
            out.extend_from_slice(b"{\"groups\":{");
            each(out, batch, |out, group| {
                id(out, world, "", Kind::Channel, group);
                id(out, world, ":{\"guid\":", Kind::Channel, group);
                let _ = write!(out, ",\"name\":\"room {group}\",\"type\":\"private\",\"createdAt\":\"{founded}\"");
                id(out, world, ",\"owner\":", Kind::User, world.channels[group as usize].members[0]);
                out.push(b'}');
            });
            out.extend_from_slice(b"}}");
        })?;
    }
    let members: Vec<(u64, u64)> = (0..world.channels.len() as u64)
        .flat_map(|group| world.channels[group as usize].members.iter().map(move |user| (group, *user)))
        .collect();
    for batch in members.chunks(ROWS) {
        sink.request(("POST", "/v3/data_import/members"), ("members", batch.len() as u64), |out| {
            out.extend_from_slice(b"{\"members\":{");
            each(out, &numbers(batch.len() as u64), |out, place| {
                let (group, user) = batch[place as usize];
                let (guid, uid) = (id_text(world, Kind::Channel, group), id_text(world, Kind::User, user));
                let _ = write!(
                    out,
                    "\"{guid}_member_{uid}\":{{\"memberId\":\"{guid}_member_{uid}\",\"guid\":\"{guid}\",\
                     \"uid\":\"{uid}\",\"scope\":\"participant\",\"joinedAt\":\"{founded}\"}}"
                );
            });
            out.extend_from_slice(b"}}");
        })?;
    }
    for batch in numbers(world.messages).chunks(ROWS) {
        sink.request(("POST", "/v3/data_import/messages"), ("messages", batch.len() as u64), |out| {
            out.extend_from_slice(b"{\"messages\":{");
            each(out, batch, |out, message| cometchat_message(out, world, message));
            out.extend_from_slice(b"}}");
        })?;
    }
    Ok(())
}

fn cometchat_message(out: &mut Vec<u8>, world: &World, message: u64) {
    let mut random = world.random(Kind::Message, message);
    id(out, world, "", Kind::Message, message);
    id(out, world, ":{\"muid\":", Kind::Message, message);
    id(out, world, ",\"sender\":", Kind::User, author(world, message, &mut random));
    id(out, world, ",\"receiverType\":\"group\",\"receiver\":", Kind::Channel, world.channel_of(message));
    out.extend_from_slice(b",\"category\":\"message\",\"type\":\"text\"");
    words(out, ",\"data\":{\"text\":", &mut random);
    if random.percent(20) {
        let _ = write!(out, ",\"metadata\":{{\"source\":\"import\",\"number\":{message}}}");
    }
    let _ = write!(out, "}},\"sentAt\":\"{}\"}}", sent(world, message));
}

fn talkjs(world: &World, sink: &mut Sink<impl Write>) -> io::Result<()> {
    for batch in numbers(world.users).chunks(100) {
        sink.request(("PUT", "/v1/{appId}/users"), ("users", batch.len() as u64), |out| {
            out.push(b'{');
            each(out, batch, |out, user| {
                let name = text::name(&mut world.random(Kind::User, user));
                id(out, world, "", Kind::User, user);
                let _ = write!(out, ":{{\"name\":\"{name}\",\"email\":[\"{user}@example.com\"],\"role\":\"default\"}}");
            });
            out.push(b'}');
        })?;
    }
    for channel in 0..world.channels.len() as u64 {
        let path = format!("/v1/{{appId}}/conversations/{}", id_text(world, Kind::Channel, channel));
        sink.request(("PUT", &path), ("conversations", 1), |out| {
            out.extend_from_slice(b"{\"participants\":[");
            each(out, &world.channels[channel as usize].members, |out, user| id(out, world, "", Kind::User, user));
            let _ = write!(out, "],\"subject\":\"room {channel}\",\"custom\":{{\"source\":\"import\"}}}}");
        })?;
    }
    for (channel, messages) in by_channel(world).iter().enumerate() {
        let channel = id_text(world, Kind::Channel, channel as u64);
        let path = format!("/v1/{{appId}}/import/conversations/{channel}/messages");
        for batch in messages.chunks(10) {
            sink.request(("POST", &path), ("messages", batch.len() as u64), |out| {
                out.push(b'[');
                each(out, batch, |out, message| {
                    let mut random = world.random(Kind::Message, message);
                    words(out, "{\"text\":", &mut random);
                    id(out, world, ",\"sender\":", Kind::User, author(world, message, &mut random));
                    let time = sent(world, message) * 1_000 + random.below(1_000);
                    let _ = write!(out, ",\"timestamp\":{time},\"readBy\":[],\"type\":\"UserMessage\"");
                    if random.percent(30) {
                        id(out, world, ",\"custom\":{\"id\":", Kind::Message, message);
                        out.push(b'}');
                    }
                    out.push(b'}');
                });
                out.push(b']');
            })?;
        }
    }
    Ok(())
}

fn chatkitty(world: &World, sink: &mut Sink<impl Write>) -> io::Result<()> {
    for message in 0..world.messages {
        let mut random = world.random(Kind::Message, message);
        let out = &mut sink.buffer;
        out.extend_from_slice(if message == 0 { b"[\n" } else { b",\n" });
        let _ = write!(out, "{{\"type\":\"TEXT\",\"channelId\":{}", world.channel_of(message) + 1);
        id(out, world, ",\"user\":", Kind::User, author(world, message, &mut random));
        words(out, ",\"body\":", &mut random);
        if random.percent(30) {
            let _ = write!(out, ",\"properties\":{{\"originalCreatedAt\":{}}}", sent(world, message));
        }
        id(out, world, ",\"idempotencyKey\":", Kind::Message, message);
        out.push(b'}');
        sink.count("messages", 1)?;
    }
    sink.buffer.extend_from_slice(b"\n]\n");
    Ok(())
}
