//! The words of an expression, with their places.

use std::ops::Range;

use super::BinaryOperator;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::span::{Span, Text};

/// A token of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number, date, timestamp or duration.
    Literal(String),
    /// A text in double quotes, escapes resolved.
    Quoted(String),
    /// A name, a function, a keyword or a value of a category.
    Word(String),
    /// Every operator but `and`, `or`, `not`; the minus of a sign too.
    Operator(BinaryOperator),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// The end of the expression.
    End,
}

/// A token with its bytes in the expression.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
}

impl Found {
    /// Whether it is this word.
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Word(found) if found == word)
    }
}

/// Cuts an expression into tokens, one at a time.
#[derive(Clone, Copy)]
pub(super) struct Lexer<'a> {
    text: &'a Text,
    is_word: &'a dyn Fn(&str) -> bool,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a Text, is_word: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            text,
            is_word,
            at: 0,
        }
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Found, Diagnostic> {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n']).len();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(self.take(Token::End, 0));
        };
        if let Some((token, length)) = symbol(rest) {
            return Ok(self.take(token, length));
        }
        match first {
            '"' => self.quoted(),
            '0'..='9' => self.number(),
            'A'..='Z' | 'a'..='z' | '_' => Ok(self.word()),
            _ => {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                Err(self.unknown(self.at..self.at + length.max(first.len_utf8())))
            }
        }
    }

    /// The place of a range of bytes of the expression.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.text.span_of(range.clone())
    }

    /// The text of a range of bytes of the expression.
    pub(super) fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.text.get(range.clone()).unwrap_or_default()
    }

    /// A diagnostic at a range of bytes of the expression.
    pub(super) fn error(&self, range: &Range<usize>, message: &str, label: &str) -> Diagnostic {
        Diagnostic::new(Code::ExpressionSyntax, self.span(range), message).with_label(label)
    }

    fn rest(&self) -> &'a str {
        self.text.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, token: Token, length: usize) -> Found {
        let start = self.at;
        self.at += length;
        Found {
            token,
            range: start..self.at,
        }
    }

    fn unknown(&self, range: Range<usize>) -> Diagnostic {
        let seen = self.slice(&range);
        let label = match seen {
            _ if seen.starts_with("==") => "write `=`",
            _ if seen.starts_with("<>") => "write `!=`",
            _ if seen.starts_with("&&") => "write `and`",
            _ if seen.starts_with("||") => "write `or`",
            _ if seen.starts_with('!') => "write `not`",
            _ => "not part of an expression",
        };
        self.error(
            &range,
            &format!("`{seen}` cannot stand in an expression"),
            label,
        )
    }

    /// A literal that begins with a digit: the longest one wins.
    fn number(&mut self) -> Result<Found, Diagnostic> {
        let rest = self.rest();
        let length = if has_shape(rest, "0000-00-00T00:00:00Z") {
            20
        } else if has_shape(rest, "0000-00-00") {
            10
        } else {
            number_length(rest)
        };
        let tail = rest.get(length..).unwrap_or_default();
        let glued = tail
            .find(|c: char| !is_word_character(c) && c != '.')
            .unwrap_or(tail.len());
        if glued > 0 || length == 0 {
            let range = self.at..self.at + length + glued;
            let message = format!("`{}` is no literal", self.slice(&range));
            let help = "numbers are written `15000` or `0.85`, dates `2026-01-31`, timestamps \
                        `2026-01-31T10:00:00Z`";
            return Err(
                Diagnostic::new(Code::BadLiteral, self.span(&range), message)
                    .with_label("not a number, a date or a timestamp")
                    .with_help(help),
            );
        }
        let literal = rest.get(..length).unwrap_or_default().to_owned();
        Ok(self.take(Token::Literal(literal), length))
    }

    fn word(&mut self) -> Found {
        let rest = self.rest();
        let short = rest
            .find(|c: char| !is_word_character(c))
            .unwrap_or(rest.len());
        let long = rest
            .find(|c| !is_word_character(c) && c != '-')
            .unwrap_or(rest.len());
        let run = rest.get(..long).unwrap_or_default();
        // A word of a category has at most 64 hyphens worth trying.
        let hyphened = run
            .match_indices('-')
            .map(|(at, _)| at)
            .chain([run.len()])
            .take(64);
        let length = hyphened
            .filter(|end| *end > short)
            .filter(|end| run.get(..*end).is_some_and(self.is_word))
            .last()
            .unwrap_or(short);
        let word = run.get(..length).unwrap_or_default().to_owned();
        let token = if is_duration(&word) {
            Token::Literal(word)
        } else {
            Token::Word(word)
        };
        self.take(token, length)
    }

    fn quoted(&mut self) -> Result<Found, Diagnostic> {
        let start = self.at;
        let mut resolved = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((offset, character)) = characters.next() {
            match character {
                '"' => return Ok(self.take(Token::Quoted(resolved), offset + 1)),
                '\\' => match characters.next() {
                    Some((_, escaped @ ('"' | '\\' | '|'))) => resolved.push(escaped),
                    other => {
                        let end = other.map_or(offset + 1, |(at, c)| at + c.len_utf8());
                        let range = start + offset..start + end;
                        let label = "only `\\\"` and `\\\\`";
                        return Err(self.error(
                            &range,
                            "this escape is not known in a text",
                            label,
                        ));
                    }
                },
                _ => resolved.push(character),
            }
        }
        let range = start..self.text.text.len();
        Err(self.error(
            &range,
            "the text is not closed",
            "a `\"` is missing at the end",
        ))
    }
}

/// The operator or bracket at the beginning of a text, with its length.
fn symbol(rest: &str) -> Option<(Token, usize)> {
    if ["==", "<>", "&&", "||"]
        .iter()
        .any(|wrong| rest.starts_with(wrong))
    {
        return None;
    }
    for (sign, operator) in [
        ("<=", BinaryOperator::LessOrEqual),
        (">=", BinaryOperator::GreaterOrEqual),
        ("!=", BinaryOperator::NotEqual),
        ("<", BinaryOperator::Less),
        (">", BinaryOperator::Greater),
        ("=", BinaryOperator::Equal),
        ("+", BinaryOperator::Add),
        ("-", BinaryOperator::Subtract),
        ("*", BinaryOperator::Multiply),
        ("/", BinaryOperator::Divide),
    ] {
        if rest.starts_with(sign) {
            return Some((Token::Operator(operator), sign.len()));
        }
    }
    match rest.chars().next() {
        Some('(') => Some((Token::Open, 1)),
        Some(')') => Some((Token::Close, 1)),
        Some(',') => Some((Token::Comma, 1)),
        _ => None,
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether the text begins with this shape, where `0` stands for any digit.
fn has_shape(text: &str, shape: &str) -> bool {
    let mut bytes = text.bytes();
    shape
        .bytes()
        .all(|expected| match (expected, bytes.next()) {
            (b'0', Some(byte)) => byte.is_ascii_digit(),
            (expected, byte) => byte == Some(expected),
        })
}

/// The length of `(0|[1-9][0-9]*)(\.[0-9]+)?` at the beginning of a text, 0 if it is not there.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    if whole == 0 || (whole > 1 && text.starts_with('0')) {
        return 0;
    }
    let fraction = text
        .get(whole..)
        .and_then(|rest| rest.strip_prefix('.'))
        .map_or(0, digits);
    if fraction == 0 {
        whole
    } else {
        whole + 1 + fraction
    }
}

/// Whether a word is a duration, `P(nD)?(T(nH)?(nM)?(nS)?)?` with at least one part.
fn is_duration(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('P') else {
        return false;
    };
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    let days_fit = days.is_empty() || strip_part(days, 'D') == Some("");
    match time {
        None => !days.is_empty() && days_fit,
        Some(time) => {
            let mut rest = time;
            for unit in ['H', 'M', 'S'] {
                rest = strip_part(rest, unit).unwrap_or(rest);
            }
            days_fit && !time.is_empty() && rest.is_empty()
        }
    }
}

/// What follows a number and a unit, if the text begins with them.
fn strip_part(text: &str, unit: char) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(digits..)
        .filter(|_| digits > 0)?
        .strip_prefix(unit)
}
