//! The fields that platforms share, by their names in `losses.json` and in the keys that values are parked under.

/// What a field's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Time,
    Flag,
    /// A list of texts.
    Texts,
    /// Any JSON.
    Json,
    /// Records of their own: attachments.
    Parts,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $text:literal $shape:ident),* $(,)?) => {
        /// A field of a record. The same one may stand in records of several kinds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Field {
            $($(#[$doc])* $name),*
        }

        impl Field {
            /// All of them, in their order.
            pub(crate) const ALL: &[Field] = &[$(Field::$name),*];

            /// Its name: `created_at`.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Field::$name => $text),*
                }
            }

            /// What its value looks like.
            pub(crate) fn shape(self) -> Shape {
                match self {
                    $(Field::$name => Shape::$shape),*
                }
            }
        }
    };
}

fields! {
    /// The id of a user, channel or message; of a reaction where it has one.
    Id "id" Text,
    /// The name that people see: of users, channels, attachments (a file's name).
    Name "name" Text,
    /// Avatar of a user, picture of a channel.
    Image "image" Text,
    /// A user's role in the app, or a member's in its channel.
    Role "role" Text,
    CreatedAt "created_at" Time,
    UpdatedAt "updated_at" Time,
    LastActiveAt "last_active_at" Time,
    DeactivatedAt "deactivated_at" Time,
    DeletedAt "deleted_at" Time,
    Language "language" Text,
    Teams "teams" Texts,
    /// Stream's `teams_role`.
    TeamsRole "teams_role" Json,
    Tags "tags" Texts,
    Emails "emails" Texts,
    Phones "phones" Texts,
    Guest "guest" Flag,
    /// A user that has been made unable to log in, without a time.
    Deactivated "deactivated" Flag,
    MutedUsers "muted_users" Texts,
    MutedChannels "muted_channels" Texts,
    BlockedUsers "blocked_users" Texts,

    /// What a channel is, one of `direct`, `group`, `open`.
    ChannelKind "kind" Text,
    /// The platform's own type of the channel (`messaging`, `password`): with the source's name for it.
    ChannelType "channel_type" Text,
    CreatedBy "created_by" Text,
    Frozen "frozen" Flag,
    Disabled "disabled" Flag,
    Password "password" Text,
    Team "team" Text,
    /// An app's own type of a channel or message.
    CustomType "custom_type" Text,
    BannedUsers "banned_users" Texts,

    /// Of members and messages and reactions: the channel's id.
    Channel "channel" Text,
    /// Of members and reactions: the user's id.
    User "user" Text,
    JoinedAt "joined_at" Time,
    LastReadAt "last_read_at" Time,
    Invited "invited" Flag,
    InviteAcceptedAt "invite_accepted_at" Time,
    InviteRejectedAt "invite_rejected_at" Time,
    Hidden "hidden" Flag,
    ArchivedAt "archived_at" Time,
    Banned "banned" Flag,
    /// Whether a member is told of new messages; where the source has more than yes and no, JSON.
    Notify "notify" Json,
    /// `Read` or `ReadWrite`.
    Access "access" Text,

    /// Of messages: the user's id. A message without one is the system's.
    Sender "sender" Text,
    SentAt "sent_at" Time,
    Text "text" Text,
    /// A message that the system speaks.
    System "system" Flag,
    Deleted "deleted" Flag,
    EditedAt "edited_at" Time,
    /// The message that this one answers in a thread.
    ReplyTo "reply_to" Text,
    Quoted "quoted" Text,
    ShowInChannel "show_in_channel" Flag,
    Attachments "attachments" Parts,
    Mentions "mentions" Texts,
    Silent "silent" Flag,
    PinnedAt "pinned_at" Time,
    PinnedBy "pinned_by" Text,
    PinExpires "pin_expires" Time,
    DeliveredAt "delivered_at" Time,
    ReadAt "read_at" Time,
    ReadBy "read_by" Texts,
    /// ChatKitty's group tag.
    GroupTag "group_tag" Text,

    /// Of reactions: the message's id.
    Message "message" Text,
    /// Of reactions (an emoji or a name) and attachments (`image`, `video`, `audio`, `file` or another word).
    Type "type" Text,
    Score "score" Json,

    /// Of attachments.
    Url "url" Text,
    Thumbnail "thumbnail" Text,
    MediaType "media_type" Text,
    /// In bytes.
    Size "size" Json,
}

impl Field {
    /// The field of this name.
    pub(crate) fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }
}
