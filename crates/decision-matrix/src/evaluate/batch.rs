//! Decides many claims, table by table over blocks of rows: values become masks of rows, rules the
//! rows that all of their masks have in common. Every decision is the one that
//! [`CompiledMatrix::decide`] gives.

mod block;
mod cell_masks;
mod derives;
mod first_rules;
mod input;
mod row_mask;

use crate::compile::{
    BlockTable, CompiledMatrix, CompiledTable, EngineReason, FaultSource, Hit, StepKind,
};

use super::audit;
use super::columns::{ClaimColumns, Columns};
use super::decision_columns::DecisionColumns;
use super::row::FAULTED;
use super::select::{Resolution, first_rule, resolve};
use super::simd::Instructions;
use block::RowBlock;
use cell_masks::CellMasks;
use derives::Derives;
use first_rules::{FirstRules, matched};
use input::InputCheck;
use row_mask::{BLOCK_ROWS, RowMask};

/// How a batch is decided. The decisions do not depend on it.
#[derive(Clone, Copy, Debug)]
pub struct BatchConfig {
    /// Most rows of a block, at least 1; there are never more than 512.
    pub block_rows: usize,
    /// The instructions to be used.
    pub instructions: Instructions,
}

impl BatchConfig {
    /// The largest blocks and the best instructions of this machine.
    pub fn best() -> Self {
        Self {
            block_rows: BLOCK_ROWS,
            instructions: Instructions::best(),
        }
    }
}

impl CompiledMatrix {
    /// Decides every claim; `out` then holds one decision a claim, in order. Each is the decision
    /// that [`CompiledMatrix::decide`] would give. Memory of `out` is used again.
    pub fn decide_batch(&self, columns: &Columns, out: &mut DecisionColumns) {
        self.decide_batch_with(columns, out, BatchConfig::best());
    }

    /// [`CompiledMatrix::decide_batch`] in another way.
    pub fn decide_batch_with(
        &self,
        columns: &Columns,
        out: &mut DecisionColumns,
        config: BatchConfig,
    ) {
        self.decide_pushed(&columns.borrowed(), out, config);
        columns.refuse(out);
    }

    /// Decides claims whose input was checked when they were pushed; those that it alone decides
    /// are still to be refused.
    pub(super) fn decide_pushed(
        &self,
        claims: &ClaimColumns<'_>,
        out: &mut DecisionColumns,
        config: BatchConfig,
    ) {
        out.start(self, claims.len);
        self.decide_blocks(claims, out, config, |_, _, _| {});
        self.mark_audits(claims, out);
    }

    /// Decides every claim of borrowed columns; `out` then holds one decision a claim, in order,
    /// the same that [`CompiledMatrix::decide`] would give. Memory of `out` is used again.
    pub fn decide_columns(&self, claims: &ClaimColumns<'_>, out: &mut DecisionColumns) {
        self.decide_columns_with(claims, out, BatchConfig::best());
    }

    /// [`CompiledMatrix::decide_columns`] in another way.
    pub fn decide_columns_with(
        &self,
        claims: &ClaimColumns<'_>,
        out: &mut DecisionColumns,
        config: BatchConfig,
    ) {
        out.start(self, claims.len);
        let input = InputCheck::new(claims, &self.schema, config.instructions);
        let mut problems = Vec::new();
        self.decide_blocks(claims, out, config, |first, len, out| {
            input.problems(first, len, &mut problems);
            for (at, problem) in &problems {
                out.set_fault(first + at, problem.reason, problem.source());
            }
        });
        self.mark_audits(claims, out);
    }

    /// Asks the rules about every row, block by block; `check` is told of each block afterwards.
    fn decide_blocks(
        &self,
        claims: &ClaimColumns<'_>,
        out: &mut DecisionColumns,
        config: BatchConfig,
        mut check: impl FnMut(usize, usize, &mut DecisionColumns),
    ) {
        let block_rows = config.block_rows.clamp(1, BLOCK_ROWS);
        let mut block = RowBlock::new(self, claims);
        let mut scratch = Scratch::new(config.instructions);
        let mut derives = Derives::new(&self.ranges, self.computed_count, config.instructions);
        let mut first = 0;
        while first < claims.len {
            let len = block_rows.min(claims.len - first);
            block.load(first, len, &self.row_factors);
            self.compute_block(&mut block, &mut scratch, &mut derives);
            self.conclude_block(&block, &mut scratch, out);
            check(first, len, out);
            first += len;
        }
    }

    /// Computes derives and tables of a block of rows.
    fn compute_block(
        &self,
        block: &mut RowBlock<'_>,
        scratch: &mut Scratch,
        derives: &mut Derives<'_>,
    ) {
        for step in &self.steps {
            let target = block.computed.get_mut(step.target);
            let mut target = target.map(std::mem::take).unwrap_or_default();
            target.clear();
            match &step.kind {
                StepKind::Derive(index, derive) => {
                    let faults = derives.compute(derive, step.target, block, &mut target);
                    for at in faults.rows() {
                        let source = FaultSource::Derive(*index);
                        block.note(at, source, EngineReason::DeriveFault);
                    }
                }
                StepKind::Table(index, table) => {
                    scratch.look_up(table, block, &mut target);
                    for (at, value) in target.iter_mut().enumerate() {
                        if !block.is_clean() && block.reads_fault(at, table) {
                            *value = FAULTED;
                        } else if *value == FAULTED {
                            let reason = scratch.reason(at);
                            block.note(at, FaultSource::Table(*index), reason);
                        }
                    }
                }
            }
            if let Some(slot) = block.computed.get_mut(step.target) {
                *slot = target;
            }
        }
    }

    /// Asks `decision` about a block of rows.
    fn conclude_block(
        &self,
        block: &RowBlock<'_>,
        scratch: &mut Scratch,
        out: &mut DecisionColumns,
    ) {
        let table = &self.decision;
        let unmatched = u32::try_from(table.results.len()).unwrap_or(u32::MAX);
        if table.hit == Hit::First {
            let keys = out.keys_mut(block.first, block.len);
            scratch.find_first(table, block, keys);
            if table.default.is_none() {
                for at in 0..block.len {
                    let row = block.first + at;
                    if out.keys().get(row) == Some(&unmatched) {
                        let source = Some(FaultSource::Decision);
                        out.set_fault(row, EngineReason::TableIncomplete, source);
                    }
                }
            }
        } else {
            for (at, resolution) in scratch.resolve(table, block).iter().enumerate() {
                match resolution.answer() {
                    Ok(answer) => {
                        let key = answer.and_then(|rule| u32::try_from(rule).ok());
                        let keys = out.keys_mut(block.first + at, 1);
                        keys.fill(key.unwrap_or(unmatched));
                    }
                    Err(reason) => {
                        out.set_fault(block.first + at, reason, Some(FaultSource::Decision));
                    }
                }
            }
        }
        if !block.is_clean() {
            for at in 0..block.len {
                if let Some((source, reason)) = block.fault(at) {
                    out.set_fault(block.first + at, reason, Some(source));
                }
            }
        }
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

/// Memory that is used again, and how tables are asked.
struct Scratch {
    instructions: Instructions,
    thresholds: Vec<RowMask>,
    /// One mask a distinct cell of the table that is asked.
    masks: Vec<RowMask>,
    /// For each row the number of a rule.
    keys: Vec<u32>,
    /// Why a row has no result.
    reasons: Vec<EngineReason>,
}

impl Scratch {
    fn new(instructions: Instructions) -> Self {
        Self {
            instructions,
            thresholds: Vec::new(),
            masks: Vec::new(),
            keys: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// The number of the first rule that matches each row; the number of rules where none does.
    fn find_first(&mut self, table: &CompiledTable, block: &RowBlock<'_>, keys: &mut [u32]) {
        let rules = table.results.len();
        let Some(blocks) = &table.blocks else {
            for (at, key) in keys.iter_mut().enumerate() {
                let rule = first_rule(table, &block.row(at));
                *key = u32::try_from(rule.unwrap_or(rules)).unwrap_or(u32::MAX);
            }
            return;
        };
        self.fill_masks(blocks, block);
        self.instructions.run(FirstRules {
            table: blocks,
            masks: &self.masks,
            rules,
            keys,
        });
    }

    /// Finds the rows that each cell of a table holds.
    fn fill_masks(&mut self, table: &BlockTable, block: &RowBlock<'_>) {
        self.instructions.run(CellMasks {
            table,
            block,
            thresholds: &mut self.thresholds,
            masks: &mut self.masks,
        });
    }

    /// What the rules of a table that asks all of them come to, row by row.
    fn resolve<'t>(
        &mut self,
        table: &'t CompiledTable,
        block: &RowBlock<'_>,
    ) -> Vec<Resolution<'t>> {
        let Some(blocks) = &table.blocks else {
            let rows = 0..block.len;
            return rows.map(|at| resolve(table, &block.row(at))).collect();
        };
        self.fill_masks(blocks, block);
        let mut resolutions: Vec<_> = (0..block.len).map(|_| Resolution::new(table)).collect();
        let mut left = RowMask::first(block.len);
        for (rule, needed) in blocks.rules().enumerate() {
            let mut done = RowMask::NONE;
            for at in matched(needed, &self.masks, left).rows() {
                let resolution = resolutions.get_mut(at);
                if resolution.is_some_and(|it| !it.take(rule)) {
                    done.insert(at);
                }
            }
            left = left.without(&done);
        }
        resolutions
    }

    /// The results of an intermediate table; [`FAULTED`] where there is none, for a reason that
    /// [`Self::reason`] tells.
    fn look_up(&mut self, table: &CompiledTable, block: &RowBlock<'_>, results: &mut Vec<i64>) {
        self.reasons.clear();
        if table.hit == Hit::First {
            let mut keys = std::mem::take(&mut self.keys);
            keys.resize(block.len, 0);
            self.find_first(table, block, &mut keys);
            let default = table.default.unwrap_or(FAULTED);
            let result = |key: &u32| table.results.get(*key as usize).copied().unwrap_or(default);
            results.extend(keys.iter().map(result));
            self.keys = keys;
            return;
        }
        for resolution in self.resolve(table, block) {
            let result = resolution.result();
            let reason = result.err().unwrap_or(EngineReason::TableIncomplete);
            self.reasons.push(reason);
            results.push(result.unwrap_or(FAULTED));
        }
    }

    /// Why a row of the last table has no result.
    fn reason(&self, at: usize) -> EngineReason {
        let reason = self.reasons.get(at).copied();
        reason.unwrap_or(EngineReason::TableIncomplete)
    }
}

#[cfg(test)]
mod tests;
