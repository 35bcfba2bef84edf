//! Values of any shape.

use super::{faults, record, room, writing};
use crate::convert::options::ConvertOptions;
use crate::convert::park::push_text;
use crate::history::{Field, Kind, Record, Shape, Time, Value};
use crate::options::Platform;

#[test]
fn values_of_any_shape_check_clean() {
    // Every field of each kind, with values that nothing fits.
    let awkward = ["", "x", "a,b", "\u{0}", "😀", "\"\\", &"é".repeat(3000)];
    for text in awkward {
        let mut quoted = String::new();
        push_text(&mut quoted, text);
        let fill = |mut record: Record, but: &[Field]| {
            for field in Field::ALL.iter().filter(|field| !but.contains(field)) {
                let value = match field.shape() {
                    Shape::Text => Value::Text(text.into()),
                    Shape::Time => Value::Time(Time { seconds: -5, nanos: 7 }),
                    Shape::Flag => Value::Flag(true),
                    Shape::Texts => Value::Texts(vec!["ann".into()]),
                    Shape::Json => Value::Json(quoted.clone().into()),
                    Shape::Parts => continue,
                };
                record.set(*field, value);
            }
            for key in ["discovery_keys", "metadata", "is_public", "inviter_id", "thumbnails", "preferred_languages"] {
                record.extra.push((["sendbird:", key].concat().into(), quoted.clone().into()));
            }
            record.custom.push((text.into(), quoted.clone().into()));
            record
        };
        let users = [Field::CreatedBy, Field::User, Field::Sender, Field::PinnedBy, Field::Id, Field::Channel];
        let mut room = room(
            r#"{"id":"room"}"#,
            &[r#"{"user":"ann","channel":"room"}"#],
            &[r#"{"id":"m","sender":"ann","channel":"room","attachments":[{"url":"https://e.com"},{"url":"x"}]}"#],
        );
        room.channel = fill(room.channel, &users);
        room.members = room.members.into_iter().map(|member| fill(member, &users)).collect();
        let but = [&users[..], &[Field::System, Field::SentAt]].concat();
        room.messages = room.messages.into_iter().map(|message| fill(message, &but)).collect();
        room.messages[0].set_time(Field::SentAt, Time::from_seconds(1));
        let parts = room.messages[0].take_parts(Field::Attachments);
        let parts = parts.into_iter().map(|part| fill(part, &[Field::Url])).collect();
        room.messages[0].set(Field::Attachments, Value::Parts(parts));
        let user = fill(record(Kind::User, r#"{"id":"ann"}"#), &users);
        let written = writing(&ConvertOptions::new(Platform::Sendbird), vec![user], vec![room]);
        assert_eq!(faults(&written.lines, false), Vec::<String>::new());
    }
}
