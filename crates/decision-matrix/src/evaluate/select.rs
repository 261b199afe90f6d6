//! Which rules of a table match a claim, and what comes of it under the table's hit policy.

#![expect(
    clippy::inline_always,
    reason = "measured: a call for each entry costs a tenth of a decision"
)]

mod later;

use crate::compile::{
    BLOCK_WORDS, Block, CompiledTable, EngineReason, Hit, LaterBlocks, Lookup, NULL, RuleBits,
    Slot, TakeEntry,
};

use super::residual::cell_holds;
use super::row::Row;
use later::each_later;

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
    match &table.bits {
        RuleBits::Word(lookup) => {
            let word = word_of(table, lookup, row);
            visit_bits(table, 0, word, row, &mut resolution);
        }
        RuleBits::Blocks { first, later } => {
            let block = block_of(table, first, row);
            let is_open = visit_block(table, 0, block, row, &mut resolution);
            if let Some(later) = later.as_ref().filter(|_| is_open) {
                each_later(table, later, row, |at, block| {
                    visit_block(table, at, block, row, &mut resolution)
                });
            }
        }
    }
    resolution
}

/// The first rule that matches, in a table in which the first one answers.
pub(super) fn first_rule(table: &CompiledTable, row: &impl Row) -> Option<usize> {
    if table.is_plain {
        Some(first_match(table, row))
    } else {
        resolve(table, row).answer().ok().flatten()
    }
}

/// The first rule that matches, in a table where the first candidate always answers; the number of
/// rules where none does.
#[inline(always)]
pub(super) fn first_match(table: &CompiledTable, row: &impl Row) -> usize {
    match &table.bits {
        RuleBits::Word(lookup) => {
            // No entry has bits beyond the last rule.
            let mut word = u64::MAX;
            take_entries(lookup, row, &mut word);
            (word.trailing_zeros() as usize).min(table.results.len())
        }
        RuleBits::Blocks { first, later } => {
            // No entry has bits beyond the last rule, and without a column the first one answers.
            let mut block = Block::FULL;
            take_entries(first, row, &mut block);
            match (first_bit(&block), later) {
                (Some(rule), _) => rule,
                (None, Some(later)) => first_later(table, later, row),
                (None, None) => table.results.len(),
            }
        }
    }
}

/// [`first_match`] after the first block.
#[cold]
#[inline(never)]
fn first_later(table: &CompiledTable, later: &LaterBlocks, row: &impl Row) -> usize {
    let mut first = table.results.len();
    each_later(table, later, row, |at, block| match first_bit(&block) {
        Some(rule) => {
            first = at * BLOCK_WORDS * 64 + rule;
            false
        }
        None => true,
    });
    first
}

/// The candidates of a table of at most 64 rules.
#[inline(always)]
fn word_of(table: &CompiledTable, lookup: &Lookup<u64>, row: &impl Row) -> u64 {
    let mut word = table.all_rules.first().map_or(0, |Block([word, ..])| *word);
    take_entries(lookup, row, &mut word);
    word
}

/// The candidates of the first block.
#[inline(always)]
fn block_of(table: &CompiledTable, lookup: &Lookup<Block>, row: &impl Row) -> Block {
    let mut block = table.all_rules.first().copied().unwrap_or_default();
    take_entries(lookup, row, &mut block);
    block
}

/// Gives the entries of a claim, one of each look-up. Most tables of plain factors have only such
/// as come first: the others are asked for behind one branch, which saves the beginnings of six
/// empty loops.
#[inline(always)]
fn take_entries<T: Copy + Default>(
    lookup: &Lookup<T>,
    row: &impl Row,
    taker: &mut impl TakeEntry<T>,
) {
    for group in &lookup.groups {
        taker.take(group.entry(row.combination(&group.bits)));
    }
    for column in &lookup.covered {
        taker.take(column.entry(row.factor(column.index)));
    }
    if lookup.has_more {
        lookup.factors.each(|index| row.factor(index), taker);
        lookup.computed.each(|index| row.computed(index), taker);
    }
}

impl TakeEntry<u64> for u64 {
    #[inline(always)]
    fn take(&mut self, entry: &u64) {
        *self &= entry;
    }
}

impl TakeEntry<Block> for Block {
    #[inline(always)]
    fn take(&mut self, entry: &Block) {
        // Read as a whole, so that its alignment is known.
        let Self(bits) = *entry;
        for (word, bits) in self.0.iter_mut().zip(bits) {
            *word &= bits;
        }
    }
}

/// The number of the first bit, without a branch between words that the claims of the day could
/// mislead. Choosing the half, then the word, then the bit takes six instructions fewer, but the
/// compiler makes a branch of it.
#[inline]
fn first_bit(block: &Block) -> Option<usize> {
    let mut first = None;
    for (at, word) in block.0.iter().enumerate().rev() {
        let bit = at * 64 + word.trailing_zeros() as usize;
        first = if *word == 0 { first } else { Some(bit) };
    }
    first
}

/// Takes the candidates of a block; false says that no further one matters.
#[inline]
fn visit_block(
    table: &CompiledTable,
    at: usize,
    block: Block,
    row: &impl Row,
    resolution: &mut Resolution<'_>,
) -> bool {
    { block.0.into_iter().enumerate() }.all(|(word, mask)| {
        mask == 0 || visit_bits(table, at * BLOCK_WORDS + word, mask, row, resolution)
    })
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

/// Whether a condition of the table reads a computed value that is at fault.
#[cold]
pub(super) fn reads_fault(table: &CompiledTable, is_faulted: impl Fn(Slot) -> bool) -> bool {
    table.reads.iter().any(|slot| is_faulted(*slot))
}
