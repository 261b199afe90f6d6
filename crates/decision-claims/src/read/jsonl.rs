//! JSON Lines: one object a line, each row standing for itself. Blank lines are skipped.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::json_row::{self, Member, MemberValue, NoRow};
use super::pending::Pending;
use super::{BLOCK_BYTES, ROW_BYTES_MAX};
use crate::block::{Cell, CellRows, RowFault};
use crate::error::ClaimsError;
use crate::input::Bytes;

/// Most keys that pass through; the keys of fields are always read.
const COLUMNS_MAX: usize = 1_024;

/// A stream of JSON Lines.
pub(crate) struct JsonlRows {
    file: String,
    pending: Pending,
    /// Keys in the order of their first appearance.
    columns: Arc<[String]>,
    column_of: BTreeMap<String, usize>,
    new_columns: Vec<String>,
    /// Keys that must have a column.
    wanted: Vec<String>,
    left_out: u64,
    block_size: (usize, usize, usize),
}

impl JsonlRows {
    /// Begins a stream; `wanted` are the columns of the fields.
    pub(crate) fn open(
        file: String,
        input: Bytes,
        wanted: Vec<String>,
    ) -> Result<Self, ClaimsError> {
        let read_failed = |source| ClaimsError::Read {
            file: file.clone(),
            line: 0,
            source,
        };
        // Only a byte order mark can say that the file is not UTF-8.
        let (_, input) = crate::input::decoded(input, encoding_rs::UTF_8).map_err(read_failed)?;
        Ok(Self {
            file,
            pending: Pending::new(input),
            columns: Arc::from([]),
            column_of: BTreeMap::new(),
            new_columns: Vec::new(),
            wanted,
            left_out: 0,
            block_size: (0, 0, 0),
        })
    }

    /// The keys that were seen so far.
    pub(crate) fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.columns)
    }

    /// The last line that was read.
    pub(crate) fn line(&self) -> u64 {
        self.pending.line() - 1
    }

    /// Values that do not pass through, because the file has too many different keys.
    pub(crate) fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Reads at most `most` rows; an empty block is the end.
    pub(crate) fn next_rows(&mut self, most: usize) -> Result<CellRows, ClaimsError> {
        let (text, cells, rows) = self.block_size;
        let mut block = CellRows::with_capacity_of(text, cells, rows);
        while block.len() < most && block.size().0 < BLOCK_BYTES {
            if !self
                .next(&mut block)
                .map_err(|source| self.read_failed(source))?
            {
                break;
            }
        }
        self.block_size = block.size();
        if !self.new_columns.is_empty() {
            let known = self.columns.iter().cloned();
            self.columns = known.chain(self.new_columns.drain(..)).collect();
        }
        Ok(block)
    }

    fn read_failed(&self, source: std::io::Error) -> ClaimsError {
        ClaimsError::Read {
            file: self.file.clone(),
            line: self.line(),
            source,
        }
    }

    /// Reads the next line that is not blank into the block; false at the end.
    fn next(&mut self, block: &mut CellRows) -> std::io::Result<bool> {
        loop {
            let bytes = self.pending.bytes();
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let line = self.pending.line();
            let (end, consumed) = match end {
                Some(end) => (end, end + 1),
                None if self.pending.is_at_end() && bytes.is_empty() => return Ok(false),
                None if self.pending.is_at_end() => (bytes.len(), bytes.len()),
                None if bytes.len() < ROW_BYTES_MAX => {
                    self.pending.fill()?;
                    continue;
                }
                None => {
                    self.pending.skip_line()?;
                    block.begin(line, Some(RowFault::TooLong));
                    return Ok(true);
                }
            };
            let text = bytes.get(..end).unwrap_or_default().trim_ascii();
            if text.is_empty() {
                self.pending.consume(consumed, 1);
                continue;
            }
            // The line is copied out of the window, which the registry of columns must not borrow.
            let text = std::str::from_utf8(text).map(String::from);
            self.pending.consume(consumed, 1);
            match text {
                Ok(text) => self.push(block, line, &text),
                Err(_) => block.begin(line, Some(RowFault::Encoding)),
            }
            return Ok(true);
        }
    }

    /// Puts the members of a line into the block.
    fn push(&mut self, block: &mut CellRows, line: u64, text: &str) {
        match json_row::members(text) {
            Err(NoRow::NotJson) => block.begin(line, Some(RowFault::Json)),
            Err(NoRow::NotAnObject) => block.begin(line, Some(RowFault::NotAnObject)),
            Ok(members) => {
                block.begin(line, repeated_key(&members).map(RowFault::RepeatedKey));
                for member in &members {
                    let Some(column) = self.column(&member.key) else {
                        self.left_out += 1;
                        continue;
                    };
                    let cell = cell(block, &member.value);
                    // Of a repeated key the first value passes through; the row is no claim.
                    let _ = block.set(column, cell);
                }
            }
        }
    }

    /// The column of a key, a new one if it must be.
    fn column(&mut self, key: &str) -> Option<usize> {
        if let Some(column) = self.column_of.get(key) {
            return Some(*column);
        }
        let next = self.column_of.len();
        if next >= COLUMNS_MAX && !self.wanted.iter().any(|wanted| wanted == key) {
            return None;
        }
        self.column_of.insert(key.to_owned(), next);
        self.new_columns.push(key.to_owned());
        Some(next)
    }
}

/// A key that stands twice.
fn repeated_key(members: &[Member<'_>]) -> Option<String> {
    let mut keys: Vec<&str> = members.iter().map(|member| member.key.as_ref()).collect();
    keys.sort_unstable();
    keys.windows(2).find_map(|pair| match pair {
        [first, second] if first == second => Some((*first).to_owned()),
        _ => None,
    })
}

fn cell(block: &mut CellRows, value: &MemberValue<'_>) -> Cell {
    match value {
        MemberValue::Null => Cell::Null,
        MemberValue::Boolean(value) => Cell::Boolean(*value),
        MemberValue::Number(text) => Cell::Number(block.store(text)),
        MemberValue::Text(text) => Cell::Text(block.store(text)),
        MemberValue::Other(text) => Cell::Other(block.store(text)),
    }
}
