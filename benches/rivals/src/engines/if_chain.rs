//! The rules as a chain of `if` statements with constants in them.

use anyhow::Result;
use verdict_benches::{Claim, chain_12, chain_100, chain_1000};

use crate::engine::{Engine, RuleNumber};

pub(super) struct IfChain(fn(&Claim) -> RuleNumber);

impl IfChain {
    /// The chain of so many rules, if it was written.
    pub(super) fn new(count: usize) -> Option<Self> {
        match count {
            12 => Some(Self(chain_12)),
            100 => Some(Self(chain_100)),
            1_000 => Some(Self(chain_1000)),
            _ => None,
        }
    }
}

impl Engine for IfChain {
    type Input = Claim;
    type Answer = RuleNumber;

    fn input(&self, claim: &Claim) -> Result<Claim> {
        Ok(*claim)
    }

    fn decide(&mut self, claim: &Claim) -> RuleNumber {
        (self.0)(claim)
    }

    fn rule(&self, answer: RuleNumber) -> Result<RuleNumber> {
        Ok(answer)
    }
}
