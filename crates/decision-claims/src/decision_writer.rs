//! Decisions beside the claims they decide: the input's columns, then the decision's.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_schema::Field;

use crate::block::{ClaimBlock, Content, Passed};
use crate::error::ClaimsError;
use crate::file_format::FileFormat;
use crate::output::{Output, OutputColumn, OutputType};
use crate::output_rows::OutputRows;
use crate::reader::ClaimsReader;
use crate::table_writer::{push_csv, push_json};
use crate::write::TextStream;
use crate::write::csv::CsvRow;
use crate::write::jsonl::JsonRow;
use crate::write::parquet::{self, ParquetFile};

/// The file that is written.
enum Sink {
    Csv {
        stream: TextStream,
        row: CsvRow,
    },
    Jsonl {
        stream: TextStream,
        row: JsonRow,
    },
    /// The file is opened with the first block, which tells the types.
    Parquet {
        output: Output,
        file: Option<Box<ParquetFile>>,
    },
}

/// Writes blocks of claims with the decision's columns behind the input's own.
///
/// A decision column whose name the input has already is called `decision_<name>`. Rows keep their
/// order and their places: a row that is no claim has empty cells, or those that could be split.
/// JSON Lines have no header, so the columns of a CSV or Parquet output are the keys of the first
/// block; values of keys that come later are counted in [`Self::left_out`]. In a JSON Lines output
/// a later key that bears the name of a decision column is written as `input_<name>`.
pub struct DecisionWriter {
    sink: Sink,
    name: String,
    decision_columns: Arc<[OutputColumn]>,
    /// The input's columns and the names of the decision's, once they are fixed.
    header: Option<Header>,
    known_columns: Arc<[String]>,
    /// The types of the input's columns, where it is Parquet.
    known_fields: Option<Vec<Field>>,
    left_out: BTreeMap<String, u64>,
    unwritable: BTreeMap<String, u64>,
}

/// The names of the output.
struct Header {
    input: Arc<[String]>,
    decision: Vec<String>,
}

impl DecisionWriter {
    /// Opens the output for the claims of a reader.
    ///
    /// # Errors
    /// The output cannot be written, or its name does not tell a format.
    pub fn create(
        output: &Output,
        reader: &ClaimsReader,
        columns: &[OutputColumn],
    ) -> Result<Self, ClaimsError> {
        let sink = match output.format()? {
            FileFormat::Csv { gzip } => Sink::Csv {
                stream: TextStream::create(output, gzip)?,
                row: CsvRow::default(),
            },
            FileFormat::Jsonl { gzip } => Sink::Jsonl {
                stream: TextStream::create(output, gzip)?,
                row: JsonRow::default(),
            },
            FileFormat::Parquet => Sink::Parquet {
                output: output.clone(),
                file: None,
            },
        };
        Ok(Self {
            sink,
            name: output.name(),
            decision_columns: columns.into(),
            header: None,
            known_columns: reader.columns(),
            known_fields: reader.arrow_fields(),
            left_out: BTreeMap::new(),
            unwritable: BTreeMap::new(),
        })
    }

    /// Empty rows of the decision's columns, to be filled for a block.
    pub fn rows(&self) -> OutputRows {
        OutputRows::new(&self.decision_columns)
    }

    /// Writes a block with one row of decision values for each of its rows.
    ///
    /// # Errors
    /// The number of rows differs, or the output cannot be written.
    pub fn write_block(
        &mut self,
        block: &ClaimBlock,
        decisions: &OutputRows,
    ) -> Result<(), ClaimsError> {
        let (expected, found) = (block.len(), decisions.len());
        if expected != found {
            return Err(ClaimsError::Shape {
                file: self.name.clone(),
                expected,
                found,
            });
        }
        if self.header.is_none() {
            self.begin(Arc::clone(&block.columns))?;
        }
        let Some(header) = &self.header else {
            return Ok(());
        };
        if !matches!(self.sink, Sink::Jsonl { .. }) {
            count_left_out(&mut self.left_out, header, block);
        }
        if !matches!(self.sink, Sink::Parquet { .. }) {
            count_unwritable(&mut self.unwritable, block);
        }
        match &mut self.sink {
            Sink::Csv { stream, row } => {
                for index in 0..block.len() {
                    for column in 0..header.input.len() {
                        match block.passed(index, column) {
                            Passed::Absent | Passed::Null | Passed::Unwritable => row.push(None),
                            Passed::Text(text) | Passed::Bare(text) => row.push(Some(&text)),
                        }
                    }
                    push_csv(row, decisions, index);
                    row.end(|bytes| stream.write(bytes))?;
                }
                Ok(())
            }
            Sink::Jsonl { stream, row } => {
                let names = json_names(header, block);
                for index in 0..block.len() {
                    push_passed(row, block, index, &names);
                    push_json(
                        row,
                        decisions,
                        index,
                        header.decision.iter().map(String::as_str),
                    );
                    row.end(|bytes| stream.write(bytes))?;
                }
                Ok(())
            }
            Sink::Parquet { file, .. } => {
                let Some(file) = file else { return Ok(()) };
                let mut arrays = passed_arrays(header, block);
                for column in 0..decisions.columns().len() {
                    arrays.push(parquet::array(decisions, column, &self.name)?);
                }
                file.write(arrays)
            }
        }
    }

    /// Fixes the columns and writes the header.
    fn begin(&mut self, input: Arc<[String]>) -> Result<(), ClaimsError> {
        let mut decision: Vec<String> = Vec::new();
        for column in self.decision_columns.iter() {
            let mut name = column.name.clone();
            while input.contains(&name) || decision.contains(&name) {
                name = format!("decision_{name}");
            }
            decision.push(name);
        }
        match &mut self.sink {
            Sink::Csv { stream, row } => {
                for name in input.iter().chain(&decision) {
                    row.push(Some(name));
                }
                row.end(|bytes| stream.write(bytes))?;
            }
            Sink::Jsonl { .. } => {}
            Sink::Parquet { output, file } => {
                // Columns are of their own types from Parquet, else texts.
                let text = |name: &String| parquet::field_named(name, OutputType::Text);
                let mut fields = self
                    .known_fields
                    .clone()
                    .unwrap_or_else(|| input.iter().map(text).collect());
                for (name, column) in decision.iter().zip(self.decision_columns.iter()) {
                    fields.push(parquet::field_named(name, column.output_type));
                }
                *file = Some(Box::new(ParquetFile::create(output, fields)?));
            }
        }
        self.header = Some(Header { input, decision });
        Ok(())
    }

    /// Keys of a JSON Lines input that have no column in the output, with how many values.
    pub fn left_out(&self) -> impl Iterator<Item = (&str, u64)> {
        self.left_out
            .iter()
            .map(|(name, count)| (name.as_str(), *count))
    }

    /// Columns of a Parquet input with values that have no text, such as lists, with how many of
    /// them are empty in the output.
    pub fn unwritable(&self) -> impl Iterator<Item = (&str, u64)> {
        self.unwritable
            .iter()
            .map(|(name, count)| (name.as_str(), *count))
    }

    /// Ends the file and gives it its name; without it nothing appears under the name.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(mut self) -> Result<(), ClaimsError> {
        if self.header.is_none() {
            self.begin(Arc::clone(&self.known_columns))?;
        }
        match self.sink {
            Sink::Csv { stream, .. } | Sink::Jsonl { stream, .. } => stream.finish(),
            Sink::Parquet { file, .. } => file.map_or(Ok(()), |file| file.finish()),
        }
    }
}

/// The input's columns as arrays.
fn passed_arrays(header: &Header, block: &ClaimBlock) -> Vec<ArrayRef> {
    if let Content::Arrow(rows) = &block.content {
        return rows.batch().columns().to_vec();
    }
    let column = |column| -> ArrayRef {
        Arc::new(parquet::texts((0..block.len()).map(
            |row| match block.passed(row, column) {
                Passed::Absent | Passed::Null | Passed::Unwritable => None,
                Passed::Text(text) | Passed::Bare(text) => Some(text),
            },
        )))
    };
    (0..header.input.len()).map(column).collect()
}

/// The keys under which the input's columns are written in JSON Lines.
fn json_names(header: &Header, block: &ClaimBlock) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in block.columns.iter() {
        let mut free = name.clone();
        while header.decision.contains(&free) || names.contains(&free) {
            free = format!("input_{free}");
        }
        names.push(free);
    }
    names
}

/// Writes the input's members of a row.
fn push_passed(row: &mut JsonRow, block: &ClaimBlock, index: usize, names: &[String]) {
    for (column, name) in names.iter().enumerate() {
        match block.passed(index, column) {
            Passed::Absent => {}
            Passed::Null | Passed::Unwritable => row.bare(name, "null"),
            Passed::Text(text) => row.text(name, &text),
            Passed::Bare(text) => row.bare(name, &text),
        }
    }
}

/// Counts the values of columns that came after the header was written.
fn count_left_out(left_out: &mut BTreeMap<String, u64>, header: &Header, block: &ClaimBlock) {
    for (column, name) in block.columns.iter().enumerate().skip(header.input.len()) {
        let passed = (0..block.len())
            .filter(|row| block.passed(*row, column) != Passed::Absent)
            .count();
        if passed > 0 {
            *left_out.entry(name.clone()).or_default() += passed as u64;
        }
    }
}

/// Counts the values that have no text.
fn count_unwritable(unwritable: &mut BTreeMap<String, u64>, block: &ClaimBlock) {
    let Content::Arrow(rows) = &block.content else {
        return;
    };
    for (column, name) in block.columns.iter().enumerate() {
        let count = rows.unwritable(column);
        if count > 0 {
            *unwritable.entry(name.clone()).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests;
