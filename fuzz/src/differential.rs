//! Any rules, any claims: the reference, the compiled engine, the batch engine and the reprinted rules
//! decide alike.

use std::sync::Arc;

use decision_matrix::source::print;
use decision_matrix::source::span::SourceText;
use decision_matrix::table::{DecisionTables, FactorIndex};
use decision_matrix::{
    Analyses, BatchConfig, CompileConfig, CompiledMatrix, Decision, DecisionColumns,
    DecisionMatrix, Facts, LoadConfig, reference,
};

use crate::bytes::Bytes;
use crate::claims::{self, Claim};
use crate::rules;

/// Most claims of one example.
const CLAIMS_MAX: usize = 32;

/// Numbers of rows at a time in the batch engine.
const BLOCK_ROWS: [usize; 3] = [1, 7, 1024];

const NO_AUDIT: CompileConfig = CompileConfig { audit_key: None };
/// Drawn rules overlap and leave gaps; the engines agree on what happens then.
const UNPROVED: LoadConfig = LoadConfig {
    analyses: Analyses::None,
    ..LoadConfig::STRICT
};

/// Draws rules and claims from the bytes and compares every decision.
pub fn check(data: &[u8]) {
    let _ = decide(data);
}

/// The decisions on the claims drawn; none where the rules were refused.
fn decide(data: &[u8]) -> Vec<Decision> {
    let mut bytes = Bytes::new(data);
    let rules = rules::draw(&mut bytes);
    let Ok(matrix) = DecisionMatrix::from_yaml_with("drawn.yaml", &rules.text, UNPROVED) else {
        return Vec::new();
    };
    let mut drawn = vec![claims::draw(&mut bytes, &rules.factors)];
    while !bytes.is_empty() && drawn.len() < CLAIMS_MAX {
        drawn.push(claims::draw(&mut bytes, &rules.factors));
    }
    let expected = by_reference(matrix.tables(), &drawn);
    let compiled = CompiledMatrix::new(Arc::clone(matrix.tables()), &NO_AUDIT);
    compare(
        &rules.text,
        &drawn,
        &expected,
        &one_by_one(&compiled, &drawn),
    );
    for block_rows in BLOCK_ROWS {
        compare(
            &rules.text,
            &drawn,
            &expected,
            &in_columns(&compiled, &drawn, block_rows),
        );
    }
    let reprinted = print::format(&SourceText::new("drawn.yaml", rules.text.as_str()))
        .expect("accepted rules can be printed");
    let again = DecisionMatrix::from_yaml_with("reprinted.yaml", &reprinted, UNPROVED);
    let again = again.unwrap_or_else(|findings| panic!("{reprinted}\n{}", findings.render(false)));
    compare(
        &reprinted,
        &drawn,
        &expected,
        &by_reference(again.tables(), &drawn),
    );
    expected
}

fn compare(rules: &str, claims: &[Claim], expected: &[Decision], actual: &[Decision]) {
    assert_eq!(
        claims.len(),
        actual.len(),
        "a decision for each claim\n{rules}"
    );
    for ((claim, expected), actual) in claims.iter().zip(expected).zip(actual) {
        assert_eq!(expected, actual, "{claim:?}\n{rules}");
    }
}

fn fill(facts: &mut Facts, claim: &Claim) {
    facts.clear();
    if let Some(id) = &claim.id {
        facts.set_claim(id);
    }
    facts.set_time_raw(claim.time.raw());
    for (place, value) in (0..).zip(&claim.values) {
        facts.set(FactorIndex(place), value.raw());
    }
}

fn by_reference(tables: &Arc<DecisionTables>, claims: &[Claim]) -> Vec<Decision> {
    let mut facts = Facts::new(Arc::clone(tables));
    let decide = |claim| {
        fill(&mut facts, claim);
        reference::decide(tables, &facts)
    };
    claims.iter().map(decide).collect()
}

fn one_by_one(compiled: &CompiledMatrix, claims: &[Claim]) -> Vec<Decision> {
    let mut facts = compiled.facts();
    let decide = |claim| {
        fill(&mut facts, claim);
        compiled.decide(&facts)
    };
    claims.iter().map(decide).collect()
}

fn in_columns(compiled: &CompiledMatrix, claims: &[Claim], block_rows: usize) -> Vec<Decision> {
    let (mut facts, mut columns) = (compiled.facts(), compiled.columns());
    for claim in claims {
        fill(&mut facts, claim);
        columns.push(&facts);
    }
    let mut decisions = DecisionColumns::new();
    let config = BatchConfig {
        block_rows,
        ..BatchConfig::best()
    };
    compiled.decide_batch_with(&columns, &mut decisions, config);
    decisions.iter().collect()
}

/// Most of what is drawn must be worth comparing, or the target would look at nothing.
#[test]
fn most_drawn_rules_are_accepted() {
    const EXAMPLES: usize = 500;
    let mut state = 0_u64;
    let mut byte = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    let examples = (0..EXAMPLES).map(|_| (0..800).map(|_| byte()).collect::<Vec<u8>>());
    let decided: Vec<Vec<Decision>> = examples.map(|data| decide(&data)).collect();
    let accepted = decided
        .iter()
        .filter(|decisions| !decisions.is_empty())
        .count();
    let decisions: Vec<Decision> = decided.concat();
    let by_rule = decisions
        .iter()
        .filter(|decision| matches!(decision.rule, decision_matrix::RuleRef::Rule(_)))
        .count();
    println!(
        "{accepted} of {EXAMPLES} accepted; {by_rule} of {} decided by a rule",
        decisions.len()
    );
    assert!(
        accepted > EXAMPLES / 2,
        "{accepted} of {EXAMPLES} are accepted"
    );
    assert!(
        by_rule > decisions.len() / 4,
        "{by_rule} of {} are decided by a rule",
        decisions.len()
    );
}
