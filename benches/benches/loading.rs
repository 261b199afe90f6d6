//! Loading of rules without proofs: parse, check, compile.
//!
//! `cargo bench -p verdict-benches --bench loading`

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use verdict_benches::{Shape, desk_text, read, rules_text};

fn loading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("loading");
    group.sample_size(10);
    let texts = [
        ("wide", 1_000, rules_text(1_000, Shape::Wide, 0)),
        ("bands", 1_000, rules_text(1_000, Shape::Bands, 0)),
        ("desk", 1_000, desk_text(1_000)),
        ("wide", 10_000, rules_text(10_000, Shape::Wide, 0)),
        ("bands", 10_000, rules_text(10_000, Shape::Bands, 0)),
        ("desk", 10_000, desk_text(10_000)),
    ];
    for (shape, rules, text) in texts {
        let matrix = read(&text);
        assert_eq!(matrix.tables().decision.rules.len(), rules);
        group.bench_function(
            BenchmarkId::new(format!("{shape}, parse, check"), rules),
            |bencher| {
                bencher.iter(|| read(black_box(&text)));
            },
        );
        group.bench_function(
            BenchmarkId::new(format!("{shape}, compile"), rules),
            |bencher| {
                bencher.iter(|| black_box(&matrix).compile());
            },
        );
    }
    group.finish();
}

criterion_group!(benches, loading);
criterion_main!(benches);
