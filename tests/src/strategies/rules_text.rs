//! The text of a rules file that says what a model says: every scalar in double quotes, every rule
//! in the long form.

use std::fmt::Write;

use decision_matrix::calendar::{format_duration, format_timestamp};
use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, Conclusion, DecisionTables, Outcome, ResultCell, Rounding, Rule,
    RuleTable, ValueType, cell_text, expression_text, value_text,
};

/// The rules file of a matrix that was drawn at random: what such a matrix never has (history,
/// guarantees, audit, cross-tables) is not written.
pub(crate) fn rules_text(tables: &DecisionTables) -> String {
    let mut text = format!(
        "format: 1\nmatrix: {}\nversion: {}\ncurrency: {}\nkeys: {{claim: claim_id, time: filed_at}}\n",
        tables.id,
        quoted(&tables.version),
        tables
            .currency
            .map_or("RUB".to_owned(), |it| it.to_string()),
    );
    if let Some(effective) = tables.effective {
        let ends = [("from", effective.from), ("to", effective.to)];
        let ends = ends
            .into_iter()
            .filter_map(|(name, end)| Some(format!("{name}: {}", quoted(&format_timestamp(end?)))));
        let ends: Vec<_> = ends.collect();
        let _ = writeln!(text, "effective: {{{}}}", ends.join(", "));
    }
    let conclusions = tables.decision.rules.iter().map(|rule| &rule.result);
    let uses_decline = conclusions
        .chain(&tables.decision.default)
        .any(|it| it.outcome == Outcome::Decline);
    if uses_decline {
        text.push_str("permits: [decline]\n");
    }
    let factors = tables
        .factors
        .iter()
        .map(|it| (&it.name, type_keys(tables, &it.column)));
    section(&mut text, "factors", factors);
    let parameters = tables.parameters.iter().map(|it| {
        let value = match it.column.value_type {
            ValueType::Text => tables.texts[usize::try_from(it.value).unwrap()].clone(),
            _ => value_text(tables, &it.column, it.value),
        };
        let keys = type_keys(tables, &it.column).replace(", nullable: false", "");
        (&it.name, format!("{keys}, value: {}", quoted(&value)))
    });
    section(&mut text, "parameters", parameters);
    let derives = tables.derives.iter().map(|it| {
        let expression = quoted(&expression_text(tables, &it.expression));
        let keys = type_keys(tables, &it.column);
        (
            &it.name,
            format!(
                "{keys}, rounding: {}, is: {expression}",
                rounding(it.rounding)
            ),
        )
    });
    section(&mut text, "derive", derives);
    let written = tables.tables.iter().map(|it| {
        let result = |cell: &ResultCell| {
            let value = cell.value.map_or("null".to_owned(), |it_value| {
                value_text(tables, &it.output, it_value)
            });
            format!("{}: {}", it.name, quoted(&value))
        };
        let default = it.rules.default.as_ref().map(|cell| {
            quoted(&cell.value.map_or("null".to_owned(), |value| {
                value_text(tables, &it.output, value)
            }))
        });
        let output = type_keys(tables, &it.output);
        (
            &it.name,
            format!(
                "output: {{{output}}}, {}",
                rules(tables, &it.rules, result, default)
            ),
        )
    });
    section(&mut text, "tables", written);
    let result = |it: &Conclusion| conclusion(tables, it);
    let default = tables
        .decision
        .default
        .as_ref()
        .map(|it| format!("{{{}}}", conclusion(tables, it)));
    let _ = writeln!(
        text,
        "decision: {{{}}}",
        rules(tables, &tables.decision, result, default)
    );
    text
}

/// Writes a mapping of flow mappings, unless it is empty.
fn section<'a>(text: &mut String, name: &str, entries: impl Iterator<Item = (&'a String, String)>) {
    let lines: Vec<_> = entries
        .map(|(key, value)| format!("  {key}: {{{value}}}\n"))
        .collect();
    if !lines.is_empty() {
        let _ = write!(text, "{name}:\n{}", lines.concat());
    }
}

fn type_keys(tables: &DecisionTables, column: &ColumnType) -> String {
    let mut keys = format!(
        "type: {}, nullable: {}",
        column.value_type.as_str(),
        column.nullable
    );
    match &column.value_type {
        ValueType::Decimal => {
            let _ = write!(keys, ", scale: {}", column.scale);
        }
        ValueType::Category(words) => {
            let _ = write!(keys, ", values: [{}]", words.join(", "));
        }
        _ => {}
    }
    if let Some(domain) = &column.domain {
        // A domain names nothing, so any column of its type will do to write it.
        let _ = write!(
            keys,
            ", domain: {}",
            quoted(&domain_text(tables, column, domain))
        );
    }
    keys
}

fn domain_text(tables: &DecisionTables, column: &ColumnType, domain: &Cell) -> String {
    let mut tables = tables.clone();
    let index = decision_matrix::table::FactorIndex(0);
    tables.factors[0].column = column.clone();
    cell_text(&tables, ColumnRef::Factor(index), domain)
}

fn rules<R>(
    tables: &DecisionTables,
    table: &RuleTable<R>,
    result: impl Fn(&R) -> String,
    default: Option<String>,
) -> String {
    let rule = |rule: &Rule<R>| {
        let cells = table.columns.iter().zip(&rule.cells).map(|(column, cell)| {
            let cell = quoted(&cell_text(tables, *column, cell));
            format!("{}: {cell}", tables.column_name(*column))
        });
        let cells: Vec<_> = cells.collect();
        let id = quoted(&rule.id);
        format!(
            "{{id: {id}, when: {{{}}}, then: {{{}}}}}",
            cells.join(", "),
            result(&rule.result)
        )
    };
    let written: Vec<_> = table.rules.iter().map(rule).collect();
    let default = default.map_or(String::new(), |it| format!(", default: {it}"));
    format!(
        "hit: {}, rules: [{}]{default}",
        table.hit.as_str(),
        written.join(", ")
    )
}

fn conclusion(tables: &DecisionTables, it: &Conclusion) -> String {
    let mut text = format!(
        "outcome: {}, reason: {}",
        it.outcome.as_str(),
        tables.reasons[it.reason.0 as usize].code
    );
    if let Some(route) = it.route {
        let _ = write!(text, ", route: {}", tables.routes[route.0 as usize]);
    }
    if let Some(due) = it.due_seconds {
        let _ = write!(text, ", due: {}", format_duration(due));
    }
    text
}

fn rounding(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::HalfEven => "half_even",
        Rounding::HalfUp => "half_up",
        Rounding::Down => "down",
        Rounding::Up => "up",
    }
}

/// A text in double quotes: JSON strings are YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
