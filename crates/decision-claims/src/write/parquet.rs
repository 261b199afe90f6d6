//! Parquet: batches of arrays in row groups of bounded size.

use std::io::BufWriter;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Int64Array, RecordBatch, TimestampMillisecondArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::error::ClaimsError;
use crate::output::{Output, OutputColumn, OutputFile, OutputType, OutputValue};
use crate::output_rows::OutputRows;

/// Rows of a row group, so that memory stays bounded.
const ROW_GROUP_ROWS: usize = 1 << 17;

/// Digits of a decimal column: as many as 64 bits hold.
const DECIMAL_DIGITS: u8 = 18;

/// A Parquet file that is being written.
pub(crate) struct ParquetFile {
    name: String,
    schema: SchemaRef,
    writer: ArrowWriter<BufWriter<OutputFile>>,
}

impl ParquetFile {
    /// Opens the output for columns of these types.
    pub(crate) fn create(output: &Output, fields: Vec<Field>) -> Result<Self, ClaimsError> {
        let file = OutputFile::create(output)?;
        let name = file.name().to_owned();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
            .build();
        let writer =
            ArrowWriter::try_new(BufWriter::new(file), Arc::clone(&schema), Some(properties))
                .map_err(|error| failed(&name, &error))?;
        Ok(Self {
            name,
            schema,
            writer,
        })
    }

    /// Writes a batch of these columns.
    pub(crate) fn write(&mut self, columns: Vec<ArrayRef>) -> Result<(), ClaimsError> {
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)
            .map_err(|error: ArrowError| failed(&self.name, &error))?;
        self.writer
            .write(&batch)
            .map_err(|error| failed(&self.name, &error))
    }

    /// Ends the file and gives it its name.
    pub(crate) fn finish(self) -> Result<(), ClaimsError> {
        let name = self.name;
        let buffered = self
            .writer
            .into_inner()
            .map_err(|error| failed(&name, &error))?;
        let file = buffered.into_inner().map_err(|error| ClaimsError::Write {
            file: name.clone(),
            source: error.into_error(),
        })?;
        file.commit()
    }
}

fn failed(name: &str, error: &dyn std::fmt::Display) -> ClaimsError {
    ClaimsError::Parquet {
        file: name.to_owned(),
        message: format!("cannot be written: {error}"),
    }
}

/// The Parquet field of a column.
pub(crate) fn field(column: &OutputColumn) -> Field {
    field_named(&column.name, column.output_type)
}

/// The Parquet field of a name and a type.
pub(crate) fn field_named(name: &str, output_type: OutputType) -> Field {
    let data_type = match output_type {
        OutputType::Text => DataType::Utf8,
        OutputType::Decimal(scale) => DataType::Decimal128(DECIMAL_DIGITS, scale.cast_signed()),
        OutputType::Integer => DataType::Int64,
        OutputType::Boolean => DataType::Boolean,
        // Parquet has no timestamps in seconds.
        OutputType::Timestamp => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
    };
    Field::new(name, data_type, true)
}

/// One column of rows as an array.
pub(crate) fn array(rows: &OutputRows, column: usize, file: &str) -> Result<ArrayRef, ClaimsError> {
    let output_type = rows.output_type(column);
    let values = (0..rows.len()).map(|row| rows.value(row, column));
    Ok(match output_type {
        OutputType::Text => Arc::new(texts(values.map(|value| match value {
            OutputValue::Text(text) => Some(text),
            _ => None,
        }))),
        OutputType::Decimal(scale) => {
            let units = values.map(|value| {
                if let OutputValue::Decimal(units) = value {
                    Some(i128::from(units))
                } else {
                    None
                }
            });
            let array: Decimal128Array = units.collect();
            let array = array
                .with_precision_and_scale(DECIMAL_DIGITS, scale.cast_signed())
                .map_err(|error| failed(file, &error))?;
            Arc::new(array)
        }
        OutputType::Integer => Arc::new(
            values
                .map(|value| {
                    if let OutputValue::Integer(value) = value {
                        Some(value)
                    } else {
                        None
                    }
                })
                .collect::<Int64Array>(),
        ),
        OutputType::Boolean => Arc::new(
            values
                .map(|value| {
                    if let OutputValue::Boolean(value) = value {
                        Some(value)
                    } else {
                        None
                    }
                })
                .collect::<BooleanArray>(),
        ),
        OutputType::Timestamp => {
            let ticks = values.map(|value| match value {
                OutputValue::Timestamp(seconds) => seconds.checked_mul(1_000),
                _ => None,
            });
            Arc::new(
                ticks
                    .collect::<TimestampMillisecondArray>()
                    .with_timezone("UTC"),
            )
        }
    })
}

/// Texts as an array.
pub(crate) fn texts<T: AsRef<str>>(
    values: impl Iterator<Item = Option<T>>,
) -> arrow_array::StringArray {
    let mut builder = StringBuilder::new();
    for value in values {
        builder.append_option(value);
    }
    builder.finish()
}
