//! Rules with claims in every form in which they are decided.

use std::sync::Arc;

use decision_matrix::{
    Analyses, Binding, CompileConfig, CompiledMatrix, Decision, DecisionMatrix, Facts, LoadConfig,
    RuleRef, reference,
};

use crate::chain::{chain_12, chain_100, chain_1000};
use crate::claims::{Claim, claims};
use crate::desk::{DeskClaim, desk_claims, desk_text};
use crate::typed::{TypedClaim, json, money_tables, typed};

/// The chain of `if` statements of one table.
pub type Chain = fn(&Claim) -> Option<u32>;

/// One table over ten factors, and claims.
#[derive(Debug)]
pub struct Workload {
    /// How many rules the table has.
    pub rules: usize,
    /// The same rules as a chain; none for 10,000, which would take long to compile.
    pub chain: Option<Chain>,
    /// The table.
    pub matrix: CompiledMatrix,
    /// The claims as numbers.
    pub claims: Vec<Claim>,
    /// The claims as structs.
    pub typed: Vec<TypedClaim>,
    /// The claims as lines of JSON.
    pub json: Vec<String>,
    /// The claims as facts.
    pub facts: Vec<Facts>,
    /// From a struct to facts.
    pub binding: Binding,
}

impl Workload {
    /// The sizes that are measured.
    pub const SIZES: [usize; 4] = [12, 100, 1_000, 10_000];

    /// A table of so many rules, with so many claims.
    ///
    /// # Panics
    /// The struct of a claim does not fit the table.
    pub fn new(rules: usize, count: usize) -> Self {
        let config = CompileConfig { audit_key: None };
        let matrix = CompiledMatrix::new(Arc::new(money_tables(rules)), &config);
        let claims = claims(count);
        let typed: Vec<TypedClaim> = claims.iter().map(typed).collect();
        let (binding, facts) = bound(&matrix, &typed);
        Self {
            rules,
            chain: match rules {
                12 => Some(chain_12),
                100 => Some(chain_100),
                1_000 => Some(chain_1000),
                _ => None,
            },
            json: claims.iter().map(json).collect(),
            matrix,
            claims,
            typed,
            facts,
            binding,
        }
    }

    /// What is decided of each claim, one by one.
    pub fn decisions(&self) -> Vec<Decision> {
        decisions(&self.matrix, &self.facts)
    }

    /// Compares the answers to all claims: singly, from structs and JSON, by the chain, and of some
    /// also by the reference.
    ///
    /// # Panics
    /// Two answers differ.
    pub fn compare_answers(&self, by_reference: usize) {
        let mut read = self.matrix.facts();
        for (at, (claim, facts)) in self.claims.iter().zip(&self.facts).enumerate() {
            let decision = self.matrix.decide(facts);
            let is_read = self
                .json
                .get(at)
                .is_some_and(|it| read.set_json(it).is_ok());
            assert!(
                is_read && self.matrix.decide(&read) == decision,
                "{claim:?}"
            );
            if at < by_reference {
                let expected = reference::decide(self.matrix.tables(), facts);
                assert_eq!(decision, expected, "{claim:?}");
            }
            if let Some(chain) = self.chain {
                assert_eq!(place(&decision), chain(claim), "{claim:?}");
            }
        }
    }
}

/// The rules of a claims desk, and claims.
#[derive(Debug)]
pub struct DeskWorkload {
    /// How many rules the decision has.
    pub rules: usize,
    /// The rules.
    pub matrix: CompiledMatrix,
    /// The claims as structs.
    pub claims: Vec<DeskClaim>,
    /// The claims as facts.
    pub facts: Vec<Facts>,
    /// From a struct to facts.
    pub binding: Binding,
}

impl DeskWorkload {
    /// Rules whose decision has so many, with so many claims.
    ///
    /// # Panics
    /// The rules are refused, or the struct of a claim does not fit them.
    pub fn new(rules: usize, count: usize) -> Self {
        let matrix = read(&desk_text(rules)).compile();
        let claims = desk_claims(count);
        let (binding, facts) = bound(&matrix, &claims);
        Self {
            rules,
            matrix,
            claims,
            facts,
            binding,
        }
    }

    /// What is decided of each claim, one by one.
    pub fn decisions(&self) -> Vec<Decision> {
        decisions(&self.matrix, &self.facts)
    }
}

/// What is decided of each claim, one by one.
fn decisions(matrix: &CompiledMatrix, facts: &[Facts]) -> Vec<Decision> {
    facts.iter().map(|facts| matrix.decide(facts)).collect()
}

/// The number of the rule that answers.
pub fn place(decision: &Decision) -> Option<u32> {
    match decision.rule {
        RuleRef::Rule(place) => Some(place),
        RuleRef::Default | RuleRef::Fault => None,
    }
}

/// Reads and checks rules of any size, without proofs.
///
/// # Panics
/// The rules are refused.
#[expect(clippy::panic, reason = "refused rules leave nothing to measure")]
pub fn read(text: &str) -> DecisionMatrix {
    let config = LoadConfig {
        large: true,
        analyses: Analyses::None,
        ..LoadConfig::STRICT
    };
    match DecisionMatrix::from_yaml_with("bench.yaml", text, config) {
        Ok(matrix) => matrix,
        Err(findings) => panic!("{findings}"),
    }
}

/// The binding of a type of claims, and the facts of each claim.
#[expect(
    clippy::expect_used,
    reason = "a workload without claims measures nothing"
)]
fn bound<T: serde::Serialize>(matrix: &CompiledMatrix, claims: &[T]) -> (Binding, Vec<Facts>) {
    let example = claims.first().expect("there are claims");
    let binding = matrix.bind(example).expect("the claims fit the rules");
    let facts = claims.iter().map(|claim| {
        let mut facts = matrix.facts();
        binding.fill(&mut facts, claim);
        facts
    });
    let facts = facts.collect();
    (binding, facts)
}
