use super::*;
use crate::analysis::fixture::{Past, Rules};
use crate::results::KnownResults;

const RULES: &str = "
format: 1
matrix: causes
version: \"1\"
currency: RUB
keys: {claim: claim_id}
factors:
  amount: {type: money, domain: \"[0..1000]\"}
decision:
  hit: first
  rules: |
    | id | amount || outcome | reason |
    | A1 | <= 100 || approve | SMALL  |
    | R1 | <= 300 || review  | FORM   |
    | R2 | <= 500 || review  | TYPING |
  default: {outcome: review, reason: NO_RULE}
reasons:
  SMALL: {staff: small, root_cause: handling}
  FORM: {staff: form, root_cause: form}
  TYPING: {staff: typing, root_cause: form}
  NO_RULE: {staff: none}
";
const COSTS: &str = "{format: 1, currency: RUB, review: {fixed: 10.00}, approve: {fixed: 1.00}}";

fn past(amounts: &[(&str, Option<bool>)]) -> (Rules, CausesTally) {
    let rules = Rules::new(RULES, COSTS);
    let mut tally = CausesTally::new(&rules.plan);
    for (amount, justified) in amounts {
        let results = KnownResults {
            justified: *justified,
            caught_by_review: Some(true),
            clawed_back: Some(false),
            ..KnownResults::default()
        };
        Past::of(&rules, &[amount], results).price(&rules, |claim| tally.add(&rules.plan, claim));
    }
    (rules, tally)
}

fn shown(causes: &Causes) -> Vec<String> {
    let lines = causes.lines.iter().map(|line| {
        format!(
            "{} [{}] {} {} {} {:.4} {:.4}",
            line.cause.as_deref().unwrap_or("-"),
            line.reasons.join(" "),
            line.claims,
            line.amount,
            line.cost,
            line.cost_share.unwrap_or(f64::NAN),
            line.cumulative_share.unwrap_or(f64::NAN),
        )
    });
    lines.collect()
}

#[test]
fn causes_are_ordered_by_what_they_cost_and_none_is_left_out() {
    let (rules, tally) = past(&[
        ("50", Some(true)),
        ("60", Some(false)), // paid and lost: 1 + 60
        ("200", Some(true)),
        ("250", Some(false)),
        ("400", Some(true)),
        ("900", Some(true)),
        ("5000", Some(true)), // outside the domain: the engine's own reason
    ]);
    let causes = tally.finish(&rules.plan);
    assert_eq!(
        shown(&causes),
        [
            "handling [SMALL] 2 11000 6200 0.5536 0.5536",
            "form [FORM TYPING] 3 85000 3000 0.2679 0.8214",
            "- [NO_RULE INPUT_OUT_OF_DOMAIN] 2 90000 2000 0.1786 1.0000",
        ]
    );
}

#[test]
fn an_unknown_result_counts_as_a_claim_and_costs_nothing_that_is_known() {
    let (rules, tally) = past(&[("50", None), ("200", Some(true))]);
    let causes = tally.finish(&rules.plan);
    assert_eq!(
        shown(&causes),
        [
            "form [FORM] 1 20000 1000 1.0000 1.0000",
            "handling [SMALL] 1 5000 0 0.0000 1.0000",
        ]
    );
    let (rules, tally) = past(&[("50", None)]);
    let causes = tally.finish(&rules.plan);
    assert_eq!(causes.lines[0].cost_share, None, "nothing costs anything");
}

#[test]
fn parts_merge_to_the_whole() {
    let claims = [
        ("50", Some(false)),
        ("200", None),
        ("250", Some(true)),
        ("700", Some(false)),
    ];
    let (rules, whole) = past(&claims);
    let (_, mut merged) = past(&claims[2..]);
    merged.merge(&past(&claims[..2]).1);
    assert_eq!(merged, whole);
    assert_eq!(merged.finish(&rules.plan), whole.finish(&rules.plan));
}
