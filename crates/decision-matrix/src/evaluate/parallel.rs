//! Many claims on all threads of a rayon pool: the rows are cut into ranges that share nothing but
//! the rules, and their decisions are joined in order.

use rayon::prelude::*;

use crate::compile::CompiledMatrix;

use super::batch::BatchConfig;
use super::columns::{ClaimColumns, Columns};
use super::decision_columns::DecisionColumns;

/// Least rows of a range, so that its own costs are small.
const RANGE_ROWS_MIN: usize = 16 * 1_024;
/// Ranges for each thread, so that none has long to wait for the last one.
const RANGES_PER_THREAD: usize = 4;

impl CompiledMatrix {
    /// [`CompiledMatrix::decide_batch`] on all threads of the current rayon pool. The decisions do
    /// not depend on their number.
    pub fn decide_batch_parallel(&self, columns: &Columns, out: &mut DecisionColumns) {
        self.decide_ranges(&columns.borrowed(), out, |claims, out| {
            self.decide_pushed(claims, out, BatchConfig::best());
        });
        columns.refuse(out);
    }

    /// [`CompiledMatrix::decide_columns`] on all threads of the current rayon pool. The decisions do
    /// not depend on their number.
    pub fn decide_columns_parallel(&self, claims: &ClaimColumns<'_>, out: &mut DecisionColumns) {
        self.decide_ranges(claims, out, |claims, out| self.decide_columns(claims, out));
    }

    /// Decides ranges of rows in any order and joins their decisions in that of the rows.
    fn decide_ranges(
        &self,
        claims: &ClaimColumns<'_>,
        out: &mut DecisionColumns,
        decide: impl Fn(&ClaimColumns<'_>, &mut DecisionColumns) + Sync,
    ) {
        let ranges = rayon::current_num_threads() * RANGES_PER_THREAD;
        let range_rows = claims.len().div_ceil(ranges).max(RANGE_ROWS_MIN);
        let starts: Vec<usize> = (0..claims.len()).step_by(range_rows).collect();
        let decided = |first: &usize| {
            let rows = *first..(first + range_rows).min(claims.len());
            let mut part = DecisionColumns::new();
            decide(&claims.rows(rows), &mut part);
            part
        };
        let parts: Vec<DecisionColumns> = starts.par_iter().map(decided).collect();
        out.start(self, 0);
        for part in &parts {
            out.append(part);
        }
    }
}
