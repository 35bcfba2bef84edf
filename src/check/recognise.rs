//! The beginning of a document: what it is, and what reads it.

use super::{Checker, Document, Reading, sample};
use crate::codes::Code;
use crate::detect::{Confidence, Detection, Encoding, detect, detect_as, encoding};
use crate::finding::{Basis, Severity};
use crate::frame::{Framer, Shape};
use crate::mend::Mend;
use crate::options::{Dialect, Platform, Resource};
use crate::platform::room::Source;
use crate::report::Form;
use crate::table::draft::Draft;

/// What a document is read as.
struct Plan {
    platform: Platform,
    resource: Resource,
    dialect: Option<Dialect>,
}

fn error(code: Code, basis: Basis, message: String) -> Box<Draft> {
    Draft::new(code, Severity::Error, basis, 0, message)
}

impl Checker {
    /// Looks at a document's first bytes, and gets ready for its items.
    pub(super) fn recognise(&mut self) {
        let Some(mut document) = self.current.take() else { return };
        let Reading::Head(head) = std::mem::replace(&mut document.state, Reading::Passed) else {
            self.current = Some(document);
            return;
        };
        if let Some(mut framer) = self.prepare(&document, sample(&head).unwrap_or(&head)) {
            let marked = encoding(&head) == Encoding::Marked;
            self.marked |= marked;
            let skipped = if marked { 3 } else { 0 };
            framer.push(&head.get(skipped..).unwrap_or_default(), &mut self.ledger);
            document.state = Reading::Items(framer);
        }
        self.current = Some(document);
    }

    fn prepare(&mut self, document: &Document, head: &[u8]) -> Option<Box<Framer>> {
        let index = document.index;
        let encoding = encoding(head);
        if let Encoding::Wide(encoding) = encoding {
            let message = format!("the text is {encoding}; it has to be UTF-8");
            let help = format!("convert it, for instance with: iconv -f {encoding} -t UTF-8");
            self.say(index, error(Code::WrongEncoding, Basis::Observed, message).help(&help));
            return None;
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if text.iter().all(u8::is_ascii_whitespace) {
            let message =
                if head.is_empty() { "the input is empty" } else { "there is nothing but white space in the input" };
            let draft = error(Code::EmptyInput, Basis::Observed, message.to_owned());
            self.say(index, draft.help("check that the export that wrote this file has finished"));
            if let Some(platform) = self.options.platform {
                self.settle_platform(platform);
            }
            return None;
        }
        let detection = self.look_at(index, head);
        if detection.form == Form::Export {
            if let Some(platform) = self.ledger.platform.or(detection.platform) {
                self.settle_platform(platform);
            }
            if let Some(document) = self.documents.get_mut(index as usize) {
                document.form = Form::Export;
                document.resource = document.resource.or(detection.resource);
            }
            let message = format!("this is an export, not an import: {}", detection.why);
            let draft = error(Code::ExportNotImport, Basis::Inferred, message);
            self.say(index, draft.help("convert it to an import file first"));
            return None;
        }
        let plan = self.plan(index, &detection, text)?;
        self.settle_platform(plan.platform);
        self.read_any = true;
        if let Some(document) = self.documents.get_mut(index as usize) {
            document.resource = Some(plan.resource);
            document.dialect = plan.dialect;
        }
        self.ledger.start_source(&Source {
            index,
            resource: plan.resource,
            dialect: plan.dialect,
            channel: self.channels.get(index as usize).cloned().flatten(),
        });
        self.remarks(index, &plan, encoding, text);
        let shape = match (plan.resource, plan.dialect) {
            (Resource::Requests, _) => Shape::Requests,
            (Resource::Import, Some(Dialect::Array)) => Shape::Array,
            (Resource::Import, _) => Shape::Lines,
            _ => Shape::Body,
        };
        let skipped = if encoding == Encoding::Marked { 3 } else { 0 };
        Some(Box::new(Framer::new(shape, index, skipped, self.gather, self.options.limits)))
    }

    /// What the document seems to be: with the platform in mind, if that is known, unless it is plainly another's.
    fn look_at(&self, index: u32, head: &[u8]) -> Detection {
        let document = self.documents.get(index as usize);
        let name = document.and_then(|document| document.name.as_deref());
        let seen = detect(head, name);
        let Some(wanted) = self.options.platform.or(self.ledger.platform) else { return seen };
        if seen.platform == Some(wanted) || seen.confidence == Confidence::Certain {
            return seen;
        }
        let own = detect_as(wanted, head, name);
        let told = self.options.platform.is_some() && document.is_some_and(|document| document.resource.is_some());
        // Of what is Stream's by a few words only, such as an empty array, nobody can be sure.
        let weak = matches!(seen.platform, None | Some(Platform::Stream));
        if own.platform.is_some() || told || weak { own } else { seen }
    }

    /// What to read a document as; `None` if it is nothing that is known, which is reported.
    fn plan(&mut self, index: u32, detection: &Detection, text: &[u8]) -> Option<Plan> {
        let wanted = self.options.platform.or(self.ledger.platform);
        let given = self.documents.get(index as usize).and_then(|document| document.resource);
        let platform = match (wanted, detection.platform) {
            (Some(wanted), Some(seen)) if wanted != seen => {
                self.foreign(index, Some(wanted), detection);
                return None;
            }
            (Some(platform), _) if self.options.platform.is_some() || detection.platform.is_some() => platform,
            (None, Some(platform)) => platform,
            _ => {
                self.foreign(index, wanted, detection);
                return None;
            }
        };
        let resources = platform.resources();
        let resource = match (given, detection.resource) {
            (Some(given), _) => given,
            (None, Some(seen)) if detection.platform == Some(platform) => seen,
            _ if resources == [Resource::Import] => Resource::Import,
            _ => {
                self.no_resource(index, platform, detection);
                return None;
            }
        };
        if !resources.contains(&resource) {
            self.no_resource(index, platform, detection);
            return None;
        }
        let dialect = match platform {
            Platform::Stream => {
                let array = text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
                let seen = if array { Dialect::Array } else { Dialect::Jsonl };
                Some(self.options.dialect.unwrap_or(seen))
            }
            _ => self.options.dialect.or(detection.dialect).or(platform.dialects().first().copied()),
        };
        Some(Plan { platform, resource, dialect: dialect.filter(|dialect| platform.dialects().contains(dialect)) })
    }

    fn foreign(&mut self, index: u32, wanted: Option<Platform>, detection: &Detection) {
        let message = match wanted {
            Some(platform) => format!("this is no import file of {}: {}", platform.title(), detection.why),
            None => format!("this is no import file that is known here: {}", detection.why),
        };
        let help = match (wanted, detection.platform) {
            (Some(_), Some(other)) => format!("check it as one of {}'s: --platform {other}", other.title()),
            _ => "give the platform and the resource if the file is meant for one".to_owned(),
        };
        self.say(index, error(Code::UnknownFormat, Basis::Inferred, message).help(&help));
    }

    fn no_resource(&mut self, index: u32, platform: Platform, detection: &Detection) {
        self.settle_platform(platform);
        let names: Vec<&str> = platform.resources().iter().map(|resource| resource.name()).collect();
        let message = format!("it does not tell which of {}'s resources it holds: {}", platform.title(), detection.why);
        let help = format!("say so with --resource: {}", names.join(", "));
        self.say(index, error(Code::UnknownFormat, Basis::Inferred, message).help(&help));
    }

    /// What there is to say of the document as a whole.
    fn remarks(&mut self, index: u32, plan: &Plan, encoding: Encoding, text: &[u8]) {
        if encoding == Encoding::Marked {
            let observed = plan.dialect == Some(Dialect::Array);
            let basis = if observed { Basis::Observed } else { Basis::Inferred };
            let message = "the file begins with a byte order mark".to_owned();
            let mut draft = error(Code::ByteOrderMark, basis, message)
                .help("save it as UTF-8 without a byte order mark")
                .mend(Some(Mend::one("remove the byte order mark", 0, 3, "")));
            "invalid character 'ï' looking for beginning of value".clone_into(&mut draft.cause.value);
            self.ledger.answer_malformed(&draft);
            self.say(index, draft);
        }
        let array = plan.dialect == Some(Dialect::Array);
        if array && text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            let message =
                "the file is in the older dialect, one JSON array; the documentation describes JSON Lines only";
            let draft = Draft::new(Code::LegacyDialect, Severity::Info, Basis::Documented, 0, message.to_owned());
            self.say(index, draft.help("write one {\"type\",\"data\"} a line, sorted by type"));
        }
    }
}
