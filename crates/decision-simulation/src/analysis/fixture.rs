//! Small rules and claims for tests of analyses.

use std::sync::Arc;

use decision_matrix::table::FactorIndex;
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, Facts, RawValue};

use crate::costs::CostModel;
use crate::replay::{PricedClaim, ReplayPlan, ReplayedClaim};
use crate::results::KnownResults;

/// Rules with their engine and their prices.
pub(in crate::analysis) struct Rules {
    pub(in crate::analysis) compiled: CompiledMatrix,
    pub(in crate::analysis) plan: ReplayPlan,
}

impl Rules {
    pub(in crate::analysis) fn new(rules: &str, costs: &str) -> Self {
        let matrix = DecisionMatrix::from_yaml("matrix.yaml", rules).unwrap_or_else(|findings| {
            let messages: Vec<_> = findings
                .diagnostics()
                .iter()
                .map(|one| one.message().to_owned())
                .collect();
            panic!("{messages:?}")
        });
        let costs = CostModel::from_yaml("costs.yaml", costs).expect("the costs are right");
        let plan = ReplayPlan::new(Arc::clone(matrix.tables()), costs).expect("one currency");
        let config = CompileConfig { audit_key: None };
        Self {
            compiled: CompiledMatrix::new(Arc::clone(matrix.tables()), &config),
            plan,
        }
    }
}

/// A past claim.
pub(in crate::analysis) struct Past {
    pub(in crate::analysis) facts: Facts,
    pub(in crate::analysis) results: KnownResults,
}

impl Past {
    /// A claim with these texts as its factors, in order of declaration; an empty text is null.
    pub(in crate::analysis) fn of(rules: &Rules, values: &[&str], results: KnownResults) -> Self {
        let mut facts = rules.compiled.facts();
        for (factor, value) in (0..).map(FactorIndex).zip(values) {
            if !value.is_empty() {
                facts.set(factor, RawValue::Text(value));
            }
        }
        Self { facts, results }
    }

    /// The same claim at a time.
    pub(in crate::analysis) fn at(mut self, seconds: i64) -> Self {
        self.facts.set_time(seconds);
        self
    }

    /// Decides and prices the claim.
    pub(in crate::analysis) fn price(&self, rules: &Rules, mut with: impl FnMut(&PricedClaim<'_>)) {
        let decision = rules.compiled.decide(&self.facts);
        let claim = ReplayedClaim::new("C1-0", &self.facts, decision, self.results);
        with(&PricedClaim::new(&rules.plan, &claim));
    }
}
