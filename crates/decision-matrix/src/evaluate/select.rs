//! Which rules of a table match a claim, and what comes of it under the table's hit policy.

use crate::compile::{BLOCK_WORDS, Block, CompiledTable, Hit, MaskColumn, Masks, NULL, Slot};

use super::residual::cell_holds;
use super::row::Row;
use crate::compile::EngineReason;

/// What the matches of a table come to, match by match.
pub(super) struct Resolution<'a> {
    table: &'a CompiledTable,
    /// The first match.
    first: Option<usize>,
    is_conflict: bool,
    /// What is collected so far; [`None`] while every match was null.
    collected: Option<i128>,
}

impl<'a> Resolution<'a> {
    /// No match yet.
    #[inline]
    pub(super) fn new(table: &'a CompiledTable) -> Self {
        Self {
            table,
            first: None,
            is_conflict: false,
            collected: None,
        }
    }

    /// Takes the next match, in the order of the rules; false says that no further one matters.
    #[inline]
    pub(super) fn take(&mut self, rule: usize) -> bool {
        if self.table.hit == Hit::First {
            self.first = Some(rule);
            return false;
        }
        self.take_further(rule)
    }

    fn take_further(&mut self, rule: usize) -> bool {
        let result = self.table.results.get(rule).copied().unwrap_or(NULL);
        let collect = |old: Option<i128>, combine: fn(i128, i128) -> i128| match (old, result) {
            (old, NULL) => old,
            (None, new) => Some(i128::from(new)),
            (Some(old), new) => Some(combine(old, i128::from(new))),
        };
        match (self.table.hit, self.first) {
            (Hit::Unique, Some(_)) => self.is_conflict = true,
            (Hit::Any, Some(first)) => {
                self.is_conflict = self.table.results.get(first) != Some(&result);
            }
            (Hit::Sum, _) => self.collected = collect(self.collected, i128::saturating_add),
            (Hit::Min, _) => self.collected = collect(self.collected, i128::min),
            (Hit::Max, _) => self.collected = collect(self.collected, i128::max),
            (Hit::Count(unit), _) => {
                let counted = if result == NULL { 0 } else { i128::from(unit) };
                self.collected = Some(self.collected.unwrap_or_default() + counted);
            }
            (Hit::First | Hit::Unique | Hit::Any, _) => {}
        }
        self.first.get_or_insert(rule);
        !self.is_conflict
    }

    /// The first match, by its place in the order in which rules are asked; `None` is the default.
    #[inline]
    pub(super) fn answer(&self) -> Result<Option<usize>, EngineReason> {
        match self.first {
            _ if self.is_conflict => Err(EngineReason::TableConflict),
            Some(rule) => Ok(Some(rule)),
            None if self.table.default.is_some() => Ok(None),
            None => Err(EngineReason::TableIncomplete),
        }
    }

    /// The result, or null.
    #[inline]
    pub(super) fn result(&self) -> Result<i64, EngineReason> {
        match (self.first, self.table.hit) {
            _ if self.is_conflict => Err(EngineReason::TableConflict),
            (None, _) => self.table.default.ok_or(EngineReason::TableIncomplete),
            (Some(rule), Hit::First | Hit::Unique | Hit::Any) => {
                Ok(self.table.results.get(rule).copied().unwrap_or(NULL))
            }
            (Some(_), _) => match self.collected {
                None => Ok(NULL),
                Some(value) => i64::try_from(value).map_err(|_| EngineReason::TableConflict),
            },
        }
    }
}

/// Asks a table about a claim.
#[inline]
pub(super) fn resolve<'a>(table: &'a CompiledTable, row: &impl Row) -> Resolution<'a> {
    let mut resolution = Resolution::new(table);
    match table.columns.len() {
        _ if table.results.len() <= 64 => {
            visit_word(table, word_mask(table, row), row, &mut resolution);
        }
        0..=16 => visit_blocks::<16>(table, row, &mut resolution),
        17..=64 => visit_blocks::<64>(table, row, &mut resolution),
        _ => visit_blocks::<{ crate::limits::TABLE_COLUMNS }>(table, row, &mut resolution),
    }
    resolution
}

/// The first rule that matches, in a table where the first candidate always answers; the number of
/// rules where none does.
#[inline]
pub(super) fn first_match(table: &CompiledTable, row: &impl Row) -> usize {
    (word_mask(table, row).trailing_zeros() as usize).min(table.results.len())
}

/// The candidates of a table of at most 64 rules, as bits.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "measured: a call costs a tenth of a decision"
)]
fn word_mask(table: &CompiledTable, row: &impl Row) -> u64 {
    let all = table.all_rules.first().map_or(0, |[word, ..]| *word);
    let factors = table.words.factors.word(|index| row.factor(index));
    all & factors & table.words.computed.word(|index| row.computed(index))
}

impl MaskColumn {
    /// Where the row of bits of a value begins.
    #[inline]
    pub(super) fn start(&self, value: i64, table: &CompiledTable) -> usize {
        self.partition.class(value) * table.all_rules.len()
    }

    /// One block of bits.
    #[inline]
    fn block(&self, at: usize) -> &Block {
        match &self.masks {
            Masks::Blocks(rows) => rows.get(at).unwrap_or(&[0; BLOCK_WORDS]),
            Masks::Word(_) => &[0; BLOCK_WORDS],
        }
    }
}

/// Takes the candidates of a word in order, after a look at the cells that need one.
#[inline]
pub(super) fn visit_word(
    table: &CompiledTable,
    mask: u64,
    row: &impl Row,
    resolution: &mut Resolution<'_>,
) {
    visit_bits(table, 0, mask, row, resolution);
}

/// Takes the candidates of one word; false says that no further one matters.
#[inline]
fn visit_bits(
    table: &CompiledTable,
    word: usize,
    mut mask: u64,
    row: &impl Row,
    resolution: &mut Resolution<'_>,
) -> bool {
    while mask != 0 {
        let rule = word * 64 + mask.trailing_zeros() as usize;
        mask &= mask - 1;
        let holds = match &table.residual {
            None => true,
            Some(residual) => residual
                .cells(rule)
                .iter()
                .all(|cell| cell_holds(cell, row)),
        };
        if holds && !resolution.take(rule) {
            return false;
        }
    }
    true
}

/// Asks a table of more than 64 rules.
fn visit_blocks<const COLUMNS: usize>(
    table: &CompiledTable,
    row: &impl Row,
    resolution: &mut Resolution<'_>,
) {
    let mut starts = [0_usize; COLUMNS];
    for (start, column) in starts.iter_mut().zip(&table.columns) {
        *start = column.start(row.value(column.slot), table);
    }
    visit_rows(
        table,
        starts.get(..table.columns.len()).unwrap_or(&starts),
        row,
        resolution,
    );
}

/// Takes the candidates that are in one row of bits of every column, block by block.
#[inline]
pub(super) fn visit_rows(
    table: &CompiledTable,
    starts: &[usize],
    row: &impl Row,
    resolution: &mut Resolution<'_>,
) {
    for (block, all) in table.all_rules.iter().enumerate() {
        let mut candidates = *all;
        for (start, column) in starts.iter().zip(&table.columns) {
            for (word, mask) in candidates.iter_mut().zip(column.block(start + block)) {
                *word &= mask;
            }
        }
        for (word, mask) in candidates.into_iter().enumerate() {
            if mask != 0 && !visit_bits(table, block * BLOCK_WORDS + word, mask, row, resolution) {
                return;
            }
        }
    }
}

/// Whether a condition of the table reads a computed value that is at fault.
#[cold]
pub(super) fn reads_fault(table: &CompiledTable, is_faulted: impl Fn(Slot) -> bool) -> bool {
    table.reads.iter().any(|slot| is_faulted(*slot))
}
