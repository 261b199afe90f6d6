//! The text of a rules file that says what a model says: every scalar in double quotes, every rule
//! in the long form.

use std::fmt::Write;

use decision_matrix::calendar::{format_duration, format_timestamp};
use decision_matrix::table::{
    Cell, ColumnRef, ColumnType, Conclusion, DecisionTables, Derive, Outcome, Parameter,
    ResultCell, Rounding, Rule, RuleTable, Table, ValueType, cell_text, expression_text,
    value_text,
};

/// The rules file of a matrix that was drawn at random: what such a matrix never has (history,
/// guarantees, audit, cross-tables) is not written.
pub(crate) fn rules_text(tables: &DecisionTables) -> String {
    let mut text = head(tables);
    let factors = tables.factors.iter();
    section(
        &mut text,
        "factors",
        factors.map(|it| (&it.name, type_keys(tables, &it.column))),
    );
    let parameters = tables.parameters.iter();
    section(
        &mut text,
        "parameters",
        parameters.map(|it| (&it.name, parameter(tables, it))),
    );
    let derives = tables.derives.iter();
    section(
        &mut text,
        "derive",
        derives.map(|it| (&it.name, derive(tables, it))),
    );
    section(
        &mut text,
        "tables",
        tables.tables.iter().map(|it| (&it.name, table(tables, it))),
    );
    let result = |it: &Conclusion| conclusion(tables, it);
    let default = tables.decision.default.as_ref();
    let default = default.map(|it| format!("{{{}}}", conclusion(tables, it)));
    let _ = writeln!(
        text,
        "decision: {{{}}}",
        rules(tables, &tables.decision, result, default)
    );
    text
}

/// Everything above the factors.
fn head(tables: &DecisionTables) -> String {
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
        let end = |(name, end): (&str, Option<i64>)| {
            Some(format!("{name}: {}", quoted(&format_timestamp(end?))))
        };
        let ends: Vec<_> = ends.into_iter().filter_map(end).collect();
        let _ = writeln!(text, "effective: {{{}}}", ends.join(", "));
    }
    let conclusions = tables.decision.rules.iter().map(|rule| &rule.result);
    let mut conclusions = conclusions.chain(&tables.decision.default);
    if conclusions.any(|it| it.outcome == Outcome::Decline) {
        text.push_str("permits: [decline]\n");
    }
    text
}

fn parameter(tables: &DecisionTables, parameter: &Parameter) -> String {
    let value = match parameter.column.value_type {
        ValueType::Text => tables.texts[usize::try_from(parameter.value).unwrap()].clone(),
        _ => value_text(tables, &parameter.column, parameter.value),
    };
    let keys = type_keys(tables, &parameter.column).replace(", nullable: false", "");
    format!("{keys}, value: {}", quoted(&value))
}

fn derive(tables: &DecisionTables, derive: &Derive) -> String {
    let expression = quoted(&expression_text(tables, &derive.expression));
    let keys = type_keys(tables, &derive.column);
    format!(
        "{keys}, rounding: {}, is: {expression}",
        rounding(derive.rounding)
    )
}

fn table(tables: &DecisionTables, table: &Table) -> String {
    let value = |cell: &ResultCell| {
        let text = cell
            .value
            .map(|value| value_text(tables, &table.output, value));
        quoted(&text.unwrap_or("null".to_owned()))
    };
    let result = |cell: &ResultCell| format!("{}: {}", table.name, value(cell));
    let default = table.rules.default.as_ref().map(value);
    let output = type_keys(tables, &table.output);
    format!(
        "output: {{{output}}}, {}",
        rules(tables, &table.rules, result, default)
    )
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
