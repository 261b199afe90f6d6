//! Whether moving one factor alone can make the outcome less cautious.
//!
//! Two claims that differ in one factor are followed through the rules together. It is enough to
//! look at neighbouring classes of the factor: a longer way is made of such steps, and if none of
//! them is less cautious, or leads to or from `decline`, the whole way is not.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::compile::NULL;
use crate::evaluate::Probe;
use crate::table::{ColumnRef, Direction, HitPolicy, Outcome};

use super::classes::{ClassSet, Status};
use super::model::{CellModel, TableModel};
use super::prover::{Answer, Prover};
use super::region::{Cut, Region, Scope};
use super::search::{Exhausted, Goal, Next, Truth, World, search};

/// Most pairs of regions in which concrete claims are looked for.
const REGIONS_MAX: u32 = 30;

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

    /// What happens to the factor, as a word.
    pub(crate) fn verb(&self) -> &'static str {
        match self.direction {
            Direction::Rising => "raising",
            Direction::Falling => "lowering",
        }
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

/// Two claims that make the outcome less cautious: before and after. With `but_for` only steps in
/// which this rule answers neither.
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
    let Some(ways) = Ways::new(scope, step) else {
        return Ok(answer);
    };
    for low in first..classes.count().saturating_sub(1) {
        let (before, after) = match step.direction {
            Direction::Rising => (low, low + 1),
            Direction::Falling => (low + 1, low),
        };
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
        match prover.claim(&pair.before, &|probe| moved(probe).is_some()) {
            Some(claim) => {
                if let Some(after) = moved(&prover.probe(&claim)) {
                    answer = Answer::Yes([claim, after]);
                }
                Next::Enough
            }
            None if regions < REGIONS_MAX => {
                answer = Answer::Possible;
                Next::More
            }
            None => Next::Enough,
        }
    });
    prover.budget = budget;
    result?;
    Ok(answer)
}

/// A rule and the classes that it asks of the factor; `None` where it asks nothing.
type Asked<'a> = (u32, Option<&'a ClassSet>);

/// Where a step can change anything.
struct Ways<'a, 's> {
    scope: Scope<'a>,
    step: &'s Step,
    decision: &'a TableModel,
    /// The place of the decision among the tables.
    place: usize,
    /// The condition column of the factor and the classes that each rule asks of it, in asking
    /// order; `None` where the effect of a step cannot be seen from single cells.
    asked: Option<(usize, Vec<Asked<'a>>)>,
}

impl<'a, 's> Ways<'a, 's> {
    fn new(scope: Scope<'a>, step: &'s Step) -> Option<Self> {
        let place = scope.model.tables.tables.len();
        let decision = scope.model.rule_tables.get(place)?;
        let asked = own_column(scope, decision, step).map(|at| {
            let rules = decision.order.iter().copied();
            (at, rules.map(|rule| (rule, decision.fixed(rule, at))).collect())
        });
        Some(Self {
            scope,
            step,
            decision,
            place,
            asked,
        })
    }

    /// The regions of the rules that tell two classes apart, or every claim. At every other claim
    /// the same rule answers before and after.
    fn starts(&self, before: u32, after: u32) -> Box<dyn Iterator<Item = Pair<'a>> + '_> {
        let whole = Region::whole(self.scope);
        let Some((at, asked)) = &self.asked else {
            return Box::new(std::iter::once(self.pair(&whole, (before, after), None)));
        };
        let holds = |set: Option<&ClassSet>, class| set.is_none_or(|set| set.contains(class));
        let held = asked
            .iter()
            .map(|(rule, set)| (*rule, holds(*set, before), holds(*set, after)));
        let held: Vec<_> = held.filter(|(_, before, after)| *before || *after).collect();
        let telling = held.iter().filter(|(_, before, after)| before != after);
        let telling: Vec<(u32, bool)> = telling.map(|(rule, _, after)| (*rule, *after)).collect();
        Box::new(telling.into_iter().filter_map(move |(rule, is_after)| {
            let mut region = whole.clone();
            for (other, cell) in &self.decision.rules.get(rule as usize)?.cells {
                if other != at {
                    let column = *self.decision.columns.get(*other)?;
                    region.narrow_to(self.scope, column, cell)?;
                }
            }
            let alive = held.iter().map(|(other, ..)| *other);
            let alive = alive.filter(|other| !self.decision.exclude_elsewhere(rule, *other, *at));
            region.keep_alive(self.place, alive.collect());
            Some(self.pair(&region, (before, after), Some((rule, is_after))))
        }))
    }

    /// The two claims of a step in a region.
    fn pair(
        &self,
        region: &Region,
        (before, after): (u32, u32),
        answers: Option<(u32, bool)>,
    ) -> Pair<'a> {
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

/// The condition column of the factor, where nothing else that the decision reads depends on it.
fn own_column(scope: Scope<'_>, decision: &TableModel, step: &Step) -> Option<usize> {
    let at = decision
        .columns
        .iter()
        .position(|column| *column == step.column)?;
    let others = decision
        .reads()
        .into_iter()
        .filter(|column| *column != step.column);
    let is_alone = others
        .into_iter()
        .all(|column| !step.touches(scope, column));
    let is_plain = decision
        .rules
        .iter()
        .flat_map(|rule| &rule.cells)
        .all(|(column, cell)| *column != at || matches!(cell, CellModel::Fixed(_)));
    let has_order = !decision.hit.is_collect() && decision.hit != HitPolicy::Unique;
    (is_alone && is_plain && (has_order || decision.hit == HitPolicy::Unique)).then_some(at)
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
    answers: Option<(u32, bool)>,
}

/// A cut of both regions, or of one where the variable may differ between them.
#[derive(Clone, Copy)]
struct PairCut {
    cut: Cut,
    is_after: bool,
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
        let (rules_before, sure_before) = pair.before.answering(self.scope, place);
        let (rules_after, sure_after) = pair.after.answering(self.scope, place);
        if rules_before == rules_after && !self.differs(pair, place, &rules_before) {
            return Truth::False;
        }
        let mut before = self.outcomes(place, &rules_before, sure_before);
        let mut after = self.outcomes(place, &rules_after, sure_after);
        if let Some((rule, is_after)) = pair.answers {
            let (rules, outcomes) = if is_after {
                (&rules_after, &mut after)
            } else {
                (&rules_before, &mut before)
            };
            if !rules.contains(&rule) {
                return Truth::False;
            }
            *outcomes = self.outcomes(place, &[rule], true);
        }
        let (some, all) = self.broken(&before, &after);
        if !some {
            return Truth::False;
        }
        // The side whose rule is known is cut first: where the rule does not answer, all is said.
        let after_first = match pair.answers {
            Some((_, is_after)) => is_after,
            None if all => return Truth::True,
            None => before.len() == 1,
        };
        let sides = [after_first, !after_first];
        let sides = if all { sides.get(..1).unwrap_or_default() } else { &sides };
        for is_after in sides {
            let region = if *is_after { &mut pair.after } else { &mut pair.before };
            if let Some(cut) = region.cut_of_table(self.scope, place) {
                return Truth::Open(PairCut {
                    cut,
                    is_after: *is_after,
                });
            }
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

    /// Whether one of the rules may match one of the two claims and not the other.
    fn differs(&self, pair: &mut Pair<'_>, place: usize, rules: &[u32]) -> bool {
        let Some(table) = self.scope.model.rule_tables.get(place) else {
            return false;
        };
        let cells = rules
            .iter()
            .filter_map(|rule| table.rules.get(*rule as usize))
            .flat_map(|rule| &rule.cells);
        let mut cells = cells.filter_map(|(at, cell)| Some((*table.columns.get(*at)?, cell)));
        cells.any(|(column, cell)| {
            let before = pair.before.cell(self.scope, column, cell);
            let after = pair.after.cell(self.scope, column, cell);
            if before == after && before != Status::Open {
                return false;
            }
            let operands: &[crate::table::TableIndex] = match cell {
                CellModel::Fixed(_) => &[],
                CellModel::Named(table, _) => std::slice::from_ref(table),
                CellModel::Tangled(tables, _) => tables,
            };
            let mut reads = operands
                .iter()
                .copied()
                .map(ColumnRef::Table)
                .chain([column]);
            reads.any(|read| self.step.touches(self.scope, read))
        })
    }

    /// The outcomes that the rules may give; `None` where the excluded rule answers.
    fn outcomes(&self, place: usize, rules: &[u32], is_sure: bool) -> Vec<Option<Outcome>> {
        let model = self.scope.model;
        let Some(table) = model.rule_tables.get(place) else {
            return Vec::new();
        };
        let given = rules.iter().map(|rule| {
            if self.but_for == Some(*rule) {
                return None;
            }
            table.result(*rule).and_then(|result| model.outcome(result))
        });
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
        [low, high].into_iter().find_map(|value| {
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
