//! An explanation as text for people.

use decision_matrix::table::{ColumnRef, DecisionTables, Reason};
use decision_matrix::{
    Decision, DecisionReason, ExplainedTable, ExplainedValue, Explanation, FailedCell, ValueState,
    calendar,
};

use super::wording::{engine_reason, in_language, reason};
use super::{ExplainedClaim, nearest};
use crate::output::{Align, Style, Table, printable};

/// The whole explanation.
pub(super) fn explanation(claim: &ExplainedClaim<'_>, style: Style) -> String {
    let tables = claim.compiled.tables();
    let explanation = claim.compiled.explain(claim.facts);
    let title = tables.title.as_deref().unwrap_or(&tables.id);
    let mut parts = vec![
        format!("{} ({} {})", style.bold(title), tables.id, tables.version),
        decision(claim, &explanation.decision, style),
        format!(
            "{}\n{}",
            style.bold("the claim"),
            values(tables, &explanation)
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
            results(tables, &explanation)
        ));
    }
    if let Some(why_not) = why_not(tables, &explanation) {
        parts.push(format!(
            "{}\n{why_not}",
            style.bold("why not the rules above")
        ));
    }
    if let Some(nearest) = nearest::text(claim.compiled, &explanation) {
        parts.push(format!("{}\n{nearest}", style.bold("nearest change")));
    }
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
        let with_unit = match (unit, &value.state) {
            (Some(unit), ValueState::Value(_)) => format!("{state} {unit}"),
            _ => state,
        };
        table.row([value.name.as_str(), &with_unit, label]);
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
                    if ids.is_empty() {
                        "default".to_owned()
                    } else {
                        format!("rule {}", ids.join(" and "))
                    }
                }),
        };
        table.row([value.name.as_str(), &state_text(&value.state), &source]);
    }
    table.render()
}

/// For every rule above the one that answers: the first cell that does not fit.
fn why_not(tables: &DecisionTables, explanation: &Explanation) -> Option<String> {
    let decision: &ExplainedTable = explanation
        .tables
        .last()
        .filter(|table| !table.above.is_empty())?;
    let mut table = Table::plain(&[Align::Left, Align::Left, Align::Left]);
    for rule in &decision.above {
        match &rule.failed {
            Some(failed) => {
                let is = format!("{} is {}", failed.name, state_text(&failed.value));
                let wants = format!(
                    "the rule wants {}{}",
                    failed.cell,
                    named_values(tables, explanation, failed)
                );
                table.row([rule.id.as_str(), &is, &wants]);
            }
            None => table.row([
                rule.id.as_str(),
                "matches",
                "another rule comes first under the hit policy",
            ]),
        }
    }
    Some(table.render())
}

/// The values behind the names in a cell: ` (auto_limit is 3000.00)`.
fn named_values(tables: &DecisionTables, explanation: &Explanation, failed: &FailedCell) -> String {
    let words = failed
        .cell
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let value = |word: &str| {
        if let Some(parameter) = tables
            .parameters
            .iter()
            .find(|parameter| parameter.name == word)
        {
            return Some(decision_matrix::table::value_text(
                tables,
                &parameter.column,
                parameter.value,
            ));
        }
        let of_table =
            |it: &&ExplainedValue| matches!(it.column, ColumnRef::Table(_)) && it.name == word;
        explanation
            .values
            .iter()
            .find(of_table)
            .map(|value| state_text(&value.state))
    };
    let named: Vec<String> = words
        .filter_map(|word| Some(format!("{word} is {}", value(word)?)))
        .collect();
    if named.is_empty() {
        String::new()
    } else {
        format!(" ({})", named.join(", "))
    }
}

/// A value for people.
fn state_text(state: &ValueState) -> String {
    match state {
        ValueState::Null => "not given".to_owned(),
        ValueState::Value(text) => printable(text).into_owned(),
        ValueState::Fault(reason) => reason.as_str().to_owned(),
        ValueState::Unknown => "unknown".to_owned(),
    }
}
