//! What is told of rows that could not be used: counted where a block is read, in any thread, and
//! added up in the order of the file, so that the first rows and texts are always the same.

use std::collections::BTreeMap;

use crate::block::{ClaimBlock, RowFault};
use crate::result_field::ResultField;

/// Most different unknown texts of results that are kept apart; further ones are counted as one.
pub(crate) const UNKNOWN_RESULTS_MAX: usize = 200;

/// Most rows that are no claims of which the line and the reason are kept.
const FAULTS_KEPT: usize = 20;

/// Counts of one block.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    fault_count: u64,
    first_faults: Vec<(u64, RowFault)>,
    /// Texts of results that mean neither yes nor no, in the order of their first appearance.
    unknown_results: Vec<((ResultField, String), u64)>,
}

impl Tally {
    /// Counts the rows of a block.
    pub(crate) fn of(block: &ClaimBlock) -> Self {
        let mut tally = Self::default();
        if block.has_faults() {
            for row in block.rows() {
                let Some(fault) = row.fault() else { continue };
                tally.fault_count += 1;
                if tally.first_faults.len() < FAULTS_KEPT {
                    tally.first_faults.push((row.line(), fault.clone()));
                }
            }
        }
        let flags = ResultField::ALL.into_iter();
        for result in flags.filter(|result| result.is_flag()) {
            tally.count_flags(block, result);
        }
        tally
    }

    fn count_flags(&mut self, block: &ClaimBlock, result: ResultField) {
        if !block.has_result(result) {
            return;
        }
        let mut place_of: BTreeMap<String, usize> = BTreeMap::new();
        for row in block.rows() {
            let Err(text) = block.binding.flag(result, row.result(result)) else {
                continue;
            };
            let next = self.unknown_results.len();
            let place = *place_of.entry(text).or_insert_with_key(|text| {
                self.unknown_results.push(((result, text.clone()), 0));
                next
            });
            if let Some((_, count)) = self.unknown_results.get_mut(place) {
                *count += 1;
            }
        }
    }
}

/// Counts of all blocks so far.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) row_count: u64,
    pub(crate) fault_count: u64,
    pub(crate) first_faults: Vec<(u64, RowFault)>,
    pub(crate) unknown_results: BTreeMap<(ResultField, String), u64>,
}

impl Totals {
    /// Adds the next block in the order of the file.
    pub(crate) fn add(&mut self, rows: usize, tally: Tally) {
        self.row_count += rows as u64;
        self.fault_count += tally.fault_count;
        let room = FAULTS_KEPT.saturating_sub(self.first_faults.len());
        self.first_faults
            .extend(tally.first_faults.into_iter().take(room));
        for (key, count) in tally.unknown_results {
            let is_full = self.unknown_results.len() >= UNKNOWN_RESULTS_MAX;
            let key = if is_full && !self.unknown_results.contains_key(&key) {
                (key.0, "(others)".into())
            } else {
                key
            };
            *self.unknown_results.entry(key).or_default() += count;
        }
    }
}
