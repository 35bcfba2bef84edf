//! Writing one item of each kind, as compact JSON.

use std::io::Write as _;

use super::faults::Fault;
use super::random::Random;
use super::text;
use super::world::{Channel, Kind, World};

/// 2023-01-01 00:00:00 UTC; messages follow each other from here on.
const START: u64 = 1_672_531_200;

/// All messages lie within this many seconds: a year and a half.
const SPAN: u64 = 47_000_000;

pub(crate) fn user(out: &mut Vec<u8>, world: &World, index: u64) {
    let mut random = world.random(Kind::User, index);
    out.extend_from_slice(b"{\"id\":\"");
    world.id(out, Kind::User, index);
    let role = random.pick(&["user", "user", "user", "admin"]);
    let name = text::name(&mut random);
    let _ =
        write!(out, "\",\"role\":\"{role}\",\"name\":\"{name}\",\"image\":\"https://img.example.com/u/{index}.png\"");
    time(out, "created_at", START - 1 - random.below(90_000_000), &mut random);
    if random.percent(30) {
        let language = random.pick(&["en", "de", "ja", "ru", "es"]);
        let _ = write!(out, ",\"language\":\"{language}\",\"invisible\":{}", random.percent(50));
    }
    custom(out, &mut random);
    out.push(b'}');
}

pub(crate) fn channel(out: &mut Vec<u8>, world: &World, index: u64) {
    let mut random = world.random(Kind::Channel, !index);
    let channel = &world.channels[index as usize];
    out.push(b'{');
    channel_key(out, world, channel, index, "id", "member_ids");
    let _ = write!(out, ",\"type\":\"{}\",\"created_by\":\"", channel.sort);
    world.id(out, Kind::User, channel.members[0]);
    let _ = write!(out, "\",\"name\":\"{} {index}\"", text::name(&mut random));
    time(out, "created_at", START - 1 - random.below(9_000_000), &mut random);
    if random.percent(30) {
        let _ = write!(out, ",\"frozen\":{},\"disabled\":false", random.percent(10));
    }
    custom(out, &mut random);
    out.push(b'}');
}

pub(crate) fn member(out: &mut Vec<u8>, world: &World, channel: u64, place: usize) {
    let mut random = world.random(Kind::Member, channel * 8 + place as u64);
    let about = &world.channels[channel as usize];
    let _ = write!(out, "{{\"channel_type\":\"{}\",", about.sort);
    channel_key(out, world, about, channel, "channel_id", "channel_member_ids");
    out.extend_from_slice(b",\"user_id\":\"");
    world.id(out, Kind::User, about.members[place]);
    let role = if place == 0 { "channel_moderator" } else { "channel_member" };
    let _ = write!(out, "\",\"channel_role\":\"{role}\"");
    time(out, "created_at", START + random.below(SPAN), &mut random);
    if random.percent(70) {
        time(out, "last_read", START + SPAN + random.below(1_000_000), &mut random);
    }
    out.push(b'}');
}

pub(crate) fn message(out: &mut Vec<u8>, world: &World, index: u64, fault: Option<Fault>) {
    let mut random = world.random(Kind::Message, index);
    let at = world.channel_of(index);
    let channel = &world.channels[at as usize];
    let created = message_time(world, index);
    out.extend_from_slice(b"{\"id\":\"");
    world.id(out, Kind::Message, index);
    let _ = write!(out, "\",\"channel_type\":\"{}\",", channel.sort);
    channel_key(out, world, channel, at, "channel_id", "channel_member_ids");
    let author = random.below(world.users);
    match fault {
        Some(Fault::MissingField) => {}
        Some(Fault::UnknownReference) => {
            out.extend_from_slice(b",\"user\":\"");
            world.id(out, Kind::Unknown, index);
            out.push(b'"');
        }
        _ => {
            out.extend_from_slice(b",\"user\":\"");
            world.id(out, Kind::User, author);
            out.push(b'"');
        }
    }
    if fault == Some(Fault::WrongType) {
        out.extend_from_slice(b",\"text\":[5]");
    } else {
        out.extend_from_slice(b",\"text\":\"");
        text::write(out, &mut random);
        out.push(b'"');
    }
    let deleted = !world.is_reply(index) && random.percent(1);
    if world.is_reply(index) {
        out.extend_from_slice(b",\"type\":\"reply\",\"parent_id\":\"");
        world.id(out, Kind::Message, world.parent(index));
        out.push(b'"');
        if random.percent(20) {
            out.extend_from_slice(b",\"show_in_channel\":true");
        }
    } else if deleted {
        out.extend_from_slice(b",\"type\":\"deleted\"");
        time(out, "deleted_at", created + 60 + random.below(90_000), &mut random);
    } else {
        out.extend_from_slice(b",\"type\":\"regular\"");
    }
    if fault == Some(Fault::BadTimestamp) {
        out.extend_from_slice(b",\"created_at\":\"2023-02-30T12:00:00Z\"");
    } else {
        time(out, "created_at", created, &mut random);
    }
    if random.percent(10) {
        attachments(out, index, &mut random);
    }
    if random.percent(5) {
        out.extend_from_slice(b",\"mentioned_users_ids\":[\"");
        world.id(out, Kind::User, random.below(world.users));
        out.extend_from_slice(b"\"]");
    }
    if random.percent(1) {
        time(out, "pinned_at", created + 30, &mut random);
        out.extend_from_slice(b",\"pinned_by_id\":\"");
        world.id(out, Kind::User, author);
        out.push(b'"');
    }
    if fault == Some(Fault::ReservedField) {
        out.extend_from_slice(b",\"reply_count\":3");
    }
    custom(out, &mut random);
    out.push(b'}');
}

pub(crate) fn reaction(out: &mut Vec<u8>, world: &World, index: u64) {
    let mut random = world.random(Kind::Reaction, index);
    let message = world.reacted_to(index);
    out.extend_from_slice(b"{\"message_id\":\"");
    world.id(out, Kind::Message, message);
    let sort = random.pick(&["like", "love", "haha", "wow", "sad", "+1"]);
    let _ = write!(out, "\",\"type\":\"{sort}\",\"user_id\":\"");
    world.id(out, Kind::User, random.below(world.users));
    out.push(b'"');
    time(out, "created_at", message_time(world, message) + 1 + random.below(80_000), &mut random);
    if random.percent(30) {
        let _ = write!(out, ",\"score\":{}", 1 + random.below(5));
    }
    out.push(b'}');
}

/// When a message was sent: in file order, spread over the whole time.
fn message_time(world: &World, index: u64) -> u64 {
    START + (u128::from(index) * u128::from(SPAN) / u128::from(world.messages)) as u64
}

/// The key that names a channel: its id, or the members of a distinct one.
fn channel_key(out: &mut Vec<u8>, world: &World, channel: &Channel, index: u64, id: &str, member_ids: &str) {
    if !channel.distinct {
        let _ = write!(out, "\"{id}\":\"");
        world.id(out, Kind::Channel, index);
        out.push(b'"');
        return;
    }
    let _ = write!(out, "\"{member_ids}\":[");
    for (place, member) in channel.members.iter().enumerate() {
        out.extend_from_slice(if place == 0 { b"\"" } else { b",\"" });
        world.id(out, Kind::User, *member);
        out.push(b'"');
    }
    out.push(b']');
}

fn attachments(out: &mut Vec<u8>, index: u64, random: &mut Random) {
    out.extend_from_slice(b",\"attachments\":[");
    for number in 0..=random.below(2) {
        if number > 0 {
            out.push(b',');
        }
        let _ = if random.percent(60) {
            write!(
                out,
                "{{\"type\":\"image\",\"image_url\":\"https://cdn.example.com/i/{index}-{number}.jpg\",\
                 \"fallback\":\"photo {number}\",\"original_width\":1280,\"original_height\":960}}"
            )
        } else {
            write!(
                out,
                "{{\"type\":\"file\",\"asset_url\":\"https://cdn.example.com/f/{index}-{number}.pdf\",\
                 \"title\":\"report {index}.pdf\",\"file_size\":{},\"mime_type\":\"application/pdf\"}}",
                random.below(9_000_000)
            )
        };
    }
    out.push(b']');
}

/// Custom data, as three of ten objects have it.
fn custom(out: &mut Vec<u8>, random: &mut Random) {
    if !random.percent(30) {
        return;
    }
    let _ = write!(
        out,
        ",\"ext\":{{\"source\":\"legacy\",\"score\":{}.{:02},\"flags\":[true,false,null],\"ref\":{}}},\"priority\":{}",
        random.below(100),
        random.below(100),
        random.below(1_000_000),
        random.below(10)
    );
}

/// Writes `,"name":"2023-01-01T00:00:00.000Z"`, sometimes without a fraction.
fn time(out: &mut Vec<u8>, name: &str, seconds: u64, random: &mut Random) {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let _ = write!(out, ",\"{name}\":\"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if random.percent(80) {
        let _ = write!(out, ".{:03}", random.below(1_000));
    }
    out.extend_from_slice(b"Z\"");
}

/// The civil date of a number of days since 1970-01-01 (years counted from March, eras of 400 years).
pub(crate) fn date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}
