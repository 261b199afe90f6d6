//! Typed expressions of derived factors.
//!
//! Meaning: numbers are exact decimals with an `i128` mantissa and a scale. `+ -` work at the
//! larger scale, `*` at the sum of the scales, `/` rounds half to even at 9 fraction digits.
//! A result whose mantissa passes 2^127 - 1 is a fault; comparisons never fault. Null makes
//! arithmetic and comparisons null; `and`, `or`, `not` are three-valued (Kleene). Only the taken
//! branch of `if` and the needed side of `coalesce`, `and`, `or` are computed, left side first.

use std::sync::Arc;

use super::column::ColumnRef;
use super::parameter::ParameterIndex;

/// An expression of a known type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What it computes.
    pub kind: ExprKind,
    /// The type of its value.
    pub value_type: ExprType,
    /// Whether its value may be null.
    pub nullable: bool,
}

/// The type of an expression's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprType {
    /// An exact decimal; money and integers are numbers without a unit.
    Number,
    /// True or false.
    Boolean,
    /// A word of this list, as its index.
    Category(Arc<[String]>),
    /// A text, as its index in the matrix's texts.
    Text,
    /// Days since 1970-01-01.
    Date,
    /// Seconds since 1970-01-01T00:00:00Z.
    Timestamp,
    /// Seconds.
    Duration,
}

/// What an expression computes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// A number literal: mantissa and scale (0..=9).
    Number(i128, u8),
    /// A literal of any other type, as the `i64` of `ValueType`.
    Code(i64),
    /// Null.
    Null,
    /// The value of a column; numbers carry the column's scale.
    Column(ColumnRef),
    /// The value of a parameter; numbers carry the parameter's scale.
    Parameter(ParameterIndex),
    /// A category value brought to another list of words: its code to the code there, -1 where
    /// the other list does not have the word (then it equals nothing).
    Recode(Box<Expr>, Arc<[i64]>),
    /// `-a` of a number or a duration.
    Negate(Box<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// Arithmetic. The operands' types say what is meant: numbers; date - date and
    /// timestamp - timestamp give a duration (the latter in seconds that lie in the range of
    /// timestamps, else it is a fault); date or timestamp + or - duration keeps its type
    /// (duration + date too), where a date moves by whole days only, else it is a fault;
    /// duration + or - duration.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// A comparison of two values of one type; order only on ordered types.
    Compare(Ordering, Box<Expr>, Box<Expr>),
    /// `a and b`
    And(Box<Expr>, Box<Expr>),
    /// `a or b`
    Or(Box<Expr>, Box<Expr>),
    /// `if condition then yes else no`; a null condition gives null.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `coalesce(a, b)`
    Coalesce(Box<Expr>, Box<Expr>),
    /// `is_null(a)`
    IsNull(Box<Expr>),
    /// `min(..)` of one or more numbers or durations (also dates and timestamps); null if any is.
    Min(Vec<Expr>),
    /// `max(..)`, likewise.
    Max(Vec<Expr>),
    /// `abs(a)` of a number or a duration.
    Abs(Box<Expr>),
    /// `round(a, digits)`, half to even; fewer digits than asked for stay as they are.
    Round(Box<Expr>, u8),
    /// `days(duration)`: whole days, rounded down (floor).
    Days(Box<Expr>),
    /// `year(d)` of a date or a timestamp.
    Year(Box<Expr>),
    /// `month(d)`, 1..=12.
    Month(Box<Expr>),
    /// `weekday(d)`, Monday 1 .. Sunday 7.
    Weekday(Box<Expr>),
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`; by zero gives null.
    Divide,
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordering {
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
}

impl Expr {
    /// The expressions that it is made of, in order; none for a literal or a name.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Number(..)
            | ExprKind::Code(_)
            | ExprKind::Null
            | ExprKind::Column(_)
            | ExprKind::Parameter(_) => Vec::new(),
            ExprKind::Recode(a, _)
            | ExprKind::Negate(a)
            | ExprKind::Not(a)
            | ExprKind::IsNull(a)
            | ExprKind::Abs(a)
            | ExprKind::Round(a, _)
            | ExprKind::Days(a)
            | ExprKind::Year(a)
            | ExprKind::Month(a)
            | ExprKind::Weekday(a) => vec![a],
            ExprKind::Arithmetic(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::And(a, b)
            | ExprKind::Or(a, b)
            | ExprKind::Coalesce(a, b) => vec![a, b],
            ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::Min(parts) | ExprKind::Max(parts) => parts.iter().collect(),
        }
    }
}
