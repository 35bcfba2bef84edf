//! A batch: a request whose body is a list of calls, each `[number, method, path, body, options]`.
//!
//! Each call is a request of its own, with its own rows and its own answer; they run in any order.

use super::{ApiRoom, Seen};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::json::lexer::Lexer;
use crate::platform::api::request::{Request, Trouble};
use crate::platform::api::{Asks, Root};
use crate::table::draft::Draft;
use crate::table::walk::{elements, found};

/// What stood in the call so far.
#[derive(Default)]
struct Call {
    /// The text of its number.
    number: String,
    method: Option<String>,
    path: Option<String>,
    /// Whether there is a body.
    body: bool,
}

impl ApiRoom {
    /// Walks the calls; the cursor stands before the value that they are.
    pub(super) fn calls(&mut self, lexer: &mut Lexer, prefix: &str, asks: Asks) -> bool {
        let seen = Seen { byte: lexer.next(), at: lexer.pos };
        self.begin_request(asks, seen.at, None);
        if seen.byte != b'[' {
            if let Some(form) = self.form() {
                self.wrong_root(form, seen);
            }
            return lexer.value();
        }
        let form = self.form;
        let mut batch = std::mem::take(&mut self.migration.request);
        self.migration.in_batch = true;
        let good = elements(lexer, |lexer, index| {
            self.migration.walker.enter_index(index);
            let good = self.call(lexer, prefix, &mut batch);
            self.migration.walker.leave();
            good
        });
        self.migration.in_batch = false;
        self.migration.request = batch;
        self.form = form;
        good
    }

    fn call(&mut self, lexer: &mut Lexer, prefix: &str, batch: &mut Request) -> bool {
        batch.rows += 1;
        let (at, byte) = (lexer.pos, lexer.byte());
        if byte != b'[' {
            self.bad_call(batch, Code::WrongType, at, &["the call is ", found(byte)].concat());
            return lexer.value();
        }
        self.migration.request.reset();
        self.call = None;
        let mut call = Call::default();
        let good = elements(lexer, |lexer, index| match index {
            0 => {
                if !matches!(lexer.byte(), b'-' | b'0'..=b'9') {
                    self.bad_call(batch, Code::WrongType, lexer.pos, &["its number is ", found(lexer.byte())].concat());
                }
                let start = lexer.pos;
                let good = lexer.value();
                call.number = String::from_utf8_lossy(lexer.slice(start, lexer.pos)).into_owned();
                good
            }
            1 => self.word(lexer, "method", &mut call.method),
            2 => self.word(lexer, "path", &mut call.path),
            3 => {
                call.body = true;
                if self.lead_call(prefix, &call, at) { self.body_of_call(lexer) } else { lexer.value() }
            }
            _ => lexer.value(),
        });
        if good && call.path.is_none() {
            self.bad_call(batch, Code::MissingField, at, "the call has no path");
        } else if good && !call.body && self.lead_call(prefix, &call, at) {
            self.bad_call(batch, Code::MissingField, at, "the call has no body");
        }
        batch.calls.push((call.number, self.call.take()));
        good
    }

    /// Finds out where a call leads that begins at `at`. Whether its body is to be walked.
    fn lead_call(&mut self, prefix: &str, call: &Call, at: usize) -> bool {
        let (Some(method), Some(path)) = (&call.method, &call.path) else { return false };
        let named = [&self.migration.walker.path_of(None), "[2]"].concat();
        if !self.lead(method, &[prefix, path].concat(), at, &named) {
            return false;
        }
        let is_batch = matches!(self.form().map(|form| &form.root), Some(Root::Calls { .. }));
        if is_batch {
            let message = "the call is a batch itself; it was not looked at".to_owned();
            let draft = Draft::new(Code::UnknownRequest, Severity::Warning, Basis::Inferred, at, message).path(named);
            self.migration.say(draft.help("put its calls into a request of their own"));
        }
        !is_batch
    }

    fn body_of_call(&mut self, lexer: &mut Lexer) -> bool {
        self.migration.walker.enter_index(3);
        let good = self.body_value(lexer);
        self.migration.walker.leave();
        if good {
            self.end_request(self.only_asks());
        }
        good
    }

    #[cold]
    fn bad_call(&mut self, batch: &mut Request, code: Code, at: usize, words: &str) {
        let platform = self.migration.walker.manner.platform;
        let message = [words, "; ", platform, " wants [number, method, path, body]"].concat();
        let draft = Draft::new(code, Severity::Error, Basis::Documented, at, message)
            .path(self.migration.walker.path_of(None))
            .cause("call", "", "", 0);
        batch.troubles.push(Trouble::of(&draft));
        self.migration.say(draft);
    }
}
