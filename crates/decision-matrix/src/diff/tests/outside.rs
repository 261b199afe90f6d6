//! What versions declare differently outside of their rules.

use crate::DecisionMatrix;
use crate::diff::{SemanticDiff, diff};

use super::BUDGET;

const BASE: &str = "format: 1
matrix: test
version: \"1\"
currency: RUB
keys: {claim: claim_id, time: claimed_at, customer: customer_id}
factors:
  amount: {type: money, domain: \">= 0\"}
  known: {type: boolean}
  earlier: {type: integer, domain: \">= 0\", from: {history: count, of: claims, per: customer, window: P30D}}
decision:
  hit: first
  rules: |
    | id | amount | known | earlier || outcome | reason |
    | A  | <= 500 | true  | 0       || approve | SMALL  |
  default: {outcome: review, reason: REST}
";

fn read(text: &str) -> DecisionMatrix {
    DecisionMatrix::from_yaml("matrix.yaml", text)
        .unwrap_or_else(|findings| panic!("{}\n{text}", findings.render(false)))
}

/// The base against itself with one text in place of another, both ways round.
#[track_caller]
fn changed(from: &str, to: &str) -> [SemanticDiff; 2] {
    let text = BASE.replace(from, to);
    assert_ne!(text, BASE);
    let (old, new) = (read(BASE), read(&text));
    [(&old, &new), (&new, &old)].map(|(old, new)| {
        let found = diff(old, new, BUDGET).unwrap_or_else(|error| panic!("{error}"));
        assert!(found.regions().is_empty());
        assert_eq!(found.is_equal(), found.outside().is_empty());
        found
    })
}

/// Fails unless a change is told with these words, both ways round.
#[track_caller]
fn is_told(from: &str, to: &str, words: &str) {
    for found in changed(from, to) {
        assert!(
            found.outside().iter().any(|it| it.contains(words)),
            "{words}: {:?}",
            found.outside()
        );
    }
}

#[test]
fn a_factor_that_one_version_requires_is_told_and_one_that_may_be_absent_is_not() {
    let with =
        |declaration: &str| changed("decision:", &format!("  more: {declaration}\ndecision:"));
    let [added, removed] = with("{type: money}");
    assert_eq!(
        added.outside(),
        ["`more` is required by the new version only: claims without it go to review"]
    );
    assert_eq!(
        removed.outside(),
        ["`more` is required by the old version only: claims without it go to review"]
    );
    let [limited, _] = with("{type: money, nullable: true, domain: \"<= 5\"}");
    assert!(limited.outside()[0].contains("limited to certain values by the new version only"));
    let [free, _] = with("{type: money, nullable: true}");
    assert!(free.is_equal());
    assert!(
        !free.reads_alike(),
        "a value that is no money is refused by one version"
    );
}

#[test]
fn another_order_of_factors_is_told() {
    let line = "  known: {type: boolean}\n";
    let text = BASE
        .replace(line, "")
        .replace("factors:\n", &format!("factors:\n{line}"));
    let found = diff(&read(BASE), &read(&text), BUDGET).unwrap();
    assert!(found.outside()[0].contains("the order of factors differs"));
    assert!(!found.is_equal() && !found.reads_alike());
    assert!(
        diff(&read(BASE), &read(BASE), BUDGET)
            .unwrap()
            .reads_alike()
    );
}

#[test]
fn force_audit_keys_and_history_are_told() {
    let before = "keys:";
    is_told(
        before,
        "effective: {from: 2024-01-01}\nkeys:",
        "`effective` differs",
    );
    is_told(
        before,
        "audit: {share: 0.1, of: [approve], mode: before_payment}\nkeys:",
        "`audit` differs",
    );
    is_told("claim_id", "case_id", "identified by another column");
    is_told(
        "claimed_at",
        "seen_at",
        "time of a claim is read from another column",
    );
    let history = "history of `earlier` differs";
    is_told("window: P30D", "window: P60D", history);
    is_told("of: claims", "of: approvals", history);
    is_told("per: customer", "per: all", history);
    is_told("customer_id", "client_id", history);
}
