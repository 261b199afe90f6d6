//! Rules over derived factors, in columns and claim by claim.
//!
//! `cargo bench -p verdict-benches --bench derived` compares all answers, then prints the table, whose
//! ways take turns.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]

use std::hint::black_box;

use decision_matrix::DecisionColumns;
use verdict_benches::{DerivedWorkload, DeskWorkload, OwnedColumns, Way, take_turns};

const CLAIMS: usize = 8_192;

fn main() {
    let is_test = !std::env::args().any(|it| it == "--bench");
    let (derived, desk) = (
        DerivedWorkload::new(100, CLAIMS),
        DeskWorkload::new(100, CLAIMS),
    );
    let workloads = [
        ("8 derived factors", &derived.matrix, &derived.facts),
        ("claims desk", &desk.matrix, &desk.facts),
    ];
    println!(
        "ns of processor time a decision, 1 thread, {CLAIMS} claims, 100 rules: median (best) of rounds in turns"
    );
    println!(
        "{:>20}{:>20}{:>20}{:>16}{:>20}",
        "rules", "decide", "batch", "ratio", "million rows/s"
    );
    for (name, matrix, facts) in workloads {
        let columns = OwnedColumns::of_facts(facts);
        let claims = columns.borrowed(matrix);
        let mut out = DecisionColumns::new();
        matrix.decide_columns(&claims, &mut out);
        let single = facts.iter().map(|facts| matrix.decide(facts));
        assert!(out.iter().eq(single), "{name}");
        let mut ways = [
            Way::new("decide", 100, CLAIMS, || {
                for facts in facts {
                    black_box(matrix.decide(black_box(facts)));
                }
            }),
            Way::new("batch", 100, CLAIMS, || {
                matrix.decide_columns(black_box(&claims), &mut out);
            }),
        ];
        take_turns(&mut ways, if is_test { 1 } else { 150 });
        let [decide, batch] = &ways;
        let cell = |way: &Way<'_>| format!("{:.1} ({:.1})", way.median(), way.best());
        println!(
            "{name:>20}{:>20}{:>20}{:>15.2}x{:>20.1}",
            cell(decide),
            cell(batch),
            decide.ratio_to(batch),
            1e3 / batch.median()
        );
    }
}
