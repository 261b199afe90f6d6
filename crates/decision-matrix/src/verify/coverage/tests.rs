//! What single claims show of small tables.

use std::sync::Arc;

use crate::table::DecisionTables;
use crate::{DecisionMatrix, Facts, RawValue};

use super::*;

/// A matrix of this text, without `format`, `matrix`, `version` and `keys`.
pub(crate) fn tables_of(body: &str) -> Arc<DecisionTables> {
    let text = format!(
        "format: 1\nmatrix: test\nversion: \"1\"\ncurrency: RUB\nkeys: {{claim: claim_id, time: filed_at}}\n{body}"
    );
    match DecisionMatrix::from_yaml("matrix.yaml", &text) {
        Ok(matrix) => Arc::clone(matrix.tables()),
        Err(findings) => panic!("{}\n{text}", findings.render(false)),
    }
}

/// The facts of `factor=value` parts.
pub(crate) fn facts(tables: &Arc<DecisionTables>, claim: &str) -> Facts {
    let mut facts = Facts::new(Arc::clone(tables));
    for part in claim.split_whitespace() {
        let (name, value) = part.split_once('=').unwrap();
        let at = tables
            .factors
            .iter()
            .position(|factor| factor.name == name)
            .unwrap();
        let index = crate::table::FactorIndex(u32::try_from(at).unwrap());
        facts.set(index, RawValue::Text(value));
    }
    facts
}

/// A target in one word: `decision.A1` or `decision.A1.amount`.
pub(crate) fn word(tables: &DecisionTables, target: Target) -> String {
    let (columns, id) = match target.table {
        TableRef::Table(index) => {
            let rules = &tables.tables[index.0 as usize].rules;
            (&rules.columns, &rules.rules[target.rule].id)
        }
        TableRef::Decision => {
            let rules = &tables.decision;
            (&rules.columns, &rules.rules[target.rule].id)
        }
    };
    let table = target.table.name(tables);
    match target.cell {
        None => format!("{table}.{id}"),
        Some(column) => format!("{table}.{id}.{}", tables.column_name(columns[column])),
    }
}

/// What a claim shows.
#[track_caller]
fn check(body: &str, claim: &str, expected: &[&str]) {
    let tables = tables_of(body);
    let coverage = Coverage::of(&tables, &[facts(&tables, claim)]);
    let seen = coverage
        .targets()
        .filter(|(_, standing)| *standing == Standing::Seen);
    let seen: Vec<String> = seen.map(|(target, _)| word(&tables, target)).collect();
    assert_eq!(seen, expected, "{claim}");
}

const FIRST: &str = "
factors:
  a: {type: integer, domain: \"[0..9]\"}
  b: {type: integer, domain: \"[0..9]\"}
decision:
  hit: first
  rules: |
    | id | a    | b    || outcome | reason |
    | R1 | < 5  | < 5  || approve | SMALL  |
    | R2 | < 7  | -    || review  | MIDDLE |
    | R3 | < 9  | < 2  || review  | MIDDLE |
  default: {outcome: escalate, reason: LARGE}
";

#[test]
fn a_cell_counts_only_where_it_alone_decides() {
    // R1 answers; the rules below it are not asked.
    check(FIRST, "a=1 b=1", &["decision.R1"]);
    // `b` alone keeps R1 from answering.
    check(FIRST, "a=1 b=5", &["decision.R1.b", "decision.R2"]);
    // Both cells of R1 fail: neither decides alone. R3 would fail at `b`, but R2 comes before.
    check(FIRST, "a=6 b=5", &["decision.R2"]);
    check(
        FIRST,
        "a=7 b=1",
        &["decision.R1.a", "decision.R2.a", "decision.R3"],
    );
    check(
        FIRST,
        "a=8 b=2",
        &["decision.R1.a", "decision.R2.a", "decision.R3.b"],
    );
}

#[test]
fn a_claim_at_fault_shows_nothing() {
    check(FIRST, "a=1", &[]);
    check(FIRST, "a=10 b=1", &[]);
}

#[test]
fn rules_of_a_collecting_or_unique_table_do_not_hide_each_other() {
    let table = |hit: &str, second: &str| {
        format!(
            "
factors:
  a: {{type: integer, domain: \"[0..9]\"}}
  b: {{type: boolean}}
tables:
  t:
    hit: {hit}
    output: {{type: integer}}
    default: 0
    rules: |
      | id | a       | b    || t |
      | T1 | < 5     | true || 1 |
      | T2 | {second} | true || 2 |
decision: {{hit: first, rules: [], default: {{outcome: review, reason: ALL}}}}
"
        )
    };
    check(
        &table("collect sum", "< 3"),
        "a=4 b=true",
        &["t.T1", "t.T2.a"],
    );
    check(
        &table("collect sum", "< 3"),
        "a=2 b=true",
        &["t.T1", "t.T2"],
    );
    check(
        &table("collect sum", "< 3"),
        "a=2 b=false",
        &["t.T1.b", "t.T2.b"],
    );
    check(&table("unique", ">= 5"), "a=4 b=true", &["t.T1", "t.T2.a"]);
    check(&table("first", "< 8"), "a=4 b=true", &["t.T1"]);
}

#[test]
fn the_first_of_a_priority_table_is_the_one_that_is_asked_first() {
    let body = "
factors:
  a: {type: integer, domain: \"[0..9]\"}
decision:
  hit: priority
  rules: |
    | id | a   || outcome  | reason |
    | R1 | < 5 || approve  | SMALL  |
    | R2 | < 3 || escalate | TINY   |
  default: {outcome: review, reason: REST}
";
    check(body, "a=1", &["decision.R2"]);
    check(body, "a=4", &["decision.R1", "decision.R2.a"]);
}

#[test]
fn shares_leave_out_what_cannot_happen() {
    let tables = tables_of(FIRST);
    let mut coverage = Coverage::of(
        &tables,
        &[facts(&tables, "a=1 b=1"), facts(&tables, "a=1 b=5")],
    );
    let share = |coverage: &Coverage| {
        let table = coverage.tables().last().unwrap();
        (table.rules_seen(), table.cells_seen())
    };
    assert_eq!(
        share(&coverage),
        (Share { seen: 2, of: 3 }, Share { seen: 1, of: 5 })
    );
    let rule = Target {
        table: TableRef::Decision,
        rule: 2,
        cell: None,
    };
    coverage.set(rule, Standing::Impossible);
    assert_eq!(
        share(&coverage),
        (Share { seen: 2, of: 2 }, Share { seen: 1, of: 3 })
    );
}
