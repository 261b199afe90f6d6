//! The rules of a matrix, ready to be asked about one claim after another: which of them match, and
//! which fail at one cell only.

use std::cell::Cell as Counter;

use crate::compile::{NULL, ValueSet};
use crate::evaluate::Probe;
use crate::table::{Cell, ColumnRef, HitPolicy, RuleTable};

use super::Target;
use crate::verify::finding::TableRef;
use crate::verify::model::Model;

/// Every rule of a matrix.
pub(crate) struct Matching<'a> {
    /// Every intermediate table, then the decision.
    tables: Vec<MatchedTable<'a>>,
    /// Rules asked since it was last taken.
    work: Counter<u64>,
}

struct MatchedTable<'a> {
    table: TableRef,
    columns: &'a [ColumnRef],
    rules: Vec<MatchedRule<'a>>,
    /// The rules in asking order.
    order: &'a [u32],
    /// Whether the first match answers and hides those that are asked after it.
    is_ordered: bool,
}

/// The cells of a rule that are not `-`, by condition column.
type MatchedRule<'a> = Vec<(usize, Test<'a>)>;

enum Test<'a> {
    /// The values that it holds.
    Values(ValueSet),
    /// It names tables: the engine is asked.
    Named(&'a Cell),
}

/// Where a rule fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Failure {
    Nowhere,
    At(usize),
    AtSeveral,
}

impl<'a> Matching<'a> {
    /// Prepares the rules of a model.
    pub(crate) fn new(model: &'a Model<'a>) -> Self {
        let tables = model.tables;
        let orders = model.rule_tables.iter().map(|table| table.order.as_slice());
        let matched = TableRef::all(tables)
            .zip(orders)
            .filter_map(|(table, order)| {
                Some(match table {
                    TableRef::Table(index) => {
                        matched(table, &tables.tables.get(index.0 as usize)?.rules, order)
                    }
                    TableRef::Decision => matched(table, &tables.decision, order),
                })
            });
        Self {
            tables: matched.collect(),
            work: Counter::new(0),
        }
    }

    /// Everything that a claim shows.
    pub(crate) fn shown(&self, probe: &Probe<'_>) -> Vec<Target> {
        let mut shown = Vec::new();
        if !is_faulted(probe) {
            for table in &self.tables {
                self.work
                    .set(self.work.get() + table.shown(probe, &mut shown));
            }
        }
        shown
    }

    /// Whether a claim shows a target.
    pub(crate) fn shows(&self, probe: &Probe<'_>, target: Target) -> bool {
        let Some(table) = self.tables.iter().find(|it| it.table == target.table) else {
            return false;
        };
        let wanted = target.cell.map_or(Failure::Nowhere, Failure::At);
        let values = table.values(probe);
        let mut work = 1;
        let mut is_shown = table.failure(probe, &values, target.rule) == wanted;
        if is_shown && table.is_ordered {
            for rule in table.before(target.rule) {
                work += 1;
                if table.failure(probe, &values, rule as usize) == Failure::Nowhere {
                    is_shown = false;
                    break;
                }
            }
        }
        self.work.set(self.work.get() + work);
        is_shown && !is_faulted(probe)
    }

    /// The rules of which one that matches would hide a rule.
    pub(crate) fn hiding(&self, target: Target) -> &'a [u32] {
        let table = self.tables.iter().find(|it| it.table == target.table);
        match table {
            Some(table) if table.is_ordered => {
                let before = table
                    .order
                    .iter()
                    .take_while(|it| **it as usize != target.rule);
                table.order.get(..before.count()).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// Rules asked since this was last asked.
    pub(crate) fn work(&self) -> u64 {
        self.work.take()
    }
}

impl MatchedTable<'_> {
    /// Adds what a claim shows; returns how many rules were asked.
    fn shown(&self, probe: &Probe<'_>, shown: &mut Vec<Target>) -> u64 {
        let values = self.values(probe);
        let mut work = 0;
        for rule in self.order {
            let rule = *rule as usize;
            let target = |cell| Target {
                table: self.table,
                rule,
                cell,
            };
            work += 1;
            match self.failure(probe, &values, rule) {
                Failure::Nowhere => {
                    shown.push(target(None));
                    if self.is_ordered {
                        break;
                    }
                }
                Failure::At(cell) => shown.push(target(Some(cell))),
                Failure::AtSeveral => {}
            }
        }
        work
    }

    fn values(&self, probe: &Probe<'_>) -> Vec<i64> {
        let columns = self.columns.iter();
        columns
            .map(|column| probe.value(*column).unwrap_or(NULL))
            .collect()
    }

    fn failure(&self, probe: &Probe<'_>, values: &[i64], rule: usize) -> Failure {
        let mut failure = Failure::Nowhere;
        for (at, test) in self.rules.get(rule).into_iter().flatten() {
            let holds = match (test, values.get(*at), self.columns.get(*at)) {
                (Test::Values(set), Some(value), _) => set.contains(*value),
                (Test::Named(cell), _, Some(column)) => probe.holds(*column, cell),
                _ => false,
            };
            failure = match failure {
                _ if holds => continue,
                Failure::Nowhere => Failure::At(*at),
                _ => return Failure::AtSeveral,
            };
        }
        failure
    }

    fn before(&self, rule: usize) -> impl Iterator<Item = u32> {
        self.order
            .iter()
            .copied()
            .take_while(move |it| *it as usize != rule)
    }
}

/// Whether the decision on a claim rests on no rule.
fn is_faulted(probe: &Probe<'_>) -> bool {
    probe.is_faulted() || probe.decision().fault.is_some()
}

fn matched<'a, R>(table: TableRef, rules: &'a RuleTable<R>, order: &'a [u32]) -> MatchedTable<'a> {
    let test = |cell: &'a Cell| ValueSet::of_cell(cell).map_or(Test::Named(cell), Test::Values);
    let cells = |cells: &'a [Cell]| -> MatchedRule<'a> {
        let cells = cells.iter().enumerate();
        let stated = cells.filter(|(_, cell)| **cell != Cell::Any);
        stated.map(|(at, cell)| (at, test(cell))).collect()
    };
    MatchedTable {
        table,
        columns: &rules.columns,
        rules: rules.rules.iter().map(|rule| cells(&rule.cells)).collect(),
        order,
        is_ordered: rules.hit != HitPolicy::Unique && !rules.hit.is_collect(),
    }
}
