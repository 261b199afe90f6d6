//! A value as a claims source gives it, before anybody knows what the factor is.

use rust_decimal::Decimal;

/// One value of one claim, as its source wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawValue<'a> {
    /// No value: an empty CSV field, JSON `null` or an absent key, a Parquet null.
    Null,
    /// A text: CSV field, JSON string, Parquet string.
    Text(&'a str),
    /// A JSON number, by its own text.
    Number(&'a str),
    /// JSON or Parquet `true` and `false`.
    Boolean(bool),
    /// A Parquet decimal or integer: `mantissa · 10^-scale`.
    Decimal {
        /// All digits.
        mantissa: i128,
        /// Fraction digits.
        scale: i8,
    },
    /// A Parquet date: days since 1970-01-01.
    Date(i64),
    /// A Parquet timestamp: seconds since 1970-01-01T00:00:00Z, fractions cut.
    Timestamp(i64),
    /// An array, an object, or anything else that is a value of no factor.
    Other,
}

impl From<Decimal> for RawValue<'_> {
    fn from(value: Decimal) -> Self {
        Self::Decimal {
            mantissa: value.mantissa(),
            scale: i8::try_from(value.scale()).unwrap_or(i8::MAX),
        }
    }
}
