//! CSV: a header, then rows as they come.
//!
//! One thread cuts the stream into pieces of whole rows; any thread splits them into fields. A row
//! that cannot be split costs only its own line: reading goes on at the next line of the file, so
//! that a stray quote does not swallow the claims after it.

use std::sync::Arc;

use memchr::memchr3;

use super::csv_row::{Blankness, FieldBytes, Split, split};
use super::cut::{Cut, CutKind, CutRow};
use super::pending::Pending;
use super::{BLOCK_BYTES, ROW_BYTES_MAX};
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
    /// The columns that are given: all of the header, or some of them.
    columns: Arc<[String]>,
}

/// A row at the beginning of some bytes.
enum Found {
    /// Its bytes with its line end, its lines, and what of it is kept; nothing of a blank line.
    Row {
        bytes: usize,
        lines: u64,
        kept: Option<(usize, CutKind)>,
    },
    More,
    Broken,
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
        };
        rows.columns = rows.header()?;
        Ok(rows)
    }

    /// The names of the header.
    pub(crate) fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.columns)
    }

    /// Gives only these columns.
    pub(crate) fn keep(&mut self, is_kept: &[bool]) {
        let columns = self.columns.iter().zip(is_kept);
        let kept = columns.filter(|(_, is_kept)| **is_kept);
        self.columns = kept.map(|(name, _)| name.clone()).collect();
    }

    /// The byte between fields.
    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Whether U+FFFD marks bytes that could not be decoded.
    pub(crate) fn is_decoded(&self) -> bool {
        self.is_decoded
    }

    /// The last line that was read.
    pub(crate) fn line(&self) -> u64 {
        self.pending.line() - 1
    }

    fn header(&mut self) -> Result<Arc<[String]>, ClaimsError> {
        let file = self.file.clone();
        let cut = self.next_cut(1)?;
        let Some(row) = cut.rows.first() else {
            return Err(ClaimsError::NoHeader { file });
        };
        if let Some(fault) = row.kind.fault() {
            return Err(ClaimsError::BadHeader {
                file,
                reason: fault.to_string(),
            });
        }
        let bytes = cut.bytes.get(row.start..row.end).unwrap_or_default();
        let mut fields = FieldBytes::default();
        split(bytes, self.delimiter, true, &mut fields);
        let Some(texts) = fields.texts() else {
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
                line: row.line,
                column,
                first,
                second,
            });
        }
        Ok(names.into())
    }

    /// Cuts off at most `most` rows; an empty piece is the end.
    pub(crate) fn next_cut(&mut self, most: usize) -> Result<Cut, ClaimsError> {
        let mut cut = Cut::default();
        while cut.rows.len() < most && cut.bytes.len() < BLOCK_BYTES {
            if self.pending.bytes().is_empty() {
                if self.pending.is_at_end() {
                    break;
                }
                self.fill()?;
                continue;
            }
            match self.take_rows(&mut cut, most) {
                Found::Row { .. } => {}
                Found::More if self.pending.bytes().len() < ROW_BYTES_MAX => self.fill()?,
                broken => {
                    let first_line = self.pending.bytes().iter().take(ROW_BYTES_MAX);
                    let has_end = first_line.into_iter().any(|byte| *byte == b'\n');
                    let is_quote = has_end || matches!(broken, Found::Broken);
                    let kind = if is_quote {
                        CutKind::Quotes
                    } else {
                        CutKind::TooLong
                    };
                    cut.push_fault(self.pending.line(), kind);
                    self.pending
                        .skip_line()
                        .map_err(|source| self.read_failed(source))?;
                }
            }
        }
        Ok(cut)
    }

    /// Moves rows from the window to the piece until either is full or a row cannot be moved;
    /// gives the last that was found.
    fn take_rows(&mut self, cut: &mut Cut, most: usize) -> Found {
        let window = self.pending.bytes();
        let base = cut.bytes.len();
        let (mut at, mut line) = (0, self.pending.line());
        let found = loop {
            let rest = window.get(at..).unwrap_or_default();
            let found = if rest.is_empty() {
                Found::More
            } else {
                find_row(rest, self.delimiter, self.pending.is_at_end())
            };
            let Found::Row { bytes, lines, kept } = found else {
                break found;
            };
            if let Some((length, kind)) = kept {
                cut.rows.push(CutRow {
                    line,
                    start: base + at,
                    end: base + at + length,
                    kind,
                });
            }
            at += bytes;
            line += lines;
            if cut.rows.len() >= most || base + at >= BLOCK_BYTES {
                break found;
            }
        };
        cut.bytes
            .extend_from_slice(window.get(..at).unwrap_or_default());
        let lines = line - self.pending.line();
        self.pending.consume(at, lines);
        // An empty window is for the caller to fill.
        match found {
            Found::More if at > 0 && self.pending.bytes().is_empty() => Found::Row {
                bytes: 0,
                lines: 0,
                kept: None,
            },
            found => found,
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
}

/// Finds the end of the first row of `bytes`, which is not empty.
fn find_row(bytes: &[u8], delimiter: u8, is_at_end: bool) -> Found {
    let plain = |length: usize, end: usize| Found::Row {
        bytes: length + end,
        lines: 1,
        kept: (length > 0).then_some((length, CutKind::Plain)),
    };
    let Some(stop) = memchr3(b'\n', b'\r', b'"', bytes) else {
        return if is_at_end {
            plain(bytes.len(), 0)
        } else {
            Found::More
        };
    };
    match bytes.get(stop..).unwrap_or_default() {
        [b'\r', b'\n', ..] => return plain(stop, 2),
        [b'\r'] if !is_at_end => return Found::More,
        [b'\n' | b'\r', ..] => return plain(stop, 1),
        _ => {}
    }
    let mut blankness = Blankness::default();
    match split(bytes, delimiter, is_at_end, &mut blankness) {
        Split::Row { bytes, lines } => Found::Row {
            bytes,
            lines,
            kept: (!blankness.is_blank()).then_some((bytes, CutKind::Quoted)),
        },
        Split::More => Found::More,
        Split::Broken => Found::Broken,
    }
}
