//! The oracle is right about matrices whose answers are known.

use decision_matrix::DecisionMatrix;
use decision_matrix::diagnostic::Code;

use super::grid::Grid;
use super::oracle::Oracle;
use super::truth::{errors, warnings};

const HEAD: &str = "format: 1\nmatrix: small\nversion: \"1\"\ncurrency: RUB\nkeys: {claim: claim_id}\n";

/// Checks what the oracle says of a matrix: `code table rules what` a line, sorted by code.
#[track_caller]
fn check(matrix: &str, expected: &[&str]) {
    let text = format!("{HEAD}{matrix}");
    let tables = super::tables_of(&text);
    let oracle = Oracle::new(&tables, Grid::of(&[&tables]));
    let mut keys = errors(&oracle);
    let is_at_fault = keys.keys().any(|key| key.code != Code::GuaranteeViolated);
    if !is_at_fault {
        keys.extend(warnings(&oracle));
    }
    let lines: Vec<String> = keys
        .keys()
        .map(|key| {
            let rules = key.rules.join(" ");
            let parts = [&key.table, &rules, &key.what];
            let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let parts: Vec<&str> = [key.code.id()].into_iter().chain(parts).collect();
            parts.join(" ")
        })
        .collect();
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn a_hole_between_two_rules_is_a_gap_or_makes_the_table_incomplete() {
    let rules = "factors:\n  amount: {type: money, domain: \">= 0\"}\ndecision:\n  hit: unique\n  rules: |\n    \
        | id | amount || outcome | reason |\n    | A | < 5 || approve | S |\n    | B | > 5 || review | L |\n";
    check(rules, &["DM0404 decision"]);
    let with_default = format!("{rules}  default: {{outcome: review, reason: N}}\n");
    check(&with_default, &["DM0301 decision"]);
    check(&with_default.replace("< 5", "<= 5"), &["DM0305 decision B"][..0]);
}

#[test]
fn a_hole_that_no_claim_reaches_is_none() {
    check(
        "factors:\n  age: {type: integer, domain: \"[0..4], 6\"}\ndecision:\n  hit: unique\n  rules: |\n    \
        | id | age || outcome | reason |\n    | A | < 5 || approve | S |\n    | B | > 5 || review | L |\n",
        &[],
    );
}

#[test]
fn one_rule_is_covered_by_two_others_together() {
    check(
        "factors:\n  age: {type: integer, domain: \"[0..9]\"}\ndecision:\n  hit: first\n  rules: |\n    \
        | id | age || outcome | reason |\n    | A | < 5 || approve | S |\n    | B | >= 5 || review | L |\n    \
        | C | [3..7] || escalate | M |\n",
        &[
            "DM0302 decision A C",
            "DM0302 decision B C",
            "DM0303 decision C",
            "DM0309 decision escalate",
        ],
    );
}

#[test]
fn the_order_of_two_rules_hides_one_in_part() {
    check(
        "factors:\n  age: {type: integer, domain: \"[0..9]\"}\ndecision:\n  hit: first\n  rules: |\n    \
        | id | age || outcome | reason |\n    | A | < 5 || approve | S |\n    | B | >= 3 || review | L |\n",
        &["DM0302 decision A B", "DM0304 decision B"],
    );
}

#[test]
fn cells_that_hold_everything_or_nothing_are_told_from_those_about_null() {
    check(
        "factors:\n  age: {type: integer, domain: \"[0..90]\", nullable: true}\ndecision:\n  hit: unique\n  rules: |\n    \
        | id | age || outcome | reason |\n    | A | >= 30, < 50 || approve | S |\n    \
        | B | null || review | L |\n    | C | > 90 || review | L |\n",
        &[
            "DM0303 decision C",
            "DM0307 decision A age",
            "DM0308 decision C age",
        ],
    );
}

#[test]
fn a_missing_value_falls_to_the_default() {
    check(
        "factors:\n  risk: {type: boolean, nullable: true}\ndecision:\n  hit: unique\n  rules: |\n    \
        | id | risk || outcome | reason |\n    | A | true || escalate | S |\n    | B | false || review | L |\n  \
        default: {outcome: approve, reason: N}\n",
        &["DM0301 decision", "DM0312 decision risk"],
    );
}

const LIMITS: &str = "factors:\n  amount: {type: money, domain: \"[0..1000]\"}\n  \
    status: {type: category, values: [ok, fault]}\ntables:\n  limit:\n    hit: unique\n    output: {type: money}\n    rules: |\n      \
    | id | status || limit |\n      | L1 | ok || 100 |\n      | L2 | fault || 300 |\n";

#[test]
fn a_chain_of_tables_and_a_cell_that_names_one_are_followed() {
    let rules = format!(
        "{LIMITS}decision:\n  hit: first\n  rules: |\n    | id | amount | limit || outcome | reason |\n    \
        | A | <= limit | - || approve | S |\n    | B | - | - || review | L |\nguarantees:\n  \
        - {{id: G1, never: [approve], when: {{amount: \"> 300\"}}}}\n  \
        - {{id: G2, never: [approve], when: {{amount: \"> 299\"}}}}\n  \
        - {{id: G3, never: [approve], when: {{amount: \"> 100\", status: ok}}}}\n  \
        - {{id: G4, more_cautious: {{amount: rising}}}}\n  - {{id: G5, more_cautious: {{amount: falling}}}}\n"
    );
    check(
        &rules,
        &[
            "DM0302 decision A B",
            "DM0304 decision B",
            "DM0405 decision G2",
            "DM0405 decision G5",
        ],
    );
}

#[test]
fn an_exact_truth_is_followed() {
    let rules = format!(
        "{LIMITS}derive:\n  covered: {{type: boolean, is: \"amount <= limit\"}}\ndecision:\n  hit: unique\n  rules: |\n    \
        | id | covered || outcome | reason |\n    | A | true || approve | S |\n    | B | false || review | L |\nguarantees:\n  \
        - {{id: G1, never: [approve], when: {{amount: \"> 300\"}}}}\n  \
        - {{id: G2, always: [approve], when: {{amount: \"<= 100.01\"}}}}\n"
    );
    check(&rules, &["DM0405 decision G2"]);
}

#[test]
fn results_that_agree_may_overlap_under_any_and_one_is_redundant() {
    let rules = "factors:\n  age: {type: integer, domain: \"[0..9]\"}\ndecision:\n  hit: any\n  rules: |\n    \
        | id | age || outcome | reason |\n    | A | < 5 || approve | S |\n    | B | [2..4] || approve | S |\n    \
        | C | >= 5 || review | L |\n";
    check(rules, &["DM0305 decision B"]);
    check(&rules.replace("[2..4]", "[2..5]"), &["DM0403 decision B C"]);
}

#[test]
fn collected_rules_are_redundant_where_they_add_nothing() {
    check(
        "factors:\n  age: {type: integer, domain: \"[0..9]\"}\ntables:\n  points:\n    hit: collect sum\n    \
        output: {type: integer}\n    default: 0\n    rules: |\n      | id | age || points |\n      \
        | P1 | > 3 || 0 |\n      | P2 | > 4 || 7 |\ndecision:\n  hit: unique\n  rules: |\n    \
        | id | points || outcome | reason |\n    | A | < 7 || approve | S |\n    | B | >= 7 || review | L |\n",
        &["DM0301 points", "DM0305 points P1"],
    );
}

#[test]
fn a_matrix_is_read_as_its_text_says() {
    let model = super::random_model::random_model(&mut crate::strategies::Random::new(1));
    let read = DecisionMatrix::from_yaml("small.yaml", &format!("{HEAD}nothing: 1\n"));
    assert!(read.is_err());
    assert_eq!(super::tables_of(&model.text()).factors.len(), model.factors.len());
}
