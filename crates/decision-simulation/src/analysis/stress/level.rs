//! Sums by level of a factor, to find whose claims multiply in an outage.

use decision_matrix::table::{ColumnRef, FactorIndex, TableForm, ValueType};
use decision_matrix::{Fact, Facts};

use super::StressSums;
use crate::replay::ReplayPlan;

/// Sums by word of the factors that may stand for a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LevelSums {
    factors: Vec<(FactorIndex, Vec<StressSums>)>,
}

/// A level and its claims.
pub(super) struct Outage {
    pub(super) factor: String,
    pub(super) level: String,
    pub(super) sums: StressSums,
}

impl LevelSums {
    /// The factors of words on an axis of a cross-table of money; where there is none, every factor
    /// of words.
    pub(super) fn new(plan: &ReplayPlan) -> Self {
        let tables = plan.tables();
        let words: Vec<_> = { (0..).map(FactorIndex).zip(&tables.factors) }
            .filter_map(|(index, factor)| match &factor.column.value_type {
                ValueType::Category(words) => Some((index, words.len())),
                _ => None,
            })
            .collect();
        let is_axis = |index: FactorIndex| {
            let mut limits = { tables.tables.iter() }.filter(|table| {
                matches!(table.form, TableForm::Cross(_))
                    && table.output.value_type == ValueType::Money
            });
            limits.any(|table| table.rules.columns.contains(&ColumnRef::Factor(index)))
        };
        let is_any_axis = words.iter().any(|(index, _)| is_axis(*index));
        let factors = { words.into_iter() }
            .filter(|(index, _)| !is_any_axis || is_axis(*index))
            .map(|(index, words)| (index, vec![StressSums::default(); words]));
        Self {
            factors: factors.collect(),
        }
    }

    /// Adds a claim.
    pub(super) fn add(&mut self, _plan: &ReplayPlan, facts: &Facts, sums: &StressSums) {
        for (factor, levels) in &mut self.factors {
            let Fact::Value(word) = facts.fact(*factor) else {
                continue;
            };
            let place = usize::try_from(word).unwrap_or(usize::MAX);
            if let Some(level) = levels.get_mut(place) {
                level.merge(sums);
            }
        }
    }

    /// Adds the sums of other claims.
    pub(super) fn merge(&mut self, other: &Self) {
        let theirs = other.factors.iter().flat_map(|(_, levels)| levels);
        let mine = self.factors.iter_mut().flat_map(|(_, levels)| levels);
        for (mine, theirs) in mine.zip(theirs) {
            mine.merge(theirs);
        }
    }

    /// The level of which the most claims are settled at once, the first one of several; a factor
    /// of which only one level occurs tells nothing apart.
    pub(super) fn most_settled(&self, plan: &ReplayPlan) -> Option<Outage> {
        let mut best: Option<(FactorIndex, usize, StressSums)> = None;
        for (factor, levels) in &self.factors {
            if levels.iter().filter(|level| level.claims > 0).count() < 2 {
                continue;
            }
            for (place, sums) in levels.iter().enumerate() {
                let most = best.map_or(0, |(_, _, best)| best.auto_claims);
                if sums.auto_claims > most {
                    best = Some((*factor, place, *sums));
                }
            }
        }
        let (factor, place, sums) = best?;
        let levels = plan.levels().of(factor)?;
        Some(Outage {
            factor: levels.name().to_owned(),
            level: levels.name_of(u16::try_from(place).ok()?),
            sums,
        })
    }
}
