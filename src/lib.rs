//! Checks chat-import files before anyone uploads them.
//!
//! ```
//! use chat_preflight::{CheckOptions, check};
//!
//! let report = check(
//!     br#"{"type":"user","data":{"id":"ann@example.com"}}"#,
//!     CheckOptions::default(),
//! );
//! let finding = &report.findings[0];
//! assert_eq!(finding.code.slug(), "invalid-characters");
//! assert_eq!((finding.position.line, finding.position.column), (1, 29));
//! assert!(!report.ok);
//! ```
//!
//! The way of the data is one street: chunk → `frame` → item → `json` → `table` walk (fills slots, drafts findings) →
//! platform `rules` (read slots) → `index` → `collect` → [`Report`] with the platform's [`Answer`]. Nothing is built of an
//! item, and a clean file is read once. The crate is compiled to WebAssembly for browsers and Node; `wasm` is the only
//! file that knows of JavaScript.

mod check;
mod codes;
mod collect;
mod convert;
mod detect;
mod finding;
mod fix;
mod frame;
mod history;
mod index;
mod json;
mod mend;
mod options;
mod order;
mod partial;
mod platform;
mod redact;
mod report;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod table;
mod timeline;
#[cfg(not(target_arch = "wasm32"))]
mod typescript;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use check::{Checker, Outcome, SourceOptions, check};
pub use codes::{Code, Rule, rules};
pub use convert::{
    Conversion, ConvertOptions, Converter, Input, KnownId, OutputFile, Survey, Treatment, convert, convert_in_pieces,
};
pub use detect::{Confidence, Detection, detect};
pub use finding::{Basis, Change, Edit, Finding, Fix, Position, Related, Severity};
pub use fix::{Applied, Fixer, Sorter};
pub use options::{AnswerStyle, ChannelType, CheckOptions, Dialect, Existing, Limits, Platform, Profile, Resource};
pub use report::{Answer, Asked, Counters, Form, Reply, Report, SourceInfo, Stats, TimelineBucket};
#[cfg(not(target_arch = "wasm32"))]
pub use schema::{Schema, all_schemas, schemas};
#[cfg(not(target_arch = "wasm32"))]
pub use typescript::{code_types, item_types};
