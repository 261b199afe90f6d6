//! Whether moving one factor alone can make the outcome less cautious.
//!
//! Two claims that differ in one factor are followed through the rules together. It is enough to
//! look at neighbouring classes of the factor: a longer way is made of such steps, and if none of
//! them is less cautious, or leads to or from `decline`, the whole way is not.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::compile::NULL;
use crate::evaluate::Probe;
use crate::table::{ColumnRef, Direction, Outcome, TableIndex};

use super::classes::{ClassSet, Status};
use super::model::{CellModel, TableModel};
use super::prover::{Answer, Prover};
use super::region::{Cut, Region, Scope};
use super::search::{Exhausted, Goal, Next, Truth, World, search};

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
struct Ways<'a, 's> {
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
    fn new(scope: Scope<'a>, step: &'s Step) -> Option<Self> {
        let place = scope.model.tables.tables.len();
        let decision = scope.model.rule_tables.get(place)?;
        let columns = decision.columns.iter().enumerate();
        let moved_columns = columns.filter(|(_, column)| step.touches(scope, **column));
        let rules = decision.order.iter().map(|rule| {
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
    fn starts(&self, before: u32, after: u32) -> impl Iterator<Item = Pair<'a>> + '_ {
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
