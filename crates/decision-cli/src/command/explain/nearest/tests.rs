//! What people read of shipped rules, word for word.

use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, RawValue};

use super::super::{ExplainedClaim, document, text};
use super::alternatives;
use crate::output::Style;

const CASH: &str = include_str!("../../../../../../rules/atm-cash-dispute/matrix.yaml");

/// Explains a claim; gives the text from a headline on, and the document.
fn explained(rules: &str, values: &[(&str, &str)], from: &str) -> (String, serde_json::Value) {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", rules).unwrap();
    let compiled = CompiledMatrix::new(
        std::sync::Arc::clone(matrix.tables()),
        &CompileConfig { audit_key: None },
    );
    let mut facts = compiled.facts();
    for (name, value) in values {
        facts.set(compiled.factor(name).unwrap(), RawValue::Text(value));
    }
    let claim = ExplainedClaim {
        matrix: &matrix,
        compiled: &compiled,
        facts: &facts,
        explanation: compiled.explain(&facts),
        language: None,
    };
    let text = text::explanation(&claim, Style::new(false));
    let at = text.find(&format!("\n{from}\n"));
    let at = at.unwrap_or_else(|| panic!("no `{from}`: {text}"));
    (text[at + 1..].to_owned(), document::explanation(&claim))
}

#[track_caller]
fn check(rules: &str, values: &[(&str, &str)], from: &str, expected: &str) {
    assert_eq!(explained(rules, values, from).0, expected);
}

const DOUBTED: [(&str, &str); 7] = [
    ("amount", "80000"),
    ("device_status", "warn"),
    ("prior_claims_365d", "2"),
    ("journal", "taken"),
    ("card_present", "false"),
    ("unjustified_730d", "1"),
    ("claimed_against_host", "more"),
];

#[test]
fn a_rule_is_explained_by_its_cells_and_by_those_that_stood_in_the_way() {
    let expected = "\
why rule F3
  doubt_points is 80   the rule wants >= doubt_limit (doubt_limit is 50)

why not the rules above
  L1   amount is 80000.00             the rule wants > escalate_above (escalate_above is 200000.00)
  F1   dispense_evidence is against   the rule wants reversal_fraud
  F2   risk_flag is not given         the rule wants true

why not the rules above in dispense_evidence
  E1   host_log is not given     the rule wants reversed
  E2   host_log is not given     the rule wants reversed
  E3   host_log is not given     the rule wants reversed
  E4   cash_count is not given   the rule wants over

nearest change
  amount 200000.01 or more (now 80000.00) would give escalate (L1, LARGE_AMOUNT)

nearest change to an easier outcome
  journal not_taken, not_presented, partial, jam or unreadable (now taken)
  and card_present true (now false) would give request_info (Q1, AMOUNT_DIFFERS)";
    check(CASH, &DOUBTED, "why rule F3", expected);
}

#[test]
fn the_document_has_both_changes() {
    let (_, document) = explained(CASH, &DOUBTED, "nearest change");
    let expected = serde_json::json!({
        "changes": [{"factor": "amount", "from": "80000.00", "to": "200000.01", "cell": ">= 200000.01"}],
        "outcome": "escalate",
        "rule": "L1",
        "reason": "LARGE_AMOUNT",
        "bounds_crossed": 1,
        "is_nearest": true,
    });
    assert_eq!(document["nearest_change"], expected);
    assert_eq!(document["nearest_easier_change"]["rule"], "Q1");
    assert_eq!(document["factors_searched"], 1);
}

#[test]
fn a_missing_value_is_asked_for() {
    let values = [("device_status", "warn"), ("prior_claims_365d", "2")];
    let expected = "\
nearest change
  amount between 0.01 and 5000.00 (now missing) would give approve (A1, WITHIN_LIMIT)";
    check(CASH, &values, "nearest change", expected);
}

#[test]
fn what_nobody_may_change_is_not_asked_for() {
    let values = [
        ("amount", "1000"),
        ("device_status", "warn"),
        ("prior_claims_365d", "2"),
        ("risk_flag", "true"),
    ];
    let expected = "\
nearest change to an easier outcome
  none: no change of up to 3 factors gives an easier outcome than review";
    check(
        CASH,
        &values,
        "nearest change to an easier outcome",
        expected,
    );
    let (_, document) = explained(CASH, &values, "nearest change");
    assert_eq!(document["nearest_easier_change"], serde_json::Value::Null);
}

#[test]
fn texts_are_told_by_those_that_would_not_do() {
    let rules = "format: 1\nmatrix: texts\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n  \
        item: {type: text}\n  age: {type: integer, unit: day, changeable: false}\ndecision:\n  hit: first\n  \
        rules: |\n    | id | item             || outcome | reason |\n    \
        | A  | \"Books\", \"Tools\" || review  | X      |\n  default: {outcome: approve, reason: X}\n";
    let expected = "\
nearest change
  item other than \"Books\" or \"Tools\" (now \"Books\") would give approve (the default, X)";
    let values = [("item", "Books"), ("age", "3")];
    check(rules, &values, "nearest change", expected);
    let (text, _) = explained(rules, &values, "the claim");
    assert!(text.contains("age    3 days"), "{text}");
    let (text, _) = explained(rules, &[("item", "Books"), ("age", "1")], "the claim");
    assert!(text.contains("age    1 day\n"), "{text}");
}

#[test]
fn days_are_told_as_days() {
    let rules = "format: 1\nmatrix: late\nversion: \"1\"\nkeys: {claim: id}\nfactors:\n  \
        happened: {type: date}\n  filed: {type: date, changeable: false}\nderive:\n  \
        age: {type: duration, is: \"filed - happened\"}\ndecision:\n  hit: first\n  rules: |\n    \
        | id | age     || outcome | reason  |\n    | A  | <= P30D || approve | IN_TIME |\n  \
        default: {outcome: review, reason: LATE}\n";
    let values = [("happened", "2026-01-01"), ("filed", "2026-03-01")];
    let expected = "\
nearest change
  happened on or after 2026-01-30 (now 2026-01-01) would give approve (A, IN_TIME)";
    check(rules, &values, "nearest change", expected);
}

#[test]
fn many_words_are_cut_short() {
    let words: Vec<String> = (0..12).map(|at| format!("w{at}")).collect();
    assert_eq!(alternatives(&words[..1]), "w0");
    assert_eq!(alternatives(&words[..3]), "w0, w1 or w2");
    assert_eq!(
        alternatives(&words),
        "w0, w1, w2, w3, w4, w5, w6, w7 or one of 4 others"
    );
}
