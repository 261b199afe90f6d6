//! Claims as columns that lie elsewhere, with what is wrong about single claims beside them.

use std::ops::Range;

use crate::compile::{CompiledMatrix, NULL};
use crate::table::FactorIndex;

use super::view::{ColumnValues, ColumnView};
use crate::evaluate::facts::InputFault;

/// Claims as borrowed columns, one a factor. A factor without a column is null in every claim.
///
/// A value outside of the domain, or none where there must be one, is no error: it becomes an input
/// fault of its claim, as everywhere.
#[derive(Clone, Debug)]
pub struct ClaimColumns<'a> {
    pub(in crate::evaluate) columns: Vec<Option<ColumnView<'a>>>,
    /// Values that have no code: row, factor, fault.
    pub(in crate::evaluate) faults: Vec<(usize, u32, InputFault)>,
    /// Rows that are no claims.
    pub(in crate::evaluate) unreadable: Vec<usize>,
    pub(in crate::evaluate) time: Option<ColumnView<'a>>,
    pub(in crate::evaluate) time_faults: Vec<(usize, InputFault)>,
    pub(in crate::evaluate) ids: Option<Vec<Option<&'a str>>>,
    pub(in crate::evaluate) len: usize,
}

impl CompiledMatrix {
    /// So many claims of this matrix, in which every factor is null until its column is set.
    pub fn claim_columns<'a>(&self, len: usize) -> ClaimColumns<'a> {
        ClaimColumns {
            columns: vec![None; self.schema.factors().len()],
            faults: Vec::new(),
            unreadable: Vec::new(),
            time: None,
            time_faults: Vec::new(),
            ids: None,
            len,
        }
    }

    /// Whether audits are chosen, for which every claim needs its id.
    pub fn has_audit(&self) -> bool {
        self.audit.is_some()
    }
}

impl<'a> ClaimColumns<'a> {
    /// Sets the column of a factor. A row beyond the end of the column is null. An index of another
    /// matrix is ignored.
    pub fn set(&mut self, factor: FactorIndex, column: ColumnView<'a>) {
        if let Some(target) = self.columns.get_mut(factor.0 as usize) {
            *target = Some(column);
        }
    }

    /// Says that the value of a factor in a row cannot be brought into the unit of the factor.
    /// What its column holds in that row does not matter then.
    pub fn set_fault(&mut self, row: usize, factor: FactorIndex, fault: InputFault) {
        self.faults.push((row, factor.0, fault));
    }

    /// Says that a row is no claim: `INPUT_ROW`.
    pub fn set_unreadable(&mut self, row: usize) {
        self.unreadable.push(row);
    }

    /// Sets the times of the claims, in seconds since 1970-01-01T00:00:00Z. They are needed where
    /// the matrix says when it is in force.
    pub fn set_time(&mut self, column: ColumnView<'a>) {
        self.time = Some(column);
    }

    /// Says that the time of a row cannot be read.
    pub fn set_time_fault(&mut self, row: usize, fault: InputFault) {
        self.time_faults.push((row, fault));
    }

    /// Sets the ids of the claims. They are needed where audits are chosen:
    /// [`CompiledMatrix::has_audit`].
    pub fn set_claims(&mut self, ids: Vec<Option<&'a str>>) {
        self.ids = Some(ids);
    }

    /// Some of the claims.
    #[must_use]
    pub fn rows(&self, rows: Range<usize>) -> Self {
        let place = |row: usize| rows.contains(&row).then(|| row - rows.start);
        let view = |column: &Option<ColumnView<'a>>| Some(column.as_ref()?.rows(rows.clone()));
        let faults = self.faults.iter();
        let time_faults = self.time_faults.iter();
        Self {
            columns: self.columns.iter().map(view).collect(),
            faults: faults
                .filter_map(|(row, factor, fault)| Some((place(*row)?, *factor, *fault)))
                .collect(),
            unreadable: self
                .unreadable
                .iter()
                .filter_map(|row| place(*row))
                .collect(),
            time: view(&self.time),
            time_faults: time_faults
                .filter_map(|(row, fault)| Some((place(*row)?, *fault)))
                .collect(),
            ids: self.ids.as_ref().map(|ids| {
                let ids = ids.iter().skip(rows.start).take(rows.len());
                ids.copied().collect()
            }),
            len: rows.len(),
        }
    }

    /// How many claims there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no claim.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl ColumnView<'_> {
    /// The value of a row, or null.
    pub(in crate::evaluate) fn value(&self, row: usize) -> i64 {
        if self.validity.is_some_and(|bits| !bits.is_valid(row)) {
            return NULL;
        }
        match self.values {
            ColumnValues::I8(values) => values.get(row).map(|value| i64::from(*value)),
            ColumnValues::I16(values) => values.get(row).map(|value| i64::from(*value)),
            ColumnValues::I32(values) => values.get(row).map(|value| i64::from(*value)),
            ColumnValues::I64(values) => values.get(row).copied(),
        }
        .unwrap_or(NULL)
    }
}
