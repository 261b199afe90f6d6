//! Cases that show what given claims do not: for each target a claim that shows it or the proof
//! that none can, and of these claims a set in which none is superfluous.
//!
//! A claim is looked for where people would look: near a claim that the rule answers, one factor
//! moved just across the bound of the cell. Where that fails, the regions of the proofs are
//! searched. Each claim is then brought as near to the default values as its target permits, written
//! as a file of cases gives it, read again and decided by the engine.

mod near;
mod plain;
mod selection;
mod sought;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compile::{CompileConfig, CompiledMatrix, NULL};
use crate::evaluate::{Decision, Fact, Facts, Probe, input_fault};
use crate::raw_value::RawValue;
use crate::table::{DecisionTables, FactorIndex};

use super::coverage::{Coverage, Matching, Standing, Target};
use super::prover::{Answer, Prover};
use super::query::Asked;
use super::region::Scope;
use super::search::{Budget, Exhausted, Next, search};
use super::space::Space;

pub use plain::plain_claim;
use plain::{plain_values, time_in_force};
use sought::Sought;

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
        let missing = coverage
            .targets()
            .filter(|(_, standing)| *standing == Standing::Missing);
        let missing: Vec<Target> = missing.map(|(target, _)| target).collect();
        // Rules first: near the claims that they answer those for their cells are looked for.
        let (rules, cells): (Vec<_>, Vec<_>) = missing
            .into_iter()
            .partition(|target| target.cell.is_none());
        let (mut covered, mut cases) = (BTreeSet::new(), Vec::new());
        for target in rules.iter().chain(&cells) {
            let rule = Target {
                cell: None,
                ..*target
            };
            if target.cell.is_some() && coverage.standing(rule) == Some(Standing::Impossible) {
                coverage.set(*target, Standing::Impossible);
                continue;
            }
            if covered.contains(target) {
                continue;
            }
            match self.candidate(*target) {
                Ok(Answer::Yes(mut found)) => {
                    found.case.shows = self.remember(&found.values);
                    covered.extend(found.case.shows.iter().copied());
                    cases.push(found.case);
                }
                Ok(Answer::No) => coverage.set(*target, Standing::Impossible),
                Ok(Answer::Possible) => coverage.set(*target, Standing::NotFound),
                Err(Exhausted) => coverage.set(*target, Standing::NotExamined),
            }
            self.pay();
        }
        for case in &mut cases {
            let is_new = |it: &Target| coverage.standing(*it) == Some(Standing::Missing);
            case.shows.retain(is_new);
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
            if let Some(claim) = self.prover.claim(&world.region, &confirm) {
                answer = Answer::Yes(claim);
                return Next::Enough;
            }
            answer = Answer::Possible;
            if regions < REGIONS_MAX {
                Next::More
            } else {
                Next::Enough
            }
        });
        self.left = self.left.saturating_sub(sought.steps.get());
        result.map(|()| answer)
    }

    /// Whether every value is one of its factor's.
    fn is_within(&self, claim: &[i64]) -> bool {
        let scope = self.prover.scope;
        let mut values = scope.model.factors.iter().zip(claim);
        values.all(|(variable, value)| scope.space.classes(*variable).class(*value).is_some())
    }

    /// The claim with every factor at its plain value, or as near to it as the target permits.
    fn simplified(&self, mut claim: Vec<i64>, target: Target) -> Vec<i64> {
        for (at, plain) in self.plain.iter().enumerate() {
            let (Some(plain), Some(present)) = (*plain, claim.get(at).copied()) else {
                continue;
            };
            let nearer = self.around(plain, at).into_iter();
            let nearer = nearer.take_while(|value| *value != present);
            let values = std::iter::once(plain).chain(nearer).collect();
            if present != plain
                && let Some(moved) = self.moved(&claim, at, values, target)
            {
                claim = moved;
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

#[cfg(test)]
mod tests;
