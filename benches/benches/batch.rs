//! Many claims as columns: of 64 bits, as narrow as the values permit, pushed claim by claim; and the
//! rules of a claims desk with derived columns, chained tables and missing values.
//!
//! `cargo bench -p verdict-benches --bench batch`

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use decision_matrix::{CompiledMatrix, Decision, DecisionColumns, Facts};
use verdict_benches::{DeskWorkload, OwnedColumns, Workload};

const CLAIMS: usize = 65_536;

/// Compares the answers with those of single decisions, and measures.
fn columns(
    group: &mut BenchmarkGroup<'_, WallTime>,
    id: BenchmarkId,
    matrix: &CompiledMatrix,
    columns: &OwnedColumns,
    expected: &[Decision],
) {
    let claims = columns.borrowed(matrix);
    let mut out = DecisionColumns::new();
    matrix.decide_columns(&claims, &mut out);
    assert!(
        out.iter().eq(expected.iter().copied()),
        "{}",
        matrix.tables().id
    );
    group.bench_function(id, |bencher| {
        bencher.iter(|| matrix.decide_columns(black_box(&claims), &mut out));
    });
}

/// The same with claims that were pushed one by one; pushing is measured apart.
fn pushed(
    group: &mut BenchmarkGroup<'_, WallTime>,
    rules: usize,
    matrix: &CompiledMatrix,
    facts: &[Facts],
    expected: &[Decision],
) {
    let mut claims = matrix.columns();
    for claim in facts {
        claims.push(claim);
    }
    let mut out = DecisionColumns::new();
    matrix.decide_batch(&claims, &mut out);
    assert!(
        out.iter().eq(expected.iter().copied()),
        "{}",
        matrix.tables().id
    );
    group.bench_function(BenchmarkId::new("pushed", rules), |bencher| {
        bencher.iter(|| matrix.decide_batch(black_box(&claims), &mut out));
    });
    group.bench_function(BenchmarkId::new("push only", rules), |bencher| {
        bencher.iter(|| {
            claims.clear();
            for claim in facts {
                claims.push(black_box(claim));
            }
        });
    });
}

fn batch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("batch");
    group
        .sample_size(20)
        .throughput(Throughput::Elements(CLAIMS as u64));
    for rules in Workload::SIZES {
        let workload = Workload::new(rules, CLAIMS);
        let (matrix, expected) = (&workload.matrix, workload.decisions());
        let wide = OwnedColumns::wide(&workload.claims);
        columns(
            &mut group,
            BenchmarkId::new("64 bits", rules),
            matrix,
            &wide,
            &expected,
        );
        let narrow = OwnedColumns::narrow(&workload.claims);
        columns(
            &mut group,
            BenchmarkId::new("narrow", rules),
            matrix,
            &narrow,
            &expected,
        );
        pushed(&mut group, rules, matrix, &workload.facts, &expected);
    }
    for rules in [12, 100, 1_000] {
        let desk = DeskWorkload::new(rules, CLAIMS);
        let nullable = OwnedColumns::of_facts(&desk.facts);
        let id = BenchmarkId::new("desk", rules);
        columns(&mut group, id, &desk.matrix, &nullable, &desk.decisions());
    }
    group.finish();
}

criterion_group!(benches, batch);
criterion_main!(benches);
