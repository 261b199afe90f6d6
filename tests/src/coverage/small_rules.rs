//! Random rules over factors with so few values that every claim can be asked.

use std::fmt::Write as _;
use std::sync::Arc;

use decision_matrix::table::{DecisionTables, FactorIndex, ValueType, value_text};
use decision_matrix::{Facts, RawValue};

use crate::strategies::Random;

/// The text of a rules file.
pub(super) struct SmallRules {
    pub(super) text: String,
    /// Whether it has a derived factor that proofs treat as free.
    pub(super) has_free_derive: bool,
}

/// A column: its name and the cells that may stand in it.
type Column = (&'static str, &'static [&'static str]);

const FACTORS: [Column; 4] = [
    ("b", &["true", "false", "null", "false, null", "not(null)"]),
    ("c", &["x", "x, y", "not(z)", "null, x", "not(x, y)"]),
    (
        "n",
        &["<= 1", "> 2", "[1..3)", "2, null", "not(1, 2)", ">= 0"],
    ),
    ("m", &["0", ">= 2", "(0..3]", "not(1)", "null"]),
];
const EXACT: Column = ("at_least", &["true", "false"]);
const FREE: Column = ("total", &["<= 2", "> 4", "[3..5]"]);
const POINTS: Column = ("points", &["0", ">= 2", "not(1)", "null"]);
const CLASS: Column = ("class", &["low", "low, high", "not(high)"]);

/// The rules of a seed. `total` is free for the proofs: it adds two factors.
pub(super) fn text(random: &mut Random) -> SmallRules {
    let has_free_derive = random.percent(30);
    let mut text =
        "format: 1\nmatrix: random\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n".to_owned();
    for (name, kind) in [
        ("b", "type: boolean"),
        ("c", "type: category, values: [x, y, z]"),
        ("n", "type: integer, domain: \"[0..4]\""),
        ("m", "type: integer, domain: \"[0..3]\""),
    ] {
        let _ = writeln!(
            text,
            "  {name}: {{{kind}, nullable: {}}}",
            random.percent(50)
        );
    }
    let bound = random.below(4);
    let _ = writeln!(
        text,
        "derive:\n  at_least: {{type: boolean, is: \"coalesce(n >= {bound}, false)\"}}"
    );
    let mut columns = FACTORS.to_vec();
    columns.push(EXACT);
    if has_free_derive {
        text.push_str("  total: {type: integer, is: \"coalesce(n + m, 0)\"}\n");
        columns.push(FREE);
    }
    let hit = *random.pick(&["first", "collect sum", "collect max", "unique"]);
    text.push_str("tables:\n");
    table(
        random,
        &mut text,
        "points",
        hit,
        "{type: integer, nullable: true}",
        &columns,
        &["0", "1", "2", "3"],
    );
    columns.push(POINTS);
    let hit = *random.pick(&["first", "priority"]);
    let output = "{type: category, values: [low, middle, high]}";
    table(
        random,
        &mut text,
        "class",
        hit,
        output,
        &columns,
        &["low", "middle", "high"],
    );
    columns.push(CLASS);
    let hit = *random.pick(&["first", "first", "priority"]);
    let _ = writeln!(
        text,
        "decision:\n  hit: {hit}\n  default: {{outcome: review, reason: REST}}\n  rules: |"
    );
    // A cell of the decision may name the table of points.
    columns[2] = (
        "n",
        &["<= points", "not(points)", "[points..3]", "> 1", "<= 3"],
    );
    let results: Vec<String> = ["approve", "review", "escalate", "request_info"]
        .iter()
        .map(|outcome| format!("{outcome} | {}", outcome.to_uppercase()))
        .collect();
    let results: Vec<&str> = results.iter().map(String::as_str).collect();
    grid(random, &mut text, "outcome | reason", &columns, &results);
    SmallRules {
        text,
        has_free_derive,
    }
}

fn table(
    random: &mut Random,
    text: &mut String,
    name: &str,
    hit: &str,
    output: &str,
    columns: &[Column],
    results: &[&str],
) {
    let default = random.pick(results);
    let _ = writeln!(
        text,
        "  {name}:\n    hit: {hit}\n    output: {output}\n    default: {default}\n    rules: |"
    );
    grid(random, text, name, columns, results);
}

/// A grid of one to five rules over one to three of the columns.
fn grid(
    random: &mut Random,
    text: &mut String,
    result: &str,
    columns: &[Column],
    results: &[&str],
) {
    let mut chosen: Vec<Column> = Vec::new();
    for _ in 0..=random.below(3) {
        let column = *random.pick(columns);
        if chosen.iter().all(|(name, _)| *name != column.0) {
            chosen.push(column);
        }
    }
    let names: Vec<&str> = chosen.iter().map(|(name, _)| *name).collect();
    let _ = writeln!(text, "      | id | {} || {result} |", names.join(" | "));
    for rule in 0..=random.below(5) {
        let cells: Vec<&str> = chosen
            .iter()
            .map(|(_, cells)| {
                if random.percent(25) {
                    "-"
                } else {
                    random.pick(cells)
                }
            })
            .collect();
        let _ = writeln!(
            text,
            "      | R{rule} | {} || {} |",
            cells.join(" | "),
            random.pick(results)
        );
    }
}

/// Every claim of rules whose factors have few values.
pub(super) fn claims(tables: &Arc<DecisionTables>) -> Vec<Facts> {
    let mut claims = vec![Facts::new(Arc::clone(tables))];
    for (index, factor) in (0..).map(FactorIndex).zip(&tables.factors) {
        let most = match &factor.column.value_type {
            ValueType::Boolean => 1,
            ValueType::Category(words) => i64::try_from(words.len()).unwrap() - 1,
            _ if factor.name == "n" => 4,
            _ => 3,
        };
        let values = (0..=most).map(|value| Some(value_text(tables, &factor.column, value)));
        let values: Vec<Option<String>> = values
            .chain(factor.column.nullable.then_some(None))
            .collect();
        claims = claims
            .iter()
            .flat_map(|claim| {
                values.iter().map(move |value| {
                    let mut claim = claim.clone();
                    claim.set(
                        index,
                        value.as_deref().map_or(RawValue::Null, RawValue::Text),
                    );
                    claim
                })
            })
            .collect();
    }
    claims
}
