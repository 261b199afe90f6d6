//! Semantic fingerprints: equal for another text of the same meaning, different for another meaning.

use crate::diff::semantic_fingerprint;

use super::{BUDGET, matrix};

const FACTORS: &str = "factors:
  amount: {type: money, domain: \">= 0\"}
  status: {type: category, values: [fault, warn, ok]}
  prior: {type: integer, domain: \">= 0\", nullable: true}
  branch: {type: text}
";

fn print(rules: &str) -> String {
    let matrix = matrix(&format!("{FACTORS}{rules}"));
    semantic_fingerprint(matrix.tables(), BUDGET).expect("small rules have a fingerprint")
}

const BASE: &str = "decision:
  hit: first
  rules: |
    | id | amount  | status      | prior | branch       || outcome | reason |
    | A  | <= 3000 | fault, warn | <= 1  | -            || approve | SMALL  |
    | B  | <= 1000 | ok          | 0     | \"N\", \"A\" || approve | SMALL  |
  default: {outcome: review, reason: REST}
";

#[test]
fn another_text_of_the_same_meaning_has_the_same_fingerprint() {
    let base = print(BASE);
    assert_eq!(base.len(), 64);
    for (what, other) in [
        ("other ids", BASE.replace("| A  |", "| Z9 |")),
        (
            "disjoint rules reordered",
            "decision:
  hit: first
  rules: |
    | id | branch       | amount  | status      | prior || outcome | reason |
    | B  | \"A\", \"N\" | <= 1000 | ok          | 0     || approve | SMALL  |
    | A  | -            | <= 3000 | fault, warn | <= 1  || approve | SMALL  |
  default: {outcome: review, reason: REST}
"
            .to_owned(),
        ),
        (
            "a rule in two, unique",
            "decision:
  hit: unique
  rules: |
    | id | amount  | status      | prior | branch       || outcome | reason |
    | A1 | <= 3000 | fault       | <= 1  | -            || approve | SMALL  |
    | A2 | <= 3000 | warn        | 0, 1  | -            || approve | SMALL  |
    | B  | <= 1000 | ok          | 0     | \"N\", \"A\" || approve | SMALL  |
  default: {outcome: review, reason: REST}
"
            .to_owned(),
        ),
        (
            "a parameter and a table",
            format!(
                "parameters:\n  small: {{type: money, value: 3000}}\ntables:\n  bad:\n    hit: first\n    output: {{type: boolean}}\n    default: false\n    rules: |\n      | id | status || bad |\n      | X  | not(ok) || true |\n{}",
                BASE.replace("<= 3000", "<= small")
                    .replace("| status      |", "| status | bad |")
                    .replace("| fault, warn |", "| - | true |")
                    .replace("| ok          |", "| - | false |")
            ),
        ),
    ] {
        assert_eq!(print(&other), base, "{what}");
    }
}

#[test]
fn another_meaning_has_another_fingerprint() {
    let base = print(BASE);
    for (from, to) in [
        ("3000", "3000.01"),
        ("REST", "OTHER"),
        ("\"N\"", "\"M\""),
        ("| 0     |", "| 0, null |"),
        ("review", "escalate"),
        ("reason: REST", "reason: REST, route: desk"),
    ] {
        assert_ne!(print(&BASE.replace(from, to)), base, "{from} to {to}");
    }
    let wider = matrix(&format!(
        "{}{BASE}",
        FACTORS.replace(
            "values: [fault, warn, ok]",
            "values: [fault, warn, ok, gone]"
        )
    ));
    assert_ne!(semantic_fingerprint(wider.tables(), BUDGET).unwrap(), base);
    let reordered = matrix(&format!(
        "{}{BASE}",
        FACTORS.replace("[fault, warn, ok]", "[ok, fault, warn]")
    ));
    assert_eq!(
        semantic_fingerprint(reordered.tables(), BUDGET).unwrap(),
        base
    );
}

#[test]
fn without_steps_there_is_no_fingerprint() {
    let matrix = matrix(&format!("{FACTORS}{BASE}"));
    assert_eq!(semantic_fingerprint(matrix.tables(), 5), None);
}
