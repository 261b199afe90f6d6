//! Every claim that a finding shows is decided once more, and does what the finding says.

use decision_matrix::diagnostic::{Code, Diagnostic, Witness};
use decision_matrix::table::{
    ColumnRef, Direction, FactorIndex, Guarantee, GuaranteeClaim, Outcome, ValueType, value_text,
};
use decision_matrix::{
    CompiledMatrix, Decision, DecisionReason, Fact, Facts, RawValue, RuleRef, reference,
};

use super::naive::{Claim, Said, Seen, holds, survey};
use super::oracle::{Oracle, View, is_step, views};

/// A claim that was shown, decided again.
struct Shown {
    values: Vec<Option<i64>>,
    claim: Claim,
    seen: Vec<Seen>,
    decision: Decision,
}

/// Checks every claim of a finding; says how many there are, or what is wrong with them.
pub(super) fn confirm(compiled: &CompiledMatrix, diagnostic: &Diagnostic) -> Result<usize, String> {
    let claims = diagnostic.witness().iter();
    let shown: Result<Vec<Shown>, String> = claims.map(|it| show(compiled, it)).collect();
    let shown = shown?;
    match complaint(compiled, diagnostic, &shown) {
        None => Ok(shown.len()),
        Some(complaint) => Err(format!("{complaint}: {diagnostic:?}")),
    }
}

/// Reads and decides a claim that was shown.
fn show(compiled: &CompiledMatrix, witness: &Witness) -> Result<Shown, String> {
    let mut facts = compiled.facts();
    for (name, value) in &witness.values {
        let factor = compiled.factor(name).expect("a claim names factors");
        match value {
            Some(text) => facts.set(factor, RawValue::Text(text)),
            None => facts.set_null(factor),
        }
    }
    let tables = compiled.tables();
    let indexes = (0..).map(FactorIndex).take(tables.factors.len());
    let values = indexes.map(|index| match facts.fact(index) {
        Fact::Null => Ok(None),
        Fact::Value(value) => Ok(Some(value)),
        fault @ Fact::Fault(_) => Err(format!("{fault:?} in {witness:?}")),
    });
    let values = values.collect::<Result<Vec<_>, String>>()?;
    let decision = reference::decide(tables, &facts);
    let (claim, seen) = survey(tables, values.clone());
    check_oracle(compiled, &decision, &seen);
    let said = format!(
        "{} ({})",
        decision.outcome.as_str(),
        compiled.rule_id(&decision)
    );
    let is_said = match decision.fault {
        None => witness.decision == said,
        Some(_) => witness.decision.starts_with("review ("),
    };
    if !is_said {
        return Err(format!("{said} and not as in {witness:?}"));
    }
    Ok(Shown {
        values,
        claim,
        seen,
        decision,
    })
}

/// A claim of the grid as a caller gives it.
pub(super) fn facts_of(compiled: &CompiledMatrix, claim: &[Option<i64>]) -> Facts {
    let tables = compiled.tables();
    let mut facts = compiled.facts();
    let indexes = (0..).map(FactorIndex).zip(&tables.factors);
    for ((index, factor), value) in indexes.zip(claim) {
        let Some(value) = *value else {
            facts.set_null(index);
            continue;
        };
        let text = match factor.column.value_type {
            ValueType::Text => {
                let known = usize::try_from(value)
                    .ok()
                    .and_then(|at| tables.texts.get(at));
                known.map_or("another", String::as_str).to_owned()
            }
            _ => value_text(tables, &factor.column, value),
        };
        facts.set(index, RawValue::Text(&text));
    }
    facts
}

/// Decides a claim of the grid by the reference, and compares the oracle with it.
pub(super) fn confirm_oracle(compiled: &CompiledMatrix, oracle: &Oracle<'_>, at: usize) {
    let tables = compiled.tables();
    let facts = facts_of(compiled, &oracle.grid.claim(at));
    let decision = reference::decide(tables, &facts);
    let seen: Vec<Seen> = (0..=tables.tables.len())
        .map(|table| oracle.seen(table, at))
        .collect();
    check_oracle(compiled, &decision, &seen);
    let conclusion = oracle.conclusion(at);
    let outcome = conclusion.map_or(Outcome::Review, |it| it.outcome);
    assert_eq!(decision.outcome, outcome, "{facts:#?}");
    if let Some(conclusion) = conclusion {
        assert_eq!(decision.reason, DecisionReason::Rule(conclusion.reason));
        assert_eq!(decision.route, conclusion.route);
        assert_eq!(decision.due_seconds, conclusion.due_seconds);
    }
}

/// The oracle decides like the reference.
fn check_oracle(compiled: &CompiledMatrix, decision: &Decision, seen: &[Seen]) {
    let is_fault = |seen: &Seen| {
        matches!(
            seen.said,
            Said::Inherited | Said::Incomplete | Said::Conflict
        )
    };
    let rule = match seen[seen.len() - 1].said {
        _ if seen.iter().any(is_fault) => RuleRef::Fault,
        Said::Rule(at) => RuleRef::Rule(u32::try_from(at).unwrap()),
        _ => RuleRef::Default,
    };
    assert_eq!(decision.rule, rule, "{:#?}", compiled.tables());
}

/// What is wrong with the claims of a finding.
fn complaint(
    compiled: &CompiledMatrix,
    diagnostic: &Diagnostic,
    shown: &[Shown],
) -> Option<&'static str> {
    let tables = compiled.tables();
    let code = diagnostic.code();
    if code == Code::GuaranteeViolated {
        let mut guarantees = tables.guarantees.iter();
        let id = diagnostic.guarantee();
        let guarantee = guarantees.find(|it| Some(it.id.as_str()) == id);
        return broken(guarantee.expect("the finding names a guarantee"), shown);
    }
    let all = views(tables);
    let at = all
        .iter()
        .position(|it| Some(it.name) == diagnostic.table());
    let Some(at) = at else {
        return (code.severity() == decision_matrix::diagnostic::Severity::Error)
            .then_some("the finding names no table");
    };
    let view = &all[at];
    let place = |id: &String| view.ids.iter().position(|it| it == id);
    let rules: Option<Vec<usize>> = diagnostic.rules().iter().map(place).collect();
    let Some(rules) = rules else {
        return Some("a rule of the finding is none of its table");
    };
    let needs_claim = matches!(
        code,
        Code::Gap
            | Code::OverlapUnderFirst
            | Code::PartlyHidden
            | Code::NullToDefault
            | Code::Overlap
            | Code::Conflict
            | Code::Incomplete
    );
    if needs_claim && shown.is_empty() {
        return Some("there is no claim that shows it");
    }
    shown.iter().find_map(|it| {
        let seen = it.seen[at];
        let matches = |rule: usize| seen.matches >> rule & 1 == 1;
        let is_shown = match code {
            Code::Gap => seen.said == Said::Default,
            Code::NullToDefault => seen.said == Said::Default && has_null(view, it),
            Code::Incomplete => seen.said == Said::Incomplete,
            Code::Overlap => matches(rules[0]) && matches(rules[1]),
            Code::Conflict | Code::OverlapUnderFirst => {
                matches(rules[0]) && matches(rules[1]) && !view.is_alike(rules[0], rules[1])
            }
            Code::Shadowed | Code::PartlyHidden => {
                matches(rules[0]) && seen.said != Said::Rule(rules[0])
            }
            Code::Redundant => matches(rules[0]),
            _ => true,
        };
        (!is_shown).then_some("a claim does not do what the finding says")
    })
}

fn has_null(view: &View<'_>, shown: &Shown) -> bool {
    let columns = view.columns.iter();
    columns
        .into_iter()
        .any(|column| shown.claim.value(*column) == Some(None))
}

/// What is wrong with the claims that break a guarantee.
fn broken(guarantee: &Guarantee, shown: &[Shown]) -> Option<&'static str> {
    if shown.iter().any(|it| it.decision.rule == RuleRef::Fault) {
        return Some("a claim at fault breaks no guarantee");
    }
    let speaks = |shown: &Shown| {
        guarantee.when.iter().all(|(column, cell)| {
            let value = shown.claim.value(*column);
            value.and_then(|value| holds(cell, value, &shown.claim)) == Some(true)
        })
    };
    match (&guarantee.claim, shown) {
        (GuaranteeClaim::Never(outcomes), [one]) => {
            let breaks = speaks(one) && outcomes.contains(&one.decision.outcome);
            (!breaks).then_some("the claim gets what it may get")
        }
        (GuaranteeClaim::Always(outcomes), [one]) => {
            let breaks = speaks(one) && !outcomes.contains(&one.decision.outcome);
            (!breaks).then_some("the claim gets what it must get")
        }
        (GuaranteeClaim::MoreCautious(moves), [before, after]) => {
            if is_step(before.decision.outcome, after.decision.outcome) {
                return Some("the step does not make the outcome less cautious");
            }
            let is_move = |(column, direction): &(ColumnRef, Direction)| {
                let ColumnRef::Factor(FactorIndex(factor)) = column else {
                    return false;
                };
                is_alone(*factor as usize, *direction, &before.values, &after.values)
            };
            (!moves.iter().any(is_move)).then_some("more than one factor moves, or the wrong way")
        }
        _ => Some("the number of claims is wrong"),
    }
}

/// Whether only this factor moves, and in this direction.
fn is_alone(
    factor: usize,
    direction: Direction,
    before: &[Option<i64>],
    after: &[Option<i64>],
) -> bool {
    let (Some(from), Some(to)) = (before[factor], after[factor]) else {
        return false;
    };
    let others = |at: usize| at == factor || before[at] == after[at];
    let is_right = match direction {
        Direction::Rising => from < to,
        Direction::Falling => from > to,
    };
    is_right && (0..before.len()).all(others)
}
