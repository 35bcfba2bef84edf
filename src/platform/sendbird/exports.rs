//! Shapes that come out of Sendbird, or that are made for its bulk import, and that its API does not take: 1.4 and 6 of
//! `formats/sendbird.md`. A file of its data export has a name around its list that nothing else has; messages, and what
//! people page through themselves, are told by fields that only answers have. What stands behind a long list is not seen.

use crate::options::Resource;
use crate::platform::api::Export;

pub(super) static EXPORTS: [Export; 14] = [
    Export {
        resource: Some(Resource::Messages),
        root: b'{',
        keys: &[(1, "messages"), (1, "channel"), (2, "channel_url")],
        element: 0,
        words: "a channel with its messages, a file of Sendbird's data export",
    },
    Export {
        resource: Some(Resource::Channels),
        root: b'{',
        keys: &[(1, "group_channels")],
        element: 0,
        words: "a list of group channels, a file of Sendbird's data export",
    },
    Export {
        resource: Some(Resource::Channels),
        root: b'{',
        keys: &[(1, "open_channels")],
        element: 0,
        words: "a list of open channels, a file of Sendbird's data export",
    },
    Export {
        resource: Some(Resource::Users),
        root: b'{',
        keys: &[(1, "active_users")],
        element: 0,
        words: "a list of users, a file of Sendbird's data export",
    },
    Export {
        resource: Some(Resource::Users),
        root: b'{',
        keys: &[(1, "users"), (3, "user_id"), (3, "is_active")],
        element: 0,
        words: "a page of users, an answer of Sendbird's API",
    },
    Export {
        resource: Some(Resource::Channels),
        root: b'{',
        keys: &[(1, "channels"), (3, "channel_url"), (3, "max_length_message")],
        element: 0,
        words: "a page of channels, an answer of Sendbird's API",
    },
    Export {
        resource: Some(Resource::Messages),
        root: b'{',
        keys: &[(1, "messages"), (3, "message_id"), (3, "channel_url"), (3, "type")],
        element: 0,
        words: "a list of messages as Sendbird's data export and its API give them",
    },
    Export {
        resource: None,
        root: b'{',
        keys: &[(1, "request_id"), (1, "data_type"), (1, "status")],
        element: 0,
        words: "the state of one of Sendbird's data exports; the data is in the file that it links to",
    },
    Export {
        resource: Some(Resource::Messages),
        root: b'[',
        keys: &[(2, "channel"), (2, "messages"), (4, "ts"), (4, "user_id")],
        element: b'{',
        words: "a list of channels with their messages, made for Sendbird's bulk import over SFTP or S3; its API \
                takes the messages of one channel a request",
    },
    Export {
        resource: Some(Resource::Users),
        root: b'[',
        keys: &[(2, "user_id"), (2, "has_ever_logged_in")],
        element: b'{',
        words: "a list of users as Sendbird's API answers them",
    },
    Export {
        resource: Some(Resource::Channels),
        root: b'[',
        keys: &[(2, "channel_url"), (2, "joined_member_count")],
        element: b'{',
        words: "a list of channels as Sendbird's API answers them",
    },
    Export {
        resource: Some(Resource::Messages),
        root: b'[',
        keys: &[(2, "message_id"), (2, "channel_url"), (2, "mention_type")],
        element: b'{',
        words: "a list of messages as Sendbird's API answers them",
    },
    Export {
        resource: Some(Resource::Users),
        root: b'{',
        keys: &[(1, "user_id"), (1, "has_ever_logged_in")],
        element: 0,
        words: "a user as Sendbird's API answers it",
    },
    Export {
        resource: Some(Resource::Channels),
        root: b'{',
        keys: &[(1, "channel_url"), (1, "joined_member_count")],
        element: 0,
        words: "a channel as Sendbird's API answers it",
    },
];
