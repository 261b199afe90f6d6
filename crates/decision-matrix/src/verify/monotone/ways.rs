//! Where a step can change anything: the regions of the rules that answer on one side only.

use std::rc::Rc;

use super::{Pair, Step};
use crate::table::ColumnRef;
use crate::verify::classes::ClassSet;
use crate::verify::model::{CellModel, TableModel};
use crate::verify::region::{Region, Scope};

/// How a rule depends on the factor.
enum Asks<'a> {
    /// Not at all.
    Nothing,
    /// One of these sets of classes of the factor itself, and nothing else that moves. There are
    /// several where the cell names a table.
    Classes(&'a [ClassSet]),
    /// Something that has to be looked at in each region.
    More,
}

/// Where a step can change anything.
pub(super) struct Ways<'a, 's> {
    scope: Scope<'a>,
    step: &'s Step,
    decision: &'a TableModel,
    /// The place of the decision among the tables.
    place: usize,
    /// The condition columns that a step may change.
    moved_columns: Vec<usize>,
    /// Each rule, in asking order.
    rules: Vec<(u32, Asks<'a>)>,
}

impl<'a, 's> Ways<'a, 's> {
    /// `but_for` is a rule that is taken as deleted.
    pub(super) fn new(scope: Scope<'a>, step: &'s Step, but_for: Option<u32>) -> Option<Self> {
        let place = scope.model.tables.tables.len();
        let decision = scope.model.rule_tables.get(place)?;
        let columns = decision.columns.iter().enumerate();
        let moved_columns = columns.filter(|(_, column)| step.touches(scope, **column));
        let rules = decision.order.iter().filter(|rule| but_for != Some(**rule));
        let rules = rules.map(|rule| {
            let cells = decision.rules.get(*rule as usize).map(|rule| &rule.cells);
            (
                *rule,
                asks(scope, step, decision, cells.into_iter().flatten()),
            )
        });
        Some(Self {
            scope,
            step,
            decision,
            place,
            moved_columns: moved_columns.map(|(at, _)| at).collect(),
            rules: rules.collect(),
        })
    }

    /// The claims at which a rule answers before the step or after it, and not both times: at every
    /// other claim the same rule answers before and after.
    pub(super) fn starts(&self, before: u32, after: u32) -> impl Iterator<Item = Pair<'a>> + '_ {
        let sides = self.rules.iter().flat_map(move |(rule, asks)| {
            let (is_before, is_after) = match asks {
                Asks::Nothing => (false, false),
                Asks::Classes(sets) => {
                    let tells = |held, other| {
                        let mut sets = sets.iter();
                        sets.any(|set| set.contains(held) && !set.contains(other))
                    };
                    (tells(before, after), tells(after, before))
                }
                Asks::More => (true, true),
            };
            let before = is_before.then_some((*rule, false));
            before.into_iter().chain(is_after.then_some((*rule, true)))
        });
        sides.filter_map(move |(rule, is_after)| {
            let region = self.region_of(rule, before, after)?;
            Some(self.pair(&region, (before, after), (rule, is_after)))
        })
    }

    /// The region of a rule, as far as the step does not move it, with the rules that may match
    /// there before or after.
    fn region_of(&self, rule: u32, before: u32, after: u32) -> Option<Region> {
        let mut region = Region::whole(self.scope);
        for (at, cell) in &self.decision.rules.get(rule as usize)?.cells {
            if !self.moved_columns.contains(at) {
                region.narrow_to(self.scope, *self.decision.columns.get(*at)?, cell)?;
            }
        }
        let alive = self.rules.iter().filter(|(other, asks)| {
            let may_match = match asks {
                Asks::Classes(sets) => {
                    let mut sets = sets.iter();
                    sets.any(|set| set.contains(before) || set.contains(after))
                }
                Asks::Nothing | Asks::More => true,
            };
            may_match
                && !self
                    .decision
                    .exclude_elsewhere(rule, *other, &self.moved_columns)
        });
        region.keep_alive(self.place, alive.map(|(other, _)| *other).collect());
        Some(region)
    }

    /// The two claims of a step in a region.
    fn pair(&self, region: &Region, (before, after): (u32, u32), answers: (u32, bool)) -> Pair<'a> {
        let at = |class: u32| {
            let mut region = region.clone();
            region.narrow(self.scope.model, self.step.variable, class, class);
            region
        };
        Pair {
            scope: self.scope,
            before: at(before),
            after: at(after),
            moved: Rc::clone(&self.step.moved),
            answers,
        }
    }
}

/// How a rule with these cells depends on the factor.
fn asks<'a>(
    scope: Scope<'_>,
    step: &Step,
    decision: &TableModel,
    cells: impl Iterator<Item = &'a (usize, CellModel)>,
) -> Asks<'a> {
    let mut found = Asks::Nothing;
    for (at, cell) in cells {
        let Some(column) = decision.columns.get(*at) else {
            continue;
        };
        if !step.moves(scope, *column, cell) {
            continue;
        }
        let is_own = *column == step.column && matches!(found, Asks::Nothing);
        match cell {
            CellModel::Fixed(set) if is_own => found = Asks::Classes(std::slice::from_ref(set)),
            CellModel::Named(table, sets)
                if is_own && !step.touches(scope, ColumnRef::Table(*table)) =>
            {
                found = Asks::Classes(sets);
            }
            _ => return Asks::More,
        }
    }
    found
}
