//! Single decisions, and the table of the README: the compiled engine in all its ways against a chain
//! of `if` statements of the same rules, and against the reference.
//!
//! `cargo bench -p verdict-benches --bench engine` first compares all answers, then prints the table,
//! whose ways take turns, and then runs criterion. With a filter only criterion runs.

mod table;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use verdict_benches::{DeskWorkload, Workload};

/// Claims of a round: so many that no branch predictor learns them by heart.
const CLAIMS: usize = 8_192;
/// Claims that are also given to the reference, which is slow.
const REFERENCE_CLAIMS: usize = 32;

fn main() {
    let workloads = Workload::SIZES.map(|rules| Workload::new(rules, CLAIMS));
    for workload in &workloads {
        workload.compare_answers(REFERENCE_CLAIMS);
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` runs it without `--bench`, to see that it works.
    let is_test = !arguments.iter().any(|it| it == "--bench");
    if arguments.iter().all(|it| it.starts_with('-')) {
        table::print(&workloads, if is_test { 1 } else { table::ROUNDS });
    }
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    measure(&mut criterion, &workloads);
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, workloads: &[Workload]) {
    let mut group = criterion.benchmark_group("single");
    group.throughput(Throughput::Elements(CLAIMS as u64));
    for workload in workloads {
        if let Some(chain) = workload.chain {
            group.bench_function(BenchmarkId::new("if-chain", workload.rules), |bencher| {
                bencher.iter(|| {
                    for claim in &workload.claims {
                        black_box(chain(black_box(claim)));
                    }
                });
            });
        }
        group.bench_function(BenchmarkId::new("decide", workload.rules), |bencher| {
            bencher.iter(|| {
                for facts in &workload.facts {
                    black_box(workload.matrix.decide(black_box(facts)));
                }
            });
        });
    }
    let desk = DeskWorkload::new(100, CLAIMS);
    group.bench_function(BenchmarkId::new("decide, desk", desk.rules), |bencher| {
        bencher.iter(|| {
            for facts in &desk.facts {
                black_box(desk.matrix.decide(black_box(facts)));
            }
        });
    });
    group.finish();
}
