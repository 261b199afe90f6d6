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
pub(crate) mod query;
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
    /// None: for tools that work on the text alone, such as formatters. A matrix read so may send
    /// claims to review with `TABLE_CONFLICT` or `TABLE_INCOMPLETE`.
    None,
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

/// An analysis of one table, and the question that it answers.
struct Analysis {
    question: &'static str,
    find: fn(&mut Prover<'_>, TableRef, &mut Vec<Finding>) -> Result<(), Exhausted>,
}

const OVERLAPS: Analysis = Analysis {
    question: "whether rules overlap",
    find: overlap::find,
};
const GAPS: Analysis = Analysis {
    question: "whether a rule answers every claim",
    find: gap::find,
};
/// What a table is asked besides overlaps and gaps; each may rest on those before it.
const FURTHER: [Analysis; 4] = [
    Analysis {
        question: "which rules answer",
        find: shadowed_rule::find,
    },
    Analysis {
        question: "which rules change nothing",
        find: redundant_rule::find,
    },
    Analysis {
        question: "which rules can be one",
        find: mergeable_rules::find,
    },
    Analysis {
        question: "which missing values fall to the default",
        find: null_to_default::find,
    },
];

/// Proves the properties of a matrix. Each table's part of an analysis, and each guarantee, may
/// take so many steps.
pub(crate) fn verify(tables: &Arc<DecisionTables>, analyses: Analyses, budget: u64) -> Proofs {
    let (space, model) = Space::of(tables);
    let scope = Scope {
        space: &space,
        model: &model,
    };
    let mut run = Run {
        prover: Prover::new(tables, scope, Budget::new(budget)),
        budget,
        findings: Vec::new(),
    };
    let is_all = analyses == Analyses::All;
    for table in TableRef::all(tables) {
        let Some(model) = run.prover.model(table) else {
            continue;
        };
        for (analysis, is_needed) in [
            (&OVERLAPS, overlap::is_error(model.hit)),
            (&GAPS, model.default.is_none()),
        ] {
            if is_needed || is_all {
                run.analyse(analysis, table, is_needed);
            }
        }
        if is_all {
            cells::find(&run.prover, table, &mut run.findings);
            for analysis in &FURTHER {
                run.analyse(analysis, table, false);
            }
        }
    }
    let positions = 0..tables.guarantees.len();
    let guarantees = positions.map(|position| run.guarantee(position)).collect();
    if is_all {
        run.of_the_whole();
    }
    Proofs {
        findings: run.findings,
        guarantees,
    }
}

/// One run of proofs.
struct Run<'a> {
    prover: Prover<'a>,
    /// The steps of one property.
    budget: u64,
    findings: Vec<Finding>,
}

impl Run<'_> {
    /// Analyses one table; that an analysis did not end is an error where the matrix has to pass it.
    fn analyse(&mut self, analysis: &Analysis, table: TableRef, is_needed: bool) {
        self.prover.budget = Budget::new(self.budget);
        if (analysis.find)(&mut self.prover, table, &mut self.findings).is_err() {
            self.not_proved(table, is_needed, analysis.question);
        }
    }

    /// Proves one guarantee, by its position.
    fn guarantee(&mut self, position: usize) -> GuaranteeStatus {
        let Some(guarantee) = self.prover.tables().guarantees.get(position) else {
            return GuaranteeStatus::NotProved;
        };
        self.prover.budget = Budget::new(self.budget);
        let proved = guarantee::prove(&mut self.prover, position, guarantee, &mut self.findings);
        proved.unwrap_or_else(|Exhausted| {
            let message = format!(
                "the proof of the guarantee `{}` did not end within {} steps",
                guarantee.id, self.budget
            );
            let mut finding = Finding::new(Code::NotProved, Place::Guarantee(position), message);
            finding.guarantee = Some(position);
            finding.help = Some(MORE_STEPS.to_owned());
            self.findings.push(finding);
            GuaranteeStatus::NotProved
        })
    }

    /// What concerns the matrix as a whole.
    fn of_the_whole(&mut self) {
        unused::find(self.prover.tables(), &mut self.findings);
        unreachable_outcome::find(&self.prover, &mut self.findings);
        self.prover.budget = Budget::new(self.budget);
        self.prover.patience = 1;
        if near_monotone::find(&mut self.prover, &mut self.findings).is_err() {
            let question = "in which factors the outcome is monotone";
            self.not_proved(TableRef::Decision, false, question);
        }
    }

    fn not_proved(&mut self, table: TableRef, is_needed: bool, question: &str) {
        let code = if is_needed {
            Code::NotProved
        } else {
            Code::NotExamined
        };
        let message = format!(
            "{question} in `{}` is not known: the proof did not end within {} steps",
            table.name(self.prover.tables()),
            self.budget
        );
        let mut finding = Finding::new(code, Place::Table(table), message);
        finding.table = Some(table);
        finding.help = Some(MORE_STEPS.to_owned());
        self.findings.push(finding);
    }
}

/// What to do about a proof that did not end.
const MORE_STEPS: &str = "permit more steps with `--proof-budget`, or make the table simpler: fewer columns, fewer rules";
