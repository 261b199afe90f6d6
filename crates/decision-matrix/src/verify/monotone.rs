//! Whether moving one factor alone can make the outcome less cautious.
//!
//! Two claims that differ in one factor are followed through the rules together. It is enough to
//! look at neighbouring classes of the factor: a longer way is made of such steps, and if none of
//! them is less cautious, or leads to or from `decline`, the whole way is not. Where a derived
//! factor that is not analysed exactly reads the factor, steps inside of one class count as well.

mod ways;

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::compile::NULL;
use crate::evaluate::Probe;
use crate::table::{ColumnRef, Direction, Outcome, TableIndex};

use super::classes::{Classes, Status};
use super::model::CellModel;
use super::prover::{Answer, Prover};
use super::region::{Cut, Region, Scope};
use super::search::{Exhausted, Goal, Next, Truth, World, search};
use ways::Ways;

/// A factor that moves.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The factor.
    pub(crate) column: ColumnRef,
    /// The way it moves.
    pub(crate) direction: Direction,
    variable: usize,
    /// The variables that may differ between the two claims: the factor, and the free derived
    /// factors that read it.
    moved: Rc<BTreeSet<usize>>,
}

impl Step {
    /// A factor that moves; `None` for a column that is no variable.
    pub(crate) fn new(scope: Scope<'_>, column: ColumnRef, direction: Direction) -> Option<Self> {
        let variable = scope.model.variable(column)?;
        let mut moved = BTreeSet::from([variable]);
        for other in &scope.model.tables.order {
            if let Some(derived) = scope.model.variable(*other)
                && super::reads::is_behind(scope.model.tables, column, *other)
            {
                moved.insert(derived);
            }
        }
        Some(Self {
            column,
            direction,
            variable,
            moved: Rc::new(moved),
        })
    }

    /// The classes before and after: each two neighbours; and where derived factors follow the
    /// factor that are not analysed exactly, also steps inside of one class.
    fn pairs(&self, classes: &Classes, first: u32) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for class in first..classes.count() {
            let has_steps = classes.values(class).is_some_and(|(low, high)| low < high);
            if self.moved.len() > 1 && has_steps {
                pairs.push((class, class));
            }
            if class + 1 < classes.count() {
                pairs.push(match self.direction {
                    Direction::Rising => (class, class + 1),
                    Direction::Falling => (class + 1, class),
                });
            }
        }
        pairs
    }

    /// Whether a step from one value to the other goes the right way.
    fn is_forward(&self, from: i64, to: i64) -> bool {
        match self.direction {
            Direction::Rising => from < to,
            Direction::Falling => to < from,
        }
    }

    /// What happens to the factor, as a word.
    pub(crate) fn verb(&self) -> &'static str {
        match self.direction {
            Direction::Rising => "raising",
            Direction::Falling => "lowering",
        }
    }

    /// Whether a cell may hold before the step and not after it, or the other way round.
    fn moves(&self, scope: Scope<'_>, column: ColumnRef, cell: &CellModel) -> bool {
        let operands: &[TableIndex] = match cell {
            CellModel::Fixed(_) => &[],
            CellModel::Named(table, _) => std::slice::from_ref(table),
            CellModel::Tangled(tables, _) => tables,
        };
        let mut reads = operands
            .iter()
            .copied()
            .map(ColumnRef::Table)
            .chain([column]);
        reads.any(|read| self.touches(scope, read))
    }

    fn touches(&self, scope: Scope<'_>, column: ColumnRef) -> bool {
        let variables = scope.model.dependencies_of(column);
        variables
            .iter()
            .any(|variable| self.moved.contains(variable))
    }
}

/// Whether a step from one outcome to another breaks the promise.
pub(crate) fn is_less_cautious(before: Outcome, after: Outcome) -> bool {
    match (before.caution(), after.caution()) {
        (Some(before), Some(after)) => after < before,
        (None, None) => false,
        _ => true,
    }
}

/// Two claims that make the outcome less cautious: before and after. With `but_for` as if
/// this rule were deleted; then the engine, which has it, confirms only claims that it does not answer.
pub(crate) fn violation(
    prover: &mut Prover<'_>,
    step: &Step,
    but_for: Option<u32>,
) -> Result<Answer<[Vec<i64>; 2]>, Exhausted> {
    let breaks = |before, after| is_less_cautious(before, after);
    first_step(prover, step, but_for, &breaks)
}

/// Two claims that differ by one step and whose outcomes are as asked for.
pub(crate) fn first_step(
    prover: &mut Prover<'_>,
    step: &Step,
    but_for: Option<u32>,
    breaks: &dyn Fn(Outcome, Outcome) -> bool,
) -> Result<Answer<[Vec<i64>; 2]>, Exhausted> {
    let scope = prover.scope;
    let classes = scope.space.classes(step.variable);
    let first = u32::from(classes.values(0) == Some((NULL, NULL)));
    let mut answer = Answer::No;
    let Some(ways) = Ways::new(scope, step, but_for) else {
        return Ok(answer);
    };
    for (before, after) in step.pairs(classes, first) {
        let goal = StepGoal {
            scope,
            step,
            but_for,
            breaks,
        };
        for start in ways.starts(before, after) {
            match steps_from(prover, &goal, start, after)? {
                Answer::Yes(claims) => return Ok(Answer::Yes(claims)),
                Answer::Possible => answer = Answer::Possible,
                Answer::No => {}
            }
        }
    }
    Ok(answer)
}

/// Looks for claims in one pair of regions.
fn steps_from<'a>(
    prover: &mut Prover<'a>,
    goal: &StepGoal<'a, '_>,
    start: Pair<'a>,
    after: u32,
) -> Result<Answer<[Vec<i64>; 2]>, Exhausted> {
    let values = prover.scope.space.classes(goal.step.variable).values(after);
    let Some(values) = values else {
        return Ok(Answer::No);
    };
    let (mut answer, mut regions) = (Answer::No, 0);
    let mut budget = std::mem::replace(&mut prover.budget, super::search::Budget::new(0));
    let result = search(start, goal, &mut budget, &mut |pair| {
        regions += 1;
        let moved = |probe: &Probe<'_>| goal.moved_claim(prover, probe, values);
        let claim = prover.claim(&pair.before, &|probe| moved(probe).is_some());
        let after = claim.as_ref().and_then(|claim| moved(&prover.probe(claim)));
        if let (Some(before), Some(after)) = (claim, after) {
            answer = Answer::Yes([before, after]);
            return Next::Enough;
        }
        answer = Answer::Possible;
        if regions < prover.patience {
            Next::More
        } else {
            Next::Enough
        }
    });
    prover.budget = budget;
    result?;
    Ok(answer)
}

/// The two claims of a step, as regions that differ in the moved variables only.
#[derive(Clone)]
struct Pair<'a> {
    scope: Scope<'a>,
    before: Region,
    after: Region,
    moved: Rc<BTreeSet<usize>>,
    /// A rule that answers one of the two claims, and whether it is the second one. At claims where
    /// it does not answer, another rule is responsible for the step.
    answers: (u32, bool),
}

/// A cut of both regions, or of one where the variable may differ between them.
#[derive(Clone, Copy)]
struct PairCut {
    cut: Cut,
    is_after: bool,
}

impl Pair<'_> {
    /// The side of the rule that answers, and the other one.
    fn sides(&mut self, is_after: bool) -> (&mut Region, &mut Region) {
        if is_after {
            (&mut self.after, &mut self.before)
        } else {
            (&mut self.before, &mut self.after)
        }
    }
}

impl World for Pair<'_> {
    type Cut = PairCut;

    fn parts(self, PairCut { cut, is_after }: PairCut) -> (Self, Self) {
        let is_moved = self.moved.contains(&cut.variable);
        let part = |is_upper: bool| {
            let cut_one = |region: &Region, is_cut: bool| {
                if is_cut {
                    region.part(self.scope.model, cut, is_upper)
                } else {
                    region.clone()
                }
            };
            Self {
                scope: self.scope,
                before: cut_one(&self.before, !is_moved || !is_after),
                after: cut_one(&self.after, !is_moved || is_after),
                moved: Rc::clone(&self.moved),
                answers: self.answers,
            }
        };
        (part(!cut.upper_first), part(cut.upper_first))
    }
}

/// Whether a step's outcomes are as asked for.
struct StepGoal<'a, 'g> {
    scope: Scope<'a>,
    step: &'g Step,
    but_for: Option<u32>,
    breaks: &'g dyn Fn(Outcome, Outcome) -> bool,
}

impl<'a> Goal for StepGoal<'a, '_> {
    type World = Pair<'a>;

    fn judge(&self, pair: &mut Pair<'a>) -> Truth<PairCut> {
        let place = self.scope.model.tables.tables.len();
        let (rule, is_after) = pair.answers;
        let (own, other) = pair.sides(is_after);
        let (rules, _) = own.answering(self.scope, place);
        // Where the rule does not answer on its side, or matches on the other one too, another
        // rule is responsible for the step.
        let is_both = other.rule(self.scope, place, rule) == Status::Always;
        if !rules.contains(&rule) || is_both {
            return Truth::False;
        }
        let (others, is_sure) = other.answering(self.scope, place);
        let given = self.outcomes(place, &[rule], true);
        let opposite = self.outcomes(place, &others, is_sure);
        let (some, all) = if is_after {
            self.broken(&opposite, &given)
        } else {
            self.broken(&given, &opposite)
        };
        if !some {
            return Truth::False;
        }
        // The side whose rule is known is cut first: where the rule does not answer, all is said.
        if let Some(cut) = own.cut_of_table(self.scope, place) {
            return Truth::Open(PairCut { cut, is_after });
        }
        if !all && let Some(cut) = other.cut_of_table(self.scope, place) {
            let is_after = !is_after;
            return Truth::Open(PairCut { cut, is_after });
        }
        Truth::True
    }

    fn work(&self) -> u64 {
        self.scope.model.work.take()
    }
}

impl StepGoal<'_, '_> {
    /// Whether some, and whether all of the possible steps break the promise.
    fn broken(&self, before: &[Option<Outcome>], after: &[Option<Outcome>]) -> (bool, bool) {
        let (mut some, mut all) = (false, true);
        for from in before {
            for to in after {
                let is_broken = match (from, to) {
                    (Some(from), Some(to)) => (self.breaks)(*from, *to),
                    _ => false,
                };
                some |= is_broken;
                all &= is_broken;
            }
        }
        (some, all)
    }

    /// The outcomes that the rules may give.
    fn outcomes(&self, place: usize, rules: &[u32], is_sure: bool) -> Vec<Option<Outcome>> {
        let model = self.scope.model;
        let Some(table) = model.rule_tables.get(place) else {
            return Vec::new();
        };
        let given = rules
            .iter()
            .map(|rule| table.result(*rule).and_then(|result| model.outcome(result)));
        let default = table.default.filter(|_| !is_sure);
        let default = default.map(|result| model.outcome(result));
        let mut outcomes: Vec<Option<Outcome>> = Vec::new();
        for outcome in given.chain(default) {
            if !outcomes.contains(&outcome) {
                outcomes.push(outcome);
            }
        }
        outcomes
    }

    /// The second claim of a step, if the engine confirms that the two break the promise.
    fn moved_claim(
        &self,
        prover: &Prover<'_>,
        before: &Probe<'_>,
        (low, high): (i64, i64),
    ) -> Option<Vec<i64>> {
        let ColumnRef::Factor(index) = self.step.column else {
            return None;
        };
        let from = before.decision();
        if before.is_faulted() || from.fault.is_some() || self.is_excluded(from.rule) {
            return None;
        }
        let at = *before.factors().get(index.0 as usize)?;
        let middle = low.midpoint(high);
        let near = [low, high, at.saturating_add(1), at.saturating_sub(1)];
        let far = [
            middle,
            low.midpoint(middle),
            middle.midpoint(high),
            at.midpoint(low),
            at.midpoint(high),
        ];
        let mut values = near
            .into_iter()
            .chain(far)
            .filter(|value| low <= *value && *value <= high && self.step.is_forward(at, *value));
        values.find_map(|value| {
            let mut claim = before.factors().to_vec();
            *claim.get_mut(index.0 as usize)? = value;
            let after = prover.probe(&claim);
            let to = after.decision();
            let is_broken = !after.is_faulted()
                && to.fault.is_none()
                && !self.is_excluded(to.rule)
                && (self.breaks)(from.outcome, to.outcome);
            is_broken.then_some(claim)
        })
    }

    fn is_excluded(&self, rule: crate::evaluate::RuleRef) -> bool {
        matches!((self.but_for, rule), (Some(excluded), crate::evaluate::RuleRef::Rule(rule)) if rule == excluded)
    }
}

#[cfg(test)]
mod tests;
