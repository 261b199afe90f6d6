//! Nanoseconds per decision: the compiled engine, singly and in a batch, against a chain of `if`
//! statements of the same rules and against the reference.
//!
//! `cargo bench -p verdict-benches` first compares all answers, then prints one table, in which
//! every number is the best of many rounds that take turns, and then runs criterion.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use criterion::{BenchmarkId, Criterion};
use decision_matrix::{
    CompileConfig, CompiledMatrix, Decision, DecisionColumns, Facts, RuleRef, reference,
};
use verdict_benches::{Claim, chain_12, chain_100, chain_1000, claims, facts, tables};

/// Claims of a round: so many that no branch predictor learns them by heart.
const CLAIMS: usize = 8_192;
/// Claims of a round of the reference, which is slow.
const REFERENCE_CLAIMS: usize = 32;
/// Rounds of the table.
const ROUNDS: usize = 200;

type Chain = fn(&Claim) -> Option<u32>;

/// One size of table with everything that decides it.
struct Workload {
    rules: usize,
    chain: Option<Chain>,
    matrix: CompiledMatrix,
    claims: Vec<Claim>,
    facts: Vec<Facts>,
}

impl Workload {
    fn new(rules: usize, chain: Option<Chain>) -> Self {
        let matrix =
            CompiledMatrix::new(Arc::new(tables(rules)), &CompileConfig { audit_key: None });
        let claims = claims(CLAIMS);
        let facts = claims.iter().map(|claim| facts(&matrix, claim)).collect();
        Self {
            rules,
            chain,
            matrix,
            claims,
            facts,
        }
    }

    /// Every engine gives the same answer to every claim.
    fn compare_answers(&self) {
        let mut places = Vec::new();
        for (at, (claim, facts)) in self.claims.iter().zip(&self.facts).enumerate() {
            let decision = self.matrix.decide(facts);
            if at < REFERENCE_CLAIMS {
                assert_eq!(
                    decision,
                    reference::decide(self.matrix.tables(), facts),
                    "{claim:?}"
                );
            }
            if let Some(chain) = self.chain {
                assert_eq!(place(&decision), chain(claim), "{claim:?}");
            }
            places.push(place(&decision));
        }
        let answered: Vec<u32> = places.iter().copied().flatten().collect();
        let mean = answered.iter().map(|place| u64::from(*place)).sum::<u64>()
            / (answered.len() as u64).max(1);
        println!(
            "{:>6} rules: {} of {} claims answered by a rule, on average by number {mean}",
            self.rules,
            answered.len(),
            places.len()
        );
    }
}

fn place(decision: &Decision) -> Option<u32> {
    match decision.rule {
        RuleRef::Rule(place) => Some(place),
        RuleRef::Default | RuleRef::Fault => None,
    }
}

fn main() {
    let chains: [(usize, Option<Chain>); 4] = [
        (12, Some(chain_12)),
        (100, Some(chain_100)),
        (1_000, Some(chain_1000)),
        (10_000, None),
    ];
    let workloads: Vec<Workload> = chains
        .into_iter()
        .map(|(rules, chain)| Workload::new(rules, chain))
        .collect();
    for workload in &workloads {
        workload.compare_answers();
    }
    print_table(&workloads);
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    for workload in &workloads {
        measure(&mut criterion, workload);
    }
    criterion.final_summary();
}

/// Best nanoseconds per claim of each way.
struct Times {
    chain: f64,
    decide: f64,
    batch: f64,
    reference: f64,
}

/// Measures each way in rounds that take turns, so that all meet the same disturbances.
fn best_times(workload: &Workload) -> Times {
    let Workload {
        matrix,
        claims,
        facts,
        ..
    } = workload;
    let mut columns = matrix.columns();
    for claim in facts {
        columns.push(claim);
    }
    let mut out = DecisionColumns::new();
    let infinite = f64::INFINITY;
    let mut best = Times {
        chain: infinite,
        decide: infinite,
        batch: infinite,
        reference: infinite,
    };
    for round in 0..ROUNDS {
        if let Some(chain) = workload.chain {
            let time = timed(CLAIMS, || {
                for claim in claims {
                    black_box(chain(black_box(claim)));
                }
            });
            best.chain = best.chain.min(time);
        }
        let time = timed(CLAIMS, || {
            for claim in facts {
                black_box(matrix.decide(black_box(claim)));
            }
        });
        best.decide = best.decide.min(time);
        best.batch = best.batch.min(timed(CLAIMS, || {
            matrix.decide_batch(black_box(&columns), &mut out);
        }));
        if round < 3 {
            let time = timed(REFERENCE_CLAIMS, || {
                for claim in facts.iter().take(REFERENCE_CLAIMS) {
                    black_box(reference::decide(matrix.tables(), black_box(claim)));
                }
            });
            best.reference = best.reference.min(time);
        }
    }
    best
}

fn print_table(workloads: &[Workload]) {
    println!("\nns per decision, {CLAIMS} claims of 10 factors, best of {ROUNDS} rounds");
    let titles = [
        "rules",
        "if-chain",
        "decide",
        "batch",
        "reference",
        "if-chain / decide",
        "reference / decide",
    ];
    println!("{}", titles.map(|title| format!("{title:>12}")).join(" "));
    for workload in workloads {
        let Times {
            chain,
            decide,
            batch,
            reference,
        } = best_times(workload);
        let numbers = [
            chain,
            decide,
            batch,
            reference,
            chain / decide,
            reference / decide,
        ];
        let shown = numbers.map(|number| {
            if number.is_finite() {
                format!("{number:.1}")
            } else {
                "-".to_owned()
            }
        });
        let widths = [12, 12, 12, 12, 17, 18];
        let cells: Vec<_> = shown
            .iter()
            .zip(widths)
            .map(|(it, width)| format!("{it:>width$}"))
            .collect();
        println!("{:>12} {}", workload.rules, cells.join(" "));
    }
    println!();
}

/// Nanoseconds per claim of one round.
#[expect(
    clippy::cast_precision_loss,
    reason = "a round takes less than a second"
)]
fn timed(claims: usize, round: impl FnOnce()) -> f64 {
    let start = Instant::now();
    round();
    start.elapsed().as_nanos() as f64 / claims as f64
}

fn measure(criterion: &mut Criterion, workload: &Workload) {
    let mut group = criterion.benchmark_group(format!("{} rules", workload.rules));
    group.throughput(criterion::Throughput::Elements(CLAIMS as u64));
    if let Some(chain) = workload.chain {
        group.bench_function(BenchmarkId::from_parameter("if-chain"), |bencher| {
            bencher.iter(|| {
                workload
                    .claims
                    .iter()
                    .filter_map(|claim| chain(black_box(claim)))
                    .count()
            });
        });
    }
    group.bench_function(BenchmarkId::from_parameter("decide"), |bencher| {
        bencher.iter(|| {
            for facts in &workload.facts {
                black_box(workload.matrix.decide(black_box(facts)));
            }
        });
    });
    let mut columns = workload.matrix.columns();
    for facts in &workload.facts {
        columns.push(facts);
    }
    let mut out = DecisionColumns::new();
    group.bench_function(BenchmarkId::from_parameter("batch"), |bencher| {
        bencher.iter(|| workload.matrix.decide_batch(black_box(&columns), &mut out));
    });
    group.finish();
}
