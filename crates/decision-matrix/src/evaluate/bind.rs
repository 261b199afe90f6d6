//! Facts from the caller's own type: its fields are matched to factors once, then read without
//! names or tables being looked at again.

mod record;
mod value;

use serde::Serialize;

use crate::compile::{ClaimField, CompiledMatrix, Name, Schema};
use crate::raw_value::RawValue;
use crate::source::suggest;
use crate::table::FactorIndex;

use super::facts::Facts;
use record::{Cause, Record, SerializeError, serialize_record};
use value::{Sink, serialize_value};

/// Which field of a type is which factor.
#[derive(Clone, Debug)]
pub struct Binding {
    fields: Vec<Field>,
}

/// One field.
#[derive(Clone, Debug)]
struct Field {
    name: Name,
    /// The same name as the program has it: equal pointers save a comparison of the texts.
    static_name: Option<&'static str>,
    /// What it is of; `None` where that is nothing.
    of: Option<ClaimField>,
    /// The factor that it is of, where it is of nothing else; otherwise an index of no factor.
    factor: FactorIndex,
}

/// An index of no factor.
const NO_FACTOR: FactorIndex = FactorIndex(u32::MAX);

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
            schema: &self.schema,
            fields: Vec::new(),
            float: None,
        };
        serialize_record(example, &mut fields).map_err(|error| match error.into_cause() {
            Cause::NotARecord => BindError::NotARecord,
            Cause::Custom(message) => BindError::Example { message },
        })?;
        if let Some(field) = fields.float {
            return Err(BindError::Float { field });
        }
        let bound = fields.fields;
        for (index, factor) in (0..).map(FactorIndex).zip(&self.tables().factors) {
            let is_optional = factor.column.nullable || factor.history.is_some();
            if !is_optional && !bound.iter().any(|field| field.factor() == Some(index)) {
                let unbound = bound.iter().filter(|field| field.factor().is_none());
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

impl Field {
    fn factor(&self) -> Option<FactorIndex> {
        self.of?.factor
    }
}

/// Collects the fields of an example.
struct Collector<'a> {
    schema: &'a Schema,
    fields: Vec<Field>,
    float: Option<String>,
}

impl Collector<'_> {
    fn collect<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        static_name: Option<&'static str>,
        value: &T,
    ) -> Result<(), SerializeError> {
        let place = self.schema.field_place(name);
        let of = place.and_then(|place| self.schema.fields().get(place as usize));
        let mut probe = FloatProbe { is_float: false };
        serialize_value(value, &mut probe)?;
        if probe.is_float && of.is_some() {
            self.float.get_or_insert_with(|| name.to_owned());
        }
        self.fields.push(Field {
            name: Name::new(name),
            static_name,
            of: of.copied(),
            factor: of.and_then(|of| of.only_factor()).unwrap_or(NO_FACTOR),
        });
        Ok(())
    }
}

impl Record for Collector<'_> {
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), SerializeError> {
        self.collect(name, None, value)
    }

    fn named_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        self.collect(name, Some(name), value)
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

impl Filler<'_, '_> {
    /// Sets the facts of a field, which stands at a place.
    #[inline]
    fn fill<T: Serialize + ?Sized>(
        &mut self,
        at: usize,
        field: &Field,
        value: &T,
    ) -> Result<(), SerializeError> {
        self.next = at + 1;
        if field.of.is_none() {
            return Ok(());
        }
        let facts = &mut *self.facts;
        serialize_value(value, &mut FactSink { field, facts })
    }

    /// Looks for a field that does not stand where it stood in the example.
    #[cold]
    fn fill_elsewhere<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), SerializeError> {
        let binding = self.binding;
        let mut fields = binding.fields.iter().enumerate();
        match fields.find(|(_, field)| field.name.is(name)) {
            Some((at, field)) => self.fill(at, field, value),
            None => Ok(()),
        }
    }
}

impl Record for Filler<'_, '_> {
    #[inline]
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), SerializeError> {
        let binding = self.binding;
        match binding.fields.get(self.next) {
            Some(field) if field.name.is(name) => self.fill(self.next, field, value),
            _ => self.fill_elsewhere(name, value),
        }
    }

    #[inline]
    fn named_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        let binding = self.binding;
        match binding.fields.get(self.next) {
            // The same name may stand at several places of a program: then it is compared.
            Some(field)
                if { field.static_name }.is_some_and(|known| std::ptr::eq(known, name))
                    || field.name.is(name) =>
            {
                self.fill(self.next, field, value)
            }
            _ => self.fill_elsewhere(name, value),
        }
    }
}

/// Sets the facts of one field.
struct FactSink<'a> {
    field: &'a Field,
    facts: &'a mut Facts,
}

impl Sink for FactSink<'_> {
    fn take(&mut self, value: RawValue<'_>) {
        if let Some(of) = self.field.of {
            self.facts.set_field(of, value);
        }
    }

    #[inline]
    fn take_whole(&mut self, value: i64) {
        if !self.facts.set_short(self.field.factor, value, 0) {
            self.take(RawValue::Decimal {
                mantissa: i128::from(value),
                scale: 0,
            });
        }
    }

    #[inline]
    fn take_text(&mut self, text: &str) {
        if !self.facts.set_words(self.field.factor, text) {
            self.take(RawValue::Text(text));
        }
    }

    fn take_float(&mut self) {
        self.take(RawValue::Other);
    }
}

#[cfg(test)]
mod tests;
