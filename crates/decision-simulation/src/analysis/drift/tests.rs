use super::*;
use crate::analysis::fixture::{Past, Rules};
use crate::results::KnownResults;

const RULES: &str = "
format: 1
matrix: drift
version: \"1\"
currency: RUB
keys: {claim: claim_id, time: filed_at}
factors:
  amount: {type: money, domain: \"[0..100000]\"}
  channel: {type: category, values: [branch, phone, web]}
  host_log: {type: boolean, nullable: true}
  earlier: {type: integer, nullable: true, from: {history: count, of: claims, per: customer, window: P1D}}
decision:
  hit: first
  rules: |
    | id | amount  | earlier || outcome | reason |
    | A1 | <= 5000 | -       || approve | SMALL  |
    | A2 | <= 9000 | >= 0    || approve | SMALL  |
  default: {outcome: review, reason: NO_RULE}
reasons:
  SMALL: {staff: small}
  NO_RULE: {staff: none}
";
const COSTS: &str = "{format: 1, currency: RUB, review: {fixed: 100.00}}";
const DAY: i64 = 86_400;

/// What the claims of one month look like, in a hundred claims.
#[derive(Clone, Copy)]
struct Kind {
    claims: usize,
    unjustified: usize,
    web: usize,
    logged: usize,
}

const USUAL: Kind = Kind {
    claims: 1_000,
    unjustified: 10,
    web: 30,
    logged: 0,
};

fn rules() -> Rules {
    let customer = RULES.replace(
        "{claim: claim_id,",
        "{claim: claim_id, customer: customer_id,",
    );
    Rules::new(&customer, COSTS)
}

/// The first second of a month.
fn start(year: i64, month: i64) -> i64 {
    calendar::days_from_civil(year, month, 1) * DAY
}

/// Adds a month of claims in which shares are exactly those of its kind, each claim a customer.
fn add_month(rules: &Rules, tally: &mut DriftTally, (year, month): (i64, i64), kind: Kind) {
    for at in 0..kind.claims {
        // 37 and 61 have no factor in common with 100: each share is exact and all are mixed.
        let channel = if at * 37 % 100 < kind.web {
            "web"
        } else {
            "branch"
        };
        let log = if at * 61 % 100 < kind.logged {
            "true"
        } else {
            ""
        };
        let results = KnownResults {
            justified: Some(at * 61 % 100 >= kind.unjustified),
            clawed_back: Some(false),
            ..KnownResults::default()
        };
        let amount = (1_000 + at % 7 * 500).to_string();
        let claim = Past::of(rules, &[&amount, channel, log, "1"], results);
        let seconds = start(year, month) + i64::try_from(at % 28).unwrap() * DAY;
        claim
            .at(seconds)
            .price(rules, |claim| tally.add(&rules.plan, claim));
        tally.end_cluster();
    }
}

fn drift_of(months: &[Kind]) -> Drift {
    let rules = rules();
    let mut tally = DriftTally::new(&rules.plan);
    for (number, kind) in (0..).zip(months) {
        add_month(
            &rules,
            &mut tally,
            (2024 + number / 12, number % 12 + 1),
            *kind,
        );
    }
    tally.finish(&rules.plan, None)
}

/// Nine months of which the last ones are another kind.
fn changed(kind: Kind) -> Vec<(DriftOf, (i64, u8))> {
    let mut months = [USUAL; 9];
    months[7..].fill(kind);
    let drift = drift_of(&months);
    let alarming: Vec<bool> = drift.months.iter().map(|month| month.is_alarming).collect();
    let expected = !drift.alarms.is_empty();
    assert_eq!(alarming[..7], [false; 7]);
    assert_eq!(alarming[7..], [expected; 2]);
    drift
        .alarms
        .into_iter()
        .map(|alarm| (alarm.of, alarm.year_month))
        .collect()
}

#[test]
fn months_without_a_change_ring_nothing() {
    let drift = drift_of(&[USUAL; 9]);
    assert_eq!(drift.reference_months, 3);
    assert_eq!(drift.alarms, []);
    assert_eq!(drift.left_out, 0);
    let month = &drift.months[8];
    assert_eq!(month.year_month, (2024, 9));
    assert_eq!(month.claims, 1_000);
    assert_eq!(month.unjustified_share.value, Some(0.1));
    assert_eq!(month.auto_share.value, Some(1.0));
}

#[test]
fn what_changes_rings_once_in_its_first_month() {
    let more_unjustified = Kind {
        unjustified: 16,
        ..USUAL
    };
    let august = (2024, 8);
    assert_eq!(
        changed(more_unjustified),
        [
            (DriftOf::UnjustifiedShare, august),
            (DriftOf::LossRate, august)
        ]
    );
    let more_web = Kind { web: 45, ..USUAL };
    let channel = DriftOf::Factor("channel".to_owned());
    assert_eq!(changed(more_web), [(channel, august)]);
    let never_seen = Kind { logged: 9, ..USUAL };
    let host_log = DriftOf::Factor("host_log".to_owned());
    assert_eq!(changed(never_seen), [(host_log, august)]);
}

#[test]
fn a_change_must_be_large_and_certain() {
    // Certain with so many claims, but not large: 10% and 11%.
    let many = Kind {
        claims: 20_000,
        ..USUAL
    };
    let rules = rules();
    let mut tally = DriftTally::new(&rules.plan);
    for month in 1..=3 {
        add_month(&rules, &mut tally, (2024, month), many);
    }
    let little = Kind {
        unjustified: 11,
        ..many
    };
    add_month(&rules, &mut tally, (2024, 4), little);
    assert_eq!(tally.finish(&rules.plan, None).alarms, []);
    // Large, but 15 of 100 claims say nothing against 10 of 100.
    let few = Kind {
        claims: 100,
        unjustified: 15,
        ..USUAL
    };
    assert_eq!(changed(few), []);
    // A fall is no danger.
    let fewer = Kind {
        unjustified: 2,
        ..USUAL
    };
    assert_eq!(changed(fewer), []);
}

#[test]
fn the_reference_is_a_third_or_what_the_caller_says() {
    let small = Kind {
        claims: 150,
        ..USUAL
    };
    assert_eq!(drift_of(&[USUAL; 1]).reference_months, 1);
    assert_eq!(drift_of(&[USUAL; 4]).reference_months, 2, "half of them");
    assert_eq!(drift_of(&[USUAL; 10]).reference_months, 4);
    assert_eq!(drift_of(&[small; 16]).reference_months, 7, "1,000 results");
    assert_eq!(
        drift_of(&[small; 48]).reference_months,
        12,
        "at most a year"
    );
    let rules = rules();
    let mut tally = DriftTally::new(&rules.plan);
    for month in 1..=9 {
        add_month(&rules, &mut tally, (2024, month), small);
    }
    let months = |until| tally.finish(&rules.plan, until).reference_months;
    assert_eq!(months(Some((2024, 6))), 5);
    assert_eq!(months(Some((2023, 6))), 0);
    assert_eq!(months(Some((2030, 1))), 9);
}

#[test]
fn months_have_no_gaps_and_a_typing_error_is_no_month() {
    let rules = rules();
    let mut tally = DriftTally::new(&rules.plan);
    for month in [3, 6] {
        add_month(&rules, &mut tally, (2024, month), USUAL);
    }
    let one = Kind { claims: 1, ..USUAL };
    add_month(&rules, &mut tally, (1970, 1), one);
    add_month(&rules, &mut tally, (2093, 7), one);
    add_month(&rules, &mut tally, (1, 1), one);
    add_month(&rules, &mut tally, (9999, 12), one);
    let drift = tally.finish(&rules.plan, None);
    let months: Vec<_> = { drift.months.iter() }
        .map(|month| (month.year_month, month.claims))
        .collect();
    assert_eq!(
        months,
        [
            ((2024, 3), 1_000),
            ((2024, 4), 0),
            ((2024, 5), 0),
            ((2024, 6), 1_000)
        ]
    );
    assert_eq!(drift.left_out, 4);
    assert_eq!(
        DriftTally::new(&rules.plan).finish(&rules.plan, None),
        Drift::default()
    );
}

#[test]
fn a_month_begins_and_ends_in_utc() {
    let rules = rules();
    let mut tally = DriftTally::new(&rules.plan);
    for seconds in [
        start(2024, 3) - 1,
        start(2024, 3),
        start(2024, 4) - 1,
        start(2024, 4),
        start(2024, 3) + 5,
    ] {
        let claim = Past::of(&rules, &["10", "web", "", ""], KnownResults::default()).at(seconds);
        claim.price(&rules, |claim| tally.add(&rules.plan, claim));
        tally.end_cluster();
    }
    let drift = tally.finish(&rules.plan, None);
    let months: Vec<_> = { drift.months.iter() }
        .map(|month| (month.year_month, month.claims))
        .collect();
    assert_eq!(months, [((2024, 2), 1), ((2024, 3), 3), ((2024, 4), 1)]);
    assert_eq!(
        drift.months[1].unjustified_share.value, None,
        "nobody knows"
    );
}

#[test]
fn parts_merge_to_the_whole_and_the_order_changes_nothing() {
    let rules = rules();
    let kinds = [
        USUAL,
        Kind { web: 60, ..USUAL },
        Kind {
            unjustified: 40,
            logged: 20,
            ..USUAL
        },
    ];
    let months: Vec<_> = (1..=9)
        .zip(kinds.iter().flat_map(|kind| [*kind; 3]))
        .map(|(month, kind)| ((2024, month), kind))
        .collect();
    let tally = |months: &[((i64, i64), Kind)]| {
        let mut tally = DriftTally::new(&rules.plan);
        for (month, kind) in months {
            add_month(&rules, &mut tally, *month, *kind);
        }
        tally
    };
    let whole = tally(&months);
    let mut merged = tally(&months[5..]);
    merged.merge(&tally(&months[..5]));
    let drift = whole.finish(&rules.plan, None);
    assert_eq!(merged.finish(&rules.plan, None), drift);
    assert!(drift.alarms.len() >= 4, "{:?}", drift.alarms);
    let reversed: Vec<_> = months.iter().rev().copied().collect();
    assert_eq!(tally(&reversed).finish(&rules.plan, None), drift);
}

#[test]
fn claims_of_one_customer_count_as_few() {
    // The same rise, once with a customer a claim and once with all claims of one customer.
    let rules = rules();
    let tally = |is_one: bool| {
        let mut tally = DriftTally::new(&rules.plan);
        for month in 1..=4 {
            let unjustified = if month == 4 { 20 } else { 10 };
            for at in 0..400 {
                let results = KnownResults {
                    justified: Some(at * 61 % 100 >= unjustified),
                    ..KnownResults::default()
                };
                let claim = Past::of(&rules, &["9500", "web", "", ""], results);
                claim
                    .at(start(2024, month))
                    .price(&rules, |claim| tally.add(&rules.plan, claim));
                if !is_one || at % 100 == 99 {
                    tally.end_cluster();
                }
            }
        }
        tally.finish(&rules.plan, Some((2024, 4))).alarms.len()
    };
    assert_eq!(tally(false), 1);
    assert_eq!(tally(true), 0);
}
