//! How often the intervals contain the truth.
//!
//! Portfolios of 10,000 and 35,000 customers are drawn again and again, each with its own seed,
//! and settled by the shipped limits. The truth is no large sample but the exact expectation over
//! the generator of docs/method.md, section 3, written down a second time here. Numerators and
//! denominators are counted from the generated claims without the engine, which takes a hundred
//! times longer; that both count the same is checked by the published totals.

use decision_simulation::statistics::{Estimate, RatioMoments};
use decision_simulation::{GeneratedClaim, Portfolio};

/// Limits in roubles: rows fault, warn, nodata, ok; columns 0, 1, 2, 3 and more earlier claims.
pub(super) type Limits = [[i64; 4]; 4];

/// The shipped limits, in roubles: rows fault, warn, nodata, ok; columns 0, 1, 2, 3 and more earlier claims.
pub(super) const LIMITS: Limits = [
    [200_000, 200_000, 30_000, 7_000],
    [75_000, 10_000, 5_000, 3_000],
    [12_000, 5_000, 3_000, 2_000],
    [3_000, 3_000, 2_000, 1_000],
];

/// The limit of a claim, in roubles.
pub(super) fn limit_of(limits: &Limits, claim: &GeneratedClaim) -> i64 {
    let history = usize::try_from(claim.prior_claims_365d.min(3)).expect("a number of claims");
    limits[claim.device as usize][history]
}

/// Portfolios of each size in the usual run.
const REPEATS: u64 = 100;

/// What the interval is of.
const FIGURES: [&str; 3] = ["share settled at once", "net saving a claim", "loss rate"];

/// Numerators and denominators of the three figures of one customer, in claims and kopecks.
#[derive(Clone, Copy, Default)]
struct Customer {
    claims: i64,
    auto_claims: i64,
    net_saving: i64,
    auto_amount: i64,
    loss: i64,
}

impl Customer {
    /// Adds a claim with the reference costs of docs/method.md, section 1.1, all flags known.
    fn add(&mut self, claim: &GeneratedClaim) {
        let limit = limit_of(&LIMITS, claim);
        self.claims += 1;
        if claim.amount > limit {
            return;
        }
        let amount = claim.amount * 100;
        let kept = if claim.justified || claim.clawed_back {
            0
        } else {
            amount
        };
        let passed_by_review = if claim.caught_by_review { 0 } else { kept };
        let refusal = if claim.justified && claim.wrongly_refused {
            300_000
        } else {
            0
        };
        // Ten times the days: 59.00 a day, and a day and a half in the queue.
        let delay = 590 * (10 * claim.evidence_days + 15);
        let review = 800 * claim.review_minutes + 10_060 + delay + refusal + passed_by_review;
        self.auto_claims += 1;
        self.auto_amount += amount;
        self.loss += kept;
        self.net_saving += review - 62 - kept;
    }
}

/// The three figures of a portfolio.
fn moments(customers: u64, seed: u64) -> [RatioMoments; 3] {
    let mut moments = [RatioMoments::default(); 3];
    let mut add = |customer: Customer| {
        moments[0].add(customer.auto_claims, customer.claims);
        moments[1].add(customer.net_saving, customer.claims);
        moments[2].add(customer.loss, customer.auto_amount);
    };
    let (mut current, mut sums) = (None, Customer::default());
    for claim in Portfolio::new(customers, seed).claims() {
        if current != Some(claim.customer) {
            add(std::mem::take(&mut sums));
            current = Some(claim.customer);
        }
        sums.add(&claim);
    }
    add(sums);
    moments
}

/// The true share, saving a claim in roubles and loss rate of limits, exactly, from the constants
/// of docs/method.md.
pub(super) fn truth(limits: &Limits) -> [f64; 3] {
    let types = [0.962, 0.031, 0.007];
    let counts = [
        [0.9, 0.084, 0.013, 0.003, 0.0, 0.0],
        [0.55, 0.25, 0.12, 0.05, 0.02, 0.01],
        [0.08, 0.15, 0.22, 0.23, 0.18, 0.14],
    ];
    let devices = [
        [0.61, 0.19, 0.09, 0.11],
        [0.34, 0.25, 0.16, 0.25],
        [0.12, 0.2, 0.23, 0.45],
    ];
    let unjustified = [
        [0.0015, 0.015, 0.06, 0.18],
        [0.06, 0.2, 0.35, 0.55],
        [0.3, 0.55, 0.75, 0.9],
    ];
    let [mut claims, mut auto, mut amount, mut loss, mut saving] = [0.0; 5];
    for (kind, weight) in types.into_iter().enumerate() {
        let amounts = amounts(kind);
        let histories = histories(counts[kind]);
        for (history, claims_of) in histories.into_iter().enumerate() {
            claims += weight * claims_of;
            for device in 0..4 {
                let p = unjustified[kind][device];
                for (value, chance) in &amounts {
                    if *value > limits[device][history] {
                        continue;
                    }
                    let chance = weight * claims_of * devices[kind][device] * chance;
                    let value = f64::from(u32::try_from(*value).unwrap());
                    auto += chance;
                    amount += chance * value;
                    loss += chance * value * p * 0.6;
                    // Staff 40 minutes and contacts, five days of waiting, wrong refusals,
                    // without the machine and the loss that a review would stop.
                    let review = 320.0 + 100.6 + 59.0 * 5.0 + 30.0 * (1.0 - p);
                    saving += chance * (review - 0.62 - value * p * 0.6 * 0.95);
                }
            }
        }
    }
    [auto / claims, saving / claims, loss / amount]
}

/// Expected claims of a customer in the second year, by the number of earlier ones: claim `j` of
/// `m` counts each of the others with the chance 365/730, and 366/730 where it comes before it on
/// the same day.
fn histories(counts: [f64; 6]) -> [f64; 4] {
    let mut expected = [0.0; 4];
    for (others, chance) in counts.into_iter().enumerate() {
        for before in 0..=others {
            let mut earlier = [1.0, 0.0, 0.0, 0.0];
            for other in 0..others {
                let is_earlier = if other < before { 366.0 / 730.0 } else { 0.5 };
                let mut next = [0.0; 4];
                for (number, weight) in earlier.into_iter().enumerate() {
                    next[number] += weight * (1.0 - is_earlier);
                    next[(number + 1).min(3)] += weight * is_earlier;
                }
                earlier = next;
            }
            for (expected, weight) in expected.iter_mut().zip(earlier) {
                *expected += chance * 0.5 * weight;
            }
        }
    }
    expected
}

/// Amounts with their chances: a quarter of those from 1,000 on are some hundreds larger.
fn amounts(kind: usize) -> Vec<(i64, f64)> {
    let amounts = [
        100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_000,
        8_000, 10_000, 12_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 50_000, 60_000,
        75_000, 100_000, 150_000, 200_000,
    ];
    let weights: [[u32; 29]; 3] = [
        [
            100, 100, 100, 250, 150, 800, 450, 900, 350, 900, 500, 1_500, 300, 300, 250, 1_150,
            250, 550, 450, 180, 180, 60, 80, 80, 25, 15, 20, 5, 5,
        ],
        [
            50, 50, 50, 150, 100, 500, 350, 700, 350, 800, 600, 1_500, 450, 450, 400, 1_300, 400,
            700, 500, 200, 180, 60, 60, 60, 15, 10, 10, 3, 2,
        ],
        [
            20, 20, 20, 80, 60, 250, 200, 450, 250, 600, 600, 1_400, 600, 600, 600, 1_600, 600,
            900, 600, 250, 200, 70, 50, 50, 10, 8, 8, 2, 2,
        ],
    ];
    let sum: u32 = weights[kind].iter().sum();
    let mut all = Vec::new();
    for (amount, weight) in amounts.into_iter().zip(weights[kind]) {
        let chance = f64::from(weight) / f64::from(sum);
        if amount < 1_000 {
            all.push((amount, chance));
            continue;
        }
        all.push((amount, chance * 0.75));
        for hundreds in 1..=9 {
            all.push(((amount + 100 * hundreds).min(200_000), chance * 0.25 / 9.0));
        }
    }
    all
}

/// How often the truth lies below and above the interval.
#[derive(Clone, Copy, Default)]
struct Misses {
    below: u64,
    above: u64,
}

impl Misses {
    /// Counts one interval.
    fn count(&mut self, estimate: &Estimate, truth: f64) {
        self.below += u64::from(truth < estimate.low.expect("an interval"));
        self.above += u64::from(truth > estimate.high.expect("an interval"));
    }
}

/// A part as a fraction.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

/// How many times more portfolios are drawn than usual.
pub(super) fn soak_factor() -> u64 {
    let factor = std::env::var("VERDICT_SOAK_FACTOR").ok();
    factor.map_or(1, |factor| {
        factor
            .parse()
            .expect("VERDICT_SOAK_FACTOR is a whole number")
    })
}

/// Draws portfolios and compares coverage with the permitted range, which is widened by three
/// standard errors where fewer than 2,000 are drawn.
#[track_caller]
fn check(customers: u64, first_seed: u64, low: f64) {
    let repeats = REPEATS * soak_factor();
    let truth = truth(&LIMITS);
    let mut misses = [Misses::default(); 3];
    for seed in first_seed..first_seed + repeats {
        let estimates = moments(customers, seed).map(|moments| moments.hall());
        for ((misses, estimate), truth) in misses.iter_mut().zip(&estimates).zip(truth_of(truth)) {
            misses.count(estimate, truth);
        }
    }
    let slack = |p: f64| {
        let error = |repeats: f64| 3.0 * (p * (1.0 - p) / repeats).sqrt();
        (error(f64::from(u32::try_from(repeats).unwrap())) - error(2_000.0)).max(0.0)
    };
    for (figure, misses) in FIGURES.iter().zip(misses) {
        let (below, above) = (share(misses.below, repeats), share(misses.above, repeats));
        let covered = 1.0 - below - above;
        println!(
            "{customers} customers, {repeats} times from seed {first_seed}, {figure}: \
             {covered:.4} (below {below:.4}, above {above:.4})"
        );
        let range = low - slack(0.95)..=0.965 + slack(0.95);
        assert!(range.contains(&covered), "{figure}: {covered}, {range:?}");
        let most = 0.045 + slack(0.045);
        assert!(below <= most && above <= most, "{figure}: {below}, {above}");
    }
}

/// The truth in the units of the moments: kopecks for the saving.
fn truth_of(truth: [f64; 3]) -> [f64; 3] {
    [truth[0], truth[1] * 100.0, truth[2]]
}

#[test]
fn claims_are_counted_as_the_engine_counts_them() {
    for (customers, auto, amount, loss, saving) in [
        (1_000, 517, 398_030_000, 3_290_000, 37_058_016),
        (100_000, 50_986, 37_157_480_000, 397_010_000, 3_413_205_828),
    ] {
        let [share, net_saving, loss_rate] = moments(customers, Portfolio::REFERENCE_SEED);
        assert_eq!(share.numerator(), auto);
        assert_eq!(loss_rate.denominator(), amount);
        assert_eq!(loss_rate.numerator(), loss);
        assert_eq!(net_saving.numerator(), saving);
    }
}

#[test]
fn the_truth_is_that_of_a_large_portfolio() {
    let [share, saving, rate] = truth(&LIMITS);
    // The published figures of the population, which were drawn from two million customers.
    assert!((share - 0.885).abs() < 0.000_5, "{share}");
    assert!((saving - 597.0).abs() < 0.6, "{saving}");
    assert!((rate - 0.010_012).abs() < 0.000_03, "{rate}");
    // A portfolio of its own lies within four standard errors of it.
    let estimates = moments(300_000, 31).map(|moments| moments.hall());
    for ((estimate, truth), figure) in estimates.iter().zip(truth_of(truth(&LIMITS))).zip(FIGURES) {
        let [value, low, high] = [estimate.value, estimate.low, estimate.high].map(Option::unwrap);
        assert!(
            (value - truth).abs() < high - low,
            "{figure}: {estimate:?} {truth}"
        );
    }
}

#[test]
fn intervals_of_10_000_customers_contain_the_truth() {
    check(10_000, 40_000_000, 0.925);
}

#[test]
fn intervals_of_35_000_customers_contain_the_truth() {
    check(35_000, 50_000_000, 0.935);
}
