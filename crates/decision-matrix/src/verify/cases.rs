//! Cases that show what given claims do not: for each target a claim that shows it or the proof
//! that none can, and of these claims a set in which none is superfluous.
//!
//! A claim is looked for where people would look: near a claim that the rule answers, one factor
//! moved just across the bound of the cell. Where that fails, the regions of the proofs are
//! searched. Each claim is then brought as near to the default values as its target permits, written
//! as a file of cases gives it, read again and decided by the engine.

mod near;
mod selection;

use std::cell::Cell as Counter;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar;
use crate::compile::{CompileConfig, CompiledMatrix, NULL, ValueSet};
use crate::evaluate::{Decision, Fact, Facts, Probe, input_fault};
use crate::raw_value::RawValue;
use crate::table::{ColumnRef, ColumnType, DecisionTables, FactorIndex, ValueType};

use super::classes::Status;
use super::coverage::{Coverage, Matching, Standing, Target};
use super::model::CellModel;
use super::prover::{Answer, Prover};
use super::query::{Asked, Query};
use super::region::{Cut, Region, Scope};
use super::search::{Budget, Exhausted, Goal, Next, Truth, search};
use super::space::Space;

/// Most claims that are remembered for each rule that they are answered by.
const NEAR_MAX: usize = 2;
/// Most regions in which a claim for one target is looked for.
const REGIONS_MAX: usize = 100;
/// The part of the budget that one target may take.
const TARGET_SHARE: u64 = 10;

/// What claims show, what no claim can show, and cases for the rest.
#[derive(Clone, Debug)]
pub struct Examination {
    /// What the claims show without the new cases, and how things stand with the rest.
    pub coverage: Coverage,
    /// New cases, in the order of the tables; each shows something that no other one does.
    pub cases: Vec<GeneratedCase>,
}

/// A new case.
#[derive(Clone, Debug)]
pub struct GeneratedCase {
    /// What it shows that the claims do not; first what no other new case shows.
    pub shows: Vec<Target>,
    /// The columns that differ from the defaults, each with its value as a file of cases writes it;
    /// `None` is null.
    pub given: Vec<(String, Option<String>)>,
    /// What the engine decides today.
    pub decision: Decision,
}

/// Says for everything that the claims do not show whether a claim can, and makes cases for it.
/// `defaults` are the facts of a case that gives nothing. All facts must be of this matrix. The
/// search takes at most so many steps.
pub fn examine(
    tables: &Arc<DecisionTables>,
    claims: &[Facts],
    defaults: &Facts,
    budget: u64,
) -> Examination {
    let (space, model) = Space::of(tables);
    let scope = Scope {
        space: &space,
        model: &model,
    };
    let mut examiner = Examiner {
        prover: Prover::new(tables, scope, Budget::new(0)),
        engine: CompiledMatrix::new(Arc::clone(tables), &CompileConfig { audit_key: None }),
        matching: Matching::new(&model),
        defaults,
        plain: plain_values(scope, defaults),
        answered: BTreeMap::new(),
        budget,
        left: budget,
    };
    let coverage = examiner.seen(claims);
    examiner.examine(coverage)
}

/// A claim whose values are easy to read: what a file of cases may have as its defaults. `None` where
/// none was found that is not at fault.
pub fn plain_claim(tables: &Arc<DecisionTables>) -> Option<Vec<(String, Option<String>)>> {
    let (space, model) = Space::of(tables);
    let scope = Scope {
        space: &space,
        model: &model,
    };
    let prover = Prover::new(tables, scope, Budget::new(0));
    let mut claim = prover.claim(&Region::whole(scope), &|probe| !probe.is_faulted())?;
    for (at, factor) in tables.factors.iter().enumerate() {
        let Some(usual) = usual_value(&factor.column).filter(|_| claim.get(at) != Some(&NULL)) else {
            continue;
        };
        let mut changed = claim.clone();
        if let Some(slot) = changed.get_mut(at) {
            *slot = usual;
        }
        let is_value = ValueSet::of_column(&factor.column).contains(usual);
        if is_value && !prover.probe(&changed).is_faulted() {
            claim = changed;
        }
    }
    let mut values = prover.witness(&claim).values;
    let mut facts = Facts::new(Arc::clone(tables));
    for (name, text) in &values {
        if let Some(text) = text
            && tables.keys.column("time") == Some(name.as_str())
        {
            facts.set_time_raw(RawValue::Text(text));
        }
    }
    values.extend(time_in_force(tables, &mut facts));
    Some(values)
}

/// A value that people expect in an example, where the smallest one would look odd: 1,000 whole units
/// of money.
fn usual_value(column: &ColumnType) -> Option<i64> {
    let unit = 10_i64.checked_pow(u32::from(column.scale))?;
    (column.value_type == ValueType::Money).then(|| unit.saturating_mul(1_000))
}

struct Examiner<'a> {
    prover: Prover<'a>,
    engine: CompiledMatrix,
    matching: Matching<'a>,
    defaults: &'a Facts,
    /// For each factor the value that is not written.
    plain: Vec<Option<i64>>,
    /// For each rule claims that it answers.
    answered: BTreeMap<Target, Vec<Vec<i64>>>,
    budget: u64,
    left: u64,
}

/// A claim that may become a case.
struct Candidate {
    case: GeneratedCase,
    values: Vec<i64>,
}

impl<'a> Examiner<'a> {
    /// What the claims show.
    fn seen(&mut self, claims: &[Facts]) -> Coverage {
        let tables = self.prover.tables();
        let mut coverage = Coverage::unseen(tables);
        for facts in claims {
            if input_fault(tables, facts).is_none() {
                for target in self.remember(facts.values()) {
                    coverage.set(target, Standing::Seen);
                }
            }
        }
        self.matching.work();
        coverage
    }

    /// Everything that a claim shows; remembers which rules answer it.
    fn remember(&mut self, values: &[i64]) -> Vec<Target> {
        let shown = self.matching.shown(&self.engine.probe(values.to_vec()));
        for target in shown.iter().filter(|target| target.cell.is_none()) {
            let claims = self.answered.entry(*target).or_default();
            if claims.len() < NEAR_MAX {
                claims.push(values.to_vec());
            }
        }
        shown
    }

    fn examine(mut self, mut coverage: Coverage) -> Examination {
        let missing: Vec<Target> = coverage
            .targets()
            .filter(|(_, standing)| *standing == Standing::Missing)
            .map(|(target, _)| target)
            .collect();
        let (mut shown, mut cases) = (BTreeSet::new(), Vec::new());
        for target in &missing {
            if shown.contains(target) {
                continue;
            }
            let rule = Target {
                cell: None,
                ..*target
            };
            if target.cell.is_some() && coverage.standing(rule) == Some(Standing::Impossible) {
                coverage.set(*target, Standing::Impossible);
                continue;
            }
            match self.candidate(*target) {
                Ok(Answer::Yes(mut found)) => {
                    let shows = self.remember(&found.values).into_iter();
                    let is_new = |it: &Target| coverage.standing(*it) == Some(Standing::Missing);
                    found.case.shows = shows.filter(is_new).collect();
                    shown.extend(found.case.shows.iter().copied());
                    cases.push(found.case);
                }
                Ok(Answer::No) => coverage.set(*target, Standing::Impossible),
                Ok(Answer::Possible) => coverage.set(*target, Standing::NotFound),
                Err(Exhausted) => coverage.set(*target, Standing::NotExamined),
            }
            self.pay();
        }
        Examination {
            coverage,
            cases: selection::irredundant(cases),
        }
    }

    /// A claim that shows a target, ready to be written.
    fn candidate(&mut self, target: Target) -> Result<Answer<Candidate>, Exhausted> {
        if self.left == 0 {
            return Err(Exhausted);
        }
        let near = self.near(target);
        let claim = match near {
            Some(claim) => claim,
            None => match self.searched(target)? {
                Answer::Yes(claim) => claim,
                Answer::No => return Ok(Answer::No),
                Answer::Possible => return Ok(Answer::Possible),
            },
        };
        let simple = self.simplified(claim.clone(), target);
        let written = self
            .written(&simple, target)
            .or_else(|| self.written(&claim, target));
        Ok(written.map_or(Answer::Possible, Answer::Yes))
    }

    /// A claim of a region of the proofs.
    fn searched(&mut self, target: Target) -> Result<Answer<Vec<i64>>, Exhausted> {
        let Some(sought) = Sought::new(&self.prover, &self.matching, target) else {
            return Ok(Answer::No);
        };
        let Some(start) = sought.query.start() else {
            return Ok(Answer::No);
        };
        let mut budget = Budget::new(self.left.min(self.budget / TARGET_SHARE + 1));
        let (mut answer, mut regions) = (Answer::No, 0);
        let confirm = |probe: &Probe<'_>| {
            self.is_within(probe.factors()) && self.matching.shows(probe, target)
        };
        let result = search(start, &sought, &mut budget, &mut |world: Asked<'a>| {
            regions += 1;
            match self.prover.claim(&world.region, &confirm) {
                Some(claim) => {
                    answer = Answer::Yes(claim);
                    Next::Enough
                }
                None => {
                    answer = Answer::Possible;
                    if regions < REGIONS_MAX {
                        Next::More
                    } else {
                        Next::Enough
                    }
                }
            }
        });
        self.left = self.left.saturating_sub(sought.steps.get());
        result.map(|()| answer)
    }

    /// The claim with every factor at its plain value where the target permits it.
    fn simplified(&self, mut claim: Vec<i64>, target: Target) -> Vec<i64> {
        for (at, plain) in self.plain.iter().enumerate() {
            let (Some(plain), Some(slot)) = (*plain, claim.get_mut(at)) else {
                continue;
            };
            let before = std::mem::replace(slot, plain);
            if before != plain
                && !self.shows(&claim, target)
                && let Some(slot) = claim.get_mut(at)
            {
                *slot = before;
            }
        }
        claim
    }

    fn shows(&self, claim: &[i64], target: Target) -> bool {
        self.matching
            .shows(&self.engine.probe(claim.to_vec()), target)
    }

    /// The claim as a file of cases gives it, read again; `None` where that shows something else.
    fn written(&self, claim: &[i64], target: Target) -> Option<Candidate> {
        let tables = self.prover.tables();
        let mut facts = self.defaults.clone();
        let mut given = Vec::new();
        let written = self.prover.witness(claim).values;
        for ((index, value), (name, text)) in (0..).map(FactorIndex).zip(claim).zip(written) {
            let is_default = match facts.fact(index) {
                Fact::Value(default) => default == *value,
                Fact::Null => *value == NULL,
                Fact::Fault(_) => false,
            };
            if !is_default {
                let raw = text.as_deref().map_or(RawValue::Null, written_value);
                facts.set(index, raw);
                if tables.keys.column("time") == Some(name.as_str()) {
                    facts.set_time_raw(raw);
                }
                given.push((name, text));
            }
        }
        given.extend(time_in_force(tables, &mut facts));
        let is_read = input_fault(tables, &facts).is_none();
        let values = facts.values().to_vec();
        (is_read && self.shows(&values, target)).then(|| Candidate {
            case: GeneratedCase {
                shows: Vec::new(),
                given,
                decision: self.engine.decide(&facts),
            },
            values,
        })
    }

    /// Takes the rules that were asked from what is left of the budget.
    fn pay(&mut self) {
        self.left = self.left.saturating_sub(self.matching.work());
    }
}

/// A text of a file of cases.
fn written_value(text: &str) -> RawValue<'_> {
    if text == "null" {
        RawValue::Null
    } else {
        RawValue::Text(text)
    }
}

/// The time column, where the rules are in force for some time only and the claim has no time in it.
fn time_in_force(tables: &DecisionTables, facts: &mut Facts) -> Option<(String, Option<String>)> {
    let effective = tables.effective?;
    let column = tables.keys.column("time")?;
    let is_in_force = |time: i64| {
        effective.from.is_none_or(|from| from <= time) && effective.to.is_none_or(|to| time < to)
    };
    if let Fact::Value(time) = facts.time()
        && is_in_force(time)
    {
        return None;
    }
    let time = effective
        .from
        .or(effective.to.map(|to| to - 1))
        .unwrap_or_default();
    facts.set_time(time);
    Some((column.to_owned(), Some(calendar::format_timestamp(time))))
}

/// For each factor the value of the defaults or else null, where it is one of its values.
fn plain_values(scope: Scope<'_>, defaults: &Facts) -> Vec<Option<i64>> {
    let factors = (0..).map(FactorIndex).zip(&scope.model.tables.factors);
    let plain = factors.map(|(index, _)| {
        let value = match defaults.fact(index) {
            Fact::Value(value) => value,
            Fact::Null => NULL,
            Fact::Fault(_) => return None,
        };
        let classes = scope.model.classes(scope.space, ColumnRef::Factor(index));
        classes.class(value).map(|_| value)
    });
    plain.collect()
}

/// The regions in which a target is shown.
struct Sought<'a> {
    /// The rule, or its other cells; and none of the rules that would hide it.
    query: Query<'a>,
    /// The cell that fails.
    fails: Option<(ColumnRef, &'a CellModel)>,
    steps: Counter<u64>,
}

impl<'a> Sought<'a> {
    /// `None` where no claim can show the target.
    fn new(prover: &Prover<'a>, matching: &Matching<'a>, target: Target) -> Option<Self> {
        let model = prover.model(target.table)?;
        let hiding = matching.hiding(target).iter().copied();
        let query = Query::new(prover.scope, prover.place(target.table)).against(hiding);
        let Some(column) = target.cell else {
            return Some(Self {
                query: query.matching(u32::try_from(target.rule).ok()?),
                fails: None,
                steps: Counter::new(0),
            });
        };
        // A cell that holds everything is not among those of the model: it never fails.
        let cells = &model.rules.get(target.rule)?.cells;
        let (_, failing) = cells.iter().find(|(at, _)| *at == column)?;
        let others = cells.iter().filter(|(at, _)| *at != column);
        let others = others.filter_map(|(at, cell)| Some((*model.columns.get(*at)?, cell.clone())));
        let others: Vec<(ColumnRef, CellModel)> = others.collect();
        Some(Self {
            query: query.when(&others),
            fails: Some((*model.columns.get(column)?, failing)),
            steps: Counter::new(0),
        })
    }

    fn failing(&self, region: &mut Region) -> Truth<Cut> {
        let Some((column, cell)) = self.fails else {
            return Truth::True;
        };
        match region.cell(self.query.scope, column, cell) {
            Status::Always => Truth::False,
            Status::Never => Truth::True,
            Status::Open => region
                .cut_of_cell(self.query.scope, column, cell, false)
                .map_or(Truth::True, Truth::Open),
        }
    }
}

impl<'a> Goal for Sought<'a> {
    type World = Asked<'a>;

    fn judge(&self, world: &mut Asked<'a>) -> Truth<Cut> {
        match (self.failing(&mut world.region), self.query.judge(world)) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::Open(cut), _) | (Truth::True, Truth::Open(cut)) => Truth::Open(cut),
            (Truth::True, Truth::True) => Truth::True,
        }
    }

    fn work(&self) -> u64 {
        let work = self.query.work();
        self.steps.set(self.steps.get() + 1 + work);
        work
    }
}

#[cfg(test)]
mod tests;
