//! Pieces of a text file that are cut off in order and read by any thread.

use crate::block::RowFault;

/// What is known of a row before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutKind {
    /// A row without quotes, or a line of JSON: its text without the line end.
    Plain,
    /// A CSV row with quotes: its text with the line end.
    Quoted,
    /// A quoted field that does not end.
    Quotes,
    /// A row that is too long.
    TooLong,
    /// A line that is no text.
    Encoding,
}

impl CutKind {
    /// Why a row of this kind is no claim.
    pub(crate) fn fault(self) -> Option<RowFault> {
        match self {
            Self::Plain | Self::Quoted => None,
            Self::Quotes => Some(RowFault::Quotes),
            Self::TooLong => Some(RowFault::TooLong),
            Self::Encoding => Some(RowFault::Encoding),
        }
    }
}

/// Where a row stands in its piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CutRow {
    /// The line of the file on which it begins.
    pub(crate) line: u64,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: CutKind,
}

/// Some whole rows of a text file.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    pub(crate) bytes: Vec<u8>,
    pub(crate) rows: Vec<CutRow>,
}

impl Cut {
    /// Adds a row that could not be cut off, without its text.
    pub(crate) fn push_fault(&mut self, line: u64, kind: CutKind) {
        let end = self.bytes.len();
        self.rows.push(CutRow {
            line,
            start: end,
            end,
            kind,
        });
    }

    /// The piece as text. Lines that are none are taken out of it.
    pub(crate) fn into_text(self) -> (String, Vec<CutRow>) {
        let bytes = match String::from_utf8(self.bytes) {
            Ok(text) => return (text, self.rows),
            Err(error) => error.into_bytes(),
        };
        let mut text = String::with_capacity(bytes.len());
        let rows = self.rows.into_iter().map(|row| {
            let line = bytes.get(row.start..row.end).unwrap_or_default();
            let start = text.len();
            let kind = match std::str::from_utf8(line) {
                Ok(line) => {
                    text.push_str(line);
                    row.kind
                }
                Err(_) => CutKind::Encoding,
            };
            CutRow {
                line: row.line,
                start,
                end: text.len(),
                kind,
            }
        });
        let rows = rows.collect();
        (text, rows)
    }
}
