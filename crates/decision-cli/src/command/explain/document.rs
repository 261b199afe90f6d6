//! An explanation as JSON: the document of `explain`, and the trace of `decide`.

use decision_matrix::table::{ColumnRef, DecisionTables};
use decision_matrix::{
    CompiledMatrix, Decision, DecisionReason, ExplainedTable, ExplainedValue, Explanation,
    FactorChange, Facts, NearestSearch, ValueState, calendar, number,
};
use serde_json::{Map, Value, json};

use super::ExplainedClaim;
use super::wording::{engine_reason, in_language, reason};

/// The document of `explain`.
pub(super) fn explanation(claim: &ExplainedClaim<'_>) -> Value {
    let compiled = claim.compiled;
    let tables = compiled.tables();
    let explanation = &claim.explanation;
    let language = claim.language.as_deref();
    let wording = reason(tables, &explanation.decision);
    let staff = match explanation.decision.reason {
        DecisionReason::Engine(reason) => Some(engine_reason(
            reason,
            compiled.fault_name(&explanation.decision),
        )),
        DecisionReason::Rule(_) => wording
            .and_then(|it| in_language(&it.staff, language))
            .map(str::to_owned),
    };
    json!({
        "format": 1,
        "matrix": { "id": tables.id, "version": tables.version, "fingerprint": claim.matrix.fingerprint() },
        "claim": claim.facts.claim(),
        "decision": decision(compiled, &explanation.decision),
        "wording": {
            "staff": staff,
            "customer": wording.and_then(|it| in_language(&it.customer, language)),
            "root_cause": wording.and_then(|it| it.root_cause.as_deref()),
        },
        "values": explanation.values.iter().map(|value| described(tables, value)).collect::<Vec<_>>(),
        "tables": explained_tables(tables, explanation),
        "nearest_change": nearest_change(compiled, &explanation.nearest),
        "nearest_easier_change": nearest_change(compiled, &explanation.nearest_easier),
        "factors_searched": factors_searched(&explanation.nearest),
    })
}

/// The nearest change; null where there is none.
fn nearest_change(compiled: &CompiledMatrix, nearest: &NearestSearch) -> Value {
    let NearestSearch::Found(found) = nearest else {
        return Value::Null;
    };
    let change = |change: &FactorChange| {
        json!({
            "factor": change.name,
            "from": plain(&change.from),
            "to": plain(&ValueState::Value(change.to.clone())),
            "cell": change.values.cell(),
        })
    };
    json!({
        "changes": found.changes.iter().map(change).collect::<Vec<_>>(),
        "outcome": found.decision.outcome.as_str(),
        "rule": compiled.rule_id(&found.decision),
        "reason": compiled.reason_code(&found.decision),
        "bounds_crossed": found.crossed,
        "is_nearest": found.is_nearest,
    })
}

/// Of how many factors all changes were tried; null where none was searched for.
fn factors_searched(nearest: &NearestSearch) -> Value {
    match nearest {
        NearestSearch::NotSearched => Value::Null,
        NearestSearch::NoneWithin { factors, .. } => json!(factors),
        NearestSearch::Found(found) => {
            json!(found.changes.len() - usize::from(!found.is_nearest))
        }
    }
}

/// The trace of one decision, as one line.
pub(crate) fn trace_text(compiled: &CompiledMatrix, facts: &Facts) -> String {
    let explanation = compiled.trace(facts);
    let tables = compiled.tables();
    let values: Map<String, Value> = explanation
        .values
        .iter()
        .map(|value| (value.name.clone(), plain(&value.state)))
        .collect();
    json!({ "values": values, "tables": explained_tables(tables, &explanation) }).to_string()
}

fn decision(compiled: &CompiledMatrix, decision: &Decision) -> Value {
    let probability = decision
        .audit
        .probability_nano
        .and_then(|nano| i64::try_from(nano).ok());
    json!({
        "outcome": decision.outcome.as_str(),
        "rule": compiled.rule_id(decision),
        "reason": compiled.reason_code(decision),
        "route": compiled.route(decision),
        "due": decision.due_seconds.map(calendar::format_duration),
        "audit": {
            "selected": decision.audit.selected,
            "probability": probability.map(|nano| number::format_scaled(nano, 9)),
        },
        "fault": compiled.fault_name(decision),
    })
}

fn described(tables: &DecisionTables, value: &ExplainedValue) -> Value {
    let (kind, label, unit) = match value.column {
        ColumnRef::Factor(index) => {
            let factor = tables.factors.get(index.0 as usize);
            let label = factor.and_then(|factor| factor.label.as_deref());
            (
                "factor",
                label,
                factor.and_then(|factor| factor.unit.as_deref()),
            )
        }
        ColumnRef::Derive(index) => (
            "derive",
            tables
                .derives
                .get(index.0 as usize)
                .and_then(|derive| derive.label.as_deref()),
            None,
        ),
        ColumnRef::Table(index) => (
            "table",
            tables
                .tables
                .get(index.0 as usize)
                .and_then(|table| table.label.as_deref()),
            None,
        ),
    };
    let fault = match &value.state {
        ValueState::Fault(reason) => Some(reason.as_str()),
        _ => None,
    };
    json!({
        "name": value.name, "kind": kind, "label": label, "unit": unit, "value": plain(&value.state), "fault": fault,
    })
}

/// How each table was answered, and the first cell that failed in each rule above.
fn explained_tables(tables: &DecisionTables, explanation: &Explanation) -> Vec<Value> {
    let rule = |rule: &decision_matrix::RuleAbove| {
        let failed = rule.failed.as_ref();
        json!({
            "rule": rule.id,
            "column": failed.map(|failed| failed.name.as_str()),
            "cell": failed.map(|failed| failed.cell.as_str()),
            "value": failed.map(|failed| plain(&failed.value)),
        })
    };
    let table = |table: &ExplainedTable| {
        json!({
            "table": table.name,
            "rules": answering_ids(tables, table),
            "not": table.above.iter().map(rule).collect::<Vec<_>>(),
        })
    };
    explanation.tables.iter().map(table).collect()
}

/// The ids of the rules that answer; none is the default.
pub(super) fn answering_ids(tables: &DecisionTables, table: &ExplainedTable) -> Vec<String> {
    let id = |place: &u32| {
        let place = *place as usize;
        match table.table {
            None => tables.decision.rules.get(place).map(|rule| rule.id.clone()),
            Some(index) => {
                let table = tables.tables.get(index.0 as usize)?;
                table.rules.rules.get(place).map(|rule| rule.id.clone())
            }
        }
    };
    table.answering.iter().filter_map(id).collect()
}

/// A value as JSON: its text, or null. Text values lose the quotes that rules write.
fn plain(state: &ValueState) -> Value {
    match state {
        ValueState::Value(text) if text.starts_with('"') => {
            serde_json::from_str(text).unwrap_or_else(|_| json!(text))
        }
        ValueState::Value(text) => json!(text),
        ValueState::Null | ValueState::Fault(_) | ValueState::Unknown => Value::Null,
    }
}
