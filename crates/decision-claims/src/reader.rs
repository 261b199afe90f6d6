//! The reader of claims: opens a file of any format, binds its columns to the fields, and gives
//! its rows block by block. It counts what it could not use, so that nothing is silent.

use std::io::Read;
use std::sync::Arc;

use crate::binding::{Binding, columns};
use crate::block::{ClaimBlock, RowFault};
use crate::error::ClaimsError;
use crate::field::Field;
use crate::file_format::FileFormat;
use crate::input::{self, Input, Progress};
use crate::map::ClaimsMap;
use crate::part::{ClaimsPart, PartRows};
use crate::read::csv::CsvRows;
use crate::read::csv_part::CsvLayout;
use crate::read::jsonl::{JsonlRows, KeyRegistry};
use crate::read::parquet::ParquetRows;
use crate::result_field::ResultField;
use crate::tally::Totals;

/// Most rows of a part of a Parquet file, so that several threads have work.
const PART_ROWS: u64 = 1 << 17;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Whether a CSV or Parquet file may lack columns; their values are then null.
    pub allow_missing: bool,
    /// Most rows of a block; at least 1.
    pub block_rows: usize,
    /// Fraction digits of the currency, for results in money.
    pub money_scale: u8,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            allow_missing: false,
            block_rows: 8_192,
            money_scale: 2,
        }
    }
}

/// The rows of the three formats.
enum Rows {
    Csv(Box<CsvRows>),
    Jsonl(Box<JsonlRows>),
    Parquet(Box<ParquetRows>),
}

/// Reads claims from a file: block by block, or in parts that several threads read.
pub struct ClaimsReader {
    rows: Rows,
    file: String,
    format: FileFormat,
    binding: Arc<Binding>,
    field_columns: Arc<[Option<usize>]>,
    block_rows: usize,
    progress: Progress,
    totals: Totals,
    /// The keys of JSON Lines.
    keys: KeyRegistry,
    /// How many of them the fields are bound to.
    bound_columns: usize,
    /// The columns that are kept, where others are not.
    kept: Option<Arc<[String]>>,
    /// For each column of a CSV file whether it is kept.
    kept_columns: Arc<[bool]>,
    /// What [`Self::next_block`] is reading.
    current: Option<ClaimsPart>,
}

impl ClaimsReader {
    /// Opens an input and binds `fields` to its columns.
    ///
    /// # Errors
    /// The input cannot be opened or its header cannot be read; a column name stands twice; a
    /// column is missing; a column of numbers holds binary floats. In JSON Lines each row stands
    /// for itself, so no column can be missing.
    pub fn open(
        input: &Input,
        map: &ClaimsMap,
        fields: &[Field],
        options: &ReadOptions,
    ) -> Result<Self, ClaimsError> {
        match input {
            Input::Standard => {
                Self::from_stream(std::io::stdin(), &input.name(), map, fields, options)
            }
            Input::Path(path) => {
                let format = FileFormat::of_path(path)?;
                let (file, progress) = input::open_file(path)?;
                if format == FileFormat::Parquet {
                    let rows = ParquetRows::open(
                        input.name(),
                        file,
                        progress.clone(),
                        options.block_rows.max(1),
                    )?;
                    return Self::bind(
                        Rows::Parquet(Box::new(rows)),
                        input.name(),
                        format,
                        progress,
                        map,
                        fields,
                        options,
                    );
                }
                let bytes = input::counted(file, &progress);
                Self::of_bytes(bytes, format, progress, &input.name(), map, fields, options)
            }
        }
    }

    /// Reads from a stream as from standard input: JSON Lines if its first character is `{`, else
    /// CSV. `name` is what messages call it.
    ///
    /// # Errors
    /// See [`Self::open`].
    pub fn from_stream(
        stream: impl Read + Send + 'static,
        name: &str,
        map: &ClaimsMap,
        fields: &[Field],
        options: &ReadOptions,
    ) -> Result<Self, ClaimsError> {
        let progress = Progress::new(None);
        let (format, bytes) =
            input::sniff(input::counted(stream, &progress)).map_err(|source| {
                ClaimsError::Read {
                    file: name.to_owned(),
                    line: 0,
                    source,
                }
            })?;
        Self::of_bytes(bytes, format, progress, name, map, fields, options)
    }

    fn of_bytes(
        bytes: input::Bytes,
        format: FileFormat,
        progress: Progress,
        name: &str,
        map: &ClaimsMap,
        fields: &[Field],
        options: &ReadOptions,
    ) -> Result<Self, ClaimsError> {
        let name = name.to_owned();
        let is_packed = matches!(
            format,
            FileFormat::Csv { gzip: true } | FileFormat::Jsonl { gzip: true }
        );
        let bytes = if is_packed {
            input::gunzip(bytes)
        } else {
            bytes
        };
        let rows = if matches!(format, FileFormat::Csv { .. }) {
            Rows::Csv(Box::new(CsvRows::open(name.clone(), bytes, map.csv())?))
        } else {
            Rows::Jsonl(Box::new(JsonlRows::open(name.clone(), bytes)?))
        };
        Self::bind(rows, name, format, progress, map, fields, options)
    }

    fn bind(
        rows: Rows,
        file: String,
        format: FileFormat,
        progress: Progress,
        map: &ClaimsMap,
        fields: &[Field],
        options: &ReadOptions,
    ) -> Result<Self, ClaimsError> {
        let binding = Binding::new(
            map,
            fields,
            options.money_scale,
            matches!(format, FileFormat::Csv { .. }),
        );
        let kept_columns = match &rows {
            Rows::Csv(rows) => vec![true; rows.columns().len()].into(),
            Rows::Jsonl(_) | Rows::Parquet(_) => Arc::from([]),
        };
        let mut reader = Self {
            rows,
            file,
            format,
            keys: KeyRegistry::new(field_columns(&binding)),
            binding: Arc::new(binding),
            field_columns: Arc::from([]),
            block_rows: options.block_rows.max(1),
            progress,
            totals: Totals::default(),
            bound_columns: 0,
            kept: None,
            kept_columns,
            current: None,
        };
        reader.bind_columns();
        let (binding, places, file) = (&reader.binding, &reader.field_columns, &reader.file);
        if !matches!(reader.rows, Rows::Jsonl(_)) && !options.allow_missing {
            columns::check_missing(binding, &reader.columns(), places, map, file)?;
        }
        if let Rows::Parquet(rows) = &reader.rows {
            columns::check_floats(binding, rows.schema(), places, file)?;
        }
        Ok(reader)
    }

    /// Looks up the column of every field.
    fn bind_columns(&mut self) {
        self.field_columns = ClaimBlock::bind(&self.binding, &self.columns());
    }

    /// Reads the columns of fields only, and of results if they are wanted, where no output
    /// repeats the others. Call it before the first block.
    pub fn keep_only_fields(&mut self, has_results: bool) {
        if !has_results {
            Arc::make_mut(&mut self.binding).forget_results();
        }
        let kept: Arc<[String]> = field_columns(&self.binding).into();
        let is_kept = |name: &String| kept.contains(name);
        match &mut self.rows {
            Rows::Csv(rows) => {
                self.kept_columns = rows.columns().iter().map(is_kept).collect();
                rows.keep(&self.kept_columns);
            }
            Rows::Jsonl(_) => self.keys.keep_only(kept.to_vec()),
            Rows::Parquet(rows) => rows.keep(|name| self.binding.wanted(name)),
        }
        self.bind_columns();
        self.kept = Some(kept);
    }

    /// The next block, with at least one row; `None` at the end.
    ///
    /// # Errors
    /// Reading breaks off. A row that is no claim is no error: see [`crate::Row::fault`].
    pub fn next_block(&mut self) -> Result<Option<ClaimBlock>, ClaimsError> {
        loop {
            if let Some(part) = &mut self.current {
                if let Some(mut block) = part.next_block()? {
                    self.settle(&mut block);
                    return Ok(Some(block));
                }
                self.current = None;
            }
            // One thread has no use for parts of a row group.
            self.current = self.part_of(u64::MAX)?;
            if self.current.is_none() {
                return Ok(None);
            }
        }
    }

    /// The next part of the file, for any thread to read; `None` at the end. The blocks of all
    /// parts go to [`Self::settle`] in their order.
    ///
    /// # Errors
    /// Reading breaks off.
    pub fn next_part(&mut self) -> Result<Option<ClaimsPart>, ClaimsError> {
        self.part_of(PART_ROWS)
    }

    fn part_of(&mut self, rows_most: u64) -> Result<Option<ClaimsPart>, ClaimsError> {
        let rows = match &mut self.rows {
            Rows::Csv(rows) => {
                let cut = rows.next_cut(self.block_rows)?;
                let layout = CsvLayout {
                    delimiter: rows.delimiter(),
                    is_decoded: rows.is_decoded(),
                    kept: Arc::clone(&self.kept_columns),
                };
                (!cut.rows.is_empty()).then_some(PartRows::Csv {
                    cut: Some(cut),
                    layout,
                })
            }
            Rows::Jsonl(rows) => {
                let cut = rows.next_cut(self.block_rows)?;
                (!cut.rows.is_empty()).then(|| PartRows::Jsonl {
                    cut: Some(cut),
                    kept: self.kept.clone(),
                })
            }
            Rows::Parquet(rows) => {
                let part = rows.next_part(rows_most);
                part.map(|part| PartRows::Parquet(Box::new(part)))
            }
        };
        Ok(rows.map(|rows| ClaimsPart {
            binding: Arc::clone(&self.binding),
            columns: self.columns(),
            field_columns: Arc::clone(&self.field_columns),
            rows,
        }))
    }

    /// Takes up the next block in the order of the file: counts what could not be used, and gives
    /// the block of a JSON Lines file the columns that are known with it. Before it a block is fit
    /// for deciding, after it for writing.
    pub fn settle(&mut self, block: &mut ClaimBlock) {
        self.totals
            .add(block.len(), std::mem::take(&mut block.tally));
        match &mut self.rows {
            Rows::Csv(_) => {}
            Rows::Jsonl(_) => {
                let places = self.keys.settle(&block.columns, &block.key_counts);
                block.columns = self.keys.columns();
                block.places = Some(places);
                if block.columns.len() > self.bound_columns {
                    self.bound_columns = block.columns.len();
                    self.bind_columns();
                }
            }
            Rows::Parquet(rows) => rows.set_progress(self.totals.row_count),
        }
    }

    /// What messages call the input.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The format that is read.
    pub fn format(&self) -> FileFormat {
        self.format
    }

    /// The names of the columns: the header, the schema, or the keys seen so far in JSON Lines.
    pub fn columns(&self) -> Arc<[String]> {
        match &self.rows {
            Rows::Csv(rows) => rows.columns(),
            Rows::Jsonl(_) => self.keys.columns(),
            Rows::Parquet(rows) => rows.columns(),
        }
    }

    /// The types of the columns of a Parquet file.
    pub(crate) fn arrow_fields(&self) -> Option<Vec<arrow_schema::Field>> {
        let Rows::Parquet(rows) = &self.rows else {
            return None;
        };
        Some(
            rows.schema()
                .fields()
                .iter()
                .map(|field| field.as_ref().clone())
                .collect(),
        )
    }

    /// The fields, results left out, that have no column in the file; their values are null.
    pub fn absent_fields(&self) -> impl Iterator<Item = &str> {
        let count = self.binding.result_index(ResultField::Justified);
        let fields = self
            .binding
            .fields()
            .iter()
            .zip(self.field_columns.iter())
            .take(count);
        fields
            .filter(|(_, place)| place.is_none())
            .map(|(field, _)| field.name.as_str())
    }

    /// Whether the file has a column for this result.
    pub fn has_result(&self, result: ResultField) -> bool {
        self.field_columns
            .get(self.binding.result_index(result))
            .is_some_and(Option::is_some)
    }

    /// How far reading is.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// The last line that was read; 0 for Parquet.
    pub fn line(&self) -> u64 {
        match &self.rows {
            Rows::Csv(rows) => rows.line(),
            Rows::Jsonl(rows) => rows.line(),
            Rows::Parquet(_) => 0,
        }
    }

    /// Rows so far, those that are no claims included.
    pub fn row_count(&self) -> u64 {
        self.totals.row_count
    }

    /// Rows so far that are no claims.
    pub fn fault_count(&self) -> u64 {
        self.totals.fault_count
    }

    /// The first rows that are no claims, with their lines; at most twenty.
    pub fn first_faults(&self) -> &[(u64, RowFault)] {
        &self.totals.first_faults
    }

    /// Texts of yes-or-no results that mean neither, with how often they came.
    pub fn unknown_results(&self) -> impl Iterator<Item = (ResultField, &str, u64)> {
        let results = self.totals.unknown_results.iter();
        results.map(|((result, text), count)| (*result, text.as_str(), *count))
    }

    /// Values that cannot pass through, because a JSON Lines file has more than 1,024 keys.
    pub fn left_out_values(&self) -> u64 {
        match &self.rows {
            Rows::Jsonl(_) => self.keys.left_out(),
            Rows::Csv(_) | Rows::Parquet(_) => 0,
        }
    }
}

/// The columns of all fields.
fn field_columns(binding: &Binding) -> Vec<String> {
    let fields = binding.fields().iter();
    fields.filter_map(|field| field.column.clone()).collect()
}

#[cfg(test)]
mod tests;
