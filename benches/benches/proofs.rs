//! Proofs: everything that `verdict check` proves, and `verdict diff`.
//!
//! `cargo bench -p verdict-benches --bench proofs`

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a bench that cannot read its rules has nothing to measure"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use decision_matrix::diff::diff;
use decision_matrix::{Analyses, DecisionMatrix, LoadConfig};
use verdict_benches::{Shape, rules_text};

const SHIPPED: [&str; 6] = [
    "atm-cash-dispute",
    "atm-deposit-not-credited",
    "baggage-claim",
    "card-fee-refund",
    "credit-limit-restore",
    "expense-refund",
];

/// Reads and proves all there is to prove; gives the number of findings.
fn check(text: &str) -> usize {
    let config = LoadConfig {
        large: true,
        analyses: Analyses::All,
        ..LoadConfig::STRICT
    };
    match DecisionMatrix::from_yaml_with("bench.yaml", text, config) {
        Ok(matrix) => matrix.findings().diagnostics().len(),
        Err(findings) => panic!("{findings}"),
    }
}

fn read(text: &str) -> DecisionMatrix {
    let config = LoadConfig {
        large: true,
        ..LoadConfig::STRICT
    };
    DecisionMatrix::from_yaml_with("bench.yaml", text, config).expect("the rules are right")
}

fn proofs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("proofs");
    group.sample_size(10);
    for name in SHIPPED {
        let path = format!("{}/../rules/{name}/matrix.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the shipped rules are there");
        group.bench_function(format!("check {name}"), |bencher| {
            bencher.iter(|| check(&text));
        });
    }
    for (rules, shape) in [
        (100, Shape::Wide),
        (100, Shape::Bands),
        (1_000, Shape::Wide),
        (1_000, Shape::Bands),
        (10_000, Shape::Bands),
    ] {
        let text = rules_text(rules, shape, 0);
        let name = format!("check {rules} rules, {shape:?}");
        group.bench_function(name, |bencher| {
            bencher.iter(|| check(&text));
        });
    }
    let (old, new) = (
        read(&rules_text(1_000, Shape::Bands, 0)),
        read(&rules_text(1_000, Shape::Bands, 10)),
    );
    let budget = LoadConfig::STRICT.proof_budget;
    group.bench_function("diff 1000 rules, 10 cells", |bencher| {
        bencher.iter(|| {
            diff(&old, &new, budget)
                .expect("they can be compared")
                .regions()
                .len()
        });
    });
    group.finish();
}

criterion_group!(benches, proofs);
criterion_main!(benches);
