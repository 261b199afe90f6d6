//! Counted instructions of each path, under valgrind: numbers that no other program on the machine
//! disturbs. `cargo xtask instructions` compares them with the recorded ones.
//!
//! What is prepared for a bench is not counted, and is leaked, so that its end is not counted either.

#![expect(
    missing_docs,
    unused_qualifications,
    reason = "what the macros write has no documentation and names everything in full"
)]

use std::hint::black_box;
use std::sync::Arc;

use decision_matrix::table::DecisionTables;
use decision_matrix::{ClaimColumns, CompileConfig, CompiledMatrix, DecisionColumns, Facts};
use gungraun::{
    Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};
use verdict_benches::{
    DerivedWorkload, DeskWorkload, OwnedColumns, Shape, Workload, money_tables, read, rules_text,
};

/// Claims that a bench decides.
const CLAIMS: usize = 256;

fn workload(rules: usize) -> &'static Workload {
    Box::leak(Box::new(Workload::new(rules, CLAIMS)))
}

fn desk(rules: usize) -> &'static DeskWorkload {
    Box::leak(Box::new(DeskWorkload::new(rules, CLAIMS)))
}

/// Facts whose buffers have grown already.
fn ready(rules: usize) -> (&'static Workload, &'static mut Facts) {
    let workload = workload(rules);
    let mut facts = workload.matrix.facts();
    for claim in &workload.typed {
        workload.binding.fill(&mut facts, claim);
    }
    (workload, Box::leak(Box::new(facts)))
}

type Columns = (
    &'static CompiledMatrix,
    ClaimColumns<'static>,
    &'static mut DecisionColumns,
);

/// Columns, and a place for decisions that has been used.
fn columns(matrix: &'static CompiledMatrix, columns: OwnedColumns) -> Columns {
    let claims = Box::leak(Box::new(columns)).borrowed(matrix);
    let out = Box::leak(Box::new(DecisionColumns::new()));
    matrix.decide_columns(&claims, out);
    (matrix, claims, out)
}

fn wide(rules: usize) -> Columns {
    let workload = workload(rules);
    columns(&workload.matrix, OwnedColumns::wide(&workload.claims))
}

fn narrow(rules: usize) -> Columns {
    let workload = workload(rules);
    columns(&workload.matrix, OwnedColumns::narrow(&workload.claims))
}

fn nullable(rules: usize) -> Columns {
    let desk = desk(rules);
    columns(&desk.matrix, OwnedColumns::of_facts(&desk.facts))
}

fn derived(rules: usize) -> Columns {
    let workload = Box::leak(Box::new(DerivedWorkload::new(rules, CLAIMS)));
    columns(&workload.matrix, OwnedColumns::of_facts(&workload.facts))
}

fn checked(rules: usize) -> Arc<DecisionTables> {
    Arc::new(money_tables(rules))
}

fn text(rules: usize) -> &'static str {
    rules_text(rules, Shape::Wide, 0).leak()
}

#[library_benchmark(setup = workload)]
#[bench::rules_12(12)]
#[bench::rules_100(100)]
#[bench::rules_1000(1_000)]
#[bench::rules_10000(10_000)]
fn decide(workload: &'static Workload) {
    for facts in &workload.facts {
        black_box(workload.matrix.decide(black_box(facts)));
    }
}

#[library_benchmark(setup = desk)]
#[bench::rules_100(100)]
fn decide_desk(desk: &'static DeskWorkload) {
    for facts in &desk.facts {
        black_box(desk.matrix.decide(black_box(facts)));
    }
}

#[library_benchmark(setup = ready)]
#[bench::rules_100(100)]
fn bind((workload, facts): (&'static Workload, &'static mut Facts)) {
    for claim in &workload.typed {
        workload.binding.fill(facts, black_box(claim));
        black_box(workload.matrix.decide(facts));
    }
}

#[library_benchmark(setup = ready)]
#[bench::rules_100(100)]
fn json((workload, facts): (&'static Workload, &'static mut Facts)) {
    for line in &workload.json {
        let _ = black_box(facts.set_json(black_box(line)));
        black_box(workload.matrix.decide(facts));
    }
}

#[library_benchmark(setup = wide)]
#[bench::rules_12(12)]
#[bench::rules_100(100)]
#[bench::rules_1000(1_000)]
#[bench::rules_10000(10_000)]
fn batch((matrix, claims, out): Columns) {
    matrix.decide_columns(black_box(&claims), out);
    std::mem::forget(claims);
}

#[library_benchmark(setup = narrow)]
#[bench::rules_12(12)]
#[bench::rules_100(100)]
#[bench::rules_1000(1_000)]
#[bench::rules_10000(10_000)]
fn batch_narrow((matrix, claims, out): Columns) {
    matrix.decide_columns(black_box(&claims), out);
    std::mem::forget(claims);
}

#[library_benchmark(setup = nullable)]
#[bench::rules_100(100)]
fn batch_desk((matrix, claims, out): Columns) {
    matrix.decide_columns(black_box(&claims), out);
    std::mem::forget(claims);
}

#[library_benchmark(setup = derived)]
#[bench::rules_100(100)]
fn batch_derived((matrix, claims, out): Columns) {
    matrix.decide_columns(black_box(&claims), out);
    std::mem::forget(claims);
}

#[library_benchmark(setup = text)]
#[bench::rules_1000(1_000)]
fn parse_and_check(text: &'static str) {
    std::mem::forget(read(black_box(text)));
}

#[library_benchmark(setup = checked)]
#[bench::rules_1000(1_000)]
fn compile(tables: Arc<DecisionTables>) {
    let config = CompileConfig { audit_key: None };
    std::mem::forget(CompiledMatrix::new(black_box(tables), &config));
}

library_benchmark_group!(
    name = engine,
    benchmarks = [
        decide,
        decide_desk,
        bind,
        json,
        batch,
        batch_narrow,
        batch_desk,
        batch_derived,
        parse_and_check,
        compile
    ]
);

/// Caches are not counted, and the C library copies memory as on every processor of the kind.
fn config() -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::with_args(["--cache-sim=no"])).env(
        "GLIBC_TUNABLES",
        "glibc.cpu.hwcaps=-AVX2,-AVX512VL,-ERMS,-FSRM",
    );
    config
}

main!(config = config(), library_benchmark_groups = engine);
