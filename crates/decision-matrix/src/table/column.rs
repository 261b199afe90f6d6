//! Columns: what a cell tests and an expression reads. Factors, derived factors and tables.

use std::sync::Arc;

use super::cell::Cell;
use super::expression::Expr;
use super::key::History;
use super::rules::TableIndex;
use crate::calendar::{DAY_RANGE, DURATION_LIMIT_SECONDS, SECOND_RANGE};
use crate::number;

/// Index of a factor, in order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactorIndex(pub u32);

/// Index of a derived factor, in order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeriveIndex(pub u32);

/// A column of a claim as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnRef {
    /// A factor.
    Factor(FactorIndex),
    /// A derived factor.
    Derive(DeriveIndex),
    /// The result of a table.
    Table(TableIndex),
}

/// The kind of value in a column. Inside, every value is an `i64`:
/// money minor units, decimal units of its scale, integer itself, boolean 0 or 1, category the
/// index in `values`, text the index in the matrix's texts, date days since 1970-01-01, timestamp
/// seconds since 1970-01-01T00:00:00Z, duration seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Exact money in the currency of the matrix.
    Money,
    /// An exact decimal number.
    Decimal,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// One of the words, in order of declaration.
    Category(Arc<[String]>),
    /// A text, compared byte for byte.
    Text,
    /// A day of the proleptic Gregorian calendar.
    Date,
    /// A second of UTC.
    Timestamp,
    /// Whole seconds.
    Duration,
}

impl ValueType {
    /// The word in a rules file.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Decimal => "decimal",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Category(_) => "category",
            Self::Text => "text",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Duration => "duration",
        }
    }

    /// Whether values have an order, so that `<` and intervals have a meaning.
    pub fn is_ordered(&self) -> bool {
        !matches!(self, Self::Boolean | Self::Category(_) | Self::Text)
    }

    /// The smallest and the largest value of the type, in units of `scale` for money and decimals.
    /// Of texts it is the range of their indexes, known texts or not.
    pub fn range(&self, scale: u8) -> (i64, i64) {
        match self {
            Self::Money | Self::Decimal | Self::Integer => {
                let limit = number::limit(scale);
                (-limit, limit)
            }
            Self::Boolean => (0, 1),
            Self::Category(words) => (0, i64::try_from(words.len()).unwrap_or(i64::MAX) - 1),
            Self::Text => (0, i64::MAX),
            Self::Date => DAY_RANGE,
            Self::Timestamp => SECOND_RANGE,
            Self::Duration => (-DURATION_LIMIT_SECONDS, DURATION_LIMIT_SECONDS),
        }
    }

    /// Whether values are numbers: money, decimal, integer.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Money | Self::Decimal | Self::Integer)
    }
}

/// What values a column may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnType {
    /// The kind of value.
    pub value_type: ValueType,
    /// Fraction digits: the currency's for money, the declared ones for decimal, else 0.
    pub scale: u8,
    /// Whether null is a value of the column.
    pub nullable: bool,
    /// The declared domain: literals only, without null. `None` is the type's whole range.
    pub domain: Option<Cell>,
}

/// A declared input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its name.
    pub name: String,
    /// Its values.
    pub column: ColumnType,
    /// Whether a person could act on it or dispute it; false keeps it out of the nearest change.
    pub changeable: bool,
    /// Whether its values are to be stored encrypted.
    pub sensitive: bool,
    /// What it is measured in, for people.
    pub unit: Option<String>,
    /// What it is called, for people.
    pub label: Option<String>,
    /// Where its value comes from, if it is counted from earlier claims.
    pub history: Option<History>,
}

/// A computed factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derive {
    /// Its name.
    pub name: String,
    /// Its values.
    pub column: ColumnType,
    /// How a number is brought to the declared scale.
    pub rounding: Rounding,
    /// What it is computed from.
    pub expression: Expr,
    /// What it is called, for people.
    pub label: Option<String>,
}

/// How a number is brought to a smaller scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, a half to the even digit.
    #[default]
    HalfEven,
    /// To the nearest, a half away from zero.
    HalfUp,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}
