//! Cases of a small matrix: passed, failed, misspelt, and what they reach.

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

#[test]
fn coverage_names_what_no_case_reaches() {
    let report = run("cases:\n  - {name: a, given: {amount: 5}, expect: {rule: R1}}\n").unwrap();
    assert_eq!(report.coverage.rules_hit(), (1, 2));
    assert_eq!(report.coverage.cells_seen(), (0, 2));
    let missing: Vec<_> = report.coverage.missing().collect();
    assert!(
        missing.contains(&"rule `R2` of `decision` answers no case".to_owned()),
        "{missing:?}"
    );
    let all = run("cases:
  - {name: a, given: {amount: 5}, expect: {rule: R1}}
  - {name: b, given: {amount: 600}, expect: {rule: R2}}
  - {name: c, given: {amount: 50}, expect: {rule: default}}
")
    .unwrap();
    assert_eq!(all.coverage.missing().count(), 0);
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
