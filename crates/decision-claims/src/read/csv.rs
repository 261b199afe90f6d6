//! CSV: a header, then rows as they come.
//!
//! A row that cannot be split costs only its own line: reading goes on at the next line of the
//! file, so that a stray quote does not swallow the claims after it.

use std::sync::Arc;

use super::csv_row::{FieldBytes, Split, split};
use super::pending::Pending;
use super::{BLOCK_BYTES, ROW_BYTES_MAX};
use crate::block::{Cell, CellRows, RowFault};
use crate::error::ClaimsError;
use crate::input::Bytes;
use crate::map::CsvDialect;

/// A CSV stream after its header.
pub(crate) struct CsvRows {
    file: String,
    pending: Pending,
    delimiter: u8,
    /// Whether the stream was decoded, so that U+FFFD marks bytes that could not be.
    is_decoded: bool,
    columns: Arc<[String]>,
    fields: FieldBytes,
    block_size: (usize, usize, usize),
}

/// What the next row is.
enum Next {
    End,
    Row { line: u64 },
    Fault { line: u64, fault: RowFault },
}

impl CsvRows {
    /// Reads the header.
    pub(crate) fn open(
        file: String,
        input: Bytes,
        dialect: CsvDialect,
    ) -> Result<Self, ClaimsError> {
        let read_failed = |source| ClaimsError::Read {
            file: file.clone(),
            line: 0,
            source,
        };
        let (is_decoded, input) =
            crate::input::decoded(input, dialect.encoding).map_err(read_failed)?;
        let mut rows = Self {
            file,
            pending: Pending::new(input),
            delimiter: dialect.delimiter,
            is_decoded,
            columns: Arc::from([]),
            fields: FieldBytes::default(),
            block_size: (0, 0, 0),
        };
        rows.columns = rows.header()?;
        Ok(rows)
    }

    /// The names of the header.
    pub(crate) fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.columns)
    }

    /// The last line that was read.
    pub(crate) fn line(&self) -> u64 {
        self.pending.line() - 1
    }

    fn header(&mut self) -> Result<Arc<[String]>, ClaimsError> {
        let file = self.file.clone();
        let line = match self.next()? {
            Next::End => return Err(ClaimsError::NoHeader { file }),
            Next::Fault { fault, .. } => {
                return Err(ClaimsError::BadHeader {
                    file,
                    reason: fault.to_string(),
                });
            }
            Next::Row { line } => line,
        };
        let Some(texts) = self.fields.texts() else {
            let reason = "it is not UTF-8: name its encoding in the map, such as `csv: {encoding: windows-1251}`";
            return Err(ClaimsError::BadHeader {
                file,
                reason: reason.into(),
            });
        };
        let names: Vec<String> = texts.map(String::from).collect();
        for (second, column) in names.iter().enumerate() {
            let Some(first) = names.iter().take(second).position(|name| name == column) else {
                continue;
            };
            let (first, second, column) = (first + 1, second + 1, column.clone());
            return Err(ClaimsError::DuplicateColumn {
                file,
                line,
                column,
                first,
                second,
            });
        }
        Ok(names.into())
    }

    /// Reads at most `most` rows; an empty block is the end.
    pub(crate) fn next_rows(&mut self, most: usize) -> Result<CellRows, ClaimsError> {
        let (text, cells, rows) = self.block_size;
        let mut block = CellRows::with_capacity_of(text, cells, rows);
        while block.len() < most && block.size().0 < BLOCK_BYTES {
            match self.next()? {
                Next::End => break,
                Next::Row { line } => self.push(&mut block, line),
                Next::Fault { line, fault } => block.begin(line, Some(fault)),
            }
        }
        self.block_size = block.size();
        Ok(block)
    }

    /// Moves to the next row that is not blank; its fields are in `self.fields`.
    fn next(&mut self) -> Result<Next, ClaimsError> {
        loop {
            if self.pending.bytes().is_empty() {
                if self.pending.is_at_end() {
                    return Ok(Next::End);
                }
                self.fill()?;
                continue;
            }
            let line = self.pending.line();
            match split(
                self.pending.bytes(),
                self.delimiter,
                self.pending.is_at_end(),
                &mut self.fields,
            ) {
                Split::Row { bytes, lines } => {
                    self.pending.consume(bytes, lines);
                    if !self.fields.is_blank() {
                        return Ok(Next::Row { line });
                    }
                }
                Split::More if self.pending.bytes().len() < ROW_BYTES_MAX => self.fill()?,
                broken => {
                    let first_line = self.pending.bytes().iter().take(ROW_BYTES_MAX);
                    let has_end = first_line.into_iter().any(|byte| *byte == b'\n');
                    let is_quote = has_end || broken == Split::Broken;
                    let fault = if is_quote {
                        RowFault::Quotes
                    } else {
                        RowFault::TooLong
                    };
                    self.pending
                        .skip_line()
                        .map_err(|source| self.read_failed(source))?;
                    return Ok(Next::Fault { line, fault });
                }
            }
        }
    }

    fn fill(&mut self) -> Result<(), ClaimsError> {
        self.pending
            .fill()
            .map_err(|source| self.read_failed(source))
    }

    fn read_failed(&self, source: std::io::Error) -> ClaimsError {
        ClaimsError::Read {
            file: self.file.clone(),
            line: self.line(),
            source,
        }
    }

    /// Puts the fields of a row into the block, as far as the header has columns for them.
    fn push(&self, block: &mut CellRows, line: u64) {
        let (expected, found) = (self.columns.len(), self.fields.len());
        let fault = (expected != found).then_some(RowFault::FieldCount { expected, found });
        block.begin(line, fault);
        let Some(texts) = self.fields.texts() else {
            // No claim, but its other fields tell which row it is.
            block.spoil(RowFault::Encoding);
            for text in self.fields.lossy_texts().take(expected) {
                push_text(block, &text);
            }
            return;
        };
        let mut is_damaged = false;
        for text in texts.take(expected) {
            is_damaged |= self.is_decoded && text.contains('\u{fffd}');
            push_text(block, text);
        }
        if is_damaged {
            block.spoil(RowFault::Encoding);
        }
    }
}

/// Adds a field to the last row.
fn push_text(block: &mut CellRows, text: &str) {
    let cell = if text.is_empty() {
        Cell::Null
    } else {
        Cell::Text(block.store(text))
    };
    block.push(cell);
}
