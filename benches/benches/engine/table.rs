//! The table: processor time for a decision of every way and size, and what they are to each other.

#![expect(clippy::print_stdout, reason = "the table is what the bench is for")]

use std::hint::black_box;

use decision_matrix::{DecisionColumns, reference};
use verdict_benches::{OwnedColumns, Way, Workload, find, take_turns};

use crate::{CLAIMS, REFERENCE_CLAIMS};

/// Rounds of the table.
pub(crate) const ROUNDS: usize = 150;
/// Claims of the ways that begin with a struct or a text, which take longer.
const TYPED_CLAIMS: usize = 2_048;

/// The ways, in the order of the columns.
const WAYS: [&str; 7] = [
    "if-chain",
    "decide",
    "bind",
    "json",
    "batch",
    "batch narrow",
    "reference",
];

/// The chain of 100 rules beside every size.
const CHAIN_OF_100: &str = "if-chain 100";

/// Measures all ways of each size in turns, and prints the table.
pub(crate) fn print(workloads: &[Workload], rounds: usize) {
    let columns: Vec<[OwnedColumns; 2]> = workloads
        .iter()
        .map(|it| {
            [
                OwnedColumns::wide(&it.claims),
                OwnedColumns::narrow(&it.claims),
            ]
        })
        .collect();
    // One size after the other: the claims of all sizes together are in no cache.
    let mut all = Vec::new();
    for (workload, [wide, narrow]) in workloads.iter().zip(&columns) {
        let mut ways = Vec::new();
        add_single(&mut ways, workload);
        add_chain_of_100(&mut ways, workload, workloads);
        add_typed(&mut ways, workload);
        add_batch(&mut ways, workload, "batch", wide);
        add_batch(&mut ways, workload, "batch narrow", narrow);
        take_turns(&mut ways, rounds);
        all.append(&mut ways);
    }
    let mut ways = all;
    let mut slow: Vec<Way<'_>> = workloads.iter().map(by_reference).collect();
    take_turns(&mut slow, rounds.min(5));
    ways.append(&mut slow);
    println!(
        "\nns of processor time per decision, 1 thread, {CLAIMS} claims of 10 factors: median (best) of {rounds} rounds in turns"
    );
    print_times(&ways);
    print_ratios(&ways);
}

/// The chain and the engine, from facts.
fn add_single<'a>(ways: &mut Vec<Way<'a>>, workload: &'a Workload) {
    let rules = workload.rules;
    if let Some(chain) = workload.chain {
        ways.push(Way::new("if-chain", rules, CLAIMS, move || {
            for claim in &workload.claims {
                black_box(chain(black_box(claim)));
            }
        }));
    }
    ways.push(Way::new("decide", rules, CLAIMS, || {
        for facts in &workload.facts {
            black_box(workload.matrix.decide(black_box(facts)));
        }
    }));
}

/// The chain of 100 rules, with which structs and texts are compared at every size.
fn add_chain_of_100<'a>(
    ways: &mut Vec<Way<'a>>,
    workload: &'a Workload,
    workloads: &'a [Workload],
) {
    let chain = workloads.iter().find(|it| it.rules == 100);
    if let Some(chain) = chain.and_then(|it| it.chain) {
        ways.push(Way::new(CHAIN_OF_100, workload.rules, CLAIMS, move || {
            for claim in &workload.claims {
                black_box(chain(black_box(claim)));
            }
        }));
    }
}

/// The engine from a struct, and from a text.
fn add_typed<'a>(ways: &mut Vec<Way<'a>>, workload: &'a Workload) {
    let matrix = &workload.matrix;
    let mut facts = matrix.facts();
    ways.push(Way::new("bind", workload.rules, TYPED_CLAIMS, move || {
        for claim in workload.typed.iter().take(TYPED_CLAIMS) {
            workload.binding.fill(&mut facts, black_box(claim));
            black_box(matrix.decide(&facts));
        }
    }));
    let mut facts = matrix.facts();
    ways.push(Way::new("json", workload.rules, TYPED_CLAIMS, move || {
        for line in workload.json.iter().take(TYPED_CLAIMS) {
            let _ = black_box(facts.set_json(black_box(line)));
            black_box(matrix.decide(&facts));
        }
    }));
}

/// The engine over columns.
fn add_batch<'a>(
    ways: &mut Vec<Way<'a>>,
    workload: &'a Workload,
    name: &'static str,
    columns: &'a OwnedColumns,
) {
    let claims = columns.borrowed(&workload.matrix);
    let mut out = DecisionColumns::new();
    ways.push(Way::new(name, workload.rules, CLAIMS, move || {
        workload.matrix.decide_columns(black_box(&claims), &mut out);
    }));
}

fn by_reference(workload: &Workload) -> Way<'_> {
    Way::new("reference", workload.rules, REFERENCE_CLAIMS, || {
        for facts in workload.facts.iter().take(REFERENCE_CLAIMS) {
            black_box(reference::decide(
                workload.matrix.tables(),
                black_box(facts),
            ));
        }
    })
}

fn print_times(ways: &[Way<'_>]) {
    row("rules", WAYS.map(str::to_owned));
    for rules in Workload::SIZES {
        let cell = |name| match find(ways, name, rules) {
            Some(way) => format!("{:.1} ({:.1})", way.median(), way.best()),
            None => "-".to_owned(),
        };
        row(&rules.to_string(), WAYS.map(cell));
    }
}

/// What one way is to another, as a median of the ratios of all rounds.
fn print_ratios(ways: &[Way<'_>]) {
    println!();
    row(
        "rules",
        [
            "decide / if-chain",
            "bind / if-chain 100",
            "json / if-chain 100",
            "reference / decide",
            "batch Mrows/s",
            "narrow Mrows/s",
        ]
        .map(str::to_owned),
    );
    for rules in Workload::SIZES {
        let ratio = |mine: &str, theirs: &str, other: usize| {
            let (mine, theirs) = (find(ways, mine, rules), find(ways, theirs, other));
            mine.zip(theirs).map_or("-".to_owned(), |(mine, theirs)| {
                format!("{:.2}x", mine.ratio_to(theirs))
            })
        };
        let per_second = |name| {
            find(ways, name, rules)
                .map_or("-".to_owned(), |way| format!("{:.1}", 1e3 / way.median()))
        };
        let slower = find(ways, "reference", rules).zip(find(ways, "decide", rules));
        row(
            &rules.to_string(),
            [
                ratio("decide", "if-chain", rules),
                ratio("bind", CHAIN_OF_100, rules),
                ratio("json", CHAIN_OF_100, rules),
                slower.map_or("-".to_owned(), |(slow, fast)| {
                    format!("{:.0}x", slow.median() / fast.median())
                }),
                per_second("batch"),
                per_second("batch narrow"),
            ],
        );
    }
    if let Some((large, small)) = find(ways, "decide", 10_000).zip(find(ways, "decide", 12)) {
        let growth = large.ratio_to(small);
        println!("\nfrom 12 to 10,000 rules a single decision takes {growth:.1} times as long\n");
    }
}

fn row<const N: usize>(rules: &str, cells: [String; N]) {
    let cells = cells.map(|cell| format!("{cell:>20}"));
    println!("{rules:>6}{}", cells.concat());
}
