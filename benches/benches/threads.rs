//! Many claims over several threads: each thread decides its own part of the claims, and the parts
//! share nothing but the rules.
//!
//! `cargo bench -p verdict-benches --bench threads`

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::thread;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use decision_matrix::{CompiledMatrix, Decision, DecisionColumns};
use verdict_benches::{OwnedColumns, Workload};

const CLAIMS: usize = 1_048_576;

/// Decides every part on a thread of its own.
fn decide(matrix: &CompiledMatrix, parts: &[OwnedColumns], out: &mut [DecisionColumns]) {
    thread::scope(|scope| {
        for (part, out) in parts.iter().zip(out) {
            scope.spawn(|| matrix.decide_columns(&part.borrowed(matrix), out));
        }
    });
}

fn threads(criterion: &mut Criterion) {
    let most = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut group = criterion.benchmark_group("threads");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(CLAIMS as u64));
    for rules in [12, 1_000] {
        let workload = Workload::new(rules, CLAIMS / 8);
        let claims: Vec<_> = workload
            .claims
            .iter()
            .copied()
            .cycle()
            .take(CLAIMS)
            .collect();
        let once = workload.decisions();
        let expected: Vec<Decision> = once.iter().copied().cycle().take(CLAIMS).collect();
        for count in 1..=most {
            let chunks = claims.chunks(CLAIMS.div_ceil(count));
            let parts: Vec<_> = chunks.map(OwnedColumns::narrow).collect();
            let mut out = vec![DecisionColumns::new(); parts.len()];
            decide(&workload.matrix, &parts, &mut out);
            assert!(
                out.iter()
                    .flat_map(DecisionColumns::iter)
                    .eq(expected.iter().copied())
            );
            let id = BenchmarkId::new(format!("{rules} rules"), count);
            group.bench_function(id, |bencher| {
                bencher.iter(|| decide(black_box(&workload.matrix), &parts, &mut out));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, threads);
criterion_main!(benches);
