//! The neutral model between readers and writers: what a chat history is, whatever platform it is from or for.
//!
//! A reader makes [`Record`]s: a user, a channel, a member, a message, a reaction, each a bag of fields. A writer takes the
//! fields that its platform has a place for out of the bag; whatever is still in it then is parked or counted as lost, so
//! that nothing can disappear in silence. Source of the map: `formats/mapping.md`.
//!
//! * `fields` have a meaning that platforms share ([`Field`]).
//! * `custom` is the app's own data: name and JSON value, as it stood.
//! * `extra` is what only the source's platform knows (Stream's `config_overrides`, say): its own writer writes it back,
//!   the others park it.

pub(crate) mod field;
pub(crate) mod record;
pub(crate) mod spool;
mod text;
pub(crate) mod time;

pub(crate) use field::{Field, Shape};
pub(crate) use record::{Kind, Record, Value};
pub(crate) use text::Text;
pub(crate) use time::Time;
