//! Proofs over every possible claim: what overlaps, what is missing, what never happens.
//!
//! The values of each factor are cut into classes that nothing in the rules tells apart. A region
//! is a range of classes for each factor; what the rules do there is either the same for all its
//! claims, or the region is cut in two. So every property is decided exactly, after finitely many
//! steps, or the budget ends and the finding says so.

mod cases;
pub(crate) mod cell_words;
mod cells;
pub(crate) mod classes;
mod coverage;
pub(crate) mod exact;
mod finding;
mod gap;
mod guarantee;
mod mergeable_rules;
pub(crate) mod model;
mod monotone;
mod near_monotone;
mod null_to_default;
mod outline;
mod overlap;
mod prover;
mod query;
pub(crate) mod reads;
mod redundant_rule;
pub(crate) mod region;
pub(crate) mod results;
mod rules;
pub(crate) mod search;
mod shadowed_rule;
pub(crate) mod space;
mod unreachable_outcome;
mod unused;
pub(crate) mod witness;
mod words;

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::table::DecisionTables;

use classes::ClassSet;
use prover::Prover;
use region::Scope;
use search::{Budget, Exhausted};
use space::Space;

pub use cases::{Examination, GeneratedCase, examine, plain_claim};
pub use coverage::{Coverage, RuleCoverage, Share, Standing, TableCoverage, Target};
pub(crate) use finding::Finding;
pub use finding::{Place, TableRef, Witness};
pub use guarantee::GuaranteeStatus;

/// Which properties are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Analyses {
    /// Those that refuse a matrix where they fail: overlaps of `unique`, conflicts of `any`,
    /// incomplete tables, guarantees.
    Errors,
    /// All.
    All,
}

/// What was proved.
#[derive(Clone, Debug)]
pub(crate) struct Proofs {
    /// What was found.
    pub(crate) findings: Vec<Finding>,
    /// The status of each guarantee, in order.
    pub(crate) guarantees: Vec<GuaranteeStatus>,
}

/// An analysis of one table.
type Analysis = fn(&mut Prover<'_>, TableRef, &mut Vec<Finding>) -> Result<(), Exhausted>;

/// Proves the properties of a matrix. Each table's part of an analysis, and each guarantee, may
/// take so many steps.
pub(crate) fn verify(tables: &Arc<DecisionTables>, analyses: Analyses, budget: u64) -> Proofs {
    let (space, model) = Space::of(tables);
    let scope = Scope {
        space: &space,
        model: &model,
    };
    let mut prover = Prover::new(tables, scope, Budget::new(budget));
    let mut findings = Vec::new();
    for table in TableRef::all(tables) {
        let Some(model) = prover.model(table) else {
            continue;
        };
        let needed: [(bool, &str, Analysis); 7] = [
            (
                overlap::is_error(model.hit),
                "whether rules overlap",
                overlap::find,
            ),
            (
                model.default.is_none(),
                "whether every claim is answered",
                gap::find,
            ),
            (false, "which cells hold everything or nothing", cells::find),
            (false, "which rules answer", shadowed_rule::find),
            (false, "which rules change nothing", redundant_rule::find),
            (false, "which rules can be one", mergeable_rules::find),
            (
                false,
                "which missing values fall to the default",
                null_to_default::find,
            ),
        ];
        for (is_needed, question, analysis) in needed {
            if !is_needed && analyses == Analyses::Errors {
                continue;
            }
            prover.budget = Budget::new(budget);
            if analysis(&mut prover, table, &mut findings).is_err() {
                findings.push(not_proved(tables, table, is_needed, question));
            }
        }
    }
    let guarantees = tables
        .guarantees
        .iter()
        .enumerate()
        .map(|(position, guarantee)| {
            prover.budget = Budget::new(budget);
            guarantee::prove(&mut prover, position, guarantee, &mut findings).unwrap_or_else(
                |Exhausted| {
                    let message = format!(
                        "the proof of the guarantee `{}` did not end within {budget} steps",
                        guarantee.id
                    );
                    let mut finding =
                        Finding::new(Code::NotProved, Place::Guarantee(position), message);
                    finding.guarantee = Some(position);
                    finding.help = Some(MORE_STEPS.to_owned());
                    findings.push(finding);
                    GuaranteeStatus::NotProved
                },
            )
        });
    let guarantees = guarantees.collect();
    if analyses == Analyses::All {
        unused::find(tables, &mut findings);
        unreachable_outcome::find(&prover, &mut findings);
        prover.budget = Budget::new(budget);
        if near_monotone::find(&mut prover, &mut findings).is_err() {
            let question = "in which factors the outcome is monotone";
            findings.push(not_proved(tables, TableRef::Decision, false, question));
        }
    }
    Proofs {
        findings,
        guarantees,
    }
}

/// What to do about a proof that did not end.
const MORE_STEPS: &str = "permit more steps with `--proof-budget`, or make the table simpler: fewer columns, fewer rules";

fn not_proved(
    tables: &DecisionTables,
    table: TableRef,
    is_needed: bool,
    question: &str,
) -> Finding {
    let code = if is_needed {
        Code::NotProved
    } else {
        Code::NotExamined
    };
    let name = table.name(tables);
    let message =
        format!("{question} in `{name}` is not known: the proof did not end within its budget");
    let mut finding = Finding::new(code, Place::Table(table), message);
    finding.table = Some(table);
    finding.help = Some(MORE_STEPS.to_owned());
    finding
}
