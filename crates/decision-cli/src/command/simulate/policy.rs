//! One policy on one file of claims: rules with their prices, and the replay of the claims.

use std::path::Path;
use std::sync::Arc;

use decision_claims::ClaimsReader;
use decision_matrix::limits::FILE_BYTES;
use decision_matrix::table::DecisionTables;
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix};
use decision_simulation::CostModel;
use decision_simulation::analysis::frontier::Tunables;
use decision_simulation::analysis::missing::Mode;
use decision_simulation::analysis::{AnalysisOptions, AnalysisSetup};
use decision_simulation::history::HistoryPlan;
use decision_simulation::replay::{ReplayPlan, ReplayRun, Replayed, RowDecisions, RowLog};
use decision_simulation::report::{ReportInputs, SimulationReport};

use super::read::{history_plan, read_claims, temporary};
use crate::claim_values::{ClaimFields, HistoryColumns};
use crate::failure::Failure;
use crate::output::Console;
use crate::rules_file::{self, RulesFile};

/// Rules, prices and engine.
pub(in crate::command) struct Policy {
    pub(in crate::command) matrix: DecisionMatrix,
    pub(in crate::command) plan: ReplayPlan,
    pub(super) compiled: CompiledMatrix,
    pub(in crate::command) fields: ClaimFields,
    config: CompileConfig,
    /// Whether the time in which the rules are in force does not count.
    is_effective_ignored: bool,
}

/// What is wanted of a replay beyond its totals.
#[derive(Clone, Copy, Default)]
pub(in crate::command) struct Wanted<'a> {
    /// Where what is said of each row is to be kept.
    pub(in crate::command) rows: Option<&'a RowLog>,
    /// What other rules say of the rows.
    pub(in crate::command) others: Option<&'a RowDecisions>,
    /// How unknown results are to be treated; `None` is the best way there is.
    pub(in crate::command) mode: Option<Mode>,
    /// What the report is asked for beyond the totals, if it is wanted whole.
    pub(in crate::command) analyses: Option<AnalysisOptions>,
}

impl Policy {
    /// Prepares rules. Their time of effect counts only where `respects_effective`.
    pub(in crate::command) fn new(
        matrix: DecisionMatrix,
        costs: CostModel,
        config: CompileConfig,
        respects_effective: bool,
    ) -> Result<Self, Failure> {
        let is_effective_ignored = matrix.tables().effective.is_some() && !respects_effective;
        let tables = tables_to_replay(&matrix, is_effective_ignored);
        let plan = ReplayPlan::new(Arc::clone(&tables), costs)
            .map_err(|error| Failure::input(error.to_string()))?;
        Ok(Self {
            fields: ClaimFields::new(&tables, HistoryColumns::Optional),
            compiled: CompiledMatrix::new(tables, &config),
            matrix,
            plan,
            config,
            is_effective_ignored,
        })
    }

    /// The key by which customers are told apart; empty where the rules have none.
    pub(in crate::command) fn cluster_key(&self) -> &str {
        self.tables().keys.column("customer").unwrap_or_default()
    }

    /// The tables, as they are replayed.
    pub(in crate::command) fn tables(&self) -> &DecisionTables {
        self.plan.tables()
    }

    /// What a report of it says of its origin; `claims_file` and `costs_file` are names.
    pub(in crate::command) fn inputs(
        &self,
        claims_file: &str,
        costs_file: Option<String>,
    ) -> ReportInputs {
        ReportInputs {
            claims_file: claims_file.to_owned(),
            costs_file,
            fingerprint: self.matrix.fingerprint().to_owned(),
            generated: None,
            is_effective_ignored: self.is_effective_ignored,
        }
    }

    /// Decides and adds up every claim in order of time; of claims with one id the first counts.
    pub(in crate::command) fn replay(
        &self,
        reader: &mut ClaimsReader,
        wanted: Wanted<'_>,
        inputs: ReportInputs,
        console: &Console,
    ) -> Result<(SimulationReport, HistoryPlan), Failure> {
        let history = history_plan(self.tables(), reader);
        let (spool, duplicates) = read_claims(self, &history, reader, console)?;
        let setup = wanted
            .analyses
            .map(|options| self.setup(options, wanted.others.is_some()));
        let run = ReplayRun {
            plan: &self.plan,
            compiled: &self.compiled,
            history: &history,
            rows: wanted.rows,
            analysis: setup.as_ref(),
            others: wanted.others,
        };
        let threads = rayon::ThreadPoolBuilder::new().num_threads(console.threads().get());
        let pool = threads
            .build()
            .map_err(|error| Failure::input(format!("cannot start threads: {error}")))?;
        let replayed = pool.install(|| run.run(spool));
        let Replayed {
            mut replay,
            analyses,
        } = replayed.map_err(|error| temporary(&error))?;
        replay.merge(&duplicates);
        let mut report = SimulationReport::new(&self.plan, &replay, inputs);
        if let (Some(analyses), Some(setup)) = (analyses, &setup) {
            report = report
                .with_sections(analyses.finish(setup, replay.total()))
                .with_cost_terms(analyses.cost_terms())
                .with_past_policy(analyses.past_policy())
                .with_missing(&analyses.missing(setup, wanted.mode));
        }
        Ok((report, history))
    }

    fn setup(&self, options: AnalysisOptions, is_compared: bool) -> AnalysisSetup<'_> {
        let tunables = Tunables::new(self.plan.tables_shared(), &self.config);
        let effective = self.matrix.tables().effective;
        let options = AnalysisOptions {
            is_compared,
            limits_since: effective.and_then(|effective| effective.from),
            ..options
        };
        AnalysisSetup::new(&self.plan, &self.compiled, tunables, options)
    }
}

/// The tables, without the time in which they are in force where it does not count: history is
/// older than the rules under test.
pub(in crate::command) fn tables_to_replay(
    matrix: &DecisionMatrix,
    is_effective_ignored: bool,
) -> Arc<DecisionTables> {
    if !is_effective_ignored {
        return Arc::clone(matrix.tables());
    }
    Arc::new(DecisionTables {
        effective: None,
        ..DecisionTables::clone(matrix.tables())
    })
}

/// The cost model that the user named, or the one beside the rules, or none.
pub(in crate::command) fn costs(
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
