//! What stands where in the beginning of a document, broken or not: enough to tell what kind of document it is.

use super::skim::{Skim, Token};

/// How deep an outline looks.
const DEPTH: usize = 4;
/// How many different keys it keeps of each depth.
const KEYS: usize = 64;

/// An outline of a document, or of several one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Outline<'a> {
    /// The document's first byte, behind blanks and comments; 0 if there is none.
    pub(crate) first: u8,
    /// What stands inside one bracket, inside two, and so on.
    pub(crate) levels: [Level<'a>; DEPTH],
}

/// What stands inside so many brackets, anywhere in the document.
#[derive(Debug, Default)]
pub(crate) struct Level<'a> {
    /// The first different keys, raw and in order, each with the first byte of its first value.
    pub(crate) keys: Vec<(&'a [u8], u8)>,
    /// The first byte of the first element of an array; 0 if there is none.
    pub(crate) element: u8,
}

impl Level<'_> {
    /// The first byte of the first value under this key.
    pub(crate) fn value(&self, key: &str) -> Option<u8> {
        self.keys.iter().find(|(name, _)| *name == key.as_bytes()).map(|(_, byte)| *byte)
    }
}

/// Outlines a document by its first bytes.
pub(crate) fn outline(head: &[u8]) -> Outline<'_> {
    let mut outline = Outline::default();
    let mut skim = Skim::new(head);
    let mut depth = 0_usize;
    // Which of the open brackets that are looked into are objects' ones.
    let mut object = [false; DEPTH];
    let mut last = None;
    let mut key = None;
    while let Some(token) = skim.next() {
        let text = match token {
            Token::Comment => continue,
            Token::Close(_) => {
                depth = depth.saturating_sub(1);
                None
            }
            Token::Colon => {
                key = last.take();
                continue;
            }
            Token::Open(_) | Token::Comma => None,
            Token::Text { inside, .. } | Token::Word(inside) => Some(skim.slice(inside)),
        };
        let key = key.take();
        last = text;
        let is_value = text.is_some() || matches!(token, Token::Open(_));
        let byte = skim.first();
        if is_value && outline.first == 0 {
            outline.first = byte;
        }
        let at = depth.wrapping_sub(1);
        if let (true, Some(level), Some(object)) = (is_value, outline.levels.get_mut(at), object.get(at)) {
            match key {
                Some(key) if *object => level.add(key, byte),
                None if !object && level.element == 0 => level.element = byte,
                _ => {}
            }
        }
        if let Token::Open(byte) = token {
            if let Some(object) = object.get_mut(depth) {
                *object = byte == b'{';
            }
            depth += 1;
        }
    }
    outline
}

impl<'a> Level<'a> {
    fn add(&mut self, key: &'a [u8], byte: u8) {
        if self.keys.len() < KEYS && self.keys.iter().all(|(name, _)| *name != key) {
            self.keys.push((key, byte));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::outline;

    /// An outline in a short form.
    fn show(text: &str) -> String {
        let outline = outline(text.as_bytes());
        let mut shown = char::from(outline.first).to_string();
        for level in &outline.levels {
            shown.push_str(" |");
            if level.element != 0 {
                shown.push(' ');
                shown.push(char::from(level.element));
            }
            for (key, byte) in &level.keys {
                shown.extend([" ", &String::from_utf8_lossy(key), ":", &char::from(*byte).to_string()]);
            }
        }
        shown
    }

    #[test]
    fn keys_and_elements_are_found_by_depth() {
        for (text, outlined) in [
            (
                r#"{"messages":[{"user_id":"a","n":1},{"n":null,"x":{}}],"update_read_ts":false}"#,
                r#"{ | messages:[ update_read_ts:f | { | user_id:" n:1 x:{ |"#,
            ),
            (
                "// users\n{\n  ann: { name: 'Ann', }, // one\n  \"bob\": { \"name\": \"Bob\" }\n}",
                r"{ | ann:{ bob:{ | name:' | |",
            ),
            ("{\"method\":\"PUT\"}\n{\"path\":\"/\"}\n", r#"{ | method:" path:" | | |"#),
            (r#"[[["x"]],{"a":1}]"#, r#"[ | [ | [ a:1 | " |"#),
            (r#"{"a":{"b":{"c":{"d":{"e":1}}}}}"#, "{ | a:{ | b:{ | c:{ | d:{"),
            (r#"}{"a"}{"b":"#, "{ | | | |"),
            ("", "\0 | | | |"),
        ] {
            assert_eq!(show(text), outlined, "{text}");
        }
    }

    #[test]
    fn only_so_many_keys_are_kept() {
        let members: Vec<String> = (0..100).map(|number| format!("\"k{number}\":0")).collect();
        let text = format!("{{{}}}", members.join(","));
        assert_eq!(outline(text.as_bytes()).levels[0].keys.len(), 64);
        assert_eq!(outline(text.as_bytes()).levels[0].value("k63"), Some(b'0'));
    }
}
