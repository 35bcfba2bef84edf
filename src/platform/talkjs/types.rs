//! What the types say of TalkJS's bodies beside the tables. Source: `formats/talkjs.md` 2.

use super::tables;
use crate::table::Table;
use crate::typescript::{Thing, Types};

const fn thing(name: &'static str, what: &'static str, table: &'static Table) -> Thing {
    Thing { name, what, table, sorts: &[] }
}

pub(crate) static TYPES: Types = Types {
    url: "https://talkjs.com/docs/REST_API/Importing_Messages/",
    dialects: &[("", "")],
    null_is_absent: &[false],
    things: &[
        thing("User", "A user; its id stands in the path or is its key.", &tables::USER),
        thing("Conversation", "A conversation; its id stands in the path or is its key.", &tables::CONVERSATION),
        thing(
            "Participant",
            "How a user takes part in a conversation; the path names both. What is left out is `ReadWrite` and `true`.",
            &tables::PARTICIPANT,
        ),
        thing(
            "ParticipantChange",
            "What changes of how a user takes part; what is left out stays as it is.",
            &tables::PARTICIPANT_CHANGE,
        ),
        thing("Message", "A message that is imported, with its own time.", &tables::MESSAGE),
        thing("SentMessage", "A message that is sent now.", &tables::SENT_MESSAGE),
    ],
    fields: &[
        ("user.id", "The user's id once more: as it stands in the path or as the key."),
        ("name", "The name that is shown."),
        ("email", "E-mail addresses for notifications."),
        ("phone", "Telephone numbers for notifications."),
        ("welcomeMessage", "What others see before the first message. It is no message itself."),
        ("photoUrl", "Where the image is."),
        ("role", "The name of a role in TalkJS's dashboard; `default` if left out."),
        ("locale", "The language, as an IETF tag such as `en-US`."),
        ("custom", "Custom data: texts by key."),
        ("pushTokens", "Devices that get push messages: `true`, or `null` to remove one, by `provider:token`."),
        ("availabilityText", "When the user answers, in words."),
        ("conversation.id", "The conversation's id once more: as it stands in the path or as the key."),
        ("participants", "Ids of the users who take part. Those who do already stay."),
        ("subject", "What it is about."),
        ("welcomeMessages", "What is shown before the first message. They are no messages themselves."),
        ("access", "Whether the user may write, or read only."),
        ("notify", "Whether the user is notified."),
        ("text", "The text."),
        ("sender", "Id of the user who sent it."),
        ("timestamp", "When it was sent."),
        ("readBy", "Ids of the users who have read it, without the sender's; empty if nobody has."),
        ("type", "What sort of message it is."),
        ("attachmentToken", "The token that uploading the file gave. It may not be good for long."),
        ("referencedMessageId", "Id of the message that it replies to."),
        ("idempotencyKey", "A key of your own: with the same one the message is sent once only."),
    ],
    values: &[("participant.notify", "boolean | \"MentionsOnly\"")],
    bodies: &[],
};
