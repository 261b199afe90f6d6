//! Factors in which the outcome would be monotone, if it were not for one rule: often a limit that
//! was turned round.

use crate::diagnostic::Code;
use crate::evaluate::RuleRef;
use crate::table::{ColumnRef, Direction, FactorIndex, GuaranteeClaim};

use super::finding::{Finding, Place, TableRef};
use super::monotone::{Step, first_step, is_less_cautious, violation};
use super::prover::{Answer, Prover};
use super::search::Exhausted;
use super::words::rule_id;

/// Reports the rules that alone keep the outcome from being monotone in a factor. A factor is
/// looked at if it has an order and no guarantee speaks of it.
pub(crate) fn find(prover: &mut Prover<'_>, found: &mut Vec<Finding>) -> Result<(), Exhausted> {
    let tables = prover.tables();
    for (at, factor) in (0..).map(FactorIndex).zip(&tables.factors) {
        let column = ColumnRef::Factor(at);
        let is_promised = tables
            .guarantees
            .iter()
            .any(|guarantee| match &guarantee.claim {
                GuaranteeClaim::MoreCautious(moves) => moves.iter().any(|(it, _)| *it == column),
                _ => false,
            });
        let classes = prover.scope.space.classes(at.0 as usize).count();
        if is_promised || !factor.column.value_type.is_ordered() || classes < 2 {
            continue;
        }
        found.extend(breaker(prover, column)?);
    }
    Ok(())
}

/// The rule that alone breaks a direction in which the outcome otherwise moves.
fn breaker(prover: &mut Prover<'_>, column: ColumnRef) -> Result<Option<Finding>, Exhausted> {
    let mut broken = Vec::new();
    for direction in [Direction::Rising, Direction::Falling] {
        let Some(step) = Step::new(prover.scope, column, direction) else {
            return Ok(None);
        };
        match violation(prover, &step, None)? {
            Answer::Yes(claims) => broken.push((step, claims)),
            // It is monotone, or nobody knows.
            Answer::No | Answer::Possible => return Ok(None),
        }
    }
    for (step, claims) in broken {
        for rule in answering(prover, &claims) {
            let holds_without = matches!(violation(prover, &step, Some(rule))?, Answer::No);
            if holds_without && has_trend(prover, &step, rule)? {
                return Ok(Some(finding(prover, &step, rule, &claims)));
            }
        }
    }
    Ok(None)
}

/// The rules that answer one of the claims.
fn answering(prover: &Prover<'_>, claims: &[Vec<i64>; 2]) -> Vec<u32> {
    let mut rules: Vec<u32> = claims
        .iter()
        .filter_map(|claim| match prover.probe(claim).decision().rule {
            RuleRef::Rule(rule) => Some(rule),
            RuleRef::Default | RuleRef::Fault => None,
        })
        .collect();
    rules.dedup();
    rules
}

/// Whether the factor makes some outcome more cautious without the rule: a direction that is not
/// there cannot be broken.
fn has_trend(prover: &mut Prover<'_>, step: &Step, rule: u32) -> Result<bool, Exhausted> {
    let is_more_cautious = |before, after| is_less_cautious(after, before);
    let answer = first_step(prover, step, Some(rule), &is_more_cautious)?;
    Ok(matches!(answer, Answer::Yes(_)))
}

fn finding(prover: &Prover<'_>, step: &Step, rule: u32, claims: &[Vec<i64>; 2]) -> Finding {
    let tables = prover.tables();
    let id = rule_id(tables, TableRef::Decision, rule);
    let name = tables.column_name(step.column);
    let message = format!(
        "but for `{id}`, {} `{name}` alone would never make the outcome less cautious",
        step.verb()
    );
    let place = Place::Rule(TableRef::Decision, rule as usize);
    let mut finding = Finding::new(Code::NearMonotone, place, message);
    finding.set_label("breaks the direction");
    let direction = match step.direction {
        Direction::Rising => "rising",
        Direction::Falling => "falling",
    };
    finding.help = Some(format!(
        "correct the limits of `{id}` and promise the direction: `more_cautious: {{{name}: {direction}}}`"
    ));
    finding.table = Some(TableRef::Decision);
    finding.rules = vec![id.to_owned()];
    finding.witness = claims.iter().map(|claim| prover.witness(claim)).collect();
    finding
}
