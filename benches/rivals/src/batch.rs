//! Whole columns: `decide_batch` of Verdict, and the chain of `if` statements row by row, on one
//! thread over columns in memory.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionColumns, RuleRef};
use verdict_benches::{Claim, claims, facts, tables};

use crate::columns::ROWS;
use crate::cpu_time;
use crate::engines::Entrant;
use crate::report::{BatchCell, BatchReport, COUNTS, median};
use crate::terminal::note;
use crate::versions;

/// Measures both.
pub(crate) fn run(rounds: usize) -> Result<BatchReport> {
    let all = claims(ROWS.into_iter().max().unwrap_or(0));
    let mut cells = Vec::new();
    let version = versions::of("decision-matrix").unwrap_or("");
    for count in COUNTS {
        note(&format!("{} claims in columns, {count} rules", all.len()));
        let seconds = verdict(count, &all, rounds)?;
        cells.push(cell("Verdict, in memory", count, all.len(), &seconds));
    }
    for count in COUNTS {
        if Entrant::IfChain.takes_part(count) {
            let seconds = if_chain(count, &all, rounds)?;
            let title = "`if` chain in Rust, row by row in memory";
            cells.push(cell(title, count, all.len(), &seconds));
        }
    }
    Ok(BatchReport {
        versions: format!("Verdict {version}"),
        cells,
    })
}

/// Seconds of CPU time of each round. Every batch answer must be the one of `decide`.
fn verdict(count: usize, claims: &[Claim], rounds: usize) -> Result<Vec<f64>> {
    let config = CompileConfig { audit_key: None };
    let matrix = CompiledMatrix::new(Arc::new(tables(count)), &config);
    let mut columns = matrix.columns();
    let mut singly = Vec::with_capacity(claims.len());
    for claim in claims {
        let facts = facts(&matrix, claim);
        columns.push(&facts);
        singly.push(matrix.decide(&facts));
    }
    let mut out = DecisionColumns::new();
    matrix.decide_batch(&columns, &mut out);
    for (row, (claim, decision)) in claims.iter().zip(&singly).enumerate() {
        if decision.rule == RuleRef::Fault {
            bail!("{count} rules: claim {claim:?} has an input fault");
        }
        if out.get(row) != Some(*decision) {
            bail!("{count} rules: claim {claim:?} is decided otherwise in a batch");
        }
    }
    Ok(timed(rounds, || {
        matrix.decide_batch(black_box(&columns), &mut out);
        black_box(&mut out);
    }))
}

fn if_chain(count: usize, claims: &[Claim], rounds: usize) -> Result<Vec<f64>> {
    let mut chain = Entrant::IfChain.build(count)?;
    chain.hold(claims)?;
    Ok(timed(rounds, || chain.run()))
}

/// Seconds of CPU time of each round, after one that is not counted.
fn timed(rounds: usize, mut round: impl FnMut()) -> Vec<f64> {
    round();
    (0..rounds)
        .map(|_| {
            let time: Duration = cpu_time::of(&mut round);
            time.as_secs_f64()
        })
        .collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of rows are far below 2^52"
)]
fn cell(engine: &str, rules: usize, rows: usize, seconds: &[f64]) -> BatchCell {
    let best = seconds.iter().copied().fold(f64::INFINITY, f64::min);
    BatchCell {
        engine: engine.to_owned(),
        rules,
        rows,
        rounds: seconds.len(),
        median_rows_per_second: rows as f64 / median(seconds),
        best_rows_per_second: rows as f64 / best,
    }
}
