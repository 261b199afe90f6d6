use decision_matrix::table::Outcome;

mod calendars;
mod pricing;
mod staffing;

use super::{BusinessCalendar, ClaimPrice, CostModel, LateCalendar, LatePenalty, waiting_days};
use crate::portfolio::Portfolio;
use crate::results::KnownResults;

/// The reference costs of the reference portfolio.
const REFERENCE: &str = "
format: 1
currency: RUB
review:
  fixed: 0.00
  minutes: 40
  per_minute: 8.00
  calls: 1
  per_call: 100.00
  messages: 2
  per_message: 0.30
  by_amount: []
  caught: 0.95
  wrong_refusal: 3000.00
  wrong_refusal_rate: 0.01
delay:
  evidence_days: 3.5
  queue_days: 1.5
  contacts_per_day: 0.08
  per_contact: 300.00
  goodwill_per_day: 35.00
  yearly_rate: 0
late: {after_days: 0, per_day: 0, cap: 0, calendar: days}
approve: {fixed: 0.02, messages: 2, per_message: 0.30, claw_back: 0.40, cash_found: 0.99}
audit: {per_check: 0.00}
escalate: {minutes: 120}
request_info: {days: 3}
";

/// The 1% table in whole roubles.
const LIMITS: [[i64; 4]; 4] = [
    [200_000, 200_000, 30_000, 7_000],
    [75_000, 10_000, 5_000, 3_000],
    [12_000, 5_000, 3_000, 2_000],
    [3_000, 3_000, 2_000, 1_000],
];

fn model(text: &str) -> CostModel {
    CostModel::from_yaml("costs.yaml", text).unwrap_or_else(|findings| {
        let messages: Vec<_> = findings
            .diagnostics()
            .iter()
            .map(|one| one.message().to_owned())
            .collect();
        panic!("{messages:?}")
    })
}

/// Where the text is refused: `line:column message; help`.
fn refused(text: &str) -> Vec<String> {
    let findings = CostModel::from_yaml("costs.yaml", text).expect_err("the text is wrong");
    let line = |one: &decision_matrix::diagnostic::Diagnostic| {
        let place = findings.place(one.span());
        format!(
            "{}:{} {}; {}",
            place.line,
            place.column,
            one.message(),
            one.help().unwrap_or("-")
        )
    };
    findings.diagnostics().iter().map(line).collect()
}

#[derive(Debug, PartialEq, Eq)]
struct Totals {
    net_saving: i128,
    review_all: i128,
    approve_all: i128,
}

fn totals(customers: u64) -> Totals {
    let model = model(REFERENCE);
    let mut totals = Totals {
        net_saving: 0,
        review_all: 0,
        approve_all: 0,
    };
    for claim in Portfolio::new(customers, Portfolio::REFERENCE_SEED).claims() {
        let known = KnownResults {
            justified: Some(claim.justified),
            clawed_back: Some(claim.clawed_back),
            caught_by_review: Some(claim.caught_by_review),
            wrongly_refused: Some(claim.wrongly_refused),
            cash_found: Some(claim.cash_found),
            review_minutes: Some(claim.review_minutes * 1_000_000_000),
            evidence_days: Some(claim.evidence_days * 1_000_000_000),
            ..KnownResults::default()
        };
        let price = ClaimPrice::new(&model, &known, 2, Some(claim.amount * 100), None, true);
        let review = price.review().total();
        let auto = price.automatic_direct(0) + price.loss();
        totals.review_all += review;
        totals.approve_all += auto;
        let limit =
            LIMITS[claim.device as usize][usize::try_from(claim.prior_claims_365d).unwrap()];
        if claim.amount <= limit {
            totals.net_saving += review - auto;
        }
    }
    totals
}

#[test]
fn totals_of_the_reference_portfolio_are_exact() {
    let expected = |net_saving, review_all, approve_all| Totals {
        net_saving,
        review_all,
        approve_all,
    };
    assert_eq!(totals(1_000), expected(37_058_016, 56_953_110, 19_856_642));
    assert_eq!(
        totals(100_000),
        expected(3_413_205_828, 4_382_217_200, 1_693_409_880)
    );
    assert_eq!(
        totals(1_000_000),
        expected(34_580_050_348, 43_969_990_220, 16_993_209_904)
    );
}

#[test]
fn rates_stand_in_for_missing_columns() {
    let model = model(REFERENCE);
    let known = KnownResults {
        justified: Some(false),
        ..KnownResults::default()
    };
    let price = ClaimPrice::new(&model, &known, 2, Some(100_001), None, true);
    let review = price.review();
    assert_eq!(review.direct, 42_060);
    assert_eq!(review.delay, 29_500);
    assert_eq!((review.days, review.minutes), (5_000_000, 40_000_000_000));
    assert_eq!((review.late, review.wrong_refusal), (0, 0));
    // 1000.01 * 0.6 * 0.05 = 30.0003, lost even by a review; 0.6 of it is lost by paying.
    assert_eq!(review.residual_loss, 3_000);
    assert_eq!(price.loss(), 60_001);
    assert_eq!(price.avoidable_loss(), 57_001);
    assert_eq!(price.unavoidable_loss(), 0);
    let justified = KnownResults {
        justified: Some(true),
        ..KnownResults::default()
    };
    let price = ClaimPrice::new(&model, &justified, 2, Some(100_050), None, true);
    assert_eq!((price.review().wrong_refusal, price.loss()), (3_000, 0));
    // 1% of 1000.50 is 10.005, a half, which goes to the even kopeck.
    assert_eq!(price.unavoidable_loss(), 1_000);
}

#[test]
fn what_was_owed_in_part_is_no_loss() {
    let model = model(REFERENCE);
    let known = KnownResults {
        justified: Some(true),
        due_amount: Some(60_000),
        clawed_back: Some(false),
        ..KnownResults::default()
    };
    let price = |amount| ClaimPrice::new(&model, &known, 2, Some(amount), None, true);
    assert_eq!(price(100_000).loss(), 40_000);
    assert_eq!(price(50_000).loss(), 0);
    assert!(!price(100_000).is_unjustified());
    let only_due = KnownResults {
        due_amount: Some(0),
        clawed_back: Some(false),
        ..KnownResults::default()
    };
    let price = ClaimPrice::new(&model, &only_due, 2, Some(100), None, true);
    assert!(price.is_unjustified());
    assert_eq!(price.loss(), 100);
}

#[test]
fn an_unknown_result_is_what_the_caller_assumes() {
    let model = model(REFERENCE);
    let loss = |assumed| {
        ClaimPrice::new(
            &model,
            &KnownResults::default(),
            2,
            Some(1_000),
            None,
            assumed,
        )
        .loss()
    };
    assert_eq!((loss(true), loss(false)), (0, 600));
}

#[test]
fn outcomes_have_their_own_prices() {
    let model = model(REFERENCE);
    let known = KnownResults {
        justified: Some(true),
        wrongly_refused: Some(false),
        ..KnownResults::default()
    };
    let price = ClaimPrice::new(&model, &known, 2, Some(1_000), None, true);
    assert_eq!(
        price.manual(Outcome::Escalate).direct - price.review().direct,
        80 * 800
    );
    let info = price.manual(Outcome::RequestInfo);
    assert_eq!(info.direct - price.review().direct, 30);
    assert_eq!(info.days - price.review().days, 3_000_000);
    assert_eq!(price.decline(), 2 + 300_000);
}

#[test]
fn audits_steps_and_interest_are_priced() {
    let text = "
format: 1
review: {fixed: 10, by_amount: [{up_to: 500, cost: 100}, {up_to: 1000, cost: 150.005}, {cost: 250}]}
delay: {evidence_days: 1, yearly_rate: 0.1}
audit: {per_check: 400}
";
    let model = model(text);
    let known = KnownResults {
        justified: Some(true),
        ..KnownResults::default()
    };
    let price = |amount| ClaimPrice::new(&model, &known, 2, Some(amount), None, true);
    assert_eq!(price(50_000).review().direct, 11_000);
    // 160.005 is a half: to the even kopeck.
    assert_eq!(price(50_001).review().direct, 16_000);
    assert_eq!(price(100_001).review().direct, 26_000);
    assert_eq!(price(365_000).review().delay, 100);
    assert_eq!(price(1).automatic_direct(20_000_000), 800);
}

#[test]
fn a_late_claim_pays_from_the_first_day_begun() {
    let rbi = LatePenalty::preset("rbi").unwrap();
    let late = |days| rbi.days_late(days, None);
    assert_eq!(
        (
            late(5_000_000),
            late(5_000_001),
            late(6_000_000),
            late(6_000_001)
        ),
        (0, 1, 1, 2)
    );
    assert_eq!(rbi.penalty(2, 2), 20_000);
    let capped = LatePenalty {
        cap: 150_000_000,
        ..rbi
    };
    assert_eq!(capped.penalty(2, 2), 15_000);
    assert_eq!(LatePenalty::default().days_late(900_000_000, None), 0);
}

#[test]
fn business_days_skip_weekends_and_holidays() {
    // 2026-01-02 is a Friday, 2026-01-05 the Monday after.
    let friday = 20_455 * 86_400 + 3_600;
    let business = |holidays: Vec<i64>| LatePenalty {
        after_days: 1,
        calendar: LateCalendar::Business(BusinessCalendar::new(&[6, 7], &holidays, &[], None)),
        ..LatePenalty::default()
    };
    assert_eq!(business(vec![]).days_late(3_000_000, Some(friday)), 0);
    assert_eq!(business(vec![]).days_late(4_000_000, Some(friday)), 1);
    assert_eq!(business(vec![]).days_late(11_000_000, Some(friday)), 6);
    assert_eq!(business(vec![20_458]).days_late(4_000_000, Some(friday)), 0);
    // Russia has no work before 12 January 2026; the fifteenth working day is 30 January.
    let answer = LatePenalty::preset("ru_15_working_days").unwrap();
    assert_eq!(answer.days_late(28_000_000, Some(friday)), 0);
    assert_eq!(answer.days_late(31_000_000, Some(friday)), 1);
}

#[test]
fn the_queue_waits_as_erlang_says() {
    let wait = |arrivals, staff| format!("{:.4}", waiting_days(arrivals, 10.5, staff).unwrap());
    assert_eq!(
        [
            wait(240.0, 24),
            wait(240.0, 23),
            wait(36.0, 4),
            wait(36.0, 5)
        ],
        ["0.0621", "0.6433", "0.1172", "0.0215"]
    );
    assert_eq!(waiting_days(240.0, 10.0, 24), None);
    let text = "
format: 1
delay: {queue_days: {arrivals_per_day: 240, reviews_per_person_day: 10.5, staff: 24}}
";
    let days = model(text).delay.queue_days;
    assert!((62_050..62_150).contains(&days), "{days}");
}

#[test]
fn a_file_may_leave_everything_out() {
    assert_eq!(model("format: 1\n"), CostModel::none());
}

#[test]
fn mistakes_are_all_reported_with_their_place() {
    let text = "
format: 2
curency: RUB
currency: RUBL
review:
  per_minut: 8.00
  per_call: -1
  caught: 1.5
  per_message: 1e3
  minutes: [1]
delay: {queue_days: {arrivals_per_day: 240, reviews_per_person_day: 10, staff: 24}}
late: {preset: rbj, calendar: {weekend: [sonntag]}}
";
    let expected = [
        "2:9 the format of a cost model is 1; write `format: 1`",
        "3:1 the key `curency` is not known; did you mean `currency`?",
        "4:11 `RUBL` is no currency of ISO 4217; did you mean `RUB`?",
        "6:3 the key `per_minut` is not known; did you mean `per_minute`?",
        "7:13 `-1` is out of range; write a number from 0 to 1000000000",
        "8:11 `1.5` is out of range; write a number from 0 to 1",
        "9:16 `1e3` is no number; write a number like `15000` or `0.85`",
        "10:12 a single value was expected here; -",
        "11:21 so few staff never work off the queue; raise `staff` to 25 or more: above arrivals_per_day / reviews_per_person_day",
        "12:16 `rbj` is no value of `preset`; did you mean `rbi`?",
    ];
    let found = refused(text);
    assert_eq!(found[..10], expected);
    assert!(
        found[10].starts_with("12:42 `sonntag` is no value of `weekend`"),
        "{}",
        found[10]
    );
    assert_eq!(found.len(), 11);
}

#[test]
fn steps_that_are_never_reached_are_refused() {
    let text = "format: 1\nreview: {by_amount: [{cost: 1}, {up_to: 5, cost: 2}]}\n";
    assert!(refused(text)[0].contains("the step is never reached"));
}
