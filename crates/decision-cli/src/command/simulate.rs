//! `verdict simulate`: past claims decided again, and what that would have cost and saved.

mod decisions;
mod history;
mod policy;
mod provenance;
mod read;
mod screen;
mod source;
mod staffing;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use decision_matrix::DecisionMatrix;
use decision_simulation::CostModel;
use decision_simulation::analysis::AnalysisOptions;
use decision_simulation::replay::{RowDecisions, RowLog};
use decision_simulation::report::{Language, Mode, SimulationReport};

use super::decide::refuse_two_standard_inputs;
use crate::arguments::{LossRate, YearMonth};
use crate::claims_file::{self, ReadArguments};
use crate::failure::{Failure, Status};
use crate::output::{self, Console};
use crate::rules_file;

use decisions::write_decisions;
use source::ClaimsSource;
use staffing::staffing;

pub(super) use history::remarks;
pub(super) use policy::{Policy, Wanted, costs, tables_to_replay};
pub(super) use provenance::provenance;
pub(super) use screen::summary_text;

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    /// Rules folder or file
    #[arg(long, value_name = "DIR")]
    rules: PathBuf,
    /// Past claims: .csv, .csv.gz, .jsonl, .jsonl.gz or .parquet; `-` is standard input
    #[arg(long, value_name = "FILE")]
    claims: PathBuf,
    #[command(flatten)]
    read: ReadArguments,
    /// Cost model [default: costs.yaml beside the rules]
    #[arg(long, value_name = "FILE")]
    costs: Option<PathBuf>,
    /// Other rules to compare with, on the same claims and at the same prices
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// How unknown results are treated [default: the best that the claims allow]
    #[arg(long, value_enum, value_name = "full|bounds|audit|impute")]
    #[arg(hide_possible_values = true)]
    mode: Option<ModeTag>,
    /// People who review, where the cost model has a queue
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    staff: Option<u32>,
    /// Loss over money settled at once that the bank accepts, or `none`
    #[arg(long, value_name = "R|none", default_value = "0.01")]
    max_loss_rate: LossRate,
    /// Month from which drift is looked for; the months before it are the reference [default: the
    /// first third of the months]
    #[arg(long, value_name = "YYYY-MM")]
    reference_until: Option<YearMonth>,
    /// Write the report as one HTML page
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// Write every claim with its decision, in the format of the name
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Language of the summary and the report
    #[arg(long, value_enum, value_name = "en|ru", default_value_t = LanguageTag::En)]
    #[arg(hide_possible_values = true)]
    language: LanguageTag,
    /// Hold claims outside the time in which the rules are in force for faults
    #[arg(long)]
    respect_effective: bool,
    /// Secret that chooses audits: 32 bytes, or 64 hexadecimal digits
    #[arg(long, value_name = "FILE")]
    audit_key: Option<PathBuf>,
}

/// Languages of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageTag {
    /// English
    En,
    /// Russian
    Ru,
}

impl From<LanguageTag> for Language {
    fn from(tag: LanguageTag) -> Self {
        match tag {
            LanguageTag::En => Self::English,
            LanguageTag::Ru => Self::Russian,
        }
    }
}

/// Ways to treat unknown results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeTag {
    /// Every result is known
    Full,
    /// The best and the worst case
    Bounds,
    /// Weighted by the probability with which a result became known
    Audit,
    /// Taken from similar claims: an assumption
    Impute,
}

impl From<ModeTag> for Mode {
    fn from(tag: ModeTag) -> Self {
        match tag {
            ModeTag::Full => Self::Full,
            ModeTag::Bounds => Self::Bounds,
            ModeTag::Audit => Self::Audit,
            ModeTag::Impute => Self::Impute,
        }
    }
}

/// Replays the claims and tells what came out.
pub(crate) fn run(arguments: &SimulateArguments, console: &Console) -> Result<Status, Failure> {
    refuse_two_standard_inputs(&arguments.rules, &arguments.claims)?;
    let language = Language::from(arguments.language);
    let config = claims_file::audit_config(arguments.audit_key.as_deref())?;
    let (file, matrix) = rules_file::load(&arguments.rules, console)?;
    let (costs_file, costs) = costs(arguments.costs.as_deref(), &file)?;
    let costs = with_staff(costs, arguments.staff)?;
    let is_read_again = arguments.decisions.is_some() || arguments.against.is_some();
    let source = ClaimsSource::new(&arguments.claims, is_read_again)?;
    let decisions = match &arguments.decisions {
        Some(path) => Some(decisions::output(path, console)?),
        None => None,
    };
    let against = match &arguments.against {
        Some(rules) => {
            let (_, other) = rules_file::load(rules, console)?;
            Some(replay_other(
                other,
                costs.clone(),
                &source,
                arguments,
                console,
            )?)
        }
        None => None,
    };
    let policy = Policy::new(matrix, costs, config, arguments.respect_effective)?;
    let mut reader = source.open(&arguments.read, policy.tables(), &policy.fields)?;
    reader.keep_only_fields(true);
    let costs_name = costs_file.clone();
    let inputs = policy.inputs(reader.file(), costs_file);
    let rows = decisions.is_some().then(RowLog::new);
    let wanted = Wanted {
        rows: rows.as_ref(),
        others: against.as_ref().map(|(_, rows)| rows),
        mode: arguments.mode.map(Into::into),
        analyses: Some(AnalysisOptions {
            accepted_loss_rate: arguments.max_loss_rate.0,
            reference_until: arguments.reference_until.map(|month| month.0),
            ..AnalysisOptions::default()
        }),
    };
    let (mut report, history) = policy.replay(&mut reader, wanted, inputs, console)?;
    claims_file::warn_about_rows(&reader, console);
    if let Some((other, _)) = &against {
        report = report.with_against(other);
    }
    let mut remarks = remarks(&policy, &history, &reader, language);
    remarks.extend(
        claims_file::unknown_results(&reader, language)
            .into_iter()
            .map(|text| ("unknown_result_text", text)),
    );
    remarks.extend(staffing(policy.plan.costs(), &report, language));
    let origin = provenance(
        &arguments.claims,
        costs_name.as_deref(),
        policy.cluster_key(),
    )?;
    let report = report.with_remarks(remarks).with_provenance(origin);
    if let Some((output, rows)) = decisions.zip(rows) {
        let mut again = source.open(&arguments.read, policy.tables(), &policy.fields)?;
        write_decisions(&policy, &mut again, &output, &rows.finish(), console)?;
    }
    tell(&report, arguments, console)?;
    Ok(Status::Done)
}

/// The same costs with other staff, if some is named.
fn with_staff(costs: CostModel, staff: Option<u32>) -> Result<CostModel, Failure> {
    match staff {
        Some(staff) => costs
            .with_staff(staff)
            .map_err(|error| Failure::input(error.to_string())),
        None => Ok(costs),
    }
}

/// Replays the same claims with other rules at the same prices.
fn replay_other(
    other: DecisionMatrix,
    costs: CostModel,
    source: &ClaimsSource,
    arguments: &SimulateArguments,
    console: &Console,
) -> Result<(SimulationReport, RowDecisions), Failure> {
    let config = claims_file::audit_config(arguments.audit_key.as_deref())?;
    let policy = Policy::new(other, costs, config, arguments.respect_effective)?;
    let mut reader = source.open(&arguments.read, policy.tables(), &policy.fields)?;
    reader.keep_only_fields(true);
    let rows = RowLog::new();
    let wanted = Wanted {
        rows: Some(&rows),
        ..Wanted::default()
    };
    let inputs = policy.inputs(reader.file(), None);
    let (report, _) = policy.replay(&mut reader, wanted, inputs, console)?;
    Ok((report, rows.finish()))
}

/// Prints and writes what came out.
fn tell(
    report: &SimulationReport,
    arguments: &SimulateArguments,
    console: &Console,
) -> Result<(), Failure> {
    let language = Language::from(arguments.language);
    let summary = summary_text(&report.summary(language), console.style());
    let mut files = Vec::new();
    if let Some(path) = &arguments.report {
        write_report(report, language, path)?;
        files.push(format!("report written to `{}`", path.display()));
    }
    if let Some(path) = arguments
        .decisions
        .as_ref()
        .filter(|path| path.as_os_str() != "-")
    {
        files.push(format!("decisions written to `{}`", path.display()));
    }
    let text = std::iter::once(summary).chain((!files.is_empty()).then(|| files.join("\n")));
    let text = text.collect::<Vec<_>>().join("\n\n");
    if arguments
        .decisions
        .as_ref()
        .is_some_and(|path| path.as_os_str() == "-")
    {
        console.note(&text);
    } else {
        console.text(&text)?;
    }
    if console.is_json() {
        console.document(&report.to_json())?;
    }
    Ok(())
}

/// Writes the report as one HTML page.
pub(super) fn write_report(
    report: &SimulationReport,
    language: Language,
    path: &Path,
) -> Result<(), Failure> {
    let page = report.to_html(language).map_err(|error| {
        Failure::input(format!(
            "cannot make the report `{}`: {error}",
            path.display()
        ))
    })?;
    output::write_file(path, page.as_bytes())
}
