//! Cost models that cannot be used.

use super::{COSTS, compare, refund, spoilt};

#[track_caller]
fn check(name: &str, right: &str, wrong: &str) {
    let place = refund();
    place.write("costs.yaml", spoilt(COSTS, right, wrong));
    let run = place
        .verdict("simulate --rules refund --claims claims.csv --costs costs.yaml")
        .exits(2);
    compare(&format!("costs_{name}"), &run);
}

#[test]
fn unknown_key() {
    check("unknown_key", "evidence_days", "evidence_day");
}

#[test]
fn money_with_a_comma() {
    check(
        "money_with_a_comma",
        "per_minute: 1.00",
        "per_minute: \"1,00\"",
    );
}

#[test]
fn share_above_one() {
    check("share_above_one", "caught: 0.9", "caught: 90");
}

#[test]
fn other_currency() {
    check("other_currency", "currency: EUR", "currency: USD");
}
