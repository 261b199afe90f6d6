//! From what a claims source gives to a value of a factor: the input faults of the format.

use crate::calendar::{self, CalendarError, DAY_RANGE, SECOND_RANGE};
use crate::compile::FactorSchema;
use crate::limits;
use crate::number::{self, NumberError};
use crate::raw_value::RawValue;
use crate::table::ValueType;

use super::{Fact, InputFault, midnight};

/// What a raw value is to a factor.
#[derive(Clone, Copy)]
pub(super) enum Reading<'a> {
    /// A fact.
    Fact(Fact),
    /// A text that no literal of the matrix equals and no domain excludes.
    Text(&'a str),
}

impl From<InputFault> for Reading<'_> {
    fn from(fault: InputFault) -> Self {
        Self::Fact(Fact::Fault(fault))
    }
}

impl FactorSchema {
    /// Reads a raw value.
    pub(super) fn read<'a>(&self, raw: RawValue<'a>) -> Reading<'a> {
        let value = match raw {
            RawValue::Null if self.nullable => return Reading::Fact(Fact::Null),
            RawValue::Null => return InputFault::Missing.into(),
            RawValue::Text(text) if matches!(self.value_type, ValueType::Text) => {
                return self.read_text(text);
            }
            other => self.read_code(other),
        };
        match value {
            Ok(value) => Reading::Fact(self.checked(value)),
            Err(fault) => fault.into(),
        }
    }

    /// Whether `mantissa · 10^-scale` is a value as it is: most numbers come in the scale of their
    /// factor and lie in its domain.
    #[inline]
    pub(super) fn is_plain(&self, mantissa: i64, scale: u8) -> bool {
        let (first, last) = self.numbers;
        scale == self.scale && first <= mantissa && mantissa <= last
    }

    /// Reads `mantissa · 10^-scale`, whatever it is.
    pub(super) fn read_scaled(&self, mantissa: i64, scale: u8) -> Fact {
        if !self.value_type.is_number() {
            return Fact::Fault(InputFault::Type);
        }
        match number::rescale_short(mantissa, scale, self.scale) {
            Ok(value) => self.checked(value),
            Err(error) => Fact::Fault(error.into()),
        }
    }

    /// A value of the type as a fact, if it is one of the domain.
    #[inline]
    pub(super) fn checked(&self, value: i64) -> Fact {
        if self.domain.contains(value) {
            Fact::Value(value)
        } else {
            Fact::Fault(InputFault::OutOfDomain)
        }
    }

    fn read_text<'a>(&self, text: &'a str) -> Reading<'a> {
        if text.len() > limits::TEXT_BYTES {
            return InputFault::OutOfDomain.into();
        }
        match self.word_code(text) {
            Some(code) => Reading::Fact(self.checked(code)),
            // Every other text is the same to a domain, which knows literals only.
            None if self.domain.contains(self.first_text_code) => Reading::Text(text),
            None => InputFault::OutOfDomain.into(),
        }
    }

    /// The value, before any look at the domain, of every type but text.
    fn read_code(&self, raw: RawValue<'_>) -> Result<i64, InputFault> {
        match &self.value_type {
            ValueType::Money | ValueType::Decimal | ValueType::Integer => self.read_number(raw),
            ValueType::Boolean => read_boolean(raw),
            ValueType::Category(_) => match raw {
                RawValue::Text(word) => self.word_code(word).ok_or(InputFault::OutOfDomain),
                _ => Err(InputFault::Type),
            },
            ValueType::Text => Err(InputFault::Type),
            ValueType::Date => match raw {
                RawValue::Text(text) => calendar::parse_date(text).map_err(InputFault::from),
                RawValue::Date(day) => in_range(day, DAY_RANGE),
                _ => Err(InputFault::Type),
            },
            ValueType::Timestamp => match raw {
                RawValue::Text(text) => {
                    calendar::parse_claim_timestamp(text).map_err(InputFault::from)
                }
                RawValue::Timestamp(moment) => in_range(moment, SECOND_RANGE),
                _ => Err(InputFault::Type),
            },
            ValueType::Duration => match raw {
                RawValue::Text(text) => calendar::parse_duration(text).map_err(InputFault::from),
                _ => Err(InputFault::Type),
            },
        }
    }

    fn read_number(&self, raw: RawValue<'_>) -> Result<i64, InputFault> {
        match raw {
            RawValue::Text(text) | RawValue::Number(text) => {
                Ok(number::parse_scaled(text, self.scale)?)
            }
            RawValue::Decimal { mantissa, scale } => {
                Ok(number::rescale(mantissa, i32::from(scale), self.scale)?)
            }
            _ => Err(InputFault::Type),
        }
    }
}

fn read_boolean(raw: RawValue<'_>) -> Result<i64, InputFault> {
    match raw {
        RawValue::Boolean(value) => Ok(i64::from(value)),
        RawValue::Text("true") => Ok(1),
        RawValue::Text("false") => Ok(0),
        _ => Err(InputFault::Type),
    }
}

/// Reads the time of a claim: a timestamp, or a date, which counts as its 00:00:00Z.
pub(super) fn read_time(raw: RawValue<'_>) -> Fact {
    let moment = match raw {
        RawValue::Null => Err(InputFault::Missing),
        RawValue::Timestamp(moment) => in_range(moment, SECOND_RANGE),
        RawValue::Date(day) => {
            in_range(day, DAY_RANGE).map(|day| midnight(day).unwrap_or_default())
        }
        RawValue::Text(text) => match calendar::parse_date(text) {
            Err(CalendarError::Syntax) => calendar::parse_claim_timestamp(text),
            date => date.map(|day| midnight(day).unwrap_or_default()),
        }
        .map_err(InputFault::from),
        _ => Err(InputFault::Type),
    };
    match moment {
        Ok(moment) => Fact::Value(moment),
        Err(fault) => Fact::Fault(fault),
    }
}

fn in_range(value: i64, (first, last): (i64, i64)) -> Result<i64, InputFault> {
    if (first..=last).contains(&value) {
        Ok(value)
    } else {
        Err(InputFault::OutOfDomain)
    }
}

impl From<NumberError> for InputFault {
    fn from(error: NumberError) -> Self {
        match error {
            NumberError::Syntax | NumberError::TooFine => Self::Type,
            NumberError::OutOfRange => Self::OutOfDomain,
        }
    }
}

impl From<CalendarError> for InputFault {
    fn from(error: CalendarError) -> Self {
        match error {
            CalendarError::Syntax => Self::Type,
            CalendarError::OutOfRange => Self::OutOfDomain,
        }
    }
}
