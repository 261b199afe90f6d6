use decision_matrix::table::Outcome;

use super::{MissingOutcomes, MissingTally, Mode, Refusal};
use crate::portfolio::GeneratedClaim;
use crate::replay::tests::{Bench, bench, known, portfolio};
use crate::replay::{PricedClaim, ReplayedClaim};
use crate::results::{DecidedBy, KnownResults};
use crate::statistics::{Estimate, Method};

/// Adds the claims of whole customers.
fn add(
    bench: &Bench,
    tally: &mut MissingTally,
    claims: &[GeneratedClaim],
    results: impl Fn(&GeneratedClaim) -> KnownResults,
) {
    for customer in claims.chunk_by(|one, other| one.customer == other.customer) {
        for claim in customer {
            let facts = bench.facts(claim);
            let decision = bench.compiled.decide(&facts);
            let replayed = ReplayedClaim::new("", &facts, decision, results(claim));
            tally.add(&bench.plan, &PricedClaim::new(&bench.plan, &replayed));
        }
        tally.end_cluster();
    }
}

fn finish(
    mode: Option<Mode>,
    claims: &[GeneratedClaim],
    results: impl Fn(&GeneratedClaim) -> KnownResults,
) -> MissingOutcomes {
    let bench = bench();
    let mut tally = MissingTally::new(&bench.plan);
    add(&bench, &mut tally, claims, results);
    tally.finish(&bench.plan, mode)
}

/// Every second claim is looked at, by lot.
fn half(claim: &GeneratedClaim) -> KnownResults {
    let results = if (claim.customer / 7 + claim.draw).is_multiple_of(2) {
        known(claim)
    } else {
        KnownResults::default()
    };
    KnownResults {
        audit_probability: Some(500_000_000),
        ..results
    }
}

#[track_caller]
fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("a value");
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs(),
        "{found} for {expected}"
    );
}

#[test]
fn words_of_modes() {
    for mode in Mode::ALL {
        assert_eq!(Mode::from_word(mode.as_str()), Some(mode));
    }
    assert_eq!(Mode::from_word("Audit"), None);
}

#[test]
fn with_every_result_known_sums_are_those_of_the_replay() {
    let claims = portfolio(4_000);
    let bench = bench();
    let sums = bench.replay(&claims).total().known;
    for asked in [
        None,
        Some(Mode::Audit),
        Some(Mode::Bounds),
        Some(Mode::Impute),
    ] {
        let found = finish(asked, &claims, known);
        assert_eq!((found.mode, found.reason), (Mode::Full, None));
        let float = |sum: i128| sum.to_string().parse::<f64>().unwrap();
        near(found.loss.value, float(sums.loss) / 100.0);
        near(found.cost.value, float(sums.cost) / 100.0);
        near(found.net_saving.value, float(sums.net_saving()) / 100.0);
        near(
            found.loss_rate.value,
            float(sums.loss) / float(sums.auto_amount),
        );
        assert_eq!(found.loss_rate.method, Method::Hall);
        assert_eq!(found.unsupported_money_share, Some(0.0));
    }
}

#[test]
fn each_known_result_stands_for_two_where_half_are_known() {
    let claims = portfolio(4_000);
    let found = finish(None, &claims, half);
    assert_eq!((found.mode, found.reason), (Mode::Audit, None));
    // The naive sums: over the claims that were looked at, and over all.
    let bench = bench();
    let (mut loss, mut looked_at, mut all, mut results) = (0.0, 0.0, 0.0, 0.0);
    for claim in &claims {
        let facts = bench.facts(claim);
        if !bench.compiled.decide(&facts).outcome.is_automatic_payment() {
            continue;
        }
        let amount = f64::from(u32::try_from(claim.amount).unwrap());
        all += amount;
        if half(claim).is_known() {
            looked_at += amount;
            results += 1.0;
            if !claim.justified && !claim.clawed_back {
                loss += amount;
            }
        }
    }
    near(found.loss_rate.value, loss / looked_at);
    near(found.loss_rate_unnormalised.value, 2.0 * loss / all);
    near(found.loss.value, loss / looked_at * all);
    near(found.effective_sample_size, results);
    near(found.min_propensity, 0.5);
    // Cost and saving add up to what it costs to review everything: twice that of each claim that
    // was looked at, less what it would count as had nobody looked.
    let review = |claim: &GeneratedClaim, results| {
        let facts = bench.facts(claim);
        let decision = bench.compiled.decide(&facts);
        let replayed = ReplayedClaim::new("", &facts, decision, results);
        PricedClaim::new(&bench.plan, &replayed)
            .sums
            .cost_review_all
    };
    let expected: i128 = claims
        .iter()
        .map(|claim| {
            let results = half(claim);
            let unseen = KnownResults {
                review_minutes: results.review_minutes,
                evidence_days: results.evidence_days,
                ..KnownResults::default()
            };
            let unseen = review(claim, unseen);
            if results.is_known() {
                2 * review(claim, results) - unseen
            } else {
                unseen
            }
        })
        .sum();
    let expected = expected.to_string().parse::<f64>().unwrap() / 100.0;
    let total = found.cost.value.unwrap() + found.net_saving.value.unwrap();
    near(Some(total), expected);
}

#[test]
fn order_and_division_of_customers_change_nothing() {
    let bench = bench();
    let claims = portfolio(3_000);
    let mut customers: Vec<_> = claims
        .chunk_by(|one, other| one.customer == other.customer)
        .collect();
    let tally_of = |customers: &[&[GeneratedClaim]]| {
        let mut tally = MissingTally::new(&bench.plan);
        for claims in customers {
            add(&bench, &mut tally, claims, half);
        }
        tally
    };
    let whole = tally_of(&customers);
    customers.sort_by_key(|claims| claims[0].customer.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut merged = MissingTally::new(&bench.plan);
    for part in customers.chunks(57) {
        merged.merge(&tally_of(part));
    }
    for mode in Mode::ALL {
        assert_eq!(
            merged.finish(&bench.plan, Some(mode)),
            whole.finish(&bench.plan, Some(mode)),
            "{mode:?}"
        );
    }
}

#[test]
fn what_cannot_be_had_says_why() {
    let claims = portfolio(2_000);
    let unknown = |claim: &GeneratedClaim| {
        if claim.customer.is_multiple_of(2) {
            known(claim)
        } else {
            KnownResults::default()
        }
    };
    let check = |found: MissingOutcomes, reason| {
        assert_eq!((found.mode, found.reason), (Mode::Bounds, reason));
        assert!(found.loss.value.is_none() && found.loss.low < found.loss.high);
        assert_eq!(found.bounded_claims, found.unknown_claims);
    };
    check(finish(None, &claims, unknown), None);
    check(
        finish(Some(Mode::Full), &claims, unknown),
        Some(Refusal::UnknownResults),
    );
    check(
        finish(Some(Mode::Audit), &claims, unknown),
        Some(Refusal::NoProbabilities),
    );
    // A result that was certain to become known and is not: no weight stands for it.
    let promised = |claim: &GeneratedClaim| KnownResults {
        audit_probability: Some(1_000_000_000),
        ..unknown(claim)
    };
    check(
        finish(None, &claims, promised),
        Some(Refusal::UnsupportedMoney),
    );
    let rare = |claim: &GeneratedClaim| KnownResults {
        audit_probability: Some(10_000_000),
        ..if claim.customer.is_multiple_of(100) {
            known(claim)
        } else {
            KnownResults::default()
        }
    };
    check(finish(None, &claims, rare), Some(Refusal::FewResults));
}

#[test]
fn a_result_known_without_a_probability_stands_for_itself() {
    let claims = portfolio(4_000);
    let reviewed = |claim: &GeneratedClaim| {
        if claim.customer.is_multiple_of(3) {
            KnownResults {
                decided_by: Some(DecidedBy::Review),
                ..known(claim)
            }
        } else {
            half(claim)
        }
    };
    let found = finish(None, &claims, reviewed);
    let whole = finish(None, &claims, known);
    assert_eq!(found.mode, Mode::Audit);
    let width = |rate: Estimate| rate.high.unwrap() - rate.low.unwrap();
    assert!(width(found.loss_rate) < width(finish(None, &claims, half).loss_rate));
    assert!(found.loss_rate.low < whole.loss_rate.value);
    assert!(whole.loss_rate.value < found.loss_rate.high);
}

#[test]
fn no_claims_are_no_estimates() {
    let found = finish(None, &[], known);
    assert_eq!(found.mode, Mode::Full);
    for estimate in [found.loss_rate, found.loss, found.cost, found.net_saving] {
        assert_eq!(
            estimate.value.unwrap_or_default().to_bits(),
            0,
            "{estimate:?}"
        );
        assert_eq!((estimate.low, estimate.high), (None, None));
    }
}

#[test]
fn sums_beyond_range_are_refused_and_not_cut() {
    let bench = bench();
    let claims = portfolio(2_000);
    let mut tally = MissingTally::new(&bench.plan);
    add(&bench, &mut tally, &claims, half);
    let facts = bench.facts(&claims[0]);
    let mut decision = bench.compiled.decide(&facts);
    decision.outcome = Outcome::Approve;
    let results = KnownResults {
        justified: Some(false),
        clawed_back: Some(false),
        ..KnownResults::default()
    };
    let joke = ReplayedClaim {
        amount: Some(500_000_000_000_000_000),
        ..ReplayedClaim::new("", &facts, decision, results)
    };
    tally.add(&bench.plan, &PricedClaim::new(&bench.plan, &joke));
    tally.end_cluster();
    let found = tally.finish(&bench.plan, None);
    assert_eq!(
        (found.mode, found.reason),
        (Mode::Bounds, Some(Refusal::OutOfRange))
    );
}
