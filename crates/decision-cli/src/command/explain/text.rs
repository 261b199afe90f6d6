//! An explanation as text for people.

use decision_matrix::table::{ColumnRef, DecisionTables, Reason};
use decision_matrix::{Decision, DecisionReason, EngineReason, Explanation, ValueState, calendar};

use super::wording::{engine_reason, in_language, reason};
use super::{ExplainedClaim, nearest, why};
use crate::output::{Align, Style, Table, printable};

/// The whole explanation.
pub(super) fn explanation(claim: &ExplainedClaim<'_>, style: Style) -> String {
    let tables = claim.compiled.tables();
    let explanation = &claim.explanation;
    let title = tables.title.as_deref().unwrap_or(&tables.id);
    let mut parts = vec![
        format!("{} ({} {})", style.bold(title), tables.id, tables.version),
        decision(claim, &explanation.decision, style),
        format!(
            "{}\n{}",
            style.bold("the claim"),
            values(tables, explanation)
        ),
    ];
    if explanation
        .values
        .iter()
        .any(|value| !matches!(value.column, ColumnRef::Factor(_)))
    {
        parts.push(format!(
            "{}\n{}",
            style.bold("what follows from it"),
            results(tables, explanation)
        ));
    }
    parts.extend(why::sections(tables, explanation, style));
    parts.extend(nearest::sections(claim.compiled, explanation, style));
    parts.join("\n\n")
}

/// What was decided, in what words.
fn decision(claim: &ExplainedClaim<'_>, decision: &Decision, style: Style) -> String {
    let compiled = claim.compiled;
    let outcome = style.bold(decision.outcome.as_str());
    let id = claim.facts.claim().map_or_else(
        || "the claim".to_owned(),
        |id| format!("claim {}", printable(id)),
    );
    let rule = match compiled.rule_id(decision) {
        "default" => "no rule matches, so the default holds".to_owned(),
        "-" if is_fault_of_rules(decision) => "no rule decides".to_owned(),
        "-" => "no rule was asked".to_owned(),
        rule => format!("rule {rule}"),
    };
    let mut lines = vec![format!(
        "{id}: {outcome}, {rule}, {}",
        compiled.reason_code(decision)
    )];
    if let DecisionReason::Engine(reason) = decision.reason {
        lines.push(format!(
            "  because   {}",
            engine_reason(reason, compiled.fault_name(decision))
        ));
    }
    if let Some(route) = compiled.route(decision) {
        lines.push(format!("  queue     {route}"));
    }
    if let Some(due) = decision.due_seconds {
        lines.push(format!("  due in    {}", calendar::format_duration(due)));
    }
    if let Some(Reason {
        staff,
        customer,
        root_cause,
        ..
    }) = reason(compiled.tables(), decision)
    {
        let language = claim.language.as_deref();
        let root_cause = root_cause.as_deref();
        let words = [
            ("staff", in_language(staff, language)),
            ("customer", in_language(customer, language)),
            ("cause", root_cause),
        ];
        let words = words
            .into_iter()
            .filter_map(|(name, text)| Some(format!("  {name:<9} {}", text?)));
        lines.extend(words);
    }
    lines.join("\n")
}

/// Whether values that follow from the claim are at fault, or rules that were asked.
fn is_fault_of_rules(decision: &Decision) -> bool {
    let DecisionReason::Engine(reason) = decision.reason else {
        return false;
    };
    matches!(
        reason,
        EngineReason::DeriveFault | EngineReason::TableConflict | EngineReason::TableIncomplete
    )
}

/// A number with its unit: `1 day`, `3 days`.
fn with_unit(number: &str, unit: &str) -> String {
    const COUNTED: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];
    let plural = if number != "1" && COUNTED.contains(&unit) {
        "s"
    } else {
        ""
    };
    format!("{number} {unit}{plural}")
}

/// The factors: name, value, what they are called.
fn values(tables: &DecisionTables, explanation: &Explanation) -> String {
    let mut table = Table::plain(&[Align::Left, Align::Left, Align::Left]);
    for value in &explanation.values {
        let ColumnRef::Factor(index) = value.column else {
            continue;
        };
        let factor = tables.factors.get(index.0 as usize);
        let unit = factor.and_then(|factor| factor.unit.as_deref());
        let label = factor
            .and_then(|factor| factor.label.as_deref())
            .unwrap_or_default();
        let state = state_text(&value.state);
        let shown = match (unit, &value.state) {
            (Some(unit), ValueState::Value(_)) => with_unit(&state, unit),
            _ => state,
        };
        table.row([value.name.as_str(), &shown, label]);
    }
    table.render()
}

/// Derived factors and tables: name, value, which rules gave it.
fn results(tables: &DecisionTables, explanation: &Explanation) -> String {
    let mut table = Table::plain(&[Align::Left, Align::Left, Align::Left]);
    for value in &explanation.values {
        let source = match value.column {
            ColumnRef::Factor(_) => continue,
            ColumnRef::Derive(_) => String::new(),
            ColumnRef::Table(index) => explanation
                .tables
                .iter()
                .find(|it| it.table == Some(index))
                .map_or_else(String::new, |it| {
                    let ids = super::document::answering_ids(tables, it);
                    match ids.as_slice() {
                        [] => "default".to_owned(),
                        [only] => format!("rule {only}"),
                        all => format!("rules {}", all.join(", ")),
                    }
                }),
        };
        table.row([value.name.as_str(), &state_text(&value.state), &source]);
    }
    table.render()
}

/// A value for people.
pub(super) fn state_text(state: &ValueState) -> String {
    match state {
        ValueState::Null => "not given".to_owned(),
        ValueState::Value(text) => printable(text).into_owned(),
        ValueState::Fault(EngineReason::InputMissing) => "missing".to_owned(),
        ValueState::Fault(EngineReason::InputOutOfDomain) => {
            "outside its permitted values".to_owned()
        }
        ValueState::Fault(EngineReason::InputType) => "not readable".to_owned(),
        ValueState::Fault(reason) => reason.as_str().to_owned(),
        ValueState::Unknown => "unknown".to_owned(),
    }
}
