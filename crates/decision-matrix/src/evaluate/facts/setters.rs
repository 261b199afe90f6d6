//! Setters for callers that know the type of a factor: they tell the caller's own mistakes.

use rust_decimal::Decimal;

use crate::compile::FactorSchema;
use crate::raw_value::RawValue;
use crate::table::{FactorIndex, ValueType};

use super::read::Reading;
use super::{Fact, Facts, InputFault};

/// A value that its factor cannot take. The factor is left at fault, so that a claim that is
/// decided all the same goes to a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FactError {
    /// The index is one of another matrix.
    #[error("the index {} is no factor of this matrix", index.0)]
    UnknownFactor {
        /// The index.
        index: FactorIndex,
    },
    /// The setter is one for another type.
    #[error("the factor `{factor}` is of type {expected}, not {given}")]
    WrongType {
        /// The factor.
        factor: String,
        /// Its type.
        expected: &'static str,
        /// The type or types that the setter is for.
        given: &'static str,
    },
    /// The text is no value of the type.
    #[error("`{text}` is no {expected}, which the factor `{factor}` needs")]
    Malformed {
        /// The factor.
        factor: String,
        /// Its type.
        expected: &'static str,
        /// What was given.
        text: String,
    },
}

/// Typed setters. Each returns an error for a factor of another type, and for a text that is no
/// value of the type, and leaves the input fault `INPUT_TYPE` behind. A value of the right type
/// that lies outside the domain or the range of the type is no error of the caller: the claim is
/// decided as `review` with reason `INPUT_OUT_OF_DOMAIN`.
impl Facts {
    /// Sets a money factor to whole units and their fraction, such as `1500.00`.
    ///
    /// # Errors
    /// The factor is no money, or the text is no number or finer than the currency.
    pub fn set_money(&mut self, factor: FactorIndex, text: &str) -> Result<(), FactError> {
        self.expect(factor, "money", |it| matches!(it, ValueType::Money))?;
        self.set_checked(factor, RawValue::Text(text), || text.to_owned())
    }

    /// Sets a money or decimal factor to units of its scale: 150000 is 1500.00 roubles.
    ///
    /// # Errors
    /// The factor is neither money nor decimal.
    pub fn set_minor(&mut self, factor: FactorIndex, units: i64) -> Result<(), FactError> {
        self.expect(factor, "money or decimal", |it| {
            matches!(it, ValueType::Money | ValueType::Decimal)
        })?;
        self.set_code(factor, units);
        Ok(())
    }

    /// Sets a money, decimal or integer factor to an exact decimal.
    ///
    /// # Errors
    /// The factor is no number, or the decimal is finer than its scale.
    pub fn set_decimal(&mut self, factor: FactorIndex, value: Decimal) -> Result<(), FactError> {
        self.expect(factor, "money, decimal or integer", ValueType::is_number)?;
        self.set_checked(factor, value.into(), || value.to_string())
    }

    /// Sets an integer factor.
    ///
    /// # Errors
    /// The factor is no integer.
    pub fn set_integer(&mut self, factor: FactorIndex, value: i64) -> Result<(), FactError> {
        self.expect(factor, "integer", |it| matches!(it, ValueType::Integer))?;
        self.set_code(factor, value);
        Ok(())
    }

    /// Sets a boolean factor.
    ///
    /// # Errors
    /// The factor is no boolean.
    pub fn set_boolean(&mut self, factor: FactorIndex, value: bool) -> Result<(), FactError> {
        self.expect(factor, "boolean", |it| matches!(it, ValueType::Boolean))?;
        self.set_code(factor, i64::from(value));
        Ok(())
    }

    /// Sets a category factor to one of its words. An unknown word is the input fault
    /// `INPUT_OUT_OF_DOMAIN`, not an error.
    ///
    /// # Errors
    /// The factor is no category.
    pub fn set_category(&mut self, factor: FactorIndex, word: &str) -> Result<(), FactError> {
        self.expect(factor, "category", |it| {
            matches!(it, ValueType::Category(_))
        })?;
        self.set(factor, RawValue::Text(word));
        Ok(())
    }

    /// Sets a text factor.
    ///
    /// # Errors
    /// The factor is no text.
    pub fn set_text(&mut self, factor: FactorIndex, text: &str) -> Result<(), FactError> {
        self.expect(factor, "text", |it| matches!(it, ValueType::Text))?;
        self.set(factor, RawValue::Text(text));
        Ok(())
    }

    /// Sets a date factor to `YYYY-MM-DD`.
    ///
    /// # Errors
    /// The factor is no date, or the text is none.
    pub fn set_date(&mut self, factor: FactorIndex, text: &str) -> Result<(), FactError> {
        self.expect(factor, "date", |it| matches!(it, ValueType::Date))?;
        self.set_checked(factor, RawValue::Text(text), || text.to_owned())
    }

    /// Sets a date factor to days since 1970-01-01.
    ///
    /// # Errors
    /// The factor is no date.
    pub fn set_days(&mut self, factor: FactorIndex, days: i64) -> Result<(), FactError> {
        self.expect(factor, "date", |it| matches!(it, ValueType::Date))?;
        self.set_code(factor, days);
        Ok(())
    }

    /// Sets a timestamp factor to seconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// The factor is no timestamp.
    pub fn set_timestamp(
        &mut self,
        factor: FactorIndex,
        unix_seconds: i64,
    ) -> Result<(), FactError> {
        self.expect(factor, "timestamp", |it| matches!(it, ValueType::Timestamp))?;
        self.set_code(factor, unix_seconds);
        Ok(())
    }

    /// Sets a duration factor to seconds.
    ///
    /// # Errors
    /// The factor is no duration.
    pub fn set_duration(&mut self, factor: FactorIndex, seconds: i64) -> Result<(), FactError> {
        self.expect(factor, "duration", |it| matches!(it, ValueType::Duration))?;
        self.set_code(factor, seconds);
        Ok(())
    }

    /// Refuses a factor of another type and leaves it at fault.
    fn expect(
        &mut self,
        factor: FactorIndex,
        given: &'static str,
        fits: impl Fn(&ValueType) -> bool,
    ) -> Result<(), FactError> {
        let Some(schema) = self.schema.factor(factor) else {
            return Err(FactError::UnknownFactor { index: factor });
        };
        if fits(&schema.value_type) {
            return Ok(());
        }
        let expected = schema.value_type.as_str();
        self.store(factor, Fact::Fault(InputFault::Type));
        Err(FactError::WrongType {
            factor: self.factor_name(factor),
            expected,
            given,
        })
    }

    /// Sets a raw value and reports what is no value of the type.
    fn set_checked(
        &mut self,
        factor: FactorIndex,
        value: RawValue<'_>,
        shown: impl Fn() -> String,
    ) -> Result<(), FactError> {
        self.set(factor, value);
        if self.fact(factor) != Fact::Fault(InputFault::Type) {
            return Ok(());
        }
        let expected = self
            .schema
            .factor(factor)
            .map_or("", |it| it.value_type.as_str());
        Err(FactError::Malformed {
            factor: self.factor_name(factor),
            expected,
            text: shown(),
        })
    }

    /// Sets a value in the unit of its type.
    pub(super) fn set_code(&mut self, factor: FactorIndex, code: i64) {
        let fact = self
            .schema
            .factor(factor)
            .map(|schema: &FactorSchema| schema.checked(code));
        if let Some(fact) = fact {
            self.set_reading(factor, Reading::Fact(fact));
        }
    }

    fn factor_name(&self, factor: FactorIndex) -> String {
        self.tables()
            .factors
            .get(factor.0 as usize)
            .map_or_else(String::new, |it| it.name.clone())
    }
}
