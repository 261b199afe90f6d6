//! A piece of a CSV file, split into fields. Where all of it is text of UTF-8, fields stay where
//! they are in it; only a field with quotes inside is copied.

use std::sync::Arc;

use super::csv_row::{FieldBytes, FieldSink, split};
use super::cut::{Cut, CutKind, CutRow};
use crate::block::{Cell, CellRows, RowFault, Slice};

/// How the rows of a file are split.
#[derive(Clone, Debug)]
pub(crate) struct CsvLayout {
    /// The byte between fields.
    pub(crate) delimiter: u8,
    /// Whether U+FFFD marks bytes that could not be decoded.
    pub(crate) is_decoded: bool,
    /// For each column of the header whether it is kept.
    pub(crate) kept: Arc<[bool]>,
}

/// Splits the rows of a piece.
pub(crate) fn read(cut: Cut, layout: &CsvLayout) -> CellRows {
    match String::from_utf8(cut.bytes) {
        Ok(text) if !layout.is_decoded || !text.contains('\u{fffd}') => {
            read_text(text, &cut.rows, layout)
        }
        Ok(text) => read_bytes(text.as_bytes(), &cut.rows, layout),
        Err(error) => read_bytes(error.as_bytes(), &cut.rows, layout),
    }
}

/// Splits rows that are text.
fn read_text(text: String, rows: &[CutRow], layout: &CsvLayout) -> CellRows {
    let expected = layout.kept.len();
    let mut block = CellRows::with_capacity_of(0, rows.len() * expected, rows.len());
    let mut fields = Fields {
        text: &text,
        kept: &layout.kept,
        block: &mut block,
        row_start: 0,
        count: 0,
        field: None,
        copied: String::new(),
    };
    for row in rows {
        fields.block.begin(row.line, row.kind.fault());
        if row.kind.fault().is_some() {
            continue;
        }
        fields.row_start = row.start;
        fields.count = 0;
        let bytes = text.as_bytes().get(row.start..row.end).unwrap_or_default();
        if row.kind == CutKind::Quoted {
            split(bytes, layout.delimiter, true, &mut fields);
        } else {
            fields.push_plain(bytes, layout.delimiter);
        }
        let found = fields.count;
        if expected != found {
            fields.block.spoil(RowFault::FieldCount { expected, found });
        }
    }
    let copied = fields.copied;
    block.set_text(text + &copied);
    block
}

/// Turns fields into cells.
struct Fields<'a> {
    /// The piece.
    text: &'a str,
    kept: &'a [bool],
    block: &'a mut CellRows,
    /// Where the row begins in the piece.
    row_start: usize,
    /// Fields of the row so far.
    count: usize,
    /// The text of the field so far.
    field: Option<Slice>,
    /// Texts that do not stand in the piece as they are; they come to stand behind it.
    copied: String,
}

impl Fields<'_> {
    /// Splits a row without quotes.
    fn push_plain(&mut self, bytes: &[u8], delimiter: u8) {
        let mut start = self.row_start;
        for end in memchr::memchr_iter(delimiter, bytes).chain([bytes.len()]) {
            let end = self.row_start + end;
            self.push((start < end).then(|| Slice::new(start, end)));
            start = end + 1;
        }
    }

    fn push(&mut self, text: Option<Slice>) {
        if self.kept.get(self.count) == Some(&true) {
            self.block.push(text.map_or(Cell::Null, Cell::Text));
        }
        self.count += 1;
    }

    /// The text of a slice, in the piece or behind it.
    fn text_of(&self, slice: Slice) -> &str {
        let behind = self.text.len();
        match slice.start().checked_sub(behind) {
            None => self.text.get(slice.start()..slice.end()),
            Some(start) => self.copied.get(start..slice.end() - behind),
        }
        .unwrap_or_default()
    }
}

impl FieldSink for Fields<'_> {
    fn text(&mut self, at: usize, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let start = self.row_start + at;
        let piece = Slice::new(start, start + bytes.len());
        self.field = Some(match self.field {
            None => piece,
            Some(before) if before.end() == piece.start() => {
                Slice::new(before.start(), piece.end())
            }
            Some(before) => {
                let both = format!("{}{}", self.text_of(before), self.text_of(piece));
                let start = self.text.len() + self.copied.len();
                self.copied.push_str(&both);
                Slice::new(start, start + both.len())
            }
        });
    }

    fn end_field(&mut self) {
        let field = self.field.take();
        self.push(field);
    }
}

/// Splits rows some of which are no text.
fn read_bytes(bytes: &[u8], rows: &[CutRow], layout: &CsvLayout) -> CellRows {
    let mut block = CellRows::with_capacity_of(bytes.len(), 0, rows.len());
    let mut fields = FieldBytes::default();
    for row in rows {
        if let Some(fault) = row.kind.fault() {
            block.begin(row.line, Some(fault));
            continue;
        }
        fields.clear();
        let row_bytes = bytes.get(row.start..row.end).unwrap_or_default();
        split(row_bytes, layout.delimiter, true, &mut fields);
        push_row(&mut block, row.line, &fields, layout);
    }
    block
}

/// Puts the fields of a row into the block, as far as the header has columns for them.
fn push_row(block: &mut CellRows, line: u64, fields: &FieldBytes, layout: &CsvLayout) {
    let (expected, found) = (layout.kept.len(), fields.len());
    let fault = (expected != found).then_some(RowFault::FieldCount { expected, found });
    block.begin(line, fault);
    let Some(texts) = fields.texts() else {
        // No claim, but its other fields tell which row it is.
        block.spoil(RowFault::Encoding);
        for (text, _) in fields
            .lossy_texts()
            .zip(layout.kept.iter())
            .filter(|it| *it.1)
        {
            push_text(block, &text);
        }
        return;
    };
    let mut is_damaged = false;
    for (text, is_kept) in texts.zip(layout.kept.iter()) {
        is_damaged |= layout.is_decoded && text.contains('\u{fffd}');
        if *is_kept {
            push_text(block, text);
        }
    }
    if is_damaged {
        block.spoil(RowFault::Encoding);
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
