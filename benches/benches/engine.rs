//! Nanoseconds per decision: the compiled engine, singly and in a batch, against a chain of `if`
//! statements of the same rules and against the reference.
//!
//! `cargo bench -p verdict-benches` first compares all answers, then prints one table, in which
//! every number is the best of many rounds that take turns, and then runs criterion.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use criterion::{BenchmarkId, Criterion};
use decision_matrix::{CompileConfig, CompiledMatrix, Decision, DecisionColumns, Facts, RuleRef, reference};
use verdict_benches::{Claim, chain_12, chain_100, chain_1000, claims, facts, tables};

/// Claims of a round; they fit into the second-level cache.
const CLAIMS: usize = 512;
/// Rounds of the table.
const ROUNDS: usize = 400;

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
        let matrix = CompiledMatrix::new(Arc::new(tables(rules)), &CompileConfig { audit_key: None });
        let claims = claims(CLAIMS);
        let facts = claims.iter().map(|claim| facts(&matrix, claim)).collect();
        Self { rules, chain, matrix, claims, facts }
    }

    /// Every engine gives the same answer to every claim.
    fn compare_answers(&self) {
        let mut places = Vec::new();
        for (claim, facts) in self.claims.iter().zip(&self.facts) {
            let decision = self.matrix.decide(facts);
            assert_eq!(decision, reference::decide(self.matrix.tables(), facts), "{claim:?}");
            if let Some(chain) = self.chain {
                assert_eq!(place(&decision), chain(claim), "{claim:?}");
            }
            places.push(place(&decision));
        }
        let answered: Vec<u32> = places.iter().copied().flatten().collect();
        let mean = answered.iter().map(|place| u64::from(*place)).sum::<u64>() / (answered.len() as u64).max(1);
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
    let chains: [(usize, Option<Chain>); 4] =
        [(12, Some(chain_12)), (100, Some(chain_100)), (1_000, Some(chain_1000)), (10_000, None)];
    let workloads: Vec<Workload> = chains.into_iter().map(|(rules, chain)| Workload::new(rules, chain)).collect();
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

/// Best nanoseconds per claim of each way, in rounds that take turns, so that all meet the same
/// disturbances.
fn print_table(workloads: &[Workload]) {
    println!("\nns per decision, {CLAIMS} claims of 10 factors, best of {ROUNDS} rounds");
    println!("{:>6} {:>9} {:>9} {:>9} {:>11} {:>14} {:>16}", "rules", "if-chain", "decide", "batch", "reference",
        "if-chain/decide", "reference/decide");
    for workload in workloads {
        let Workload { matrix, claims, facts, .. } = workload;
        let mut columns = matrix.columns();
        facts.iter().for_each(|facts| columns.push(facts));
        let mut out = DecisionColumns::new();
        let [mut chain_ns, mut decide_ns, mut batch_ns, mut reference_ns] = [f64::INFINITY; 4];
        for round in 0..ROUNDS {
            if let Some(chain) = workload.chain {
                chain_ns = chain_ns.min(timed(|| claims.iter().for_each(|claim| drop(black_box(chain(black_box(claim)))))));
            }
            decide_ns = decide_ns.min(timed(|| facts.iter().for_each(|facts| drop(black_box(matrix.decide(black_box(facts)))))));
            batch_ns = batch_ns.min(timed(|| matrix.decide_batch(black_box(&columns), &mut out)));
            if round % (ROUNDS / 4) == 0 {
                reference_ns = reference_ns.min(timed(|| {
                    facts.iter().for_each(|facts| drop(black_box(reference::decide(matrix.tables(), facts))));
                }));
            }
        }
        let per_chain = if chain_ns.is_finite() { format!("{:.2}", chain_ns / decide_ns) } else { "-".to_owned() };
        let chain = if chain_ns.is_finite() { format!("{chain_ns:.1}") } else { "-".to_owned() };
        println!(
            "{:>6} {chain:>9} {decide_ns:>9.1} {batch_ns:>9.1} {reference_ns:>11.1} {per_chain:>14} {:>16.1}",
            workload.rules,
            reference_ns / decide_ns
        );
    }
    println!();
}

/// Nanoseconds per claim of one round.
fn timed(round: impl FnOnce()) -> f64 {
    let start = Instant::now();
    round();
    start.elapsed().as_nanos() as f64 / CLAIMS as f64
}

fn measure(criterion: &mut Criterion, workload: &Workload) {
    let mut group = criterion.benchmark_group(format!("{} rules", workload.rules));
    group.throughput(criterion::Throughput::Elements(CLAIMS as u64));
    if let Some(chain) = workload.chain {
        group.bench_function(BenchmarkId::from_parameter("if-chain"), |bencher| {
            bencher.iter(|| workload.claims.iter().filter_map(|claim| chain(black_box(claim))).count());
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
    workload.facts.iter().for_each(|facts| columns.push(facts));
    let mut out = DecisionColumns::new();
    group.bench_function(BenchmarkId::from_parameter("batch"), |bencher| {
        bencher.iter(|| workload.matrix.decide_batch(black_box(&columns), &mut out));
    });
    group.finish();
}
