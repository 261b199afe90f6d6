//! Gaming, stability, waiting and drift: each test rings as often as it says where nothing changed,
//! and rings where something did. Seeds are printed with every failure.

mod register;

use std::sync::Arc;

use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, RawValue};
use decision_simulation::analysis::drift::{Drift, DriftTally};
use decision_simulation::analysis::gaming::{LimitSide, LimitWindow};
use decision_simulation::costs::waiting_days;
use decision_simulation::portfolio::Device;
use decision_simulation::replay::PricedClaim;
use decision_simulation::statistics::{fisher_one_sided, stability_index};
use decision_simulation::{
    CostModel, GeneratedClaim, KnownResults, Portfolio, ReplayPlan, ReplayedClaim,
};

use crate::strategies::Random;

/// The limit of the gaming tests, in whole roubles.
const LIMIT: i64 = 5_000;

/// How many times longer than usual.
fn soak_factor() -> usize {
    let factor = std::env::var("VERDICT_SOAK_FACTOR").ok();
    factor.map_or(1, |factor| {
        factor
            .parse()
            .expect("VERDICT_SOAK_FACTOR is a whole number")
    })
}

/// Amounts that are claimed in a cell with this limit: a warning of the machine, two earlier
/// claims, and its neighbour, no data and one.
fn heaped_amounts() -> Vec<i64> {
    let claims = Portfolio::new(300_000, Portfolio::REFERENCE_SEED).claims();
    let is_of_cell = |claim: &GeneratedClaim| {
        matches!(
            (claim.device, claim.prior_claims_365d),
            (Device::Warn, 2) | (Device::NoData, 1)
        )
    };
    let of_cell = claims.filter(is_of_cell);
    of_cell.map(|claim| claim.amount).collect()
}

/// Claims in the windows below and above the limit among `count` draws, of which a share of those
/// above the limit asks for the limit instead.
fn windows(random: &mut Random, pool: &[i64], count: usize, shading_percent: usize) -> (u64, u64) {
    let window = LimitWindow::new(LIMIT).unwrap();
    let mut found = (0, 0);
    for _ in 0..count {
        let amount = *random.pick(pool);
        let is_shaded = amount > LIMIT && random.percent(shading_percent);
        match window.side(if is_shaded { LIMIT } else { amount }) {
            Some(LimitSide::Below) => found.0 += 1,
            Some(LimitSide::Above) => found.1 += 1,
            None => {}
        }
    }
    found
}

/// The share of repetitions in which the test rings.
fn gaming_alarms(
    pool: &[i64],
    seed: u64,
    repeats: usize,
    (after, shading_percent): (usize, usize),
) -> f64 {
    let mut random = Random::new(seed);
    let rings = (0..repeats).filter(|_| {
        let before = windows(&mut random, pool, 2_000, 0);
        let now = windows(&mut random, pool, after, shading_percent);
        fisher_one_sided(before, now) <= 0.05
    });
    share(rings.count(), repeats)
}

fn share(count: usize, of: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / f64::from(u32::try_from(of).unwrap())
}

#[test]
fn the_gaming_test_keeps_its_level_and_finds_shading() {
    const SEED: u64 = 61_801;
    let pool = heaped_amounts();
    let at_limit = pool.iter().filter(|amount| **amount == LIMIT).count();
    assert!(
        pool.len() > 1_000 && at_limit * 20 > pool.len(),
        "amounts are heaped on the limit: {at_limit} of {}",
        pool.len()
    );
    let repeats = 3_000 * soak_factor();
    let size = gaming_alarms(&pool, SEED, repeats, (2_000, 0));
    let power = gaming_alarms(&pool, SEED + 1, repeats / 6, (2_000, 20));
    let weak = gaming_alarms(&pool, SEED + 2, repeats / 6, (500, 20));
    println!("seed {SEED}, {repeats} repeats: size {size}, power {power}, with 500 claims {weak}");
    assert!((size - 0.05).abs() <= 0.015, "seed {SEED}: size {size}");
    assert!(power >= 0.97, "seed {SEED}: power {power}");
    assert!(weak > 0.4 && weak < power, "seed {SEED}: {weak}");
}

#[test]
fn the_stability_index_follows_its_law_where_nothing_changes() {
    const SEED: u64 = 141_421;
    let repeats = 3_000 * soak_factor();
    let mut random = Random::new(SEED);
    let mut draw = |count: usize| {
        let mut bins = [0_u64; 10];
        for _ in 0..count {
            bins[random.below(bins.len())] += 1;
        }
        bins
    };
    for (claims, published) in [(500, 0.0356), (2_000, 0.009_35), (20_000, 0.001_71)] {
        // A month of 20,000 claims is drawn less often; it takes as long as forty of 500.
        let repeats = if claims > 2_000 { repeats / 2 } else { repeats };
        let mut found: Vec<(f64, f64)> = (0..repeats)
            .map(|_| stability_index(&draw(20_000), &draw(claims), 0.95).unwrap())
            .collect();
        found.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (q95, theory) = (found[repeats * 95 / 100].0, found[0].1);
        println!("seed {SEED}, 20,000 against {claims}: q95 {q95}, theory {theory}");
        assert!(
            (q95 / theory - 1.0).abs() < 0.06,
            "seed {SEED}, {claims}: {q95} {theory}"
        );
        assert!(
            (q95 / published - 1.0).abs() < 0.06,
            "seed {SEED}, {claims}: {q95} {published}"
        );
    }
}

#[test]
fn waiting_times_are_those_of_erlang() {
    for (arrivals, staff, expected) in [
        (240.0, 24, 0.0621),
        (240.0, 23, 0.6433),
        (36.0, 4, 0.1172),
        (36.0, 5, 0.0215),
    ] {
        let days = waiting_days(arrivals, 10.5, staff).unwrap();
        assert!(
            (days - expected).abs() < 0.000_05,
            "{arrivals} claims a day, {staff} people: {days}"
        );
    }
    assert_eq!(waiting_days(240.0, 10.5, 22), None, "never worked off");
}

/// Rules with the limits of the reference portfolio.
const RULES: &str = "\
format: 1
matrix: reference-limits
version: \"1\"
currency: RUB
keys: {claim: claim_id, customer: customer_id, time: filed_at}
factors:
  amount: {type: money, domain: \"[0..200000]\"}
  device_status: {type: category, values: [fault, warn, nodata, ok]}
  prior_claims_365d: {type: integer, domain: \">= 0\"}
tables:
  auto_limit:
    output: {type: money}
    rows: device_status
    columns: prior_claims_365d
    cells: |
      | device_status | 0      | 1      | 2     | >= 3 |
      | fault         | 200000 | 200000 | 30000 | 7000 |
      | warn          | 75000  | 10000  | 5000  | 3000 |
      | nodata        | 12000  | 5000   | 3000  | 2000 |
      | ok            | 3000   | 3000   | 2000  | 1000 |
decision:
  hit: first
  rules: |
    | id | amount        || outcome | reason  |
    | A1 | <= auto_limit || approve | LIMIT   |
  default: {outcome: review, reason: NO_RULE}
";
const COSTS: &str = include_str!("../../../rules/atm-cash-dispute/costs.yaml");

/// What a register knows of a generated claim.
fn known(claim: &GeneratedClaim) -> KnownResults {
    KnownResults {
        justified: Some(claim.justified),
        clawed_back: Some(claim.clawed_back),
        caught_by_review: Some(claim.caught_by_review),
        wrongly_refused: Some(claim.wrongly_refused),
        cash_found: Some(claim.cash_found),
        ..KnownResults::default()
    }
}

/// The months of a portfolio, in which `change` may change a claim.
fn drift_of(portfolio: Portfolio, mut change: impl FnMut(&mut GeneratedClaim)) -> Drift {
    let matrix = DecisionMatrix::from_yaml("limits.yaml", RULES).unwrap();
    let costs = CostModel::from_yaml("costs.yaml", COSTS).unwrap();
    let plan = ReplayPlan::new(Arc::clone(matrix.tables()), costs).unwrap();
    let compiled = matrix.compile_with(&CompileConfig { audit_key: None });
    let mut tally = DriftTally::new(&plan);
    let mut customer = None;
    for mut claim in portfolio.claims() {
        if customer.replace(claim.customer) != Some(claim.customer) {
            tally.end_cluster();
        }
        change(&mut claim);
        let facts = facts_of(&compiled, &claim);
        let decision = compiled.decide(&facts);
        let replayed = ReplayedClaim::new("", &facts, decision, known(&claim));
        tally.add(&plan, &PricedClaim::new(&plan, &replayed));
    }
    tally.end_cluster();
    tally.finish(&plan, None)
}

/// The facts of a generated claim.
fn facts_of(compiled: &CompiledMatrix, claim: &GeneratedClaim) -> decision_matrix::Facts {
    let mut facts = compiled.facts();
    let set = |facts: &mut decision_matrix::Facts, name: &str, value: &str| {
        facts.set(compiled.factor(name).unwrap(), RawValue::Text(value));
    };
    set(&mut facts, "amount", &claim.amount.to_string());
    set(&mut facts, "device_status", claim.device.as_str());
    let prior = claim.prior_claims_365d.to_string();
    set(&mut facts, "prior_claims_365d", &prior);
    facts.set_time(claim.filed_at);
    facts
}

#[test]
fn a_portfolio_without_a_change_rings_nothing() {
    // One alarm in twenty reports is permitted; alarms must be large as well, so there are fewer.
    const SEED: u64 = 2_718;
    let mut alarms = Vec::new();
    let seeds = 6 * u64::try_from(soak_factor()).unwrap();
    for seed in SEED..SEED + seeds {
        // A small bank and a larger one.
        for customers in [4_000, 40_000] {
            let drift = drift_of(Portfolio::new(customers, seed), |_| ());
            assert_eq!(drift.months.len(), 12, "seed {seed}");
            // A third of the months, and up to half where these have fewer than 1,000 results.
            assert!((4..=6).contains(&drift.reference_months), "seed {seed}");
            alarms.extend(
                drift
                    .alarms
                    .into_iter()
                    .map(|alarm| (seed, customers, alarm)),
            );
        }
    }
    println!("seeds {SEED} and {seeds} in all: {alarms:?}");
    assert!(
        alarms.len() * 10 <= usize::try_from(seeds).unwrap(),
        "{alarms:?}"
    );
}

#[test]
fn a_change_in_the_portfolio_rings_in_its_month() {
    const SEED: u64 = 3_141;
    // 2026-09-01T00:00:00Z, the ninth of twelve months.
    const SINCE: i64 = 1_788_220_800;
    let mut random = Random::new(SEED);
    let drift = drift_of(Portfolio::new(40_000, SEED), |claim| {
        if claim.filed_at >= SINCE {
            // A batch of machines fails silently, and one claim in twelve more is not owed.
            if random.percent(15) {
                claim.device = Device::NoData;
            }
            claim.justified &= !random.percent(8);
        }
    });
    let quiet = drift.months.iter().take(8);
    assert!(
        quiet.into_iter().all(|month| !month.is_alarming),
        "{drift:#?}"
    );
    let first = (2026, 9);
    for of in ["UnjustifiedShare", "LossRate", "Factor(\"device_status\")"] {
        let alarm = drift.alarms.iter().find(|it| format!("{:?}", it.of) == of);
        let alarm = alarm.unwrap_or_else(|| panic!("seed {SEED}: {of}: {:?}", drift.alarms));
        assert_eq!(alarm.year_month, first, "seed {SEED}: {alarm:?}");
        assert!(alarm.value > alarm.limit, "{alarm:?}");
    }
}
