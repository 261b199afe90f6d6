//! The nearest change in words: `amount 15000.00 or less would give approve (A1)`.

use decision_matrix::table::{ColumnRef, DecisionTables, FactorIndex, ValueType};
use decision_matrix::{
    ChangedValues, CompiledMatrix, EngineReason, Explanation, FactorChange, NearestChange,
    NearestSearch, ValueState,
};

use crate::output::printable;

/// Most words of a factor that are named.
const WORDS_MAX: usize = 8;

/// The nearest change, indented; `None` where it was not searched for.
pub(super) fn text(compiled: &CompiledMatrix, explanation: &Explanation) -> Option<String> {
    let outcome = explanation.decision.outcome.as_str();
    Some(match &explanation.nearest {
        NearestSearch::NotSearched => return None,
        NearestSearch::Found(found) => change(compiled, found),
        NearestSearch::NoneWithin { is_all: true, .. } => {
            format!("  none: whatever a person could change, the outcome stays {outcome}")
        }
        NearestSearch::NoneWithin { factors: 0, .. } => {
            "  none was found before the search ended; the rules are too many to try every change"
                .to_owned()
        }
        NearestSearch::NoneWithin { factors, .. } => {
            let counted = match factors {
                1 => "one factor".to_owned(),
                more => format!("up to {more} factors"),
            };
            format!("  none: no change of {counted} gives another outcome than {outcome}")
        }
    })
}

fn change(compiled: &CompiledMatrix, found: &NearestChange) -> String {
    let tables = compiled.tables();
    let decision = &found.decision;
    let last = found.changes.len().saturating_sub(1);
    let lines = found.changes.iter().enumerate().map(|(at, change)| {
        let and = if at == 0 { "" } else { "and " };
        let end = if at < last {
            String::new()
        } else {
            format!(
                " would give {} ({}, {})",
                decision.outcome.as_str(),
                rule(compiled.rule_id(decision)),
                compiled.reason_code(decision),
            )
        };
        format!(
            "  {and}{} {} ({}){end}",
            change.name,
            printable(&values(tables, change)),
            now(&change.from),
        )
    });
    let mut lines: Vec<String> = lines.collect();
    if !found.is_nearest {
        lines.push(
            "  the search ended early: another change of as many factors may be smaller".to_owned(),
        );
    }
    lines.join("\n")
}

fn rule(id: &str) -> String {
    match id {
        "default" => "the default".to_owned(),
        id => id.to_owned(),
    }
}

/// The values that would do.
fn values(tables: &DecisionTables, change: &FactorChange) -> String {
    let FactorIndex(index) = change.factor;
    let column = tables.column_type(ColumnRef::Factor(FactorIndex(index)));
    let (below, above) = match column.map(|column| &column.value_type) {
        Some(ValueType::Date) => (Some("on or before"), Some("on or after")),
        Some(ValueType::Timestamp) => (Some("at or before"), Some("at or after")),
        _ => (None, None),
    };
    match &change.values {
        ChangedValues::Any => "with any value".to_owned(),
        ChangedValues::AtMost(high) => match below {
            Some(below) => format!("{below} {high}"),
            None => format!("{high} or less"),
        },
        ChangedValues::AtLeast(low) => match above {
            Some(above) => format!("{above} {low}"),
            None => format!("{low} or more"),
        },
        ChangedValues::Between(low, high) => format!("between {low} and {high}"),
        ChangedValues::OneOf(words) => alternatives(words),
    }
}

/// `a`, `a or b`, `a, b or c`.
fn alternatives(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        words if words.len() > WORDS_MAX => {
            let named = words.iter().take(WORDS_MAX).map(String::as_str);
            let named: Vec<&str> = named.collect();
            let rest = words.len() - WORDS_MAX;
            format!("{} or one of {rest} others", named.join(", "))
        }
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// What the claim says now.
fn now(state: &ValueState) -> String {
    match state {
        ValueState::Value(text) => format!("now {}", printable(text)),
        ValueState::Null | ValueState::Fault(EngineReason::InputMissing) | ValueState::Unknown => {
            "not given now".to_owned()
        }
        ValueState::Fault(EngineReason::InputOutOfDomain) => {
            "now outside the permitted values".to_owned()
        }
        ValueState::Fault(_) => "not readable now".to_owned(),
    }
}

#[cfg(test)]
mod tests;
