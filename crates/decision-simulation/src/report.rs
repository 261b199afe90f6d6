//! The report: what came out of a replay, as numbers, JSON, a screen of text and an HTML page.
//!
//! It computes nothing about claims any more; everything comes from the sums of the replay.

mod cost_terms;
mod desk;
mod headline;
mod html;
mod intervals;
mod json;
mod limits;
mod line;
mod overall;
mod past_policy;
mod provenance;
mod resolution_curve;
mod sections;
mod summary;
mod svg;
mod unknown_results;
mod warning;
mod wording;

#[cfg(test)]
pub(crate) mod tests;

use decision_matrix::RuleRef;
use decision_matrix::table::{DecisionTables, Outcome};

pub use crate::analysis::missing::Mode;
pub use crate::statistics::{Estimate, Method};
pub use cost_terms::CostTerms;
pub use line::{Line, LineOf};
pub use overall::Overall;
pub use past_policy::PastPolicy;
pub use provenance::Provenance;
pub use sections::Sections;
pub use summary::{Block, Summary, SummaryLine, TextTable};
pub use warning::Warning;
pub use wording::Language;

use crate::analysis::missing::MissingOutcomes;
use crate::replay::{LossOf, Replay, ReplayPlan};

/// Where the numbers come from, as far as the caller knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportInputs {
    /// What the claims file is called.
    pub claims_file: String,
    /// What the costs file is called; `None` is without costs.
    pub costs_file: Option<String>,
    /// The fingerprint of the matrix.
    pub fingerprint: String,
    /// Customers and seed, where the claims are the reference portfolio.
    pub generated: Option<(u64, u64)>,
    /// Whether the time in which the rules are in force was left out of account.
    pub is_effective_ignored: bool,
}

/// What came out of a replay.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulationReport {
    pub(crate) matrix: String,
    pub(crate) version: String,
    pub(crate) title: String,
    pub(crate) inputs: ReportInputs,
    pub(crate) currency: String,
    pub(crate) scale: u8,
    pub(crate) mode: Mode,
    pub(crate) rows: u64,
    pub(crate) faults: u64,
    pub(crate) results_known: u64,
    pub(crate) first_time: Option<i64>,
    pub(crate) last_time: Option<i64>,
    pub(crate) overall: Overall,
    pub(crate) against: Option<Against>,
    pub(crate) rules: Vec<Line>,
    pub(crate) factors: Vec<Line>,
    pub(crate) outcomes: Vec<Line>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) limits: Vec<limits::LimitGrid>,
    pub(crate) resolution: resolution_curve::ResolutionCurve,
    pub(crate) past: Option<PastPolicy>,
    pub(crate) missing: Option<MissingOutcomes>,
    pub(crate) provenance: Provenance,
    pub(crate) sections: Sections,
}

/// The totals of other rules on the same claims.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Against {
    pub(crate) matrix: String,
    pub(crate) version: String,
    pub(crate) overall: Overall,
}

impl SimulationReport {
    /// Adds what the caller has to say about the claims, as code and text, to the warnings.
    #[must_use]
    pub fn with_remarks(
        mut self,
        remarks: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        let warnings = remarks
            .into_iter()
            .map(|(code, text)| Warning::new(code, text.clone(), text));
        self.warnings.extend(warnings);
        self
    }

    /// Makes the report of a replay.
    pub fn new(plan: &ReplayPlan, replay: &Replay, inputs: ReportInputs) -> Self {
        let tables = plan.tables();
        let results_known = replay.total.known.claims;
        let mode = if results_known == replay.claims() {
            Mode::Full
        } else {
            Mode::Bounds
        };
        let overall = Overall::new(replay, mode);
        let rules = rule_lines(tables, replay, mode);
        let warnings = warning::warnings(plan, replay, &inputs, &overall, &rules);
        Self {
            matrix: tables.id.clone(),
            version: tables.version.clone(),
            title: tables.title.clone().unwrap_or_else(|| tables.id.clone()),
            inputs,
            currency: plan
                .currency()
                .map(|currency| currency.to_string())
                .unwrap_or_default(),
            scale: plan.scale(),
            mode,
            rows: replay.claims() + replay.duplicates,
            faults: replay.faults,
            results_known,
            first_time: replay.first_time,
            last_time: replay.last_time,
            overall,
            against: None,
            rules,
            factors: factor_lines(plan, replay, mode),
            outcomes: outcome_lines(replay, mode),
            warnings,
            limits: limits::limit_grids(tables),
            resolution: resolution_curve::ResolutionCurve::new(replay),
            past: None,
            missing: None,
            provenance: Provenance::default(),
            sections: Sections::default(),
        }
    }

    /// Sets how unknown results were treated, whatever is known of them.
    #[cfg(test)]
    pub(crate) fn with_mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets the terms of the policy's cost, and those of reviewing everything.
    #[must_use]
    pub fn with_cost_terms(mut self, (policy, review_all): (CostTerms, CostTerms)) -> Self {
        self.overall.terms = policy;
        self.overall.terms_review_all = review_all;
        self
    }

    /// Sets what is needed to compute the report again.
    #[must_use]
    pub fn with_provenance(mut self, provenance: Provenance) -> Self {
        self.provenance = provenance;
        self
    }

    /// Sets what the decisions cost that were really made.
    #[must_use]
    pub fn with_past_policy(mut self, past: Option<PastPolicy>) -> Self {
        self.past = past;
        self
    }

    /// Sets what stands beside the totals.
    #[must_use]
    pub fn with_sections(mut self, sections: Sections) -> Self {
        self.sections = sections;
        self
    }

    /// Sets the totals of other rules on the same claims beside these.
    #[must_use]
    pub fn with_against(mut self, other: &Self) -> Self {
        self.against = Some(Against {
            matrix: other.matrix.clone(),
            version: other.version.clone(),
            overall: other.overall.clone(),
        });
        self
    }

    /// The totals.
    pub fn overall(&self) -> &Overall {
        &self.overall
    }

    /// How unknown results were treated.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Rule by rule, in order of declaration; then the default, then claims with a fault.
    pub fn rules(&self) -> &[Line] {
        &self.rules
    }

    /// Level by level of each factor, in order of declaration; levels without claims are left out.
    pub fn factors(&self) -> &[Line] {
        &self.factors
    }

    /// Outcome by outcome, those without claims left out.
    pub fn outcomes(&self) -> &[Line] {
        &self.outcomes
    }

    /// What has to be said about the numbers.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Claims in the file, those that came twice included.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Claims with an input fault.
    pub fn faults(&self) -> u64 {
        self.faults
    }

    /// The document of `simulate --format json`.
    pub fn to_json(&self) -> serde_json::Value {
        json::document(self)
    }

    /// The page `report.html`: one file without references to anything outside.
    ///
    /// # Errors
    /// The page could not be written into memory.
    pub fn to_html(&self, language: Language) -> Result<String, std::fmt::Error> {
        html::page(self, language)
    }

    /// What one screen holds.
    pub fn summary(&self, language: Language) -> Summary {
        summary::summary(self, language)
    }
}

/// The rules of the decision, hit or not, the default, and claims with a fault.
fn rule_lines(tables: &DecisionTables, replay: &Replay, mode: Mode) -> Vec<Line> {
    let line = |name: &str, rule: RuleRef| {
        let group = replay.rules.get(&rule).copied().unwrap_or_default();
        let of = LineOf::Rule(name.to_owned());
        let customers = replay.clusters.loss_rate(LossOf::Rule(rule));
        Line::new(of, &group, mode, customers)
    };
    let mut lines: Vec<_> = (0..)
        .zip(&tables.decision.rules)
        .map(|(index, rule)| line(&rule.id, RuleRef::Rule(index)))
        .collect();
    if tables.decision.default.is_some() || replay.rules.contains_key(&RuleRef::Default) {
        lines.push(line("default", RuleRef::Default));
    }
    if replay.rules.contains_key(&RuleRef::Fault) {
        lines.push(line("-", RuleRef::Fault));
    }
    lines
}

/// The levels that hold claims, with the break-even of each amount up to there.
fn factor_lines(plan: &ReplayPlan, replay: &Replay, mode: Mode) -> Vec<Line> {
    let mut lines = Vec::new();
    for levels in plan.levels().factors() {
        let groups = replay
            .levels
            .range((levels.factor(), 0)..=(levels.factor(), u16::MAX));
        let mut so_far = crate::replay::Group::default();
        for ((_, level), group) in groups {
            so_far.merge(group);
            let of = LineOf::Level {
                factor: levels.name().to_owned(),
                label: levels.label().to_owned(),
                level: levels.name_of(*level),
            };
            let customers = replay
                .clusters
                .loss_rate(LossOf::Level(levels.factor(), *level));
            let mut line = Line::new(of, group, mode, customers);
            line.cumulative_break_even = if levels.is_ordered() {
                line::avoidable_per_claim(&so_far.known)
            } else {
                None
            };
            lines.push(line);
        }
    }
    lines
}

/// The outcomes that claims had.
fn outcome_lines(replay: &Replay, mode: Mode) -> Vec<Line> {
    let outcomes = Outcome::ALL.into_iter().zip(&replay.outcomes);
    outcomes
        .enumerate()
        .filter(|(_, (_, group))| group.claims() > 0)
        .map(|(place, (outcome, group))| {
            let customers = replay.clusters.loss_rate(LossOf::Outcome(place));
            Line::new(LineOf::Outcome(outcome), group, mode, customers)
        })
        .collect()
}
