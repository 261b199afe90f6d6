//! Which rules of a table match a claim, and what comes of it under the table's hit policy.

#![expect(
    clippy::inline_always,
    reason = "measured: a call for each entry costs a tenth of a decision"
)]

use crate::compile::{
    BLOCK_WORDS, Block, CompiledTable, Hit, Lookup, NULL, RuleBits, Slot, Start, TakeEntry,
};

use crate::limits;

use super::residual::cell_holds;
use super::row::Row;
use crate::compile::EngineReason;

/// Most columns whose places fit into a small array.
const FEW_COLUMNS: usize = 16;

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
        RuleBits::Block(lookup) => {
            let block = block_of(table, lookup, row);
            visit_block(table, 0, block, row, &mut resolution);
        }
        RuleBits::Blocks {
            starts,
            blocks,
            group,
        } => {
            with_starts(table, starts, row, |first, places| {
                let later = later_blocks(table, first.groups, *group);
                let later = later.map(|at| (at, candidates(table, blocks, places, at)));
                let mut all = std::iter::once((0, first.block)).chain(later);
                all.all(|(at, block)| visit_block(table, at, block, row, &mut resolution))
            });
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
#[inline]
pub(super) fn first_match(table: &CompiledTable, row: &impl Row) -> usize {
    // The form of small tables is looked for first: they have the least other work.
    if let RuleBits::Word(lookup) = &table.bits {
        // No entry has bits beyond the last rule.
        let mut word = u64::MAX;
        take_entries(lookup, row, &mut word);
        return (word.trailing_zeros() as usize).min(table.results.len());
    }
    first_of_many(table, row)
}

/// [`first_match`] of more than 64 rules.
#[inline]
fn first_of_many(table: &CompiledTable, row: &impl Row) -> usize {
    match &table.bits {
        // The candidates of small tables are one word.
        RuleBits::Word(_) => table.results.len(),
        RuleBits::Block(lookup) => {
            let block = block_of(table, lookup, row);
            first_bit(&block).unwrap_or(table.results.len())
        }
        RuleBits::Blocks {
            starts,
            blocks,
            group,
        } => first_of_blocks(table, starts, blocks, *group, row),
    }
}

/// The candidates of a table of at most 64 rules.
#[inline]
fn word_of(table: &CompiledTable, lookup: &Lookup<u64>, row: &impl Row) -> u64 {
    let mut word = table.all_rules.first().map_or(0, |[word, ..]| *word);
    take_entries(lookup, row, &mut word);
    word
}

/// The candidates of a table of at most 256 rules.
#[inline]
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
        and(self, entry);
    }
}

#[inline(always)]
fn and(block: &mut Block, bits: &Block) {
    for (word, bits) in block.iter_mut().zip(bits) {
        *word &= bits;
    }
}

/// Takes the beginnings of the candidates of every column.
struct Starts<'a> {
    /// The candidates of the first block, and the groups of blocks that may have any.
    all: Start,
    /// Where the blocks of each column begin.
    places: &'a mut [u32],
    count: usize,
}

impl TakeEntry<Start> for Starts<'_> {
    #[inline(always)]
    fn take(&mut self, entry: &Start) {
        and(&mut self.all.block, &entry.block);
        self.all.groups &= entry.groups;
        if let Some(place) = self.places.get_mut(self.count) {
            *place = entry.place;
        }
        self.count += 1;
    }
}

/// Looks up the candidates of the first block, the groups of blocks that may have any, and where
/// those of every column begin.
#[inline]
fn with_starts<T>(
    table: &CompiledTable,
    lookup: &Lookup<Start>,
    row: &impl Row,
    ask: impl FnOnce(Start, &[u32]) -> T,
) -> T {
    if lookup.len <= FEW_COLUMNS {
        let mut places = [0; FEW_COLUMNS];
        let (first, count) = fill_places(table, lookup, row, &mut places);
        ask(first, places.get(..count).unwrap_or_default())
    } else {
        let mut places = [0; limits::TABLE_COLUMNS];
        let (first, count) = fill_places(table, lookup, row, &mut places);
        ask(first, places.get(..count).unwrap_or_default())
    }
}

#[inline]
fn fill_places(
    table: &CompiledTable,
    lookup: &Lookup<Start>,
    row: &impl Row,
    places: &mut [u32],
) -> (Start, usize) {
    let mut starts = Starts {
        all: Start {
            block: table.all_rules.first().copied().unwrap_or_default(),
            place: 0,
            groups: u64::MAX,
        },
        places,
        count: 0,
    };
    take_entries(lookup, row, &mut starts);
    (starts.all, starts.count)
}

/// The blocks after the first one that may have candidates.
#[inline]
fn later_blocks(table: &CompiledTable, groups: u64, group: usize) -> impl Iterator<Item = usize> {
    let mut left = groups;
    let groups = std::iter::from_fn(move || {
        let at = left.trailing_zeros() as usize;
        left &= left.wrapping_sub(1);
        (at < 64).then_some(at)
    });
    let blocks = groups.flat_map(move |at| at * group..(at + 1) * group);
    let count = table.all_rules.len();
    blocks.filter(move |at| (1..count).contains(at))
}

/// The candidates of one block of rules.
#[inline]
fn candidates(table: &CompiledTable, blocks: &[Block], places: &[u32], at: usize) -> Block {
    let mut block = table.all_rules.get(at).copied().unwrap_or_default();
    for place in places {
        let bits = blocks.get(*place as usize + at);
        and(&mut block, bits.unwrap_or(&[0; BLOCK_WORDS]));
    }
    block
}

/// The first candidate of a table of any number of rules.
#[inline(never)]
fn first_of_blocks(
    table: &CompiledTable,
    lookup: &Lookup<Start>,
    blocks: &[Block],
    group: usize,
    row: &impl Row,
) -> usize {
    if lookup.len > FEW_COLUMNS {
        return first_of_wide(table, lookup, blocks, group, row);
    }
    let mut places = [0; FEW_COLUMNS];
    let (first, count) = fill_places(table, lookup, row, &mut places);
    let places = places.get(..count).unwrap_or_default();
    first_of_starts(table, blocks, group, &first, places)
}

/// [`first_of_blocks`] of a table of many columns, which needs more room.
#[inline(never)]
fn first_of_wide(
    table: &CompiledTable,
    lookup: &Lookup<Start>,
    blocks: &[Block],
    group: usize,
    row: &impl Row,
) -> usize {
    let mut places = [0; limits::TABLE_COLUMNS];
    let (first, count) = fill_places(table, lookup, row, &mut places);
    let places = places.get(..count).unwrap_or_default();
    first_of_starts(table, blocks, group, &first, places)
}

/// The first candidate of the first block, or of those groups that may have any.
#[inline]
fn first_of_starts(
    table: &CompiledTable,
    blocks: &[Block],
    group: usize,
    first: &Start,
    places: &[u32],
) -> usize {
    if let Some(rule) = first_bit(&first.block) {
        return rule;
    }
    let mut left = first.groups;
    while left != 0 {
        let start = left.trailing_zeros() as usize * group;
        let end = (start + group).min(table.all_rules.len());
        for at in start.max(1)..end {
            if let Some(rule) = first_bit(&candidates(table, blocks, places, at)) {
                return at * BLOCK_WORDS * 64 + rule;
            }
        }
        left &= left - 1;
    }
    table.results.len()
}

/// The number of the first bit, without a branch between words that the claims of the day could
/// mislead.
#[inline]
fn first_bit(block: &Block) -> Option<usize> {
    let mut first = None;
    for (at, word) in block.iter().enumerate().rev() {
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
    { block.into_iter().enumerate() }.all(|(word, mask)| {
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
