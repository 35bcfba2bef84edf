//! What the types say of ChatKitty's rows beside the tables. Source: `formats/chatkitty.md` 2.

use super::tables;
use crate::table::Table;
use crate::typescript::{Thing, Types};

const fn thing(name: &'static str, what: &'static str, table: &'static Table) -> Thing {
    Thing { name, what, table, sorts: &[] }
}

pub(crate) static TYPES: Types = Types {
    url: "https://chatkitty.com/docs/concepts/imports",
    dialects: &[("", "With names in camelCase."), ("Snake", "With names in snake_case.")],
    null_is_absent: &[false, false],
    things: &[
        thing("User", "A user.", &tables::USER),
        thing("Channel", "A channel and its members.", &tables::CHANNEL),
        thing("Member", "A user's membership in the channel that the file is sent for.", &tables::MEMBER),
        thing("Message", "A message.", &tables::MESSAGE),
    ],
    fields: &[
        ("user.name", "The user's name, which others refer to."),
        ("displayName", "The name that is shown."),
        ("guest", "Whether the user was created by the session of a guest."),
        ("properties", "Custom data: any JSON, by key."),
        ("displayPicture", "The profile image; ChatKitty makes one if left out."),
        (
            "idempotencyKey",
            "A key of your own, such as the id in the old system. No two items of a file have the same.",
        ),
        ("url", "Where the file is."),
        ("file.name", "The file's name."),
        ("contentType", "The file's media type."),
        ("size", "The file's size in bytes."),
        ("channel.type", "Who may join: everybody, who is invited, or nobody beside the first members."),
        ("members", "Names of the members: ten at most where `type` is `DIRECT`, the creator among them."),
        ("creator", "Name of the user who created it, and is a member by that."),
        (
            "channel.name",
            "The channel's name, unique in the app; a random one if left out. `DIRECT` channels have none.",
        ),
        ("username", "Name of the user who is the member."),
        ("message.type", "Whether a user said it (`TEXT`) or the system (`SYSTEM_TEXT`)."),
        ("channelId", "The number that ChatKitty gave to the channel."),
        ("body", "The text."),
        ("message.user", "Name of the user who sent it. Needed where `type` is `TEXT`."),
        ("groupTag", "Messages with the same tag are shown as a group."),
    ],
    values: &[],
    bodies: &[],
};
