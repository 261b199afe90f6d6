//! `verdict bench`: how fast these rules decide on this machine, one thread.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionColumns, Facts};
use serde_json::{Value, json};

use super::decide::refuse_two_standard_inputs;
use super::simulate::tables_to_replay;
use crate::claim_values::{ClaimFields, HistoryColumns};
use crate::claims_file::{self, ReadArguments};
use crate::failure::{Failure, Status};
use crate::output::{Align, Console, Table, thousands};
use crate::random_claims::random_claims;
use crate::rules_file;

/// Claims held in memory while measuring; few enough to stay near the processor.
const ROWS: usize = 8_192;
/// How long one mode is measured.
const MEASURED: Duration = Duration::from_secs(1);
/// The seed of random claims.
const SEED: u64 = 20_261_122;

/// Arguments of `bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// Rules folder or file
    #[arg(long, value_name = "DIR")]
    rules: PathBuf,
    /// Claims to decide; without it random claims on the limits of the rules
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArguments,
    /// Hold claims outside the time in which the rules are in force for faults
    #[arg(long)]
    respect_effective: bool,
}

/// One measurement.
struct Measurement {
    mode: &'static str,
    rows: u64,
    nanoseconds: f64,
}

/// Measures every mode.
pub(crate) fn run(arguments: &BenchArguments, console: &Console) -> Result<Status, Failure> {
    if let Some(claims) = &arguments.claims {
        refuse_two_standard_inputs(&arguments.rules, claims)?;
        if claims.as_os_str() == "-" {
            return Err(Failure::input(
                "`bench` reads its claims several times: name a file instead of `-`",
            ));
        }
    }
    let (_, matrix) = rules_file::load(&arguments.rules, console)?;
    let tables = tables_to_replay(&matrix, !arguments.respect_effective);
    let compiled = CompiledMatrix::new(Arc::clone(&tables), &CompileConfig { audit_key: None });
    let rules = tables.decision.rules.len();
    let mut measurements = Vec::new();
    let claims = match &arguments.claims {
        Some(path) => {
            measurements.push(measure_file(path, &arguments.read, &compiled)?);
            first_claims(path, &arguments.read, &compiled)?
        }
        None => random_claims(&compiled, ROWS, SEED),
    };
    if claims.is_empty() {
        return Err(Failure::input(
            "the claims file has no claims to measure with",
        ));
    }
    console.note("measuring for about two seconds");
    measurements.insert(0, measure_batch(&claims, &compiled));
    measurements.insert(0, measure_single(&claims, &compiled));
    console.text(&text(
        &measurements,
        rules,
        tables.factors.len(),
        arguments.claims.as_deref(),
    ))?;
    if console.is_json() {
        console.document(&document(&measurements, rules))?;
    }
    Ok(Status::Done)
}

/// The first claims of a file.
fn first_claims(
    path: &Path,
    read: &ReadArguments,
    compiled: &CompiledMatrix,
) -> Result<Vec<Facts>, Failure> {
    let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Optional);
    let mut reader = claims_file::open(path, read, compiled.tables(), &fields)?;
    let mut claims = Vec::new();
    while claims.len() < ROWS {
        let Some(block) = reader.next_block()? else {
            break;
        };
        for row in block.rows().take(ROWS - claims.len()) {
            let mut facts = compiled.facts();
            fields.fill(row, &mut facts);
            claims.push(facts);
        }
    }
    Ok(claims)
}

/// Decides claim by claim.
fn measure_single(claims: &[Facts], compiled: &CompiledMatrix) -> Measurement {
    let nanoseconds = median_pass(|| {
        for facts in claims {
            black_box(compiled.decide(black_box(facts)));
        }
    });
    measurement("single", claims.len() as u64, nanoseconds)
}

/// Decides all claims as columns.
fn measure_batch(claims: &[Facts], compiled: &CompiledMatrix) -> Measurement {
    let mut columns = compiled.columns();
    for facts in claims {
        columns.push(facts);
    }
    let mut decisions = DecisionColumns::new();
    let nanoseconds =
        median_pass(|| compiled.decide_batch(black_box(&columns), black_box(&mut decisions)));
    measurement("batch", claims.len() as u64, nanoseconds)
}

/// Reads and decides the whole file.
fn measure_file(
    path: &Path,
    read: &ReadArguments,
    compiled: &CompiledMatrix,
) -> Result<Measurement, Failure> {
    let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Optional);
    let started = Instant::now();
    let mut reader = claims_file::open(path, read, compiled.tables(), &fields)?;
    let mut facts = compiled.facts();
    let mut columns = compiled.columns();
    let mut decisions = DecisionColumns::new();
    while let Some(block) = reader.next_block()? {
        columns.clear();
        for row in block.rows() {
            fields.fill(row, &mut facts);
            columns.push(&facts);
        }
        compiled.decide_batch(&columns, black_box(&mut decisions));
    }
    let nanoseconds = started.elapsed().as_secs_f64() * 1e9;
    Ok(measurement("file", reader.row_count(), nanoseconds))
}

/// The time of one pass in nanoseconds: the median of as many as fit, after one that warms up.
fn median_pass(mut pass: impl FnMut()) -> f64 {
    pass();
    let started = Instant::now();
    let mut times = Vec::new();
    while times.len() < 3 || started.elapsed() < MEASURED {
        let before = Instant::now();
        pass();
        times.push(before.elapsed());
    }
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .copied()
        .unwrap_or_default()
        .as_secs_f64()
        * 1e9
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of rows are far below 2^53"
)]
fn measurement(mode: &'static str, rows: u64, nanoseconds: f64) -> Measurement {
    Measurement {
        mode,
        rows,
        nanoseconds: if rows == 0 {
            0.0
        } else {
            nanoseconds / rows as f64
        },
    }
}

impl Measurement {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is far below 2^53"
    )]
    fn per_second(&self) -> u64 {
        if self.nanoseconds > 0.0 {
            (1e9 / self.nanoseconds).round() as u64
        } else {
            0
        }
    }
}

/// The table for people.
fn text(
    measurements: &[Measurement],
    rules: usize,
    factors: usize,
    claims: Option<&Path>,
) -> String {
    let mut table = Table::new(&[
        ("mode", Align::Left),
        ("claims", Align::Right),
        ("ns per decision", Align::Right),
        ("decisions per second", Align::Right),
    ]);
    for it in measurements {
        let (rows, rate) = (thousands(it.rows), thousands(it.per_second()));
        table.row([it.mode, &rows, &format!("{:.1}", it.nanoseconds), &rate]);
    }
    let source = claims.map_or_else(
        || "random claims on the limits of the rules".to_owned(),
        |path| format!("claims of `{}`", path.display()),
    );
    let modes =
        "single: one claim after the other; batch: columns in memory; file: reading included";
    format!(
        "{rules} rules, {factors} factors, 1 thread, {source}\n\n{}\n\n{modes}",
        table.render()
    )
}

/// The JSON document.
fn document(measurements: &[Measurement], rules: usize) -> Value {
    let results: Vec<Value> = measurements
        .iter()
        .map(|it| {
            json!({
                "mode": it.mode, "rules": rules, "rows": it.rows, "threads": 1,
                "ns_per_decision": (it.nanoseconds * 10.0).round() / 10.0, "decisions_per_second": it.per_second(),
            })
        })
        .collect();
    json!({ "format": 1, "results": results })
}
