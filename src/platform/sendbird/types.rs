//! What the types say of Sendbird's bodies beside the tables. Source: `formats/sendbird.md` 2.

use super::tables;
use crate::table::Table;
use crate::typescript::{Sort, Thing, Types};

const fn thing(name: &'static str, what: &'static str, table: &'static Table) -> Thing {
    Thing { name, what, table, sorts: &[] }
}

const fn message(name: &'static str, what: &'static str, known: &tables::Type) -> Sort {
    Sort { name, what, taken: known.taken, needed: known.needed, fixed: Some(("message_type", known.name)) }
}

const fn channel(name: &'static str, what: &'static str, without: u64) -> Sort {
    Sort { name, what, taken: !without, needed: 0, fixed: None }
}

pub(crate) static TYPES: Types = Types {
    url: "https://sendbird.com/docs/chat/platform-api/v3/message/migration/migrate-messages",
    dialects: &[("", "")],
    null_is_absent: &[false],
    things: &[
        thing("User", "A user: the body of `POST /v3/users`.", &tables::USER),
        thing(
            "UserUpdate",
            "What can be set of a user afterwards: the body of `PUT /v3/users/{user_id}`.",
            &tables::USER_UPDATE,
        ),
        thing("MetadataBody", "Metadata of a user or a channel: the body of calls that set it.", &tables::METADATA),
        Thing {
            name: "Channel",
            what: "A channel.",
            table: &tables::CHANNEL,
            sorts: &[
                channel("GroupChannel", "A group channel: the body of `POST /v3/group_channels`.", tables::OPEN_ONLY),
                channel("OpenChannel", "An open channel: the body of `POST /v3/open_channels`.", tables::GROUP_ONLY),
            ],
        },
        thing(
            "Invite",
            "More members of a group channel: the body of `POST /v3/group_channels/{channel_url}/invite`.",
            &tables::INVITE,
        ),
        Thing {
            name: "Message",
            what: "A message that is migrated.",
            table: &tables::MESSAGE,
            sorts: &[
                message("TextMessage", "A user's text.", &tables::TYPES[0]),
                message("FileMessage", "A user's file.", &tables::TYPES[1]),
                message("AdminMessage", "A message of the application itself.", &tables::TYPES[2]),
            ],
        },
    ],
    fields: &[
        ("user.user_id", "The user's id; others refer to it."),
        ("nickname", "The name that is shown. May be empty."),
        ("profile_url", "Where the profile image is. May be empty."),
        ("issue_access_token", "Whether the answer brings an access token."),
        ("discovery_keys", "Keys by which others find the user."),
        ("metadata", "Up to five texts by key."),
        ("upsert", "Whether keys that are new are added."),
        ("is_active", "Whether the user is active."),
        ("leave_all_when_deactivated", "Whether the user leaves all channels when deactivated."),
        ("last_seen_at", "When the user was last seen."),
        ("preferred_languages", "Languages that messages are translated into, as codes."),
        ("channel_url", "The channel's id; Sendbird makes one if left out."),
        ("name", "The channel's name."),
        ("user_ids", "Ids of the members."),
        ("users", "The members, instead of `user_ids`: as objects or, in older descriptions, as ids."),
        ("cover_url", "Where the cover image is."),
        ("custom_type", "A word of your own to group by."),
        ("channel.data", "A text of your own, such as JSON."),
        ("is_distinct", "Whether a channel that the same members have already is taken, whatever `channel_url` says."),
        ("is_public", "Whether anybody may join."),
        ("is_super", "Whether it is a supergroup."),
        ("is_ephemeral", "Whether messages are not kept. Nothing can be migrated into such a channel."),
        ("access_code", "What one has to know to join a public channel."),
        ("inviter_id", "Id of the user who invites the members."),
        ("strict", "Whether the call fails if a user does not exist; such users are left out otherwise."),
        ("invitation_status", "Whether each member has joined or is invited only, by id; `joined` if left out."),
        ("hidden_status", "Whether each member has the channel hidden, by id; `unhidden` if left out."),
        ("operator_ids", "Ids of the operators."),
        ("block_sdk_user_channel_join", "Whether users cannot join by themselves."),
        ("is_dynamic_partitioned", "Whether the channel is divided for very many participants."),
        ("body.messages", "The messages, 100 at most."),
        (
            "update_read_ts",
            "Whether members' read times change if the newest message here is earlier. Group channels only.",
        ),
        (
            "rewind_read_ts",
            "Whether members' read times change if the newest message here is later. Group channels only.",
        ),
        ("message_type", "What sort of message it is."),
        ("message.user_id", "Id of the user who sent it."),
        (
            "message.message",
            "The text. How long it may be is a setting of the application; 5,000 characters by default.",
        ),
        ("url", "Where the file is."),
        ("timestamp", "When it was sent."),
        ("mentioned_user_ids", "Ids of users whom it mentions; ten of them are notified."),
        ("message.data", "A text of your own, such as JSON."),
        ("custom_field", "A text of your own, such as JSON: what `data` is to other messages."),
        ("dedup_id", "The message's id in the old system: a second message with the same one is refused."),
        ("sorted_metaarray", "Lists of texts by key, in their order."),
        ("file_name", "The file's name."),
        ("file_size", "The file's size in bytes."),
        ("file_type", "The file's media type."),
        ("thumbnails", "Where small images of the file are."),
        (
            "require_auth",
            "Whether the file can be fetched with a key only. Of no effect where Sendbird does not hold it.",
        ),
        ("is_silent", "Whether nobody is notified and nothing counts as unread."),
        ("metaarray.key", "The key."),
        ("metaarray.value", "Its texts."),
    ],
    values: &[
        ("channel.users", "({ user_id: string } | string)[]"),
        ("invite.users", "({ user_id: string } | string)[]"),
        ("message.thumbnails", "(string | { [key: string]: unknown })[]"),
    ],
    bodies: &[("/v3/group_channels", "GroupChannel"), ("/v3/open_channels", "OpenChannel")],
};
