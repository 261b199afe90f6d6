//! A block of rows as they stand in the file, and the fields of the rules in them.

mod cells;
mod columns;

use std::borrow::Cow;
use std::sync::Arc;

use decision_matrix::RawValue;

pub(crate) use cells::{Cell, CellRows, Slice};
pub(crate) use columns::{ArrowRows, is_float};

use crate::binding::Binding;
use crate::result_field::ResultField;
use crate::tally::Tally;

/// Why a row of a file is no claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// A CSV row with fewer or more fields than the header.
    #[error("{found} fields where the header has {expected}")]
    FieldCount {
        /// Fields of the header.
        expected: usize,
        /// Fields of the row.
        found: usize,
    },
    /// A quoted CSV field that does not end, or goes on after its closing quote.
    #[error("a quoted field does not end with a quote and a delimiter")]
    Quotes,
    /// Bytes that are no text of the file's encoding.
    #[error(
        "bytes that are not text of the file's encoding: save the file as UTF-8, or name the encoding of a CSV file in the map"
    )]
    Encoding,
    /// A row longer than one MiB.
    #[error("longer than 1,048,576 bytes")]
    TooLong,
    /// A line that is not JSON.
    #[error("not a line of JSON")]
    Json,
    /// A line of JSON that is not an object.
    #[error("JSON but not an object")]
    NotAnObject,
    /// An object with a key that stands twice.
    #[error("the key `{0}` stands twice")]
    RepeatedKey(String),
}

/// What is passed through to an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Passed<'a> {
    /// The row does not have the column.
    Absent,
    /// No value.
    Null,
    /// A text.
    Text(Cow<'a, str>),
    /// A number or a boolean by its own text, or a JSON array or object.
    Bare(Cow<'a, str>),
    /// A value that has no text, such as a list of a Parquet file.
    Unwritable,
}

/// Where the values of a block are.
#[derive(Debug)]
pub(crate) enum Content {
    /// Texts, from CSV and JSON Lines.
    Cells(CellRows),
    /// Arrays, from Parquet.
    Arrow(ArrowRows),
}

/// Some thousand rows of a claims file, in the order of the file.
#[derive(Debug)]
pub struct ClaimBlock {
    pub(crate) binding: Arc<Binding>,
    /// Names of the file's columns, as far as they are known.
    pub(crate) columns: Arc<[String]>,
    /// The column of each field.
    pub(crate) field_columns: Arc<[Option<usize>]>,
    /// For each of `columns` its place in the content, once that is known to be another.
    pub(crate) places: Option<Vec<Option<usize>>>,
    /// How often each key of JSON Lines came.
    pub(crate) key_counts: Vec<u64>,
    pub(crate) content: Content,
    /// What is to be told of its rows.
    pub(crate) tally: Tally,
}

impl ClaimBlock {
    /// How many rows it has, rows that are no claims included.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Cells(rows) => rows.len(),
            Content::Arrow(rows) => rows.len(),
        }
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of this index in the block.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.len()).then_some(Row { block: self, index })
    }

    /// Every row, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|index| Row { block: self, index })
    }

    /// The names of the columns that pass through: the header, the schema, or the keys seen so
    /// far in a JSON Lines file.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether any row is no claim.
    pub(crate) fn has_faults(&self) -> bool {
        match &self.content {
            Content::Cells(rows) => rows.has_faults(),
            Content::Arrow(_) => false,
        }
    }

    /// Whether there is a column for this result.
    pub(crate) fn has_result(&self, result: ResultField) -> bool {
        self.field_columns
            .get(self.binding.result_index(result))
            .is_some_and(Option::is_some)
    }

    /// The places of fields in a block's columns.
    pub(crate) fn bind(binding: &Binding, columns: &[String]) -> Arc<[Option<usize>]> {
        let of_field = |name: &Option<String>| {
            let name = name.as_deref()?;
            columns.iter().position(|column| column == name)
        };
        let fields = binding.fields().iter();
        fields.map(|field| of_field(&field.column)).collect()
    }

    /// The value of a field before the map, and whether it is a time without an offset.
    fn raw(&self, row: usize, field: usize) -> (RawValue<'_>, bool) {
        let Some(column) = self.field_columns.get(field).copied().flatten() else {
            return (RawValue::Null, false);
        };
        match &self.content {
            Content::Cells(rows) => (rows.value(row, column), false),
            Content::Arrow(rows) => {
                let float = self.binding.field(field).map(|field| field.float);
                rows.value(row, column, float)
            }
        }
    }

    /// What passes through.
    pub(crate) fn passed(&self, row: usize, column: usize) -> Passed<'_> {
        let place = match &self.places {
            None => Some(column),
            Some(places) => places.get(column).copied().flatten(),
        };
        let Some(column) = place else {
            return Passed::Absent;
        };
        match &self.content {
            Content::Cells(rows) => rows.passed(row, column),
            Content::Arrow(rows) => rows.passed(row, column, self.binding.zone_seconds()),
        }
    }
}

/// One row of a block.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    block: &'a ClaimBlock,
    index: usize,
}

impl<'a> Row<'a> {
    /// Its place in the block, from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// The line of the file on which it begins, from 1; in Parquet its number, from 1.
    pub fn line(self) -> u64 {
        match &self.block.content {
            Content::Cells(rows) => rows.line(self.index),
            Content::Arrow(rows) => rows.line(self.index),
        }
    }

    /// Why it is no claim, if it is none.
    pub fn fault(self) -> Option<&'a RowFault> {
        match &self.block.content {
            Content::Cells(rows) => rows.fault(self.index),
            Content::Arrow(_) => None,
        }
    }

    /// Whether it could be read as a claim.
    pub fn is_claim(self) -> bool {
        self.fault().is_none()
    }

    /// The value of a field, by its index in the fields given to the reader: mapped, with dates
    /// and zones applied. Null where the column is absent and where the row is no claim.
    pub fn value(self, field: usize) -> RawValue<'a> {
        let Self { block, index } = self;
        let has_column = block.field_columns.get(field).is_some_and(Option::is_some);
        if !self.is_claim() || (!has_column && !block.binding.has_words(field)) {
            return RawValue::Null;
        }
        let (raw, is_local) = block.raw(index, field);
        block.binding.convert(field, raw, is_local)
    }

    /// What the map calls this result; null where it is unknown.
    pub fn result(self, result: ResultField) -> RawValue<'a> {
        self.value(self.block.binding.result_index(result))
    }

    /// A result that is yes or no, by the texts of the map; `None` is unknown. Texts that mean
    /// neither are counted in `ClaimsReader::unknown_results`.
    pub fn flag(self, result: ResultField) -> Option<bool> {
        self.block
            .binding
            .flag(result, self.result(result))
            .ok()
            .flatten()
    }

    /// Whether the claim was justified, as far as it is known.
    pub fn justified(self) -> Option<bool> {
        self.flag(ResultField::Justified)
    }
}
