//! The grammar of cells: a set of values of one column.
//!
//! ```text
//! cell  = "-" | item {"," item}
//! item  = "null" | test | "not(" test {"," test} ")" | "not(null)"
//! test  = value | ("<" | "<=" | ">" | ">=" | "=") value | ("[" | "(") value ".." value ("]" | ")")
//! ```
//!
//! The parser knows no types: a bare value is a word, and what it means is decided by `check`.

mod lexer;

pub use crate::comparison::Comparison;
use lexer::{Found, Lexer, Token};

use super::span::{Span, Text};
use crate::diagnostic::{Code, Diagnostic};

/// A parsed cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellSyntax {
    /// `-`: every value and null.
    Any,
    /// One or more items, joined by "or".
    Items(Vec<ItemSyntax>),
}

/// One item of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemSyntax {
    /// `null`.
    Null,
    /// `not(null)`: every value but null.
    NotNull,
    /// A test.
    Test(TestSyntax),
    /// `not(test, ..)`: every value, null excluded, that no test holds.
    Not(Vec<TestSyntax>),
}

/// One test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestSyntax {
    /// A comparison with one value; a bare value is `Comparison::Equal`.
    Compare(Comparison, ValueSyntax),
    /// An interval.
    Interval {
        /// The lower end.
        low: ValueSyntax,
        /// Whether the lower end belongs to it.
        low_included: bool,
        /// The upper end.
        high: ValueSyntax,
        /// Whether the upper end belongs to it.
        high_included: bool,
    },
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSyntax {
    /// Where it stands in the file.
    pub span: Span,
    /// The word without quotes, or the text with quotes and escapes resolved.
    pub text: String,
    /// Whether it stood in double quotes.
    pub quoted: bool,
}

/// Parses a cell.
///
/// # Errors
///
/// An empty cell, or the first place where the text leaves the grammar.
pub fn parse(text: &Text) -> Result<CellSyntax, Diagnostic> {
    if text.text == "-" {
        return Ok(CellSyntax::Any);
    }
    let mut lexer = Lexer::new(text);
    let first = lexer.peek()?;
    if matches!(first.token, Token::End) {
        return Err(
            Diagnostic::new(Code::EmptyCell, text.span, "the cell is empty")
                .with_label("write `-` for any value, or `null` for no value"),
        );
    }
    if first.is_word("-") {
        lexer.next()?;
        let behind = lexer.next()?;
        if matches!(behind.token, Token::End) {
            return Ok(CellSyntax::Any);
        }
        return Err(any_with_others(text, &first));
    }
    let mut items = vec![item(&mut lexer)?];
    loop {
        let found = lexer.next()?;
        match found.token {
            Token::End => return Ok(CellSyntax::Items(items)),
            Token::Comma => items.push(item(&mut lexer)?),
            _ => return Err(lexer.unexpected(&found, "a comma or the end of the cell")),
        }
    }
}

/// Parses one item behind the beginning or a comma.
fn item(lexer: &mut Lexer<'_>) -> Result<ItemSyntax, Diagnostic> {
    let found = lexer.peek()?;
    if found.is_word("null") {
        lexer.next()?;
        return Ok(ItemSyntax::Null);
    }
    if found.is_word("not") {
        lexer.next()?;
        return negation(lexer, &found);
    }
    Ok(ItemSyntax::Test(test(lexer)?))
}

/// Parses what follows `not`.
fn negation(lexer: &mut Lexer<'_>, not: &Found<'_>) -> Result<ItemSyntax, Diagnostic> {
    let open = lexer.next()?;
    if !matches!(open.token, Token::Open { round: true }) {
        return Err(lexer.error(&not.range, "`not` needs brackets", "write `not(..)`"));
    }
    let first = lexer.peek()?;
    if first.is_word("null") {
        lexer.next()?;
        let close = lexer.next()?;
        if matches!(close.token, Token::Close { round: true }) {
            return Ok(ItemSyntax::NotNull);
        }
        return Err(null_with_others(lexer, &first));
    }
    let mut tests = Vec::new();
    loop {
        let found = lexer.peek()?;
        if found.is_word("null") {
            return Err(null_with_others(lexer, &found));
        }
        if found.is_word("not") {
            let label = "join the tests with commas in one `not(..)`";
            return Err(lexer.error(&found.range, "`not` cannot hold another `not`", label));
        }
        tests.push(test(lexer)?);
        let found = lexer.next()?;
        match found.token {
            Token::Comma => {}
            Token::Close { round: true } => return Ok(ItemSyntax::Not(tests)),
            _ => return Err(lexer.unexpected(&found, "a comma or `)`")),
        }
    }
}

/// Parses one test.
fn test(lexer: &mut Lexer<'_>) -> Result<TestSyntax, Diagnostic> {
    let found = lexer.peek()?;
    match found.token {
        Token::Compare(comparison) => {
            lexer.next()?;
            let again = lexer.peek()?;
            if matches!(again.token, Token::Compare(_)) {
                let range = found.range.start..again.range.end;
                let label = "one of `<`, `<=`, `>`, `>=`, `=`";
                return Err(lexer.error(&range, "this is no comparison of a cell", label));
            }
            Ok(TestSyntax::Compare(comparison, value(lexer)?))
        }
        Token::Open { round } => {
            lexer.next()?;
            let low = value(lexer)?;
            let dots = lexer.next()?;
            if !matches!(dots.token, Token::Dots) {
                return Err(lexer.unexpected(&dots, "`..` and the upper end of the interval"));
            }
            let high = value(lexer)?;
            let close = lexer.next()?;
            let Token::Close { round: round_close } = close.token else {
                return Err(lexer.unexpected(&close, "`]` or `)` at the end of the interval"));
            };
            Ok(TestSyntax::Interval {
                low,
                low_included: !round,
                high,
                high_included: !round_close,
            })
        }
        _ => Ok(TestSyntax::Compare(Comparison::Equal, value(lexer)?)),
    }
}

/// Parses one value.
fn value(lexer: &mut Lexer<'_>) -> Result<ValueSyntax, Diagnostic> {
    let found = lexer.next()?;
    let (text, quoted) = match &found.token {
        Token::Word(word) => {
            check_word(lexer, &found, word)?;
            ((*word).to_owned(), false)
        }
        Token::Quoted(text) => (text.clone().into_owned(), true),
        _ => return Err(lexer.unexpected(&found, "a value")),
    };
    Ok(ValueSyntax {
        span: lexer.span(&found.range),
        text,
        quoted,
    })
}

/// Refuses the words that mean something else than a value.
fn check_word(lexer: &mut Lexer<'_>, found: &Found<'_>, word: &str) -> Result<(), Diagnostic> {
    let next_is_equal = || {
        lexer
            .clone()
            .next()
            .is_ok_and(|next| matches!(next.token, Token::Compare(_)))
    };
    let (message, label) = match word {
        "-" => (
            "`-` stands alone: it is every value and null",
            "a value was expected",
        ),
        "null" => (
            "`null` is no value to compare with",
            "write `null` or `not(null)` as an item",
        ),
        "not" => ("`not` cannot stand here", "a value was expected"),
        "!" if next_is_equal() => ("`!=` is no comparison of a cell", "write `not(..)`"),
        _ => return Ok(()),
    };
    Err(lexer.error(&found.range, message, label))
}

/// `-` together with something else.
fn any_with_others(text: &Text, any: &Found<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::CellSyntax,
        text.span_of(any.range.clone()),
        "`-` stands alone: it is every value and null",
    )
    .with_label("nothing else may stand in this cell")
}

/// `null` together with a test inside `not`.
fn null_with_others(lexer: &Lexer<'_>, null: &Found<'_>) -> Diagnostic {
    lexer
        .error(
            &null.range,
            "`null` stands alone in `not(..)`",
            "no test may stand beside it",
        )
        .with_help("`not(..)` never contains null, so `not(5)` already leaves null out")
}

#[cfg(test)]
mod tests;
