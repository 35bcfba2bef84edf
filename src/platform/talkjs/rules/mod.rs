//! What crosses fields and what crosses rows. Source: `formats/talkjs.md` 3 and 8.

pub(super) mod advice;
mod conversations;
mod ids;
pub(super) mod lately;
mod messages;
pub(super) mod order;
pub(super) mod paths;
mod sent;
mod users;
