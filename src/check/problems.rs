//! What is wrong between items, or with an item as a whole, in words.

use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::frame::Problem;
use crate::json::{go_syntax, text};
use crate::options::Limits;
use crate::table::draft::Draft;

impl Problem {
    /// What a problem is called, and what to do about it.
    pub(super) fn describe(&self, at: usize, depth: u32, item_bytes: u64) -> Box<Draft> {
        let error = |code, basis, message: String| Draft::new(code, Severity::Error, basis, at, message);
        match self {
            Problem::Malformed(words) => {
                let has = |part: &str| text::contains(words, part);
                let help = if words.starts_with("invalid character ',' after top-level") {
                    "remove the comma: in JSON Lines nothing stands between the lines"
                } else if has("'}'") || has("']'") {
                    "look for a comma too many before it"
                } else if has("after object key:value pair") || has("after array element") {
                    "look for a missing comma, quote or bracket before it"
                } else if has("unexpected end") {
                    "the text ends too early: look for a missing bracket or quote"
                } else if has("in string literal") {
                    "write line breaks and tabs in strings as \\n and \\t"
                } else {
                    "JSON knows no comments, no single quotes, no bare words and no trailing commas"
                };
                let mut draft =
                    error(Code::MalformedJson, Basis::Observed, format!("malformed JSON: {words}")).help(help);
                draft.cause.value.clone_from(words);
                draft
            }
            Problem::TooDeep(byte) => {
                let message = format!("values are nested deeper than {depth} levels (limits.depth)");
                let mut draft = error(Code::TooDeep, Basis::Observed, message)
                    .help("flatten the value; raise limits.depth only if the target is known to take it");
                // The parser's own limit; with another one, what it would say cannot be told.
                if depth >= Limits::default().depth {
                    draft.cause.value = go_syntax::Fault { byte: *byte, context: "exceeded max depth" }.message();
                }
                draft
            }
            Problem::TooLarge => {
                let message = format!("the item is larger than {item_bytes} bytes (limits.itemBytes)");
                error(Code::ItemTooLarge, Basis::Inferred, message)
                    .help("it was passed over; raise limits.itemBytes if it is meant to be so large")
            }
            Problem::OverLines(lines) => {
                let message = format!("the item is spread over {lines} lines; JSON Lines has one item a line");
                error(Code::ItemOverLines, Basis::Documented, message)
                    .help("write each item on one line, for instance with: jq -c .")
            }
            Problem::BlankLine => {
                let message = "the line is blank".to_owned();
                Draft::new(Code::BlankLine, Severity::Warning, Basis::Inferred, at, message).help("remove the line")
            }
            Problem::Truncated => {
                let message = "the file ends before the array is closed".to_owned();
                error(Code::TruncatedFile, Basis::Inferred, message)
                    .help("check that the file was written and copied to its end; close it with ]")
            }
            Problem::Trailing => {
                let message = "something follows the end of the array".to_owned();
                error(Code::TrailingData, Basis::Inferred, message)
                    .help("put all items into one array; what follows was not checked")
            }
            Problem::NotAnArray => {
                let message = "the document is no JSON array, as the array dialect asks for".to_owned();
                let mut draft = error(Code::WrongType, Basis::Observed, message)
                    .help("leave the dialect out to have it detected; JSON Lines is \"jsonl\"");
                "invalid format".clone_into(&mut draft.cause.value);
                draft
            }
        }
    }
}
