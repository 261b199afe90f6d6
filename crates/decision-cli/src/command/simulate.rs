//! `verdict simulate`: past claims decided again, and what that would have cost and saved.

mod decisions;
mod history;
mod read;
mod screen;
mod source;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use decision_claims::ClaimsReader;
use decision_matrix::limits::FILE_BYTES;
use decision_matrix::table::DecisionTables;
use decision_matrix::{CompiledMatrix, DecisionMatrix};
use decision_simulation::CostModel;
use decision_simulation::history::HistoryPlan;
use decision_simulation::replay::{Replay, ReplayPlan, ReplayRun, RowLog};
use decision_simulation::report::{Language, ReportInputs, SimulationReport};

use super::decide::refuse_two_standard_inputs;
use crate::claim_values::{ClaimFields, HistoryColumns};
use crate::claims_file::{self, ReadArguments};
use crate::failure::{Failure, Status};
use crate::output::{self, Console};
use crate::rules_file::{self, RulesFile};

use decisions::write_decisions;
use read::read_claims;
use source::ClaimsSource;

pub(super) use history::remarks;
pub(super) use read::history_plan;
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

/// Replays the claims and tells what came out.
pub(crate) fn run(arguments: &SimulateArguments, console: &Console) -> Result<Status, Failure> {
    refuse_two_standard_inputs(&arguments.rules, &arguments.claims)?;
    let config = claims_file::audit_config(arguments.audit_key.as_deref())?;
    let (file, matrix) = rules_file::load(&arguments.rules, console)?;
    let (costs_file, costs) = costs(arguments.costs.as_deref(), &file)?;
    let is_effective_ignored = matrix.tables().effective.is_some() && !arguments.respect_effective;
    let tables = tables_to_replay(&matrix, is_effective_ignored);
    let plan = ReplayPlan::new(Arc::clone(&tables), costs)
        .map_err(|error| Failure::input(error.to_string()))?;
    let fields = ClaimFields::new(&tables, HistoryColumns::Optional);
    let source = ClaimsSource::new(&arguments.claims, arguments.decisions.is_some())?;
    let decisions = match &arguments.decisions {
        Some(path) => Some(decisions::output(path, console)?),
        None => None,
    };
    let mut reader = source.open(&arguments.read, &tables, &fields)?;
    reader.keep_only_fields(true);
    let inputs = ReportInputs {
        claims_file: reader.file().to_owned(),
        costs_file,
        fingerprint: matrix.fingerprint().to_owned(),
        generated: None,
        is_effective_ignored,
    };
    let rules = RulesToReplay {
        plan: &plan,
        compiled: &CompiledMatrix::new(Arc::clone(&tables), &config),
        fields: &fields,
        history: &history_plan(&tables, &reader),
    };
    let rows = decisions.is_some().then(RowLog::new);
    let replay = replay(&rules, &mut reader, rows.as_ref(), console)?;
    claims_file::warn_about_rows(&reader, console);
    let mut remarks = remarks(&rules, &reader, arguments.language.into());
    remarks.extend(
        claims_file::unknown_results(&reader, arguments.language.into())
            .into_iter()
            .map(|text| ("unknown_result_text", text)),
    );
    if let Some((output, rows)) = decisions.zip(rows) {
        let mut again = source.open(&arguments.read, &tables, &fields)?;
        write_decisions(&rules, &mut again, &output, &rows.finish(), console)?;
    }
    let report = SimulationReport::new(&plan, &replay, inputs).with_remarks(remarks);
    tell(&report, arguments, console)?;
    Ok(Status::Done)
}

/// The rules as the replay uses them.
#[derive(Clone, Copy)]
pub(super) struct RulesToReplay<'a> {
    /// Prices and levels.
    pub(super) plan: &'a ReplayPlan,
    /// The engine.
    pub(super) compiled: &'a CompiledMatrix,
    /// The columns.
    pub(super) fields: &'a ClaimFields,
    /// Which history factors are computed.
    pub(super) history: &'a HistoryPlan,
}

/// The tables, without the time in which they are in force where it does not count: history is
/// older than the rules under test.
pub(super) fn tables_to_replay(
    matrix: &DecisionMatrix,
    is_effective_ignored: bool,
) -> Arc<DecisionTables> {
    if !is_effective_ignored {
        return Arc::clone(matrix.tables());
    }
    let mut tables = DecisionTables::clone(matrix.tables());
    tables.effective = None;
    Arc::new(tables)
}

/// The cost model that the user named, or the one beside the rules, or none.
pub(super) fn costs(
    named: Option<&Path>,
    rules: &RulesFile,
) -> Result<(Option<String>, CostModel), Failure> {
    let path = match named {
        Some(path) => path.to_path_buf(),
        None => match rules.beside("costs.yaml").filter(|path| path.is_file()) {
            Some(path) => path,
            None => return Ok((None, CostModel::none())),
        },
    };
    let name = path.display().to_string();
    let text = rules_file::read_text(&path, "cost model", FILE_BYTES)?;
    let costs = CostModel::from_yaml(&name, &text)
        .map_err(|findings| Failure::RefusedFile(Box::new(findings)))?;
    Ok((Some(name), costs))
}

/// Decides and adds up every claim in order of time; of claims with one id the first counts.
pub(super) fn replay(
    rules: &RulesToReplay<'_>,
    reader: &mut ClaimsReader,
    rows: Option<&RowLog>,
    console: &Console,
) -> Result<Replay, Failure> {
    let (spool, duplicates) = read_claims(rules, reader, console)?;
    let run = ReplayRun {
        plan: rules.plan,
        compiled: rules.compiled,
        history: rules.history,
        rows,
    };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(console.threads().get());
    let pool = threads
        .build()
        .map_err(|error| Failure::input(format!("cannot start threads: {error}")))?;
    let replayed = pool.install(|| run.run(spool));
    let mut replay = replayed.map_err(|error| read::temporary(&error))?;
    replay.merge(&duplicates);
    Ok(replay)
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
