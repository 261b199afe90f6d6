//! Changes as people make them, and what is told of them.

use crate::DecisionMatrix;
use crate::diff::{DiffError, diff};

use super::{BUDGET, decided, difference, lines, matrix};

const FACTORS: &str = "factors:
  amount: {type: money, domain: \">= 0\"}
  status: {type: category, values: [fault, warn, ok]}
  prior: {type: integer, domain: \">= 0\"}
";

/// Rules of one limit a status.
fn rules(limit: &str, more: &str) -> String {
    format!(
        "{FACTORS}decision:
  hit: first
  rules: |
    | id | amount   | status      | prior || outcome | reason | route |
    | L  | > 200000 | -           | -     || escalate| LARGE  | top   |
    | A  | <= {limit} | fault, warn | <= 1  || approve | SMALL  | -     |
    | B  | <= 1000  | -           | 0     || approve | SMALL  | -     |
{more}  default: {{outcome: review, reason: REST, route: desk}}
"
    )
}

#[test]
fn a_limit_that_moves_changes_what_lies_between() {
    let diff = difference(&rules("3000", ""), &rules("5000", ""));
    assert_eq!(
        lines(&diff),
        ["amount (3000..5000], status not(ok), prior 0, 1: review REST desk -> approve SMALL"]
    );
    assert!(!diff.is_equal());
    let region = &diff.regions()[0];
    assert_eq!(region.from.rule.as_deref(), Some("default"));
    assert_eq!(region.to.rule.as_deref(), Some("A"));
    let witness: Vec<(&str, Option<String>)> = region
        .witness
        .iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    assert_eq!(
        decided(&matrix(&rules("3000", "")).compile(), &witness),
        "review REST Some(\"desk\") None"
    );
    assert_eq!(
        decided(&matrix(&rules("5000", "")).compile(), &witness),
        "approve SMALL None None"
    );
}

#[test]
fn another_text_of_the_same_rules_is_no_difference() {
    let other = format!(
        "{FACTORS}parameters:
  small: {{type: money, value: 3000}}
tables:
  is_known:
    hit: unique
    output: {{type: boolean}}
    rules: |
      | id | status || is_known |
      | K1 | ok     || false    |
      | K2 | warn   || true     |
      | K3 | fault  || true     |
decision:
  hit: first
  rules: |
    | id | amount   | is_known | prior | status || outcome | reason | route |
    | Z1 | <= small | true     | 0     | -      || approve | SMALL  | -     |
    | Z2 | <= small | true     | 1     | -      || approve | SMALL  | -     |
    | Z3 | > 200000 | -        | -     | -      || escalate| LARGE  | top   |
    | Z4 | <= 1000  | -        | 0     | ok, warn, fault || approve | SMALL  | -  |
  default: {{outcome: review, reason: REST, route: desk}}
"
    );
    let diff = difference(&rules("3000", ""), &other);
    assert_eq!(lines(&diff), Vec::<String>::new());
    assert!(diff.is_equal());
    let [old, new] = diff.fingerprints();
    assert!(old.is_some());
    assert_eq!(old, new);
}

#[test]
fn reason_route_and_due_are_differences_and_rule_ids_are_not() {
    let base = rules("3000", "");
    assert!(difference(&base, &base.replace("| A  |", "| X1 |")).is_equal());
    let reason = difference(&base, &base.replace("REST", "OTHER"));
    assert_eq!(
        lines(&reason),
        [
            "amount <= 1000, status ok, prior >= 1: review REST desk -> review OTHER desk",
            "amount <= 3000, status not(ok), prior >= 2: review REST desk -> review OTHER desk",
            "amount (1000..3000], status ok: review REST desk -> review OTHER desk",
            "amount (3000..200000]: review REST desk -> review OTHER desk",
        ]
    );
    let route = difference(&base, &base.replace("desk", "bureau"));
    assert!(lines(&route)[0].ends_with("review REST desk -> review REST bureau"));
}

#[test]
fn a_domain_that_grows_sends_new_values_from_review_to_the_rules() {
    let old = rules("3000", "").replace(
        "domain: \">= 0\"}\n  status",
        "domain: \"[0..100000]\"}\n  status",
    );
    let diff = difference(&old, &rules("3000", ""));
    assert_eq!(
        lines(&diff),
        [
            "amount (100000..200000]: review INPUT_OUT_OF_DOMAIN -> review REST desk",
            "amount > 200000: review INPUT_OUT_OF_DOMAIN -> escalate LARGE top",
        ]
    );
    let nullable = rules("3000", "").replace(
        "values: [fault, warn, ok]",
        "values: [fault, warn, ok], nullable: true",
    );
    let diff = difference(&rules("3000", ""), &nullable);
    assert!(
        lines(&diff)
            .iter()
            .all(|line| line.contains("status null") && line.contains("INPUT_MISSING ->")),
        "{:?}",
        lines(&diff)
    );
}

#[test]
fn words_are_compared_by_word_and_a_new_word_is_a_difference() {
    let base = rules("3000", "");
    let moved = base.replace("[fault, warn, ok]", "[ok, warn, fault]");
    assert!(
        difference(&base, &moved).is_equal(),
        "{:?}",
        lines(&difference(&base, &moved))
    );
    let grown = base.replace("[fault, warn, ok]", "[gone, ok, warn, fault]");
    let found = lines(&difference(&base, &grown));
    assert!(
        found
            .iter()
            .all(|line| line.contains("status gone") && line.contains("INPUT_OUT_OF_DOMAIN")),
        "{found:?}"
    );
    assert!(!found.is_empty());
}

#[test]
fn texts_are_compared_by_text() {
    let rules = |first: &str, second: &str| {
        format!(
            "factors:
  branch: {{type: text}}
decision:
  hit: first
  rules: |
    | id | branch || outcome | reason |
    | A  | {first} || approve | KNOWN |
    | B  | {second} || review | {second_reason} |
  default: {{outcome: review, reason: REST}}
",
            second_reason = "ODD"
        )
    };
    let old = rules("\"A-17\"", "\"B\"");
    let new = rules("\"A-17\"", "\"B\"").replace(
        "| A  | \"A-17\" || approve | KNOWN |\n    | B  | \"B\" || review | ODD |",
        "| B  | \"B\" || review | ODD |\n    | A  | \"A-17\" || approve | KNOWN |",
    );
    assert_ne!(old, new);
    assert!(difference(&old, &new).is_equal());
    let found = lines(&difference(&old, &rules("\"A-17\", \"C\"", "\"B\"")));
    assert_eq!(found, ["branch \"C\": review REST -> approve KNOWN"]);
    let found = lines(&difference(&old, &rules("not(\"C\")", "\"B\"")));
    assert_eq!(
        found,
        [
            "branch \"B\": review ODD -> approve KNOWN",
            "branch not(\"A-17\", \"B\", \"C\"): review REST -> approve KNOWN",
        ]
    );
}

#[test]
fn a_cell_of_a_cross_table_is_told_in_the_words_of_the_factors() {
    let rules = |limit: &str| {
        format!(
            "{FACTORS}tables:
  auto_limit:
    output: {{type: money}}
    rows: status
    columns: prior
    cells: |
      | status | 0     | 1    | >= 2 |
      | fault  | 75000 | 9000 | 7000 |
      | warn   | 10000 | {limit} | 3000 |
      | ok     | 3000  | 1000 | 500  |
decision:
  hit: first
  rules: |
    | id | amount        | prior || outcome | reason |
    | C  | -             | > 9   || review  | OFTEN  |
    | A  | <= auto_limit | -     || approve | WITHIN |
  default: {{outcome: review, reason: REST}}
"
        )
    };
    let diff = difference(&rules("3000"), &rules("5000"));
    assert_eq!(
        lines(&diff),
        ["amount (3000..5000], status warn, prior 1: review REST -> approve WITHIN"]
    );
}

#[test]
fn a_derived_factor_that_is_the_same_in_both_is_told_by_its_name() {
    let rules = |days: &str, expression: &str| {
        format!(
            "factors:
  filed: {{type: date}}
  happened: {{type: date}}
derive:
  age: {{type: duration, is: \"{expression}\"}}
decision:
  hit: first
  rules: |
    | id | age || outcome | reason |
    | A  | <= {days} || approve | FRESH |
  default: {{outcome: review, reason: OLD}}
"
        )
    };
    let diff = difference(
        &rules("P30D", "filed - happened"),
        &rules("P60D", "filed - happened"),
    );
    assert_eq!(
        lines(&diff),
        ["age (P30D..P60D]: review OLD -> approve FRESH"]
    );
    assert!(diff.regions()[0].witness.is_some());
    let turned = difference(
        &rules("P30D", "filed - happened"),
        &rules("P30D", "happened - filed"),
    );
    assert!(!turned.is_equal());
    let found = lines(&turned);
    assert!(
        found
            .iter()
            .any(|line| line.contains("age (old)") && line.contains("age (new)")),
        "{found:?}"
    );
    let same = difference(
        &rules("P30D", "filed - happened"),
        &rules("P30D", "-(happened - filed)"),
    );
    assert!(!same.is_equal(), "what is not proved is not claimed");
    assert!(
        same.regions()
            .iter()
            .all(super::super::DiffRegion::is_possible_only),
        "{:?}",
        lines(&same)
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let error = |old: &str, new: &str| diff(&matrix(old), &matrix(new), BUDGET).unwrap_err();
    let base = rules("3000", "");
    let integer = base.replace("amount: {type: money", "amount: {type: integer");
    assert_eq!(
        error(&base, &integer).to_string(),
        "the factor `amount` is `money` in the old version and `integer` in the new one: compare versions in which it has one type, or give the new one another name"
    );
    let yen = DecisionMatrix::from_yaml(
        "yen.yaml",
        &format!(
            "format: 1\nmatrix: test\nversion: \"1\"\ncurrency: JPY\nkeys: {{claim: claim_id}}\n{base}"
        ),
    );
    let refused = diff(&matrix(&base), &yen.unwrap(), BUDGET).unwrap_err();
    assert!(matches!(refused, DiffError::Currency { .. }));
    let exhausted = diff(&matrix(&base), &matrix(&rules("5000", "")), 5).unwrap_err();
    assert_eq!(exhausted, DiffError::NotProved { budget: 5 });
}

#[test]
fn a_factor_of_one_version_only_is_named() {
    let base = rules("3000", "");
    let more = base.replace(
        "decision:",
        "  extra: {type: boolean, nullable: true}\ndecision:",
    );
    let diff = difference(&base, &more);
    assert!(diff.is_equal());
    assert_eq!(diff.only_new(), ["extra"]);
    assert!(diff.only_old().is_empty());
}
