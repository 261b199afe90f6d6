//! Parquet: row groups, or parts of large ones, each read by whoever takes it in batches of a few
//! thousand rows.

use std::fs::File;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type as PhysicalType;
use parquet::errors::ParquetError;

use super::positioned::PositionedFile;
use crate::block::ArrowRows;
use crate::error::ClaimsError;
use crate::input::Progress;

/// How a column that is kept is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Only the rules read it, so it may come in the type that costs least.
    Narrow,
    /// Only the rules read it, and as words of which there are few.
    Words,
}

/// A Parquet file.
pub(crate) struct ParquetRows {
    file: Arc<str>,
    source: PositionedFile,
    metadata: ArrowReaderMetadata,
    projection: ProjectionMask,
    schema: SchemaRef,
    columns: Arc<[String]>,
    block_rows: usize,
    /// The next part begins here: row group, row in it, row of the file, all from 0.
    next: (usize, u64, u64),
    rows_total: u64,
    progress: Progress,
}

/// Some rows of a file, of one row group.
pub(crate) struct ParquetPart {
    file: Arc<str>,
    /// How the reader is made; taken by the thread that reads.
    plan: Option<Box<PartPlan>>,
    reader: Option<ParquetRecordBatchReader>,
    rows_read: u64,
}

/// Which rows a part has.
struct PartPlan {
    source: PositionedFile,
    metadata: ArrowReaderMetadata,
    projection: ProjectionMask,
    block_rows: usize,
    group: usize,
    first: usize,
    /// How many rows, where they are not all to the end of the row group.
    count: Option<usize>,
}

impl ParquetRows {
    /// Reads the schema. Batches have `block_rows` rows.
    pub(crate) fn open(
        name: String,
        file: File,
        progress: Progress,
        block_rows: usize,
    ) -> Result<Self, ClaimsError> {
        let failed = |error: ParquetError| ClaimsError::Parquet {
            file: name.clone(),
            message: format!(
                "not a readable Parquet file ({error}): write it again, or use .csv or .jsonl"
            ),
        };
        let source = PositionedFile::new(file).map_err(|error| failed(error.into()))?;
        // An embedded Arrow schema tells types that Parquet lacks (seconds, days in 64 bits). One
        // that does not fit the file is no reason to refuse it.
        let options = ArrowReaderOptions::new();
        let metadata = ArrowReaderMetadata::load(&source, options.clone())
            .or_else(|_| ArrowReaderMetadata::load(&source, options.with_skip_arrow_metadata(true)))
            .map_err(failed)?;
        let rows_total =
            u64::try_from(metadata.metadata().file_metadata().num_rows()).unwrap_or_default();
        let schema = Arc::clone(metadata.schema());
        let columns = names(&schema);
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
            file: name.into(),
            source,
            metadata,
            projection: ProjectionMask::all(),
            schema,
            columns,
            block_rows,
            next: (0, 0, 0),
            rows_total,
            progress,
        })
    }

    /// Keeps only the columns that are wanted, and tells the reader how.
    pub(crate) fn keep(&mut self, wanted: impl Fn(&str) -> Option<Wanted>) {
        let of_columns: Vec<Option<Wanted>> =
            self.columns.iter().map(|name| wanted(name)).collect();
        let hinted = self.hinted(&of_columns);
        let options = ArrowReaderOptions::new().with_schema(hinted);
        let metadata = Arc::clone(self.metadata.metadata());
        // Where the reader cannot give the types that were asked for, it gives its own.
        if let Ok(metadata) = ArrowReaderMetadata::try_new(metadata, options) {
            self.metadata = metadata;
        }
        let kept = of_columns.iter().enumerate();
        let kept: Vec<usize> = kept.filter_map(|(at, it)| it.map(|_| at)).collect();
        self.projection = ProjectionMask::roots(self.metadata.parquet_schema(), kept.clone());
        let schema = self.metadata.schema();
        let kept = schema.project(&kept);
        self.schema = kept.map_or_else(|_| Arc::clone(schema), Arc::new);
        self.columns = names(&self.schema);
    }

    /// The schema with the types in which the columns are best read.
    fn hinted(&self, wanted: &[Option<Wanted>]) -> SchemaRef {
        let schema = self.metadata.schema();
        let fields = schema.fields().iter().zip(wanted).enumerate();
        let fields = fields.map(|(at, (field, wanted))| {
            let hint = match wanted {
                None => None,
                Some(Wanted::Narrow) => self.narrow_type(at, field).or_else(|| view_type(field)),
                Some(Wanted::Words) => words_type(field).or_else(|| self.narrow_type(at, field)),
            };
            match hint {
                Some(hint) => Arc::new(field.as_ref().clone().with_data_type(hint)),
                None => Arc::clone(field),
            }
        });
        let fields: Vec<Arc<Field>> = fields.collect();
        Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
    }

    /// The decimal type of as many bits as the numbers of a column are stored in.
    fn narrow_type(&self, root: usize, field: &Field) -> Option<DataType> {
        let DataType::Decimal128(precision, scale) = field.data_type() else {
            return None;
        };
        let schema = self.metadata.parquet_schema();
        let leaf = (0..schema.num_columns()).find(|leaf| schema.get_column_root_idx(*leaf) == root);
        match schema.column(leaf?).physical_type() {
            PhysicalType::INT32 => Some(DataType::Decimal32(*precision, *scale)),
            PhysicalType::INT64 => Some(DataType::Decimal64(*precision, *scale)),
            _ => None,
        }
    }

    /// The names of the columns that are read.
    pub(crate) fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.columns)
    }

    /// The types of the columns that are read.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next rows of a row group, `rows_most` or a little more than that; nothing at the end.
    pub(crate) fn next_part(&mut self, rows_most: u64) -> Option<ParquetPart> {
        let (group, first, first_of_file) = self.next;
        let groups = self.metadata.metadata().row_groups();
        let rows = u64::try_from(groups.get(group)?.num_rows()).unwrap_or_default();
        let rest = rows.saturating_sub(first);
        // Parts of nearly the same size, of whole blocks.
        let part_count = rest.div_ceil(rows_most.max(1)).max(1);
        let block_rows = self.block_rows as u64;
        let count = rest.div_ceil(part_count).next_multiple_of(block_rows);
        let count = count.min(rest);
        let is_last = count == rest;
        self.next = if is_last {
            (group + 1, 0, first_of_file + count)
        } else {
            (group, first + count, first_of_file + count)
        };
        Some(ParquetPart {
            file: Arc::clone(&self.file),
            plan: Some(Box::new(PartPlan {
                source: self.source.clone(),
                metadata: self.metadata.clone(),
                projection: self.projection.clone(),
                block_rows: self.block_rows,
                group,
                first: usize::try_from(first).ok()?,
                count: usize::try_from(count).ok().filter(|_| !is_last),
            })),
            reader: None,
            rows_read: first_of_file,
        })
    }

    /// Notes that reading has come to a row. Parquet is not read from front to back, so the share
    /// of rows stands for that of bytes.
    pub(crate) fn set_progress(&self, rows_read: u64) {
        if let Some(total) = self.progress.bytes_total() {
            let share =
                u128::from(total) * u128::from(rows_read) / u128::from(self.rows_total.max(1));
            self.progress.set(u64::try_from(share).unwrap_or(total));
        }
    }
}

impl ParquetPart {
    /// The next batch.
    pub(crate) fn next_rows(&mut self) -> Result<Option<ArrowRows>, ClaimsError> {
        if let Some(plan) = self.plan.take() {
            let reader = plan.reader().map_err(|error| self.failed(&error))?;
            self.reader = Some(reader);
        }
        let Some(batch) = self.reader.as_mut().and_then(Iterator::next) else {
            self.reader = None;
            return Ok(None);
        };
        let batch = batch.map_err(|error| self.failed(&error))?;
        let rows = ArrowRows::new(batch, self.rows_read + 1);
        self.rows_read += rows.len() as u64;
        Ok(Some(rows))
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> ClaimsError {
        ClaimsError::Parquet {
            file: self.file.to_string(),
            message: format!("cannot be read after row {}: {error}", self.rows_read),
        }
    }
}

impl PartPlan {
    fn reader(self) -> Result<ParquetRecordBatchReader, ParquetError> {
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.source, self.metadata)
                .with_projection(self.projection)
                .with_batch_size(self.block_rows)
                .with_row_groups(vec![self.group]);
        let builder = match self.first {
            0 => builder,
            first => builder.with_offset(first),
        };
        match self.count {
            None => builder,
            Some(count) => builder.with_limit(count),
        }
        .build()
    }
}

/// The type of a column of texts in which each text is kept once.
fn words_type(field: &Field) -> Option<DataType> {
    let words = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    is_text(field).then(words)
}

/// The type of a column of texts that stay where they were read.
fn view_type(field: &Field) -> Option<DataType> {
    is_text(field).then_some(DataType::Utf8View)
}

fn is_text(field: &Field) -> bool {
    matches!(
        field.data_type(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

fn names(schema: &Schema) -> Arc<[String]> {
    let names = schema.fields().iter().map(|field| field.name().clone());
    names.collect()
}
