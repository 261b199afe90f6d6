//! The engines agree: reference = compiled = batch = reprinted and read again, for any matrix and
//! any claim.
//!
//! `VERDICT_SOAK_FACTOR` multiplies the number of random matrices; the usual run decides about a
//! million claims on each engine.

mod borrowed;

use std::sync::Arc;

use decision_matrix::source::print;
use decision_matrix::source::span::SourceText;
use decision_matrix::{
    Analyses, BatchConfig, CompileConfig, CompiledMatrix, Decision, DecisionColumns,
    DecisionMatrix, Instructions, LoadConfig, reference,
};
use proptest::test_runner::{Config, TestRunner};

use crate::strategies::{Random, Shape, fill, matrix, rules_text};

pub(crate) const NO_AUDIT: CompileConfig = CompileConfig { audit_key: None };

/// Random rules overlap and leave gaps; the engines agree on what happens then.
const UNPROVED: LoadConfig = LoadConfig {
    analyses: Analyses::None,
    ..LoadConfig::STRICT
};

/// Checks `matrices` random matrices with `claims` claims each; a failure names the seed.
#[track_caller]
fn check(shape: Shape, matrices: u32, claims: usize, mask_bytes: usize) {
    let mut runner = TestRunner::new(Config {
        cases: matrices * soak_factor(),
        failure_persistence: None,
        ..Config::default()
    });
    let seeds = proptest::num::u64::ANY;
    let result = runner.run(&seeds, |seed| {
        check_seed(seed, shape, claims, mask_bytes);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// How many times more matrices are drawn than usual.
fn soak_factor() -> u32 {
    let factor = std::env::var("VERDICT_SOAK_FACTOR").ok();
    factor.map_or(1, |factor| {
        factor
            .parse()
            .expect("VERDICT_SOAK_FACTOR is a whole number")
    })
}

fn check_seed(seed: u64, shape: Shape, claims: usize, mask_bytes: usize) {
    let mut random = Random::new(seed);
    let tables = Arc::new(matrix(&mut random, shape));
    let compiled = CompiledMatrix::with_mask_budget(Arc::clone(&tables), &NO_AUDIT, mask_bytes);
    let mut facts = compiled.facts();
    let mut columns = compiled.columns();
    let mut expected = Vec::new();
    for at in 0..claims {
        fill(&mut random, &tables, &mut facts);
        let decision = reference::decide(&tables, &facts);
        assert_eq!(
            compiled.decide(&facts),
            decision,
            "seed {seed}, claim {at}: {facts:#?}\n{tables:#?}"
        );
        columns.push(&facts);
        expected.push(decision);
    }
    let mut decided = DecisionColumns::new();
    for instructions in Instructions::all() {
        for block_rows in [1, 3, 64, 200, 1_000] {
            let config = BatchConfig {
                block_rows,
                instructions,
            };
            compiled.decide_batch_with(&columns, &mut decided, config);
            let batch: Vec<_> = decided.iter().collect();
            assert_eq!(batch, expected, "seed {seed}, {config:?}");
        }
    }
}

const MASK_BYTES: usize = 64 * 1024 * 1024;

#[test]
fn engines_agree_on_small_matrices() {
    check(
        Shape {
            rules: 8,
            factors: 5,
            computed: 5,
            derive_percent: 50,
        },
        9_000,
        100,
        MASK_BYTES,
    );
}

#[test]
fn engines_agree_on_tables_of_hundreds_of_rules() {
    check(
        Shape {
            rules: 1_200,
            factors: 8,
            computed: 2,
            derive_percent: 50,
        },
        100,
        60,
        MASK_BYTES,
    );
}

#[test]
fn engines_agree_where_classes_are_merged() {
    check(
        Shape {
            rules: 100,
            factors: 6,
            computed: 3,
            derive_percent: 50,
        },
        300,
        100,
        512,
    );
    check(
        Shape {
            rules: 12,
            factors: 6,
            computed: 3,
            derive_percent: 50,
        },
        1_000,
        100,
        0,
    );
}

/// Expressions over expressions; with enough claims for whole blocks, and for blocks after one that
/// held numbers of more than 64 bits.
#[test]
fn engines_agree_on_derived_factors() {
    let shape = Shape {
        rules: 8,
        factors: 6,
        computed: 14,
        derive_percent: 90,
    };
    check(shape, 1_000, 100, MASK_BYTES);
    check(shape, 60, 1_300, MASK_BYTES);
}

/// A decision in words, which two matrices with other indexes share.
fn words(matrix: &CompiledMatrix, decision: &Decision) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        decision.outcome,
        matrix.rule_id(decision).to_owned(),
        matrix.reason_code(decision).to_owned(),
        matrix.route(decision).map(str::to_owned),
        decision.due_seconds,
        matrix.fault_name(decision).map(str::to_owned),
    )
}

#[test]
fn reprinted_rules_decide_alike() {
    let matrices = 1_000 * u64::from(soak_factor());
    let accepted = (0..matrices).filter(|seed| check_reprinted(*seed)).count() as u64;
    assert!(
        accepted * 4 > matrices,
        "only {accepted} of {matrices} matrices could be read"
    );
}

/// Writes a random matrix as a file, reads it, formats it and reads it again. False says that the
/// model breaks a rule that only files have to keep, such as a null that is not declared.
fn check_reprinted(seed: u64) -> bool {
    let shape = Shape {
        rules: 8,
        factors: 5,
        computed: 5,
        derive_percent: 50,
    };
    let tables = Arc::new(matrix(&mut Random::new(seed), shape));
    let text = rules_text(&tables);
    let Ok(read) = DecisionMatrix::from_yaml_with("reprinted.yaml", &text, UNPROVED) else {
        return false;
    };
    let formatted = print::format(&SourceText::new("reprinted.yaml", text.as_str())).unwrap();
    let again = DecisionMatrix::from_yaml_with("formatted.yaml", &formatted, UNPROVED).unwrap();
    assert_eq!(
        again.fingerprint(),
        read.fingerprint(),
        "seed {seed}:\n{text}\n{formatted}"
    );
    let original = CompiledMatrix::new(tables, &NO_AUDIT);
    let reprinted = read.compile();
    let (mut facts, mut other_facts) = (original.facts(), reprinted.facts());
    for claim in 0..50 {
        let claim_seed = seed * 1_000 + claim;
        fill(&mut Random::new(claim_seed), original.tables(), &mut facts);
        fill(
            &mut Random::new(claim_seed),
            reprinted.tables(),
            &mut other_facts,
        );
        let expected = words(&original, &original.decide(&facts));
        let decided = words(&reprinted, &reprinted.decide(&other_facts));
        assert_eq!(
            decided, expected,
            "seed {seed}, claim {claim}: {facts:#?}\n{text}"
        );
    }
    true
}
