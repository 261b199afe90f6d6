//! From classes and verdicts to regions in words, each with a claim that both engines confirm; and
//! from a claim back to its region.

use std::sync::Arc;

use crate::calendar::{format_date, format_duration, format_timestamp};
use crate::compile::{NULL, ValueSet};
use crate::evaluate::{Facts, Probe};
use crate::number::format_scaled;
use crate::table::{ColumnType, DecisionTables, Factor, FactorIndex, Outcome, ValueType};
use crate::verify::cell_words::{value_words, words};
use crate::verify::search::{Budget, Exhausted};

use super::feasible::Claims;
use super::joint::{Joint, Meaning, Verdict};
use super::merge::Merged;
use super::unify::Unified;
use super::version::Engine;
use super::{DiffDecision, DiffRegion, Witness};

/// The values of a region, by variable; those that are not restricted are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RegionPlace {
    sets: Vec<(usize, ValueSet)>,
}

/// Finds the region of a claim.
#[derive(Debug)]
pub(super) struct Locator {
    old: Engine,
    new: Engine,
    texts: Vec<String>,
    factors: Vec<Factor>,
    factor_count: usize,
}

/// Regions, and what their variables mean.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) regions: Vec<DiffRegion>,
    meanings: Vec<Meaning>,
}

impl Locator {
    /// Looks into the space of two versions.
    pub(super) fn new(
        old: &Arc<DecisionTables>,
        new: &Arc<DecisionTables>,
        unified: &Unified,
    ) -> Self {
        Self {
            old: Engine::new(old, &unified.old),
            new: Engine::new(new, &unified.new),
            texts: unified.texts.clone(),
            factors: unified.factors.clone(),
            factor_count: unified.factors.len(),
        }
    }

    /// The region of a claim.
    pub(super) fn locate(&self, told: &Told, old: &Facts, new: &Facts) -> Option<usize> {
        self.place(told, &self.joint_claim(old, new)?)
    }

    /// A claim in joint numbers; `None` where a value cannot be read.
    fn joint_claim(&self, old: &Facts, new: &Facts) -> Option<Vec<i64>> {
        let mut values = vec![None; self.factor_count];
        self.old.read(old, &self.texts, &mut values);
        self.new.read(new, &self.texts, &mut values);
        values.into_iter().collect()
    }

    /// A claim as a claims file writes it.
    pub(super) fn witness(&self, old: &Facts, new: &Facts) -> Option<Witness> {
        let claim = self.joint_claim(old, new)?;
        let mut told = claim_words(&self.factors, &self.texts, &claim);
        let is_text = |factor: &Factor| factor.column.value_type == ValueType::Text;
        let pairs = told.iter_mut().zip(&self.factors);
        for ((name, text), _) in pairs.filter(|(_, factor)| is_text(factor)) {
            let own = [old, new].into_iter().find_map(|facts| {
                let mut factors = (0..).map(FactorIndex).zip(&facts.tables().factors);
                let (index, _) = factors.find(|(_, factor)| factor.name == *name)?;
                facts.text(index).map(str::to_owned)
            });
            *text = own.or_else(|| text.take());
        }
        Some(told)
    }

    /// The region of a claim in joint numbers.
    fn place(&self, told: &Told, claim: &[i64]) -> Option<usize> {
        let derived = told.meanings.iter().skip(self.factor_count).map(|meaning| {
            let old = meaning.old.and_then(|column| self.old.value(claim, column));
            old.or_else(|| self.new.value(claim, meaning.new?))
        });
        let derived: Vec<Option<i64>> = derived.collect();
        let value = |variable: usize| match variable.checked_sub(self.factor_count) {
            None => claim.get(variable).copied(),
            Some(at) => derived.get(at).copied().flatten(),
        };
        told.regions.iter().position(|region| {
            let mut sets = region.place.sets.iter();
            sets.all(|(variable, set)| value(*variable).is_some_and(|it| set.contains(it)))
        })
    }

    /// What both versions decide of a claim in joint numbers.
    pub(super) fn decide(&self, claim: &[i64]) -> [(Verdict, String); 2] {
        [self.old.decide(claim), self.new.decide(claim)]
    }
}

/// The regions in words, those with a witness first.
pub(super) fn regions(
    unified: &Unified,
    told: &Joint<'_>,
    locator: &Locator,
    claims: &Claims<'_>,
    boxes: &[Merged],
    budget: &mut Budget,
) -> Result<Told, Exhausted> {
    let assembling = Assembling {
        unified,
        joint: told,
        locator,
        claims,
    };
    let regions = boxes.iter().map(|it| assembling.region(it, budget));
    let mut regions = regions.collect::<Result<Vec<DiffRegion>, Exhausted>>()?;
    regions.sort_by_key(DiffRegion::is_possible_only);
    Ok(Told {
        regions,
        meanings: told.variables.clone(),
    })
}

struct Assembling<'a> {
    unified: &'a Unified,
    /// The space in which the regions are told.
    joint: &'a Joint<'a>,
    locator: &'a Locator,
    claims: &'a Claims<'a>,
}

impl Assembling<'_> {
    fn region(&self, merged: &Merged, budget: &mut Budget) -> Result<DiffRegion, Exhausted> {
        let (mut when, mut sets) = (Vec::new(), Vec::new());
        for (variable, set) in merged.sets.iter().enumerate() {
            let classes = self.joint.space.classes(variable);
            let Some(meaning) = self.joint.variables.get(variable) else {
                continue;
            };
            if *set == classes.all() {
                continue;
            }
            let values = classes.value_set(set);
            let cell = words(&meaning.column, &self.unified.texts, &values);
            when.push((meaning.name.clone(), cell));
            sets.push((variable, values));
        }
        let claim = self.claim(merged, budget)?;
        let rules = claim.as_ref().map(|claim| self.locator.decide(claim));
        let rules = rules.map(|decided| decided.map(|(_, rule)| rule));
        let [from_rule, to_rule] = match rules {
            Some(rules) => rules.map(Some),
            None => [None, None],
        };
        Ok(DiffRegion {
            when,
            from: self.decision(merged.from, from_rule),
            to: self.decision(merged.to, to_rule),
            witness: claim.map(|it| claim_words(&self.unified.factors, &self.unified.texts, &it)),
            place: RegionPlace { sets },
        })
    }

    fn decision(&self, verdict: usize, rule: Option<String>) -> DiffDecision {
        let verdict = self.joint.verdicts.get(verdict);
        let outcome = verdict.and_then(|it| Outcome::ALL.get(it.outcome));
        DiffDecision {
            outcome: outcome.copied().unwrap_or(Outcome::Review),
            reason: verdict.map(|it| it.reason.clone()).unwrap_or_default(),
            route: verdict.and_then(|it| it.route.clone()),
            due_seconds: verdict.and_then(|it| it.due_seconds),
            rule,
        }
    }

    /// A claim of a region that both engines decide as they should.
    fn claim(&self, merged: &Merged, budget: &mut Budget) -> Result<Option<Vec<i64>>, Exhausted> {
        let expected = [merged.from, merged.to].map(|at| self.joint.verdicts.get(at));
        let confirm = |probe: &Probe<'_>| {
            let decided = self.locator.decide(probe.factors());
            let mut decided = decided.iter().zip(expected);
            decided.all(|((verdict, _), expected)| Some(verdict) == expected)
        };
        self.claims.claim(merged, &confirm, budget)
    }
}

/// A claim as a claims file writes it.
fn claim_words(factors: &[Factor], texts: &[String], claim: &[i64]) -> Witness {
    let values = factors.iter().zip(claim).map(|(factor, value)| {
        let text = (*value != NULL).then(|| claim_text(&factor.column, texts, *value));
        (factor.name.clone(), text)
    });
    values.collect()
}

/// A value as a claims file writes it.
fn claim_text(column: &ColumnType, texts: &[String], value: i64) -> String {
    match column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => {
            format_scaled(value, column.scale)
        }
        ValueType::Text => {
            let known = usize::try_from(value).ok().and_then(|at| texts.get(at));
            known.cloned().unwrap_or_else(|| {
                let mut other = "other".to_owned();
                while texts.contains(&other) {
                    other.push('_');
                }
                other
            })
        }
        ValueType::Date => format_date(value),
        ValueType::Timestamp => format_timestamp(value),
        ValueType::Duration => format_duration(value),
        ValueType::Boolean | ValueType::Category(_) => value_words(column, texts, value),
    }
}
