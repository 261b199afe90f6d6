//! What is true of a matrix, by looking at every claim of its grid.

use std::collections::BTreeSet;

use decision_matrix::table::{
    Cell, ColumnRef, Conclusion, DecisionTables, Direction, FactorIndex, GuaranteeClaim, HitPolicy,
    Outcome, RuleTable, TableForm,
};

use super::grid::{Grid, declared_values, named_tables, written_results};
use super::naive::{self, Claim, Said, Seen, holds, rules, said, survey};

/// Every claim of the grid, decided.
pub(super) struct Oracle<'a> {
    pub(super) tables: &'a DecisionTables,
    pub(super) grid: Grid,
    /// What each table makes of each claim, the decision last.
    seen: Vec<Seen>,
    /// The guarantees that speak of each claim, one bit each.
    spoken: Vec<u64>,
}

/// A table of rules, whatever its results are: a hit policy, and which results are alike.
pub(super) struct View<'a> {
    /// The name.
    pub(super) name: &'a str,
    /// The ids of the rules.
    pub(super) ids: Vec<&'a str>,
    /// The condition columns.
    pub(super) columns: &'a [ColumnRef],
    /// The cells of the rules.
    pub(super) cells: Vec<&'a [Cell]>,
    /// The hit policy.
    pub(super) hit: HitPolicy,
    /// Whether there is a default.
    pub(super) has_default: bool,
    /// How many columns it has, where the file draws it as a cross-table.
    pub(super) cross: Option<usize>,
    /// The results of the rules and of the default: a number each, equal for equal results.
    results: Vec<Option<i64>>,
    default: Option<i64>,
    ranks: Vec<(i64, i64)>,
    /// How much one match counts under `collect count`.
    unit: i64,
}

impl<'a> Oracle<'a> {
    /// Decides every claim of the grid.
    pub(super) fn new(tables: &'a DecisionTables, grid: Grid) -> Self {
        let mut oracle = Self {
            tables,
            seen: Vec::with_capacity(grid.len() * (tables.tables.len() + 1)),
            spoken: Vec::with_capacity(grid.len()),
            grid,
        };
        for at in 0..oracle.grid.len() {
            let (claim, seen) = survey(tables, oracle.grid.claim(at));
            oracle.seen.extend(seen);
            oracle.note(&claim);
        }
        oracle
    }

    fn note(&mut self, claim: &Claim) {
        let mut spoken = 0;
        for (at, guarantee) in self.tables.guarantees.iter().enumerate() {
            let speaks = guarantee
                .when
                .iter()
                .all(|(column, cell)| cell_holds(*column, cell, claim) == Some(true));
            spoken |= u64::from(speaks) << at;
        }
        self.spoken.push(spoken);
    }

    /// Every table, the decision last.
    pub(super) fn views(&self) -> Vec<View<'a>> {
        views(self.tables)
    }

    /// What a table makes of a claim.
    pub(super) fn seen(&self, table: usize, at: usize) -> Seen {
        self.seen[at * (self.tables.tables.len() + 1) + table]
    }

    /// The conclusion on a claim that is decided without a fault.
    pub(super) fn conclusion(&self, at: usize) -> Option<Conclusion> {
        let width = self.tables.tables.len() + 1;
        conclusion_of(self.tables, &self.seen[at * width..(at + 1) * width])
    }

    fn outcome(&self, at: usize) -> Option<Outcome> {
        self.conclusion(at).map(|it| it.outcome)
    }

    /// Every different set of matches of a table, over the claims that reach it.
    pub(super) fn match_sets(&self, table: usize) -> BTreeSet<u64> {
        let all = (0..self.grid.len()).map(|at| self.seen(table, at));
        all.filter(|seen| seen.said != Said::Inherited)
            .map(|seen| seen.matches)
            .collect()
    }

    /// How often the guarantee of this position is broken: once, or once for each factor that it
    /// moves.
    pub(super) fn violations(&self, at: usize) -> usize {
        let guarantee = &self.tables.guarantees[at];
        let spoken = |claim: &usize| self.spoken[*claim] >> at & 1 == 1;
        let outcomes = (0..self.grid.len()).filter(spoken);
        let mut outcomes = outcomes.filter_map(|claim| self.outcome(claim));
        match &guarantee.claim {
            GuaranteeClaim::Never(never) => usize::from(outcomes.any(|it| never.contains(&it))),
            GuaranteeClaim::Always(always) => usize::from(outcomes.any(|it| !always.contains(&it))),
            GuaranteeClaim::MoreCautious(moves) => {
                let broken = moves.iter().filter(|(column, direction)| {
                    let ColumnRef::Factor(FactorIndex(factor)) = column else {
                        panic!("only factors move");
                    };
                    !self.is_more_cautious(*factor as usize, *direction)
                });
                broken.count()
            }
        }
    }

    /// Whether moving a factor alone never makes the outcome less cautious.
    fn is_more_cautious(&self, factor: usize, direction: Direction) -> bool {
        let firsts = (0..self.grid.len()).filter(|at| self.grid.is_first(*at, factor));
        for first in firsts {
            let line = self.grid.line(first, factor).zip(&self.grid.axes()[factor]);
            let values = line.filter(|(_, value)| value.is_some());
            let mut outcomes: Vec<_> = values.filter_map(|(at, _)| self.outcome(at)).collect();
            if direction == Direction::Falling {
                outcomes.reverse();
            }
            for (at, before) in outcomes.iter().enumerate() {
                if outcomes[at..].iter().any(|after| !is_step(*before, *after)) {
                    return false;
                }
            }
        }
        true
    }

    /// The outcomes that some claim gets.
    pub(super) fn outcomes(&self) -> Vec<Outcome> {
        let mut outcomes: Vec<_> = (0..self.grid.len())
            .filter_map(|at| self.outcome(at))
            .collect();
        outcomes.sort_by_key(|outcome| outcome.priority());
        outcomes.dedup();
        outcomes
    }

    /// Whether some claim with null in the condition column of this position is answered by the
    /// default of the table, and would be answered by a rule if the column had another value. Rules
    /// that answer no claim at all are left out.
    pub(super) fn null_falls(&self, table: usize, view: &View<'_>, position: usize) -> bool {
        let column = view.columns[position];
        let values = self.values(column);
        let has_order = matches!(view.hit, HitPolicy::First | HitPolicy::Priority);
        let answers = |rule: usize| {
            (0..self.grid.len()).any(|at| {
                let seen = self.seen(table, at);
                seen.matches >> rule & 1 == 1 && (!has_order || seen.said == Said::Rule(rule))
            })
        };
        let answering: Vec<usize> = (0..view.cells.len())
            .filter(|rule| answers(*rule))
            .collect();
        (0..self.grid.len()).any(|at| {
            if self.seen(table, at).said != Said::Default {
                return false;
            }
            let (claim, _) = survey(self.tables, self.grid.claim(at));
            if claim.value(column) != Some(None) {
                return false;
            }
            answering.iter().any(|rule| {
                let cells = &view.cells[*rule];
                let others = view.columns.iter().zip(*cells).enumerate();
                let mut others = others.filter(|(other, _)| *other != position);
                let holds_value =
                    |value: &i64| holds(&cells[position], Some(*value), &claim) == Some(true);
                others.all(|(_, (column, cell))| cell_holds(*column, cell, &claim) == Some(true))
                    && values.iter().any(holds_value)
            })
        })
    }

    /// The values of a column, null aside. Tables give what they write down, whether a claim gets
    /// it or not.
    fn values(&self, column: ColumnRef) -> Vec<i64> {
        match column {
            ColumnRef::Factor(index) => {
                let axis = &self.grid.axes()[index.0 as usize];
                axis.iter().copied().flatten().collect()
            }
            ColumnRef::Derive(_) => vec![0, 1],
            ColumnRef::Table(index) => {
                let results = written_results(&self.tables.tables[index.0 as usize]);
                results.into_iter().flatten().collect()
            }
        }
    }

    /// Whether null is a value of a column; of a table, whether it writes null down.
    pub(super) fn can_be_null(&self, column: ColumnRef) -> bool {
        match column {
            ColumnRef::Table(index) => {
                let table = &self.tables.tables[index.0 as usize];
                written_results(table).contains(&None)
            }
            _ => self
                .tables
                .column_type(column)
                .is_some_and(|it| it.nullable),
        }
    }

    /// Whether a cell ever holds a value of its column, null aside, whatever the table gives that
    /// it names; `None` where it names several.
    pub(super) fn ever_holds(&self, column: ColumnRef, cell: &Cell) -> Option<bool> {
        let values = self.values(column);
        let mut worlds = self.worlds(cell)?.into_iter();
        let holds = |world: &Claim, value: &i64| holds(cell, Some(*value), world) == Some(true);
        Some(worlds.any(|world| values.iter().any(|value| holds(&world, value))))
    }

    /// Whether a cell holds every value that its column is declared to have, likewise.
    pub(super) fn always_holds(&self, column: ColumnRef, cell: &Cell) -> Option<bool> {
        let values = match column {
            ColumnRef::Table(index) => declared_values(self.tables, index, cell),
            _ => self.values(column),
        };
        let mut worlds = self.worlds(cell)?.into_iter();
        let holds = |world: &Claim, value: &i64| holds(cell, Some(*value), world) == Some(true);
        Some(worlds.all(|world| values.iter().all(|value| holds(&world, value))))
    }

    /// A claim for each result that the one table writes down that a cell names.
    fn worlds(&self, cell: &Cell) -> Option<Vec<Claim>> {
        let named: Vec<_> = named_tables(cell).into_iter().collect();
        let index = match named.as_slice() {
            [] => return Some(vec![Claim::default()]),
            [index] => index.0 as usize,
            _ => return None,
        };
        let world = |result| {
            let mut tables = vec![None; self.tables.tables.len()];
            tables[index] = Some(result);
            Claim {
                tables,
                ..Claim::default()
            }
        };
        let results = written_results(&self.tables.tables[index]);
        Some(results.into_iter().map(world).collect())
    }
}

/// The conclusion that follows from what every table makes of a claim; none where one is at fault.
pub(super) fn conclusion_of(tables: &DecisionTables, seen: &[Seen]) -> Option<Conclusion> {
    let is_fault =
        |it: &Seen| matches!(it.said, Said::Inherited | Said::Incomplete | Said::Conflict);
    match seen.last()?.said {
        _ if seen.iter().any(is_fault) => None,
        Said::Rule(rule) => Some(tables.decision.rules[rule].result),
        _ => tables.decision.default,
    }
}

/// Whether the second outcome may follow the first where a claim grows more doubtful.
pub(super) fn is_step(before: Outcome, after: Outcome) -> bool {
    match (before.caution(), after.caution()) {
        (Some(before), Some(after)) => before <= after,
        (None, None) => true,
        _ => false,
    }
}

fn cell_holds(column: ColumnRef, cell: &Cell, claim: &Claim) -> Option<bool> {
    holds(cell, claim.value(column)?, claim)
}

/// Every table of a matrix, the decision last.
pub(super) fn views(tables: &DecisionTables) -> Vec<View<'_>> {
    let mut views = Vec::new();
    for table in &tables.tables {
        let mut view = view(&table.name, &table.rules, |it| it.value);
        view.ranks = view
            .results
            .iter()
            .map(|it| it.map_or((1, 0), |value| (0, value)))
            .collect();
        view.unit = 10_i64.pow(u32::from(table.output.scale));
        view.cross = match &table.form {
            TableForm::Cross(form) => Some(form.columns),
            TableForm::Rules => None,
        };
        views.push(view);
    }
    let mut different = Vec::new();
    let mut number = |it: &Conclusion| {
        let at = different.iter().position(|other| other == it);
        let at = at.unwrap_or_else(|| {
            different.push(*it);
            different.len() - 1
        });
        Some(i64::try_from(at).unwrap())
    };
    let mut last = view("decision", &tables.decision, &mut number);
    last.default = tables.decision.default.as_ref().and_then(number);
    let rules = tables.decision.rules.iter();
    last.ranks = rules
        .map(|rule| (i64::from(rule.result.outcome.priority()), 0))
        .collect();
    views.push(last);
    views
}

fn view<'a, R>(
    name: &'a str,
    table: &'a RuleTable<R>,
    mut result: impl FnMut(&R) -> Option<i64>,
) -> View<'a> {
    View {
        name,
        ids: table.rules.iter().map(|rule| rule.id.as_str()).collect(),
        columns: &table.columns,
        cells: table
            .rules
            .iter()
            .map(|rule| rule.cells.as_slice())
            .collect(),
        hit: table.hit,
        has_default: table.default.is_some(),
        cross: None,
        results: table
            .rules
            .iter()
            .map(|rule| result(&rule.result))
            .collect(),
        default: table.default.as_ref().and_then(result),
        ranks: Vec::new(),
        unit: 1,
    }
}

/// What a table gives: nothing, or a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// A fault.
    Fault,
    /// A result.
    Result(Option<i64>),
}

impl View<'_> {
    /// Whether two rules give the same.
    pub(super) fn is_alike(&self, a: usize, b: usize) -> bool {
        self.results[a] == self.results[b]
    }

    /// The answer to a set of matches.
    pub(super) fn said(&self, matches: u64) -> Said {
        let rank = |at: usize| self.ranks.get(at).copied().unwrap_or_default();
        let alike = |a, b| self.is_alike(a, b);
        said(self.hit, self.has_default, matches, alike, rank)
    }

    /// The result that follows from a set of matches.
    pub(super) fn given(&self, matches: u64) -> Given {
        match self.said(matches) {
            Said::Inherited | Said::Incomplete | Said::Conflict => Given::Fault,
            Said::Default => Given::Result(self.default),
            Said::Rule(at) => Given::Result(self.results[at]),
            Said::Collected => {
                let values = rules(matches).filter_map(|at| self.results[at]);
                Given::Result(match self.hit {
                    HitPolicy::CollectMin => values.min(),
                    HitPolicy::CollectMax => values.max(),
                    HitPolicy::CollectCount => {
                        Some(i64::try_from(values.count()).unwrap() * self.unit)
                    }
                    _ => values.reduce(|sum, value| sum + value),
                })
            }
        }
    }

    /// Whether the table gives the same without a rule, for these sets of matches.
    pub(super) fn is_same_without(&self, rule: usize, sets: &BTreeSet<u64>) -> bool {
        let without = |set: u64| self.given(set & !(1 << rule));
        sets.iter().all(|set| self.given(*set) == without(*set))
    }
}

pub(super) use naive::rules as rules_of;
