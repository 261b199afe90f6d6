//! A decision as a row, by itself and repeated.

use decision_matrix::{CompileConfig, DecisionMatrix, RawValue};

use super::*;

const RULES: &str = "format: 1
matrix: small
version: \"1\"
keys: {claim: id}
currency: EUR
factors:
  amount: {type: money}
decision:
  hit: first
  rules: |
    | id | amount   || outcome | reason | due   |
    | R1 | <= 10.00 || approve | SMALL  | PT24H |
  default: {outcome: review, reason: REST}
audit: {share: 1.0, of: [approve]}
";

fn compiled() -> CompiledMatrix {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", RULES).unwrap();
    CompiledMatrix::new(
        matrix.tables().clone(),
        &CompileConfig {
            audit_key: Some([1; 32]),
        },
    )
}

fn decide(compiled: &CompiledMatrix, amount: RawValue<'_>) -> Decision {
    let mut facts = compiled.facts();
    facts.set_claim("C-1");
    facts.set(compiled.factor("amount").unwrap(), amount);
    compiled.decide(&facts)
}

#[test]
fn a_row_has_the_columns_of_a_decision() {
    let compiled = compiled();
    let columns = decision_columns(compiled.tables(), false);
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    let expected = [
        "outcome",
        "rule",
        "reason",
        "route",
        "due",
        "audit_selected",
        "audit_probability",
        "fault",
    ];
    assert_eq!(names, expected);
    let mut rows = OutputRows::new(&columns);
    DecisionRow::new(&compiled, &decide(&compiled, RawValue::Text("5")), None)
        .push(&mut rows)
        .unwrap();
    DecisionRow::new(&compiled, &decide(&compiled, RawValue::Null), None)
        .push(&mut rows)
        .unwrap();
    let values: Vec<_> = (0..8).map(|column| rows.value(0, column)).collect();
    let text = OutputValue::Text;
    let selected = [
        OutputValue::Boolean(true),
        OutputValue::Decimal(1),
        OutputValue::Null,
    ];
    let expected = [
        text("approve"),
        text("R1"),
        text("SMALL"),
        OutputValue::Null,
        text("P1D"),
    ];
    assert!(
        values.iter().eq(expected.iter().chain(&selected)),
        "{values:?}"
    );
    assert_eq!(rows.value(1, 2), text("INPUT_MISSING"));
    assert_eq!(rows.value(1, 7), text("amount"));
}

#[test]
fn repeated_rows_are_those_of_each_decision() {
    let compiled = compiled();
    let columns = decision_columns(compiled.tables(), false);
    let mut claims = compiled.columns();
    let mut facts = compiled.facts();
    let mut expected = OutputRows::new(&columns);
    for amount in ["5", "50", "a lot", "5"] {
        facts.clear();
        facts.set_claim("C-1");
        facts.set(compiled.factor("amount").unwrap(), RawValue::Text(amount));
        claims.push(&facts);
        DecisionRow::new(&compiled, &compiled.decide(&facts), None)
            .push(&mut expected)
            .unwrap();
    }
    let mut decisions = DecisionColumns::new();
    compiled.decide_batch(&claims, &mut decisions);
    let rows = decision_rows(&compiled, &columns, &mut decisions).unwrap();
    assert_eq!(rows.len(), 4);
    for row in 0..5 {
        for column in 0..columns.len() {
            assert_eq!(rows.value(row, column), expected.value(row, column));
        }
    }
}
