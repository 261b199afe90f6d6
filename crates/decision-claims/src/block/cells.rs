//! Rows of texts: one buffer of text and one list of cells for a whole block.

use std::borrow::Cow;

use decision_matrix::RawValue;

use super::{Passed, RowFault};

/// A piece of the block's text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    start: usize,
    end: usize,
}

/// One value, row by row and column by column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// The row does not have the column.
    Absent,
    /// No value.
    Null,
    /// A text.
    Text(Slice),
    /// A JSON number.
    Number(Slice),
    /// A boolean.
    Boolean(bool),
    /// A JSON array or object, by its text.
    Other(Slice),
}

/// Where a row begins.
#[derive(Debug)]
struct RowStart {
    line: u64,
    cell: usize,
    fault: Option<RowFault>,
}

/// The rows of a block.
#[derive(Debug, Default)]
pub(crate) struct CellRows {
    text: String,
    cells: Vec<Cell>,
    rows: Vec<RowStart>,
}

impl CellRows {
    /// Room for about as much as another block held.
    pub(crate) fn with_capacity_of(text: usize, cells: usize, rows: usize) -> Self {
        Self {
            text: String::with_capacity(text),
            cells: Vec::with_capacity(cells),
            rows: Vec::with_capacity(rows),
        }
    }

    /// Bytes of text, cells, rows.
    pub(crate) fn size(&self) -> (usize, usize, usize) {
        (self.text.len(), self.cells.len(), self.rows.len())
    }

    /// Begins a row; its cells are pushed next.
    pub(crate) fn begin(&mut self, line: u64, fault: Option<RowFault>) {
        self.rows.push(RowStart {
            line,
            cell: self.cells.len(),
            fault,
        });
    }

    /// Marks the last row as no claim, unless it is already.
    pub(crate) fn spoil(&mut self, fault: RowFault) {
        if let Some(row) = self.rows.last_mut() {
            row.fault.get_or_insert(fault);
        }
    }

    /// Adds a cell to the last row.
    pub(crate) fn push(&mut self, cell: Cell) {
        self.cells.push(cell);
    }

    /// Puts a cell of the last row in its column, columns before it becoming absent.
    /// The answer is false if the column has a cell already.
    pub(crate) fn set(&mut self, column: usize, cell: Cell) -> bool {
        let Some(row) = self.rows.last() else {
            return false;
        };
        let at = row.cell + column;
        if at >= self.cells.len() {
            self.cells.resize(at + 1, Cell::Absent);
        }
        match self.cells.get_mut(at) {
            Some(place) if *place == Cell::Absent => {
                *place = cell;
                true
            }
            _ => false,
        }
    }

    /// Stores a text and says where it is.
    pub(crate) fn store(&mut self, text: &str) -> Slice {
        let start = self.text.len();
        self.text.push_str(text);
        Slice {
            start,
            end: self.text.len(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn line(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |row| row.line)
    }

    pub(crate) fn fault(&self, row: usize) -> Option<&RowFault> {
        self.rows.get(row)?.fault.as_ref()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let Some(start) = self.rows.get(row) else {
            return Cell::Absent;
        };
        let end = self
            .rows
            .get(row + 1)
            .map_or(self.cells.len(), |next| next.cell);
        let at = start.cell + column;
        if at < end {
            self.cells.get(at).copied().unwrap_or(Cell::Absent)
        } else {
            Cell::Absent
        }
    }

    fn text(&self, slice: Slice) -> &str {
        self.text.get(slice.start..slice.end).unwrap_or_default()
    }

    pub(crate) fn value(&self, row: usize, column: usize) -> RawValue<'_> {
        match self.cell(row, column) {
            Cell::Absent | Cell::Null => RawValue::Null,
            Cell::Text(slice) => RawValue::Text(self.text(slice)),
            Cell::Number(slice) => RawValue::Number(self.text(slice)),
            Cell::Boolean(value) => RawValue::Boolean(value),
            Cell::Other(_) => RawValue::Other,
        }
    }

    pub(crate) fn passed(&self, row: usize, column: usize) -> Passed<'_> {
        match self.cell(row, column) {
            Cell::Absent => Passed::Absent,
            Cell::Null => Passed::Null,
            Cell::Text(slice) => Passed::Text(Cow::Borrowed(self.text(slice))),
            Cell::Number(slice) | Cell::Other(slice) => {
                Passed::Bare(Cow::Borrowed(self.text(slice)))
            }
            Cell::Boolean(value) => {
                Passed::Bare(Cow::Borrowed(if value { "true" } else { "false" }))
            }
        }
    }
}
