//! Decides many claims, table by table and column by column over blocks of rows, so that each
//! column's classes stay in the nearest cache.

mod input;

use crate::compile::{CompiledMatrix, CompiledTable, NULL, Slot, StepKind, WordColumns};

use super::audit;
use super::columns::{ClaimColumns, Columns};
use super::decision_columns::DecisionColumns;
use super::expression::{ExpressionFault, derive_value};
use super::row::{FAULTED, Row};
use super::select::{Resolution, reads_fault, visit_rows, visit_word};
use super::{Fault, earlier};
use crate::compile::{DecisionReason, EngineReason, FaultSource};
use input::{InputCheck, InputProblem};

/// Rows that are decided together: ten columns of them fill some 20 KiB.
const BLOCK_ROWS: usize = 256;

impl CompiledMatrix {
    /// Decides every claim; `out` then holds one decision a claim, in order. Each is the decision
    /// that [`CompiledMatrix::decide`] would give. Memory of `out` is used again.
    pub fn decide_batch(&self, columns: &Columns, out: &mut DecisionColumns) {
        self.decide_batch_in_blocks(columns, out, BLOCK_ROWS);
    }

    /// [`CompiledMatrix::decide_batch`] with a given number of rows in a block, at least one. The
    /// decisions do not depend on it.
    pub fn decide_batch_in_blocks(
        &self,
        columns: &Columns,
        out: &mut DecisionColumns,
        block_rows: usize,
    ) {
        self.decide_blocks(&columns.borrowed(), Some(columns), out, block_rows);
    }

    /// Decides every claim of borrowed columns; `out` then holds one decision a claim, in order,
    /// the same that [`CompiledMatrix::decide`] would give. Memory of `out` is used again.
    pub fn decide_columns(&self, claims: &ClaimColumns<'_>, out: &mut DecisionColumns) {
        self.decide_blocks(claims, None, out, BLOCK_ROWS);
    }

    /// Decides block by block. The input of claims that were pushed is checked already.
    fn decide_blocks(
        &self,
        claims: &ClaimColumns<'_>,
        checked: Option<&Columns>,
        out: &mut DecisionColumns,
        block_rows: usize,
    ) {
        out.start(self, claims.len);
        let block_rows = block_rows.max(1);
        let mut block = RowBlock {
            first: 0,
            len: 0,
            factors: vec![Vec::new(); claims.columns.len()],
            computed: vec![Vec::new(); self.computed_count],
            faults: Vec::new(),
            scratch: Scratch::default(),
        };
        let input = InputCheck::new(claims, &self.schema);
        let mut problems: Vec<(usize, InputProblem)> = Vec::new();
        while block.first < claims.len {
            block.len = block_rows.min(claims.len - block.first);
            block.load(claims);
            self.compute_block(&mut block);
            self.conclude_block(&mut block, out);
            if checked.is_none() {
                input.problems(block.first, block.len, &mut problems);
                for (at, problem) in &problems {
                    out.set_fault(block.first + at, problem.reason, problem.source());
                }
            }
            block.first += block.len;
        }
        for (row, decision) in checked.map(Columns::refused).unwrap_or_default() {
            if let DecisionReason::Engine(reason) = decision.reason {
                out.set_fault(*row, reason, decision.fault);
            }
        }
        self.mark_audits(claims, out);
    }

    /// Computes derives and tables of a block of rows.
    fn compute_block(&self, block: &mut RowBlock) {
        block.faults.clear();
        block.faults.resize(block.len, None);
        for step in &self.steps {
            let mut target = block
                .computed
                .get_mut(step.target)
                .map(std::mem::take)
                .unwrap_or_default();
            target.clear();
            match &step.kind {
                StepKind::Derive(index, derive) => {
                    let source = FaultSource::Derive(*index);
                    for at in 0..block.len {
                        let value = derive_value(derive, &block.row(at));
                        if value == Err(ExpressionFault::Own) {
                            block.note(at, (source, EngineReason::DeriveFault));
                        }
                        target.push(value.unwrap_or(FAULTED));
                    }
                }
                StepKind::Table(index, table) => block.resolve(table, |block, at, resolution| {
                    let is_inherited = block.is_faulted(at) && block.reads_fault(at, table);
                    let value = match resolution.result() {
                        _ if is_inherited => FAULTED,
                        Ok(value) => value,
                        Err(reason) => {
                            block.note(at, (FaultSource::Table(*index), reason));
                            FAULTED
                        }
                    };
                    target.push(value);
                }),
            }
            if let Some(slot) = block.computed.get_mut(step.target) {
                *slot = target;
            }
        }
    }

    /// Asks `decision` for a block of rows.
    fn conclude_block(&self, block: &mut RowBlock, out: &mut DecisionColumns) {
        let (first, default) = (block.first, self.decision.results.len());
        block.resolve(&self.decision, |block, at, resolution| {
            let fault = block.faults.get(at).copied().flatten();
            match (fault, resolution.answer()) {
                (Some((source, reason)), _) => out.set_fault(first + at, reason, Some(source)),
                (None, Ok(answer)) => {
                    let answer = answer.unwrap_or(default);
                    if let Some(key) = out.keys_mut(first + at, 1).first_mut() {
                        *key = u32::try_from(answer).unwrap_or(u32::MAX);
                    }
                }
                (None, Err(reason)) => {
                    out.set_fault(first + at, reason, Some(FaultSource::Decision));
                }
            }
        });
    }

    /// Chooses audits.
    fn mark_audits(&self, claims: &ClaimColumns<'_>, out: &mut DecisionColumns) {
        let Some(plan) = &self.audit else { return };
        for row in 0..claims.len {
            let Some(mut decision) = out.get(row) else {
                continue;
            };
            let id = claims.ids.as_ref().and_then(|ids| *ids.get(row)?);
            audit::mark(&mut decision, plan, &self.tables().id, id);
            if decision.audit.probability_nano.is_some() {
                out.set_audited(row, decision);
            }
        }
    }
}

/// A block of rows with everything that is computed for it.
struct RowBlock {
    /// The first row of the block.
    first: usize,
    /// How many rows the block has.
    len: usize,
    /// The values of factors, row by row of the block.
    factors: Vec<Vec<i64>>,
    /// The values of derives and tables, row by row of the block.
    computed: Vec<Vec<i64>>,
    /// The first derive or table at fault by itself, row by row of the block.
    faults: Vec<Option<Fault>>,
    scratch: Scratch,
}

/// Memory that is used again.
#[derive(Default)]
struct Scratch {
    /// The candidates of tables of at most 64 rules.
    masks: Vec<u64>,
    /// The rows of bits of larger tables: all columns of the first row, then of the second.
    starts: Vec<usize>,
}

/// One row of a block.
struct BlockRow<'a> {
    factors: &'a [Vec<i64>],
    computed: &'a [Vec<i64>],
    at: usize,
}

impl Row for BlockRow<'_> {
    #[inline]
    fn factor(&self, index: u32) -> i64 {
        self.factors
            .get(index as usize)
            .and_then(|column| column.get(self.at))
            .copied()
            .unwrap_or(NULL)
    }

    #[inline]
    fn computed(&self, index: u32) -> i64 {
        self.computed
            .get(index as usize)
            .and_then(|column| column.get(self.at))
            .copied()
            .unwrap_or(NULL)
    }
}

impl RowBlock {
    /// Reads the values of the block's rows.
    fn load(&mut self, claims: &ClaimColumns<'_>) {
        for (target, column) in self.factors.iter_mut().zip(&claims.columns) {
            target.clear();
            let rows = self.first..self.first + self.len;
            target.extend(rows.map(|row| column.as_ref().map_or(NULL, |column| column.value(row))));
        }
    }

    fn row(&self, at: usize) -> BlockRow<'_> {
        BlockRow {
            factors: &self.factors,
            computed: &self.computed,
            at,
        }
    }

    fn is_faulted(&self, at: usize) -> bool {
        self.faults.get(at).is_some_and(Option::is_some)
    }

    fn reads_fault(&self, at: usize, table: &CompiledTable) -> bool {
        let row = self.row(at);
        reads_fault(table, |slot| row.value(slot) == FAULTED)
    }

    /// Keeps the earlier of the faults of a row.
    fn note(&mut self, at: usize, fault: Fault) {
        if let Some(known) = self.faults.get_mut(at) {
            *known = Some(known.map_or(fault, |known| earlier(known, fault)));
        }
    }

    /// The values of a column in this block.
    fn values(&self, slot: Slot) -> &[i64] {
        match slot {
            Slot::Factor(index) => self.factors.get(index as usize).map_or(&[], Vec::as_slice),
            Slot::Computed(index) => self.computed.get(index as usize).map_or(&[], Vec::as_slice),
        }
    }

    /// Asks a table about every row of the block, in order.
    fn resolve(
        &mut self,
        table: &CompiledTable,
        mut each: impl FnMut(&mut Self, usize, Resolution<'_>),
    ) {
        let mut scratch = std::mem::take(&mut self.scratch);
        let has_few_rules = table.results.len() <= 64;
        if has_few_rules {
            self.fill_masks(table, &mut scratch.masks);
        } else {
            self.fill_starts(table, &mut scratch.starts);
        }
        let width = table.columns.len();
        for at in 0..self.len {
            let mut resolution = Resolution::new(table);
            if has_few_rules {
                let mask = scratch.masks.get(at).copied().unwrap_or_default();
                visit_word(table, mask, &self.row(at), &mut resolution);
            } else {
                let starts = scratch
                    .starts
                    .get(at * width..(at + 1) * width)
                    .unwrap_or_default();
                visit_rows(table, starts, &self.row(at), &mut resolution);
            }
            each(self, at, resolution);
        }
        self.scratch = scratch;
    }

    /// The candidates of every row, column by column.
    fn fill_masks(&self, table: &CompiledTable, masks: &mut Vec<u64>) {
        masks.clear();
        masks.resize(
            self.len,
            table.all_rules.first().map_or(0, |[word, ..]| *word),
        );
        self.narrow(&table.words.factors, Slot::Factor, masks);
        self.narrow(&table.words.computed, Slot::Computed, masks);
    }

    /// Takes away what the values of some columns exclude.
    fn narrow(&self, columns: &WordColumns, slot: fn(u32) -> Slot, masks: &mut [u64]) {
        let rows = |index: u32| self.values(slot(index)).iter();
        for column in &columns.direct {
            masks
                .iter_mut()
                .zip(rows(column.index))
                .for_each(|(mask, value)| *mask &= column.word(*value));
        }
        for column in &columns.parted {
            masks
                .iter_mut()
                .zip(rows(column.index))
                .for_each(|(mask, value)| *mask &= column.word(*value));
        }
        for column in &columns.searched {
            masks
                .iter_mut()
                .zip(rows(column.index))
                .for_each(|(mask, value)| *mask &= column.word(*value));
        }
    }

    /// Where the bits of every row begin, column by column.
    fn fill_starts(&self, table: &CompiledTable, starts: &mut Vec<usize>) {
        let width = table.columns.len();
        starts.clear();
        starts.resize(self.len * width, 0);
        for (at, column) in table.columns.iter().enumerate() {
            let targets = starts.iter_mut().skip(at).step_by(width.max(1));
            for (start, value) in targets.zip(self.values(column.slot)) {
                *start = column.start(*value, table);
            }
        }
    }
}

#[cfg(test)]
mod tests;
