//! The grammar of JSON (RFC 8259), as far as one claim needs it: values at the top with their own
//! text, everything below them only looked through.

use super::JsonError;
use super::unescape::unit;
use crate::number::{ShortNumber, scan_short};

/// Most levels of arrays and objects, the claim itself included.
const DEPTH: usize = 128;

/// A value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Null,
    Boolean(bool),
    Number(Number<'a>),
    Text(Text<'a>),
    /// An array or an object.
    Nested,
}

/// A number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number<'a> {
    /// Its own text.
    pub(super) text: &'a str,
    /// Its value, where it has at most 18 digits and no exponent.
    pub(super) short: Option<ShortNumber>,
}

/// A string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    /// What stands between its quotes.
    pub(super) inside: &'a str,
    /// The byte behind its first quote.
    pub(super) at: usize,
    /// Whether a backslash stands in it. What follows it was not looked at.
    pub(super) has_escapes: bool,
}

/// A text, and a place in it.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The byte that comes next.
    #[inline]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// What is wrong here.
    #[cold]
    pub(super) fn expected(&self, expected: &'static str) -> JsonError {
        JsonError::malformed(self.at, expected)
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Goes past a byte if it stands here.
    #[inline]
    pub(super) fn skip(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    /// Goes past a key if it stands here in quotes, without escapes.
    #[inline]
    pub(super) fn skip_key(&mut self, name: &str) -> bool {
        let rest = self.rest();
        let end = name.len() + 1;
        let is_here = rest.first() == Some(&b'"')
            && rest.get(end) == Some(&b'"')
            && rest.get(1..end) == Some(name.as_bytes());
        if is_here {
            self.at += end + 1;
        }
        is_here
    }

    /// Goes past a key.
    pub(super) fn key(&mut self) -> Result<Text<'a>, JsonError> {
        if self.peek() == Some(b'"') {
            self.string()
        } else {
            Err(self.expected("a key in double quotes"))
        }
    }

    /// Refuses anything but space up to the end of the text.
    pub(super) fn finish(&mut self) -> Result<(), JsonError> {
        self.skip_space();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(self.expected("the end"))
        }
    }

    /// Goes past a value.
    #[inline]
    pub(super) fn value(&mut self) -> Result<Value<'a>, JsonError> {
        match self.peek() {
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b'{' | b'[') => self.nested().map(|()| Value::Nested),
            Some(b't') => self.word("true").map(|()| Value::Boolean(true)),
            Some(b'f') => self.word("false").map(|()| Value::Boolean(false)),
            Some(b'n') => self.word("null").map(|()| Value::Null),
            _ => Err(self.expected("a value")),
        }
    }

    fn word(&mut self, word: &'static str) -> Result<(), JsonError> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.expected("a value"))
        }
    }

    /// Goes past a string, whose first quote stands here.
    #[inline]
    fn string(&mut self) -> Result<Text<'a>, JsonError> {
        let start = self.at + 1;
        self.at = start;
        let mut has_escapes = false;
        loop {
            self.at += plain_len(self.rest());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escapes = true;
                    // Of a character of several bytes the others are passed over like a text.
                    self.at += 2;
                }
                Some(_) => return Err(self.expected("an escape in place of a control character")),
                None => {
                    self.at = self.text.len();
                    return Err(self.expected("`\"` at the end of a text"));
                }
            }
        }
        let inside = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        Ok(Text {
            inside,
            at: start,
            has_escapes,
        })
    }

    /// Goes past a number.
    #[inline]
    fn number(&mut self) -> Result<Number<'a>, JsonError> {
        let rest = self.rest();
        let short = scan_short(rest);
        let len = match short {
            Some(short)
                if !matches!(rest.get(short.len), Some(b'e' | b'E' | b'.' | b'0'..=b'9')) =>
            {
                short.len
            }
            _ => return self.long_number(),
        };
        let text = self.text.get(self.at..self.at + len).unwrap_or_default();
        self.at += len;
        Ok(Number { text, short })
    }

    /// Goes past a number with an exponent or of many digits.
    #[cold]
    fn long_number(&mut self) -> Result<Number<'a>, JsonError> {
        let start = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        Ok(Number { text, short: None })
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit());
        let count = digits.count();
        if count == 0 {
            return Err(self.expected("a digit"));
        }
        self.at += count;
        Ok(())
    }

    /// Goes past an array or an object, whose bracket stands here.
    #[cold]
    fn nested(&mut self) -> Result<(), JsonError> {
        // One bit a level, the innermost the lowest: whether it is an object.
        let mut objects = 0_u128;
        // The claim is the first level.
        let mut depth = 1;
        loop {
            let opened = self.peek();
            if let Some(b'{' | b'[') = opened {
                if depth == DEPTH {
                    let (at, limit) = (self.at, DEPTH);
                    return Err(JsonError::TooDeep { at, limit });
                }
                self.at += 1;
                depth += 1;
                objects = objects << 1 | u128::from(opened == Some(b'{'));
                self.skip_space();
                let close = if objects & 1 == 1 { b'}' } else { b']' };
                if !self.skip(close) {
                    self.nested_key(objects)?;
                    continue;
                }
                depth -= 1;
                objects >>= 1;
            } else if let Value::Text(text) = self.value()? {
                check_escapes(text)?;
            }
            // Behind a value: everything that ends here, and the comma in front of the next one.
            loop {
                if depth == 1 {
                    return Ok(());
                }
                self.skip_space();
                let is_object = objects & 1 == 1;
                if self.skip(b',') {
                    self.skip_space();
                    self.nested_key(objects)?;
                    break;
                }
                if !self.skip(if is_object { b'}' } else { b']' }) {
                    return Err(self.expected(if is_object {
                        "`,` or `}`"
                    } else {
                        "`,` or `]`"
                    }));
                }
                depth -= 1;
                objects >>= 1;
            }
        }
    }

    /// Goes past the key of a member, where the innermost level is an object.
    fn nested_key(&mut self, objects: u128) -> Result<(), JsonError> {
        if objects & 1 == 0 {
            return Ok(());
        }
        check_escapes(self.key()?)?;
        self.skip_space();
        if !self.skip(b':') {
            return Err(self.expected("`:`"));
        }
        self.skip_space();
        Ok(())
    }
}

/// Refuses escapes that are none. Half of a pair of surrogates is one: nobody reads the text.
fn check_escapes(text: Text<'_>) -> Result<(), JsonError> {
    let bytes = text.inside.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = match rest {
            [b'\\', b'u', ..] if rest.get(2..6).and_then(unit).is_some() => 6,
            [
                b'\\',
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                ..,
            ] => 2,
            [b'\\', ..] => return Err(JsonError::malformed(text.at + at, "an escape")),
            _ => 1,
        };
        at += length;
    }
    Ok(())
}

/// How many bytes stand in front of the first quote, backslash or control character.
#[inline]
fn plain_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let special = special_bytes(u64::from_le_bytes(*eight));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let tail = bytes.get(at..).unwrap_or_default();
    let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    at + tail.iter().take_while(|byte| is_plain(byte)).count()
}

/// The highest bit of each byte that is a quote, a backslash or a control character. Behind the
/// first such byte there may be others.
///
/// Source: S. E. Anderson, "Bit Twiddling Hacks", "Determine if a word has a byte less than n".
#[inline]
fn special_bytes(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGHEST: u64 = ONES * 0x80;
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(ONES * limit) & !bytes & HIGHEST;
    let quote = below(eight ^ (ONES * u64::from(b'"')), 1);
    let backslash = below(eight ^ (ONES * u64::from(b'\\')), 1);
    quote | backslash | below(eight, 0x20)
}
