//! The grammar of cells: a set of values of one column.
//!
//! ```text
//! cell  = "-" | item {"," item}
//! item  = "null" | test | "not(" test {"," test} ")" | "not(null)"
//! test  = value | ("<" | "<=" | ">" | ">=" | "=") value | ("[" | "(") value ".." value ("]" | ")")
//! ```
//!
//! The parser knows no types: a bare value is a word, and what it means is decided by `check`.

use super::span::Span;

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

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `= v` or a bare value.
    Equal,
    /// `< v`
    Less,
    /// `<= v`
    LessOrEqual,
    /// `> v`
    Greater,
    /// `>= v`
    GreaterOrEqual,
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
