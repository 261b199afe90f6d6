//! From a line of JSON to a decision.
//!
//! `cargo bench -p verdict-benches --bench json`

#![expect(
    clippy::expect_used,
    reason = "a bench whose claims are no JSON has nothing to measure"
)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use verdict_benches::Workload;

const CLAIMS: usize = 4_096;

fn json(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("json");
    group.throughput(Throughput::Elements(CLAIMS as u64));
    for rules in Workload::SIZES {
        let workload = Workload::new(rules, CLAIMS);
        let matrix = &workload.matrix;
        let mut facts = matrix.facts();
        for (line, expected) in workload.json.iter().zip(workload.decisions()) {
            facts.set_json(line).expect("the claim is JSON");
            assert_eq!(matrix.decide(&facts), expected, "{line}");
        }
        group.bench_function(BenchmarkId::new("set, decide", rules), |bencher| {
            bencher.iter(|| {
                for line in &workload.json {
                    let _ = black_box(facts.set_json(black_box(line)));
                    black_box(matrix.decide(&facts));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, json);
criterion_main!(benches);
