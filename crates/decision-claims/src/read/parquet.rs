//! Parquet: batches of a few thousand rows, one row group after another.

use std::fs::File;
use std::sync::Arc;

use arrow_schema::SchemaRef;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};

use crate::block::ArrowRows;
use crate::error::ClaimsError;
use crate::input::Progress;

/// A Parquet file.
pub(crate) struct ParquetRows {
    file: String,
    reader: ParquetRecordBatchReader,
    schema: SchemaRef,
    columns: Arc<[String]>,
    rows_read: u64,
    rows_total: u64,
    progress: Progress,
}

impl ParquetRows {
    /// Reads the schema. Batches have `block_rows` rows.
    pub(crate) fn open(
        name: String,
        file: File,
        progress: Progress,
        block_rows: usize,
    ) -> Result<Self, ClaimsError> {
        let failed = |error: parquet::errors::ParquetError| ClaimsError::Parquet {
            file: name.clone(),
            message: format!(
                "not a readable Parquet file ({error}): write it again, or use .csv or .jsonl"
            ),
        };
        // An embedded Arrow schema tells types that Parquet lacks (seconds, days in 64 bits). One
        // that does not fit the file is no reason to refuse it.
        let again = file.try_clone();
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).or_else(|error| match again {
            Ok(file) => {
                let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
                ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
            }
            Err(_) => Err(error),
        });
        let builder = builder.map_err(failed)?;
        let rows_total =
            u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default();
        let schema = Arc::clone(builder.schema());
        let reader = builder
            .with_batch_size(block_rows)
            .build()
            .map_err(failed)?;
        let columns: Arc<[String]> = schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        for (second, column) in columns.iter().enumerate() {
            let Some(first) = columns.iter().take(second).position(|name| name == column) else {
                continue;
            };
            let (first, second, column) = (first + 1, second + 1, column.clone());
            return Err(ClaimsError::DuplicateColumn {
                file: name,
                line: 1,
                column,
                first,
                second,
            });
        }
        Ok(Self {
            file: name,
            reader,
            schema,
            columns,
            rows_read: 0,
            rows_total,
            progress,
        })
    }

    /// The names of the columns.
    pub(crate) fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.columns)
    }

    /// The types of the columns.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next batch.
    pub(crate) fn next_rows(&mut self) -> Result<Option<ArrowRows>, ClaimsError> {
        let Some(batch) = self.reader.next() else {
            return Ok(None);
        };
        let batch = batch.map_err(|error| ClaimsError::Parquet {
            file: self.file.clone(),
            message: format!("cannot be read after row {}: {error}", self.rows_read),
        })?;
        let rows = ArrowRows::new(batch, self.rows_read + 1);
        self.rows_read += rows.len() as u64;
        // Parquet is not read from front to back, so the share of rows stands for that of bytes.
        if let Some(total) = self.progress.bytes_total() {
            let share =
                u128::from(total) * u128::from(self.rows_read) / u128::from(self.rows_total.max(1));
            self.progress.set(u64::try_from(share).unwrap_or(total));
        }
        Ok(Some(rows))
    }
}
