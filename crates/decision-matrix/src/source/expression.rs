//! The grammar of expressions: names, literals, operators, `if`, functions.
//!
//! The parser knows no types and no names; `check` does.

mod lexer;
mod parser;

use super::span::{Span, Text};
use crate::diagnostic::Diagnostic;

/// A parsed expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprSyntax {
    /// Where it stands in the file.
    pub span: Span,
    /// What it is.
    pub kind: ExprSyntaxKind,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprSyntaxKind {
    /// A literal that begins with a digit or a `P`: number, date, timestamp or duration, as
    /// written. Which one it is follows from its shape.
    Literal(String),
    /// A text in double quotes, escapes resolved.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// A bare word: a name, or a value of a category.
    Word(String),
    /// `-a` or `not a`.
    Unary(UnaryOperator, Box<ExprSyntax>),
    /// `a op b`.
    Binary(BinaryOperator, Box<ExprSyntax>, Box<ExprSyntax>),
    /// `if condition then yes else no`.
    If {
        /// The condition.
        condition: Box<ExprSyntax>,
        /// The value where it is true.
        yes: Box<ExprSyntax>,
        /// The value where it is false.
        no: Box<ExprSyntax>,
    },
    /// `function(arguments)`.
    Call {
        /// The name of the function.
        function: Text,
        /// The arguments.
        arguments: Vec<ExprSyntax>,
    },
}

/// An operator with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-a`
    Negate,
    /// `not a`
    Not,
}

/// An operator with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `and`
    And,
    /// `or`
    Or,
}

/// Parses an expression. A word with a hyphen in it is a subtraction: `new-card` is `new - card`.
///
/// # Errors
///
/// The first place where the text leaves the grammar, or a depth above the limit.
pub fn parse(text: &Text) -> Result<ExprSyntax, Diagnostic> {
    parse_with_words(text, &|_| false)
}

/// Parses an expression, where `is_word` tells which words with a hyphen in them are one word (the
/// values of categories) and no subtraction. The longest such word wins.
///
/// # Errors
///
/// The first place where the text leaves the grammar, or a depth above the limit.
pub fn parse_with_words(
    text: &Text,
    is_word: &dyn Fn(&str) -> bool,
) -> Result<ExprSyntax, Diagnostic> {
    parser::Parser::new(lexer::Lexer::new(text, is_word))?.whole()
}

#[cfg(test)]
mod tests;
