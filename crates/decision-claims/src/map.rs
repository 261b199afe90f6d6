//! The map file: which column of a claims file is which factor, key or result, and how its values
//! are written. The identity map, [`ClaimsMap::default`], takes every name as it is.

mod dates;
mod parse;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use decision_matrix::diagnostic::Findings;
use encoding_rs::Encoding;

pub(crate) use dates::{DateFormat, Moment};

use crate::field::Field;
use crate::result_field::ResultField;

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvDialect {
    /// The byte between fields, `,` by default.
    pub delimiter: u8,
    /// The encoding, UTF-8 by default. A byte order mark in the file comes before it.
    pub encoding: &'static Encoding,
    /// Whether number fields have a decimal comma. Then a point in a number is no number: it
    /// would be a separator of thousands.
    pub decimal_comma: bool,
}

impl Default for CsvDialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            encoding: encoding_rs::UTF_8,
            decimal_comma: false,
        }
    }
}

/// Where a result stands, and which of its texts mean yes and no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResultColumn {
    /// The column.
    pub(crate) column: String,
    /// Texts that mean yes.
    pub(crate) yes: Vec<String>,
    /// Texts that mean no.
    pub(crate) no: Vec<String>,
}

impl ResultColumn {
    /// A column whose flags are `true` and `false`, or `1` and `0`.
    pub(crate) fn named(column: impl Into<String>) -> Self {
        let words = |words: [&str; 2]| words.map(String::from).to_vec();
        Self {
            column: column.into(),
            yes: words(["true", "1"]),
            no: words(["false", "0"]),
        }
    }
}

/// What a column's text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// No value.
    Null,
    /// This text.
    Text(String),
}

/// A checked map file.
///
/// Values are looked up by the text of the column before anything else happens to them; a text
/// that `values` does not list stays as it is. Once a map has `results`, only the results it lists
/// have a column; without `results` each has the column of its own name, if the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimsMap {
    /// Field: column.
    pub(crate) columns: BTreeMap<String, String>,
    /// Field: column text: word.
    pub(crate) values: BTreeMap<String, BTreeMap<String, Word>>,
    /// The results; `None` is identity.
    pub(crate) results: Option<BTreeMap<ResultField, ResultColumn>>,
    pub(crate) csv: CsvDialect,
    /// Field: format of its dates.
    pub(crate) dates: BTreeMap<String, DateFormat>,
    /// Seconds east of UTC of times without an offset.
    pub(crate) zone_seconds: Option<i64>,
    /// Fields whose binary floats are rounded to the nearest value of their scale.
    pub(crate) float: BTreeSet<String>,
}

impl ClaimsMap {
    /// Reads a map file. `fields` are the factors and key columns that it may name; results are
    /// known. A name of a key's column that is also a factor is fine to pass twice.
    ///
    /// # Errors
    /// Everything that is wrong with the file, each with its place.
    pub fn from_yaml(name: &str, text: &str, fields: &[Field]) -> Result<Self, Findings> {
        parse::parse(name, text, fields)
    }

    /// The column of a field: the map's, else the field's own name.
    pub fn column<'a>(&'a self, field: &'a str) -> &'a str {
        self.columns.get(field).map_or(field, String::as_str)
    }

    /// The column of a result, if it has one.
    pub fn result_column(&self, field: ResultField) -> Option<&str> {
        match &self.results {
            None => Some(field.as_str()),
            Some(results) => results.get(&field).map(|result| result.column.as_str()),
        }
    }

    /// How CSV files are written.
    pub fn csv(&self) -> CsvDialect {
        self.csv
    }
}

#[cfg(test)]
mod tests;
