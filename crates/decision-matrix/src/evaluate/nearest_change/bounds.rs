//! Where the cells of all tables tell the values of a column apart.

use std::collections::BTreeSet;

use crate::compile::{ResidualCell, SlotMap, ValueSet};
use crate::table::{
    Cell, ColumnRef, ColumnType, Conversion, DecisionTables, DeriveIndex, FactorIndex, HitPolicy,
    Operand, RuleTable, TableIndex,
};

/// Most sums of a `collect sum` table that are counted up. A cell may name no table with more.
const SUMS_MAX: usize = 4_096;

/// The bounds that the cells of all tables set to one column. A cut is the smallest value above
/// a bound.
#[derive(Clone, Debug, Default)]
pub(super) struct ColumnBounds {
    /// Cuts of cells that are the same for every claim, rising.
    pub(super) fixed: Vec<i64>,
    /// The fixed cuts, and those that a cell may have through the possible results of the tables
    /// that it names, rising.
    pub(super) possible: Vec<i64>,
    /// Cells that name tables, each once.
    pub(super) named: Vec<ResidualCell>,
}

/// The bounds of all factors and derived factors.
pub(super) struct Bounds {
    factors: Vec<ColumnBounds>,
    derives: Vec<ColumnBounds>,
}

/// The cells of one column while they are gathered.
struct Gathered<'a> {
    domain: ValueSet,
    fixed: BTreeSet<i64>,
    possible: BTreeSet<i64>,
    named: Vec<&'a Cell>,
}

impl Gathered<'_> {
    fn new(column: &ColumnType) -> Self {
        Self {
            domain: ValueSet::of_domain(column),
            fixed: BTreeSet::new(),
            possible: BTreeSet::new(),
            named: Vec::new(),
        }
    }
}

impl Bounds {
    pub(super) fn new(tables: &DecisionTables, slots: SlotMap) -> Self {
        let mut gathering = Gathering {
            tables,
            results: vec![None; tables.tables.len()],
            factors: tables
                .factors
                .iter()
                .map(|it| Gathered::new(&it.column))
                .collect(),
            derives: tables
                .derives
                .iter()
                .map(|it| Gathered::new(&it.column))
                .collect(),
        };
        for table in &tables.tables {
            gathering.add_rules(&table.rules);
        }
        gathering.add_rules(&tables.decision);
        let bounds = |(column, it): (ColumnRef, Gathered<'_>)| ColumnBounds {
            possible: it.fixed.union(&it.possible).copied().collect(),
            fixed: it.fixed.into_iter().collect(),
            named: it
                .named
                .into_iter()
                .filter_map(|cell| ResidualCell::of_cell(cell, slots.column(column), slots))
                .collect(),
        };
        let factors = (0..).map(|at| ColumnRef::Factor(FactorIndex(at)));
        let derives = (0..).map(|at| ColumnRef::Derive(DeriveIndex(at)));
        Self {
            factors: factors.zip(gathering.factors).map(bounds).collect(),
            derives: derives.zip(gathering.derives).map(bounds).collect(),
        }
    }

    /// Of a factor.
    pub(super) fn factor(&self, factor: FactorIndex) -> ColumnBounds {
        self.factors
            .get(factor.0 as usize)
            .cloned()
            .unwrap_or_default()
    }

    /// Of every derived factor, in order of declaration.
    pub(super) fn derives(&self) -> &[ColumnBounds] {
        &self.derives
    }
}

struct Gathering<'a> {
    tables: &'a DecisionTables,
    /// The possible results of tables that a cell names.
    results: Vec<Option<Vec<i64>>>,
    factors: Vec<Gathered<'a>>,
    derives: Vec<Gathered<'a>>,
}

impl<'a> Gathering<'a> {
    fn add_rules<R>(&mut self, rules: &'a RuleTable<R>) {
        for rule in &rules.rules {
            for (column, cell) in rules.columns.iter().zip(&rule.cells) {
                self.add_cell(*column, cell);
            }
        }
    }

    fn add_cell(&mut self, column: ColumnRef, cell: &'a Cell) {
        if *cell == Cell::Any || matches!(column, ColumnRef::Table(_)) {
            return;
        }
        let set = ValueSet::of_cell(cell);
        let possible = match &set {
            Some(_) => Vec::new(),
            None => self.possible_operands(cell),
        };
        let gathered = match column {
            ColumnRef::Factor(index) => self.factors.get_mut(index.0 as usize),
            ColumnRef::Derive(index) => self.derives.get_mut(index.0 as usize),
            ColumnRef::Table(_) => None,
        };
        let Some(gathered) = gathered else { return };
        if let Some(set) = set {
            gathered.fixed.extend(cuts(&set, &gathered.domain));
        } else if !gathered.named.contains(&cell) {
            gathered.named.push(cell);
            let cuts = possible.iter().map(|value| (*value, value.checked_add(1)));
            let cuts = cuts.flat_map(|(at, above)| [Some(at), above]);
            gathered.possible.extend(cuts.flatten());
        }
    }

    /// Every value that an operand of the cell may have.
    fn possible_operands(&mut self, cell: &Cell) -> Vec<i64> {
        for named in cell.named_tables().into_iter().map(ColumnRef::Table) {
            let ColumnRef::Table(TableIndex(index)) = named else {
                continue;
            };
            let index = index as usize;
            if let Some(results @ None) = self.results.get_mut(index) {
                *results = Some(possible_results(self.tables, index));
            }
        }
        let values = cell.operands().flat_map(|operand| match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => vec![*value],
            Operand::Table { index, conversion } => {
                let results = self.results.get(index.0 as usize);
                let results = results.and_then(Option::as_ref).into_iter().flatten();
                let convert = |value: &i64| {
                    conversion
                        .as_ref()
                        .map_or(*value, |conversion: &Conversion| conversion.apply(*value))
                };
                results.map(convert).collect()
            }
        });
        values.collect()
    }
}

/// The values of a domain that lie in a set while their lower neighbours do not, or the reverse.
fn cuts(set: &ValueSet, domain: &ValueSet) -> Vec<i64> {
    let ends = set.ranges().iter();
    let ends = ends.flat_map(|(low, high)| [Some(*low), high.checked_add(1)]);
    let domain = domain.ranges();
    let cut = |end: i64| {
        let range = domain.get(domain.partition_point(|(_, high)| *high < end));
        let at = range.map(|(low, _)| end.max(*low))?;
        let range = domain.partition_point(|(low, _)| *low < at).checked_sub(1);
        let below = domain.get(range?).map(|(_, high)| (at - 1).min(*high))?;
        (set.contains(below) != set.contains(at)).then_some(at)
    };
    ends.flatten().filter_map(cut).collect()
}

/// Every result but null that a table may give.
fn possible_results(tables: &DecisionTables, index: usize) -> Vec<i64> {
    let Some(table) = tables.tables.get(index) else {
        return Vec::new();
    };
    let rules = table.rules.rules.iter().map(|rule| rule.result.value);
    let default = table.rules.default.as_ref().and_then(|it| it.value);
    let mut results: BTreeSet<i64> = default.into_iter().collect();
    match table.rules.hit {
        HitPolicy::CollectSum => {
            let mut sums = BTreeSet::from([0]);
            for value in rules.flatten() {
                if sums.len() <= SUMS_MAX {
                    let more: Vec<i64> = sums
                        .iter()
                        .map(|it: &i64| it.saturating_add(value))
                        .collect();
                    sums.extend(more);
                }
            }
            results.extend(sums);
        }
        HitPolicy::CollectCount => {
            let unit = 10_i64.saturating_pow(u32::from(table.output.scale));
            results.extend(
                (0..)
                    .take(rules.count() + 1)
                    .map(|count: i64| count.saturating_mul(unit)),
            );
        }
        _ => results.extend(rules.flatten()),
    }
    results.into_iter().collect()
}
