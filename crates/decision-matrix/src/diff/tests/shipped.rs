//! The shipped rules: equal to themselves, and one limit changed.

use crate::DecisionMatrix;
use crate::diff::diff;

use super::{BUDGET, lines};

const SHIPPED: [(&str, &str); 6] = [
    (
        "atm-cash-dispute",
        include_str!("../../../../../rules/atm-cash-dispute/matrix.yaml"),
    ),
    (
        "atm-deposit-not-credited",
        include_str!("../../../../../rules/atm-deposit-not-credited/matrix.yaml"),
    ),
    (
        "baggage-claim",
        include_str!("../../../../../rules/baggage-claim/matrix.yaml"),
    ),
    (
        "card-fee-refund",
        include_str!("../../../../../rules/card-fee-refund/matrix.yaml"),
    ),
    (
        "credit-limit-restore",
        include_str!("../../../../../rules/credit-limit-restore/matrix.yaml"),
    ),
    (
        "expense-refund",
        include_str!("../../../../../rules/expense-refund/matrix.yaml"),
    ),
];

fn read(text: &str) -> DecisionMatrix {
    DecisionMatrix::from_yaml("matrix.yaml", text).expect("shipped rules are accepted")
}

#[test]
fn every_shipped_matrix_is_equal_to_itself_and_has_a_fingerprint() {
    let mut prints = Vec::new();
    for (name, text) in SHIPPED {
        let matrix = read(text);
        let found = diff(&matrix, &matrix, BUDGET).unwrap();
        assert!(found.is_equal(), "{name}: {:#?}", lines(&found));
        let [old, new] = found.fingerprints();
        assert!(old.is_some() && old == new, "{name}: {old:?} {new:?}");
        prints.push(old.map(str::to_owned));
    }
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), SHIPPED.len());
}

#[test]
fn one_limit_of_the_cash_rules_is_few_regions() {
    let line = "| warn          | 75000  | 10000  | 5000  | 3000 |";
    let (_, text) = SHIPPED[0];
    assert!(text.contains(line), "the line of the table has changed");
    let changed = text.replace(line, "| warn          | 75000  | 10000  | 5000  | 5000 |");
    let found = diff(&read(text), &read(&changed), BUDGET).unwrap();
    assert!(found.regions().len() > 3);
    let told: Vec<String> = found.readable_regions().iter().map(super::line).collect();
    let common = "amount (3000..5000], device_status warn, prior_claims_365d >= 3, risk_flag false, null, \
        claimed_against_host not(more), null, approvals_365d <= 5, null, paid_365d <= 1000000, null, \
        paid_1d <= 500000000, null";
    let expected = [
        ("proven", "approve CASH_FOUND"),
        ("likely", "approve_provisional LIKELY_FAULT reconciliation"),
        ("silent", "review NEEDS_EVIDENCE disputes_desk"),
    ];
    let expected = expected.map(|(evidence, from)| {
        format!("{common}, dispense_evidence {evidence}, doubt_points <= 40: {from} -> approve WITHIN_LIMIT")
    });
    assert_eq!(told, expected);
}
