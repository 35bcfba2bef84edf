//! The laws of conversion over histories that nobody thought of: random ones go from Stream to every platform, and what
//! comes out there goes on to every platform.
//!
//! `PROPTEST_CASES=2000` asks for more cases, and for other ones each time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod common;
mod histories;

use chat_preflight::{ConvertOptions, Input, Platform, SourceOptions};
use histories::{Files, NOW, laws, numbered, run};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Ids that are easy, awkward, and such that two of them are one for a platform that minds neither case nor signs.
const USERS: &[&str] = &["ann", "Ben@example-com", "ben_example-com", "emil", "u-5", "0", "x_y"];
const CHANNELS: &[&str] = &["general", "town-hall", "Town-Hall", "c_3", "7"];
const TYPES: &[&str] = &["messaging", "livestream", "team"];
const TEXTS: &[&str] = &[
    "hello there",
    "",
    "“quoted” \"plain\" \\ back",
    "漢字 👨‍👩‍👧 مرحبا",
    "<b>&amp;</b> {{x}} %s",
    "line one\nline two\ttab",
    " leading and trailing ",
    "@ann, look: https://example.com/?a=1&b=2",
    "\u{0}\u{1f}\u{2028}",
];
const DAYS: &[&str] =
    &["2024-03-01T05:00:00Z", "2024-03-01T05:00:00.000123Z", "2024-05-31T23:59:59.999Z", "2019-01-01T00:00:00Z"];

fn custom() -> impl Strategy<Value = Map<String, Value>> {
    let key = prop::sample::select(vec!["mood", "source_plan", "Größe", "meta_data", "k.e.y", "color"]);
    let value = prop_oneof![
        prop::sample::select(TEXTS).prop_map(|text| json!(text)),
        any::<i32>().prop_map(|number| json!(number)),
        Just(json!(9_007_199_254_740_993_u64)),
        Just(json!({"deep": [1, {"er": null}], "on": true})),
        Just(json!([])),
    ];
    prop::collection::btree_map(key.prop_map(str::to_owned), value, 0..3).prop_map(|map| map.into_iter().collect())
}

fn user(id: &'static str) -> impl Strategy<Value = Value> {
    (prop::sample::select(TEXTS), any::<[bool; 5]>(), custom()).prop_map(
        move |(name, [image, created, guest, mute, gone], custom)| {
            let mut user = Map::from_iter([
                ("id".to_owned(), json!(id)),
                ("role".to_owned(), json!(if guest { "guest" } else { "user" })),
            ]);
            let mut set = |wanted: bool, key: &str, value: Value| {
                if wanted {
                    user.insert(key.to_owned(), value);
                }
            };
            set(!name.is_empty(), "name", json!(name));
            set(image, "image", json!("https://example.com/portrait.png"));
            set(created, "created_at", json!(DAYS[0]));
            set(mute && id != USERS[0], "user_mutes", json!([USERS[0]]));
            set(gone, "deactivated_at", json!(DAYS[2]));
            user.extend(custom);
            json!({"type": "user", "data": user})
        },
    )
}

/// A message before its channel and its parent are known.
#[derive(Clone, Debug)]
struct Message {
    channel: usize,
    sender: usize,
    parent: Option<usize>,
    kind: &'static str,
    text: &'static str,
    day: &'static str,
    attachments: Vec<Value>,
    reactions: Vec<(usize, &'static str)>,
    custom: Map<String, Value>,
}

fn attachment() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({"type": "image", "image_url": "https://example.com/photo.png", "title": "photo.png", "mime_type": "image/png"}),
        json!({"type": "file", "asset_url": "https://example.com/paper.pdf", "file_size": 12, "pages": {"count": 3}}),
        json!({"type": "video", "asset_url": "https://example.com/film.mp4"}),
        json!({"type": "giphy", "title_link": "https://example.com/link", "og_scrape_url": "https://example.com/scraped"}),
    ])
}

fn message() -> impl Strategy<Value = Message> {
    (
        any::<(usize, usize)>(),
        prop::option::weighted(0.3, any::<usize>()),
        prop::sample::select(vec!["regular", "regular", "regular", "deleted", "system"]),
        prop::sample::select(TEXTS),
        prop::sample::select(DAYS),
        prop::collection::vec(attachment(), 0..3),
        prop::collection::vec((any::<usize>(), prop::sample::select(vec!["love", "like", "u1f44d"])), 0..3),
        custom(),
    )
        .prop_map(|((channel, sender), parent, kind, text, day, attachments, reactions, custom)| Message {
            channel,
            sender,
            parent,
            kind,
            text,
            day,
            attachments,
            reactions,
            custom,
        })
}

/// A Stream import file without a fault.
fn history() -> impl Strategy<Value = Vec<Value>> {
    let users = USERS.iter().map(|id| user(id)).collect::<Vec<_>>();
    let channels = prop::collection::vec(
        (prop::sample::select(TYPES), prop::option::weighted(0.4, 1_usize..4), custom()),
        1..CHANNELS.len(),
    );
    let members = prop::collection::btree_set((any::<u8>(), any::<u8>()), 0..8);
    let messages = prop::collection::vec(message(), 1..25);
    (users, channels, members, messages).prop_map(|(users, channels, members, messages)| {
        let mut items = users;
        items.truncate(USERS.len());
        let mut places: Vec<Map<String, Value>> = Vec::new();
        let mut rows = Vec::new();
        let mut sets = Vec::new();
        for (number, (kind, direct, custom)) in channels.iter().enumerate() {
            let mut channel = custom.clone();
            channel.insert("type".to_owned(), json!(kind));
            channel.insert("created_by".to_owned(), json!(USERS[number % USERS.len()]));
            channel.insert("created_at".to_owned(), json!(DAYS[3]));
            let mut place = Map::from_iter([("channel_type".to_owned(), json!(kind))]);
            // One channel for a set of members.
            if let Some(several) = direct.filter(|several| !sets.contains(&(*several, *kind))) {
                sets.push((several, *kind));
                let together = &USERS[..=several];
                channel.insert("member_ids".to_owned(), json!(together));
                place.insert("channel_member_ids".to_owned(), json!(together));
                for user in together {
                    rows.push(member(&place, user));
                }
            } else {
                channel.insert("id".to_owned(), json!(CHANNELS[number]));
                place.insert("channel_id".to_owned(), json!(CHANNELS[number]));
                let mine = members.iter().filter(|(channel, _)| usize::from(*channel) % channels.len() == number);
                let mut mine: Vec<&str> = mine.map(|(_, user)| USERS[usize::from(*user) % USERS.len()]).collect();
                mine.sort_unstable();
                mine.dedup();
                rows.extend(mine.into_iter().map(|user| member(&place, user)));
            }
            items.push(json!({"type": "channel", "data": channel}));
            places.push(place);
        }
        items.append(&mut rows);
        items.append(&mut spoken(&messages, &places));
        items
    })
}

fn member(place: &Map<String, Value>, user: &str) -> Value {
    let mut member = place.clone();
    member.insert("user_id".to_owned(), json!(user));
    json!({"type": "member", "data": member})
}

/// The messages, with parents that are in the same channel and no replies themselves, and then their reactions.
fn spoken(messages: &[Message], places: &[Map<String, Value>]) -> Vec<Value> {
    let (mut items, mut reactions) = (Vec::new(), Vec::new());
    let channel = |message: &Message| message.channel % places.len();
    let mut tops: Vec<usize> = Vec::new();
    for (number, message) in messages.iter().enumerate() {
        let mut data = places[channel(message)].clone();
        data.extend(message.custom.clone());
        let id = format!("message-{number}");
        let parents: Vec<usize> =
            tops.iter().copied().filter(|top| channel(&messages[*top]) == channel(message)).collect();
        let parent = message
            .parent
            .filter(|_| message.kind == "regular" && !parents.is_empty())
            .map(|any| parents[any % parents.len()]);
        if let Some(parent) = parent {
            data.insert("type".to_owned(), json!("reply"));
            data.insert("parent_id".to_owned(), json!(format!("message-{parent}")));
        } else {
            if message.kind == "regular" {
                tops.push(number);
            }
            data.insert("type".to_owned(), json!(message.kind));
        }
        if message.kind == "deleted" {
            data.insert("deleted_at".to_owned(), json!("2024-05-31T23:59:59.999Z"));
        }
        data.extend([
            ("id".to_owned(), json!(id)),
            ("user".to_owned(), json!(USERS[message.sender % USERS.len()])),
            ("text".to_owned(), json!(message.text)),
            ("created_at".to_owned(), json!(message.day)),
            ("attachments".to_owned(), json!(message.attachments)),
        ]);
        items.push(json!({"type": "message", "data": data}));
        let mut given = Vec::new();
        for (user, kind) in &message.reactions {
            let user = USERS[user % USERS.len()];
            if !given.contains(&(user, kind)) {
                given.push((user, kind));
                let data = json!({"message_id": id, "type": kind, "user_id": user, "created_at": DAYS[2]});
                reactions.push(json!({"type": "reaction", "data": data}));
            }
        }
    }
    items.append(&mut reactions);
    items
}

fn file(items: &[Value]) -> Input {
    let lines: Vec<String> = items.iter().map(|item| format!("{item}\n")).collect();
    let source = SourceOptions { name: Some("import.jsonl".to_owned()), ..SourceOptions::default() };
    Input { source, bytes: lines.concat().into_bytes() }
}

fn options(from: Platform, to: Platform, inputs: &[Input], known: &[(String, String)]) -> ConvertOptions {
    let mut options = ConvertOptions::new(to);
    options.from = Some(from);
    options.now = Some(NOW.to_owned());
    options.start_time = Some("2024-03-01T00:00:00Z".to_owned());
    if from == Platform::ChatKitty {
        options.channel_ids = known.to_vec();
    } else if to == Platform::ChatKitty {
        options.channel_ids = numbered(&options, inputs);
    }
    options
}

/// Converts, and gives what is against a law, and what was written, as the next conversion's input.
fn converted(options: &ConvertOptions, inputs: &[Input], piece: usize) -> (Vec<String>, Vec<Input>) {
    let (conversion, files): (Value, Files) = run(options.clone(), inputs);
    let mut wrong = laws::clean(options.to, &files);
    if conversion["unreadableCount"] != 0 {
        wrong.push(format!("cannot be read: {}", conversion["unreadable"]));
    }
    wrong.extend(laws::silent(inputs, &conversion, &files));
    wrong.extend(laws::steady(options, inputs, piece));
    let written = files.into_iter().filter(|(name, _)| !name.contains("pending")).map(|(name, bytes)| Input {
        source: SourceOptions { name: Some(name.to_owned()), resource: histories::resource(name), channel: None },
        bytes,
    });
    (wrong, written.collect())
}

proptest! {
    #![proptest_config(common::config(8))]

    #[test]
    fn every_pair_keeps_the_laws(items in history(), piece in 1_usize..600) {
        let first = [file(&items)];
        let faults = laws::clean(Platform::Stream, &vec![("import.jsonl", first[0].bytes.clone())]);
        prop_assert!(faults.is_empty(), "the history itself: {faults:?}");
        let mut wrong = Vec::new();
        for by in Platform::ALL {
            let way = options(Platform::Stream, *by, &first, &[]);
            let (against, second) = converted(&way, &first, piece);
            wrong.extend(against.into_iter().map(|what| format!("stream to {}: {what}", by.name())));
            for to in Platform::ALL {
                let on = options(*by, *to, &second, &way.channel_ids);
                let (against, _) = converted(&on, &second, piece);
                wrong.extend(against.into_iter().map(|what| format!("{} to {}: {what}", by.name(), to.name())));
            }
        }
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
