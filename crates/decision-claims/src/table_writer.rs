//! A table of typed columns, written row by row to a file of any format.

use crate::error::ClaimsError;
use crate::file_format::FileFormat;
use crate::output::{Output, OutputColumn, OutputValue};
use crate::output_rows::OutputRows;
use crate::write::csv::CsvRow;
use crate::write::jsonl::JsonRow;
use crate::write::parquet::{self, ParquetFile};
use crate::write::{TextStream, value_text};

/// Rows that are written at once.
const BATCH_ROWS: usize = 8_192;

/// The file that is written.
enum Sink {
    Csv { stream: TextStream, row: CsvRow },
    Jsonl { stream: TextStream, row: JsonRow },
    Parquet(Box<ParquetFile>),
}

/// Writes a table; the file appears under its name with [`Self::finish`] only.
pub struct TableWriter {
    sink: Sink,
    name: String,
    rows: OutputRows,
}

impl TableWriter {
    /// Opens the output and writes the header.
    ///
    /// # Errors
    /// The output cannot be written, or its name does not tell a format.
    pub fn create(output: &Output, columns: &[OutputColumn]) -> Result<Self, ClaimsError> {
        let sink = match output.format()? {
            FileFormat::Csv { gzip } => {
                let mut stream = TextStream::create(output, gzip)?;
                let mut row = CsvRow::default();
                for column in columns {
                    row.push(Some(&column.name));
                }
                row.end(|bytes| stream.write(bytes))?;
                Sink::Csv { stream, row }
            }
            FileFormat::Jsonl { gzip } => Sink::Jsonl {
                stream: TextStream::create(output, gzip)?,
                row: JsonRow::default(),
            },
            FileFormat::Parquet => {
                let fields = columns.iter().map(parquet::field).collect();
                Sink::Parquet(Box::new(ParquetFile::create(output, fields)?))
            }
        };
        Ok(Self {
            sink,
            name: output.name(),
            rows: OutputRows::new(columns),
        })
    }

    /// Writes a row: one value for each column.
    ///
    /// # Errors
    /// The row does not fit the columns, or the output cannot be written.
    pub fn write_row(&mut self, row: &[OutputValue<'_>]) -> Result<(), ClaimsError> {
        self.rows.push(row)?;
        if self.rows.len() >= BATCH_ROWS {
            self.write_batch()
        } else {
            Ok(())
        }
    }

    fn write_batch(&mut self) -> Result<(), ClaimsError> {
        let rows = &self.rows;
        match &mut self.sink {
            Sink::Csv { stream, row } => {
                for index in 0..rows.len() {
                    push_csv(row, rows, index);
                    row.end(|bytes| stream.write(bytes))?;
                }
            }
            Sink::Jsonl { stream, row } => {
                for index in 0..rows.len() {
                    push_json(
                        row,
                        rows,
                        index,
                        rows.columns().iter().map(|column| column.name.as_str()),
                    );
                    row.end(|bytes| stream.write(bytes))?;
                }
            }
            Sink::Parquet(file) => {
                let columns = (0..rows.columns().len())
                    .map(|column| parquet::array(rows, column, &self.name));
                file.write(columns.collect::<Result<_, _>>()?)?;
            }
        }
        self.rows.clear();
        Ok(())
    }

    /// Writes what is left, ends the file and gives it its name.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn finish(mut self) -> Result<(), ClaimsError> {
        if !self.rows.is_empty() {
            self.write_batch()?;
        }
        match self.sink {
            Sink::Csv { stream, .. } | Sink::Jsonl { stream, .. } => stream.finish(),
            Sink::Parquet(file) => file.finish(),
        }
    }
}

/// Adds the values of a row as CSV cells.
pub(crate) fn push_csv(row: &mut CsvRow, rows: &OutputRows, index: usize) {
    for column in 0..rows.columns().len() {
        row.push(value_text(rows.value(index, column), rows.output_type(column)).as_deref());
    }
}

/// Adds the values of a row as members under these names.
pub(crate) fn push_json<'n>(
    row: &mut JsonRow,
    rows: &OutputRows,
    index: usize,
    names: impl Iterator<Item = &'n str>,
) {
    for (column, name) in names.enumerate() {
        let value = rows.value(index, column);
        match value_text(value, rows.output_type(column)) {
            None => row.bare(name, "null"),
            Some(text) if matches!(value, OutputValue::Text(_) | OutputValue::Timestamp(_)) => {
                row.text(name, &text);
            }
            Some(text) => row.bare(name, &text),
        }
    }
}

#[cfg(test)]
mod tests;
