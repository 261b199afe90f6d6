//! Why the rule that answers does, and why not those above it, in words.

use decision_matrix::table::{Cell, ColumnRef, DecisionTables, TableForm, cell_text, value_text};
use decision_matrix::{ExplainedTable, ExplainedValue, Explanation, RuleRef, ValueState};

use super::text::state_text;
use crate::output::{Align, Style, Table};

/// The sections on the decision, then on each table whose rules stand in an order.
pub(super) fn sections(
    tables: &DecisionTables,
    explanation: &Explanation,
    style: Style,
) -> Vec<String> {
    let mut sections = Vec::new();
    let section = |title: &str, body: &str| format!("{}\n{body}", style.bold(title));
    if let Some((id, why)) = why(tables, explanation) {
        sections.push(section(&format!("why rule {id}"), &why));
    }
    for table in explanation.tables.iter().rev() {
        let is_cross = table.table.is_some_and(|index| {
            let table = tables.tables.get(index.0 as usize);
            table.is_some_and(|table| matches!(table.form, TableForm::Cross(_)))
        });
        if is_cross || table.above.is_empty() {
            continue;
        }
        let which = if table.answering.is_empty() {
            "why none of the rules"
        } else {
            "why not the rules above"
        };
        let title = match table.table {
            None => which.to_owned(),
            Some(_) => format!("{which} in {}", table.name),
        };
        sections.push(section(&title, &why_not(tables, explanation, table)));
    }
    sections
}

/// The rule of the decision that answers, and what each of its cells wants.
fn why(tables: &DecisionTables, explanation: &Explanation) -> Option<(String, String)> {
    let RuleRef::Rule(place) = explanation.decision.rule else {
        return None;
    };
    let rule = tables.decision.rules.get(place as usize)?;
    let mut table = Table::plain(&[Align::Left, Align::Left]);
    let mut is_empty = true;
    for (column, cell) in tables.decision.columns.iter().zip(&rule.cells) {
        if *cell == Cell::Any {
            continue;
        }
        let value = explanation.values.iter().find(|it| it.column == *column)?;
        let wants = wants(tables, explanation, &cell_text(tables, *column, cell));
        table.row([is(value.name.as_str(), &value.state).as_str(), &wants]);
        is_empty = false;
    }
    let text = if is_empty {
        "  it matches every claim".to_owned()
    } else {
        table.render()
    };
    Some((rule.id.clone(), text))
}

/// For every rule above the one that answers: the first cell that does not fit.
fn why_not(
    tables: &DecisionTables,
    explanation: &Explanation,
    explained: &ExplainedTable,
) -> String {
    let mut table = Table::plain(&[Align::Left, Align::Left, Align::Left]);
    for rule in &explained.above {
        match &rule.failed {
            Some(failed) => {
                let is = is(&failed.name, &failed.value);
                let wants = wants(tables, explanation, &failed.cell);
                table.row([rule.id.as_str(), &is, &wants]);
            }
            None => table.row([
                rule.id.as_str(),
                "matches",
                "another rule comes first under the hit policy",
            ]),
        }
    }
    table.render()
}

/// `amount is 3000.01`
fn is(name: &str, state: &ValueState) -> String {
    format!("{name} is {}", state_text(state))
}

/// `the rule wants <= auto_limit (auto_limit is 3000.00)`
fn wants(tables: &DecisionTables, explanation: &Explanation, cell: &str) -> String {
    format!(
        "the rule wants {cell}{}",
        named_values(tables, explanation, cell)
    )
}

/// The values behind the names in a cell: ` (auto_limit is 3000.00)`.
fn named_values(tables: &DecisionTables, explanation: &Explanation, cell: &str) -> String {
    let words = cell.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let value = |word: &str| {
        if let Some(parameter) = tables
            .parameters
            .iter()
            .find(|parameter| parameter.name == word)
        {
            return Some(value_text(tables, &parameter.column, parameter.value));
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
