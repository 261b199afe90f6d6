//! The rules that each value of each column leaves possible, in the way that suits their number.

use super::lookup::{Lookup, LookupKey};
use super::rule_mask::{Block, blocks_of, words_of};
use super::rule_table::MaskLimits;

/// The candidates that each value of each column leaves.
#[derive(Debug)]
pub(crate) enum RuleBits {
    /// At most 64 rules: a word a class.
    Word(Lookup<u64>),
    /// Any number of rules.
    Blocks {
        /// The first block of each class.
        first: Lookup<Block>,
        /// The blocks after it, where there are more than 256 rules.
        later: Option<Box<LaterBlocks>>,
    },
}

/// The blocks after the first one. They are looked up by themselves, where the first block gives
/// no answer: of evenly spread claims that are 7 in 100 at 1,000 rules and 18 at 10,000. With their
/// places taken along for every claim a column took 34 instructions in place of 29.
#[derive(Debug)]
pub(crate) struct LaterBlocks {
    /// What each class has of them.
    pub(crate) lookup: Lookup<LaterEntry>,
    /// The blocks of all classes of all columns, the first ones included.
    pub(crate) blocks: Vec<Block>,
    /// Blocks of a group: as many as make 64 groups or fewer.
    pub(crate) group: usize,
}

/// The blocks of a class.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LaterEntry {
    /// The place of the first block among all.
    pub(crate) place: u32,
    /// A bit for each group of blocks that is not empty, the first group in the lowest bit.
    pub(crate) groups: u64,
}

impl RuleBits {
    /// No columns yet.
    pub(super) fn new(rules: usize) -> Self {
        if rules <= 64 {
            return Self::Word(Lookup::default());
        }
        let blocks = blocks_of(rules);
        let later = LaterBlocks {
            lookup: Lookup::default(),
            blocks: Vec::new(),
            group: blocks.div_ceil(64),
        };
        Self::Blocks {
            first: Lookup::default(),
            later: (blocks > 1).then(|| Box::new(later)),
        }
    }

    /// How many combinations of values a group of columns may have.
    pub(super) fn most_combinations(&self, limits: MaskLimits, rules: usize) -> usize {
        let direct = match self {
            Self::Word(_) => Lookup::<u64>::MOST_DIRECT,
            Self::Blocks { .. } => Lookup::<Block>::MOST_DIRECT,
        };
        let in_memory = limits.group_bytes / (words_of(rules) * size_of::<u64>());
        direct.min(in_memory).min(limits.classes)
    }

    /// Adds a column or a group; `bits` has the words of every class or combination, one after the
    /// other.
    pub(super) fn add(&mut self, key: &LookupKey<'_>, bits: &[u64]) {
        match self {
            Self::Word(lookup) => lookup.add(key, bits),
            Self::Blocks { first, later } => {
                let added = Block::all_of(bits);
                let step = (added.len() / key.count()).max(1);
                let firsts: Vec<Block> = added.iter().copied().step_by(step).collect();
                first.add(key, &firsts);
                if let Some(later) = later {
                    later.add(key, &added, step);
                }
            }
        }
    }
}

impl LaterBlocks {
    /// Adds a column or a group; each class has `step` blocks.
    fn add(&mut self, key: &LookupKey<'_>, added: &[Block], step: usize) {
        let classes = added.chunks(step).zip(0..);
        let entries: Vec<LaterEntry> = classes
            .map(|(class, at)| LaterEntry {
                place: u32::try_from(self.blocks.len() + at * step).unwrap_or(u32::MAX),
                groups: groups_of(class, self.group),
            })
            .collect();
        self.lookup.add(key, &entries);
        self.blocks.extend_from_slice(added);
    }
}

/// A bit for each group of blocks that is not empty.
fn groups_of(blocks: &[Block], group: usize) -> u64 {
    let groups = blocks.chunks(group).enumerate();
    groups.fold(0, |groups, (at, blocks)| {
        let is_used = blocks.iter().any(|block| *block != Block::EMPTY);
        groups | u64::from(is_used) << at
    })
}
