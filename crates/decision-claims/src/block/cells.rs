//! Rows of texts: one buffer of text and one list of cells for a whole block.

use std::borrow::Cow;

use decision_matrix::RawValue;

use super::{Passed, RowFault};

/// A piece of the block's text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    start: u32,
    end: u32,
}

impl Slice {
    /// From a byte to before another. A block holds some MiB of text, so places fit; one that does
    /// not is a slice of nothing.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        match (u32::try_from(start), u32::try_from(end)) {
            (Ok(start), Ok(end)) => Self { start, end },
            _ => Self { start: 0, end: 0 },
        }
    }

    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    pub(crate) fn end(self) -> usize {
        self.end as usize
    }
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
    /// The column of each cell, rising within a row, where cells are not simply in the order of
    /// the columns.
    columns: Vec<u32>,
    rows: Vec<RowStart>,
}

impl CellRows {
    /// Room for about as much as another block held.
    pub(crate) fn with_capacity_of(text: usize, cells: usize, rows: usize) -> Self {
        Self {
            text: String::with_capacity(text),
            cells: Vec::with_capacity(cells),
            columns: Vec::new(),
            rows: Vec::with_capacity(rows),
        }
    }

    /// Gives the text that the slices of all cells are of.
    pub(crate) fn set_text(&mut self, text: String) {
        self.text = text;
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

    /// Adds a cell of a column to the last row. Every cell of the block must be added so, or none.
    pub(crate) fn push_at(&mut self, column: u32, cell: Cell) {
        self.columns.push(column);
        self.cells.push(cell);
    }

    /// Ends a row of [`Self::push_at`]: brings its cells in the order of their columns. Of cells
    /// of one column the first stays. The answer is false if there were any.
    pub(crate) fn end_row(&mut self) -> bool {
        let start = self.rows.last().map_or(0, |row| row.cell);
        let columns = self.columns.get(start..).unwrap_or_default();
        if columns.is_sorted_by(|before, after| before < after) {
            return true;
        }
        let cells = self.cells.get(start..).unwrap_or_default();
        let mut row: Vec<(u32, Cell)> =
            columns.iter().copied().zip(cells.iter().copied()).collect();
        row.sort_by_key(|(column, _)| *column);
        row.dedup_by_key(|(column, _)| *column);
        let is_whole = row.len() == columns.len();
        self.columns.truncate(start);
        self.cells.truncate(start);
        for (column, cell) in row {
            self.push_at(column, cell);
        }
        is_whole
    }

    /// Stores a text and says where it is.
    pub(crate) fn store(&mut self, text: &str) -> Slice {
        let start = self.text.len();
        self.text.push_str(text);
        Slice::new(start, self.text.len())
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether any row is no claim.
    pub(crate) fn has_faults(&self) -> bool {
        self.rows.iter().any(|row| row.fault.is_some())
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
        let row = start.cell..end;
        let cells = self.cells.get(row.clone()).unwrap_or_default();
        let at = match self.columns.get(row) {
            Some(columns) if !columns.is_empty() => place_of(columns, column),
            _ => Some(column),
        };
        at.and_then(|at| cells.get(at))
            .copied()
            .unwrap_or(Cell::Absent)
    }

    fn text(&self, slice: Slice) -> &str {
        self.text
            .get(slice.start()..slice.end())
            .unwrap_or_default()
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

/// Where a column stands among rising columns; mostly in its own place.
fn place_of(columns: &[u32], column: usize) -> Option<usize> {
    let wanted = u32::try_from(column).ok()?;
    if columns.get(column) == Some(&wanted) {
        return Some(column);
    }
    columns.binary_search(&wanted).ok()
}
