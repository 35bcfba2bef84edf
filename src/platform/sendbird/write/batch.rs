//! Messages, collected to calls: 1.1.

use super::MESSAGES;
use crate::convert::writer::Output;

/// The most messages of a call.
const MOST: usize = 100;
/// Where a call ends that has fewer: large messages need not make a call that nobody takes.
const MOST_BYTES: usize = 4 << 20;

/// The call in the making.
#[derive(Debug)]
pub(super) struct Batch {
    path: String,
    list: String,
    count: usize,
}

impl Batch {
    pub(super) fn new(url: &str) -> Batch {
        Batch { path: ["/v3/migration/", url].concat(), list: String::new(), count: 0 }
    }

    pub(super) fn add(&mut self, message: &str, out: &mut Output<'_>) {
        if self.count == MOST || self.count > 0 && self.list.len() + message.len() > MOST_BYTES {
            self.flush(out);
        }
        if self.count > 0 {
            self.list.push(',');
        }
        self.list.push_str(message);
        self.count += 1;
    }

    pub(super) fn flush(&mut self, out: &mut Output<'_>) {
        if self.count > 0 {
            // The flag has a default, but some of the documentation calls it required.
            let body = ["{\"messages\":[", &self.list, "],\"update_read_ts\":false}"];
            out.request_with(MESSAGES, "POST", &self.path, body);
            self.list.clear();
            self.count = 0;
        }
    }
}
