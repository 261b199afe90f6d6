//! Typed rows that wait to be written: what the caller computed for a block, or rows of a table.

use std::sync::Arc;

use crate::error::ClaimsError;
use crate::output::{OutputColumn, OutputType, OutputValue};

/// A value without a borrow.
#[derive(Clone, Copy, Debug)]
enum Stored {
    Null,
    Text { start: usize, end: usize },
    Decimal(i64),
    Integer(i64),
    Boolean(bool),
    Timestamp(i64),
}

/// Rows of typed values, kept in two buffers that are used again after [`Self::clear`]. Where few
/// rows come again and again, each is kept once: see [`Self::repeated`].
#[derive(Clone, Debug)]
pub struct OutputRows {
    columns: Arc<[OutputColumn]>,
    values: Vec<Stored>,
    text: String,
    row_count: usize,
    /// For each row the kept row that it is; without it each is its own.
    keys: Option<Vec<u32>>,
}

impl OutputRows {
    /// No rows of these columns.
    pub fn new(columns: &[OutputColumn]) -> Self {
        Self {
            columns: columns.into(),
            values: Vec::new(),
            text: String::new(),
            row_count: 0,
            keys: None,
        }
    }

    /// The rows that these keys name: places among the rows that were pushed.
    #[must_use]
    pub fn repeated(mut self, keys: Vec<u32>) -> Self {
        self.row_count = keys.len();
        self.keys = Some(keys);
        self
    }

    /// Adds a row: one value for each column.
    ///
    /// # Errors
    /// [`ClaimsError::Shape`] for another number of values, [`ClaimsError::Value`] for a value of
    /// another type than its column. Nothing is added then.
    pub fn push(&mut self, row: &[OutputValue<'_>]) -> Result<(), ClaimsError> {
        if row.len() != self.columns.len() {
            return Err(ClaimsError::Shape {
                file: "output".into(),
                expected: self.columns.len(),
                found: row.len(),
            });
        }
        if let Some((_, column)) = row
            .iter()
            .zip(self.columns.iter())
            .find(|(value, column)| !value.fits(column.output_type))
        {
            return Err(ClaimsError::Value {
                file: "output".into(),
                column: column.name.clone(),
            });
        }
        for value in row {
            let stored = match *value {
                OutputValue::Null => Stored::Null,
                OutputValue::Text(text) => {
                    let start = self.text.len();
                    self.text.push_str(text);
                    Stored::Text {
                        start,
                        end: self.text.len(),
                    }
                }
                OutputValue::Decimal(units) => Stored::Decimal(units),
                OutputValue::Integer(value) => Stored::Integer(value),
                OutputValue::Boolean(value) => Stored::Boolean(value),
                OutputValue::Timestamp(seconds) => Stored::Timestamp(seconds),
            };
            self.values.push(stored);
        }
        self.row_count += 1;
        Ok(())
    }

    /// Forgets the rows.
    pub fn clear(&mut self) {
        self.values.clear();
        self.text.clear();
        self.keys = None;
        self.row_count = 0;
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.row_count
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.row_count == 0
    }

    /// The columns.
    pub fn columns(&self) -> &[OutputColumn] {
        &self.columns
    }

    /// A value; null outside the rows.
    pub fn value(&self, row: usize, column: usize) -> OutputValue<'_> {
        let kept = match &self.keys {
            None => row,
            Some(keys) => match keys.get(row) {
                Some(key) => *key as usize,
                None => return OutputValue::Null,
            },
        };
        match self.values.get(kept * self.columns.len() + column) {
            None | Some(Stored::Null) => OutputValue::Null,
            Some(Stored::Text { start, end }) => {
                OutputValue::Text(self.text.get(*start..*end).unwrap_or_default())
            }
            Some(Stored::Decimal(units)) => OutputValue::Decimal(*units),
            Some(Stored::Integer(value)) => OutputValue::Integer(*value),
            Some(Stored::Boolean(value)) => OutputValue::Boolean(*value),
            Some(Stored::Timestamp(seconds)) => OutputValue::Timestamp(*seconds),
        }
    }

    /// The type of a column.
    pub(crate) fn output_type(&self, column: usize) -> OutputType {
        self.columns
            .get(column)
            .map_or(OutputType::Text, |column| column.output_type)
    }
}
