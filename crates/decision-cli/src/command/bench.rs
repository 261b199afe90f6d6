//! `verdict bench`: how fast these rules decide on this machine, in every way in which they can be
//! asked.

mod claim_forms;
mod clock;
mod document;
mod file;
mod measurement;
mod memory;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use decision_matrix::{CompileConfig, CompiledMatrix};

use super::decide::refuse_two_standard_inputs;
use super::simulate::tables_to_replay;
use crate::claims_file::ReadArguments;
use crate::failure::{Failure, Status};
use crate::output::{Console, thousands};
use crate::random_claims::random_claims;
use crate::rules_file;
use file::BenchFile;
use memory::MemoryClaims;

/// Claims held in memory while measuring; few enough to stay near the processor, and so many that
/// no processor learns their decisions by heart.
const ROWS: usize = 8_192;
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
    let file = arguments
        .claims
        .as_deref()
        .map(|path| BenchFile::new(path, &arguments.read, &compiled));
    let claims = match &file {
        Some(file) => file.first_claims(ROWS)?,
        None => random_claims(&compiled, ROWS, SEED),
    };
    let count = claims.len();
    if count == 0 {
        return Err(Failure::input(
            "the claims file has no claims to measure with",
        ));
    }
    let claims = MemoryClaims::new(&compiled, claims)?;
    claims.compare();
    console.note("all modes decide alike; measuring takes some seconds");
    let threads = console.threads().get();
    let mut measurements = claims.measure(threads);
    if let Some(file) = &file {
        measurements.extend(file.measure(console)?);
    }
    let rules = tables.decision.rules.len();
    let source = arguments.claims.as_ref().map_or_else(
        || "random claims on the limits of the rules".to_owned(),
        |path| format!("claims of `{}`", path.display()),
    );
    let left_out = match count - claims.len() {
        0 => String::new(),
        some => format!(
            ", in memory without {} that hold a value of another type or outside its domain",
            thousands(some as u64)
        ),
    };
    console.text(&format!(
        "{rules} rules, {} factors, {source}{left_out}\n\n{}",
        tables.factors.len(),
        document::table(&measurements)
    ))?;
    if console.is_json() {
        console.document(&document::document(&measurements, rules))?;
    }
    Ok(Status::Done)
}
