//! Tables of at most 64 rules: from a value to its candidates, one word, in a few steps and
//! without a search where that can be.

use super::Slot;
use super::partition::Partition;
use super::rule_mask::{MaskColumn, Masks};

/// Most parts of a column that is looked up by parts.
const MOST_PARTS: i64 = 512;

/// The columns of a table of at most 64 rules.
#[derive(Debug, Default)]
pub(crate) struct WordTable {
    /// Columns that are factors.
    pub(crate) factors: WordColumns,
    /// Columns that are computed.
    pub(crate) computed: WordColumns,
}

/// Columns, by the way in which they are looked up.
#[derive(Debug, Default)]
pub(crate) struct WordColumns {
    /// Columns with few values.
    pub(crate) direct: Vec<DirectWords>,
    /// Columns whose cuts lie evenly enough.
    pub(crate) parted: Vec<PartedWords>,
    /// Every other column.
    pub(crate) searched: Vec<SearchedWords>,
}

/// One word a value.
#[derive(Debug)]
pub(crate) struct DirectWords {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    low: i64,
    words: Box<[u64]>,
    null: u64,
}

/// The values in parts of equal width, at most two cuts in each.
#[derive(Debug)]
pub(crate) struct PartedWords {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    low: i64,
    high: i64,
    /// The width of a part is 2 to this power.
    shift: u32,
    parts: Box<[Part]>,
}

/// The values of one width.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// The cuts in it, rising; ones that no value reaches where there are fewer.
    cuts: [i64; 2],
    /// The words below, between and above the cuts.
    words: [u64; 3],
}

/// Any cuts.
#[derive(Debug)]
pub(crate) struct SearchedWords {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    cuts: Box<[i64]>,
    words: Box<[u64]>,
}

impl WordTable {
    /// Sorts the columns of a table of at most 64 rules by the way in which they are looked up.
    pub(crate) fn new(columns: &[MaskColumn]) -> Self {
        let mut table = Self::default();
        for column in columns {
            let Masks::Word(words) = &column.masks else {
                continue;
            };
            let (index, columns) = match column.slot {
                Slot::Factor(index) => (index, &mut table.factors),
                Slot::Computed(index) => (index, &mut table.computed),
            };
            match &column.partition {
                Partition::Direct { low, .. } => {
                    let null = words.first().copied().unwrap_or_default();
                    let words = words.iter().skip(1).copied().collect();
                    columns.direct.push(DirectWords {
                        index,
                        low: *low,
                        words,
                        null,
                    });
                }
                Partition::Cuts { cuts, .. } => match PartedWords::new(index, cuts, words) {
                    Some(column) => columns.parted.push(column),
                    None => {
                        columns.searched.push(SearchedWords {
                            index,
                            cuts: cuts.clone(),
                            words: words.clone(),
                        });
                    }
                },
            }
        }
        table
    }
}

impl WordColumns {
    /// The candidates that the values leave, given by the number of their column.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "measured: a call costs a tenth of a decision"
    )]
    pub(crate) fn word(&self, value: impl Fn(u32) -> i64) -> u64 {
        let mut word = u64::MAX;
        for column in &self.direct {
            word &= column.word(value(column.index));
        }
        for column in &self.parted {
            word &= column.word(value(column.index));
        }
        for column in &self.searched {
            word &= column.word(value(column.index));
        }
        word
    }
}

impl DirectWords {
    /// The candidates that a value leaves.
    #[inline]
    pub(crate) fn word(&self, value: i64) -> u64 {
        // Null lies far below every value: as a number without sign it is far above.
        let at =
            usize::try_from(value.wrapping_sub(self.low).cast_unsigned()).unwrap_or(usize::MAX);
        self.words.get(at).copied().unwrap_or(self.null)
    }
}

impl PartedWords {
    fn new(index: u32, cuts: &[i64], words: &[u64]) -> Option<Self> {
        let low = cuts.first()?.checked_sub(1)?;
        let high = *cuts.last()?;
        let span = high.checked_sub(low)?;
        // The widest parts that hold two cuts at most.
        let shifts = (0..63_u32)
            .rev()
            .take_while(|shift| span >> shift < MOST_PARTS);
        let part_of = |shift: u32, cut: i64| (cut - low) >> shift;
        let fits = |shift: &u32| {
            let mut triples = cuts
                .windows(3)
                .filter_map(|cuts| Some((*cuts.first()?, *cuts.last()?)));
            triples.all(|(first, last)| part_of(*shift, first) != part_of(*shift, last))
        };
        let shift = { shifts }.find(fits)?;
        let part = |at: i64| {
            let mut inside = cuts
                .iter()
                .copied()
                .filter(|cut| part_of(shift, *cut) == at);
            let below = cuts.iter().filter(|cut| part_of(shift, **cut) < at).count();
            let word = |class: usize| {
                words
                    .get(class.min(cuts.len()))
                    .copied()
                    .unwrap_or_default()
            };
            Part {
                cuts: [
                    inside.next().unwrap_or(i64::MAX),
                    inside.next().unwrap_or(i64::MAX),
                ],
                words: [word(below), word(below + 1), word(below + 2)],
            }
        };
        Some(Self {
            index,
            low,
            high,
            shift,
            parts: (0..=span >> shift).map(part).collect(),
        })
    }

    /// The candidates that a value leaves.
    #[inline]
    pub(crate) fn word(&self, value: i64) -> u64 {
        let offset = value
            .max(self.low)
            .min(self.high)
            .wrapping_sub(self.low)
            .cast_unsigned();
        let at = usize::try_from(offset >> (self.shift & 63)).unwrap_or(usize::MAX);
        match self.parts.get(at) {
            // The number of cuts, not a choice: no branch that the claims of the day could mislead.
            Some(Part {
                cuts: [first, second],
                words,
            }) => {
                let passed = usize::from(*first <= value) + usize::from(*second <= value);
                words.get(passed).copied().unwrap_or_default()
            }
            None => 0,
        }
    }
}

impl SearchedWords {
    /// The candidates that a value leaves.
    #[inline]
    pub(crate) fn word(&self, value: i64) -> u64 {
        self.words
            .get(self.cuts.partition_point(|cut| *cut <= value))
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
