//! Tokens of a text that may be no JSON: broken, or JavaScript with comments, single quotes and bare names.
//!
//! Nothing is refused. A line end closes a text that was left open, so that one missing quote turns no more than its line
//! inside out.

use super::span::Span;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// An opening bracket or brace.
    Open(u8),
    /// A closing one.
    Close(u8),
    /// A comma.
    Comma,
    /// A colon.
    Colon,
    /// What stands in double or single quotes; not `closed` if its line or the input ended first.
    Text {
        /// Its raw inside.
        inside: Span,
        /// Whether its closing quote is there.
        closed: bool,
    },
    /// Anything else: numbers, names, words, garbage.
    Word(Span),
    /// A comment, as JavaScript has them.
    Comment,
}

/// What the cursor is in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Nothing,
    /// A text, by its quote.
    Text(u8),
    Word,
    /// A comment to the end of the line.
    LineComment,
    BlockComment,
}

/// A cursor that goes from token to token, and may stop for more bytes in the middle of one: no byte is looked at twice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor {
    /// Where the next byte stands.
    pub(crate) at: usize,
    /// Where the last token began. Meaningless if its beginning is not in the window any more.
    pub(crate) start: usize,
    inside: Inside,
    escaped: bool,
    /// Whether nothing but slashes and words stands between here and a colon: in `https://` no comment begins.
    behind_colon: bool,
}

impl Cursor {
    /// A cursor between tokens.
    pub(crate) fn new(at: usize) -> Cursor {
        Cursor { at, start: at, inside: Inside::Nothing, escaped: false, behind_colon: false }
    }

    /// The window's first `count` bytes are gone.
    pub(crate) fn moved_by(&mut self, count: usize) {
        self.at = self.at.saturating_sub(count);
        self.start = self.start.saturating_sub(count);
    }

    /// Goes to the next token's first byte; `None` in the middle of a token, and where the bytes end.
    pub(crate) fn first(&mut self, bytes: &[u8]) -> Option<u8> {
        if self.inside != Inside::Nothing {
            return None;
        }
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                return Some(*byte);
            }
            self.at += 1;
            self.behind_colon = false;
        }
        None
    }

    /// The next token. `None` at the end of the bytes; if they have not `ended`, it may be in the middle of a token.
    pub(crate) fn token(&mut self, bytes: &[u8], ended: bool) -> Option<Token> {
        if self.inside == Inside::Nothing {
            let byte = self.first(bytes)?;
            self.start = self.at;
            let behind_colon = std::mem::take(&mut self.behind_colon);
            self.escaped = false;
            self.inside = match byte {
                b'"' | b'\'' => Inside::Text(byte),
                b'{' | b'[' | b'}' | b']' | b',' | b':' => {
                    self.at += 1;
                    return Some(match byte {
                        b'{' | b'[' => Token::Open(byte),
                        b'}' | b']' => Token::Close(byte),
                        b',' => Token::Comma,
                        _ => {
                            self.behind_colon = true;
                            Token::Colon
                        }
                    });
                }
                b'/' if behind_colon => {
                    self.behind_colon = true;
                    Inside::Word
                }
                b'/' => match bytes.get(self.at + 1) {
                    None if !ended => return None,
                    Some(b'/') => Inside::LineComment,
                    Some(b'*') => Inside::BlockComment,
                    _ => Inside::Word,
                },
                _ => Inside::Word,
            };
            self.at += match self.inside {
                Inside::LineComment | Inside::BlockComment => 2,
                _ => 1,
            };
        }
        let inside = self.inside;
        let closed = match inside {
            Inside::Text(quote) => self.text(bytes, quote),
            Inside::LineComment => self.line(bytes),
            Inside::BlockComment => self.block(bytes),
            Inside::Word | Inside::Nothing => self.word(bytes),
        };
        if closed.is_none() {
            if !ended {
                return None;
            }
            self.at = bytes.len();
        }
        self.inside = Inside::Nothing;
        let closed = closed == Some(true);
        Some(match inside {
            Inside::Text(_) => {
                let end = if closed { self.at - 1 } else { self.at };
                Token::Text { inside: Span::new(self.start + 1, end, self.escaped), closed }
            }
            Inside::LineComment | Inside::BlockComment => Token::Comment,
            Inside::Word | Inside::Nothing => Token::Word(Span::new(self.start, self.at, false)),
        })
    }

    /// To behind the quote (`true`) or to the line end (`false`); `None` if neither is there.
    fn text(&mut self, bytes: &[u8], quote: u8) -> Option<bool> {
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let Some(length) = memchr::memchr3(quote, b'\\', b'\n', rest) else {
                self.at = bytes.len();
                return None;
            };
            match rest.get(length) {
                Some(b'\n') => {
                    self.at += length;
                    return Some(false);
                }
                Some(b'\\') => {
                    self.escaped = true;
                    self.at += length;
                    // A line end ends the text even so.
                    match rest.get(length + 1) {
                        None => return None,
                        Some(b'\n') => self.at += 1,
                        Some(_) => self.at += 2,
                    }
                }
                _ => {
                    self.at += length + 1;
                    return Some(true);
                }
            }
        }
    }

    fn line(&mut self, bytes: &[u8]) -> Option<bool> {
        let rest = bytes.get(self.at..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest);
        self.at += length.unwrap_or(rest.len());
        length.map(|_| true)
    }

    fn block(&mut self, bytes: &[u8]) -> Option<bool> {
        while let Some(length) = memchr::memchr(b'*', bytes.get(self.at..)?) {
            self.at += length;
            match bytes.get(self.at + 1) {
                Some(b'/') => {
                    self.at += 2;
                    return Some(true);
                }
                Some(_) => self.at += 1,
                None => return None,
            }
        }
        self.at = bytes.len();
        None
    }

    fn word(&mut self, bytes: &[u8]) -> Option<bool> {
        let rest = bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| {
            matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"' | b'/')
        });
        self.at += length.unwrap_or(rest.len());
        length.map(|_| true)
    }
}

/// All tokens of a text that is there as a whole.
#[derive(Debug)]
pub(crate) struct Skim<'a> {
    bytes: &'a [u8],
    cursor: Cursor,
}

impl<'a> Skim<'a> {
    /// The tokens of a text.
    pub(crate) fn new(bytes: &'a [u8]) -> Skim<'a> {
        Skim { bytes, cursor: Cursor::new(0) }
    }

    /// The text that a span stands for.
    pub(crate) fn slice(&self, span: Span) -> &'a [u8] {
        self.bytes.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The last token's first byte.
    pub(crate) fn first(&self) -> u8 {
        self.bytes.get(self.cursor.start).copied().unwrap_or(0)
    }
}

impl Iterator for Skim<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.cursor.token(self.bytes, true)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Skim, Token};

    /// Tokens in a short form, closed texts in double quotes and open ones in angle brackets.
    fn show(text: &str) -> String {
        let mut skim = Skim::new(text.as_bytes());
        let mut shown = Vec::new();
        while let Some(token) = skim.next() {
            let slice = |span| String::from_utf8_lossy(skim.slice(span)).into_owned();
            shown.push(match token {
                Token::Open(byte) | Token::Close(byte) => char::from(byte).to_string(),
                Token::Comma => ",".to_owned(),
                Token::Colon => ":".to_owned(),
                Token::Text { inside, closed: true } => format!("\"{}\"", slice(inside)),
                Token::Text { inside, closed: false } => format!("<{}>", slice(inside)),
                Token::Word(span) => slice(span),
                Token::Comment => "#".to_owned(),
            });
        }
        shown.join(" ")
    }

    #[test]
    fn anything_has_tokens() {
        for (text, tokens) in [
            (r#"{"a":[1,-2.5e3,null]}"#, r#"{ "a" : [ 1 , -2.5e3 , null ] }"#),
            (r#"{name: 'it"s', $x:undefined}"#, r#"{ name : "it"s" , $x : undefined }"#),
            (r#""a\"b" 'don\'t'"#, r#""a\"b" "don\'t""#),
            ("\"open\n\"next\"", r#"<open> "next""#),
            ("\"open\\\n1", r"<open\> 1"),
            ("\"open", "<open>"),
            ("1 // one\n2 /* two * / */ 3/**/4", "1 # 2 # 3 # 4"),
            ("1 /* open *", "1 #"),
            ("https://x.y//z, // yes", "https : / /x.y / /z , #"),
            ("file:///x", "file : / / /x"),
            ("a/b /", "a /b /"),
            ("don't", "don't"),
            ("\u{feff}{é}", "\u{feff} { é }"),
            ("", ""),
        ] {
            assert_eq!(show(text), tokens, "{text}");
        }
    }

    #[test]
    fn tokens_do_not_depend_on_where_the_text_is_cut() {
        let text = br#"{"a\"b": [1, tru, 'x'], // c *"
            https://x /* * / ** */ "open
            "open\"#;
        let whole: Vec<Token> = Skim::new(text).collect();
        let mut cursor = Cursor::new(0);
        let mut tokens = Vec::new();
        for end in 0..=text.len() {
            while let Some(token) = cursor.token(&text[..end], end == text.len()) {
                tokens.push(token);
            }
        }
        assert_eq!(tokens, whole);
    }
}
