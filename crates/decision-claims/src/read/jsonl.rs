//! JSON Lines: one object a line, each row standing for itself. Blank lines are skipped.
//!
//! One thread cuts the stream into pieces of whole lines; any thread reads them. Which keys the
//! file has, in the order of their first appearance, is known when the pieces are settled in their
//! own order.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memchr;

use super::cut::{Cut, CutKind, CutRow};
use super::pending::Pending;
use super::{BLOCK_BYTES, ROW_BYTES_MAX};
use crate::error::ClaimsError;
use crate::input::Bytes;

/// Most keys that pass through; the keys of fields are always read.
const COLUMNS_MAX: usize = 1_024;

/// A stream of JSON Lines.
pub(crate) struct JsonlRows {
    file: String,
    pending: Pending,
}

impl JsonlRows {
    /// Begins a stream.
    pub(crate) fn open(file: String, input: Bytes) -> Result<Self, ClaimsError> {
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
        })
    }

    /// The last line that was read.
    pub(crate) fn line(&self) -> u64 {
        self.pending.line() - 1
    }

    /// Cuts off at most `most` rows; an empty piece is the end.
    pub(crate) fn next_cut(&mut self, most: usize) -> Result<Cut, ClaimsError> {
        let mut cut = Cut::default();
        while cut.rows.len() < most && cut.bytes.len() < BLOCK_BYTES {
            self.take_lines(&mut cut, most);
            if cut.rows.len() >= most || cut.bytes.len() >= BLOCK_BYTES {
                break;
            }
            let rest = self.pending.bytes().len();
            let result = if self.pending.is_at_end() {
                break;
            } else if rest < ROW_BYTES_MAX {
                self.pending.fill()
            } else {
                cut.push_fault(self.pending.line(), CutKind::TooLong);
                self.pending.skip_line()
            };
            result.map_err(|source| self.read_failed(source))?;
        }
        Ok(cut)
    }

    /// Moves whole lines from the window to the piece until either is full.
    fn take_lines(&mut self, cut: &mut Cut, most: usize) {
        let window = self.pending.bytes();
        let base = cut.bytes.len();
        let (mut at, mut line) = (0, self.pending.line());
        while cut.rows.len() < most && base + at < BLOCK_BYTES {
            let rest = window.get(at..).unwrap_or_default();
            let (end, consumed) = match memchr(b'\n', rest) {
                Some(end) => (end, end + 1),
                None if self.pending.is_at_end() && !rest.is_empty() => (rest.len(), rest.len()),
                None => break,
            };
            let text = rest.get(..end).unwrap_or_default();
            if !text.trim_ascii().is_empty() {
                let blank = text.len() - text.trim_ascii_start().len();
                let start = base + at + blank;
                cut.rows.push(CutRow {
                    line,
                    start,
                    end: start + text.trim_ascii().len(),
                    kind: CutKind::Plain,
                });
            }
            at += consumed;
            line += 1;
        }
        cut.bytes
            .extend_from_slice(window.get(..at).unwrap_or_default());
        let lines = line - self.pending.line();
        self.pending.consume(at, lines);
    }

    fn read_failed(&self, source: std::io::Error) -> ClaimsError {
        ClaimsError::Read {
            file: self.file.clone(),
            line: self.line(),
            source,
        }
    }
}

/// The keys of a file, in the order of their first appearance.
#[derive(Debug, Default)]
pub(crate) struct KeyRegistry {
    columns: Arc<[String]>,
    column_of: BTreeMap<String, usize>,
    /// Keys that must have a column.
    wanted: Vec<String>,
    /// Whether no other key gets one.
    is_strict: bool,
    /// Values that do not pass through, because the file has too many different keys.
    left_out: u64,
}

impl KeyRegistry {
    /// No keys; `wanted` are the columns of the fields.
    pub(crate) fn new(wanted: Vec<String>) -> Self {
        Self {
            wanted,
            ..Self::default()
        }
    }

    /// Gives columns to no other keys than these.
    pub(crate) fn keep_only(&mut self, wanted: Vec<String>) {
        self.wanted = wanted;
        self.is_strict = true;
    }

    /// The keys that were seen so far.
    pub(crate) fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.columns)
    }

    /// Values that do not pass through, because the file has too many different keys.
    pub(crate) fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Takes up the keys of the next piece, each with how often it came. The answer tells for each
    /// of the file's columns which of these keys it is.
    pub(crate) fn settle(&mut self, keys: &[String], counts: &[u64]) -> Vec<Option<usize>> {
        let mut new = Vec::new();
        let mut places = vec![None; self.columns.len()];
        for (place, key) in keys.iter().enumerate() {
            let column = self.column(key, &mut new);
            let Some(column) = column else {
                if !self.is_strict {
                    self.left_out += counts.get(place).copied().unwrap_or_default();
                }
                continue;
            };
            if places.len() <= column {
                places.resize(column + 1, None);
            }
            if let Some(at) = places.get_mut(column) {
                *at = Some(place);
            }
        }
        if !new.is_empty() {
            self.columns = self.columns.iter().cloned().chain(new).collect();
        }
        places
    }

    /// The column of a key, a new one if it must be.
    fn column(&mut self, key: &str, new: &mut Vec<String>) -> Option<usize> {
        if let Some(column) = self.column_of.get(key) {
            return Some(*column);
        }
        let next = self.column_of.len();
        let is_full = self.is_strict || next >= COLUMNS_MAX;
        if is_full && !self.wanted.iter().any(|wanted| wanted == key) {
            return None;
        }
        self.column_of.insert(key.to_owned(), next);
        new.push(key.to_owned());
        Some(next)
    }
}
