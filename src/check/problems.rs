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
        let (code, basis, words, part, help) = match self {
            Problem::Malformed(words) => {
                (Code::MalformedJson, Basis::Observed, "malformed JSON: {}", words.clone(), help(words))
            }
            Problem::Comment => {
                (Code::MalformedJson, Basis::Observed, "malformed JSON: a comment stands here", String::new(), COMMENT)
            }
            Problem::TrailingComma => (
                Code::MalformedJson,
                Basis::Observed,
                "malformed JSON: nothing follows the comma",
                String::new(),
                TRAILING_COMMA,
            ),
            Problem::BareKey(name) => (
                Code::MalformedJson,
                Basis::Observed,
                "malformed JSON: the key {n} stands without double quotes",
                name.clone(),
                BARE_KEY,
            ),
            Problem::TooDeep(_) => (
                Code::TooDeep,
                Basis::Observed,
                "values are nested deeper than {} levels (limits.depth)",
                text::number(depth.into()),
                "flatten the value; raise limits.depth only if the target is known to take it",
            ),
            Problem::TooLarge => (
                Code::ItemTooLarge,
                Basis::Inferred,
                "the item is larger than {} bytes (limits.itemBytes)",
                text::number(item_bytes),
                "it was passed over; raise limits.itemBytes if it is meant to be so large",
            ),
            Problem::OverLines(lines) => (
                Code::ItemOverLines,
                Basis::Documented,
                "the item is spread over {} lines; JSON Lines has one item a line",
                text::number(*lines),
                "write each item on one line, for instance with: jq -c .",
            ),
            Problem::BlankLine => {
                (Code::BlankLine, Basis::Inferred, "the line is blank", String::new(), "remove the line")
            }
            Problem::Truncated(missing) => (
                Code::TruncatedFile,
                Basis::Inferred,
                if missing.starts_with(']') {
                    "the file ends before the array is closed"
                } else {
                    "the file ends before the object is closed"
                },
                missing.clone(),
                "check that the file was written and copied to its end; close it with {}",
            ),
            Problem::Trailing => (
                Code::TrailingData,
                Basis::Inferred,
                "something follows the end of the array",
                String::new(),
                "put all items into one array; what follows was not checked",
            ),
            Problem::Further => (
                Code::TrailingData,
                Basis::Inferred,
                "something follows the end of the document",
                String::new(),
                "a body is one JSON value: put all items into it, or each body into a file of its own",
            ),
            Problem::NotAnArray => (
                Code::WrongType,
                Basis::Observed,
                "the document is no JSON array, as the array dialect asks for",
                String::new(),
                "leave the dialect out to have it detected; JSON Lines is \"jsonl\"",
            ),
        };
        let severity = if code == Code::BlankLine { Severity::Warning } else { Severity::Error };
        let mut draft = Draft::worded(code, severity, basis, at, words, &[&part]).help_worded(help, &[&part]);
        // The parser's own words; with another limit of depth than its own, what it would say cannot be told.
        draft.cause.value = match self {
            Problem::Malformed(words) => words.clone(),
            Problem::TooDeep(byte) if depth >= Limits::default().depth => {
                go_syntax::Fault { byte: *byte, context: "exceeded max depth" }.message()
            }
            Problem::NotAnArray => "invalid format".to_owned(),
            _ => String::new(),
        };
        draft
    }
}

const COMMENT: &str = "remove the comment: examples in documentation have them, JSON has none";
const TRAILING_COMMA: &str =
    "remove the comma: examples in documentation have it, JSON has none before a closing bracket";
const PASTED: &str = "bullets (•), typographic quotes (“ ”) and odd spaces come along when text is copied from a page: remove them, and use \"";
const BARE_KEY: &str = "put names in double quotes: {name: \"a\"} and {'name': \"a\"} are JavaScript, not JSON";

/// What to do about text that is no JSON, from what the parser says of it: the words name the byte and its context.
fn help(words: &str) -> &'static str {
    let byte = words.strip_prefix("invalid character '").and_then(|rest| rest.bytes().next()).unwrap_or(0);
    let letter = byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$');
    let single_quote = words.starts_with(r"invalid character '\''");
    let has = |part: &str| text::contains(words, part);
    let between = has("looking for") || has("' after ");
    let key = words.ends_with(go_syntax::KEY_WANTED);
    let value = words.ends_with(go_syntax::VALUE_WANTED);
    match byte {
        b',' if has("after top-level") => "remove the comma: in JSON Lines nothing stands between the lines",
        b':' if has("after top-level") => {
            "the brackets are missing: put names and their values into { }, and several of these into [ ]"
        }
        b'/' if between => COMMENT,
        b'}' if key => TRAILING_COMMA,
        b']' if value => TRAILING_COMMA,
        b'}' if value => "a value is missing before it",
        b'}' if has("after array element") => "it is one bracket too many, or a ] is missing before it",
        b']' if has("after object key:value") => "it is one bracket too many, or a } is missing before it",
        b'}' | b']' if has("after top-level") => "it is one bracket too many",
        b'{' if key => "look for a missing } before it",
        _ if !byte.is_ascii() => PASTED,
        b'.' if key || value => "remove the dots, or put in what they stand for",
        _ if key && (letter || single_quote) => BARE_KEY,
        _ if value && single_quote => "put texts in double quotes: JSON knows no single ones",
        _ if value && letter => "JSON knows the words true, false and null alone; put texts in double quotes",
        _ if has("after object key:value") || has("after array element") => {
            "look for a missing comma, quote or bracket before it"
        }
        _ if words.ends_with("after object key") => "put a colon between a name and its value",
        _ if has("numeric literal") => "numbers are written as in 1, -0.5 and 1e9",
        _ if has("unexpected end") => "the text ends too early: look for a missing bracket or quote",
        _ if has("in string literal") => "write line breaks and tabs in strings as \\n and \\t",
        _ => "JSON knows no comments, no single quotes, no bare words and no trailing commas",
    }
}

#[cfg(test)]
mod tests {
    use crate::frame::Problem;
    use crate::json::go_syntax;

    /// The message and the help of a problem.
    fn described(problem: &Problem) -> (String, String) {
        let draft = problem.describe(0, 10_000, 1000);
        (draft.message.clone(), draft.help.clone().unwrap_or_default())
    }

    #[test]
    fn help_fits_what_people_paste() {
        for (text, help) in [
            (r#"{"a":1} // b"#, "remove the comment"),
            (r#"{"a":1, /* b */ "c":2}"#, "remove the comment"),
            (r#"{"a":/**/1}"#, "remove the comment"),
            (r#"{"a":1,}"#, "remove the comma"),
            ("[1,]", "remove the comma"),
            ("{} ,", "remove the comma"),
            ("{name:1}", "put names in double quotes"),
            ("{$name:1}", "put names in double quotes"),
            ("{'name':1}", "put names in double quotes"),
            (r#"{"a":'b'}"#, "put texts in double quotes"),
            (r#"{"a":True}"#, "JSON knows the words"),
            (r#"{"a":undefined}"#, "JSON knows the words"),
            ("[{}, ...]", "remove the dots"),
            ("{...}", "remove the dots"),
            (r#"{"a":}"#, "a value is missing"),
            (r#"{"a" 1}"#, "put a colon"),
            (r#"{"a":1]"#, "it is one bracket too many, or a }"),
            ("[1}", "it is one bracket too many, or a ]"),
            ("{}}", "it is one bracket too many"),
            (r#"{"a":1 "b":2}"#, "look for a missing comma"),
            (r#"{"a":1, {"b":2}"#, "look for a missing }"),
            (r#"{"a":1"#, "the text ends too early"),
            ("\"a\n\"", "write line breaks"),
            ("[1.]", "numbers are written"),
            ("[#]", "JSON knows no comments"),
        ] {
            let words = go_syntax::first_error(text.as_bytes()).map(|error| error.message).unwrap_or_default();
            let (message, found) = described(&Problem::Malformed(words.clone()));
            assert_eq!(message, format!("malformed JSON: {words}"));
            assert!(found.starts_with(help), "{text}: {words}: {found}");
        }
    }

    #[test]
    fn what_is_missing_at_the_end_is_named() {
        let (message, help) = described(&Problem::Truncated("]}".to_owned()));
        assert_eq!(message, "the file ends before the array is closed");
        assert!(help.ends_with("close it with ]}"), "{help}");
        assert_eq!(described(&Problem::Truncated("}".to_owned())).0, "the file ends before the object is closed");
    }

    #[test]
    fn keys_without_quotes_are_named() {
        let message = "malformed JSON: the key \"name\" stands without double quotes";
        assert_eq!(described(&Problem::BareKey("name".to_owned())).0, message);
    }
}
