//! Promised properties: never or always some outcomes, and never less cautious when a factor moves.

use crate::diagnostic::Code;
use crate::evaluate::Probe;
use crate::table::{Guarantee, GuaranteeClaim, Outcome};

use super::finding::{Finding, Place, TableRef};
use super::model::TableModel;
use super::monotone::{self, Step};
use super::prover::{Answer, Prover};
use super::query::Query;
use super::search::Exhausted;
use super::words::{free_names, rule_id};

/// Whether a guarantee holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuaranteeStatus {
    /// For every claim.
    Proved,
    /// A claim breaks it.
    Violated,
    /// It rests on derived factors that are not analysed exactly; no claim that breaks it was found.
    Possible,
    /// The proof did not end within its budget.
    NotProved,
}

/// Proves one guarantee, by its position.
pub(crate) fn prove(
    prover: &mut Prover<'_>,
    position: usize,
    guarantee: &Guarantee,
    found: &mut Vec<Finding>,
) -> Result<GuaranteeStatus, Exhausted> {
    match &guarantee.claim {
        GuaranteeClaim::Never(outcomes) => {
            let breaks = |outcome: Outcome| outcomes.contains(&outcome);
            outcomes_hold(prover, position, guarantee, &breaks, found)
        }
        GuaranteeClaim::Always(outcomes) => {
            let breaks = |outcome: Outcome| !outcomes.contains(&outcome);
            outcomes_hold(prover, position, guarantee, &breaks, found)
        }
        GuaranteeClaim::MoreCautious(moves) => {
            let mut status = GuaranteeStatus::Proved;
            for (column, direction) in moves {
                let Some(step) = Step::new(prover.scope, *column, *direction) else {
                    continue;
                };
                let answer = monotone::violation(prover, &step, None)?;
                let news = step_result(prover, position, guarantee, &step, answer, found);
                status = worse(status, news);
            }
            Ok(status)
        }
    }
}

fn worse(a: GuaranteeStatus, b: GuaranteeStatus) -> GuaranteeStatus {
    match (a, b) {
        (GuaranteeStatus::Violated, _) | (_, GuaranteeStatus::Violated) => {
            GuaranteeStatus::Violated
        }
        (GuaranteeStatus::Possible, _) | (_, GuaranteeStatus::Possible) => {
            GuaranteeStatus::Possible
        }
        _ => GuaranteeStatus::Proved,
    }
}

/// Whether no claim under the guarantee's conditions gets an outcome that breaks it.
fn outcomes_hold(
    prover: &mut Prover<'_>,
    position: usize,
    guarantee: &Guarantee,
    breaks: &dyn Fn(Outcome) -> bool,
    found: &mut Vec<Finding>,
) -> Result<GuaranteeStatus, Exhausted> {
    let scope = prover.scope;
    let Some(model) = prover.model(TableRef::Decision) else {
        return Ok(GuaranteeStatus::Proved);
    };
    let cells = guarantee.when.iter();
    let when: Vec<_> = cells
        .filter_map(|(column, cell)| {
            Some((*column, scope.model.cell_model(scope.space, *column, cell)?))
        })
        .collect();
    let is_bad = |result: i64| scope.model.outcome(result).is_some_and(breaks);
    let confirm = |probe: &Probe<'_>| {
        let mut cells = guarantee.when.iter();
        !probe.is_faulted()
            && cells.all(|(column, cell)| probe.holds(*column, cell))
            && probe.decision().fault.is_none()
            && breaks(probe.decision().outcome)
    };
    let mut status = GuaranteeStatus::Proved;
    for answer in bad_answers(model, &is_bad) {
        let mut query = Query::new(scope, prover.place(TableRef::Decision))
            .when(&when)
            .against(good_before(model, answer, &is_bad));
        query.matching.extend(answer);
        match prover.ask(&query, &confirm)? {
            Answer::No => {}
            Answer::Possible => status = GuaranteeStatus::Possible,
            Answer::Yes(claim) => {
                found.push(violated(prover, position, guarantee, &[claim]));
                return Ok(GuaranteeStatus::Violated);
            }
        }
    }
    if status == GuaranteeStatus::Possible {
        found.extend(possible(prover, position, guarantee));
    }
    Ok(status)
}

/// The rules that give what breaks the guarantee; `None` is the default.
fn bad_answers<'a>(
    model: &'a TableModel,
    is_bad: &'a impl Fn(i64) -> bool,
) -> impl Iterator<Item = Option<u32>> + 'a {
    let rules = model.order.iter().copied();
    let rules = rules.filter(move |rule| model.result(*rule).is_some_and(is_bad));
    let default = model.default.filter(|result| is_bad(*result));
    rules.map(Some).chain(default.map(|_| None))
}

/// The rules that keep a claim from a bad answer: those asked before it that give a good one.
fn good_before(model: &TableModel, answer: Option<u32>, is_bad: &impl Fn(i64) -> bool) -> Vec<u32> {
    let before = model
        .order
        .iter()
        .copied()
        .take_while(|rule| Some(*rule) != answer);
    before
        .filter(|rule| !model.result(*rule).is_some_and(is_bad))
        .filter(|rule| answer.is_none_or(|answer| !model.exclude_each_other(answer, *rule)))
        .collect()
}

fn step_result(
    prover: &Prover<'_>,
    position: usize,
    guarantee: &Guarantee,
    step: &Step,
    answer: Answer<[Vec<i64>; 2]>,
    found: &mut Vec<Finding>,
) -> GuaranteeStatus {
    match answer {
        Answer::No => GuaranteeStatus::Proved,
        Answer::Yes(claims) => {
            let mut finding = violated(prover, position, guarantee, &claims);
            let name = prover.tables().column_name(step.column);
            finding.message = format!(
                "{}: {} `{name}` alone makes the outcome less cautious, or leads to or from `decline`",
                finding.message,
                step.verb(),
            );
            found.push(finding);
            GuaranteeStatus::Violated
        }
        Answer::Possible => {
            found.extend(possible(prover, position, guarantee));
            GuaranteeStatus::Possible
        }
    }
}

fn violated(
    prover: &Prover<'_>,
    position: usize,
    guarantee: &Guarantee,
    claims: &[Vec<i64>],
) -> Finding {
    let id = &guarantee.id;
    let place = Place::Guarantee(position);
    let message = format!("the guarantee `{id}` does not hold");
    let mut finding = Finding::new(Code::GuaranteeViolated, place, message);
    finding.set_label("broken by what is shown below");
    finding.guarantee = Some(position);
    finding.table = Some(TableRef::Decision);
    for claim in claims {
        finding.witness.push(prover.witness(claim));
        if let crate::evaluate::RuleRef::Rule(rule) = prover.probe(claim).decision().rule {
            let rule_id = rule_id(prover.tables(), TableRef::Decision, rule).to_owned();
            if !finding.rules.contains(&rule_id) {
                let place = Place::Rule(TableRef::Decision, rule as usize);
                finding
                    .related
                    .push((place, format!("`{rule_id}` answers the claim")));
                finding.rules.push(rule_id);
            }
        }
    }
    finding.help = Some(match finding.rules.first() {
        Some(rule) => format!(
            "narrow `{rule}`, put a rule above it that answers such claims as promised, or change the guarantee"
        ),
        None => {
            "add a rule that answers such claims as promised, or change the guarantee".to_owned()
        }
    });
    finding
}

/// Nothing is in the way by itself where no derived factor is free: then the claims end at a table
/// that is reported itself.
fn possible(prover: &Prover<'_>, position: usize, guarantee: &Guarantee) -> Option<Finding> {
    let names = free_names(prover, TableRef::Decision);
    if names.is_empty() {
        return None;
    }
    let message = format!(
        "the guarantee `{}` rests on {names}, which proofs treat as free; no claim that breaks it was found",
        guarantee.id
    );
    let mut finding = Finding::new(Code::GuaranteePossible, Place::Guarantee(position), message);
    finding.set_label("neither proved nor broken");
    finding.guarantee = Some(position);
    finding.table = Some(TableRef::Decision);
    finding.help = Some(
        "compare factors with constants, parameters or tables only, or add a rule that makes the promise plain"
            .to_owned(),
    );
    Some(finding)
}
