//! The words of a cell, with their places.

use std::borrow::Cow;
use std::ops::Range;

use super::Comparison;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::{Span, Text};

/// A token of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Anything without quotes: a literal, a name, `-`, `null`, `not`.
    Word(&'a str),
    /// A text in double quotes, escapes resolved.
    Quoted(Cow<'a, str>),
    /// `,`
    Comma,
    /// `(` or `[`
    Open {
        /// Whether it is `(`.
        round: bool,
    },
    /// `)` or `]`
    Close {
        /// Whether it is `)`.
        round: bool,
    },
    /// `..`
    Dots,
    /// `<`, `<=`, `>`, `>=` or `=`
    Compare(Comparison),
    /// The end of the cell.
    End,
}

/// A token with its bytes in the cell.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub(super) token: Token<'a>,
    pub(super) range: Range<usize>,
}

impl Found<'_> {
    /// Whether it is this word, without quotes.
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self.token, Token::Word(found) if found == word)
    }
}

/// Cuts a cell into tokens, one at a time.
#[derive(Clone)]
pub(super) struct Lexer<'a> {
    text: &'a Text,
    at: usize,
    /// The next token, where it was looked at.
    ahead: Option<Found<'a>>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        Self {
            text,
            at: 0,
            ahead: None,
        }
    }

    /// The next token, left where it is.
    pub(super) fn peek(&mut self) -> Result<Found<'a>, Diagnostic> {
        let found = self.next()?;
        self.ahead = Some(found.clone());
        Ok(found)
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Found<'a>, Diagnostic> {
        if let Some(found) = self.ahead.take() {
            return Ok(found);
        }
        let spaces = self.rest().bytes().take_while(|byte| is_space(*byte));
        self.at += spaces.count();
        let start = self.at;
        let mut bytes = self.rest().bytes();
        let (token, length) = match (bytes.next(), bytes.next()) {
            (None, _) => (Token::End, 0),
            (Some(b'.'), Some(b'.')) => (Token::Dots, 2),
            (Some(b'<'), Some(b'=')) => (Token::Compare(Comparison::LessOrEqual), 2),
            (Some(b'>'), Some(b'=')) => (Token::Compare(Comparison::GreaterOrEqual), 2),
            (Some(b','), _) => (Token::Comma, 1),
            (Some(b'('), _) => (Token::Open { round: true }, 1),
            (Some(b'['), _) => (Token::Open { round: false }, 1),
            (Some(b')'), _) => (Token::Close { round: true }, 1),
            (Some(b']'), _) => (Token::Close { round: false }, 1),
            (Some(b'<'), _) => (Token::Compare(Comparison::Less), 1),
            (Some(b'>'), _) => (Token::Compare(Comparison::Greater), 1),
            (Some(b'='), _) => (Token::Compare(Comparison::Equal), 1),
            (Some(b'"'), _) => return self.quoted(),
            (Some(_), _) => return self.word(),
        };
        self.at += length;
        Ok(Found {
            token,
            range: start..self.at,
        })
    }

    /// The place of a range of bytes of the cell.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.text.span_of(range.clone())
    }

    /// A diagnostic at a range of bytes of the cell.
    pub(super) fn error(&self, range: &Range<usize>, message: &str, label: &str) -> Diagnostic {
        Diagnostic::new(Code::CellSyntax, self.span(range), message).with_label(label)
    }

    /// A diagnostic about a token where another was expected.
    pub(super) fn unexpected(&self, found: &Found<'_>, expected: &str) -> Diagnostic {
        let label = format!("expected {expected}");
        let seen = self.text.text.get(found.range.clone()).unwrap_or_default();
        let message = if found.token == Token::End {
            "the cell ends too early".to_owned()
        } else {
            format!("`{seen}` cannot stand here")
        };
        self.error(&found.range, &message, &label)
    }

    fn rest(&self) -> &'a str {
        self.text.text.get(self.at..).unwrap_or_default()
    }

    fn word(&mut self) -> Result<Found<'a>, Diagnostic> {
        let start = self.at;
        let rest = self.rest();
        let word = rest.get(..word_len(rest)).unwrap_or_default();
        if word.is_empty() {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            let message = "an unusual space stands in the cell";
            return Err(self.error(&(start..start + length), message, "write an ordinary space"));
        }
        self.at += word.len();
        Ok(Found {
            token: Token::Word(word),
            range: start..self.at,
        })
    }

    fn quoted(&mut self) -> Result<Found<'a>, Diagnostic> {
        let start = self.at;
        let rest = self.rest();
        let mut resolved = Cow::Borrowed("");
        let mut characters = rest.char_indices().skip(1);
        while let Some((offset, character)) = characters.next() {
            match character {
                '"' => {
                    self.at = start + offset + 1;
                    return Ok(Found {
                        token: Token::Quoted(resolved),
                        range: start..self.at,
                    });
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('"' | '\\' | '|'))) => {
                        resolved.to_mut().push(escaped);
                    }
                    other => {
                        let end =
                            other.map_or(self.text.text.len(), |(at, c)| start + at + c.len_utf8());
                        let range = start + offset..end;
                        let message = "this escape is not known in a text";
                        let label = "only `\\\"`, `\\\\` and `\\|`";
                        return Err(self.error(&range, message, label));
                    }
                },
                _ => match &mut resolved {
                    // Up to the first escape the text is what stands there.
                    Cow::Borrowed(text) => {
                        let end = offset + character.len_utf8();
                        *text = rest.get(1..end).unwrap_or_default();
                    }
                    Cow::Owned(text) => text.push(character),
                },
            }
        }
        let end = self.text.text.len();
        Err(self.error(
            &(start..end),
            "the text is not closed",
            "a `\"` is missing at the end",
        ))
    }
}

/// How many bytes a word has that stands at the beginning.
fn word_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b',' | b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'=' | b'"' | b' ' | 9..=13 => break,
            b'.' if bytes.get(at + 1) == Some(&b'.') => break,
            0..=127 => 1,
            _ => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(character) if !character.is_whitespace() => character.len_utf8(),
                _ => break,
            },
        };
    }
    at
}

/// The spaces that may stand between tokens.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}
