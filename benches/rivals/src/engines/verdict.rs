//! Verdict: `decide` on filled facts.

use std::sync::Arc;

use anyhow::Result;
use decision_matrix::{CompileConfig, CompiledMatrix, Decision, Facts, RuleRef};
use verdict_benches::{Claim, facts, tables};

use crate::engine::{Engine, RuleNumber};

pub(super) struct Verdict(CompiledMatrix);

impl Verdict {
    pub(super) fn new(count: usize) -> Self {
        Self(CompiledMatrix::new(
            Arc::new(tables(count)),
            &CompileConfig { audit_key: None },
        ))
    }
}

impl Engine for Verdict {
    type Input = Facts;
    type Answer = Decision;

    fn input(&self, claim: &Claim) -> Result<Facts> {
        Ok(facts(&self.0, claim))
    }

    fn decide(&mut self, facts: &Facts) -> Decision {
        self.0.decide(facts)
    }

    fn rule(&self, decision: Decision) -> Result<RuleNumber> {
        match decision.rule {
            RuleRef::Rule(number) => Ok(Some(number)),
            RuleRef::Default => Ok(None),
            RuleRef::Fault => anyhow::bail!("the facts are at fault"),
        }
    }
}
