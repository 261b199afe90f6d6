//! One table for blocks of rows: each distinct cell is a mask of the rows that it holds, and each
//! rule the masks whose common rows it matches.

use super::Slot;
use super::lookup::Buckets;
use super::partition::Partition;
use super::residual::ResidualCell;
use super::value_set::ValueSet;

/// How many of the latest distinct cells that depend on the claim are compared with a new one.
const RESIDUAL_WINDOW: usize = 64;

/// A table that is ready to be asked about blocks of rows.
#[derive(Debug, Default)]
pub(crate) struct BlockTable {
    /// The columns with the cells that are the same for every claim.
    pub(crate) columns: Vec<BlockColumn>,
    /// Distinct cells that depend on the claim; their masks follow those of the columns.
    pub(crate) residual: Vec<ResidualCell>,
    /// How many masks there are.
    pub(crate) mask_count: usize,
    /// The masks of every rule, rule after rule.
    masks: Vec<u32>,
    /// Where the masks of each rule end.
    ends: Vec<u32>,
}

/// One column.
#[derive(Debug)]
pub(crate) struct BlockColumn {
    /// Where the values are found.
    pub(crate) slot: Slot,
    /// The smallest values of every class but the first, rising.
    pub(crate) cuts: Box<[i64]>,
    /// A quick way to the class of a value, where there are many cuts.
    pub(crate) buckets: Buckets,
    /// The number of the mask of the first cell.
    pub(crate) first_mask: usize,
    /// The distinct cells, each as classes from and up to, the end excluded.
    pub(crate) cells: Vec<Box<[(usize, usize)]>>,
}

/// The cells of one column of a table.
#[derive(Debug)]
pub(crate) struct BlockCells<'a> {
    pub(crate) slot: Slot,
    /// The classes that tell the sets apart.
    pub(crate) partition: &'a Partition,
    /// The rules whose cell does not hold everything, rising, with what it holds.
    pub(crate) cells: &'a [(usize, ValueSet)],
}

impl BlockTable {
    /// Numbers the distinct cells of every column, and lists them rule by rule.
    pub(crate) fn new(columns: &[BlockCells<'_>], residual: &[Vec<ResidualCell>]) -> Self {
        let mut table = Self::default();
        let mut by_rule: Vec<Vec<u32>> = vec![Vec::new(); residual.len()];
        let mut next = 0_usize;
        for cells in columns {
            let (column, numbers) = BlockColumn::new(cells, next);
            for (rule, number) in numbers {
                if let Some(masks) = by_rule.get_mut(rule) {
                    masks.extend(u32::try_from(number).ok());
                }
            }
            next += column.cells.len();
            if !column.cells.is_empty() {
                table.columns.push(column);
            }
        }
        for (masks, cells) in by_rule.iter_mut().zip(residual) {
            for cell in cells {
                let at = next + table.residual_number(cell);
                masks.extend(u32::try_from(at).ok());
            }
        }
        table.mask_count = next + table.residual.len();
        for masks in by_rule {
            table.masks.extend(masks);
            table
                .ends
                .push(u32::try_from(table.masks.len()).unwrap_or(u32::MAX));
        }
        table
    }

    /// The number of a cell that depends on the claim.
    fn residual_number(&mut self, cell: &ResidualCell) -> usize {
        let start = self.residual.len().saturating_sub(RESIDUAL_WINDOW);
        let mut latest = self.residual.iter().enumerate().skip(start);
        if let Some((at, _)) = latest.find(|(_, known)| *known == cell) {
            return at;
        }
        self.residual.push(cell.clone());
        self.residual.len() - 1
    }

    /// The masks of every rule, in the order in which the rules are asked.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let masks = self.masks.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            masks
        })
    }
}

impl BlockColumn {
    /// The column, and the numbers of the masks of rules.
    fn new(cells: &BlockCells<'_>, first_mask: usize) -> (Self, Vec<(usize, usize)>) {
        let mut sorted: Vec<&(usize, ValueSet)> = cells.cells.iter().collect();
        sorted.sort_unstable_by(|(_, a), (_, b)| a.ranges().cmp(b.ranges()));
        let mut distinct: Vec<&ValueSet> = Vec::new();
        let mut numbers = Vec::with_capacity(sorted.len());
        for (rule, set) in sorted {
            if distinct.last() != Some(&set) {
                distinct.push(set);
            }
            numbers.push((*rule, first_mask + distinct.len() - 1));
        }
        let classes = |set: &&ValueSet| {
            let ranges = cells.partition.classes(set).into_iter();
            ranges.map(|(first, last)| (first, last + 1)).collect()
        };
        let cuts = cells.partition.cuts();
        let column = Self {
            slot: cells.slot,
            first_mask,
            cells: distinct.iter().map(classes).collect(),
            buckets: Buckets::new(cuts),
            cuts: cuts.into(),
        };
        (column, numbers)
    }
}
