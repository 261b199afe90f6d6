use decision_matrix::calendar;
use decision_matrix::table::{ColumnRef, FactorIndex};

use super::*;
use crate::analysis::fixture::{Past, Rules};
use crate::results::KnownResults;

const RULES: &str = "
format: 1
matrix: gaming
version: \"1\"
currency: RUB
effective: {from: 2026-01-01, to: 2027-01-01}
keys: {claim: claim_id, time: filed_at}
factors:
  amount: {type: money, domain: \"[0..100000]\"}
  device: {type: category, values: [fault, ok]}
  earlier: {type: integer, domain: \">= 0\"}
parameters:
  escalate_above: {type: money, value: 20000}
tables:
  limit:
    output: {type: money}
    rows: device
    columns: earlier
    cells: |
      | device | 0    | >= 1 |
      | fault  | 5000 | 3000 |
      | ok     | 1000 | 0    |
decision:
  hit: first
  rules: |
    | id | amount           || outcome  | reason |
    | L1 | > escalate_above || escalate | LARGE  |
    | A1 | <= limit         || approve  | SMALL  |
  default: {outcome: review, reason: NO_RULE}
reasons:
  LARGE: {staff: large}
  SMALL: {staff: small}
  NO_RULE: {staff: none}
";
const COSTS: &str = "{format: 1, currency: RUB}";

/// Adds claims of one cell and one amount, before or after the limits came into force.
fn add(
    rules: &Rules,
    (tally, readers): (&mut GamingTally, &LimitReaders),
    (device, earlier, amount): (&str, &str, &str),
    (before, after): (usize, usize),
) {
    let since = calendar::parse_timestamp("2026-01-01T00:00:00Z").unwrap();
    for (count, time) in [(before, since - 1), (after, since)] {
        for _ in 0..count {
            Past::of(rules, &[amount, device, earlier], KnownResults::default())
                .at(time)
                .price(rules, |claim| tally.add(&rules.plan, readers, claim));
        }
    }
}

#[test]
fn each_claim_counts_at_its_own_limit_and_at_the_parameters() {
    let rules = Rules::new(RULES, COSTS);
    let readers = readers(rules.plan.tables());
    let mut tally = GamingTally::new(&rules.plan, &readers);
    for (cell, counts) in [
        // The window below 5,000 is (0, 5000], the one above (5000, 10000].
        (("fault", "0", "5000"), (20, 60)),
        (("fault", "0", "0.01"), (5, 1)),
        (("fault", "0", "5000.01"), (20, 1)),
        (("fault", "0", "10000"), (10, 4)),
        (("fault", "0", "10000.01"), (7, 7)),
        (("fault", "0", "0"), (9, 9)),
        (("fault", "2", "3000"), (30, 30)),
        (("fault", "1", "4000"), (30, 31)),
        // Too few claims for a test.
        (("ok", "0", "900"), (19, 50)),
        // A limit of 0 has no window below.
        (("ok", "5", "50"), (50, 50)),
        (("ok", "0", "20000"), (4, 3)),
        (("ok", "0", "40000"), (2, 1)),
    ] {
        add(&rules, (&mut tally, &readers), cell, counts);
    }
    let gaming = tally.finish(&rules.plan);
    assert_eq!(gaming.since, Some(1_767_225_600));
    let shown: Vec<_> = { gaming.tests.iter() }
        .map(|test| {
            (
                test.limit_of.as_str(),
                test.limit,
                test.before,
                test.after,
                test.is_alarming,
            )
        })
        .collect();
    // At 20,000 everything above 0 counts, whatever its cell.
    let all_before = 20 + 5 + 20 + 10 + 7 + 30 + 30 + 19 + 50 + 4;
    let all_after = 60 + 1 + 1 + 4 + 7 + 30 + 31 + 50 + 50 + 3;
    assert_eq!(
        shown,
        [
            ("`limit` fault / 0", 500_000, (25, 30), (61, 5), true),
            ("`limit` fault / >= 1", 300_000, (30, 30), (30, 31), false),
            (
                "`escalate_above`",
                2_000_000,
                (all_before, 2),
                (all_after, 1),
                false
            ),
        ]
    );
    let test = &gaming.tests[0];
    let expected = fisher_one_sided((25, 30), (61, 5));
    assert!((test.p_value - expected).abs() < 1e-15, "{test:?}");
    assert_eq!(test.width, test.limit);
}

#[test]
fn without_claims_on_both_sides_there_is_no_test() {
    let rules = Rules::new(RULES, COSTS);
    let readers = readers(rules.plan.tables());
    let mut tally = GamingTally::new(&rules.plan, &readers);
    assert_eq!(tally.finish(&rules.plan), Gaming::default());
    let cell = ("fault", "0", "5000");
    add(&rules, (&mut tally, &readers), cell, (0, 500));
    assert_eq!(tally.finish(&rules.plan), Gaming::default());
    // Rules that say nothing of their time.
    let mut tally = GamingTally::since(&rules.plan, &readers, None);
    add(&rules, (&mut tally, &readers), cell, (500, 500));
    assert_eq!(tally.finish(&rules.plan), Gaming::default());
}

#[test]
fn parts_merge_to_the_whole() {
    let rules = Rules::new(RULES, COSTS);
    let readers = readers(rules.plan.tables());
    let new = || GamingTally::new(&rules.plan, &readers);
    let (mut whole, mut one, mut other) = (new(), new(), new());
    for (at, cell) in [
        ("fault", "0", "5000"),
        ("ok", "0", "1500"),
        ("ok", "3", "30000"),
    ]
    .into_iter()
    .enumerate()
    {
        add(&rules, (&mut whole, &readers), cell, (30 + at, 40));
        add(&rules, (&mut one, &readers), cell, (30 + at, 0));
        add(&rules, (&mut other, &readers), cell, (0, 40));
    }
    one.merge(&other);
    assert_eq!(one, whole);
    assert_eq!(one.finish(&rules.plan).tests.len(), 3);
}

#[test]
fn the_correction_stops_at_the_first_test_that_holds() {
    let alarming = |p_values: &[f64]| -> Vec<bool> {
        let test = |p_value: &f64| GamingTest {
            limit_of: String::new(),
            limit: 1,
            width: 1,
            before: (0, 0),
            after: (0, 0),
            p_value: *p_value,
            is_alarming: false,
        };
        let mut tests: Vec<_> = p_values.iter().map(test).collect();
        mark_alarms(&mut tests);
        tests.iter().map(|test| test.is_alarming).collect()
    };
    assert_eq!(alarming(&[0.049]), [true]);
    assert_eq!(alarming(&[0.04, 0.01, 0.03]), [false, true, false]);
    assert_eq!(alarming(&[0.02, 0.01, 0.04]), [true, true, true]);
    assert_eq!(alarming(&[0.02, 0.02, 0.02]), [false, false, false]);
    assert!(alarming(&[]).is_empty());
}

#[test]
fn thresholds_are_all_amounts_at_which_a_decision_may_change() {
    let rules = Rules::new(RULES, COSTS);
    let column = ColumnRef::Factor(FactorIndex(0));
    assert_eq!(
        limits::thresholds(rules.plan.tables(), column),
        [
            2_000_000, 1_999_999, 500_000, 499_999, 300_000, 299_999, 100_000, 99_999, 0, -1
        ]
    );
}
