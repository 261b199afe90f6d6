//! Cases that cannot be read, and one that is not met.

use super::{CASES, compare, refund, spoilt};

#[track_caller]
fn check(name: &str, exit_code: i32, right: &str, wrong: &str) {
    let place = refund();
    place.write("refund/cases.yaml", spoilt(CASES, right, wrong));
    let run = place.verdict("test refund").exits(exit_code);
    compare(&format!("cases_{name}"), &run);
}

#[test]
fn unknown_factor() {
    check(
        "unknown_factor",
        1,
        "given: {amount: 5000.01}",
        "given: {amuont: 5000.01}",
    );
}

#[test]
fn unknown_outcome() {
    check(
        "unknown_outcome",
        1,
        "outcome: escalate",
        "outcome: escalated",
    );
}

#[test]
fn unknown_rule() {
    check("unknown_rule", 1, "rule: L1", "rule: L2");
}

#[test]
fn case_that_is_not_met() {
    check(
        "case_that_is_not_met",
        1,
        "given: {amount: 5000.01}",
        "given: {amount: 5000.00}",
    );
}

#[test]
fn no_cases() {
    let place = refund();
    std::fs::remove_file(place.path("refund/cases.yaml")).unwrap();
    compare("cases_no_cases", &place.verdict("test refund").exits(2));
}
