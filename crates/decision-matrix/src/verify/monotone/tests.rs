//! Directions through derived factors, exact ones and free ones.

use crate::{Analyses, DecisionMatrix, GuaranteeStatus, LoadConfig};

/// The codes of the findings, and the status of the guarantee where the file is accepted.
#[track_caller]
fn checked(
    derive: &str,
    rules: &str,
    guarantee: &str,
) -> (Vec<&'static str>, Vec<GuaranteeStatus>) {
    let text = format!(
        "format: 1\nmatrix: demo\nversion: \"1\"\nkeys: {{claim: claim_id}}\nfactors:\n  \
         a: {{type: integer, domain: \"[0..1000]\"}}\n  b: {{type: integer, domain: \"[0..1000]\"}}\n\
         derive:\n  {derive}\ndecision:\n  hit: first\n  rules: |\n{rules}  \
         default: {{outcome: review, reason: REST}}\nguarantees:\n  - {{id: G1, {guarantee}}}\n"
    );
    let config = LoadConfig {
        analyses: Analyses::Errors,
        ..LoadConfig::STRICT
    };
    match DecisionMatrix::from_yaml_with("demo.yaml", &text, config) {
        Ok(matrix) => {
            let codes = matrix
                .findings()
                .diagnostics()
                .iter()
                .map(|it| it.code().id());
            (codes.collect(), matrix.guarantees().to_vec())
        }
        Err(findings) => {
            let codes = findings.diagnostics().iter().map(|it| it.code().id());
            (codes.collect(), Vec::new())
        }
    }
}

const REST: &str =
    "    | id | rest || outcome | reason |\n    | D1 | <= 500 || approve | SMALL |\n";

#[test]
fn a_step_inside_of_one_class_moves_what_is_derived_from_it() {
    let rest = "rest: {type: integer, is: \"1000 - a\"}";
    // From 499 to 500 the rest falls to 500, and the claim is approved.
    let (codes, _) = checked(rest, REST, "more_cautious: {a: rising}");
    assert_eq!(codes, ["DM0405"]);
    let (codes, statuses) = checked(rest, REST, "more_cautious: {a: falling}");
    assert_eq!(
        (codes, statuses),
        (vec!["DM0313"], vec![GuaranteeStatus::Possible])
    );
    // What does not read the factor does not move with it.
    let (codes, statuses) = checked(rest, REST, "more_cautious: {b: rising}");
    assert_eq!((codes, statuses), (vec![], vec![GuaranteeStatus::Proved]));
}

#[test]
fn two_factors_of_one_difference_move_it_both_ways() {
    let rest = "rest: {type: integer, is: \"a - b\"}";
    for (guarantee, code) in [
        ("more_cautious: {a: rising}", "DM0313"),
        ("more_cautious: {a: falling}", "DM0405"),
        ("more_cautious: {b: rising}", "DM0405"),
        ("more_cautious: {b: falling}", "DM0313"),
    ] {
        assert_eq!(checked(rest, REST, guarantee).0, [code], "{guarantee}");
    }
}

#[test]
fn exact_comparisons_are_followed() {
    let rest = "rest: {type: boolean, is: \"a <= 500\"}";
    let rules = "    | id | rest || outcome | reason |\n    | D1 | true || approve | SMALL |\n";
    let (codes, statuses) = checked(rest, rules, "more_cautious: {a: rising}");
    assert_eq!((codes, statuses), (vec![], vec![GuaranteeStatus::Proved]));
    let (codes, _) = checked(rest, rules, "more_cautious: {a: falling}");
    assert_eq!(codes, ["DM0405"]);
}
