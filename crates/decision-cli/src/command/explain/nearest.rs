//! The nearest change in words: `amount 15000.00 or less would give approve (A1)`.

use decision_matrix::table::{ColumnRef, DecisionTables, FactorIndex, ValueType};
use decision_matrix::{
    ChangedValues, CompiledMatrix, Explanation, FactorChange, NearestChange, NearestSearch,
    ValueState,
};

use super::text::state_text;
use crate::output::{Style, printable};

/// Most words of a factor that are named.
const WORDS_MAX: usize = 8;

/// The nearest change, and where it is one for the worse the nearest one for the better.
pub(super) fn sections(
    compiled: &CompiledMatrix,
    explanation: &Explanation,
    style: Style,
) -> Vec<String> {
    let present = explanation.decision.outcome.as_str();
    let another = format!("another outcome than {present}");
    let easier = format!("an easier outcome than {present}");
    let texts = [
        text(compiled, &explanation.nearest, &another),
        text(compiled, &explanation.nearest_easier, &easier),
    ];
    let titles = ["nearest change", "nearest change to an easier outcome"];
    let sections = titles.into_iter().zip(texts);
    sections
        .filter_map(|(title, text)| Some(format!("{}\n{}", style.bold(title), text?)))
        .collect()
}

/// What was found of an outcome, indented; `None` where it was not searched for.
fn text(compiled: &CompiledMatrix, nearest: &NearestSearch, outcome: &str) -> Option<String> {
    Some(match nearest {
        NearestSearch::NotSearched => return None,
        NearestSearch::Found(found) => change(compiled, found),
        NearestSearch::NoneWithin { is_all: true, .. } => {
            format!("  none: no change that a person could make gives {outcome}")
        }
        NearestSearch::NoneWithin { factors: 0, .. } => {
            "  none was found before the search ended: there are too many classes of values"
                .to_owned()
        }
        NearestSearch::NoneWithin { factors, .. } => {
            let counted = match factors {
                1 => "one factor".to_owned(),
                more => format!("up to {more} factors"),
            };
            format!("  none: no change of {counted} gives {outcome}")
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
    let is_text = column.is_some_and(|column| column.value_type == ValueType::Text);
    let (below, above) = match column.map(|column| &column.value_type) {
        Some(ValueType::Date) => (Some("on or before"), Some("on or after")),
        Some(ValueType::Timestamp) => (Some("at or before"), Some("at or after")),
        _ => (None, None),
    };
    match &change.values {
        ChangedValues::Any if is_text => "any text".to_owned(),
        ChangedValues::Any => "with any value".to_owned(),
        ChangedValues::NotOf(words) => format!("other than {}", alternatives(words)),
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
        other => format!("now {}", state_text(other)),
    }
}

#[cfg(test)]
mod tests;
