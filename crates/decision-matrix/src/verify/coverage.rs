//! What claims show of the rules: which of them answer, and which cells alone keep a rule from
//! answering.
//!
//! A rule is shown where it answers a claim; in a table that collects, where it matches. A cell is
//! seen true where its rule answers. It is seen false by itself where every other cell of the rule
//! holds, this one does not, and no rule that is asked before matches: so the cell alone decides.
//! (This is the modified condition/decision coverage of DO-178C, applied to cells.) In a table that
//! is `unique` or collects, no rule is asked before another.
//!
//! A claim at fault shows nothing, because its decision rests on no rule.

mod matching;

use std::sync::Arc;

use crate::compile::{CompileConfig, CompiledMatrix};
use crate::evaluate::{Facts, input_fault};
use crate::table::{Cell, DecisionTables, RuleTable, TableIndex};

use super::finding::TableRef;
use super::space::Space;

pub(crate) use matching::Matching;

/// Something that a claim can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The table.
    pub table: TableRef,
    /// The rule, by its place from the top, beginning with 0.
    pub rule: usize,
    /// `None`: the rule answers. A condition column of the table: the cell there is false by
    /// itself.
    pub cell: Option<usize>,
}

/// How things stand with a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A claim shows it.
    Seen,
    /// No claim shows it; whether one can has not been asked, or one was found.
    Missing,
    /// No claim can show it: proved. So are the cells of a rule that can never answer, unless seen.
    Impossible,
    /// No claim that shows it was found, and there is no proof that none can: it rests on derived
    /// factors that proofs treat as free.
    NotFound,
    /// The budget ended before it was known whether a claim can show it.
    NotExamined,
}

/// What claims show of every table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    tables: Vec<TableCoverage>,
}

/// What claims show of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCoverage {
    /// The table.
    pub table: TableRef,
    /// Its rules, topmost first.
    pub rules: Vec<RuleCoverage>,
}

/// What claims show of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCoverage {
    /// Whether it answers.
    pub answers: Standing,
    /// For each cell that is not `-` its condition column, and whether it is false by itself.
    pub cells: Vec<(usize, Standing)>,
}

/// How many were seen, of those that can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Seen.
    pub seen: u64,
    /// Not proved impossible.
    pub of: u64,
}

impl Coverage {
    /// What these claims show. The facts must be of this matrix.
    pub fn of(tables: &Arc<DecisionTables>, claims: &[Facts]) -> Self {
        let engine = CompiledMatrix::new(Arc::clone(tables), &CompileConfig { audit_key: None });
        let (_, model) = Space::of(tables);
        let matching = Matching::new(&model);
        let mut coverage = Self::unseen(tables);
        for facts in claims {
            if input_fault(tables, facts).is_none() {
                for target in matching.shown(&engine.probe(facts.values().to_vec())) {
                    coverage.set(target, Standing::Seen);
                }
            }
        }
        coverage
    }

    /// Nothing seen yet.
    pub(crate) fn unseen(tables: &DecisionTables) -> Self {
        let intermediate = (0..).map(TableIndex).zip(&tables.tables);
        let intermediate =
            intermediate.map(|(at, table)| unseen(TableRef::Table(at), &table.rules));
        let decision = unseen(TableRef::Decision, &tables.decision);
        Self {
            tables: intermediate.chain([decision]).collect(),
        }
    }

    /// Every intermediate table in order of declaration, then the decision.
    pub fn tables(&self) -> &[TableCoverage] {
        &self.tables
    }

    /// Everything that a claim could show, in the order of the tables, with how it stands.
    pub fn targets(&self) -> impl Iterator<Item = (Target, Standing)> {
        self.tables.iter().flat_map(|table| {
            table.rules.iter().enumerate().flat_map(move |(rule, it)| {
                let target = move |cell| Target {
                    table: table.table,
                    rule,
                    cell,
                };
                let cells = it.cells.iter();
                let cells = cells.map(move |(cell, standing)| (target(Some(*cell)), *standing));
                [(target(None), it.answers)].into_iter().chain(cells)
            })
        })
    }

    /// How things stand with a target; `None` where there is no such rule or the cell is `-`.
    pub fn standing(&self, target: Target) -> Option<Standing> {
        let rule = self.table(target.table)?.rules.get(target.rule)?;
        match target.cell {
            None => Some(rule.answers),
            Some(column) => rule
                .cells
                .iter()
                .find(|(it, _)| *it == column)
                .map(|it| it.1),
        }
    }

    fn table(&self, table: TableRef) -> Option<&TableCoverage> {
        self.tables.iter().find(|it| it.table == table)
    }

    pub(crate) fn set(&mut self, target: Target, standing: Standing) {
        let table = self.tables.iter_mut().find(|it| it.table == target.table);
        let Some(rule) = table.and_then(|table| table.rules.get_mut(target.rule)) else {
            return;
        };
        match target.cell {
            None => rule.answers = standing,
            Some(column) => {
                if let Some(cell) = rule.cells.iter_mut().find(|(it, _)| *it == column) {
                    cell.1 = standing;
                }
            }
        }
    }
}

impl TableCoverage {
    /// The rules that answered.
    pub fn rules_seen(&self) -> Share {
        Share::of(self.rules.iter().map(|rule| rule.answers))
    }

    /// The cells seen both true and false by themselves.
    pub fn cells_seen(&self) -> Share {
        let rules = self.rules.iter();
        Share::of(rules.flat_map(|rule| rule.cells.iter().map(|(_, cell)| rule.both(*cell))))
    }
}

impl RuleCoverage {
    /// How it stands with a cell on both sides, where it stands so with its being false.
    pub fn both(&self, is_false: Standing) -> Standing {
        let sides = [self.answers, is_false];
        if sides.contains(&Standing::Impossible) {
            return Standing::Impossible;
        }
        let open = sides.into_iter().find(|side| *side != Standing::Seen);
        open.unwrap_or(Standing::Seen)
    }
}

impl Share {
    fn of(standings: impl Iterator<Item = Standing>) -> Self {
        let mut share = Self::default();
        for standing in standings {
            share.seen += u64::from(standing == Standing::Seen);
            share.of += u64::from(standing != Standing::Impossible);
        }
        share
    }
}

fn unseen<R>(table: TableRef, rules: &RuleTable<R>) -> TableCoverage {
    let rules = rules.rules.iter().map(|rule| RuleCoverage {
        answers: Standing::Missing,
        cells: rule
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| **cell != Cell::Any)
            .map(|(column, _)| (column, Standing::Missing))
            .collect(),
    });
    TableCoverage {
        table,
        rules: rules.collect(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
