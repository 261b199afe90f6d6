//! A block of rows with everything that is computed for it.

use crate::compile::{CompiledMatrix, CompiledTable, EngineReason, FaultSource, NULL, Slot};
use crate::evaluate::columns::{ClaimColumns, ColumnValues, ColumnView};
use crate::evaluate::row::{FAULTED, Row};
use crate::evaluate::select::reads_fault;
use crate::evaluate::{Fault, earlier};

use super::row_mask::{BLOCK_ROWS, RowMask};

/// A block of rows.
pub(super) struct RowBlock<'a> {
    claims: &'a ClaimColumns<'a>,
    /// The first row of the block.
    pub(super) first: usize,
    /// How many rows the block has.
    pub(super) len: usize,
    /// The values of the factors that are read row by row; the others are left empty.
    factors: Vec<Vec<i64>>,
    /// The values of derives and tables.
    pub(super) computed: Vec<Vec<i64>>,
    /// The first derive or table at fault by itself, row by row; empty while there is none.
    faults: Vec<Option<Fault>>,
}

/// A column of a block.
pub(super) struct BlockColumnView<'a> {
    /// The values of the rows, or of the first ones.
    pub(super) values: ColumnValues<'a>,
    /// Rows that have a value. In computed columns null is a value by itself.
    pub(super) valid: RowMask,
}

impl<'a> RowBlock<'a> {
    /// No rows yet.
    pub(super) fn new(matrix: &CompiledMatrix, claims: &'a ClaimColumns<'a>) -> Self {
        Self {
            claims,
            first: 0,
            len: 0,
            factors: vec![Vec::new(); claims.columns.len()],
            computed: vec![Vec::new(); matrix.computed_count],
            faults: Vec::new(),
        }
    }

    /// Goes to some rows; `row_factors` are those that are read row by row.
    pub(super) fn load(&mut self, first: usize, len: usize, row_factors: &[usize]) {
        (self.first, self.len) = (first, len);
        self.faults.clear();
        for index in row_factors {
            let Some(target) = self.factors.get_mut(*index) else {
                continue;
            };
            target.clear();
            match self.claims.columns.get(*index).copied().flatten() {
                None => target.resize(len, NULL),
                Some(column) => {
                    target.extend((first..first + len).map(|row| column.value(row)));
                }
            }
        }
    }

    /// One row.
    #[inline]
    pub(super) fn row(&self, at: usize) -> BlockRow<'_> {
        BlockRow { block: self, at }
    }

    /// One row, whose factors are read where the claims have them.
    pub(super) fn claim(&self, at: usize) -> ClaimInBlock<'_> {
        ClaimInBlock { block: self, at }
    }

    /// A column of the block.
    pub(super) fn view(&self, slot: Slot) -> BlockColumnView<'_> {
        match slot {
            Slot::Factor(index) => match self.claims.columns.get(index as usize) {
                Some(Some(column)) => self.factor_view(column),
                _ => BlockColumnView {
                    values: ColumnValues::I64(&[]),
                    valid: RowMask::NONE,
                },
            },
            Slot::Computed(index) => {
                let values = self.computed.get(index as usize);
                BlockColumnView {
                    values: ColumnValues::I64(values.map_or(&[], Vec::as_slice)),
                    valid: RowMask::ALL,
                }
            }
        }
    }

    fn factor_view(&self, column: &ColumnView<'a>) -> BlockColumnView<'a> {
        let view = column.rows(self.first..self.first + self.len);
        let mut valid = RowMask::first(view.values.len());
        if let Some(validity) = view.validity {
            for (word, row) in valid.0.iter_mut().zip((0..BLOCK_ROWS).step_by(64)) {
                *word &= validity.word(row);
            }
        }
        BlockColumnView {
            values: view.values,
            valid,
        }
    }

    /// The first fault of a row.
    pub(super) fn fault(&self, at: usize) -> Option<Fault> {
        self.faults.get(at).copied().flatten()
    }

    /// Whether no row is at fault.
    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// Keeps the earlier of the faults of a row.
    pub(super) fn note(&mut self, at: usize, source: FaultSource, reason: EngineReason) {
        if self.faults.is_empty() {
            self.faults.resize(self.len, None);
        }
        if let Some(known) = self.faults.get_mut(at) {
            let fault = (source, reason);
            *known = Some(known.map_or(fault, |known| earlier(known, fault)));
        }
    }

    /// Whether a table reads a value at fault in a row.
    pub(super) fn reads_fault(&self, at: usize, table: &CompiledTable) -> bool {
        let row = self.row(at);
        self.fault(at).is_some() && reads_fault(table, |slot| row.value(slot) == FAULTED)
    }
}

/// One row of a block.
pub(super) struct BlockRow<'a> {
    block: &'a RowBlock<'a>,
    at: usize,
}

impl Row for BlockRow<'_> {
    #[inline]
    fn factor(&self, index: u32) -> i64 {
        value(&self.block.factors, index, self.at)
    }

    #[inline]
    fn computed(&self, index: u32) -> i64 {
        value(&self.block.computed, index, self.at)
    }
}

/// One row of a block, of which any factor may be asked.
pub(super) struct ClaimInBlock<'a> {
    block: &'a RowBlock<'a>,
    at: usize,
}

impl Row for ClaimInBlock<'_> {
    fn factor(&self, index: u32) -> i64 {
        let column = self.block.claims.columns.get(index as usize);
        let row = self.block.first + self.at;
        match column {
            Some(Some(column)) => column.value(row),
            _ => NULL,
        }
    }

    fn computed(&self, index: u32) -> i64 {
        value(&self.block.computed, index, self.at)
    }
}

#[inline]
fn value(columns: &[Vec<i64>], index: u32, at: usize) -> i64 {
    let column = columns.get(index as usize);
    column
        .and_then(|column| column.get(at))
        .copied()
        .unwrap_or(NULL)
}
