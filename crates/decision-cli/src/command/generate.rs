//! `verdict generate`: the reference portfolio ATMGEN-1 as a claims file.

use std::path::{Path, PathBuf};

use clap::Args;
use decision_claims::{Output, OutputColumn, OutputType, OutputValue, TableWriter};
use decision_simulation::Portfolio;
use decision_simulation::portfolio::{COLUMNS, GeneratedValue};
use serde_json::json;

use crate::arguments::whole_number;
use crate::failure::{Failure, Status};
use crate::output::{Console, Unit, thousands};

/// Customers of the reference portfolio.
pub(super) const CUSTOMERS: u64 = 100_000;

/// Arguments of `generate`.
#[derive(Debug, Args)]
pub(crate) struct GenerateArguments {
    /// Customers, with and without claims
    #[arg(long, value_name = "N", default_value_t = CUSTOMERS, value_parser = whole_number)]
    customers: u64,
    /// Seed; the published totals are those of the default
    #[arg(long, value_name = "S", default_value_t = Portfolio::REFERENCE_SEED, value_parser = whole_number)]
    seed: u64,
    /// The file to write: .csv, .csv.gz, .jsonl, .jsonl.gz or .parquet; `-` is CSV on standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Writes the portfolio.
pub(crate) fn run(arguments: &GenerateArguments, console: &Console) -> Result<Status, Failure> {
    let portfolio = Portfolio::new(arguments.customers, arguments.seed);
    let claims = write(&portfolio, &arguments.out, console)?;
    let name = arguments.out.display().to_string();
    if name != "-" {
        console.note(&format!(
            "{} claims of {} customers (seed {}) written to `{name}`",
            thousands(claims),
            thousands(portfolio.customers()),
            portfolio.seed()
        ));
        if console.is_json() {
            console.document(&json!({
                "format": 1, "portfolio": "ATMGEN-1", "customers": portfolio.customers(), "seed": portfolio.seed(),
                "claims": claims, "file": name,
            }))?;
        }
    }
    Ok(Status::Done)
}

/// Writes the claims of a portfolio and counts them.
pub(super) fn write(portfolio: &Portfolio, path: &Path, console: &Console) -> Result<u64, Failure> {
    let columns = COLUMNS
        .iter()
        .map(|name| OutputColumn::new(*name, output_type(name)))
        .collect::<Vec<_>>();
    let output = Output::from_argument(&path.to_string_lossy());
    let mut writer = TableWriter::create(&output, &columns)?;
    let mut progress = console.progress(Some(portfolio.customers()), Unit::Things("customers"));
    let mut count = 0;
    for claim in portfolio.claims() {
        let values = claim.values();
        writer.write_row(&values.each_ref().map(output_value))?;
        count += 1;
        if count % 1_024 == 0 {
            progress.set(claim.customer);
        }
    }
    writer.finish()?;
    Ok(count)
}

/// The type of a column.
fn output_type(column: &str) -> OutputType {
    match column {
        "filed_at" => OutputType::Timestamp,
        "amount" => OutputType::Decimal(2),
        "prior_claims_365d" | "evidence_days" | "review_minutes" => OutputType::Integer,
        "justified" | "clawed_back" | "caught_by_review" | "wrongly_refused" | "cash_found" => {
            OutputType::Boolean
        }
        _ => OutputType::Text,
    }
}

/// A generated value as it is written; money in kopecks.
fn output_value(value: &GeneratedValue) -> OutputValue<'_> {
    match value {
        GeneratedValue::Text(text) => OutputValue::Text(text),
        GeneratedValue::Timestamp(seconds) => OutputValue::Timestamp(*seconds),
        GeneratedValue::Money(roubles) => OutputValue::Decimal(roubles * 100),
        GeneratedValue::Integer(number) => OutputValue::Integer(*number),
        GeneratedValue::Boolean(flag) => OutputValue::Boolean(*flag),
    }
}
