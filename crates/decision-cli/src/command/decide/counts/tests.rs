//! Counts of decisions, one by one and all together.

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
fn counts_add_up_and_name_the_faults() {
    let compiled = compiled();
    let mut counts = Counts::default();
    let mut others = Counts::default();
    counts.add(&compiled, &decide(&compiled, RawValue::Text("5")), 1);
    others.add(&compiled, &decide(&compiled, RawValue::Text("50")), 1);
    others.add(&compiled, &decide(&compiled, RawValue::Text("a lot")), 1);
    counts.merge(&others);
    let text = counts.text();
    assert!(
        text.starts_with("3 claims decided: approve 1 (33.3%), review 2 (66.7%)"),
        "{text}"
    );
    assert!(text.contains("INPUT_TYPE amount 1"), "{text}");
    assert_eq!(counts.document("out.csv")["faults"], 1);
}

#[test]
fn columns_of_decisions_count_as_each_of_them() {
    let compiled = compiled();
    let mut claims = compiled.columns();
    let mut facts = compiled.facts();
    let mut expected = Counts::default();
    for amount in ["5", "50", "5", "a lot", "7"] {
        facts.clear();
        facts.set_claim("C-1");
        facts.set(compiled.factor("amount").unwrap(), RawValue::Text(amount));
        claims.push(&facts);
        expected.add(&compiled, &compiled.decide(&facts), 1);
    }
    let mut decisions = DecisionColumns::new();
    compiled.decide_batch(&claims, &mut decisions);
    let mut counts = Counts::default();
    counts.add_all(&compiled, &decisions);
    assert_eq!(counts, expected);
}
