//! A table as proofs see it: rules whose cells are sets of classes.

use crate::compile::ValueSet;
use crate::table::{Cell, ColumnRef, HitPolicy, RuleTable, TableIndex};

use super::classes::{ClassSet, Classes};
use super::results::{Results, cell_with};

/// A table.
pub(crate) struct TableModel {
    /// What happens when several rules match.
    pub(crate) hit: HitPolicy,
    /// The condition columns.
    pub(crate) columns: Vec<ColumnRef>,
    /// The rules, in the order of the file.
    pub(crate) rules: Vec<RuleModel>,
    /// The rules in the order in which the hit policy asks them.
    pub(crate) order: Vec<u32>,
    /// The result when nothing matches, as for a rule.
    pub(crate) default: Option<i64>,
    /// How much one match counts, for `collect count`.
    pub(crate) unit: i64,
}

/// A rule.
#[derive(Debug)]
pub(crate) struct RuleModel {
    /// The cells that do not hold everything, with the positions of their columns.
    pub(crate) cells: Vec<(usize, CellModel)>,
    /// The first and the last class of each fixed cell, with the position of its column; columns
    /// with many classes first, because they tell most rules apart.
    hulls: Vec<Hull>,
    /// What it gives: a value, or for the decision the place of its conclusion.
    pub(crate) result: i64,
}

/// The classes between which those of a fixed cell lie. The rank orders the columns of a table.
#[derive(Clone, Copy, Debug)]
struct Hull {
    rank: u32,
    low: u32,
    high: u32,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CellModel {
    /// These classes, whatever the claim.
    Fixed(ClassSet),
    /// For each result of the one table that it names.
    Named(TableIndex, Vec<ClassSet>),
    /// It names several tables.
    Tangled(Vec<TableIndex>, Box<Cell>),
}

impl TableModel {
    /// What a rule gives.
    pub(crate) fn result(&self, rule: u32) -> Option<i64> {
        self.rules.get(rule as usize).map(|rule| rule.result)
    }

    /// Whether a column alone shows that two rules never match together.
    pub(crate) fn exclude_each_other(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.rules.get(a as usize), self.rules.get(b as usize)) else {
            return true;
        };
        hulls_apart(&a.hulls, &b.hulls) || cells_apart(&a.cells, &b.cells, &[])
    }

    /// The same, where some columns are not looked at.
    pub(crate) fn exclude_elsewhere(&self, a: u32, b: u32, but_for: &[usize]) -> bool {
        let (Some(a), Some(b)) = (self.rules.get(a as usize), self.rules.get(b as usize)) else {
            return true;
        };
        cells_apart(&a.cells, &b.cells, but_for)
    }

    /// The classes of a rule's cell that does not depend on other columns; `None` where it holds
    /// everything, or depends on them.
    pub(crate) fn fixed(&self, rule: u32, column: usize) -> Option<&ClassSet> {
        let cells = &self.rules.get(rule as usize)?.cells;
        cells.iter().find_map(|(at, cell)| match cell {
            CellModel::Fixed(set) if *at == column => Some(set),
            _ => None,
        })
    }

    /// Whether a rule has a cell that no value fulfils.
    pub(crate) fn has_empty_cell(&self, rule: u32) -> bool {
        self.rules.get(rule as usize).is_some_and(|rule| {
            rule.cells.iter().any(|(_, cell)| match cell {
                CellModel::Fixed(set) => set.is_empty(),
                CellModel::Named(_, sets) => sets.iter().all(ClassSet::is_empty),
                CellModel::Tangled(..) => false,
            })
        })
    }

    /// Every column that a condition reads.
    pub(crate) fn reads(&self) -> Vec<ColumnRef> {
        let mut reads: Vec<ColumnRef> = Vec::new();
        for (at, cell) in self.rules.iter().flat_map(|rule| &rule.cells) {
            reads.extend(self.columns.get(*at));
            match cell {
                CellModel::Fixed(_) => {}
                CellModel::Named(table, _) => reads.push(ColumnRef::Table(*table)),
                CellModel::Tangled(tables, _) => {
                    reads.extend(tables.iter().copied().map(ColumnRef::Table));
                }
            }
        }
        reads.sort_unstable();
        reads.dedup();
        reads
    }
}

/// Whether the hulls of a column do not touch. Cheap, and most pairs of rules end here.
fn hulls_apart(a: &[Hull], b: &[Hull]) -> bool {
    let (mut left, mut right) = (a.iter(), b.iter());
    let (mut x, mut y) = (left.next(), right.next());
    while let (Some(one), Some(other)) = (x, y) {
        match one.rank.cmp(&other.rank) {
            std::cmp::Ordering::Less => x = left.next(),
            std::cmp::Ordering::Greater => y = right.next(),
            std::cmp::Ordering::Equal if one.high < other.low || other.high < one.low => {
                return true;
            }
            std::cmp::Ordering::Equal => (x, y) = (left.next(), right.next()),
        }
    }
    false
}

/// Whether the fixed cells of a column have no class in common.
fn cells_apart(a: &[(usize, CellModel)], b: &[(usize, CellModel)], but_for: &[usize]) -> bool {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some((at_a, cell_a)), Some((at_b, cell_b))) = (left.peek(), right.peek()) {
        if at_a == at_b
            && !but_for.contains(at_a)
            && let (CellModel::Fixed(a), CellModel::Fixed(b)) = (cell_a, cell_b)
            && !a.touches(b)
        {
            return true;
        }
        if at_a <= at_b {
            left.next();
        } else {
            right.next();
        }
    }
    false
}

impl RuleModel {
    /// A rule; `ranks` orders the columns.
    pub(crate) fn new(cells: Vec<(usize, CellModel)>, ranks: &[u32], result: i64) -> Self {
        let mut hulls: Vec<Hull> = cells
            .iter()
            .filter_map(|(at, cell)| match cell {
                CellModel::Fixed(set) => Some(Hull {
                    rank: *ranks.get(*at)?,
                    low: set.ranges().first()?.0,
                    high: set.ranges().last()?.1,
                }),
                _ => None,
            })
            .collect();
        hulls.sort_unstable_by_key(|hull| hull.rank);
        Self {
            cells,
            hulls,
            result,
        }
    }
}

/// The place of each column when those with many classes come first.
pub(crate) fn ranks(columns: &[&Classes]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(columns.get(*at).map(|classes| classes.count())));
    let place = |at: usize| order.iter().position(|it| *it == at).unwrap_or(at);
    (0..columns.len())
        .map(|at| u32::try_from(place(at)).unwrap_or(u32::MAX))
        .collect()
}

impl CellModel {
    /// A cell of a column; `None` where it holds every value and null.
    pub(crate) fn new(cell: &Cell, classes: &Classes, results: &[Results]) -> Option<Self> {
        if *cell == Cell::Any {
            return None;
        }
        if let Some(set) = ValueSet::of_cell(cell) {
            let inside = classes.inside(&set);
            return (inside != classes.all()).then_some(Self::Fixed(inside));
        }
        let named = cell.named_tables();
        if let [table] = named.as_slice() {
            let values = results.get(table.0 as usize).and_then(Results::values);
            let sets = values.unwrap_or_default().iter();
            let sets = sets.map(|value| classes.inside(&cell_with(cell, &|_| *value)));
            return Some(Self::Named(*table, sets.collect()));
        }
        Some(Self::Tangled(named, Box::new(cell.clone())))
    }
}

/// The results of every rule, then the default.
pub(crate) fn all_results<R>(table: &RuleTable<R>) -> impl Iterator<Item = &R> {
    table
        .rules
        .iter()
        .map(|rule| &rule.result)
        .chain(&table.default)
}
