//! One table as bit sets: what remains possible after each column, and what each rule gives.

use crate::table::{Cell, ColumnRef, DecisionTables, HitPolicy, Rule, RuleTable};

use super::block_table::{BlockCells, BlockTable};
use super::column_groups::{ColumnBits, ColumnGroups};
use super::lookup::LookupKey;
use super::packing::Packing;
use super::partition::Partition;
use super::residual::ResidualCell;
use super::rule_bits::RuleBits;
use super::rule_mask::{BLOCK_WORDS, Block, blocks_of, domain_of, rule_bits, words_of};
use super::value_set::ValueSet;
use super::{Slot, SlotMap};

/// Distinct cells up to which a table is asked about blocks of rows.
const MOST_MASKS: usize = 2_048;

/// Bytes of a mask of rows.
pub(crate) const ROW_MASK_BYTES: usize = 64;

/// What the memory for masks permits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MaskLimits {
    /// Classes of a column.
    pub(crate) classes: usize,
    /// Distinct cells of a table that is asked about blocks of rows.
    pub(crate) row_masks: usize,
    /// Bytes of the bit sets of a group of columns.
    pub(crate) group_bytes: usize,
}

/// A table that is ready to be asked.
#[derive(Debug)]
pub(crate) struct CompiledTable {
    /// What happens when several rules match.
    pub(crate) hit: Hit,
    /// From the values of a claim to the rules that they leave possible. A column in which every
    /// cell is `-` is left out.
    pub(crate) bits: RuleBits,
    /// The table for blocks of rows; `None` where so many cells are distinct that asking row by row
    /// is faster.
    pub(crate) blocks: Option<BlockTable>,
    /// All rules, as bits.
    pub(crate) all_rules: Vec<Block>,
    /// Cells to be tested one by one, by rule; `None` where there are none.
    pub(crate) residual: Option<Residual>,
    /// What each rule gives, as a number; for the decision equal numbers are equal conclusions.
    pub(crate) results: Vec<i64>,
    /// What is given when nothing matches.
    pub(crate) default: Option<i64>,
    /// Whether the first candidate always answers: first hit, and no cell that is tested one by one.
    pub(crate) is_plain: bool,
    /// The place of each rule in the file; differs from the own place under `priority` only.
    pub(crate) places: Vec<u32>,
    /// Every computed slot that a condition reads.
    pub(crate) reads: Vec<Slot>,
    /// Every factor that is read row by row; some may stand twice.
    pub(crate) row_factors: Vec<usize>,
}

/// A hit policy, with what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    /// The first candidate wins: `first`, and `priority`, whose rules are sorted by it.
    First,
    /// At most one.
    Unique,
    /// The first, if the results of all are equal.
    Any,
    /// The sum of the results.
    Sum,
    /// The smallest result.
    Min,
    /// The largest result.
    Max,
    /// How many results; each counts so many units.
    Count(i64),
}

/// Cells to be tested one by one.
#[derive(Debug)]
pub(crate) struct Residual {
    /// The cells, rule by rule.
    pub(crate) cells: Vec<ResidualCell>,
    /// First and last but one cell of each rule.
    pub(crate) ranges: Vec<(usize, usize)>,
}

/// What the results of a table become.
pub(crate) struct Results {
    /// One a rule, as in [`CompiledTable::results`].
    pub(crate) values: Vec<i64>,
    /// Where the rule stands in the order of `priority`; the smallest wins.
    pub(crate) ranks: Vec<i64>,
    /// The result when nothing matches.
    pub(crate) default: Option<i64>,
    /// Units of one, for `collect count`.
    pub(crate) unit: i64,
}

/// The cells of a table as sets, before the bit sets are made.
pub(crate) struct TableCells<'a, R> {
    rules: Vec<&'a Rule<R>>,
    places: Vec<u32>,
    columns: Vec<ColumnSets>,
}

/// The cells of one column.
struct ColumnSets {
    slot: Slot,
    /// The rules whose cell does not hold everything, rising, with the values that it holds. Cells
    /// that depend on the claim are tested apart.
    cells: Vec<(usize, ValueSet)>,
    /// The classes that tell them apart.
    partition: Partition,
}

impl<'a, R> TableCells<'a, R> {
    /// Reads the cells, in the order in which the hit policy asks the rules.
    pub(crate) fn new(
        table: &'a RuleTable<R>,
        ranks: &[i64],
        tables: &DecisionTables,
        slots: SlotMap,
    ) -> Self {
        let mut places: Vec<u32> = (0..).take(table.rules.len()).collect();
        if table.hit == HitPolicy::Priority {
            places.sort_by_key(|place| ranks.get(*place as usize));
        }
        let rules: Vec<&Rule<R>> = places
            .iter()
            .filter_map(|place| table.rules.get(*place as usize))
            .collect();
        let columns = table.columns.iter().enumerate().map(|(at, column)| {
            let is_table = matches!(column, ColumnRef::Table(_));
            let domain = domain_of(tables.column_type(*column), is_table);
            let cells = rules.iter().enumerate().filter_map(|(rule, it)| {
                let cell = it.cells.get(at).filter(|cell| **cell != Cell::Any)?;
                Some((rule, ValueSet::of_cell(cell)?))
            });
            let cells: Vec<_> = cells.collect();
            ColumnSets {
                slot: slots.column(*column),
                partition: Partition::new(&domain, cells.iter().map(|(_, set)| set)),
                cells,
            }
        });
        Self {
            columns: columns.collect(),
            rules,
            places,
        }
    }

    /// The bytes of one class and the classes it would like, for each column.
    pub(crate) fn wishes(&self) -> impl Iterator<Item = (usize, usize)> {
        let bytes = words_of(self.rules.len()) * size_of::<u64>();
        self.columns
            .iter()
            .map(move |column| (bytes, column.partition.count()))
    }

    /// Makes the bit sets.
    pub(crate) fn compile(
        self,
        hit: HitPolicy,
        results: &Results,
        limits: MaskLimits,
        slots: SlotMap,
        packing: &Packing,
    ) -> CompiledTable {
        let mut residual_cells: Vec<Vec<ResidualCell>> = vec![Vec::new(); self.rules.len()];
        let mut table = CompiledTable {
            hit: Hit::new(hit, results.unit),
            bits: RuleBits::new(self.rules.len()),
            blocks: None,
            all_rules: all_bits(self.rules.len()),
            residual: None,
            is_plain: false,
            results: in_order(&self.places, &results.values),
            default: results.default,
            places: self.places,
            reads: Vec::new(),
            row_factors: Vec::new(),
        };
        for (at, column) in self.columns.iter().enumerate() {
            table.reads.push(column.slot);
            for (rule, cells) in self.rules.iter().zip(&mut residual_cells) {
                let cell = rule.cells.get(at);
                let residual = cell.and_then(|it| ResidualCell::of_cell(it, column.slot, slots));
                cells.extend(residual);
            }
        }
        let columns = self.columns.iter().map(|column| BlockCells {
            slot: column.slot,
            partition: &column.partition,
            cells: &column.cells,
        });
        let blocks = BlockTable::new(&columns.collect::<Vec<_>>(), &residual_cells);
        table.blocks =
            Some(blocks).filter(|blocks| blocks.mask_count <= MOST_MASKS.min(limits.row_masks));
        let most = table.bits.most_combinations(limits, self.rules.len());
        let mut groups = ColumnGroups::new(packing, most);
        for column in &self.columns {
            let merged = column.partition.merged(limits.classes);
            if merged.is_some() {
                column.test_one_by_one(&mut residual_cells);
            }
            // A column in which every cell holds everything is not asked.
            if column.cells.is_empty() {
                continue;
            }
            let partition = merged.unwrap_or_else(|| column.partition.clone());
            let bits = rule_bits(&partition, table.results.len(), &column.cells);
            let slot = column.slot;
            let alone = groups.take(ColumnBits {
                slot,
                partition,
                bits,
            });
            if let Some(alone) = alone {
                let key = LookupKey::Column(slot, &alone.partition);
                table.bits.add(&key, &alone.bits);
            }
        }
        groups.add_to(&mut table.bits);
        table.row_factors = row_factors(&self.columns, &table, &residual_cells);
        table.reads.extend(
            residual_cells
                .iter()
                .flatten()
                .flat_map(ResidualCell::slots),
        );
        table.reads.retain(|slot| matches!(slot, Slot::Computed(_)));
        table.reads.sort_unstable();
        table.reads.dedup();
        table.residual = Residual::new(residual_cells);
        table.is_plain = table.hit == Hit::First && table.residual.is_none();
        table
    }
}

impl ColumnSets {
    /// Adds a test of its own for every cell of this column, where a bit means "perhaps".
    fn test_one_by_one(&self, residual: &mut [Vec<ResidualCell>]) {
        for (rule, set) in &self.cells {
            if let Some(cells) = residual.get_mut(*rule) {
                cells.push(ResidualCell::of_set(set.clone(), self.slot));
            }
        }
    }
}

impl Residual {
    fn new(by_rule: Vec<Vec<ResidualCell>>) -> Option<Self> {
        if by_rule.iter().all(Vec::is_empty) {
            return None;
        }
        let mut end = 0;
        let ranges = by_rule.iter().map(|cells| {
            let start = end;
            end += cells.len();
            (start, end)
        });
        Some(Self {
            ranges: ranges.collect(),
            cells: by_rule.into_iter().flatten().collect(),
        })
    }

    /// The cells of a rule.
    pub(crate) fn cells(&self, rule: usize) -> &[ResidualCell] {
        self.ranges
            .get(rule)
            .and_then(|(start, end)| self.cells.get(*start..*end))
            .unwrap_or_default()
    }
}

impl Hit {
    fn new(hit: HitPolicy, unit: i64) -> Self {
        match hit {
            HitPolicy::First | HitPolicy::Priority => Self::First,
            HitPolicy::Unique => Self::Unique,
            HitPolicy::Any => Self::Any,
            HitPolicy::CollectSum => Self::Sum,
            HitPolicy::CollectMin => Self::Min,
            HitPolicy::CollectMax => Self::Max,
            HitPolicy::CollectCount => Self::Count(unit),
        }
    }
}

/// The values of the rules in the order in which they are asked.
fn in_order(places: &[u32], values: &[i64]) -> Vec<i64> {
    places
        .iter()
        .filter_map(|place| values.get(*place as usize).copied())
        .collect()
}

/// The factors of all columns, where the table is asked row by row, and those that are behind cells
/// to be tested one by one.
fn row_factors(
    columns: &[ColumnSets],
    table: &CompiledTable,
    residual: &[Vec<ResidualCell>],
) -> Vec<usize> {
    let asked = columns.iter().filter(|_| table.blocks.is_none());
    let tested = residual.iter().flatten().flat_map(ResidualCell::slots);
    let slots = asked.map(|column| column.slot).chain(tested);
    let factors = slots.filter_map(|slot| match slot {
        Slot::Factor(index) => Some(index as usize),
        Slot::Computed(_) => None,
    });
    factors.collect()
}

/// A bit for every rule.
fn all_bits(rules: usize) -> Vec<Block> {
    let mut words = vec![0_u64; blocks_of(rules).max(1) * BLOCK_WORDS];
    for rule in 0..rules {
        if let Some(word) = words.get_mut(rule / 64) {
            *word |= 1 << (rule % 64);
        }
    }
    Block::all_of(&words)
}
