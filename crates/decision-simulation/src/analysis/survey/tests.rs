use super::*;
use crate::analysis::fixture::{Past, Rules};
use crate::results::KnownResults;

const RULES: &str = "
format: 1
matrix: survey
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
  default: {outcome: review, reason: NO_RULE}
reasons:
  SMALL: {staff: small}
  NO_RULE: {staff: none}
";
const COSTS: &str = "{format: 1, currency: RUB, delay: {queue_days: 1}}";

/// An answer: amount, who settled it, days of evidence, score.
type Answer = (&'static str, Option<DecidedBy>, i64, u8);

/// The tally of customers, each with answers.
fn tally(rules: &Rules, customers: &[&[Answer]]) -> SurveyTally {
    let mut tally = SurveyTally::new(&rules.plan);
    for customer in customers {
        for (amount, decided_by, evidence, score) in *customer {
            let results = KnownResults {
                decided_by: *decided_by,
                evidence_days: Some(evidence * 1_000_000_000),
                score: Some(*score),
                ..KnownResults::default()
            };
            Past::of(rules, &[amount], results).price(rules, |claim| tally.add(&rules.plan, claim));
        }
        tally.end_cluster();
    }
    tally
}

fn rules() -> Rules {
    Rules::new(RULES, COSTS)
}

#[test]
fn an_answer_stands_where_the_claim_was_really_settled() {
    let customers: &[&[Answer]] = &[
        // The replay pays this one at once; in truth a person took two days.
        &[("50", Some(DecidedBy::Review), 1, 3)],
        // The replay reviews this one; in truth a machine paid.
        &[("900", Some(DecidedBy::Auto), 20, 10)],
        // Nobody knows who settled these: paid at once, and a review of eight days.
        &[("60", None, 5, 9), ("800", None, 7, 7)],
        &[("800", None, 40, 6)],
    ];
    let rules = rules();
    let survey = tally(&rules, customers).finish(&rules.plan);
    let shown: Vec<_> = survey
        .groups
        .iter()
        .map(|it| {
            (
                it.of,
                it.answers,
                it.promoters,
                it.detractors,
                it.score.value,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (SurveyOf::All, 5, 2, 2, Some(0.0)),
            (SurveyOf::Outcome(Outcome::Approve), 2, 2, 0, Some(1.0)),
            (
                SurveyOf::Outcome(Outcome::Review),
                3,
                0,
                2,
                Some(-2.0 / 3.0)
            ),
            (SurveyOf::Days(0, Some(1)), 2, 2, 0, Some(1.0)),
            (SurveyOf::Days(1, Some(3)), 1, 0, 1, Some(-1.0)),
            (SurveyOf::Days(7, Some(14)), 1, 0, 0, Some(0.0)),
            (SurveyOf::Days(30, None), 1, 0, 1, Some(-1.0)),
        ]
    );
}

#[test]
fn a_band_ends_with_its_last_day() {
    let rules = rules();
    // A day in the queue more than the evidence takes.
    for (evidence, band) in [
        (0, SurveyOf::Days(0, Some(1))),
        (2, SurveyOf::Days(1, Some(3))),
        (3, SurveyOf::Days(3, Some(7))),
        (6, SurveyOf::Days(3, Some(7))),
        (29, SurveyOf::Days(14, Some(30))),
        (30, SurveyOf::Days(30, None)),
    ] {
        let survey = tally(&rules, &[&[("900", None, evidence, 8)]]).finish(&rules.plan);
        assert_eq!(survey.groups.last().unwrap().of, band, "{evidence} days");
    }
}

#[test]
fn who_did_not_answer_counts_nowhere() {
    let rules = rules();
    let mut tally = tally(&rules, &[]);
    Past::of(&rules, &["50"], KnownResults::default())
        .price(&rules, |claim| tally.add(&rules.plan, claim));
    tally.end_cluster();
    assert_eq!(tally.finish(&rules.plan), Survey::default());
}

#[test]
fn the_interval_is_over_customers_and_parts_merge_to_the_whole() {
    let rules = rules();
    let happy: &[Answer] = &[("50", None, 0, 10), ("60", None, 0, 9)];
    let angry: &[Answer] = &[("50", None, 0, 2)];
    let customers: Vec<&[Answer]> = (0..60)
        .map(|at| if at % 3 == 0 { angry } else { happy })
        .collect();
    let whole = tally(&rules, &customers);
    let mut merged = tally(&rules, &customers[40..]);
    merged.merge(&tally(&rules, &customers[..40]));
    assert_eq!(merged, whole);
    let mut expected = RatioMoments::default();
    for at in 0..60 {
        if at % 3 == 0 {
            expected.add(-1, 1);
        } else {
            expected.add(2, 2);
        }
    }
    let all = whole.finish(&rules.plan).groups[0].clone();
    assert_eq!(all.score, expected.hall());
    assert_eq!((all.answers, all.promoters, all.detractors), (100, 80, 20));
}
