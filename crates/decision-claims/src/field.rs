//! What the rules want to know of a claim: factors and key columns, by name and kind.

use std::sync::Arc;

use decision_matrix::table::{Factor, ValueType};

/// How a field's values are written, as far as reading depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Money, decimal or integer, with the fraction digits of the type.
    Number {
        /// Fraction digits.
        scale: u8,
    },
    /// True or false.
    Boolean,
    /// One word of a list.
    Category,
    /// Any text.
    Text,
    /// A day.
    Date,
    /// A second of UTC.
    Timestamp,
    /// A span of time.
    Duration,
}

/// One factor or key column that is read from every claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The factor's name, or the name of the key's column.
    pub name: String,
    /// How its values are written.
    pub kind: FieldKind,
    /// Whether a CSV or Parquet file without its column is refused.
    pub required: bool,
    /// The words of a category, which a map may translate to.
    pub words: Option<Arc<[String]>>,
}

impl Field {
    /// A required field.
    pub fn new(name: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            kind,
            required: true,
            words: None,
        }
    }

    /// A field that a file need not have.
    pub fn optional(name: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            required: false,
            ..Self::new(name, kind)
        }
    }

    /// The field of a factor; it is required unless the factor is nullable.
    pub fn factor(factor: &Factor) -> Self {
        let (kind, words) = match &factor.column.value_type {
            ValueType::Money | ValueType::Decimal | ValueType::Integer => (
                FieldKind::Number {
                    scale: factor.column.scale,
                },
                None,
            ),
            ValueType::Boolean => (FieldKind::Boolean, None),
            ValueType::Category(words) => (FieldKind::Category, Some(Arc::clone(words))),
            ValueType::Text => (FieldKind::Text, None),
            ValueType::Date => (FieldKind::Date, None),
            ValueType::Timestamp => (FieldKind::Timestamp, None),
            ValueType::Duration => (FieldKind::Duration, None),
        };
        Self {
            name: factor.name.clone(),
            kind,
            required: !factor.column.nullable,
            words,
        }
    }
}
