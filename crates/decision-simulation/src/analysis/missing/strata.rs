//! Imputation: unknown results are taken to be like the known ones of the same stratum.
//!
//! A stratum is a level of every discrete factor and a band of the amount between two powers of
//! two. Where it has 30 known results, the share of its money that was not owed is the chance
//! that an unknown claim of it is not justified; elsewhere the best and the worst case stand.
//! This assumes that known and unknown claims of a stratum are alike, which nothing in the data
//! can show: reviewers look at what seems doubtful. Sampling noise is small beside that
//! assumption, and there is no interval for it.

use std::collections::HashMap;

use decision_matrix::table::ValueType;

use super::audit::{AuditSums, FEWEST_RESULTS, UNSUPPORTED_DIVISOR};
use super::bounds::{Bounds, Money, bounded, divided};
use super::{MissingOutcomes, Mode, Refusal};
use crate::replay::{FactorLevels, PricedClaim, ReplayPlan};
use crate::statistics::{Estimate, float, ratio};

/// Levels of the amount: none or not positive, and one for each power of two.
const AMOUNT_BANDS: u64 = 64;
/// The most bands of an ordered factor.
const MOST_BANDS: u64 = 64;
/// Null and faults, which come last among the levels of a factor.
const SPECIAL_LEVELS: u64 = 2;

/// Known and unknown claims of one stratum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stratum {
    known: u64,
    /// Money of known claims, and the part of it that was not owed.
    known_amount: i128,
    unowed: i128,
    unknown: u64,
    unknown_auto_amount: i128,
    /// Figures of unknown claims if justified and if not, and the smaller and the larger of each.
    justified: Money,
    unjustified: Money,
    least: Money,
    most: Money,
}

/// All strata.
#[derive(Clone, Debug)]
pub(super) struct Strata {
    /// The number of levels of each factor, in order; 0 for one that makes no strata.
    levels: Vec<u64>,
    /// Where the stratum of a key is. Its order is never used.
    places: HashMap<u64, usize>,
    found: Vec<(u64, Stratum)>,
    last: usize,
}

impl Strata {
    /// No claims yet.
    pub(super) fn new(plan: &ReplayPlan) -> Self {
        let mut keys = AMOUNT_BANDS;
        let factors = plan.levels().factors().iter();
        // Factors beyond a 64-bit key, some twenty, make no strata.
        let levels = factors.map(|factor| {
            let levels = level_count(plan, factor);
            keys.checked_mul(levels.max(1)).map_or(0, |product| {
                keys = product;
                levels
            })
        });
        Self {
            levels: levels.collect(),
            places: HashMap::new(),
            found: Vec::new(),
            last: 0,
        }
    }

    /// Adds a claim.
    pub(super) fn add(&mut self, plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        let key = self.key(plan, claim);
        let stratum = self.stratum(key);
        let Some(unjustified) = &claim.if_unjustified else {
            let amount = claim.amount.map_or(0, i128::from).max(0);
            stratum.known += 1;
            stratum.known_amount += amount;
            stratum.unowed += unowed(claim, amount);
            return;
        };
        let (one, other) = (Money::of(&claim.sums), Money::of(unjustified));
        stratum.unknown += 1;
        stratum.unknown_auto_amount += claim.sums.auto_amount.max(0);
        stratum.justified.add(one);
        stratum.unjustified.add(other);
        stratum.least.add(one.zip(other, i128::min));
        stratum.most.add(one.zip(other, i128::max));
    }

    /// The key of a claim: its levels as digits of one number.
    fn key(&self, plan: &ReplayPlan, claim: &PricedClaim<'_>) -> u64 {
        let band = match claim.amount {
            Some(amount @ 1..) => 1 + u64::from(amount.ilog2()),
            _ => 0,
        };
        let factors = plan.levels().factors().iter().zip(&self.levels);
        factors
            .filter(|(_, levels)| **levels > 0)
            .fold(band, |key, (factor, levels)| {
                // Null and faults count from the end.
                let from_end =
                    u64::from(u16::MAX - factor.level(claim.claim.facts.fact(factor.factor())));
                let place = if from_end < SPECIAL_LEVELS {
                    levels - 1 - from_end
                } else {
                    (u64::from(u16::MAX) - from_end).min(levels - 1 - SPECIAL_LEVELS)
                };
                key * levels + place
            })
    }

    /// The stratum of a key.
    fn stratum(&mut self, key: u64) -> &mut Stratum {
        if self
            .found
            .get(self.last)
            .is_none_or(|(last, _)| *last != key)
        {
            self.last = *self.places.entry(key).or_insert_with(|| {
                self.found.push((key, Stratum::default()));
                self.found.len() - 1
            });
        }
        #[expect(
            clippy::indexing_slicing,
            reason = "INVARIANT: `places` holds places of `found`, and none is ever removed"
        )]
        &mut self.found[self.last].1
    }

    /// Adds the claims of other strata.
    pub(super) fn merge(&mut self, other: &Self) {
        for (key, stratum) in &other.found {
            self.stratum(*key).merge(stratum);
        }
    }

    /// The figures with unknown results as those of their stratum.
    pub(super) fn finish(&self, scale: u8, bounds: &Bounds, audit: &AuditSums) -> MissingOutcomes {
        let mut strata: Vec<_> = self.found.iter().collect();
        strata.sort_by_key(|(key, _)| *key);
        let (mut imputed, mut rest) = (Imputed::default(), Stratum::default());
        let mut imputed_claims = 0;
        let mut all = Stratum::default();
        for (_, stratum) in strata {
            all.merge(stratum);
            match stratum.unowed_share() {
                Some(share) if stratum.known >= FEWEST_RESULTS => {
                    imputed.add(stratum, share);
                    imputed_claims += stratum.unknown;
                }
                _ => rest.merge(stratum),
            }
        }
        let is_valued = rest.unknown_auto_amount * UNSUPPORTED_DIVISOR <= bounds.auto_amount();
        let mut whole = imputed;
        whole.add(&rest, all.unowed_share().unwrap_or_default());
        let unit = 10_f64.powi(i32::from(scale));
        let estimate = |figure: fn(&Money) -> i128, place: fn(&Imputed) -> f64| {
            let known = float(figure(&bounds.known));
            let at = |unknown: f64| (known + unknown) / unit;
            bounded(
                is_valued.then(|| at(place(&whole))),
                at(place(&imputed) + float(figure(&rest.least))),
                at(place(&imputed) + float(figure(&rest.most))),
                rest.unknown > 0,
            )
        };
        let loss = estimate(|money| money.loss, |imputed| imputed.loss);
        MissingOutcomes {
            mode: Mode::Impute,
            reason: (!is_valued).then_some(Refusal::UnlikeKnown),
            loss_rate: divided(loss, float(bounds.auto_amount()) / unit),
            loss_rate_unnormalised: Estimate::exactly(None),
            loss,
            cost: estimate(|money| money.cost, |imputed| imputed.cost),
            net_saving: estimate(|money| money.net_saving, |imputed| imputed.net_saving),
            unknown_claims: bounds.unknown_claims(),
            effective_sample_size: None,
            min_propensity: None,
            unsupported_money_share: audit.unsupported_money_share(),
            imputed_claims,
            bounded_claims: rest.unknown,
        }
    }
}

impl Stratum {
    /// Adds other claims.
    fn merge(&mut self, other: &Self) {
        self.known += other.known;
        self.known_amount += other.known_amount;
        self.unowed += other.unowed;
        self.unknown += other.unknown;
        self.unknown_auto_amount += other.unknown_auto_amount;
        self.justified.add(other.justified);
        self.unjustified.add(other.unjustified);
        self.least.add(other.least);
        self.most.add(other.most);
    }

    /// The share of the known money that was not owed.
    fn unowed_share(&self) -> Option<f64> {
        ratio(self.unowed, self.known_amount)
    }
}

/// Expected figures, in minor units.
#[derive(Clone, Copy, Debug, Default)]
struct Imputed {
    loss: f64,
    cost: f64,
    net_saving: f64,
}

impl Imputed {
    /// Adds the unknown claims of a stratum, each unjustified with this chance.
    fn add(&mut self, stratum: &Stratum, share: f64) {
        let change = stratum.justified.to(stratum.unjustified);
        let at = |figure: fn(&Money) -> i128| {
            float(figure(&stratum.justified)) + share * float(figure(&change))
        };
        self.loss += at(|money| money.loss);
        self.cost += at(|money| money.cost);
        self.net_saving += at(|money| money.net_saving);
    }
}

/// How many levels a factor has; 0 where it makes no strata.
fn level_count(plan: &ReplayPlan, factor: &FactorLevels) -> u64 {
    let declared = plan.tables().factors.get(factor.factor().0 as usize);
    let levels = match declared.map(|factor| &factor.column.value_type) {
        Some(ValueType::Category(words)) => words.len() as u64,
        Some(ValueType::Boolean) => 2,
        Some(ValueType::Integer) => MOST_BANDS,
        _ => return 0,
    };
    levels.max(1) + SPECIAL_LEVELS
}

/// The part of a known claim's money that was not owed.
fn unowed(claim: &PricedClaim<'_>, amount: i128) -> i128 {
    let results = &claim.claim.results;
    let due = match (results.due_amount, results.justified) {
        (Some(due), _) => i128::from(due),
        (None, Some(false)) => 0,
        (None, _) => amount,
    };
    (amount - due).clamp(0, amount)
}
