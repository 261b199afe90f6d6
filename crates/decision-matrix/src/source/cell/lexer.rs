//! The words of a cell, with their places.

use std::ops::Range;

use super::Comparison;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::{Span, Text};

/// A token of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Anything without quotes: a literal, a name, `-`, `null`, `not`.
    Word(String),
    /// A text in double quotes, escapes resolved.
    Quoted(String),
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
pub(super) struct Found {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
}

impl Found {
    /// Whether it is this word, without quotes.
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Word(found) if found == word)
    }
}

/// Cuts a cell into tokens, one at a time.
#[derive(Clone)]
pub(super) struct Lexer<'a> {
    text: &'a Text,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        Self { text, at: 0 }
    }

    /// The next token, left where it is.
    pub(super) fn peek(&self) -> Result<Found, Diagnostic> {
        self.clone().next()
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Found, Diagnostic> {
        self.at += self.rest().len() - self.rest().trim_start_matches(is_space).len();
        let start = self.at;
        let rest = self.rest();
        let (token, length) = if rest.starts_with("..") {
            (Token::Dots, 2)
        } else if rest.starts_with("<=") {
            (Token::Compare(Comparison::LessOrEqual), 2)
        } else if rest.starts_with(">=") {
            (Token::Compare(Comparison::GreaterOrEqual), 2)
        } else {
            match rest.chars().next() {
                None => (Token::End, 0),
                Some(',') => (Token::Comma, 1),
                Some('(') => (Token::Open { round: true }, 1),
                Some('[') => (Token::Open { round: false }, 1),
                Some(')') => (Token::Close { round: true }, 1),
                Some(']') => (Token::Close { round: false }, 1),
                Some('<') => (Token::Compare(Comparison::Less), 1),
                Some('>') => (Token::Compare(Comparison::Greater), 1),
                Some('=') => (Token::Compare(Comparison::Equal), 1),
                Some('"') => return self.quoted(),
                Some(_) => return self.word(),
            }
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
    pub(super) fn unexpected(&self, found: &Found, expected: &str) -> Diagnostic {
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

    fn word(&mut self) -> Result<Found, Diagnostic> {
        let start = self.at;
        let rest = self.rest();
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']' | '<' | '>' | '=' | '"')
        };
        let length = rest.find(ends).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let word = word
            .find("..")
            .and_then(|dots| word.get(..dots))
            .unwrap_or(word);
        if word.is_empty() {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            let message = "an unusual space stands in the cell";
            return Err(self.error(&(start..start + length), message, "write an ordinary space"));
        }
        self.at += word.len();
        Ok(Found {
            token: Token::Word(word.to_owned()),
            range: start..self.at,
        })
    }

    fn quoted(&mut self) -> Result<Found, Diagnostic> {
        let start = self.at;
        let mut resolved = String::new();
        let mut characters = self.rest().char_indices().skip(1);
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
                    Some((_, escaped @ ('"' | '\\' | '|'))) => resolved.push(escaped),
                    other => {
                        let end =
                            other.map_or(self.text.text.len(), |(at, c)| start + at + c.len_utf8());
                        let range = start + offset..end;
                        let message = "this escape is not known in a text";
                        let label = "only `\\\"`, `\\\\` and `\\|`";
                        return Err(self.error(&range, message, label));
                    }
                },
                _ => resolved.push(character),
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

/// The spaces that may stand between tokens.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n')
}
