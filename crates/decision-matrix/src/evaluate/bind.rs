//! Facts from the caller's own type: its fields are matched to factors once, then read without
//! names or tables being looked at again.

mod record;
mod value;

use serde::Serialize;

use crate::compile::CompiledMatrix;
use crate::raw_value::RawValue;
use crate::source::suggest;
use crate::table::{DecisionTables, FactorIndex};

use super::facts::Facts;
use record::{Record, SerializeError, serialize_record};
use value::{Sink, serialize_value};

/// Which field of a type is which factor.
#[derive(Clone, Debug)]
pub struct Binding {
    fields: Vec<Field>,
}

/// One field.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    factor: Option<FactorIndex>,
    is_claim: bool,
    is_time: bool,
}

/// Why a type cannot be bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// The example is no struct and no map with texts as keys.
    #[error("the example is no struct and no map: a claim has named fields")]
    NotARecord,
    /// The field of a factor is a binary float.
    #[error("the field `{field}` is a binary float, which is not exact: use a decimal or a text")]
    Float {
        /// The field.
        field: String,
    },
    /// A factor that must have a value has no field.
    #[error("the factor `{factor}` has no field{}", suggestion(.closest.as_deref()))]
    Missing {
        /// The factor.
        factor: String,
        /// The field that was probably meant.
        closest: Option<String>,
    },
    /// The example itself cannot be serialized.
    #[error("the example cannot be serialized: {message}")]
    Example {
        /// What its own implementation says.
        message: String,
    },
}

fn suggestion(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |closest| {
        format!(": did you mean to call `{closest}` so?")
    })
}

impl CompiledMatrix {
    /// Matches the fields of a type to the factors and keys of the matrix by name. The example
    /// shows the fields: every field must be there, its value does not matter.
    ///
    /// Texts, whole numbers, booleans, options, unit variants and whatever serializes as a text
    /// (such as `rust_decimal::Decimal`) are read as a claims file would be. Fields that are no
    /// factor are passed over. A factor that may be null, or that is counted from history, needs no
    /// field.
    ///
    /// # Errors
    /// The example is no struct or map, a field that is a factor is a binary float, or a factor
    /// that must have a value has no field.
    pub fn bind<T: Serialize + ?Sized>(&self, example: &T) -> Result<Binding, BindError> {
        let mut fields = Collector {
            tables: self.tables(),
            fields: Vec::new(),
            float: None,
        };
        serialize_record(example, &mut fields).map_err(|error| match error {
            SerializeError::NotARecord => BindError::NotARecord,
            SerializeError::Custom(message) => BindError::Example { message },
        })?;
        if let Some(field) = fields.float {
            return Err(BindError::Float { field });
        }
        let bound = fields.fields;
        for (index, factor) in (0..).map(FactorIndex).zip(&self.tables().factors) {
            let is_optional = factor.column.nullable || factor.history.is_some();
            if !is_optional && !bound.iter().any(|field| field.factor == Some(index)) {
                let unbound = bound.iter().filter(|field| field.factor.is_none());
                let closest =
                    suggest::closest(&factor.name, unbound.map(|field| field.name.as_str()));
                return Err(BindError::Missing {
                    factor: factor.name.clone(),
                    closest: closest.map(str::to_owned),
                });
            }
        }
        Ok(Binding { fields: bound })
    }
}

impl Binding {
    /// Sets the facts of a claim from a value of the bound type. What the value does not have is
    /// null afterwards; facts that come from elsewhere, such as history, are set after this.
    ///
    /// A value that no factor can take becomes an input fault, and a value whose own serialization
    /// fails is no claim (`INPUT_ROW`).
    pub fn fill<T: Serialize + ?Sized>(&self, facts: &mut Facts, value: &T) {
        facts.clear();
        let mut filler = Filler {
            binding: self,
            facts,
            next: 0,
        };
        if serialize_record(value, &mut filler).is_err() {
            facts.mark_unreadable();
        }
    }
}

/// Collects the fields of an example.
struct Collector<'a> {
    tables: &'a DecisionTables,
    fields: Vec<Field>,
    float: Option<String>,
}

impl Record for Collector<'_> {
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), SerializeError> {
        let mut factors = (0..).map(FactorIndex).zip(&self.tables.factors);
        let factor = factors
            .find(|(_, factor)| factor.name == name)
            .map(|(index, _)| index);
        let is_key = |key| self.tables.keys.column(key) == Some(name);
        let field = Field {
            name: name.to_owned(),
            factor,
            is_claim: is_key("claim"),
            is_time: is_key("time"),
        };
        let mut probe = FloatProbe { is_float: false };
        serialize_value(value, &mut probe)?;
        if probe.is_float && (factor.is_some() || field.is_claim || field.is_time) {
            self.float.get_or_insert_with(|| name.to_owned());
        }
        self.fields.push(field);
        Ok(())
    }
}

/// Looks whether a value is a binary float.
struct FloatProbe {
    is_float: bool,
}

impl Sink for FloatProbe {
    fn take(&mut self, _value: RawValue<'_>) {}

    fn take_float(&mut self) {
        self.is_float = true;
    }
}

/// Sets facts field by field.
struct Filler<'a, 'f> {
    binding: &'a Binding,
    facts: &'f mut Facts,
    /// The place of the next field, where the value has the fields of the example.
    next: usize,
}

impl Record for Filler<'_, '_> {
    #[inline]
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), SerializeError> {
        let fields = &self.binding.fields;
        let at = match fields.get(self.next) {
            Some(field) if field.name == name => self.next,
            _ => match fields.iter().position(|field| field.name == name) {
                Some(at) => at,
                None => return Ok(()),
            },
        };
        self.next = at + 1;
        match fields.get(at) {
            Some(field) if field.factor.is_some() || field.is_claim || field.is_time => {
                serialize_value(
                    value,
                    &mut FactSink {
                        field,
                        facts: self.facts,
                    },
                )
            }
            _ => Ok(()),
        }
    }
}

/// Sets the facts of one field.
struct FactSink<'a> {
    field: &'a Field,
    facts: &'a mut Facts,
}

impl Sink for FactSink<'_> {
    #[inline]
    fn take(&mut self, value: RawValue<'_>) {
        if let Some(factor) = self.field.factor {
            self.facts.set(factor, value);
        }
        if self.field.is_time {
            self.facts.set_time_raw(value);
        }
        if self.field.is_claim {
            match value {
                RawValue::Text(text) | RawValue::Number(text) => self.facts.set_claim(text),
                RawValue::Decimal { mantissa, scale: 0 } => {
                    self.facts.set_claim(&mantissa.to_string());
                }
                _ => self.facts.mark_unreadable(),
            }
        }
    }

    fn take_float(&mut self) {
        self.take(RawValue::Other);
    }
}

#[cfg(test)]
mod tests;
