//! Cases of a small matrix: passed, failed, misspelt, and what they reach.

use super::*;
use crate::arguments::PROOF_BUDGET;

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
    | id | amount   || outcome | reason | due  |
    | R1 | <= 10.00 || approve | SMALL  | PT5M |
    | R2 | > 500    || review  | LARGE  | -    |
  default: {outcome: escalate, reason: REST}
";

fn run(cases: &str) -> Result<CaseReport, Failure> {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", RULES).unwrap();
    let tasks = Tasks {
        coverage: true,
        generate: false,
        budget: PROOF_BUDGET,
    };
    run_cases(&matrix, "cases.yaml", Some(cases), tasks)
}

#[test]
fn cases_pass_and_fail_with_their_place() {
    let report = run("cases:
  - {name: small, given: {amount: 5}, expect: {outcome: approve, rule: R1, due: PT300S, route: null}}
  - {name: wrong, given: {amount: 11}, expect: {outcome: approve, rule: R1}}
  - {name: absent, given: {}, expect: {rule: '-', reason: INPUT_MISSING, fault: amount}}
")
    .unwrap();
    assert_eq!(report.cases, 3);
    let [failure] = report.failures.as_slice() else {
        panic!("{:?}", report.failures)
    };
    assert_eq!((failure.name.as_str(), failure.line), ("wrong", 3));
    let fields: Vec<_> = failure
        .differences
        .iter()
        .map(|it| (it.field, it.got.as_str()))
        .collect();
    assert_eq!(fields, [("outcome", "escalate"), ("rule", "default")]);
}

/// The text about the coverage of cases.
fn coverage_text(cases: &str, budget: u64) -> String {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", RULES).unwrap();
    let tasks = Tasks {
        coverage: true,
        generate: false,
        budget,
    };
    let report = run_cases(&matrix, "cases.yaml", Some(cases), tasks).unwrap();
    text_of(&report, &matrix, tasks, Style::new(false))
}

const ONE: &str = "cases:\n  - {name: a, given: {amount: 5}, expect: {rule: R1}}\n";
const ONE_AND_REST: &str = "cases:
  - {name: a, given: {amount: 5}, expect: {rule: R1}}
  - {name: c, given: {amount: 50}, expect: {rule: default}}
";
const ALL: &str = "cases:
  - {name: a, given: {amount: 5}, expect: {rule: R1}}
  - {name: b, given: {amount: 600}, expect: {rule: R2}}
  - {name: c, given: {amount: 50}, expect: {rule: default}}
";

#[test]
fn coverage_names_what_no_case_shows() {
    let text = coverage_text(ONE, PROOF_BUDGET);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(lines[0], "cases.yaml: 1 case, all passed");
    let figures: Vec<&str> = lines[3].split_whitespace().collect();
    assert_eq!(
        figures,
        ["decision", "1", "of", "2", "50.0%", "0", "of", "2", "0.0%"]
    );
    let rest = [
        "missing, `--generate` prints cases for it:",
        "`decision` `R1`: `amount` (`<= 10.00`) is false by itself",
        "`decision` `R2`: the rule answers",
        "`decision` `R2`: `amount` (`> 500.00`) is false by itself",
    ];
    assert_eq!(lines[4..], rest);
    let text = coverage_text(ALL, PROOF_BUDGET);
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.contains("2 of 2   100.0%"), "{text}");
}

#[test]
fn the_cells_of_a_rule_that_never_answered_are_told_with_it() {
    // R2 was seen false at its only cell, and never answered.
    let text = coverage_text(ONE_AND_REST, PROOF_BUDGET);
    assert!(
        text.contains("1 of 2   50.0%                      1 of 2"),
        "{text}"
    );
    assert!(
        text.ends_with("`decision` `R2`: the rule answers, so 1 cell of it is not seen true"),
        "{text}"
    );
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", RULES).unwrap();
    let coverage = run(ONE_AND_REST).unwrap().examination.unwrap().coverage;
    let document = coverage::document("cases.yaml", matrix.tables(), &coverage);
    let cell = &document["by_rule"][1]["cells"][0];
    assert_eq!(
        (&cell["false_by_itself"], &cell["true_and_false"]),
        (&json!("seen"), &json!("missing"))
    );
}

#[test]
fn no_cases_have_not_passed() {
    assert_eq!(
        coverage_text("cases: []\n", PROOF_BUDGET).lines().next(),
        Some("cases.yaml: no cases")
    );
}

#[test]
fn coverage_says_where_the_proofs_ended() {
    let text = coverage_text(ONE, 0);
    assert!(text.contains("missing, and not examined:"), "{text}");
    assert!(
        text.ends_with("took more than 0 steps: permit more with `--proof-budget`"),
        "{text}"
    );
}

#[test]
fn generated_cases_follow_the_layout_of_the_file() {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", RULES).unwrap();
    let tasks = Tasks {
        coverage: false,
        generate: true,
        budget: PROOF_BUDGET,
    };
    let generated = |text: Option<&str>| {
        let report = run_cases(&matrix, "cases.yaml", text, tasks).unwrap();
        report.generated.unwrap().text
    };
    let added = generated(Some(
        "defaults: {amount: 5.0}\ncases:\n- {name: a, expect: {rule: R1}}",
    ));
    let lines: Vec<&str> = added.lines().collect();
    assert_eq!(lines[0], "");
    assert!(
        lines[1].starts_with("# Written by `verdict test --generate`"),
        "{added}"
    );
    let cases = [
        "- {name: R2 answers, given: {amount: 500.01}, expect: {outcome: review, rule: R2, reason: LARGE}}",
        "- {name: \"R2: amount false by itself\", given: {amount: 10.01}, expect: {outcome: escalate, rule: default, reason: REST}}",
    ];
    assert_eq!(lines[3..], cases);
    // Without a file the whole of it is written.
    let whole = generated(None);
    assert!(
        whole.contains("\ndefaults: {amount: 1000.00}\ncases:\n  - {name: "),
        "{whole}"
    );
    let report = run_cases(&matrix, "cases.yaml", Some(&whole), tasks).unwrap();
    assert_eq!((report.cases, report.failures), (3, Vec::new()), "{whole}");
    assert!(report.generated.unwrap().cases.is_empty(), "{whole}");
}

#[test]
fn misspelt_names_get_a_suggestion() {
    let text = |cases| match run(cases) {
        Err(Failure::RefusedRules(findings)) => findings.render(false),
        _ => String::new(),
    };
    let column = text("cases:\n  - {name: a, given: {amuont: 5}, expect: {rule: R1}}\n");
    assert!(column.contains("did you mean `amount`?"), "{column}");
    let outcome = text("cases:\n  - {name: a, given: {amount: 5}, expect: {outcome: aprove}}\n");
    assert!(outcome.contains("did you mean `approve`?"), "{outcome}");
}
