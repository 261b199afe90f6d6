//! The reader of claims: opens a file of any format, binds its columns to the fields, and gives
//! its rows block by block. It counts what it could not use, so that nothing is silent.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use decision_matrix::source::suggest;

use crate::binding::Binding;
use crate::block::{ClaimBlock, Content, RowFault};
use crate::error::{ClaimsError, MissingColumn};
use crate::field::Field;
use crate::file_format::FileFormat;
use crate::input::{self, Input, Progress};
use crate::map::ClaimsMap;
use crate::read::csv::CsvRows;
use crate::read::jsonl::JsonlRows;
use crate::read::parquet::ParquetRows;
use crate::result_field::ResultField;

/// Most different unknown texts of results that are kept apart; further ones are counted as one.
const UNKNOWN_RESULTS_MAX: usize = 200;

/// Most rows that are no claims of which the line and the reason are kept.
const FAULTS_KEPT: usize = 20;

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

/// Reads claims from a file, block by block.
pub struct ClaimsReader {
    rows: Rows,
    file: String,
    format: FileFormat,
    binding: Arc<Binding>,
    field_columns: Vec<Option<usize>>,
    block_rows: usize,
    progress: Progress,
    row_count: u64,
    fault_count: u64,
    first_faults: Vec<(u64, RowFault)>,
    unknown_results: BTreeMap<(ResultField, String), u64>,
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
            let columns = fields
                .iter()
                .map(|field| map.column(&field.name).to_owned());
            let results = ResultField::ALL
                .iter()
                .filter_map(|result| map.result_column(*result))
                .map(String::from);
            Rows::Jsonl(Box::new(JsonlRows::open(
                name.clone(),
                bytes,
                columns.chain(results).collect(),
            )?))
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
        let mut reader = Self {
            rows,
            file,
            format,
            binding: Arc::new(binding),
            field_columns: Vec::new(),
            block_rows: options.block_rows.max(1),
            progress,
            row_count: 0,
            fault_count: 0,
            first_faults: Vec::new(),
            unknown_results: BTreeMap::new(),
        };
        reader.bind_columns();
        if !matches!(reader.rows, Rows::Jsonl(_)) && !options.allow_missing {
            reader.check_missing(map)?;
        }
        reader.check_floats()?;
        Ok(reader)
    }

    /// Looks up the column of every field.
    fn bind_columns(&mut self) {
        let columns = self.columns();
        let place: BTreeMap<&str, usize> = columns
            .iter()
            .enumerate()
            .map(|(index, name)| (name.as_str(), index))
            .collect();
        let of_field = |name: &Option<String>| place.get(name.as_deref()?).copied();
        self.field_columns = self
            .binding
            .fields()
            .iter()
            .map(|field| of_field(&field.column))
            .collect();
    }

    fn check_missing(&self, map: &ClaimsMap) -> Result<(), ClaimsError> {
        let columns = self.columns();
        let mut missing: Vec<MissingColumn> = Vec::new();
        for (field, place) in self.binding.fields().iter().zip(&self.field_columns) {
            let Some(column) = &field.column else {
                continue;
            };
            if place.is_some() || !(field.is_required || field.is_named) {
                continue;
            }
            let names = columns.iter().map(String::as_str);
            let suggestion = suggest::closest(column, names).map(String::from);
            if !missing
                .iter()
                .any(|known| known.column == *column && known.field == field.name)
            {
                missing.push(MissingColumn {
                    field: field.name.clone(),
                    column: column.clone(),
                    suggestion,
                });
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(ClaimsError::MissingColumns {
            file: self.file.clone(),
            missing,
            hint: delimiter_hint(&columns, map),
        })
    }

    fn check_floats(&self) -> Result<(), ClaimsError> {
        let Rows::Parquet(rows) = &self.rows else {
            return Ok(());
        };
        for (index, (field, place)) in self
            .binding
            .fields()
            .iter()
            .zip(&self.field_columns)
            .enumerate()
        {
            let column = place.and_then(|place| rows.schema().fields().get(place));
            let is_float = column.is_some_and(|column| crate::block::is_float(column.data_type()));
            if is_float && self.binding.refuses_float(index) {
                return Err(ClaimsError::FloatColumn {
                    file: self.file.clone(),
                    column: field.column.clone().unwrap_or_default(),
                    field: field.name.clone(),
                });
            }
        }
        Ok(())
    }

    /// The next block, with at least one row; `None` at the end.
    ///
    /// # Errors
    /// Reading breaks off. A row that is no claim is no error: see [`crate::Row::fault`].
    pub fn next_block(&mut self) -> Result<Option<ClaimBlock>, ClaimsError> {
        let content = match &mut self.rows {
            Rows::Csv(rows) => Content::Cells(rows.next_rows(self.block_rows)?),
            Rows::Jsonl(rows) => Content::Cells(rows.next_rows(self.block_rows)?),
            Rows::Parquet(rows) => match rows.next_rows()? {
                Some(rows) => Content::Arrow(rows),
                None => return Ok(None),
            },
        };
        if matches!(self.rows, Rows::Jsonl(_)) {
            self.bind_columns();
        }
        let block = ClaimBlock {
            binding: Arc::clone(&self.binding),
            columns: self.columns(),
            field_columns: self.field_columns.clone(),
            content,
        };
        if block.is_empty() {
            return Ok(None);
        }
        self.count(&block);
        Ok(Some(block))
    }

    /// Counts rows, faults and unknown results.
    fn count(&mut self, block: &ClaimBlock) {
        self.row_count += block.len() as u64;
        for row in block.rows() {
            let Some(fault) = row.fault() else { continue };
            self.fault_count += 1;
            if self.first_faults.len() < FAULTS_KEPT {
                self.first_faults.push((row.line(), fault.clone()));
            }
        }
        for result in ResultField::ALL
            .into_iter()
            .filter(|result| result.is_flag())
        {
            if self
                .field_columns
                .get(self.binding.result_index(result))
                .copied()
                .flatten()
                .is_none()
            {
                continue;
            }
            for row in block.rows() {
                if let Err(text) = self.binding.flag(result, row.result(result)) {
                    self.count_unknown(result, text);
                }
            }
        }
    }

    fn count_unknown(&mut self, result: ResultField, text: String) {
        let is_full = self.unknown_results.len() >= UNKNOWN_RESULTS_MAX;
        let key = (result, text);
        let key = if is_full && !self.unknown_results.contains_key(&key) {
            (result, "(others)".into())
        } else {
            key
        };
        *self.unknown_results.entry(key).or_default() += 1;
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
            Rows::Jsonl(rows) => rows.columns(),
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
            .zip(&self.field_columns)
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
        self.row_count
    }

    /// Rows so far that are no claims.
    pub fn fault_count(&self) -> u64 {
        self.fault_count
    }

    /// The first rows that are no claims, with their lines; at most twenty.
    pub fn first_faults(&self) -> &[(u64, RowFault)] {
        &self.first_faults
    }

    /// Texts of yes-or-no results that mean neither, with how often they came.
    pub fn unknown_results(&self) -> impl Iterator<Item = (ResultField, &str, u64)> {
        self.unknown_results
            .iter()
            .map(|((result, text), count)| (*result, text.as_str(), *count))
    }

    /// Values that cannot pass through, because a JSON Lines file has more than 1,024 keys.
    pub fn left_out_values(&self) -> u64 {
        match &self.rows {
            Rows::Jsonl(rows) => rows.left_out(),
            Rows::Csv(_) | Rows::Parquet(_) => 0,
        }
    }
}

/// A header of one column that holds another delimiter tells why columns are missing.
fn delimiter_hint(columns: &[String], map: &ClaimsMap) -> Option<String> {
    let [only] = columns else { return None };
    let (delimiter, name) = [(b';', ";"), (b'\t', "\\t"), (b'|', "|"), (b',', ",")]
        .into_iter()
        .find(|(delimiter, _)| {
            only.as_bytes().contains(delimiter) && *delimiter != map.csv().delimiter
        })?;
    debug_assert!(delimiter.is_ascii(), "delimiters are ASCII");
    Some(format!(
        "the header has one column with `{name}` in it: write `csv: {{delimiter: \"{name}\"}}` in the map"
    ))
}

#[cfg(test)]
mod tests;
