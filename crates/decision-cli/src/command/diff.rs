//! `verdict diff`: which claims two versions of rules decide differently, region by region, and with
//! past claims how many, how much money, and what it costs.

mod claims;
mod document;
mod history;
mod markdown;
mod text;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use decision_matrix::DecisionMatrix;
use decision_matrix::diff::{DiffError, SemanticDiff, diff};

use crate::claims_file::ReadArguments;
use crate::failure::{Failure, Status};
use crate::output::{Console, print};
use crate::rules_file;
use claims::Counted;

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// Rules folder or file as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Rules folder or file as it shall be
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Count past claims in each region: .csv, .csv.gz, .jsonl, .jsonl.gz or .parquet
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArguments,
    /// Cost model [default: costs.yaml beside the new rules, else beside the old ones]
    #[arg(long, value_name = "FILE", requires = "claims")]
    costs: Option<PathBuf>,
    /// Hold claims outside the time in which the rules are in force for faults
    #[arg(long, requires = "claims")]
    respect_effective: bool,
    /// End with exit code 1 where the versions differ
    #[arg(long)]
    exit_code: bool,
}

/// Everything that is told.
struct Comparison {
    /// The old version.
    old: Arc<DecisionMatrix>,
    /// The new version.
    new: Arc<DecisionMatrix>,
    /// What differs.
    diff: SemanticDiff,
    /// Past claims in the regions, where there are some.
    counted: Option<Counted>,
}

impl Comparison {
    /// Whether nothing differs, neither for any claim nor for those that were read.
    fn is_equal(&self) -> bool {
        let elsewhere = self.counted.as_ref().map_or(0, |it| it.elsewhere.claims);
        self.diff.is_equal() && elsewhere == 0
    }
}

/// Compares the versions and tells what differs.
pub(crate) fn run(arguments: &DiffArguments, console: &Console) -> Result<Status, Failure> {
    if arguments.old.as_os_str() == "-" && arguments.new.as_os_str() == "-" {
        return Err(Failure::input(
            "the old and the new rules cannot both be `-`: standard input is one file, so name the other one",
        ));
    }
    if arguments.claims.is_none() && arguments.read.map.is_some() {
        return Err(Failure::input(
            "`--map` tells how claims are read: name the file of claims with `--claims`, or leave `--map` out",
        ));
    }
    let (old_file, old) = rules_file::load(&arguments.old, console)?;
    let (new_file, new) = rules_file::load(&arguments.new, console)?;
    let mut diff = match diff(&old, &new, console.load_config().proof_budget) {
        Ok(diff) => diff,
        Err(error @ (DiffError::NotProved { .. } | DiffError::TooManyRegions { .. })) => {
            console.error(&error.to_string());
            return Ok(Status::NotPassed);
        }
        Err(error) => return Err(Failure::input(error.to_string())),
    };
    let (old, new) = (Arc::new(old), Arc::new(new));
    let counted = match &arguments.claims {
        Some(claims) => Some(claims::count(
            &claims::Question {
                old: &old,
                new: &new,
                diff: &diff,
                files: [&old_file, &new_file],
                claims,
                arguments,
            },
            console,
        )?),
        None => None,
    };
    for shown in counted.iter().flat_map(|it| &it.shown) {
        diff.confirm(shown.region, shown.readable, &shown.claim, &shown.rules);
    }
    let comparison = Comparison {
        old,
        new,
        diff,
        counted,
    };
    if console.is_json() {
        console.document(&document::of(&comparison))?;
        console.note(&text::of(&comparison, console.style()));
    } else if console.is_markdown() {
        print(&markdown::of(&comparison))?;
    } else {
        console.text(&text::of(&comparison, console.style()))?;
    }
    let is_refused = arguments.exit_code && !comparison.is_equal();
    Ok(if is_refused {
        Status::NotPassed
    } else {
        Status::Done
    })
}
