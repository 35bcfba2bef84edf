//! Documents of any size, cut into the items that a reader asked for; chunks of any size.

use super::reader::{Cut, Step};
use crate::finding::Position;

/// An item's bytes, and what is known of them.
#[derive(Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) bytes: &'a [u8],
    /// Which of the paths; `None` beside all of them.
    pub(crate) path: Option<usize>,
    /// The innermost key above it, decoded.
    pub(crate) key: &'a str,
    pub(crate) at: Position,
    /// Why it cannot be read, if it is known already.
    pub(crate) broken: Option<&'static str>,
}

/// A container that is gone into.
#[derive(Clone, Copy, Debug)]
struct Level {
    object: bool,
    /// The paths that lead through it: a bit each.
    paths: u64,
}

/// A value that is being scanned to its end.
#[derive(Clone, Copy, Debug)]
struct Scan {
    /// Where it began, in the window.
    start: usize,
    at: Position,
    path: Option<usize>,
    depth: usize,
    quoted: bool,
    /// Neither string nor container.
    scalar: bool,
    /// It is over the limit: its beginning is gone.
    cut: bool,
}

/// Cuts one document.
#[derive(Debug)]
pub(crate) struct Splitter {
    cut: Cut,
    limit: usize,
    window: Vec<u8>,
    /// Where the next byte to look at stands.
    next: usize,
    /// How many bytes of the document went by before the window.
    base: u64,
    /// Lines are counted up to here, in the window.
    counted: usize,
    line: u64,
    /// Where that line begins, in the document.
    line_start: u64,
    source: u32,
    items: u64,
    levels: Vec<Level>,
    /// The last key of the innermost object.
    keys: Vec<String>,
    scan: Option<Scan>,
    /// Something stood where nothing may stand, and it has been told.
    astray: bool,
    ended: bool,
}

const TOO_LONG: &str = "it is longer than one item may be (limits.itemBytes)";
const UNFINISHED: &str = "it does not end";
const NO_VALUE: &str = "this is no JSON value";

impl Splitter {
    pub(crate) fn new(cut: Cut, source: u32, limit: u64) -> Splitter {
        Splitter {
            cut,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            window: Vec::new(),
            next: 0,
            base: 0,
            counted: 0,
            line: 1,
            line_start: 0,
            source,
            items: 0,
            levels: Vec::new(),
            keys: Vec::new(),
            scan: None,
            astray: false,
            ended: false,
        }
    }

    /// Takes bytes; hands over the items that end in them.
    pub(crate) fn push(&mut self, bytes: &[u8], take: &mut dyn FnMut(Piece<'_>)) {
        if self.base == 0 && self.window.is_empty() {
            let marked = bytes.strip_prefix(b"\xef\xbb\xbf".as_slice());
            // The document's first bytes come in one piece, the mark with them.
            (self.base, self.line_start) = if marked.is_some() { (3, 3) } else { (0, 0) };
            self.window.extend_from_slice(marked.unwrap_or(bytes));
        } else {
            self.window.extend_from_slice(bytes);
        }
        self.go(take);
        self.drop_passed();
    }

    /// The document ended.
    pub(crate) fn end(&mut self, take: &mut dyn FnMut(Piece<'_>)) {
        self.ended = true;
        self.go(take);
    }

    pub(crate) fn items(&self) -> u64 {
        self.items
    }

    fn go(&mut self, take: &mut dyn FnMut(Piece<'_>)) {
        match self.cut {
            Cut::Lines => self.lines(take),
            Cut::Paths(paths) => while self.step(paths, take) {},
        }
    }

    fn drop_passed(&mut self) {
        let passed = self.scan.map_or(self.next, |scan| scan.start);
        // Half a window at a time: moving what stays costs as much as it is long.
        if passed < self.window.len() / 2 && passed < 1 << 16 {
            return;
        }
        self.count_lines(passed);
        self.window.drain(..passed);
        self.base += passed as u64;
        self.next -= passed;
        self.counted = self.counted.saturating_sub(passed);
        if let Some(scan) = &mut self.scan {
            scan.start = 0;
        }
    }

    fn count_lines(&mut self, to: usize) {
        let Some(passed) = self.window.get(self.counted..to) else { return };
        for at in memchr::memchr_iter(b'\n', passed) {
            self.line += 1;
            self.line_start = self.base + (self.counted + at) as u64 + 1;
        }
        self.counted = to;
    }

    fn position(&mut self, at: usize) -> Position {
        self.count_lines(at);
        let byte = self.base + at as u64;
        Position { source: self.source, byte, line: self.line, column: byte - self.line_start + 1, item: self.items }
    }

    fn lines(&mut self, take: &mut dyn FnMut(Piece<'_>)) {
        loop {
            let rest = self.window.get(self.next..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest);
            let length = match end {
                Some(end) => end,
                None if self.ended && !rest.is_empty() => rest.len(),
                None => return,
            };
            let start = self.next;
            let line = rest.get(..length).unwrap_or_default();
            let blank = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
            let broken = (length > self.limit).then_some(TOO_LONG);
            if !blank {
                let at = self.position(start);
                self.items += 1;
                let bytes = self.window.get(start..start + length).unwrap_or_default();
                take(Piece { bytes, path: Some(0), key: "", at, broken });
            }
            self.next = start + length + usize::from(end.is_some());
        }
    }

    /// One step through a document of paths; whether there may be another one.
    fn step(&mut self, paths: &'static [&'static [Step]], take: &mut dyn FnMut(Piece<'_>)) -> bool {
        if self.scan.is_some() {
            return self.scan_on(take);
        }
        let Some((at, byte)) = self.look() else { return false };
        self.next = at;
        let level = self.levels.last().copied();
        match (byte, level) {
            (b',', Some(_)) => {
                self.next += 1;
                true
            }
            (b'}' | b']', Some(level)) if (byte == b'}') == level.object => {
                self.next += 1;
                self.levels.pop();
                self.keys.pop();
                true
            }
            (b'"', Some(Level { object: true, .. })) => self.member(paths, take),
            (_, Some(Level { object: true, .. })) | (b'}' | b']' | b',' | b':', _) => self.stray(take),
            (_, None) => self.value(paths, (1 << paths.len().min(63)) - 1, take),
            (_, Some(level)) => self.value(paths, self.lead(paths, level.paths, |step| step == Step::Each), take),
        }
    }

    /// The next byte that is no white space.
    fn look(&self) -> Option<(usize, u8)> {
        let rest = self.window.get(self.next..)?;
        let skip = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))?;
        Some((self.next + skip, *rest.get(skip)?))
    }

    /// Those of the paths that go on from here with a step of this kind.
    fn lead(&self, paths: &[&[Step]], among: u64, fits: impl Fn(Step) -> bool) -> u64 {
        let depth = self.levels.len() - 1;
        let mut lead = 0;
        for (number, path) in paths.iter().enumerate().take(63) {
            if among >> number & 1 == 1 && path.get(depth).is_some_and(|step| fits(*step)) {
                lead |= 1 << number;
            }
        }
        lead
    }

    /// A key, and the beginning of its value. Nothing is passed until both are there.
    fn member(&mut self, paths: &'static [&'static [Step]], take: &mut dyn FnMut(Piece<'_>)) -> bool {
        let start = self.next + 1;
        let Some(end) = string_end(&self.window, start) else { return self.ended && self.stray(take) };
        let mut after = end + 1;
        let mut colon = false;
        loop {
            match self.window.get(after) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => after += 1,
                Some(b':') if !colon => {
                    colon = true;
                    after += 1;
                }
                Some(_) if colon => break,
                Some(_) => return self.stray(take),
                None => return self.ended && self.stray(take),
            }
        }
        let key = crate::json::text::decode(self.window.get(start..end).unwrap_or_default());
        let among = self.levels.last().map_or(0, |level| level.paths);
        let lead = self.lead(paths, among, |step| match step {
            Step::Key(name) => name == key,
            Step::Every => true,
            Step::Each => false,
        });
        if let Some(last) = self.keys.last_mut() {
            *last = key;
        }
        self.next = after;
        self.value(paths, lead, take)
    }

    /// A value begins: it is an item, or gone into, or skipped.
    fn value(&mut self, paths: &'static [&'static [Step]], lead: u64, take: &mut dyn FnMut(Piece<'_>)) -> bool {
        let byte = self.window.get(self.next).copied().unwrap_or_default();
        if !matches!(byte, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') {
            return self.stray(take);
        }
        self.astray = false;
        let depth = self.levels.len();
        let ends =
            |number: &usize| lead >> number & 1 == 1 && paths.get(*number).is_some_and(|path| path.len() == depth);
        let path = (0..paths.len().min(63)).find(ends);
        let goes_on = |step: Step| match step {
            Step::Each => byte == b'[',
            Step::Key(_) | Step::Every => byte == b'{',
        };
        let mut inner = 0;
        for (number, path) in paths.iter().enumerate().take(63) {
            if lead >> number & 1 == 1 && path.get(depth).is_some_and(|step| goes_on(*step)) {
                inner |= 1 << number;
            }
        }
        if path.is_none() && inner != 0 {
            self.levels.push(Level { object: byte == b'{', paths: inner });
            self.keys.push(self.keys.last().cloned().unwrap_or_default());
            self.next += 1;
            return true;
        }
        let at = self.position(self.next);
        let start = self.next;
        let scalar = !matches!(byte, b'{' | b'[' | b'"');
        self.scan = Some(Scan { start, at, path, depth: 0, quoted: false, scalar, cut: false });
        self.scan_on(take)
    }

    /// Goes on to the end of a value; whether it is there.
    fn scan_on(&mut self, take: &mut dyn FnMut(Piece<'_>)) -> bool {
        let Some(mut scan) = self.scan else { return true };
        let window = &self.window;
        let mut at = self.next;
        let mut done = false;
        while !done {
            if scan.quoted {
                // Behind the quote, or at a line end: no string goes over it.
                let rest = window.get(at..).unwrap_or_default();
                let Some(stop) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                    at = window.len();
                    break;
                };
                match rest.get(stop) {
                    Some(b'\\') if rest.len() < stop + 2 => {
                        at += stop;
                        break;
                    }
                    Some(b'\\') => at += stop + 2,
                    _ => {
                        at += stop + 1;
                        scan.quoted = false;
                        done = scan.depth == 0;
                    }
                }
                continue;
            }
            let Some(byte) = window.get(at) else { break };
            if scan.scalar {
                if matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t') {
                    done = true;
                    continue;
                }
                at += 1;
                continue;
            }
            at += 1;
            match byte {
                b'"' => scan.quoted = true,
                b'{' | b'[' => scan.depth += 1,
                b'}' | b']' => {
                    scan.depth = scan.depth.saturating_sub(1);
                    done = scan.depth == 0;
                }
                _ => {}
            }
        }
        self.next = at;
        if !done && at - scan.start > self.limit {
            // Its beginning is let go, and its end is looked for.
            scan.cut = true;
            scan.start = at;
        }
        if !done && !self.ended {
            self.scan = Some(scan);
            return false;
        }
        self.scan = None;
        self.items += u64::from(scan.path.is_some());
        let long = scan.cut || at - scan.start > self.limit;
        let unfinished = (!done && !scan.scalar).then_some(UNFINISHED);
        let broken = if long { Some(TOO_LONG) } else { unfinished };
        let bytes = self.window.get(scan.start..at).unwrap_or_default();
        let key = self.keys.last().map_or("", String::as_str);
        take(Piece { bytes, path: scan.path, key, at: scan.at, broken });
        if unfinished.is_some() && !long {
            self.resume(scan.start);
        }
        true
    }

    /// A value that has no end has swallowed what stands behind it. Its successor begins with the same key.
    fn resume(&mut self, start: usize) {
        let bytes = self.window.get(start..).unwrap_or_default();
        let Some(first) = bytes.get(1..).and_then(|rest| {
            let quote =
                rest.iter().position(|byte| !byte.is_ascii_whitespace()).filter(|at| rest.get(*at) == Some(&b'"'))?;
            let end = string_end(rest, quote + 1)?;
            rest.get(quote..=end)
        }) else {
            return;
        };
        let mut from = 2;
        while let Some(at) = memchr::memchr(b'{', bytes.get(from..).unwrap_or_default()) {
            let rest = bytes.get(from + at + 1..).unwrap_or_default();
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let before = bytes.get(..from + at).unwrap_or_default();
            let behind_comma = before.trim_ascii_end().last() == Some(&b',');
            if behind_comma && rest.get(blank..).is_some_and(|rest| rest.starts_with(first)) {
                self.next = start + from + at;
                return;
            }
            from += at + 1;
        }
    }

    /// Something stands where nothing may: it is told once, and passed.
    fn stray(&mut self, take: &mut dyn FnMut(Piece<'_>)) -> bool {
        if !self.astray {
            let at = self.position(self.next);
            let bytes = self.window.get(self.next..(self.next + 1).min(self.window.len())).unwrap_or_default();
            take(Piece { bytes, path: None, key: "", at, broken: Some(NO_VALUE) });
        }
        self.astray = true;
        self.next += 1;
        true
    }
}

/// Where the closing quote of a string stands whose inside begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let stop = at + memchr::memchr3(b'"', b'\\', b'\n', bytes.get(at..)?)?;
        match bytes.get(stop) {
            Some(b'\\') => at = stop + 2,
            _ => return Some(stop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Splitter;
    use crate::convert::reader::{Cut, Step};

    const EXPORT: &[&[Step]] = &[
        &[Step::Key("channels"), Step::Each, Step::Key("channel")],
        &[Step::Key("channels"), Step::Each, Step::Key("messages"), Step::Each],
        &[Step::Key("users"), Step::Every],
    ];

    fn cut(cut: Cut, text: &str, chunk: usize, limit: u64) -> Vec<String> {
        let mut splitter = Splitter::new(cut, 0, limit);
        let mut seen = Vec::new();
        let mut take = |piece: super::Piece<'_>| {
            let text = String::from_utf8_lossy(piece.bytes).into_owned();
            let path = piece.path.map_or("-".to_owned(), |path| path.to_string());
            let broken = piece.broken.unwrap_or_default();
            seen.push(
                format!("{path} {}:{} {} {text} {broken}", piece.at.line, piece.at.column, piece.key)
                    .trim_end()
                    .to_owned(),
            );
        };
        for chunk in text.as_bytes().chunks(chunk) {
            splitter.push(chunk, &mut take);
        }
        splitter.end(&mut take);
        seen
    }

    #[test]
    fn pieces_do_not_depend_on_chunks() {
        let export = r#"{"channels":[{"channel":{"id":"a"},"messages":[{"id":"1","t":"}]\""},
 {"id":"2"}],"reads":[1]}, {"messages" : [ ] ,"channel":{"id":"b"}}],"next":null,"users":{"ann":{"n":1},"b\u0065n":7}}"#;
        let expected = [
            r#"0 1:25 channel {"id":"a"}"#,
            r#"1 1:48 messages {"id":"1","t":"}]\""}"#,
            r#"1 2:2 messages {"id":"2"}"#,
            "- 2:22 reads [1]",
            r#"0 2:57 channel {"id":"b"}"#,
            "- 2:77 next null",
            r#"2 2:97 ann {"n":1}"#,
            "2 2:116 ben 7",
        ];
        for chunk in [1, 2, 3, 7, 64, 1 << 16] {
            assert_eq!(cut(Cut::Paths(EXPORT), export, chunk, 1 << 20), expected, "{chunk}");
        }
    }

    #[test]
    fn lines_of_any_system() {
        for chunk in [1, 2, 5, 100] {
            let seen = cut(Cut::Lines, "\u{feff}{\"a\":1}\r\n\r\n  {\"a\":2}\n{\"a\":3", chunk, 8);
            // A line end of Windows is white space of the item.
            assert_eq!(seen.len(), 3, "{chunk}: {seen:?}");
        }
    }

    #[test]
    fn broken_documents_end_and_go_on() {
        const ITEMS: &[&[Step]] = &[&[Step::Each]];
        for chunk in [1, 3, 1000] {
            let seen = cut(Cut::Paths(ITEMS), r#"[{"id":1},{"id":2,"x":[},{"id":3},{"id":4}]"#, chunk, 1000);
            assert!(seen.iter().any(|piece| piece.contains(r#"{"id":4}"#) && piece.starts_with('0')), "{seen:?}");
            let seen = cut(Cut::Paths(ITEMS), r#"[{"id":1}, oops {"id":2}"#, chunk, 1000);
            assert_eq!(seen.len(), 3, "{seen:?}");
            let seen = cut(Cut::Paths(ITEMS), r#"[{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},{"id":2}]"#, chunk, 10);
            assert_eq!(seen.len(), 2, "{seen:?}");
            assert!(seen.first().is_some_and(|piece| piece.ends_with("limits.itemBytes)")));
        }
    }
}
