//! Generated cases of small tables, and what is proved to be impossible.

use crate::table::{DecisionTables, Outcome};
use crate::verify::coverage::tests::{facts, tables_of, word};

use super::*;

const BUDGET: u64 = 1_000_000;

fn examination(
    body: &str,
    claims: &[&str],
    defaults: &str,
    budget: u64,
) -> (Arc<DecisionTables>, Examination) {
    let tables = tables_of(body);
    let claims: Vec<Facts> = claims.iter().map(|claim| facts(&tables, claim)).collect();
    let found = examine(&tables, &claims, &facts(&tables, defaults), budget);
    (tables, found)
}

/// The targets that stand so.
fn standing(tables: &DecisionTables, found: &Examination, wanted: Standing) -> Vec<String> {
    let targets = found
        .coverage
        .targets()
        .filter(|(_, standing)| *standing == wanted);
    targets.map(|(target, _)| word(tables, target)).collect()
}

/// Each case in one line: what it shows first, and what it gives.
fn lines(tables: &DecisionTables, found: &Examination) -> Vec<String> {
    let cases = found.cases.iter().map(|case| {
        let given = case
            .given
            .iter()
            .map(|(name, value)| format!(" {name}={}", value.as_deref().unwrap_or("null")));
        format!(
            "{}:{}",
            word(tables, case.shows[0]),
            given.collect::<String>()
        )
    });
    cases.collect()
}

const LIMITS: &str = "
factors:
  amount: {type: money, domain: \"[0..1000000]\"}
  status: {type: category, values: [ok, warn, fault]}
  flag: {type: boolean, nullable: true}
parameters:
  limit: {type: money, value: 5000}
decision:
  hit: first
  rules: |
    | id | amount   | status      | flag        || outcome  | reason |
    | F1 | -        | -           | true        || review   | FLAG   |
    | A1 | <= limit | warn, fault | -           || approve  | SMALL  |
    | A2 | <= 1000  | ok          | false, null || approve  | TINY   |
  default: {outcome: escalate, reason: REST}
";

#[test]
fn cases_lie_just_across_the_bound_and_give_only_what_differs() {
    let (tables, found) = examination(LIMITS, &[], "amount=500.00 status=ok", BUDGET);
    let expected = [
        "decision.F1: flag=true",
        "decision.A1: status=warn",
        "decision.A1.amount: amount=5000.01 status=warn",
        "decision.A2:",
        "decision.A2.amount: amount=1000.01",
    ];
    assert_eq!(lines(&tables, &found), expected);
    // A2 is not asked where its cell of the flag does not hold: F1 has answered then; and where the
    // status is another one, A1 has.
    let impossible = ["decision.A2.status", "decision.A2.flag"];
    assert_eq!(standing(&tables, &found, Standing::Impossible), impossible);
    assert_eq!(found.cases[0].decision.outcome, Outcome::Review);
    assert_eq!(found.cases[4].decision.outcome, Outcome::Escalate);
}

#[test]
fn what_the_claims_show_already_is_not_generated() {
    let claims = [
        "amount=1 status=ok flag=true",
        "amount=1 status=warn",
        "amount=5000.01 status=warn",
        "amount=1 status=ok",
    ];
    let (tables, found) = examination(LIMITS, &claims, "amount=500.00 status=ok", BUDGET);
    assert_eq!(
        lines(&tables, &found),
        ["decision.A2.amount: amount=1000.01"]
    );
    assert_eq!(
        standing(&tables, &found, Standing::Missing),
        ["decision.A2.amount"]
    );
}

#[test]
fn a_rule_that_never_answers_takes_its_cells_with_it() {
    let body = "
factors:
  a: {type: integer, domain: \"[0..9]\"}
  b: {type: boolean}
decision:
  hit: first
  rules: |
    | id | a   | b    || outcome | reason |
    | R1 | < 5 | -    || approve | SMALL  |
    | R2 | < 3 | true || review  | HIDDEN |
  default: {outcome: escalate, reason: REST}
";
    let (tables, found) = examination(body, &[], "", BUDGET);
    let impossible = ["decision.R2", "decision.R2.a", "decision.R2.b"];
    assert_eq!(standing(&tables, &found, Standing::Impossible), impossible);
    let decision = found.coverage.tables().last().unwrap();
    assert_eq!((decision.rules_seen().of, decision.cells_seen().of), (1, 1));
    assert_eq!(
        lines(&tables, &found),
        ["decision.R1: a=0 b=false", "decision.R1.a: a=5 b=false"]
    );
}

#[test]
fn tables_above_the_decision_and_cells_that_name_them_are_shown_by_factors() {
    let body = "
factors:
  amount: {type: money, domain: \"[0..1000000]\"}
  claims: {type: integer, domain: \"[0..99]\"}
  filed: {type: date, domain: \"[2026-01-01..2026-12-31]\"}
  happened: {type: date, domain: \"[2026-01-01..2026-12-31]\"}
derive:
  age: {type: integer, is: days(filed - happened)}
tables:
  limit:
    hit: first
    output: {type: money}
    rules: |
      | id | claims || limit |
      | L1 | < 3    || 500   |
      | L2 | -      || 100   |
decision:
  hit: first
  rules: |
    | id | amount   | age  || outcome | reason |
    | R1 | -        | > 90 || review  | OLD    |
    | A1 | <= limit | -    || approve | SMALL  |
  default: {outcome: escalate, reason: REST}
";
    let defaults = "amount=1 claims=0 filed=2026-01-01 happened=2026-01-01";
    let (tables, found) = examination(body, &[], defaults, BUDGET);
    let told = lines(&tables, &found);
    assert_eq!(
        told.last().unwrap(),
        "decision.A1.amount: amount=500.01",
        "{told:?}"
    );
    let old = told.iter().find(|line| line.starts_with("decision.R1:"));
    assert!(old.is_some_and(|line| line.contains("filed=")), "{told:?}");
    assert_eq!(standing(&tables, &found, Standing::NotFound), [""; 0]);
    let shown: BTreeSet<Target> = found
        .cases
        .iter()
        .flat_map(|case| &case.shows)
        .copied()
        .collect();
    let missing = found
        .coverage
        .targets()
        .filter(|(_, it)| *it == Standing::Missing);
    assert!({ missing }.all(|(target, _)| shown.contains(&target)));
}

#[test]
fn without_a_budget_nothing_is_claimed() {
    let (tables, found) = examination(LIMITS, &["amount=1 status=ok"], "", 0);
    assert_eq!(
        standing(&tables, &found, Standing::Seen),
        ["decision.F1.flag", "decision.A1.status", "decision.A2"]
    );
    assert_eq!(standing(&tables, &found, Standing::Impossible), [""; 0]);
    assert_eq!(standing(&tables, &found, Standing::NotExamined).len(), 6);
    assert!(found.cases.is_empty());
}

#[test]
fn rules_in_force_for_a_time_get_a_time_within_it() {
    let body = "
effective: {from: 2026-12-01, to: 2027-01-01}
factors: {a: {type: boolean}}
decision:
  hit: first
  rules: |
    | id | a    || outcome | reason |
    | R1 | true || approve | YES    |
  default: {outcome: review, reason: NO}
";
    let (tables, found) = examination(body, &[], "", BUDGET);
    let expected = [
        "decision.R1: a=true filed_at=2026-12-01T00:00:00Z",
        "decision.R1.a: a=false filed_at=2026-12-01T00:00:00Z",
    ];
    assert_eq!(lines(&tables, &found), expected);
    let plain = plain_claim(&tables).unwrap();
    assert_eq!(
        plain.last().unwrap().1.as_deref(),
        Some("2026-12-01T00:00:00Z")
    );
    // Defaults with a time in force spare it.
    let mut defaults = facts(&tables, "a=true");
    defaults.set_time(1_797_000_000);
    let found = examine(&tables, &[], &defaults, BUDGET);
    assert_eq!(
        lines(&tables, &found),
        ["decision.R1:", "decision.R1.a: a=false"]
    );
}

#[test]
fn a_text_that_reads_as_null_in_a_file_of_cases_is_not_written() {
    let body = "
factors: {who: {type: text}}
decision:
  hit: first
  rules: |
    | id | who    || outcome | reason |
    | R1 | \"null\" || approve | ODD    |
    | R2 | \"A-17\" || approve | KNOWN  |
  default: {outcome: review, reason: REST}
";
    let (tables, found) = examination(body, &[], "", BUDGET);
    assert_eq!(
        standing(&tables, &found, Standing::NotFound),
        ["decision.R1"]
    );
    let told = lines(&tables, &found);
    assert!(
        told.contains(&"decision.R2: who=A-17".to_owned()),
        "{told:?}"
    );
}

#[test]
fn of_the_cases_none_is_superfluous() {
    let target = |rule| Target {
        table: crate::verify::TableRef::Decision,
        rule,
        cell: None,
    };
    let tables = tables_of(LIMITS);
    let decision = examine(&tables, &[], &facts(&tables, ""), BUDGET).cases[0].decision;
    let case = |rules: &[usize]| GeneratedCase {
        shows: rules.iter().map(|rule| target(*rule)).collect(),
        given: Vec::new(),
        decision,
    };
    // The greedy choice takes the largest first, which the two others make superfluous.
    let kept = selection::irredundant(vec![
        case(&[1, 2, 3, 4]),
        case(&[0, 1, 2]),
        case(&[3, 4, 5]),
    ]);
    let shown: Vec<Vec<usize>> = kept
        .iter()
        .map(|case| case.shows.iter().map(|target| target.rule).collect())
        .collect();
    assert_eq!(shown, [[0, 1, 2], [3, 4, 5]]);
    assert_eq!(selection::irredundant(Vec::new()).len(), 0);
}
