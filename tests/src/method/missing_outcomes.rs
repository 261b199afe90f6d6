//! Estimates from a log in which most results are unknown.
//!
//! The log is made by a policy: what it sends to a person becomes known, and of what it settles at
//! once about 7% is audited, in proportion to the amount. Another policy is then estimated from
//! this log and held against the exact expectation over the generator, again and again, each time
//! from a portfolio and audits of its own.

use std::fmt::Write as _;

use decision_matrix::table::FactorIndex;
use decision_matrix::{CompileConfig, CompiledMatrix, DecisionMatrix, Facts, RawValue};
use decision_simulation::analysis::missing::{MissingOutcomes, MissingTally, Mode, Refusal};
use decision_simulation::portfolio::Device;
use decision_simulation::replay::PricedClaim;
use decision_simulation::results::DecidedBy;
use decision_simulation::statistics::Estimate;
use decision_simulation::{
    CostModel, GeneratedClaim, KnownResults, Portfolio, ReplayPlan, ReplayedClaim,
};

use super::coverage::{LIMITS, Limits, limit_of, share, soak_factor, truth};

/// Logs in the usual run.
const REPEATS: u64 = 5;
/// About 29,000 claims.
const CUSTOMERS: u64 = 50_000;
/// Probability of an audit for each rouble of a claim settled at once, times 10^9: 7% of them.
const AUDIT_NANO_PER_ROUBLE: i64 = 9_600;

const COSTS: &str = "
format: 1
currency: RUB
review: {minutes: 40, per_minute: 8.00, calls: 1, per_call: 100.00, messages: 2, per_message: 0.30, caught: 0.95, wrong_refusal: 3000.00, wrong_refusal_rate: 0.01}
delay: {evidence_days: 3.5, queue_days: 1.5, contacts_per_day: 0.08, per_contact: 300.00, goodwill_per_day: 35.00}
approve: {fixed: 0.02, messages: 2, per_message: 0.30, claw_back: 0.40, cash_found: 0.99}
";

/// A policy of limits.
struct Policy {
    compiled: CompiledMatrix,
    plan: ReplayPlan,
}

impl Policy {
    fn new(limits: &Limits) -> Self {
        let mut cells = String::new();
        for (device, row) in Device::ALL.iter().zip(limits) {
            let _ = write!(cells, "      | {} |", device.as_str());
            for limit in row {
                let _ = write!(cells, " {limit} |");
            }
            cells.push('\n');
        }
        let text = format!(
            "format: 1
matrix: limits
version: \"1\"
title: Limits
currency: RUB
keys: {{claim: claim_id}}
factors:
  amount: {{type: money, domain: \"[0..200000]\"}}
  device_status: {{type: category, values: [fault, warn, nodata, ok]}}
  prior_claims_365d: {{type: integer, domain: \">= 0\"}}
tables:
  auto_limit:
    output: {{type: money}}
    rows: device_status
    columns: prior_claims_365d
    cells: |
      | device_status | 0 | 1 | 2 | >= 3 |
{cells}decision:
  hit: first
  rules: |
    | id | amount        || outcome | reason |
    | A1 | <= auto_limit || approve | SAFE   |
  default: {{outcome: review, reason: NO_RULE}}
"
        );
        let matrix = DecisionMatrix::from_yaml("matrix.yaml", &text).expect("a correct matrix");
        let costs = CostModel::from_yaml("costs.yaml", COSTS).expect("correct costs");
        let config = CompileConfig { audit_key: None };
        Self {
            compiled: CompiledMatrix::new(matrix.tables().clone(), &config),
            plan: ReplayPlan::new(matrix.tables().clone(), costs).expect("one currency"),
        }
    }

    fn facts(&self, claim: &GeneratedClaim) -> Facts {
        let number = |value: i64| RawValue::Decimal {
            mantissa: i128::from(value),
            scale: 0,
        };
        let mut facts = self.compiled.facts();
        facts.set(FactorIndex(0), number(claim.amount));
        facts.set(FactorIndex(1), RawValue::Text(claim.device.as_str()));
        facts.set(FactorIndex(2), number(claim.prior_claims_365d));
        facts
    }

    /// What this policy comes to, from what a log knows of each claim.
    fn tally(
        &self,
        claims: &[GeneratedClaim],
        known: impl Fn(&GeneratedClaim) -> KnownResults,
    ) -> MissingTally {
        let mut tally = MissingTally::new(&self.plan);
        let mut customer = None;
        for claim in claims {
            if customer.is_some_and(|customer| customer != claim.customer) {
                tally.end_cluster();
            }
            customer = Some(claim.customer);
            let facts = self.facts(claim);
            let decision = self.compiled.decide(&facts);
            let replayed = ReplayedClaim::new("", &facts, decision, known(claim));
            tally.add(&self.plan, &PricedClaim::new(&self.plan, &replayed));
        }
        tally.end_cluster();
        tally
    }

    fn finish(&self, tally: &MissingTally, mode: Option<Mode>) -> MissingOutcomes {
        tally.finish(&self.plan, mode)
    }
}

/// Everything is known.
fn all(claim: &GeneratedClaim) -> KnownResults {
    KnownResults {
        justified: Some(claim.justified),
        clawed_back: Some(claim.clawed_back),
        caught_by_review: Some(claim.caught_by_review),
        wrongly_refused: Some(claim.wrongly_refused),
        review_minutes: Some(claim.review_minutes * 1_000_000_000),
        evidence_days: Some(claim.evidence_days * 1_000_000_000),
        ..KnownResults::default()
    }
}

/// What is left of the results where a claim was settled at once and not looked at.
fn hidden(claim: &GeneratedClaim) -> KnownResults {
    KnownResults {
        review_minutes: Some(claim.review_minutes * 1_000_000_000),
        evidence_days: Some(claim.evidence_days * 1_000_000_000),
        decided_by: Some(DecidedBy::Auto),
        ..KnownResults::default()
    }
}

/// What the log of the shipped limits knows, where the devices of `unaudited` are never audited.
fn logged(claim: &GeneratedClaim, seed: u64, unaudited: Option<Device>) -> KnownResults {
    let limit = limit_of(&LIMITS, claim);
    if claim.amount > limit {
        return KnownResults {
            decided_by: Some(DecidedBy::Review),
            ..all(claim)
        };
    }
    if unaudited == Some(claim.device) {
        return hidden(claim);
    }
    let nano = (claim.amount * AUDIT_NANO_PER_ROUBLE)
        .min(1_000_000_000)
        .unsigned_abs();
    let results = if draw(seed, claim) < nano {
        all(claim)
    } else {
        hidden(claim)
    };
    KnownResults {
        audit_probability: Some(nano),
        decided_by: Some(DecidedBy::Auto),
        ..results
    }
}

/// A number below 10^9 for each claim, after the finaliser of `SplitMix64`.
fn draw(seed: u64, claim: &GeneratedClaim) -> u64 {
    let mut mixed = seed ^ (claim.customer * 8 + claim.draw).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for factor in [0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB] {
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(factor);
    }
    (((mixed ^ (mixed >> 31)) >> 32) * 1_000_000_000) >> 32
}

fn portfolio(seed: u64) -> Vec<GeneratedClaim> {
    Portfolio::new(CUSTOMERS, seed).claims().collect()
}

/// The shipped limits times a fraction, in whole roubles.
fn limits(numerator: i64, denominator: i64) -> Limits {
    LIMITS.map(|row| row.map(|limit| (limit * numerator / denominator).min(200_000)))
}

/// Errors of an estimate against the truth, and how often its interval contains it.
#[derive(Default)]
struct Record {
    relative: Vec<f64>,
    covered: u64,
}

impl Record {
    fn add(&mut self, estimate: &Estimate, truth: f64) {
        self.relative
            .push(estimate.value.expect("a value") / truth - 1.0);
        let [low, high] = [estimate.low, estimate.high].map(|end| end.expect("an interval"));
        self.covered += u64::from((low..=high).contains(&truth));
    }

    /// Bias at most `most_bias` and coverage at least `least`, within three standard errors.
    #[track_caller]
    fn check(&self, name: &str, most_bias: f64, least: f64) {
        let count = f64::from(u32::try_from(self.relative.len()).unwrap());
        let mean = self.relative.iter().sum::<f64>() / count;
        let spread = self
            .relative
            .iter()
            .map(|error| (error - mean).powi(2))
            .sum::<f64>();
        let error = (spread / (count - 1.0) / count).sqrt();
        let covered = share(self.covered, self.relative.len() as u64);
        println!("{name}: bias {mean:+.4} (standard error {error:.4}), coverage {covered:.4}");
        // Six hundred logs leave a standard error below 1.4%, which the limits allow for.
        assert!(
            mean.abs() <= most_bias.max(3.0 * error),
            "{name}: bias {mean}"
        );
        let slack = (3.0 * (0.0475 / count).sqrt() - 0.027).max(0.0);
        assert!(covered >= least - slack, "{name}: coverage {covered}");
    }
}

#[test]
fn audits_estimate_policies_without_bias() {
    for (name, limits) in [
        ("stricter", limits(1, 2)),
        ("same", LIMITS),
        ("more lenient", limits(2, 1)),
    ] {
        let policy = Policy::new(&limits);
        let [_, _, rate] = truth(&limits);
        let (mut snips, mut ips, mut saving) =
            (Record::default(), Record::default(), Record::default());
        let repeats = REPEATS * soak_factor();
        for seed in 60_000_000..60_000_000 + repeats {
            let claims = portfolio(seed);
            let tally = policy.tally(&claims, |claim| logged(claim, seed, None));
            let found = policy.finish(&tally, None);
            assert_eq!((found.mode, found.reason), (Mode::Audit, None));
            snips.add(&found.loss_rate, rate);
            ips.add(&found.loss_rate_unnormalised, rate);
            let whole = policy.finish(&policy.tally(&claims, all), None);
            assert_eq!(whole.mode, Mode::Full);
            saving.add(&found.net_saving, whole.net_saving.value.unwrap());
            // Counting what is unknown as no loss would make every policy look safe.
            let worst = policy.finish(&tally, Some(Mode::Bounds));
            let [known, loss, most] =
                [worst.loss.low, whole.loss.value, worst.loss.high].map(Option::unwrap);
            assert!(
                known < 0.6 * loss && loss < most,
                "seed {seed}: {worst:?} {whole:?}"
            );
            for (one, other) in [
                (worst.cost, whole.cost),
                (worst.net_saving, whole.net_saving),
            ] {
                assert!(one.value.is_none() && one.low <= other.value && other.value <= one.high);
            }
            let sizes = (
                found.effective_sample_size.unwrap(),
                found.min_propensity.unwrap(),
            );
            assert!(
                sizes.0 > 100.0 && (sizes.1 - 0.000_96).abs() < 1e-9,
                "{sizes:?}"
            );
        }
        snips.check(&format!("{name}, SNIPS"), 0.04, 0.89);
        ips.check(&format!("{name}, IPS"), 0.04, 0.89);
        saving.check(&format!("{name}, net saving"), 0.01, 0.93);
    }
}

#[test]
fn money_that_is_never_audited_has_no_estimate() {
    let policy = Policy::new(&LIMITS);
    let claims = portfolio(71);
    let tally = policy.tally(&claims, |claim| logged(claim, 71, Some(Device::Fault)));
    let found = policy.finish(&tally, None);
    assert_eq!(
        (found.mode, found.reason),
        (Mode::Bounds, Some(Refusal::UnsupportedMoney))
    );
    assert!(found.unsupported_money_share.unwrap() > 0.5);
    let whole = policy.finish(&policy.tally(&claims, all), None);
    for (one, other) in [
        (found.loss_rate, whole.loss_rate),
        (found.loss, whole.loss),
        (found.net_saving, whole.net_saving),
    ] {
        assert_eq!(one.value, None);
        assert!(
            one.low < other.value && other.value < one.high,
            "{one:?} {other:?}"
        );
    }
}

#[test]
fn a_little_money_that_is_never_audited_widens_the_interval() {
    let policy = Policy::new(&LIMITS);
    let claims = portfolio(72);
    let some = |claim: &GeneratedClaim| {
        let results = logged(claim, 72, None);
        if claim.customer.is_multiple_of(200) && !results.is_known() {
            return hidden(claim);
        }
        results
    };
    let found = policy.finish(&policy.tally(&claims, some), None);
    assert_eq!((found.mode, found.reason), (Mode::Audit, None));
    let part = found.unsupported_money_share.unwrap();
    assert!(part > 0.002 && part < 0.01, "{part}");
    assert!(found.bounded_claims > 50);
    let supported = |claim: &GeneratedClaim| logged(claim, 72, None);
    let without = policy.finish(&policy.tally(&claims, supported), None);
    let width = |rate: Estimate| rate.high.unwrap() - rate.low.unwrap();
    // Each of them could be lost, but for what is clawed back.
    assert!(width(found.loss_rate) > width(without.loss_rate) + 0.5 * part);
    let difference = found.loss_rate.value.unwrap() - without.loss_rate.value.unwrap();
    assert!(difference.abs() < 0.002, "{difference}");
}

#[test]
fn imputation_stays_within_strata_that_have_known_claims() {
    let policy = Policy::new(&LIMITS);
    let claims = portfolio(73);
    // Every third customer is looked at, whatever is claimed: here imputation is allowed.
    let third = |claim: &GeneratedClaim| {
        if claim.customer.is_multiple_of(3) {
            all(claim)
        } else {
            hidden(claim)
        }
    };
    let tally = policy.tally(&claims, third);
    assert_eq!(tally.default_mode(), Mode::Bounds);
    let found = policy.finish(&tally, Some(Mode::Impute));
    let whole = policy.finish(&policy.tally(&claims, all), None);
    assert_eq!(found.mode, Mode::Impute);
    assert_eq!(
        found.imputed_claims + found.bounded_claims,
        found.unknown_claims
    );
    assert!(found.imputed_claims > 10 * found.bounded_claims && found.bounded_claims > 0);
    let [low, truth, high] =
        [found.loss.low, whole.loss.value, found.loss.high].map(Option::unwrap);
    assert!(
        low < 1.2 * truth && 0.8 * truth < high,
        "{found:?} {whole:?}"
    );
    // Nothing is looked at: nothing is imputed, and no loss is assumed to be zero.
    let nothing = policy.finish(&policy.tally(&claims, hidden), Some(Mode::Impute));
    assert_eq!((nothing.imputed_claims, nothing.loss.value), (0, None));
    assert_eq!(nothing.reason, Some(Refusal::UnlikeKnown));
    assert!(nothing.loss.low < whole.loss.value && whole.loss.value < nothing.loss.high);
    let audit = policy.finish(&policy.tally(&claims, hidden), Some(Mode::Audit));
    assert_eq!(
        (audit.mode, audit.reason),
        (Mode::Bounds, Some(Refusal::NoProbabilities))
    );
}
