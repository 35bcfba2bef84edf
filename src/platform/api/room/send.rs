//! Requests that begin and end as rows go by.

use super::ApiRoom;
use crate::codes::Code;
use crate::finding::{Position, Severity};
use crate::json::text;
use crate::platform::api::{Asks, Root, percent_encoded};
use crate::table::draft::Draft;

impl ApiRoom {
    /// Begins a request, unless one is open.
    pub(super) fn begin_request(&mut self, asks: Asks, at: usize, position: Option<Position>) {
        let migration = &mut self.migration;
        if migration.request.open {
            return;
        }
        self.asked = true;
        if !migration.in_line {
            migration.request.reset();
            migration.request.channel.clone_from(&migration.channel);
            asks.method.clone_into(&mut migration.request.method);
            let path = match &migration.channel {
                Some(channel) => {
                    let (before, behind) = text::parted(asks.path, "{channel}").unwrap_or((asks.path, ""));
                    [before, &percent_encoded(channel.as_bytes()), behind].concat()
                }
                None => asks.path.to_owned(),
            };
            migration.request.path = path;
        }
        let request = &mut migration.request;
        request.source = migration.source;
        request.form = self.form;
        request.open = true;
        request.at = at;
        request.position = position;
        self.vendor.begin_request(migration);
    }

    /// Ends the request at hand, and answers it if it has errors.
    pub(super) fn end_request(&mut self, asks: Option<Asks>) {
        if !self.migration.request.open {
            return;
        }
        if let Some(asks) = asks.filter(|asks| asks.most != 0 && self.migration.request.rows > asks.most) {
            self.too_many_rows(asks);
        }
        self.vendor.end_request(&mut self.migration);
        let migration = &mut self.migration;
        let request = &mut migration.request;
        request.open = false;
        if request.is_faulty() {
            let vendor = &self.vendor;
            if migration.in_batch {
                self.call = Some(vendor.answer(request));
            } else {
                self.answers.add(request, || (vendor.answer(request), vendor.imported(request)));
            }
        }
    }

    #[cold]
    pub(super) fn too_many_rows(&mut self, asks: Asks) {
        let (rows, most) = (self.migration.request.rows.to_string(), asks.most.to_string());
        let kind = self.facts.kinds.get(self.migration.request.kind);
        let kind = match self.form().map(|form| &form.root) {
            Some(Root::Calls { .. }) => "call",
            _ => kind.map_or("row", |kind| kind.name),
        };
        let platform = self.migration.walker.manner.platform;
        let message = ["the request has ", &rows, " ", kind, "s; ", platform, " takes ", &most, " at a time"].concat();
        let draft = Draft::new(Code::TooMany, Severity::Error, asks.basis, 0, message)
            .help(&["send them in requests of at most ", &most].concat())
            .cause("request", "", &rows, asks.most);
        self.migration.say_of_request(draft);
    }

    /// Says how many requests a document makes that is longer than one of them.
    #[cold]
    pub(super) fn several_requests(&mut self, asks: Asks) {
        let rows = (self.cut * asks.batch + self.migration.request.rows).to_string();
        let (most, requests) = (asks.batch.to_string(), (self.cut + 1).to_string());
        let kind = self.facts.kinds.get(self.migration.request.kind).map_or("row", |kind| kind.name);
        let platform = self.migration.walker.manner.platform;
        let message = ["the document has ", &rows, " ", kind, "s; ", platform, " takes ", &most, " at a time"].concat();
        let message = [&message, ", so that it takes ", &requests, " requests"].concat();
        let draft = Draft::new(Code::SeveralRequests, Severity::Info, asks.basis, 0, message)
            .help(&["send them in this order, ", &most, " at a time, each request once"].concat())
            .cause("request", "", &rows, asks.batch);
        self.migration.say_of_request(draft);
    }
}
