//! Whether the decision can still become a wanted one while some factors are free: what is needed,
//! not what is enough. It spares the search most sets of factors.

use std::sync::Arc;

use crate::compile::{CompiledMatrix, ResidualCell, Slot, SlotMap, ValueSet};
use crate::evaluate::residual::cell_holds;
use crate::evaluate::row::{ClaimRow, FAULTED, Row};
use crate::table::{ColumnRef, FactorIndex, HitPolicy, Outcome};

use super::Wanted;
use super::reads::Reads;

/// The rules of `decision`.
pub(super) struct Reach {
    rules: Vec<ReachRule>,
    default: Option<Outcome>,
    hit: HitPolicy,
    wanted: Wanted,
}

struct ReachRule {
    /// Every cell but `-`.
    cells: Vec<ReachCell>,
    outcome: Outcome,
}

struct ReachCell {
    test: ReachTest,
    /// The factors that the cell hangs on, sorted.
    factors: Arc<[FactorIndex]>,
}

enum ReachTest {
    Set(Slot, ValueSet),
    Named(ResidualCell),
}

/// What a rule may still do.
enum State {
    Never,
    Perhaps,
    Surely,
}

impl Reach {
    pub(super) fn new(matrix: &CompiledMatrix, reads: &Reads, wanted: Wanted) -> Self {
        let tables = matrix.tables();
        let slots = SlotMap::new(tables);
        let table = &tables.decision;
        let columns = table.columns.iter();
        let behind: Vec<Arc<[FactorIndex]>> = columns
            .map(|column| reads.of_all([*column]).into())
            .collect();
        let rules = table.rules.iter().map(|rule| {
            let mut cells = Vec::new();
            for ((column, cell), behind) in table.columns.iter().zip(&rule.cells).zip(&behind) {
                let slot = slots.column(*column);
                if let Some(named) = ResidualCell::of_cell(cell, slot, slots) {
                    let all: Vec<ColumnRef> = cell
                        .named_tables()
                        .into_iter()
                        .map(ColumnRef::Table)
                        .chain([*column])
                        .collect();
                    cells.push(ReachCell {
                        test: ReachTest::Named(named),
                        factors: reads.of_all(all).into(),
                    });
                } else if let Some(set) =
                    ValueSet::of_cell(cell).filter(|it| *it != ValueSet::any())
                {
                    cells.push(ReachCell {
                        test: ReachTest::Set(slot, set),
                        factors: Arc::clone(behind),
                    });
                }
            }
            ReachRule {
                cells,
                outcome: rule.result.outcome,
            }
        });
        Self {
            rules: rules.collect(),
            default: table.default.map(|it| it.outcome),
            hit: table.hit,
            wanted,
        }
    }

    /// The rules that can match while the factors are free, topmost first. Whatever values some of
    /// these factors then take, no other rule matches.
    pub(super) fn possible_rules(&self, row: &ClaimRow<'_>, free: &[FactorIndex]) -> Vec<usize> {
        let rules = self.rules.iter().enumerate();
        let possible = rules.filter(|(_, rule)| !matches!(rule.state(row, free), State::Never));
        possible.map(|(at, _)| at).collect()
    }

    /// False says that no outcome that is wanted comes about, whatever values the free factors take.
    /// Only these rules can match.
    pub(super) fn is_possible(
        &self,
        row: &ClaimRow<'_>,
        free: &[FactorIndex],
        rules: &[usize],
    ) -> bool {
        let mut is_default_possible = true;
        for rule in rules.iter().filter_map(|at| self.rules.get(*at)) {
            let state = rule.state(row, free);
            let is_wanted = self.wanted.holds(rule.outcome);
            match state {
                State::Perhaps | State::Surely if is_wanted => return true,
                State::Never | State::Perhaps => {}
                // Under `priority` a rule below may still come first.
                State::Surely if self.hit == HitPolicy::Priority => is_default_possible = false,
                State::Surely => return false,
            }
        }
        is_default_possible && self.default.is_some_and(|it| self.wanted.holds(it))
    }

    /// How many rules there are.
    pub(super) fn rule_count(&self) -> usize {
        self.rules.len()
    }
}

/// How many questions to the engine a look at so many rules takes as long as.
pub(super) fn steps_of(rules: usize) -> u32 {
    u32::try_from(rules / 64).unwrap_or(u32::MAX)
}

impl ReachRule {
    fn state(&self, row: &ClaimRow<'_>, free: &[FactorIndex]) -> State {
        let mut is_free = false;
        for cell in &self.cells {
            if free.iter().any(|it| cell.factors.binary_search(it).is_ok()) {
                is_free = true;
            } else if !cell.test.holds(row) {
                return State::Never;
            }
        }
        if is_free {
            State::Perhaps
        } else {
            State::Surely
        }
    }
}

impl ReachTest {
    fn holds(&self, row: &ClaimRow<'_>) -> bool {
        match self {
            Self::Set(slot, set) => {
                let value = row.value(*slot);
                value != FAULTED && set.contains(value)
            }
            Self::Named(cell) => cell_holds(cell, row),
        }
    }
}
