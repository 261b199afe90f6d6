//! The three engines agree: reference = compiled = batch, for any matrix and any claim.

use std::sync::Arc;

use decision_matrix::{CompileConfig, CompiledMatrix, DecisionColumns, reference};
use proptest::test_runner::{Config, TestRunner};

use crate::strategies::{Random, Shape, fill, matrix};

const NO_AUDIT: CompileConfig = CompileConfig { audit_key: None };

/// Checks `matrices` random matrices with `claims` claims each; a failure names the seed.
#[track_caller]
fn check(shape: Shape, matrices: u32, claims: usize, mask_bytes: usize) {
    let mut runner = TestRunner::new(Config {
        cases: matrices,
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
    for block_rows in [1, 3, 64, 256, 1_000] {
        compiled.decide_batch_in_blocks(&columns, &mut decided, block_rows);
        let batch: Vec<_> = decided.iter().collect();
        assert_eq!(batch, expected, "seed {seed}, blocks of {block_rows}");
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
        },
        8_000,
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
        },
        1_000,
        100,
        0,
    );
}
