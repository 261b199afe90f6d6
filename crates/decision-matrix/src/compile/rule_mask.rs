//! Bit sets of rules: for each class of a column the rules whose cell holds the class.

use crate::limits;
use crate::table::ColumnType;

use super::partition::Partition;
use super::value_set::ValueSet;

/// Words of a block: the rules of a block are asked together.
pub(crate) const BLOCK_WORDS: usize = 4;

/// 256 rules, one bit each. It is aligned so that two words are intersected with two in memory by
/// one instruction, not by a load and another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(16))]
pub(crate) struct Block(pub(crate) [u64; BLOCK_WORDS]);

/// Memory for the bit sets of a matrix, in bytes. Beyond it neighbouring classes are merged, and
/// the cells of such columns are tested one by one where a rule is a candidate.
pub(crate) const MASK_BYTES: usize = 64 * 1024 * 1024;

/// The bit sets of a group of columns take at most this part of that memory.
pub(crate) const GROUP_SHARE: usize = 32;

impl Block {
    /// No rule.
    pub(crate) const EMPTY: Self = Self([0; BLOCK_WORDS]);
    /// Every rule.
    pub(crate) const FULL: Self = Self([u64::MAX; BLOCK_WORDS]);

    /// The blocks of so many words.
    pub(crate) fn all_of(words: &[u64]) -> Vec<Self> {
        let blocks = words.as_chunks::<BLOCK_WORDS>().0.iter();
        blocks.map(|words| Self(*words)).collect()
    }
}

/// The bits of so many rules, class by class: a bit is set where the rule's cell holds values of
/// the class. A rule without a cell holds everything.
pub(crate) fn rule_bits(
    partition: &Partition,
    rules: usize,
    cells: &[(usize, ValueSet)],
) -> Vec<u64> {
    let words = words_of(rules);
    let mut rows = vec![0_u64; partition.count() * words];
    let mut flip = |class: usize, rule: usize| {
        if let Some(word) = rows.get_mut(class * words + rule / 64) {
            *word ^= 1 << (rule % 64);
        }
    };
    // A range of classes is written as its two ends, and spread downwards afterwards.
    (0..rules).for_each(|rule| flip(0, rule));
    for (rule, set) in cells {
        flip(0, *rule);
        for (first, last) in partition.classes(set) {
            flip(first, *rule);
            flip(last + 1, *rule);
        }
    }
    for at in words..rows.len() {
        let above = rows.get(at - words).copied().unwrap_or_default();
        if let Some(word) = rows.get_mut(at) {
            *word ^= above;
        }
    }
    rows
}

/// How many words the bit set of so many rules has: one, or whole blocks.
pub(crate) fn words_of(rules: usize) -> usize {
    if rules <= 64 {
        1
    } else {
        blocks_of(rules) * BLOCK_WORDS
    }
}

/// How many blocks the bit set of so many rules has.
pub(crate) fn blocks_of(rules: usize) -> usize {
    rules.div_ceil(64 * BLOCK_WORDS)
}

/// The number of classes that every column may have so that all bit sets of the matrix fit into
/// `budget` bytes. Each column comes with the bytes of one class and the classes it would like.
pub(crate) fn class_limit(columns: &[(usize, usize)], budget: usize) -> usize {
    let needed = |limit: usize| {
        columns
            .iter()
            .map(|(bytes, classes)| bytes * limit.min(*classes))
            .sum::<usize>()
    };
    let (mut low, mut high) = (2, 2 * limits::TABLE_RULES * limits::TABLE_COLUMNS);
    if needed(high) <= budget {
        return high;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if needed(middle) <= budget {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The values that a column may have.
pub(crate) fn domain_of(column: Option<&ColumnType>, is_table: bool) -> ValueSet {
    match column {
        // What a table gives is proved elsewhere to lie in its output's domain; here it need not.
        Some(column) if !is_table => ValueSet::of_column(column),
        _ => ValueSet::any(),
    }
}

#[cfg(test)]
mod tests;
